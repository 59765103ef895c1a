//! Building a block and writing it, whole or not at all.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::{fs, io};

use crate::cell::state;
use crate::layout::{BATCH, Group, Header, Layout, MAX_DECIMALS};
use crate::output::{Output, partial_name, sync_folder};
use crate::{BlockError, Cell, Column, Written};

/// Never set; written as missing, unless an inseparable group covers it.
const UNSET: u8 = u8::MAX;

/// The cell already says something: a key is repeated in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this cell is already set")]
pub struct Occupied;

/// A block being filled, in any order. It takes at most 9 bytes of memory a cell, and only for rows that are set.
#[derive(Debug)]
pub struct BlockBuilder {
    rows: u32,
    columns: Vec<Column>,
    /// Figures; for a masked cell, the number of its pair of bounds.
    figures: Vec<i64>,
    /// States plus one, so that fresh memory reads as unset.
    states: Vec<u8>,
    bounds: Vec<(i64, i64)>,
    numbers: HashMap<(i64, i64), i64>,
    groups: Vec<Group>,
    refused: Option<BlockError>,
}

impl BlockBuilder {
    /// An empty block: every cell is missing until it is set.
    pub fn new(rows: u32, columns: Vec<Column>) -> Self {
        let cells = (rows as usize).saturating_mul(columns.len());
        Self {
            rows,
            columns,
            figures: vec![0; cells],
            states: vec![0; cells],
            bounds: Vec::new(),
            numbers: HashMap::new(),
            groups: Vec::new(),
            refused: None,
        }
    }

    /// Sets a cell, once.
    ///
    /// A cell outside the table, or masked with its bounds reversed, is a fault of the caller: [`finish`](Self::finish) will refuse the block.
    ///
    /// # Errors
    /// The cell was set before: it keeps what it had.
    pub fn set(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), Occupied> {
        let Some(at) = self.index(row, column) else {
            self.refuse(row, "a cell is outside the table");
            return Ok(());
        };
        if self.state(at) != UNSET {
            return Err(Occupied);
        }
        let (state, figure) = match cell {
            Cell::Value(value) => (state::VALUE, value),
            Cell::Masked { lower, upper } => {
                if lower > upper {
                    self.refuse(row, "a masked cell has its bounds reversed");
                }
                (state::MASKED, self.number(lower, upper))
            }
            Cell::Missing => (state::MISSING, 0),
            Cell::NotApplicable => (state::NOT_APPLICABLE, 0),
        };
        self.states[at] = state.wrapping_add(1);
        self.figures[at] = figure;
        Ok(())
    }

    /// What a cell was set to, if it was.
    pub fn get(&self, row: u32, column: usize) -> Option<Cell> {
        let at = self.index(row, column)?;
        match self.state(at) {
            UNSET => None,
            state::VALUE => Some(Cell::Value(self.figures[at])),
            state::MASKED => {
                let (lower, upper) = self.limits(at);
                Some(Cell::Masked { lower, upper })
            }
            state::NOT_APPLICABLE => Some(Cell::NotApplicable),
            _ => Some(Cell::Missing),
        }
    }

    /// Says that the figures of `anchor` were published for a commune since split into `rows`, and cannot be shared out among them.
    ///
    /// In every column where the anchor has a figure, the rows of the group that were not set themselves are counted with it.
    pub fn inseparable(&mut self, anchor: u32, mut rows: Vec<u32>) {
        rows.push(anchor);
        rows.sort_unstable();
        rows.dedup();
        if let Some(&outside) = rows.iter().find(|&&row| row >= self.rows) {
            self.refuse(outside, "an inseparable group is outside the table");
        } else {
            self.groups.push(Group { anchor, rows });
        }
    }

    /// Writes the block at `path`, replacing what was there at once: until the last byte is on the disk, nothing has that name.
    ///
    /// # Errors
    /// The column table or a cell cannot be, a sum would not fit 64 bits, or the disk refuses. Nothing is left at `path` then but what was there.
    pub fn finish(mut self, path: &Path) -> Result<Written, BlockError> {
        if let Some(refused) = self.refused.take() {
            return Err(refused);
        }
        self.check_columns()?;
        self.cover_groups();
        let header = self.header()?;
        self.number_bounds(&header.bounds);
        let partial = partial_name(path);
        let written = self.write(&header, &partial).and_then(|written| {
            fs::rename(&partial, path)?;
            sync_folder(path)?;
            Ok(written)
        });
        written.map_err(|error| {
            // What is left of a write that failed is of no use; failing to remove it changes nothing to the answer.
            let _ = fs::remove_file(&partial);
            BlockError::io(path)(error)
        })
    }

    fn index(&self, row: u32, column: usize) -> Option<usize> {
        (row < self.rows && column < self.columns.len()).then(|| row as usize * self.columns.len() + column)
    }

    fn state(&self, at: usize) -> u8 {
        self.states[at].wrapping_sub(1)
    }

    fn limits(&self, at: usize) -> (i64, i64) {
        usize::try_from(self.figures[at]).ok().and_then(|number| self.bounds.get(number).copied()).unwrap_or_default()
    }

    /// Bounds are few in a source (often one pair): a masked cell holds the number of its pair.
    fn number(&mut self, lower: i64, upper: i64) -> i64 {
        *self.numbers.entry((lower, upper)).or_insert_with(|| {
            self.bounds.push((lower, upper));
            self.bounds.len() as i64 - 1
        })
    }

    fn refuse(&mut self, row: u32, reason: &'static str) {
        self.refused.get_or_insert(BlockError::Row { row, reason });
    }

    fn check_columns(&self) -> Result<(), BlockError> {
        let mut seen = BTreeSet::new();
        for Column { id, decimals } in &self.columns {
            if !seen.insert(id) {
                return Err(BlockError::Column { id: id.clone(), reason: "this identifier is used twice" });
            }
            if *decimals > MAX_DECIMALS {
                return Err(BlockError::Column { id: id.clone(), reason: "a figure has at most 15 decimals" });
            }
        }
        Ok(())
    }

    /// Marks the cells counted with an anchor. A cell that has a figure of its own (a later vintage) keeps it.
    fn cover_groups(&mut self) {
        for group in std::mem::take(&mut self.groups) {
            for column in 0..self.columns.len() {
                let Some(anchor) = self.index(group.anchor, column) else { continue };
                let covered = match self.state(anchor) {
                    state::VALUE | state::MASKED => state::INCLUDED,
                    state::NOT_APPLICABLE => state::NOT_APPLICABLE,
                    _ => continue,
                };
                for &row in &group.rows {
                    let Some(at) = self.index(row, column) else { continue };
                    if self.state(at) == UNSET {
                        self.states[at] = covered.wrapping_add(1);
                    }
                }
            }
            self.groups.push(group);
        }
        for state in &mut self.states {
            *state = if *state == 0 { state::MISSING } else { *state - 1 };
        }
    }

    /// Surveys the cells, states being as they will be written.
    fn header(&self) -> Result<Header, BlockError> {
        let width = self.columns.len();
        let mut largest = 0;
        let mut found = [false; 5];
        let mut totals = vec![0u64; width];
        let mut absence = Absence::new(width);
        for row in 0..self.rows as usize {
            let cells = row * width..(row + 1) * width;
            absence.refine(&self.states[cells.clone()]);
            for (total, at) in totals.iter_mut().zip(cells) {
                let state = self.states[at];
                found[state as usize] = true;
                let size = match state {
                    state::VALUE => {
                        largest = largest.max(self.figures[at].unsigned_abs());
                        self.figures[at].unsigned_abs()
                    }
                    state::MASKED => {
                        let (lower, upper) = self.limits(at);
                        lower.unsigned_abs().max(upper.unsigned_abs())
                    }
                    _ => 0,
                };
                *total = total.saturating_add(size);
            }
        }
        if let Some(column) = totals.iter().position(|&total| total > i64::MAX as u64) {
            return Err(BlockError::Overflow { id: self.columns[column].id.clone() });
        }
        let narrow = i32::MAX as u64;
        Ok(Header {
            rows: self.rows,
            columns: self.columns.clone(),
            absence: absence.classes,
            narrow_values: largest <= narrow / BATCH as u64,
            narrow_sums: totals.iter().all(|&total| total <= narrow),
            has_masked: found[state::MASKED as usize],
            has_missing: found[state::MISSING as usize],
            has_not_applicable: found[state::NOT_APPLICABLE as usize] || found[state::INCLUDED as usize],
            bounds: self.numbered_bounds(),
            groups: self.groups.clone(),
        })
    }

    /// The pairs of bounds that a state has room to number: all of them, in practice.
    fn numbered_bounds(&self) -> Vec<(i64, i64)> {
        let mut bounds = self.bounds.clone();
        bounds.sort_unstable();
        bounds.truncate(usize::from(u8::MAX - state::BOUNDED) + 1);
        bounds
    }

    fn number_bounds(&mut self, numbered: &[(i64, i64)]) {
        let state_of = |pair| numbered.binary_search(pair).map_or(state::MASKED, |number| state::BOUNDED + number as u8);
        let states: Vec<u8> = self.bounds.iter().map(state_of).collect();
        for (state, &figure) in self.states.iter_mut().zip(&self.figures) {
            if *state == state::MASKED {
                *state = states[figure as usize];
            }
        }
    }

    fn write(&self, header: &Header, partial: &Path) -> io::Result<Written> {
        let json = serde_json::to_vec(header)?;
        let too_large = || io::Error::other("the block is too large for this machine");
        let layout = Layout::new(header, json.len()).ok_or_else(too_large)?;
        let json_len = u32::try_from(json.len()).map_err(|_| too_large())?;
        let mut out = Output::create(partial)?;
        out.write(&json)?;
        self.write_values(&mut out, header.narrow_values)?;
        self.write_running(&mut out, header.narrow_sums, |at| self.published(at))?;
        if header.has_masked {
            self.write_running(&mut out, false, |at| if state::is_masked(self.states[at]) { self.limits(at).0 } else { 0 })?;
            self.write_running(&mut out, false, |at| if state::is_masked(self.states[at]) { self.limits(at).1 } else { 0 })?;
            self.write_running(&mut out, true, |at| i64::from(state::is_masked(self.states[at])))?;
        }
        if header.has_missing {
            self.write_running(&mut out, true, |at| i64::from(self.states[at] == state::MISSING))?;
        }
        if header.has_not_applicable {
            self.write_running(&mut out, true, |at| i64::from(matches!(self.states[at], state::NOT_APPLICABLE | state::INCLUDED)))?;
        }
        if !header.is_complete() {
            out.align()?;
            out.write(&self.states)?;
        }
        debug_assert_eq!(out.written, layout.end, "the layout and the file agree");
        out.close(json_len)
    }

    fn published(&self, at: usize) -> i64 {
        if self.states[at] == state::VALUE { self.figures[at] } else { 0 }
    }

    fn write_values(&self, out: &mut Output, narrow: bool) -> io::Result<()> {
        let width = self.columns.len();
        let mut row = vec![0i64; width];
        out.align()?;
        for first in (0..self.rows as usize).map(|row| row * width) {
            for (column, value) in row.iter_mut().enumerate() {
                *value = self.published(first + column);
            }
            out.write_row(&row, narrow)?;
        }
        Ok(())
    }

    /// A plane of running sums; `narrow` ones are known to fit 32 bits (counts do, since rows do).
    fn write_running(&self, out: &mut Output, narrow: bool, term: impl Fn(usize) -> i64) -> io::Result<()> {
        let width = self.columns.len();
        let mut sums = vec![0i64; width];
        out.align()?;
        out.write_row(&sums, narrow)?;
        for first in (0..self.rows as usize).map(|row| row * width) {
            for (column, sum) in sums.iter_mut().enumerate() {
                *sum += term(first + column);
            }
            out.write_row(&sums, narrow)?;
        }
        Ok(())
    }
}

/// Sorts columns into classes absent in the same rows, exactly, one row after the other.
struct Absence {
    classes: Vec<u32>,
    next: u32,
}

impl Absence {
    fn new(columns: usize) -> Self {
        Self { classes: vec![0; columns], next: 1 }
    }

    fn refine(&mut self, states: &[u8]) {
        let mut absent = states.iter().map(|&state| state::is_absent(state));
        let Some(first) = absent.next() else { return };
        if absent.all(|other| other == first) {
            return;
        }
        // Each class met keeps its number for the first kind of cell seen in it; columns of the other kind move to a new class.
        let mut seen: HashMap<u32, (bool, Option<u32>)> = HashMap::new();
        for (class, absent) in self.classes.iter_mut().zip(states.iter().map(|&state| state::is_absent(state))) {
            let (kept, moved) = seen.entry(*class).or_insert((absent, None));
            if *kept != absent {
                *class = *moved.get_or_insert_with(|| {
                    self.next += 1;
                    self.next - 1
                });
            }
        }
    }
}
