//! What a file would change in a plan that is kept.

use std::collections::HashMap;

use bassin_kernel::Violation;

use super::{
    cells,
    grid::{Grid, Kind, Line, lines},
};
use crate::rules::pasting::number;

/// What a line of a file changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// These columns differ, by their places.
    Changed(Vec<usize>),
    /// It is no longer there.
    Removed,
}

/// A change that a file would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In which table.
    pub kind: Kind,
    /// At which row of the file; where it was, when it is no longer there.
    pub row: u64,
    /// What.
    pub what: What,
    /// The cells kept; none when the line is new.
    pub before: Vec<String>,
    /// The cells of the file; none when the line is no longer there.
    pub after: Vec<String>,
}

/// Every change a file would make, in the order of the workbook.
///
/// # Errors
/// Lines told twice, columns that only tell and were changed, lines of the text added or removed: all at once.
pub fn compare(kept: &[Grid], given: &[Grid]) -> Result<Vec<Change>, Vec<Violation>> {
    let (mut changes, mut wrong) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        let (before, after) = (keyed(kind, kept), keyed(kind, given));
        let known: HashMap<&str, &Line> = before.iter().map(|(key, line)| (key.as_str(), *line)).collect();
        let mut seen: HashMap<&str, u64> = HashMap::new();
        for (key, line) in &after {
            if let Some(first) = seen.insert(key, line.row).filter(|_| !key.is_empty()) {
                wrong.push(kind.wrong(
                    line.row,
                    "",
                    "exchange-twice",
                    &format!("la ligne {first} dit déjà la même chose."),
                    &format!("row {first} says the same already."),
                ));
                continue;
            }
            match known.get(key.as_str()) {
                Some(stored) => changes.extend(changed(kind, stored, line, &mut wrong)),
                None => changes.extend(added(kind, line, &mut wrong)),
            }
        }
        for (key, line) in before.iter().filter(|(key, _)| !seen.contains_key(key.as_str())) {
            if matches!(kind, Kind::Replannings | Kind::Amendments) {
                // History grows by itself: a file taken out before may not know the latest of it.
                continue;
            }
            if is_written(kind) || kind == Kind::Values {
                wrong.push(kind.wrong(
                    line.row,
                    "",
                    "exchange-removed",
                    &format!("la ligne « {} » manque : elle ne s’enlève pas par un fichier.", told(kind, key, line)),
                    &format!("the line “{}” is missing: a file does not remove it.", told(kind, key, line)),
                ));
            } else {
                changes.push(Change { kind, row: line.row, what: What::Removed, before: line.cells.clone(), after: Vec::new() });
            }
        }
    }
    if wrong.is_empty() { Ok(changes) } else { Err(wrong) }
}

/// Whether lines come from the text of the plan or from its history: a file neither adds nor removes them.
const fn is_written(kind: Kind) -> bool {
    matches!(kind, Kind::Plan | Kind::Amendments | Kind::Nodes | Kind::Replannings)
}

/// What a line is known by to people.
fn told(kind: Kind, key: &str, line: &Line) -> String {
    let name = match kind {
        Kind::Nodes => line.get(kind, "node"),
        Kind::Milestones => line.get(kind, "text"),
        Kind::Indicators => line.get(kind, "title-fr"),
        _ => key,
    };
    name.to_owned()
}

fn added(kind: Kind, line: &Line, wrong: &mut Vec<Violation>) -> Option<Change> {
    if is_written(kind) {
        wrong.push(kind.wrong(
            line.row,
            "",
            "exchange-added",
            "cette ligne n’est pas dans le plan : son texte ne change que par un avenant.",
            "this line is not in the plan: its text changes by an amendment only.",
        ));
        return None;
    }
    for column in kind.columns().iter().filter(|column| column.fixed && !line.get(kind, column.key).is_empty()) {
        wrong.push(fixed(kind, line.row, column.key));
    }
    Some(Change { kind, row: line.row, what: What::Added, before: Vec::new(), after: line.cells.clone() })
}

fn changed(kind: Kind, stored: &Line, line: &Line, wrong: &mut Vec<Violation>) -> Option<Change> {
    let differs = |at: &usize| {
        // Why something changes is said once, in the file that changes it.
        if kind == Kind::Milestones && *at == kind.at("why") {
            return false;
        }
        let cell = |line: &Line| line.cells.get(*at).cloned().unwrap_or_default();
        !same(&cell(stored), &cell(line), kind.columns().get(*at).is_some_and(|column| column.numeric))
    };
    let columns: Vec<usize> = (0..kind.columns().len()).filter(differs).collect();
    for column in columns.iter().filter_map(|at| kind.columns().get(*at)).filter(|column| column.fixed) {
        wrong.push(fixed(kind, line.row, column.key));
    }
    let change =
        Change { kind, row: line.row, what: What::Changed(columns.clone()), before: stored.cells.clone(), after: line.cells.clone() };
    (!columns.is_empty()).then_some(change)
}

fn fixed(kind: Kind, row: u64, key: &str) -> Violation {
    kind.wrong(
        row,
        key,
        "exchange-fixed",
        "cette colonne ne se change pas par un fichier : elle vient du texte, ou se change sur la page de l’action.",
        "a file does not change this column: it comes from the text, or is changed on the page of the action.",
    )
}

/// Letters of a cell that are compared.
const LONGEST: usize = 15_000;

/// Whether two cells say the same, however a spreadsheet writes them.
fn same(a: &str, b: &str, numeric: bool) -> bool {
    // A workbook cuts what is longer; such texts come from the plan's own text, which a file does not change.
    let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim().chars().take(LONGEST).collect::<String>();
    let (a, b) = (plain(a), plain(b));
    let days = cells::day(&a).zip(cells::day(&b)).is_some_and(|(a, b)| a == b);
    let numbers = numeric && number(&a).zip(number(&b)).is_some_and(|(a, b)| a.total_cmp(&b).is_eq());
    a == b || days || numbers
}

/// The lines of a table with what each is known by. A line without identifier is new: it has no key.
fn keyed(kind: Kind, grids: &[Grid]) -> Vec<(String, &Line)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut key = |line: &Line| match kind {
        Kind::Plan | Kind::Nodes | Kind::Milestones | Kind::Indicators => line.get(kind, "id").to_lowercase(),
        Kind::Amendments => line.get(kind, "version").to_owned(),
        Kind::Targets => format!("{} {}", line.get(kind, "indicator").to_lowercase(), line.get(kind, "period")),
        Kind::Values => format!("{} {} {}", line.get(kind, "indicator").to_lowercase(), line.get(kind, "period"), line.get(kind, "source")),
        Kind::Parts | Kind::Ties | Kind::Budget | Kind::Replannings => {
            let of = line.cells.first().map(|cell| cell.trim().to_lowercase()).unwrap_or_default();
            let place = places.entry(of.clone()).or_default();
            *place += 1;
            format!("{of} {place}")
        }
    };
    lines(grids, kind).map(|line| (key(line), line)).collect()
}
