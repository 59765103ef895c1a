//! Pages of the `decision` part: the decisions of a body, a decision, what can be done with it.

mod list;
mod sheet;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::Governance;

pub(super) use list::number;

pub(super) fn routes() -> Router<Governance> {
    Router::new()
        .route("/instances/{slug}/decisions", get(list::list))
        .route("/instances/{slug}/decisions.csv", get(list::csv))
        .route("/instances/{slug}/decisions/nouvelle", get(sheet::blank).post(sheet::create))
        .route("/decisions/{id}", get(show::show))
        .route("/decisions/{id}/modifier", get(sheet::edit).post(sheet::change))
        .route("/decisions/{id}/position", post(show::take_position))
        .route("/decisions/{id}/objection", post(show::lift))
        .route("/decisions/{id}/{event}", post(show::step))
}
