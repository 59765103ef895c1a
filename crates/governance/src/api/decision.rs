//! JSON of the `decision` part: what bodies have adopted in public, with outcome, reasons and dissent.

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

use crate::{Decision, Governance, Listing};

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new().routes(routes!(decisions)).routes(routes!(decision))
}

/// A decision adopted in public.
#[derive(Serialize, ToSchema)]
struct DecisionResource {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// The identifier of the body.
    #[schema(value_type = String)]
    body: Uuid,
    /// What it is about.
    title: String,
    /// `adopted` or `adopted-with-reservations`.
    state: &'static str,
    /// Its number in the year, `2026-3`.
    number: String,
    /// When it was adopted, in UTC.
    adopted_at: Option<String>,
    /// What the chair declared.
    declaration: String,
}

/// The decisions of a body.
#[derive(Serialize, ToSchema)]
struct DecisionsPage {
    /// The latest first.
    decisions: Vec<DecisionResource>,
}

/// A decision with its texts and positions.
#[derive(Serialize, ToSchema)]
struct DecisionDetail {
    /// The decision.
    #[serde(flatten)]
    decision: DecisionResource,
    /// The versions of its text, first one first; the last one was adopted.
    texts: Vec<TextResource>,
    /// What the seats said, version by version.
    positions: Vec<PositionResource>,
}

/// A version of a text.
#[derive(Serialize, ToSchema)]
struct TextResource {
    /// 1, 2, 3 …
    number: u32,
    /// The text.
    text: String,
    /// Why it replaced the one before.
    reason: String,
}

/// What a seat said.
#[derive(Serialize, ToSchema)]
struct PositionResource {
    /// The version.
    version: u32,
    /// The seat: a post of `/bodies/{slug}`.
    #[schema(value_type = String)]
    seat: Uuid,
    /// `agree`, `reservations`, `abstain`, `stand-aside`, `object`.
    stand: &'static str,
    /// Reasons, reservations.
    words: String,
    /// Whether an objection was lifted by its author.
    lifted: bool,
}

/// Lists what a body has adopted
///
/// Public decisions only, the latest first.
#[utoipa::path(get, path = "/bodies/{slug}/decisions", tag = "governance", params(("slug" = String, Path, description = "The body’s name in addresses, or its identifier.")), responses((status = 200, body = DecisionsPage), (status = 404, description = "There is no such body.")))]
async fn decisions(State(governance): State<Governance>, Path(slug): Path<String>) -> Result<Json<DecisionsPage>, Failure> {
    let body = governance.body(&slug).await?;
    let all = governance.decisions(&Viewer::Anonymous, &body, &Listing::default()).await?;
    Ok(Json(DecisionsPage { decisions: all.items.into_iter().map(resource).collect() }))
}

fn resource(decision: Decision) -> DecisionResource {
    DecisionResource {
        id: decision.id,
        body: decision.body,
        title: decision.title,
        state: decision.state.code(),
        number: decision.number.map(|number| format!("{}-{}", number.year, number.rank)).unwrap_or_default(),
        adopted_at: decision.closed_at.map(|at| at.to_rfc3339()),
        declaration: decision.declaration,
    }
}

/// Reads a decision
///
/// With the versions of its text, and the positions of the seats: reasons and dissent included.
#[utoipa::path(get, path = "/decisions/{id}", tag = "governance", params(("id" = String, Path, description = "Its identifier.")), responses((status = 200, body = DecisionDetail), (status = 403, description = "It is not public."), (status = 404, description = "There is no such decision.")))]
async fn decision(State(governance): State<Governance>, Path(id): Path<Uuid>) -> Result<Json<DecisionDetail>, Failure> {
    let case = governance.decision(&Viewer::Anonymous, id).await?;
    let texts = case.texts.into_iter().map(|version| TextResource { number: version.number, text: version.text, reason: version.reason });
    let positions = case.positions.into_iter().map(|position| PositionResource {
        version: position.version,
        seat: position.seat,
        stand: position.stand.code(),
        words: position.words,
        lifted: position.lifted_at.is_some(),
    });
    let (texts, positions) = (texts.collect(), positions.collect());
    Ok(Json(DecisionDetail { decision: resource(case.decision), texts, positions }))
}
