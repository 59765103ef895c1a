//! JSON of the `convention` part: public conventions that bind, or have bound, their parties.

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

use crate::{Convention, Governance, PartyWho};

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new().routes(routes!(conventions)).routes(routes!(convention))
}

/// A public convention.
#[derive(Serialize, ToSchema)]
struct ConventionResource {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// The body that carries it.
    #[schema(value_type = String)]
    body: Uuid,
    /// `partnership`, `objectives`, `charter`, `framework`.
    kind: &'static str,
    /// Its title.
    title: String,
    /// `in-force`, `expired`, `renewed`, `amended`, `terminated`.
    state: &'static str,
    /// First day.
    start_date: Option<String>,
    /// Last day; none until it is ended.
    end_date: Option<String>,
    /// The SHA-256 of what was signed.
    sha256: String,
    /// The parties.
    parties: Vec<PartyResource>,
    /// The convention that took its place.
    #[schema(value_type = Option<String>)]
    followed_by: Option<Uuid>,
}

/// A party.
#[derive(Serialize, ToSchema)]
struct PartyResource {
    /// `organisation` or `body`.
    kind: &'static str,
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// In which capacity.
    capacity: String,
}

/// Some conventions.
#[derive(Serialize, ToSchema)]
struct ConventionsPage {
    /// The latest first.
    conventions: Vec<ConventionResource>,
}

/// A convention with its text.
#[derive(Serialize, ToSchema)]
struct ConventionDetail {
    /// The convention.
    #[serde(flatten)]
    convention: ConventionResource,
    /// The text that was signed.
    text: String,
    /// What the parties have promised.
    obligations: Vec<ObligationResource>,
}

/// An obligation.
#[derive(Serialize, ToSchema)]
struct ObligationResource {
    /// What.
    words: String,
    /// Until when.
    due_on: Option<String>,
    /// When it was done.
    done_on: Option<String>,
}

/// Lists public conventions
///
/// Those that bind, or have bound, their parties, the latest first.
#[utoipa::path(get, path = "/conventions", tag = "governance", responses((status = 200, body = ConventionsPage)))]
async fn conventions(State(governance): State<Governance>) -> Result<Json<ConventionsPage>, Failure> {
    let all = governance.public_conventions().await?;
    Ok(Json(ConventionsPage { conventions: all.into_iter().map(resource).collect() }))
}

fn resource(convention: Convention) -> ConventionResource {
    let party = |party: crate::Party| {
        let (kind, id) = match party.who {
            PartyWho::Organisation(id) => ("organisation", id),
            PartyWho::Body(id) => ("body", id),
        };
        PartyResource { kind, id, capacity: party.capacity }
    };
    ConventionResource {
        id: convention.id,
        body: convention.body,
        kind: convention.kind.code(),
        title: convention.title,
        state: convention.state.code(),
        start_date: convention.starts_on.map(|day| day.to_string()),
        end_date: convention.ends_on.map(|day| day.to_string()),
        sha256: convention.sha256,
        parties: convention.parties.into_iter().map(party).collect(),
        followed_by: convention.followed_by,
    }
}

/// Reads a public convention
///
/// With its text and what the parties have promised.
#[utoipa::path(get, path = "/conventions/{id}", tag = "governance", params(("id" = String, Path, description = "Its identifier.")), responses((status = 200, body = ConventionDetail), (status = 403, description = "It is not public."), (status = 404, description = "There is no such convention.")))]
async fn convention(State(governance): State<Governance>, Path(id): Path<Uuid>) -> Result<Json<ConventionDetail>, Failure> {
    let file = governance.convention(&Viewer::Anonymous, id).await?;
    let text = file.text().to_owned();
    let obligations = file.convention.obligations.iter().map(|promise| ObligationResource {
        words: promise.words.clone(),
        due_on: promise.due_on.map(|day| day.to_string()),
        done_on: promise.done_on.map(|day| day.to_string()),
    });
    let obligations = obligations.collect();
    Ok(Json(ConventionDetail { convention: resource(file.convention), text, obligations }))
}
