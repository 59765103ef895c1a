//! A plan as tables.

use bassin_kernel::{Day, day_of};

use super::grid::{Grid, Kind};
use crate::{Dates, PartRole, Sheet, Source, Tree};

fn day(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Cents as euros.
#[expect(clippy::cast_precision_loss, reason = "amounts of a plan are far below what a float holds to the cent")]
fn euros(cents: Option<i64>) -> String {
    text(cents.map(|cents| cents as f64 / 100.0))
}

fn flag(value: bool) -> String {
    if value { "oui" } else { "non" }.to_owned()
}

/// Every table of a plan, in the order of the workbook.
#[must_use]
pub fn tables(tree: &Tree) -> Vec<Grid> {
    let each = |rows: fn(&Sheet) -> Vec<Vec<String>>| tree.sheets.iter().flat_map(rows).collect::<Vec<_>>();
    vec![
        Grid::of(Kind::Plan, [plan(tree)]),
        Grid::of(Kind::Amendments, tree.amendments.iter().map(amendment)),
        Grid::of(Kind::Nodes, tree.sheets.iter().map(|sheet| node(tree, sheet))),
        Grid::of(Kind::Parts, each(parts)),
        Grid::of(Kind::Ties, each(ties)),
        Grid::of(Kind::Budget, each(budget)),
        Grid::of(Kind::Milestones, each(milestones)),
        Grid::of(Kind::Replannings, each(replannings)),
        Grid::of(Kind::Indicators, each(indicators)),
        Grid::of(Kind::Targets, each(targets)),
        Grid::of(Kind::Values, each(values)),
    ]
}

fn plan(tree: &Tree) -> Vec<String> {
    let plan = &tree.plan;
    let levels = |pick: fn(&bassin_kernel::LocalizedText) -> &String| {
        plan.levels.iter().map(|level| pick(level).clone()).collect::<Vec<_>>().join("\n")
    };
    vec![
        plan.id.clone(),
        plan.name.fr.clone(),
        plan.name.en.clone(),
        plan.source.clone(),
        plan.from.to_string(),
        plan.to.to_string(),
        levels(|level| &level.fr),
        levels(|level| &level.en),
        plan.version.to_string(),
        day(plan.followed_since),
    ]
}

fn amendment(one: &crate::Amendment) -> Vec<String> {
    vec![one.version.to_string(), one.day.to_string(), one.what.clone(), one.why.clone(), one.decided_by.clone()]
}

fn node(tree: &Tree, sheet: &Sheet) -> Vec<String> {
    let node = &sheet.node;
    let said = &node.content;
    let above = node.parent.and_then(|id| tree.sheet(id)).map(|above| above.node.number.clone());
    vec![
        node.id.to_string(),
        node.number.clone(),
        above.unwrap_or_default(),
        node.title.fr.clone(),
        node.title.en.clone(),
        node.status.code().to_owned(),
        node.reason.clone(),
        text(node.body),
        day(node.starts),
        day(node.ends),
        said.keywords.join("\n"),
        said.objectives.join("\n"),
        said.body.clone(),
        said.follow.join("\n"),
        said.notes.join("\n"),
        said.open.join("\n"),
        said.levers.join("\n"),
        said.links.join("\n"),
        text(said.page),
    ]
}

fn parts(sheet: &Sheet) -> Vec<Vec<String>> {
    let row = |part: &crate::Part| {
        let role = match part.role {
            PartRole::Pilot => "pilote",
            PartRole::Partner => "partenaire",
        };
        vec![sheet.node.number.clone(), role.to_owned(), part.label.clone(), text(part.organisation), text(part.person)]
    };
    sheet.node.parts.iter().map(row).collect()
}

fn ties(sheet: &Sheet) -> Vec<Vec<String>> {
    let row = |tie: &crate::Tie| vec![sheet.node.number.clone(), tie.kind.code().to_owned(), tie.reference.clone(), tie.label.clone()];
    sheet.node.ties.iter().map(row).collect()
}

fn budget(sheet: &Sheet) -> Vec<Vec<String>> {
    let row = |line: &crate::BudgetLine| {
        let [planned, committed, spent] = [line.planned, line.committed, line.spent].map(euros);
        vec![sheet.node.number.clone(), line.label.clone(), line.funder.clone(), text(line.year), planned, committed, spent]
    };
    sheet.node.budget.iter().map(row).collect()
}

fn both(dates: Dates) -> [String; 2] {
    [day(dates.from), day(dates.to)]
}

fn milestones(sheet: &Sheet) -> Vec<Vec<String>> {
    let row = |one: &crate::Milestone| {
        let mut cells = vec![one.id.to_string(), sheet.node.number.clone(), one.text.clone(), one.when.clone()];
        cells.extend(both(one.baseline));
        cells.extend(both(one.current));
        cells.extend([String::new(), text(one.weight), flag(one.mandatory), one.note.clone()]);
        cells.extend([day(one.started_on), day(one.done_on), one.evidence.clone()]);
        cells
    };
    sheet.milestones.iter().map(row).collect()
}

fn replannings(sheet: &Sheet) -> Vec<Vec<String>> {
    let of = |one: &crate::Milestone| {
        let id = one.id.to_string();
        let row = |change: &crate::Replanning| {
            let [old, new] = [change.old, change.new].map(both);
            let told = [change.reason.clone(), day_of(change.at).to_string()];
            std::iter::once(id.clone()).chain(old).chain(new).chain(told).collect()
        };
        one.replannings.iter().map(row).collect::<Vec<_>>()
    };
    sheet.milestones.iter().flat_map(of).collect()
}

fn indicators(sheet: &Sheet) -> Vec<Vec<String>> {
    let row = |one: &crate::Indicator| {
        let source = match &one.source {
            Source::Typed => String::new(),
            Source::Computed(key) => key.clone(),
        };
        vec![
            one.id.to_string(),
            sheet.node.number.clone(),
            one.title.fr.clone(),
            one.title.en.clone(),
            one.follow.clone(),
            one.unit.clone(),
            one.decimals.to_string(),
            one.direction.map(|direction| direction.code().to_owned()).unwrap_or_default(),
            text(one.baseline),
            text(one.low),
            text(one.high),
            source,
        ]
    };
    sheet.indicators.iter().map(row).collect()
}

fn targets(sheet: &Sheet) -> Vec<Vec<String>> {
    let of = |one: &crate::Indicator| {
        let id = one.id.to_string();
        one.targets.iter().map(|target| vec![id.clone(), target.period.to_string(), target.value.to_string()]).collect::<Vec<_>>()
    };
    sheet.indicators.iter().flat_map(of).collect()
}

fn values(sheet: &Sheet) -> Vec<Vec<String>> {
    let row = |one: &crate::Figure| {
        let figures = [one.value.to_string(), flag(one.provisional), one.comment.clone()];
        let cells = [one.indicator.to_string(), one.period.to_string(), one.source.clone()];
        cells.into_iter().chain(figures).collect()
    };
    sheet.figures.iter().map(row).collect()
}
