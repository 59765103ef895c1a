//! Tables of reports: `plan_report`, `plan_snapshot`. A snapshot is only ever added.

use bassin_database::Transaction;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait};
use uuid::Uuid;

use crate::{
    report::Report,
    store::codec::{read, sheet, table},
};

table!("plan_report" report {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    plan: String,
    period: String,
    value: String,
    revision: i64,
});

table!("plan_snapshot" snapshot {
    #[sea_orm(primary_key, auto_increment = false)]
    report: String,
    digest: String,
    value: String,
});

pub(crate) struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_221_report"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [
            "CREATE TABLE plan_report (id TEXT NOT NULL PRIMARY KEY, plan TEXT NOT NULL REFERENCES plan (id), period TEXT NOT NULL, \
             value TEXT NOT NULL, revision BIGINT NOT NULL)",
            "CREATE INDEX plan_report_plan ON plan_report (plan, period)",
            "CREATE TABLE plan_snapshot (report TEXT NOT NULL PRIMARY KEY REFERENCES plan_report (id), digest TEXT NOT NULL, value TEXT NOT NULL)",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// The reports on a plan, those of the latest period first.
pub(crate) async fn of_plan<C: ConnectionTrait>(connection: &C, plan: &str) -> Result<Vec<Report>, DbErr> {
    let rows = report::Entity::find()
        .filter(report::Column::Plan.eq(plan))
        .order_by_desc(report::Column::Period)
        .order_by_desc(report::Column::Id);
    rows.all(connection).await?.iter().map(|row| read(&row.value)).collect()
}

/// A report.
pub(crate) async fn report<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Report>, DbErr> {
    let found = report::Entity::find_by_id(id.to_string()).one(connection).await?;
    found.map(|row| read(&row.value)).transpose()
}

/// Adds a report.
pub(crate) async fn add(transaction: &Transaction, added: &Report) -> Result<(), DbErr> {
    report::Entity::insert(of_report(added)?).exec_without_returning(transaction).await.map(drop)
}

/// Keeps a report as it is now.
pub(crate) async fn save(transaction: &Transaction, changed: &Report) -> Result<(), DbErr> {
    report::Entity::update(of_report(changed)?).exec(transaction).await.map(drop)
}

/// The digest and the text of what was copied for a report.
pub(crate) async fn snapshot<C: ConnectionTrait>(connection: &C, report: Uuid) -> Result<Option<(String, String)>, DbErr> {
    let found = snapshot::Entity::find_by_id(report.to_string()).one(connection).await?;
    Ok(found.map(|row| (row.digest, row.value)))
}

/// Keeps what was copied for a report: once.
pub(crate) async fn freeze(transaction: &Transaction, report: Uuid, digest: &str, text: &str) -> Result<(), DbErr> {
    let row = snapshot::ActiveModel { report: Set(report.to_string()), digest: Set(digest.to_owned()), value: Set(text.to_owned()) };
    snapshot::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
}

fn of_report(stored: &Report) -> Result<report::ActiveModel, DbErr> {
    Ok(report::ActiveModel {
        id: Set(stored.id.to_string()),
        plan: Set(stored.plan.clone()),
        period: Set(stored.period.to_string()),
        value: Set(sheet(stored)?),
        revision: Set(stored.revision),
    })
}
