//! Meetings: planning, convening, holding, telling.

mod feed;
mod letters;
mod subjects;

use std::collections::HashMap;

use bassin_database::{Error, Record, Transaction, problem};
use bassin_directory::Person;
use bassin_kernel::{Day, Kind, Permission, Problem, Scope, Timestamp, Viewer};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::rules::meeting::{Context, Event, Plan, apply};
use crate::rules::quorum;
use crate::{
    AgendaItem, Body, Capacity, Dossier, Governance, Invitation, Meeting, MeetingState, Outcome, Quorum, RollSeat, Thresholds, policy,
    store,
};

pub use letters::Preview;
pub use subjects::Tied;

/// A meeting with all that is needed to show and to judge it.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// The body that meets.
    pub body: Body,
    /// The meeting and what was recorded of it; only what is public, for those who may not read more.
    pub dossier: Dossier,
    /// The seats, with the names of those who may sit.
    pub roll: Vec<RollSeat>,
    /// What the meeting is judged against: what it keeps, or the statute when it was not convened.
    pub thresholds: Thresholds,
    /// Whether the viewer reads more than what is public.
    pub inside: bool,
    /// The present instant.
    pub now: Timestamp,
}

impl Sitting {
    /// What to judge an event against.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context { now: self.now, roll: &self.roll, thresholds: &self.thresholds, later: None }
    }

    /// The quorum at an item, or of the meeting as it stands.
    #[must_use]
    pub fn quorum(&self, item: Option<Uuid>) -> Quorum {
        quorum::at(&self.dossier, &self.roll, item)
    }
}

/// The most that a document may weigh, in bytes.
pub const LARGEST_DOCUMENT: u64 = 20 << 20;

impl Governance {
    /// The meetings of a body that the viewer may know of, oldest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn meetings(&self, viewer: &Viewer, body: &Body) -> Result<Vec<Meeting>, Problem> {
        let (all, inside) = self.every_meeting(viewer, body).await?;
        Ok(all.into_iter().filter(|meeting| inside || store::meeting::is_public(meeting)).collect())
    }

    /// All the meetings of a body, oldest first, and whether the viewer reads more of them than what is public.
    pub(super) async fn every_meeting(&self, viewer: &Viewer, body: &Body) -> Result<(Vec<Meeting>, bool), Problem> {
        let inside = viewer.may(&policy::MEETING_READ, &self.reading_scopes(body));
        Ok((store::meeting::of_body(self.database.read(), body.id).await.map_err(problem)?, inside))
    }

    /// The days since `since` on which a body met.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn last_meetings(&self, body: Uuid, since: Day) -> Result<Vec<Day>, Problem> {
        store::meeting::last_meetings(self.database.read(), body, since).await.map_err(problem)
    }

    /// The meetings a body held since `since`: the day of each, and how many people were there themselves. Numbers only.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn attended(&self, body: Uuid, since: Day) -> Result<Vec<(Day, usize)>, Problem> {
        store::meeting::attended(self.database.read(), body, since).await.map_err(problem)
    }

    fn reading_scopes(&self, body: &Body) -> Vec<Scope> {
        self.scopes(body).into_iter().chain(self.parent_scopes(body)).collect()
    }

    /// A meeting, as far as the viewer may read it.
    ///
    /// # Errors
    /// There is none that the viewer may know of, or the store does not answer.
    pub async fn sitting(&self, viewer: &Viewer, id: Uuid) -> Result<Sitting, Problem> {
        let connection = self.database.read();
        let dossier = store::meeting::dossier(connection, id).await.map_err(problem)?.ok_or_else(no_meeting)?;
        let body = self.body(&dossier.meeting.body.to_string()).await?;
        let inside = viewer.may(&policy::MEETING_READ, &self.reading_scopes(&body));
        if !inside && !store::meeting::is_public(&dossier.meeting) {
            return Err(no_meeting());
        }
        let roll = store::meeting::roll(connection, &dossier.meeting).await.map_err(problem)?;
        let thresholds = self.thresholds(&body, &dossier.meeting)?;
        let people = self.people_of(&roll, &dossier).await?;
        let roll = named(roll, &people, &thresholds);
        let dossier = if inside { dossier } else { public_part(dossier) };
        Ok(Sitting { body, dossier, roll, thresholds, inside, now: self.database.clock().now() })
    }

    fn thresholds(&self, body: &Body, meeting: &Meeting) -> Result<Thresholds, Problem> {
        match &meeting.thresholds {
            Some(kept) => Ok(kept.clone()),
            None => self.statute_of(body).map(Thresholds::of),
        }
    }

    async fn people_of(&self, roll: &[RollSeat], dossier: &Dossier) -> Result<HashMap<Uuid, Person>, Problem> {
        let sitters = roll.iter().flat_map(|seat| seat.titular.iter().chain(&seat.substitutes)).map(|sitter| sitter.person);
        let recorded = dossier.attendances.iter().filter_map(|line| line.person);
        let invited = dossier.invitations.iter().map(|invitation| invitation.person);
        let ids: Vec<Uuid> = sitters.chain(recorded).chain(invited).collect();
        self.directory.people(&ids).await
    }

    /// Somebody of the directory, to be invited.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn guest_person(&self, person: Option<Uuid>) -> Result<Option<Person>, Problem> {
        let Some(id) = person else { return Ok(None) };
        Ok(self.directory.people(&[id]).await?.remove(&id))
    }

    /// The names of those a meeting speaks of, by person.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn names(&self, sitting: &Sitting) -> Result<HashMap<Uuid, String>, Problem> {
        let people = self.people_of(&sitting.roll, &sitting.dossier).await?;
        Ok(people.into_iter().map(|(id, person)| (id, person.name())).collect())
    }

    /// Plans a meeting. With `follows`, it takes up the items that meeting postponed. The same identifier again changes nothing.
    ///
    /// # Errors
    /// The viewer does not run the body, or the plan breaks rules.
    pub async fn plan_meeting(&self, viewer: &Viewer, body: &Body, id: Uuid, plan: Plan, follows: Option<Uuid>) -> Result<Uuid, Problem> {
        let body = body.id;
        self.database
            .write(viewer, |tx| async move {
                let stored = store::body::by_id(&tx, body).await?.ok_or_else(no_meeting)?;
                viewer.check(&policy::MEETING_RUN, &self.scopes(&stored))?;
                if store::meeting::by_id(&tx, id).await?.is_some() {
                    return Ok((id, None));
                }
                let mut fresh = empty(id, body, &plan);
                if let Some(before) = follows {
                    fresh.items = self.postponed(&tx, before, body).await?;
                    fresh.meeting.follows = Some(before);
                }
                let context = Context { now: tx.now(), roll: &[], thresholds: &Thresholds::default(), later: None };
                let after = apply(&fresh, &Event::Plan(plan), &context).map_err(refusal)?;
                store::meeting::save(&tx, None, &after).await?;
                let record = Record::new("meeting.plan", "meeting", id.to_string()).summary(&after.meeting.title).after(told(&after));
                Ok((id, Some(record)))
            })
            .await
    }

    async fn postponed(&self, tx: &Transaction, before: Uuid, body: Uuid) -> Result<Vec<AgendaItem>, Error> {
        let Some(before) = store::meeting::dossier(tx, before).await?.filter(|before| before.meeting.body == body) else {
            return Ok(Vec::new());
        };
        let postponed = before.items.into_iter().filter(|item| item.outcome == Some(Outcome::Postponed));
        let again = |(item, number): (AgendaItem, u32)| AgendaItem {
            id: self.database.ids().next(),
            number,
            title: item.title,
            purpose: item.purpose,
            subject: item.subject,
            late: false,
            admitted: false,
            taken_at: None,
            done_at: None,
            outcome: None,
            notes: String::new(),
            quorum: None,
        };
        Ok(postponed.zip(1..).map(again).collect())
    }

    /// Does something to a meeting. With `revision`, only if nothing else changed since the form was opened.
    ///
    /// # Errors
    /// The viewer may not, rules are not met, or somebody else changed the meeting meanwhile.
    pub async fn meeting_event(&self, viewer: &Viewer, id: Uuid, revision: Option<i64>, event: Event) -> Result<Dossier, Problem> {
        let sitting = self.sitting(viewer, id).await?;
        let people = self.people_of(&sitting.roll, &sitting.dossier).await?;
        self.check_subject(viewer, &sitting.body, &event).await?;
        let event = &event;
        self.database
            .write(viewer, |tx| async move {
                let before = store::meeting::dossier(&tx, id).await?.ok_or_else(no_meeting)?;
                let body = store::body::by_id(&tx, before.meeting.body).await?.ok_or_else(no_meeting)?;
                viewer.check(permission(event), &self.scopes(&body))?;
                if known_already(&before, event) {
                    return Ok((before, None));
                }
                check_revision(&before, revision)?;
                let thresholds = self.thresholds(&body, &before.meeting)?;
                let roll = named(store::meeting::roll(&tx, &before.meeting).await?, &people, &thresholds);
                let later = match event {
                    Event::Approve(Some(later)) => store::meeting::by_id(&tx, *later).await?,
                    _ => None,
                };
                let context = Context { now: tx.now(), roll: &roll, thresholds: &thresholds, later: later.as_ref() };
                let mut after = apply(&before, event, &context).map_err(refusal)?;
                if after == before {
                    return Ok((before, None));
                }
                after.meeting.revision += 1;
                store::meeting::save(&tx, Some(&before), &after).await?;
                self.tell_invited(&tx, event, &before, &after, &body, &roll).await?;
                let record = Record::new(action(event), "meeting", id.to_string()).summary(&after.meeting.title);
                Ok((after.clone(), Some(record.before(told(&before)).after(told(&after)))))
            })
            .await
    }

    /// Those a convocation would reach, each with the digest of a secret for their answer.
    ///
    /// # Errors
    /// The key of the installation cannot be read.
    pub fn invitations(&self, roll: &[RollSeat]) -> Result<Vec<Invitation>, Problem> {
        let invited = roll.iter().filter_map(|seat| {
            let titular = seat.titular.as_ref().map(|sitter| (sitter, Capacity::Titular));
            let substitutes = seat.substitutes.iter().map(|sitter| (sitter, Capacity::Substitute));
            let (sitter, capacity) = titular.into_iter().chain(substitutes).find(|(sitter, _)| !sitter.email.is_empty())?;
            Some((seat.seat, sitter.person, capacity))
        });
        let invitation = |(seat, person, capacity)| {
            let id = self.database.ids().next();
            let token = digest(&self.answer_secret(id)?);
            Ok(Invitation { id, seat: Some(seat), person, capacity, token, answer: None, proxy_to: None, answered_at: None })
        };
        invited.map(invitation).collect()
    }

    /// The secret of the address at which somebody answers a convocation: made from the key of the installation each time a letter repeats it.
    fn answer_secret(&self, invitation: Uuid) -> Result<String, Problem> {
        self.directory.secret_of("invitation", invitation)
    }

    /// Something nobody guesses: a digest of two identifiers, which hold 148 random bits.
    fn secret(&self) -> String {
        let ids = self.database.ids();
        digest(&format!("{}{}", ids.next(), ids.next()))
    }

    /// The invitation that a secret opens, with its meeting as those invited read it.
    ///
    /// # Errors
    /// It opens nothing, or the store does not answer.
    pub async fn invitation(&self, token: &str) -> Result<(Sitting, Invitation), Problem> {
        let found = store::meeting::invitation(self.database.read(), &digest(token)).await.map_err(problem)?;
        let (meeting, invitation) = found.ok_or_else(|| {
            Problem::not_found(
                "Ce lien n’ouvre aucune convocation\u{202f}: vérifiez qu’il est entier, ou demandez-en un au secrétariat de l’instance.",
                "This link opens no convocation: check that it is whole, or ask the secretariat of the body for one.",
            )
        })?;
        Ok((self.sitting(&Viewer::System, meeting).await?, invitation))
    }

    /// Answers a convocation for whoever holds its secret.
    ///
    /// # Errors
    /// The secret opens nothing, the meeting takes no answer any more, or the answer is incomplete.
    pub async fn answer_invitation(&self, token: &str, answer: crate::Answer, proxy_to: Option<Uuid>) -> Result<(), Problem> {
        let (sitting, invitation) = self.invitation(token).await?;
        let event = Event::Answer { invitation: invitation.id, answer, proxy_to };
        self.meeting_event(&Viewer::System, sitting.dossier.meeting.id, None, event).await.map(drop)
    }

    /// The meetings a person was invited to, with the names of the bodies, oldest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn my_meetings(&self, person: Uuid) -> Result<Vec<(Meeting, Body)>, Problem> {
        let connection = self.database.read();
        let meetings = store::meeting::of_person(connection, person).await.map_err(problem)?;
        let bodies: Vec<Uuid> = meetings.iter().map(|meeting| meeting.body).collect();
        let bodies = store::body::by_ids(connection, &bodies).await.map_err(problem)?;
        let pair = |meeting: Meeting| bodies.iter().find(|body| body.id == meeting.body).map(|body| (meeting.clone(), body.clone()));
        Ok(meetings.into_iter().filter_map(pair).collect())
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.database.clock().now()
    }

    /// A new identifier, for a form to send back.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.database.ids().next()
    }

    /// The folder of received files, made when there is none.
    ///
    /// # Errors
    /// It cannot be made.
    pub async fn files_folder(&self) -> Result<&std::path::Path, Problem> {
        tokio::fs::create_dir_all(&self.files).await.map_err(|error| {
            tracing::error!(%error, "the folder of received files cannot be made");
            Problem::unavailable("Le dossier des fichiers reçus n’est pas accessible.", "The folder of received files cannot be reached.")
        })?;
        Ok(&self.files)
    }

    /// Where a received file is kept.
    #[must_use]
    pub fn file(&self, sha256: &str) -> std::path::PathBuf {
        self.files.join(sha256)
    }
}

/// What a visitor may read: a public agenda, its public documents, published minutes.
fn public_part(mut dossier: Dossier) -> Dossier {
    let published = dossier.meeting.state == MeetingState::Published;
    dossier.invitations.clear();
    dossier.guests.clear();
    dossier.attendances.clear();
    dossier.recusals.clear();
    dossier.documents.retain(|document| document.public);
    dossier.meeting.link.clear();
    if !published {
        dossier.minutes.clear();
    }
    for item in &mut dossier.items {
        item.notes.clear();
        item.quorum = None;
        if !published {
            item.outcome = None;
        }
    }
    if !published {
        dossier.items.retain(|item| !item.late || item.admitted);
    }
    dossier
}

/// The roll in the order of the statute, with names and addresses.
fn named(mut roll: Vec<RollSeat>, people: &HashMap<Uuid, Person>, thresholds: &Thresholds) -> Vec<RollSeat> {
    let rank = |code: &str| thresholds.components.iter().position(|component| component.code == code).unwrap_or(usize::MAX);
    roll.sort_by_key(|seat| (rank(&seat.component), seat.component.clone(), seat.number));
    for sitter in roll.iter_mut().flat_map(|seat| seat.titular.iter_mut().chain(&mut seat.substitutes)) {
        if let Some(person) = people.get(&sitter.person) {
            (sitter.name, sitter.email) = (person.name(), person.email.clone());
        }
    }
    roll
}

fn empty(id: Uuid, body: Uuid, plan: &Plan) -> Dossier {
    let meeting = Meeting {
        id,
        body,
        title: String::new(),
        kind: plan.kind,
        starts_at: plan.starts_at,
        ends_at: plan.ends_at,
        place: String::new(),
        link: String::new(),
        public: plan.public,
        state: MeetingState::Planned,
        thresholds: None,
        convened_at: None,
        urgency: String::new(),
        sequence: 0,
        cancelled_because: String::new(),
        opened_at: None,
        opening: None,
        closed_at: None,
        follows: None,
        submitted_at: None,
        approval: None,
        published_at: None,
        revision: 1,
    };
    let (items, documents, invitations, guests) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Dossier { meeting, items, documents, invitations, guests, attendances: Vec::new(), recusals: Vec::new(), minutes: Vec::new() }
}

/// Whether a form sent twice has already done what it asks.
fn known_already(dossier: &Dossier, event: &Event) -> bool {
    match event {
        Event::AddItem(item) => dossier.item(item.id).is_some(),
        Event::AddGuest(guest) => dossier.guests.iter().any(|known| known.id == guest.id),
        Event::AddDocument(document) => dossier.documents.iter().any(|known| known.id == document.id),
        Event::Record(line) => dossier.attendances.iter().any(|known| known.id == line.id),
        _ => false,
    }
}

fn check_revision(dossier: &Dossier, revision: Option<i64>) -> Result<(), Problem> {
    if revision.is_none_or(|revision| revision == dossier.meeting.revision) {
        return Ok(());
    }
    Err(Problem::one(
        Kind::Conflict,
        "meeting-stale",
        "Quelqu’un d’autre a changé cette réunion depuis l’ouverture du formulaire. Rien n’a été enregistré\u{202f}: comparez, puis enregistrez de nouveau.",
        "Somebody else changed this meeting since the form was opened. Nothing was saved: compare, then save again.",
    ))
}

const fn permission(event: &Event) -> &'static Permission {
    match event {
        Event::Approve(_) | Event::Return => &policy::MINUTES_APPROVE,
        Event::Answer { .. } => &policy::MEETING_ANSWER,
        _ => &policy::MEETING_RUN,
    }
}

const fn action(event: &Event) -> &'static str {
    match event {
        Event::Plan(_) => "meeting.change",
        Event::AddItem(_) | Event::EditItem(_) | Event::MoveItem { .. } | Event::RemoveItem(_) => "meeting.agenda",
        Event::AddDocument(_) | Event::RemoveDocument(_) => "meeting.document",
        Event::AddGuest(_) | Event::RemoveGuest(_) => "meeting.guest",
        Event::Convene { .. } => "meeting.convene",
        Event::Cancel { .. } => "meeting.cancel",
        Event::Answer { .. } => "meeting.answer",
        Event::Record(_) | Event::RecordRest(_) | Event::Leave(_) => "meeting.attendance",
        Event::Open => "meeting.open",
        Event::Suspend => "meeting.suspend",
        Event::Resume => "meeting.resume",
        Event::Admit(_) | Event::Take(_) | Event::Note { .. } | Event::Finish { .. } => "meeting.item",
        Event::Recuse { .. } | Event::Unrecuse { .. } => "meeting.recusal",
        Event::Close => "meeting.close",
        Event::Draft { .. } => "minutes.draft",
        Event::Submit => "minutes.submit",
        Event::Return => "minutes.return",
        Event::Approve(_) => "minutes.approve",
        Event::Publish => "minutes.publish",
        Event::Addendum { .. } => "minutes.addendum",
    }
}

/// The dossier as the journal digests it.
fn told(dossier: &Dossier) -> serde_json::Value {
    serde_json::to_value(dossier).unwrap_or_default()
}

fn refusal(violations: Vec<bassin_kernel::Violation>) -> Problem {
    Problem::new(Kind::Invalid, violations)
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn no_meeting() -> Problem {
    Problem::not_found("Cette réunion n’existe pas, ou elle n’est pas publique.", "There is no such meeting, or it is not public.")
}
