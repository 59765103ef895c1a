//! JSON of the statutes.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_web::Failure;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Governance, statute::Statute};

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new().routes(routes!(statutes)).routes(routes!(statute))
}

/// The statutes
///
/// What each kind of body is according to its text: the latest version of each, every rule with its source and a sentence in both languages.
#[utoipa::path(get, path = "/statutes", tag = "governance", responses((status = 200, description = "The statutes, by identifier.", content_type = "application/json")))]
async fn statutes(State(governance): State<Governance>) -> Json<Vec<Statute>> {
    Json(governance.statutes().all().cloned().collect())
}

#[derive(Deserialize, IntoParams)]
struct StatuteQuery {
    /// The version; the latest when absent.
    version: Option<u32>,
}

/// A statute
#[utoipa::path(
    get,
    path = "/statutes/{id}",
    tag = "governance",
    params(("id" = String, Path, description = "The statute’s identifier.", example = "pole-synergies"), StatuteQuery),
    responses((status = 200, description = "The statute.", content_type = "application/json"), (status = 404, description = "There is none."))
)]
async fn statute(
    State(governance): State<Governance>,
    Path(id): Path<String>,
    Query(query): Query<StatuteQuery>,
) -> Result<Json<Statute>, Failure> {
    Ok(Json(governance.statute(&id, query.version)?.clone()))
}
