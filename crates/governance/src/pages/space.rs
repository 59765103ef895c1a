//! “Mon espace”: what awaits the person who has signed in.

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use bassin_kernel::{Day, day_of};
use bassin_web::{Failure, Page, Reader};

use crate::{Coming, Governance, Held, Task};

pub(super) fn routes() -> Router<Governance> {
    Router::new().route("/mon-espace", get(show))
}

struct TaskView {
    when: String,
    late: bool,
    what: String,
    title: String,
    address: String,
    body: String,
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

struct Anchor {
    label: String,
    address: String,
    detail: String,
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

async fn show(State(governance): State<Governance>, reader: Reader) -> Result<Response, Failure> {
    let person = reader.require_signed_in()?;
    let today = day_of(governance.database.clock().now());
    let space = governance.space(person).await?;
    let late = space.tasks.iter().filter(|task| task.due.is_some_and(|due| due < today)).count();
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let view = View {
        r: &reader,
        name: person.name.clone(),
        lede: reader.t_with("space-lede", &[("count", count(space.tasks.len()).into()), ("late", count(late).into())]),
        organisations: organisations(&governance, &reader, person.person, today).await?,
        tasks: space.tasks.into_iter().map(|task| task_view(&reader, task, today)).collect(),
        meetings: space.meetings.into_iter().map(|coming| meeting_view(&reader, coming)).collect(),
        seats: space.seats.into_iter().map(|held| seat_view(&reader, held)).collect(),
    };
    Ok(reader.page(Page::of(reader.t("space-title"), &view)?))
}

async fn organisations(governance: &Governance, reader: &Reader, person: uuid::Uuid, today: Day) -> Result<Vec<Anchor>, Failure> {
    let memberships = governance.directory.memberships_of(person, today).await?;
    let ids: Vec<uuid::Uuid> = memberships.iter().map(|membership| membership.organisation).collect();
    let known = governance.directory.organisations(&ids).await?;
    let anchor = |membership: bassin_directory::Membership| {
        let organisation = known.get(&membership.organisation)?;
        let referent = membership.referent.then(|| reader.t("space-referent"));
        let detail: Vec<String> = [Some(membership.function).filter(|text| !text.is_empty()), referent].into_iter().flatten().collect();
        Some(Anchor { label: organisation.name.clone(), address: format!("/structures/{}", organisation.id), detail: detail.join(" · ") })
    };
    Ok(memberships.into_iter().filter_map(anchor).collect())
}

fn task_view(reader: &Reader, task: Task, today: Day) -> TaskView {
    TaskView {
        when: task.due.map_or_else(|| reader.t("space-undated"), |due| reader.day(due)),
        late: task.due.is_some_and(|due| due < today),
        what: reader.t(&format!("space-task-{}", task.kind.code())),
        words: task.words.map(|words| reader.text(&words).to_owned()).unwrap_or_default(),
        title: task.title,
        address: task.address,
        body: task.body,
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
