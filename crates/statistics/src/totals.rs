//! Sums of many columns over one perimeter: where the time goes, so where it is counted.
//!
//! A run of rows costs either two rows of running sums, whatever its length, or its own rows of values: the fewer bytes win.

use std::ops::Range;

use bytemuck::AnyBitPattern;

use crate::block::Integers;
use crate::cell::state;
use crate::layout::{BATCH, Group};
use crate::{Aggregate, Block, Cell, RowSet};

/// Sums of consecutive columns over one perimeter, column by column in arrays; those that the block does not need are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Totals {
    rows: u32,
    known: Vec<i64>,
    lower: Vec<i64>,
    upper: Vec<i64>,
    masked: Vec<u32>,
    missing: Vec<u32>,
    not_applicable: Vec<u32>,
}

impl Block {
    /// The sums of `columns` over the perimeter; columns beyond the last are left out.
    ///
    /// Rows that the block does not have count as missing: nothing is known of them.
    pub fn sum(&self, rows: &RowSet, columns: Range<usize>) -> Vec<Aggregate> {
        let end = columns.end.min(self.columns().len());
        let columns = columns.start.min(end)..end;
        let mut sums = Vec::with_capacity(columns.len());
        self.append(rows, columns, &mut sums);
        sums
    }

    /// The sums of some columns over the perimeter, in the order asked. A column that the block does not have is missing everywhere.
    pub fn sum_columns(&self, rows: &RowSet, columns: &[usize]) -> Vec<Aggregate> {
        let mut sums = Vec::with_capacity(columns.len());
        for stretch in columns.chunk_by(|a, b| a.checked_add(1) == Some(*b)) {
            let (Some(&first), Some(&last)) = (stretch.first(), stretch.last()) else { continue };
            if last < self.columns().len() {
                self.append(rows, first..last + 1, &mut sums);
            } else {
                sums.extend(stretch.iter().flat_map(|&column| match self.columns().get(column) {
                    Some(_) => self.sum(rows, column..column + 1),
                    None => vec![Aggregate { cells: rows.len(), missing: rows.len(), ..Aggregate::default() }],
                }));
            }
        }
        sums
    }

    fn append(&self, rows: &RowSet, columns: Range<usize>, sums: &mut Vec<Aggregate>) {
        let totals = self.totals(rows, columns.clone());
        let decimals = self.columns()[columns].iter().map(|column| column.decimals);
        sums.extend(decimals.enumerate().map(|(at, decimals)| totals.aggregate(at, decimals)));
    }

    fn totals(&self, rows: &RowSet, columns: Range<usize>) -> Totals {
        let inside;
        let present = if rows.end() <= self.rows() {
            rows
        } else {
            inside = rows.intersection(&RowSet::full(self.rows()));
            &inside
        };
        let table = Table { width: self.columns().len(), columns, runs: present.runs() };
        let layout = &self.layout;
        let mut totals = Totals {
            rows: rows.len(),
            known: table.known(self.values(), self.sums()),
            lower: layout.lower.as_ref().map_or_else(Vec::new, |plane| table.running::<i64, i64>(self.plane(plane))),
            upper: layout.upper.as_ref().map_or_else(Vec::new, |plane| table.running::<i64, i64>(self.plane(plane))),
            masked: layout.masked.as_ref().map_or_else(Vec::new, |plane| table.running::<u32, u32>(self.plane(plane))),
            missing: layout.missing.as_ref().map_or_else(Vec::new, |plane| table.running::<u32, u32>(self.plane(plane))),
            not_applicable: layout.not_applicable.as_ref().map_or_else(Vec::new, |plane| table.running::<u32, u32>(self.plane(plane))),
        };
        totals.add_unknown_rows(rows.len() - present.len(), table.columns.len());
        for group in self.groups() {
            self.settle(group, present, table.columns.clone(), &mut totals);
        }
        totals
    }

    /// Turns the figure of a group that the perimeter cuts into an interval: the perimeter holds between none and all of it.
    fn settle(&self, group: &Group, rows: &RowSet, columns: Range<usize>, totals: &mut Totals) {
        let (inside, outside): (Vec<u32>, Vec<u32>) = group.rows.iter().partition(|&&row| rows.contains(row));
        if inside.is_empty() || outside.is_empty() {
            return;
        }
        let has_anchor = inside.contains(&group.anchor);
        for (at, column) in columns.enumerate() {
            let covered = |rows: &[u32]| rows.iter().any(|&row| self.state(row, column) == state::INCLUDED);
            let cut = if has_anchor { covered(&outside) } else { covered(&inside) };
            if cut {
                totals.cut(at, self.cell(group.anchor, column), has_anchor);
            }
        }
    }
}

impl Totals {
    fn add_unknown_rows(&mut self, unknown: u32, width: usize) {
        if unknown > 0 {
            self.missing.resize(width, 0);
            self.missing.iter_mut().for_each(|missing| *missing = missing.wrapping_add(unknown));
        }
    }

    /// Replaces what the anchor brought (if it is in the perimeter) by the interval from nothing to its figure.
    fn cut(&mut self, at: usize, anchor: Cell, has_anchor: bool) {
        let width = self.known.len();
        for bound in [&mut self.lower, &mut self.upper] {
            bound.resize(width, 0);
        }
        self.masked.resize(width, 0);
        self.not_applicable.resize(width, 0);
        let (lower, upper) = match anchor {
            Cell::Value(value) => {
                if has_anchor {
                    self.known[at] = self.known[at].wrapping_sub(value);
                    self.masked[at] = self.masked[at].wrapping_add(1);
                }
                (value, value)
            }
            Cell::Masked { lower, upper } => {
                if has_anchor {
                    self.lower[at] = self.lower[at].wrapping_sub(lower);
                    self.upper[at] = self.upper[at].wrapping_sub(upper);
                }
                (lower, upper)
            }
            Cell::Missing | Cell::NotApplicable => return,
        };
        if !has_anchor {
            self.masked[at] = self.masked[at].wrapping_add(1);
            self.not_applicable[at] = self.not_applicable[at].wrapping_sub(1);
        }
        self.lower[at] = self.lower[at].wrapping_add(lower.min(0));
        self.upper[at] = self.upper[at].wrapping_add(upper.max(0));
    }

    fn aggregate(&self, at: usize, decimals: u8) -> Aggregate {
        let count = |counts: &[u32]| counts.get(at).copied().unwrap_or(0);
        let bound = |sums: &[i64]| sums.get(at).copied().unwrap_or(0);
        Aggregate {
            known: self.known[at],
            lower: bound(&self.lower),
            upper: bound(&self.upper),
            cells: self.rows.saturating_sub(count(&self.not_applicable)),
            masked: count(&self.masked),
            missing: count(&self.missing),
            decimals,
        }
    }
}

/// The part of a block that a sum reads.
struct Table<'a> {
    width: usize,
    columns: Range<usize>,
    runs: &'a [Range<u32>],
}

impl Table<'_> {
    fn known(&self, values: Integers<'_>, sums: Integers<'_>) -> Vec<i64> {
        let mut known = vec![0; self.columns.len()];
        match (values, sums) {
            (Integers::Narrow(values), Integers::Narrow(sums)) => self.add(values, sums, &mut known),
            (Integers::Narrow(values), Integers::Wide(sums)) => self.add(values, sums, &mut known),
            (Integers::Wide(values), Integers::Narrow(sums)) => self.add(values, sums, &mut known),
            (Integers::Wide(values), Integers::Wide(sums)) => self.add(values, sums, &mut known),
        }
        known
    }

    fn add<V: Lane, S: Widen<i64>>(&self, values: &[V], sums: &[S], known: &mut [i64]) {
        let longest_gathered = (2 * size_of::<S>() / size_of::<V>()) as u32;
        let is_gathered = |run: &&Range<u32>| run.end - run.start <= longest_gathered;
        for run in self.runs.iter().filter(|run| !is_gathered(run)) {
            add_run(self.row(sums, run.start), self.row(sums, run.end), known);
        }
        let mut batch: [&[V]; BATCH] = [&[]; BATCH];
        let mut filled = 0;
        for row in self.runs.iter().filter(is_gathered).flat_map(Clone::clone) {
            batch[filled] = self.row(values, row);
            filled += 1;
            if filled == BATCH {
                add_batch(batch, known);
                filled = 0;
            }
        }
        for row in &batch[..filled] {
            add_row(row, known);
        }
    }

    fn running<S: Widen<T>, T: Default + Clone + Running>(&self, plane: &[S]) -> Vec<T> {
        let mut totals = vec![T::default(); self.columns.len()];
        for run in self.runs {
            add_run(self.row(plane, run.start), self.row(plane, run.end), &mut totals);
        }
        totals
    }

    fn row<'p, T>(&self, plane: &'p [T], row: u32) -> &'p [T] {
        &plane[row as usize * self.width..][self.columns.clone()]
    }
}

/// Integers that running sums are held in and added up to. A whole block's sum fits them (the builder checked), so wrapping never shows;
/// in a damaged block it gives a wrong figure instead of a crash.
trait Running: Copy {
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
}

impl Running for i64 {
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
}

impl Running for u32 {
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
}

/// An integer of a plane, as the integer it is summed in.
trait Widen<T>: AnyBitPattern {
    fn widen(self) -> T;
}

impl Widen<i64> for i32 {
    fn widen(self) -> i64 {
        i64::from(self)
    }
}

impl Widen<i64> for i64 {
    fn widen(self) -> i64 {
        self
    }
}

impl Widen<u32> for u32 {
    fn widen(self) -> u32 {
        self
    }
}

/// An integer of the plane of values: a batch of four is added in its own width, then widened once.
trait Lane: Widen<i64> {
    fn sum(batch: [Self; BATCH]) -> i64;
}

impl Lane for i32 {
    fn sum([a, b, c, d]: [Self; BATCH]) -> i64 {
        i64::from(a.wrapping_add(b).wrapping_add(c.wrapping_add(d)))
    }
}

impl Lane for i64 {
    fn sum([a, b, c, d]: [Self; BATCH]) -> i64 {
        a.wrapping_add(b).wrapping_add(c.wrapping_add(d))
    }
}

fn add_run<S: Widen<T>, T: Running>(start: &[S], end: &[S], totals: &mut [T]) {
    for ((total, start), end) in totals.iter_mut().zip(start).zip(end) {
        *total = total.plus(end.widen().minus(start.widen()));
    }
}

fn add_row<V: Lane>(row: &[V], totals: &mut [i64]) {
    for (total, value) in totals.iter_mut().zip(row) {
        *total = total.wrapping_add(value.widen());
    }
}

fn add_batch<V: Lane>([a, b, c, d]: [&[V]; BATCH], totals: &mut [i64]) {
    for ((((total, a), b), c), d) in totals.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        *total = total.wrapping_add(V::sum([*a, *b, *c, *d]));
    }
}
