//! Merges of duplicates, and what they moved.

use bassin_database::Transaction;
use bassin_kernel::Timestamp;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::uuid;
use crate::commands::Merge;

/// The table `directory_merge`.
mod merge {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "directory_merge")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub kind: String,
        pub kept: String,
        pub absorbed: String,
        /// What it moved, as JSON.
        pub moved: String,
        pub kept_revision: i64,
        pub merged_by: String,
        pub merged_at: i64,
        pub undone_by: String,
        pub undone_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn read(row: merge::Model) -> Merge {
    let instant = |micros| Timestamp::from_timestamp_micros(micros).unwrap_or_default();
    Merge {
        id: uuid(&row.id),
        kind: row.kind,
        kept: uuid(&row.kept),
        absorbed: uuid(&row.absorbed),
        moved: serde_json::from_str(&row.moved).unwrap_or_default(),
        kept_revision: row.kept_revision,
        merged_by: row.merged_by,
        merged_at: instant(row.merged_at),
        undone_by: row.undone_by,
        undone_at: row.undone_at.map(instant),
    }
}

/// Adds a merge, or writes it over what was stored.
pub(crate) async fn put(transaction: &Transaction, one: &Merge, fresh: bool) -> Result<(), DbErr> {
    use sea_orm::ActiveModelTrait as _;
    let row = merge::Model {
        id: one.id.to_string(),
        kind: one.kind.clone(),
        kept: one.kept.to_string(),
        absorbed: one.absorbed.to_string(),
        moved: one.moved.to_string(),
        kept_revision: one.kept_revision,
        merged_by: one.merged_by.clone(),
        merged_at: one.merged_at.timestamp_micros(),
        undone_by: one.undone_by.clone(),
        undone_at: one.undone_at.map(|at| at.timestamp_micros()),
    };
    let row = row.into_active_model().reset_all();
    if fresh {
        merge::Entity::insert(row).exec_without_returning(transaction).await?;
    } else {
        merge::Entity::update(row).exec(transaction).await?;
    }
    Ok(())
}

/// One merge.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Merge>, DbErr> {
    Ok(merge::Entity::find_by_id(id.to_string()).one(connection).await?.map(read))
}

/// The merges in force into a sheet, the latest first.
pub(crate) async fn into<C: ConnectionTrait>(connection: &C, kept: Uuid) -> Result<Vec<Merge>, DbErr> {
    let rows = merge::Entity::find().filter(merge::Column::Kept.eq(kept.to_string())).filter(merge::Column::UndoneAt.is_null());
    Ok(rows.order_by_desc(merge::Column::MergedAt).order_by_desc(merge::Column::Id).all(connection).await?.into_iter().map(read).collect())
}

/// Deletes the merges of these people's sheets: they hold names, and the sheets cannot be parted any more.
pub(crate) async fn forget_people(transaction: &Transaction, people: &[Uuid]) -> Result<(), DbErr> {
    let ids: Vec<String> = people.iter().map(Uuid::to_string).collect();
    let either = Condition::any().add(merge::Column::Kept.is_in(ids.clone())).add(merge::Column::Absorbed.is_in(ids));
    merge::Entity::delete_many().filter(merge::Column::Kind.eq("person")).filter(either).exec(transaction).await?;
    Ok(())
}
