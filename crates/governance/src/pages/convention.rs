//! Pages of the `convention` part: the conventions of a body, one of them, signing it.

mod file;
mod list;
mod show;
mod sign;

use axum::{
    Router,
    routing::{get, post},
};

use crate::Governance;

pub(super) fn routes() -> Router<Governance> {
    Router::new()
        .route("/instances/{slug}/conventions", get(list::list))
        .route("/instances/{slug}/conventions.csv", get(list::csv))
        .route("/instances/{slug}/conventions/nouvelle", get(list::blank).post(list::create))
        .route("/conventions/{id}", get(show::show))
        .route("/conventions/{id}/modifier", get(list::edit).post(list::change))
        .route("/conventions/{id}/partie", post(show::keep_party))
        .route("/conventions/{id}/partie/retirer", post(show::remove_party))
        .route("/conventions/{id}/engagement", post(show::add_obligation))
        .route("/conventions/{id}/engagement/fait", post(show::mark_obligation))
        .route("/conventions/{id}/etape/{event}", post(show::step))
        .route("/conventions/{id}/signer", get(sign::show).post(sign::sign))
        .route("/conventions/{id}/papier", post(sign::upload))
        .route("/conventions/{id}/{file}", get(file::download))
}
