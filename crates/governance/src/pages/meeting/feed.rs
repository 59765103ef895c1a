//! Calendars that others subscribe to: the public meetings of a body, and the address of one’s own.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_kernel::Problem;
use bassin_web::{Failure, Page, Reader, Submitted};

use crate::{Governance, pages::SECTION};

/// The public meetings of a body.
pub(super) async fn body(State(governance): State<Governance>, r: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let calendar = governance.public_calendar(&body, &format!("{} – {}", r.t("meeting-list-title"), body.name)).await?;
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], calendar).into_response())
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
