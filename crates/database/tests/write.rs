//! Writing: one transaction, one journal entry, or nothing.

use bassin_database::{Database, Record, Transaction, journal};
use bassin_kernel::{Kind, Problem, Viewer};
use bassin_testkit::on_each_engine;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use serde_json::json;

struct Counters;

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

fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Counters)]
}

fn viewer() -> Viewer {
    Viewer::Operator("camille".to_owned())
}

async fn value(connection: &impl ConnectionTrait, name: &str) -> Result<Option<i64>, DbErr> {
    let select =
        Statement::from_sql_and_values(connection.get_database_backend(), "SELECT value FROM counter WHERE name = $1", [name.into()]);
    connection.query_one_raw(select).await?.map(|row| row.try_get_by_index(0)).transpose()
}

/// Reads the counter and writes one more: loses counts if writers overlap.
async fn increment(transaction: &Transaction, name: &str) -> Result<i64, DbErr> {
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

async fn count(database: &Database, name: &str) -> Result<i64, Problem> {
    database
        .write(&viewer(), |transaction| async move {
            let after = increment(&transaction, name).await?;
            Ok((after, Record::new("counter.increment", "counter", name).after(json!({ "value": after }))))
        })
        .await
}

#[tokio::test]
async fn a_command_and_its_entry_are_written_together() {
    on_each_engine(migrations, |store| async move {
        assert_eq!(store.generation().await.unwrap(), 0);
        assert_eq!(count(&store, "a").await.unwrap(), 1);
        assert_eq!(value(store.read(), "a").await.unwrap(), Some(1));
        assert_eq!(store.generation().await.unwrap(), 1);
        let entries = journal::list(&store, &journal::Page::default()).await.unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].actor.as_str(), entries[0].action.as_str(), entries[0].seq), ("camille", "counter.increment", 1));
        assert_eq!(entries[0].at, bassin_testkit::now());
        assert_eq!(entries[0].previous_hash, journal::GENESIS);
    })
    .await;
}

#[tokio::test]
async fn an_error_leaves_nothing() {
    on_each_engine(migrations, |store| async move {
        let outcome: Result<(), Problem> = store
            .write(&viewer(), |transaction| async move {
                increment(&transaction, "a").await?;
                Err::<((), Record), _>(Problem::invalid("rule", "Non.", "No.").into())
            })
            .await;
        assert_eq!(outcome.unwrap_err().violations[0].code, "rule");
        assert_eq!(value(store.read(), "a").await.unwrap(), None);
        assert_eq!(store.generation().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_visitor_writes_nothing() {
    on_each_engine(migrations, |store| async move {
        let outcome: Result<(), Problem> =
            store.write(&Viewer::Anonymous, |_| async { Ok(((), Record::new("counter.increment", "counter", "a"))) }).await;
        assert_eq!(outcome.unwrap_err().kind, Kind::Forbidden);
        assert_eq!(store.generation().await.unwrap(), 0);
    })
    .await;
}
