//! The evaluation of a plan: read by anybody once published, run by the body that evaluates, followed up by the bodies it advises.

mod act;
mod demonstration;
mod keep;

use std::collections::HashMap;

use bassin_database::{Error, Reading, problem};
use bassin_governance::Body;
use bassin_kernel::{Day, Kind, LocalizedText, Problem, Scope, Viewer, day_of};
use uuid::Uuid;

use crate::{
    Plans,
    model::evaluation::{Event, Programme, Publication, Question, QuestionState, Recommendation, RecommendationState, Work},
    policy,
    rules::evaluation::{Lateness, QuestionGround, RecommendationGround, lateness},
    store::evaluation as store,
};

pub use keep::{Draft, ProgrammeDraft, Shown};

/// An evaluation as the viewer may read it.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The plan.
    pub plan: String,
    /// Its programme; none until a body takes the evaluation on.
    pub programme: Option<Programme>,
    /// Its questions.
    pub questions: Vec<Question>,
    /// Its works.
    pub works: Vec<Work>,
    /// What is published.
    pub publications: Vec<Publication>,
    /// What is recommended.
    pub recommendations: Vec<Recommendation>,
    /// The bodies named in it.
    pub bodies: HashMap<Uuid, Body>,
    /// The day it was read.
    pub today: Day,
}

impl Evaluation {
    /// The works that answer a question.
    pub fn works_on(&self, question: Uuid) -> impl Iterator<Item = &Work> {
        self.works.iter().filter(move |work| work.sheet.questions.contains(&question))
    }

    /// The publications of a work.
    pub fn publications_of(&self, work: Uuid) -> impl Iterator<Item = &Publication> {
        self.publications.iter().filter(move |publication| publication.sheet.work == Some(work))
    }

    /// The recommendations that rest on a question.
    pub fn recommendations_on(&self, question: Uuid) -> impl Iterator<Item = &Recommendation> {
        self.recommendations.iter().filter(move |one| one.sheet.questions.contains(&question))
    }

    /// What is late about a recommendation.
    #[must_use]
    pub fn late(&self, recommendation: &Recommendation) -> Option<Lateness> {
        lateness(recommendation, self.today)
    }

    /// What surrounds a question.
    #[must_use]
    pub fn around(&self, question: Uuid) -> QuestionGround {
        let spread = |work: &Work| self.publications_of(work.id).any(|one| one.published && one.sheet.presented_on.is_some());
        QuestionGround {
            today: self.today,
            works: self.works_on(question).count(),
            unpublished: self.works_on(question).filter(|work| !spread(work)).count(),
            drafts: self.recommendations_on(question).filter(|one| one.state == RecommendationState::Draft).count(),
        }
    }

    /// What surrounds a recommendation.
    #[must_use]
    pub fn beneath(&self, recommendation: &Recommendation) -> RecommendationGround {
        let answered = |id: &&Uuid| {
            let found = self.questions.iter().find(|question| question.id == **id);
            found.is_some_and(|question| matches!(question.state, QuestionState::Answered | QuestionState::Closed))
        };
        RecommendationGround { today: self.today, answered: recommendation.sheet.questions.iter().filter(answered).count() }
    }

    /// Whether the viewer runs it.
    #[must_use]
    pub fn is_run_by(&self, viewer: &Viewer) -> bool {
        self.programme.as_ref().is_some_and(|programme| viewer.may(&policy::PROGRAMME_RUN, &[Scope::Body(programme.body)]))
    }

    /// Whether the viewer speaks for its scientific council.
    #[must_use]
    pub fn is_advised_by(&self, viewer: &Viewer) -> bool {
        let council = self.programme.as_ref().and_then(|programme| programme.council);
        council.is_some_and(|council| viewer.may(&policy::PROGRAMME_ADVISE, &[Scope::Body(council)]))
    }

    /// Whether the viewer answers a recommendation for its body.
    #[must_use]
    pub fn is_followed_by(&self, recommendation: &Recommendation, viewer: &Viewer) -> bool {
        recommendation.sheet.body.is_some_and(|body| viewer.may(&policy::RECOMMENDATION_FOLLOW, &[Scope::Body(body)]))
    }

    /// Leaves what the viewer may read: what is published, and the rest for those who evaluate; a recommendation, from the day it is sent, for
    /// the body it is addressed to as well.
    fn readable(mut self, viewer: &Viewer) -> Self {
        let Some(programme) = &self.programme else { return self };
        if viewer.may(&policy::PROGRAMME_READ, &reading(programme)) {
            return self;
        }
        self.questions.retain(|one| one.published);
        self.works.retain(|one| one.published);
        self.publications.retain(|one| one.published);
        self.recommendations.retain(|one| {
            let sent = one.state != RecommendationState::Draft && one.addressed_on.is_some();
            one.published || (sent && one.sheet.body.is_some_and(|body| viewer.may(&policy::RECOMMENDATION_FOLLOW, &[Scope::Body(body)])))
        });
        self
    }
}

/// Where the roles that read what is not published are held.
fn reading(programme: &Programme) -> Vec<Scope> {
    std::iter::once(programme.body).chain(programme.council).map(Scope::Body).collect()
}

impl Plans {
    /// The evaluation of a plan, as the viewer may read it.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn evaluation(&self, viewer: &Viewer, plan: &str) -> Result<Evaluation, Problem> {
        let today = day_of(self.database.clock().now());
        let mut found = gather(self.database.read(), plan, today).await?.readable(viewer);
        let programme = found.programme.iter().flat_map(|programme| std::iter::once(programme.body).chain(programme.council));
        let mut wanted: Vec<Uuid> = programme.chain(found.recommendations.iter().filter_map(|one| one.sheet.body)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        for id in wanted {
            match self.governance.body(&id.to_string()).await {
                Ok(body) => drop(found.bodies.insert(id, body)),
                // A body may have been removed with the demonstration it came from.
                Err(problem) if problem.kind == Kind::NotFound => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(found)
    }

    /// The name of a plan.
    ///
    /// # Errors
    /// There is no such plan, or the store does not answer.
    pub(crate) async fn named_plan(&self, plan: &str) -> Result<LocalizedText, Problem> {
        Ok(self.tree(plan).await?.plan.name.clone())
    }

    /// Where the roles that found the evaluation of a plan are held: the platform, and the body that owns the plan.
    async fn owning(&self, plan: &str) -> Result<Vec<Scope>, Problem> {
        let owner = self.tree(plan).await?.plan.owner.map(Scope::Body);
        Ok(std::iter::once(Scope::Platform).chain(owner).collect())
    }

    /// Whether the viewer may take the evaluation of a plan on for a body.
    pub(crate) async fn may_found_programme(&self, viewer: &Viewer, plan: &str) -> Result<bool, Problem> {
        Ok(viewer.may(&policy::PROGRAMME_FOUND, &self.owning(plan).await?))
    }

    /// The bodies that are not closed, by name.
    pub(crate) async fn bodies_at_work(&self) -> Result<Vec<Body>, Problem> {
        let mut bodies = self.governance.every_body().await?;
        bodies.retain(|body| body.closed.is_none());
        Ok(bodies)
    }

    /// What happened to a question or to a recommendation, first thing first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn evaluation_events(&self, object: Uuid) -> Result<Vec<Event>, Problem> {
        store::events(self.database.read(), object).await.map_err(problem)
    }

    /// The recommendations addressed to some bodies that await an answer or an action, those due first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn recommendations_awaiting(&self, bodies: &[Uuid]) -> Result<Vec<Recommendation>, Problem> {
        use RecommendationState::{Accepted, Addressed, Partly};
        let mut found = store::addressed_to(self.database.read(), bodies).await.map_err(problem)?;
        found.retain(|one| matches!(one.state, Addressed | Accepted | Partly));
        found.sort_by_key(|one| one.reply.as_ref().map_or(one.sheet.answer_due, |reply| reply.due).unwrap_or(Day::MAX));
        Ok(found)
    }
}

/// All there is.
async fn gather<C: Reading>(connection: &C, plan: &str, today: Day) -> Result<Evaluation, Error> {
    Ok(Evaluation {
        plan: plan.to_owned(),
        programme: store::of_plan(connection, plan).await?.into_iter().next(),
        questions: store::of_plan(connection, plan).await?,
        works: store::of_plan(connection, plan).await?,
        publications: store::of_plan(connection, plan).await?,
        recommendations: store::of_plan(connection, plan).await?,
        bodies: HashMap::new(),
        today,
    })
}
