//! Corrections proposed.

use bassin_database::Transaction;
use bassin_kernel::Timestamp;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::uuid;
use crate::commands::{Correction, CorrectionState};

/// The table `organisation_correction`.
mod table {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation_correction")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub organisation: String,
        pub proposed_by: String,
        pub proposed_at: i64,
        pub field: String,
        pub stored: String,
        pub proposed: String,
        pub reason: String,
        pub state: String,
        pub answer: String,
        pub decided_by: String,
        pub decided_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn row(one: &Correction) -> table::Model {
    table::Model {
        id: one.id.to_string(),
        organisation: one.organisation.to_string(),
        proposed_by: one.proposed_by.to_string(),
        proposed_at: one.proposed_at.timestamp_micros(),
        field: one.field.clone(),
        stored: one.stored.clone(),
        proposed: one.proposed.clone(),
        reason: one.reason.clone(),
        state: one.state.code().to_owned(),
        answer: one.answer.clone(),
        decided_by: one.decided_by.map(|id| id.to_string()).unwrap_or_default(),
        decided_at: one.decided_at.map(|at| at.timestamp_micros()),
    }
}

fn read(row: table::Model) -> Correction {
    let instant = |micros| Timestamp::from_timestamp_micros(micros).unwrap_or_default();
    Correction {
        id: uuid(&row.id),
        organisation: uuid(&row.organisation),
        proposed_by: uuid(&row.proposed_by),
        proposed_at: instant(row.proposed_at),
        field: row.field,
        stored: row.stored,
        proposed: row.proposed,
        reason: row.reason,
        state: CorrectionState::from_code(&row.state),
        answer: row.answer,
        decided_by: row.decided_by.parse().ok(),
        decided_at: row.decided_at.map(instant),
    }
}

/// Adds a correction, or writes it over what was stored.
pub(crate) async fn put(transaction: &Transaction, one: &Correction, fresh: bool) -> Result<(), DbErr> {
    use sea_orm::ActiveModelTrait as _;
    let row = row(one).into_active_model().reset_all();
    if fresh {
        table::Entity::insert(row).exec_without_returning(transaction).await?;
    } else {
        table::Entity::update(row).exec(transaction).await?;
    }
    Ok(())
}

/// One correction.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Correction>, DbErr> {
    Ok(table::Entity::find_by_id(id.to_string()).one(connection).await?.map(read))
}

/// The corrections proposed to an organisation, the latest first.
pub(crate) async fn of_organisation<C: ConnectionTrait>(connection: &C, organisation: Uuid) -> Result<Vec<Correction>, DbErr> {
    listed(connection, table::Column::Organisation.eq(organisation.to_string())).await
}

/// The corrections that somebody proposed, the latest first.
pub(crate) async fn by_person<C: ConnectionTrait>(connection: &C, person: Uuid) -> Result<Vec<Correction>, DbErr> {
    listed(connection, table::Column::ProposedBy.eq(person.to_string())).await
}

/// How many corrections these people proposed or answered.
pub(crate) async fn count_by<C: ConnectionTrait>(connection: &C, people: &[Uuid]) -> Result<u64, DbErr> {
    let ids: Vec<String> = people.iter().map(Uuid::to_string).collect();
    let either = Condition::any().add(table::Column::ProposedBy.is_in(ids.clone())).add(table::Column::DecidedBy.is_in(ids));
    table::Entity::find().filter(either).count(connection).await
}

async fn listed<C: ConnectionTrait>(connection: &C, of: sea_orm::sea_query::SimpleExpr) -> Result<Vec<Correction>, DbErr> {
    let rows = table::Entity::find().filter(of).order_by_desc(table::Column::ProposedAt).order_by_asc(table::Column::Id);
    Ok(rows.all(connection).await?.into_iter().map(read).collect())
}
