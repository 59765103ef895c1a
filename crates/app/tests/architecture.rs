//! The floor plan, read in the manifests and in the sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use bassin_kernel::Language;

/// The rooms, each of which may use those before it.
const ORDER: [&str; 13] = [
    "kernel",
    "statistics",
    "database",
    "mail",
    "documents",
    "typesetting",
    "web",
    "territory",
    "directory",
    "observatory",
    "governance",
    "plan",
    "app",
];
/// The rooms that own tables.
const ROOMS: [&str; 6] = ["mail", "territory", "directory", "observatory", "governance", "plan"];
/// The longest a source file may be.
const LONGEST: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file below `folder` with this extension, with its path from the root.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let (root, mut found) = (root(), Vec::new());
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no .{extension} below {folder}");
    found
}

fn crates() -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn manifest(name: &str) -> toml::Table {
    std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap().parse().unwrap()
}

fn names(manifest: &toml::Table, section: &str) -> BTreeSet<String> {
    manifest.get(section).and_then(toml::Value::as_table).into_iter().flat_map(|table| table.keys().cloned()).collect()
}

/// The lines of code, with their numbers: comments left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(index, line)| (index + 1, line))
}

/// Whether a file holds tests beside what they test: they may use the kit of tests and look into the store.
fn tests(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/")
}

/// A source without the tests at its end.
fn untested(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// Where `word` begins as a whole word in `line`.
fn word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part))
}

#[test]
fn rooms_use_those_above_them_only() {
    let mut known: Vec<String> = ORDER.iter().map(|room| (*room).to_owned()).collect();
    known.push("testkit".to_owned());
    known.sort();
    assert_eq!(crates(), known, "a new room takes its place in the order of this test");
    for (place, room) in ORDER.iter().enumerate() {
        let manifest = manifest(room);
        let above: BTreeSet<String> = ORDER[..place].iter().map(|room| format!("bassin-{room}")).collect();
        let used: BTreeSet<String> = names(&manifest, "dependencies").into_iter().filter(|name| name.starts_with("bassin-")).collect();
        assert!(used.is_subset(&above), "{room} depends on {:?}, which are not above it", used.difference(&above).collect::<Vec<_>>());
        for (file, text) in files(&format!("crates/{room}/src"), "rs") {
            let text = if tests(&file) { "" } else { untested(&text) };
            for (number, line) in code(text) {
                for other in known.iter().filter(|other| word(line, &format!("bassin_{other}"))) {
                    assert!(used.contains(&format!("bassin-{other}")), "{file}:{number} reaches {other}: {line}");
                }
            }
        }
    }
    let kit: BTreeSet<String> =
        names(&manifest("testkit"), "dependencies").into_iter().filter(|name| name.starts_with("bassin-")).collect();
    assert_eq!(kit, BTreeSet::from(["bassin-database".to_owned(), "bassin-kernel".to_owned()]), "the kit of tests knows no room");
}

#[test]
fn the_bottom_of_the_house_reads_no_store_and_serves_no_page() {
    for room in ["kernel", "statistics"] {
        for name in names(&manifest(room), "dependencies") {
            let barred = ["sea-orm", "sea-orm-migration", "axum", "tokio", "askama", "tower", "tower-http", "utoipa", "clap"];
            assert!(!barred.contains(&name.as_str()), "{room} depends on {name}");
        }
    }
}

#[test]
fn every_manifest_takes_versions_and_lints_from_the_workspace() {
    for name in crates() {
        let manifest = manifest(&name);
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true), "{name} has lints of its own");
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for dependency in names(&manifest, section) {
                let shared = manifest[section][&dependency].get("workspace").and_then(toml::Value::as_bool);
                assert_eq!(shared, Some(true), "{name} takes {dependency} from elsewhere than the workspace");
            }
        }
    }
}

/// Whether a file of a room is its store or its migrations.
fn stores(file: &str) -> bool {
    let inside = |room: &str| {
        let source = format!("crates/{room}/src/");
        file.strip_prefix(&source).is_some_and(|rest| rest == "store.rs" || rest.starts_with("store/") || rest.starts_with("migrations/"))
    };
    ROOMS.iter().any(|room| inside(room))
}

#[test]
fn only_stores_know_the_store() {
    for name in crates().into_iter().filter(|name| name != "database" && name != "testkit") {
        for (file, text) in files(&format!("crates/{name}/src"), "rs").into_iter().filter(|(file, _)| !stores(file) && !tests(file)) {
            for (number, line) in code(untested(&text)) {
                assert!(!word(line, "sea_orm") && !word(line, "sqlx"), "{file}:{number} queries the store: {line}");
                // The application hands the migrations of the rooms over without looking inside.
                let assembly = file == "crates/app/src/installation.rs";
                assert!(assembly || !word(line, "sea_orm_migration"), "{file}:{number} migrates: {line}");
            }
        }
    }
}

#[test]
fn pages_api_and_command_line_never_reach_into_a_store() {
    let mut looked_at = 0;
    for name in crates() {
        let public = |file: &str| {
            let source = format!("crates/{name}/src/");
            file.strip_prefix(&source).is_some_and(|rest| {
                ["pages.rs", "api.rs", "cli.rs"].contains(&rest) || ["pages/", "api/", "cli/"].iter().any(|folder| rest.starts_with(folder))
            })
        };
        for (file, text) in files(&format!("crates/{name}/src"), "rs").into_iter().filter(|(file, _)| public(file)) {
            looked_at += 1;
            for (number, line) in code(&text) {
                assert!(!line.contains("store::") && !word(line, "DatabaseConnection"), "{file}:{number} reaches into a store: {line}");
            }
        }
    }
    assert!(looked_at >= 8, "only {looked_at} files of pages, API and command line were found");
}

#[test]
fn a_table_has_one_writer() {
    let mut writers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in crates() {
        for (_, text) in files(&format!("crates/{name}/src"), "rs") {
            for (_, line) in code(&text) {
                if let Some((_, rest)) = line.split_once("table_name = \"") {
                    let table = rest.split('"').next().unwrap_or_default().to_owned();
                    writers.entry(table).or_default().insert(name.clone());
                }
            }
        }
    }
    assert!(writers.len() >= 5, "{writers:?}");
    assert!(writers.values().all(|rooms| rooms.len() == 1), "{writers:?}");
}

#[test]
fn memory_is_mapped_in_one_audited_place_and_nowhere_else_is_anything_unsafe() {
    let mut found = BTreeSet::new();
    for (file, text) in files("crates", "rs").into_iter().filter(|(file, _)| !file.ends_with("tests/architecture.rs")) {
        if code(&text).any(|(_, line)| ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"].iter().any(|mark| line.contains(mark))) {
            found.insert(file);
        }
    }
    assert_eq!(found, BTreeSet::from(["crates/statistics/src/mapping.rs".to_owned()]));
}

#[test]
fn no_source_file_is_too_long_to_read() {
    for folder in ["crates", "e2e"] {
        for (file, text) in files(folder, "rs").into_iter().chain(if folder == "crates" { files("crates", "html") } else { Vec::new() }) {
            let lines = text.lines().count();
            assert!(lines <= LONGEST, "{file} has {lines} lines: it holds more than one idea");
        }
    }
}

/// The keys of the messages in a Fluent text.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(|line| Some(line.split_once(" =")?.0))
}

/// What is written between quotes right after `mark`, everywhere in `text`.
fn quoted_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(mark).filter_map(move |(at, _)| text[at + mark.len()..].split_once('"').map(|(inside, _)| inside))
}

#[test]
fn every_message_exists_in_both_languages() {
    assert_eq!(bassin::catalogue().check(), Vec::<String>::new());
}

#[test]
fn every_message_asked_for_exists() {
    let catalogue = bassin::catalogue();
    let mut asked = 0;
    let sources = files("crates", "html")
        .into_iter()
        .chain(files("crates", "rs"))
        .filter(|(file, _)| file.contains("/src/") || file.contains("/templates/"));
    for (file, text) in sources {
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code: String = code(text).map(|(_, line)| format!("{line}\n")).collect();
        for key in [".t(\"", ".t_with(\"", " t(\"", "(t(\""].iter().flat_map(|mark| quoted_after(&code, mark)) {
            asked += 1;
            for language in [Language::French, Language::English] {
                assert!(catalogue.has(key, language), "{file} asks for “{key}”, absent in {}", language.code());
            }
        }
    }
    assert!(asked > 200, "only {asked} messages were found in the sources");
}

#[test]
fn every_message_is_used() {
    let sources: Vec<(String, String)> =
        files("crates", "html").into_iter().chain(files("crates", "rs")).filter(|(file, _)| !file.contains("/tests/")).collect();
    let everything: String = sources.iter().map(|(_, text)| text.as_str()).collect();
    // A key made of a fixed beginning and a variable end: "theme-{}".
    let beginnings: BTreeSet<&str> = everything
        .split('"')
        .filter_map(|text| text.split_once('{').map(|(start, _)| start))
        .filter(|start| start.len() > 3 && start.ends_with('-'))
        .collect();
    let mut idle = Vec::new();
    for (file, text) in files("crates", "ftl") {
        for key in keys(&text) {
            let written = everything.contains(&format!("\"{key}\""));
            if !written && !beginnings.iter().any(|start| key.starts_with(start)) {
                idle.push(format!("{file}: {key}"));
            }
        }
    }
    assert_eq!(idle, Vec::<String>::new(), "messages that nothing shows");
}
