//! The actions of a plan in one table, and those that are late with the reasons why.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_documents::write;
use bassin_web::{Column, Failure, Link, Page, Reader, Sort, Tab};

use super::{
    SECTION,
    filter::{Asked, Choices},
    filtered,
    list::Seen,
    node_address, plan_address,
    say::{self, Tag, count},
    tabs::tabs_keeping,
    trail,
};
use crate::{
    Plans, Sheet, Tree,
    rules::health::{Cause, Health},
};

struct Row {
    number: String,
    title: String,
    address: String,
    pilots: String,
    status: String,
    health: Tag,
    share: String,
    next: String,
}

#[derive(Template)]
#[template(path = "plan_table.html")]
struct TableView<'a> {
    r: &'a Reader,
    name: &'a str,
    tabs: Vec<Tab>,
    asked: &'a Asked,
    choices: Choices,
    path: String,
    csv: String,
    followed: bool,
    count: String,
    entry: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

/// What the table is sorted by: the word of the address, the key of the column.
const COLUMNS: [(&str, &str); 7] = [
    ("numero", "plan-column-number"),
    ("titre", "plan-column-title"),
    ("pilotes", "plan-column-pilots"),
    ("etat", "plan-column-status"),
    ("sante", "plan-column-health"),
    ("avancement", "plan-column-progress"),
    ("echeance", "plan-column-next"),
];

#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(super) struct Order {
    tri: String,
}

pub(super) async fn table(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    Query(order): Query<Order>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let seen = Seen::of(&tree, &plans);
    let mut kept: Vec<&Sheet> = tree.actions().filter(|sheet| seen.keeps(&asked, sheet)).collect();
    let (by, down) = order.tri.strip_prefix('-').map_or((order.tri.as_str(), false), |by| (by, true));
    sort(&mut kept, &seen, &reader, by);
    if down {
        kept.reverse();
    }
    let path = format!("{}/tableau", plan_address(&tree.plan));
    let column = |(word, key): (&str, &str)| {
        let current = by == word || (by.is_empty() && word == "numero");
        let way = match (current, down) {
            (false, _) => Sort::None,
            (true, false) => Sort::Ascending,
            (true, true) => Sort::Descending,
        };
        let next = if current && !down { format!("-{word}") } else { word.to_owned() };
        let pairs: Vec<(&str, &str)> = asked.pairs().into_iter().chain([("tri", next.as_str())]).collect();
        let column = if word == "avancement" { Column::figures(reader.t(key), "") } else { Column::words(reader.t(key)) };
        column.sorted_at(bassin_kernel::address(&path, &pairs), way)
    };
    let view = TableView {
        r: &reader,
        name: reader.text(&tree.plan.name),
        tabs: tabs_keeping(&reader, &tree.plan, "/tableau", &asked),
        asked: &asked,
        choices: Choices::of(&reader, &tree),
        csv: filtered(&format!("{}/actions.csv", plan_address(&tree.plan)), &asked),
        followed: tree.plan.followed_since.is_some(),
        count: reader.t_with("plan-count", &[("count", count(kept.len()).into())]),
        entry: entry(&reader, &tree),
        columns: COLUMNS.into_iter().map(column).collect(),
        rows: kept.iter().map(|sheet| row(&seen, &reader, sheet)).collect(),
        path: path.clone(),
    };
    let page = Page::of(format!("{} – {}", reader.t("plan-tab-table"), view.name), &view)?;
    Ok(reader.page(page.section(SECTION).trail(trail(&reader, &tree.plan)).wide()))
}

/// The address where values are given together, for those who may give some.
fn entry(reader: &Reader, tree: &Tree) -> String {
    let may = tree.actions().any(|sheet| crate::may_report(&reader.viewer, &tree.plan, &sheet.node));
    if may { format!("{}/saisie", plan_address(&tree.plan)) } else { String::new() }
}

fn sort(kept: &mut [&Sheet], seen: &Seen<'_>, reader: &Reader, by: &str) {
    match by {
        "titre" => kept.sort_by_key(|sheet| bassin_kernel::text::fold(reader.text(&sheet.node.title))),
        "pilotes" => kept.sort_by_key(|sheet| bassin_kernel::text::fold(&say::labels(sheet.node.pilots()))),
        "etat" => kept.sort_by_key(|sheet| crate::Status::ALL.iter().position(|status| *status == sheet.node.status)),
        "sante" => kept.sort_by_key(|sheet| seen.health(sheet)),
        "avancement" => kept.sort_by(|a, b| seen.share(a).total_cmp(&seen.share(b))),
        "echeance" => kept.sort_by_key(|sheet| (next(sheet).is_none(), next(sheet))),
        _ => {}
    }
}

/// The next day on which something is due.
fn next(sheet: &Sheet) -> Option<bassin_kernel::Day> {
    sheet.milestones.iter().filter(|milestone| milestone.done_on.is_none()).filter_map(|milestone| milestone.current.to).min()
}

fn row(seen: &Seen<'_>, reader: &Reader, sheet: &Sheet) -> Row {
    Row {
        number: sheet.node.number.clone(),
        title: reader.text(&sheet.node.title).to_owned(),
        address: node_address(&sheet.node),
        pilots: say::labels(sheet.node.pilots()),
        status: say::status(reader, sheet.node.status),
        health: say::health(reader, seen.health(sheet)),
        share: say::share(reader, seen.progress.get(&sheet.node.id)),
        next: next(sheet).map(|day| reader.day(day)).unwrap_or_default(),
    }
}

struct LateRow {
    action: Link,
    pilots: String,
    tag: Tag,
    /// The oldest causes, in words, and those that follow, folded.
    causes: Vec<String>,
    others: Vec<String>,
    more: String,
    slips: String,
}

/// How many causes of one action are told without unfolding.
const TOLD: usize = 3;

#[derive(Template)]
#[template(path = "plan_late.html")]
struct LateView<'a> {
    r: &'a Reader,
    name: &'a str,
    tabs: Vec<Tab>,
    asked: &'a Asked,
    choices: Choices,
    path: String,
    csv: String,
    followed: bool,
    lede: String,
    rows: Vec<LateRow>,
}

/// The causes of what is late or at risk: what is late first, then the oldest.
pub(super) fn late<'a>(seen: &Seen<'a>, asked: &Asked) -> Vec<(&'a Sheet, Cause)> {
    let mut causes: Vec<_> = seen
        .tree
        .actions()
        .filter(|sheet| seen.keeps(asked, sheet))
        .flat_map(|sheet| {
            seen.standings
                .get(&sheet.node.id)
                .into_iter()
                .flat_map(move |standing| standing.causes.iter().map(move |cause| (sheet, cause.clone())))
        })
        .filter(|(sheet, cause)| matches!(cause.health, Health::Late | Health::AtRisk) && cause.node == sheet.node.id)
        .collect();
    causes.sort_by_key(|(_, cause)| (cause.health, cause.day.is_none(), cause.day));
    causes
}

pub(super) async fn late_list(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let seen = Seen::of(&tree, &plans);
    let causes = late(&seen, &asked);
    let many = |health: Health| count(tree.actions().filter(|sheet| seen.health(sheet) == health).count());
    let path = format!("{}/retards", plan_address(&tree.plan));
    let view = LateView {
        r: &reader,
        name: reader.text(&tree.plan.name),
        tabs: tabs_keeping(&reader, &tree.plan, "/retards", &asked),
        asked: &asked,
        choices: Choices::of(&reader, &tree),
        csv: filtered(&format!("{path}.csv"), &asked),
        followed: tree.plan.followed_since.is_some(),
        lede: reader.t_with("plan-late-lede", &[("late", many(Health::Late).into()), ("risk", many(Health::AtRisk).into())]),
        rows: by_action(&causes).into_iter().map(|(sheet, causes)| late_row(&seen, &reader, sheet, &causes)).collect(),
        path,
    };
    let page = Page::of(format!("{} – {}", reader.t("plan-tab-late"), view.name), &view)?;
    Ok(reader.page(page.section(SECTION).trail(trail(&reader, &tree.plan))))
}

/// The causes of each action together, the action with the worst and oldest cause first.
fn by_action<'a>(causes: &'a [(&'a Sheet, Cause)]) -> Vec<(&'a Sheet, Vec<&'a Cause>)> {
    let mut actions: Vec<(&Sheet, Vec<&Cause>)> = Vec::new();
    for (sheet, cause) in causes {
        match actions.iter_mut().find(|(known, _)| known.node.id == sheet.node.id) {
            Some((_, causes)) => causes.push(cause),
            None => actions.push((sheet, vec![cause])),
        }
    }
    actions
}

fn late_row(seen: &Seen<'_>, reader: &Reader, sheet: &Sheet, causes: &[&Cause]) -> LateRow {
    let standing = seen.standings.get(&sheet.node.id);
    let (slips, years) = standing.map_or((0, 0), |standing| (standing.slips, standing.slips_across_years));
    let mut causes: Vec<String> = causes.iter().map(|cause| say::why(reader, seen.tree, Some(sheet), cause).sentence).collect();
    let others = causes.split_off(causes.len().min(TOLD));
    LateRow {
        action: Link::new(format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)), node_address(&sheet.node)),
        pilots: say::labels(sheet.node.pilots()),
        tag: say::health(reader, seen.health(sheet)),
        causes,
        more: reader.t_with("plan-late-more", &[("count", count(others.len()).into())]),
        others,
        slips: if slips == 0 {
            String::new()
        } else {
            reader.t_with("plan-slips", &[("count", count(slips).into()), ("years", count(years).into())])
        },
    }
}

pub(super) async fn late_csv(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let seen = Seen::of(&tree, &plans);
    let headers = ["number", "title", "pilots", "health", "causes", "since"];
    let headers: Vec<String> = headers.into_iter().map(|name| reader.t(&format!("plan-column-{name}"))).collect();
    let line = |(sheet, cause): &(&Sheet, Cause)| {
        let why = say::why(&reader, &tree, Some(sheet), cause);
        let texts = [
            sheet.node.number.clone(),
            reader.text(&sheet.node.title).to_owned(),
            say::labels(sheet.node.pilots()),
            why.tag.label,
            why.sentence,
            cause.day.map(|day| day.to_string()).unwrap_or_default(),
        ];
        texts.into_iter().map(write::Value::Text).collect()
    };
    let rows: Vec<Vec<write::Value>> = late(&seen, &asked).iter().map(line).collect();
    let disposition = format!("attachment; filename=\"{}-retards.csv\"", tree.plan.id);
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
    Ok(([kind, (header::CONTENT_DISPOSITION, disposition)], write::csv(&headers, &rows, reader.language)).into_response())
}
