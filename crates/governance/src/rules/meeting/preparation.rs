//! Before the meeting: its plan, its agenda, its convocation, the answers.

use bassin_kernel::{Violation, day_of};
use uuid::Uuid;

use super::{Context, ITEMS, NewItem, Plan, expect, filled, no_item};
use crate::model::{AgendaItem, Answer, Dossier, Guest, Invitation, MeetingDocument, MeetingKind, MeetingState, Thresholds};

/// Characters of a title, at most.
const TITLE: usize = 300;

pub(super) fn plan(dossier: &mut Dossier, plan: &Plan, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::Planned, MeetingState::Convened]);
    unmet.extend(check_plan(plan));
    let convened = dossier.meeting.state == MeetingState::Convened;
    if convened && plan.starts_at != dossier.meeting.starts_at {
        let thresholds = dossier.meeting.thresholds.clone().unwrap_or_default();
        unmet.extend(check_delay(plan.starts_at, &plan.urgency, &thresholds, context));
        dossier.meeting.urgency = plan.urgency.trim().to_owned();
    }
    let meeting = &mut dossier.meeting;
    let told = (&plan.title, plan.starts_at, plan.ends_at, &plan.place, &plan.link)
        != (&meeting.title, meeting.starts_at, meeting.ends_at, &meeting.place, &meeting.link);
    if convened && told {
        meeting.sequence += 1;
    }
    meeting.title.clone_from(&plan.title);
    meeting.kind = plan.kind;
    (meeting.starts_at, meeting.ends_at) = (plan.starts_at, plan.ends_at);
    meeting.place.clone_from(&plan.place);
    meeting.link.clone_from(&plan.link);
    meeting.public = plan.public;
    unmet
}

fn check_plan(plan: &Plan) -> Vec<Violation> {
    let mut unmet = Vec::new();
    unmet.extend(filled(&plan.title, "title", "Donnez un titre à la réunion.", "Give the meeting a title."));
    unmet.extend(too_long(&plan.title));
    if plan.ends_at <= plan.starts_at {
        let violation =
            Violation::new("meeting-end", "La réunion doit finir après avoir commencé.", "The meeting must end after it begins.");
        unmet.push(violation.on("end"));
    }
    if plan.kind != MeetingKind::Written && plan.place.trim().is_empty() && plan.link.trim().is_empty() {
        let (fr, en) = ("Indiquez un lieu, ou un lien pour participer à distance.", "Give a place, or a link to join from afar.");
        unmet.push(Violation::new("meeting-place", fr, en).on("place"));
    }
    if !plan.link.is_empty() && !is_web_address(&plan.link) {
        let (fr, en) =
            ("Le lien doit être une adresse qui commence par https://.", "The link must be an address that begins with https://.");
        unmet.push(Violation::new("meeting-link", fr, en).on("link"));
    }
    unmet
}

/// Whether a text is an address that a reader may safely follow.
#[must_use]
pub(crate) fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !text.chars().any(|c| c.is_whitespace() || c.is_control()))
}

fn too_long(title: &str) -> Option<Violation> {
    (title.chars().count() > TITLE).then(|| {
        let (fr, en) = (format!("Le titre dépasse {TITLE} caractères."), format!("The title exceeds {TITLE} characters."));
        Violation::new("meeting-title-long", fr, en).on("title")
    })
}

fn check_delay(starts_at: bassin_kernel::Timestamp, urgency: &str, thresholds: &Thresholds, context: &Context<'_>) -> Option<Violation> {
    if starts_at <= context.now {
        let (fr, en) = ("La date de la réunion est passée.", "The date of the meeting has passed.");
        return Some(Violation::new("meeting-past", fr, en).on("date"));
    }
    let asked = thresholds.delay_days?;
    let given = (day_of(starts_at) - day_of(context.now)).num_days();
    if given >= i64::from(asked) || !urgency.trim().is_empty() {
        return None;
    }
    let violation = Violation::new(
        "meeting-delay",
        format!(
            "Il reste {given} jours avant la réunion, le texte en demande {asked}\u{202f}: changez la date, ou donnez la raison de l’urgence."
        ),
        format!(
            "{given} days are left before the meeting, the text asks for {asked}: change the date, or give the reason for the urgency."
        ),
    );
    Some(violation.on("urgency").sourced(thresholds.delay_source.clone()))
}

fn check_item(item: &NewItem) -> Vec<Violation> {
    let empty = filled(&item.title, "title", "Donnez un titre au point.", "Give the item a title.");
    empty.into_iter().chain(too_long(&item.title)).collect()
}

const BEFORE_CLOSE: [MeetingState; 4] = [MeetingState::Planned, MeetingState::Convened, MeetingState::InSession, MeetingState::Suspended];

pub(super) fn add(dossier: &mut Dossier, item: &NewItem) -> Vec<Violation> {
    let mut unmet = expect(dossier, &BEFORE_CLOSE);
    unmet.extend(check_item(item));
    if dossier.items.len() >= ITEMS {
        let (fr, en) = (format!("L’ordre du jour compte déjà {ITEMS} points."), format!("The agenda already has {ITEMS} items."));
        unmet.push(Violation::new("meeting-items", fr, en));
    }
    dossier.items.push(AgendaItem {
        id: item.id,
        number: 0,
        title: item.title.trim().to_owned(),
        purpose: item.purpose,
        subject: item.subject,
        late: dossier.meeting.state != MeetingState::Planned,
        admitted: false,
        taken_at: None,
        done_at: None,
        outcome: None,
        notes: String::new(),
        quorum: None,
    });
    renumber(dossier);
    unmet
}

/// Refuses to touch what the convocation froze, or what the meeting has dealt with.
fn check_free(dossier: &Dossier, item: Uuid) -> Vec<Violation> {
    let mut unmet = expect(dossier, &BEFORE_CLOSE);
    let Some(found) = dossier.item(item) else {
        unmet.push(no_item());
        return unmet;
    };
    let frozen = dossier.meeting.state != MeetingState::Planned && !found.late;
    if frozen || found.admitted || found.taken_at.is_some() || found.outcome.is_some() {
        unmet.push(Violation::new(
            "meeting-agenda-frozen",
            "L’ordre du jour est arrêté depuis la convocation\u{202f}: ce point ne peut plus être changé. En séance, il peut être reporté ou retiré.",
            "The agenda is frozen since the convocation: this item can no longer change. In session, it can be postponed or withdrawn.",
        ));
    }
    unmet
}

pub(super) fn edit(dossier: &mut Dossier, item: &NewItem) -> Vec<Violation> {
    let mut unmet = check_free(dossier, item.id);
    unmet.extend(check_item(item));
    if let Some(found) = dossier.items.iter_mut().find(|found| found.id == item.id) {
        item.title.trim().clone_into(&mut found.title);
        (found.purpose, found.subject) = (item.purpose, item.subject);
    }
    unmet
}

pub(super) fn shift(dossier: &mut Dossier, item: Uuid, up: bool) -> Vec<Violation> {
    let unmet = check_free(dossier, item);
    let Some(place) = dossier.items.iter().position(|found| found.id == item) else { return unmet };
    let other = if up { place.checked_sub(1) } else { place.checked_add(1).filter(|next| *next < dossier.items.len()) };
    // A late item stays after those of the convocation; the first stays first.
    if let Some(other) = other.filter(|other| dossier.items[*other].late == dossier.items[place].late) {
        dossier.items.swap(place, other);
    }
    renumber(dossier);
    unmet
}

pub(super) fn remove(dossier: &mut Dossier, item: Uuid) -> Vec<Violation> {
    let unmet = check_free(dossier, item);
    dossier.items.retain(|found| found.id != item);
    for document in &mut dossier.documents {
        document.item = document.item.filter(|of| *of != item);
    }
    renumber(dossier);
    unmet
}

/// Documents are free until the minutes are submitted.
const BEFORE_MINUTES: [MeetingState; 5] =
    [MeetingState::Planned, MeetingState::Convened, MeetingState::InSession, MeetingState::Suspended, MeetingState::Closed];

pub(super) fn add_document(dossier: &mut Dossier, document: &MeetingDocument) -> Vec<Violation> {
    let mut unmet = expect(dossier, &BEFORE_MINUTES);
    unmet.extend(filled(&document.title, "title", "Donnez un titre au document.", "Give the document a title."));
    unmet.extend(too_long(&document.title));
    if document.sha256.is_empty() && !is_web_address(&document.link) {
        let (fr, en) = (
            "Choisissez un fichier, ou donnez une adresse qui commence par https://.",
            "Choose a file, or give an address that begins with https://.",
        );
        unmet.push(Violation::new("meeting-document", fr, en).on("file"));
    }
    if document.item.is_some_and(|item| dossier.item(item).is_none()) {
        unmet.push(no_item());
    }
    dossier.documents.push(document.clone());
    unmet
}

pub(super) fn remove_document(dossier: &mut Dossier, document: Uuid) -> Vec<Violation> {
    let unmet = expect(dossier, &BEFORE_MINUTES);
    dossier.documents.retain(|known| known.id != document);
    unmet
}

pub(super) fn add_guest(dossier: &mut Dossier, guest: &Guest) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::Planned, MeetingState::Convened]);
    unmet.extend(filled(&guest.name, "name", "Donnez le nom de la personne invitée.", "Give the name of the person invited."));
    if !is_mailbox(&guest.email) {
        let (fr, en) = (
            "Donnez une adresse électronique, comme nom@exemple.fr\u{202f}: l’invitation part par courriel.",
            "Give an e-mail address, such as name@example.org: the invitation goes by e-mail.",
        );
        unmet.push(Violation::new("meeting-guest-email", fr, en).on("email"));
    }
    if dossier.guests.iter().any(|known| known.email.eq_ignore_ascii_case(&guest.email)) {
        let (fr, en) = ("Cette adresse est déjà invitée à la réunion.", "This address is already invited to the meeting.");
        unmet.push(Violation::new("meeting-guest-twice", fr, en).on("email"));
    }
    dossier.guests.push(guest.clone());
    unmet
}

/// Whether a letter can be addressed to a text.
fn is_mailbox(text: &str) -> bool {
    let parts = text.split_once('@').filter(|(name, domain)| !name.is_empty() && domain.contains('.') && !domain.contains('@'));
    parts.is_some() && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',' | ';'))
}

pub(super) fn remove_guest(dossier: &mut Dossier, guest: Uuid) -> Vec<Violation> {
    let unmet = expect(dossier, &[MeetingState::Planned]);
    dossier.guests.retain(|known| known.id != guest);
    unmet
}

fn renumber(dossier: &mut Dossier) {
    for (item, number) in dossier.items.iter_mut().zip(1..) {
        item.number = number;
    }
}

pub(super) fn convene(dossier: &mut Dossier, urgency: &str, invitations: &[Invitation], context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::Planned]);
    if dossier.items.is_empty() {
        let (fr, en) =
            ("L’ordre du jour est vide\u{202f}: inscrivez au moins un point.", "The agenda is empty: put at least one item on it.");
        unmet.push(Violation::new("meeting-agenda-empty", fr, en));
    }
    unmet.extend(check_delay(dossier.meeting.starts_at, urgency, context.thresholds, context));
    unmet.extend(check_reach(invitations, context));
    let meeting = &mut dossier.meeting;
    meeting.state = MeetingState::Convened;
    meeting.thresholds = Some(context.thresholds.clone());
    meeting.convened_at = Some(context.now);
    urgency.trim().clone_into(&mut meeting.urgency);
    dossier.invitations = invitations.to_vec();
    unmet
}

/// Every deliberative seat that is filled must be reached, through its holder or else a substitute.
fn check_reach(invitations: &[Invitation], context: &Context<'_>) -> Vec<Violation> {
    let counted = || context.roll.iter().filter(|seat| seat.counts());
    if counted().next().is_none() {
        let (fr, en) = (
            "Aucun siège délibératif n’est pourvu à la date de la réunion\u{202f}: il n’y a personne à convoquer.",
            "No deliberative seat is filled on the date of the meeting: there is nobody to convene.",
        );
        return vec![Violation::new("meeting-nobody", fr, en)];
    }
    let lost = counted().filter(|seat| !invitations.iter().any(|invitation| invitation.seat == Some(seat.seat)));
    lost.map(|seat| {
        let who = seat.titular.as_ref().or_else(|| seat.substitutes.first()).map(|sitter| sitter.name.clone()).unwrap_or_default();
        Violation::new(
            "meeting-unreached",
            format!("{who} ne peut pas être convoqué(e)\u{202f}: ni le titulaire du siège ni un suppléant n’a d’adresse électronique."),
            format!("{who} cannot be convened: neither the holder of the seat nor a substitute has an e-mail address."),
        )
    })
    .collect()
}

pub(super) fn cancel(dossier: &mut Dossier, reason: &str) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::Planned, MeetingState::Convened]);
    unmet.extend(filled(reason, "reason", "Dites pourquoi la réunion est annulée.", "Say why the meeting is cancelled."));
    let meeting = &mut dossier.meeting;
    if meeting.state == MeetingState::Convened {
        meeting.sequence += 1;
    }
    meeting.state = MeetingState::Cancelled;
    reason.trim().clone_into(&mut meeting.cancelled_because);
    unmet
}

pub(super) fn answer(
    dossier: &mut Dossier,
    invitation: Uuid,
    answer: Answer,
    proxy_to: Option<Uuid>,
    context: &Context<'_>,
) -> Vec<Violation> {
    let mut unmet = expect(dossier, &[MeetingState::Convened]);
    let Some(found) = dossier.invitations.iter_mut().find(|found| found.id == invitation) else {
        let (fr, en) = ("Cette convocation n’existe pas, ou n’existe plus.", "There is no such convocation, or no longer.");
        unmet.push(Violation::new("meeting-invitation-unknown", fr, en));
        return unmet;
    };
    let proxy_to = proxy_to.filter(|_| answer == Answer::Proxy);
    if answer == Answer::Proxy {
        unmet.extend(check_proxy(found.seat, proxy_to, context));
    }
    found.answer = Some(answer);
    found.proxy_to = proxy_to;
    found.answered_at = Some(context.now);
    unmet
}

/// A proxy goes to another seat that counts.
pub(super) fn check_proxy(seat: Option<Uuid>, to: Option<Uuid>, context: &Context<'_>) -> Option<Violation> {
    let suits = |to: Uuid| Some(to) != seat && context.roll.iter().any(|other| other.seat == to && other.counts());
    (seat.is_none() || !to.is_some_and(suits)).then(|| {
        let (fr, en) = ("Choisissez à quel autre siège le pouvoir est donné.", "Choose the other seat the proxy is given to.");
        Violation::new("meeting-proxy", fr, en).on("proxy")
    })
}
