//! Blocks are written whole or not at all, and whatever is not a whole block is refused.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod common;

use std::fs;
use std::path::Path;

use bassin_statistics::{Block, BlockBuilder, BlockError, Cell, Column, Occupied, RowSet};
use common::{model, perimeter};
use proptest::prelude::*;

fn column(id: &str) -> Column {
    Column { id: id.into(), decimals: 0 }
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Everything that can be asked of a block.
fn exercise(block: &Block, rows: &RowSet) {
    let columns = block.columns().len();
    for sum in block.sum(rows, 0..usize::MAX).iter() {
        let figure = sum.release();
        assert_eq!(figure.lower.is_some(), figure.upper.is_some());
    }
    assert_eq!(block.sum_columns(rows, &[0, 1, usize::MAX]).len(), 3);
    for row in 0..block.rows().min(50) {
        for column in 0..columns {
            let _ = block.cell(row, column);
        }
    }
    let _ = block.same_missing(rows, 0, columns.saturating_sub(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_damaged_file_is_refused_or_harmless(
        model in model(),
        rows in perimeter(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..4),
        in_header in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.block");
        model.builder().finish(&path).unwrap();
        let whole = fs::read(&path).unwrap();
        let mut bytes = whole.clone();
        let reach = if in_header { bytes.len().min(300) } else { bytes.len() };
        for (index, flip) in flips {
            bytes[index.index(reach)] ^= flip;
        }
        let damaged = folder.path().join("b.block");
        fs::write(&damaged, &bytes).unwrap();
        if let Ok(block) = Block::open(&damaged) {
            exercise(&block, &rows);
            prop_assert_eq!(block.verify().is_ok(), bytes == whole);
        }
    }

    #[test]
    fn a_file_cut_short_or_too_long_is_refused(model in model(), cut in any::<prop::sample::Index>(), more in 1usize..100) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.block");
        model.builder().finish(&path).unwrap();
        let bytes = fs::read(&path).unwrap();
        let other = folder.path().join("b.block");
        fs::write(&other, &bytes[..cut.index(bytes.len())]).unwrap();
        prop_assert!(Block::open(&other).is_err());
        fs::write(&other, [bytes.clone(), vec![0; more]].concat()).unwrap();
        prop_assert!(Block::open(&other).is_err());
    }

    #[test]
    fn any_bytes_are_refused_without_fuss(bytes in prop::collection::vec(any::<u8>(), 0..200), with_magic in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.block");
        let magic: &[u8] = if with_magic { b"bassinbk\x01\0\0\0" } else { b"" };
        fs::write(&path, [magic, &bytes].concat()).unwrap();
        prop_assert!(Block::open(&path).is_err());
    }

    #[test]
    fn the_same_figures_give_the_same_file(model in model()) {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        let (written, again) = (model.builder().finish(&a).unwrap(), model.builder().finish(&b).unwrap());
        prop_assert_eq!(&written, &again);
        prop_assert_eq!(fs::read(&a).unwrap(), fs::read(&b).unwrap());
        prop_assert_eq!(fs::metadata(&a).unwrap().len(), written.bytes);
        let block = Block::open(&a).unwrap();
        prop_assert_eq!(block.sha256(), written.sha256);
        prop_assert!(block.verify().is_ok());
        prop_assert_eq!(block.column("c0"), Some(0));
        prop_assert_eq!(block.column("elsewhere"), None);
    }
}

#[test]
fn foreign_files_and_other_versions_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.block");
    assert!(matches!(Block::open(&path), Err(BlockError::Io { .. })));
    assert!(matches!(Block::open(folder.path()), Err(BlockError::Io { .. } | BlockError::Foreign(_))));
    for foreign in [b"".to_vec(), b"CODGEO;P17_POP\n".repeat(20)] {
        fs::write(&path, foreign).unwrap();
        assert!(matches!(Block::open(&path), Err(BlockError::Foreign(_))));
    }
    BlockBuilder::new(2, vec![column("a")]).finish(&path).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[8] = 7;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(Block::open(&path), Err(BlockError::Version { found: 7, .. })));
}

#[test]
fn a_block_that_cannot_be_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.block");
    let first = BlockBuilder::new(1, vec![column("kept")]).finish(&path).unwrap();
    let huge = |values: [i64; 2]| {
        let mut builder = BlockBuilder::new(2, vec![column("huge")]);
        builder.set(0, 0, Cell::Value(values[0])).unwrap();
        builder.set(1, 0, Cell::Value(values[1])).unwrap();
        builder
    };
    let mut reversed = BlockBuilder::new(1, vec![column("a")]);
    reversed.set(0, 0, Cell::Masked { lower: 3, upper: 2 }).unwrap();
    let mut outside = BlockBuilder::new(1, vec![column("a")]);
    outside.set(1, 0, Cell::Value(1)).unwrap();
    let mut group = BlockBuilder::new(1, vec![column("a")]);
    group.inseparable(0, vec![0, 1]);
    let deep = BlockBuilder::new(1, vec![Column { id: "deep".into(), decimals: 16 }]);
    let twice = BlockBuilder::new(1, vec![column("a"), column("a")]);
    for (builder, word) in [
        (huge([i64::MAX, 1]), "huge"),
        (huge([i64::MIN, 0]), "huge"),
        (huge([i64::MAX, -1]), "huge"),
        (reversed, "reversed"),
        (outside, "outside"),
        (group, "outside"),
        (deep, "decimals"),
        (twice, "twice"),
    ] {
        let error = builder.finish(&path).unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
        assert_eq!(error.problem().kind, bassin_kernel::Kind::Invalid);
    }
    assert_eq!(Block::open(&path).unwrap().sha256(), first.sha256);
    assert!(BlockBuilder::new(1, vec![]).finish(&folder.path().join("absent/a.block")).is_err());
    assert_eq!(names(folder.path()), ["a.block"], "no partial file is left");
}

#[test]
fn replacing_a_file_leaves_its_readers_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.block");
    let write = |value| {
        let mut builder = BlockBuilder::new(1, vec![column("a")]);
        builder.set(0, 0, Cell::Value(value)).unwrap();
        builder.finish(&path).unwrap()
    };
    write(1);
    let old = Block::open(&path).unwrap();
    write(2);
    assert_eq!(old.cell(0, 0), Cell::Value(1));
    assert!(old.verify().is_ok());
    assert_eq!(Block::open(&path).unwrap().cell(0, 0), Cell::Value(2));
}

#[test]
fn a_cell_is_set_once() {
    let mut builder = BlockBuilder::new(1, vec![column("a"), column("b")]);
    for (at, cell) in [Cell::Missing, Cell::Masked { lower: 0, upper: 4 }].into_iter().enumerate() {
        assert_eq!(builder.get(0, at), None);
        assert_eq!(builder.set(0, at, cell), Ok(()));
        assert_eq!(builder.set(0, at, Cell::Value(5)), Err(Occupied));
        assert_eq!(builder.get(0, at), Some(cell));
    }
    assert_eq!(builder.get(0, 2), None);
    assert_eq!(builder.get(1, 0), None);
}

#[test]
fn the_largest_sum_that_fits_is_exact_to_the_unit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.block");
    let mut builder = BlockBuilder::new(2, vec![column("a")]);
    builder.set(0, 0, Cell::Value(i64::MAX - 1)).unwrap();
    builder.set(1, 0, Cell::Value(1)).unwrap();
    builder.finish(&path).unwrap();
    let block = Block::open(&path).unwrap();
    assert_eq!(block.cell(0, 0), Cell::Value(i64::MAX - 1));
    assert_eq!(block.sum(&RowSet::full(2), 0..1).get(0).unwrap().release().exact(), Some(i64::MAX as f64));
}

#[test]
fn tables_without_rows_or_columns_are_blocks_too() {
    let folder = tempfile::tempdir().unwrap();
    for (name, rows, columns) in [("rows", 0, vec![column("a")]), ("columns", 3, vec![]), ("both", 0, vec![])] {
        let path = folder.path().join(name);
        let width = columns.len();
        BlockBuilder::new(rows, columns).finish(&path).unwrap();
        let block = Block::open(&path).unwrap();
        exercise(&block, &RowSet::full(2));
        assert_eq!(block.sum(&RowSet::full(2), 0..9).len(), width);
    }
}
