//! Our side of the comparison with peers (`benches/peers/compare.py`): exports a table, then times the sums it is asked for.
//!
//! `peers FOLDER` writes `table.i32` (35,000 rows of 1,000 little-endian counts) and `perimeters.json` in the folder, prints `ready`, and
//! answers each perimeter's name read on the input with the nanoseconds of one sum and the total of all its columns.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::allow_attributes,
    reason = "a measuring tool speaks on its output and stops at the first surprise"
)]

#[path = "../benches/table/mod.rs"]
mod table;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bassin_statistics::{Block, RowSet};

const COMMUNES: u32 = 35_000;
const COLUMNS: usize = 1_000;

/// The median time of one sum, over half a second of them.
fn median(block: &Block, rows: &RowSet) -> u128 {
    let mut times = Vec::new();
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(500) {
        let one = Instant::now();
        black_box(block.sum(black_box(rows), 0..COLUMNS));
        times.push(one.elapsed().as_nanos());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("usage: peers FOLDER"));
    let counts = table::counts(COMMUNES, COLUMNS);
    let bytes: Vec<u8> = counts.iter().flat_map(|count| count.to_le_bytes()).collect();
    std::fs::write(folder.join("table.i32"), bytes).expect("the table is written");
    let block = table::block(&folder.join("table.block"), &counts, COLUMNS, 0);
    drop(counts);
    let perimeters = BTreeMap::from([
        ("departement", RowSet::from_runs(std::iter::once(12_000..12_500))),
        ("region", RowSet::from_runs(std::iter::once(20_000..25_115))),
        ("scattered", table::scattered(COMMUNES, 120, 1)),
        ("everything", RowSet::full(COMMUNES)),
    ]);
    std::fs::write(folder.join("perimeters.json"), serde_json::to_vec(&perimeters).expect("runs are plain pairs"))
        .expect("the perimeters are written");
    println!("ready");
    for name in std::io::stdin().lines() {
        let name = name.expect("a line of text");
        let rows = perimeters.get(name.as_str()).expect("the name of a perimeter");
        let total: f64 = block.sum(rows, 0..COLUMNS).iter().filter_map(|sum| sum.release().exact()).sum();
        println!("{} {total}", median(&block, rows));
        std::io::stdout().flush().expect("the answer is read");
    }
}
