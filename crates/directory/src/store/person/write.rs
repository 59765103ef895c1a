//! Writing people.

use bassin_database::Transaction;
use bassin_kernel::text::fold;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::table::{membership, person};
use crate::{
    model::{Membership, Person},
    store::organisation::searched,
};

fn row(sheet: &Person) -> person::Model {
    person::Model {
        id: sheet.id.to_string(),
        given_name: sheet.given_name.clone(),
        family_name: sheet.family_name.clone(),
        email: sheet.email.clone(),
        phone: sheet.phone.clone(),
        language: sheet.language.code().to_owned(),
        expertise: sheet.expertise.clone(),
        fictional: i64::from(sheet.fictional),
        sort_name: fold(&format!("{} {}", sheet.family_name, sheet.given_name)),
        searched: searched([sheet.given_name.as_str(), sheet.family_name.as_str(), sheet.expertise.as_str()]),
        merged_into: sheet.merged_into.map(|id| id.to_string()),
        revision: sheet.revision,
    }
}

/// Adds a person.
pub(crate) async fn insert(transaction: &Transaction, sheet: &Person) -> Result<(), DbErr> {
    person::Entity::insert(row(sheet).into_active_model()).exec_without_returning(transaction).await?;
    Ok(())
}

/// Writes a person's sheet over what was stored.
pub(crate) async fn update(transaction: &Transaction, sheet: &Person) -> Result<(), DbErr> {
    person::Entity::update(row(sheet).into_active_model().reset_all()).exec(transaction).await?;
    Ok(())
}

fn tie(one: &Membership) -> membership::ActiveModel {
    let row = membership::Model {
        id: one.id.to_string(),
        person: one.person.to_string(),
        organisation: one.organisation.to_string(),
        function: one.function.clone(),
        referent: i64::from(one.referent),
        starts_on: one.starts_on.to_string(),
        ends_on: one.ends_on.map(|day| day.to_string()),
    };
    row.into_active_model().reset_all()
}

/// Adds a membership.
pub(crate) async fn insert_membership(transaction: &Transaction, one: &Membership) -> Result<(), DbErr> {
    membership::Entity::insert(tie(one)).exec_without_returning(transaction).await?;
    Ok(())
}

/// Writes a membership over what was stored.
pub(crate) async fn update_membership(transaction: &Transaction, one: &Membership) -> Result<(), DbErr> {
    membership::Entity::update(tie(one)).exec(transaction).await?;
    Ok(())
}

/// Deletes those of these people who were made up and have no account.
pub(crate) async fn remove_fictional(transaction: &Transaction, people: &[Uuid]) -> Result<(), DbErr> {
    if people.is_empty() {
        return Ok(());
    }
    let list = people.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    let made_up = format!("id IN ({list}) AND fictional = 1 AND id NOT IN (SELECT person FROM account)");
    transaction.execute_unprepared(&format!("DELETE FROM membership WHERE person IN (SELECT id FROM person WHERE {made_up})")).await?;
    transaction.execute_unprepared(&format!("DELETE FROM person WHERE {made_up}")).await.map(drop)
}

/// Deletes people, sheets merged into one another together, and what ties them to organisations.
pub(crate) async fn remove(transaction: &Transaction, people: &[Uuid]) -> Result<(), DbErr> {
    let ids: Vec<String> = people.iter().map(Uuid::to_string).collect();
    membership::Entity::delete_many().filter(membership::Column::Person.is_in(ids.clone())).exec(transaction).await?;
    person::Entity::delete_many().filter(person::Column::Id.is_in(ids)).exec(transaction).await?;
    Ok(())
}
