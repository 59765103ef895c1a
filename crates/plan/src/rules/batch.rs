//! Taking back values that were saved together: all of them, or none with the reasons why.

use std::collections::HashMap;

use bassin_kernel::Violation;
use uuid::Uuid;

use crate::{
    Batch, Change, Fact, Figure, Sheet,
    report::{Report, ReportState},
};

/// Every reason why a batch cannot be taken back now. `sheet` finds a node as it is now.
pub fn standing_in_the_way<'a>(batch: &Batch, sheet: impl Fn(Uuid) -> Option<&'a Sheet>, reports: &[Report]) -> Vec<Violation> {
    if batch.undone.is_some() {
        return vec![Violation::new("batch-undone", "Cette saisie est déjà annulée.", "This entry is already undone.")];
    }
    let changed = batch.changes.iter().filter_map(|change| {
        let sheet = sheet(change.node);
        (sheet.and_then(|sheet| stored(sheet, change)) != Some(&change.after)).then(|| replaced(sheet, change))
    });
    changed.chain(reports.iter().filter(|report| holds(report, batch)).map(frozen)).collect()
}

/// Puts back what was there before a batch, in the sheets it touched; says what happened to each.
///
/// # Errors
/// Every reason why it cannot be. The sheets are then not to be kept.
pub fn undo(batch: &Batch, sheets: &mut HashMap<Uuid, Sheet>, reports: &[Report]) -> Result<Vec<(Uuid, Fact)>, Vec<Violation>> {
    let unmet = standing_in_the_way(batch, |node| sheets.get(&node), reports);
    if !unmet.is_empty() {
        return Err(unmet);
    }
    let mut facts = Vec::with_capacity(batch.changes.len());
    for change in &batch.changes {
        let Some(sheet) = sheets.get_mut(&change.node) else { continue };
        sheet.figures.retain(|figure| !is_same_place(figure, &change.after));
        sheet.figures.extend(change.before.clone());
        sheet.figures.sort_by(|a, b| (a.indicator, a.period, &a.source).cmp(&(b.indicator, b.period, &b.source)));
        let fact = Fact::Unmeasured {
            indicator: change.after.indicator,
            period: change.after.period,
            value: change.after.value,
            back: change.before.as_ref().map(|figure| figure.value),
        };
        facts.push((change.node, fact));
    }
    Ok(facts)
}

fn is_same_place(a: &Figure, b: &Figure) -> bool {
    (a.indicator, a.period, &a.source) == (b.indicator, b.period, &b.source)
}

/// What is now where a value was saved.
fn stored<'a>(sheet: &'a Sheet, change: &Change) -> Option<&'a Figure> {
    sheet.figures.iter().find(|figure| is_same_place(figure, &change.after))
}

/// Whether a report copied the values of a batch, and may be before a body or the public: it was frozen since they were saved.
fn holds(report: &Report, batch: &Batch) -> bool {
    let kept = report.digest.is_some() && report.state != ReportState::Withdrawn;
    kept && report.history.iter().any(|step| step.to == ReportState::Frozen && step.at >= batch.at)
}

fn replaced(sheet: Option<&Sheet>, change: &Change) -> Violation {
    let title = sheet.and_then(|sheet| sheet.indicators.iter().find(|one| one.id == change.after.indicator)).map(|one| &one.title);
    let (fr, en) = title.map_or(("indicateur retiré", "indicator removed"), |title| (title.fr.as_str(), title.en.as_str()));
    let period = change.after.period;
    Violation::new(
        "batch-changed",
        format!("{fr}, {period} : cette valeur a été changée depuis. Annulez d’abord la saisie qui l’a changée, ou corrigez la valeur."),
        format!("{en}, {period}: this value was changed since. Undo first the entry that changed it, or correct the value."),
    )
    .on(format!("value-{}-{period}", change.after.indicator))
}

fn frozen(report: &Report) -> Violation {
    let title = &report.title;
    Violation::new(
        "batch-frozen",
        format!("Le bilan « {title} » a été figé avec ces valeurs : elles se corrigent, avec un commentaire, mais ne s’annulent plus."),
        format!("The report “{title}” was frozen with these values: they can be corrected, with a comment, but no longer undone."),
    )
}

#[cfg(test)]
mod tests;
