//! Sums over any perimeter, exact, at once, and honest about what is unknown.
//!
//! # Purpose
//! Everything the portal shows of a territory is a sum over a set of communes, or a ratio of such sums. This crate holds the figures of
//! each dataset so that a thousand columns are summed over any set in microseconds, and so that no sum can be shown without saying what
//! part of it is masked or missing. It is pure and synchronous; it reads and writes no file but those it is given.
//!
//! # Words
//! - A *support* is what rows stand for: all communes in hierarchical order (real perimeters are then few runs), or the zones of a zoning.
//! - A [`RowSet`] is a set of rows: what a perimeter becomes.
//! - A [`Block`] is the table of one dataset at one support, an immutable file read in place. [`BlockBuilder`] writes it.
//! - A [`Cell`] is a value, masked (known by its bounds), missing or not applicable. A figure is an integer scaled by its column's decimals.
//! - An *inseparable group* is a set of rows whose figure was published for all of them together: a commune since split.
//! - A [`Cube`] is a snapshot, all blocks of a [`Manifest`]; [`Shared`] replaces it under readers.
//!
//! # Rules
//! - Sums are of integers: exact, whatever the order. A block whose sums would not fit 64 bits is refused when it is built.
//! - A run of rows costs two rows of running sums, or its own rows when they are fewer bytes; the answer is the same.
//! - Sums leave by one door, [`Aggregate::release`], as a [`Figure`]: a value, an interval, or unknown; never a zero in place of the unknown.
//! - A perimeter that holds a whole inseparable group has its figure exactly; one that cuts it has the interval from 0 to that figure, and
//!   the group counts once as masked; one that holds none of it has nothing of it.
//! - Ratios are ratios of sums. Intervals go through arithmetic and always contain the true result.
//! - A block is written under a temporary name, flushed, and renamed. Opening one checks every size: a foreign, cut or damaged file is
//!   refused. Its checksum covers everything after the preface; [`Block::verify`] reads it all.

mod block;
mod builder;
mod cell;
mod cube;
mod error;
mod figure;
mod layout;
mod mapping;
mod output;
mod rows;
mod totals;

pub use block::Block;
pub use builder::{BlockBuilder, Occupied};
pub use cell::{Cell, Column};
pub use cube::{Cube, Manifest, ManifestBlock, ManifestDataset, Shared};
pub use error::BlockError;
pub use figure::{Aggregate, Figure};
pub use output::Written;
pub use rows::RowSet;
pub use totals::Totals;
