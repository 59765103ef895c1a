//! Sums over any perimeter, exact and at once.

mod rows;

pub use rows::RowSet;
