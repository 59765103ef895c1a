//! Adding and abolishing seats.

use bassin_database::Record;
use bassin_kernel::{Day, Kind, Problem, Viewer, Violation};
use serde_json::json;
use uuid::Uuid;

use super::{create::SECRETARIAT, edit::stored, unmet};
use crate::{Governance, Seat, policy, rules::mandate, statute::Voice, store};

/// What is typed to add seats.
#[derive(Debug, Clone)]
pub struct SeatDraft {
    /// The identifier of the first one.
    pub id: Uuid,
    /// The body.
    pub body: Uuid,
    /// The component.
    pub component: String,
    /// What its voice is worth; that of the component when not given.
    pub voice: Option<Voice>,
    /// What it is called, when the text names it.
    pub title: String,
    /// The organisation that designates its holder.
    pub organisation: Option<Uuid>,
    /// The seat it is the substitute of.
    pub substitute_of: Option<Uuid>,
    /// How many alike, 1 to 100.
    pub count: u32,
}

impl Governance {
    /// Adds seats to a body. Sent twice, they are added once.
    ///
    /// # Errors
    /// The viewer may not, or every rule that is not met.
    pub async fn add_seats(&self, viewer: &Viewer, draft: SeatDraft) -> Result<Vec<Seat>, Problem> {
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                let body = stored(&transaction, draft.body).await?;
                room.may_seat(viewer, &body, &draft.component)?;
                if let Some(already) = store::body::seat(&transaction, draft.id).await? {
                    return Ok((vec![already], None));
                }
                let statute = room.statute_of(&body)?;
                let rule = statute.composition.iter().find(|rule| rule.component == draft.component);
                if rule.is_none() && draft.component != SECRETARIAT {
                    let violation =
                        Violation::new("component-unknown", "Choisissez la composante du siège.", "Choose the component of the seat.");
                    return Err(unmet(vec![violation.on("component")]).into());
                }
                let mut all = store::body::seats(&transaction, body.id).await?;
                let (there, mut wrong) = (all.len(), Vec::new());
                for index in 0..draft.count.clamp(1, 100) {
                    let number =
                        all.iter().filter(|seat| seat.component == draft.component).map(|seat| seat.number).max().unwrap_or_default() + 1;
                    let seat = Seat {
                        id: if index == 0 { draft.id } else { room.database.ids().next() },
                        body: body.id,
                        component: draft.component.clone(),
                        voice: draft.voice.unwrap_or_else(|| rule.map_or(Voice::Observer, |rule| rule.voice)),
                        number,
                        title: draft.title.trim().to_owned(),
                        organisation: draft.organisation,
                        substitute_of: draft.substitute_of,
                        abolished_on: None,
                    };
                    wrong.extend(mandate::seat(&seat, &all, statute));
                    all.push(seat);
                }
                wrong.dedup();
                if !wrong.is_empty() {
                    return Err(unmet(wrong).into());
                }
                let added = all.split_off(there);
                for seat in &added {
                    store::body::add_seat(&transaction, seat).await?;
                }
                let summary = format!("{} × {}", added.len(), draft.component);
                let record = Record::new("seat.add", "body", body.id.to_string()).summary(summary).after(json!(added));
                Ok((added, Some(record)))
            })
            .await
    }

    /// Adds the seats that the statute asks for and that are missing; none when all are there.
    ///
    /// # Errors
    /// The viewer may not.
    pub async fn add_statutory_seats(&self, viewer: &Viewer, body: Uuid) -> Result<Vec<Seat>, Problem> {
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                let body = stored(&transaction, body).await?;
                viewer.check(&policy::SEAT_MANAGE, &room.wide_scopes(&body))?;
                let there = store::body::seats(&transaction, body.id).await?;
                let added = room.seats_asked(room.statute_of(&body)?, body.id, &there);
                for seat in &added {
                    store::body::add_seat(&transaction, seat).await?;
                }
                let record = Record::new("seat.add", "body", body.id.to_string()).summary(format!("{} seats", added.len()));
                let record = (!added.is_empty()).then(|| record.after(json!(added)));
                Ok((added, record))
            })
            .await
    }

    /// Abolishes a seat from `on`. A seat that is held then is not: its mandate ends first.
    ///
    /// # Errors
    /// The viewer may not, or the seat is held.
    pub async fn abolish_seat(&self, viewer: &Viewer, seat: Uuid, on: Day) -> Result<Seat, Problem> {
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                let before = store::body::seat(&transaction, seat).await?.ok_or_else(no_seat)?;
                let body = stored(&transaction, before.body).await?;
                room.may_fill(viewer, &body, &before)?;
                if before.abolished_on.is_some() {
                    return Ok((before, None));
                }
                let mandates = store::body::mandates(&transaction, body.id).await?;
                let later = |seat: Uuid| {
                    mandates
                        .iter()
                        .filter(move |mandate| mandate.seat == seat)
                        .filter_map(crate::Mandate::held)
                        .any(|held| held.last() >= on)
                };
                let seats = store::body::seats(&transaction, body.id).await?;
                let mut wrong = Vec::new();
                if later(seat) {
                    wrong.push(Violation::new(
                        "seat-held",
                        "Ce siège est pourvu : mettez d’abord fin au mandat de son titulaire.",
                        "This seat is held: end its holder’s mandate first.",
                    ));
                }
                if seats.iter().any(|other| other.substitute_of == Some(seat) && other.exists_on(on)) {
                    wrong.push(Violation::new(
                        "seat-has-substitute",
                        "Un siège de suppléant en dépend : supprimez-le d’abord.",
                        "A substitute seat depends on it: abolish that one first.",
                    ));
                }
                if !wrong.is_empty() {
                    return Err(unmet(wrong).into());
                }
                let after = Seat { abolished_on: Some(on), ..before.clone() };
                store::body::update_seat(&transaction, &after).await?;
                let record = Record::new("seat.abolish", "seat", seat.to_string()).summary(&after.component);
                Ok((after.clone(), Some(record.before(json!(before)).after(json!(after)))))
            })
            .await
    }
}

pub(super) fn no_seat() -> Problem {
    Problem::one(Kind::NotFound, "seat-unknown", "Ce siège n’existe pas.", "There is no such seat.")
}
