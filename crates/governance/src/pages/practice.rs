//! Pages of the `practice` part.

use axum::Router;

use crate::Governance;

pub(super) fn routes() -> Router<Governance> {
    Router::new()
}
