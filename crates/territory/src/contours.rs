//! Contours of communes: read from GeoJSON or TopoJSON, kept with the borders they share, drawn as SVG.
//!
//! A border between two communes is stored once, as an arc, and simplified once for each [`Level`]: both sides keep the same line, whatever the
//! number of files it came from. The outline of any set of communes is what is left when the arcs used twice are taken away, so that a map
//! of zones needs no file of its own.
//!
//! Without contours everything else works: an empty [`Contours`] answers every question with nothing.

mod border;
mod draw;
mod file;
mod geometry;
mod import;
mod json;
mod outline;
mod simplify;
mod topology;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use bassin_statistics::RowSet;

pub use draw::{Frame, Shape};
pub use file::Written;
pub use import::{Import, Report};
pub use json::Limits;

use topology::{Arcs, Ring, Use};

/// How much detail a drawing shows, from the finest to the coarsest. Named after what fills a page at that level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A commune and its neighbours: every point of the source.
    Commune,
    /// A département.
    Departement,
    /// A région.
    Region,
    /// A country.
    Country,
}

impl Level {
    /// Every level that is simpler than the source, the finest first.
    pub const SIMPLIFIED: [Self; 3] = [Self::Departement, Self::Region, Self::Country];

    /// The bit that says whether a point is kept.
    const fn rank(self) -> u8 {
        self as u8
    }

    /// A point that makes a smaller triangle with its neighbours is left out: square kilometres.
    const fn smallest_triangle(self) -> f64 {
        match self {
            Self::Commune => 0.0,
            Self::Departement => 0.014,
            Self::Region => 0.1,
            Self::Country => 1.0,
        }
    }
}

/// The contour given under one code; several may belong to one commune.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unit {
    key: String,
    /// The commune's row; `None` when the reference no longer knows the key.
    row: Option<u32>,
}

/// The contours of communes and the borders they share. Immutable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contours {
    arcs: Arcs,
    /// Sorted by key.
    units: Vec<Unit>,
    /// Where the uses of each unit start in `uses`, and where the last end.
    starts: Vec<u32>,
    uses: Vec<Use>,
    /// Rows and the units that draw them, sorted.
    by_row: Vec<(u32, u32)>,
    /// Rows and where their neighbours start, sorted by row.
    neighbour_starts: Vec<(u32, u32)>,
    neighbours: Vec<u32>,
}

impl Default for Contours {
    fn default() -> Self {
        Self::assemble(Arcs::default(), [], vec![0], Vec::new())
    }
}

impl Contours {
    /// These contours and those of `import`: a commune drawn again is replaced, the others stay.
    #[must_use]
    pub fn with(&self, import: &Import) -> Self {
        self.with_all(std::slice::from_ref(import))
    }

    /// The same as with each import in turn, in one go.
    #[must_use]
    pub fn with_all(&self, imports: &[Import]) -> Self {
        let mut units: BTreeMap<String, (Option<u32>, Vec<Ring>)> = BTreeMap::new();
        for (index, unit) in (0u32..).zip(&self.units) {
            units.insert(unit.key.clone(), (unit.row, self.rings(index)));
        }
        for import in imports {
            let rows: BTreeSet<u32> = import.units.iter().map(|unit| unit.row).collect();
            units.retain(|_, (row, _)| row.is_none_or(|row| !rows.contains(&row)));
            for unit in &import.units {
                units.insert(unit.key.clone(), (Some(unit.row), unit.rings.clone()));
            }
        }
        let (named, rings): (Vec<_>, Vec<_>) = units.into_iter().map(|(key, (row, rings))| ((key, row), rings)).unzip();
        let (mut arcs, uses) = topology::cut(&rings);
        simplify::simplify(&mut arcs, &uses);
        let mut starts = vec![0];
        let mut flat = Vec::new();
        for uses in uses {
            flat.extend(uses);
            starts.push(u32::try_from(flat.len()).unwrap_or(u32::MAX));
        }
        Self::assemble(arcs, named, starts, flat)
    }

    /// The rings of a unit as they were imported.
    fn rings(&self, unit: u32) -> Vec<Ring> {
        let rings = outline::rings(&self.arcs, self.unit_uses(unit));
        let points = rings.iter().map(|ring| outline::ring_points(&self.arcs, ring, Level::Commune.rank()));
        points
            .filter_map(|points| {
                let hole = topology::doubled_area(&points) < 0;
                Ring::new(points, hole)
            })
            .collect()
    }

    fn unit_uses(&self, unit: u32) -> &[Use] {
        let unit = unit as usize;
        &self.uses[self.starts[unit] as usize..self.starts[unit + 1] as usize]
    }

    fn assemble(arcs: Arcs, named: impl IntoIterator<Item = (String, Option<u32>)>, starts: Vec<u32>, uses: Vec<Use>) -> Self {
        let units: Vec<Unit> = named.into_iter().map(|(key, row)| Unit { key, row }).collect();
        let mut by_row: Vec<(u32, u32)> = (0u32..).zip(&units).filter_map(|(index, unit)| Some((unit.row?, index))).collect();
        by_row.sort_unstable();
        let (neighbour_starts, neighbours) = (Vec::new(), Vec::new());
        let mut contours = Self { arcs, units, starts, uses, by_row, neighbour_starts, neighbours };
        contours.link();
        contours
    }

    /// Finds the neighbours: the communes that share an arc or, across a frontier, whose outer lines run side by side.
    fn link(&mut self) {
        let mut sides: Vec<(u32, u32)> = Vec::with_capacity(self.uses.len());
        for &(row, unit) in &self.by_row {
            sides.extend(self.unit_uses(unit).iter().map(|usage| (usage.arc(), row)));
        }
        sides.sort_unstable();
        let mut pairs = border::pairs(&self.outer_lines(&sides));
        for group in sides.chunk_by(|a, b| a.0 == b.0) {
            // Two sides make a border; more are sources that overlap, where each is taken with the next.
            for pair in group.windows(2).filter(|pair| pair[0].1 != pair[1].1) {
                pairs.insert((pair[0].1, pair[1].1));
                pairs.insert((pair[1].1, pair[0].1));
            }
        }
        for (row, neighbour) in pairs {
            if self.neighbour_starts.last().is_none_or(|(last, _)| *last != row) {
                self.neighbour_starts.push((row, u32::try_from(self.neighbours.len()).unwrap_or(u32::MAX)));
            }
            self.neighbours.push(neighbour);
        }
    }

    /// The arcs that have one commune only on their sides, sorted by arc.
    fn outer_lines(&self, sides: &[(u32, u32)]) -> Vec<border::OuterLine<'_>> {
        let alone = sides.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() == 1);
        let lines = alone.flatten().map(|&(arc, row)| border::OuterLine { country: self.country(row), row, points: self.arcs.points(arc) });
        lines.collect()
    }

    /// The country of a commune that has a contour: what its key starts with.
    fn country(&self, row: u32) -> &str {
        let index = self.by_row.partition_point(|(other, _)| *other < row);
        let key = self.by_row.get(index).and_then(|(_, unit)| self.units.get(*unit as usize)).map_or("", |unit| unit.key.as_str());
        key.split('-').next().unwrap_or_default()
    }

    /// Whether there is no contour at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_row.is_empty()
    }

    /// The communes that have a contour.
    #[must_use]
    pub fn rows(&self) -> RowSet {
        RowSet::from_rows(self.by_row.iter().map(|(row, _)| *row))
    }

    /// The communes of `rows` that have none.
    #[must_use]
    pub fn missing(&self, rows: &RowSet) -> RowSet {
        rows.difference(&self.rows())
    }

    /// The communes that share a border with the commune `row`, in order; none for a commune without contour. Across a frontier, where maps do
    /// not draw the same line, those whose lines run within 500 metres of each other.
    #[must_use]
    pub fn neighbours(&self, row: u32) -> &[u32] {
        let Ok(index) = self.neighbour_starts.binary_search_by_key(&row, |(row, _)| *row) else { return &[] };
        let start = self.neighbour_starts[index].1 as usize;
        let end = self.neighbour_starts.get(index + 1).map_or(self.neighbours.len(), |(_, start)| *start as usize);
        &self.neighbours[start..end]
    }

    /// The communes outside `rows` that share a border with one of them.
    #[must_use]
    pub fn around(&self, rows: &RowSet) -> RowSet {
        RowSet::from_rows(rows.iter().flat_map(|row| self.neighbours(row)).copied()).difference(rows)
    }

    /// The ranks in `zones` of those that share a border with the set `rows` and have no commune in it.
    #[must_use]
    pub fn zones_around(&self, rows: &RowSet, zones: &[&RowSet]) -> Vec<usize> {
        let around = self.around(rows);
        let touches = |zone: &RowSet| !zone.is_disjoint(&around) && zone.is_disjoint(rows);
        zones.iter().enumerate().filter(|(_, zone)| touches(zone)).map(|(rank, _)| rank).collect()
    }

    /// The arcs that bound the union of the communes `rows`.
    fn outline(&self, rows: &RowSet) -> Vec<Use> {
        let mut uses = Vec::new();
        for run in rows.runs() {
            let first = self.by_row.partition_point(|(row, _)| *row < run.start);
            for &(_, unit) in self.by_row[first..].iter().take_while(|(row, _)| *row < run.end) {
                uses.extend_from_slice(self.unit_uses(unit));
            }
        }
        outline::odd(uses)
    }
}
