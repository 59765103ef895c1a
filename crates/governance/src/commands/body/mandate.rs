//! Designating, appointing, replacing; resigning and revoking.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{DateRange, Day, Kind, Problem, Scope, Viewer, Violation};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{create::SECRETARIAT, edit::stored, fresh, seat::no_seat, unmet};
use crate::{
    Body, Function, Governance, Mandate, MandateState, Seat, policy,
    rules::mandate::{self, Context, Event},
    store,
};

/// What is typed to designate the holder of a seat.
#[derive(Debug, Clone)]
pub struct Designation {
    /// The identifier of the mandate, made when the form was shown.
    pub id: Uuid,
    /// The seat.
    pub seat: Uuid,
    /// The person.
    pub person: Option<Uuid>,
    /// The organisation they sit for.
    pub organisation: Option<Uuid>,
    /// What they do in the body.
    pub function: Function,
    /// The first day.
    pub starts_on: Option<Day>,
    /// The last day.
    pub ends_on: Option<Day>,
    /// The act that appoints them; without, they are only proposed.
    pub act: String,
    /// Whether they are appointed at once.
    pub appointed: bool,
}

/// How a mandate ends before its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The holder leaves.
    Resignation,
    /// Those who had appointed end it, or withdraw a proposal.
    Revocation,
}

impl Governance {
    /// Designates the holder of a seat: proposed, or appointed at once. A mandate that runs on the first day ends the day before: the new
    /// holder replaces the old one and completes that mandate. Sent twice, it is done once.
    ///
    /// # Errors
    /// The viewer may not, or every rule that is not met.
    pub async fn designate(&self, viewer: &Viewer, designation: Designation, replaces: bool) -> Result<Mandate, Problem> {
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                if let Some(already) = store::body::mandate(&transaction, designation.id).await? {
                    return Ok((already, None));
                }
                let (seat, body) = seat_and_body(&transaction, designation.seat).await?;
                room.may_fill(viewer, &body, &seat)?;
                let (new, mut wrong) = drafted(&designation)?;
                if designation.person.is_some() && bassin_directory::person_in(&transaction, new.person).await?.is_none() {
                    wrong.push(no_person("person"));
                }
                let mut others = store::body::mandates_of_seat(&transaction, seat.id).await?;
                let replaced = if replaces { replaced(&mut others, &new, &mut wrong) } else { None };
                let sittings = room.sittings(&body, new.organisation.into_iter()).await?;
                let sitting = new.organisation.and_then(|id| sittings.get(&id));
                let context = Context { statute: room.statute_of(&body)?, seat: &seat, others: &others, sitting };
                let new = if designation.appointed {
                    mandate::transition(&new, &Event::Appoint { act: designation.act.clone() }, &context)
                } else {
                    let unmet = mandate::designation(&new, &context);
                    if unmet.is_empty() { Ok(new) } else { Err(unmet) }
                };
                let new = match (new, wrong.is_empty()) {
                    (Ok(new), true) => new,
                    (new, _) => {
                        wrong.extend(new.err().unwrap_or_default());
                        return Err(unmet(wrong).into());
                    }
                };
                if let Some(replaced) = &replaced {
                    store::body::update_mandate(&transaction, replaced).await?;
                }
                store::body::add_mandate(&transaction, &new).await?;
                let action = if designation.appointed { "mandate.appoint" } else { "mandate.propose" };
                let before = replaced.as_ref().map(|replaced| json!(replaced));
                Ok((new.clone(), Some(record(action, &body, &seat, &new, before))))
            })
            .await
    }

    /// Appoints somebody who was proposed.
    ///
    /// # Errors
    /// The viewer may not, the form is stale, or every rule that is not met.
    pub async fn appoint(&self, viewer: &Viewer, id: Uuid, revision: i64, act: &str) -> Result<Mandate, Problem> {
        let (room, act) = (self.clone(), act.to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let (before, seat, body) = mandate_and_body(&transaction, id).await?;
                room.may_fill(viewer, &body, &seat)?;
                fresh(before.revision, revision)?;
                let others = store::body::mandates_of_seat(&transaction, seat.id).await?;
                let sittings = room.sittings(&body, before.organisation.into_iter()).await?;
                let sitting = before.organisation.and_then(|id| sittings.get(&id));
                let context = Context { statute: room.statute_of(&body)?, seat: &seat, others: &others, sitting };
                let after = mandate::transition(&before, &Event::Appoint { act }, &context).map_err(unmet)?;
                changed(&transaction, "mandate.appoint", (&body, &seat), before, after).await
            })
            .await
    }

    /// Ends a mandate before its last day: `on` is the last day in office.
    ///
    /// # Errors
    /// The viewer may not, the form is stale, or every rule that is not met.
    pub async fn end_mandate(
        &self,
        viewer: &Viewer,
        id: Uuid,
        revision: i64,
        ending: Ending,
        on: Option<Day>,
        reason: &str,
    ) -> Result<Mandate, Problem> {
        let (room, reason) = (self.clone(), reason.to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let (before, seat, body) = mandate_and_body(&transaction, id).await?;
                let action = if ending == Ending::Resignation {
                    viewer.check(&policy::MANDATE_RESIGN, &[Scope::Body(body.id), Scope::Person(before.person)])?;
                    "mandate.resign"
                } else {
                    room.may_fill(viewer, &body, &seat)?;
                    "mandate.revoke"
                };
                fresh(before.revision, revision)?;
                let withdrawn = before.state == MandateState::Proposed;
                let Some(on) = on.or_else(|| withdrawn.then(|| before.period.first())) else {
                    return Err(unmet(vec![
                        Violation::new("on-missing", "Donnez le dernier jour du mandat.", "Give the last day of the mandate.").on("on"),
                    ])
                    .into());
                };
                let event = match ending {
                    Ending::Resignation => Event::Resign { on, reason },
                    Ending::Revocation => Event::Revoke { on, reason },
                };
                let context = Context { statute: room.statute_of(&body)?, seat: &seat, others: &[], sitting: None };
                let after = mandate::transition(&before, &event, &context).map_err(unmet)?;
                changed(&transaction, action, (&body, &seat), before, after).await
            })
            .await
    }

    /// Seats are filled by those who run the body or one it depends on. Who administers the platform names the secretariat of a body that
    /// depends on none, and nobody else: it must be possible to begin, and to begin again.
    pub(crate) fn may_fill(&self, viewer: &Viewer, body: &Body, seat: &Seat) -> Result<(), Problem> {
        self.may_seat(viewer, body, &seat.component)
    }

    /// Whether the viewer opens seats in a component, and fills them.
    pub(super) fn may_seat(&self, viewer: &Viewer, body: &Body, component: &str) -> Result<(), Problem> {
        if component == SECRETARIAT && self.may_begin(viewer, body) {
            return Ok(());
        }
        viewer.check(&policy::SEAT_MANAGE, &self.wide_scopes(body))
    }

    /// Whether the viewer entrusts the secretariat of a body that depends on none.
    pub(crate) fn may_begin(&self, viewer: &Viewer, body: &Body) -> bool {
        body.parents.is_empty() && viewer.may(&policy::BODY_FOUND, &[Scope::Platform])
    }
}

/// The mandate as typed, and what is missing.
fn drafted(designation: &Designation) -> Result<(Mandate, Vec<Violation>), Problem> {
    let mut wrong = Vec::new();
    if designation.person.is_none() {
        wrong.push(no_person("person"));
    }
    let (Some(first), Some(last)) = (designation.starts_on, designation.ends_on) else {
        let field = if designation.starts_on.is_none() { "starts_on" } else { "ends_on" };
        wrong.push(
            Violation::new(
                "mandate-days",
                "Donnez le premier et le dernier jour du mandat.",
                "Give the first and the last day of the mandate.",
            )
            .on(field),
        );
        return Err(unmet(wrong));
    };
    let Ok(period) = DateRange::new(first, last) else {
        wrong.push(
            Violation::new("mandate-reversed", "Le dernier jour précède le premier.", "The last day comes before the first.").on("ends_on"),
        );
        return Err(unmet(wrong));
    };
    let mandate = Mandate {
        id: designation.id,
        seat: designation.seat,
        person: designation.person.unwrap_or_default(),
        organisation: designation.organisation,
        function: designation.function,
        period,
        ended_on: None,
        state: MandateState::Proposed,
        act: designation.act.trim().to_owned(),
        ended_because: String::new(),
        revision: 1,
    };
    Ok((mandate, wrong))
}

pub(super) fn no_person(field: &str) -> Violation {
    Violation::new("person-missing", "Choisissez une personne de l’annuaire.", "Choose a person of the directory.").on(field)
}

/// Ends the mandate that runs when the new one begins.
fn replaced(others: &mut [Mandate], new: &Mandate, wrong: &mut Vec<Violation>) -> Option<Mandate> {
    let first = new.period.first();
    let running = others.iter_mut().find(|other| other.is_active_on(first))?;
    match mandate_end(running, first) {
        Ok(ended) => {
            *running = ended.clone();
            Some(ended)
        }
        Err(unmet) => {
            wrong.extend(unmet);
            None
        }
    }
}

fn mandate_end(mandate: &Mandate, on: Day) -> Result<Mandate, Vec<Violation>> {
    mandate::replaced(mandate, on).map(|ended| Mandate { revision: mandate.revision + 1, ..ended })
}

async fn changed(
    transaction: &Transaction,
    action: &str,
    (body, seat): (&Body, &Seat),
    before: Mandate,
    after: Mandate,
) -> Result<(Mandate, Option<Record>), Error> {
    let after = Mandate { revision: before.revision + 1, ..after };
    store::body::update_mandate(transaction, &after).await?;
    let record = record(action, body, seat, &after, Some(json!(before)));
    Ok((after, Some(record)))
}

fn record(action: &str, body: &Body, seat: &Seat, after: &Mandate, before: Option<Value>) -> Record {
    let summary = format!("{} – {} {}", body.name, seat.component, seat.number);
    Record::new(action, "mandate", after.id.to_string()).summary(summary).before(before).after(json!(after))
}

async fn seat_and_body(transaction: &Transaction, seat: Uuid) -> Result<(Seat, Body), Error> {
    let seat = store::body::seat(transaction, seat).await?.ok_or_else(no_seat)?;
    let body = stored(transaction, seat.body).await?;
    Ok((seat, body))
}

async fn mandate_and_body(transaction: &Transaction, id: Uuid) -> Result<(Mandate, Seat, Body), Error> {
    let missing = || Problem::one(Kind::NotFound, "mandate-unknown", "Ce mandat n’existe pas.", "There is no such mandate.");
    let mandate = store::body::mandate(transaction, id).await?.ok_or_else(missing)?;
    let (seat, body) = seat_and_body(transaction, mandate.seat).await?;
    Ok((mandate, seat, body))
}
