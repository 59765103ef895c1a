//! A block, read in place.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytemuck::AnyBitPattern;
use memmap2::Mmap;
use sha2::{Digest, Sha256};

use crate::cell::state;
use crate::layout::{CHECKSUM, Group, Header, Layout, MAGIC, MAX_DECIMALS, PREFACE, VERSION};
use crate::output::hexadecimal;
use crate::{BlockError, Cell, Column, RowSet, mapping};

/// An immutable table of figures, mapped in memory: rows are those of one support, columns are measures of one dataset.
///
/// Opening checks every size once, so that nothing read later can be out of bounds, whatever the file holds.
#[derive(Debug)]
pub struct Block {
    path: PathBuf,
    map: Mmap,
    pub(crate) header: Header,
    pub(crate) layout: Layout,
    numbers: HashMap<String, usize>,
    /// Those of the columns, next to each other.
    decimals: Vec<u8>,
}

/// Integers of a plane, in 32 bits when all fit.
#[derive(Clone, Copy)]
pub(crate) enum Integers<'a> {
    Narrow(&'a [i32]),
    Wide(&'a [i64]),
}

impl Integers<'_> {
    fn get(self, at: usize) -> i64 {
        match self {
            Self::Narrow(plane) => plane.get(at).copied().map_or(0, i64::from),
            Self::Wide(plane) => plane.get(at).copied().unwrap_or(0),
        }
    }
}

impl Block {
    /// Maps the block at `path` and checks that it is one, of this version, and whole. Its content is not read: see [`verify`](Self::verify).
    ///
    /// # Errors
    /// The file cannot be read, is something else, comes from another version, or is cut short.
    pub fn open(path: &Path) -> Result<Self, BlockError> {
        let file = File::open(path).map_err(BlockError::io(path))?;
        let len = file.metadata().map_err(BlockError::io(path))?.len();
        if len < PREFACE as u64 {
            return Err(BlockError::Foreign(path.to_owned()));
        }
        let map = mapping::map(&file).map_err(BlockError::io(path))?;
        let header = read_header(path, &map)?;
        let layout = Layout::new(&header, header_len(&map)).ok_or_else(|| BlockError::damaged(path, "it announces an impossible size"))?;
        if layout.end != map.len() {
            let reason = format!("{} bytes are expected, {} are there", layout.end, map.len());
            return Err(BlockError::damaged(path, reason));
        }
        let numbers = header.columns.iter().enumerate().map(|(number, column)| (column.id.clone(), number)).collect();
        let decimals = header.columns.iter().map(|column| column.decimals).collect();
        Ok(Self { path: path.to_owned(), map, header, layout, numbers, decimals })
    }

    /// Reads the whole file and compares it with its checksum.
    ///
    /// # Errors
    /// The content is not what was written.
    pub fn verify(&self) -> Result<(), BlockError> {
        let found = Sha256::digest(self.map.get(PREFACE..).unwrap_or_default());
        if self.map.get(CHECKSUM) == Some(&found[..]) {
            Ok(())
        } else {
            Err(BlockError::damaged(&self.path, "its content does not match its checksum"))
        }
    }

    /// The checksum the file announces, in hexadecimal.
    pub fn sha256(&self) -> String {
        hexadecimal(self.map.get(CHECKSUM).unwrap_or_default())
    }

    /// How many rows.
    pub fn rows(&self) -> u32 {
        self.header.rows
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.header.columns
    }

    /// The number of the column with this identifier.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// What the source says in one cell; missing outside of the table.
    ///
    /// The figure of an anchor row stands as published, though it covers its whole inseparable group; the other rows of the group are not
    /// applicable. A figure for one commune is better asked as a sum over that commune alone, which knows about groups.
    pub fn cell(&self, row: u32, column: usize) -> Cell {
        let width = self.columns().len();
        if row >= self.rows() || column >= width {
            return Cell::Missing;
        }
        let at = row as usize * width + column;
        match self.state(row, column) {
            state::VALUE => Cell::Value(self.values().get(at)),
            state::MASKED => Cell::Masked { lower: self.term(&self.layout.lower, at), upper: self.term(&self.layout.upper, at) },
            state::NOT_APPLICABLE | state::INCLUDED => Cell::NotApplicable,
            state::MISSING => Cell::Missing,
            numbered => {
                let (lower, upper) = self.header.bounds.get(usize::from(numbered - state::BOUNDED)).copied().unwrap_or_default();
                Cell::Masked { lower, upper }
            }
        }
    }

    /// Do columns `a` and `b` say something in exactly the same rows of the perimeter? If not, their ratio speaks of two different places.
    pub fn same_missing(&self, rows: &RowSet, a: usize, b: usize) -> bool {
        let (Some(class_a), Some(class_b)) = (self.header.absence.get(a), self.header.absence.get(b)) else { return false };
        class_a == class_b || rows.iter().all(|row| state::is_absent(self.state(row, a)) == state::is_absent(self.state(row, b)))
    }

    pub(crate) fn decimals(&self, columns: Range<usize>) -> &[u8] {
        &self.decimals[columns]
    }

    pub(crate) fn groups(&self) -> &[Group] {
        &self.header.groups
    }

    /// The state of a cell; missing outside of the table.
    pub(crate) fn state(&self, row: u32, column: usize) -> u8 {
        let inside = row < self.rows() && column < self.columns().len();
        match &self.layout.states {
            _ if !inside => state::MISSING,
            None => state::VALUE,
            Some(states) => self.plane::<u8>(states)[row as usize * self.columns().len() + column],
        }
    }

    pub(crate) fn values(&self) -> Integers<'_> {
        self.integers(&self.layout.values, self.header.narrow_values)
    }

    pub(crate) fn sums(&self) -> Integers<'_> {
        self.integers(&self.layout.sums, self.header.narrow_sums)
    }

    fn integers(&self, bytes: &Range<usize>, narrow: bool) -> Integers<'_> {
        if narrow { Integers::Narrow(self.plane(bytes)) } else { Integers::Wide(self.plane(bytes)) }
    }

    /// The integers of a plane in place. The range was checked against the file when it was opened, and both the mapping (a page) and the
    /// plane (64 bytes) are aligned, which are the two things the cast checks.
    pub(crate) fn plane<T: AnyBitPattern>(&self, bytes: &Range<usize>) -> &[T] {
        bytemuck::cast_slice(&self.map[bytes.clone()])
    }

    /// One cell of a plane of running sums.
    fn term(&self, plane: &Option<Range<usize>>, at: usize) -> i64 {
        let Some(plane) = plane else { return 0 };
        let sums = self.plane::<i64>(plane);
        sums[at + self.columns().len()].wrapping_sub(sums[at])
    }
}

/// The four bytes at `at` of a preface, which is known to be there.
fn word(map: &[u8], at: usize) -> u32 {
    map.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn header_len(map: &[u8]) -> usize {
    word(map, 12) as usize
}

fn read_header(path: &Path, map: &[u8]) -> Result<Header, BlockError> {
    if !map.starts_with(MAGIC) {
        return Err(BlockError::Foreign(path.to_owned()));
    }
    let version = word(map, 8);
    if version != VERSION {
        return Err(BlockError::Version { path: path.to_owned(), found: version });
    }
    let json = map.get(PREFACE..).and_then(|rest| rest.get(..header_len(map)));
    let json = json.ok_or_else(|| BlockError::damaged(path, "its header is cut short"))?;
    let header: Header =
        serde_json::from_slice(json).map_err(|error| BlockError::damaged(path, format!("its header cannot be read: {error}")))?;
    if is_coherent(&header) { Ok(header) } else { Err(BlockError::damaged(path, "its header contradicts itself")) }
}

fn is_coherent(header: &Header) -> bool {
    let mut ids = HashSet::new();
    let columns = header.columns.iter().all(|column| column.decimals <= MAX_DECIMALS && ids.insert(&column.id));
    let groups = header.groups.iter().all(|group| group.rows.contains(&group.anchor) && group.rows.iter().all(|&row| row < header.rows));
    columns && groups && header.absence.len() == header.columns.len()
}
