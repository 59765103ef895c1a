//! The room's JSON.

mod body;
mod consultation;
mod convention;
mod decision;
mod meeting;
mod practice;
mod project;
mod statute;

use utoipa_axum::router::OpenApiRouter;

use crate::Governance;

/// The room's API.
pub fn routes(governance: Governance) -> OpenApiRouter {
    OpenApiRouter::new()
        .merge(body::routes())
        .merge(consultation::routes())
        .merge(convention::routes())
        .merge(decision::routes())
        .merge(meeting::routes())
        .merge(practice::routes())
        .merge(project::routes())
        .merge(statute::routes())
        .with_state(governance)
}
