//! JSON of projects.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_web::{Failure, Reader};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{Governance, Listing, ProjectFact, ProjectFile, rules};

/// The most projects of one answer.
const MOST: usize = 500;

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new().routes(routes!(projects)).routes(routes!(project))
}

#[derive(Deserialize, IntoParams)]
struct ProjectsQuery {
    /// Words that the project holds.
    #[serde(default)]
    q: String,
    /// Where it stands: `submitted`, `agreed` …
    state: Option<String>,
    /// A body that carries it or is asked to agree.
    body: Option<String>,
}

/// A project.
#[derive(Serialize, ToSchema)]
struct ProjectBody {
    /// Its identifier.
    id: String,
    /// Its title.
    title: String,
    /// In a few sentences.
    summary: String,
    /// Where it stands.
    state: &'static str,
    /// 1, 2, 3 …
    version: u32,
    /// The version it replaces.
    previous: Option<String>,
    /// The poles that carry it.
    poles: Vec<String>,
    /// The aspects it develops, as codes of the statute.
    aspects: Vec<String>,
    /// The publics, as codes of the statute.
    publics: Vec<String>,
    /// The organisation that leads it.
    lead: String,
    /// Where it works, as a perimeter expression.
    territory: String,
    /// First day.
    starts_on: Option<String>,
    /// Last day.
    ends_on: Option<String>,
    /// Its budget, in cents of euro.
    budget_cents: i64,
    /// The decisions by which poles adopted it.
    decisions: Vec<String>,
    /// What each Instance concerned said.
    approvals: Vec<ApprovalBody>,
}

/// What an Instance said of a project.
#[derive(Serialize, ToSchema)]
struct ApprovalBody {
    /// The Instance.
    body: String,
    /// `awaited`, `admitted`, `returned`, `agree`, `reservations` or `refuse`.
    said: &'static str,
    /// The day it last said something.
    on: Option<String>,
}

fn body(file: &ProjectFile) -> ProjectBody {
    let (project, sheet) = (&file.project, &file.project.sheet);
    ProjectBody {
        id: project.id.to_string(),
        title: sheet.title.clone(),
        summary: sheet.summary.clone(),
        state: rules::project::derive(file).code(),
        version: project.version,
        previous: project.previous.map(|id| id.to_string()),
        poles: project.poles.iter().map(Uuid::to_string).collect(),
        aspects: sheet.aspects.clone(),
        publics: sheet.publics.clone(),
        lead: sheet.lead.name.clone(),
        territory: sheet.territory.clone(),
        starts_on: sheet.starts_on.map(|on| on.to_string()),
        ends_on: sheet.ends_on.map(|on| on.to_string()),
        budget_cents: sheet.budget.iter().fold(0, |sum, line| sum.saturating_add(line.cents)),
        decisions: file.adoptions.iter().map(|adoption| adoption.decision.to_string()).collect(),
        approvals: project.concerned.iter().map(|instance| approval(file, *instance)).collect(),
    }
}

fn approval(file: &ProjectFile, instance: Uuid) -> ApprovalBody {
    use crate::Ruling;
    let events = || file.events.iter().filter(|event| event.fact.instance() == Some(instance));
    let returned = events().any(|event| event.fact == ProjectFact::Returned { instance });
    let said = match rules::project::verdict(file, instance) {
        Some(Ruling::Agree) => "agree",
        Some(Ruling::Reservations) => "reservations",
        Some(Ruling::Refuse) => "refuse",
        None if returned => "returned",
        None if rules::project::is_admitted(file, instance) => "admitted",
        None => "awaited",
    };
    ApprovalBody { body: instance.to_string(), said, on: events().next_back().map(|event| event.on.to_string()) }
}

/// Lists projects
///
/// Those that have been submitted, the latest first; the others for those who may read them.
#[utoipa::path(get, path = "/projects", tag = "governance", params(ProjectsQuery), responses((status = 200, body = Vec<ProjectBody>)))]
async fn projects(
    State(governance): State<Governance>,
    reader: Reader,
    Query(query): Query<ProjectsQuery>,
) -> Result<Json<Vec<ProjectBody>>, Failure> {
    let asked = Listing { words: query.q, state: query.state.unwrap_or_default(), ..Listing::default() };
    let files = governance.projects(&reader.viewer, query.body.and_then(|id| id.parse().ok()), &asked).await?;
    Ok(Json(files.items.iter().take(MOST).map(body).collect()))
}

/// Gives a project
#[utoipa::path(get, path = "/projects/{id}", tag = "governance", params(("id" = String, Path, description = "Its identifier.")), responses((status = 200, body = ProjectBody), (status = 404, description = "There is no such project, or it is not public.")))]
async fn project(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Json<ProjectBody>, Failure> {
    Ok(Json(body(&governance.project(&reader.viewer, id).await?)))
}
