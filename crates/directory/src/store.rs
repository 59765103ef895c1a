//! The room's tables. Private: nothing outside reaches them.

pub(crate) mod account;
pub(crate) mod organisation;
pub(crate) mod person;

use sea_orm_migration::MigrationTrait;

/// The room's migrations, oldest first.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    let mut all = organisation::migrations();
    all.extend(person::migrations());
    all.extend(account::migrations());
    all
}
