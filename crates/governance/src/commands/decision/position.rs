//! What the seats say.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Kind, Problem, Viewer, Violation, day_of};
use serde_json::json;
use uuid::Uuid;

use super::case::Case;
use crate::{Governance, Happening, HappeningKind, Position, Stand, policy, rules::consensus, store};

/// What a seat says of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The decision.
    pub decision: Uuid,
    /// The version that was read.
    pub version: u32,
    /// The seat.
    pub seat: Uuid,
    /// What it says.
    pub stand: Stand,
    /// Reasons, words of a reservation.
    pub words: String,
}

/// Who speaks for a seat.
#[derive(Debug, Clone, Copy)]
struct Speaker {
    person: Uuid,
    substitute: bool,
    /// Whether somebody else holds the pen.
    recorded: bool,
}

impl Governance {
    /// Takes a position for a seat: by who holds it or stands in, or, recorded in the meeting, for who sits there.
    ///
    /// # Errors
    /// The viewer may not, the text has changed meanwhile, rules are not met (all of them are told), or the store does not answer.
    pub async fn take_position(&self, viewer: &Viewer, said: Said) -> Result<Position, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let case = self.case(&transaction, said.decision, day_of(transaction.now())).await?;
                let speaker = self.speaker(viewer, &case, said.seat)?;
                same_version(&case, said.version)?;
                let known = case.position(said.seat).cloned();
                allowed(&case, &said, known.as_ref(), speaker)?;
                let position = spoken(&said, viewer, speaker, &transaction);
                if known.as_ref().is_some_and(|known| same(known, &position)) {
                    return Ok((position, None));
                }
                store::decision::keep_position(&transaction, &position).await?;
                self.tell(&transaction, &position, HappeningKind::Position, &position.words).await?;
                let mut record = Record::new("position.take", "decision", said.decision.to_string())
                    .summary(format!("a seat took a position on version {}", said.version))
                    .before(known.map(|known| json!(known)))
                    .after(json!(position));
                if position.recorded_by.is_some() {
                    record = record.on_behalf(format!("person:{}", position.person));
                }
                Ok((position, Some(record)))
            })
            .await
    }

    /// Lifts an objection. Its author alone can, or who holds the seat since.
    ///
    /// # Errors
    /// The viewer may not, there is no such objection, or the store does not answer.
    pub async fn lift_objection(
        &self,
        viewer: &Viewer,
        decision: Uuid,
        version: u32,
        seat: Uuid,
        words: String,
    ) -> Result<Position, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let mut case = self.case(&transaction, decision, day_of(transaction.now())).await?;
                let found = case.positions.iter().position(|position| position.version == version && position.seat == seat);
                let Some(objection) =
                    found.and_then(|index| case.positions.get_mut(index)).filter(|position| position.stand == Stand::Object)
                else {
                    return Err(no_objection().into());
                };
                if objection.lifted_at.is_some() {
                    return Ok((objection.clone(), None));
                }
                let before = objection.clone();
                objection.lifted_at = Some(transaction.now());
                objection.lifted_words = words.trim().to_owned();
                let lifted = objection.clone();
                viewer.check(&policy::OBJECTION_LIFT, &case.lifting_scopes(&before))?;
                if case.decision.state.is_final() {
                    return Err(Problem::new(Kind::Invalid, vec![too_late()]).into());
                }
                store::decision::keep_position(&transaction, &lifted).await?;
                let state = consensus::lifted(case.decision.state, &case.context());
                if state != case.decision.state {
                    case.decision.state = state;
                    case.decision.revision += 1;
                    store::decision::update(&transaction, &case.decision).await?;
                }
                self.tell(&transaction, &lifted, HappeningKind::Lifted, &lifted.lifted_words).await?;
                let record = Record::new("objection.lift", "decision", decision.to_string())
                    .summary(format!("an objection to version {version} was lifted"))
                    .before(json!(before))
                    .after(json!(lifted));
                Ok((lifted, Some(record)))
            })
            .await
    }

    /// Who speaks for the seat, and whether as substitute.
    fn speaker(&self, viewer: &Viewer, case: &Case, seat: Uuid) -> Result<Speaker, Problem> {
        let chair = case.chair(seat).ok_or_else(no_seat)?;
        if viewer.may(&policy::POSITION_TAKE, &case.speaking_scopes(seat))
            && let Some(person) = viewer.person().map(|person| person.person)
            && let Some(substitute) = chair.speaks(person)
        {
            return Ok(Speaker { person, substitute, recorded: false });
        }
        viewer.check(&policy::POSITION_RECORD, &self.scopes(&case.body))?;
        let there = case.present.get(&seat).copied();
        there.map(|(person, substitute)| Speaker { person, substitute, recorded: true }).ok_or_else(|| {
            Problem::invalid(
                "seat-not-present",
                "Ce siège n’est pas présent à ce point de la réunion : faites l’appel avant de noter sa position.",
                "This seat is not present at this item of the meeting: call the roll before recording its position.",
            )
        })
    }

    async fn tell(&self, transaction: &Transaction, position: &Position, kind: HappeningKind, words: &str) -> Result<(), Error> {
        let line = Happening {
            id: self.database.ids().next(),
            decision: position.decision,
            version: position.version,
            kind,
            seat: Some(position.seat),
            person: Some(position.person),
            stand: Some(position.stand),
            words: words.to_owned(),
            at: transaction.now(),
        };
        Ok(store::decision::happened(transaction, &line).await?)
    }
}

fn allowed(case: &Case, said: &Said, known: Option<&Position>, speaker: Speaker) -> Result<(), Problem> {
    let voter = case.voter(said.seat).ok_or_else(no_seat)?;
    let mut unmet = consensus::position(case.decision.state, voter, said.stand, &said.words).err().unwrap_or_default();
    unmet.extend(consensus::superseded(known, speaker.substitute));
    // An objection goes by the hand of its author, or of the titular whose substitute made it: never by somebody else's pen.
    let heir = case.chair(said.seat).and_then(super::Chair::titular) == Some(speaker.person);
    if known.is_some_and(|known| known.blocks() && (speaker.recorded || (known.person != speaker.person && !heir))) {
        unmet.push(not_the_author());
    }
    if unmet.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, unmet)) }
}

fn spoken(said: &Said, viewer: &Viewer, speaker: Speaker, transaction: &Transaction) -> Position {
    let hand = viewer.person().map(|person| person.person).filter(|_| speaker.recorded);
    Position {
        decision: said.decision,
        version: said.version,
        seat: said.seat,
        person: speaker.person,
        substitute: speaker.substitute,
        stand: said.stand,
        words: said.words.trim().to_owned(),
        at: transaction.now(),
        recorded_by: hand,
        lifted_at: None,
        lifted_words: String::new(),
    }
}

/// Whether nothing new is said.
fn same(known: &Position, new: &Position) -> bool {
    known.lifted_at.is_none()
        && (known.stand, known.words.as_str(), known.person, known.substitute)
            == (new.stand, new.words.as_str(), new.person, new.substitute)
}

fn same_version(case: &Case, version: u32) -> Result<(), Problem> {
    if case.decision.version == version {
        return Ok(());
    }
    Err(Problem::one(
        Kind::Conflict,
        "text-changed",
        "Le texte a changé pendant que vous le lisiez : lisez la nouvelle version avant de prendre position.",
        "The text has changed while you were reading it: read the new version before taking a position.",
    ))
}

fn no_seat() -> Problem {
    Problem::not_found("Ce siège n’existe pas dans cette instance.", "There is no such seat in this body.")
}

fn no_objection() -> Problem {
    Problem::not_found("Ce siège n’a pas émis d’objection.", "This seat has made no objection.")
}

fn not_the_author() -> Violation {
    Violation::new(
        "objection-not-yours",
        "Une objection de ce siège est maintenue : seule la personne qui l’a émise, ou la personne titulaire, peut la retirer ou la remplacer.",
        "An objection of this seat is maintained: only the person who made it, or the titular, can withdraw or replace it.",
    )
}

fn too_late() -> Violation {
    Violation::new("decision-closed", "Cette décision est close.", "This decision is closed.")
}
