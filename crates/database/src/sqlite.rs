//! What is particular to `SQLite`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bassin_kernel::{Kind, Problem};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::sqlx::{self, ConnectOptions, Connection};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, SqlxError, SqlxSqliteConnector, TransactionOptions, TransactionTrait,
};

use crate::backup::{Exported, Loaded, Manifest, Target, unfaithful};
use crate::connection::Database;
use crate::dialect::{self, Connections, Engine};
use crate::error::{Error, Fault};
use crate::{journal, migration};

/// How long a writer waits for another process to finish.
const PATIENCE: Duration = Duration::from_secs(30);

/// Below this size the file is checked at each start: it costs less than a blink.
const CHECKED_AT_START: u64 = 64 << 20;

pub(crate) const TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";

/// The file an address names: whatever follows `sqlite://`, taken as it is.
pub(crate) fn path(url: &str) -> Result<PathBuf, Problem> {
    let path = url.strip_prefix("sqlite://").unwrap_or_default();
    if path.is_empty() || path.contains(['?', '\0']) || path.starts_with(':') {
        return Err(Problem::invalid(
            "store-address",
            "L’adresse d’une base SQLite est «\u{202f}sqlite://\u{202f}» suivi du chemin d’un fichier, sans paramètre.",
            "The address of an SQLite store is “sqlite://” followed by the path of a file, without parameters.",
        ));
    }
    Ok(PathBuf::from(path))
}

/// `synchronous=FULL`: a decision that was acknowledged survives a power cut. Writes are rare, and worth one flush each.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE)
        .disable_statement_logging()
}

pub(crate) async fn open(url: &str) -> Result<Connections, Problem> {
    let path = path(url)?;
    probe(&path).await?;
    let pool = |size: u32| SqlitePoolOptions::new().max_connections(size).acquire_timeout(PATIENCE);
    let reader = pool(4).connect_lazy_with(options(&path).pragma("query_only", "ON"));
    let writer = pool(1).connect_lazy_with(options(&path));
    Ok(Connections {
        reader: SqlxSqliteConnector::from_sqlx_sqlite_pool(reader),
        writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
    })
}

/// Opens the file once, makes it a write-ahead-log store and checks it.
async fn probe(path: &Path) -> Result<(), Problem> {
    let mut attempt = 0;
    loop {
        match try_probe(path).await {
            // Two processes that create the store at once may collide on the change to write-ahead logging, where
            // SQLite does not wait by itself.
            Err(error) if dialect::fault(&error) == Fault::Busy && attempt < 50 => {
                attempt += 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(error) => return Err(cannot_open(path, &error)),
            Ok(true) => return Ok(()),
            Ok(false) => return Err(damaged(path)),
        }
    }
}

async fn try_probe(path: &Path) -> Result<bool, SqlxError> {
    let size = path.metadata().map_or(0, |metadata| metadata.len());
    let options = options(path).create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    // Taking the write lock now tells a file that cannot be written, before anybody relies on it.
    sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await?;
    sqlx::query("ROLLBACK").execute(&mut connection).await?;
    let sound = size > CHECKED_AT_START || check(&mut connection, "PRAGMA quick_check(1)").await?;
    connection.close().await?;
    Ok(sound)
}

async fn check(connection: &mut SqliteConnection, pragma: &'static str) -> Result<bool, SqlxError> {
    let verdict: String = sqlx::query_scalar(pragma).fetch_one(connection).await?;
    Ok(verdict == "ok")
}

fn cannot_open(path: &Path, error: &SqlxError) -> Problem {
    tracing::debug!(%error, path = %path.display(), "the store cannot be opened");
    let name = path.display();
    let unavailable = |code: &str, fr: String, en: String| Problem::one(Kind::Unavailable, code, fr, en);
    match dialect::fault(error) {
        Fault::Damaged => damaged(path),
        Fault::Foreign => unavailable(
            "store-foreign",
            format!("Le fichier {name} n’est pas une base de Bassin\u{202f}: indiquez un autre chemin, ou restaurez une sauvegarde."),
            format!("The file {name} is not a Bassin store: give another path, or restore a backup."),
        ),
        Fault::Busy => unavailable(
            "store-busy",
            format!("La base {name} est verrouillée par un autre programme\u{202f}: arrêtez-le, puis recommencez."),
            format!("The store {name} is locked by another program: stop it, then try again."),
        ),
        Fault::Full => unavailable(
            "store-full",
            format!("Le disque qui porte {name} est plein\u{202f}: libérez de la place, puis recommencez."),
            format!("The disk that holds {name} is full: free some space, then try again."),
        ),
        _ => unavailable(
            "store-unwritable",
            format!("La base {name} ne peut être ni ouverte ni créée\u{202f}: vérifiez que le dossier existe et que Bassin peut y écrire."),
            format!("The store {name} can be neither opened nor created: check that the folder exists and that Bassin may write in it."),
        ),
    }
}

fn damaged(path: &Path) -> Problem {
    Problem::one(
        Kind::Unavailable,
        "store-damaged",
        format!("La base {} est endommagée\u{202f}: mettez-la de côté et restaurez une sauvegarde.", path.display()),
        format!("The store {} is damaged: put it aside and restore a backup.", path.display()),
    )
}

pub(crate) async fn begin(writer: &DatabaseConnection) -> Result<DatabaseTransaction, Error> {
    let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
    Ok(writer.begin_with_options(options).await?)
}

pub(crate) async fn snapshot(reader: &DatabaseConnection) -> Result<DatabaseTransaction, Error> {
    Ok(reader.begin().await?)
}

/// The low byte of an SQLite code is its family.
pub(crate) fn fault(code: &str) -> Fault {
    match code.parse::<u32>().unwrap_or_default() & 0xff {
        5 | 6 => Fault::Busy,
        8 => Fault::ReadOnly,
        11 => Fault::Damaged,
        13 => Fault::Full,
        14 => Fault::CannotOpen,
        26 => Fault::Foreign,
        _ => Fault::Other,
    }
}

/// Copies the store as it is at one instant, while others write, and counts what the copy holds.
pub(crate) async fn export(database: &Database, into: &Path) -> Result<Exported, Problem> {
    let copy = into.join("store.sqlite");
    // The options of the writer, on a connection apart: writing goes on, and a reader may not write even a copy.
    let source = database.writer().get_sqlite_connection_pool().connect_options();
    let mut connection = SqliteConnection::connect_with(&source).await.map_err(Error::from)?;
    let target = copy.to_string_lossy().into_owned();
    sqlx::query("VACUUM INTO ?1").bind(target).execute(&mut connection).await.map_err(Error::from)?;
    connection.close().await.map_err(Error::from)?;
    let pool = SqlitePoolOptions::new().max_connections(1).connect_lazy_with(options(&copy));
    let copy = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
    let exported = describe(&copy).await;
    copy.close_by_ref().await.map_err(Error::from)?;
    Ok(exported?)
}

async fn describe(connection: &DatabaseConnection) -> Result<Exported, Error> {
    let mut tables = Vec::new();
    for name in dialect::tables(Engine::Sqlite, connection).await? {
        tables.push(dialect::count(connection, name).await?);
    }
    let journal = journal::head(connection).await?.into();
    Ok(Exported { schema: migration::names(connection).await?, tables, journal })
}

/// Opens the copy where it was unpacked, which checks it and brings its schema up to date.
pub(crate) async fn import(from: &Path, manifest: &Manifest, target: Target<'_>) -> Result<Loaded, Problem> {
    let wanted = path(target.url)?;
    let name = wanted.strip_prefix(target.data).ok().filter(|name| name.components().count() == 1).ok_or_else(|| outside(target.data))?;
    let unpacked = from.join(name);
    std::fs::rename(from.join("store.sqlite"), &unpacked).map_err(|_| unfaithful())?;
    let url = format!("sqlite://{}", unpacked.display());
    let database = Database::connect(&url, target.migrations, target.clock, target.ids).await?;
    let verified = journal::verify(&database).await;
    database.close().await;
    if verified? == manifest.journal { Ok(Loaded(None)) } else { Err(unfaithful()) }
}

fn outside(data: &Path) -> Problem {
    Problem::invalid(
        "store-address",
        format!("Pour restaurer, la base SQLite doit être un fichier du dossier {}.", data.display()),
        format!("To restore, the SQLite store must be a file of the folder {}.", data.display()),
    )
}
