//! A whole installation in one archive, and back.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use bassin_database::{Database, Engine, Manifest, Record, backup, journal, restore};
use bassin_kernel::Problem;
use bassin_testkit::{Store, clock, directory, ids, migrations as none, on_each_engine};
use common::{count, migrations, value, viewer};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sea_orm::sea_query::{ColumnDef, ForeignKey, Table};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// A store with two entries and two files, saved.
async fn saved(store: &Store, out: &Path) -> Result<Manifest, Problem> {
    count(store, "a").await?;
    count(store, "a\tb\\N\n").await?;
    let data = store.directory();
    fs::create_dir_all(data.join("files/deep")).unwrap();
    fs::write(data.join("files/one"), b"one").unwrap();
    fs::write(data.join("files/deep/two"), vec![7; 100_000]).unwrap();
    fs::write(data.join("left out"), b"no").unwrap();
    backup(store, data, &["files", "cube"], out).await
}

/// Where the archive is restored: on PostgreSQL, into the store of another test database.
async fn restored(archive: &Path, data: &Path, url: &str) -> Result<Manifest, Problem> {
    restore(archive, data, url, migrations(), clock(), ids()).await
}

fn beside(data: &Path) -> String {
    format!("sqlite://{}", data.join("store.sqlite").display())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn code(outcome: Result<Manifest, Problem>) -> String {
    outcome.unwrap_err().violations[0].code.clone()
}

#[tokio::test]
async fn everything_comes_back() {
    on_each_engine(migrations, |store| async move {
        let place = directory();
        let archive = place.path().join("backup.tar.gz");
        let manifest = saved(&store, &archive).await.unwrap();
        assert_eq!(names(place.path()), ["backup.tar.gz"], "no temporary file is left");
        assert_eq!(manifest.journal, journal::verify(&store).await.unwrap());
        assert_eq!(manifest.engine, store.engine().name());
        let rows = |name: &str| manifest.tables.iter().find(|table| table.name == name).map(|table| table.rows);
        assert_eq!((rows("counter"), rows("journal"), rows("journal_head")), (Some(2), Some(2), Some(1)));

        let data = place.path().join("data");
        let url = match empty(&store).await {
            Some(url) => url,
            None => beside(&data),
        };
        assert_eq!(restored(&archive, &data, &url).await.unwrap(), manifest);
        assert_eq!(fs::read(data.join("files/one")).unwrap(), b"one");
        assert_eq!(fs::read(data.join("files/deep/two")).unwrap().len(), 100_000);
        let expected: &[&str] = if store.engine() == Engine::Sqlite { &["files", "store.sqlite"] } else { &["files"] };
        assert_eq!(names(&data), expected);
        assert_eq!(names(place.path()), ["backup.tar.gz", "data"]);

        let database = Database::connect(&url, migrations(), clock(), ids()).await.unwrap();
        assert_eq!(value(database.read(), "a\tb\\N\n").await.unwrap(), Some(1));
        assert_eq!(count(&database, "a").await.unwrap(), 2);
        assert_eq!(journal::verify(&database).await.unwrap().entries, 3);
        database.close().await;
        // A second time, the place is taken.
        assert_eq!(code(restored(&archive, &data, &url).await), "restore-occupied");
        let elsewhere = place.path().join("elsewhere");
        if store.engine() == Engine::Postgres {
            assert_eq!(code(restored(&archive, &elsewhere, &url).await), "restore-occupied");
            assert!(!elsewhere.exists());
            drop_empty(&store).await;
        }
    })
    .await;
}

/// An empty PostgreSQL database beside that of `store`; `None` on SQLite.
async fn empty(store: &Store) -> Option<String> {
    beside_server(store, "CREATE DATABASE").await
}

async fn drop_empty(store: &Store) {
    beside_server(store, "DROP DATABASE").await;
}

async fn beside_server(store: &Store, verb: &str) -> Option<String> {
    if store.engine() == Engine::Sqlite {
        return None;
    }
    let (server, name) = store.url().rsplit_once('/').unwrap();
    let connection = sea_orm::Database::connect(store.url()).await.unwrap();
    connection.execute_unprepared(&format!("{verb} {name}_restored")).await.unwrap();
    connection.close().await.unwrap();
    Some(format!("{server}/{name}_restored"))
}

/// A table that refers to one that follows it in the alphabet, and whose rows the store numbers.
struct Annotations;

impl MigrationName for Annotations {
    fn name(&self) -> &str {
        "m20260903_000000_annotations"
    }
}

#[async_trait]
impl MigrationTrait for Annotations {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut create = Table::create();
        create
            .table("annotation")
            .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
            .col(ColumnDef::new("counter").text().not_null())
            .foreign_key(ForeignKey::create().from("annotation", "counter").to("counter", "name"));
        manager.create_table(create).await
    }
}

fn annotated() -> Vec<Box<dyn MigrationTrait>> {
    let mut all = migrations();
    all.push(Box::new(Annotations));
    all
}

async fn annotate(database: &Database) -> i64 {
    let record = Record::new("annotation.add", "counter", "a");
    let insert = "INSERT INTO annotation (counter) VALUES ('a')";
    database
        .write(&viewer(), |transaction| async move {
            transaction.execute_unprepared(insert).await?;
            let select = Statement::from_string(transaction.get_database_backend(), "SELECT MAX(id) FROM annotation");
            let id = transaction.query_one_raw(select).await?.unwrap().try_get_by_index(0)?;
            Ok((id, record))
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn references_and_numbers_come_back() {
    on_each_engine(annotated, |store| async move {
        count(&store, "a").await.unwrap();
        assert_eq!((annotate(&store).await, annotate(&store).await), (1, 2));
        let place = directory();
        let archive = place.path().join("backup.tar.gz");
        backup(&store, store.directory(), &[], &archive).await.unwrap();
        let data = place.path().join("data");
        // An empty folder will do as well as none.
        fs::create_dir(&data).unwrap();
        let url = empty(&store).await.unwrap_or_else(|| beside(&data));
        restore(&archive, &data, &url, annotated(), clock(), ids()).await.unwrap();
        let database = Database::connect(&url, annotated(), clock(), ids()).await.unwrap();
        assert_eq!(annotate(&database).await, 3);
        assert_eq!(journal::verify(&database).await.unwrap().entries, 4);
        database.close().await;
        drop_empty(&store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_is_consistent_while_others_write() {
    on_each_engine(migrations, |store| async move {
        let place = directory();
        let mut writers = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let database = (*store).clone();
            writers.spawn(async move {
                for _ in 0..10 {
                    count(&database, "shared").await.unwrap();
                }
            });
        }
        for number in 0..3 {
            let archive = place.path().join(format!("{number}.tar.gz"));
            let manifest = backup(&store, store.directory(), &[], &archive).await.unwrap();
            let journal = manifest.tables.iter().find(|table| table.name == "journal").unwrap();
            assert_eq!(journal.rows, manifest.journal.entries);
            if store.engine() == Engine::Sqlite {
                let data = place.path().join(format!("data{number}"));
                restored(&archive, &data, &beside(&data)).await.unwrap();
            }
        }
        writers.join_all().await;
        assert_eq!(journal::verify(&store).await.unwrap().entries, 40);
    })
    .await;
}

#[tokio::test]
async fn a_backup_never_replaces_a_file() {
    on_each_engine(migrations, |store| async move {
        let place = directory();
        let out = place.path().join("taken");
        fs::write(&out, b"mine").unwrap();
        assert_eq!(code(saved(&store, &out).await), "archive-exists");
        assert_eq!(fs::read(&out).unwrap(), b"mine");
        assert_eq!(code(backup(&store, store.directory(), &[], &place.path().join("absent/x")).await), "file-unwritable");
    })
    .await;
}

#[tokio::test]
async fn a_store_does_not_change_engine_or_version() {
    on_each_engine(migrations, |store| async move {
        let place = directory();
        let archive = place.path().join("backup.tar.gz");
        saved(&store, &archive).await.unwrap();
        let data = place.path().join("data");
        match empty(&store).await {
            None => {
                assert_eq!(code(restore(&archive, &data, &beside(&data), none(), clock(), ids()).await), "store-newer");
                assert_eq!(code(restored(&archive, &data, "postgres://localhost/x").await), "archive-engine");
                assert_eq!(code(restored(&archive, &data, &beside(&place.path().join("other"))).await), "store-address");
            }
            Some(url) => {
                assert_eq!(code(restore(&archive, &data, &url, none(), clock(), ids()).await), "archive-schema");
                assert_eq!(code(restored(&archive, &data, &beside(&data)).await), "archive-engine");
                drop_empty(&store).await;
            }
        }
        assert_eq!(names(place.path()), ["backup.tar.gz"]);
    })
    .await;
}

/// Rewrites an archive, member by member: what `change` returns is kept.
fn rewrite(archive: &Path, change: impl Fn(&str, Vec<u8>) -> Vec<(String, Vec<u8>)>) -> PathBuf {
    let out = archive.with_extension("changed");
    let mut old = tar::Archive::new(GzDecoder::new(File::open(archive).unwrap()));
    let mut new = tar::Builder::new(GzEncoder::new(File::create(&out).unwrap(), Compression::fast()));
    for entry in old.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        for (name, bytes) in change(&name, bytes) {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            // Written by hand: the library refuses the names that this test is about.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            new.append(&header, bytes.as_slice()).unwrap();
        }
    }
    new.into_inner().unwrap().finish().unwrap();
    out
}

#[tokio::test]
async fn a_wrong_archive_restores_nothing() {
    on_each_engine(migrations, |store| async move {
        if store.engine() != Engine::Sqlite {
            return;
        }
        let place = directory();
        let archive = place.path().join("backup.tar.gz");
        saved(&store, &archive).await.unwrap();
        let data = place.path().join("data");
        let url = beside(&data);
        let outcome = async |archive: &Path| {
            let code = code(restored(archive, &data, &url).await);
            assert!(!data.exists(), "{code}");
            assert!(names(place.path()).iter().all(|name| name.starts_with("backup")), "{code}");
            code
        };
        let same = |name: &str, bytes: Vec<u8>| vec![(name.to_owned(), bytes)];

        assert_eq!(outcome(&place.path().join("absent")).await, "not-found");
        let whole = fs::read(&archive).unwrap();
        let cut = place.path().join("backup.cut");
        for length in [0, 1, 10, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
            fs::write(&cut, &whole[..length]).unwrap();
            assert_eq!(outcome(&cut).await, "archive-unreadable", "{length} bytes of {}", whole.len());
        }
        fs::write(&cut, b"an image, or whatever").unwrap();
        assert_eq!(outcome(&cut).await, "archive-unreadable");
        let altered = |name: &str, mut bytes: Vec<u8>| {
            if name == "files/one" {
                bytes.reverse();
            }
            same(name, bytes)
        };
        assert_eq!(outcome(&rewrite(&archive, altered)).await, "archive-altered");
        let missing = |name: &str, bytes| if name == "files/one" { Vec::new() } else { same(name, bytes) };
        assert_eq!(outcome(&rewrite(&archive, missing)).await, "archive-missing");
        let unlisted = |name: &str, bytes| {
            if name == "files/one" { [same(name, bytes), same("files/three", vec![1])].concat() } else { same(name, bytes) }
        };
        assert_eq!(outcome(&rewrite(&archive, unlisted)).await, "archive-unlisted");
        let foreign = |name: &str, bytes| if name == "manifest.json" { Vec::new() } else { same(name, bytes) };
        assert_eq!(outcome(&rewrite(&archive, foreign)).await, "archive-foreign");
        for path in ["../escaped", "/escaped", "files/../../escaped"] {
            let escaping = |name: &str, bytes| if name == "files/one" { same(path, bytes) } else { same(name, bytes) };
            assert_eq!(outcome(&rewrite(&archive, escaping)).await, "archive-unsafe", "{path}");
        }
        assert!(!place.path().parent().unwrap().join("escaped").exists());
    })
    .await;
}

#[tokio::test]
async fn a_link_in_an_archive_is_refused() {
    let place = directory();
    let archive = place.path().join("backup.tar.gz");
    let mut tar = tar::Builder::new(GzEncoder::new(File::create(&archive).unwrap(), Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    tar.append_link(&mut header, "files", "/etc").unwrap();
    tar.into_inner().unwrap().finish().unwrap().flush().unwrap();
    let data = place.path().join("data");
    assert_eq!(code(restored(&archive, &data, &beside(&data)).await), "archive-unsafe");
}

#[tokio::test]
async fn one_wrong_byte_anywhere_restores_the_same_or_nothing() {
    on_each_engine(migrations, |store| async move {
        if store.engine() != Engine::Sqlite {
            return;
        }
        let place = directory();
        let archive = place.path().join("backup.tar.gz");
        let manifest = saved(&store, &archive).await.unwrap();
        let whole = fs::read(&archive).unwrap();
        let data = place.path().join("data");
        let wrong = place.path().join("backup.wrong");
        let (mut tried, mut unharmed) = (0, 0);
        for position in (0..12).chain((12..whole.len()).step_by(whole.len() / 60)) {
            let mut bytes = whole.clone();
            bytes[position] ^= 0x10;
            tried += 1;
            fs::write(&wrong, bytes).unwrap();
            if let Ok(same) = restored(&wrong, &data, &beside(&data)).await {
                // The date in a gzip file carries nothing, and runs of one byte are copied from anywhere in the run.
                assert_eq!(same, manifest);
                unharmed += 1;
                fs::remove_dir_all(&data).unwrap();
            }
            assert!(!data.exists(), "byte {position}");
        }
        assert!(unharmed < tried / 2, "{unharmed} of {tried} went unnoticed");
    })
    .await;
}
