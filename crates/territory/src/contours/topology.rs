//! Rings cut into the arcs they share, so that what is done to a border is done once for both sides.

use std::collections::{HashMap, HashSet};

/// A place on the globe, in hundred-thousandths of a degree: about a metre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Point {
    pub lon: i32,
    pub lat: i32,
}

/// Steps of the grid in a degree.
pub(super) const STEPS: f64 = 100_000.0;

impl Point {
    /// The point nearest to a longitude and a latitude; `None` when they are not degrees.
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the globe")]
    pub fn from_degrees([lon, lat]: [f64; 2]) -> Option<Self> {
        let on_globe = lon.abs() <= 180.0 && lat.abs() <= 90.0;
        on_globe.then(|| Self { lon: (lon * STEPS).round() as i32, lat: (lat * STEPS).round() as i32 })
    }
}

/// A closed line without repeated point or there-and-back spike, the first point not repeated at the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Ring(Vec<Point>);

impl Ring {
    /// A ring turning anticlockwise, clockwise when it is a hole; `None` when it has no surface.
    pub fn new(points: Vec<Point>, hole: bool) -> Option<Self> {
        let mut kept: Vec<Point> = Vec::with_capacity(points.len());
        for point in points {
            push_unless_spike(&mut kept, point);
        }
        // The seam between the last point and the first is cleaned like the rest.
        let mut start = 0;
        while kept.len() - start > 2 {
            let (first, last) = (kept[start], kept[kept.len() - 1]);
            if first == last || kept[kept.len() - 2] == first {
                kept.pop();
            } else if last == kept[start + 1] {
                start += 1;
            } else {
                break;
            }
        }
        kept.drain(..start);
        let area = doubled_area(&kept);
        if kept.len() < 3 || area == 0 {
            return None;
        }
        if (area < 0) != hole {
            kept.reverse();
        }
        let least = (0..kept.len()).min_by_key(|&index| kept[index])?;
        kept.rotate_left(least);
        Some(Self(kept))
    }

    /// Its points.
    pub fn points(&self) -> &[Point] {
        &self.0
    }
}

fn push_unless_spike(kept: &mut Vec<Point>, point: Point) {
    if kept.last() == Some(&point) {
        return;
    }
    if kept.len() > 1 && kept[kept.len() - 2] == point {
        kept.pop();
    } else {
        kept.push(point);
    }
}

/// Twice the signed area of a closed line: positive when it turns anticlockwise.
pub(super) fn doubled_area(points: &[Point]) -> i64 {
    let Some(&origin) = points.first() else { return 0 };
    let relative = |point: Point| (i64::from(point.lon - origin.lon), i64::from(point.lat - origin.lat));
    let pairs = points.iter().zip(points.iter().cycle().skip(1));
    pairs.fold(0i64, |sum, (&a, &b)| {
        let ((ax, ay), (bx, by)) = (relative(a), relative(b));
        sum.wrapping_add((ax * by).wrapping_sub(bx * ay))
    })
}

/// One use of an arc: its number, and whether it is walked backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Use(u32);

impl Use {
    /// The use of `arc`.
    pub const fn new(arc: u32, reversed: bool) -> Self {
        Self(arc << 1 | reversed as u32)
    }

    /// The number of the arc.
    pub const fn arc(self) -> u32 {
        self.0 >> 1
    }

    /// Whether the arc is walked from its last point to its first.
    pub const fn reversed(self) -> bool {
        self.0 & 1 == 1
    }

    /// The number that stands for this use in a file.
    pub const fn to_bits(self) -> u32 {
        self.0
    }

    /// The use that a number of a file stands for.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

/// Lines between junctions, each stored once whatever the number of rings that follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arcs {
    /// Where each arc starts in `points`, and where the last ends.
    pub starts: Vec<u32>,
    pub points: Vec<Point>,
    /// For each point, the levels that keep it: bit `n` for the level of rank `n`.
    pub kept: Vec<u8>,
}

impl Default for Arcs {
    fn default() -> Self {
        Self { starts: vec![0], points: Vec::new(), kept: Vec::new() }
    }
}

impl Arcs {
    /// How many arcs there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Where the arc `arc` lies in `points`.
    pub fn range(&self, arc: u32) -> std::ops::Range<usize> {
        let arc = arc as usize;
        self.starts[arc] as usize..self.starts[arc + 1] as usize
    }

    /// The points of the arc `arc`.
    pub fn points(&self, arc: u32) -> &[Point] {
        &self.points[self.range(arc)]
    }

    /// Where a use starts and where it ends.
    pub fn ends(&self, usage: Use) -> (Point, Point) {
        let points = self.points(usage.arc());
        let ends = (points[0], points[points.len() - 1]);
        if usage.reversed() { (ends.1, ends.0) } else { ends }
    }

    /// Where in `points` the points of a use lie, in the order in which they are walked.
    pub fn places(&self, usage: Use) -> impl Iterator<Item = usize> + use<> {
        let range = self.range(usage.arc());
        let (first, last) = (range.start, range.end);
        range.map(move |index| if usage.reversed() { first + last - 1 - index } else { index })
    }

    /// The points of a use that the level of rank `rank` keeps, in the order in which they are walked.
    pub fn walk(&self, usage: Use, rank: u8) -> impl Iterator<Item = Point> + '_ {
        self.places(usage).filter(move |&index| self.kept[index] >> rank & 1 == 1).map(|index| self.points[index])
    }
}

/// Cuts the rings of each unit into shared arcs. The arcs come in the order of their points, so that the result does not depend on the
/// order of the units. Returns the arcs, every point kept at every level, and the arcs each unit is bounded by.
pub(super) fn cut(units: &[Vec<Ring>]) -> (Arcs, Vec<Vec<Use>>) {
    let junctions = junctions(units);
    let mut numbers: HashMap<Vec<Point>, u32> = HashMap::new();
    let mut found: Vec<Vec<Use>> = Vec::with_capacity(units.len());
    for rings in units {
        let mut uses = Vec::new();
        // The same ring given twice is one ring, not a ring and its removal.
        let mut seen = HashSet::new();
        for ring in rings.iter().filter(|ring| seen.insert(ring.points())) {
            for line in split(ring.points(), &junctions) {
                let (line, reversed) = canonical(line);
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX >> 1);
                uses.push(Use::new(*numbers.entry(line).or_insert(next), reversed));
            }
        }
        found.push(uses);
    }
    let mut lines: Vec<(Vec<Point>, u32)> = numbers.into_iter().collect();
    lines.sort_unstable();
    let mut renumbered = vec![0u32; lines.len()];
    let mut arcs = Arcs::default();
    for (rank, (line, number)) in (0u32..).zip(lines) {
        renumbered[number as usize] = rank;
        arcs.points.extend(line);
        arcs.starts.push(u32::try_from(arcs.points.len()).unwrap_or(u32::MAX));
    }
    arcs.kept = vec![u8::MAX; arcs.points.len()];
    for uses in &mut found {
        for usage in uses.iter_mut() {
            *usage = Use::new(renumbered[usage.arc() as usize], usage.reversed());
        }
        *uses = super::outline::odd(std::mem::take(uses));
    }
    (arcs, found)
}

/// The points where the rings that pass do not all come from and go to the same neighbours.
fn junctions(units: &[Vec<Ring>]) -> HashSet<Point> {
    let mut neighbours: HashMap<Point, (Point, Point)> = HashMap::new();
    let mut junctions = HashSet::new();
    for ring in units.iter().flatten() {
        let points = ring.points();
        for (index, &point) in points.iter().enumerate() {
            let before = points[(index + points.len() - 1) % points.len()];
            let after = points[(index + 1) % points.len()];
            let pair = (before.min(after), before.max(after));
            if *neighbours.entry(point).or_insert(pair) != pair {
                junctions.insert(point);
            }
        }
    }
    junctions
}

/// The lines of a ring between its junctions, both ends included; a ring without junction is one line back to its first point.
fn split(ring: &[Point], junctions: &HashSet<Point>) -> Vec<Vec<Point>> {
    let start = ring.iter().position(|point| junctions.contains(point)).unwrap_or(0);
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for step in 0..=ring.len() {
        let point = ring[(start + step) % ring.len()];
        line.push(point);
        if step > 0 && step < ring.len() && junctions.contains(&point) {
            lines.push(std::mem::replace(&mut line, vec![point]));
        }
    }
    lines.push(line);
    lines
}

/// The line in the one direction in which it is stored, and whether that is the other way round.
fn canonical(mut line: Vec<Point>) -> (Vec<Point>, bool) {
    let reversed = line.iter().rev().lt(line.iter());
    if reversed {
        line.reverse();
    }
    (line, reversed)
}
