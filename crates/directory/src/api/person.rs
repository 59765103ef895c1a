//! JSON of the `person` part.

use utoipa_axum::router::OpenApiRouter;

use crate::Directory;

pub(super) fn routes() -> OpenApiRouter<Directory> {
    OpenApiRouter::new()
}
