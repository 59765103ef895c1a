//! A file of two million rows, alone in its process so that the memory measured is its own.

use std::io::{BufWriter, Write};

use bassin_documents::{Dialect, Limits, Row, Table};

/// The most memory the process ever had, in kilobytes; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn two_million_rows_are_read_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.csv");
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    file.write_all(b"code,month,figure\n").unwrap();
    for row in 0..2_000_000 {
        writeln!(file, "{:05},2020-01,{row}", row % 90_000).unwrap();
    }
    file.into_inner().unwrap().sync_all().unwrap();

    let before = peak();
    let mut table = Table::open(&path, &Dialect::default(), &Limits::default()).unwrap();
    let (mut row, mut rows, mut sum) = (Row::default(), 0_u64, 0_u64);
    while table.next(&mut row).unwrap() {
        rows += 1;
        sum += row.cells[2].parse::<u64>().unwrap();
    }
    assert_eq!((rows, row.number, sum), (2_000_000, 2_000_001, 1_999_999_000_000));
    match (before, peak()) {
        (Some(before), Some(after)) => {
            assert!(after - before < 20_000, "{} kB more for a file of {} bytes", after - before, table.total_bytes())
        }
        _ => println!("skipped: this system does not tell the memory of a process"),
    }
}
