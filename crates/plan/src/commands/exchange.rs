//! A whole plan out and in: as a workbook or as JSON, previewed before anything changes, all or nothing; and a plan made from another.

mod file;

use std::collections::HashMap;

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Kind, LocalizedText, Problem, Scope, Viewer, Violation};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::act::{bare, in_force, known_to_the_directory};
use crate::{
    Fact, PlanState, Plans, Sheet, Status, Tree, check_manage, policy,
    rules::{
        act::{Act, Context, apply},
        exchange::{Change, Grid, Step, build, compare, copy, steps, tables},
    },
    store,
};

pub use file::{json, read, workbook};

/// What a file would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The plan it is about.
    pub plan: String,
    /// Its name.
    pub name: LocalizedText,
    /// Whether it would be created.
    pub new: bool,
    /// How many nodes, milestones and indicators it has.
    pub counts: [usize; 3],
    /// What would change in a plan that is kept.
    pub changes: Vec<Change>,
    /// What tells this preview from another.
    pub digest: String,
}

/// What was prepared: the sheets that change, before and after, with what happened to each.
type Prepared = Vec<(Sheet, Sheet, Vec<Fact>)>;

impl Plans {
    /// What a file would do, without doing it.
    ///
    /// # Errors
    /// The viewer may not, or every reason why the file is refused, each with its sheet, its row and its column.
    pub async fn preview_plan(&self, viewer: &Viewer, grids: &[Grid], confirmed: bool) -> Result<Preview, Problem> {
        match self.kept(grids).await? {
            Some(tree) => {
                check_manage(viewer, &tree.plan)?;
                in_force(&tree.plan, false)?;
                let changes = differences(&tree, grids)?;
                let context = Context { today: self.today(), now: self.database.clock().now(), by: None, below: Vec::new() };
                prepare(&tree, grids, &changes, confirmed, &context, || self.fresh())?;
                Ok(previewed(&tree, changes, false))
            }
            None => {
                viewer.check(&policy::PLAN_FOUND, &[Scope::Platform])?;
                let tree = build(grids, || self.fresh()).map_err(refused)?;
                Ok(previewed(&tree, Vec::new(), true))
            }
        }
    }

    /// The plan a file is about, when it is kept.
    async fn kept(&self, grids: &[Grid]) -> Result<Option<std::sync::Arc<Tree>>, Problem> {
        match self.tree(file::about(grids)).await {
            Ok(tree) => Ok(Some(tree)),
            Err(problem) if problem.kind == Kind::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Takes a file in: all of it, or nothing. `digest` is that of the preview that was agreed to; nothing is checked against it when there is none.
    ///
    /// # Errors
    /// The viewer may not, every reason why the file is refused, or the plan changed since the preview.
    pub async fn import_plan(
        &self,
        viewer: &Viewer,
        grids: Vec<Grid>,
        confirmed: bool,
        digest: Option<String>,
    ) -> Result<Preview, Problem> {
        let (room, who) = (self.clone(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                let kept = store::tree::tree(&transaction, file::about(&grids)).await?;
                match kept {
                    Some(tree) => room.change(&transaction, &who, &tree, &grids, confirmed, digest.as_deref()).await,
                    None => {
                        let tree = build(&grids, || room.fresh()).map_err(refused)?;
                        room.create(&transaction, &who, tree, "plan.import").await
                    }
                }
            })
            .await
    }

    async fn change(
        &self,
        transaction: &Transaction,
        who: &Viewer,
        tree: &Tree,
        grids: &[Grid],
        confirmed: bool,
        digest: Option<&str>,
    ) -> Result<(Preview, Option<Record>), Error> {
        check_manage(who, &tree.plan)?;
        in_force(&tree.plan, false)?;
        let changes = differences(tree, grids)?;
        let preview = previewed(tree, changes, false);
        if !preview.is_empty() && digest.is_some_and(|digest| digest != preview.digest) {
            return Err(moved().into());
        }
        let context = bare(transaction, who);
        let prepared = prepare(tree, grids, &preview.changes, confirmed, &context, || self.fresh())?;
        let form = self.fresh();
        for (before, after, facts) in &prepared {
            known_to_the_directory(transaction, &after.node.parts).await?;
            store::tree::save(transaction, before, after).await?;
            store::tree::append(transaction, &self.events(&tree.plan.id, Some(after.node.id), form, facts.clone(), &context)).await?;
        }
        let (before, after): (Vec<&Sheet>, Vec<&Sheet>) = prepared.iter().map(|(before, after, _)| (before, after)).unzip();
        let record = Record::new("plan.import", "plan", &tree.plan.id)
            .summary(format!("{} changes in {} nodes", preview.changes.len(), prepared.len()))
            .before(json!(before))
            .after(json!(after));
        Ok((preview, (!prepared.is_empty()).then_some(record)))
    }

    async fn create(
        &self,
        transaction: &Transaction,
        who: &Viewer,
        mut tree: Tree,
        action: &str,
    ) -> Result<(Preview, Option<Record>), Error> {
        who.check(&policy::PLAN_FOUND, &[Scope::Platform])?;
        if store::tree::plan(transaction, &tree.plan.id).await?.is_some() {
            return Err(taken().into());
        }
        let mut wrong = Vec::new();
        for sheet in &tree.sheets {
            if let Some(other) = store::tree::sheet(transaction, sheet.node.id).await? {
                wrong.push(belongs(&sheet.node.number, &other.node.plan));
            }
        }
        if !wrong.is_empty() {
            return Err(refused(wrong).into());
        }
        tree.plan.position = u32::try_from(store::tree::plans(transaction).await?.len()).unwrap_or(u32::MAX);
        let form = self.fresh();
        tree.events = self.events(&tree.plan.id, None, form, vec![Fact::Taken], &bare(transaction, who));
        store::tree::add(transaction, &tree).await?;
        let record = Record::new(action, "plan", &tree.plan.id)
            .summary(&tree.plan.name.fr)
            .after(json!({ "plan": tree.plan, "sheets": tree.sheets }));
        Ok((previewed(&tree, Vec::new(), true), Some(record)))
    }

    /// Makes a plan from another: its text, its people, its milestones and its indicators; nothing of what became of it.
    ///
    /// # Errors
    /// The viewer may not, there is no such plan, or the name is taken or no name.
    pub async fn duplicate_plan(
        &self,
        viewer: &Viewer,
        from: &str,
        id: &str,
        name: LocalizedText,
        state: PlanState,
    ) -> Result<Preview, Problem> {
        let (room, who) = (self.clone(), viewer.clone());
        let (from, id) = (from.to_owned(), id.to_owned());
        let mut wrong = Vec::new();
        if id.is_empty() || id != bassin_kernel::text::slug(&id) || id.chars().count() > 80 {
            let (fr, en) =
                ("Un nom court en minuscules, sans espaces ni accents.", "A short name in lower case, without spaces or accents.");
            wrong.push(Violation::new("plan-id", fr, en).on("id"));
        }
        if name.fr.trim().is_empty() {
            wrong.push(Violation::new("plan-name", "Donnez un nom au plan.", "Give the plan a name.").on("name"));
        }
        self.database
            .write(viewer, |transaction| async move {
                who.check(&policy::PLAN_FOUND, &[Scope::Platform])?;
                if !wrong.is_empty() {
                    return Err(refused(wrong).into());
                }
                let tree = store::tree::tree(&transaction, &from).await?.ok_or_else(|| super::read::no_plan(&from))?;
                let made = copy(&tree, &id, name, state, || room.fresh());
                room.create(&transaction, &who, made, "plan.duplicate").await
            })
            .await
    }
}

fn refused(wrong: Vec<Violation>) -> Problem {
    Problem::new(Kind::Invalid, wrong)
}

fn differences(tree: &Tree, grids: &[Grid]) -> Result<Vec<Change>, Problem> {
    compare(&tables(tree), grids).map_err(refused)
}

/// Does every step on copies, and keeps all that is refused with its line.
fn prepare(
    tree: &Tree,
    grids: &[Grid],
    changes: &[Change],
    confirmed: bool,
    context: &Context,
    fresh: impl FnMut() -> Uuid,
) -> Result<Prepared, Problem> {
    let steps = steps(tree, grids, changes, confirmed, fresh).map_err(refused)?;
    let (mut prepared, mut wrong): (Prepared, Vec<Violation>) = (Vec::new(), Vec::new());
    for Step { kind, row, node, act } in &steps {
        if matches!(act, Act::Report(_)) && tree.plan.followed_since.is_none() {
            wrong.extend(in_force(&tree.plan, true).err().into_iter().flat_map(|problem| problem.violations));
            break;
        }
        let place = prepared.iter().position(|(before, ..)| before.node.id == *node);
        let at = place.or_else(|| {
            let sheet = tree.sheet(*node)?;
            prepared.push((sheet.clone(), sheet.clone(), Vec::new()));
            prepared.len().checked_sub(1)
        });
        let prepared_status: HashMap<Uuid, Status> = prepared.iter().map(|(_, after, _)| (after.node.id, after.node.status)).collect();
        let Some((_, after, facts)) = at.and_then(|at| prepared.get_mut(at)) else { continue };
        let mut tried = after.clone();
        let below = living_below(tree, &prepared_status, *node);
        match apply(&mut tried, act, &Context { below, ..context.clone() }) {
            Ok(happened) => {
                *after = tried;
                facts.extend(happened);
            }
            Err(unmet) => wrong.extend(unmet.iter().map(|one| kind.around(*row, one))),
        }
    }
    if !wrong.is_empty() {
        return Err(refused(wrong));
    }
    prepared.retain(|(_, _, facts)| !facts.is_empty());
    prepared.iter_mut().for_each(|(_, after, _)| after.node.revision += 1);
    Ok(prepared)
}

/// The numbers of what is right below a node and goes on, with the statuses that the file gives.
fn living_below(tree: &Tree, given: &HashMap<Uuid, Status>, node: Uuid) -> Vec<String> {
    let status = |sheet: &Sheet| given.get(&sheet.node.id).copied().unwrap_or(sheet.node.status);
    let living = tree.children(Some(node)).filter(|sheet| !matches!(status(sheet), Status::Done | Status::Abandoned));
    living.map(|sheet| sheet.node.number.clone()).collect()
}

fn previewed(tree: &Tree, changes: Vec<Change>, new: bool) -> Preview {
    let sum = |count: fn(&Sheet) -> usize| tree.sheets.iter().map(count).sum();
    let counts = [tree.sheets.len(), sum(|sheet| sheet.milestones.len()), sum(|sheet| sheet.indicators.len())];
    let digest = Sha256::digest(format!("{changes:?}"));
    let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Preview { plan: tree.plan.id.clone(), name: tree.plan.name.clone(), new, counts, changes, digest }
}

fn moved() -> Problem {
    Problem::one(
        Kind::Conflict,
        "exchange-moved-on",
        "Le plan a changé depuis l’aperçu. Relisez ce que le fichier changerait maintenant, puis confirmez.",
        "The plan changed since the preview. Read what the file would change now, then confirm.",
    )
}

fn taken() -> Problem {
    let (fr, en) = ("Un plan porte déjà ce nom court.", "A plan has this short name already.");
    Problem::new(Kind::Invalid, vec![Violation::new("plan-taken", fr, en).on("id")])
}

fn belongs(number: &str, plan: &str) -> Violation {
    Violation::new(
        "exchange-belongs",
        format!(
            "« {number} » porte l’identifiant d’une action du plan « {plan} » : dupliquez ce plan, ou videz les colonnes d’identifiants."
        ),
        format!(
            "“{number}” has the identifier of an action of the plan “{plan}”: duplicate that plan, or empty the columns of identifiers."
        ),
    )
}

impl Preview {
    /// Whether the file says what is kept already.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.new && self.changes.is_empty()
    }
}
