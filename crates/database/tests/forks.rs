//! One code for two engines: whatever differs is decided in one module, and counted.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};

/// How many decisions may depend on the engine.
const BUDGET: usize = 10;

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

#[test]
fn forks_live_in_one_module_and_are_few() {
    let mut files = Vec::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut files);
    let dialect = files.iter().find(|(path, _)| path.ends_with("src/dialect.rs")).unwrap();
    let forks = dialect.1.matches("match engine").count()
        + dialect.1.matches("match database.engine()").count()
        + dialect.1.matches("match self {").count()
        + dialect.1.matches("try_downcast_ref").count() / 2;
    assert!((6..=BUDGET).contains(&forks), "{forks} decisions depend on the engine; {BUDGET} are allowed");

    // A room that looks at the engine forks outside of the module.
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for room in std::fs::read_dir(crates).unwrap() {
        let source = room.unwrap().path().join("src");
        if source.is_dir() && !source.starts_with(crates.join("testkit")) && !source.starts_with(crates.join("database")) {
            sources(&source, &mut files);
        }
    }
    for (path, text) in &files {
        if path.ends_with("database/src/dialect.rs") {
            continue;
        }
        for fork in
            ["match engine", "Engine::Postgres =>", "Engine::Sqlite =>", "DbBackend::Sqlite", "DbBackend::Postgres", "DatabaseBackend::"]
        {
            assert!(!text.contains(fork), "{} decides by engine (“{fork}”): move it to dialect.rs", path.display());
        }
    }
}
