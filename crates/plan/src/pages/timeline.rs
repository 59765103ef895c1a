//! A plan in time: a line for each action, its milestones on it, and the same as a table. Both show one page of milestones.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::Day;
use bassin_web::{Failure, Link, Page, Pager, Reader, Tab};
use chrono::Datelike;
use uuid::Uuid;

use super::{
    SECTION,
    action::{bar, milestone_tag},
    filter::{Asked, Choices, covers},
    list::Seen,
    node_address, plan_address, say,
    say::Tag,
    tabs::tabs_keeping,
    trail,
};
use crate::{Milestone, Plans, Sheet, Tree};

/// The width of the drawing and of the names on its left; the heights of the years, of a track of bars, between two actions.
const WIDTH: f64 = 1000.0;
const NAMES: f64 = 60.0;
const TOP: f64 = 26.0;
const TRACK: f64 = 10.0;
const GAP: f64 = 8.0;

/// A milestone in the drawing.
struct Bar {
    class: &'static str,
    x: f64,
    y: f64,
    width: f64,
    words: String,
}

#[derive(Default)]
struct Drawing {
    height: f64,
    years: Vec<(f64, i32)>,
    numbers: Vec<(f64, String)>,
    bars: Vec<Bar>,
    today: Option<f64>,
}

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
    choices: Choices,
    drawing: Drawing,
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
        tabs: tabs_keeping(&reader, &tree.plan, "/calendrier", &asked),
        asked: &asked,
        path,
        followed: tree.plan.followed_since.is_some(),
        choices: Choices::of(&reader, &tree),
        drawing: drawing(&reader, &tree, &shown, plans.today()),
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

/// The drawing: years above, a line for each action, a bar for each milestone; bars of the same time stand one below the other. The
/// table below says the same.
fn drawing(reader: &Reader, tree: &Tree, shown: &[(&Sheet, &Milestone)], today: Day) -> Drawing {
    let days = || shown.iter().flat_map(|(_, one)| [one.current.from, one.current.to]).flatten();
    let first = days().min().map_or(tree.plan.from, |day| day.min(tree.plan.from));
    let last = days().max().map_or(tree.plan.to, |day| day.max(tree.plan.to));
    let span = (Day::from_ymd_opt(first.year(), 1, 1).unwrap_or(first), Day::from_ymd_opt(last.year(), 12, 31).unwrap_or(last));
    let on = |day: Day| place(crate::Dates { from: Some(day), to: Some(day) }, span).map(|(x, _)| x);
    let mut drawing = Drawing {
        height: TOP,
        today: on(today).filter(|_| span.0 <= today && today <= span.1),
        years: (span.0.year()..=span.1.year()).filter_map(|year| Day::from_ymd_opt(year, 1, 1).and_then(on).map(|x| (x, year))).collect(),
        ..Drawing::default()
    };
    for (sheet, milestones) in lines(tree, shown) {
        let number = sheet.node.number.clone();
        drawing.numbers.push((drawing.height, number));
        let bars: Vec<(&Milestone, (f64, f64))> =
            milestones.into_iter().filter_map(|milestone| Some((milestone, place(milestone.current, span)?))).collect();
        let tracks = stacked(bars.iter().map(|(_, bar)| *bar));
        for ((milestone, (x, width)), track) in bars.iter().zip(&tracks) {
            let words = format!("{} – {}", milestone_tag(reader, tree, milestone, today).label, milestone.text);
            let y = drawing.height + f64::from(*track) * TRACK;
            drawing.bars.push(Bar { class: class(tree, milestone, today), x: *x, y, width: *width, words });
        }
        drawing.height += f64::from(tracks.iter().max().map_or(1, |last| last + 1)) * TRACK + GAP;
    }
    drawing
}

/// Where the dates begin in the drawing and how long they are; tenths are enough.
fn place(dates: crate::Dates, span: (Day, Day)) -> Option<(f64, f64)> {
    let (start, length) = bar(dates, span)?;
    let on_paper = |hundredths: f64| (hundredths / 10.0 * (WIDTH - NAMES)).round() / 10.0;
    Some((NAMES + on_paper(start), on_paper(length)))
}

/// The track of each bar, so that none covers another: the first that is free where the bar begins.
fn stacked(bars: impl Iterator<Item = (f64, f64)>) -> Vec<u32> {
    let mut bars: Vec<(usize, (f64, f64))> = bars.enumerate().collect();
    bars.sort_by(|(_, a), (_, b)| a.0.total_cmp(&b.0));
    let mut ends: Vec<f64> = Vec::new();
    let mut tracks = vec![0; bars.len()];
    for (index, (start, length)) in bars {
        let free = ends.iter().position(|end| *end <= start).unwrap_or(ends.len());
        ends.resize(ends.len().max(free + 1), 0.0);
        ends[free] = start + length;
        tracks[index] = u32::try_from(free).unwrap_or(u32::MAX);
    }
    tracks
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

#[cfg(test)]
mod tests {
    use super::stacked;

    #[test]
    fn bars_of_the_same_time_stand_one_below_the_other() {
        let bars = [(0.0, 50.0), (10.0, 10.0), (20.0, 60.0), (50.0, 5.0), (90.0, 10.0)];
        assert_eq!(stacked(bars.into_iter()), [0, 1, 1, 0, 0]);
        assert_eq!(stacked([(5.0, 5.0), (0.0, 5.0)].into_iter()), [0, 0]);
        assert!(stacked(std::iter::empty()).is_empty());
    }
}
