//! What awaits somebody in the plans: the actions they pilot, the collections they answer, what the bodies they serve were sent.

use bassin_database::problem;
use bassin_kernel::{Day, Kind, LocalizedText, Problem, Scope, Viewer};
use uuid::Uuid;

use super::right::pilots;
use crate::{
    PlanState, Plans, Sheet, Tree,
    evaluation::{Recommendation, RecommendationState},
    policy,
    report::ReportState,
    rules::{awaited, health},
    store,
};

/// Something in a plan that awaits somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// Of what it is about: the milestone, the action, the request, the recommendation, the report.
    pub id: Uuid,
    /// What is expected.
    pub kind: AwaitedKind,
    /// About what.
    pub title: LocalizedText,
    /// In which plan.
    pub plan: LocalizedText,
    /// The action, or the body that was sent it.
    pub place: LocalizedText,
    /// Where it is done.
    pub address: String,
    /// For when; none when no day is set.
    pub due: Option<Day>,
}

/// What is expected of somebody in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AwaitedKind {
    /// A collection to answer.
    Request,
    /// A milestone to finish, or to tell of.
    Milestone,
    /// An action past its end.
    End,
    /// A recommendation to answer.
    Recommendation,
    /// A recommendation to carry out, as the body promised.
    FollowUp,
    /// A report a body is asked to adopt.
    Report,
}

impl AwaitedKind {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Milestone => "milestone",
            Self::End => "end",
            Self::Recommendation => "recommendation",
            Self::FollowUp => "promise",
            Self::Report => "report",
        }
    }
}

impl Plans {
    /// What awaits the viewer in the plans in force, in order of date; what has no date comes last.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn awaiting(&self, viewer: &Viewer) -> Result<Vec<Awaited>, Problem> {
        let Some(person) = viewer.person() else { return Ok(Vec::new()) };
        let body = |scope: Scope| if let Scope::Body(id) = scope { Some(id) } else { None };
        let bodies: Vec<Uuid> = person.grants.iter().filter_map(|grant| body(grant.scope)).collect();
        let mut found = Vec::new();
        for tree in self.trees().await?.iter().filter(|tree| tree.plan.state == PlanState::InForce) {
            found.extend(self.piloted(viewer, tree));
            found.extend(self.asked(viewer, tree).await?);
            found.extend(self.submitted(viewer, tree).await?);
        }
        found.extend(self.recommended(viewer, &bodies).await?);
        found.sort_by_key(|one| (one.due.is_none(), one.due, one.kind));
        Ok(found)
    }

    fn piloted(&self, viewer: &Viewer, tree: &Tree) -> Vec<Awaited> {
        let (today, mut found) = (self.today(), Vec::new());
        let standings = health::assess(tree, today);
        for sheet in tree.sheets.iter().filter(|sheet| pilots(viewer, &tree.plan, &sheet.node)) {
            let Some(standing) = standings.get(&sheet.node.id) else { continue };
            let address = format!("{}/point", at(sheet));
            for (milestone, due) in awaited::milestones(&tree.plan, sheet, standing, today) {
                let title = LocalizedText::same(&milestone.text);
                found.push(of_sheet(tree, sheet, AwaitedKind::Milestone, (milestone.id, title), (address.clone(), Some(due))));
            }
            if let Some(end) = awaited::end(&tree.plan, sheet, standing, today) {
                found.push(of_sheet(tree, sheet, AwaitedKind::End, (sheet.node.id, named(sheet)), (address, Some(end))));
            }
        }
        found
    }

    async fn asked(&self, viewer: &Viewer, tree: &Tree) -> Result<Vec<Awaited>, Problem> {
        let mut found = Vec::new();
        for campaign in store::campaign::of_plan(self.database.read(), &tree.plan.id).await.map_err(problem)? {
            // Past its last day and not closed, it still takes what is late.
            if campaign.closed_at.is_some() {
                continue;
            }
            let Some(collection) = store::campaign::collection(self.database.read(), campaign.id).await.map_err(problem)? else { continue };
            for request in collection.requests.iter().filter(|request| request.answer.is_none()) {
                let Some(sheet) = tree.sheet(request.node).filter(|sheet| pilots(viewer, &tree.plan, &sheet.node)) else { continue };
                let address = format!("/plan/{}/campagnes/{}/demandes/{}", tree.plan.id, campaign.id, request.id);
                let title = LocalizedText::same(&campaign.title);
                found.push(of_sheet(tree, sheet, AwaitedKind::Request, (request.id, title), (address, Some(campaign.closes_on))));
            }
        }
        Ok(found)
    }

    /// The reports that a body where the viewer sits is asked to adopt.
    async fn submitted(&self, viewer: &Viewer, tree: &Tree) -> Result<Vec<Awaited>, Problem> {
        let mut found = Vec::new();
        for report in store::report::of_plan(self.database.read(), &tree.plan.id).await.map_err(problem)? {
            let Some(submission) = report.submission.as_ref().filter(|_| report.state == ReportState::Submitted) else { continue };
            if !viewer.may(&policy::REPORT_READ, &[Scope::Body(submission.body)]) {
                continue;
            }
            found.push(Awaited {
                id: report.id,
                kind: AwaitedKind::Report,
                title: LocalizedText::same(&report.title),
                plan: tree.plan.name.clone(),
                place: self.body_called(submission.body).await?,
                address: format!("/plan/{}/bilans/{}", tree.plan.id, report.id),
                due: None,
            });
        }
        Ok(found)
    }

    /// The recommendations that a body the viewer serves is to answer, or to carry out.
    async fn recommended(&self, viewer: &Viewer, bodies: &[Uuid]) -> Result<Vec<Awaited>, Problem> {
        let served = |id: &&Uuid| viewer.may(&policy::RECOMMENDATION_FOLLOW, &[Scope::Body(**id)]);
        let served: Vec<Uuid> = bodies.iter().filter(served).copied().collect();
        let mut found = Vec::new();
        for one in self.recommendations_awaiting(&served).await? {
            let Some(body) = one.sheet.body else { continue };
            let (kind, due) = stage(&one);
            found.push(Awaited {
                id: one.id,
                kind,
                title: LocalizedText::same(&one.sheet.title),
                plan: self.named_plan(&one.plan).await?,
                place: self.body_called(body).await?,
                address: format!("/plan/{}/evaluation/recommandations/{}", one.plan, one.id),
                due,
            });
        }
        Ok(found)
    }

    async fn body_called(&self, id: Uuid) -> Result<LocalizedText, Problem> {
        match self.governance.body(&id.to_string()).await {
            Ok(body) => Ok(LocalizedText::same(body.name)),
            // A body may have been removed with the demonstration it came from.
            Err(problem) if problem.kind == Kind::NotFound => Ok(LocalizedText::default()),
            Err(problem) => Err(problem),
        }
    }
}

/// What a recommendation waits for, and by when.
fn stage(one: &Recommendation) -> (AwaitedKind, Option<Day>) {
    match one.state {
        RecommendationState::Addressed => (AwaitedKind::Recommendation, one.sheet.answer_due),
        _ => (AwaitedKind::FollowUp, one.reply.as_ref().and_then(|reply| reply.due)),
    }
}

fn at(sheet: &Sheet) -> String {
    format!("/plan/{}/{}", sheet.node.plan, sheet.node.number)
}

fn named(sheet: &Sheet) -> LocalizedText {
    let (number, title) = (&sheet.node.number, &sheet.node.title);
    LocalizedText::new(format!("{number} {}", title.fr), format!("{number} {}", title.en))
}

fn of_sheet(
    tree: &Tree,
    sheet: &Sheet,
    kind: AwaitedKind,
    (id, title): (Uuid, LocalizedText),
    (address, due): (String, Option<Day>),
) -> Awaited {
    Awaited { id, kind, title, plan: tree.plan.name.clone(), place: named(sheet), address, due }
}
