//! What a convocation will say, to whom, and who cannot be reached; then its sending.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Violation};
use bassin_web::{Failure, Field, Page, Reader, Submitted};
use uuid::Uuid;

use super::{Head, address, check_runs, component_name, head, revision, seat_name, sent_revision, trail};
use crate::commands::Sitting;
use crate::rules::meeting::{Event, unmet};
use crate::{Governance, pages::SECTION};

#[derive(Template)]
#[template(path = "meeting_convocation.html")]
struct View<'a> {
    r: &'a Reader,
    head: Head,
    subject: String,
    text: String,
    reached: Vec<Recipient>,
    lost: Vec<Recipient>,
    fields: Vec<Field>,
    errors: Vec<Violation>,
    unmet: Vec<Violation>,
    back: String,
}

struct Recipient {
    who: String,
    component: String,
    email: String,
    note: String,
}

fn recipients(r: &Reader, sitting: &Sitting, preview: &crate::commands::Preview) -> (Vec<Recipient>, Vec<Recipient>) {
    let (mut reached, mut lost) = (Vec::new(), Vec::new());
    for recipient in &preview.recipients {
        let component = component_name(r, sitting, &recipient.seat.component);
        let titular = seat_name(r, &recipient.seat);
        match &recipient.reached {
            Some(sitter) => {
                let stands_in = recipient.seat.titular.as_ref().is_some_and(|titular| titular.person != sitter.person);
                let note = if stands_in { r.t_with("meeting-stands-in", &[("name", titular.into())]) } else { String::new() };
                reached.push(Recipient { who: sitter.name.clone(), component, email: sitter.email.clone(), note });
            }
            None => {
                let counts = r.t(if recipient.seat.counts() { "meeting-lost-counts" } else { "meeting-lost-consultative" });
                lost.push(Recipient { who: titular, component, email: String::new(), note: counts });
            }
        }
    }
    (reached, lost)
}

fn page(governance: &Governance, r: &Reader, sitting: &Sitting, typed: &str, problem: Vec<Violation>) -> Result<Response, Failure> {
    check_runs(governance, r, sitting)?;
    let meeting = &sitting.dossier.meeting;
    let preview = governance.preview(sitting, r.language);
    let (reached, lost) = recipients(r, sitting, &preview);
    let invitations = governance.invitations(&sitting.roll)?;
    let unmet = unmet(&sitting.dossier, &Event::Convene { urgency: typed.to_owned(), invitations }, &sitting.context());
    let mut fields = vec![
        Field::area("urgency").lines(2).label(r.t("meeting-field-urgency")).hint(r.t("meeting-field-urgency-hint")).value(typed),
        revision(sitting),
    ];
    let wrong = !problem.is_empty();
    let errors = Field::with_errors(&mut fields, &bassin_kernel::Problem::new(Kind::Invalid, problem));
    let view = View {
        r,
        head: head(governance, r, sitting, "convocation"),
        subject: preview.subject,
        text: preview.text,
        reached,
        lost,
        fields,
        errors,
        unmet,
        back: address(meeting, "ordre-du-jour"),
    };
    let page =
        Page::of(format!("{} – {}", r.t("meeting-tab-convocation"), meeting.title), &view)?.section(SECTION).trail(trail(r, sitting));
    Ok(r.page(if wrong { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

pub(super) async fn show(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    page(&governance, &r, &sitting, "", Vec::new())
}

pub(super) async fn send(
    State(governance): State<Governance>,
    r: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    let urgency = submitted.get("urgency").to_owned();
    let event = Event::Convene { urgency: urgency.clone(), invitations: governance.invitations(&sitting.roll)? };
    match governance.meeting_event(&r.viewer, id, sent_revision(&submitted), event).await {
        Ok(dossier) => Ok(r.done(&address(&dossier.meeting, ""), "meeting-convened")),
        Err(problem) if problem.kind == Kind::Invalid => page(&governance, &r, &sitting, &urgency, problem.violations),
        Err(problem) => Err(problem.into()),
    }
}
