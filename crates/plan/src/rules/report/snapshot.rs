//! Copying a plan, so that what changes later changes nothing of a report.

use std::collections::HashMap;

use bassin_kernel::{Day, Timestamp};
use uuid::Uuid;

use crate::{
    Figure, Indicator, Sheet, Tree,
    campaign::{Collection, Standing},
    report::{Asked, Collected, Frozen, FrozenCause, FrozenFigure, FrozenIndicator, FrozenMilestone, FrozenWords, Report, Snapshot},
    rules::{campaign, health, indicator, progress},
};

/// What is around a plan when it is copied.
#[derive(Debug)]
pub struct Around<'a> {
    /// The day health is computed for.
    pub day: Day,
    /// When it is copied.
    pub now: Timestamp,
    /// The number of the journal.
    pub journal: u64,
    /// The names of organisations.
    pub names: &'a HashMap<Uuid, String>,
    /// Values of indicators, those that are computed included.
    pub figures: &'a HashMap<Uuid, Vec<Figure>>,
    /// The campaign the report was collected by.
    pub collection: Option<&'a Collection>,
}

/// The copy of a plan that a report shows.
#[must_use]
pub fn snapshot(report: &Report, tree: &Tree, around: &Around<'_>) -> Snapshot {
    let (standings, shares) = (health::assess(tree, around.day), progress::assess(tree));
    let node = |sheet: &Sheet| frozen(report, tree, sheet, around, standings.get(&sheet.node.id), shares.get(&sheet.node.id));
    let collected = |collection: &Collection| {
        let (received, asked) = collection.received();
        let orphan =
            |request: &&crate::campaign::Request| campaign::standing(&collection.campaign, request, around.day) == Standing::NoPilot;
        let without_pilot = collection.requests.iter().filter(orphan).count();
        Collected { title: collection.campaign.title.clone(), asked, received, without_pilot }
    };
    Snapshot {
        format: 1,
        report: report.id,
        kind: report.kind,
        period: report.period,
        title: report.title.clone(),
        plan: tree.plan.id.clone(),
        plan_name: tree.plan.name.clone(),
        source: tree.plan.source.clone(),
        version: tree.plan.version,
        journal: around.journal,
        taken_at: around.now,
        day: around.day,
        levels: tree.plan.levels.clone(),
        introduction: report.introduction.clone(),
        conclusion: report.conclusion.clone(),
        collection: around.collection.map(collected),
        nodes: tree.sheets.iter().map(node).collect(),
    }
}

fn frozen(
    report: &Report,
    tree: &Tree,
    sheet: &Sheet,
    around: &Around<'_>,
    standing: Option<&health::Standing>,
    share: Option<&progress::Progress>,
) -> Frozen {
    let node = &sheet.node;
    let told = campaign::told(tree.events_of(node.id), report.period).map(|words| FrozenWords {
        done: words.done.to_owned(),
        successes: words.successes.to_owned(),
        difficulties: words.difficulties.to_owned(),
        remedies: words.remedies.to_owned(),
    });
    Frozen {
        id: node.id,
        parent: node.parent,
        level: node.level,
        leaf: tree.children(Some(node.id)).next().is_none(),
        number: node.number.clone(),
        title: node.title.clone(),
        revision: node.revision,
        page: node.content.page,
        objectives: node.content.objectives.clone(),
        pilots: pilots(sheet, around.names),
        status: node.status.code().to_owned(),
        reason: node.reason.clone(),
        health: standing.map_or(health::Health::Unknown, |standing| standing.health).code().to_owned(),
        causes: standing.map(|standing| standing.causes.iter().map(|cause| why(tree, cause)).collect()).unwrap_or_default(),
        slips: standing.map_or(0, |standing| standing.slips),
        slips_across_years: standing.map_or(0, |standing| standing.slips_across_years),
        progress: share.and_then(|share| share.share),
        rule: share.map(|share| share.rule.code().to_owned()).unwrap_or_default(),
        asked: asked(sheet, around.collection),
        told,
        milestones: sheet.milestones.iter().map(milestone).collect(),
        indicators: sheet.indicators.iter().map(|one| of_indicator(sheet, one, around.figures)).collect(),
    }
}

/// Who pilots it, without the names of people: a report is read by everybody, for years.
fn pilots(sheet: &Sheet, names: &HashMap<Uuid, String>) -> Vec<String> {
    let name =
        |part: &crate::Part| part.organisation.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| part.label.trim().to_owned());
    let mut found: Vec<String> = sheet.node.pilots().map(name).filter(|name| !name.is_empty()).collect();
    found.dedup();
    found
}

fn why(tree: &Tree, cause: &health::Cause) -> FrozenCause {
    let of = tree.sheet(cause.node);
    let what = cause.milestone.and_then(|id| of?.milestones.iter().find(|milestone| milestone.id == id));
    FrozenCause {
        reason: cause.reason.code().to_owned(),
        number: of.map(|of| of.node.number.clone()).unwrap_or_default(),
        what: what.map(|milestone| milestone.text.clone()).unwrap_or_default(),
        day: cause.day,
    }
}

fn asked(sheet: &Sheet, collection: Option<&Collection>) -> Asked {
    let Some(request) = collection.and_then(|collection| collection.requests.iter().find(|request| request.node == sheet.node.id)) else {
        return Asked::No;
    };
    match (&request.answer, request.pilots.is_empty()) {
        (Some(_), _) => Asked::Answered,
        (None, true) => Asked::NoPilot,
        (None, false) => Asked::Silent,
    }
}

fn milestone(milestone: &crate::Milestone) -> FrozenMilestone {
    FrozenMilestone {
        text: milestone.text.clone(),
        when: milestone.when.clone(),
        baseline: milestone.baseline,
        current: milestone.current,
        started_on: milestone.started_on,
        done_on: milestone.done_on,
        evidence: milestone.evidence.clone(),
        slips: milestone.slips(),
    }
}

fn of_indicator(sheet: &Sheet, one: &Indicator, known: &HashMap<Uuid, Vec<Figure>>) -> FrozenIndicator {
    let figures: Vec<Figure> = known.get(&one.id).cloned().unwrap_or_else(|| sheet.figures_of(one.id).cloned().collect());
    let figure = |figure: &Figure| {
        let of_period = figures.iter().filter(|other| other.period == figure.period);
        let counts = indicator::counting(of_period, one).is_some_and(|counting| counting.source == figure.source);
        let target = indicator::target(one, figure.period).filter(|_| counts);
        FrozenFigure {
            period: figure.period,
            value: figure.value,
            source: figure.source.clone(),
            provisional: figure.provisional,
            comment: figure.comment.clone(),
            at: figure.at,
            counts,
            against: target.map(|target| indicator::against(one, figure.value, target.value).code().to_owned()).unwrap_or_default(),
        }
    };
    FrozenIndicator {
        id: one.id,
        title: one.title.clone(),
        unit: one.unit.clone(),
        decimals: one.decimals,
        direction: one.direction,
        baseline: one.baseline,
        targets: one.targets.clone(),
        figures: figures.iter().map(figure).collect(),
    }
}
