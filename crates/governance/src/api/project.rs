//! JSON of the `project` part.

use utoipa_axum::router::OpenApiRouter;

use crate::Governance;

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new()
}
