//! JSON of the reports on a plan, and of what is collected for them.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_kernel::{Period, Problem, Timestamp};
use bassin_web::{Failure, Reader};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Plans, Tree,
    campaign::{Campaign, Collection, Request, Side, Standing},
    report::{Report, ReportKind},
    rules::campaign::standing,
};

/// Reports, or campaigns, of one answer.
const PAGE: usize = 50;

pub(super) fn routes() -> OpenApiRouter<Plans> {
    OpenApiRouter::new().routes(routes!(reports)).routes(routes!(report)).routes(routes!(campaigns)).routes(routes!(campaign))
}

#[derive(Deserialize, IntoParams)]
struct ReportsQuery {
    /// `yearly`, `mid-term` or `final`.
    kind: Option<String>,
    /// The period: `2019`, `2018/2019`, `2019-Q1`, `2019-03`.
    period: Option<String>,
    /// The page, from 1.
    page: Option<usize>,
}

/// The reports on a plan.
#[derive(Serialize, ToSchema)]
struct ReportList {
    /// How many there are.
    total: usize,
    /// Those of the page, the latest period first.
    data: Vec<ReportHead>,
}

/// A report.
#[derive(Serialize, ToSchema)]
struct ReportHead {
    /// Its identifier.
    id: String,
    /// The plan.
    plan: String,
    /// `yearly`, `mid-term` or `final`.
    kind: &'static str,
    /// The period it is about.
    period: String,
    /// Its title.
    title: String,
    /// `published`; and, for those who may read it before, `open`, `collecting`, `consolidated`, `frozen`, `submitted`, `adopted` or `withdrawn`.
    state: &'static str,
    /// The body that adopted it, or that is asked to.
    body: Option<String>,
    /// The day it was adopted.
    adopted_on: Option<String>,
    /// When it was published.
    #[schema(value_type = Option<String>, format = DateTime)]
    published_at: Option<Timestamp>,
    /// The SHA-256 digest of its content, once frozen.
    digest: Option<String>,
    /// The earlier report it is compared with.
    compares: Option<String>,
    /// The address of its page.
    web: String,
}

/// A report with its content.
#[derive(Serialize, ToSchema)]
struct ReportBody {
    /// The report.
    #[serde(flatten)]
    head: ReportHead,
    /// What was copied when it was frozen, and never changes: the nodes of the plan with their health, progress, milestones, values and words. None before.
    #[schema(value_type = Option<Object>)]
    content: Option<Value>,
}

fn head(report: &Report) -> ReportHead {
    ReportHead {
        id: report.id.to_string(),
        plan: report.plan.clone(),
        kind: report.kind.code(),
        period: report.period.to_string(),
        title: report.title.clone(),
        state: report.state.code(),
        body: report.submission.as_ref().map(|submission| submission.body.to_string()),
        adopted_on: report.adoption.as_ref().map(|adoption| adoption.on.to_string()),
        published_at: report.published_at,
        digest: report.digest.clone(),
        compares: report.compares.map(|id| id.to_string()),
        web: format!("/plan/{}/bilans/{}", report.plan, report.id),
    }
}

/// What a filter asks for; refused when it is nothing that exists.
fn asked<T>(given: Option<&str>, known: impl Fn(&str) -> Option<T>, unknown: fn() -> Problem) -> Result<Option<T>, Problem> {
    given.filter(|text| !text.is_empty()).map(|text| known(text).ok_or_else(unknown)).transpose()
}

fn page<T>(all: Vec<T>, page: Option<usize>) -> (usize, Vec<T>) {
    let total = all.len();
    let before = page.unwrap_or(1).max(1).saturating_sub(1).saturating_mul(PAGE);
    (total, all.into_iter().skip(before).take(PAGE).collect())
}

/// Lists the reports on a plan
///
/// Those that are published; those to come too, for whoever runs the plan or sits in the body that adopts them.
#[utoipa::path(get, path = "/plans/{id}/reports", tag = "plan", params(ReportsQuery, ("id" = String, Path, description = "The plan’s identifier.", example = "cprdfop-grand-est-2018-2022")), responses((status = 200, body = ReportList), (status = 404, description = "No such plan."), (status = 422, description = "A filter is nothing that exists.")))]
async fn reports(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(query): Query<ReportsQuery>,
) -> Result<Json<ReportList>, Failure> {
    let kind = asked(query.kind.as_deref(), ReportKind::from_code, || {
        Problem::invalid("report-kind", "Ce type de bilan n’existe pas.", "There is no such kind of report.")
    })?;
    let period = asked(
        query.period.as_deref(),
        |text| text.parse::<Period>().ok(),
        || {
            Problem::invalid(
                "report-period",
                "Cette période ne se lit pas : 2019, 2018/2019 …",
                "This period cannot be read: 2019, 2018/2019 …",
            )
        },
    )?;
    let tree = plans.tree(&id).await?;
    let mut all = plans.reports(&reader.viewer, &tree).await?;
    all.retain(|one| kind.is_none_or(|kind| one.kind == kind) && period.is_none_or(|period| one.period == period));
    let (total, kept) = page(all, query.page);
    Ok(Json(ReportList { total, data: kept.iter().map(head).collect() }))
}

/// Gives a report, with its content
#[utoipa::path(get, path = "/plans/{id}/reports/{report}", tag = "plan", params(("id" = String, Path, description = "The plan’s identifier.", example = "cprdfop-grand-est-2018-2022"), ("report" = String, Path, description = "The report’s identifier.")), responses((status = 200, body = ReportBody), (status = 404, description = "No such report, or none that you may read.")))]
async fn report(State(plans): State<Plans>, reader: Reader, Path((id, report)): Path<(String, Uuid)>) -> Result<Json<ReportBody>, Failure> {
    let found = plans.report(&reader.viewer, report).await?;
    if found.report.plan != id {
        return Err(Problem::not_found("Ce bilan n’est pas de ce plan.", "This report is not about this plan.").into());
    }
    let content = found.text.as_deref().and_then(|text| serde_json::from_str(text).ok());
    Ok(Json(ReportBody { head: head(&found.report), content }))
}

#[derive(Deserialize, IntoParams)]
struct CampaignsQuery {
    /// The page, from 1.
    page: Option<usize>,
}

/// The collection campaigns of a plan.
#[derive(Serialize, ToSchema)]
struct CampaignList {
    /// How many there are.
    total: usize,
    /// Those of the page, the latest first.
    data: Vec<CampaignHead>,
}

/// A collection campaign: how many answers came.
#[derive(Serialize, ToSchema)]
struct CampaignHead {
    /// Its identifier.
    id: String,
    /// Its title.
    title: String,
    /// The period that is asked about.
    period: String,
    /// The last day for answering.
    closes_on: String,
    /// Whether answers are still received by link.
    open: bool,
    /// How many actions are asked about.
    asked: usize,
    /// How many answers came.
    received: usize,
    /// How many have no pilot: nobody can be asked.
    no_pilot: usize,
    /// How many have a pilot without an address.
    no_address: usize,
    /// How many are past their day.
    late: usize,
    /// How many are awaited.
    pending: usize,
}

/// A collection campaign with what it asks, without the people who are asked.
#[derive(Serialize, ToSchema)]
struct CampaignBody {
    /// The campaign.
    #[serde(flatten)]
    head: CampaignHead,
    /// What is asked, in the order of the plan.
    requests: Vec<RequestBody>,
}

/// What is asked about an action.
#[derive(Serialize, ToSchema)]
struct RequestBody {
    /// Its identifier.
    id: String,
    /// The action.
    node: String,
    /// The number of the action.
    number: String,
    /// `received`, `pending`, `late`, `no-address` or `no-pilot`.
    standing: &'static str,
    /// How many letters left.
    letters: u32,
    /// When the answer was last changed.
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Timestamp>,
    /// Whether the pilot says that there is nothing to tell.
    nothing: bool,
    /// Whether a question of the pilot awaits an answer.
    question: bool,
}

fn campaign_head(plans: &Plans, collection: &Collection) -> CampaignHead {
    let (campaign, today) = (&collection.campaign, plans.today());
    let (received, asked) = collection.received();
    let many = |wanted: Standing| collection.requests.iter().filter(|request| standing(campaign, request, today) == wanted).count();
    CampaignHead {
        id: campaign.id.to_string(),
        title: campaign.title.clone(),
        period: campaign.period.to_string(),
        closes_on: campaign.closes_on.to_string(),
        open: campaign.is_open(today),
        asked,
        received,
        no_pilot: many(Standing::NoPilot),
        no_address: many(Standing::NoAddress),
        late: many(Standing::Late),
        pending: many(Standing::Pending),
    }
}

fn request(plans: &Plans, tree: &Tree, campaign: &Campaign, one: &Request) -> RequestBody {
    RequestBody {
        id: one.id.to_string(),
        node: one.node.to_string(),
        number: tree.sheet(one.node).map(|sheet| sheet.node.number.clone()).unwrap_or_default(),
        standing: standing(campaign, one, plans.today()).code(),
        letters: one.letters,
        answered_at: one.answer.as_ref().map(|answer| answer.at),
        nothing: one.answer.as_ref().is_some_and(|answer| answer.nothing),
        question: one.thread.last().is_some_and(|last| last.side == Side::Pilot),
    }
}

/// Lists the collection campaigns of a plan
///
/// For whoever runs the plan.
#[utoipa::path(get, path = "/plans/{id}/campaigns", tag = "plan", params(CampaignsQuery, ("id" = String, Path, description = "The plan’s identifier.", example = "cprdfop-grand-est-2018-2022")), responses((status = 200, body = CampaignList), (status = 403, description = "You do not run this plan."), (status = 404, description = "No such plan.")))]
async fn campaigns(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(query): Query<CampaignsQuery>,
) -> Result<Json<CampaignList>, Failure> {
    let tree = plans.tree(&id).await?;
    let (total, kept) = page(plans.campaigns(&reader.viewer, &tree.plan).await?, query.page);
    Ok(Json(CampaignList { total, data: kept.iter().map(|one| campaign_head(&plans, one)).collect() }))
}

/// Gives a collection campaign, with what became of each request
///
/// For whoever runs the plan. Neither names nor addresses are told.
#[utoipa::path(get, path = "/plans/{id}/campaigns/{campaign}", tag = "plan", params(("id" = String, Path, description = "The plan’s identifier.", example = "cprdfop-grand-est-2018-2022"), ("campaign" = String, Path, description = "The campaign’s identifier.")), responses((status = 200, body = CampaignBody), (status = 403, description = "You do not run this plan."), (status = 404, description = "No such campaign.")))]
async fn campaign(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, campaign)): Path<(String, Uuid)>,
) -> Result<Json<CampaignBody>, Failure> {
    let (collection, tree) = plans.collection(&reader.viewer, campaign).await?;
    if collection.campaign.plan != id {
        return Err(Problem::not_found("Cette collecte n’est pas de ce plan.", "This collection is not about this plan.").into());
    }
    let requests = collection.requests.iter().map(|one| request(&plans, &tree, &collection.campaign, one)).collect();
    Ok(Json(CampaignBody { head: campaign_head(&plans, &collection), requests }))
}
