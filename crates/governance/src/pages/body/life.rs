//! What a body does, on its first page: the latest of each kind, with the way to the rest.

use bassin_kernel::day_of;
use bassin_web::{Link, Reader};

use crate::{Acts, Body, Meeting, MeetingState, pages::tabs, rules::project};

/// How many lines of each.
const LINES: usize = 3;

/// A kind of act.
pub(super) struct Tile {
    pub id: &'static str,
    pub title: String,
    pub lines: Vec<Entry>,
    /// What it is and who can fill it, when there is none.
    pub none: String,
    pub more: Link,
}

/// An act.
pub(super) struct Entry {
    pub label: String,
    pub address: String,
    pub detail: String,
}

/// Every kind, those with something to read first.
pub(super) fn tiles(reader: &Reader, body: &Body, acts: &Acts, now: bassin_kernel::Timestamp) -> Vec<Tile> {
    let tile = |id: &'static str, page: &str, count: usize, lines: Vec<Entry>| Tile {
        id,
        title: reader.t(&format!("body-life-{id}")),
        lines,
        none: reader.t(&format!("body-life-{id}-none")),
        more: Link::new(reader.t_with(&format!("body-life-{id}-all"), &[("count", (count as u64).into())]), tabs::address(body, page)),
    };
    let mut tiles = vec![
        tile("meetings", "reunions", acts.meetings.len(), meetings(reader, acts, now)),
        tile("decisions", "decisions", acts.decisions.len(), decisions(reader, acts)),
        tile("projects", "projets", acts.projects.len(), projects(reader, acts)),
        tile("conventions", "conventions", acts.conventions.len(), conventions(reader, acts)),
        tile("opinions", "avis", acts.opinions.len(), opinions(reader, acts)),
        tile("documents", "reunions", acts.documents.len(), documents(reader, acts)),
    ];
    tiles.sort_by_key(|tile| tile.lines.is_empty());
    tiles
}

/// The meeting being held, else the next one; and the last one held.
fn meetings(reader: &Reader, acts: &Acts, now: bassin_kernel::Timestamp) -> Vec<Entry> {
    let live = |meeting: &&Meeting| {
        matches!(meeting.state, MeetingState::Planned | MeetingState::Convened | MeetingState::InSession | MeetingState::Suspended)
    };
    let next = acts.meetings.iter().filter(live).find(|meeting| meeting.ends_at >= now || meeting.opened_at.is_some());
    let last = acts.meetings.iter().rev().find(|meeting| meeting.closed_at.is_some());
    let entry = |meeting: &Meeting, key: &str| Entry {
        label: meeting.title.clone(),
        address: format!("/reunions/{}", meeting.id),
        detail: reader.t_with(key, &[("when", reader.date_time(meeting.starts_at).into())]),
    };
    let key = |meeting: &Meeting| match meeting.state {
        MeetingState::Planned => "body-life-meeting-planned",
        MeetingState::Convened => "body-life-meeting-next",
        _ => "body-life-meeting-now",
    };
    let next = next.map(|meeting| entry(meeting, key(meeting)));
    next.into_iter().chain(last.map(|meeting| entry(meeting, "body-life-meeting-last"))).collect()
}

fn decisions(reader: &Reader, acts: &Acts) -> Vec<Entry> {
    let entry = |decision: &crate::Decision| {
        let adopted = decision.closed_at.map(|at| reader.date(at)).unwrap_or_default();
        let state = reader.t(&format!("decision-state-{}", decision.state.code()));
        Entry {
            label: decision.title.clone(),
            address: format!("/decisions/{}", decision.id),
            detail: reader.t_with("body-life-state-on", &[("state", state.into()), ("day", adopted.into())]),
        }
    };
    acts.decisions.iter().take(LINES).map(entry).collect()
}

fn projects(reader: &Reader, acts: &Acts) -> Vec<Entry> {
    let entry = |file: &crate::ProjectFile| Entry {
        label: file.project.sheet.title.clone(),
        address: format!("/projets/{}", file.project.id),
        detail: reader.t(&format!("project-state-{}", project::derive(file).code())),
    };
    acts.projects.iter().take(LINES).map(entry).collect()
}

fn conventions(reader: &Reader, acts: &Acts) -> Vec<Entry> {
    let entry = |convention: &crate::Convention| Entry {
        label: convention.title.clone(),
        address: format!("/conventions/{}", convention.id),
        detail: match convention.ends_on {
            Some(last) => reader.t_with("body-until", &[("day", reader.day(last).into())]),
            None => reader.t("convention-state-in-force"),
        },
    };
    acts.conventions.iter().take(LINES).map(entry).collect()
}

fn opinions(reader: &Reader, acts: &Acts) -> Vec<Entry> {
    let entry = |opinion: &crate::Opinion| {
        let said = opinion.verdict.map_or_else(
            || reader.t(&format!("consultation-opinion-state-{}", opinion.state.code())),
            |verdict| reader.t(&format!("consultation-verdict-{}", verdict.code())),
        );
        let on = opinion.given_on.map(|day| reader.day(day)).unwrap_or_default();
        Entry {
            label: opinion.object.clone(),
            address: format!("/avis/{}", opinion.id),
            detail: reader.t_with("body-life-state-on", &[("state", said.into()), ("day", on.into())]),
        }
    };
    acts.opinions.iter().take(LINES).map(entry).collect()
}

/// Published minutes and documents of the latest meetings.
fn documents(reader: &Reader, acts: &Acts) -> Vec<Entry> {
    let published = acts.meetings.iter().rev().filter(|meeting| meeting.state == MeetingState::Published);
    let minutes = published.map(|meeting| {
        let title = reader.t_with("body-life-minutes", &[("title", meeting.title.as_str().into())]);
        (meeting, title, format!("/reunions/{}/compte-rendu", meeting.id))
    });
    let files = acts.documents.iter().map(|(meeting, document)| {
        let address =
            if document.link.is_empty() { format!("/reunions/{}/documents/{}", meeting.id, document.id) } else { document.link.clone() };
        (meeting, document.title.clone(), address)
    });
    let mut all: Vec<_> = minutes.chain(files).collect();
    all.sort_by_key(|(meeting, _, _)| std::cmp::Reverse(meeting.starts_at));
    let entry =
        |(meeting, label, address): (&Meeting, String, String)| Entry { label, address, detail: reader.day(day_of(meeting.starts_at)) };
    all.into_iter().take(LINES).map(entry).collect()
}
