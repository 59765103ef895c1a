//! Tables of the `practice` part: `practice`.

use bassin_database::Transaction;
use bassin_kernel::text;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use crate::Practice;

/// The table `practice`: what it is, as JSON, with what lists are searched by.
mod practice {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "practice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub value: String,
        pub folded: String,
        pub published: i64,
        pub revision: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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

fn row(practice: &Practice) -> Result<practice::ActiveModel, DbErr> {
    let sheet = &practice.sheet;
    let words = [&sheet.title, &sheet.theme, &sheet.public, &sheet.user, &sheet.description].map(String::as_str).join(" ");
    Ok(practice::ActiveModel {
        id: Set(practice.id.to_string()),
        value: Set(serde_json::to_string(practice).map_err(|error| DbErr::Json(error.to_string()))?),
        folded: Set(text::fold(&words)),
        published: Set(i64::from(practice.published)),
        revision: Set(practice.revision),
    })
}

fn read(found: &practice::Model) -> Result<Practice, DbErr> {
    serde_json::from_str(&found.value).map_err(|error| DbErr::Json(error.to_string()))
}

/// Adds a practice.
pub(crate) async fn insert(transaction: &Transaction, practice: &Practice) -> Result<(), DbErr> {
    practice::Entity::insert(row(practice)?).exec_without_returning(transaction).await.map(drop)
}

/// Changes a practice.
pub(crate) async fn update(transaction: &Transaction, practice: &Practice) -> Result<(), DbErr> {
    practice::Entity::update(row(practice)?).exec(transaction).await.map(drop)
}

/// A practice.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Practice>, DbErr> {
    practice::Entity::find_by_id(id.to_string()).one(connection).await?.as_ref().map(read).transpose()
}

/// The practices whose words hold all of `words`, already folded, the latest first.
pub(crate) async fn search<C: ConnectionTrait>(connection: &C, words: &str) -> Result<Vec<Practice>, DbErr> {
    let mut query = practice::Entity::find().order_by_desc(practice::Column::Id);
    for word in words.split_whitespace() {
        query = query.filter(practice::Column::Folded.contains(word));
    }
    query.all(connection).await?.iter().map(read).collect()
}
