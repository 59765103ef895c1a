//! What those who manage a plan do: days, people, milestones, indicators.

use bassin_kernel::Violation;
use uuid::Uuid;

use super::{Context, Edit, IndicatorDraft, MilestoneDraft, Replan, unknown};
use crate::{BudgetLine, Dates, Fact, Indicator, Milestone, Replanning, Sheet};

/// The longest text of a line.
const LONGEST: usize = 2_000;

pub(super) fn missing(field: &str) -> Violation {
    Violation::new("plan-missing", "À remplir.", "To be filled.").on(field)
}

fn too_long(field: &str) -> Violation {
    Violation::new(
        "plan-too-long",
        format!("Ce texte dépasse {LONGEST} caractères."),
        format!("This text is longer than {LONGEST} characters."),
    )
    .on(field)
}

fn words(field: &str, text: &str, wrong: &mut Vec<Violation>) {
    if text.trim().is_empty() {
        wrong.push(missing(field));
    } else if text.chars().count() > LONGEST {
        wrong.push(too_long(field));
    }
}

fn order(dates: Dates, field: &str, wrong: &mut Vec<Violation>) {
    if let (Some(from), Some(to)) = (dates.from, dates.to)
        && to < from
    {
        wrong.push(Violation::new("plan-reversed", "La fin précède le début.", "The end comes before the beginning.").on(field));
    }
}

pub(super) fn replan(sheet: &mut Sheet, replan: &Replan, context: &Context) -> Result<Vec<Fact>, Vec<Violation>> {
    let Some(milestone) = sheet.milestones.iter_mut().find(|milestone| milestone.id == replan.milestone) else {
        return Err(vec![unknown("to")]);
    };
    let mut wrong = Vec::new();
    words("reason", &replan.reason, &mut wrong);
    order(replan.dates, "to", &mut wrong);
    if milestone.done_on.is_some() {
        wrong.push(
            Violation::new(
                "replan-done",
                "Cette étape est faite : elle ne se replanifie pas.",
                "This milestone is done: it is not planned again.",
            )
            .on("to"),
        );
    }
    if replan.dates == milestone.current {
        wrong.push(Violation::new("replan-same", "Ce sont les dates déjà prévues.", "These are the dates already planned.").on("to"));
    }
    if replan.dates.to.is_none() && milestone.current.to.is_some() {
        wrong.push(
            Violation::new(
                "replan-undated",
                "Une étape datée garde une échéance : donnez la nouvelle.",
                "A dated milestone keeps a due day: give the new one.",
            )
            .on("to"),
        );
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (old, reason) = (milestone.current, replan.reason.trim().to_owned());
    milestone.current = replan.dates;
    milestone.replannings.push(Replanning { old, new: replan.dates, reason: reason.clone(), by: context.by, at: context.now });
    Ok(vec![Fact::Replanned { milestone: milestone.id, old, new: replan.dates, reason }])
}

pub(super) fn edit(sheet: &mut Sheet, edit: &Edit) -> Result<Vec<Fact>, Vec<Violation>> {
    let mut wrong = Vec::new();
    order(Dates { from: edit.starts, to: edit.ends }, "ends", &mut wrong);
    for part in &edit.parts {
        if part.organisation.is_none() && part.person.is_none() && part.label.trim().is_empty() {
            wrong.push(missing("parts"));
        }
    }
    if edit.ties.iter().any(|tie| tie.label.trim().is_empty() && tie.reference.trim().is_empty()) {
        wrong.push(missing("ties"));
    }
    let negative = |line: &BudgetLine| [line.planned, line.committed, line.spent].into_iter().flatten().any(|amount| amount < 0);
    if edit.budget.iter().any(|line| line.label.trim().is_empty() || negative(line)) {
        wrong.push(
            Violation::new(
                "budget-line",
                "Chaque ligne de budget a un libellé et des montants positifs, hors taxes.",
                "Each line of budget has words and positive amounts, excluding tax.",
            )
            .on("budget"),
        );
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let before = sheet.node.clone();
    let node = &mut sheet.node;
    node.parts.clone_from(&edit.parts);
    node.ties.clone_from(&edit.ties);
    node.budget.clone_from(&edit.budget);
    (node.body, node.starts, node.ends) = (edit.body, edit.starts, edit.ends);
    Ok(if *node == before { Vec::new() } else { vec![Fact::Edited] })
}

pub(super) fn keep_milestone(sheet: &mut Sheet, draft: &MilestoneDraft) -> Result<Vec<Fact>, Vec<Violation>> {
    let mut wrong = Vec::new();
    words("text", &draft.text, &mut wrong);
    order(draft.dates, "to", &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let next = sheet.milestones.iter().map(|milestone| milestone.position).max().unwrap_or_default() + 1;
    let place = sheet.milestones.iter().position(|milestone| milestone.id == draft.id);
    if place.is_none() {
        sheet.milestones.push(Milestone {
            id: draft.id,
            node: sheet.node.id,
            position: next,
            text: String::new(),
            when: String::new(),
            baseline: draft.dates,
            current: draft.dates,
            weight: None,
            mandatory: false,
            started_on: None,
            done_on: None,
            evidence: String::new(),
            note: String::new(),
            replannings: Vec::new(),
        });
    }
    let at = place.unwrap_or(sheet.milestones.len() - 1);
    let Some(milestone) = sheet.milestones.get_mut(at) else { return Err(vec![unknown("text")]) };
    let before = milestone.clone();
    draft.text.trim().clone_into(&mut milestone.text);
    draft.when.trim().clone_into(&mut milestone.when);
    draft.note.trim().clone_into(&mut milestone.note);
    (milestone.weight, milestone.mandatory) = (draft.weight, draft.mandatory);
    Ok(if place.is_some() && *milestone == before { Vec::new() } else { vec![Fact::Milestones] })
}

pub(super) fn remove_milestone(sheet: &mut Sheet, id: Uuid) -> Result<Vec<Fact>, Vec<Violation>> {
    let Some(milestone) = sheet.milestones.iter().find(|milestone| milestone.id == id) else { return Ok(Vec::new()) };
    if milestone.done_on.is_some() || !milestone.replannings.is_empty() {
        return Err(vec![Violation::new(
            "milestone-told",
            "Cette étape a été faite ou replanifiée : elle reste au dossier.",
            "This milestone was done or planned again: it stays on file.",
        )]);
    }
    sheet.milestones.retain(|milestone| milestone.id != id);
    Ok(vec![Fact::Milestones])
}

pub(super) fn keep_indicator(sheet: &mut Sheet, draft: &IndicatorDraft) -> Result<Vec<Fact>, Vec<Violation>> {
    let mut wrong = Vec::new();
    words("title", &draft.title.fr, &mut wrong);
    if let (Some(low), Some(high)) = (draft.low, draft.high)
        && high < low
    {
        wrong.push(Violation::new("indicator-range", "Le plus est moindre que le moins.", "The most is less than the least.").on("high"));
    }
    let mut periods: Vec<_> = draft.targets.iter().map(|target| target.period).collect();
    periods.sort_unstable();
    periods.dedup();
    if periods.len() < draft.targets.len() {
        wrong.push(Violation::new("indicator-targets", "Une période a deux cibles.", "A period has two targets.").on("targets"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let place = sheet.indicators.iter().position(|indicator| indicator.id == draft.id);
    let next = sheet.indicators.iter().map(|indicator| indicator.position).max().unwrap_or_default() + 1;
    let position = place.and_then(|at| sheet.indicators.get(at)).map_or(next, |indicator| indicator.position);
    let mut targets = draft.targets.clone();
    targets.sort_by_key(|target| target.period);
    let indicator = Indicator {
        id: draft.id,
        node: sheet.node.id,
        position,
        title: draft.title.clone(),
        follow: draft.follow.trim().to_owned(),
        unit: draft.unit.trim().to_owned(),
        decimals: draft.decimals.min(6),
        direction: draft.direction,
        baseline: draft.baseline,
        low: draft.low,
        high: draft.high,
        source: draft.source.clone(),
        targets,
    };
    match place.and_then(|at| sheet.indicators.get_mut(at)) {
        Some(stored) if *stored == indicator => return Ok(Vec::new()),
        Some(stored) => *stored = indicator,
        None => sheet.indicators.push(indicator),
    }
    Ok(vec![Fact::Indicators])
}

pub(super) fn remove_indicator(sheet: &mut Sheet, id: Uuid) -> Result<Vec<Fact>, Vec<Violation>> {
    if !sheet.indicators.iter().any(|indicator| indicator.id == id) {
        return Ok(Vec::new());
    }
    if sheet.figures_of(id).next().is_some() {
        return Err(vec![Violation::new(
            "indicator-measured",
            "Cet indicateur a des valeurs : il reste au dossier.",
            "This indicator has values: it stays on file.",
        )]);
    }
    sheet.indicators.retain(|indicator| indicator.id != id);
    Ok(vec![Fact::Indicators])
}
