//! A plan in time: a line for each action, its milestones on it, and the same as a table. Both show one page of milestones.

use std::{collections::HashMap, fmt::Write as _};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Day, Problem};
use bassin_web::{Failure, Link, Page, Pager, Reader, Tab};
use chrono::Datelike;
use uuid::Uuid;

use super::{
    SECTION,
    action::{bar, milestone_tag},
    filter::{Asked, covers},
    list::Seen,
    node_address, plan_address, say,
    say::Tag,
    tabs::tabs,
    trail,
};
use crate::{Milestone, Plans, Sheet, Tree};

/// The width of the drawing, of the names on its left, and the height of a line.
const WIDTH: f64 = 1000.0;
const NAMES: f64 = 60.0;
const LINE: f64 = 22.0;
const TOP: f64 = 26.0;

struct Row {
    action: Link,
    what: String,
    dates: String,
    tag: Tag,
}

#[derive(Template)]
#[template(path = "plan_timeline.html")]
struct View<'a> {
    r: &'a Reader,
    name: &'a str,
    tabs: Vec<Tab>,
    asked: &'a Asked,
    path: String,
    followed: bool,
    years: Vec<i32>,
    svg: String,
    rows: Vec<Row>,
    pager: Pager,
}

/// How many milestones are drawn and listed at once.
const PAGE: usize = 200;

#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(super) struct Paging {
    page: String,
}

pub(super) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    Query(paging): Query<Paging>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let seen = Seen::of(&tree, &plans);
    let kept: Vec<&Sheet> = tree.actions().filter(|sheet| seen.keeps(&asked, sheet)).collect();
    let year = asked.annee.trim().parse::<i32>().ok();
    let path = format!("{}/calendrier", plan_address(&tree.plan));
    let all = milestones(&kept, year);
    let pager = Pager::new(paging.page.parse().unwrap_or(1), say::count(PAGE), say::count(all.len()), |page| {
        let page = page.to_string();
        let pairs: Vec<(&str, &str)> = asked.pairs().into_iter().chain([("page", page.as_str())]).collect();
        bassin_kernel::address(&path, &pairs)
    });
    let skipped = usize::try_from(pager.page.saturating_sub(1)).unwrap_or_default() * PAGE;
    let shown: Vec<_> = all.into_iter().skip(skipped).take(PAGE).collect();
    let view = View {
        r: &reader,
        name: reader.text(&tree.plan.name),
        tabs: tabs(&reader, &tree.plan, "/calendrier"),
        asked: &asked,
        path,
        followed: tree.plan.followed_since.is_some(),
        years: (tree.plan.from.year() - 1..=tree.plan.to.year()).collect(),
        svg: drawing(&reader, &tree, &shown, plans.today())?,
        rows: shown.iter().map(|one| row(&plans, &reader, &tree, *one)).collect(),
        pager,
    };
    let page = Page::of(format!("{} – {}", reader.t("plan-tab-timeline"), view.name), &view)?;
    Ok(reader.page(page.section(SECTION).trail(trail(&reader, &tree.plan)).wide()))
}

/// Every dated milestone in the order of its day, then those without a day.
fn milestones<'a>(kept: &[&'a Sheet], year: Option<i32>) -> Vec<(&'a Sheet, &'a Milestone)> {
    let mut all: Vec<(&Sheet, &Milestone)> = kept.iter().flat_map(|sheet| sheet.milestones.iter().map(|one| (*sheet, one))).collect();
    all.retain(|(_, milestone)| year.is_none_or(|year| covers(milestone, year)));
    all.sort_by_key(|(_, milestone)| {
        let day = milestone.current.to.or(milestone.current.from);
        (day.is_none(), day)
    });
    all
}

fn row(plans: &Plans, reader: &Reader, tree: &Tree, (sheet, milestone): (&Sheet, &Milestone)) -> Row {
    let dates = say::dates(reader, milestone.current);
    Row {
        action: Link::new(format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)), node_address(&sheet.node)),
        what: milestone.text.clone(),
        dates: if dates.is_empty() { reader.t("plan-undated") } else { dates },
        tag: milestone_tag(reader, tree, milestone, plans.today()),
    }
}

/// A line of the drawing: an action and those of its milestones that the page shows.
fn lines<'a>(tree: &'a Tree, shown: &[(&'a Sheet, &'a Milestone)]) -> Vec<(&'a Sheet, Vec<&'a Milestone>)> {
    let mut by_node: HashMap<Uuid, Vec<&Milestone>> = HashMap::new();
    for (sheet, milestone) in shown {
        by_node.entry(sheet.node.id).or_default().push(milestone);
    }
    tree.actions().filter_map(|sheet| Some((sheet, by_node.remove(&sheet.node.id)?))).collect()
}

/// The drawing: years above, a line for each action, a bar for each milestone, done ones filled. The table below says the same.
fn drawing(reader: &Reader, tree: &Tree, shown: &[(&Sheet, &Milestone)], today: Day) -> Result<String, Problem> {
    let lines = lines(tree, shown);
    let days = || shown.iter().flat_map(|(_, one)| [one.current.from, one.current.to]).flatten();
    let first = days().min().map_or(tree.plan.from, |day| day.min(tree.plan.from));
    let last = days().max().map_or(tree.plan.to, |day| day.max(tree.plan.to));
    let span = (Day::from_ymd_opt(first.year(), 1, 1).unwrap_or(first), Day::from_ymd_opt(last.year(), 12, 31).unwrap_or(last));
    let at = |hundredths: f64| NAMES + hundredths / 100.0 * (WIDTH - NAMES);
    #[expect(clippy::cast_precision_loss, reason = "a plan has a few hundred actions")]
    let height = TOP + LINE * lines.len() as f64 + 4.0;
    let unwritten = |_| Problem::unavailable("Le calendrier n’a pas pu être dessiné.", "The timeline could not be drawn.");
    let (title, sentence) = (reader.t("plan-tab-timeline"), reader.t("plan-timeline-sentence"));
    let mut svg = format!(
        "<svg class=\"timetable\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"timetable-title timetable-desc\"><title id=\"timetable-title\">{title}</title><desc id=\"timetable-desc\">{sentence}</desc>"
    );
    for year in span.0.year()..=span.1.year() {
        let day = Day::from_ymd_opt(year, 1, 1).unwrap_or(span.0);
        let x = bar(crate::Dates { from: Some(day), to: Some(day) }, span).map_or(NAMES, |(start, _)| at(start));
        write!(svg, "<path class=\"year\" d=\"M{x:.1} 0V{height}\"/><text x=\"{:.1}\" y=\"14\">{year}</text>", x + 4.0)
            .map_err(unwritten)?;
    }
    let mut y = TOP;
    for (sheet, milestones) in lines {
        write!(svg, "<text class=\"name\" x=\"0\" y=\"{:.1}\">{}</text>", y + 14.0, sheet.node.number).map_err(unwritten)?;
        for milestone in milestones {
            let Some((start, length)) = bar(milestone.current, span) else { continue };
            let (x, width) = (at(start), length / 100.0 * (WIDTH - NAMES));
            write!(
                svg,
                "<rect class=\"{}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"10\"/>",
                class(tree, milestone, today),
                y + 5.0
            )
            .map_err(unwritten)?;
        }
        y += LINE;
    }
    if span.0 <= today && today <= span.1 {
        let x = bar(crate::Dates { from: Some(today), to: Some(today) }, span).map_or(NAMES, |(start, _)| at(start));
        write!(svg, "<path class=\"today\" d=\"M{x:.1} 0V{height}\"/>").map_err(unwritten)?;
    }
    svg.push_str("</svg>");
    Ok(svg)
}

fn class(tree: &Tree, milestone: &Milestone, today: Day) -> &'static str {
    use crate::rules::health::{Health, of_milestone};
    if milestone.done_on.is_some() {
        return "done";
    }
    match tree.plan.followed_since.and_then(|since| of_milestone(milestone, since, today)) {
        Some((Health::Late, ..)) => "late",
        Some((Health::AtRisk, ..)) => "risk",
        _ => "due",
    }
}
