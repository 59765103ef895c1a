//! A plan as a tree: what was promised, what is done, what is late.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_documents::write;
use bassin_kernel::{Language, text::fold};
use bassin_web::{Failure, Link, Page, Reader, Tab};
use uuid::Uuid;

use super::{
    SECTION,
    filter::{Asked, Choices, years},
    filtered, first as first_plan,
    manage::amends,
    node_address, plan_address,
    say::{self, Tag, count},
    table::late,
    tabs::tabs_keeping,
};
use crate::{
    Amendment, Plans, Sheet, Tree, may_manage,
    rules::{
        self,
        health::{Health, Standing},
        progress::Progress,
    },
};

/// How many delays the first page tells.
const FEW: usize = 5;

/// A plan with all that is computed about it today.
pub(super) struct Seen<'a> {
    pub tree: &'a Tree,
    pub standings: HashMap<Uuid, Standing>,
    pub progress: HashMap<Uuid, Progress>,
}

impl<'a> Seen<'a> {
    pub(super) fn of(tree: &'a Tree, plans: &Plans) -> Self {
        Self { tree, standings: rules::health::assess(tree, plans.today()), progress: rules::progress::assess(tree) }
    }

    pub(super) fn health(&self, sheet: &Sheet) -> Health {
        self.standings.get(&sheet.node.id).map_or(Health::Unknown, |standing| standing.health)
    }

    /// Progress, to sort by: what nobody can tell comes first.
    pub(super) fn share(&self, sheet: &Sheet) -> f64 {
        self.progress.get(&sheet.node.id).and_then(|progress| progress.share).unwrap_or(-1.0)
    }

    pub(super) fn keeps(&self, asked: &Asked, sheet: &Sheet) -> bool {
        asked.keeps(self.tree, sheet, self.standings.get(&sheet.node.id))
    }
}

struct Row {
    number: String,
    title: String,
    address: String,
    pilots: String,
    years: String,
    open: bool,
    health: Tag,
    share: String,
}

struct Group {
    label: String,
    address: String,
    title: String,
    share: String,
    rows: Vec<Row>,
}

struct Branch {
    number: String,
    label: String,
    title: String,
    address: String,
    summary: String,
    groups: Vec<Group>,
}

struct Choice {
    value: &'static str,
    label: String,
    kind: &'static str,
    count: usize,
    /// Where its part of the bar of all actions begins and how long it is, in thousandths.
    from: usize,
    length: usize,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct IndexView<'a> {
    r: &'a Reader,
    name: String,
    lede: String,
    source: &'a str,
    path: String,
    followed: bool,
    tabs: Vec<Tab>,
    others: Vec<Link>,
    asked: &'a Asked,
    choices: Choices,
    pilots: Vec<&'a str>,
    healths: Vec<Choice>,
    statuses: Vec<(&'static str, String)>,
    count: String,
    branches: Vec<Branch>,
    csv: String,
    manage: Vec<Link>,
    /// What is late, the oldest first: a few lines for anybody.
    late: Vec<(Link, String)>,
    all_late: String,
    amendments: Vec<AmendmentView>,
}

struct AmendmentView {
    heading: String,
    what: String,
    why: String,
    decided: Link,
}

pub(super) async fn first(State(plans): State<Plans>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let tree = first_plan(&plans).await?;
    show(&plans, &reader, &tree, &asked).await
}

pub(super) async fn one(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    show(&plans, &reader, &tree, &asked).await
}

async fn show(plans: &Plans, reader: &Reader, tree: &Tree, asked: &Asked) -> Result<Response, Failure> {
    let seen = Seen::of(tree, plans);
    let mut pilots: Vec<&str> = tree.actions().flat_map(|sheet| sheet.node.pilots().map(|part| part.label.as_str())).collect();
    pilots.sort_unstable_by_key(|pilot| fold(pilot));
    pilots.dedup();
    let shown = tree.actions().filter(|sheet| seen.keeps(asked, sheet)).count();
    let others = plans.plans().await?.into_iter().filter(|plan| plan.id != tree.plan.id);
    let path = plan_address(&tree.plan);
    let name = reader.text(&tree.plan.name).to_owned();
    let view = IndexView {
        r: reader,
        lede: lede(reader, tree),
        source: &tree.plan.source,
        followed: tree.plan.followed_since.is_some(),
        tabs: tabs_keeping(reader, &tree.plan, "", asked),
        others: others.map(|plan| Link::new(reader.text(&plan.name), plan_address(&plan))).collect(),
        pilots,
        healths: healths(reader, &seen),
        statuses: crate::Status::ALL.into_iter().map(|status| (status.code(), say::status(reader, status))).collect(),
        count: reader.t_with("plan-count", &[("count", count(shown).into())]),
        branches: branches(&seen, reader, asked),
        csv: filtered(&format!("{path}/actions.csv"), asked),
        manage: managing(reader, tree),
        late: late_words(&seen, reader),
        all_late: format!("{path}/retards"),
        amendments: tree.amendments.iter().map(|one| amendment(reader, one)).collect(),
        choices: Choices::of(reader, tree),
        asked,
        path,
        name: name.clone(),
    };
    let page = Page::of(name, &view)?.section(SECTION).description(reader.t("plan-description"));
    Ok(reader.page(page.trail([Link::new(reader.t("nav-plan"), "/plan")])))
}

/// The few oldest delays, with their reason.
fn late_words(seen: &Seen<'_>, reader: &Reader) -> Vec<(Link, String)> {
    let late = late(seen, &Asked::default()).into_iter().filter(|(_, cause)| cause.health == Health::Late).take(FEW);
    let told = |(sheet, cause): (&Sheet, rules::health::Cause)| {
        let action = Link::new(format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)), node_address(&sheet.node));
        (action, say::why(reader, seen.tree, Some(sheet), &cause).sentence)
    };
    late.map(told).collect()
}

/// What those who run the plan may do.
fn managing(reader: &Reader, tree: &Tree) -> Vec<Link> {
    let at = plan_address(&tree.plan);
    let manage = may_manage(&reader.viewer, &tree.plan).then(|| Link::new(reader.t("plan-manage"), format!("{at}/gestion")));
    let version = u64::from(tree.plan.version + 1);
    let amend = amends(reader, &tree.plan)
        .then(|| Link::new(reader.t_with("plan-amend", &[("version", version.into())]), format!("{at}/revision")));
    let collect = manage.is_some().then(|| Link::new(reader.t("campaign-list-title"), format!("{at}/campagnes")));
    manage.into_iter().chain(amend).chain(collect).collect()
}

fn amendment(reader: &Reader, amendment: &Amendment) -> AmendmentView {
    let day = reader.day(amendment.day);
    let version = u64::from(amendment.version);
    AmendmentView {
        heading: reader.t_with("plan-amended-on", &[("version", version.into()), ("day", day.as_str().into())]),
        what: amendment.what.clone(),
        why: amendment.why.clone(),
        decided: Link::new(&amendment.decided_by, amendment.decision.map(|id| format!("/decisions/{id}")).unwrap_or_default()),
    }
}

/// How many nodes of each level: `3 priorités, 12 défis, 38 actions`.
fn lede(reader: &Reader, tree: &Tree) -> String {
    let levels = (0u32..).zip(&tree.plan.levels).map(|(level, name)| {
        let many = tree.sheets.iter().filter(|sheet| sheet.node.level == level).count();
        let name = several(&reader.text(name).to_lowercase(), many, reader.language);
        reader.t_with("plan-level-count", &[("count", count(many).into()), ("level", name.as_str().into())])
    });
    let levels: Vec<String> = levels.collect();
    reader.t_with("plan-lede", &[("levels", levels.join(", ").as_str().into())])
}

/// What a level is called when there are so many of it.
fn several(name: &str, many: usize, language: Language) -> String {
    let one = many == 1 || (many == 0 && language == Language::French);
    match name.strip_suffix('y').filter(|_| language == Language::English) {
        _ if one || name.ends_with(['s', 'x']) => name.to_owned(),
        Some(stem) => format!("{stem}ies"),
        None => format!("{name}s"),
    }
}

/// How many actions are in each health, those that no action is in left out.
fn healths(reader: &Reader, seen: &Seen<'_>) -> Vec<Choice> {
    let all = seen.tree.actions().count().max(1);
    let mut before = 0;
    let of = |health: Health| {
        let count = seen.tree.actions().filter(|sheet| seen.health(sheet) == health).count();
        let from = before * 1000 / all;
        before += count;
        let tag = say::health(reader, health);
        Choice { value: health.code(), label: tag.label, kind: tag.kind, count, from, length: before * 1000 / all - from }
    };
    Health::ALL.into_iter().map(of).filter(|choice| choice.count > 0).collect()
}

fn branches(seen: &Seen<'_>, reader: &Reader, asked: &Asked) -> Vec<Branch> {
    let branch = |top: &Sheet| Branch {
        number: top.node.number.clone(),
        label: label(seen.tree, reader, top),
        title: reader.text(&top.node.title).to_owned(),
        address: node_address(&top.node),
        summary: summary(seen, reader, top),
        groups: groups(seen, reader, asked, top),
    };
    seen.tree.children(None).map(branch).filter(|branch| !branch.groups.is_empty()).collect()
}

/// What a node is called: `Défi 3.2`.
pub(super) fn label(tree: &Tree, reader: &Reader, sheet: &Sheet) -> String {
    let level = usize::try_from(sheet.node.level).ok().and_then(|level| tree.plan.levels.get(level));
    format!("{} {}", level.map(|level| reader.text(level)).unwrap_or_default(), sheet.node.number)
}

/// What became of a branch, in a sentence for anybody: how far it is and how many actions are late.
fn summary(seen: &Seen<'_>, reader: &Reader, top: &Sheet) -> String {
    let Some(share) = seen.progress.get(&top.node.id).filter(|progress| progress.share.is_some()) else { return String::new() };
    let below: Vec<&Sheet> =
        seen.tree.actions().filter(|sheet| seen.tree.above(sheet).iter().any(|above| above.node.id == top.node.id)).collect();
    let many = |health: Health| count(below.iter().filter(|sheet| seen.health(sheet) == health).count());
    reader.t_with(
        "plan-branch-summary",
        &[
            ("share", say::share(reader, Some(share)).as_str().into()),
            ("done", many(Health::Done).into()),
            ("late", many(Health::Late).into()),
            ("risk", many(Health::AtRisk).into()),
        ],
    )
}

/// The actions below `top`, by the node right above them.
fn groups(seen: &Seen<'_>, reader: &Reader, asked: &Asked, top: &Sheet) -> Vec<Group> {
    let mut groups: Vec<(Uuid, Group)> = Vec::new();
    for sheet in seen.tree.actions() {
        let above = seen.tree.above(sheet);
        let parent = above.last().copied().unwrap_or(sheet);
        if above.first().copied().unwrap_or(sheet).node.id != top.node.id || !seen.keeps(asked, sheet) {
            continue;
        }
        if groups.last().is_none_or(|(id, _)| *id != parent.node.id) {
            let group = Group {
                label: label(seen.tree, reader, parent),
                title: reader.text(&parent.node.title).to_owned(),
                address: node_address(&parent.node),
                share: say::share(reader, seen.progress.get(&parent.node.id)),
                rows: Vec::new(),
            };
            groups.push((parent.node.id, group));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.rows.push(row(seen, reader, sheet));
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn row(seen: &Seen<'_>, reader: &Reader, sheet: &Sheet) -> Row {
    Row {
        number: sheet.node.number.clone(),
        title: reader.text(&sheet.node.title).to_owned(),
        address: node_address(&sheet.node),
        pilots: say::labels(sheet.node.pilots()),
        years: years(sheet),
        open: !sheet.node.content.open.is_empty(),
        health: say::health(reader, seen.health(sheet)),
        share: say::share(reader, seen.progress.get(&sheet.node.id)),
    }
}

pub(super) async fn first_csv(State(plans): State<Plans>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let tree = first_plan(&plans).await?;
    Ok(table(&plans, &reader, &tree, &asked))
}

pub(super) async fn csv(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    Ok(table(&plans, &reader, &tree, &asked))
}

/// The actions asked for, one a line.
fn table(plans: &Plans, reader: &Reader, tree: &Tree, asked: &Asked) -> Response {
    let seen = Seen::of(tree, plans);
    let headers =
        ["number", "above", "title", "pilots", "partners", "status", "health", "causes", "progress", "steps", "indicators", "open", "page"];
    let headers: Vec<String> = headers.into_iter().map(|name| reader.t(&format!("plan-column-{name}"))).collect();
    let rows: Vec<Vec<write::Value>> =
        tree.actions().filter(|sheet| seen.keeps(asked, sheet)).map(|sheet| line(&seen, reader, sheet)).collect();
    let disposition = format!("attachment; filename=\"{}.csv\"", tree.plan.id);
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
    ([kind, (header::CONTENT_DISPOSITION, disposition)], write::csv(&headers, &rows, reader.language)).into_response()
}

fn line(seen: &Seen<'_>, reader: &Reader, sheet: &Sheet) -> Vec<write::Value> {
    let node = &sheet.node;
    let above: Vec<&str> = seen.tree.above(sheet).iter().map(|above| reader.text(&above.node.title)).collect();
    let steps: Vec<String> = sheet.milestones.iter().map(|step| format!("{} : {}", step.when, step.text)).collect();
    let measures: Vec<&str> = sheet.indicators.iter().map(|indicator| reader.text(&indicator.title)).collect();
    let standing = seen.standings.get(&node.id);
    let causes = standing.map(|standing| say::causes(reader, seen.tree, sheet, standing)).unwrap_or_default();
    let causes: Vec<String> = causes.into_iter().map(|why| why.sentence).collect();
    let joined = |parts: &mut dyn Iterator<Item = &crate::Part>| parts.map(|part| part.label.clone()).collect::<Vec<_>>().join(" ; ");
    let texts = [
        node.number.clone(),
        above.join(" > "),
        reader.text(&node.title).to_owned(),
        joined(&mut node.pilots()),
        joined(&mut node.partners()),
        say::status(reader, node.status),
        say::health(reader, seen.health(sheet)).label,
        causes.join(" | "),
        say::share(reader, seen.progress.get(&node.id)),
        steps.join(" | "),
        measures.join(" | "),
        node.content.open.join(" | "),
        node.content.page.map(|page| page.to_string()).unwrap_or_default(),
    ];
    texts.into_iter().map(write::Value::Text).collect()
}
