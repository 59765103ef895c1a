//! What is written to those invited: convocations, changes, cancellations, reminders.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Language, Problem, Viewer, text};
use bassin_mail::{Attachment, Letter};
use uuid::Uuid;

use super::{Sitting, no_meeting, permission};
use crate::calendar::{self, Contact, Method, Occasion};
use crate::rules::meeting::Event;
use crate::{AgendaItem, Body, Dossier, Function, Governance, Guest, Invitation, Meeting, MeetingState, RollSeat, Sitter, store};

/// Why a letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Occurrence {
    Convened,
    Changed,
    Cancelled,
    Reminded,
}

/// A convocation as it would leave.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// To whom.
    pub recipients: Vec<Recipient>,
}

/// Somebody a convocation is for.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The seat.
    pub seat: RollSeat,
    /// Who is written to; none when nobody can be reached.
    pub reached: Option<Sitter>,
}

impl Governance {
    /// Exactly what a convocation would say, to whom, and who cannot be reached.
    #[must_use]
    pub fn preview(&self, sitting: &Sitting, language: Language) -> Preview {
        let link = self.portal_address("/convocations/…");
        let dossier = &sitting.dossier;
        let (subject, text) = words(Occurrence::Convened, language, dossier, &sitting.body, &self.page(&dossier.meeting), Some(&link));
        let filled = sitting.roll.iter().filter(|seat| seat.titular.is_some() || !seat.substitutes.is_empty());
        let recipients = filled
            .map(|seat| Recipient {
                seat: seat.clone(),
                reached: seat.titular.iter().chain(&seat.substitutes).find(|sitter| !sitter.email.is_empty()).cloned(),
            })
            .collect();
        Preview { subject, text, recipients }
    }

    /// The address of a path of the portal, as letters and calendars give it.
    #[must_use]
    pub(crate) fn portal_address(&self, path: &str) -> String {
        self.directory.link(path)
    }

    fn page(&self, meeting: &Meeting) -> String {
        self.portal_address(&format!("/reunions/{}", meeting.id))
    }

    /// Queues what those invited must be told of an event, in its transaction.
    pub(super) async fn tell_invited(
        &self,
        tx: &Transaction,
        event: &Event,
        before: &Dossier,
        after: &Dossier,
        body: &Body,
        roll: &[RollSeat],
    ) -> Result<(), Error> {
        let told = |guest: &Guest| !matches!(event, Event::AddGuest(added) if added.id != guest.id);
        let occurrence = match event {
            Event::Convene { .. } => Occurrence::Convened,
            Event::AddGuest(_) if after.meeting.state == MeetingState::Convened => Occurrence::Convened,
            Event::Plan(_) if after.meeting.sequence != before.meeting.sequence => Occurrence::Changed,
            Event::Cancel { .. } if after.meeting.convened_at.is_some() => Occurrence::Cancelled,
            _ => return Ok(()),
        };
        if !matches!(event, Event::AddGuest(_)) {
            self.write_to_invited(tx, occurrence, after, body, roll, |_| true).await?;
        }
        self.write_to_guests(tx, occurrence, after, body, roll, told).await
    }

    async fn write_to_invited(
        &self,
        tx: &Transaction,
        occurrence: Occurrence,
        dossier: &Dossier,
        body: &Body,
        roll: &[RollSeat],
        to: impl Fn(&Invitation) -> bool,
    ) -> Result<(), Error> {
        let ids: Vec<Uuid> = dossier.invitations.iter().map(|invitation| invitation.person).collect();
        let people = self.directory.people(&ids).await?;
        let organiser = organiser(body, roll);
        for invitation in dossier.invitations.iter().filter(|invitation| to(invitation)) {
            let Some(person) = people.get(&invitation.person).filter(|person| !person.email.is_empty()) else { continue };
            let link = self.portal_address(&format!("/convocations/{}", self.answer_secret(invitation.id)?));
            let words = words(occurrence, person.language, dossier, body, &self.page(&dossier.meeting), Some(&link));
            let attendee = Contact { name: person.name(), email: person.email.clone() };
            self.post(tx, occurrence, (&dossier.meeting, &dossier.items, body), &organiser, attendee, words).await?;
        }
        Ok(())
    }

    /// Those without a seat are told the same, and asked for no answer.
    async fn write_to_guests(
        &self,
        tx: &Transaction,
        occurrence: Occurrence,
        dossier: &Dossier,
        body: &Body,
        roll: &[RollSeat],
        to: impl Fn(&Guest) -> bool,
    ) -> Result<(), Error> {
        let ids: Vec<Uuid> = dossier.guests.iter().filter_map(|guest| guest.person).collect();
        let people = self.directory.people(&ids).await?;
        let organiser = organiser(body, roll);
        for guest in dossier.guests.iter().filter(|guest| to(guest)) {
            let language = guest.person.and_then(|id| people.get(&id)).map_or(Language::French, |person| person.language);
            let words = words(occurrence, language, dossier, body, &self.page(&dossier.meeting), None);
            let attendee = Contact { name: guest.name.clone(), email: guest.email.clone() };
            self.post(tx, occurrence, (&dossier.meeting, &dossier.items, body), &organiser, attendee, words).await?;
        }
        Ok(())
    }

    /// Queues a letter with the meeting for calendars.
    async fn post(
        &self,
        tx: &Transaction,
        occurrence: Occurrence,
        (meeting, items, body): (&Meeting, &[AgendaItem], &Body),
        organiser: &Contact,
        attendee: Contact,
        (subject, text): (String, String),
    ) -> Result<(), Error> {
        let occasion = Occasion { meeting, body: &body.name, agenda: agenda(items), address: self.page(meeting), said_at: tx.now() };
        let method = if occurrence == Occurrence::Cancelled { Method::Cancel } else { Method::Request };
        let attachment = Attachment {
            name: "reunion.ics".to_owned(),
            media_type: format!("text/calendar; method={}; charset=utf-8", method.name()),
            content: calendar::invitation(method, &occasion, organiser, &attendee),
        };
        let id = self.database.ids().next();
        let letter = Letter { id, to: attendee.email, name: attendee.name, subject, text, attachments: vec![attachment] };
        bassin_mail::queue(tx, &letter).await
    }

    /// Writes again to those who have not answered. How many.
    ///
    /// # Errors
    /// The viewer may not, or the meeting awaits no answer.
    pub async fn remind(&self, viewer: &Viewer, id: Uuid) -> Result<usize, Problem> {
        let sitting = self.sitting(viewer, id).await?;
        let roll = &sitting.roll;
        self.database
            .write(viewer, |tx| async move {
                let dossier = store::meeting::dossier(&tx, id).await?.ok_or_else(no_meeting)?;
                let body = store::body::by_id(&tx, dossier.meeting.body).await?.ok_or_else(no_meeting)?;
                viewer.check(permission(&Event::Open), &self.scopes(&body))?;
                let silent = dossier.invitations.iter().filter(|invitation| invitation.answer.is_none()).count();
                if dossier.meeting.state != MeetingState::Convened {
                    let (fr, en) = ("Seule une réunion convoquée attend des réponses.", "Only a convened meeting awaits answers.");
                    return Err(Problem::invalid("meeting-state", fr, en).into());
                }
                self.write_to_invited(&tx, Occurrence::Reminded, &dossier, &body, roll, |invitation| invitation.answer.is_none()).await?;
                let record = Record::new("meeting.remind", "meeting", id.to_string()).summary(&dossier.meeting.title);
                Ok((silent, (silent > 0).then_some(record)))
            })
            .await
    }
}

/// Whoever runs the body, for calendars: its secretary, else its chair, else the body itself without an address.
fn organiser(body: &Body, roll: &[RollSeat]) -> Contact {
    let sitters = || roll.iter().filter_map(|seat| seat.titular.as_ref()).filter(|sitter| !sitter.email.is_empty());
    let runs = |functions: &'static [Function]| sitters().find(|sitter| functions.contains(&sitter.function));
    let found = runs(&[Function::Secretary]).or_else(|| runs(&[Function::Chair, Function::CoChair, Function::ViceChair]));
    found.map_or_else(
        || Contact { name: body.name.clone(), email: "noreply@localhost".to_owned() },
        |sitter| Contact { name: sitter.name.clone(), email: sitter.email.clone() },
    )
}

fn agenda(items: &[AgendaItem]) -> String {
    items.iter().map(|item| format!("{}. {}\n", item.number, item.title)).collect()
}

/// The subject and the text of a letter.
fn words(occurrence: Occurrence, language: Language, dossier: &Dossier, body: &Body, page: &str, answer: Option<&str>) -> (String, String) {
    let meeting = &dossier.meeting;
    let when = text::date_time(meeting.starts_at, language);
    let place = [meeting.place.as_str(), meeting.link.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
    let agenda = agenda(&dossier.items);
    let (subject, opening, answers) = match language {
        Language::French => french(occurrence, meeting, body, &when, answer.is_none()),
        Language::English => english(occurrence, meeting, body, &when, answer.is_none()),
    };
    let labels = match language {
        Language::French => ["Ordre du jour", "Documents et suite de la réunion\u{202f}:", "Répondre\u{202f}:"],
        Language::English => ["Agenda", "Documents and what follows:", "Answer:"],
    };
    let mut text = opening;
    if occurrence != Occurrence::Cancelled {
        text.push_str(&format!("\n\n{when}\n{place}\n\n{}\n{agenda}", labels[0]));
    }
    text.push_str(&format!("\n{}\n{page}\n", labels[1]));
    if let Some(answer) = answer.filter(|_| occurrence != Occurrence::Cancelled) {
        text.push_str(&format!("\n{answers}\n{} {answer}\n", labels[2]));
    }
    text.push_str(&format!("\n{}\n", body.name));
    (subject, text)
}

fn french(occurrence: Occurrence, meeting: &Meeting, body: &Body, when: &str, guest: bool) -> (String, String, String) {
    let (title, name) = (&meeting.title, &body.name);
    let urgency = if meeting.urgency.is_empty() {
        String::new()
    } else {
        format!("\n\nLe délai de convocation est réduit pour la raison suivante\u{202f}: {}", meeting.urgency)
    };
    let (subject, opening) = match occurrence {
        Occurrence::Convened if guest => (
            format!("Invitation\u{202f}: {title}, {when}"),
            format!(
                "Bonjour,\n\nVous êtes invité(e) à la réunion «\u{202f}{title}\u{202f}» de l’instance «\u{202f}{name}\u{202f}». Vous y serez entendu(e), sans prendre part à ses décisions."
            ),
        ),
        Occurrence::Convened => (
            format!("Convocation\u{202f}: {title}, {when}"),
            format!(
                "Bonjour,\n\nVous êtes convoqué(e) à la réunion «\u{202f}{title}\u{202f}» de l’instance «\u{202f}{name}\u{202f}».{urgency}"
            ),
        ),
        Occurrence::Changed => (
            format!("Changement\u{202f}: {title}, {when}"),
            format!(
                "Bonjour,\n\nLa réunion «\u{202f}{title}\u{202f}» de l’instance «\u{202f}{name}\u{202f}» change. Voici ce qui vaut désormais.{urgency}"
            ),
        ),
        Occurrence::Cancelled => (
            format!("Annulation\u{202f}: {title}, {when}"),
            format!(
                "Bonjour,\n\nLa réunion «\u{202f}{title}\u{202f}» de l’instance «\u{202f}{name}\u{202f}», prévue le {when}, est annulée.\nRaison\u{202f}: {}",
                meeting.cancelled_because
            ),
        ),
        Occurrence::Reminded => (
            format!("Rappel\u{202f}: {title}, {when}"),
            format!(
                "Bonjour,\n\nVous n’avez pas encore répondu à la convocation à la réunion «\u{202f}{title}\u{202f}» de l’instance «\u{202f}{name}\u{202f}»."
            ),
        ),
    };
    let answers = "Merci de dire si vous venez, si vous êtes suppléé(e) ou si vous donnez pouvoir. Le lien vous est personnel\u{202f}; il ne demande pas de compte.";
    (subject, opening, answers.to_owned())
}

fn english(occurrence: Occurrence, meeting: &Meeting, body: &Body, when: &str, guest: bool) -> (String, String, String) {
    let (title, name) = (&meeting.title, &body.name);
    let urgency = if meeting.urgency.is_empty() {
        String::new()
    } else {
        format!("\n\nThe notice is shorter than usual, because: {}", meeting.urgency)
    };
    let (subject, opening) = match occurrence {
        Occurrence::Convened if guest => (
            format!("Invitation: {title}, {when}"),
            format!(
                "Hello,\n\nYou are invited to the meeting “{title}” of “{name}”. You will be heard, without taking part in its decisions."
            ),
        ),
        Occurrence::Convened => {
            (format!("Convocation: {title}, {when}"), format!("Hello,\n\nYou are convened to the meeting “{title}” of “{name}”.{urgency}"))
        }
        Occurrence::Changed => (
            format!("Change: {title}, {when}"),
            format!("Hello,\n\nThe meeting “{title}” of “{name}” changes. This is what now holds.{urgency}"),
        ),
        Occurrence::Cancelled => (
            format!("Cancelled: {title}, {when}"),
            format!(
                "Hello,\n\nThe meeting “{title}” of “{name}”, planned for {when}, is cancelled.\nReason: {}",
                meeting.cancelled_because
            ),
        ),
        Occurrence::Reminded => (
            format!("Reminder: {title}, {when}"),
            format!("Hello,\n\nYou have not answered yet the convocation to the meeting “{title}” of “{name}”."),
        ),
    };
    let answers = "Please say whether you come, are stood in for or give a proxy. The link is yours alone; it asks for no account.";
    (subject, opening, answers.to_owned())
}
