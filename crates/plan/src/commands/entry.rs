//! Values of several indicators given at once: all or none.

use std::collections::BTreeMap;

use bassin_database::{Record, Transaction};
use bassin_kernel::{Kind, Period, Problem, Viewer, Violation, day_of};
use serde_json::json;
use uuid::Uuid;

use super::{
    act::{in_force, no_node, with_merges_followed},
    read::no_plan,
    right::check_report,
};
use crate::{
    Batch, Change, Fact, Figure, Plans, Sheet,
    rules::act::{Act, Context, Measured, Report, apply},
    store,
};

/// A value given among others.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The node of the indicator.
    pub node: Uuid,
    /// The value.
    pub measured: Measured,
    /// What was stored when the form was shown, as [`seen`] says it.
    pub seen: String,
    /// Whether a value outside what is plausible was confirmed.
    pub confirmed: bool,
}

/// What is stored in a cell, in one word, to know later whether it changed; empty when nothing is.
#[must_use]
pub fn seen(figure: Option<&Figure>) -> String {
    let word = |figure: &Figure| format!("{} {} {}", figure.value, u8::from(figure.provisional), figure.comment).trim_end().to_owned();
    figure.map(word).unwrap_or_default()
}

/// The cell of a table of values: what fields and what is wrong with them are named after.
#[must_use]
pub fn cell(indicator: Uuid, period: Period) -> String {
    format!("{indicator}-{period}")
}

/// The value that pilots declared for a period.
pub(crate) fn declared(sheet: &Sheet, indicator: Uuid, period: Period) -> Option<&Figure> {
    sheet.figures_of(indicator).find(|figure| figure.period == period && figure.source == Figure::DECLARED)
}

/// The nodes a batch touches, as they were and as they become, with what happened to them.
type Touched = BTreeMap<Uuid, (Sheet, Sheet, Vec<Fact>)>;

impl Plans {
    /// Keeps values of several indicators of a plan: all or none. `form` is the identifier made when the form was shown: sent twice, it is done
    /// once. Gives what was saved, to be taken back if it was a mistake; nothing when nothing changed.
    ///
    /// # Errors
    /// The viewer may not tell of one of the nodes, every rule that stands in the way at its cell, or somebody else changed a cell meanwhile.
    pub async fn enter(&self, viewer: &Viewer, plan: &str, form: Uuid, entries: Vec<Entry>) -> Result<Option<Batch>, Problem> {
        let (room, who, plan) = (self.clone(), viewer.clone(), plan.to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let plan = store::tree::plan(&transaction, &plan).await?.ok_or_else(|| no_plan(&plan))?;
                let mut touched = Touched::new();
                for entry in &entries {
                    if touched.contains_key(&entry.node) {
                        continue;
                    }
                    let sheet = sheet_of(&transaction, &plan.id, entry.node).await?;
                    check_report(&who, &plan, &with_merges_followed(&transaction, &sheet.node).await?)?;
                    touched.insert(entry.node, (sheet.clone(), sheet, Vec::new()));
                }
                if store::tree::known_form(&transaction, form).await? {
                    return Ok((store::batch::batch(&transaction, form).await?, None));
                }
                in_force(&plan, true)?;
                let by = who.person().map(|person| person.person);
                let context = Context { today: day_of(transaction.now()), now: transaction.now(), by, below: Vec::new() };
                measure(&mut touched, &entries, &context)?;
                touched.retain(|_, (_, _, facts)| !facts.is_empty());
                if touched.is_empty() {
                    return Ok((None, None));
                }
                for (node, (before, after, facts)) in &mut touched {
                    after.node.revision += 1;
                    store::tree::save(&transaction, before, after).await?;
                    let events = room.events(&plan.id, Some(*node), form, std::mem::take(facts), &context);
                    store::tree::append(&transaction, &events).await?;
                }
                let changes = touched.iter().flat_map(|(node, (before, after, _))| changes(*node, before, after)).collect();
                let batch = Batch { id: form, plan: plan.id.clone(), by, at: context.now, changes, undone: None };
                store::batch::add(&transaction, &batch).await?;
                let record = Record::new("plan.enter", "plan", &plan.id)
                    .summary(format!("{} : {}", plan.name.fr, batch.changes.len()))
                    .before(json!(touched.values().map(|(before, ..)| before).collect::<Vec<_>>()))
                    .after(json!(touched.values().map(|(_, after, _)| after).collect::<Vec<_>>()));
                Ok((Some(batch), Some(record)))
            })
            .await
    }
}

/// The values that differ.
fn changes(node: Uuid, before: &Sheet, after: &Sheet) -> Vec<Change> {
    let new = after.figures.iter().filter(|figure| !before.figures.contains(figure));
    let old = |figure: &Figure| {
        before.figures.iter().find(|one| (one.indicator, one.period, &one.source) == (figure.indicator, figure.period, &figure.source))
    };
    new.map(|figure| Change { node, before: old(figure).cloned(), after: figure.clone() }).collect()
}

pub(super) async fn sheet_of(transaction: &Transaction, plan: &str, node: Uuid) -> Result<Sheet, bassin_database::Error> {
    let sheet = store::tree::sheet(transaction, node).await?.filter(|sheet| sheet.node.plan == plan);
    Ok(sheet.ok_or_else(no_node)?)
}

/// Measures every entry, or says all that stands in the way.
fn measure(touched: &mut Touched, entries: &[Entry], context: &Context) -> Result<(), Problem> {
    let (mut wrong, mut stale) = (Vec::new(), false);
    for entry in entries {
        let Some((before, after, facts)) = touched.get_mut(&entry.node) else { continue };
        let (indicator, period) = (entry.measured.indicator, entry.measured.period);
        let field = format!("value-{}", cell(indicator, period));
        if seen(declared(before, indicator, period)) != entry.seen {
            stale = true;
            wrong.push(changed().on(field));
            continue;
        }
        let report = Report { figures: vec![entry.measured.clone()], confirmed: entry.confirmed, ..Report::default() };
        match apply(after, &Act::Report(report), context) {
            Ok(found) => facts.extend(found),
            Err(found) => wrong.extend(found.into_iter().map(|one| one.on(field.clone()))),
        }
    }
    match (wrong.is_empty(), stale) {
        (true, _) => Ok(()),
        (false, true) => Err(Problem::new(Kind::Conflict, wrong)),
        (false, false) => Err(Problem::new(Kind::Invalid, wrong)),
    }
}

fn changed() -> Violation {
    Violation::new(
        "figure-stale",
        "Quelqu’un d’autre a changé cette valeur depuis que vous avez ouvert la page. Comparez, puis enregistrez de nouveau.",
        "Somebody else changed this value since you opened the page. Compare, then save again.",
    )
}
