//! Tests of the contours: grids made for the purpose, hand-made files, mangled files, real files.

mod atlas;
mod broken;
mod draw;
mod files;
mod grid;
mod real;

use serde_json::{Value, json};

use super::{Contours, Import};

/// The row of a commune of a made-up country: its number in five digits.
fn resolve(key: &str) -> Option<u32> {
    key.strip_prefix("FR-").filter(|code| code.len() == 5)?.parse().ok()
}

fn feature(row: u32, polygon: &Value) -> Value {
    json!({"type": "Feature", "properties": {"code": format!("{row:05}")}, "geometry": {"type": "Polygon", "coordinates": polygon}})
}

fn collection(features: &[Value]) -> Vec<u8> {
    json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes()
}

/// A closed rectangle in hundredths of a degree around the place of the tests, anticlockwise.
fn rectangle([west, south, east, north]: [i32; 4]) -> Value {
    let corner = |x: i32, y: i32| json!([7.0 + f64::from(x) / 100.0, 48.0 + f64::from(y) / 100.0]);
    json!([corner(west, south), corner(east, south), corner(east, north), corner(west, north), corner(west, south)])
}

fn import(bytes: &[u8]) -> Import {
    Import::read(bytes, &resolve).unwrap()
}

fn contours(features: &[Value]) -> Contours {
    Contours::default().with(&import(&collection(features)))
}
