//! A seeded table that looks like census counts, and perimeters over it.
#![allow(clippy::expect_used, clippy::allow_attributes, reason = "a bench stops at the first surprise")]

use std::path::Path;

use bassin_statistics::{Block, BlockBuilder, Cell, Column, RowSet};

/// A small generator: the same seed gives the same table on every machine.
pub struct Random(u64);

impl Random {
    /// Numbers that depend on the seed alone.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (((self.0 >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// Most communes are small, a few are large.
    pub fn count(&mut self) -> i32 {
        let size = 1 << self.below(12);
        self.below(size) as i32
    }
}

/// The counts, row by row.
pub fn counts(rows: u32, columns: usize) -> Vec<i32> {
    let mut random = Random::new(2017);
    (0..rows as usize * columns).map(|_| random.count()).collect()
}

/// A block of these counts; `holes` are the cells in a thousand that are missing, and as many masked.
pub fn block(path: &Path, counts: &[i32], columns: usize, holes: u32) -> Block {
    let rows = (counts.len() / columns) as u32;
    let mut random = Random::new(5);
    let table = (0..columns).map(|column| Column { id: format!("measure-{column}@2017"), decimals: 0 }).collect();
    let mut builder = BlockBuilder::new(rows, table);
    for (at, &count) in counts.iter().enumerate() {
        let cell = match random.below(1_000) {
            draw if draw < holes => Cell::Missing,
            draw if draw < 2 * holes => Cell::Masked { lower: 0, upper: 4 },
            _ => Cell::Value(count.into()),
        };
        builder.set((at / columns) as u32, at % columns, cell).expect("each cell is set once");
    }
    builder.finish(path).expect("the block is written");
    Block::open(path).expect("the block is read")
}

/// Rows here and there, as when someone draws a perimeter by hand.
pub fn scattered(rows: u32, how_many: u32, seed: u64) -> RowSet {
    let mut random = Random::new(seed);
    let mut set = RowSet::new();
    while set.len() < how_many {
        set = set.union(&RowSet::from_rows([random.below(rows)]));
    }
    set
}
