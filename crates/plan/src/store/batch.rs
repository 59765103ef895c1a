//! Table of values saved together: `plan_batch`.

use bassin_database::Transaction;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait};
use uuid::Uuid;

use crate::{
    Batch,
    store::codec::{read, sheet, table},
};

table!("plan_batch" batch {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    plan: String,
    at: i64,
    value: String,
});

pub(crate) struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_230_plan_batch"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [
            "CREATE TABLE plan_batch (id TEXT NOT NULL PRIMARY KEY, plan TEXT NOT NULL REFERENCES plan (id), at BIGINT NOT NULL, \
             value TEXT NOT NULL)",
            "CREATE INDEX plan_batch_plan ON plan_batch (plan, at)",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// What was saved together of a plan, the latest first.
pub(crate) async fn of_plan<C: ConnectionTrait>(connection: &C, plan: &str) -> Result<Vec<Batch>, DbErr> {
    let rows = batch::Entity::find().filter(batch::Column::Plan.eq(plan)).order_by_desc(batch::Column::At).order_by_desc(batch::Column::Id);
    rows.all(connection).await?.iter().map(|row| read(&row.value)).collect()
}

/// Values saved together.
pub(crate) async fn batch<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Batch>, DbErr> {
    let found = batch::Entity::find_by_id(id.to_string()).one(connection).await?;
    found.map(|row| read(&row.value)).transpose()
}

/// Adds values saved together.
pub(crate) async fn add(transaction: &Transaction, added: &Batch) -> Result<(), DbErr> {
    batch::Entity::insert(of_batch(added)?).exec_without_returning(transaction).await.map(drop)
}

/// Keeps them as they are now.
pub(crate) async fn save(transaction: &Transaction, changed: &Batch) -> Result<(), DbErr> {
    batch::Entity::update(of_batch(changed)?).exec(transaction).await.map(drop)
}

fn of_batch(stored: &Batch) -> Result<batch::ActiveModel, DbErr> {
    Ok(batch::ActiveModel {
        id: Set(stored.id.to_string()),
        plan: Set(stored.plan.clone()),
        at: Set(stored.at.timestamp_micros()),
        value: Set(sheet(stored)?),
    })
}
