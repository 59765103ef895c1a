//! What the tests of the store share: counters, whose sum tells whether a write was lost.
#![allow(dead_code, clippy::allow_attributes, reason = "each test takes what it needs")]

use bassin_database::{Database, Record, Transaction};
use bassin_kernel::{Problem, Viewer};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use serde_json::json;

/// A table of counters.
pub struct Counters;

impl MigrationName for Counters {
    fn name(&self) -> &str {
        "m20260902_000000_counters"
    }
}

#[async_trait]
impl MigrationTrait for Counters {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared("CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)").await?;
        Ok(())
    }
}

pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Counters)]
}

pub fn viewer() -> Viewer {
    Viewer::Operator("camille".to_owned())
}

pub async fn value(connection: &impl ConnectionTrait, name: &str) -> Result<Option<i64>, DbErr> {
    let select =
        Statement::from_sql_and_values(connection.get_database_backend(), "SELECT value FROM counter WHERE name = $1", [name.into()]);
    connection.query_one_raw(select).await?.map(|row| row.try_get_by_index(0)).transpose()
}

/// Reads the counter and writes one more: loses counts if writers overlap.
pub async fn increment(transaction: &Transaction, name: &str) -> Result<i64, DbErr> {
    let backend = transaction.get_database_backend();
    let before = value(transaction, name).await?;
    let sql = if before.is_some() {
        "UPDATE counter SET value = $2 WHERE name = $1"
    } else {
        "INSERT INTO counter (name, value) VALUES ($1, $2)"
    };
    let after = before.unwrap_or_default() + 1;
    transaction.execute_raw(Statement::from_sql_and_values(backend, sql, [name.into(), after.into()])).await?;
    Ok(after)
}

pub async fn count(database: &Database, name: &str) -> Result<i64, Problem> {
    database
        .write(&viewer(), |transaction| async move {
            let after = increment(&transaction, name).await?;
            Ok((after, Record::new("counter.increment", "counter", name).after(json!({ "value": after }))))
        })
        .await
}

/// Runs one statement behind the store's back.
pub async fn tamper(database: &Database, url: &str, sql: &str) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    assert!(connection.execute_unprepared(sql).await.unwrap().rows_affected() > 0, "{sql} changes nothing on {database:?}");
    connection.close().await.unwrap();
}
