//! A decision with all that surrounds it, as commands and pages need it.

use std::collections::HashMap;

use bassin_database::{Error, Reading, problem};
use bassin_kernel::{Day, Problem, Scope, Viewer, Violation, day_of};
use uuid::Uuid;

use crate::{
    Body, Capacity, Decision, FrozenRule, Governance, Happening, Listed, Listing, MeetingState, Place, Position, Procedure, Roll,
    TextVersion, Transmission, policy,
    rules::{
        consensus::{self, Context, Event, Voter},
        quorum,
    },
    store,
};

/// A seat that expresses itself, with those who may speak for it today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chair {
    /// The seat and its holder.
    pub place: Place,
    /// Its substitutes' seats and their holders.
    pub substitutes: Vec<Place>,
}

impl Chair {
    /// The person who holds the seat.
    #[must_use]
    pub fn titular(&self) -> Option<Uuid> {
        self.place.holder.as_ref().map(|mandate| mandate.person)
    }

    /// Whether a person holds the seat (`false`) or may stand in for its holder (`true`).
    #[must_use]
    pub fn speaks(&self, person: Uuid) -> Option<bool> {
        if self.titular() == Some(person) {
            return Some(false);
        }
        let stands_in = self.substitutes.iter().any(|place| place.holder.as_ref().is_some_and(|mandate| mandate.person == person));
        stands_in.then_some(true)
    }
}

/// A decision with all that surrounds it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The decision.
    pub decision: Decision,
    /// Its body.
    pub body: Body,
    /// The versions of its text, first one first.
    pub texts: Vec<TextVersion>,
    /// Every position, of every version.
    pub positions: Vec<Position>,
    /// What happened, oldest first.
    pub history: Vec<Happening>,
    /// The seats that may express themselves.
    pub chairs: Vec<Chair>,
    /// Who is at the item of the meeting.
    pub present: HashMap<Uuid, (Uuid, bool)>,
    /// To whom it was sent.
    pub sent: Vec<Transmission>,
    /// The day this was read.
    pub today: Day,
    rule: FrozenRule,
    voters: Vec<Voter>,
    standing: Vec<Violation>,
    sitting: Vec<Violation>,
}

impl Case {
    /// What the rules look at.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context {
            rule: &self.rule,
            procedure: self.decision.procedure,
            version: self.decision.version,
            voters: &self.voters,
            positions: &self.positions,
            standing: &self.standing,
            sitting: &self.sitting,
            notified_on: self.decision.notified_on,
            deadline: self.decision.deadline,
            has_parent: !self.body.parents.is_empty(),
            today: self.today,
        }
    }

    /// The rules that hold: those copied when the decision was opened, those of the statute before.
    #[must_use]
    pub const fn rule(&self) -> &FrozenRule {
        &self.rule
    }

    /// What stands in the way of an event now; empty when nothing does.
    #[must_use]
    pub fn unmet(&self, event: Event) -> Vec<Violation> {
        consensus::transition(self.decision.state, event, &self.context()).err().unwrap_or_default()
    }

    /// A seat, as the rules see it.
    #[must_use]
    pub fn voter(&self, seat: Uuid) -> Option<&Voter> {
        self.voters.iter().find(|voter| voter.seat == seat)
    }

    /// A seat, with those who may speak for it.
    #[must_use]
    pub fn chair(&self, seat: Uuid) -> Option<&Chair> {
        self.chairs.iter().find(|chair| chair.place.seat.id == seat)
    }

    /// The position of a seat on the version on the table.
    #[must_use]
    pub fn position(&self, seat: Uuid) -> Option<&Position> {
        self.positions.iter().find(|position| position.version == self.decision.version && position.seat == seat)
    }

    /// Where the roles that read it are held.
    #[must_use]
    pub fn reading_scopes(&self) -> Vec<Scope> {
        std::iter::once(self.body.id).chain(self.body.parents.iter().copied()).map(Scope::Body).collect()
    }

    /// Whether somebody may read it: anybody once it is adopted and public, those who sit before.
    #[must_use]
    pub fn is_readable(&self, viewer: &Viewer) -> bool {
        is_public(&self.decision) || viewer.may(&policy::DECISION_READ, &self.reading_scopes())
    }

    /// The people who may say that the objection of a seat is lifted: who objected, and who holds the seat today.
    #[must_use]
    pub fn lifting_scopes(&self, objection: &Position) -> Vec<Scope> {
        let holder = self.chair(objection.seat).and_then(Chair::titular);
        std::iter::once(objection.person).chain(holder).map(Scope::Person).collect()
    }

    /// The people who may take the position of a seat: who holds it, and who may stand in while the holder is away.
    #[must_use]
    pub fn speaking_scopes(&self, seat: Uuid) -> Vec<Scope> {
        let Some(chair) = self.chair(seat) else { return Vec::new() };
        let mut people: Vec<Uuid> = chair.titular().into_iter().collect();
        let titular_is_there = self.present.get(&seat).is_some_and(|(_, substitute)| !substitute);
        if !titular_is_there {
            people.extend(chair.substitutes.iter().filter_map(|place| place.holder.as_ref()).map(|mandate| mandate.person));
        }
        people.into_iter().map(Scope::Person).collect()
    }
}

/// Whether anybody may read a decision.
#[must_use]
pub(crate) const fn is_public(decision: &Decision) -> bool {
    decision.public && decision.state.is_adopted()
}

impl Governance {
    /// A decision with all that surrounds it, for somebody who may read it.
    ///
    /// # Errors
    /// There is none, the viewer may not read it, or the store does not answer.
    pub async fn decision(&self, viewer: &Viewer, id: Uuid) -> Result<Case, Problem> {
        let today = day_of(self.database.clock().now());
        let case = self.case(self.database.read(), id, today).await?;
        if case.is_readable(viewer) {
            return Ok(case);
        }
        viewer.check(&policy::DECISION_READ, &case.reading_scopes())?;
        Ok(case)
    }

    /// The decisions of a body that somebody may read and that answer what is asked.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn decisions(&self, viewer: &Viewer, body: &Body, asked: &Listing) -> Result<Listed<Decision>, Problem> {
        let scopes: Vec<Scope> = std::iter::once(body.id).chain(body.parents.iter().copied()).map(Scope::Body).collect();
        let sits = viewer.may(&policy::DECISION_READ, &scopes);
        store::decision::listed(self.database.read(), body.id, !sits, asked).await.map_err(problem)
    }

    pub(super) async fn case<C: Reading>(&self, connection: &C, id: Uuid, today: Day) -> Result<Case, Error> {
        let decision = store::decision::by_id(connection, id).await?.ok_or_else(no_decision)?;
        let body = store::body::by_id(connection, decision.body).await?.ok_or_else(no_decision)?;
        let rule = match &decision.rule {
            Some(frozen) => frozen.clone(),
            None => FrozenRule::of(self.statute_of(&body)?),
        };
        let places = store::body::places(connection, body.id, today).await?;
        let (chairs, session) = (chairs(places), session(connection, &decision).await?);
        let voters = chairs.iter().map(|chair| voter(chair, &session.recused)).collect();
        Ok(Case {
            texts: store::decision::texts(connection, id).await?,
            positions: store::decision::positions(connection, id).await?,
            history: store::decision::happenings(connection, id).await?,
            sent: store::consultation::transmissions_about(connection, crate::Subject { kind: crate::SubjectKind::Decision, id }).await?,
            standing: self.standing_of(connection, &body, today).await?,
            chairs,
            present: session.present,
            sitting: session.unmet,
            voters,
            rule,
            today,
            body,
            decision,
        })
    }

    /// What stands in the way of any decision of a body: its closing, its term, its composition.
    async fn standing_of<C: Reading>(&self, connection: &C, body: &Body, today: Day) -> Result<Vec<Violation>, Error> {
        let roll =
            Roll { seats: store::body::seats(connection, body.id).await?, mandates: store::body::mandates(connection, body.id).await? };
        let life = store::body::life(connection, body).await?;
        let standing = self.assess(body, &roll, &life, today).await?;
        Ok(standing.may_decide().err().unwrap_or_default())
    }
}

/// Who is at the item of a meeting, and what is missing there.
async fn session<C: Reading>(connection: &C, decision: &Decision) -> Result<Session, Error> {
    let mut session = Session::default();
    if decision.procedure == Procedure::Written {
        return Ok(session);
    }
    let found = match decision.meeting {
        Some(meeting) => store::meeting::dossier(connection, meeting).await?,
        None => None,
    };
    let Some(dossier) = found else {
        session.unmet.push(no_meeting());
        return Ok(session);
    };
    if dossier.meeting.body != decision.body || decision.item.is_some_and(|item| dossier.item(item).is_none()) {
        session.unmet.push(meeting_elsewhere());
        return Ok(session);
    }
    let roll = store::meeting::roll(connection, &dossier.meeting).await?;
    let recused = dossier.recusals.iter().filter(|recusal| Some(recusal.item) == decision.item);
    session.recused = recused.map(|recusal| recusal.seat).collect();
    for presence in quorum::presences_at(&dossier, decision.item) {
        if let Some(person) = presence.person {
            session.present.insert(presence.seat, (person, presence.capacity == Capacity::Substitute));
        }
    }
    if !matches!(dossier.meeting.state, MeetingState::InSession) {
        session.unmet.push(not_in_session());
    }
    let source = dossier.meeting.thresholds.as_ref().map_or("", |thresholds| thresholds.quorum_source.as_str());
    session.unmet.extend(quorum::unmet(&quorum::at(&dossier, &roll, decision.item), source));
    Ok(session)
}

/// The item of a meeting at which a decision is put.
#[derive(Default)]
struct Session {
    present: HashMap<Uuid, (Uuid, bool)>,
    recused: Vec<Uuid>,
    unmet: Vec<Violation>,
}

fn chairs(places: Vec<Place>) -> Vec<Chair> {
    let (substitutes, titular): (Vec<Place>, Vec<Place>) = places.into_iter().partition(|place| place.seat.substitute_of.is_some());
    let of = |id: Uuid| substitutes.iter().filter(|place| place.seat.substitute_of == Some(id)).cloned().collect();
    titular.into_iter().map(|place| Chair { substitutes: of(place.seat.id), place }).collect()
}

fn voter(chair: &Chair, recused: &[Uuid]) -> Voter {
    let seat = &chair.place.seat;
    Voter {
        seat: seat.id,
        component: seat.component.clone(),
        voice: seat.voice,
        filled: chair.place.holder.is_some() || chair.substitutes.iter().any(|place| place.holder.is_some()),
        recused: recused.contains(&seat.id),
    }
}

pub(crate) fn no_decision() -> Problem {
    Problem::not_found("Cette décision n’existe pas.", "There is no such decision.")
}

fn not_in_session() -> Violation {
    Violation::new(
        "meeting-not-in-session",
        "La réunion n’est pas en cours : ouvrez-la et faites l’appel avant de demander si quelqu’un s’oppose.",
        "The meeting is not in session: open it and call the roll before asking whether anybody objects.",
    )
}

fn meeting_elsewhere() -> Violation {
    Violation::new(
        "meeting-elsewhere",
        "La réunion ou le point choisis ne sont pas ceux de cette instance\u{202f}: son quorum ne s’y vérifie pas.",
        "The meeting or the item chosen is not one of this body: its quorum cannot be checked there.",
    )
    .on("meeting")
}

fn no_meeting() -> Violation {
    Violation::new(
        "meeting-missing",
        "La décision se prend en réunion : choisissez la réunion et le point de l’ordre du jour.",
        "The decision is taken in a meeting: choose the meeting and the item of its agenda.",
    )
    .on("meeting")
}
