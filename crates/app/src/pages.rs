//! Pages that belong to no single room: home, search, and what awaits whoever has signed in.

mod home;
mod search;
mod space;

use axum::{Router, routing::get};
use bassin_kernel::address;

use crate::Installation;

/// The routes.
pub fn routes(installation: &Installation) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/recherche", get(search::show))
        .route("/mon-espace", get(space::show))
        .route("/agenda/{token}", get(space::calendar))
        .with_state(installation.clone())
}

/// A way to something, with a few words about it.
struct Anchor {
    label: String,
    address: String,
    detail: String,
}

fn portrait(expression: &str) -> String {
    address("/territoires/portrait", &[("p", expression)])
}
