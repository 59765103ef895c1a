//! A table small enough to be summed by hand, and the block made of it.
#![allow(dead_code, clippy::unwrap_used, clippy::allow_attributes, reason = "each test binary uses its part of the model")]

use std::collections::BTreeSet;

use bassin_statistics::{Block, BlockBuilder, Cell, Column, RowSet};
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub struct Model {
    /// Row by row; `None` is never set.
    pub cells: Vec<Vec<Option<Cell>>>,
    /// Disjoint groups: the anchor, then the other rows.
    pub groups: Vec<Vec<u32>>,
    pub width: usize,
}

impl Model {
    pub fn rows(&self) -> u32 {
        self.cells.len() as u32
    }

    pub fn builder(&self) -> BlockBuilder {
        let columns = (0..self.width).map(|column| Column { id: format!("c{column}"), decimals: 0 }).collect();
        let mut builder = BlockBuilder::new(self.rows(), columns);
        for (row, cells) in self.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                if let Some(cell) = cell {
                    builder.set(row as u32, column, *cell).unwrap();
                }
            }
        }
        for group in &self.groups {
            builder.inseparable(group[0], group[1..].to_vec());
        }
        builder
    }

    pub fn block(&self) -> Block {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.block");
        self.builder().finish(&path).unwrap();
        Block::open(&path).unwrap()
    }

    /// The rows whose figure in this column is that of the group, the anchor included; empty when the group does not bind there.
    pub fn bound_together(&self, group: &[u32], column: usize) -> BTreeSet<u32> {
        let anchor = self.cells[group[0] as usize][column];
        if !matches!(anchor, Some(Cell::Value(_) | Cell::Masked { .. })) {
            return BTreeSet::new();
        }
        let unset = group[1..].iter().copied().filter(|&row| self.cells[row as usize][column].is_none());
        std::iter::once(group[0]).chain(unset).collect()
    }

    /// Bounds and counts (cells, masked, missing) of a sum, worked out cell by cell.
    pub fn naive(&self, rows: &RowSet, column: usize) -> (i128, i128, u32, u32, u32) {
        let (mut lower, mut upper, mut cells, mut masked, mut missing) = (0, 0, 0, 0, 0);
        let mut settled = BTreeSet::new();
        for group in &self.groups {
            let bound = self.bound_together(group, column);
            let inside = bound.iter().filter(|&&row| rows.contains(row)).count();
            let (low, high) = match self.cells[group[0] as usize][column] {
                Some(Cell::Value(value)) => (value, value),
                Some(Cell::Masked { lower, upper }) => (lower, upper),
                _ => continue,
            };
            let whole = inside == bound.len();
            if inside > 0 {
                cells += 1;
                masked += u32::from(!whole || matches!(self.cells[group[0] as usize][column], Some(Cell::Masked { .. })));
                lower += i128::from(if whole { low } else { low.min(0) });
                upper += i128::from(if whole { high } else { high.max(0) });
            }
            settled.extend(bound);
        }
        for row in rows.iter().filter(|row| !settled.contains(row)) {
            let cell = self.cells.get(row as usize).and_then(|cells| cells[column]).unwrap_or_else(|| self.covered(row, column));
            cells += u32::from(cell != Cell::NotApplicable);
            match cell {
                Cell::Value(value) => {
                    lower += i128::from(value);
                    upper += i128::from(value);
                }
                Cell::Masked { lower: low, upper: high } => {
                    masked += 1;
                    lower += i128::from(low);
                    upper += i128::from(high);
                }
                Cell::Missing => missing += 1,
                Cell::NotApplicable => {}
            }
        }
        (lower, upper, cells, masked, missing)
    }

    /// What a cell never set says: nothing, unless its group's anchor is not applicable.
    fn covered(&self, row: u32, column: usize) -> Cell {
        let anchors = self.groups.iter().filter(|group| group[1..].contains(&row)).map(|group| self.cells[group[0] as usize][column]);
        if anchors.into_iter().any(|anchor| anchor == Some(Cell::NotApplicable)) { Cell::NotApplicable } else { Cell::Missing }
    }
}

/// A figure: small ones keep the planes narrow, large ones make them wide.
fn value(largest: i64) -> impl Strategy<Value = i64> {
    prop_oneof![4 => 0..=largest, 1 => -largest..=largest, 1 => Just(0)]
}

fn cell(largest: i64) -> impl Strategy<Value = Option<Cell>> {
    prop_oneof![
        12 => value(largest).prop_map(|value| Some(Cell::Value(value))),
        3 => (value(largest), 0i64..9).prop_map(|(lower, more)| Some(Cell::Masked { lower, upper: lower + more })),
        1 => Just(Some(Cell::Missing)),
        1 => Just(Some(Cell::NotApplicable)),
        2 => Just(None),
    ]
}

pub fn model() -> impl Strategy<Value = Model> {
    let size = (1usize..40, 1usize..5, prop_oneof![Just(9i64), Just(i64::from(i32::MAX) / 3), Just(1 << 42)], any::<bool>());
    size.prop_flat_map(|(rows, width, largest, complete)| {
        let cell = if complete { value(largest).prop_map(|value| Some(Cell::Value(value))).boxed() } else { cell(largest).boxed() };
        let cells = prop::collection::vec(prop::collection::vec(cell, width), rows);
        let order = Just((0..rows as u32).collect::<Vec<_>>()).prop_shuffle();
        let sizes = prop::collection::vec(2usize..5, 0..3);
        (cells, order, sizes).prop_map(move |(cells, order, sizes)| {
            let mut order = order.into_iter();
            let groups: Vec<Vec<u32>> =
                sizes.iter().map(|&size| order.by_ref().take(size).collect()).filter(|group: &Vec<_>| group.len() > 1).collect();
            let mut cells = cells;
            for &row in groups.iter().flat_map(|group| &group[1..]) {
                // Usually a whole group has one figure; odd columns keep whatever figures their rows have.
                cells[row as usize].iter_mut().step_by(2).for_each(|cell| *cell = None);
            }
            Model { cells, groups, width }
        })
    })
}

/// Perimeters of long runs and of scattered rows, sometimes beyond the table.
pub fn perimeter() -> impl Strategy<Value = RowSet> {
    let long = prop::collection::vec((0u32..40, 3u32..30), 0..3);
    let scattered = prop::collection::vec(0u32..44, 0..14);
    (long, scattered).prop_map(|(long, scattered)| {
        let long = RowSet::from_runs(long.into_iter().map(|(start, len)| start..(start + len).min(42)));
        long.union(&RowSet::from_rows(scattered))
    })
}
