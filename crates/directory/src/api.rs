//! The room's JSON.

mod organisation;
mod person;

use utoipa_axum::router::OpenApiRouter;

use crate::Directory;

/// The room's API.
pub fn routes(directory: Directory) -> OpenApiRouter {
    OpenApiRouter::new().merge(organisation::routes()).merge(person::routes()).with_state(directory)
}
