//! The meeting as it is held: item by item, who steps aside, the quorum, what comes of it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Failure, Link, Page, Reader, Submitted};
use uuid::Uuid;

use super::{
    Head, QuorumView, Step, address, head, outcome_name, purpose_name, quorum_view, seat_name, sent_id, step, subject::Subjects, trail,
};
use crate::commands::Sitting;
use crate::rules::meeting::{Event, unmet};
use crate::{AgendaItem, Governance, MeetingKind, MeetingState, Outcome, Purpose, pages::SECTION, policy};

#[derive(Template)]
#[template(path = "meeting_conduct.html")]
struct View<'a> {
    r: &'a Reader,
    head: Head,
    address: String,
    roll: String,
    violations: Vec<Violation>,
    waiting: bool,
    items: Vec<Item>,
    seats: Vec<(Uuid, String)>,
    close: Option<Step>,
}

struct Item {
    id: Uuid,
    number: u32,
    title: String,
    purpose: String,
    late: bool,
    about: Option<Link>,
    admit: bool,
    open: bool,
    current: bool,
    outcome: String,
    notes: String,
    quorum: Option<QuorumView>,
    recused: Vec<(Uuid, String, String)>,
    treat: Vec<Violation>,
    decide: String,
}

fn item(r: &Reader, sitting: &Sitting, item: &AgendaItem, typed: Option<&Submitted>, current: bool, about: Option<Link>) -> Item {
    let (dossier, meeting) = (&sitting.dossier, &sitting.dossier.meeting);
    let quorum = item.quorum.clone().unwrap_or_else(|| sitting.quorum(Some(item.id)));
    let name = |seat: Uuid| sitting.roll.iter().find(|other| other.seat == seat).map(|other| seat_name(r, other)).unwrap_or_default();
    let treated = Event::Finish { item: item.id, outcome: Outcome::Treated, notes: item.notes.clone() };
    let held = meeting.state == MeetingState::InSession;
    let open = held && item.outcome.is_none();
    Item {
        id: item.id,
        number: item.number,
        title: item.title.clone(),
        purpose: purpose_name(r, item.purpose),
        late: item.late,
        about,
        admit: open && item.late && !item.admitted,
        open,
        current,
        outcome: item.outcome.map(|outcome| outcome_name(r, outcome)).unwrap_or_default(),
        notes: typed.map_or_else(|| item.notes.clone(), |typed| typed.get("notes").to_owned()),
        quorum: (meeting.kind != MeetingKind::Written && item.purpose.needs_quorum() && meeting.opened_at.is_some())
            .then(|| quorum_view(r, sitting, &quorum)),
        recused: dossier
            .recusals
            .iter()
            .filter(|recusal| recusal.item == item.id)
            .map(|recusal| (recusal.seat, name(recusal.seat), recusal.reason.clone()))
            .collect(),
        treat: if open { unmet(dossier, &treated, &sitting.context()) } else { Vec::new() },
        decide: if open && item.purpose == Purpose::Decision {
            format!("/instances/{}/decisions/nouvelle?reunion={}&point={}", sitting.body.slug, meeting.id, item.id)
        } else {
            String::new()
        },
    }
}

async fn page(
    governance: &Governance,
    r: &Reader,
    sitting: &Sitting,
    typed: Option<&Submitted>,
    violations: Vec<Violation>,
) -> Result<Response, Failure> {
    let scopes = governance.scopes(&sitting.body);
    r.viewer.check(&policy::MEETING_READ, &scopes)?;
    let meeting = &sitting.dossier.meeting;
    let runs = r.viewer.may(&policy::MEETING_RUN, &scopes);
    let named = typed.and_then(|typed| typed.uuid("item"));
    let next = sitting.dossier.items.iter().find(|item| item.outcome.is_none()).map(|item| item.id);
    let current = named.or(next);
    let held = meeting.state == MeetingState::InSession;
    let subjects = Subjects::at(governance, r, sitting).await?;
    let view = View {
        r,
        head: head(governance, r, sitting, "conduite"),
        address: address(meeting, "conduite"),
        roll: address(meeting, "presences"),
        violations: violations.clone(),
        waiting: meeting.state == MeetingState::Convened,
        items: sitting
            .dossier
            .items
            .iter()
            .map(|one| {
                let view =
                    item(r, sitting, one, typed.filter(|_| named == Some(one.id)), current == Some(one.id), subjects.of(one.subject));
                Item { open: view.open && runs, admit: view.admit && runs, ..view }
            })
            .collect(),
        seats: sitting.roll.iter().filter(|seat| seat.counts()).map(|seat| (seat.seat, seat_name(r, seat))).collect(),
        close: (runs && held).then(|| step(sitting, &Event::Close, address(meeting, "clore"), r.t("meeting-do-close"), "primary")),
    };
    let page = Page::of(format!("{} – {}", r.t("meeting-tab-conduct"), meeting.title), &view)?.section(SECTION).trail(trail(r, sitting));
    Ok(r.page(if violations.is_empty() { page } else { page.status(StatusCode::UNPROCESSABLE_ENTITY) }))
}

pub(super) async fn show(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    page(&governance, &r, &sitting, None, Vec::new()).await
}

fn event(submitted: &Submitted) -> Result<Event, Problem> {
    let item = sent_id(submitted, "item")?;
    let notes = submitted.get("notes").to_owned();
    let seat = submitted.uuid("seat").unwrap_or_default();
    let finish = |outcome, notes| Event::Finish { item, outcome, notes };
    Ok(match submitted.get("action") {
        "prendre" => Event::Take(item),
        "noter" => Event::Note { item, notes },
        "admettre" => Event::Admit(item),
        "traiter" => finish(Outcome::Treated, notes),
        "reporter" => finish(Outcome::Postponed, notes),
        "retirer" => finish(Outcome::Withdrawn, notes),
        "deporter" => Event::Recuse { item, seat, reason: submitted.get("reason").to_owned() },
        "reintegrer" => Event::Unrecuse { item, seat },
        _ => return Err(Problem::invalid("form-action", "Cette action n’existe pas.", "There is no such action.")),
    })
}

pub(super) async fn act(
    State(governance): State<Governance>,
    r: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    match governance.meeting_event(&r.viewer, id, None, event(&submitted)?).await {
        Ok(_) => {
            let anchor = submitted.uuid("item").map(|item| format!("#point-{item}")).unwrap_or_default();
            Ok(r.done(&format!("/reunions/{id}/conduite{anchor}"), "meeting-item-saved"))
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            let sitting = governance.sitting(&r.viewer, id).await?;
            page(&governance, &r, &sitting, Some(&submitted), problem.violations).await
        }
        Err(problem) => Err(problem.into()),
    }
}
