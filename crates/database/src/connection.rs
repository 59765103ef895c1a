//! Opening the store, and reading it.

use std::fmt;
use std::sync::Arc;

use bassin_kernel::{Clock, Ids, Problem};
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use sea_orm_migration::MigrationTrait;

use crate::dialect::{self, Connections, Engine};
use crate::error::Error;
use crate::{journal, migration};

/// An open store. Cloning it is cheap and shares the connections.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    engine: Engine,
    connections: Connections,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl fmt::Debug for Database {
    /// Names the engine only: an address may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({})", self.engine().name())
    }
}

impl Database {
    /// Opens the store at `url` (`sqlite://` and the path of a file, which is created if its folder exists, or
    /// `postgres://…`) and brings its schema up to date: first the tables of this crate, then `migrations` in the
    /// order given. Several processes may do so at once: they take turns.
    ///
    /// # Errors
    /// One sentence about the address, the file or the server, without any secret; or a schema that a newer Bassin wrote.
    pub async fn connect(
        url: &str,
        migrations: Vec<Box<dyn MigrationTrait>>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self, Problem> {
        let engine = dialect::engine(url)?;
        let connections = dialect::open(engine, url).await?;
        let database = Self(Arc::new(Inner { engine, connections, clock, ids }));
        match migration::run(&database, &migrations).await {
            Ok(()) => Ok(database),
            Err(error) => {
                database.close().await;
                Err(error.into())
            }
        }
    }

    /// The connections that read. They refuse to write: writing goes through [`Database::write`].
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.0.connections.reader
    }

    /// A transaction that reads one consistent state of the store, whatever is written meanwhile.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, Error> {
        dialect::snapshot(self.engine(), self.read()).await
    }

    /// A number that grows with every write, whichever process makes it: the number of the last journal entry.
    /// Reading it costs one row.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn generation(&self) -> Result<u64, Problem> {
        Ok(journal::head(self.read()).await?.entries)
    }

    /// The engine behind the store.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// The clock that dates what is written.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// Where new identifiers come from.
    #[must_use]
    pub fn ids(&self) -> &Arc<dyn Ids> {
        &self.0.ids
    }

    /// Ends the connections, after the operations under way. On `SQLite` this folds the write-ahead log into the file.
    pub async fn close(&self) {
        for pool in [&self.0.connections.reader, &self.0.connections.writer] {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "a connection to the store did not close");
            }
        }
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.0.connections.writer
    }
}
