//! The acts by which a file changes a plan: the same as those of its pages, under the same rules.

use std::collections::BTreeSet;

use bassin_kernel::Violation;
use uuid::Uuid;

use super::{
    cells::Cells,
    compare::{Change, What},
    grid::{Grid, Kind, Line, lines},
};
use crate::{
    Direction, Sheet, Source, Status, Tree,
    rules::act::{Act, Edit, IndicatorDraft, Mark, Measured, MilestoneDraft, Replan, Report},
};

/// An act, with the line it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The table.
    pub kind: Kind,
    /// The row.
    pub row: u64,
    /// The node it is done to.
    pub node: Uuid,
    /// What.
    pub act: Act,
}

/// The acts that make `changes`. `fresh` makes the identifiers of what is new.
///
/// # Errors
/// Cells that cannot be read, nodes and indicators that are not in the plan: all at once.
pub fn steps(
    tree: &Tree,
    given: &[Grid],
    changes: &[Change],
    confirmed: bool,
    mut fresh: impl FnMut() -> Uuid,
) -> Result<Vec<Step>, Vec<Violation>> {
    let mut making = Making { tree, given, confirmed, steps: Vec::new(), wrong: Vec::new() };
    making.edits(changes);
    let mut drawn = BTreeSet::new();
    for change in changes {
        let line = Line { row: change.row, cells: if change.after.is_empty() { change.before.clone() } else { change.after.clone() } };
        match change.kind {
            Kind::Milestones => making.milestone(change, &line, &mut fresh),
            Kind::Indicators => drop(drawn.insert(line.get(Kind::Indicators, "id").to_lowercase())),
            Kind::Targets => drop(drawn.insert(line.get(Kind::Targets, "indicator").to_lowercase())),
            _ => {}
        }
    }
    for change in changes.iter().filter(|change| change.kind == Kind::Indicators && change.what == What::Removed) {
        making.remove_indicator(change);
    }
    for id in drawn {
        making.indicators(&id, &mut fresh);
    }
    for change in changes.iter().filter(|change| change.kind == Kind::Values) {
        making.value(&Line { row: change.row, cells: change.after.clone() });
    }
    // Statuses come last, what is below first: a node is over once its milestones and what depends on it is.
    for change in changes.iter().rev().filter(|change| change.kind == Kind::Nodes) {
        making.status(change);
    }
    if making.wrong.is_empty() { Ok(making.steps) } else { Err(making.wrong) }
}

struct Making<'a> {
    tree: &'a Tree,
    given: &'a [Grid],
    confirmed: bool,
    steps: Vec<Step>,
    wrong: Vec<Violation>,
}

impl<'a> Making<'a> {
    /// The node a line is about.
    fn node(&mut self, kind: Kind, line: &Line) -> Option<&'a Sheet> {
        let number = line.get(kind, "node");
        let found = self.tree.numbered(number);
        if found.is_none() {
            let (fr, en) = (format!("« {number} » n’est pas dans le plan."), format!("“{number}” is not in the plan."));
            self.wrong.push(kind.wrong(line.row, "node", "exchange-node", &fr, &en));
        }
        found
    }

    /// One act for each node whose people, days, ties or budget differ.
    fn edits(&mut self, changes: &[Change]) {
        let edited = [Kind::Nodes, Kind::Parts, Kind::Ties, Kind::Budget];
        let mut seen = BTreeSet::new();
        for change in changes.iter().filter(|change| edited.contains(&change.kind)) {
            for cells in [&change.before, &change.after].into_iter().filter(|cells| !cells.is_empty()) {
                let line = Line { row: change.row, cells: cells.clone() };
                let Some(sheet) = self.node(change.kind, &line) else { continue };
                if seen.insert(sheet.node.id) {
                    let touched: BTreeSet<Kind> = changes.iter().filter(|one| self.is_about(one, sheet)).map(|one| one.kind).collect();
                    let act = Act::Edit(self.edit(sheet, &touched));
                    self.steps.push(Step { kind: change.kind, row: change.row, node: sheet.node.id, act });
                }
            }
        }
    }

    fn status(&mut self, change: &Change) {
        let kind = Kind::Nodes;
        let What::Changed(columns) = &change.what else { return };
        let changes = |key: &str| columns.contains(&kind.at(key));
        let line = Line { row: change.row, cells: change.after.clone() };
        let Some(sheet) = self.node(kind, &line) else { return };
        if !changes("status") {
            if changes("reason") {
                let (fr, en) = ("le motif ne change qu’avec l’état.", "the reason changes with the status only.");
                self.wrong.push(kind.wrong(line.row, "reason", "exchange-reason", fr, en));
            }
            return;
        }
        let mut cells = Cells { kind, line: &line, wrong: &mut self.wrong };
        let (status, reason) = (cells.code("status", Status::from_code), cells.text("reason"));
        let report = Report { status: Some(status.unwrap_or(Status::Planned)), reason, ..Report::default() };
        self.steps.push(Step { kind, row: line.row, node: sheet.node.id, act: Act::Report(report) });
    }

    fn is_about(&self, change: &Change, sheet: &Sheet) -> bool {
        let number = |cells: &Vec<String>| Line { row: 0, cells: cells.clone() }.get(change.kind, "node") == sheet.node.number;
        [&change.before, &change.after].into_iter().any(|cells| !cells.is_empty() && number(cells))
    }

    fn edit(&mut self, sheet: &Sheet, touched: &BTreeSet<Kind>) -> Edit {
        let node = &sheet.node;
        let mut edit = Edit {
            parts: node.parts.clone(),
            body: node.body,
            starts: node.starts,
            ends: node.ends,
            ties: node.ties.clone(),
            budget: node.budget.clone(),
        };
        let given = self.given;
        let about = |kind: Kind| lines(given, kind).filter(move |line| line.get(kind, "node") == node.number);
        let wrong = &mut self.wrong;
        if touched.contains(&Kind::Nodes) {
            for line in about(Kind::Nodes) {
                let mut cells = Cells { kind: Kind::Nodes, line, wrong };
                (edit.body, edit.starts, edit.ends) = (cells.id("body"), cells.day("starts"), cells.day("ends"));
            }
        }
        if touched.contains(&Kind::Parts) {
            edit.parts = about(Kind::Parts).filter_map(|line| Cells { kind: Kind::Parts, line, wrong }.part()).collect();
        }
        if touched.contains(&Kind::Ties) {
            edit.ties = about(Kind::Ties).filter_map(|line| Cells { kind: Kind::Ties, line, wrong }.tie()).collect();
        }
        if touched.contains(&Kind::Budget) {
            edit.budget = about(Kind::Budget).map(|line| Cells { kind: Kind::Budget, line, wrong }.budget()).collect();
        }
        edit
    }

    fn milestone(&mut self, change: &Change, line: &Line, fresh: &mut impl FnMut() -> Uuid) {
        let kind = Kind::Milestones;
        let Some(sheet) = self.node(kind, line) else { return };
        let mut cells = Cells { kind, line, wrong: &mut self.wrong };
        let id = cells.id("id");
        let stored = sheet.milestones.iter().find(|milestone| Some(milestone.id) == id);
        let (node, row) = (sheet.node.id, line.row);
        if change.what == What::Removed {
            let act = id.map(Act::RemoveMilestone);
            self.steps.extend(act.map(|act| Step { kind, row, node, act }));
            return;
        }
        if stored.is_none() && change.what != What::Added {
            self.wrong.push(elsewhere(kind, row));
            return;
        }
        let draft = MilestoneDraft {
            id: id.unwrap_or_else(fresh),
            text: cells.text("text"),
            when: cells.text("when"),
            dates: cells.dates("from", "to"),
            weight: cells.whole("weight"),
            mandatory: cells.flag("mandatory"),
            note: cells.text("note"),
        };
        let reason = cells.text("why");
        if cells.get("done").is_empty() && !cells.get("evidence").is_empty() {
            cells.refuse(
                "evidence",
                "une preuve demande le jour où l’étape est faite.",
                "evidence asks for the day the milestone is done.",
            );
        }
        let replan = stored.filter(|stored| stored.current != draft.dates);
        let replan = replan.map(|stored| Act::Replan(Replan { milestone: stored.id, dates: draft.dates, reason: reason.clone() }));
        let (done, evidence) = (cells.day("done"), cells.text("evidence"));
        let mark = match stored {
            Some(stored) if stored.done_on == done && stored.evidence == evidence => None,
            Some(stored) if done.is_none() && stored.started_on.is_some() => Some(Mark::Started { reason: reason.clone() }),
            Some(_) if done.is_none() => Some(Mark::Waiting { reason: reason.clone() }),
            None if done.is_none() => None,
            _ => Some(Mark::Done { on: done, evidence }),
        };
        let mark = mark.map(|mark| Act::Report(Report { milestones: vec![(draft.id, mark)], ..Report::default() }));
        let draft = MilestoneDraft { dates: stored.map_or(draft.dates, |stored| stored.baseline), ..draft };
        self.steps.push(Step { kind, row, node, act: Act::Milestone(draft) });
        self.steps.extend(replan.into_iter().chain(mark).map(|act| Step { kind, row, node, act }));
    }

    /// The indicators of this identifier, with their targets: one kept, or those that are new when it is empty.
    fn indicators(&mut self, id: &str, fresh: &mut impl FnMut() -> Uuid) {
        let kind = Kind::Indicators;
        let given = self.given;
        let found: Vec<&Line> = lines(given, kind).filter(|line| line.get(kind, "id").to_lowercase() == id).collect();
        let gone = self.tree.sheets.iter().flat_map(|sheet| &sheet.indicators).any(|indicator| indicator.id.to_string() == id);
        if found.is_empty() && !gone {
            for line in lines(given, Kind::Targets).filter(|line| line.get(Kind::Targets, "indicator").to_lowercase() == id) {
                let (fr, en) =
                    ("cet indicateur n’est pas dans la feuille des indicateurs.", "this indicator is not in the sheet of indicators.");
                self.wrong.push(Kind::Targets.wrong(line.row, "indicator", "exchange-indicator", fr, en));
            }
        }
        for line in found {
            let Some(sheet) = self.node(kind, line) else { continue };
            let others = self.tree.sheets.iter().filter(|other| other.node.id != sheet.node.id);
            if others.flat_map(|other| &other.indicators).any(|indicator| indicator.id.to_string() == id) {
                self.wrong.push(elsewhere(kind, line.row));
                continue;
            }
            let wrong = &mut self.wrong;
            let about = |target: &&Line| !id.is_empty() && target.get(Kind::Targets, "indicator").to_lowercase() == id;
            let targets =
                lines(given, Kind::Targets).filter(about).filter_map(|line| Cells { kind: Kind::Targets, line, wrong }.target()).collect();
            let mut cells = Cells { kind, line, wrong: &mut self.wrong };
            let draft = IndicatorDraft { id: cells.id("id").unwrap_or_else(&mut *fresh), targets, ..indicator(&mut cells) };
            self.steps.push(Step { kind, row: line.row, node: sheet.node.id, act: Act::Indicator(draft) });
        }
    }

    fn remove_indicator(&mut self, change: &Change) {
        let kind = Kind::Indicators;
        let line = Line { row: change.row, cells: change.before.clone() };
        let Some(sheet) = self.node(kind, &line) else { return };
        let id = Cells { kind, line: &line, wrong: &mut self.wrong }.id("id");
        self.steps.extend(id.map(|id| Step { kind, row: change.row, node: sheet.node.id, act: Act::RemoveIndicator(id) }));
    }

    fn value(&mut self, line: &Line) {
        let kind = Kind::Values;
        let mut cells = Cells { kind, line, wrong: &mut self.wrong };
        let (indicator, period, value) = (cells.id("indicator"), cells.period("period"), cells.value("value"));
        let (provisional, comment) = (cells.flag("provisional"), cells.text("comment"));
        let source = match cells.get("source") {
            "" => crate::Figure::DECLARED.to_owned(),
            source => source.to_owned(),
        };
        let (Some(indicator), Some(period), Some(value)) = (indicator, period, value) else { return };
        let sheet = self.tree.sheets.iter().find(|sheet| sheet.indicators.iter().any(|one| one.id == indicator));
        let Some(sheet) = sheet else {
            let (fr, en) = ("cet indicateur n’est pas encore dans le plan.", "this indicator is not in the plan yet.");
            self.wrong.push(kind.wrong(line.row, "indicator", "exchange-indicator", fr, en));
            return;
        };
        let measured = Measured { indicator, period, source, value, provisional, comment };
        let report = Report { figures: vec![measured], confirmed: self.confirmed, ..Report::default() };
        self.steps.push(Step { kind, row: line.row, node: sheet.node.id, act: Act::Report(report) });
    }
}

fn elsewhere(kind: Kind, row: u64) -> Violation {
    kind.wrong(
        row,
        "node",
        "exchange-moved",
        "cette ligne appartient à une autre action : une étape ou un indicateur n’en change pas.",
        "this line belongs to another action: a milestone or an indicator does not change actions.",
    )
}

/// What a line says of an indicator, but for its identifier and its targets.
pub(super) fn indicator(cells: &mut Cells<'_>) -> IndicatorDraft {
    let source = cells.text("source");
    IndicatorDraft {
        id: Uuid::nil(),
        title: bassin_kernel::LocalizedText::new(cells.text("title-fr"), cells.text("title-en")),
        follow: cells.text("follow"),
        unit: cells.text("unit"),
        decimals: cells.whole("decimals").unwrap_or_default(),
        direction: cells.code("direction", Direction::from_code),
        baseline: cells.number("baseline"),
        low: cells.number("low"),
        high: cells.number("high"),
        source: if source.is_empty() { Source::Typed } else { Source::Computed(source) },
        targets: Vec::new(),
    }
}
