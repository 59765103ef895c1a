//! What a body does, in a few queries whatever its age.

use bassin_database::problem;
use bassin_kernel::{Day, Problem, Viewer, day_of};

use crate::{
    Body, Convention, ConventionState, Decision, Governance, ListSide, Listing, Meeting, MeetingDocument, Opinion, ProjectFile, store,
};

/// How many of the latest meetings are looked at for documents.
const RECENT: usize = 20;

/// What somebody may read of what a body does, the latest first.
#[derive(Debug, Clone)]
pub struct Acts {
    /// Its meetings, oldest first.
    pub meetings: Vec<Meeting>,
    /// The days of the last year on which it met.
    pub met: Vec<Day>,
    /// What it adopted.
    pub decisions: Vec<Decision>,
    /// The projects it carries or is asked about.
    pub projects: Vec<ProjectFile>,
    /// The conventions in force.
    pub conventions: Vec<Convention>,
    /// The opinions it gave.
    pub opinions: Vec<Opinion>,
    /// The documents of its latest meetings, each with its meeting.
    pub documents: Vec<(Meeting, MeetingDocument)>,
}

impl Governance {
    /// What somebody may read of what a body does.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn acts(&self, viewer: &Viewer, body: &Body) -> Result<Acts, Problem> {
        let (all, inside) = self.every_meeting(viewer, body).await?;
        let year = self.today().checked_sub_days(chrono::Days::new(366)).unwrap_or(Day::MIN);
        let met = all.iter().filter(|meeting| meeting.opened_at.is_some()).map(|meeting| day_of(meeting.starts_at));
        let met = met.filter(|day| *day >= year).collect();
        let meetings: Vec<Meeting> = all.into_iter().filter(|meeting| inside || store::meeting::is_public(meeting)).collect();
        let every = Listing::default();
        let mut decisions = self.decisions(viewer, body, &every).await?.items;
        decisions.retain(|decision| decision.state.is_adopted());
        let in_force = Listing { state: ConventionState::InForce.code().to_owned(), ..Listing::default() };
        let conventions = self.conventions(viewer, body, &in_force).await?.items;
        let given = Listing { side: Some(ListSide::Acts), ..Listing::default() };
        let mut opinions = self.opinions(viewer, body, &given).await?.items;
        opinions.retain(|opinion| opinion.state.is_given());
        let projects = self.projects(viewer, Some(body.id), &every).await?.items;
        let documents = self.recent_documents(&meetings, inside).await?;
        Ok(Acts { meetings, met, decisions, projects, conventions, opinions, documents })
    }

    async fn recent_documents(&self, meetings: &[Meeting], inside: bool) -> Result<Vec<(Meeting, MeetingDocument)>, Problem> {
        let recent: Vec<&Meeting> = meetings.iter().rev().take(RECENT).collect();
        let ids: Vec<_> = recent.iter().map(|meeting| meeting.id).collect();
        let kept = store::meeting::documents(self.database.read(), &ids).await.map_err(problem)?;
        let mut found = Vec::new();
        for meeting in recent {
            let own = kept.iter().filter(|(of, document)| *of == meeting.id && (inside || document.public));
            found.extend(own.map(|(_, document)| (meeting.clone(), document.clone())));
        }
        Ok(found)
    }
}
