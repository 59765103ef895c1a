//! What commands write.

use bassin_database::Transaction;
use sea_orm::{DbErr, EntityTrait};

use super::rows::{body, decision, evaluation, mandate, parent, seat, term, whole};
use crate::{Body, Evaluation, Mandate, Seat, Term, TermDecision};

macro_rules! keeps {
    ($add:ident, $change:ident, $kind:ty, $module:ident, $row:expr) => {
        #[doc = concat!("Adds to `", stringify!($module), "`.")]
        pub(crate) async fn $add(transaction: &Transaction, value: &$kind) -> Result<(), DbErr> {
            let row: $module::ActiveModel = whole($row(value)?);
            $module::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
        }

        #[doc = concat!("Changes a row of `", stringify!($module), "`.")]
        pub(crate) async fn $change(transaction: &Transaction, value: &$kind) -> Result<(), DbErr> {
            let row: $module::ActiveModel = whole($row(value)?);
            $module::Entity::update(row).exec(transaction).await.map(drop)
        }
    };
}

keeps!(insert, update, Body, body, body::Model::of);
keeps!(add_term, update_term, Term, term, term::Model::of);
keeps!(add_evaluation, update_evaluation, Evaluation, evaluation, |value| Ok::<_, DbErr>(evaluation::Model::of(value)));
keeps!(add_seat, update_seat, Seat, seat, seat::Model::of);
keeps!(add_mandate, update_mandate, Mandate, mandate, mandate::Model::of);

/// Adds a body with the links to those it depends on.
pub(crate) async fn add(transaction: &Transaction, new: &Body) -> Result<(), DbErr> {
    insert(transaction, new).await?;
    for parent in &new.parents {
        let row = parent::Model { body: new.id.to_string(), parent: parent.to_string() };
        let row: parent::ActiveModel = whole(row);
        parent::Entity::insert(row).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Adds what was decided about a term. It is never changed.
pub(crate) async fn add_decision(transaction: &Transaction, decision: &TermDecision) -> Result<(), DbErr> {
    let row: decision::ActiveModel = whole(decision::Model::of(decision)?);
    decision::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
}
