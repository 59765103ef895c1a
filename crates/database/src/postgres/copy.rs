//! A `PostgreSQL` store written down and loaded by `COPY`.

use std::path::Path;

use bassin_kernel::Problem;
use futures_util::TryStreamExt;
use sea_orm::sqlx::{self, AssertSqlSafe, PgConnection, Postgres, Row};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::archive;
use crate::backup::{Exported, Loaded, Manifest, Table, Target, member, other_schema, unfaithful};
use crate::connection::Database;
use crate::error::Error;
use crate::journal::{self, Verified};
use crate::migration;

/// The tables, except the list of migrations: a store is only restored into one that has received the same.
const TABLES: &str = "SELECT tablename::text FROM pg_tables
    WHERE schemaname = current_schema() AND tablename <> 'schema_migration' ORDER BY tablename";

/// Which table refers to which.
const REFERENCES: &str = "SELECT source.relname::text, target.relname::text FROM pg_constraint
    JOIN pg_class source ON source.oid = conrelid JOIN pg_class target ON target.oid = confrelid
    WHERE contype = 'f' AND source.oid <> target.oid AND pg_table_is_visible(source.oid)";

/// The columns numbered by the server.
const NUMBERED: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns
    WHERE table_schema = current_schema() AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL";

/// Copies every table out of one state of the store, while others write.
pub(crate) async fn export(database: &Database, into: &Path) -> Result<Exported, Problem> {
    let folder = into.join("store");
    std::fs::create_dir(&folder).map_err(|error| archive::unwritable(&folder, &error))?;
    let schema = migration::names(database.read()).await?;
    let pool = database.read().get_postgres_connection_pool();
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    let mut transaction = pool.begin_with(begin).await.map_err(Error::from)?;
    let mut tables = Vec::new();
    for name in in_order(&mut transaction).await? {
        let rows = count(&mut transaction, &name).await?;
        copy_out(&mut transaction, &name, &member(into, &name)).await?;
        tables.push(Table { name, rows });
    }
    let journal = head(&mut transaction).await?;
    transaction.rollback().await.map_err(Error::from)?;
    Ok(Exported { schema, tables, journal })
}

async fn copy_out(connection: &mut PgConnection, table: &str, path: &Path) -> Result<(), Problem> {
    let failed = |error| archive::unwritable(path, &error);
    let mut file = File::create_new(path).await.map_err(failed)?;
    let statement = format!("COPY \"{table}\" TO STDOUT");
    let mut stream = connection.copy_out_raw(&statement).await.map_err(Error::from)?;
    while let Some(bytes) = stream.try_next().await.map_err(Error::from)? {
        file.write_all(&bytes).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)
}

/// A store loaded in a transaction that is still open. Dropping it gives everything up.
pub(crate) struct Pending {
    database: Database,
    transaction: sqlx::Transaction<'static, Postgres>,
}

impl Pending {
    pub(crate) async fn commit(self) -> Result<(), Error> {
        self.transaction.commit().await?;
        self.database.close().await;
        Ok(())
    }
}

/// Loads every table into an empty store of the same schema, in one transaction that the caller keeps or gives up.
pub(crate) async fn import(from: &Path, manifest: &Manifest, target: Target<'_>) -> Result<Loaded, Problem> {
    let database = Database::connect(target.url, target.migrations, target.clock, target.ids).await?;
    if migration::names(database.read()).await? != manifest.schema {
        return Err(other_schema());
    }
    let mut transaction = database.writer().get_postgres_connection_pool().begin().await.map_err(Error::from)?;
    sqlx::query(super::WRITER_LOCK).execute(&mut *transaction).await.map_err(Error::from)?;
    if head(&mut transaction).await?.entries > 0 {
        return Err(occupied());
    }
    load(&mut transaction, from, manifest).await?;
    std::fs::remove_dir_all(from.join("store")).map_err(|error| archive::unwritable(from, &error))?;
    Ok(Loaded(Some(Pending { database, transaction })))
}

async fn load(connection: &mut PgConnection, from: &Path, manifest: &Manifest) -> Result<(), Problem> {
    let mut expected: Vec<&str> = manifest.tables.iter().map(|table| table.name.as_str()).collect();
    expected.sort_unstable();
    let present = names(connection).await?;
    if present != expected {
        return Err(other_schema());
    }
    let list: Vec<String> = present.iter().map(|name| format!("\"{name}\"")).collect();
    execute(connection, format!("TRUNCATE {}", list.join(", "))).await?;
    for table in &manifest.tables {
        copy_in(connection, &table.name, &member(from, &table.name)).await?;
        if count(connection, &table.name).await? != table.rows {
            return Err(unfaithful());
        }
    }
    if head(connection).await? != manifest.journal {
        return Err(unfaithful());
    }
    Ok(renumber(connection).await?)
}

async fn copy_in(connection: &mut PgConnection, table: &str, path: &Path) -> Result<(), Problem> {
    let file = File::open(path).await.map_err(|_| unfaithful())?;
    let mut copy = connection.copy_in_raw(&format!("COPY \"{table}\" FROM STDIN")).await.map_err(Error::from)?;
    copy.read_from(file).await.map_err(Error::from)?;
    copy.finish().await.map_err(Error::from)?;
    Ok(())
}

/// Numbering goes on after the last number that was restored.
async fn renumber(connection: &mut PgConnection) -> Result<(), Error> {
    for row in sqlx::query(NUMBERED).fetch_all(&mut *connection).await? {
        let (table, column): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let sequence = format!("pg_get_serial_sequence('\"{table}\"', '{column}')");
        let last = format!("SELECT MAX(\"{column}\") FROM \"{table}\"");
        execute(connection, format!("SELECT setval({sequence}, COALESCE(({last}), 0) + 1, false)")).await?;
    }
    Ok(())
}

/// The tables, each after those it refers to.
async fn in_order(connection: &mut PgConnection) -> Result<Vec<String>, Error> {
    let mut waiting = names(connection).await?;
    let references = sqlx::query(REFERENCES).fetch_all(&mut *connection).await?;
    let references: Vec<(String, String)> =
        references.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, sqlx::Error>>()?;
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let blocked = |table: &String| references.iter().any(|(source, target)| source == table && waiting.contains(target));
        // Tables that refer to one another in a circle come last: loading them fails, and says so.
        let (held, free): (Vec<_>, Vec<_>) = waiting.iter().cloned().partition(blocked);
        let (next, rest) = if free.is_empty() { (held, Vec::new()) } else { (free, held) };
        ordered.extend(next);
        waiting = rest;
    }
    Ok(ordered)
}

async fn names(connection: &mut PgConnection) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar(TABLES).fetch_all(connection).await?)
}

async fn count(connection: &mut PgConnection, table: &str) -> Result<u64, Error> {
    let select = AssertSqlSafe(format!("SELECT COUNT(*) FROM \"{table}\""));
    let rows: i64 = sqlx::query_scalar(select).fetch_one(connection).await?;
    Ok(u64::try_from(rows).unwrap_or_default())
}

async fn head(connection: &mut PgConnection) -> Result<Verified, Error> {
    let row = sqlx::query("SELECT entries, hash FROM journal_head").fetch_optional(connection).await?;
    let Some(row) = row else { return Ok(Verified { entries: 0, last: journal::GENESIS.to_owned() }) };
    Ok(Verified { entries: u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or_default(), last: row.try_get(1)? })
}

async fn execute(connection: &mut PgConnection, statement: String) -> Result<(), Error> {
    sqlx::query(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}

fn occupied() -> Problem {
    Problem::one(
        bassin_kernel::Kind::Conflict,
        "restore-occupied",
        "La base PostgreSQL n’est pas vide\u{202f}: restaurez dans une base vide.",
        "The PostgreSQL database is not empty: restore into an empty one.",
    )
}
