//! What awaits somebody, and where they sit.

use std::collections::HashMap;

use bassin_database::problem;
use bassin_kernel::{Day, LocalizedText, Person, Problem, Role, Scope, Timestamp, day_of};
use uuid::Uuid;

use crate::{
    Body, ConventionState, Governance, Mandate, MeetingState, Seat,
    rules::{
        convention,
        term::{self, Facts},
    },
    store,
};

/// Something that awaits somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What is expected.
    pub kind: TaskKind,
    /// About what.
    pub title: String,
    /// In which body.
    pub body: String,
    /// Where it is done.
    pub address: String,
    /// For when; without, no date is set.
    pub due: Option<Day>,
    /// More words, when the title does not say it all.
    pub words: Option<LocalizedText>,
}

/// What is expected of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TaskKind {
    /// A position to take.
    Position,
    /// A convocation to answer.
    Convocation,
    /// Minutes to write and submit.
    MinutesToWrite,
    /// Minutes to approve.
    MinutesToApprove,
    /// A transmission to acknowledge or answer.
    Transmission,
    /// An opinion to give.
    Opinion,
    /// What was done with an opinion, to be told.
    FollowUp,
    /// A convention to sign.
    Signature,
    /// An obligation of a convention, due soon or overdue.
    Obligation,
    /// A convention about to end.
    Expiry,
    /// A project on which the body must pronounce.
    Approval,
    /// A body that calls for care.
    Alert,
}

impl TaskKind {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Convocation => "convocation",
            Self::MinutesToWrite => "minutes-write",
            Self::MinutesToApprove => "minutes-approve",
            Self::Transmission => "transmission",
            Self::Opinion => "opinion",
            Self::FollowUp => "follow-up",
            Self::Signature => "signature",
            Self::Obligation => "obligation",
            Self::Expiry => "expiry",
            Self::Approval => "approval",
            Self::Alert => "alert",
        }
    }
}

/// A seat somebody holds.
#[derive(Debug, Clone)]
pub struct Held {
    /// The body.
    pub body: Body,
    /// The seat.
    pub seat: Seat,
    /// The mandate.
    pub mandate: Mandate,
}

/// A meeting to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// The meeting.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// In which body.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

/// What somebody finds when they sign in.
#[derive(Debug, Clone, Default)]
pub struct Space {
    /// What awaits them, the earliest date first; what has no date comes last.
    pub tasks: Vec<Task>,
    /// The seats they hold today.
    pub seats: Vec<Held>,
    /// Their meetings to come, the earliest first.
    pub meetings: Vec<Coming>,
}

/// The bodies somebody chairs or runs, by identifier.
struct Run {
    bodies: HashMap<Uuid, Body>,
    chaired: Vec<Uuid>,
}

impl Governance {
    /// What awaits `person` today, in order of date.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn space(&self, person: &Person) -> Result<Space, Problem> {
        let today = day_of(self.database.clock().now());
        let run = self.run_by(person).await?;
        let mut space = Space { seats: self.held(person.person, today).await?, ..Space::default() };
        self.meetings_of(person.person, &mut space).await?;
        self.positions_of(person.person, &mut space.tasks).await?;
        self.signatures_of(person.person, &mut space.tasks).await?;
        self.conventions_of(&run, today, &mut space.tasks).await?;
        self.minutes_of(&run, &mut space.tasks).await?;
        self.exchanges_of(&run, &mut space.tasks).await?;
        self.alerts_of(&run, today, &mut space.tasks).await?;
        space.tasks.sort_by(|a, b| (a.due.is_none(), a.due, a.kind, &a.title).cmp(&(b.due.is_none(), b.due, b.kind, &b.title)));
        Ok(space)
    }

    async fn run_by(&self, person: &Person) -> Result<Run, Problem> {
        let of = |roles: &[Role]| -> Vec<Uuid> {
            let body = |scope: Scope| if let Scope::Body(id) = scope { Some(id) } else { None };
            person.grants.iter().filter(|grant| roles.contains(&grant.role)).filter_map(|grant| body(grant.scope)).collect()
        };
        let bodies = store::body::by_ids(self.database.read(), &of(&[Role::Chair, Role::Secretary])).await.map_err(problem)?;
        let living = bodies.into_iter().filter(|body| body.closed.is_none()).map(|body| (body.id, body));
        Ok(Run { bodies: living.collect(), chaired: of(&[Role::Chair]) })
    }

    async fn held(&self, person: Uuid, today: Day) -> Result<Vec<Held>, Problem> {
        let connection = self.database.read();
        let mandates = store::body::mandates_of_person(connection, person, today).await.map_err(problem)?;
        let ids: Vec<Uuid> = mandates.iter().map(|(seat, _)| seat.body).collect();
        let bodies = store::body::by_ids(connection, &ids).await.map_err(problem)?;
        let held = |(seat, mandate): (Seat, Mandate)| {
            let body = bodies.iter().find(|body| body.id == seat.body)?.clone();
            Some(Held { body, seat, mandate })
        };
        Ok(mandates.into_iter().filter_map(held).collect())
    }

    async fn meetings_of(&self, person: Uuid, space: &mut Space) -> Result<(), Problem> {
        let now = self.database.clock().now();
        for (meeting, body) in self.my_meetings(person).await? {
            if meeting.ends_at < now || !matches!(meeting.state, MeetingState::Convened | MeetingState::InSession | MeetingState::Suspended)
            {
                continue;
            }
            space.meetings.push(Coming { id: meeting.id, title: meeting.title.clone(), body: body.name.clone(), at: meeting.starts_at });
            let dossier = store::meeting::dossier(self.database.read(), meeting.id).await.map_err(problem)?;
            let silent = dossier.is_some_and(|dossier| {
                dossier.invitations.iter().any(|invitation| invitation.person == person && invitation.answer.is_none())
            });
            if silent {
                space.tasks.push(Task {
                    kind: TaskKind::Convocation,
                    title: meeting.title,
                    body: body.name,
                    address: format!("/reunions/{}", meeting.id),
                    due: Some(day_of(meeting.starts_at)),
                    words: None,
                });
            }
        }
        space.meetings.sort_by_key(|coming| coming.at);
        Ok(())
    }

    async fn positions_of(&self, person: Uuid, tasks: &mut Vec<Task>) -> Result<(), Problem> {
        let decisions = self.decisions_awaiting(person).await?;
        let names = self.body_names(&decisions.iter().map(|decision| decision.body).collect::<Vec<_>>()).await?;
        tasks.extend(decisions.into_iter().map(|decision| Task {
            kind: TaskKind::Position,
            body: names.get(&decision.body).cloned().unwrap_or_default(),
            address: format!("/decisions/{}", decision.id),
            due: decision.deadline,
            words: None,
            title: decision.title,
        }));
        Ok(())
    }

    async fn signatures_of(&self, person: Uuid, tasks: &mut Vec<Task>) -> Result<(), Problem> {
        let states = [ConventionState::ToSign, ConventionState::PartlySigned];
        let connection = self.database.read();
        for convention in store::convention::in_states(connection, &states).await.map_err(problem)? {
            let mine: Vec<Uuid> = convention
                .parties
                .iter()
                .filter(|party| party.signatory.as_ref().is_some_and(|signatory| signatory.person == person))
                .map(|party| party.id)
                .collect();
            let signed = store::convention::signatures(connection, convention.id).await.map_err(problem)?;
            if mine.iter().all(|party| signed.iter().any(|signature| signature.party == *party)) {
                continue;
            }
            let names = self.body_names(&[convention.body]).await?;
            tasks.push(Task {
                kind: TaskKind::Signature,
                body: names.get(&convention.body).cloned().unwrap_or_default(),
                address: format!("/conventions/{}", convention.id),
                due: convention.starts_on,
                words: None,
                title: convention.title,
            });
        }
        Ok(())
    }

    /// What the conventions in force ask of those who run the bodies that carry them.
    async fn conventions_of(&self, run: &Run, today: Day, tasks: &mut Vec<Task>) -> Result<(), Problem> {
        let bodies: Vec<Uuid> = run.bodies.keys().copied().collect();
        for convention in store::convention::in_force(self.database.read(), &bodies).await.map_err(problem)? {
            let Some(body) = run.bodies.get(&convention.body) else { continue };
            let task = |kind: TaskKind, title: &str, due: Option<Day>| Task {
                kind,
                title: title.to_owned(),
                body: body.name.clone(),
                address: format!("/conventions/{}", convention.id),
                due,
                words: None,
            };
            let pending = convention.obligations.iter().filter(|promise| convention::is_pending(&convention, promise, today));
            tasks.extend(pending.map(|promise| task(TaskKind::Obligation, &promise.words, promise.due_on)));
            if convention.followed_by.is_none() && convention::ends_soon(&convention, today) {
                tasks.push(task(TaskKind::Expiry, &convention.title, convention.ends_on));
            }
        }
        Ok(())
    }

    async fn minutes_of(&self, run: &Run, tasks: &mut Vec<Task>) -> Result<(), Problem> {
        for body in run.bodies.values() {
            for meeting in store::meeting::of_body(self.database.read(), body.id).await.map_err(problem)? {
                let kind = match meeting.state {
                    MeetingState::Closed => TaskKind::MinutesToWrite,
                    MeetingState::MinutesSubmitted if run.chaired.contains(&body.id) => TaskKind::MinutesToApprove,
                    _ => continue,
                };
                tasks.push(Task {
                    kind,
                    body: body.name.clone(),
                    address: format!("/reunions/{}", meeting.id),
                    due: None,
                    words: None,
                    title: meeting.title,
                });
            }
        }
        Ok(())
    }

    async fn exchanges_of(&self, run: &Run, tasks: &mut Vec<Task>) -> Result<(), Problem> {
        let connection = self.database.read();
        let bodies: Vec<Uuid> = run.bodies.keys().copied().collect();
        for sent in store::consultation::expected_from(connection, &bodies).await.map_err(problem)? {
            let Some(body) = run.bodies.get(&sent.to) else { continue };
            let project = sent.subject.filter(|_| sent.asks_to_judge());
            let address = project.map_or_else(|| format!("/transmissions/{}", sent.id), |project| format!("/projets/{}", project.id));
            tasks.push(Task {
                kind: if project.is_some() { TaskKind::Approval } else { TaskKind::Transmission },
                title: sent.title,
                body: body.name.clone(),
                address,
                due: Some(sent.due_on),
                words: None,
            });
        }
        for opinion in store::consultation::opinions_awaiting(connection, &bodies).await.map_err(problem)? {
            let (kind, body) = if opinion.state.is_awaited() {
                (TaskKind::Opinion, run.bodies.get(&opinion.body))
            } else {
                (TaskKind::FollowUp, opinion.asked_by.and_then(|asking| run.bodies.get(&asking)))
            };
            let Some(body) = body else { continue };
            let due = opinion.due_on.filter(|_| kind == TaskKind::Opinion);
            let address = format!("/avis/{}", opinion.id);
            tasks.push(Task { kind, title: opinion.object, body: body.name.clone(), address, due, words: None });
        }
        Ok(())
    }

    async fn alerts_of(&self, run: &Run, today: Day, tasks: &mut Vec<Task>) -> Result<(), Problem> {
        let year = today.checked_sub_days(chrono::Days::new(366)).unwrap_or(today);
        for body in run.bodies.values() {
            let (standing, roll) = (self.standing(body, today).await?, self.roll(body).await?);
            let meetings = self.last_meetings(body.id, year).await?;
            let statute = self.statute_of(body)?;
            let facts = Facts { body, statute, standing: &standing, mandates: &roll.mandates, meetings: &meetings };
            tasks.extend(term::alerts(&facts, today).into_iter().map(|alert| Task {
                kind: TaskKind::Alert,
                title: body.name.clone(),
                body: body.name.clone(),
                address: format!("/instances/{}", body.slug),
                due: Some(alert.on),
                words: Some(alert.message),
            }));
        }
        Ok(())
    }
}
