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
use std::time::{Duration, Instant};

use bassin_statistics::RowSet;
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

/// Benches one thing asked of each perimeter in turn, and gives the median nanoseconds of one answer (none when the bench was filtered out).
fn in_turn<'a, T>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    perimeters: &'a [RowSet],
    measured: impl Fn(&'a RowSet) -> T,
) -> Option<f64> {
    let mut costs = Vec::new();
    group.bench_function(name, |bench| {
        let mut turn = perimeters.iter().cycle();
        bench.iter_custom(|times| {
            let start = Instant::now();
            for _ in 0..times {
                black_box(measured(turn.next().expect("perimeters never end")));
            }
            let elapsed = start.elapsed();
            costs.push(elapsed.as_nanos() as f64 / times as f64);
            elapsed
        });
    });
    costs.sort_by(f64::total_cmp);
    costs.get(costs.len() / 2).copied()
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
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800)).sample_size(30);
    group
}

/// One line of the summary: what was summed, how it compares with a plain read, and with the first size benched.
struct Line {
    what: String,
    sum: f64,
    against_plain: f64,
    growth: f64,
}

fn sizes(criterion: &mut Criterion) {
    let mut lines: Vec<Line> = Vec::new();
    for (rows, columns) in [(COMMUNES, COLUMNS), (COMMUNES, 2 * COLUMNS), (2 * COMMUNES, COLUMNS)] {
        let folder = TempDir::new().expect("a temporary folder");
        let counts = table::counts(rows, columns);
        let block = table::block(&folder.path().join("whole.block"), &counts, columns, 0);
        // As large as the plane of running sums, one row more than the counts.
        let running = [counts.as_slice(), &counts[..columns]].concat();
        for kind in kinds(rows) {
            let what = format!("{rows} communes x {columns} columns, {}", kind.name);
            let mut group = group(criterion, &what);
            let plain =
                in_turn(&mut group, "plain read of the same bytes", &kind.perimeters, |rows| plain_read(&counts, &running, columns, rows));
            let sum = in_turn(&mut group, "sum", &kind.perimeters, |rows| block.sum(rows, 0..columns));
            group.finish();
            if let (Some(plain), Some(sum)) = (plain, sum) {
                let first = lines.iter().find(|line| line.what.ends_with(kind.name)).map_or(sum, |line| line.sum);
                lines.push(Line { what, sum, against_plain: sum / plain, growth: sum / first });
            }
        }
    }
    summary(&lines);
}

fn holes(criterion: &mut Criterion) {
    let folder = TempDir::new().expect("a temporary folder");
    let block = table::block(&folder.path().join("holed.block"), &table::counts(COMMUNES, COLUMNS), COLUMNS, 20);
    for kind in kinds(COMMUNES) {
        let mut group = group(criterion, &format!("with 2% missing and 2% masked cells, {}", kind.name));
        in_turn(&mut group, "sum", &kind.perimeters, |rows| block.sum(rows, 0..COLUMNS));
        group.finish();
    }
}

#[expect(clippy::print_stdout, reason = "the summary is what the bench is run for")]
fn summary(lines: &[Line]) {
    println!("{:64}{:>12}{:>16}{:>10}", "", "one sum", "/ plain read", "growth");
    for Line { what, sum, against_plain, growth } in lines {
        println!("{what:64}{:>12}{against_plain:>14.1} ×{growth:>8.1} ×", format!("{:.2} µs", sum / 1_000.0));
    }
    println!();
}

criterion_group!(sums, sizes, holes);
criterion_main!(sums);
