//! One request: by the link of a letter or by their account, for the pilot; from the campaign, for whoever runs the plan.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Failure, Field, Link, Page, Reader, Submitted};
use uuid::Uuid;

use super::{
    request_address,
    sheet::{Groups, given},
    tag, way,
};
use crate::{
    Door, Opened, Plans, may_manage,
    pages::{SECTION, node_address, say::Tag},
    rules::campaign::standing,
};

struct Said {
    side: &'static str,
    who: String,
    when: String,
    text: String,
}

#[derive(Template)]
#[template(path = "request.html")]
struct View<'a> {
    r: &'a Reader,
    kicker: String,
    title: String,
    lede: String,
    message: &'a str,
    objectives: &'a [String],
    officer: bool,
    standing: Tag,
    answered: String,
    stale: bool,
    open: bool,
    /// Whether the form that answers for a pilot is unfolded.
    unfolded: bool,
    values: String,
    address: String,
    hidden: Vec<Field>,
    groups: Groups,
    all: Vec<Field>,
    errors: Vec<Violation>,
    thread: Vec<Said>,
    say: Vec<Field>,
    addresses: Vec<Field>,
    letters: String,
    sheet: String,
}

/// What came back with a form that could not be kept.
#[derive(Default)]
struct Back {
    problem: Option<Problem>,
    submitted: Option<Submitted>,
}

impl Back {
    fn status(&self) -> StatusCode {
        match &self.problem {
            None => StatusCode::OK,
            Some(problem) if problem.kind == Kind::Conflict => StatusCode::CONFLICT,
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

fn page(plans: &Plans, reader: &Reader, door: &Door, opened: &Opened, back: &Back) -> Result<Response, Failure> {
    let (sheet, officer) = (opened.sheet()?, matches!(door, Door::Officer(..)));
    let (campaign, request) = (&opened.campaign, &opened.request);
    let mut groups = Groups::of(reader, opened, sheet, officer);
    let action = back.submitted.as_ref().map_or("", |submitted| submitted.get("action"));
    let mut say = say_fields(plans, reader);
    let mut addresses = address_fields(reader, opened);
    let (errors, all) = match (&back.problem, &back.submitted, action) {
        (Some(problem), Some(submitted), "say") => (filled(&mut say, submitted, problem), say.clone()),
        (Some(problem), Some(submitted), "address") => (filled(&mut addresses, submitted, problem), addresses.clone()),
        (Some(problem), Some(submitted), _) => (groups.back(reader, submitted, problem), groups.all()),
        _ => (Vec::new(), Vec::new()),
    };
    let stale = back.problem.as_ref().is_some_and(|problem| problem.kind == Kind::Conflict);
    let view = View {
        r: reader,
        kicker: campaign.title.clone(),
        title: format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)),
        lede: lede(reader, opened),
        message: &campaign.message,
        objectives: &sheet.node.content.objectives,
        officer,
        standing: tag(reader, standing(campaign, request, plans.today())),
        answered: answered(reader, opened, officer),
        stale,
        open: campaign.closed_at.is_none(),
        unfolded: action == "answer" || (request.recipients.is_empty() && request.answer.is_none()),
        values: reader.t_with("answer-values", &[("period", campaign.period.label(reader.language).as_str().into())]),
        address: match door {
            Door::Link(secret) => format!("/suivi/{secret}"),
            Door::Pilot(..) | Door::Officer(..) => request_address(campaign, request),
        },
        hidden: super::hidden("answer", plans.fresh(), sheet.node.revision),
        groups,
        all,
        errors,
        thread: thread(reader, opened),
        say,
        addresses,
        letters: request
            .written_at
            .map(|at| reader.t_with("request-letters", &[("day", reader.date_time(at).as_str().into())]))
            .unwrap_or_default(),
        sheet: node_address(&sheet.node),
    };
    let mut page = Page::of(view.title.clone(), &view)?.section(SECTION).status(back.status());
    page.robots = Some("noindex");
    if officer {
        let mut way = way(reader, &opened.tree.plan);
        way.push(Link::new(campaign.title.clone(), super::campaign_address(campaign)));
        page = page.trail(way);
    }
    let mut response = reader.page(page);
    // The address is a key: the page is kept nowhere.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn lede(reader: &Reader, opened: &Opened) -> String {
    let (period, day) = (opened.campaign.period.label(reader.language), reader.day(opened.campaign.closes_on));
    let plan = reader.text(&opened.tree.plan.name);
    reader.t_with("request-lede", &[("period", period.as_str().into()), ("day", day.as_str().into()), ("plan", plan.into())])
}

fn answered(reader: &Reader, opened: &Opened, officer: bool) -> String {
    let Some(answer) = &opened.request.answer else { return String::new() };
    let (at, day) = (reader.date_time(answer.at), reader.day(opened.campaign.closes_on));
    let key = match (answer.given_by.is_empty(), officer) {
        (false, _) => "request-answered-for",
        (true, true) => "request-answered-by-pilot",
        (true, false) => "request-answered",
    };
    reader.t_with(key, &[("at", at.as_str().into()), ("day", day.as_str().into()), ("who", answer.given_by.as_str().into())])
}

fn thread(reader: &Reader, opened: &Opened) -> Vec<Said> {
    let said = |message: &crate::campaign::Message| Said {
        side: message.side.code(),
        who: reader.t(&format!("request-side-{}", message.side.code())),
        when: reader.date_time(message.at),
        text: message.text.clone(),
    };
    opened.request.thread.iter().map(said).collect()
}

fn say_fields(plans: &Plans, reader: &Reader) -> Vec<Field> {
    vec![
        Field::hidden("action", "say"),
        Field::hidden("message", plans.fresh().to_string()),
        Field::area("text").label(reader.t("request-message")).lines(3).required(),
    ]
}

fn address_fields(reader: &Reader, opened: &Opened) -> Vec<Field> {
    let emails: Vec<&str> = opened.request.recipients.iter().map(|one| one.email.as_str()).collect();
    vec![
        Field::hidden("action", "address"),
        Field::hidden("request_revision", opened.request.revision.to_string()),
        Field::text("addresses")
            .label(reader.t("request-addresses"))
            .hint(reader.t("request-addresses-hint"))
            .autocomplete("off")
            .value(emails.join(", ")),
    ]
}

/// Fields filled with what was sent, but for what is hidden, with what is wrong.
fn filled(fields: &mut [Field], submitted: &Submitted, problem: &Problem) -> Vec<Violation> {
    let visible: &mut [Field] = fields.get_mut(2..).unwrap_or_default();
    Field::fill(visible, submitted);
    Field::with_errors(fields, problem)
}

async fn show(plans: &Plans, reader: &Reader, door: &Door) -> Result<Response, Failure> {
    let opened = plans.opened(door).await?;
    page(plans, reader, door, &opened, &Back::default())
}

async fn send(plans: &Plans, reader: &Reader, door: Door, submitted: Submitted) -> Result<Response, Failure> {
    let opened = plans.opened(&door).await?;
    let sheet = opened.sheet()?;
    let outcome = match (submitted.get("action"), &door) {
        ("answer", _) => match given(&submitted, &opened, sheet, plans.fresh()) {
            Ok(given) => plans.answer_request(&door, given).await.map(|_| "answer-received"),
            Err(problem) => Err(problem),
        },
        ("say", _) => {
            let message = submitted.uuid("message").unwrap_or_else(|| plans.fresh());
            plans.say(&door, message, submitted.get("text")).await.map(|_| "message-sent")
        }
        ("address", Door::Officer(viewer, id)) => {
            let revision = submitted.get("request_revision").parse().unwrap_or_default();
            plans.readdress(viewer, *id, revision, submitted.get("addresses")).await.map(|_| "request-addressed")
        }
        _ => Err(Problem::invalid("form-action", "Cette action n’existe pas.", "There is no such action.")),
    };
    match outcome {
        Ok(done) => {
            let address = match &door {
                Door::Link(secret) => format!("/suivi/{secret}"),
                Door::Pilot(..) | Door::Officer(..) => request_address(&opened.campaign, &opened.request),
            };
            Ok(reader.done(&address, done))
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => {
            // What is stored may have changed meanwhile: the form shows it beside what was typed.
            let opened = plans.opened(&door).await?;
            page(plans, reader, &door, &opened, &Back { problem: Some(problem), submitted: Some(submitted) })
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The sheet that a letter's link opens.
pub(in crate::pages) async fn by_link(State(plans): State<Plans>, reader: Reader, Path(secret): Path<String>) -> Result<Response, Failure> {
    show(&plans, &reader, &Door::Link(secret)).await
}

/// What is sent through it.
pub(in crate::pages) async fn send_by_link(
    State(plans): State<Plans>,
    reader: Reader,
    Path(secret): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    send(&plans, &reader, Door::Link(secret), submitted).await
}

/// The same request for those who have signed in: for whoever runs the plan, answering for a pilot on the telephone, questions, addresses; for the
/// pilot of the action, what the link opens.
async fn known(plans: &Plans, reader: &Reader, plan: &str, request: Uuid) -> Result<Door, Problem> {
    let manages = may_manage(&reader.viewer, &plans.tree(plan).await?.plan);
    Ok(if manages { Door::Officer(reader.viewer.clone(), request) } else { Door::Pilot(reader.viewer.clone(), request) })
}

pub(in crate::pages) async fn by_account(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, _, request)): Path<(String, Uuid, Uuid)>,
) -> Result<Response, Failure> {
    let door = known(&plans, &reader, &plan, request).await?;
    show(&plans, &reader, &door).await
}

/// What is sent there.
pub(in crate::pages) async fn send_by_account(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, _, request)): Path<(String, Uuid, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let door = known(&plans, &reader, &plan, request).await?;
    send(&plans, &reader, door, submitted).await
}
