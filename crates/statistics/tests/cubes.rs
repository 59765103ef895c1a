//! Snapshots are what their manifest says, and are replaced while readers work.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use bassin_statistics::{BlockBuilder, Cell, Column, Cube, Manifest, ManifestBlock, ManifestDataset, RowSet, Shared};

const COLUMNS: usize = 16;

/// A snapshot whose every cell is its generation.
fn snapshot(folder: &Path, generation: u64) -> Manifest {
    let columns = (0..COLUMNS).map(|column| Column { id: column.to_string(), decimals: 0 }).collect();
    let mut builder = BlockBuilder::new(10, columns);
    for row in 0..10 {
        for column in 0..COLUMNS {
            builder.set(row, column, Cell::Value(generation as i64)).unwrap();
        }
    }
    let file = format!("{generation}.block");
    let sha256 = builder.finish(&folder.join(&file)).unwrap().sha256;
    let blocks = vec![ManifestBlock { support: "communes".into(), file, sha256 }];
    let dataset = ManifestDataset { id: "census".into(), version: 1, file_sha256: "0".into(), blocks };
    Manifest { generation, geography: "2024".into(), datasets: vec![dataset] }
}

#[test]
fn a_cube_opens_what_its_manifest_names_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = snapshot(folder.path(), 3);
    let json = serde_json::to_string(&manifest).unwrap();
    let cube = Cube::open(folder.path(), &serde_json::from_str(&json).unwrap()).unwrap();
    assert_eq!(cube.manifest(), &manifest);
    assert_eq!(cube.datasets()[0].id, "census");
    assert_eq!(cube.block("census", "communes").unwrap().rows(), 10);
    assert!(cube.block("census", "epci").is_none() && cube.block("other", "communes").is_none());

    let with = |change: &dyn Fn(&mut ManifestBlock)| {
        let mut other = manifest.clone();
        change(&mut other.datasets[0].blocks[0]);
        Cube::open(folder.path(), &other).map(|_| ()).unwrap_err().to_string()
    };
    assert!(with(&|block| block.sha256 = "0".repeat(64)).contains("not the block that the manifest names"));
    assert!(with(&|block| block.file = "absent.block".into()).contains("absent.block"));
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    for escape in ["../3.block", "inside/../3.block", "..", ""] {
        assert!(with(&|block| block.file = escape.into()).contains("own folder"), "{escape}");
    }
}

#[test]
fn readers_never_see_two_snapshots_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let open = |generation| Arc::new(Cube::open(folder.path(), &snapshot(folder.path(), generation)).unwrap());
    let shared = Shared::new(open(1));
    let done = AtomicBool::new(false);
    let rows = RowSet::from_runs([0..6, 8..9]);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let (mut seen, mut last) = (0, 0);
                    while !done.load(Ordering::Relaxed) || seen == 0 {
                        let cube = shared.load();
                        let generation = cube.manifest().generation;
                        assert!(generation >= last, "a reader never goes back in time");
                        let sums = cube.block("census", "communes").unwrap().sum(&rows, 0..COLUMNS);
                        assert!(sums.iter().all(|sum| sum.release().exact() == Some(7.0 * generation as f64)));
                        (seen, last) = (seen + 1, generation);
                    }
                    seen
                })
            })
            .collect();
        let in_flight = shared.load();
        for generation in 2..=40 {
            let replaced = shared.swap(open(generation));
            assert_eq!(replaced.manifest().generation, generation - 1);
            std::fs::remove_file(folder.path().join(format!("{}.block", generation - 1))).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        assert!(readers.into_iter().all(|reader| reader.join().unwrap() > 0));
        assert_eq!(in_flight.block("census", "communes").unwrap().cell(9, 0), Cell::Value(1), "a reader in flight keeps its own");
    });
    assert_eq!(shared.load().manifest().generation, 40);
}
