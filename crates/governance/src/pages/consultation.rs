//! Pages of the `consultation` part.

use axum::Router;

use crate::Governance;

pub(super) fn routes() -> Router<Governance> {
    Router::new()
}
