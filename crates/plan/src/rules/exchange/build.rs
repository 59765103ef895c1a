//! A plan made from tables, and a plan made from another.

use std::collections::HashMap;

use bassin_kernel::{Day, LocalizedText, Violation};
use uuid::Uuid;

use super::{
    acts::indicator,
    cells::Cells,
    grid::{Grid, Kind, Line, lines},
};
use crate::{
    Amendment, Content, Dates, Figure, Indicator, Milestone, Node, Plan, PlanState, Replanning, Sheet, Status, Tree,
    rules::act::IndicatorDraft,
};

/// The plan that tables describe, when it is not kept yet. `fresh` makes the identifiers they leave out.
///
/// # Errors
/// Everything that keeps it from being a plan: cells that cannot be read, numbers told twice, lines about nothing.
pub fn build(given: &[Grid], mut fresh: impl FnMut() -> Uuid) -> Result<Tree, Vec<Violation>> {
    let mut wrong = Vec::new();
    let plan = plan(given, &mut wrong);
    let mut sheets = nodes(given, &plan, &mut fresh, &mut wrong);
    fill(given, &mut sheets, &mut fresh, &mut wrong);
    let amendments = amendments(given, &plan, &mut fresh, &mut wrong);
    if wrong.is_empty() { Ok(Tree { plan, sheets, amendments, events: Vec::new() }) } else { Err(wrong) }
}

fn missing(kind: Kind, row: u64, key: &str) -> Violation {
    kind.wrong(row, key, "exchange-missing", "à remplir.", "to be filled.")
}

fn plan(given: &[Grid], wrong: &mut Vec<Violation>) -> Plan {
    let kind = Kind::Plan;
    let blank = Line { row: 2, cells: Vec::new() };
    let line = lines(given, kind).next().unwrap_or(&blank);
    let mut cells = Cells { kind, line, wrong };
    let id = cells.text("id");
    let (from, to) = (cells.day("from"), cells.day("to"));
    let levels: Vec<LocalizedText> = {
        let (fr, en) = (cells.items("levels-fr"), cells.items("levels-en"));
        (0..fr.len()).filter_map(|at| Some(LocalizedText::new(fr.get(at)?, en.get(at).or_else(|| fr.get(at))?))).collect()
    };
    let name = LocalizedText::new(cells.text("name-fr"), cells.text("name-en"));
    let (source, version, followed_since) = (cells.text("source"), cells.whole("version").unwrap_or(1), cells.day("followed"));
    if id != bassin_kernel::text::slug(&id) || id.is_empty() || id.chars().count() > 80 {
        let (fr, en) = (
            "écrivez un nom court en minuscules, sans espaces ni accents.",
            "write a short name in lower case, without spaces or accents.",
        );
        wrong.push(kind.wrong(line.row, "id", "exchange-plan-id", fr, en));
    }
    let empty = [("name-fr", name.fr.is_empty()), ("from", from.is_none()), ("to", to.is_none()), ("levels-fr", levels.is_empty())];
    wrong.extend(empty.into_iter().filter(|(_, empty)| *empty).map(|(key, _)| missing(kind, line.row, key)));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        wrong.push(kind.wrong(line.row, "to", "exchange-reversed", "la fin précède le début.", "the end comes before the beginning."));
    }
    let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
    Plan { id, name, source, levels, from, to, version, owner: None, state: PlanState::InForce, followed_since, position: 0, revision: 1 }
}

/// What amended the plan. A decision taken elsewhere is known by its words only.
fn amendments(given: &[Grid], plan: &Plan, fresh: &mut impl FnMut() -> Uuid, wrong: &mut Vec<Violation>) -> Vec<Amendment> {
    let kind = Kind::Amendments;
    let mut read = |line: &Line| {
        let mut cells = Cells { kind, line, wrong: &mut *wrong };
        let (version, day) = (cells.whole("version"), cells.day("day"));
        let empty = [("version", version.is_none()), ("day", day.is_none()), ("what", cells.get("what").is_empty())];
        let (what, why, decided_by) = (cells.text("what"), cells.text("why"), cells.text("decided-by"));
        wrong.extend(empty.into_iter().filter(|(_, empty)| *empty).map(|(key, _)| missing(kind, line.row, key)));
        Some(Amendment { id: fresh(), plan: plan.id.clone(), version: version?, day: day?, what, why, decided_by, decision: None })
    };
    lines(given, kind).filter_map(&mut read).collect()
}

fn nodes(given: &[Grid], plan: &Plan, fresh: &mut impl FnMut() -> Uuid, wrong: &mut Vec<Violation>) -> Vec<Sheet> {
    let kind = Kind::Nodes;
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in lines(given, kind) {
        let mut cells = Cells { kind, line, wrong: &mut *wrong };
        let node = node(&mut cells, plan, &sheets, fresh);
        let clash = |other: &Sheet| other.node.number == node.number || other.node.id == node.id;
        if sheets.iter().any(clash) {
            let (fr, en) = ("ce numéro ou cet identifiant est déjà pris plus haut.", "this number or this identifier is taken above.");
            wrong.push(kind.wrong(line.row, "node", "exchange-twice", fr, en));
        }
        sheets.push(Sheet { node, milestones: Vec::new(), indicators: Vec::new(), figures: Vec::new() });
    }
    if sheets.is_empty() {
        wrong.push(missing(kind, 2, "node"));
    }
    sheets
}

fn node(cells: &mut Cells<'_>, plan: &Plan, sheets: &[Sheet], fresh: &mut impl FnMut() -> Uuid) -> Node {
    let (kind, row) = (cells.kind, cells.line.row);
    let above = cells.text("parent");
    let parent = sheets.iter().find(|sheet| sheet.node.number == above);
    if parent.is_none() && !above.is_empty() {
        let (fr, en) = (format!("« {above} » n’est pas plus haut dans la feuille."), format!("“{above}” is not above in the sheet."));
        cells.wrong.push(kind.wrong(row, "parent", "exchange-parent", &fr, &en));
    }
    let level = parent.map_or(0, |parent| parent.node.level + 1);
    if usize::try_from(level).is_ok_and(|level| level >= plan.levels.len().max(1)) {
        let (fr, en) = ("le plan n’a pas de niveau aussi bas.", "the plan has no level so low.");
        cells.wrong.push(kind.wrong(row, "parent", "exchange-level", fr, en));
    }
    let (id, parent) = (cells.id("id").unwrap_or_else(fresh), parent.map(|parent| parent.node.id));
    for key in ["node", "title-fr"].into_iter().filter(|key| cells.get(key).is_empty()).collect::<Vec<_>>() {
        cells.wrong.push(missing(kind, row, key));
    }
    let position = 1 + sheets.iter().filter(|sheet| sheet.node.parent == parent).count();
    Node {
        id,
        plan: plan.id.clone(),
        parent,
        level,
        position: u32::try_from(position).unwrap_or(u32::MAX),
        number: cells.text("node"),
        title: LocalizedText::new(cells.text("title-fr"), cells.text("title-en")),
        content: content(cells),
        parts: Vec::new(),
        body: cells.id("body"),
        starts: cells.day("starts"),
        ends: cells.day("ends"),
        status: cells.code("status", Status::from_code).unwrap_or(Status::Planned),
        reason: cells.text("reason"),
        decision: None,
        ties: Vec::new(),
        budget: Vec::new(),
        revision: 1,
    }
}

fn content(cells: &mut Cells<'_>) -> Content {
    Content {
        keywords: cells.items("keywords"),
        objectives: cells.items("objectives"),
        body: cells.text("named-body"),
        follow: cells.items("follow"),
        notes: cells.items("notes"),
        open: cells.items("open"),
        levers: cells.items("levers"),
        links: cells.items("links"),
        page: cells.whole("page"),
    }
}

/// What hangs on nodes and on indicators.
fn fill(given: &[Grid], sheets: &mut [Sheet], fresh: &mut impl FnMut() -> Uuid, wrong: &mut Vec<Violation>) {
    for kind in [Kind::Parts, Kind::Ties, Kind::Budget, Kind::Milestones, Kind::Indicators] {
        for line in lines(given, kind) {
            let number = line.get(kind, "node");
            let Some(sheet) = sheets.iter_mut().find(|sheet| sheet.node.number == number) else {
                let (fr, en) = (format!("« {number} » n’est pas dans le plan."), format!("“{number}” is not in the plan."));
                wrong.push(kind.wrong(line.row, "node", "exchange-node", &fr, &en));
                continue;
            };
            let mut cells = Cells { kind, line, wrong: &mut *wrong };
            match kind {
                Kind::Parts => sheet.node.parts.extend(cells.part()),
                Kind::Ties => sheet.node.ties.extend(cells.tie()),
                Kind::Budget => sheet.node.budget.push(cells.budget()),
                Kind::Milestones => sheet.milestones.push(milestone(&mut cells, sheet.node.id, sheet.milestones.len(), fresh)),
                _ => sheet.indicators.push(whole(&mut cells, sheet.node.id, sheet.indicators.len(), fresh)),
            }
        }
    }
    for kind in [Kind::Targets, Kind::Values, Kind::Replannings] {
        for line in lines(given, kind) {
            hang(Cells { kind, line, wrong: &mut *wrong }, sheets);
        }
    }
}

fn milestone(cells: &mut Cells<'_>, node: Uuid, before: usize, fresh: &mut impl FnMut() -> Uuid) -> Milestone {
    if cells.get("text").is_empty() {
        cells.wrong.push(missing(cells.kind, cells.line.row, "text"));
    }
    let current = cells.dates("from", "to");
    let first = cells.dates("first-from", "first-to");
    Milestone {
        id: cells.id("id").unwrap_or_else(fresh),
        node,
        position: u32::try_from(before + 1).unwrap_or(u32::MAX),
        text: cells.text("text"),
        when: cells.text("when"),
        baseline: if first == Dates::default() { current } else { first },
        current,
        weight: cells.whole("weight"),
        mandatory: cells.flag("mandatory"),
        started_on: cells.day("started"),
        done_on: cells.day("done"),
        evidence: cells.text("evidence"),
        note: cells.text("note"),
        replannings: Vec::new(),
    }
}

fn whole(cells: &mut Cells<'_>, node: Uuid, before: usize, fresh: &mut impl FnMut() -> Uuid) -> Indicator {
    if cells.get("title-fr").is_empty() {
        cells.wrong.push(missing(cells.kind, cells.line.row, "title-fr"));
    }
    let id = cells.id("id").unwrap_or_else(fresh);
    let IndicatorDraft { title, follow, unit, decimals, direction, baseline, low, high, source, targets, .. } = indicator(cells);
    let position = u32::try_from(before + 1).unwrap_or(u32::MAX);
    Indicator { id, node, position, title, follow, unit, decimals, direction, baseline, low, high, source, targets }
}

/// A target, a value or a change of dates, on what it is about.
fn hang(mut cells: Cells<'_>, sheets: &mut [Sheet]) {
    let (kind, row) = (cells.kind, cells.line.row);
    let key = if kind == Kind::Replannings { "milestone" } else { "indicator" };
    let Some(id) = cells.id(key) else {
        if cells.get(key).is_empty() {
            cells.wrong.push(missing(kind, row, key));
        }
        return;
    };
    let about = |sheet: &&mut Sheet| {
        sheet.indicators.iter().any(|indicator| indicator.id == id) || sheet.milestones.iter().any(|milestone| milestone.id == id)
    };
    let Some(sheet) = sheets.iter_mut().find(about) else {
        let (fr, en) = ("cet identifiant n’est dans aucune autre feuille.", "this identifier is in no other sheet.");
        cells.wrong.push(kind.wrong(row, key, "exchange-indicator", fr, en));
        return;
    };
    match kind {
        Kind::Targets => {
            let target = cells.target();
            let indicator = sheet.indicators.iter_mut().find(|indicator| indicator.id == id);
            if let Some((indicator, target)) = indicator.zip(target) {
                indicator.targets.push(target);
            }
        }
        Kind::Values => sheet.figures.extend(figure(&mut cells, id)),
        _ => {
            let change = replanning(&mut cells);
            if let Some(milestone) = sheet.milestones.iter_mut().find(|milestone| milestone.id == id) {
                milestone.replannings.push(change);
            }
        }
    }
}

fn figure(cells: &mut Cells<'_>, indicator: Uuid) -> Option<Figure> {
    let (period, value) = (cells.period("period"), cells.value("value"));
    let source = match cells.get("source") {
        "" => Figure::DECLARED.to_owned(),
        source => source.to_owned(),
    };
    let (provisional, comment) = (cells.flag("provisional"), cells.text("comment"));
    Some(Figure {
        indicator,
        period: period?,
        source,
        value: value?,
        provisional,
        comment,
        by: None,
        at: bassin_kernel::Timestamp::default(),
    })
}

fn replanning(cells: &mut Cells<'_>) -> Replanning {
    let on: Day = cells.day("on").unwrap_or_default();
    let noon = chrono::NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    Replanning {
        old: cells.dates("old-from", "old-to"),
        new: cells.dates("new-from", "new-to"),
        reason: cells.text("why"),
        by: None,
        at: on.and_time(noon).and_utc(),
    }
}

/// A plan made from another: its text, its people, its milestones, its indicators and their targets; nothing of what became of it.
#[must_use]
pub fn copy(tree: &Tree, id: &str, name: LocalizedText, state: PlanState, mut fresh: impl FnMut() -> Uuid) -> Tree {
    let ids: HashMap<Uuid, Uuid> = tree.sheets.iter().map(|sheet| (sheet.node.id, fresh())).collect();
    let same = |id: Uuid| ids.get(&id).copied().unwrap_or(id);
    let plan = Plan {
        id: id.to_owned(),
        name,
        state,
        version: 1,
        followed_since: None,
        position: tree.plan.position,
        revision: 1,
        ..tree.plan.clone()
    };
    let mut sheets = Vec::new();
    for sheet in &tree.sheets {
        let node = &sheet.node;
        let node = Node {
            id: same(node.id),
            plan: id.to_owned(),
            parent: node.parent.map(same),
            status: Status::Planned,
            reason: String::new(),
            decision: None,
            budget: Vec::new(),
            revision: 1,
            ..node.clone()
        };
        let milestone = |one: &Milestone| Milestone {
            id: Uuid::nil(),
            node: node.id,
            baseline: one.baseline,
            current: one.baseline,
            started_on: None,
            done_on: None,
            evidence: String::new(),
            replannings: Vec::new(),
            ..one.clone()
        };
        let mut milestones: Vec<Milestone> = sheet.milestones.iter().map(milestone).collect();
        milestones.iter_mut().for_each(|one| one.id = fresh());
        let mut indicators: Vec<Indicator> = sheet.indicators.iter().map(|one| Indicator { node: node.id, ..one.clone() }).collect();
        indicators.iter_mut().for_each(|one| one.id = fresh());
        sheets.push(Sheet { node, milestones, indicators, figures: Vec::new() });
    }
    Tree { plan, sheets, amendments: Vec::new(), events: Vec::new() }
}
