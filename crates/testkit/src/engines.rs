//! One store per test, on each engine.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use bassin_database::{Database, Engine};
use bassin_kernel::Problem;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_orm_migration::MigrationTrait;
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::cluster::{Server, server};
use crate::{clock, directory, ids};

/// What a room hands to [`Database::connect`].
pub type Migrations = Vec<Box<dyn MigrationTrait>>;

/// No migration but the store's own.
#[must_use]
pub fn migrations() -> Migrations {
    Vec::new()
}

/// A store of one's own, migrated and empty, with a directory for files. It derefs to its [`Database`].
pub struct Store {
    database: Database,
    url: String,
    directory: TempDir,
    migrations: fn() -> Migrations,
}

impl Store {
    /// The store's address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A directory for files, removed after the test. On `SQLite` it holds `store.sqlite`.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The same store opened once more, as another process would.
    pub async fn again(&self) -> Result<Database, Problem> {
        Database::connect(&self.url, (self.migrations)(), clock(), ids()).await
    }
}

impl Deref for Store {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

/// Runs `body` on a fresh store of each engine there is, one after the other. The name of the engine is printed
/// before, so that the output of a failed test tells which one it was.
///
/// # Panics
/// When `body` does, after the store was removed.
#[expect(clippy::print_stdout, reason = "the output of a failed test names the engine")]
pub async fn on_each_engine<B, F>(migrations: fn() -> Migrations, body: B)
where
    B: Fn(Store) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    println!("engine: SQLite");
    let directory = directory();
    let url = format!("sqlite://{}", directory.path().join("store.sqlite").display());
    let database = connect(&url, migrations).await;
    body(Store { database, url, directory, migrations }).await;
    if let Some(server) = server() {
        println!("engine: PostgreSQL");
        on_postgres(server, migrations, body).await;
    }
}

async fn on_postgres<B, F>(server: &Server, migrations: fn() -> Migrations, body: B)
where
    B: Fn(Store) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let admin = administrator(server).await;
    let name = create(server, &admin, migrations).await;
    let url = server.url(&name);
    let database = connect(&url, migrations).await;
    assert_eq!(database.engine(), Engine::Postgres);
    // In a task of its own, so that the database is dropped even when the body panics.
    let outcome = tokio::spawn(body(Store { database: database.clone(), url, directory: directory(), migrations })).await;
    database.close().await;
    execute(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    admin.close().await.expect("the administrator leaves");
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// Creates a database, by copying one that was migrated once when the server is ours.
async fn create(server: &Server, admin: &DatabaseConnection, migrations: fn() -> Migrations) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    static TEMPLATES: Mutex<BTreeMap<u64, String>> = Mutex::const_new(BTreeMap::new());
    let name = |kind: &str| format!("bassin_{kind}_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let fresh = name("test");
    if !server.private {
        execute(admin, &format!("CREATE DATABASE {fresh}")).await;
        return fresh;
    }
    let mut hasher = DefaultHasher::new();
    migrations().iter().for_each(|migration| migration.name().hash(&mut hasher));
    let mut templates = TEMPLATES.lock().await;
    let template = match templates.entry(hasher.finish()) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => {
            let template = name("template");
            execute(admin, &format!("CREATE DATABASE {template}")).await;
            connect(&server.url(&template), migrations).await.close().await;
            place.insert(template)
        }
    };
    // Under the lock: a template being copied cannot be copied by another.
    execute(admin, &format!("CREATE DATABASE {fresh} TEMPLATE {template}")).await;
    fresh
}

async fn connect(url: &str, migrations: fn() -> Migrations) -> Database {
    Database::connect(url, migrations(), clock(), ids()).await.expect("the store opens")
}

async fn administrator(server: &Server) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(server.url("postgres"));
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.expect("the test server answers")
}

async fn execute(connection: &DatabaseConnection, sql: &str) {
    connection.execute_unprepared(sql).await.expect("the test server obeys");
}
