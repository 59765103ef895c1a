//! JSON of the `consultation` part.

use utoipa_axum::router::OpenApiRouter;

use crate::Governance;

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new()
}
