//! Collection campaigns, for whoever runs the plan: the list, opening one, who answered, what is asked again.

mod open;
mod request;
mod sheet;

use std::collections::HashMap;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bassin_documents::write;
use bassin_kernel::{Kind, Problem, Violation, address, text::fold};
use bassin_web::{Failure, Field, Link, Page, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    SECTION,
    say::{Tag, count},
    trail,
};
use crate::{
    Plan, Plans, Tree,
    campaign::{Campaign, Collection, Request, Standing},
    rules::campaign::{reminds, silent, standing},
};

use open::{create, form};
use request::{by_account, by_link, send_by_account, send_by_link};

/// The pages for whoever runs the plan, and the requests for those who pilot.
pub(super) fn routes() -> Router<Plans> {
    Router::new()
        .route("/plan/{plan}/campagnes", get(list))
        .route("/plan/{plan}/campagnes/nouvelle", get(form).post(create))
        .route("/plan/{plan}/campagnes/{campaign}", get(show).post(act))
        .route("/plan/{plan}/campagnes/{campaign}/demandes.csv", get(csv))
        .route("/plan/{plan}/campagnes/{campaign}/demandes/{request}", get(by_account).post(send_by_account))
}

/// What a letter's link opens: no account is needed.
pub(super) fn link() -> Router<Plans> {
    Router::new().route("/suivi/{secret}", get(by_link).post(send_by_link))
}

pub(super) fn campaigns_address(plan: &Plan) -> String {
    format!("/plan/{}/campagnes", plan.id)
}

fn campaign_address(campaign: &Campaign) -> String {
    format!("/plan/{}/campagnes/{}", campaign.plan, campaign.id)
}

fn request_address(campaign: &Campaign, request: &Request) -> String {
    format!("{}/demandes/{}", campaign_address(campaign), request.id)
}

fn way(reader: &Reader, plan: &Plan) -> Vec<Link> {
    let mut way = trail(reader, plan).to_vec();
    way.push(Link::new(reader.t("campaign-list-title"), campaigns_address(plan)));
    way
}

pub(super) fn tag(reader: &Reader, standing: Standing) -> Tag {
    let kind = match standing {
        Standing::Received => "good",
        Standing::Late | Standing::NoPilot => "bad",
        Standing::NoAddress => "warn",
        Standing::Pending => "",
    };
    Tag { kind, label: reader.t(&format!("campaign-standing-{}", standing.code())) }
}

fn received(reader: &Reader, collection: &Collection) -> String {
    let (received, of) = collection.received();
    reader.t_with("campaign-received", &[("received", count(received).into()), ("of", count(of).into())])
}

struct ListRow {
    address: String,
    title: String,
    period: String,
    until: String,
    received: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "campaign_list.html")]
struct ListView<'a> {
    r: &'a Reader,
    new: String,
    rows: Vec<ListRow>,
}

/// The campaigns of a plan.
pub(super) async fn list(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let today = plans.today();
    let row = |collection: Collection| ListRow {
        address: campaign_address(&collection.campaign),
        title: collection.campaign.title.clone(),
        period: collection.campaign.period.label(reader.language),
        until: reader.day(collection.campaign.closes_on),
        received: received(&reader, &collection),
        open: collection.campaign.is_open(today),
    };
    let rows = plans.campaigns(&reader.viewer, &tree.plan).await?.into_iter().map(row).collect();
    let view = ListView { r: &reader, new: format!("{}/nouvelle", campaigns_address(&tree.plan)), rows };
    Ok(reader.page(Page::of(reader.t("campaign-list-title"), &view)?.section(SECTION).trail(trail(&reader, &tree.plan))))
}

/// Which requests are shown.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    etat: String,
    q: String,
}

struct Row {
    address: String,
    number: String,
    title: String,
    pilots: String,
    addresses: String,
    tag: Tag,
    when: String,
    said: String,
}

struct Choice {
    code: &'static str,
    label: String,
    count: usize,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "campaign.html")]
struct View<'a> {
    r: &'a Reader,
    title: &'a str,
    lede: String,
    received: String,
    share: String,
    open: bool,
    closed: String,
    reminder: String,
    extensions: Vec<String>,
    path: String,
    csv: String,
    asked: &'a Asked,
    choices: Vec<Choice>,
    rows: Vec<Row>,
    remind: Vec<Field>,
    silent: usize,
    close: Vec<Field>,
    extend: Vec<Field>,
    errors: Vec<Violation>,
}

/// A campaign: who answered, who did not, what is to be done.
pub(super) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path((_, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (collection, tree) = plans.collection(&reader.viewer, id).await?;
    let extend = extend_fields(&reader, &collection.campaign);
    page(&plans, &reader, (&collection, &tree), &asked, extend, Vec::new(), StatusCode::OK)
}

fn page(
    plans: &Plans,
    reader: &Reader,
    (collection, tree): (&Collection, &Tree),
    asked: &Asked,
    extend: Vec<Field>,
    errors: Vec<Violation>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let (campaign, today) = (&collection.campaign, plans.today());
    let standings: HashMap<Uuid, Standing> =
        collection.requests.iter().map(|request| (request.id, standing(campaign, request, today))).collect();
    let of = |request: &Request| standings.get(&request.id).copied().unwrap_or(Standing::Pending);
    let choice = |one: Standing| Choice {
        code: one.code(),
        label: tag(reader, one).label,
        count: collection.requests.iter().filter(|request| of(request) == one).count(),
        chosen: asked.etat == one.code(),
    };
    let kept = collection.requests.iter().filter(|request| keeps(asked, tree, request, of(request)));
    let (got, all) = collection.received();
    let view = View {
        r: reader,
        title: &campaign.title,
        lede: lede(reader, campaign),
        received: received(reader, collection),
        share: share(got, all),
        open: campaign.is_open(today),
        closed: campaign.closed_at.map(|at| reader.date(at)).unwrap_or_default(),
        reminder: reminder(reader, campaign, reminds(campaign, today)),
        extensions: campaign.extensions.iter().map(|one| extension(reader, one)).collect(),
        path: campaign_address(campaign),
        csv: address(&format!("{}/demandes.csv", campaign_address(campaign)), &[("etat", &asked.etat), ("q", &asked.q)]),
        asked,
        choices: Standing::ALL.into_iter().map(choice).filter(|choice| choice.count > 0 || choice.chosen).collect(),
        rows: kept.map(|request| row(reader, tree, campaign, request, of(request))).collect(),
        remind: hidden("remind", plans.fresh(), campaign.revision),
        silent: silent(collection).count(),
        close: hidden("close", plans.fresh(), campaign.revision),
        extend,
        errors,
    };
    let page = Page::of(campaign.title.clone(), &view)?.section(SECTION).trail(way(reader, &tree.plan)).status(status);
    Ok(reader.page(page))
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred requests")]
fn share(received: usize, of: usize) -> String {
    format!("{:.0}", received as f64 / of.max(1) as f64 * 1000.0)
}

fn lede(reader: &Reader, campaign: &Campaign) -> String {
    let (period, day) = (campaign.period.label(reader.language), reader.day(campaign.closes_on));
    reader.t_with("campaign-lede", &[("period", period.as_str().into()), ("day", day.as_str().into())])
}

fn reminder(reader: &Reader, campaign: &Campaign, due: bool) -> String {
    match (campaign.reminded_on, campaign.remind_before) {
        (Some(day), _) => reader.t_with("campaign-reminded", &[("day", reader.day(day).as_str().into())]),
        (None, 0) => String::new(),
        (None, _) if due => reader.t("campaign-reminder-due"),
        (None, days) => reader.t_with("campaign-reminder", &[("days", u64::from(days).into())]),
    }
}

fn extension(reader: &Reader, one: &crate::campaign::Extension) -> String {
    let (from, to) = (reader.day(one.from), reader.day(one.to));
    let arguments = [("from", from.as_str().into()), ("to", to.as_str().into()), ("reason", one.reason.as_str().into())];
    reader.t_with("campaign-extended-line", &arguments)
}

fn hidden(action: &str, form: Uuid, revision: i64) -> Vec<Field> {
    vec![Field::hidden("action", action), Field::hidden("id", form.to_string()), Field::hidden("revision", revision.to_string())]
}

fn extend_fields(reader: &Reader, campaign: &Campaign) -> Vec<Field> {
    vec![
        Field::hidden("action", "extend"),
        Field::hidden("revision", campaign.revision.to_string()),
        Field::date("closes_on").label(reader.t("campaign-new-closing")).min(campaign.closes_on).required(),
        Field::text("reason").label(reader.t("campaign-why")).required(),
    ]
}

fn keeps(asked: &Asked, tree: &Tree, request: &Request, standing: Standing) -> bool {
    let state = asked.etat.is_empty() || Standing::from_code(&asked.etat).is_none_or(|wanted| wanted == standing);
    let title = tree.sheet(request.node).map(|sheet| format!("{} {}", sheet.node.number, sheet.node.title.fr)).unwrap_or_default();
    let text = fold(&format!("{title} {}", request.pilots.join(" ")));
    state && fold(&asked.q).split_whitespace().all(|word| text.contains(word))
}

fn row(reader: &Reader, tree: &Tree, campaign: &Campaign, request: &Request, standing: Standing) -> Row {
    let sheet = tree.sheet(request.node);
    let emails: Vec<&str> = request.recipients.iter().map(|one| one.email.as_str()).collect();
    let when = match &request.answer {
        Some(answer) => reader.date(answer.at),
        None => {
            request.written_at.map(|at| reader.t_with("campaign-written", &[("day", reader.date(at).as_str().into())])).unwrap_or_default()
        }
    };
    let waits = request.thread.last().is_some_and(|last| last.side == crate::campaign::Side::Pilot);
    Row {
        address: request_address(campaign, request),
        number: sheet.map(|sheet| sheet.node.number.clone()).unwrap_or_default(),
        title: sheet.map(|sheet| reader.text(&sheet.node.title).to_owned()).unwrap_or_default(),
        pilots: if request.pilots.is_empty() { reader.t("campaign-standing-no-pilot") } else { request.pilots.join(", ") },
        addresses: emails.join(", "),
        tag: tag(reader, standing),
        when,
        said: if waits { reader.t("campaign-question-waits") } else { String::new() },
    }
}

/// Reminds, puts the last day off, closes.
pub(super) async fn act(
    State(plans): State<Plans>,
    reader: Reader,
    Path((_, id)): Path<(String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let revision = submitted.get("revision").parse().unwrap_or_default();
    let viewer = &reader.viewer;
    let outcome = match submitted.get("action") {
        "remind" => {
            let form = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
            plans.remind_pilots(viewer, id, form).await.map(|_| "campaign-reminded")
        }
        "extend" => {
            let (to, reason) = (submitted.day("closes_on"), submitted.get("reason"));
            plans.extend_campaign(viewer, id, revision, to, reason).await.map(|_| "campaign-extended")
        }
        "close" => plans.close_campaign(viewer, id, revision).await.map(|_| "campaign-closed"),
        _ => Err(Problem::invalid("form-action", "Cette action n’existe pas.", "There is no such action.")),
    };
    let (collection, tree) = plans.collection(viewer, id).await?;
    match outcome {
        Ok(done) => Ok(reader.done(&campaign_address(&collection.campaign), done)),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => {
            let mut extend = extend_fields(&reader, &collection.campaign);
            if submitted.get("action") == "extend" {
                let kept = extend.split_off(2);
                let mut typed = kept;
                Field::fill(&mut typed, &submitted);
                extend.append(&mut typed);
            }
            let errors = Field::with_errors(&mut extend, &problem);
            let status = if problem.kind == Kind::Conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            page(&plans, &reader, (&collection, &tree), &Asked::default(), extend, errors, status)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The requests shown, as a table.
pub(super) async fn csv(
    State(plans): State<Plans>,
    reader: Reader,
    Path((_, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (collection, tree) = plans.collection(&reader.viewer, id).await?;
    let (campaign, today) = (&collection.campaign, plans.today());
    let kept = collection.requests.iter().map(|request| (request, standing(campaign, request, today)));
    let kept = kept.filter(|(request, standing)| keeps(&asked, &tree, request, *standing));
    let line = |(request, standing): (&Request, Standing)| {
        let row = row(&reader, &tree, campaign, request, standing);
        [row.number, row.title, row.pilots, row.addresses, row.tag.label, row.when].map(write::Value::from).to_vec()
    };
    let rows: Vec<Vec<write::Value>> = kept.map(line).collect();
    let headers =
        ["plan-column-number", "plan-column-title", "plan-column-pilots", "campaign-addresses", "campaign-standing", "campaign-when"];
    let bytes = write::csv(&headers.map(|key| reader.t(key)), &rows, reader.language);
    let name = format!("attachment; filename=\"collecte-{}.csv\"", campaign.period.to_string().replace('/', "-"));
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}
