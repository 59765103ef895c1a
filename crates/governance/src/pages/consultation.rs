//! Pages of the `consultation` part: opinions, and what bodies send to one another.

mod opinion;
mod transmission;

use axum::{
    Router,
    routing::{get, post},
};
use bassin_web::Choice;

use crate::{Body, Governance};

pub(super) fn routes() -> Router<Governance> {
    Router::new()
        .route("/instances/{slug}/avis", get(opinion::list))
        .route("/instances/{slug}/avis.csv", get(opinion::csv))
        .route("/instances/{slug}/avis/nouveau", get(opinion::blank).post(opinion::create))
        .route("/avis/{id}", get(opinion::show))
        .route("/avis/{id}/{act}", post(opinion::act))
        .route("/instances/{slug}/transmissions", get(transmission::list))
        .route("/instances/{slug}/transmissions.csv", get(transmission::csv))
        .route("/instances/{slug}/transmissions/nouvelle", get(transmission::blank).post(transmission::create))
        .route("/transmissions/{id}", get(transmission::show))
        .route("/transmissions/{id}/reponse", post(transmission::answer))
}

/// Every body but one, by name.
fn others(bodies: &[Body], but: &Body) -> Vec<Choice> {
    let open = bodies.iter().filter(|body| body.id != but.id && body.closed.is_none());
    open.map(|body| Choice::new(body.id.to_string(), &body.name)).collect()
}
