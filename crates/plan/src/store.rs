//! The room's tables. Private: nothing outside reaches them.

pub(crate) mod batch;
pub(crate) mod campaign;
pub(crate) mod codec;
pub(crate) mod evaluation;
pub(crate) mod person;
pub(crate) mod report;
pub(crate) mod tree;

use sea_orm_migration::MigrationTrait;

/// The room's migrations, oldest first.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    let mut all = tree::migrations();
    all.extend(evaluation::migrations());
    all.push(Box::new(campaign::Create));
    all.push(Box::new(report::Create));
    all.push(Box::new(batch::Create));
    all
}
