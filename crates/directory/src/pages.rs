//! The room's pages.

mod account;
mod organisation;
mod person;

use axum::Router;

use crate::Directory;

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "directory";

/// The room's pages.
pub fn routes(directory: Directory) -> Router {
    Router::new().merge(account::routes()).merge(organisation::routes()).merge(person::routes()).with_state(directory)
}
