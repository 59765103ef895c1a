//! Calendars that others subscribe to: the public meetings of a body, and one's own.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_kernel::{Problem, Viewer};
use bassin_web::{Failure, Page, Reader, Submitted};

use crate::calendar::{self, Occasion};
use crate::{Governance, Meeting, MeetingState, pages::SECTION};

fn occasion<'a>(governance: &Governance, meeting: &'a Meeting, body: &'a str) -> Occasion<'a> {
    Occasion {
        meeting,
        body,
        agenda: String::new(),
        address: governance.portal_address(&format!("/reunions/{}", meeting.id)),
        said_at: meeting.convened_at.unwrap_or(meeting.starts_at),
    }
}

fn answer(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
}

/// The public meetings of a body.
pub(super) async fn body(State(governance): State<Governance>, r: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let meetings = governance.meetings(&Viewer::Anonymous, &body).await?;
    let meetings: Vec<Meeting> = meetings.into_iter().map(|meeting| Meeting { link: String::new(), ..meeting }).collect();
    let occasions: Vec<Occasion<'_>> = meetings.iter().map(|meeting| occasion(&governance, meeting, &body.name)).collect();
    Ok(answer(calendar::feed(&format!("{} – {}", r.t("meeting-list-title"), body.name), &occasions)))
}

/// The meetings of whoever holds the secret.
pub(super) async fn personal(State(governance): State<Governance>, r: Reader, Path(token): Path<String>) -> Result<Response, Failure> {
    let secret = token.strip_suffix(".ics").unwrap_or(&token);
    let person = governance.feed_owner(secret).await?;
    let meetings = governance.my_meetings(person).await?;
    let told = meetings.iter().filter(|(meeting, _)| meeting.state != MeetingState::Planned);
    let occasions: Vec<Occasion<'_>> = told.map(|(meeting, body)| occasion(&governance, meeting, &body.name)).collect();
    let mut response = answer(calendar::feed(&r.t("meeting-feed-name"), &occasions));
    response.headers_mut().insert(header::CACHE_CONTROL, axum::http::HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

#[derive(Template)]
#[template(path = "meeting_feed.html")]
struct View<'a> {
    r: &'a Reader,
    since: String,
    secret: String,
}

fn page(r: &Reader, since: String, secret: String) -> Result<Response, Failure> {
    let view = View { r, since, secret };
    Ok(r.page(Page::of(r.t("meeting-feed-title"), &view)?.section(SECTION)))
}

/// My calendar: whether it is open.
pub(super) async fn mine(State(governance): State<Governance>, r: Reader) -> Result<Response, Failure> {
    let person = r.require_signed_in()?.person;
    let since = governance.feed_since(person).await?.map(|at| r.date(at)).unwrap_or_default();
    page(&r, since, String::new())
}

/// Opens it under a new address, told once, or closes it.
pub(super) async fn set(State(governance): State<Governance>, r: Reader, submitted: Submitted) -> Result<Response, Failure> {
    let secret = match submitted.get("action") {
        "ouvrir" => governance.set_feed(&r.viewer, true).await?,
        "fermer" => governance.set_feed(&r.viewer, false).await?,
        _ => return Err(Problem::invalid("form-action", "Cette action n’existe pas.", "There is no such action.").into()),
    };
    match secret {
        Some(secret) => page(&r, r.date(governance.now()), governance.portal_address(&format!("/agenda/{secret}.ics"))),
        None => Ok(r.done("/mon-espace/agenda", "meeting-feed-closed")),
    }
}
