//! The meetings of a body: to come and past, against the rhythm its statute asks for.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_documents::write::{self, Value};
use bassin_kernel::Timestamp;
use bassin_web::{Failure, Page, Pager, Reader, Submitted};
use chrono::Months;

use super::{body_trail, state_kind, state_name};
use crate::{
    Body, Governance, Meeting, MeetingState,
    pages::{SECTION, tabs},
    policy,
};

const PAGE: u64 = 30;

#[derive(Template)]
#[template(path = "meeting_list.html")]
struct View<'a> {
    r: &'a Reader,
    header: String,
    rhythm: String,
    rhythm_source: String,
    new_address: String,
    csv: String,
    ics: String,
    upcoming: Vec<Row>,
    past: Vec<Row>,
    pager: Pager,
}

struct Row {
    address: String,
    title: String,
    when: String,
    place: String,
    state: String,
    kind: &'static str,
}

fn row(r: &Reader, meeting: &Meeting) -> Row {
    Row {
        address: format!("/reunions/{}", meeting.id),
        title: meeting.title.clone(),
        when: r.date_time(meeting.starts_at),
        place: if meeting.place.is_empty() { r.t("meeting-remote-only") } else { meeting.place.clone() },
        state: state_name(r, meeting.state),
        kind: state_kind(meeting.state),
    }
}

/// What is still to be held, and the rest, the latest first.
fn split(meetings: Vec<Meeting>, now: Timestamp) -> (Vec<Meeting>, Vec<Meeting>) {
    let ahead = |meeting: &Meeting| match meeting.state {
        MeetingState::Planned | MeetingState::Convened => meeting.ends_at >= now,
        MeetingState::InSession | MeetingState::Suspended => true,
        _ => false,
    };
    let (upcoming, mut past): (Vec<_>, Vec<_>) = meetings.into_iter().partition(ahead);
    past.reverse();
    (upcoming, past)
}

pub(super) async fn list(
    State(governance): State<Governance>,
    r: Reader,
    Path(slug): Path<String>,
    uri: axum::http::Uri,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let meetings = governance.meetings(&r.viewer, &body).await?;
    let (rhythm, rhythm_source) = rhythm(&governance, &r, &body).await?;
    let (upcoming, past) = split(meetings, governance.now());
    let base = format!("/instances/{}/reunions", body.slug);
    let asked = Submitted::parse(uri.query().unwrap_or_default())?.count("page").unwrap_or(1);
    let total = u64::try_from(past.len()).unwrap_or(u64::MAX);
    let pager = Pager::new(asked, PAGE, total, |page| format!("{base}?page={page}"));
    let skipped = usize::try_from((pager.page - 1) * PAGE).unwrap_or(usize::MAX);
    let runs = r.viewer.may(&policy::MEETING_RUN, &governance.scopes(&body));
    let view = View {
        r: &r,
        header: tabs::header(&governance, &r, &body, "reunions").await?,
        rhythm,
        rhythm_source,
        new_address: if runs { format!("{base}/nouvelle") } else { String::new() },
        csv: format!("{base}.csv"),
        ics: format!("{base}.ics"),
        upcoming: upcoming.iter().map(|meeting| row(&r, meeting)).collect(),
        past: past.iter().skip(skipped).take(30).map(|meeting| row(&r, meeting)).collect(),
        pager,
    };
    let title = format!("{} – {}", r.t("meeting-list-title"), body.name);
    let mut trail = body_trail(&r, &body);
    trail.pop();
    Ok(r.page(Page::of(title, &view)?.section(SECTION).trail(trail)))
}

/// How often it met in the last twelve months, against its statute.
async fn rhythm(governance: &Governance, r: &Reader, body: &Body) -> Result<(String, String), Failure> {
    let Some(rule) = governance.statute_of(body)?.rhythm.clone() else {
        return Ok((r.t("meeting-rhythm-open"), String::new()));
    };
    let today = bassin_kernel::day_of(governance.now());
    let since = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let held = governance.last_meetings(body.id, since).await?.into_iter().filter(|day| *day <= today).count();
    let asked = match (rule.min, rule.max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min}–{max}"),
        (Some(min), None) => r.t_with("meeting-rhythm-least", &[("count", u64::from(min).into())]),
        (None, Some(max)) => r.t_with("meeting-rhythm-most", &[("count", u64::from(max).into())]),
        (None, None) => return Ok((r.text(&rule.clause.sentence).to_owned(), rule.clause.source)),
    };
    let held = u64::try_from(held).unwrap_or_default();
    Ok((r.t_with("meeting-rhythm", &[("held", held.into()), ("asked", asked.into())]), rule.clause.source))
}

pub(super) async fn csv(State(governance): State<Governance>, r: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let meetings = governance.meetings(&r.viewer, &body).await?;
    let heads = ["meeting-field-title", "meeting-csv-start", "meeting-csv-end", "meeting-field-place", "meeting-csv-state"];
    let headers: Vec<String> = heads.iter().map(|key| r.t(key)).collect();
    let stamp = |instant| bassin_kernel::local(instant).format("%Y-%m-%d %H:%M").to_string();
    let rows: Vec<Vec<Value>> = meetings
        .iter()
        .map(|one| {
            let cells = [one.title.clone(), stamp(one.starts_at), stamp(one.ends_at), one.place.clone(), state_name(&r, one.state)];
            cells.into_iter().map(Value::Text).collect()
        })
        .collect();
    let bytes = write::csv(&headers, &rows, r.language);
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], bytes).into_response())
}
