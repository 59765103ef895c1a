//! Writing sheets.

use bassin_database::Transaction;
use bassin_kernel::text::fold;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::{
    searched,
    table::{identifier, organisation, site},
};
use crate::model::{Organisation, Site};

fn row(sheet: &Organisation) -> organisation::Model {
    let texts = [sheet.name.as_str(), sheet.short_name.as_str()];
    organisation::Model {
        id: sheet.id.to_string(),
        name: sheet.name.clone(),
        short_name: sheet.short_name.clone(),
        kind: sheet.kind.clone(),
        sectors: serde_json::to_string(&sheet.sectors).unwrap_or_default(),
        description: sheet.description.clone(),
        email: sheet.email.clone(),
        phone: sheet.phone.clone(),
        website: sheet.website.clone(),
        source: sheet.source.clone(),
        sort_name: fold(&sheet.name),
        searched: searched(texts),
        sectors_searched: searched(sheet.sectors.iter().map(String::as_str)),
        merged_into: sheet.merged_into.map(|id| id.to_string()),
        updated_at: sheet.updated_at.timestamp_micros(),
        revision: sheet.revision,
    }
}

/// Adds a sheet, its identifiers and its sites.
pub(crate) async fn insert(transaction: &Transaction, sheet: &Organisation) -> Result<(), DbErr> {
    organisation::Entity::insert(row(sheet).into_active_model()).exec_without_returning(transaction).await?;
    put_identifiers(transaction, sheet).await?;
    put_sites(transaction, sheet.id, &sheet.sites).await
}

/// Writes a sheet over what was stored, its identifiers and its sites included.
pub(crate) async fn update(transaction: &Transaction, sheet: &Organisation) -> Result<(), DbErr> {
    organisation::Entity::update(row(sheet).into_active_model().reset_all()).exec(transaction).await?;
    put_identifiers(transaction, sheet).await?;
    put_sites(transaction, sheet.id, &sheet.sites).await
}

async fn put_identifiers(transaction: &Transaction, sheet: &Organisation) -> Result<(), DbErr> {
    let id = sheet.id.to_string();
    identifier::Entity::delete_many().filter(identifier::Column::Organisation.eq(&id)).exec(transaction).await?;
    let rows: Vec<identifier::ActiveModel> = (0..)
        .zip(&sheet.identifiers)
        .map(|(position, one)| identifier::ActiveModel {
            scheme: Set(one.scheme.code().to_owned()),
            value: Set(one.value.clone()),
            organisation: Set(id.clone()),
            position: Set(position),
        })
        .collect();
    if !rows.is_empty() {
        identifier::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Replaces the sites of a sheet.
async fn put_sites(transaction: &Transaction, organisation: Uuid, sites: &[Site]) -> Result<(), DbErr> {
    let id = organisation.to_string();
    site::Entity::delete_many().filter(site::Column::Organisation.eq(&id)).exec(transaction).await?;
    let rows: Vec<site::ActiveModel> = (0..)
        .zip(sites)
        .map(|(position, one)| site::ActiveModel {
            id: Set(one.id.to_string()),
            organisation: Set(id.clone()),
            position: Set(position),
            name: Set(one.name.clone()),
            address: Set(one.address.clone()),
            postcode: Set(one.postcode.clone()),
            commune: Set(one.commune.clone()),
            accessibility: Set(one.accessibility.clone()),
            phone: Set(one.phone.clone()),
        })
        .collect();
    if !rows.is_empty() {
        site::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Deletes organisations to which nobody is tied, with their identifiers, sites and corrections.
pub(crate) async fn remove(transaction: &Transaction, organisations: &[Uuid]) -> Result<(), DbErr> {
    if organisations.is_empty() {
        return Ok(());
    }
    let list = organisations.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    let free = format!("SELECT id FROM organisation WHERE id IN ({list}) AND id NOT IN (SELECT organisation FROM membership)");
    for table in ["organisation_identifier", "organisation_site", "organisation_correction"] {
        transaction.execute_unprepared(&format!("DELETE FROM {table} WHERE organisation IN ({free})")).await?;
    }
    transaction.execute_unprepared(&format!("DELETE FROM organisation WHERE id IN ({free})")).await.map(drop)
}
