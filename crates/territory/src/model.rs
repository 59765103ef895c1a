//! Communes, zones and zonings.

use bassin_kernel::{Language, LocalizedText};
use bassin_statistics::RowSet;
use serde::{Deserialize, Serialize};

/// A country whose communes are known. The order is that of the communes in the cube.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Country {
    /// France, overseas collectivities included.
    #[serde(rename = "FR")]
    France,
    /// Belgium.
    #[serde(rename = "BE")]
    Belgium,
}

impl Country {
    /// Every country, in order.
    pub const ALL: [Self; 2] = [Self::France, Self::Belgium];

    /// The country's code (ISO 3166-1 alpha-2).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::France => "FR",
            Self::Belgium => "BE",
        }
    }

    /// The country of that code, in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|country| country.code().eq_ignore_ascii_case(code))
    }

    /// The country's name.
    #[must_use]
    pub fn name(self) -> LocalizedText {
        match self {
            Self::France => LocalizedText::same("France"),
            Self::Belgium => LocalizedText::new("Belgique", "Belgium"),
        }
    }
}

/// A commune that exists today. Its texts live as long as the program: they are slices of the embedded tables.
#[derive(Debug, Clone)]
pub struct Commune {
    /// Its country.
    pub country: Country,
    /// Its national code: INSEE in France, NIS in Belgium.
    pub code: &'static str,
    /// Its name: the French one where a municipality has two.
    pub name: &'static str,
    /// Its Dutch name, in Belgium.
    pub dutch: Option<&'static str>,
    /// Its legal population; `None` where the source does not give it (never zero for unknown).
    pub population: Option<u32>,
    pub(crate) postal: &'static str,
    pub(crate) folded: &'static str,
    pub(crate) dutch_folded: &'static str,
}

impl Commune {
    /// Its key: country and code, `FR-67482`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}-{}", self.country.code(), self.code)
    }

    /// Its postal codes, which it may share with others.
    pub fn postal_codes(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.postal.split(' ').filter(|code| !code.is_empty())
    }
}

/// One zone of a zoning: a set of communes with a code and a name.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Its code, alone of its kind in its zoning: as published, with the country before it (`BE-03000`) for Belgian zones of
    /// the zonings that France and Belgium share.
    pub code: String,
    /// Its name.
    pub name: LocalizedText,
    /// Other names under which it is found: the Dutch one.
    pub other_names: Vec<String>,
    /// What kind of zone among those of its zoning: `CC`, `CA`, `CU`, `METRO` for an EPCI.
    pub kind: Option<String>,
    /// The commune where its seat is (its row).
    pub seat: Option<u32>,
    /// How far its composition can be trusted, in the words of the source, when the source says so.
    pub reliability: Vec<String>,
    /// Its communes.
    pub rows: RowSet,
}

impl Zone {
    /// A zone known by its code and name.
    pub fn new(code: impl Into<String>, name: LocalizedText) -> Self {
        Self { code: code.into(), name, other_names: Vec::new(), kind: None, seat: None, reliability: Vec::new(), rows: RowSet::new() }
    }
}

/// What a zoning is and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoningHeader {
    /// Its id, as typed before the colon: `departement`, `zone-emploi`.
    pub id: String,
    /// Its name, in the plural: “Zones d’emploi”.
    pub name: LocalizedText,
    /// The name of one of its zones: “zone d’emploi”.
    pub singular: LocalizedText,
    /// Other words accepted before the colon.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The year of the division, and the year of the communes it is described with.
    pub vintage: u16,
    /// Its country; `None` when several countries share it.
    #[serde(default)]
    pub country: Option<Country>,
    /// Its source and producer.
    pub source: String,
    /// The licence of the source.
    pub licence: String,
    /// A warning shown wherever the zoning is.
    #[serde(default)]
    pub note: Option<LocalizedText>,
}

/// A division of communes into zones. A commune is in one zone at most.
#[derive(Debug, Clone)]
pub struct Zoning {
    header: ZoningHeader,
    zones: Vec<Zone>,
    zone_of: Vec<u32>,
}

/// The mark of a commune that is in no zone.
pub(crate) const NOWHERE: u32 = u32::MAX;

impl Zoning {
    /// A zoning from its zones and, for each commune in order, the position of its zone ([`NOWHERE`] for none). Zones without
    /// commune are left out; the others keep their order.
    pub(crate) fn new(header: ZoningHeader, zones: Vec<Zone>, zone_of: &[u32]) -> Self {
        let mut runs = vec![Vec::<std::ops::Range<u32>>::new(); zones.len()];
        for (row, &zone) in (0_u32..).zip(zone_of) {
            if let Some(runs) = runs.get_mut(zone as usize) {
                match runs.last_mut() {
                    Some(last) if last.end == row => last.end += 1,
                    _ => runs.push(row..row + 1),
                }
            }
        }
        let mut renumbered = vec![NOWHERE; zones.len()];
        let mut kept = Vec::with_capacity(zones.len());
        let mut position = 0;
        for ((mut zone, runs), number) in zones.into_iter().zip(runs).zip(&mut renumbered) {
            if !runs.is_empty() {
                zone.rows = RowSet::from_runs(runs);
                kept.push(zone);
                *number = position;
                position += 1;
            }
        }
        let zone_of = zone_of.iter().map(|&zone| renumbered.get(zone as usize).copied().unwrap_or(NOWHERE)).collect();
        Self { header, zones: kept, zone_of }
    }

    /// What it is and where it comes from.
    #[must_use]
    pub const fn header(&self) -> &ZoningHeader {
        &self.header
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.header.id
    }

    /// Its name in `language`, in the plural.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        self.header.name.get(language)
    }

    /// Its zones, always in the same order: their positions are the rows of the cube's support of the same id.
    #[must_use]
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// The position of the zone of that code: as published, or with its country (`80000`, `BE-80000`).
    #[must_use]
    pub fn position(&self, code: &str) -> Option<u32> {
        let exact = |wanted: &str| self.zones.iter().position(|zone| zone.code.eq_ignore_ascii_case(wanted));
        let position = exact(code).or_else(|| {
            Country::ALL.into_iter().find_map(|country| {
                let bare = code.get(..3).filter(|prefix| prefix.eq_ignore_ascii_case(&format!("{}-", country.code())));
                match bare {
                    Some(_) if self.is_of(country) => code.get(3..).and_then(exact),
                    Some(_) => None,
                    None => exact(&format!("{}-{code}", country.code())),
                }
            })
        })?;
        u32::try_from(position).ok()
    }

    /// Whether codes without a country in front are of that country.
    fn is_of(&self, country: Country) -> bool {
        self.header.country.unwrap_or(Country::France) == country
    }

    /// The zone of that code.
    #[must_use]
    pub fn zone(&self, code: &str) -> Option<&Zone> {
        self.zones.get(self.position(code)? as usize)
    }

    /// The position of the zone that holds a commune; `None` when the commune is in no zone.
    #[must_use]
    pub fn position_of(&self, row: u32) -> Option<u32> {
        self.zone_of.get(row as usize).copied().filter(|&zone| zone != NOWHERE)
    }

    /// The zone that holds a commune.
    #[must_use]
    pub fn zone_of(&self, row: u32) -> Option<&Zone> {
        self.zones.get(self.position_of(row)? as usize)
    }

    /// Every commune that is in a zone.
    #[must_use]
    pub fn rows(&self) -> RowSet {
        let rows = (0..).zip(&self.zone_of).filter(|(_, zone)| **zone != NOWHERE).map(|(row, _)| row);
        RowSet::from_rows(rows)
    }

    /// How a set of communes lies on the zoning.
    #[must_use]
    pub fn covering(&self, rows: &RowSet) -> Covering {
        let mut covering = Covering::default();
        let mut covered = 0;
        for (position, zone) in (0..).zip(&self.zones) {
            if zone.rows.is_subset(rows) {
                covering.whole.push(position);
                covered += zone.rows.len();
            } else if !zone.rows.is_disjoint(rows) {
                covering.partly.push(position);
            }
        }
        covering.exact = !rows.is_empty() && covered == rows.len();
        covering
    }
}

/// How a perimeter lies on a zoning. Zones are given by their positions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Covering {
    /// The zones wholly inside the perimeter.
    pub whole: Vec<u32>,
    /// The zones that the perimeter cuts.
    pub partly: Vec<u32>,
    /// Whether the perimeter is exactly a union of zones.
    pub exact: bool,
}

impl Covering {
    /// The zones wholly or partly inside, in order.
    #[must_use]
    pub fn touched(&self) -> Vec<u32> {
        let mut touched = [self.whole.as_slice(), self.partly.as_slice()].concat();
        touched.sort_unstable();
        touched
    }
}
