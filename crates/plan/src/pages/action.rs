//! The sheet of an action, and of what stands above it: what was promised, how it goes, why.

mod figures;
mod log;
mod ties;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{Day, Kind, Problem, Violation};
use bassin_web::{Failure, Link, Page, Reader};
use chrono::Datelike;

pub(super) use self::ties::Target;
use self::{
    figures::IndicatorView,
    log::{EventView, history},
};
use super::{
    SECTION, list,
    list::Seen,
    node_address,
    say::{self, Tag, Why},
    trail,
};
use crate::{BudgetLine, Content, Dates, Milestone, Plans, Sheet, Tree, may_manage, may_report, rules::health::of_milestone};

struct MilestoneView {
    text: String,
    when: String,
    promised: String,
    planned: String,
    slips: String,
    reasons: Vec<String>,
    tag: Tag,
    /// Where its days, and what it is, are changed; empty for those who may not.
    days: String,
    edit: String,
    evidence: String,
    link: bool,
    mandatory: bool,
    weight: String,
    note: String,
    /// Where its bar begins and how long it is, in hundredths of the years drawn; none without dates.
    bar: Option<(f64, f64)>,
}

/// A line of budget; amounts in words.
struct BudgetView {
    label: String,
    funder: String,
    year: String,
    amounts: [String; 3],
}

struct ChildView {
    label: String,
    title: String,
    address: String,
    health: Tag,
    share: String,
}

#[derive(Template)]
#[template(path = "action.html")]
struct ActionView<'a> {
    r: &'a Reader,
    number: &'a str,
    title: &'a str,
    kicker: String,
    content: &'a Content,
    followed: bool,
    status: String,
    reason: &'a str,
    health: Tag,
    causes: Vec<Why>,
    share: String,
    rule: String,
    pilots: Vec<Link>,
    partners: Vec<Link>,
    body: Option<Link>,
    span: String,
    milestones: Vec<MilestoneView>,
    /// The first and the last year drawn.
    scale: String,
    indicators: Vec<IndicatorView>,
    budget: Vec<BudgetView>,
    totals: [String; 3],
    children: Vec<ChildView>,
    events: Vec<EventView>,
    levers: Vec<&'a str>,
    links: Vec<&'a str>,
    ties: Vec<(String, Link)>,
    /// Where the pilot tells how it goes; empty for those who may not.
    report: String,
    /// What stands in the way of telling.
    barred: Vec<Violation>,
    /// What those who run the plan may do.
    manage: Vec<Link>,
    source: String,
    previous: Option<Link>,
    next: Option<Link>,
}

fn missing(number: &str) -> Problem {
    Problem::not_found(
        format!("Aucune action ne porte le numéro « {number} » dans ce plan."),
        format!("No action of this plan has the number “{number}”."),
    )
}

/// The node of that number.
pub(super) fn found<'a>(tree: &'a Tree, number: &str) -> Result<&'a Sheet, Problem> {
    tree.numbered(number).ok_or_else(|| missing(number))
}

pub(super) async fn page(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let sheet = found(&tree, &number)?;
    let view = view(&plans, &reader, &tree, sheet).await?;
    let page = Page::of(format!("{} {}", view.number, view.title), &view)?.section(SECTION);
    Ok(reader.page(page.trail(trail(&reader, &tree.plan))))
}

async fn view<'a>(plans: &Plans, reader: &'a Reader, tree: &'a Tree, sheet: &'a Sheet) -> Result<ActionView<'a>, Problem> {
    let (node, seen) = (&sheet.node, Seen::of(tree, plans));
    let standing = seen.standings.get(&node.id);
    let progress = seen.progress.get(&node.id);
    let (reports, manages) = (may_report(&reader.viewer, &tree.plan, node), may_manage(&reader.viewer, &tree.plan));
    let at = node_address(node);
    let span = scale(tree, sheet);
    let above = tree.above(sheet);
    let beside = beside(tree, sheet, reader);
    let pages = above.iter().rev().map(|above| above.node.content.page);
    let page = std::iter::once(node.content.page).chain(pages).flatten().next();
    let source = match page {
        Some(page) => reader.t_with("plan-source-page", &[("source", tree.plan.source.as_str().into()), ("page", u64::from(page).into())]),
        None => reader.t_with("plan-source", &[("source", tree.plan.source.as_str().into())]),
    };
    let kicker: Vec<&str> = above.iter().map(|above| reader.text(&above.node.title)).collect();
    let contents = || above.iter().map(|above| &above.node.content).chain([&node.content]);
    Ok(ActionView {
        r: reader,
        number: &node.number,
        title: reader.text(&node.title),
        kicker: kicker.join(" · "),
        content: &node.content,
        followed: tree.plan.followed_since.is_some(),
        status: say::status(reader, node.status),
        reason: &node.reason,
        health: say::health(reader, seen.health(sheet)),
        causes: standing.map(|standing| say::causes(reader, tree, sheet, standing)).unwrap_or_default(),
        share: say::share(reader, progress),
        rule: progress.map(|progress| say::rule(reader, progress)).unwrap_or_default(),
        pilots: plans.named(reader, node.pilots()).await?,
        partners: plans.named(reader, node.partners()).await?,
        body: plans.body_link(node.body).await?,
        span: say::dates(reader, Dates { from: node.starts, to: node.ends }),
        milestones: sheet
            .milestones
            .iter()
            .map(|one| MilestoneView {
                days: if reports && one.done_on.is_none() { format!("{at}/etapes/{}/dates", one.id) } else { String::new() },
                edit: if manages { format!("{at}/etapes/{}", one.id) } else { String::new() },
                ..milestone(reader, tree, one, span, plans.today())
            })
            .collect(),
        scale: format!("{} – {}", span.0.year(), span.1.year()),
        indicators: figures::views(plans, reader, tree, sheet).await?,
        budget: node.budget.iter().map(|line| budget_line(reader, line)).collect(),
        totals: totals(reader, &node.budget),
        children: tree.children(Some(node.id)).map(|child| of_child(&seen, reader, child)).collect(),
        events: history(plans, reader, tree, sheet).await?,
        levers: contents().flat_map(|content| &content.levers).map(String::as_str).collect(),
        links: contents().flat_map(|content| &content.links).map(String::as_str).collect(),
        ties: plans.tied(reader, &node.ties).await?,
        report: if reports { format!("{at}/point") } else { String::new() },
        barred: if reports { crate::commands::unmet(&tree.plan) } else { Vec::new() },
        manage: if manages { managing(reader, &at) } else { Vec::new() },
        source,
        previous: beside.0,
        next: beside.1,
    })
}

/// The nodes before and after, of the same level.
fn beside(tree: &Tree, sheet: &Sheet, reader: &Reader) -> (Option<Link>, Option<Link>) {
    let peers: Vec<&Sheet> = tree.sheets.iter().filter(|other| other.node.level == sheet.node.level).collect();
    let at = peers.iter().position(|other| other.node.id == sheet.node.id).unwrap_or_default();
    let link = |at: Option<usize>| {
        let other = peers.get(at?)?;
        Some(Link::new(format!("{} {}", other.node.number, reader.text(&other.node.title)), node_address(&other.node)))
    };
    (link(at.checked_sub(1)), link(at.checked_add(1)))
}

fn of_child(seen: &Seen<'_>, reader: &Reader, child: &Sheet) -> ChildView {
    ChildView {
        label: list::label(seen.tree, reader, child),
        title: reader.text(&child.node.title).to_owned(),
        address: node_address(&child.node),
        health: say::health(reader, seen.health(child)),
        share: say::share(reader, seen.progress.get(&child.node.id)),
    }
}

fn amount(reader: &Reader, cents: Option<i64>) -> String {
    cents.map_or_else(|| "–".to_owned(), |cents| say::euros(cents, reader.language))
}

fn budget_line(reader: &Reader, line: &BudgetLine) -> BudgetView {
    BudgetView {
        label: line.label.clone(),
        funder: line.funder.clone(),
        year: line.year.map(|year| year.to_string()).unwrap_or_default(),
        amounts: [line.planned, line.committed, line.spent].map(|cents| amount(reader, cents)),
    }
}

/// The sums of each column; a dash where no line has an amount.
fn totals(reader: &Reader, lines: &[BudgetLine]) -> [String; 3] {
    let sum = |of: fn(&BudgetLine) -> Option<i64>| {
        let known: Vec<i64> = lines.iter().filter_map(of).collect();
        (!known.is_empty()).then(|| known.into_iter().fold(0, i64::saturating_add))
    };
    [sum(|line| line.planned), sum(|line| line.committed), sum(|line| line.spent)].map(|cents| amount(reader, cents))
}

fn managing(reader: &Reader, at: &str) -> Vec<Link> {
    vec![
        Link::new(reader.t("plan-edit"), format!("{at}/fiche")),
        Link::new(reader.t("plan-milestone-new"), format!("{at}/etapes/nouveau")),
        Link::new(reader.t("plan-indicator-new"), format!("{at}/indicateurs/nouveau")),
    ]
}

fn milestone(reader: &Reader, tree: &Tree, milestone: &Milestone, span: (Day, Day), today: Day) -> MilestoneView {
    let slips = match (milestone.slips(), milestone.slips_across_years()) {
        (0, _) => String::new(),
        (slips, years) => reader.t_with("plan-slips", &[("count", say::count(slips).into()), ("years", say::count(years).into())]),
    };
    MilestoneView {
        text: milestone.text.clone(),
        when: milestone.when.clone(),
        promised: say::dates(reader, milestone.baseline),
        planned: if milestone.current == milestone.baseline { String::new() } else { say::dates(reader, milestone.current) },
        reasons: milestone.replannings.iter().map(|change| change.reason.clone()).collect(),
        slips,
        days: String::new(),
        edit: String::new(),
        tag: milestone_tag(reader, tree, milestone, today),
        link: milestone.evidence.starts_with("https://") || milestone.evidence.starts_with("http://"),
        evidence: milestone.evidence.clone(),
        mandatory: milestone.mandatory,
        weight: milestone.weight.map(|weight| reader.t_with("plan-weight-of", &[("weight", u64::from(weight).into())])).unwrap_or_default(),
        note: milestone.note.clone(),
        bar: bar(milestone.current, span),
    }
}

/// Where a milestone stands: done on a day, late since, due, under way.
pub(super) fn milestone_tag(reader: &Reader, tree: &Tree, milestone: &Milestone, today: Day) -> Tag {
    let on = |key: &str, day: Day| reader.t_with(key, &[("day", reader.day(day).as_str().into())]);
    if let Some(day) = milestone.done_on {
        return Tag { kind: "good", label: on("plan-milestone-done", day) };
    }
    let found = tree.plan.followed_since.and_then(|since| of_milestone(milestone, since, today));
    if let Some((health, reason, Some(day))) = found {
        let kind = say::health(reader, health).kind;
        return Tag { kind, label: on(&format!("plan-milestone-{}", reason.code()), day) };
    }
    let key = match (tree.plan.followed_since, milestone.started_on) {
        (None, _) => "plan-milestone-not-followed",
        (_, Some(_)) => "plan-milestone-started",
        (_, None) if milestone.current.to.is_none() => "plan-milestone-undated",
        (_, None) => "plan-milestone-waiting",
    };
    Tag { kind: "", label: reader.t(key) }
}

/// The years drawn: those of the plan, and of the milestones outside them.
pub(super) fn scale(tree: &Tree, sheet: &Sheet) -> (Day, Day) {
    let days = || sheet.milestones.iter().flat_map(|milestone| [milestone.current.from, milestone.current.to]).flatten();
    let first = days().min().map_or(tree.plan.from, |day| day.min(tree.plan.from));
    let last = days().max().map_or(tree.plan.to, |day| day.max(tree.plan.to));
    let january = Day::from_ymd_opt(first.year(), 1, 1).unwrap_or(first);
    (january, Day::from_ymd_opt(last.year(), 12, 31).unwrap_or(last))
}

#[expect(clippy::cast_precision_loss, reason = "days of a few years")]
pub(super) fn bar(dates: Dates, (first, last): (Day, Day)) -> Option<(f64, f64)> {
    let (from, to) = (dates.from.or(dates.to)?, dates.to.unwrap_or(last));
    let whole = (last - first).num_days().max(1) as f64;
    let place = |day: Day| ((day - first).num_days() as f64 / whole * 100.0).clamp(0.0, 100.0);
    Some((place(from), (place(to) - place(from)).max(1.5).min(100.0 - place(from))))
}

impl Plans {
    /// Who has a part: organisations with the address of their sheet; people by their name, for those who have signed in.
    async fn named(&self, reader: &Reader, parts: impl Iterator<Item = &crate::Part>) -> Result<Vec<Link>, Problem> {
        let parts: Vec<_> = parts.collect();
        let organisations: Vec<_> = parts.iter().filter_map(|part| part.organisation).collect();
        let people: Vec<_> = parts.iter().filter_map(|part| part.person).collect();
        let organisations = self.directory.organisations(&organisations).await?;
        let known = reader.viewer.may_write() && !people.is_empty();
        let people = if known { self.directory.people(&people).await? } else { std::collections::HashMap::new() };
        let link = |part: &&crate::Part| {
            let organisation = part.organisation.and_then(|id| organisations.get(&id));
            let person = part.person.and_then(|id| people.get(&id)).map(bassin_directory::Person::name);
            let name = organisation.map(|organisation| organisation.name.clone());
            let words = [name, person, Some(part.label.clone())].into_iter().flatten().filter(|text| !text.is_empty());
            let mut words: Vec<String> = words.collect();
            words.dedup();
            let words = if words.is_empty() { reader.t("plan-part-person") } else { words.join(", ") };
            Link::new(words, organisation.map(|organisation| format!("/structures/{}", organisation.id)).unwrap_or_default())
        };
        Ok(parts.iter().map(link).collect())
    }

    /// A body, with the address of its page.
    pub(super) async fn body_link(&self, body: Option<uuid::Uuid>) -> Result<Option<Link>, Problem> {
        let Some(id) = body else { return Ok(None) };
        match self.governance.body(&id.to_string()).await {
            Ok(body) => Ok(Some(Link::new(body.name, format!("/instances/{}", body.slug)))),
            // A body may have been removed with the demonstration it came from.
            Err(problem) if problem.kind == Kind::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(from: Option<&str>, to: Option<&str>) -> Dates {
        let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        Dates { from: day(from), to: day(to) }
    }

    #[test]
    fn bars_stay_within_the_years_and_what_is_undated_has_none() {
        let span = ("2018-01-01".parse().unwrap(), "2022-12-31".parse().unwrap());
        assert_eq!(bar(dates(None, None), span), None);
        let (start, length) = bar(dates(Some("2020-01-01"), None), span).unwrap();
        assert!((39.0..41.0).contains(&start) && (start + length - 100.0).abs() < 1e-9);
        let (start, length) = bar(dates(None, Some("2022-12-31")), span).unwrap();
        assert!(start + length <= 100.0);
    }
}
