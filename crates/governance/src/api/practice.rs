//! JSON of the inventory of practices.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_web::{Failure, Reader};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{Governance, Practice, PracticeFilter};

/// The most practices of one answer.
const MOST: usize = 500;

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new().routes(routes!(practices)).routes(routes!(practice))
}

#[derive(Deserialize, IntoParams)]
struct PracticesQuery {
    /// Words that the practice holds.
    #[serde(default)]
    q: String,
    /// `practice` or `tool`.
    #[serde(default)]
    kind: String,
    /// What it is about.
    #[serde(default)]
    theme: String,
}

/// A practice or a tool.
#[derive(Serialize, ToSchema)]
struct PracticeBody {
    /// Its identifier.
    id: String,
    /// Its title.
    title: String,
    /// `practice` or `tool`.
    kind: String,
    /// What it consists of.
    description: String,
    /// For whom.
    public: String,
    /// What it is about.
    theme: String,
    /// The organisation that uses it.
    user: String,
    /// Where what is said comes from.
    source: String,
    /// The body that keeps it.
    body: String,
    /// The project it comes from.
    project: Option<String>,
}

fn body(practice: Practice) -> PracticeBody {
    let sheet = practice.sheet;
    PracticeBody {
        id: practice.id.to_string(),
        title: sheet.title,
        kind: sheet.kind,
        description: sheet.description,
        public: sheet.public,
        theme: sheet.theme,
        user: sheet.user,
        source: sheet.source,
        body: practice.body.to_string(),
        project: practice.project.map(|id| id.to_string()),
    }
}

/// Lists innovative practices and tools
#[utoipa::path(get, path = "/practices", tag = "governance", params(PracticesQuery), responses((status = 200, body = Vec<PracticeBody>)))]
async fn practices(
    State(governance): State<Governance>,
    reader: Reader,
    Query(query): Query<PracticesQuery>,
) -> Result<Json<Vec<PracticeBody>>, Failure> {
    let filter = PracticeFilter { words: query.q, kind: query.kind, theme: query.theme };
    let found = governance.practices(&reader.viewer, &filter).await?;
    Ok(Json(found.into_iter().take(MOST).map(body).collect()))
}

/// Gives a practice or a tool
#[utoipa::path(get, path = "/practices/{id}", tag = "governance", params(("id" = String, Path, description = "Its identifier.")), responses((status = 200, body = PracticeBody), (status = 404, description = "There is no such practice, or it is not published.")))]
async fn practice(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Json<PracticeBody>, Failure> {
    Ok(Json(body(governance.practice(&reader.viewer, id).await?)))
}
