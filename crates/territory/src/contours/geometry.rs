//! GeoJSON and TopoJSON geometries turned into rings of points.

use bassin_kernel::Violation;

use super::json::{Json, Limits};
use super::topology::{Point, Ring};

/// One feature of a file, whatever its format.
#[derive(Debug, Clone, Copy)]
pub(super) struct Feature<'a> {
    /// Its rank in the file, from 1.
    pub number: u64,
    /// What carries `properties` and `id`.
    pub carrier: &'a Json,
    /// Its geometry; `None` when the file gives none.
    pub geometry: Option<&'a Json>,
}

/// A layer of a file: a GeoJSON file has one, a TopoJSON file one per object.
#[derive(Debug)]
pub(super) struct Layer<'a> {
    /// The object's name in TopoJSON.
    pub name: Option<&'a str>,
    pub features: Vec<Feature<'a>>,
}

/// The layers of a file, empty when it is neither GeoJSON nor TopoJSON.
pub(super) fn layers(root: &Json) -> Vec<Layer<'_>> {
    match root.text("type") {
        "Topology" => {
            let objects = root.get("objects").map(Json::members).unwrap_or_default();
            objects.iter().map(|(name, object)| Layer { name: Some(name), features: topojson_features(object) }).collect()
        }
        "FeatureCollection" => {
            let features = root.get("features").and_then(Json::items).unwrap_or_default();
            vec![Layer { name: None, features: number(features.iter().map(|feature| (feature, feature.get("geometry")))) }]
        }
        "Feature" => vec![Layer { name: None, features: number([(root, root.get("geometry"))]) }],
        "GeometryCollection" | "Polygon" | "MultiPolygon" => {
            vec![Layer { name: None, features: number([(root, Some(root))]) }]
        }
        _ => Vec::new(),
    }
}

fn topojson_features(object: &Json) -> Vec<Feature<'_>> {
    match object.get("geometries").and_then(Json::items) {
        Some(geometries) => number(geometries.iter().map(|geometry| (geometry, Some(geometry)))),
        None => number([(object, Some(object))]),
    }
}

fn number<'a>(features: impl IntoIterator<Item = (&'a Json, Option<&'a Json>)>) -> Vec<Feature<'a>> {
    let numbered = (1u64..).zip(features);
    numbered.map(|(number, (carrier, geometry))| Feature { number, carrier, geometry }).collect()
}

/// Why a geometry cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Neither a polygon nor a collection of polygons: its type.
    NotSurface(String),
    /// A list, a position or an arc is not what the format says.
    Malformed,
    /// A ring with fewer than three distinct points.
    NoArea,
    /// Coordinates that are not longitudes and latitudes in degrees.
    NotDegrees,
    /// More vertices than the limit.
    TooLarge,
}

impl Flaw {
    /// The sentence for the feature named `fr`, `en`.
    pub fn violation(&self, number: u64, fr: &str, en: &str) -> Violation {
        let (code, fr, en) = match self {
            Self::NotSurface(kind) => (
                "contours-not-surface",
                format!(
                    "{fr} n’est pas une surface mais «\u{202f}{kind}\u{202f}»\u{202f}: un contour est un polygone (Polygon ou MultiPolygon)."
                ),
                format!("{en} is not a surface but “{kind}”: a contour is a polygon (Polygon or MultiPolygon)."),
            ),
            Self::NoArea => (
                "contours-no-area",
                format!(
                    "{fr} a un anneau sans surface (moins de trois points distincts, ou qui se recoupe)\u{202f}: reprenez le contour à la source."
                ),
                format!(
                    "{en} has a ring without area (fewer than three distinct points, or crossing itself): take the contour again from its source."
                ),
            ),
            Self::Malformed | Self::NotDegrees | Self::TooLarge => (
                "contours-malformed",
                format!(
                    "{fr} a une géométrie mal formée\u{202f}: une liste, une position ou un arc n’est pas ce que prévoit le format. Reprenez le fichier à la source."
                ),
                format!(
                    "{en} has a malformed geometry: a list, a position or an arc is not what the format says. Take the file again from its source."
                ),
            ),
        };
        Violation::new(code, fr, en).at_row(number)
    }
}

/// Turns the geometries of one file into rings, counting the vertices.
pub(super) struct Decoder {
    /// The arcs of a TopoJSON file in degrees, `None` for one that is malformed.
    arcs: Vec<Option<Vec<[f64; 2]>>>,
    left: usize,
}

impl Decoder {
    /// A decoder for the file `root`.
    pub fn new(root: &Json, limits: &Limits) -> Self {
        let transform = Transform::of(root);
        let arcs = root.get("arcs").and_then(Json::items).unwrap_or_default();
        Self { arcs: arcs.iter().map(|arc| decode_arc(arc, transform.as_ref())).collect(), left: limits.vertices }
    }

    /// The rings of a geometry, exteriors anticlockwise and holes clockwise.
    pub fn rings(&mut self, geometry: &Json) -> Result<Vec<Ring>, Flaw> {
        let parts = geometry.get("coordinates").or_else(|| geometry.get("arcs"));
        let mut rings = Vec::new();
        match geometry.text("type") {
            "Polygon" => self.polygon(parts.ok_or(Flaw::Malformed)?, &mut rings)?,
            "MultiPolygon" => {
                for polygon in parts.and_then(Json::items).ok_or(Flaw::Malformed)? {
                    self.polygon(polygon, &mut rings)?;
                }
            }
            // The parser's bound on nesting bounds this recursion too.
            "GeometryCollection" => {
                for member in geometry.get("geometries").and_then(Json::items).ok_or(Flaw::Malformed)? {
                    rings.extend(self.rings(member)?);
                }
            }
            kind => return Err(Flaw::NotSurface(kind.chars().take(40).collect())),
        }
        Ok(rings)
    }

    fn polygon(&mut self, polygon: &Json, rings: &mut Vec<Ring>) -> Result<(), Flaw> {
        let parts = polygon.items().ok_or(Flaw::Malformed)?;
        for (index, part) in parts.iter().enumerate() {
            let positions = match part {
                Json::Numbers(arcs) => self.join(arcs)?,
                part => part.items().ok_or(Flaw::Malformed)?.iter().map(position).collect::<Option<_>>().ok_or(Flaw::Malformed)?,
            };
            self.left = self.left.checked_sub(positions.len()).ok_or(Flaw::TooLarge)?;
            let points = positions.into_iter().map(Point::from_degrees).collect::<Option<Vec<_>>>().ok_or(Flaw::NotDegrees)?;
            match Ring::new(points, index > 0) {
                Some(ring) => rings.push(ring),
                // A hole that has no surface takes nothing away.
                None if index > 0 => {}
                None => return Err(Flaw::NoArea),
            }
        }
        Ok(())
    }

    /// The positions of a ring given by its arcs, each starting where the one before ends.
    fn join(&self, arcs: &[f64]) -> Result<Vec<[f64; 2]>, Flaw> {
        let mut positions = Vec::new();
        for &number in arcs {
            let reversed = number < 0.0;
            let index = if reversed { -number - 1.0 } else { number };
            let arc = self.arc(index).ok_or(Flaw::Malformed)?;
            if positions.len() + arc.len() > self.left {
                return Err(Flaw::TooLarge);
            }
            let shared = usize::from(!positions.is_empty());
            if reversed {
                positions.extend(arc.iter().rev().skip(shared));
            } else {
                positions.extend(arc.iter().skip(shared));
            }
        }
        Ok(positions)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a small whole number")]
    fn arc(&self, index: f64) -> Option<&Vec<[f64; 2]>> {
        let whole = index.fract() == 0.0 && (0.0..1e9).contains(&index);
        if whole { self.arcs.get(index as usize)?.as_ref() } else { None }
    }
}

fn position(json: &Json) -> Option<[f64; 2]> {
    match json {
        Json::Numbers(numbers) => Some([*numbers.first()?, *numbers.get(1)?]),
        _ => None,
    }
}

/// How a quantised TopoJSON file turns its whole numbers into degrees.
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

impl Transform {
    fn of(root: &Json) -> Option<Self> {
        let transform = root.get("transform")?;
        Some(Self { scale: position(transform.get("scale")?)?, translate: position(transform.get("translate")?)? })
    }
}

fn decode_arc(arc: &Json, transform: Option<&Transform>) -> Option<Vec<[f64; 2]>> {
    let positions = arc.items()?.iter().map(position).collect::<Option<Vec<_>>>()?;
    let Some(Transform { scale, translate }) = transform else { return Some(positions) };
    let mut sum = [0.0, 0.0];
    let absolute = positions.into_iter().map(|delta| {
        sum = [sum[0] + delta[0], sum[1] + delta[1]];
        [sum[0] * scale[0] + translate[0], sum[1] * scale[1] + translate[1]]
    });
    Some(absolute.collect())
}
