//! Pages of the `project` part.

use axum::Router;

use crate::Governance;

pub(super) fn routes() -> Router<Governance> {
    Router::new()
}
