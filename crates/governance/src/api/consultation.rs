//! JSON of the `consultation` part: the opinions given.

use axum::{
    Json,
    extract::{Path, State},
};
use bassin_kernel::Viewer;
use bassin_web::Failure;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{FollowUp, Governance, Listing, Opinion, Verdict};

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new().routes(routes!(opinions))
}

/// An opinion given.
#[derive(Serialize, ToSchema)]
struct OpinionResource {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// The body that gave it.
    #[schema(value_type = String)]
    body: Uuid,
    /// The body that asked; none on own initiative.
    #[schema(value_type = Option<String>)]
    asked_by: Option<Uuid>,
    /// What it is about.
    object: String,
    /// What was asked.
    question: String,
    /// `given`, `given-late`, `deemed-given`, `followed-up`.
    state: &'static str,
    /// `favourable`, `favourable-with-reservations`, `unfavourable`, `no-opinion`; none when it was deemed given.
    verdict: Option<&'static str>,
    /// On which grounds.
    grounds: String,
    /// The day it was given.
    given_on: Option<String>,
    /// `followed`, `partly`, `not-followed`; none when nothing was said yet.
    follow_up: Option<&'static str>,
    /// Why, and how.
    follow_words: String,
}

/// The opinions of a body.
#[derive(Serialize, ToSchema)]
struct OpinionsPage {
    /// The latest first: those it gave, and those it had asked for.
    opinions: Vec<OpinionResource>,
}

/// Lists the opinions a body gave or asked for
///
/// Once they are given, the latest first.
#[utoipa::path(get, path = "/bodies/{slug}/opinions", tag = "governance", params(("slug" = String, Path, description = "The body’s name in addresses, or its identifier.")), responses((status = 200, body = OpinionsPage), (status = 404, description = "There is no such body.")))]
async fn opinions(State(governance): State<Governance>, Path(slug): Path<String>) -> Result<Json<OpinionsPage>, Failure> {
    let body = governance.body(&slug).await?;
    let all = governance.opinions(&Viewer::Anonymous, &body, &Listing::default()).await?;
    Ok(Json(OpinionsPage { opinions: all.items.into_iter().map(resource).collect() }))
}

fn resource(opinion: Opinion) -> OpinionResource {
    OpinionResource {
        id: opinion.id,
        body: opinion.body,
        asked_by: opinion.asked_by,
        object: opinion.object,
        question: opinion.question,
        state: opinion.state.code(),
        verdict: opinion.verdict.map(Verdict::code),
        grounds: opinion.grounds,
        given_on: opinion.given_on.map(|day| day.to_string()),
        follow_up: opinion.follow_up.map(FollowUp::code),
        follow_words: opinion.follow_words,
    }
}
