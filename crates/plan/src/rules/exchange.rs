//! A plan as tables, and back: what a file would change, and every reason why it may not.
//!
//! Cells are compared as texts before anything is read from them: what was not touched is left exactly as it is kept.

mod acts;
mod build;
mod cells;
mod compare;
mod grid;
mod tables;

pub use acts::{Step, steps};
pub use build::{build, copy};
pub use compare::{Change, What, compare};
pub use grid::{Column, Grid, Kind, Line};
pub use tables::tables;

#[cfg(test)]
mod tests;
