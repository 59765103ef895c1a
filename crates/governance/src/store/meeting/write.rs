//! What commands write.

use bassin_database::Transaction;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn};
use uuid::Uuid;

use super::rows::{attendance, document, feed, guest, invitation, item, meeting, minutes, recusal};
use crate::Dossier;

/// Writes what differs between a dossier as it was (nothing, for a new meeting) and as it is: rows that did not change are not touched.
pub(crate) async fn save(transaction: &Transaction, before: Option<&Dossier>, after: &Dossier) -> Result<(), DbErr> {
    let id = after.meeting.id;
    let row = meeting::Model::of(&after.meeting)?;
    match before {
        None => insert::<meeting::Entity>(transaction, row).await?,
        Some(_) => update::<meeting::Entity>(transaction, row).await?,
    }
    macro_rules! keep {
        ($table:ident, $field:ident) => {
            let rows = |dossier: &Dossier| dossier.$field.iter().map(|part| $table::Model::of(id, part)).collect::<Result<Vec<_>, _>>();
            keep::<$table::Entity>(transaction, before.map(rows).transpose()?.unwrap_or_default(), rows(after)?).await?;
        };
    }
    // Recusals point to items: they leave before them and come after.
    let stays = |recusal: &&crate::Recusal| after.recusals.contains(recusal);
    let left: Vec<crate::Recusal> = before.map(|before| before.recusals.iter().filter(stays).cloned().collect()).unwrap_or_default();
    let rows = |list: &[crate::Recusal]| list.iter().map(|part| recusal::Model::of(id, part)).collect::<Result<Vec<_>, _>>();
    let known = before.map(|before| rows(&before.recusals)).transpose()?.unwrap_or_default();
    keep::<recusal::Entity>(transaction, known, rows(&left)?).await?;
    keep!(item, items);
    keep::<recusal::Entity>(transaction, rows(&left)?, rows(&after.recusals)?).await?;
    keep!(document, documents);
    keep!(invitation, invitations);
    keep!(guest, guests);
    keep!(attendance, attendances);
    keep!(minutes, minutes);
    Ok(())
}

async fn insert<E>(transaction: &Transaction, row: E::Model) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    E::insert(row.into_active_model().reset_all()).exec_without_returning(transaction).await.map(drop)
}

async fn update<E>(transaction: &Transaction, row: E::Model) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    E::update(row.into_active_model().reset_all()).exec(transaction).await.map(drop)
}

/// Removes, changes, then adds rows of a table.
async fn keep<E>(transaction: &Transaction, before: Vec<E::Model>, after: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq + Clone,
    E::ActiveModel: Send,
{
    let same =
        |one: &E::Model, other: &E::Model| E::PrimaryKey::iter().all(|key| one.get(key.into_column()) == other.get(key.into_column()));
    for row in &before {
        if !after.iter().any(|other| same(row, other)) {
            row.clone().into_active_model().delete(transaction).await?;
        }
    }
    let (known, new): (Vec<E::Model>, Vec<E::Model>) = after.into_iter().partition(|row| before.iter().any(|other| same(row, other)));
    for row in known {
        if !before.contains(&row) {
            update::<E>(transaction, row).await?;
        }
    }
    for row in new {
        insert::<E>(transaction, row).await?;
    }
    Ok(())
}

/// Gives a person's feed a new secret; the one before opens nothing any more. Without one, the feed is closed.
pub(crate) async fn set_feed(transaction: &Transaction, person: Uuid, token_sha256: Option<String>) -> Result<(), DbErr> {
    feed::Entity::delete_by_id(person.to_string()).exec(transaction).await?;
    if let Some(token_sha256) = token_sha256 {
        let created_at = transaction.now().timestamp_micros();
        insert::<feed::Entity>(transaction, feed::Model { person: person.to_string(), token_sha256, created_at }).await?;
    }
    Ok(())
}
