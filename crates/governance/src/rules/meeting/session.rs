//! During the meeting: who is there, what comes of each item.

use bassin_kernel::{Violation, day_of};
use uuid::Uuid;

use super::{Context, expect, filled, no_item, preparation};
use crate::model::{AgendaItem, Attendance, Capacity, Dossier, MeetingKind, MeetingState, Outcome, Presence, Recusal};
use crate::rules::quorum;

/// Before midnight, the roll may be called for a meeting that begins soon after.
const EARLY: chrono::Duration = chrono::Duration::hours(2);

const ROLL: [MeetingState; 3] = [MeetingState::Convened, MeetingState::InSession, MeetingState::Suspended];

pub(super) fn record(dossier: &mut Dossier, line: &Attendance, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &ROLL);
    let line = Attendance { arrived_at: context.now, left_at: None, ..line.clone() };
    unmet.extend(check_line(&line, context));
    let Some(seat) = line.seat else {
        dossier.attendances.push(line);
        return unmet;
    };
    if dossier.line(seat).is_some_and(|known| same(known, &line)) {
        return unmet;
    }
    end_line(dossier, |known| known.seat == Some(seat), context);
    dossier.attendances.push(line);
    unmet
}

/// Whether two lines tell the same.
fn same(one: &Attendance, other: &Attendance) -> bool {
    (one.person, one.capacity, one.presence, one.proxy_to) == (other.person, other.capacity, other.presence, other.proxy_to)
}

/// Ends the lines that have not ended; one that never counted (before the opening, or replaced at once) leaves no trace.
fn end_line(dossier: &mut Dossier, which: impl Fn(&Attendance) -> bool, context: &Context<'_>) {
    let open = dossier.meeting.opened_at.is_some();
    dossier.attendances.retain(|line| !(which(line) && line.left_at.is_none() && (!open || line.arrived_at >= context.now)));
    for line in dossier.attendances.iter_mut().filter(|line| which(line) && line.left_at.is_none()) {
        line.left_at = Some(context.now);
    }
}

fn check_line(line: &Attendance, context: &Context<'_>) -> Vec<Violation> {
    let Some(id) = line.seat else {
        return filled(&line.name, "name", "Indiquez le nom de la personne.", "Give the name of the person.").into_iter().collect();
    };
    let Some(seat) = context.roll.iter().find(|seat| seat.seat == id) else {
        let (fr, en) = (
            "Ce siège n’appartient pas à l’instance à la date de la réunion.",
            "This seat does not belong to the body on the date of the meeting.",
        );
        return vec![Violation::new("meeting-seat-unknown", fr, en)];
    };
    let titular = || seat.titular.as_ref().is_some_and(|sitter| Some(sitter.person) == line.person);
    let substitute = || seat.substitutes.iter().any(|sitter| Some(sitter.person) == line.person);
    let (suits, fr, en) = match (line.presence, line.capacity) {
        (Presence::Represented, _) => return preparation::check_proxy(Some(id), line.proxy_to, context).into_iter().collect(),
        (Presence::Room | Presence::Remote, Capacity::Substitute) => {
            (substitute(), "Choisissez qui supplée le titulaire de ce siège.", "Choose who stands in for the holder of this seat.")
        }
        (Presence::Room | Presence::Remote, _) => (
            titular(),
            "Cette personne n’est pas titulaire de ce siège à la date de la réunion.",
            "This person does not hold this seat on the date of the meeting.",
        ),
        (Presence::Excused | Presence::Absent, _) => return Vec::new(),
    };
    if suits { Vec::new() } else { vec![Violation::new("meeting-sitter", fr, en).on("person")] }
}

pub(super) fn record_rest(dossier: &mut Dossier, ids: &[Uuid], context: &Context<'_>) -> Vec<Violation> {
    let unmet = expect(dossier, &ROLL);
    let silent: Vec<Uuid> =
        context.roll.iter().filter(|seat| seat.counts() && dossier.line(seat.seat).is_none()).map(|seat| seat.seat).collect();
    for (seat, id) in silent.into_iter().zip(ids) {
        dossier.attendances.push(Attendance {
            id: *id,
            seat: Some(seat),
            mandate: None,
            person: None,
            name: String::new(),
            capacity: Capacity::Titular,
            presence: Presence::Absent,
            proxy_to: None,
            arrived_at: context.now,
            left_at: None,
        });
    }
    unmet
}

pub(super) fn leave(dossier: &mut Dossier, line: Uuid, context: &Context<'_>) -> Vec<Violation> {
    let unmet = expect(dossier, &ROLL);
    end_line(dossier, |known| known.id == line, context);
    unmet
}

pub(super) fn open(dossier: &mut Dossier, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::Convened]);
    let starts_at = dossier.meeting.starts_at;
    if day_of(context.now) < day_of(starts_at) && context.now + EARLY < starts_at {
        let (fr, en) = (
            "La réunion s’ouvre le jour pour lequel elle est convoquée, ou dans les deux heures qui précèdent son début.",
            "The meeting opens on the day it is convened for, or within the two hours before it begins.",
        );
        unmet.push(Violation::new("meeting-early", fr, en));
    }
    if dossier.meeting.kind != MeetingKind::Written {
        unmet.extend(check_roll(dossier, context));
        dossier.meeting.opening = Some(quorum::at(dossier, context.roll, None));
    }
    dossier.meeting.state = MeetingState::InSession;
    dossier.meeting.opened_at = Some(context.now);
    unmet
}

fn check_roll(dossier: &Dossier, context: &Context<'_>) -> Option<Violation> {
    let silent = context.roll.iter().filter(|seat| seat.counts() && dossier.line(seat.seat).is_none()).count();
    if silent > 0 {
        return Some(Violation::new(
            "meeting-roll",
            format!("L’appel n’est pas fini\u{202f}: rien n’est dit de {silent} sièges. Marquez-les, ou déclarez les autres absents."),
            format!("The roll call is not over: nothing is said of {silent} seats. Mark them, or declare the others absent."),
        ));
    }
    quorum::presences_at(dossier, None).is_empty().then(|| {
        Violation::new(
            "quorum-nobody",
            "Personne n’est présent\u{202f}: la réunion ne peut pas s’ouvrir. Annulez-la, ou convoquez-en une autre.",
            "Nobody is present: the meeting cannot open. Cancel it, or convene another.",
        )
    })
}

pub(super) fn step(dossier: &mut Dossier, from: MeetingState, to: MeetingState) -> Vec<Violation> {
    let unmet = expect(dossier, &[from]);
    dossier.meeting.state = to;
    unmet
}

/// The item, in a meeting that is being held and not done with it.
fn current(dossier: &mut Dossier, id: Uuid) -> Result<&mut AgendaItem, Vec<Violation>> {
    let unmet = expect(dossier, &[MeetingState::InSession]);
    if !unmet.is_empty() {
        return Err(unmet);
    }
    let item = dossier.items.iter_mut().find(|item| item.id == id).ok_or_else(|| vec![no_item()])?;
    if item.outcome.is_some() {
        let (fr, en) = ("Ce point est clos.", "This item is done with.");
        return Err(vec![Violation::new("meeting-item-done", fr, en)]);
    }
    Ok(item)
}

pub(super) fn admit(dossier: &mut Dossier, id: Uuid) -> Vec<Violation> {
    match current(dossier, id) {
        Ok(item) => item.admitted = item.late,
        Err(unmet) => return unmet,
    }
    Vec::new()
}

fn check_admitted(item: &AgendaItem) -> Option<Violation> {
    (item.late && !item.admitted).then(|| {
        Violation::new(
            "meeting-item-late",
            "Ce point a été ajouté après la convocation\u{202f}: la réunion doit d’abord accepter de l’inscrire.",
            "This item was added after the convocation: the meeting must first agree to put it on the agenda.",
        )
    })
}

pub(super) fn take(dossier: &mut Dossier, id: Uuid, context: &Context<'_>) -> Vec<Violation> {
    match current(dossier, id) {
        Ok(item) => {
            item.taken_at = item.taken_at.or(Some(context.now));
            check_admitted(item).into_iter().collect()
        }
        Err(unmet) => unmet,
    }
}

pub(super) fn note(dossier: &mut Dossier, id: Uuid, notes: &str) -> Vec<Violation> {
    match current(dossier, id) {
        Ok(item) => notes.trim().clone_into(&mut item.notes),
        Err(unmet) => return unmet,
    }
    Vec::new()
}

pub(super) fn finish(dossier: &mut Dossier, id: Uuid, outcome: Outcome, notes: &str, context: &Context<'_>) -> Vec<Violation> {
    let found = quorum::at(dossier, context.roll, Some(id));
    let (written, thresholds) = (dossier.meeting.kind == MeetingKind::Written, dossier.meeting.thresholds.clone().unwrap_or_default());
    let item = match current(dossier, id) {
        Ok(item) => item,
        Err(unmet) => return unmet,
    };
    let mut unmet = Vec::new();
    match outcome {
        Outcome::Treated => {
            unmet.extend(check_admitted(item));
            if item.purpose.needs_quorum() && !written {
                unmet.extend(quorum::unmet(&found, &thresholds.quorum_source));
            }
        }
        Outcome::Postponed | Outcome::Withdrawn => {
            let (fr, en) = ("Dites pourquoi ce point est reporté ou retiré.", "Say why this item is postponed or withdrawn.");
            unmet.extend(filled(notes, "notes", fr, en));
        }
    }
    item.taken_at = item.taken_at.or(Some(context.now));
    item.done_at = Some(context.now);
    item.outcome = Some(outcome);
    item.quorum = (!written).then_some(found);
    notes.trim().clone_into(&mut item.notes);
    unmet
}

pub(super) fn recuse(dossier: &mut Dossier, id: Uuid, seat: Uuid, reason: &str, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet =
        filled(reason, "reason", "Dites pourquoi ce siège se déporte.", "Say why this seat is recused.").into_iter().collect::<Vec<_>>();
    if !context.roll.iter().any(|other| other.seat == seat) {
        let (fr, en) = ("Choisissez le siège qui se déporte.", "Choose the seat that is recused.");
        unmet.push(Violation::new("meeting-seat-unknown", fr, en).on("seat"));
    }
    unmet.extend(current(dossier, id).err().unwrap_or_default());
    dossier.recusals.retain(|recusal| (recusal.item, recusal.seat) != (id, seat));
    dossier.recusals.push(Recusal { item: id, seat, reason: reason.trim().to_owned() });
    unmet
}

pub(super) fn unrecuse(dossier: &mut Dossier, id: Uuid, seat: Uuid) -> Vec<Violation> {
    let unmet = current(dossier, id).err().unwrap_or_default();
    dossier.recusals.retain(|recusal| (recusal.item, recusal.seat) != (id, seat));
    unmet
}

pub(super) fn close(dossier: &mut Dossier, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::InSession]);
    for item in dossier.items.iter().filter(|item| item.outcome.is_none()) {
        unmet.push(Violation::new(
            "meeting-item-open",
            format!(
                "Dites ce qu’il est advenu du point {} «\u{202f}{}\u{202f}»\u{202f}: traité, reporté ou retiré.",
                item.number, item.title
            ),
            format!("Say what came of item {} “{}”: treated, postponed or withdrawn.", item.number, item.title),
        ));
    }
    dossier.meeting.state = MeetingState::Closed;
    dossier.meeting.closed_at = Some(context.now);
    unmet
}
