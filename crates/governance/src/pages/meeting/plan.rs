//! The form by which a meeting is planned, and changed.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
    response::Response,
};
use bassin_kernel::{Kind, Problem, Timestamp, Violation, instant, local};
use bassin_web::{Choice, Failure, Field, Link, Page, Reader, Submitted};
use uuid::Uuid;

use super::{address, body_trail, check_runs, revision, sent_id, sent_revision, trail, when};
use crate::commands::Sitting;
use crate::rules::meeting::{Event, Plan};
use crate::{Body, Governance, Meeting, MeetingKind, MeetingState, pages::SECTION, policy};

#[derive(Template)]
#[template(path = "meeting_plan.html")]
struct View<'a> {
    r: &'a Reader,
    kicker: String,
    title: String,
    lede: String,
    stored: String,
    fields: Vec<Field>,
    errors: Vec<Violation>,
    cancel: String,
}

fn fields(r: &Reader) -> Vec<Field> {
    let kinds = [
        Choice::new("plenary", r.t("meeting-kind-plenary")),
        Choice::new("bureau", r.t("meeting-kind-bureau")),
        Choice::new("written", r.t("meeting-kind-written")).hint(r.t("meeting-kind-written-hint")),
    ];
    vec![
        Field::text("title").label(r.t("meeting-field-title")).required(),
        Field::radios("kind").label(r.t("meeting-field-kind")).choices(kinds).value("plenary"),
        Field::date("date").label(r.t("meeting-field-date")).required(),
        Field::time("start").label(r.t("meeting-field-start")).required(),
        Field::time("end").label(r.t("meeting-field-end")).required(),
        Field::text("place").label(r.t("meeting-field-place")).hint(r.t("meeting-field-place-hint")),
        Field::url("link").label(r.t("meeting-field-link")).hint(r.t("meeting-field-link-hint")),
        Field::checkbox("public").label(r.t("meeting-field-public")).hint(r.t("meeting-field-public-hint")),
    ]
}

fn urgency(r: &Reader) -> Field {
    Field::area("urgency").lines(2).label(r.t("meeting-field-urgency")).hint(r.t("meeting-field-urgency-hint"))
}

/// The form of a meeting as it stands.
fn filled(r: &Reader, meeting: &Meeting) -> Vec<Field> {
    let (start, end) = (local(meeting.starts_at), local(meeting.ends_at));
    let kind = match meeting.kind {
        MeetingKind::Plenary => "plenary",
        MeetingKind::Bureau => "bureau",
        MeetingKind::Written => "written",
    };
    let value = |name: &str| match name {
        "title" => meeting.title.clone(),
        "kind" => kind.to_owned(),
        "date" => start.date().to_string(),
        "start" => start.format("%H:%M").to_string(),
        "end" => end.format("%H:%M").to_string(),
        "place" => meeting.place.clone(),
        "link" => meeting.link.clone(),
        _ => {
            if meeting.public {
                "1".to_owned()
            } else {
                String::new()
            }
        }
    };
    let mut fields: Vec<Field> = fields(r)
        .into_iter()
        .map(|field| {
            let value = value(&field.name);
            field.value(value)
        })
        .collect();
    if meeting.state == MeetingState::Convened {
        fields.push(urgency(r));
    }
    fields
}

/// What was typed, or what is missing in it.
fn read(submitted: &Submitted) -> Result<Plan, Problem> {
    let mut missing = Vec::new();
    let day = submitted.day("date");
    if day.is_none() {
        missing.push(Violation::new("meeting-date", "Donnez la date de la réunion.", "Give the date of the meeting.").on("date"));
    }
    let mut at = |name: &str| -> Option<Timestamp> {
        let time = submitted.time(name);
        if time.is_none() {
            missing.push(Violation::new("meeting-time", "Donnez une heure, comme 14:30.", "Give a time, such as 14:30.").on(name));
        }
        Some(instant(day?.and_time(time?)))
    };
    let (starts_at, ends_at) = (at("start"), at("end"));
    let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at) else { return Err(Problem::new(Kind::Invalid, missing)) };
    Ok(Plan {
        title: submitted.get("title").to_owned(),
        kind: match submitted.get("kind") {
            "bureau" => MeetingKind::Bureau,
            "written" => MeetingKind::Written,
            _ => MeetingKind::Plenary,
        },
        starts_at,
        ends_at,
        place: submitted.get("place").to_owned(),
        link: submitted.get("link").to_owned(),
        public: submitted.flag("public"),
        urgency: submitted.get("urgency").to_owned(),
    })
}

pub(super) async fn blank(
    State(governance): State<Governance>,
    r: Reader,
    Path(slug): Path<String>,
    uri: Uri,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    r.viewer.check(&policy::MEETING_RUN, &governance.scopes(&body))?;
    let follows = Submitted::parse(uri.query().unwrap_or_default())?.uuid("suite");
    let mut fields = fields(&r);
    fields.push(Field::hidden("id", governance.new_id().to_string()));
    fields.push(Field::hidden("suite", follows.map(|id| id.to_string()).unwrap_or_default()));
    show_blank(&r, &body, fields, Vec::new())
}

fn show_blank(r: &Reader, body: &Body, fields: Vec<Field>, errors: Vec<Violation>) -> Result<Response, Failure> {
    let wrong = r.count_errors(&fields, &errors) > 0;
    let view = View {
        r,
        kicker: body.name.clone(),
        title: r.t("meeting-new"),
        lede: r.t("meeting-new-lede"),
        stored: String::new(),
        fields,
        errors,
        cancel: format!("/instances/{}/reunions", body.slug),
    };
    let page = Page::of(view.title.clone(), &view)?.section(SECTION).trail(body_trail(r, body));
    Ok(r.page(if wrong { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

pub(super) async fn create(
    State(governance): State<Governance>,
    r: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let id = sent_id(&submitted, "id")?;
    let outcome = match read(&submitted) {
        Ok(plan) => governance.plan_meeting(&r.viewer, &body, id, plan, submitted.uuid("suite")).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(id) => Ok(r.done(&format!("/reunions/{id}/ordre-du-jour"), "meeting-planned")),
        Err(problem) if problem.kind == Kind::Invalid => {
            let mut fields = fields(&r);
            fields.extend([Field::hidden("id", ""), Field::hidden("suite", "")]);
            Field::fill(&mut fields, &submitted);
            let errors = Field::with_errors(&mut fields, &problem);
            show_blank(&r, &body, fields, errors)
        }
        Err(problem) => Err(problem.into()),
    }
}

pub(super) async fn edit(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    check_runs(&governance, &r, &sitting)?;
    let mut fields = filled(&r, &sitting.dossier.meeting);
    fields.push(revision(&sitting));
    show_edit(&r, &sitting, fields, Vec::new(), String::new(), StatusCode::OK)
}

fn show_edit(
    r: &Reader,
    sitting: &Sitting,
    fields: Vec<Field>,
    errors: Vec<Violation>,
    stored: String,
    status: StatusCode,
) -> Result<Response, Failure> {
    let meeting = &sitting.dossier.meeting;
    let told = meeting.state == MeetingState::Convened;
    let view = View {
        r,
        kicker: meeting.title.clone(),
        title: r.t("meeting-edit"),
        lede: if told { r.t("meeting-edit-told") } else { String::new() },
        stored,
        fields,
        errors,
        cancel: address(meeting, ""),
    };
    let trail: Vec<Link> = trail(r, sitting);
    Ok(r.page(Page::of(view.title.clone(), &view)?.section(SECTION).trail(trail).status(status)))
}

pub(super) async fn change(
    State(governance): State<Governance>,
    r: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let outcome = match read(&submitted) {
        Ok(plan) => governance.meeting_event(&r.viewer, id, sent_revision(&submitted), Event::Plan(plan)).await,
        Err(problem) => Err(problem),
    };
    let problem = match outcome {
        Ok(dossier) => return Ok(r.done(&address(&dossier.meeting, ""), "meeting-changed")),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => problem,
        Err(problem) => return Err(problem.into()),
    };
    let sitting = governance.sitting(&r.viewer, id).await?;
    check_runs(&governance, &r, &sitting)?;
    let meeting = &sitting.dossier.meeting;
    let mut fields = filled(&r, meeting);
    Field::fill(&mut fields, &submitted);
    let errors = Field::with_errors(&mut fields, &problem);
    // Sent again, the form speaks of what is stored now.
    fields.push(revision(&sitting));
    let stale = problem.kind == Kind::Conflict;
    let stored = if stale { format!("{} · {}", meeting.title, when(&r, meeting)) } else { String::new() };
    let status = if stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    show_edit(&r, &sitting, fields, errors, stored, status)
}
