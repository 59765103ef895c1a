//! Those who are invited without a seat: heard, told of the meeting by letter, without a voice.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Failure, Field, Page, Reader, Submitted};
use uuid::Uuid;

use super::{Head, check_runs, head, sent_id, trail};
use crate::commands::Sitting;
use crate::pages::body::pick::{Pick, Whom, picked, picker};
use crate::rules::meeting::Event;
use crate::{Governance, Guest, MeetingState, pages::SECTION};

#[derive(Template)]
#[template(path = "meeting_guests.html")]
struct View<'a> {
    r: &'a Reader,
    head: Head,
    address: String,
    guests: &'a [Guest],
    planned: bool,
    fields: Vec<Field>,
    errors: Vec<Violation>,
}

fn fields(r: &Reader, id: Uuid) -> Vec<Field> {
    vec![
        Field::hidden("action", "ajouter"),
        Field::hidden("id", id.to_string()),
        picker(r, Whom::Person, "person").label(r.t("meeting-guest-person")).hint(r.t("meeting-guest-person-hint")),
        Field::text("name").label(r.t("meeting-guest-name")),
        Field::text("email").label(r.t("meeting-email")),
        Field::text("organisation").label(r.t("meeting-guest-organisation")),
    ]
}

fn page(governance: &Governance, r: &Reader, sitting: &Sitting, fields: Vec<Field>, errors: Vec<Violation>) -> Result<Response, Failure> {
    check_runs(governance, r, sitting)?;
    let meeting = &sitting.dossier.meeting;
    let wrong = r.count_errors(&fields, &errors) > 0;
    let view = View {
        r,
        head: head(governance, r, sitting, "invites"),
        address: super::address(meeting, "invites"),
        guests: &sitting.dossier.guests,
        planned: meeting.state == MeetingState::Planned,
        fields,
        errors,
    };
    let page = Page::of(format!("{} – {}", r.t("meeting-tab-guests"), meeting.title), &view)?.section(SECTION).trail(trail(r, sitting));
    Ok(r.page(if wrong { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

pub(super) async fn show(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    let fields = fields(&r, governance.new_id());
    page(&governance, &r, &sitting, fields, Vec::new())
}

/// The guest of a form: what the directory knows of them fills what was left empty.
async fn guest(governance: &Governance, submitted: &Submitted, person: Option<Uuid>) -> Result<Guest, Problem> {
    let known = governance.guest_person(person).await?;
    let (name, email) = known.map(|person| (person.name(), person.email)).unwrap_or_default();
    let or = |name: &str, known: String| Some(submitted.get(name).trim().to_owned()).filter(|typed| !typed.is_empty()).unwrap_or(known);
    Ok(Guest {
        id: sent_id(submitted, "id")?,
        name: or("name", name),
        email: or("email", email),
        organisation: submitted.get("organisation").trim().to_owned(),
        person,
    })
}

pub(super) async fn act(
    State(governance): State<Governance>,
    r: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    check_runs(&governance, &r, &sitting)?;
    let here = format!("/reunions/{id}/invites");
    if submitted.get("action") == "retirer" {
        let event = Event::RemoveGuest(sent_id(&submitted, "id")?);
        governance.meeting_event(&r.viewer, id, None, event).await?;
        return Ok(r.done(&here, "meeting-guest-removed"));
    }
    let mut fields = fields(&r, governance.new_id());
    Field::fill(&mut fields, &submitted);
    let person = match picked(&governance, &r, &submitted, Whom::Person, "person").await? {
        Pick::One(person) => person,
        Pick::Among(field) => {
            if let Some(shown) = fields.iter_mut().find(|field| field.name == "person") {
                *shown = *field;
            }
            return page(&governance, &r, &sitting, fields, Vec::new());
        }
    };
    let event = Event::AddGuest(guest(&governance, &submitted, person).await?);
    match governance.meeting_event(&r.viewer, id, None, event).await {
        Ok(_) => Ok(r.done(&here, "meeting-guest-added")),
        Err(problem) if problem.kind == Kind::Invalid => {
            let errors = Field::with_errors(&mut fields, &problem);
            page(&governance, &r, &sitting, fields, errors)
        }
        Err(problem) => Err(problem.into()),
    }
}
