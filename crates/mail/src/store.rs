//! The queue of letters.

use bassin_database::{Error, Transaction};
use sea_orm_migration::MigrationTrait;

use crate::Letter;

/// The room's migrations, oldest first.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    Vec::new()
}

/// Puts a letter in the queue, in the transaction of the command that causes it. A letter already queued under this identifier stays as it is.
///
/// # Errors
/// The store's.
pub async fn queue(_transaction: &Transaction, _letter: &Letter) -> Result<(), Error> {
    Ok(())
}
