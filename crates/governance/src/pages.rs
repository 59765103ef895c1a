//! The room's pages.

mod act;
mod body;
mod consultation;
mod convention;
mod decision;
mod list;
mod meeting;
mod practice;
mod project;
mod statute;
pub(crate) mod tabs;

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
};
use bassin_web::{Failure, Reader};

use crate::Governance;

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "bodies";

pub(crate) use meeting::subject_address;

/// The room's pages.
pub fn routes(governance: Governance) -> Router {
    Router::new()
        .merge(body::routes())
        .merge(consultation::routes())
        .merge(convention::routes())
        .merge(decision::routes())
        .merge(meeting::routes())
        .merge(practice::routes())
        .merge(project::routes())
        .merge(statute::routes())
        .route_layer(from_fn(known_to_write))
        .with_state(governance)
}

/// Forms are for those who have signed in, but for the answer to a convocation, whose link is a secret of its own.
async fn known_to_write(reader: Reader, request: Request, next: Next) -> Result<Response, Failure> {
    if !request.uri().path().starts_with("/convocations/") {
        reader.require_known_to_write(&request)?;
    }
    Ok(next.run(request).await)
}
