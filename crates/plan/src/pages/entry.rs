//! The values of a period in one table, saved together: all or none.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Period, Problem, Violation, address, text::fold};
use bassin_web::{Failure, Link, Page, Pager, Reader, Submitted, Tab};
use chrono::Datelike;
use serde::Deserialize;

use super::{
    SECTION,
    form::unreadable,
    node_address, plan_address,
    report::{period, takes_values},
    say,
    tabs::tabs,
    trail,
};
use crate::{
    Entry, Figure, Indicator, Plans, Sheet, Tree,
    commands::{declared, unmet},
    may_report, policy,
    rules::{
        act::Measured,
        indicator::{counting, target},
    },
    seen,
};

/// How many lines are shown at once.
const PAGE: usize = 50;

/// What the address asks for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    periode: String,
    q: String,
    priorite: String,
    pilote: String,
    page: String,
}

struct Row {
    id: String,
    action: Link,
    what: String,
    last: String,
    target: String,
    value: String,
    provisional: bool,
    comment: String,
    seen: String,
    /// Whether a value outside what is plausible is asked again.
    unsure: bool,
    confirmed: bool,
    stored: String,
    errors: Vec<String>,
}

#[derive(Template)]
#[template(path = "plan_entry.html")]
struct View<'a> {
    r: &'a Reader,
    name: &'a str,
    tabs: Vec<Tab>,
    asked: &'a Asked,
    path: String,
    period: String,
    before: String,
    label: String,
    years: Vec<i32>,
    priorities: Vec<(String, String)>,
    pilots: Vec<&'a str>,
    id: String,
    wrong: String,
    closed: Vec<Violation>,
    rows: Vec<Row>,
    pager: Pager,
}

/// A cell of the table: an indicator of an action.
type Cell<'a> = (&'a Sheet, &'a Indicator);

/// What whoever reads may fill, in the order of the plan.
fn cells<'a>(reader: &Reader, tree: &'a Tree) -> Vec<Cell<'a>> {
    let mine = tree.actions().filter(|sheet| may_report(&reader.viewer, &tree.plan, &sheet.node));
    mine.flat_map(|sheet| sheet.indicators.iter().filter(|one| takes_values(sheet, one)).map(move |one| (sheet, one))).collect()
}

fn keeps(asked: &Asked, reader: &Reader, (sheet, indicator): &Cell<'_>) -> bool {
    let (node, words) = (&sheet.node, fold(&asked.q));
    let text = format!("{} {}", node.folded(), fold(reader.text(&indicator.title)));
    words.split_whitespace().all(|word| text.contains(word))
        && (asked.priorite.is_empty() || node.number.split('.').next() == Some(asked.priorite.as_str()))
        && (asked.pilote.is_empty() || node.pilots().any(|part| part.label == asked.pilote))
}

/// A value as it is typed: every decimal it has, none lost.
fn typed(value: f64) -> String {
    value.to_string().replace('.', ",")
}

fn row(reader: &Reader, (sheet, indicator): &Cell<'_>, period: Period) -> Row {
    let decimals = usize::from(indicator.decimals);
    let stored = declared(sheet, indicator.id, period);
    let earlier = sheet.figures_of(indicator.id).filter(|figure| Some(figure.period) == previous(period));
    let unit = if indicator.unit.is_empty() { String::new() } else { format!(" ({})", indicator.unit) };
    Row {
        id: indicator.id.to_string(),
        action: Link::new(format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)), node_address(&sheet.node)),
        what: format!("{}{unit}", reader.text(&indicator.title)),
        last: counting(earlier, indicator).map(|figure| reader.number(figure.value, decimals)).unwrap_or_default(),
        target: target(indicator, period).map(|target| reader.number(target.value, decimals)).unwrap_or_default(),
        value: stored.map(|figure| typed(figure.value)).unwrap_or_default(),
        provisional: stored.is_some_and(|figure| figure.provisional),
        comment: stored.map(|figure| figure.comment.clone()).unwrap_or_default(),
        seen: seen(stored),
        unsure: false,
        confirmed: false,
        stored: String::new(),
        errors: Vec::new(),
    }
}

/// The year before.
fn previous(period: Period) -> Option<Period> {
    (period == Period::year(period.start_year())).then(|| Period::year(period.start_year().saturating_sub(1)))
}

/// A form that came back, and why.
struct Back<'a> {
    submitted: &'a Submitted,
    problem: Problem,
}

pub(super) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    render(&plans, &reader, &*plans.tree(&id).await?, &asked, None)
}

fn render(plans: &Plans, reader: &Reader, tree: &Tree, asked: &Asked, back: Option<Back<'_>>) -> Result<Response, Failure> {
    let all = cells(reader, tree);
    if all.is_empty() {
        reader.require_signed_in()?;
        let scopes: Vec<_> = tree.actions().flat_map(|sheet| crate::report_scopes(&tree.plan, &sheet.node)).collect();
        reader.viewer.check(&policy::ACTION_REPORT, &scopes)?;
    }
    let period = period(tree, plans, &asked.periode);
    let path = format!("{}/saisie", plan_address(&tree.plan));
    let kept: Vec<Cell<'_>> = all.into_iter().filter(|cell| keeps(asked, reader, cell)).collect();
    let pager = Pager::new(asked.page.parse().unwrap_or(1), say::count(PAGE), say::count(kept.len()), |page| {
        let (period, page) = (period.to_string(), page.to_string());
        let pairs = [("periode", period.as_str()), ("q", &asked.q), ("priorite", &asked.priorite), ("pilote", &asked.pilote)];
        address(&path, &pairs.into_iter().chain([("page", page.as_str())]).collect::<Vec<_>>())
    });
    let skipped = usize::try_from(pager.page.saturating_sub(1)).unwrap_or_default() * PAGE;
    let mut rows: Vec<Row> = kept.iter().skip(skipped).take(PAGE).map(|cell| row(reader, cell, period)).collect();
    if let Some(back) = &back {
        rows.iter_mut().for_each(|row| fill(reader, row, back));
    }
    let mut pilots: Vec<&str> = tree.actions().flat_map(|sheet| sheet.node.pilots().map(|part| part.label.as_str())).collect();
    pilots.sort_unstable_by_key(|pilot| fold(pilot));
    pilots.dedup();
    let top = |sheet: &Sheet| (sheet.node.number.clone(), format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)));
    let view = View {
        r: reader,
        name: reader.text(&tree.plan.name),
        tabs: tabs(reader, &tree.plan, "/saisie"),
        asked,
        path,
        label: period.label(reader.language),
        before: previous(period).map(|period| period.label(reader.language)).unwrap_or_default(),
        period: period.to_string(),
        years: (tree.plan.from.year()..=tree.plan.to.year()).collect(),
        priorities: tree.children(None).map(top).collect(),
        pilots,
        id: form_id(plans, back.as_ref()),
        wrong: summary(reader, back.as_ref(), &rows),
        closed: unmet(&tree.plan),
        rows,
        pager,
    };
    let status = match back.map(|back| back.problem.kind) {
        None => StatusCode::OK,
        Some(Kind::Conflict) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = Page::of(format!("{} – {}", reader.t("plan-entry"), view.name), &view)?;
    Ok(reader.page(page.section(SECTION).trail(trail(reader, &tree.plan)).wide().status(status)))
}

fn form_id(plans: &Plans, back: Option<&Back<'_>>) -> String {
    back.and_then(|back| back.submitted.uuid("id")).unwrap_or_else(|| plans.fresh()).to_string()
}

/// What is said above the table of a form that came back.
fn summary(reader: &Reader, back: Option<&Back<'_>>, rows: &[Row]) -> String {
    let Some(back) = back else { return String::new() };
    let cells = rows.iter().filter(|row| !row.errors.is_empty()).count();
    let elsewhere = back.problem.violations.iter().filter(|one| one.location.field.is_none());
    let words: Vec<&str> = elsewhere.map(|one| reader.text(&one.message)).collect();
    if words.is_empty() { reader.t_with("plan-entry-wrong", &[("count", say::count(cells).into())]) } else { words.join(" ") }
}

/// A line as it was sent, what is wrong with it, and what is stored now when that changed meanwhile.
fn fill(reader: &Reader, row: &mut Row, back: &Back<'_>) {
    let sent = back.submitted;
    let was = sent.get(&format!("seen-{}", row.id));
    let (value, comment) = (sent.get(&format!("value-{}", row.id)), sent.get(&format!("comment-{}", row.id)));
    let provisional = sent.flag(&format!("provisional-{}", row.id));
    let field = format!("value-{}", row.id);
    let mine: Vec<&Violation> =
        back.problem.violations.iter().filter(|one| one.location.field.as_deref() == Some(field.as_str())).collect();
    row.errors = mine.iter().map(|one| reader.text(&one.message).to_owned()).collect();
    if !is_touched(sent, &row.id) {
        return;
    }
    if was != row.seen {
        row.stored = [row.value.as_str(), row.comment.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    }
    row.confirmed = sent.flag(&format!("confirmed-{}", row.id));
    row.unsure = row.confirmed || mine.iter().any(|one| one.code == "figure-implausible");
    (row.value, row.comment, row.provisional) = (value.to_owned(), comment.to_owned(), provisional);
}

/// Whether a line was changed since it was shown.
fn is_touched(sent: &Submitted, id: &str) -> bool {
    let (value, comment) = (sent.get(&format!("value-{id}")), sent.get(&format!("comment-{id}")));
    let provisional = sent.flag(&format!("provisional-{id}"));
    let was = sent.get(&format!("seen-{id}"));
    match sent.number(&format!("value-{id}")) {
        Some(value) => format!("{value} {} {comment}", u8::from(provisional)).trim_end() != was,
        None => !(value.is_empty() && comment.is_empty() && was.is_empty()),
    }
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let word = |name: &str| submitted.get(name).to_owned();
    let asked = Asked { periode: word("periode"), q: word("q"), priorite: word("priorite"), pilote: word("pilote"), page: word("page") };
    let period = period(&tree, &plans, &asked.periode);
    let outcome = match read(&reader, &tree, &submitted, period) {
        Ok(entries) => {
            let form = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
            plans.enter(&reader.viewer, &id, form, entries).await
        }
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => {
            let pairs = [("periode", asked.periode.as_str()), ("q", &asked.q), ("priorite", &asked.priorite), ("pilote", &asked.pilote)];
            let pairs: Vec<_> = pairs.into_iter().chain([("page", asked.page.as_str())]).collect();
            Ok(reader.done(&address(&format!("{}/saisie", plan_address(&tree.plan)), &pairs), "plan-entered"))
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => {
            let back = Back { submitted: &submitted, problem };
            render(&plans, &reader, &*plans.tree(&id).await?, &asked, Some(back))
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The lines that were changed; every cell that cannot be read is told at once.
fn read(reader: &Reader, tree: &Tree, sent: &Submitted, period: Period) -> Result<Vec<Entry>, Problem> {
    let known: HashMap<String, Cell<'_>> = cells(reader, tree).into_iter().map(|cell| (cell.1.id.to_string(), cell)).collect();
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    let named = sent.iter().filter_map(|(name, _)| name.strip_prefix("seen-").or_else(|| name.strip_prefix("value-")));
    let named: BTreeSet<&str> = named.collect();
    for id in named.into_iter().filter(|id| is_touched(sent, id)) {
        let Some((sheet, indicator)) = known.get(id) else {
            wrong.push(gone());
            continue;
        };
        let field = format!("value-{id}");
        match sent.number(&field) {
            Some(value) => entries.push(Entry {
                node: sheet.node.id,
                measured: Measured {
                    indicator: indicator.id,
                    period,
                    source: Figure::DECLARED.to_owned(),
                    value,
                    provisional: sent.flag(&format!("provisional-{id}")),
                    comment: sent.get(&format!("comment-{id}")).to_owned(),
                },
                seen: sent.get(&format!("seen-{id}")).to_owned(),
                confirmed: sent.flag(&format!("confirmed-{id}")),
            }),
            None if sent.get(&field).is_empty() => wrong.push(empty().on(field)),
            None => wrong.push(unreadable(&field)),
        }
    }
    if wrong.is_empty() { Ok(entries) } else { Err(Problem::new(Kind::Invalid, wrong)) }
}

fn gone() -> Violation {
    Violation::new(
        "entry-gone",
        "Un des indicateurs de la page n’y est plus, ou ne vous est plus ouvert. Rien n’a été enregistré : vérifiez, puis enregistrez de nouveau.",
        "One of the indicators of the page is no longer there, or no longer open to you. Nothing was saved: check, then save again.",
    )
}

fn empty() -> Violation {
    Violation::new(
        "entry-empty",
        "Il manque la valeur : une valeur enregistrée se corrige et ne s’efface pas, un commentaire accompagne une valeur.",
        "The value is missing: a saved value is corrected, not erased, and a comment goes with a value.",
    )
}
