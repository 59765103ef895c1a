//! A file of contours read whole: every commune it draws, or everything that stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use bassin_kernel::{Kind, Problem, Violation};

use super::geometry::{Decoder, Feature, Flaw, Layer, layers};
use super::json::{self, Json, Limits};
use super::topology::Ring;

/// Names under which files give the code of a commune, without case, the surest first.
const CODE_NAMES: [&str; 26] = [
    "code",
    "insee",
    "insee_com",
    "codgeo",
    "nis",
    "shn",
    "code_insee",
    "codeinsee",
    "insee_code",
    "code_commune",
    "code_com",
    "com_insee",
    "com_code",
    "depcom",
    "nis_code",
    "code_nis",
    "niscode",
    "nsi",
    "code_ins",
    "refnis",
    "cd_munty_refnis",
    "mun_nis",
    "com",
    "ins",
    "id",
    "key",
];
/// Prefixes of the keys of communes.
const COUNTRIES: [&str; 2] = ["FR", "BE"];
/// Violations listed before the rest is only counted.
const LISTED: usize = 50;

/// The communes that a file draws.
#[derive(Debug, Clone)]
pub struct Import {
    pub(super) units: Vec<ImportedUnit>,
    report: Report,
}

/// The contour given under one code.
#[derive(Debug, Clone)]
pub(super) struct ImportedUnit {
    pub key: String,
    pub row: u32,
    pub rings: Vec<Ring>,
}

/// What was found in a file of contours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The object read, in a TopoJSON file.
    pub layer: Option<String>,
    /// The property read as the code of the commune.
    pub property: String,
    /// Features of the layer.
    pub features: usize,
    /// Communes that now have a contour.
    pub communes: usize,
    /// Vertices kept.
    pub vertices: usize,
    /// Keys that no commune answers to, sorted: their contours are left out.
    pub unknown: Vec<String>,
    /// Communes drawn from several codes, such as those of communes since merged: the row and the keys, sorted.
    pub merged: Vec<(u32, Vec<String>)>,
    /// Features left out because they give no code.
    pub without_code: usize,
    /// Keys of communes left out because the file gives no geometry for them, sorted.
    pub without_geometry: Vec<String>,
}

impl Import {
    /// Reads a GeoJSON or TopoJSON file. `resolve` gives the row of a commune by its key, such as `FR-67482` or `BE-53053`, the successor's
    /// row for a commune that is no more, and `None` for an unknown key.
    ///
    /// # Errors
    /// Everything that is wrong in the file, at once.
    pub fn read(bytes: &[u8], resolve: &dyn Fn(&str) -> Option<u32>) -> Result<Self, Problem> {
        Self::read_within(bytes, resolve, &Limits::default())
    }

    /// The same, within other limits.
    ///
    /// # Errors
    /// Everything that is wrong in the file, at once.
    pub fn read_within(bytes: &[u8], resolve: &dyn Fn(&str) -> Option<u32>, limits: &Limits) -> Result<Self, Problem> {
        let root = json::parse(bytes, limits)?;
        let layers = layers(&root);
        if layers.is_empty() {
            return Err(not_a_map());
        }
        let reading = Reading::best(&layers, resolve);
        let mut violations: Vec<Violation> = projected(&root).into_iter().collect();
        let Some(reading) = reading else {
            violations.push(no_code(&layers));
            return Err(Problem::new(Kind::Invalid, violations));
        };
        let mut collector = Collector::new(&reading, Decoder::new(&root, limits), violations);
        for feature in &reading.layer.features {
            collector.feature(*feature, resolve);
        }
        collector.finish(limits)
    }

    /// What was found in the file.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Every key drawn with the row of the commune it now belongs to.
    pub fn keys(&self) -> impl Iterator<Item = (&str, u32)> {
        self.units.iter().map(|unit| (unit.key.as_str(), unit.row))
    }
}

/// How the codes of a file are read: the layer, the property and the country that give the most communes.
struct Reading<'a> {
    layer: &'a Layer<'a>,
    property: &'a str,
    country: &'static str,
}

impl<'a> Reading<'a> {
    fn best(layers: &'a [Layer<'a>], resolve: &dyn Fn(&str) -> Option<u32>) -> Option<Self> {
        let mut best: Option<(usize, Self)> = None;
        for layer in layers {
            for property in code_properties(layer) {
                for country in COUNTRIES {
                    let reading = Self { layer, property, country };
                    let rows: BTreeSet<u32> =
                        layer.features.iter().filter_map(|feature| reading.key(*feature)).filter_map(|key| resolve(&key)).collect();
                    if rows.len() > best.as_ref().map_or(0, |(most, _)| *most) {
                        best = Some((rows.len(), reading));
                    }
                }
            }
        }
        best.map(|(_, reading)| reading)
    }

    /// The key of the commune that a feature draws.
    fn key(&self, feature: Feature<'_>) -> Option<String> {
        let code = code(property(feature, self.property)?)?;
        let prefixed = COUNTRIES.iter().any(|country| code.strip_prefix(country).is_some_and(|rest| rest.starts_with('-')));
        Some(if prefixed { code } else { format!("{}-{code}", self.country) })
    }
}

fn properties(feature: Feature<'_>) -> impl Iterator<Item = &(String, Json)> {
    let own = feature.carrier.get("properties").map(Json::members).unwrap_or_default();
    own.iter().chain(feature.carrier.members().iter().filter(|(name, _)| name == "id"))
}

fn property<'a>(feature: Feature<'a>, name: &str) -> Option<&'a Json> {
    properties(feature).find(|(key, _)| key == name).map(|(_, value)| value)
}

/// The properties of a layer that may hold the code, the surest first.
fn code_properties<'a>(layer: &Layer<'a>) -> Vec<&'a str> {
    let rank = |name: &str| CODE_NAMES.iter().position(|known| name.eq_ignore_ascii_case(known));
    let names: BTreeSet<(usize, &str)> =
        layer.features.iter().flat_map(|feature| properties(*feature)).filter_map(|(name, _)| Some((rank(name)?, name.as_str()))).collect();
    names.into_iter().map(|(_, name)| name).collect()
}

/// A code as the file gives it: its lost zero restored, and the prefix of Belgian sectors taken away.
fn code(value: &Json) -> Option<String> {
    let text = match value {
        Json::Text(text) => text.trim().to_owned(),
        Json::Number(number) if number.fract() == 0.0 && (1.0..100_000.0).contains(number) => number.to_string(),
        Json::List(items) => return items.first().and_then(code),
        _ => return None,
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if text.is_empty() || text.len() > 20 {
        return None;
    }
    if text.len() == 4 && digits(&text) {
        return Some(format!("0{text}"));
    }
    match text.strip_prefix("BE").and_then(|rest| rest.split_at_checked(rest.len().saturating_sub(5))) {
        Some((region, code)) if !region.is_empty() && digits(region) && digits(code) => Some(format!("BE-{code}")),
        _ => Some(text),
    }
}

/// Gathers the contours of the features of a file and what is wrong with them.
struct Collector<'a> {
    reading: &'a Reading<'a>,
    decoder: Decoder,
    units: BTreeMap<String, ImportedUnit>,
    report: Report,
    unknown: BTreeSet<String>,
    violations: Vec<Violation>,
    unlisted: u64,
    not_degrees: u64,
    too_large: bool,
}

impl<'a> Collector<'a> {
    fn new(reading: &'a Reading<'a>, decoder: Decoder, violations: Vec<Violation>) -> Self {
        let report = Report {
            layer: reading.layer.name.map(ToOwned::to_owned),
            property: reading.property.to_owned(),
            features: reading.layer.features.len(),
            ..Report::default()
        };
        Self {
            reading,
            decoder,
            units: BTreeMap::new(),
            report,
            unknown: BTreeSet::new(),
            violations,
            unlisted: 0,
            not_degrees: 0,
            too_large: false,
        }
    }

    fn feature(&mut self, feature: Feature<'_>, resolve: &dyn Fn(&str) -> Option<u32>) {
        let Some(key) = self.reading.key(feature) else {
            self.report.without_code += 1;
            return;
        };
        let Some(row) = resolve(&key) else {
            self.unknown.insert(key);
            return;
        };
        let Some(geometry) = feature.geometry.filter(|geometry| **geometry != Json::Other) else {
            self.report.without_geometry.push(key);
            return;
        };
        match self.decoder.rings(geometry) {
            Ok(rings) if rings.is_empty() => self.report.without_geometry.push(key),
            Ok(rings) => {
                self.report.vertices += rings.iter().map(|ring| ring.points().len()).sum::<usize>();
                let unit = self.units.entry(key.clone()).or_insert_with(|| ImportedUnit { key, row, rings: Vec::new() });
                unit.rings.extend(rings);
            }
            Err(Flaw::NotDegrees) => self.not_degrees += 1,
            Err(Flaw::TooLarge) => self.too_large = true,
            Err(_) if self.violations.len() >= LISTED => self.unlisted += 1,
            Err(flaw) => {
                let number = feature.number;
                let (fr, en) = (format!("L’objet n°\u{a0}{number} ({key})"), format!("Feature no. {number} ({key})"));
                self.violations.push(flaw.violation(number, &fr, &en));
            }
        }
    }

    fn finish(mut self, limits: &Limits) -> Result<Import, Problem> {
        if self.too_large {
            return Err(json::too_large(limits));
        }
        if self.not_degrees > 0 {
            self.violations.push(not_degrees(self.not_degrees));
        }
        if self.violations.is_empty() && self.units.is_empty() {
            self.violations.push(no_contour(self.reading.property));
        }
        if !self.violations.is_empty() {
            return Err(Problem { kind: Kind::Invalid, violations: self.violations, unlisted: self.unlisted });
        }
        let mut by_row: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for unit in self.units.values() {
            by_row.entry(unit.row).or_default().push(unit.key.clone());
        }
        self.report.communes = by_row.len();
        self.report.merged = by_row.into_iter().filter(|(_, keys)| keys.len() > 1).collect();
        self.report.unknown = self.unknown.into_iter().collect();
        self.report.without_geometry.sort_unstable();
        Ok(Import { units: self.units.into_values().collect(), report: self.report })
    }
}

fn not_a_map() -> Problem {
    Problem::invalid(
        "contours-not-a-map",
        "Ce fichier JSON n’est pas un fond de carte\u{202f}: il faut du GeoJSON (FeatureCollection ou Feature) ou du TopoJSON (Topology) avec au moins un objet.",
        "This JSON file is not a map: it must be GeoJSON (FeatureCollection or Feature) or TopoJSON (Topology) with at least one object.",
    )
}

/// The file declares a coordinate system other than longitudes and latitudes.
fn projected(root: &Json) -> Option<Violation> {
    let name = root.get("crs")?.get("properties")?.text("name");
    let degrees = ["CRS84", "4326", "4258", "4171", "WGS84", "WGS 84"].iter().any(|known| name.contains(known));
    if name.is_empty() || degrees {
        return None;
    }
    let name: String = name.chars().take(60).collect();
    Some(Violation::new(
        "contours-projected",
        format!(
            "Le fichier annonce le système de coordonnées «\u{202f}{name}\u{202f}»\u{202f}: seules les longitudes et latitudes en degrés (WGS\u{a0}84, EPSG:4326) sont lues. Convertissez-le."
        ),
        format!(
            "The file declares the coordinate system “{name}”: only longitudes and latitudes in degrees (WGS 84, EPSG:4326) are read. Convert it."
        ),
    ))
}

fn not_degrees(features: u64) -> Violation {
    Violation::new(
        "contours-not-degrees",
        format!(
            "Objets dont les coordonnées ne sont pas des longitudes et latitudes en degrés\u{202f}: {features}. Le fichier est sans doute en Lambert (mètres)\u{202f}: convertissez-le en WGS\u{a0}84 (EPSG:4326)."
        ),
        format!(
            "Features whose coordinates are not longitudes and latitudes in degrees: {features}. The file is probably in Lambert (metres): convert it to WGS 84 (EPSG:4326)."
        ),
    )
}

fn no_contour(property: &str) -> Violation {
    Violation::new(
        "contours-no-contour",
        format!("Aucune commune du fichier (propriété «\u{202f}{property}\u{202f}») n’a de contour."),
        format!("No commune of the file (property “{property}”) has a contour."),
    )
}

fn no_code(layers: &[Layer<'_>]) -> Violation {
    let features = || layers.iter().flat_map(|layer| &layer.features);
    let names: BTreeSet<&str> = features().flat_map(|feature| properties(*feature)).map(|(name, _)| name.as_str()).collect();
    let found = |none: &str| match names.len() {
        0 => none.to_owned(),
        _ => names.iter().take(12).map(|name| name.chars().take(40).collect()).collect::<Vec<String>>().join(", "),
    };
    let accepted = CODE_NAMES[..6].join(", ");
    Violation::new(
        "contours-no-code",
        format!(
            "Aucun objet du fichier ne porte un code de commune connu. Propriétés trouvées\u{202f}: {}. Le code INSEE ou NIS de chaque commune doit se trouver dans une propriété nommée par exemple {accepted}.",
            found("aucune")
        ),
        format!(
            "No feature of the file carries a known commune code. Properties found: {}. The INSEE or NIS code of each commune must be in a property named for instance {accepted}.",
            found("none")
        ),
    )
}
