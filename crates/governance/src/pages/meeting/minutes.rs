//! Minutes: drafted from what was recorded, edited, submitted, approved, published, and only added to afterwards.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Choice, Failure, Field, Link, Page, Reader, Submitted};
use uuid::Uuid;

use super::export;
use super::{Head, address, head, subject::Subjects, trail};
use crate::commands::Sitting;
use crate::rules::meeting::Event;
use crate::{
    Governance, MeetingState,
    pages::SECTION,
    policy,
    wording::{Piece, pieces},
};

#[derive(Template)]
#[template(path = "meeting_minutes.html")]
struct View<'a> {
    r: &'a Reader,
    head: Head,
    address: String,
    version: String,
    pieces: Vec<Piece>,
    addenda: Vec<(String, Vec<Piece>)>,
    edit: Vec<Field>,
    errors: Vec<Violation>,
    submit: bool,
    approve: Vec<Field>,
    publish: bool,
    add: Vec<Field>,
    documents: bool,
    subjects: Vec<(String, Link)>,
}

/// What the items are about, each with its item.
async fn subjects(governance: &Governance, r: &Reader, sitting: &Sitting) -> Result<Vec<(String, Link)>, Problem> {
    let found = Subjects::at(governance, r, sitting).await?;
    let items = sitting.dossier.items.iter();
    Ok(items.filter_map(|item| Some((format!("{}. {}", item.number, item.title), found.of(item.subject)?))).collect())
}

async fn page(
    governance: &Governance,
    r: &Reader,
    sitting: &Sitting,
    typed: Option<&Submitted>,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let meeting = &sitting.dossier.meeting;
    let published = meeting.state == MeetingState::Published;
    if !published {
        r.viewer.check(&policy::MEETING_READ, &governance.scopes(&sitting.body))?;
    }
    let scopes = governance.scopes(&sitting.body);
    let (runs, approves) = (r.viewer.may(&policy::MEETING_RUN, &scopes), r.viewer.may(&policy::MINUTES_APPROVE, &scopes));
    let kept = sitting.dossier.text();
    let mut edit = Vec::new();
    if runs && meeting.state == MeetingState::Closed {
        let text = match kept {
            Some(version) => version.text.clone(),
            None => export::draft(governance, r, sitting).await?,
        };
        edit.push(Field::area("text").lines(24).label(r.t("meeting-minutes-text")).hint(r.t("meeting-minutes-hint")).value(text));
        edit.push(Field::hidden("action", "rediger"));
    }
    let mut add = Vec::new();
    if runs && matches!(meeting.state, MeetingState::MinutesApproved | MeetingState::Published) {
        add.push(Field::area("text").lines(4).label(r.t("meeting-addendum")).hint(r.t("meeting-addendum-hint")));
        add.push(Field::hidden("action", "completer"));
    }
    let fields = if edit.is_empty() { &mut add } else { &mut edit };
    if let Some(typed) = typed {
        Field::fill(fields, typed);
    }
    let errors = problem.as_ref().map(|problem| Field::with_errors(fields, problem)).unwrap_or_default();
    let approve =
        if approves && meeting.state == MeetingState::MinutesSubmitted { approvals(governance, r, sitting).await? } else { Vec::new() };
    let said = |version: &crate::MinutesVersion| {
        r.t_with("meeting-minutes-version", &[("number", version.number.to_string().into()), ("date", r.date_time(version.at).into())])
    };
    let view = View {
        r,
        head: head(governance, r, sitting, "compte-rendu"),
        address: address(meeting, "compte-rendu"),
        version: kept.map(said).unwrap_or_default(),
        pieces: kept.map(|version| pieces(&version.text)).unwrap_or_default(),
        addenda: sitting
            .dossier
            .minutes
            .iter()
            .filter(|version| version.addendum)
            .map(|version| (said(version), pieces(&version.text)))
            .collect(),
        submit: runs && meeting.state == MeetingState::Closed && kept.is_some(),
        publish: runs && meeting.state == MeetingState::MinutesApproved,
        documents: kept.is_some(),
        subjects: subjects(governance, r, sitting).await?,
        edit,
        errors,
        approve,
        add,
    };
    let page = Page::of(format!("{} – {}", r.t("meeting-tab-minutes"), meeting.title), &view)?.section(SECTION).trail(trail(r, sitting));
    Ok(r.page(if problem.is_some() { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

/// In writing, or at one of the later meetings that were opened.
async fn approvals(governance: &Governance, r: &Reader, sitting: &Sitting) -> Result<Vec<Field>, Problem> {
    let meeting = &sitting.dossier.meeting;
    let later = governance.meetings(&r.viewer, &sitting.body).await?;
    let later = later.into_iter().filter(|other| other.starts_at > meeting.starts_at && other.opened_at.is_some());
    let choices = later.map(|other| Choice::new(other.id.to_string(), format!("{}, {}", other.title, r.date(other.starts_at))));
    let written = std::iter::once(Choice::new("", r.t("meeting-approve-written")));
    Ok(vec![
        Field::select("meeting").label(r.t("meeting-approve-how")).choices(written.chain(choices)),
        Field::hidden("action", "approuver"),
    ])
}

pub(super) async fn show(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    page(&governance, &r, &sitting, None, None).await
}

pub(super) async fn act(
    State(governance): State<Governance>,
    r: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let (text, author) = (submitted.get("text").to_owned(), r.viewer.name().to_owned());
    let (event, done) = match submitted.get("action") {
        "rediger" => (Event::Draft { text, author }, "meeting-minutes-saved"),
        "soumettre" => (Event::Submit, "meeting-minutes-submitted"),
        "renvoyer" => (Event::Return, "meeting-minutes-returned"),
        "approuver" => (Event::Approve(submitted.uuid("meeting")), "meeting-minutes-approved"),
        "publier" => (Event::Publish, "meeting-minutes-published"),
        "completer" => (Event::Addendum { text, author }, "meeting-minutes-added"),
        _ => return Err(Problem::invalid("form-action", "Cette action n’existe pas.", "There is no such action.").into()),
    };
    match governance.meeting_event(&r.viewer, id, None, event).await {
        Ok(_) => Ok(r.done(&format!("/reunions/{id}/compte-rendu"), done)),
        Err(problem) if problem.kind == Kind::Invalid => {
            let sitting = governance.sitting(&r.viewer, id).await?;
            page(&governance, &r, &sitting, Some(&submitted), Some(problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}
