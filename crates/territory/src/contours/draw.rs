//! Outlines turned into the paths of an SVG drawing.

use bassin_statistics::RowSet;
use geo::{Centroid, Contains, Coord, InteriorPoint, LineString, Polygon};

use super::simplify::KILOMETRES;
use super::topology::{Point, STEPS};
use super::{Contours, Level, outline};

/// Room left around a map for the thickness of its lines, in units of the drawing.
const MARGIN: f64 = 2.0;
/// Rings smaller than this are left out of a shape that has a larger one, in square units.
const SPECK: f64 = 0.3;

/// Where the map lies in its drawing: the `viewBox` is `0 0 width height`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Width of the drawing.
    pub width: f64,
    /// Height of the drawing.
    pub height: f64,
    /// Longitude and latitude of the upper left corner, in degrees.
    corner: [f64; 2],
    /// Units for a degree of longitude and of latitude.
    scale: [f64; 2],
}

impl Frame {
    /// The largest frame within `width` × `height` around the bounds given in degrees: west, south, east, north.
    fn around([west, south, east, north]: [f64; 4], width: f64, height: f64) -> Self {
        let shrink = f64::midpoint(south, north).to_radians().cos().max(0.01);
        // A hundred metres at least, so that a single point still has a scale.
        let (across, down) = (((east - west) * shrink).max(0.001), (north - south).max(0.001));
        let room = |side: f64| (side - 2.0 * MARGIN).max(1.0);
        let scale = (room(width) / across).min(room(height) / down);
        Self {
            width: (across * scale + 2.0 * MARGIN).ceil(),
            height: (down * scale + 2.0 * MARGIN).ceil(),
            corner: [west - MARGIN / (scale * shrink), north + MARGIN / scale],
            scale: [scale * shrink, scale],
        }
    }

    /// Kilometres that a unit of the drawing stands for.
    #[must_use]
    pub fn kilometres_per_unit(&self) -> f64 {
        KILOMETRES * STEPS / self.scale[1]
    }

    /// The coarsest level whose simplification is not seen at this scale.
    #[must_use]
    pub fn level(&self) -> Level {
        let unit = self.kilometres_per_unit();
        Level::SIMPLIFIED.into_iter().rev().find(|level| level.smallest_triangle() <= unit * unit).unwrap_or(Level::Commune)
    }

    /// Where a longitude and a latitude in degrees fall in the drawing.
    #[must_use]
    pub fn place(&self, longitude: f64, latitude: f64) -> [f64; 2] {
        [(longitude - self.corner[0]) * self.scale[0], (self.corner[1] - latitude) * self.scale[1]]
    }

    /// Where a point falls, in tenths of a unit.
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a float to an integer saturates")]
    fn tenths(&self, point: Point) -> Tenths {
        let [x, y] = self.place(f64::from(point.lon) / STEPS, f64::from(point.lat) / STEPS);
        Tenths { x: (x * 10.0).round() as i32, y: (y * 10.0).round() as i32 }
    }
}

/// The outline of a set of communes, ready to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The id given for the set.
    pub id: String,
    /// The `d` attribute of an SVG path, in units of the frame. Holes turn the other way, so that both filling rules give the same.
    pub path: String,
    /// Left, top, right and bottom of the shape, in units of the frame.
    pub bbox: [f64; 4],
    /// A point inside the largest part of the shape, for its label.
    pub label_point: [f64; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tenths {
    x: i32,
    y: i32,
}

impl Contours {
    /// A frame of at most `width` × `height` units around the communes `rows`; `None` when none has a contour.
    #[must_use]
    pub fn frame(&self, rows: &RowSet, width: f64, height: f64) -> Option<Frame> {
        let mut bounds: Option<[i32; 4]> = None;
        for usage in self.outline(rows) {
            for &Point { lon, lat } in self.arcs.points(usage.arc()) {
                let [west, south, east, north] = bounds.unwrap_or([lon, lat, lon, lat]);
                bounds = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
            }
        }
        Some(Frame::around(bounds?.map(|side| f64::from(side) / STEPS), width, height))
    }

    /// The outlines of sets of communes at `level`, in the order given. A set none of whose communes has a contour has no shape.
    #[must_use]
    pub fn shapes(&self, sets: &[(&str, &RowSet)], level: Level, frame: &Frame) -> Vec<Shape> {
        sets.iter().filter_map(|(id, rows)| self.shape(id, rows, level, frame)).collect()
    }

    fn shape(&self, id: &str, rows: &RowSet, level: Level, frame: &Frame) -> Option<Shape> {
        let rings = outline::rings(&self.arcs, &self.outline(rows));
        let mut drawn: Vec<(f64, Vec<Tenths>)> = Vec::with_capacity(rings.len());
        for ring in rings {
            let mut points: Vec<Tenths> =
                outline::ring_points(&self.arcs, &ring, level.rank()).into_iter().map(|point| frame.tenths(point)).collect();
            points.dedup();
            if points.len() > 1 && points.first() == points.last() {
                points.pop();
            }
            drawn.push((area(&points), points));
        }
        drawn.sort_by(|(a, _), (b, _)| b.abs().total_cmp(&a.abs()));
        let (largest, main) = drawn.first()?;
        if main.len() < 3 || *largest == 0.0 {
            let &corner = main.first()?;
            drawn = vec![(0.0, speck(corner))];
        }
        drawn.truncate(1 + drawn.iter().skip(1).take_while(|(area, _)| area.abs() >= SPECK).count());
        let mut path = String::new();
        let mut pen = None;
        for (_, points) in &drawn {
            pen = write_ring(&mut path, points, pen);
        }
        Some(Shape { id: (*id).to_owned(), path, bbox: bbox(&drawn), label_point: label_point(&drawn) })
    }
}

/// The smallest surface that shows: a triangle of two tenths.
fn speck(Tenths { x, y }: Tenths) -> Vec<Tenths> {
    vec![Tenths { x, y }, Tenths { x: x.saturating_add(2), y }, Tenths { x, y: y.saturating_add(2) }]
}

/// The signed area of a ring, in square units.
fn area(points: &[Tenths]) -> f64 {
    let pairs = points.iter().zip(points.iter().cycle().skip(1));
    let doubled: f64 = pairs.map(|(a, b)| f64::from(a.x) * f64::from(b.y) - f64::from(b.x) * f64::from(a.y)).sum();
    doubled / 200.0
}

fn bbox(rings: &[(f64, Vec<Tenths>)]) -> [f64; 4] {
    let points = || rings.iter().flat_map(|(_, points)| points);
    let least = |value: fn(&Tenths) -> i32| f64::from(points().map(value).min().unwrap_or(0)) / 10.0;
    let most = |value: fn(&Tenths) -> i32| f64::from(points().map(value).max().unwrap_or(0)) / 10.0;
    [least(|p| p.x), least(|p| p.y), most(|p| p.x), most(|p| p.y)]
}

/// The centre of the largest ring, or another point of its inside when the centre falls outside or in a hole.
fn label_point(rings: &[(f64, Vec<Tenths>)]) -> [f64; 2] {
    let line = |points: &[Tenths]| -> LineString<f64> {
        points.iter().map(|point| Coord { x: f64::from(point.x) / 10.0, y: f64::from(point.y) / 10.0 }).collect()
    };
    let Some(((largest, main), others)) = rings.split_first() else { return [0.0, 0.0] };
    let holes = others.iter().filter(|(area, _)| area.signum() != largest.signum());
    let polygon = Polygon::new(line(main), holes.map(|(_, points)| line(points)).collect());
    let centre = polygon.centroid().filter(|centre| polygon.contains(centre));
    let Some(point) = centre.or_else(|| polygon.interior_point()) else {
        return main.first().map_or([0.0, 0.0], |point| [f64::from(point.x) / 10.0, f64::from(point.y) / 10.0]);
    };
    [(point.x() * 10.0).round() / 10.0, (point.y() * 10.0).round() / 10.0]
}

/// Writes a ring from where the pen is; returns where it is left: at the ring's first point.
fn write_ring(path: &mut String, points: &[Tenths], pen: Option<Tenths>) -> Option<Tenths> {
    let &start = points.first()?;
    // A relative move that opens a path counts from the corner of the drawing, and the pairs after a move are lines.
    path.push('m');
    let mut here = pen.unwrap_or(Tenths { x: 0, y: 0 });
    let mut pending = Separator::None;
    for point in points {
        pending = write_tenths(path, point.x.saturating_sub(here.x), pending);
        pending = write_tenths(path, point.y.saturating_sub(here.y), pending);
        here = *point;
    }
    path.push('z');
    Some(start)
}

/// What must stand between the number just written and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// Nothing: a command comes before.
    None,
    /// A space, unless the next number starts with its sign.
    Whole,
    /// The same, or the decimal point: the number just written has one already.
    Decimal,
}

fn write_tenths(path: &mut String, value: i32, before: Separator) -> Separator {
    let (whole, tenth) = (value.unsigned_abs() / 10, value.unsigned_abs() % 10);
    let starts_with_point = whole == 0 && tenth != 0;
    let separated = value < 0 || before == Separator::None || before == Separator::Decimal && starts_with_point;
    if !separated {
        path.push(' ');
    }
    if value < 0 {
        path.push('-');
    }
    if !starts_with_point {
        path.push_str(&whole.to_string());
    }
    if tenth == 0 {
        return Separator::Whole;
    }
    path.push('.');
    path.push(char::from_digit(tenth, 10).unwrap_or('0'));
    Separator::Decimal
}
