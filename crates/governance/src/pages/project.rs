//! Pages of the `project` part: lists, the sheet of a project and its acts, its forms, its documents.

mod act;
mod edit;
pub(super) mod form;
mod lines;
mod list;
mod sheet;
mod show;

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bassin_web::{Link, Reader};
use uuid::Uuid;

use crate::{Body, Governance, ProjectState};

pub(super) fn routes() -> Router<Governance> {
    Router::new()
        .route("/projets", get(list::all))
        .route("/projets.csv", get(list::csv))
        .route("/projets/nouveau", get(edit::new).post(edit::create))
        .route("/projets/{id}", get(show::page))
        .route("/projets/{id}/modifier", get(edit::form).post(edit::save))
        .route("/projets/{id}/version", post(edit::rework))
        .route("/projets/{id}/actes/{act}", get(act::form).post(act::record))
        .route("/projets/{id}/fiche.pdf", get(show::pdf))
        .route("/projets/{id}/fiche.docx", get(show::docx))
        .route("/instances/{slug}/projets", get(list::of_body))
        .route("/instances/{slug}/projets.csv", get(list::csv_of_body))
}

/// The address of a project.
pub(super) fn address_of(id: Uuid) -> String {
    format!("/projets/{id}")
}

fn state_name(reader: &Reader, state: ProjectState) -> String {
    reader.t(&format!("project-state-{}", state.code()))
}

/// The colour of a state.
const fn state_kind(state: ProjectState) -> &'static str {
    match state {
        ProjectState::Draft | ProjectState::Adopted => "",
        ProjectState::Submitted | ProjectState::Admissible => "accent",
        ProjectState::Agreed | ProjectState::Running | ProjectState::Completed | ProjectState::Evaluated => "good",
        ProjectState::AgreedWithReservations | ProjectState::Returned => "warn",
        ProjectState::Refused | ProjectState::Abandoned => "bad",
    }
}

fn trail(reader: &Reader) -> Vec<Link> {
    vec![Link::new(reader.t("project-list-title"), "/projets")]
}

fn name_of(bodies: &[Body], id: Uuid) -> String {
    bodies.iter().find(|body| body.id == id).map_or_else(|| "–".to_owned(), |body| body.name.clone())
}

/// A file to keep.
pub(super) fn download(bytes: Vec<u8>, media_type: &'static str, name: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
