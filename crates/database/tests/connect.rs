//! Opening a store: what goes well, and one clear sentence for what does not.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::path::Path;

use bassin_database::{Database, Engine, journal};
use bassin_kernel::{Kind, Language, Problem};
use bassin_testkit::{clock, directory, ids, migrations as none, on_each_engine};
use common::{count, migrations};
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

async fn open(url: &str) -> Result<Database, Problem> {
    Database::connect(url, migrations(), clock(), ids()).await
}

/// The code of the refusal, after checking that it is one sentence in both languages.
async fn refusal(url: &str) -> String {
    let problem = open(url).await.unwrap_err();
    assert_eq!(problem.violations.len(), 1);
    for language in Language::ALL {
        let text = problem.text(language);
        assert!(text.len() > 20 && !text.contains('\n') && !text.contains("secret"), "{text}");
    }
    problem.violations[0].code.clone()
}

fn at(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

#[tokio::test]
async fn an_address_without_a_known_scheme_is_refused() {
    for url in [
        "",
        "store.sqlite",
        "/var/lib/store.sqlite",
        "mysql://root:secret@localhost/x",
        "sqlite:store",
        "sqlite://",
        "sqlite://:memory:",
        "sqlite://a?mode=ro",
    ] {
        assert_eq!(refusal(url).await, "store-address", "{url}");
    }
    assert_eq!(refusal("postgres://bassin:secret@localhost:notaport/x").await, "store-address");
}

#[tokio::test]
async fn a_place_that_cannot_hold_a_store_is_refused() {
    let directory = directory();
    let file = directory.path().join("file");
    std::fs::write(&file, b"").unwrap();
    assert_eq!(refusal(&at(&file.join("store.sqlite"))).await, "store-unwritable");
    assert_eq!(refusal(&at(&directory.path().join("absent/store.sqlite"))).await, "store-unwritable");
    assert_eq!(refusal(&at(directory.path())).await, "store-unwritable");
    assert_eq!(refusal("sqlite:///proc/store.sqlite").await, "store-unwritable");
}

#[tokio::test]
async fn a_file_that_is_no_store_is_refused_and_left_alone() {
    let directory = directory();
    let path = directory.path().join("store.sqlite");
    let text = "Bonjour. ".repeat(1000);
    std::fs::write(&path, &text).unwrap();
    assert_eq!(refusal(&at(&path)).await, "store-foreign");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_damaged_store_is_refused() {
    let directory = directory();
    let path = directory.path().join("store.sqlite");
    let database = open(&at(&path)).await.unwrap();
    for _ in 0..50 {
        count(&database, "a").await.unwrap();
    }
    database.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    let length = bytes.len();
    assert!(length > 3 * 4096);
    bytes[4096..length - 4096].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(refusal(&at(&path)).await, "store-damaged");
}

#[tokio::test]
async fn a_store_is_found_again() {
    on_each_engine(migrations, |store| async move {
        count(&store, "a").await.unwrap();
        let again = store.again().await.unwrap();
        assert_eq!(count(&again, "a").await.unwrap(), 2);
        again.close().await;
        assert_eq!(journal::verify(&store).await.unwrap().entries, 2);
    })
    .await;
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    on_each_engine(migrations, |store| async move {
        let older = Database::connect(store.url(), none(), clock(), ids()).await.unwrap_err();
        assert_eq!((older.kind, older.violations[0].code.as_str()), (Kind::Unavailable, "store-newer"));
        assert_eq!(store.generation().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_older_schema_is_brought_up_to_date() {
    on_each_engine(none, |store| async move {
        let newer = open(store.url()).await.unwrap();
        assert_eq!(count(&newer, "a").await.unwrap(), 1);
        newer.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_tables_of_another_application_are_left_alone() {
    on_each_engine(none, |store| async move {
        let connection = sea_orm::Database::connect(store.url()).await.unwrap();
        connection.execute_unprepared("ALTER TABLE schema_migration RENAME TO other").await.unwrap();
        let refused = open(store.url()).await.unwrap_err();
        assert_eq!(refused.violations[0].code, "store-foreign");
    })
    .await;
}

/// Several processes may start at once on a store that does not exist yet.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn simultaneous_starts_take_turns() {
    let directory = directory();
    race(&at(&directory.path().join("store.sqlite"))).await;
    on_each_engine(none, |store| async move {
        if store.engine() == Engine::Postgres {
            race(store.url()).await;
        }
    })
    .await;
}

async fn race(url: &str) {
    let mut starts = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let url = url.to_owned();
        starts.spawn(async move {
            let database = open(&url).await.unwrap();
            count(&database, "a").await.unwrap();
            database.close().await;
        });
    }
    starts.join_all().await;
    let database = open(url).await.unwrap();
    assert_eq!(journal::verify(&database).await.unwrap().entries, 8);
    database.close().await;
}

#[tokio::test]
async fn an_absent_server_is_told_at_once() {
    // Port 1 is never a PostgreSQL server.
    assert_eq!(refusal("postgres://bassin:secret@127.0.0.1:1/bassin").await, "store-unreachable");
}

#[tokio::test]
async fn a_wrong_password_or_database_is_told() {
    on_each_engine(none, |store| async move {
        if store.engine() != Engine::Postgres {
            return;
        }
        let (server, _) = store.url().rsplit_once('/').unwrap();
        assert_eq!(refusal(&format!("{server}/nowhere")).await, "store-absent");
        // The private server asks this account, and no other, for a password.
        let guarded = store.url().replace("postgres://postgres@", "postgres://guarded:secret@");
        if guarded != store.url() {
            assert_eq!(refusal(&guarded).await, "store-refused");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_printed_of_a_store_holds_no_secret() {
    on_each_engine(none, |store| async move {
        let database: &Database = &store;
        assert_eq!(format!("{database:?}"), format!("Database({})", store.engine().name()));
    })
    .await;
}

/// Creates a table, then fails.
struct Broken;

impl MigrationName for Broken {
    fn name(&self) -> &str {
        "m20260904_000000_broken"
    }
}

#[async_trait]
impl MigrationTrait for Broken {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("CREATE TABLE half (done BIGINT)").await?;
        manager.get_connection().execute_unprepared("CREATE TABLE half (done BIGINT)").await?;
        Ok(())
    }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_the_schema_as_it_was() {
    on_each_engine(none, |store| async move {
        let mut broken = migrations();
        broken.push(Box::new(Broken));
        let refused = Database::connect(store.url(), broken, clock(), ids()).await.unwrap_err();
        assert_eq!(refused.kind, Kind::Unavailable);
        assert!(store.read().execute_unprepared("SELECT * FROM half").await.is_err());
        assert!(store.read().execute_unprepared("SELECT * FROM counter").await.is_err());
        // The room's own tables come with the next start.
        let mended = open(store.url()).await.unwrap();
        assert_eq!(count(&mended, "a").await.unwrap(), 1);
        mended.close().await;
    })
    .await;
}
