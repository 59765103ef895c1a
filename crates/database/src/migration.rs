//! Bringing the schema up to date: every pending migration in one transaction, or none.

use bassin_kernel::{Kind, Problem};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::connection::Database;
use crate::dialect;
use crate::error::Error;
use crate::journal;

const TABLE: &str = "schema_migration";

/// Applies what is pending. The write lock is held from the first look to the commit, so that processes take turns.
pub(crate) async fn run(database: &Database, rooms: &[Box<dyn MigrationTrait>]) -> Result<(), Error> {
    let own: Box<dyn MigrationTrait> = Box::new(journal::Migration);
    let all: Vec<&dyn MigrationTrait> = std::iter::once(&own).chain(rooms).map(AsRef::as_ref).collect();
    let transaction = dialect::begin(database.engine(), database.writer()).await?;
    let applied = applied(database, &transaction).await?;
    let known: Vec<&str> = all.iter().map(|migration| migration.name()).collect();
    if let Some(unknown) = applied.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(newer(unknown).into());
    }
    let pending: Vec<_> = all.into_iter().filter(|migration| !applied.iter().any(|name| name == migration.name())).collect();
    for migration in pending {
        migration.up(&SchemaManager::new(&transaction)).await?;
        let at = database.clock().now().timestamp_micros();
        let insert = format!("INSERT INTO {TABLE} (name, applied_at) VALUES ($1, $2)");
        let values = [migration.name().into(), at.into()];
        transaction.execute_raw(Statement::from_sql_and_values(transaction.get_database_backend(), insert, values)).await?;
        tracing::info!(migration = migration.name(), "the schema was brought up to date");
    }
    transaction.commit().await?;
    Ok(())
}

/// The names of the migrations already applied; an empty store gets the table that lists them.
async fn applied(database: &Database, transaction: &DatabaseTransaction) -> Result<Vec<String>, Error> {
    let tables = dialect::tables(database.engine(), transaction).await?;
    if tables.is_empty() {
        let create = format!("CREATE TABLE {TABLE} (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)");
        transaction.execute_unprepared(&create).await?;
    } else if !tables.iter().any(|table| table == TABLE) {
        return Err(foreign().into());
    }
    names(transaction).await
}

/// The names of the migrations applied, in alphabetical order: the version of the schema.
pub(crate) async fn names(connection: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let select = format!("SELECT name FROM {TABLE} ORDER BY name");
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), select)).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

fn newer(unknown: &str) -> Problem {
    Problem::one(
        Kind::Unavailable,
        "store-newer",
        format!(
            "La base a été mise à jour par une version plus récente de Bassin («\u{202f}{unknown}\u{202f}»)\u{202f}: installez cette version."
        ),
        format!("The store was brought up to date by a newer version of Bassin (“{unknown}”): install that version."),
    )
}

fn foreign() -> Problem {
    Problem::one(
        Kind::Unavailable,
        "store-foreign",
        "La base contient déjà les tables d’une autre application\u{202f}: donnez à Bassin une base vide.",
        "The store already holds the tables of another application: give Bassin an empty one.",
    )
}
