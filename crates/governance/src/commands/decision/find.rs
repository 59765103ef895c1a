//! What the forms of a decision offer.

use std::collections::HashMap;

use bassin_database::problem;
use bassin_kernel::{Problem, day_of};
use uuid::Uuid;

use super::case::Chair;
use crate::{AgendaItem, Body, Decision, Governance, Meeting, MeetingState, Subject, statute::Voice, store};

impl Governance {
    /// The decisions about something, oldest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn decisions_about(&self, subject: Subject) -> Result<Vec<Decision>, Problem> {
        store::decision::about(self.database.read(), subject).await.map_err(problem)
    }

    /// The decisions put to a meeting, oldest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn decisions_of_meeting(&self, meeting: Uuid) -> Result<Vec<Decision>, Problem> {
        store::decision::of_meeting(self.database.read(), meeting).await.map_err(problem)
    }

    /// The decisions before their body on which a person may express themselves for a seat that has said nothing yet, oldest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn decisions_awaiting(&self, person: Uuid) -> Result<Vec<Decision>, Problem> {
        let mut awaiting = Vec::new();
        for decision in store::decision::open(self.database.read()).await.map_err(problem)? {
            let case = self.case(self.database.read(), decision.id, day_of(self.database.clock().now())).await?;
            let heard = |chair: &&Chair| chair.place.seat.voice != Voice::Observer && chair.speaks(person).is_some();
            if case.chairs.iter().filter(heard).any(|chair| case.position(chair.place.seat.id).is_none()) {
                awaiting.push(decision);
            }
        }
        Ok(awaiting)
    }

    /// The meetings of a body at which something may still be put, with their agendas.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn open_meetings(&self, body: &Body) -> Result<Vec<(Meeting, Vec<AgendaItem>)>, Problem> {
        let mut found = Vec::new();
        for meeting in store::meeting::of_body(self.database.read(), body.id).await.map_err(problem)? {
            let is_open =
                matches!(meeting.state, MeetingState::Planned | MeetingState::Convened | MeetingState::InSession | MeetingState::Suspended);
            if !is_open {
                continue;
            }
            let dossier = store::meeting::dossier(self.database.read(), meeting.id).await.map_err(problem)?;
            found.push((meeting, dossier.map(|dossier| dossier.items).unwrap_or_default()));
        }
        Ok(found)
    }

    /// The names of bodies.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn body_names(&self, wanted: &[Uuid]) -> Result<HashMap<Uuid, String>, Problem> {
        let found = store::body::by_ids(self.database.read(), wanted).await.map_err(problem)?;
        Ok(found.into_iter().map(|body| (body.id, body.name)).collect())
    }

    /// Every body, by name.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn every_body(&self) -> Result<Vec<Body>, Problem> {
        store::body::all(self.database.read()).await.map_err(problem)
    }

    /// What a body has adopted, latest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn adopted_by(&self, body: Uuid) -> Result<Vec<Decision>, Problem> {
        store::decision::adopted_by(self.database.read(), body).await.map_err(problem)
    }
}
