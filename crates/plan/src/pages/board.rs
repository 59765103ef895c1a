//! The actions of a plan by the body in charge, by territory; and those that a reader pilots.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::address;
use bassin_web::{Failure, Link, Page, Reader, Tab};

use super::{
    SECTION,
    list::Seen,
    node_address,
    say::{self, Tag},
    tabs::tabs,
    trail,
};
use crate::{PlanState, Plans, Sheet, TieKind, Tree, policy, report_scopes};

struct Row {
    number: String,
    title: String,
    address: String,
    health: Tag,
    share: String,
    why: String,
    report: String,
}

struct Group {
    heading: Link,
    rows: Vec<Row>,
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
    groups: Vec<Group>,
}

fn row(seen: &Seen<'_>, reader: &Reader, sheet: &Sheet) -> Row {
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
fn put(groups: &mut Vec<Group>, heading: Link, row: Row) {
    match groups.iter_mut().find(|group| group.heading == heading) {
        Some(group) => group.rows.push(row),
        None => groups.push(Group { heading, rows: vec![row] }),
    }
}

pub(super) async fn bodies(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let seen = Seen::of(&tree, &plans);
    let mut groups = Vec::new();
    let mut none = Vec::new();
    for sheet in tree.actions() {
        let words = Some(sheet.node.content.body.clone()).filter(|words| !words.is_empty());
        match plans.body_link(sheet.node.body).await?.or(words.map(|words| Link::new(words, ""))) {
            Some(heading) => put(&mut groups, heading, row(&seen, &reader, sheet)),
            None => none.push(row(&seen, &reader, sheet)),
        }
    }
    if !none.is_empty() {
        groups.push(Group { heading: Link::new(reader.t("plan-no-body"), ""), rows: none });
    }
    show(&reader, &tree, "/instances", "plan-tab-bodies", "plan-bodies-lede", groups)
}

pub(super) async fn territories(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let seen = Seen::of(&tree, &plans);
    let mut groups = Vec::new();
    for sheet in tree.actions() {
        for tie in sheet.node.ties.iter().filter(|tie| tie.kind == TieKind::Territory) {
            let known = plans.territory.resolve(&tie.reference).ok();
            let label = match (&known, tie.label.as_str()) {
                (Some(perimeter), "") => reader.text(&perimeter.label).to_owned(),
                (_, label) => label.to_owned(),
            };
            let at = known.map(|perimeter| address("/territoires/portrait", &[("p", &perimeter.canonical)]));
            put(&mut groups, Link::new(label, at.unwrap_or_default()), row(&seen, &reader, sheet));
        }
    }
    groups.sort_by_key(|group| bassin_kernel::text::fold(&group.heading.label));
    show(&reader, &tree, "/territoires", "plan-tab-territories", "plan-territories-lede", groups)
}

fn show(reader: &Reader, tree: &Tree, at: &str, title: &str, lede: &str, groups: Vec<Group>) -> Result<Response, Failure> {
    let view = View {
        r: reader,
        kicker: reader.text(&tree.plan.name).to_owned(),
        title: reader.t(title),
        lede: reader.t(lede),
        empty: reader.t(&format!("{lede}-none")),
        tabs: tabs(reader, &tree.plan, at),
        groups,
    };
    let page = Page::of(format!("{} – {}", view.title, view.kicker), &view)?;
    Ok(reader.page(page.section(SECTION).trail(trail(reader, &tree.plan))))
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
        let mut mine: Vec<&Sheet> = tree
            .sheets
            .iter()
            .filter(|sheet| {
                let pilots = report_scopes(&tree.plan, &sheet.node);
                let without_owner: Vec<_> =
                    pilots.into_iter().filter(|scope| Some(*scope) != tree.plan.owner.map(bassin_kernel::Scope::Body)).collect();
                reader.viewer.may(&policy::ACTION_REPORT, &without_owner)
            })
            .collect();
        mine.sort_by_key(|sheet| seen.health(sheet));
        for sheet in mine {
            let heading = Link::new(reader.text(&tree.plan.name), super::plan_address(&tree.plan));
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
        groups,
    };
    let page = Page::of(view.title.clone(), &view)?.section(SECTION);
    Ok(reader.page(page.trail([Link::new(reader.t("nav-plan"), "/plan")])))
}
