//! The roll call: one line a seat, large buttons, each of which saves its own line at once.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Failure, Page, Reader, Submitted};
use uuid::Uuid;

use super::{Head, QuorumView, Step, address, component_name, head, quorum_view, seat_name, sent_id, step, trail};
use crate::commands::Sitting;
use crate::rules::meeting::Event;
use crate::{Answer, Attendance, Capacity, Governance, MeetingState, Presence, RollSeat, pages::SECTION, policy};

#[derive(Template)]
#[template(path = "meeting_roll.html")]
struct View<'a> {
    r: &'a Reader,
    head: Head,
    address: String,
    sheet: String,
    records: bool,
    violations: Vec<Violation>,
    quorum: QuorumView,
    groups: Vec<Group>,
    guests: Vec<Guest>,
    awaited: Vec<(Uuid, String)>,
    guest_id: Uuid,
    silent: String,
    open: Option<Step>,
}

struct Group {
    name: String,
    lines: Vec<Line>,
}

struct Line {
    seat: Uuid,
    id: Uuid,
    name: String,
    detail: String,
    now: String,
    buttons: Vec<Button>,
    others: Vec<(Uuid, String)>,
}

struct Button {
    value: String,
    label: String,
    pressed: bool,
}

struct Guest {
    id: Uuid,
    name: String,
    detail: String,
    here: bool,
}

pub(super) fn presence_name(r: &Reader, presence: Presence) -> String {
    r.t(match presence {
        Presence::Room => "meeting-presence-room",
        Presence::Remote => "meeting-presence-remote",
        Presence::Represented => "meeting-presence-represented",
        Presence::Excused => "meeting-presence-excused",
        Presence::Absent => "meeting-presence-absent",
    })
}

pub(super) fn capacity_name(r: &Reader, capacity: Capacity) -> String {
    r.t(match capacity {
        Capacity::Titular => "meeting-capacity-titular",
        Capacity::Substitute => "meeting-capacity-substitute",
        Capacity::Proxy => "meeting-capacity-proxy",
        Capacity::Guest => "meeting-capacity-guest",
        Capacity::Expert => "meeting-capacity-expert",
        Capacity::Secretariat => "meeting-capacity-secretariat",
    })
}

/// What a line of the sheet says of a seat.
pub(super) fn line_words(r: &Reader, sitting: &Sitting, seat: &RollSeat, line: &Attendance) -> String {
    let said = presence_name(r, line.presence);
    if line.presence == Presence::Represented {
        let holder = sitting.roll.iter().find(|other| Some(other.seat) == line.proxy_to).map(|other| seat_name(r, other));
        return r.t_with("meeting-represented-by", &[("name", holder.unwrap_or_default().into())]);
    }
    let stands_in = seat.substitutes.iter().find(|sitter| Some(sitter.person) == line.person);
    match stands_in.filter(|_| line.capacity == Capacity::Substitute) {
        Some(sitter) => r.t_with("meeting-substituted-by", &[("name", sitter.name.as_str().into()), ("presence", said.into())]),
        None => said,
    }
}

fn buttons(r: &Reader, seat: &RollSeat, line: Option<&Attendance>) -> Vec<Button> {
    let is = |presence: Presence, capacity: Capacity| line.is_some_and(|line| line.presence == presence && line.capacity == capacity);
    let mut buttons = Vec::new();
    if seat.titular.is_some() {
        for (value, presence) in [("room", Presence::Room), ("remote", Presence::Remote)] {
            buttons.push(Button { value: value.to_owned(), label: presence_name(r, presence), pressed: is(presence, Capacity::Titular) });
        }
    }
    for sitter in &seat.substitutes {
        let sits = |presence: Presence| is(presence, Capacity::Substitute) && line.is_some_and(|line| line.person == Some(sitter.person));
        for (value, presence, key) in [
            ("substitute", Presence::Room, "meeting-roll-substitute"),
            ("substitute-remote", Presence::Remote, "meeting-roll-substitute-remote"),
        ] {
            let label = r.t_with(key, &[("name", sitter.name.as_str().into())]);
            buttons.push(Button { value: format!("{value}:{}", sitter.person), label, pressed: sits(presence) });
        }
    }
    for (value, presence) in [("excused", Presence::Excused), ("absent", Presence::Absent)] {
        let pressed = line.is_some_and(|line| line.presence == presence);
        buttons.push(Button { value: value.to_owned(), label: presence_name(r, presence), pressed });
    }
    buttons
}

/// What somebody answered, told beside their seat before they come.
fn announced(r: &Reader, sitting: &Sitting, seat: Uuid) -> Option<String> {
    let answer: Answer = sitting.dossier.invitations.iter().find(|invitation| invitation.seat == Some(seat))?.answer?;
    Some(r.t_with("meeting-announced", &[("answer", super::answer::answer_name(r, answer).into())]))
}

fn groups(governance: &Governance, r: &Reader, sitting: &Sitting) -> Vec<Group> {
    let filled: Vec<&RollSeat> = sitting.roll.iter().filter(|seat| seat.titular.is_some() || !seat.substitutes.is_empty()).collect();
    let mut groups: Vec<(String, Group)> = Vec::new();
    for seat in &filled {
        let line = sitting.dossier.line(seat.seat);
        let voice = if seat.counts() { String::new() } else { r.t("meeting-consultative") };
        let detail: Vec<String> = [seat.title.clone(), voice, announced(r, sitting, seat.seat).unwrap_or_default()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let view = Line {
            seat: seat.seat,
            id: governance.new_id(),
            name: seat_name(r, seat),
            detail: detail.join(" · "),
            now: line.map(|line| line_words(r, sitting, seat, line)).unwrap_or_default(),
            buttons: buttons(r, seat, line),
            others: filled
                .iter()
                .filter(|other| other.seat != seat.seat && other.counts())
                .map(|other| (other.seat, seat_name(r, other)))
                .collect(),
        };
        match groups.last_mut() {
            Some((code, group)) if *code == seat.component => group.lines.push(view),
            _ => groups.push((seat.component.clone(), Group { name: component_name(r, sitting, &seat.component), lines: vec![view] })),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Those invited without a seat of whom nothing is noted yet.
fn awaited(governance: &Governance, sitting: &Sitting) -> Vec<(Uuid, String)> {
    let noted = |name: &str| sitting.dossier.attendances.iter().any(|line| line.seat.is_none() && line.name == name);
    let invited = sitting.dossier.guests.iter().map(crate::Guest::full).filter(|name| !noted(name));
    invited.map(|name| (governance.new_id(), name)).collect()
}

fn page(governance: &Governance, r: &Reader, sitting: &Sitting, violations: Vec<Violation>) -> Result<Response, Failure> {
    r.viewer.check(&policy::MEETING_READ, &governance.scopes(&sitting.body))?;
    let meeting = &sitting.dossier.meeting;
    let live = matches!(meeting.state, MeetingState::Convened | MeetingState::InSession | MeetingState::Suspended);
    let records = live && r.viewer.may(&policy::MEETING_RUN, &governance.scopes(&sitting.body));
    let silent = sitting.roll.iter().filter(|seat| seat.counts() && sitting.dossier.line(seat.seat).is_none()).count();
    let guest = |line: &Attendance| Guest {
        id: line.id,
        name: line.name.clone(),
        detail: format!("{} · {}", capacity_name(r, line.capacity), presence_name(r, line.presence)),
        here: line.left_at.is_none(),
    };
    let view = View {
        r,
        head: head(governance, r, sitting, "presences"),
        address: address(meeting, "presences"),
        sheet: address(meeting, "emargement"),
        records,
        violations: violations.clone(),
        quorum: quorum_view(r, sitting, &sitting.quorum(None)),
        groups: groups(governance, r, sitting),
        guests: sitting.dossier.attendances.iter().filter(|line| line.seat.is_none()).map(guest).collect(),
        awaited: awaited(governance, sitting),
        guest_id: governance.new_id(),
        silent: if silent > 0 {
            r.t_with("meeting-silent", &[("count", u64::try_from(silent).unwrap_or_default().into())])
        } else {
            String::new()
        },
        open: (records && meeting.state == MeetingState::Convened)
            .then(|| step(sitting, &Event::Open, address(meeting, "ouvrir"), r.t("meeting-do-open"), "primary")),
    };
    let page = Page::of(format!("{} – {}", r.t("meeting-tab-roll"), meeting.title), &view)?.section(SECTION).trail(trail(r, sitting));
    Ok(r.page(if violations.is_empty() { page } else { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) }))
}

pub(super) async fn show(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    page(&governance, &r, &sitting, Vec::new())
}

/// The line a button writes.
fn line(sitting: &Sitting, submitted: &Submitted) -> Result<Attendance, Problem> {
    let id = sent_id(submitted, "id")?;
    let seat = submitted.uuid("seat");
    let found = sitting.roll.iter().find(|other| Some(other.seat) == seat);
    let choice = submitted.get("choice");
    let (choice, person) = choice.split_once(':').map_or((choice, None), |(choice, person)| (choice, person.parse::<Uuid>().ok()));
    let (presence, capacity) = match choice {
        "room" => (Presence::Room, Capacity::Titular),
        "remote" => (Presence::Remote, Capacity::Titular),
        "substitute" => (Presence::Room, Capacity::Substitute),
        "substitute-remote" => (Presence::Remote, Capacity::Substitute),
        "proxy" => (Presence::Represented, Capacity::Proxy),
        "excused" => (Presence::Excused, Capacity::Titular),
        "absent" => (Presence::Absent, Capacity::Titular),
        _ => return Err(Problem::invalid("form-action", "Choisissez une réponse pour ce siège.", "Choose an answer for this seat.")),
    };
    let stands_in = |person: Uuid| found.and_then(|seat| seat.substitutes.iter().find(|sitter| sitter.person == person));
    let sitter = match capacity {
        Capacity::Substitute => person.and_then(stands_in),
        _ => found.and_then(|seat| seat.titular.as_ref()),
    };
    Ok(Attendance {
        id,
        seat: Some(seat.unwrap_or_default()),
        mandate: sitter.map(|sitter| sitter.mandate),
        person: sitter.map(|sitter| sitter.person),
        name: String::new(),
        capacity,
        presence,
        proxy_to: submitted.uuid("proxy").filter(|_| presence == Presence::Represented),
        arrived_at: sitting.now,
        left_at: None,
    })
}

fn guest(sitting: &Sitting, submitted: &Submitted) -> Result<Attendance, Problem> {
    let capacity = match submitted.get("capacity") {
        "expert" => Capacity::Expert,
        "secretariat" => Capacity::Secretariat,
        _ => Capacity::Guest,
    };
    let presence = if submitted.get("presence") == "remote" { Presence::Remote } else { Presence::Room };
    Ok(Attendance {
        id: sent_id(submitted, "id")?,
        seat: None,
        mandate: None,
        person: None,
        name: submitted.get("name").to_owned(),
        capacity,
        presence,
        proxy_to: None,
        arrived_at: sitting.now,
        left_at: None,
    })
}

pub(super) async fn record(
    State(governance): State<Governance>,
    r: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    let event = match submitted.get("action") {
        "rest" => Ok(Event::RecordRest(sitting.roll.iter().map(|_| governance.new_id()).collect())),
        "leave" => sent_id(&submitted, "id").map(Event::Leave),
        "guest" => guest(&sitting, &submitted).map(Event::Record),
        _ => line(&sitting, &submitted).map(Event::Record),
    };
    let outcome = match event {
        Ok(event) => governance.meeting_event(&r.viewer, id, None, event).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => {
            let anchor = submitted.uuid("seat").map(|seat| format!("#siege-{seat}")).unwrap_or_default();
            Ok(r.done(&format!("/reunions/{id}/presences{anchor}"), "meeting-line-saved"))
        }
        Err(problem) if problem.kind == Kind::Invalid => page(&governance, &r, &sitting, problem.violations),
        Err(problem) => Err(problem.into()),
    }
}
