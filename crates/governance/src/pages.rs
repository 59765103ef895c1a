//! The room's pages.

mod act;
mod body;
mod consultation;
mod convention;
mod decision;
mod meeting;
mod practice;
mod project;
mod space;
mod statute;
pub(crate) mod tabs;

use axum::Router;

use crate::Governance;

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "bodies";

/// The room's pages.
pub fn routes(governance: Governance) -> Router {
    Router::new()
        .merge(body::routes())
        .merge(consultation::routes())
        .merge(convention::routes())
        .merge(decision::routes())
        .merge(meeting::routes())
        .merge(practice::routes())
        .merge(project::routes())
        .merge(space::routes())
        .merge(statute::routes())
        .with_state(governance)
}
