//! Reading reports: from their copy once there is one, from the plan of today before.

use std::sync::Arc;

use bassin_database::problem;
use bassin_kernel::{Day, Problem, Viewer, Violation};
use uuid::Uuid;

use super::{broken, may_read, no_report};
use crate::{
    Plans, Tree,
    campaign::Collection,
    commands::campaign::digest,
    report::{Report, Snapshot},
    rules::{
        campaign as collecting,
        report::{Around, Comparison, Context, Step, compare, snapshot, unmet},
    },
    store,
};

/// A report as it is read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The report.
    pub report: Report,
    /// The plan as it is today.
    pub tree: Arc<Tree>,
    /// What the report shows.
    pub copy: Snapshot,
    /// The copy as it is kept; none while the report follows the plan of today.
    pub text: Option<String>,
    /// The earlier report it is compared with, and what moved since.
    pub since: Option<(Report, Snapshot, Comparison)>,
    /// How many answers are awaited.
    pub awaited: usize,
}

impl Reading {
    /// Every rule that keeps a step from being done today.
    #[must_use]
    pub fn unmet(&self, step: &Step, plans: &Plans) -> Vec<Violation> {
        let now = plans.database.clock().now();
        let context = Context { today: plans.today(), now, form: Uuid::nil(), by: None, awaited: self.awaited };
        unmet(&self.report, step, &context)
    }
}

impl Plans {
    /// The reports on a plan that the viewer may read, those of the latest period first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn reports(&self, viewer: &Viewer, tree: &Tree) -> Result<Vec<Report>, Problem> {
        let all = store::report::of_plan(self.database.read(), &tree.plan.id).await.map_err(problem)?;
        Ok(all.into_iter().filter(|report| may_read(viewer, &tree.plan, report)).collect())
    }

    /// A report, as the viewer may read it.
    ///
    /// # Errors
    /// There is none, the viewer may not read it, or its copy was altered.
    pub async fn report(&self, viewer: &Viewer, id: Uuid) -> Result<Reading, Problem> {
        let connection = self.database.read();
        let report = store::report::report(connection, id).await.map_err(problem)?.ok_or_else(no_report)?;
        let tree = self.tree(&report.plan).await?;
        if !may_read(viewer, &tree.plan, &report) {
            return Err(no_report());
        }
        let collection = match report.campaign {
            Some(id) => store::campaign::collection(connection, id).await.map_err(problem)?,
            None => None,
        };
        let text = self.copy_of(&report).await?;
        let copy = match &text {
            Some(text) => read(text)?,
            None => self.draft_of(&report, &tree, collection.as_ref()).await?,
        };
        let since = match report.compares {
            Some(earlier) => self.earlier(earlier, &copy).await?,
            None => None,
        };
        let awaited = collection.as_ref().map_or(0, |collection| awaited(collection, self.today()));
        Ok(Reading { report, tree, copy, text, since, awaited })
    }

    /// The text that was copied for a report, as long as it is what its digest says.
    async fn copy_of(&self, report: &Report) -> Result<Option<String>, Problem> {
        let Some(told) = &report.digest else { return Ok(None) };
        let (kept, text) = store::report::snapshot(self.database.read(), report.id).await.map_err(problem)?.ok_or_else(broken)?;
        if kept != *told || digest(&text) != kept {
            return Err(broken());
        }
        Ok(Some(text))
    }

    /// What a report would show if it were frozen now.
    async fn draft_of(&self, report: &Report, tree: &Tree, collection: Option<&Collection>) -> Result<Snapshot, Problem> {
        let (names, figures) = self.beside(tree).await?;
        let journal = self.database.generation().await?;
        let around = Around { day: self.today(), now: self.database.clock().now(), journal, names: &names, figures: &figures, collection };
        Ok(snapshot(report, tree, &around))
    }

    async fn earlier(&self, id: Uuid, after: &Snapshot) -> Result<Option<(Report, Snapshot, Comparison)>, Problem> {
        let Some(report) = store::report::report(self.database.read(), id).await.map_err(problem)? else { return Ok(None) };
        let Some(text) = self.copy_of(&report).await? else { return Ok(None) };
        let before = read(&text)?;
        let comparison = compare(&before, after);
        Ok(Some((report, before, comparison)))
    }
}

/// How many requests of a campaign are awaited, while it is open.
pub(super) fn awaited(collection: &Collection, today: Day) -> usize {
    if collection.campaign.is_open(today) { collecting::silent(collection).count() } else { 0 }
}

fn read(text: &str) -> Result<Snapshot, Problem> {
    serde_json::from_str(text).map_err(|_| broken())
}
