//! A pilot tells how an action goes: one page, for a telephone.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Kind, Period, Problem};
use bassin_web::{Choice, Failure, Field, Link, Reader, Submitted};
use chrono::Datelike;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    action::{found, milestone_tag},
    decision,
    form::{Block, Form, Item, Read},
    node_address, node_trail, say,
};
use crate::{
    Fact, Figure, Indicator, Milestone, Plans, Sheet, Source, Status, Tree, may_report, policy, report_scopes,
    rules::{
        act::{Act, Mark, Measured, Report, Told},
        indicator::target,
        status::leads,
    },
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    periode: String,
}

/// The period told of: the one asked for, this year while the plan lasts, its last year afterwards.
pub(super) fn period(tree: &Tree, plans: &Plans, asked: &str) -> Period {
    let year = plans.today().year().min(tree.plan.to.year()).max(tree.plan.from.year());
    asked.parse().unwrap_or_else(|_| Period::year(u16::try_from(year).unwrap_or_default()))
}

/// Whether an indicator takes values: it has a unit, a target, a value or a way that is better. The others are told in words.
pub(super) fn takes_values(sheet: &Sheet, indicator: &Indicator) -> bool {
    let measured = !indicator.unit.is_empty() || !indicator.targets.is_empty() || indicator.direction.is_some();
    indicator.source == Source::Typed && (measured || sheet.figures_of(indicator.id).next().is_some())
}

/// What the pilot told last of a period.
fn told(tree: &Tree, sheet: &Sheet, of: Period) -> Option<Told> {
    tree.events_of(sheet.node.id).find_map(|event| match &event.fact {
        Fact::Told { period, done, successes, difficulties, remedies } if *period == of => Some(Told {
            period: of,
            done: done.clone(),
            successes: successes.clone(),
            difficulties: difficulties.clone(),
            remedies: remedies.clone(),
        }),
        _ => None,
    })
}

fn form(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet, period: Period, implausible: bool) -> Form {
    let node = &sheet.node;
    let at = node_address(node);
    let mut blocks = vec![status_block(reader, tree, sheet)];
    if !sheet.milestones.is_empty() {
        let items = sheet.milestones.iter().map(|one| milestone_item(plans, reader, tree, one)).collect();
        blocks.push(Block { title: reader.t("plan-column-steps"), items, ..Block::default() });
    }
    blocks.extend(values_block(reader, tree, sheet, period, implausible));
    blocks.push(words_block(reader, tree, sheet, period));
    Form {
        kicker: format!("{} · {}", node.number, reader.text(&node.title)),
        title: reader.t("plan-report"),
        lede: reader.t("plan-report-lede"),
        action: format!("{at}/point"),
        submit: reader.t("plan-report-save"),
        cancel: at,
        hidden: vec![
            Field::hidden("id", plans.fresh().to_string()),
            Field::hidden("revision", node.revision.to_string()),
            Field::hidden("periode", period.to_string()),
        ],
        blocks,
        after: Vec::new(),
        trail: node_trail(reader, tree, sheet),
    }
}

fn status_block(reader: &Reader, tree: &Tree, sheet: &Sheet) -> Block {
    let node = &sheet.node;
    let may = Status::ALL.into_iter().filter(|status| *status == node.status || leads(node.status, *status));
    let choices = may.map(|status| Choice::new(status.code(), say::status(reader, status)));
    let status = Field::radios("status").label(reader.t("plan-column-status")).choices(choices).value(node.status.code()).segmented();
    let mut folded = vec![Field::area("reason").label(reader.t("plan-reason")).hint(reader.t("plan-reason-hint")).lines(2)];
    if tree.children(Some(node.id)).next().is_some() {
        folded.push(Field::text("decision").label(reader.t("plan-decision")).hint(reader.t("plan-decision-hint")));
    }
    let item = Item { fields: vec![status], summary: reader.t("plan-reason-fold"), folded };
    Block { title: reader.t("plan-state"), items: vec![item], ..Block::default() }
}

fn milestone_item(plans: &Plans, reader: &Reader, tree: &Tree, milestone: &Milestone) -> Item {
    let id = milestone.id;
    let mark = match (milestone.done_on, milestone.started_on) {
        (Some(_), _) => "done",
        (None, Some(_)) => "started",
        (None, None) => "waiting",
    };
    let choices = ["waiting", "started", "done"].map(|code| Choice::new(code, reader.t(&format!("plan-mark-{code}"))));
    let words = [milestone.when.clone(), milestone_tag(reader, tree, milestone, plans.today()).label];
    let hint = words.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let state = Field::radios(format!("mark-{id}")).label(&milestone.text).hint(hint).choices(choices).value(mark).segmented();
    let evidence = Field::text(format!("evidence-{id}"))
        .label(reader.t("plan-evidence"))
        .hint(reader.t("plan-evidence-hint"))
        .value(&milestone.evidence);
    let on = Field::date(format!("on-{id}")).label(reader.t("plan-done-on")).hint(reader.t("plan-done-on-hint"));
    let on = on.value(milestone.done_on.map(|day| day.to_string()).unwrap_or_default());
    let mut item = Item { fields: vec![state], summary: reader.t("plan-evidence-fold"), folded: Vec::new() };
    if milestone.mandatory {
        item.fields.push(evidence.clone())
    } else {
        item.folded.push(evidence)
    }
    item.folded.push(on);
    if milestone.done_on.is_some() {
        item.folded.push(Field::text(format!("why-{id}")).label(reader.t("plan-why-reopened")));
    }
    item
}

fn values_block(reader: &Reader, tree: &Tree, sheet: &Sheet, period: Period, implausible: bool) -> Option<Block> {
    let items: Vec<Item> =
        sheet.indicators.iter().filter(|one| takes_values(sheet, one)).map(|one| value_item(reader, sheet, one, period)).collect();
    if items.is_empty() {
        return None;
    }
    let provisional = sheet.figures.iter().filter(|figure| figure.period == period).all(|figure| figure.provisional);
    let mut fields = Vec::new();
    if implausible {
        fields.push(Field::checkbox("confirmed").label(reader.t("plan-confirm")));
    }
    fields.push(Field::checkbox("provisional").label(reader.t("plan-provisional-values")).ticked(provisional));
    let at = format!("{}/point", node_address(&sheet.node));
    let years = tree.plan.from.year()..=tree.plan.to.year();
    let others = years.filter(|year| *year != i32::from(period.start_year()));
    Some(Block {
        title: reader.t_with("plan-values-of", &[("period", period.label(reader.language).as_str().into())]),
        lede: reader.t("plan-values-lede"),
        links: others.map(|year| Link::new(year.to_string(), format!("{at}?periode={year}"))).collect(),
        fields,
        items,
    })
}

fn value_item(reader: &Reader, sheet: &Sheet, indicator: &Indicator, period: Period) -> Item {
    let decimals = usize::from(indicator.decimals);
    let stored = sheet.figures_of(indicator.id).find(|figure| figure.period == period && figure.source == Figure::DECLARED);
    let last = sheet.figures_of(indicator.id).filter(|figure| figure.period < period).last();
    let aimed = target(indicator, period).map(|target| reader.number(target.value, decimals));
    let hints = [
        aimed.map(|value| reader.t_with("plan-hint-target", &[("value", value.as_str().into())])),
        last.map(|figure| {
            let (value, period) = (reader.number(figure.value, decimals), figure.period.label(reader.language));
            reader.t_with("plan-hint-last", &[("value", value.as_str().into()), ("period", period.as_str().into())])
        }),
    ];
    let label = match indicator.unit.as_str() {
        "" => reader.text(&indicator.title).to_owned(),
        unit => format!("{} ({unit})", reader.text(&indicator.title)),
    };
    let value = stored.map(|figure| reader.number(figure.value, decimals)).unwrap_or_default();
    let hint = hints.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let comment = stored.map(|figure| figure.comment.as_str()).unwrap_or_default();
    Item {
        fields: vec![Field::number(format!("value-{}", indicator.id)).label(label).hint(hint).value(value)],
        summary: reader.t("plan-comment"),
        folded: vec![Field::text(format!("comment-{}", indicator.id)).label(reader.t("plan-comment")).value(comment)],
    }
}

fn words_block(reader: &Reader, tree: &Tree, sheet: &Sheet, period: Period) -> Block {
    let told = told(tree, sheet, period);
    let said = |of: fn(&Told) -> &String| told.as_ref().map(|told| of(told).clone()).unwrap_or_default();
    let area = |name: &str, value: String| Field::area(name).label(reader.t(&format!("plan-told-{name}"))).value(value).lines(3);
    Block {
        title: reader.t_with("plan-words-of", &[("period", period.label(reader.language).as_str().into())]),
        lede: reader.t("plan-words-lede"),
        fields: vec![
            area("done", said(|told| &told.done)),
            area("successes", said(|told| &told.successes)),
            area("difficulties", said(|told| &told.difficulties)),
            area("remedies", said(|told| &told.remedies)),
        ],
        ..Block::default()
    }
}

pub(super) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let sheet = found(&tree, &number)?;
    if !may_report(&reader.viewer, &tree.plan, &sheet.node) {
        reader.require_signed_in()?;
        reader.viewer.check(&policy::ACTION_REPORT, &report_scopes(&tree.plan, &sheet.node))?;
    }
    form(&plans, &reader, &tree, sheet, period(&tree, &plans, &asked.periode), false).page(&reader)
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number)): Path<(String, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let sheet = found(&tree, &number)?;
    let period = period(&tree, &plans, submitted.get("periode"));
    let mut reading = Read::new(&submitted);
    let decided = decision(&plans, &reader, &mut reading).await;
    let outcome = match read(&tree, sheet, reading, decided, period) {
        Ok(report) => {
            let form = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
            let revision = submitted.get("revision").parse().unwrap_or_default();
            plans.act(&reader.viewer, sheet.node.id, form, revision, Act::Report(report)).await
        }
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => Ok(reader.done(&node_address(&sheet.node), "plan-told")),
        Err(problem) => {
            // What is stored may have changed since the page was asked for.
            let tree = if problem.kind == Kind::Conflict { plans.tree(&id).await? } else { tree.clone() };
            let sheet = found(&tree, &number)?;
            let implausible = problem.violations.iter().any(|violation| violation.code == "figure-implausible");
            let implausible = implausible || submitted.flag("confirmed");
            let stored = stored(&plans, &reader, &tree, sheet, period);
            form(&plans, &reader, &tree, sheet, period, implausible).again(&reader, &submitted, problem, &stored)
        }
    }
}

fn read(tree: &Tree, sheet: &Sheet, mut read: Read<'_>, decision: Option<Uuid>, period: Period) -> Result<Report, Problem> {
    let submitted = read.submitted;
    let mut milestones = Vec::new();
    for milestone in &sheet.milestones {
        let id = milestone.id;
        let reason = read.words(&format!("why-{id}"));
        let mark = match submitted.get(&format!("mark-{id}")) {
            "done" => Mark::Done { on: read.day(&format!("on-{id}")), evidence: read.words(&format!("evidence-{id}")) },
            "started" => Mark::Started { reason },
            "waiting" => Mark::Waiting { reason },
            _ => continue,
        };
        milestones.push((id, mark));
    }
    let mut figures = Vec::new();
    for indicator in sheet.indicators.iter().filter(|one| takes_values(sheet, one)) {
        if let Some(value) = read.number(&format!("value-{}", indicator.id)) {
            figures.push(Measured {
                indicator: indicator.id,
                period,
                source: Figure::DECLARED.to_owned(),
                value,
                provisional: submitted.flag("provisional"),
                comment: read.words(&format!("comment-{}", indicator.id)),
            });
        }
    }
    let said = Told {
        period,
        done: read.words("done"),
        successes: read.words("successes"),
        difficulties: read.words("difficulties"),
        remedies: read.words("remedies"),
    };
    let report = Report {
        status: Status::from_code(submitted.get("status")),
        reason: read.words("reason"),
        decision,
        milestones,
        figures,
        confirmed: submitted.flag("confirmed"),
        told: Some(said).filter(|said| told(tree, sheet, period).as_ref() != Some(said)),
    };
    read.done(report)
}

/// What is stored now, for whoever opened the form before somebody else changed it.
fn stored(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet, period: Period) -> Vec<(String, String)> {
    let mut stored = vec![(reader.t("plan-column-status"), say::status(reader, sheet.node.status))];
    let milestone = |one: &Milestone| (one.text.clone(), milestone_tag(reader, tree, one, plans.today()).label);
    stored.extend(sheet.milestones.iter().map(milestone));
    for figure in sheet.figures.iter().filter(|figure| figure.period == period) {
        let of = sheet.indicators.iter().find(|indicator| indicator.id == figure.indicator);
        let title = of.map(|indicator| reader.text(&indicator.title).to_owned()).unwrap_or_default();
        stored.push((title, reader.number(figure.value, of.map_or(2, |indicator| usize::from(indicator.decimals)))));
    }
    if let Some(told) = told(tree, sheet, period) {
        for (key, words) in
            [("done", told.done), ("successes", told.successes), ("difficulties", told.difficulties), ("remedies", told.remedies)]
        {
            stored.push((reader.t(&format!("plan-told-{key}")), words));
        }
    }
    stored
}
