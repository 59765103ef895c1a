//! Writing.

use bassin_database::Transaction;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::rows::{
    amendment, event, figure, indicator, milestone, node, of_amendment, of_event, of_figure, of_indicator, of_milestone, of_node, of_plan,
    plan,
};
use crate::{Amendment, Event, Figure, Plan, Sheet, Tree};

/// How many rows one statement adds: few enough for the parameters of either engine.
const BATCH: usize = 100;

/// Adds a plan with all that hangs on it.
pub(crate) async fn add(transaction: &Transaction, tree: &Tree) -> Result<(), DbErr> {
    plan::Entity::insert(of_plan(&tree.plan)?).exec_without_returning(transaction).await?;
    for sheet in &tree.sheets {
        node::Entity::insert(of_node(&sheet.node)?).exec_without_returning(transaction).await?;
    }
    let milestones: Vec<_> = tree.sheets.iter().flat_map(|sheet| &sheet.milestones).map(of_milestone).collect::<Result<_, _>>()?;
    for rows in milestones.chunks(BATCH) {
        milestone::Entity::insert_many(rows.to_vec()).exec_without_returning(transaction).await?;
    }
    let indicators: Vec<_> = tree.sheets.iter().flat_map(|sheet| &sheet.indicators).map(of_indicator).collect::<Result<_, _>>()?;
    for rows in indicators.chunks(BATCH) {
        indicator::Entity::insert_many(rows.to_vec()).exec_without_returning(transaction).await?;
    }
    let figures: Vec<_> = tree.sheets.iter().flat_map(|sheet| &sheet.figures).map(of_figure).collect::<Result<_, _>>()?;
    for rows in figures.chunks(BATCH) {
        figure::Entity::insert_many(rows.to_vec()).exec_without_returning(transaction).await?;
    }
    for amendment in &tree.amendments {
        amend(transaction, amendment).await?;
    }
    append(transaction, &tree.events).await
}

/// Changes a plan.
pub(crate) async fn update_plan(transaction: &Transaction, stored: &Plan) -> Result<(), DbErr> {
    plan::Entity::update(of_plan(stored)?).exec(transaction).await.map(drop)
}

/// Changes a node and what is kept with it: only what differs is written.
pub(crate) async fn save(transaction: &Transaction, before: &Sheet, after: &Sheet) -> Result<(), DbErr> {
    node::Entity::update(of_node(&after.node)?).exec(transaction).await?;
    for kept in &after.milestones {
        match before.milestones.iter().find(|stored| stored.id == kept.id) {
            None => drop(milestone::Entity::insert(of_milestone(kept)?).exec_without_returning(transaction).await?),
            Some(stored) if stored != kept => drop(milestone::Entity::update(of_milestone(kept)?).exec(transaction).await?),
            Some(_) => {}
        }
    }
    for gone in before.milestones.iter().filter(|stored| !after.milestones.iter().any(|kept| kept.id == stored.id)) {
        milestone::Entity::delete_by_id(gone.id.to_string()).exec(transaction).await?;
    }
    for kept in &after.indicators {
        match before.indicators.iter().find(|stored| stored.id == kept.id) {
            None => drop(indicator::Entity::insert(of_indicator(kept)?).exec_without_returning(transaction).await?),
            Some(stored) if stored != kept => drop(indicator::Entity::update(of_indicator(kept)?).exec(transaction).await?),
            Some(_) => {}
        }
    }
    for gone in before.figures.iter().filter(|stored| !after.figures.iter().any(|kept| is_same_place(stored, kept))) {
        take(transaction, gone).await?;
    }
    for gone in before.indicators.iter().filter(|stored| !after.indicators.iter().any(|kept| kept.id == stored.id)) {
        indicator::Entity::delete_by_id(gone.id.to_string()).exec(transaction).await?;
    }
    for kept in after.figures.iter().filter(|kept| !before.figures.contains(kept)) {
        put(transaction, kept).await?;
    }
    Ok(())
}

fn is_same_place(a: &Figure, b: &Figure) -> bool {
    (a.indicator, a.period, &a.source) == (b.indicator, b.period, &b.source)
}

/// A value in the place of the one of its period and source.
async fn put(transaction: &Transaction, kept: &Figure) -> Result<(), DbErr> {
    take(transaction, kept).await?;
    figure::Entity::insert(of_figure(kept)?).exec_without_returning(transaction).await.map(drop)
}

/// Takes away the value of that period and source.
async fn take(transaction: &Transaction, kept: &Figure) -> Result<(), DbErr> {
    figure::Entity::delete_many()
        .filter(figure::Column::Indicator.eq(kept.indicator.to_string()))
        .filter(figure::Column::Period.eq(kept.period.to_string()))
        .filter(figure::Column::Source.eq(&kept.source))
        .exec(transaction)
        .await
        .map(drop)
}

/// Adds what happened.
pub(crate) async fn append(transaction: &Transaction, events: &[Event]) -> Result<(), DbErr> {
    for happened in events {
        event::Entity::insert(of_event(happened)?).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Adds an amendment.
pub(crate) async fn amend(transaction: &Transaction, added: &Amendment) -> Result<(), DbErr> {
    amendment::Entity::insert(of_amendment(added)?).exec_without_returning(transaction).await.map(drop)
}
