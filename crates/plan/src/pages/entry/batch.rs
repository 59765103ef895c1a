//! Values saved together: what they were, and how they are taken back.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation, address};
use bassin_web::{Failure, Field, Link, Page, Pager, Reader, Submitted, Tab};
use serde::Deserialize;
use uuid::Uuid;

use super::super::{
    SECTION, node_address, plan_address,
    say::{self, Tag},
    tabs::tabs,
    trail,
};
use crate::{Batch, Figure, Indicator, Plans, Saved, Tree};

/// How many are shown below the table of values.
pub(super) const FEW: usize = 5;
/// How many are shown at once on their own page.
const PAGE: usize = 50;

/// A batch in a list.
pub(super) struct Line {
    pub day: String,
    pub when: String,
    pub address: String,
    pub who: String,
    pub count: String,
    pub state: Tag,
}

/// What was just saved, with the button that takes it back.
pub(super) struct Offer {
    pub address: String,
    pub label: String,
    pub id: String,
    pub unmet: Vec<Violation>,
}

fn batch_address(tree: &Tree, id: Uuid) -> String {
    format!("{}/saisie/lots/{id}", plan_address(&tree.plan))
}

/// The button for what was just saved.
pub(super) fn offer(plans: &Plans, reader: &Reader, tree: &Tree, saved: &[Saved], id: &str) -> Option<Offer> {
    let id: Uuid = id.parse().ok()?;
    let found = saved.iter().find(|saved| saved.batch.id == id && saved.batch.undone.is_none())?;
    Some(Offer {
        address: batch_address(tree, id),
        label: reader.t_with("plan-batch-undo-count", &[("count", say::count(found.batch.changes.len()).into())]),
        id: plans.fresh().to_string(),
        unmet: found.unmet.clone(),
    })
}

fn state(reader: &Reader, saved: &Saved) -> Tag {
    let (kind, key) = match (&saved.batch.undone, saved.unmet.is_empty()) {
        (Some(_), _) => ("", "plan-batch-undone"),
        (None, true) => ("good", "plan-batch-in-force"),
        (None, false) => ("warn", "plan-batch-held"),
    };
    Tag { kind, label: reader.t(key) }
}

/// The lines of a list, from one on.
pub(super) async fn lines(
    plans: &Plans,
    reader: &Reader,
    tree: &Tree,
    saved: &[Saved],
    from: usize,
    many: usize,
) -> Result<Vec<Line>, Problem> {
    let shown: Vec<&Saved> = saved.iter().skip(from).take(many).collect();
    let authors: Vec<Uuid> = shown.iter().filter_map(|saved| saved.batch.by).collect();
    let people = plans.directory.people(&authors).await?;
    let line = |saved: &&Saved| Line {
        day: bassin_kernel::day_of(saved.batch.at).to_string(),
        when: reader.date_time(saved.batch.at),
        address: batch_address(tree, saved.batch.id),
        who: saved.batch.by.and_then(|by| people.get(&by)).map_or_else(|| reader.t("plan-batch-office"), bassin_directory::Person::name),
        count: reader.count(say::count(saved.batch.changes.len())),
        state: state(reader, saved),
    };
    Ok(shown.iter().map(line).collect())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(in super::super) struct Asked {
    page: String,
}

#[derive(Template)]
#[template(path = "plan_batches.html")]
struct AllView<'a> {
    r: &'a Reader,
    name: &'a str,
    tabs: Vec<Tab>,
    entry: String,
    lines: Vec<Line>,
    pager: Pager,
}

pub(in super::super) async fn all(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    super::known(&reader, &tree)?;
    let saved = plans.batches(&reader.viewer, &tree).await?;
    let entry = format!("{}/saisie", plan_address(&tree.plan));
    let path = format!("{entry}/lots");
    let pager = Pager::new(asked.page.parse().unwrap_or(1), say::count(PAGE), say::count(saved.len()), |page| {
        address(&path, &[("page", &page.to_string())])
    });
    let from = usize::try_from(pager.page.saturating_sub(1)).unwrap_or_default() * PAGE;
    let view = AllView {
        r: &reader,
        name: reader.text(&tree.plan.name),
        tabs: tabs(&reader, &tree.plan, "/saisie"),
        lines: lines(&plans, &reader, &tree, &saved, from, PAGE).await?,
        entry,
        pager,
    };
    let page = Page::of(reader.t("plan-batches"), &view)?;
    Ok(reader.page(page.section(SECTION).trail(way(&reader, &tree))))
}

fn way(reader: &Reader, tree: &Tree) -> Vec<Link> {
    let entry = Link::new(reader.t("plan-entry"), format!("{}/saisie", plan_address(&tree.plan)));
    trail(reader, &tree.plan).into_iter().chain([entry]).collect()
}

/// A value of a batch.
struct ChangeView {
    action: Link,
    what: String,
    period: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "plan_batch.html")]
struct OneView<'a> {
    r: &'a Reader,
    name: &'a str,
    line: Line,
    undone: String,
    label: String,
    address: String,
    hidden: Vec<Field>,
    barred: bool,
    unmet: Vec<Violation>,
    changes: Vec<ChangeView>,
}

/// A value in words, with what goes with it.
fn words(reader: &Reader, figure: &Figure, decimals: usize) -> String {
    let provisional = figure.provisional.then(|| reader.t("plan-provisional"));
    let comment = Some(figure.comment.clone()).filter(|text| !text.is_empty());
    let parts = [reader.number(figure.value, decimals)].into_iter().chain(provisional).chain(comment);
    parts.collect::<Vec<_>>().join(" · ")
}

fn changes(reader: &Reader, tree: &Tree, batch: &Batch) -> Vec<ChangeView> {
    let view = |change: &crate::Change| {
        let sheet = tree.sheet(change.node)?;
        let indicator = sheet.indicators.iter().find(|one: &&Indicator| one.id == change.after.indicator);
        // Values are shown whole: two that differ must not look alike.
        let decimals = |figure: &Figure| {
            let shown = figure.value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
            shown.max(indicator.map_or(0, |one| usize::from(one.decimals)))
        };
        let unit = indicator.filter(|one| !one.unit.is_empty()).map(|one| format!(" ({})", one.unit)).unwrap_or_default();
        Some(ChangeView {
            action: Link::new(format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)), node_address(&sheet.node)),
            what: indicator.map(|one| format!("{}{unit}", reader.text(&one.title))).unwrap_or_default(),
            period: change.after.period.label(reader.language),
            before: change.before.as_ref().map(|figure| words(reader, figure, decimals(figure))).unwrap_or_default(),
            after: words(reader, &change.after, decimals(&change.after)),
        })
    };
    // In the order of the plan, as they were filled.
    let place = |change: &&crate::Change| {
        let at = tree.sheets.iter().position(|sheet| sheet.node.id == change.node);
        let sheet = at.and_then(|at| tree.sheets.get(at));
        let indicator = sheet.and_then(|sheet| sheet.indicators.iter().position(|one| one.id == change.after.indicator));
        (at, indicator, change.after.period)
    };
    let mut all: Vec<&crate::Change> = batch.changes.iter().collect();
    all.sort_by_key(place);
    all.into_iter().filter_map(view).collect()
}

pub(in super::super) async fn one(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, batch)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let saved = plans.batch(&reader.viewer, &tree, batch).await?;
    render(&plans, &reader, &tree, saved, StatusCode::OK).await
}

async fn render(plans: &Plans, reader: &Reader, tree: &Tree, saved: Saved, status: StatusCode) -> Result<Response, Failure> {
    let Some(line) = lines(plans, reader, tree, std::slice::from_ref(&saved), 0, 1).await?.pop() else {
        return Err(Problem::not_found("Cette saisie n’existe pas.", "There is no such entry.").into());
    };
    let view = OneView {
        r: reader,
        name: reader.text(&tree.plan.name),
        undone: saved.batch.undone.as_ref().map(|undone| reader.date_time(undone.at)).unwrap_or_default(),
        label: reader.t("plan-batch-undo"),
        address: batch_address(tree, saved.batch.id),
        hidden: vec![Field::hidden("id", plans.fresh().to_string())],
        barred: saved.batch.undone.is_none() && !saved.unmet.is_empty(),
        changes: changes(reader, tree, &saved.batch),
        unmet: saved.unmet,
        line,
    };
    let title = format!("{} – {}", reader.t("plan-batch"), view.line.when);
    let page = Page::of(title, &view)?;
    Ok(reader.page(page.section(SECTION).trail(way(reader, tree)).status(status)))
}

pub(in super::super) async fn take_back(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, batch)): Path<(String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let form = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
    match plans.take_back(&reader.viewer, &id, form, batch).await {
        Ok(_) => Ok(reader.done(&format!("/plan/{id}/saisie/lots/{batch}"), "plan-batch-undone")),
        Err(problem) if problem.kind == Kind::Conflict => {
            let tree = plans.tree(&id).await?;
            let saved = plans.batch(&reader.viewer, &tree, batch).await?;
            render(&plans, &reader, &tree, saved, StatusCode::CONFLICT).await
        }
        Err(problem) => Err(problem.into()),
    }
}
