//! Every decision that depends on the engine, each as one `match` on [`Engine`]. A test counts them.

use std::path::Path;

use bassin_kernel::Problem;
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqlxError, SqlxPostgresError, SqlxSqliteError, Statement};

use crate::backup::{Exported, Loaded, Manifest, Table, Target};
use crate::connection::Database;
use crate::error::{Error, Fault};
use crate::{postgres, sqlite};

/// The engine behind a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// A file, through the bundled library.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// The engine's name, as written in addresses and in the manifest of a backup.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// The connections to one store: those that only read, and the one that writes.
pub(crate) struct Connections {
    pub reader: DatabaseConnection,
    pub writer: DatabaseConnection,
}

/// Reads the engine off an address.
pub(crate) fn engine(url: &str) -> Result<Engine, Problem> {
    if url.starts_with("sqlite://") {
        Ok(Engine::Sqlite)
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Ok(Engine::Postgres)
    } else {
        Err(Problem::invalid(
            "store-address",
            "L’adresse de la base doit commencer par «\u{202f}sqlite://\u{202f}» (suivi du chemin d’un fichier) ou par «\u{202f}postgres://\u{202f}».",
            "The address of the store must start with “sqlite://” (followed by the path of a file) or with “postgres://”.",
        ))
    }
}

/// Opens the connections, after a probe that turns every ordinary misfortune into one clear sentence.
pub(crate) async fn open(engine: Engine, url: &str) -> Result<Connections, Problem> {
    match engine {
        Engine::Sqlite => sqlite::open(url).await,
        Engine::Postgres => postgres::open(url).await,
    }
}

/// Starts a transaction that writes. Writers of every process wait for one another here, so that a command sees
/// the same thing on both engines: nobody else writes while it runs.
pub(crate) async fn begin(engine: Engine, writer: &DatabaseConnection) -> Result<DatabaseTransaction, Error> {
    match engine {
        Engine::Sqlite => sqlite::begin(writer).await,
        Engine::Postgres => postgres::begin(writer).await,
    }
}

/// Starts a transaction that reads one consistent state of the store.
pub(crate) async fn snapshot(engine: Engine, reader: &DatabaseConnection) -> Result<DatabaseTransaction, Error> {
    match engine {
        Engine::Sqlite => sqlite::snapshot(reader).await,
        Engine::Postgres => postgres::snapshot(reader).await,
    }
}

/// The names of the store's tables, in alphabetical order.
pub(crate) async fn tables(engine: Engine, connection: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let query = match engine {
        Engine::Sqlite => sqlite::TABLES,
        Engine::Postgres => postgres::TABLES,
    };
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), query)).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

/// How many rows a table has.
pub(crate) async fn count(connection: &impl ConnectionTrait, name: String) -> Result<Table, Error> {
    let select = Statement::from_string(connection.get_database_backend(), format!("SELECT COUNT(*) FROM \"{name}\""));
    let rows: i64 = connection.query_one_raw(select).await?.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(Table { name, rows: u64::try_from(rows).unwrap_or_default() })
}

/// Writes the store down in `into`, as it is at one instant.
pub(crate) async fn export(database: &Database, into: &Path) -> Result<Exported, Problem> {
    match database.engine() {
        Engine::Sqlite => sqlite::export(database, into).await,
        Engine::Postgres => postgres::export(database, into).await,
    }
}

/// Loads the store written down in `from`.
pub(crate) async fn import(engine: Engine, from: &Path, manifest: &Manifest, target: Target<'_>) -> Result<Loaded, Problem> {
    match engine {
        Engine::Sqlite => sqlite::import(from, manifest, target).await,
        Engine::Postgres => postgres::import(from, manifest, target).await,
    }
}

/// What kind of fault an error of the driver is.
pub(crate) fn fault(error: &SqlxError) -> Fault {
    match error {
        SqlxError::Database(error) => database_fault(error.as_ref()),
        SqlxError::PoolTimedOut => Fault::Busy,
        SqlxError::Io(_) | SqlxError::Tls(_) | SqlxError::PoolClosed | SqlxError::WorkerCrashed => Fault::Unreachable,
        _ => Fault::Other,
    }
}

fn database_fault(error: &(dyn DatabaseError + 'static)) -> Fault {
    let code = error.code().unwrap_or_default();
    if error.is_unique_violation() {
        Fault::Unique
    } else if error.try_downcast_ref::<SqlxSqliteError>().is_some() {
        sqlite::fault(&code)
    } else if error.try_downcast_ref::<SqlxPostgresError>().is_some() {
        postgres::fault(&code)
    } else {
        Fault::Other
    }
}
