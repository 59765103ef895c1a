//! How long a sum takes, next to a plain read of the same bytes, and how the cost grows.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::allow_attributes,
    reason = "a bench stops at the first surprise, and its macros are not documented"
)]

#[path = "table/mod.rs"]
mod table;

use std::hint::black_box;
use std::time::Duration;

use bassin_statistics::{Block, RowSet};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use tempfile::TempDir;

const COMMUNES: u32 = 35_000;
const COLUMNS: usize = 1_000;

/// Several perimeters of one kind, asked in turn: no reader asks for the same one all day.
struct Kind {
    name: &'static str,
    perimeters: Vec<RowSet>,
}

fn kinds(rows: u32) -> Vec<Kind> {
    let stretches = |len: u32, how_many: u32| {
        let step = (rows - len) / how_many;
        (0..how_many).map(|number| RowSet::from_runs(std::iter::once(number * step..number * step + len))).collect()
    };
    vec![
        Kind { name: "departement, one run of 500", perimeters: stretches(500, 70) },
        Kind { name: "region, one run of 5115", perimeters: stretches(5_115, 12) },
        Kind { name: "120 scattered", perimeters: (0..16).map(|seed| table::scattered(rows, 120, seed)).collect() },
        Kind { name: "everything", perimeters: vec![RowSet::full(rows)] },
    ]
}

fn in_turn<'a, T>(bench: &mut criterion::Bencher<'_, WallTime>, perimeters: &'a [RowSet], mut measured: impl FnMut(&'a RowSet) -> T) {
    let mut turn = perimeters.iter().cycle();
    bench.iter(|| black_box(measured(turn.next().expect("perimeters never end"))));
}

/// Reads the rows that a sum would read, adding everything up in one number.
fn plain_read(counts: &[i32], running: &[i32], columns: usize, rows: &RowSet) -> i64 {
    let read = |plane: &[i32], row: u32| {
        let row = &plane[row as usize * columns..][..columns];
        row.iter().fold(0i64, |sum, &value| sum.wrapping_add(value.into()))
    };
    let cost = |run: &std::ops::Range<u32>| {
        if run.len() > 2 {
            read(running, run.start).wrapping_add(read(running, run.end))
        } else {
            run.clone().fold(0, |sum: i64, row| sum.wrapping_add(read(counts, row)))
        }
    };
    rows.runs().iter().fold(0, |sum, run| sum.wrapping_add(cost(run)))
}

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_millis(1_200)).sample_size(30);
    group
}

fn all_columns(block: &Block) -> std::ops::Range<usize> {
    0..block.columns().len()
}

fn perimeters(criterion: &mut Criterion) {
    let folder = TempDir::new().expect("a temporary folder");
    let counts = table::counts(COMMUNES, COLUMNS);
    let block = table::block(&folder.path().join("whole.block"), &counts, COLUMNS, 0);
    let holed = table::block(&folder.path().join("holed.block"), &counts, COLUMNS, 20);
    // As large as the plane of running sums, one row more than the counts.
    let running = [counts.as_slice(), &counts[..COLUMNS]].concat();
    for kind in kinds(COMMUNES) {
        let mut group = group(criterion, kind.name);
        group.bench_function("plain read of the same bytes", |bench| {
            in_turn(bench, &kind.perimeters, |rows| plain_read(&counts, &running, COLUMNS, rows));
        });
        group.bench_function("sum", |bench| in_turn(bench, &kind.perimeters, |rows| block.sum(rows, all_columns(&block))));
        group.bench_function("sum with 2% missing and 2% masked", |bench| {
            in_turn(bench, &kind.perimeters, |rows| holed.sum(rows, all_columns(&holed)));
        });
        group.finish();
    }
}

fn growth(criterion: &mut Criterion) {
    for (rows, columns) in [(COMMUNES, COLUMNS), (COMMUNES, 2 * COLUMNS), (2 * COMMUNES, COLUMNS)] {
        let folder = TempDir::new().expect("a temporary folder");
        let block = table::block(&folder.path().join("grown.block"), &table::counts(rows, columns), columns, 0);
        let mut group = group(criterion, &format!("growth, {rows} communes x {columns} columns"));
        for kind in kinds(rows) {
            group.bench_function(kind.name, |bench| in_turn(bench, &kind.perimeters, |rows| block.sum(rows, all_columns(&block))));
        }
        group.finish();
    }
}

criterion_group!(sums, perimeters, growth);
criterion_main!(sums);
