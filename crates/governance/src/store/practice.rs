//! Tables of the `practice` part: `practice`.

use bassin_database::Transaction;
use bassin_kernel::text;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use super::codec::{read as parsed, sheet, table};
use crate::Practice;

// The table `practice`: what it is, as JSON, with what lists are searched by.
table!("practice" entry {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    value: String,
    folded: String,
    published: i64,
    revision: i64,
});

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_151_practice"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statement = "CREATE TABLE practice (id TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, folded TEXT NOT NULL, \
                         published BIGINT NOT NULL CHECK (published IN (0, 1)), revision BIGINT NOT NULL)";
        manager.get_connection().execute_unprepared(statement).await.map(drop)
    }
}

fn row(practice: &Practice) -> Result<entry::ActiveModel, DbErr> {
    let said = &practice.sheet;
    let words = [&said.title, &said.theme, &said.public, &said.user, &said.description].map(String::as_str).join(" ");
    Ok(entry::ActiveModel {
        id: Set(practice.id.to_string()),
        value: Set(sheet(practice)?),
        folded: Set(text::fold(&words)),
        published: Set(i64::from(practice.published)),
        revision: Set(practice.revision),
    })
}

fn read(found: &entry::Model) -> Result<Practice, DbErr> {
    parsed(&found.value)
}

/// Adds a practice.
pub(crate) async fn insert(transaction: &Transaction, practice: &Practice) -> Result<(), DbErr> {
    entry::Entity::insert(row(practice)?).exec_without_returning(transaction).await.map(drop)
}

/// Changes a practice.
pub(crate) async fn update(transaction: &Transaction, practice: &Practice) -> Result<(), DbErr> {
    entry::Entity::update(row(practice)?).exec(transaction).await.map(drop)
}

/// A practice.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Practice>, DbErr> {
    entry::Entity::find_by_id(id.to_string()).one(connection).await?.as_ref().map(read).transpose()
}

/// The practices whose words hold all of `words`, already folded, the latest first.
pub(crate) async fn search<C: ConnectionTrait>(connection: &C, words: &str) -> Result<Vec<Practice>, DbErr> {
    let mut query = entry::Entity::find().order_by_desc(entry::Column::Id);
    for word in words.split_whitespace() {
        query = query.filter(entry::Column::Folded.contains(word));
    }
    query.all(connection).await?.iter().map(read).collect()
}
