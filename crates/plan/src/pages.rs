//! The room's pages: a plan, one of its actions.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use bassin_documents::write;
use bassin_kernel::{Day, Problem, address, text::fold};
use bassin_web::{Failure, Link, Page, Reader};
use chrono::Datelike;
use serde::Deserialize;

use crate::{Action, Located, Plan, Plans, Step};

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "plan";

/// The room's pages.
pub fn routes(plans: Plans) -> Router {
    Router::new().route("/plan", get(index)).route("/plan.csv", get(csv)).route("/plan/{plan}/{action}", get(action)).with_state(plans)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
    pilote: String,
    annee: String,
    ouvert: String,
}

impl Asked {
    fn is_empty(&self) -> bool {
        [&self.q, &self.pilote, &self.annee, &self.ouvert].into_iter().all(|text| text.trim().is_empty())
    }

    fn keeps(&self, located: &Located<'_>) -> bool {
        let action = located.action;
        let year = self.annee.trim().parse::<i32>().ok();
        located.speaks_of(&fold(&self.q))
            && (self.pilote.is_empty() || action.pilots.contains(&self.pilote))
            && year.is_none_or(|year| action.steps.iter().any(|step| covers(step, year)))
            && (self.ouvert.is_empty() || !action.open.is_empty())
    }
}

fn covers(step: &Step, year: i32) -> bool {
    let first = step.from.or(step.to).map(|day| day.year());
    let last = step.to.or(step.from).map(|day| day.year());
    first.is_some_and(|first| first <= year) && last.is_some_and(|last| year <= last)
}

fn action_address(plan: &Plan, number: &str) -> String {
    format!("/plan/{}/{number}", plan.id)
}

struct Row {
    number: String,
    title: String,
    address: String,
    pilots: String,
    years: String,
    open: bool,
}

struct Group {
    number: String,
    title: String,
    rows: Vec<Row>,
}

struct Branch {
    number: String,
    title: String,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct IndexView<'a> {
    r: &'a Reader,
    name: String,
    lede: String,
    source: &'a str,
    asked: &'a Asked,
    pilots: Vec<&'a str>,
    years: Vec<i32>,
    count: String,
    branches: Vec<Branch>,
    csv: String,
}

fn first(plans: &Plans) -> Result<&Plan, Problem> {
    plans.all().first().ok_or_else(|| Problem::not_found("Aucun plan n’est publié.", "No plan is published."))
}

async fn index(State(plans): State<Plans>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let plan = first(&plans)?;
    let mut pilots: Vec<&str> = plan.actions().flat_map(|located| located.action.pilots.iter().map(String::as_str)).collect();
    pilots.sort_unstable_by_key(|pilot| fold(pilot));
    pilots.dedup();
    let shown = plan.actions().filter(|located| asked.keeps(located)).count();
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let view = IndexView {
        r: &reader,
        name: reader.text(&plan.name).to_owned(),
        lede: reader.t_with(
            "plan-lede",
            &[
                ("priorities", count(plan.priorities.len()).into()),
                ("challenges", count(plan.challenges()).into()),
                ("actions", count(plan.actions().count()).into()),
            ],
        ),
        source: &plan.source,
        pilots,
        years: (plan.from.year() - 1..=plan.to.year()).collect(),
        count: reader.t_with("plan-count", &[("count", count(shown).into())]),
        branches: branches(plan, &reader, &asked),
        csv: address("/plan.csv", &[("q", &asked.q), ("pilote", &asked.pilote), ("annee", &asked.annee), ("ouvert", &asked.ouvert)]),
        asked: &asked,
    };
    let page = Page::of(reader.t("nav-plan"), &view)?.section(SECTION).description(reader.t("plan-description"));
    Ok(reader.page(page))
}

fn branches(plan: &Plan, reader: &Reader, asked: &Asked) -> Vec<Branch> {
    let branch = |priority: &crate::Priority| {
        let groups = priority.challenges.iter().map(|challenge| Group {
            number: format!("{}.{}", priority.number, challenge.number),
            title: reader.text(&challenge.title).to_owned(),
            rows: challenge
                .actions
                .iter()
                .map(|action| Located { priority, challenge, action })
                .filter(|located| asked.keeps(located))
                .map(|located| row(plan, reader, located))
                .collect(),
        });
        Branch {
            number: priority.number.clone(),
            title: reader.text(&priority.title).to_owned(),
            groups: groups.filter(|group: &Group| !group.rows.is_empty()).collect(),
        }
    };
    plan.priorities.iter().map(branch).filter(|branch| !branch.groups.is_empty()).collect()
}

fn row(plan: &Plan, reader: &Reader, located: Located<'_>) -> Row {
    let number = located.number();
    Row {
        title: reader.text(&located.action.title).to_owned(),
        address: action_address(plan, &number),
        pilots: located.action.pilots.join(", "),
        years: years(located.action),
        open: !located.action.open.is_empty(),
        number,
    }
}

/// The years from the first dated step to the last: `2017–2022`; empty without dates.
fn years(action: &Action) -> String {
    let days = || action.steps.iter().flat_map(|step| [step.from, step.to]).flatten();
    match (days().min(), days().max()) {
        (Some(first), Some(last)) if first.year() != last.year() => format!("{}–{}", first.year(), last.year()),
        (Some(first), _) => first.year().to_string(),
        _ => String::new(),
    }
}

async fn csv(State(plans): State<Plans>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let plan = first(&plans)?;
    let headers = ["number", "priority", "challenge", "title", "pilots", "partners", "steps", "indicators", "open", "page"];
    let headers: Vec<String> = headers.into_iter().map(|name| reader.t(&format!("plan-column-{name}"))).collect();
    let line = |located: Located<'_>| {
        let action = located.action;
        let steps: Vec<String> = action.steps.iter().map(|step| format!("{} : {}", step.when, step.text)).collect();
        let measures: Vec<&str> = action.indicators.iter().map(|measure| measure.text.as_str()).collect();
        let texts = [
            located.number(),
            reader.text(&located.priority.title).to_owned(),
            reader.text(&located.challenge.title).to_owned(),
            reader.text(&action.title).to_owned(),
            action.pilots.join(" ; "),
            action.partners.join(" ; "),
            steps.join(" | "),
            measures.join(" | "),
            action.open.join(" | "),
            action.page.map(|page| page.to_string()).unwrap_or_default(),
        ];
        texts.into_iter().map(write::Value::Text).collect()
    };
    let rows: Vec<Vec<write::Value>> = plan.actions().filter(|located| asked.keeps(located)).map(line).collect();
    let disposition = format!("attachment; filename=\"{}.csv\"", plan.id);
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
    Ok(([kind, (header::CONTENT_DISPOSITION, disposition)], write::csv(&headers, &rows, reader.language)).into_response())
}

struct StepView<'a> {
    when: &'a str,
    text: &'a str,
    /// Where its bar begins and how long it is, in hundredths of the plan's years; none when the text gives no date.
    bar: Option<(f64, f64)>,
}

#[derive(Template)]
#[template(path = "action.html")]
struct ActionView<'a> {
    r: &'a Reader,
    number: String,
    title: &'a str,
    kicker: String,
    action: &'a Action,
    steps: Vec<StepView<'a>>,
    /// The first and the last year drawn.
    scale: String,
    /// Whether its indicators say one by one how they are followed.
    followed: bool,
    levers: &'a [String],
    links: &'a [String],
    source: String,
    previous: Option<Link>,
    next: Option<Link>,
}

async fn action(State(plans): State<Plans>, reader: Reader, Path((id, number)): Path<(String, String)>) -> Result<Response, Failure> {
    let missing = || {
        Problem::not_found(
            format!("Aucune action ne porte le numéro « {number} » dans ce plan."),
            format!("No action of this plan has the number “{number}”."),
        )
    };
    let plan = plans.all().iter().find(|plan| plan.id == id).ok_or_else(missing)?;
    let all: Vec<Located<'_>> = plan.actions().collect();
    let position = all.iter().position(|located| located.number() == number).ok_or_else(missing)?;
    let located = *all.get(position).ok_or_else(missing)?;
    let beside = |position: Option<usize>| {
        let other = all.get(position?)?;
        Some(Link::new(format!("{} {}", other.number(), reader.text(&other.action.title)), action_address(plan, &other.number())))
    };
    let span = scale(plan, located.action);
    let source = match located.action.page.or(located.challenge.page) {
        Some(page) => reader.t_with("plan-source-page", &[("source", plan.source.as_str().into()), ("page", u64::from(page).into())]),
        None => plan.source.clone(),
    };
    let view = ActionView {
        r: &reader,
        title: reader.text(&located.action.title),
        kicker: format!("{} · {}", reader.text(&located.priority.title), reader.text(&located.challenge.title)),
        action: located.action,
        steps: located.action.steps.iter().map(|step| StepView { when: &step.when, text: &step.text, bar: bar(step, span) }).collect(),
        scale: format!("{} – {}", span.0.year(), span.1.year()),
        followed: located.action.indicators.iter().any(|measure| measure.follow.is_some()),
        levers: &located.challenge.levers,
        links: &located.challenge.links,
        source,
        previous: beside(position.checked_sub(1)),
        next: beside(position.checked_add(1)),
        number,
    };
    let page =
        Page::of(format!("{} {}", view.number, view.title), &view)?.section(SECTION).trail([Link::new(reader.t("nav-plan"), "/plan")]);
    Ok(reader.page(page))
}

/// The years drawn: those of the plan, and of the steps that begin before it.
fn scale(plan: &Plan, action: &Action) -> (Day, Day) {
    let days = || action.steps.iter().flat_map(|step| [step.from, step.to]).flatten();
    let first = days().min().map_or(plan.from, |day| day.min(plan.from));
    let last = days().max().map_or(plan.to, |day| day.max(plan.to));
    let january = Day::from_ymd_opt(first.year(), 1, 1).unwrap_or(first);
    (january, Day::from_ymd_opt(last.year(), 12, 31).unwrap_or(last))
}

#[expect(clippy::cast_precision_loss, reason = "days of a few years")]
fn bar(step: &Step, (first, last): (Day, Day)) -> Option<(f64, f64)> {
    let (from, to) = (step.from.or(step.to)?, step.to.unwrap_or(last));
    let whole = (last - first).num_days().max(1) as f64;
    let place = |day: Day| ((day - first).num_days() as f64 / whole * 100.0).clamp(0.0, 100.0);
    Some((place(from), (place(to) - place(from)).max(1.5).min(100.0 - place(from))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: Option<&str>, to: Option<&str>) -> Step {
        let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        Step { when: String::new(), from: day(from), to: day(to), text: String::new() }
    }

    #[test]
    fn bars_stay_within_the_years_and_an_undated_step_has_none() {
        let span = ("2018-01-01".parse().unwrap(), "2022-12-31".parse().unwrap());
        assert_eq!(bar(&step(None, None), span), None);
        let (start, length) = bar(&step(Some("2020-01-01"), None), span).unwrap();
        assert!((39.0..41.0).contains(&start) && (start + length - 100.0).abs() < 1e-9);
        let (start, length) = bar(&step(None, Some("2022-12-31")), span).unwrap();
        assert!(start + length <= 100.0);
        assert!(covers(&step(Some("2018-01-01"), Some("2020-12-31")), 2019) && !covers(&step(None, Some("2018-12-31")), 2019));
    }
}
