//! Sums of many columns over one perimeter: where the time goes, so where it is counted.
//!
//! A run of rows costs either two rows of running sums, whatever its length, or its own rows of values: the fewer bytes win.

use std::ops::Range;

use bytemuck::AnyBitPattern;

use crate::block::Integers;
use crate::cell::state;
use crate::layout::{BATCH, Group};
use crate::{Aggregate, Block, Cell, RowSet};

/// Sums of consecutive columns over one perimeter.
///
/// They are kept column by column in arrays, and arrays that the block does not need stay empty: a thousand sums take the time of reading
/// two rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    rows: u32,
    decimals: Vec<u8>,
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
    pub fn sum(&self, rows: &RowSet, columns: Range<usize>) -> Totals {
        let end = columns.end.min(self.columns().len());
        self.totals(rows, columns.start.min(end)..end)
    }

    /// The sums of some columns over the perimeter, in the order asked. A column that the block does not have is missing everywhere.
    pub fn sum_columns(&self, rows: &RowSet, columns: &[usize]) -> Vec<Aggregate> {
        let nothing = Aggregate { cells: rows.len(), missing: rows.len(), ..Aggregate::default() };
        let mut sums = Vec::with_capacity(columns.len());
        for stretch in columns.chunk_by(|a, b| a.checked_add(1) == Some(*b)) {
            let known = stretch.iter().take_while(|&&column| column < self.columns().len()).count();
            if let (Some(first), true) = (stretch.first(), known > 0) {
                sums.extend(self.totals(rows, *first..first + known).iter());
            }
            sums.resize(sums.len() + stretch.len() - known, nothing);
        }
        sums
    }

    fn totals(&self, rows: &RowSet, columns: Range<usize>) -> Totals {
        let inside;
        let present = if rows.end() <= self.rows() {
            rows
        } else {
            inside = rows.intersection(&RowSet::full(self.rows()));
            &inside
        };
        let table = Table { width: self.columns().len(), columns: columns.clone(), runs: present.runs() };
        let mut totals = Totals { rows: rows.len(), decimals: self.decimals(columns.clone()).to_vec(), ..Totals::default() };
        let gathered = table.known(self.values(), self.sums(), &mut totals.known);
        self.add_unknown(&table, gathered, &mut totals);
        totals.add_unknown_rows(rows.len() - present.len());
        for group in self.groups() {
            self.settle(group, present, columns.clone(), &mut totals);
        }
        totals
    }

    /// Adds what is not a published figure: running sums for long runs, states for the `gathered` ones.
    fn add_unknown(&self, table: &Table<'_>, gathered: u32, totals: &mut Totals) {
        let layout = &self.layout;
        let Some(states) = layout.states.as_ref().map(|states| self.plane::<u8>(states)) else { return };
        for (plane, sums) in [(&layout.lower, &mut totals.lower), (&layout.upper, &mut totals.upper)] {
            if let Some(plane) = plane {
                *sums = table.running::<i64, i64>(self.plane(plane), gathered);
            }
        }
        let running = |plane: &Option<Range<usize>>| match plane {
            Some(plane) => table.running::<u32, u32>(self.plane(plane), gathered),
            None => Vec::new(),
        };
        totals.masked = running(&layout.masked);
        totals.missing = running(&layout.missing);
        totals.not_applicable = running(&layout.not_applicable);
        table.each_unknown(states, gathered, |state, row, at| match state {
            state::MISSING => increase(&mut totals.missing, at),
            state::NOT_APPLICABLE | state::INCLUDED => increase(&mut totals.not_applicable, at),
            _ => {
                increase(&mut totals.masked, at);
                if let (Cell::Masked { lower, upper }, Some(low), Some(high)) =
                    (self.cell(row, table.columns.start + at), totals.lower.get_mut(at), totals.upper.get_mut(at))
                {
                    *low = low.wrapping_add(lower);
                    *high = high.wrapping_add(upper);
                }
            }
        });
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
    /// How many columns.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// No column at all?
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The sum of one column, counted from the first one asked.
    pub fn get(&self, at: usize) -> Option<Aggregate> {
        let count = |counts: &[u32]| counts.get(at).copied().unwrap_or(0);
        let bound = |sums: &[i64]| sums.get(at).copied().unwrap_or(0);
        Some(Aggregate {
            known: *self.known.get(at)?,
            lower: bound(&self.lower),
            upper: bound(&self.upper),
            cells: self.rows.saturating_sub(count(&self.not_applicable)),
            masked: count(&self.masked),
            missing: count(&self.missing),
            decimals: *self.decimals.get(at)?,
        })
    }

    /// The sums, in the order of the columns.
    pub fn iter(&self) -> impl Iterator<Item = Aggregate> + '_ {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    fn add_unknown_rows(&mut self, unknown: u32) {
        if unknown > 0 {
            self.missing.resize(self.known.len(), 0);
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
}

/// The part of a block that a sum reads.
struct Table<'a> {
    width: usize,
    columns: Range<usize>,
    runs: &'a [Range<u32>],
}

impl Table<'_> {
    /// Sums the figures into `known`, and gives the length up to which runs were gathered row by row.
    fn known(&self, values: Integers<'_>, sums: Integers<'_>, known: &mut Vec<i64>) -> u32 {
        match (values, sums) {
            (Integers::Narrow(values), Integers::Narrow(sums)) => self.add(values, sums, known),
            (Integers::Narrow(values), Integers::Wide(sums)) => self.add(values, sums, known),
            (Integers::Wide(values), Integers::Narrow(sums)) => self.add(values, sums, known),
            (Integers::Wide(values), Integers::Wide(sums)) => self.add(values, sums, known),
        }
    }

    fn add<V: Lane, S: Widen<i64>>(&self, values: &[V], sums: &[S], known: &mut Vec<i64>) -> u32 {
        let gathered = (2 * size_of::<S>() / size_of::<V>()) as u32;
        *known = self.running(sums, gathered);
        let mut batch: [&[V]; BATCH] = [&[]; BATCH];
        let mut filled = 0;
        for row in self.gathered(gathered) {
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
        gathered
    }

    /// The rows of the runs short enough to be read row by row.
    fn gathered(&self, longest: u32) -> impl Iterator<Item = u32> {
        self.runs.iter().filter(move |run| run.end - run.start <= longest).flat_map(Clone::clone)
    }

    /// Sums a plane of running sums over the runs longer than those `gathered`.
    fn running<S: Widen<T>, T: Running>(&self, plane: &[S], gathered: u32) -> Vec<T> {
        let mut runs = self.runs.iter().filter(|run| run.end - run.start > gathered);
        let Some(first) = runs.next() else { return vec![T::default(); self.columns.len()] };
        let (start, end) = (self.row(plane, first.start), self.row(plane, first.end));
        let mut totals: Vec<T> = end.iter().zip(start).map(|(end, start)| end.widen().minus(start.widen())).collect();
        for run in runs {
            add_run(self.row(plane, run.start), self.row(plane, run.end), &mut totals);
        }
        totals
    }

    /// Calls `each` with the state, the row and the place of every gathered cell that is no published figure. Most stretches of eight
    /// cells have none, which is told at a glance.
    fn each_unknown(&self, states: &[u8], gathered: u32, mut each: impl FnMut(u8, u32, usize)) {
        const STRETCH: usize = 8;
        for row in self.gathered(gathered) {
            let (stretches, rest) = self.row(states, row).as_chunks::<STRETCH>();
            let mut read = |cells: &[u8], first: usize| {
                for (at, &state) in cells.iter().enumerate() {
                    if state != state::VALUE {
                        each(state, row, first + at);
                    }
                }
            };
            for (number, stretch) in stretches.iter().enumerate() {
                if *stretch != [state::VALUE; STRETCH] {
                    read(stretch, number * STRETCH);
                }
            }
            read(rest, stretches.len() * STRETCH);
        }
    }

    fn row<'p, T>(&self, plane: &'p [T], row: u32) -> &'p [T] {
        &plane[row as usize * self.width..][self.columns.clone()]
    }
}

/// Integers that running sums are held in and added up to. A whole block's sum fits them (the builder checked), so wrapping never shows;
/// in a damaged block it gives a wrong figure instead of a crash.
trait Running: Copy + Default {
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

/// Counts one more, in a plane that the block has.
fn increase(counts: &mut [u32], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count = count.wrapping_add(1);
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
