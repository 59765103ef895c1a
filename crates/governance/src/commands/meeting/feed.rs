//! Calendars that others subscribe to: the public meetings of a body, and one's own with the days by which something is due.

use bassin_database::{Record, problem};
use bassin_kernel::{Problem, Timestamp, Viewer};
use uuid::Uuid;

use super::{digest, no_meeting};
use crate::{
    Body, Governance, Meeting, MeetingState,
    calendar::{self, Deadline, Occasion},
    policy, store,
};

impl Governance {
    /// The public meetings of a body, for calendars.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn public_calendar(&self, body: &Body, name: &str) -> Result<String, Problem> {
        let meetings = self.meetings(&Viewer::Anonymous, body).await?;
        let meetings: Vec<Meeting> = meetings.into_iter().map(|meeting| Meeting { link: String::new(), ..meeting }).collect();
        let occasions: Vec<Occasion<'_>> = meetings.iter().map(|meeting| self.occasion(meeting, &body.name)).collect();
        Ok(calendar::feed(name, &occasions, &[], self.now()))
    }

    /// The meetings of a person, for calendars, and beside them the days by which something is due.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn personal_calendar(&self, person: Uuid, name: &str, deadlines: &[Deadline]) -> Result<String, Problem> {
        let meetings = self.my_meetings(person).await?;
        let told = meetings.iter().filter(|(meeting, _)| meeting.state != MeetingState::Planned);
        let occasions: Vec<Occasion<'_>> = told.map(|(meeting, body)| self.occasion(meeting, &body.name)).collect();
        Ok(calendar::feed(name, &occasions, deadlines, self.now()))
    }

    fn occasion<'a>(&self, meeting: &'a Meeting, body: &'a str) -> Occasion<'a> {
        Occasion {
            meeting,
            body,
            agenda: String::new(),
            address: self.portal_address(&format!("/reunions/{}", meeting.id)),
            said_at: meeting.convened_at.unwrap_or(meeting.starts_at),
        }
    }

    /// Whose calendar a secret opens.
    ///
    /// # Errors
    /// It opens none, or the store does not answer.
    pub async fn feed_owner(&self, token: &str) -> Result<Uuid, Problem> {
        let found = store::meeting::feed_of(self.database.read(), &digest(token)).await.map_err(problem)?;
        found.ok_or_else(|| Problem::not_found("Ce calendrier n’existe pas, ou n’existe plus.", "There is no such calendar, or no longer."))
    }

    /// Since when the viewer has a calendar feed.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn feed_since(&self, person: Uuid) -> Result<Option<Timestamp>, Problem> {
        store::meeting::feed_since(self.database.read(), person).await.map_err(problem)
    }

    /// Opens the calendar feed of the viewer under a new secret, told once; or closes it.
    ///
    /// # Errors
    /// Nobody has signed in, or the store does not answer.
    pub async fn set_feed(&self, viewer: &Viewer, open: bool) -> Result<Option<String>, Problem> {
        let Some(person) = viewer.person().map(|person| person.person) else {
            return Err(viewer.check(&policy::MEETING_ANSWER, &[]).err().unwrap_or_else(no_meeting));
        };
        let secret = open.then(|| self.secret());
        let kept = secret.as_deref().map(digest);
        self.database
            .write(viewer, |tx| async move {
                store::meeting::set_feed(&tx, person, kept).await?;
                let action = if open { "meeting.feed-open" } else { "meeting.feed-close" };
                Ok(((), Record::new(action, "person", person.to_string())))
            })
            .await?;
        Ok(secret)
    }
}
