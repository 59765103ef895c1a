//! The values of a plan in one table, saved together: all or none. Filled cell by cell, or pasted from a spreadsheet.

mod batch;
mod row;
mod sent;

use std::collections::{BTreeSet, HashSet};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Period, Problem, Violation, address, text::fold};
use bassin_web::{Failure, Page, Pager, Reader, Submitted, Tab};
use chrono::Datelike;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    SECTION, plan_address,
    report::{period, takes_values},
    say,
    tabs::tabs,
    trail,
};
use crate::{
    Indicator, Plans, Sheet, Tree,
    commands::unmet,
    may_report, policy,
    rules::pasting::{self, Pasted, Place},
};
use batch::{Line, Offer};
pub(super) use batch::{all as batches, one as batch, take_back};
use row::{Group, groups, previous};
use sent::Sent;

/// How many indicators are shown at once.
const PAGE: usize = 200;
/// What the address says when every year of the plan is shown.
const EVERY: &str = "toutes";

/// What the address asks for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    periode: String,
    q: String,
    priorite: String,
    pilote: String,
    page: String,
    /// What was just saved.
    lot: String,
}

impl Asked {
    /// The same page, with what was just saved.
    fn address(&self, path: &str, page: &str, batch: Option<Uuid>) -> String {
        let batch = batch.map(|id| id.to_string()).unwrap_or_default();
        let pairs = [("periode", &self.periode), ("q", &self.q), ("priorite", &self.priorite), ("pilote", &self.pilote)];
        let pairs = pairs.into_iter().map(|(name, value)| (name, value.as_str()));
        address(path, &pairs.chain([("page", page), ("lot", batch.as_str())]).collect::<Vec<_>>())
    }
}

#[derive(Template)]
#[template(path = "plan_entry.html")]
struct View<'a> {
    r: &'a Reader,
    name: &'a str,
    tabs: Vec<Tab>,
    asked: &'a Asked,
    path: String,
    script: &'static str,
    /// Where a draft is kept in the browser: each plan and each account has its own.
    draft: String,
    /// The years shown, none chosen meaning all of them.
    period: String,
    several: bool,
    labels: Vec<String>,
    before: String,
    label: String,
    years: Vec<i32>,
    priorities: Vec<(String, String)>,
    pilots: Vec<&'a str>,
    id: String,
    all: (bool, String),
    wrong: String,
    text: String,
    pasted: Option<Pasted>,
    closed: Vec<Violation>,
    groups: Vec<Group>,
    pager: Pager,
    offer: Option<Offer>,
    lines: Vec<Line>,
}

/// An indicator that may be filled, with its action.
type Known<'a> = (&'a Sheet, &'a Indicator);

/// What whoever reads may fill, in the order of the plan; refused when there is nothing and they have no right to any.
fn known<'a>(reader: &Reader, tree: &'a Tree) -> Result<Vec<Known<'a>>, Failure> {
    let mine = tree.actions().filter(|sheet| may_report(&reader.viewer, &tree.plan, &sheet.node));
    let all: Vec<Known<'a>> =
        mine.flat_map(|sheet| sheet.indicators.iter().filter(|one| takes_values(sheet, one)).map(move |one| (sheet, one))).collect();
    if all.is_empty() {
        reader.require_signed_in()?;
        let scopes: Vec<_> = tree.actions().flat_map(|sheet| crate::report_scopes(&tree.plan, &sheet.node)).collect();
        reader.viewer.check(&policy::ACTION_REPORT, &scopes)?;
    }
    Ok(all)
}

fn keeps(asked: &Asked, reader: &Reader, (sheet, indicator): &Known<'_>) -> bool {
    let (node, words) = (&sheet.node, fold(&asked.q));
    let text = format!("{} {}", node.folded(), fold(reader.text(&indicator.title)));
    words.split_whitespace().all(|word| text.contains(word))
        && (asked.priorite.is_empty() || node.number.split('.').next() == Some(asked.priorite.as_str()))
        && (asked.pilote.is_empty() || node.pilots().any(|part| part.label == asked.pilote))
}

/// A form that came back: as it was sent, with what is wrong, or with what was pasted into it.
#[derive(Default)]
struct Back {
    id: Option<Uuid>,
    sent: Sent,
    problem: Option<Problem>,
    text: String,
    pasted: Option<Pasted>,
}

impl Back {
    fn status(&self) -> StatusCode {
        match self.problem.as_ref().map(|problem| problem.kind) {
            None => StatusCode::OK,
            Some(Kind::Conflict) => StatusCode::CONFLICT,
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn wrong(&self) -> &[Violation] {
        self.problem.as_ref().map_or(&[], |problem| &problem.violations)
    }

    /// What is said above the table.
    fn summary(&self, reader: &Reader) -> String {
        if self.problem.is_none() {
            return String::new();
        }
        let cells: HashSet<&str> = self.wrong().iter().filter_map(|one| one.location.field.as_deref()).collect();
        let elsewhere = self.wrong().iter().filter(|one| one.location.field.is_none());
        let words: Vec<&str> = elsewhere.map(|one| reader.text(&one.message)).collect();
        if words.is_empty() { reader.t_with("plan-entry-wrong", &[("count", say::count(cells.len()).into())]) } else { words.join(" ") }
    }
}

pub(super) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    known(&reader, &tree)?;
    let saved = plans.batches(&reader.viewer, &tree).await?;
    let offer = batch::offer(&plans, &reader, &tree, &saved, &asked.lot);
    let lines = batch::lines(&plans, &reader, &tree, &saved, 0, batch::FEW).await?;
    render(&plans, &reader, &tree, &asked, Back::default(), (offer, lines))
}

/// The periods of the columns: those asked for, and those of what was typed.
fn periods(plans: &Plans, tree: &Tree, asked: &Asked, back: &Back) -> Vec<Period> {
    let years = tree.plan.from.year()..=tree.plan.to.year();
    let every = years.filter_map(|year| u16::try_from(year).ok()).map(Period::year);
    let shown: BTreeSet<Period> = if asked.periode == EVERY { every.collect() } else { [period(tree, plans, &asked.periode)].into() };
    shown.into_iter().chain(back.sent.touched().map(|((_, period), _)| *period)).collect::<BTreeSet<_>>().into_iter().collect()
}

fn render(
    plans: &Plans,
    reader: &Reader,
    tree: &Tree,
    asked: &Asked,
    back: Back,
    (offer, lines): (Option<Offer>, Vec<Line>),
) -> Result<Response, Failure> {
    let all = known(reader, tree)?;
    let periods = periods(plans, tree, asked, &back);
    let path = format!("{}/saisie", plan_address(&tree.plan));
    let kept: Vec<&Known<'_>> = all.iter().filter(|known| keeps(asked, reader, known)).collect();
    let pager = Pager::new(asked.page.parse().unwrap_or(1), say::count(PAGE), say::count(kept.len()), |page| {
        asked.address(&path, &page.to_string(), None)
    });
    let skipped = usize::try_from(pager.page.saturating_sub(1)).unwrap_or_default() * PAGE;
    // What was typed or pasted is there, wherever the filters and the page would leave it.
    let touched = back.sent.touched().map(|((id, _), _)| *id);
    let here: HashSet<Uuid> = kept.iter().skip(skipped).take(PAGE).map(|(_, one)| one.id).chain(touched).collect();
    let shown: Vec<Known<'_>> = all.iter().filter(|(_, one)| here.contains(&one.id)).copied().collect();
    let several = periods.len() > 1;
    let single = if several { None } else { periods.first().copied() };
    let account = reader.viewer.person().map(|person| person.account.to_string()).unwrap_or_default();
    let top = |sheet: &Sheet| (sheet.node.number.clone(), format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)));
    let status = back.status();
    let view = View {
        r: reader,
        name: reader.text(&tree.plan.name),
        tabs: tabs(reader, &tree.plan, "/saisie"),
        asked,
        path,
        script: bassin_web::grid_script(),
        draft: format!("bassin:{}:{account}", tree.plan.id),
        period: if asked.periode == EVERY { EVERY.to_owned() } else { period(tree, plans, &asked.periode).to_string() },
        several,
        labels: periods.iter().map(|period| period.label(reader.language)).collect(),
        label: single.map(|period| period.label(reader.language)).unwrap_or_default(),
        before: single.and_then(previous).map(|period| period.label(reader.language)).unwrap_or_default(),
        years: (tree.plan.from.year()..=tree.plan.to.year()).collect(),
        priorities: tree.children(None).map(top).collect(),
        pilots: pilots(tree),
        id: back.id.unwrap_or_else(|| plans.fresh()).to_string(),
        wrong: back.summary(reader),
        closed: unmet(&tree.plan),
        groups: groups(reader, &shown, &periods, Some(&back.sent), back.wrong()),
        all: back.sent.all,
        text: back.text,
        pasted: back.pasted,
        pager,
        offer,
        lines,
    };
    let page = Page::of(format!("{} – {}", reader.t("plan-entry"), view.name), &view)?;
    Ok(reader.page(page.section(SECTION).trail(trail(reader, &tree.plan)).wide().status(status)))
}

fn pilots(tree: &Tree) -> Vec<&str> {
    let mut pilots: Vec<&str> = tree.actions().flat_map(|sheet| sheet.node.pilots().map(|part| part.label.as_str())).collect();
    pilots.sort_unstable_by_key(|pilot| fold(pilot));
    pilots.dedup();
    pilots
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let word = |name: &str| submitted.get(name).to_owned();
    let (periode, q, priorite) = (word("periode"), word("q"), word("priorite"));
    let asked = Asked { periode, q, priorite, pilote: word("pilote"), page: word("page"), lot: String::new() };
    let known = known(&reader, &tree)?;
    let form = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
    let text = submitted.verbatim("tableau").to_owned();
    let mut back = Back { id: Some(form), sent: Sent::of(&submitted), text, ..Back::default() };
    if submitted.flag("coller") {
        let one = (asked.periode != EVERY).then(|| period(&tree, &plans, &asked.periode));
        let year = |day: bassin_kernel::Day| u16::try_from(day.year()).unwrap_or_default();
        let place = Place { known: &known, period: one, years: year(tree.plan.from)..=year(tree.plan.to) };
        let pasted = pasting::read(&back.text, &place);
        back.sent.paste(&pasted.filled, &known);
        back.pasted = Some(pasted);
        return render(&plans, &reader, &tree, &asked, back, (None, Vec::new()));
    }
    let outcome = match back.sent.entries(&known) {
        Ok(entries) => plans.enter(&reader.viewer, &id, form, entries).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(batch) => {
            let path = format!("{}/saisie", plan_address(&tree.plan));
            let done = if batch.is_some() { "plan-entered" } else { "plan-entry-same" };
            Ok(reader.done(&asked.address(&path, &asked.page, batch.map(|batch| batch.id)), done))
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => {
            back.problem = Some(problem);
            render(&plans, &reader, &*plans.tree(&id).await?, &asked, back, (None, Vec::new()))
        }
        Err(problem) => Err(problem.into()),
    }
}
