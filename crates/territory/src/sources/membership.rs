//! From a file that gives the zone of each commune to a zoning on the communes of today.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use bassin_documents::Sniffed;
use bassin_kernel::{Kind, LocalizedText, Problem, Violation, text};
use serde::{Deserialize, Serialize};

use super::{
    descriptor::{Descriptor, Names, Shape},
    table::Columns,
};
use crate::{
    atlas::Atlas,
    locate::Located,
    model::{Country, NOWHERE, Zone, Zoning, ZoningHeader},
};

/// How many problems or warnings of one file are spelled out.
const LISTED: usize = 200;

/// A zoning as it is kept: by codes of communes, so that it can be put on the rows of any later atlas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ZoningData {
    pub header: ZoningHeader,
    zones: Vec<ZoneData>,
    /// What a reader should know: communes left out, or whose zone had to be chosen.
    #[serde(default)]
    pub warnings: Vec<Violation>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ZoneData {
    code: String,
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reliability: Vec<String>,
    country: Country,
    /// Codes of communes, with a blank between.
    communes: String,
}

impl ZoningData {
    /// How many zones it has.
    pub(crate) const fn len(&self) -> usize {
        self.zones.len()
    }

    /// The zoning on the rows of an atlas.
    pub(crate) fn zoning(&self, atlas: &Atlas) -> Zoning {
        let mut zone_of = vec![NOWHERE; atlas.communes().len()];
        let mut zones = Vec::with_capacity(self.zones.len());
        for (position, data) in (0..).zip(&self.zones) {
            for code in data.communes.split(' ') {
                let row = atlas.row_of(data.country, code).or_else(|| atlas.locate(data.country, code, None).row());
                if let Some(slot) = row.and_then(|row| zone_of.get_mut(row as usize)) {
                    *slot = position;
                }
            }
            let mut zone = Zone::new(&data.code, LocalizedText::same(&data.name));
            zone.reliability.clone_from(&data.reliability);
            zones.push(zone);
        }
        Zoning::new(self.header.clone(), zones, &zone_of)
    }
}

/// Reads a zoning from a file.
///
/// # Errors
/// Everything that is wrong in the file, by row and column.
pub(crate) fn read_zoning(atlas: &Atlas, path: &Path, sniffed: &Sniffed, descriptor: &Descriptor) -> Result<ZoningData, Problem> {
    let shape = &descriptor.file;
    let names = shape.names.as_ref().map(|names| read_names(path, sniffed, names)).transpose()?.unwrap_or_default();
    let optional = [&shape.zone, &shape.zone_name, &shape.commune_name, &shape.reliability];
    let wanted: Vec<&str> = [shape.commune.as_str()].into_iter().chain(optional.into_iter().flatten().map(String::as_str)).collect();
    let mut columns = Columns::open(path, sniffed, shape.sheet.as_deref(), shape.header_row, &wanted)?;
    let mut reading = Reading::new(atlas, shape, names);
    while let Some((number, cells)) = columns.next()? {
        let mut cells = cells.into_iter();
        let commune = cells.next().unwrap_or_default();
        let mut optional_cell = |column: &Option<String>| column.as_ref().and_then(|_| cells.next()).unwrap_or_default();
        let (zone, zone_name) = (optional_cell(&shape.zone), optional_cell(&shape.zone_name));
        let (name, reliability) = (optional_cell(&shape.commune_name), optional_cell(&shape.reliability));
        reading.row(&Line { number, commune, name, zone, zone_name, reliability });
    }
    reading.finish(descriptor.zoning.clone())
}

fn read_names(path: &Path, sniffed: &Sniffed, names: &Names) -> Result<HashMap<String, String>, Problem> {
    let mut columns = Columns::open(path, sniffed, Some(&names.sheet), names.header_row, &[&names.kind, &names.code, &names.name])?;
    let mut found = HashMap::new();
    while let Some((_, cells)) = columns.next()? {
        if let [kind, code, name] = cells.as_slice()
            && *kind == names.is
        {
            found.insert((*code).to_owned(), (*name).to_owned());
        }
    }
    Ok(found)
}

/// The cells of one row.
struct Line<'a> {
    number: u64,
    commune: &'a str,
    name: &'a str,
    zone: &'a str,
    zone_name: &'a str,
    reliability: &'a str,
}

/// Where a commune of today was put, and by which row.
struct Put {
    zone: String,
    /// Whether the row was about the commune itself rather than about one merged into it.
    own: bool,
}

struct Reading<'a> {
    atlas: &'a Atlas,
    shape: &'a Shape,
    names: HashMap<String, String>,
    /// By code of zone: its name, and what the rows say of their reliability.
    zones: BTreeMap<String, (String, Vec<String>)>,
    put: BTreeMap<u32, Put>,
    /// The zone of each code met.
    seen: HashMap<String, (u64, String)>,
    violations: Vec<Violation>,
    warnings: Vec<Violation>,
}

impl<'a> Reading<'a> {
    fn new(atlas: &'a Atlas, shape: &'a Shape, names: HashMap<String, String>) -> Self {
        Self {
            atlas,
            shape,
            names,
            zones: BTreeMap::new(),
            put: BTreeMap::new(),
            seen: HashMap::new(),
            violations: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn row(&mut self, line: &Line<'_>) {
        let designation = if self.shape.zone.is_some() { line.zone } else { line.zone_name };
        if self.shape.is_outside(designation) {
            return;
        }
        let commune = padded(line.commune, self.shape.commune_width);
        if commune.is_empty() {
            self.violations.push(no_code(line.number, &self.shape.commune));
            return;
        }
        let zone = if self.shape.zone.is_some() { padded(line.zone, self.shape.zone_width) } else { text::slug(line.zone_name) };
        if let Some((row, other)) = self.seen.get(&commune) {
            if *other != zone {
                self.violations.push(twice(line.number, &self.shape.commune, &commune, *row));
            }
            return;
        }
        self.seen.insert(commune.clone(), (line.number, zone.clone()));
        let Some((rows, own)) = self.locate(&commune, line.name) else {
            let left_out = unknown(line.number, &self.shape.commune, &commune, line.name);
            if self.shape.left_out.contains(&commune) { &mut self.warnings } else { &mut self.violations }.push(left_out);
            return;
        };
        self.name_zone(&zone, line);
        for row in rows {
            self.place(row, &zone, own, line.number, &commune);
        }
    }

    /// The rows of a commune, and whether they are its own.
    fn locate(&self, code: &str, name: &str) -> Option<(Vec<u32>, bool)> {
        match self.atlas.locate(self.shape.country, code, Some(self.shape.commune_vintage)) {
            Located::Current(row) => Some((vec![row], true)),
            Located::Split { rows, .. } => Some((rows, true)),
            Located::Unknown { .. } => self.by_name(code, name).map(|row| (vec![row], false)),
            located => located.row().map(|row| (vec![row], false)),
        }
    }

    /// A Belgian municipality that a merger gave another code: the only one of today with the same name in the same
    /// administrative arrondissement (the first two figures of the code).
    fn by_name(&self, code: &str, name: &str) -> Option<u32> {
        let folded = text::fold(name);
        if self.shape.country != Country::Belgium || folded.is_empty() {
            return None;
        }
        let mut same = (0..).zip(self.atlas.communes()).filter(|(_, commune)| {
            commune.country == Country::Belgium
                && commune.code.get(..2) == code.get(..2)
                && (commune.folded == folded || commune.dutch_folded == folded)
        });
        let (row, _) = same.next()?;
        same.next().is_none().then_some(row)
    }

    fn name_zone(&mut self, zone: &str, line: &Line<'_>) {
        let given = if line.zone_name.is_empty() { self.names.get(zone).map_or(zone, String::as_str) } else { line.zone_name };
        let (name, reliability) = self.zones.entry(zone.to_owned()).or_insert_with(|| (given.to_owned(), Vec::new()));
        if name != given {
            self.warnings.push(other_name(line.number, zone, name, given));
        }
        if !line.reliability.is_empty() && !reliability.iter().any(|known| known == line.reliability) {
            reliability.push(line.reliability.to_owned());
        }
    }

    /// Puts a commune of today in a zone. When communes of several zones have merged, the commune goes where the one that kept its
    /// code was, and a warning says so.
    fn place(&mut self, row: u32, zone: &str, own: bool, number: u64, code: &str) {
        let Some(put) = self.put.get_mut(&row) else {
            self.put.insert(row, Put { zone: zone.to_owned(), own });
            return;
        };
        if put.zone == zone {
            put.own |= own;
            return;
        }
        let name = self.atlas.commune(row).map_or("", |commune| commune.name);
        if own && !put.own {
            *put = Put { zone: zone.to_owned(), own };
        }
        self.warnings.push(merged_zones(number, code, name, &put.zone));
    }

    fn finish(mut self, header: ZoningHeader) -> Result<ZoningData, Problem> {
        if self.seen.is_empty() && self.violations.is_empty() {
            self.violations.push(nothing());
        }
        if !self.violations.is_empty() {
            let unlisted = self.violations.len().saturating_sub(LISTED) as u64;
            self.violations.truncate(LISTED);
            return Err(Problem { kind: Kind::Invalid, violations: self.violations, unlisted });
        }
        // The same mention of two names comes with every row: once is enough.
        self.warnings.dedup_by(|a, b| a.message == b.message);
        self.warnings.truncate(LISTED);
        let mut communes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (row, put) in &self.put {
            communes.entry(&put.zone).or_default().extend(self.atlas.commune(*row).map(|commune| commune.code));
        }
        let country = self.shape.country;
        let zones = self.zones.iter().map(|(code, (name, reliability))| ZoneData {
            code: code.clone(),
            name: name.clone(),
            reliability: reliability.clone(),
            country,
            communes: communes.get(code.as_str()).map(|codes| codes.join(" ")).unwrap_or_default(),
        });
        Ok(ZoningData { header, zones: zones.collect(), warnings: self.warnings })
    }
}

fn padded(code: &str, width: usize) -> String {
    if code.is_empty() { String::new() } else { format!("{code:0>width$}") }
}

fn no_code(row: u64, column: &str) -> Violation {
    Violation::new("missing-cell", "Le code de la commune manque sur cette ligne.", "The code of the commune is missing on this row.")
        .at(row, column)
}

fn twice(row: u64, column: &str, code: &str, first: u64) -> Violation {
    Violation::new(
        "duplicate-commune",
        format!("La commune {code} est déjà à la ligne {first}, dans une autre zone\u{202f}: une commune n’est que dans une zone."),
        format!("Commune {code} is already on row {first}, in another zone: a commune is in one zone only."),
    )
    .at(row, column)
}

fn unknown(row: u64, column: &str, code: &str, name: &str) -> Violation {
    let named = if name.is_empty() { String::new() } else { format!(" ({name})") };
    Violation::new(
        "geo-unknown-code",
        format!("La commune {code}{named} n’existe pas aujourd’hui et rien ne dit laquelle lui a succédé\u{202f}: vérifiez le code et le millésime."),
        format!("Commune {code}{named} does not exist today and nothing says which one succeeded it: check the code and the vintage."),
    )
    .at(row, column)
}

fn other_name(row: u64, zone: &str, name: &str, other: &str) -> Violation {
    Violation::new(
        "zone-name-varies",
        format!("La zone {zone} porte deux noms\u{202f}: «\u{202f}{name}\u{202f}», gardé, et «\u{202f}{other}\u{202f}»."),
        format!("Zone {zone} bears two names: “{name}”, kept, and “{other}”."),
    )
    .at_row(row)
}

fn merged_zones(row: u64, code: &str, name: &str, zone: &str) -> Violation {
    Violation::new(
        "geo-vintage-mismatch",
        format!("La commune {code} a fusionné depuis dans {name} avec des communes d’une autre zone\u{202f}: {name} est placée dans la zone {zone}."),
        format!("Commune {code} has since merged into {name} with communes of another zone: {name} is put in zone {zone}."),
    )
    .at_row(row)
}

fn nothing() -> Violation {
    Violation::new("no-row", "Le fichier ne donne la zone d’aucune commune.", "The file gives the zone of no commune.")
}
