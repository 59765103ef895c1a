//! Pages of the `meeting` part.

mod agenda;
mod answer;
mod conduct;
mod convocation;
mod decided;
mod export;
mod feed;
mod guests;
mod list;
mod minutes;
mod plan;
mod roll;
mod show;
mod subject;

use axum::{
    Router,
    routing::{get, post},
};
use bassin_kernel::{Problem, Violation};
use bassin_web::{Failure, Field, Link, Reader, Submitted, Tab};
use uuid::Uuid;

use crate::commands::Sitting;
use crate::rules::meeting::{Event, unmet};
use crate::{Body, Component, Governance, Meeting, MeetingState, Outcome, Purpose, Quorum, RollSeat, policy};

pub(crate) use subject::address as subject_address;

pub(super) fn routes() -> Router<Governance> {
    Router::new()
        .route("/instances/{slug}/reunions", get(list::list))
        .route("/instances/{slug}/reunions.csv", get(list::csv))
        .route("/instances/{slug}/reunions.ics", get(feed::body))
        .route("/instances/{slug}/reunions/nouvelle", get(plan::blank).post(plan::create))
        .route("/reunions/{id}", get(show::show))
        .route("/reunions/{id}/modifier", get(plan::edit).post(plan::change))
        .route("/reunions/{id}/ordre-du-jour", get(agenda::show).post(agenda::act))
        .route("/reunions/{id}/documents", post(agenda::receive))
        .route("/reunions/{id}/documents/{document}", get(export::document))
        .route("/reunions/{id}/convocation", get(convocation::show).post(convocation::send))
        .route("/reunions/{id}/presences", get(roll::show).post(roll::record))
        .route("/reunions/{id}/conduite", get(conduct::show).post(conduct::act))
        .route("/reunions/{id}/compte-rendu", get(minutes::show).post(minutes::act))
        .route("/reunions/{id}/invites", get(guests::show).post(guests::act))
        .route("/reunions/{id}/emargement.pdf", get(export::sheet))
        .route("/reunions/{id}/emargement.docx", get(export::sheet))
        .route("/reunions/{id}/compte-rendu.pdf", get(export::minutes))
        .route("/reunions/{id}/compte-rendu.docx", get(export::minutes))
        .route("/reunions/{id}/{action}", post(show::act))
        .route("/convocations/{token}", get(answer::show).post(answer::send))
        .route("/mon-espace/agenda", get(feed::mine).post(feed::set))
}

/// The head of every page of a meeting.
struct Head {
    kicker: String,
    title: String,
    lede: String,
    state: String,
    kind: &'static str,
    label: String,
    tabs: Vec<Tab>,
}

/// The address of a page of a meeting.
fn address(meeting: &Meeting, page: &str) -> String {
    if page.is_empty() { format!("/reunions/{}", meeting.id) } else { format!("/reunions/{}/{page}", meeting.id) }
}

fn head(governance: &Governance, r: &Reader, sitting: &Sitting, current: &str) -> Head {
    let meeting = &sitting.dossier.meeting;
    let runs = r.viewer.may(&policy::MEETING_RUN, &governance.scopes(&sitting.body));
    let mut pages = vec![("", "meeting-tab-overview")];
    if runs && matches!(meeting.state, MeetingState::Planned | MeetingState::Convened | MeetingState::InSession | MeetingState::Suspended) {
        pages.push(("ordre-du-jour", "meeting-tab-agenda"));
    }
    if runs && matches!(meeting.state, MeetingState::Planned | MeetingState::Convened) {
        pages.push(("invites", "meeting-tab-guests"));
    }
    if runs && meeting.state == MeetingState::Planned {
        pages.push(("convocation", "meeting-tab-convocation"));
    }
    if sitting.inside && meeting.convened_at.is_some() {
        pages.push(("presences", "meeting-tab-roll"));
        pages.push(("conduite", "meeting-tab-conduct"));
    }
    if (sitting.inside && meeting.closed_at.is_some()) || meeting.state == MeetingState::Published {
        pages.push(("compte-rendu", "meeting-tab-minutes"));
    }
    Head {
        kicker: sitting.body.name.clone(),
        title: meeting.title.clone(),
        lede: when(r, meeting),
        state: state_name(r, meeting.state),
        kind: state_kind(meeting.state),
        label: r.t_with("meeting-tabs", &[("title", meeting.title.as_str().into())]),
        tabs: pages.into_iter().map(|(page, key)| Tab::new(r.t(key), address(meeting, page), page == current)).collect(),
    }
}

/// When and where, in words.
fn when(r: &Reader, meeting: &Meeting) -> String {
    let place = if meeting.place.is_empty() { r.t("meeting-remote-only") } else { meeting.place.clone() };
    let same = bassin_kernel::day_of(meeting.starts_at) == bassin_kernel::day_of(meeting.ends_at);
    let end = if same { r.time(meeting.ends_at) } else { r.date_time(meeting.ends_at) };
    r.t_with("meeting-when", &[("start", r.date_time(meeting.starts_at).into()), ("end", end.into()), ("place", place.into())])
}

fn trail(r: &Reader, sitting: &Sitting) -> Vec<Link> {
    let mut trail = body_trail(r, &sitting.body);
    trail.push(Link::new(sitting.dossier.meeting.title.clone(), address(&sitting.dossier.meeting, "")));
    trail
}

fn body_trail(r: &Reader, body: &Body) -> Vec<Link> {
    vec![
        Link::new(r.t("meeting-bodies"), "/instances"),
        Link::new(body.name.clone(), format!("/instances/{}", body.slug)),
        Link::new(r.t("meeting-list-title"), format!("/instances/{}/reunions", body.slug)),
    ]
}

fn state_name(r: &Reader, state: MeetingState) -> String {
    r.t(match state {
        MeetingState::Planned => "meeting-state-planned",
        MeetingState::Convened => "meeting-state-convened",
        MeetingState::InSession => "meeting-state-in-session",
        MeetingState::Suspended => "meeting-state-suspended",
        MeetingState::Closed => "meeting-state-closed",
        MeetingState::MinutesSubmitted => "meeting-state-minutes-submitted",
        MeetingState::MinutesApproved => "meeting-state-minutes-approved",
        MeetingState::Published => "meeting-state-published",
        MeetingState::Cancelled => "meeting-state-cancelled",
    })
}

const fn state_kind(state: MeetingState) -> &'static str {
    match state {
        MeetingState::Planned | MeetingState::Suspended | MeetingState::MinutesSubmitted => "warn",
        MeetingState::Convened | MeetingState::InSession => "accent",
        MeetingState::MinutesApproved | MeetingState::Published => "good",
        MeetingState::Closed => "",
        MeetingState::Cancelled => "bad",
    }
}

fn purpose_name(r: &Reader, purpose: Purpose) -> String {
    r.t(match purpose {
        Purpose::Information => "meeting-purpose-information",
        Purpose::Discussion => "meeting-purpose-discussion",
        Purpose::Opinion => "meeting-purpose-opinion",
        Purpose::Decision => "meeting-purpose-decision",
    })
}

const fn purpose_code(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Information => "information",
        Purpose::Discussion => "discussion",
        Purpose::Opinion => "opinion",
        Purpose::Decision => "decision",
    }
}

fn purpose_of(text: &str) -> Purpose {
    Purpose::ALL.into_iter().find(|purpose| purpose_code(*purpose) == text).unwrap_or(Purpose::Information)
}

fn outcome_name(r: &Reader, outcome: Outcome) -> String {
    r.t(match outcome {
        Outcome::Treated => "meeting-outcome-treated",
        Outcome::Postponed => "meeting-outcome-postponed",
        Outcome::Withdrawn => "meeting-outcome-withdrawn",
    })
}

/// Who holds a seat, or what it is called.
fn seat_name(r: &Reader, seat: &RollSeat) -> String {
    let holder = seat.titular.as_ref().or_else(|| seat.substitutes.first()).map(|sitter| sitter.name.clone());
    holder.filter(|name| !name.is_empty()).unwrap_or_else(|| {
        if seat.title.is_empty() {
            r.t_with("meeting-seat-vacant", &[("number", seat.number.to_string().into())])
        } else {
            seat.title.clone()
        }
    })
}

fn component_name(r: &Reader, sitting: &Sitting, code: &str) -> String {
    let found: Option<&Component> = sitting.thresholds.components.iter().find(|component| component.code == code);
    // The seat of those who run a body belongs to no component of the text.
    found.map_or_else(|| r.t("body-component-secretariat"), |component| r.text(&component.name).to_owned())
}

/// A quorum in words.
struct QuorumView {
    met: bool,
    sentence: String,
    components: Vec<ComponentView>,
    unmet: Vec<Violation>,
}

struct ComponentView {
    name: String,
    present: String,
    kind: &'static str,
}

fn quorum_view(r: &Reader, sitting: &Sitting, quorum: &Quorum) -> QuorumView {
    let there = u64::from(quorum.present + quorum.represented);
    let sentence = r.t_with(
        match quorum.met {
            true if sitting.dossier.meeting.sets_no_quorum() => "meeting-quorum-free",
            true => "meeting-quorum-met",
            false => "meeting-quorum-unmet",
        },
        &[("there", there.into()), ("base", u64::from(quorum.base).into()), ("needed", u64::from(quorum.needed).into())],
    );
    let component = |one: &crate::ComponentQuorum| ComponentView {
        name: r.text(&one.component.name).to_owned(),
        present: format!("{}/{}", one.present + one.represented, one.base),
        kind: if one.missing {
            "bad"
        } else if one.present > 0 {
            "good"
        } else {
            ""
        },
    };
    QuorumView {
        met: quorum.met,
        sentence,
        components: quorum.components.iter().filter(|one| one.base > 0 || one.component.compulsory).map(component).collect(),
        unmet: crate::rules::quorum::unmet(quorum, &sitting.thresholds.quorum_source),
    }
}

/// A button: what it does, or why it cannot.
struct Step {
    address: String,
    label: String,
    kind: &'static str,
    unmet: Vec<Violation>,
    hidden: Vec<Field>,
}

fn step(sitting: &Sitting, event: &Event, address: String, label: String, kind: &'static str) -> Step {
    Step { address, label, kind, unmet: unmet(&sitting.dossier, event, &sitting.context()), hidden: vec![revision(sitting)] }
}

fn revision(sitting: &Sitting) -> Field {
    Field::hidden("revision", sitting.dossier.meeting.revision.to_string())
}

fn sent_revision(submitted: &Submitted) -> Option<i64> {
    submitted.get("revision").parse().ok()
}

/// Refuses to show a page of work to those who do not run the body.
fn check_runs(governance: &Governance, r: &Reader, sitting: &Sitting) -> Result<(), Failure> {
    Ok(r.viewer.check(&policy::MEETING_RUN, &governance.scopes(&sitting.body))?)
}

/// An identifier that a form made when it was shown.
fn sent_id(submitted: &Submitted, name: &str) -> Result<Uuid, Problem> {
    submitted.uuid(name).ok_or_else(|| {
        Problem::invalid("form-id", "Le formulaire est incomplet\u{202f}: rouvrez la page.", "The form is incomplete: open the page again.")
    })
}
