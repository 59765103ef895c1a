//! The room's tables. Private: nothing outside reaches them.

pub(crate) mod body;
pub(crate) mod codec;
pub(crate) mod consultation;
pub(crate) mod convention;
pub(crate) mod decision;
pub(crate) mod demonstration;
pub(crate) mod list;
pub(crate) mod meeting;
pub(crate) mod person;
pub(crate) mod practice;
pub(crate) mod project;

use sea_orm_migration::MigrationTrait;

/// The room's migrations, oldest first.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    let mut all = body::migrations();
    all.extend(consultation::migrations());
    all.extend(convention::migrations());
    all.extend(decision::migrations());
    all.extend(meeting::migrations());
    all.extend(practice::migrations());
    all.extend(project::migrations());
    all
}
