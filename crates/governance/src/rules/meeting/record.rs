//! After the meeting: its minutes.

use bassin_kernel::Violation;
use uuid::Uuid;

use super::{Context, expect, filled};
use crate::model::{Dossier, MeetingState, MinutesApproval, MinutesVersion};

fn push(dossier: &mut Dossier, text: &str, author: &str, addendum: bool, context: &Context<'_>) {
    let number = dossier.minutes.last().map_or(0, |version| version.number) + 1;
    dossier.minutes.push(MinutesVersion { number, text: text.trim().to_owned(), at: context.now, author: author.to_owned(), addendum });
}

pub(super) fn draft(dossier: &mut Dossier, text: &str, author: &str, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::Closed]);
    unmet.extend(filled(text, "text", "Le compte rendu est vide.", "The minutes are empty."));
    if dossier.text().is_none_or(|known| known.text != text.trim()) {
        push(dossier, text, author, false, context);
    }
    unmet
}

pub(super) fn submit(dossier: &mut Dossier, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::Closed]);
    if dossier.text().is_none() {
        let (fr, en) = ("Rédigez d’abord le compte rendu.", "First write the minutes.");
        unmet.push(Violation::new("meeting-minutes-none", fr, en));
    }
    dossier.meeting.state = MeetingState::MinutesSubmitted;
    dossier.meeting.submitted_at = Some(context.now);
    unmet
}

pub(super) fn send_back(dossier: &mut Dossier) -> Vec<Violation> {
    let unmet = expect(dossier, &[MeetingState::MinutesSubmitted]);
    dossier.meeting.state = MeetingState::Closed;
    dossier.meeting.submitted_at = None;
    unmet
}

pub(super) fn approve(dossier: &mut Dossier, meeting: Option<Uuid>, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::MinutesSubmitted]);
    if let Some(id) = meeting {
        let held = |later: &crate::model::Meeting| {
            later.id == id && later.body == dossier.meeting.body && later.starts_at > dossier.meeting.starts_at && later.opened_at.is_some()
        };
        if !context.later.is_some_and(held) {
            unmet.push(
                Violation::new(
                    "meeting-later",
                    "Le compte rendu s’approuve à une réunion suivante de la même instance, déjà ouverte, ou par écrit.",
                    "Minutes are approved at a later meeting of the same body, already open, or in writing.",
                )
                .on("meeting"),
            );
        }
    }
    dossier.meeting.state = MeetingState::MinutesApproved;
    dossier.meeting.approval = Some(MinutesApproval { at: context.now, meeting });
    unmet
}

pub(super) fn publish(dossier: &mut Dossier, context: &Context<'_>) -> Vec<Violation> {
    let unmet = expect(dossier, &[MeetingState::MinutesApproved]);
    dossier.meeting.state = MeetingState::Published;
    dossier.meeting.published_at = Some(context.now);
    unmet
}

pub(super) fn addendum(dossier: &mut Dossier, text: &str, author: &str, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::MinutesApproved, MeetingState::Published]);
    let (fr, en) = ("Écrivez ce qui est ajouté au compte rendu.", "Write what is added to the minutes.");
    unmet.extend(filled(text, "text", fr, en));
    push(dossier, text, author, true, context);
    unmet
}
