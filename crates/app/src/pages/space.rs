//! “Mon espace”: what awaits the person who has signed in, in bodies and in plans; and the same days for their calendar.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bassin_governance::{Coming, Deadline, Held, Task};
use bassin_kernel::{Day, Person, Problem, Viewer, day_of};
use bassin_plan::Awaited;
use bassin_web::{Failure, Page, Reader};
use uuid::Uuid;

use super::Anchor;
use crate::Installation;

/// Something that awaits, whichever room it comes from.
struct TaskView {
    /// Always the same for the same thing, whatever its day.
    key: String,
    due: Option<Day>,
    when: String,
    late: bool,
    what: String,
    title: String,
    address: String,
    /// In which body, for which action.
    place: String,
    /// In more words, or in which plan.
    words: String,
}

struct MeetingView {
    title: String,
    address: String,
    body: String,
    when: String,
}

struct SeatView {
    body: String,
    address: String,
    function: String,
    until: String,
}

#[derive(Template)]
#[template(path = "space.html")]
struct View<'a> {
    r: &'a Reader,
    name: String,
    lede: String,
    tasks: Vec<TaskView>,
    meetings: Vec<MeetingView>,
    seats: Vec<SeatView>,
    organisations: Vec<Anchor>,
}

pub(super) async fn show(State(installation): State<Installation>, reader: Reader) -> Result<Response, Failure> {
    let person = reader.require_signed_in()?;
    let today = day_of(installation.database.clock().now());
    let space = installation.governance.space(person).await?;
    let awaited = installation.plans.awaiting(&reader.viewer).await?;
    let tasks = tasks(&reader, space.tasks, awaited, today);
    let late = tasks.iter().filter(|task| task.late).count();
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let view = View {
        r: &reader,
        name: person.name.clone(),
        lede: reader.t_with("space-lede", &[("count", count(tasks.len()).into()), ("late", count(late).into())]),
        organisations: organisations(&installation, &reader, person.person, today).await?,
        tasks,
        meetings: space.meetings.into_iter().map(|coming| meeting_view(&reader, coming)).collect(),
        seats: space.seats.into_iter().map(|held| seat_view(&reader, held)).collect(),
    };
    Ok(reader.page(Page::of(reader.t("space-title"), &view)?))
}

/// What both rooms say, in order of date; what has no date comes last.
fn tasks(reader: &Reader, tasks: Vec<Task>, awaited: Vec<Awaited>, today: Day) -> Vec<TaskView> {
    let tasks = tasks.into_iter().map(|task| task_view(reader, task, today));
    let mut all: Vec<TaskView> = tasks.chain(awaited.into_iter().map(|one| awaited_view(reader, one, today))).collect();
    all.sort_by_key(|task| (task.due.is_none(), task.due));
    all
}

async fn organisations(installation: &Installation, reader: &Reader, person: Uuid, today: Day) -> Result<Vec<Anchor>, Failure> {
    let memberships = installation.directory.memberships_of(person, today).await?;
    let ids: Vec<Uuid> = memberships.iter().map(|membership| membership.organisation).collect();
    let known = installation.directory.organisations(&ids).await?;
    let anchor = |membership: bassin_directory::Membership| {
        let organisation = known.get(&membership.organisation)?;
        let referent = membership.referent.then(|| reader.t("space-referent"));
        let detail: Vec<String> = [Some(membership.function).filter(|text| !text.is_empty()), referent].into_iter().flatten().collect();
        Some(Anchor { label: organisation.name.clone(), address: format!("/structures/{}", organisation.id), detail: detail.join(" · ") })
    };
    Ok(memberships.into_iter().filter_map(anchor).collect())
}

fn when(reader: &Reader, due: Option<Day>) -> String {
    due.map_or_else(|| reader.t("space-undated"), |due| reader.day(due))
}

fn task_view(reader: &Reader, task: Task, today: Day) -> TaskView {
    TaskView {
        key: format!("{}#{}/{}", task.address, task.kind.code(), task.title),
        due: task.due,
        when: when(reader, task.due),
        late: task.due.is_some_and(|due| due < today),
        what: reader.t(&format!("space-task-{}", task.kind.code())),
        words: task.words.map(|words| reader.text(&words).to_owned()).unwrap_or_default(),
        title: task.title,
        address: task.address,
        place: task.body,
    }
}

fn awaited_view(reader: &Reader, one: Awaited, today: Day) -> TaskView {
    TaskView {
        key: format!("{}#{}/{}", one.address, one.kind.code(), one.id),
        due: one.due,
        when: when(reader, one.due),
        late: one.due.is_some_and(|due| due < today),
        what: reader.t(&format!("space-plan-{}", one.kind.code())),
        title: reader.text(&one.title).to_owned(),
        address: one.address,
        place: reader.text(&one.place).to_owned(),
        words: reader.text(&one.plan).to_owned(),
    }
}

fn meeting_view(reader: &Reader, coming: Coming) -> MeetingView {
    MeetingView { when: reader.date_time(coming.at), address: format!("/reunions/{}", coming.id), title: coming.title, body: coming.body }
}

fn seat_view(reader: &Reader, held: Held) -> SeatView {
    SeatView {
        address: format!("/instances/{}", held.body.slug),
        function: reader.t(&format!("body-function-{}", held.mandate.function.code())),
        until: reader.day(held.mandate.period.last()),
        body: held.body.name,
    }
}

/// The meetings, and the days by which something is due, of whoever holds the secret.
pub(super) async fn calendar(
    State(installation): State<Installation>,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let secret = token.strip_suffix(".ics").unwrap_or(&token);
    let person = installation.governance.feed_owner(secret).await?;
    let deadlines = deadlines(&installation, &reader, person).await?;
    let calendar = installation.governance.personal_calendar(person, &reader.t("space-feed-name"), &deadlines).await?;
    let mut response = ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], calendar).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// The days of their own page; none for somebody who can no longer come in. Convocations are left out: the meeting itself is there.
async fn deadlines(installation: &Installation, reader: &Reader, person: Uuid) -> Result<Vec<Deadline>, Problem> {
    let Some(viewer) = installation.directory.viewer_of_person(person).await? else { return Ok(Vec::new()) };
    let viewer: Viewer = installation.with_mandates(&viewer).await?;
    let Some(person): Option<&Person> = viewer.person() else { return Ok(Vec::new()) };
    let today = day_of(installation.database.clock().now());
    let mut space = installation.governance.space(person).await?;
    space.tasks.retain(|task| task.kind != bassin_governance::TaskKind::Convocation);
    let awaited = installation.plans.awaiting(&viewer).await?;
    let deadline = |task: TaskView| {
        let words = [task.place, task.words].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let title = format!("{}{}{}", task.what, reader.t("space-colon"), task.title);
        Some(Deadline { id: task.key, title, words, address: installation.directory.link(&task.address), on: task.due? })
    };
    Ok(tasks(reader, space.tasks, awaited, today).into_iter().filter_map(deadline).collect())
}
