//! Sums are those one would work out by hand, whichever way the rows are read.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod common;

use bassin_statistics::{Block, BlockBuilder, Cell, Column, Figure, RowSet};
use common::{Model, model, perimeter};
use proptest::prelude::*;

fn released(block: &Block, rows: &RowSet) -> Vec<Figure> {
    block.sum(rows, 0..usize::MAX).iter().map(|sum| sum.release()).collect()
}

/// A true table that the model may be the published form of: masked cells and shares of groups drawn by `seed`.
fn truth(model: &Model, column: usize, seed: &mut impl FnMut(i64, i64) -> i64) -> Vec<Option<i64>> {
    let mut drawn: Vec<Option<i64>> = model
        .cells
        .iter()
        .map(|cells| match cells[column] {
            Some(Cell::Value(value)) => Some(value),
            Some(Cell::Masked { lower, upper }) => Some(seed(lower, upper)),
            _ => None,
        })
        .collect();
    for group in &model.groups {
        let rows: Vec<u32> = model.bound_together(group, column).into_iter().collect();
        let Some(mut rest) = rows.first().and(drawn[group[0] as usize]) else { continue };
        for &row in &rows {
            let share = if Some(&row) == rows.last() { rest } else { seed(rest.min(0), rest.max(0)) };
            drawn[row as usize] = Some(share);
            rest -= share;
        }
    }
    drawn
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_sum_is_what_one_works_out_by_hand(model in model(), rows in perimeter()) {
        let figures = released(&model.block(), &rows);
        prop_assert_eq!(figures.len(), model.width);
        for (column, figure) in figures.into_iter().enumerate() {
            let (lower, upper, cells, masked, missing) = model.naive(&rows, column);
            prop_assert_eq!((figure.cells, figure.masked, figure.missing), (cells, masked, missing), "column {}", column);
            let bounds = (missing < cells).then_some((lower as f64, upper as f64));
            prop_assert_eq!(figure.lower.zip(figure.upper), bounds);
        }
    }

    #[test]
    fn the_truth_is_always_within_the_figure(model in model(), rows in perimeter(), seed in any::<u64>()) {
        let mut state = seed;
        let mut draw = |low: i64, high: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            low + ((state >> 33) as i64).rem_euclid(high - low + 1)
        };
        for (column, figure) in released(&model.block(), &rows).into_iter().enumerate() {
            let truth = truth(&model, column, &mut draw);
            let told: Vec<i64> = rows.iter().filter_map(|row| truth.get(row as usize).copied().flatten()).collect();
            let sum = told.iter().sum::<i64>() as f64;
            if let Some((lower, upper)) = figure.lower.zip(figure.upper) {
                prop_assert!(lower <= sum && sum <= upper, "{} not within {:?}", sum, figure);
            } else {
                prop_assert!(told.is_empty(), "something is known of {:?}", told);
            }
            prop_assert!(figure.exact().is_none() || !told.is_empty(), "an exact figure rests on nothing");
        }
    }

    #[test]
    fn asking_for_some_columns_gives_the_same_sums(model in model(), rows in perimeter(), asked in prop::collection::vec(0usize..6, 0..12)) {
        let block = model.block();
        let all: Vec<_> = block.sum(&rows, 0..model.width).iter().collect();
        let some = block.sum_columns(&rows, &asked);
        prop_assert_eq!(some.len(), asked.len());
        for (&column, sum) in asked.iter().zip(&some) {
            match all.get(column) {
                Some(expected) => prop_assert_eq!(sum, expected),
                None => prop_assert!(sum.release().is_unknown() && sum.release().missing == rows.len()),
            }
        }
        prop_assert_eq!(block.sum(&rows, 1..3).iter().collect::<Vec<_>>(), all.iter().copied().skip(1).take(2).collect::<Vec<_>>());
    }

    #[test]
    fn parts_add_up_to_the_whole(model in model(), rows in perimeter()) {
        let model = Model { groups: vec![], ..model };
        let block = model.block();
        let ones: Vec<Figure> = rows.iter().flat_map(|row| released(&block, &RowSet::from_rows([row]))).collect();
        for (column, whole) in released(&block, &rows).into_iter().enumerate() {
            let parts = ones.iter().skip(column).step_by(model.width);
            let sum: f64 = parts.clone().filter_map(|part| part.lower).sum();
            prop_assert_eq!(whole.lower.unwrap_or(0.0), sum);
            prop_assert_eq!(whole.missing, parts.clone().map(|part| part.missing).sum::<u32>());
            prop_assert_eq!(whole.masked, parts.map(|part| part.masked).sum::<u32>());
        }
    }

    #[test]
    fn cells_come_back_as_they_were_set(model in model()) {
        let block = model.block();
        for (row, cells) in model.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let read = block.cell(row as u32, column);
                match cell {
                    Some(cell) => prop_assert_eq!(read, *cell),
                    None => prop_assert!(matches!(read, Cell::Missing | Cell::NotApplicable)),
                }
            }
        }
        prop_assert_eq!(block.cell(model.rows(), 0), Cell::Missing);
        prop_assert_eq!(block.cell(0, model.width), Cell::Missing);
    }

    #[test]
    fn columns_missing_in_the_same_rows_are_told(model in model(), rows in perimeter()) {
        let model = Model { groups: vec![], ..model };
        let block = model.block();
        let absent = |row: u32, column: usize| {
            let cell = model.cells.get(row as usize).and_then(|cells| cells[column]);
            !matches!(cell, Some(Cell::Value(_) | Cell::Masked { .. }))
        };
        for a in 0..model.width {
            for b in 0..model.width {
                let same = rows.iter().all(|row| absent(row, a) == absent(row, b));
                prop_assert_eq!(block.same_missing(&rows, a, b), same, "{} and {}", a, b);
            }
        }
        prop_assert!(!block.same_missing(&rows, 0, model.width));
    }
}

/// Row 1 was split into 1 and 2 after the first column was published; the second column is later and has both.
fn split_commune() -> Block {
    let columns = ["before", "after"].map(|id| Column { id: id.into(), decimals: 1 });
    let mut builder = BlockBuilder::new(4, columns.to_vec());
    for (row, column, value) in [(0, 0, 100), (1, 0, 70), (3, 0, 5), (0, 1, 110), (1, 1, 40), (2, 1, 31), (3, 1, 6)] {
        builder.set(row, column, Cell::Value(value)).unwrap();
    }
    builder.inseparable(1, vec![1, 2]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("split.block");
    builder.finish(&path).unwrap();
    Block::open(&path).unwrap()
}

#[test]
fn a_split_commune_is_whole_or_an_interval_or_nothing() {
    let block = split_commune();
    let before = |rows: &[u32]| {
        let figure = block.sum_columns(&RowSet::from_rows(rows.iter().copied()), &[0])[0].release();
        (figure.lower.unwrap(), figure.upper.unwrap(), figure.cells, figure.masked, figure.missing)
    };
    assert_eq!(before(&[0, 1, 2, 3]), (17.5, 17.5, 3, 0, 0));
    assert_eq!(before(&[1, 2]), (7.0, 7.0, 1, 0, 0));
    assert_eq!(before(&[0, 1]), (10.0, 17.0, 2, 1, 0), "with the anchor only");
    assert_eq!(before(&[0, 2]), (10.0, 17.0, 2, 1, 0), "without the anchor");
    assert_eq!(before(&[2]), (0.0, 7.0, 1, 1, 0), "a part alone is an interval, never 0");
    assert_eq!(before(&[0, 3]), (10.5, 10.5, 2, 0, 0));
    let after = block.sum_columns(&RowSet::from_rows([0, 2]), &[1])[0].release();
    assert_eq!((after.exact(), after.masked), (Some(14.1), 0), "a later figure is separate");
    assert!(block.same_missing(&RowSet::full(4), 0, 1), "the figures of both vintages cover the same place");
}

#[test]
fn nothing_published_is_unknown_and_a_published_zero_is_zero() {
    let columns = ["missing", "zero", "foreign"].map(|id| Column { id: id.into(), decimals: 0 });
    let mut builder = BlockBuilder::new(2, columns.to_vec());
    for row in 0..2 {
        builder.set(row, 1, Cell::Value(0)).unwrap();
        builder.set(row, 2, Cell::NotApplicable).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zero.block");
    builder.finish(&path).unwrap();
    let block = Block::open(&path).unwrap();
    let figures = released(&block, &RowSet::full(2));
    assert!(figures[0].is_unknown() && figures[0].missing == 2);
    assert_eq!(figures[1].exact(), Some(0.0));
    assert!(figures[2].is_unknown() && figures[2].cells == 0);
    assert!(released(&block, &RowSet::new()).iter().all(Figure::is_unknown), "an empty perimeter has no figure");
    let beyond = released(&block, &RowSet::full(5))[1];
    assert_eq!((beyond.exact(), beyond.cells, beyond.missing), (Some(0.0), 5, 3), "rows without data are missing, not zero");
}

#[test]
fn hundreds_of_scattered_rows_are_counted_to_the_last() {
    let mut builder = BlockBuilder::new(2_000, vec![Column { id: "a".into(), decimals: 0 }]);
    for row in (0..2_000).filter(|row| row % 4 == 2) {
        builder.set(row, 0, Cell::Masked { lower: -1, upper: 4 }).unwrap();
    }
    builder.set(0, 0, Cell::Value(7)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scattered.block");
    builder.finish(&path).unwrap();
    let figure = released(&Block::open(&path).unwrap(), &RowSet::from_rows((0..2_000).step_by(2)))[0];
    assert_eq!((figure.cells, figure.masked, figure.missing), (1_000, 500, 499));
    assert_eq!((figure.lower, figure.upper), (Some(-493.0), Some(2_007.0)));
}

#[test]
fn bounds_are_kept_however_many_there_are() {
    let mut builder = BlockBuilder::new(600, vec![Column { id: "a".into(), decimals: 0 }]);
    for row in 0..600 {
        let lower = i64::from(row * 7 % 600);
        builder.set(row, 0, Cell::Masked { lower, upper: lower + 2 }).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bounds.block");
    builder.finish(&path).unwrap();
    let block = Block::open(&path).unwrap();
    for row in 0..600 {
        let lower = i64::from(row * 7 % 600);
        assert_eq!(block.cell(row, 0), Cell::Masked { lower, upper: lower + 2 });
    }
    for rows in [RowSet::full(600), RowSet::from_rows((0..600).step_by(3))] {
        let lower: u32 = rows.iter().map(|row| row * 7 % 600).sum();
        let figure = released(&block, &rows)[0];
        assert_eq!((figure.lower, figure.upper), (Some(f64::from(lower)), Some(f64::from(lower + 2 * rows.len()))));
        assert_eq!(figure.masked, rows.len());
    }
}
