//! The figures read from a file, by source code and column, before they land on today's communes.

use std::collections::HashMap;

use bassin_statistics::Cell;

/// States of a cell. A masked one holds the number of its pair of bounds in place of a figure.
const UNSET: u8 = 0;
const VALUE: u8 = 1;
const MISSING: u8 = 2;
const NOT_APPLICABLE: u8 = 3;
const MASKED: u8 = 4;
/// Published twice with two figures: nothing is held as published, whatever comes third.
const CONFLICT: u8 = 5;

/// One column: a figure and a state for each source code met.
#[derive(Debug, Default)]
struct Stored {
    figures: Vec<i64>,
    states: Vec<u8>,
}

/// What setting a cell came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// The cell was free.
    New,
    /// It said the same already.
    Same,
    /// It said something else.
    Other,
}

/// Cells by column, 9 bytes each.
#[derive(Debug, Default)]
pub struct Cells {
    columns: Vec<Stored>,
    bounds: Vec<(i64, i64)>,
    numbers: HashMap<(i64, i64), i64>,
    set: u64,
}

impl Cells {
    /// Adds a column, and gives its number.
    pub fn add_column(&mut self) -> usize {
        self.columns.push(Stored::default());
        self.columns.len() - 1
    }

    /// How many cells were set.
    pub const fn count(&self) -> u64 {
        self.set
    }

    /// The cell of a source in a column; `None` when it was never set.
    pub fn get(&self, source: u32, column: usize) -> Option<Cell> {
        let stored = self.columns.get(column)?;
        let at = source as usize;
        let figure = *stored.figures.get(at)?;
        match *stored.states.get(at)? {
            UNSET => None,
            VALUE => Some(Cell::Value(figure)),
            NOT_APPLICABLE => Some(Cell::NotApplicable),
            MASKED => {
                let (lower, upper) = usize::try_from(figure).ok().and_then(|number| self.bounds.get(number).copied())?;
                Some(Cell::Masked { lower, upper })
            }
            _ => Some(Cell::Missing),
        }
    }

    /// Sets a free cell; leaves another as it is, and says how the two compare.
    pub fn set(&mut self, source: u32, column: usize, cell: Cell) -> Met {
        match self.get(source, column) {
            Some(before) if before == cell => Met::Same,
            Some(_) => Met::Other,
            None => {
                self.store(source, column, cell);
                self.set += 1;
                Met::New
            }
        }
    }

    /// Holds a cell as published twice with two figures.
    pub fn conflict(&mut self, source: u32, column: usize) {
        self.put(source, column, CONFLICT, 0);
    }

    /// Adds a part to a cell; `false` when the sum cannot be held.
    #[must_use]
    pub fn add(&mut self, source: u32, column: usize, cell: Cell) -> bool {
        let Some(before) = self.get(source, column) else { return true };
        let Some(sum) = sum(before, cell) else { return false };
        self.store(source, column, sum);
        true
    }

    fn store(&mut self, source: u32, column: usize, cell: Cell) {
        match cell {
            Cell::Value(value) => self.put(source, column, VALUE, value),
            Cell::Missing => self.put(source, column, MISSING, 0),
            Cell::NotApplicable => self.put(source, column, NOT_APPLICABLE, 0),
            Cell::Masked { lower, upper } => {
                let number = *self.numbers.entry((lower, upper)).or_insert_with(|| {
                    self.bounds.push((lower, upper));
                    self.bounds.len() as i64 - 1
                });
                self.put(source, column, MASKED, number);
            }
        }
    }

    fn put(&mut self, source: u32, column: usize, state: u8, figure: i64) {
        let Some(stored) = self.columns.get_mut(column) else { return };
        let at = source as usize;
        if at >= stored.states.len() {
            stored.states.resize(at + 1, UNSET);
            stored.figures.resize(at + 1, 0);
        }
        stored.states[at] = state;
        stored.figures[at] = figure;
    }
}

/// Two cells that land on the same row: what is not published of a part is not published of the whole. `None` beyond 64 bits.
pub fn sum(a: Cell, b: Cell) -> Option<Cell> {
    let bounds = |cell| match cell {
        Cell::Value(value) => Some((value, value)),
        Cell::Masked { lower, upper } => Some((lower, upper)),
        Cell::Missing | Cell::NotApplicable => None,
    };
    Some(match (a, b) {
        (Cell::Missing, _) | (_, Cell::Missing) => Cell::Missing,
        (Cell::NotApplicable, other) | (other, Cell::NotApplicable) => other,
        (Cell::Value(a), Cell::Value(b)) => Cell::Value(a.checked_add(b)?),
        _ => {
            let ((a_low, a_high), (b_low, b_high)) = (bounds(a)?, bounds(b)?);
            Cell::Masked { lower: a_low.checked_add(b_low)?, upper: a_high.checked_add(b_high)? }
        }
    })
}
