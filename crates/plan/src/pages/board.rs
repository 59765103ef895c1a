//! The actions of a plan by the body in charge; and those that a reader pilots.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_web::{Failure, Link, Page, Reader, Tab};

use super::{
    SECTION,
    filter::{Asked, Choices},
    list::Seen,
    node_address, plan_address,
    say::{self, Tag},
    tabs::tabs_keeping,
    trail,
};
use crate::{PlanState, Plans, Sheet, pilots};

/// An action in a line.
pub(super) struct Row {
    pub number: String,
    pub title: String,
    pub address: String,
    pub health: Tag,
    pub share: String,
    pub why: String,
    pub report: String,
}

/// What is listed under one heading.
pub(super) struct Group {
    pub heading: Link,
    pub rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "plan_board.html")]
struct View<'a> {
    r: &'a Reader,
    kicker: String,
    title: String,
    lede: String,
    empty: String,
    tabs: Vec<Tab>,
    asked: Asked,
    choices: Choices,
    followed: bool,
    /// Where the filters lead; empty without filters.
    path: String,
    groups: Vec<Group>,
}

pub(super) fn row(seen: &Seen<'_>, reader: &Reader, sheet: &Sheet) -> Row {
    let cause = seen.standings.get(&sheet.node.id).and_then(|standing| standing.causes.first());
    Row {
        number: sheet.node.number.clone(),
        title: reader.text(&sheet.node.title).to_owned(),
        address: node_address(&sheet.node),
        health: say::health(reader, seen.health(sheet)),
        share: say::share(reader, seen.progress.get(&sheet.node.id)),
        why: cause.map(|cause| say::why(reader, seen.tree, Some(sheet), cause).sentence).unwrap_or_default(),
        report: String::new(),
    }
}

/// Puts an action under a heading, in the order headings are met.
pub(super) fn put(groups: &mut Vec<Group>, heading: Link, row: Row) {
    match groups.iter_mut().find(|group| group.heading == heading) {
        Some(group) => group.rows.push(row),
        None => groups.push(Group { heading, rows: vec![row] }),
    }
}

pub(super) async fn bodies(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let seen = Seen::of(&tree, &plans);
    let mut groups = Vec::new();
    let mut none = Vec::new();
    for sheet in tree.actions().filter(|sheet| seen.keeps(&asked, sheet)) {
        let words = Some(sheet.node.content.body.clone()).filter(|words| !words.is_empty());
        match plans.body_link(sheet.node.body).await?.or(words.map(|words| Link::new(words, ""))) {
            Some(heading) => put(&mut groups, heading, row(&seen, &reader, sheet)),
            None => none.push(row(&seen, &reader, sheet)),
        }
    }
    if !none.is_empty() {
        groups.push(Group { heading: Link::new(reader.t("plan-no-body"), ""), rows: none });
    }
    let empty = if asked.is_empty() { "plan-bodies-lede-none" } else { "plan-filter-none" };
    let view = View {
        r: &reader,
        kicker: reader.text(&tree.plan.name).to_owned(),
        title: reader.t("plan-tab-bodies"),
        lede: reader.t("plan-bodies-lede"),
        empty: reader.t(empty),
        tabs: tabs_keeping(&reader, &tree.plan, "/instances", &asked),
        choices: Choices::of(&reader, &tree),
        followed: tree.plan.followed_since.is_some(),
        path: format!("{}/instances", plan_address(&tree.plan)),
        asked,
        groups,
    };
    let page = Page::of(format!("{} – {}", view.title, view.kicker), &view)?;
    Ok(reader.page(page.section(SECTION).trail(trail(&reader, &tree.plan))))
}

/// The actions that whoever reads pilots, in every plan in force, the worst first.
pub(super) async fn mine(State(plans): State<Plans>, reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let mut groups = Vec::new();
    for tree in plans.trees().await? {
        if tree.plan.state != PlanState::InForce {
            continue;
        }
        let seen = Seen::of(&tree, &plans);
        let mut mine: Vec<&Sheet> = tree.sheets.iter().filter(|sheet| pilots(&reader.viewer, &tree.plan, &sheet.node)).collect();
        mine.sort_by_key(|sheet| seen.health(sheet));
        for sheet in mine {
            let heading = Link::new(reader.text(&tree.plan.name), plan_address(&tree.plan));
            let told = if tree.plan.followed_since.is_some() { format!("{}/point", node_address(&sheet.node)) } else { String::new() };
            put(&mut groups, heading, Row { report: told, ..row(&seen, &reader, sheet) });
        }
    }
    let view = View {
        r: &reader,
        kicker: reader.t("nav-plan"),
        title: reader.t("plan-mine"),
        lede: reader.t("plan-mine-lede"),
        empty: reader.t("plan-mine-none"),
        tabs: Vec::new(),
        asked: Asked::default(),
        choices: Choices::default(),
        followed: false,
        path: String::new(),
        groups,
    };
    let page = Page::of(view.title.clone(), &view)?.section(SECTION);
    Ok(reader.page(page.trail([Link::new(reader.t("nav-plan"), "/plan")])))
}
