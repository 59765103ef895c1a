//! JSON read into a tree where a list of numbers is one block: a map is mostly pairs of numbers.

use std::fmt;

use bassin_kernel::{Kind, Language, Problem, text};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    /// `null`, `true` or `false`: nothing a map says with them matters.
    Other,
    Number(f64),
    Text(String),
    /// A list of numbers only, not empty: a position, or the arcs of a ring.
    Numbers(Box<[f64]>),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The member `name` of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The text of the member `name` of an object; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Self::Text(text)) => text,
            _ => "",
        }
    }

    /// The members of an object; none for another value.
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of a list that is not one of numbers; `None` for another value.
    pub fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }
}

/// What a map may weigh before it is taken for an attack: the communes of France at full detail stay well below.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Positions, those of a TopoJSON arc counting each time the arc is used.
    pub vertices: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 128 << 20, vertices: 4_000_000 }
    }
}

/// Reads a text as JSON within `limits`.
pub(super) fn parse(bytes: &[u8], limits: &Limits) -> Result<Json, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // Every position and every object opens a bracket: counting them bounds the memory before any is taken.
    let brackets = bytes.iter().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if bytes.len() > limits.bytes || brackets > limits.vertices.saturating_mul(2) {
        return Err(too_large(limits));
    }
    serde_json::from_slice(bytes).map_err(|error| not_json(&error))
}

/// The map is larger than `limits`.
pub(super) fn too_large(limits: &Limits) -> Problem {
    let megabytes = limits.bytes >> 20;
    let vertices = |language| text::count(limits.vertices as u64, language);
    let (fr, en) = (vertices(Language::French), vertices(Language::English));
    Problem::one(
        Kind::TooLarge,
        "contours-too-large",
        format!(
            "Ce fond de carte est trop volumineux\u{202f}: au plus {megabytes}\u{a0}Mo et {fr} sommets. Découpez-le par département ou prenez une version simplifiée."
        ),
        format!("This map is too large: at most {megabytes} MB and {en} vertices. Split it by département or take a simplified version."),
    )
}

fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    if error.to_string().starts_with("recursion limit") {
        return Problem::invalid(
            "contours-too-nested",
            format!(
                "Ce fichier imbrique plus de 127\u{a0}listes ou objets (ligne {line}, caractère {column})\u{202f}: ce n’est pas un fond de carte GeoJSON ou TopoJSON."
            ),
            format!(
                "This file nests more than 127 lists or objects (line {line}, character {column}): it is not a GeoJSON or TopoJSON map."
            ),
        );
    }
    Problem::invalid(
        "contours-not-json",
        format!(
            "Ce fichier n’est pas du JSON lisible en UTF-8 (ligne {line}, caractère {column}). Un fond de carte se donne en GeoJSON ou en TopoJSON\u{202f}; convertissez les autres formats (Shapefile, GeoPackage, KML)."
        ),
        format!(
            "This file is not readable JSON in UTF-8 (line {line}, character {column}). A map is given as GeoJSON or TopoJSON; convert other formats (Shapefile, GeoPackage, KML)."
        ),
    )
}

struct JsonVisitor;

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
    }

    #[expect(clippy::cast_precision_loss, reason = "coordinates and arc numbers stay far below 2^53")]
    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "coordinates and arc numbers stay far below 2^53")]
    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut numbers: Vec<f64> = Vec::new();
        let mut others: Vec<Json> = Vec::new();
        while let Some(item) = items.next_element::<Json>()? {
            match item {
                Json::Number(number) if others.is_empty() => numbers.push(number),
                item => {
                    others.extend(numbers.drain(..).map(Json::Number));
                    others.push(item);
                }
            }
        }
        Ok(if numbers.is_empty() { Json::List(others) } else { Json::Numbers(numbers.into_boxed_slice()) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            members.push(entry);
        }
        Ok(Json::Object(members))
    }
}
