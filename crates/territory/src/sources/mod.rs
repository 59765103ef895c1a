//! Files that others publish and that an atlas is made richer with: zonings and the history of changes.
//!
//! A zoning file is described by a descriptor (TOML): those of `data/zonings` are part of the program, others can be added in the
//! folder `zonings` of the data directory. A file is read whole; every problem is reported by row and column; nothing is kept of a
//! file that has one.

mod changes;
mod descriptor;
mod membership;
mod table;

pub(crate) use changes::{Changes, is_history, read_history};
pub use descriptor::Descriptor;
pub(crate) use descriptor::{embedded, parse};
pub(crate) use membership::{ZoningData, read_zoning};

#[cfg(test)]
mod tests;
