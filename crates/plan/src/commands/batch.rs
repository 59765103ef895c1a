//! Values saved together, taken back together: all or none.

use std::collections::{BTreeSet, HashMap};

use bassin_database::{Record, problem};
use bassin_kernel::{Kind, Problem, Viewer};
use serde_json::json;
use uuid::Uuid;

use super::{
    act::{bare, in_force, with_merges_followed},
    entry::sheet_of,
    read::no_plan,
    right::check_report,
};
use crate::{
    Batch, Fact, Plans, Sheet, Tree, Undone, may_report,
    report::Report,
    rules::batch::{standing_in_the_way, undo},
    store,
};

/// Values saved together, with what keeps them from being taken back now.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The values.
    pub batch: Batch,
    /// Every rule that stands in the way.
    pub unmet: Vec<bassin_kernel::Violation>,
}

impl Plans {
    /// What was saved together of a plan, the latest first: what the viewer may take back as far as rights go.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn batches(&self, viewer: &Viewer, tree: &Tree) -> Result<Vec<Saved>, Problem> {
        let found = store::batch::of_plan(self.database.read(), &tree.plan.id).await.map_err(problem)?;
        let reports = store::report::of_plan(self.database.read(), &tree.plan.id).await.map_err(problem)?;
        Ok(found.into_iter().filter(|batch| tells_of(viewer, tree, batch)).map(|batch| with_unmet(batch, tree, &reports)).collect())
    }

    /// Values saved together.
    ///
    /// # Errors
    /// There are none of that name in the plan, or the viewer may not tell of their nodes.
    pub async fn batch(&self, viewer: &Viewer, tree: &Tree, id: Uuid) -> Result<Saved, Problem> {
        let found = store::batch::batch(self.database.read(), id).await.map_err(problem)?;
        let batch = found.filter(|batch| batch.plan == tree.plan.id).ok_or_else(no_batch)?;
        for sheet in batch.changes.iter().filter_map(|change| tree.sheet(change.node)) {
            check_report(viewer, &tree.plan, &sheet.node)?;
        }
        let reports = store::report::of_plan(self.database.read(), &tree.plan.id).await.map_err(problem)?;
        Ok(with_unmet(batch, tree, &reports))
    }

    /// Takes back values saved together: what was there before is there again. `form` is the identifier made when the form was shown: sent twice,
    /// it is done once.
    ///
    /// # Errors
    /// The viewer may not tell of one of the nodes, or every rule that stands in the way: a value changed since, a report frozen with it.
    pub async fn take_back(&self, viewer: &Viewer, plan: &str, form: Uuid, id: Uuid) -> Result<Batch, Problem> {
        let (room, who, plan) = (self.clone(), viewer.clone(), plan.to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let plan = store::tree::plan(&transaction, &plan).await?.ok_or_else(|| no_plan(&plan))?;
                let stored = store::batch::batch(&transaction, id).await?;
                let mut batch = stored.filter(|batch| batch.plan == plan.id).ok_or_else(no_batch)?;
                let mut before: HashMap<Uuid, Sheet> = HashMap::new();
                for node in batch.changes.iter().map(|change| change.node).collect::<BTreeSet<_>>() {
                    let sheet = sheet_of(&transaction, &plan.id, node).await?;
                    check_report(&who, &plan, &with_merges_followed(&transaction, &sheet.node).await?)?;
                    before.insert(node, sheet);
                }
                if store::tree::known_form(&transaction, form).await? {
                    return Ok((batch, None));
                }
                in_force(&plan, true)?;
                let reports = store::report::of_plan(&transaction, &plan.id).await?;
                let mut after = before.clone();
                let facts = undo(&batch, &mut after, &reports).map_err(|unmet| Problem::new(Kind::Conflict, unmet))?;
                let context = bare(&transaction, &who);
                for (node, sheet) in &mut after {
                    sheet.node.revision += 1;
                    store::tree::save(&transaction, before.get(node).unwrap_or(sheet), sheet).await?;
                    let of_node: Vec<Fact> = facts.iter().filter(|(of, _)| of == node).map(|(_, fact)| fact.clone()).collect();
                    store::tree::append(&transaction, &room.events(&plan.id, Some(*node), form, of_node, &context)).await?;
                }
                batch.undone = Some(Undone { by: context.by, at: context.now });
                store::batch::save(&transaction, &batch).await?;
                let sheets = |all: &HashMap<Uuid, Sheet>| json!(all.values().collect::<Vec<_>>());
                let record = Record::new("plan.take-back", "plan", &plan.id)
                    .summary(format!("{} : {}", plan.name.fr, batch.changes.len()))
                    .before(sheets(&before))
                    .after(sheets(&after));
                Ok((batch, Some(record)))
            })
            .await
    }
}

/// Whether the viewer may tell of every node of a batch.
fn tells_of(viewer: &Viewer, tree: &Tree, batch: &Batch) -> bool {
    let nodes: BTreeSet<Uuid> = batch.changes.iter().map(|change| change.node).collect();
    nodes.into_iter().filter_map(|node| tree.sheet(node)).all(|sheet| may_report(viewer, &tree.plan, &sheet.node))
}

fn with_unmet(batch: Batch, tree: &Tree, reports: &[Report]) -> Saved {
    let unmet = standing_in_the_way(&batch, |node| tree.sheet(node), reports);
    Saved { batch, unmet }
}

fn no_batch() -> Problem {
    Problem::not_found("Cette saisie n’existe pas dans ce plan.", "There is no such entry in this plan.")
}
