//! Pages of the `account` part.

use axum::Router;

use crate::Directory;

pub(super) fn routes() -> Router<Directory> {
    Router::new()
}
