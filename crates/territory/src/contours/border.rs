//! Neighbours across a frontier, where the two countries' maps do not draw the same line.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::topology::Point;

/// Two lines nearer than this run along the same frontier: what simplified maps allow themselves, in steps along a meridian (about 500 m).
const NEAR: i32 = 450;
/// Points of a line nearer than `NEAR` to another line for the two to be one border: two lines that meet by a corner have up to seven.
const ENOUGH: usize = 9;

/// A commune's line that no other commune of the same map shares.
pub(super) struct OuterLine<'a> {
    pub country: &'a str,
    pub row: u32,
    pub points: &'a [Point],
}

/// The pairs of communes of different countries whose outer lines run side by side, in both orders.
pub(super) fn pairs(lines: &[OuterLine<'_>]) -> BTreeSet<(u32, u32)> {
    if lines.windows(2).all(|pair| pair[0].country == pair[1].country) {
        return BTreeSet::new();
    }
    let mut cells: HashMap<(i32, i32), Vec<(Point, usize)>> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        for point in dense(line.points) {
            cells.entry(cell(point)).or_default().push((point, index));
        }
    }
    let mut close: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for line in lines {
        for point in dense(line.points) {
            for row in near(&cells, lines, point, line.country) {
                *close.entry((line.row, row)).or_insert(0) += 1;
            }
        }
    }
    let enough = close.into_iter().filter(|(_, count)| *count >= ENOUGH).map(|(pair, _)| pair);
    enough.flat_map(|(a, b)| [(a, b), (b, a)]).collect()
}

/// The communes of another country than `country` whose outer line passes near `point`.
fn near(cells: &HashMap<(i32, i32), Vec<(Point, usize)>>, lines: &[OuterLine<'_>], point: Point, country: &str) -> BTreeSet<u32> {
    let (column, row) = cell(point);
    let around = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (column + x, row + y)));
    let others = around.filter_map(|place| cells.get(&place)).flatten();
    others.filter(|(other, index)| lines[*index].country != country && is_near(point, *other)).map(|(_, index)| lines[*index].row).collect()
}

/// Cells are wide enough for two near points to lie in the same or in touching ones, up to 60° of latitude.
fn cell(point: Point) -> (i32, i32) {
    (point.lon.div_euclid(2 * NEAR), point.lat.div_euclid(NEAR))
}

fn is_near(a: Point, b: Point) -> bool {
    let shrink = (f64::from(a.lat) / super::topology::STEPS).to_radians().cos();
    f64::hypot(f64::from(a.lon - b.lon) * shrink, f64::from(a.lat - b.lat)) <= f64::from(NEAR)
}

/// The points of a line and, along its longer segments, points at half the distance that counts as near.
fn dense(points: &[Point]) -> impl Iterator<Item = Point> + '_ {
    points.windows(2).flat_map(|pair| {
        let (from, to) = (pair[0], pair[1]);
        let (across, up) = (to.lon - from.lon, to.lat - from.lat);
        // A segment longer than a hundred such steps is no border between two communes.
        let steps = (across.abs().max(up.abs()) / (NEAR / 2) + 1).min(100);
        (0..steps).map(move |step| Point { lon: from.lon + across / steps * step, lat: from.lat + up / steps * step })
    })
}
