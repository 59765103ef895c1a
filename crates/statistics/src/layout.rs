//! The file format of a block.
//!
//! ```text
//! 0   magic "bassinbk"    8 bytes
//! 8   version             u32
//! 12  length of header    u32
//! 16  sha256              32 bytes, over everything after it
//! 48  header              JSON: rows, columns, which planes follow, inseparable groups
//!     planes              each at a multiple of 64 bytes, padded with zeros
//! ```
//! All integers are little-endian. A plane is row-major: all columns of row 0, then of row 1 …
//! A plane of running sums has one row more: row r holds the sum of the rows before r, so that a run costs two rows.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::Column;

#[cfg(target_endian = "big")]
compile_error!("blocks are little-endian and read in place: this machine would need a conversion");

pub(crate) const MAGIC: &[u8; 8] = b"bassinbk";
pub(crate) const VERSION: u32 = 1;
pub(crate) const PREFACE: usize = 48;
/// Where the checksum lies in the preface.
pub(crate) const CHECKSUM: Range<usize> = 16..48;
pub(crate) const ALIGNMENT: usize = 64;
/// Powers of ten above this one are no longer exact next to a figure in 53 bits.
pub(crate) const MAX_DECIMALS: u8 = 15;
/// How many rows of a narrow plane can be added in 32 bits: figures are at most `i32::MAX / BATCH` there.
pub(crate) const BATCH: usize = 4;

/// An inseparable group: the figure at `anchor` covers all of `rows`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) anchor: u32,
    /// All rows covered, the anchor included, rising.
    pub(crate) rows: Vec<u32>,
}

/// The JSON header: what is in the block, and therefore which planes follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) rows: u32,
    pub(crate) columns: Vec<Column>,
    /// Columns of the same class are absent in exactly the same rows.
    pub(crate) absence: Vec<u32>,
    /// Values are held in 32 bits, small enough for four of them to be added in 32 bits.
    pub(crate) narrow_values: bool,
    /// Running sums are held in 32 bits.
    pub(crate) narrow_sums: bool,
    pub(crate) has_masked: bool,
    pub(crate) has_missing: bool,
    pub(crate) has_not_applicable: bool,
    /// The pairs of bounds that states number, rising; a source has few. Others are in the planes of bounds only.
    pub(crate) bounds: Vec<(i64, i64)>,
    pub(crate) groups: Vec<Group>,
}

impl Header {
    /// Are all cells published figures, so that states need not be written?
    pub(crate) const fn is_complete(&self) -> bool {
        !(self.has_masked || self.has_missing || self.has_not_applicable)
    }
}

/// Where each plane lies in the file, in bytes. A plane that the block does not need is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Layout {
    /// Figures (i32 or i64); 0 where there is none.
    pub(crate) values: Range<usize>,
    /// Running sums of figures (i32 or i64).
    pub(crate) sums: Range<usize>,
    /// Running sums of the least and of the most that masked cells can be (i64).
    pub(crate) lower: Option<Range<usize>>,
    pub(crate) upper: Option<Range<usize>>,
    /// Running counts (u32).
    pub(crate) masked: Option<Range<usize>>,
    pub(crate) missing: Option<Range<usize>>,
    pub(crate) not_applicable: Option<Range<usize>>,
    /// States of cells (u8).
    pub(crate) states: Option<Range<usize>>,
    /// The length of the whole file.
    pub(crate) end: usize,
}

impl Layout {
    /// The layout of a block whose header takes `header_len` bytes; `None` when its size is beyond what a machine can address.
    pub(crate) fn new(header: &Header, header_len: usize) -> Option<Self> {
        let cells = (header.rows as usize).checked_mul(header.columns.len())?;
        let running = (header.rows as usize).checked_add(1)?.checked_mul(header.columns.len())?;
        let mut end = PREFACE.checked_add(header_len)?;
        let mut place = |count: usize, width: usize| -> Option<Range<usize>> {
            let start = end.checked_next_multiple_of(ALIGNMENT)?;
            end = start.checked_add(count.checked_mul(width)?)?;
            Some(start..end)
        };
        let width = |narrow| if narrow { 4 } else { 8 };
        let values = place(cells, width(header.narrow_values))?;
        let sums = place(running, width(header.narrow_sums))?;
        let mut optional = |wanted: bool, count, width| if wanted { place(count, width).map(Some) } else { Some(None) };
        let lower = optional(header.has_masked, running, 8)?;
        let upper = optional(header.has_masked, running, 8)?;
        let masked = optional(header.has_masked, running, 4)?;
        let missing = optional(header.has_missing, running, 4)?;
        let not_applicable = optional(header.has_not_applicable, running, 4)?;
        let states = optional(!header.is_complete(), cells, 1)?;
        Some(Self { values, sums, lower, upper, masked, missing, not_applicable, states, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_are_aligned_and_follow_each_other_and_absurd_sizes_are_told() {
        let mut header = Header {
            rows: 3,
            columns: vec![Column { id: "a".into(), decimals: 0 }; 5],
            absence: vec![0; 5],
            narrow_values: true,
            narrow_sums: false,
            has_masked: true,
            has_missing: false,
            has_not_applicable: false,
            bounds: vec![],
            groups: vec![],
        };
        let layout = Layout::new(&header, 100).unwrap();
        assert_eq!(layout.values, 192..192 + 3 * 5 * 4);
        assert_eq!(layout.sums, 256..256 + 4 * 5 * 8);
        assert_eq!(layout.lower, Some(448..448 + 160));
        assert_eq!(layout.missing, None);
        assert_eq!(layout.states.unwrap().end, layout.end);
        header.rows = u32::MAX;
        assert!(Layout::new(&header, usize::MAX).is_none());
    }
}
