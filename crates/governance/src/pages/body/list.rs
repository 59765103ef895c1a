//! Every body: list, filters, map, file.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use bassin_documents::write;
use bassin_kernel::{Scope, address, text::fold};
use bassin_web::{Choice, Column, Failure, Field, Page, Pager, Reader, Sort};
use serde::Deserialize;

use super::{super::SECTION, map};
use crate::{Governance, Overview, pages::tabs, policy, rules::term::BodyState};

/// How many a page.
const SIZE: usize = 50;

const STATES: [BodyState; 8] = [
    BodyState::InForce,
    BodyState::EvaluationDue,
    BodyState::Evaluated,
    BodyState::Proposed,
    BodyState::ToCome,
    BodyState::Lapsed,
    BodyState::Refused,
    BodyState::Closed,
];

/// How the list is asked for.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    statut: String,
    #[serde(default)]
    etat: String,
    /// A perimeter, as an expression.
    #[serde(default)]
    p: String,
    #[serde(default)]
    tri: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn address(&self, path: &str, tri: &str, page: u64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let all = [("q", self.q.as_str()), ("statut", &self.statut), ("etat", &self.etat), ("p", &self.p), ("tri", tri), ("page", &page)];
        let given: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        if given.is_empty() { path.to_owned() } else { address(path, &given) }
    }

    fn is_filtered(&self) -> bool {
        [&self.q, &self.statut, &self.etat, &self.p].iter().any(|value| !value.is_empty())
    }
}

#[derive(Template)]
#[template(path = "body_list.html")]
struct ListView<'a> {
    r: &'a Reader,
    fields: Vec<Field>,
    filtered: bool,
    count: String,
    columns: Vec<Column>,
    rows: Vec<Line>,
    pager: Pager,
    csv: String,
    map: Option<String>,
    create: bool,
    none: bool,
}

pub(super) struct Line {
    pub name: String,
    pub address: String,
    pub statute: String,
    pub parents: String,
    pub subject: String,
    pub kind: &'static str,
    pub state: String,
    pub ends: String,
    pub seats: String,
    /// How many seats there are.
    pub total: u64,
    pub lacking: bool,
    pub unnamed: bool,
    order: (u8, String),
}

/// The list.
pub(super) async fn list(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (found, problem) = find(&governance, &asked).await?;
    let none = found.is_empty() && !asked.is_filtered();
    let map = map::map(&governance, &reader, &found);
    let lines = lines(&governance, &reader, &asked, found).await?;
    let total = lines.len() as u64;
    let pager = Pager::new(asked.page.parse().unwrap_or(1), SIZE as u64, total, |page| asked.address("/instances", &asked.tri, page));
    let first = usize::try_from(pager.page - 1).unwrap_or_default() * SIZE;
    let mut fields = fields(&governance, &reader, &asked);
    if let (Some(problem), Some(field)) = (&problem, fields.iter_mut().find(|field| field.name == "p")) {
        field.errors.clone_from(&problem.violations);
    }
    let view = ListView {
        r: &reader,
        fields,
        filtered: asked.is_filtered(),
        count: reader.t_with("body-count", &[("count", total.into())]),
        columns: columns(&reader, &asked),
        rows: lines.into_iter().skip(first).take(SIZE).collect(),
        pager,
        csv: asked.address("/instances.csv", &asked.tri, 1),
        map,
        create: may_create(&reader),
        none,
    };
    let page = Page::of(reader.t("body-list-title"), &view)?.section(SECTION).description(reader.t("body-list-intro"));
    Ok(reader.page(page))
}

/// Whether the viewer may create a body somewhere.
fn may_create(reader: &Reader) -> bool {
    let founds = reader.viewer.may(&policy::BODY_FOUND, &[Scope::Platform]);
    let scopes: Vec<Scope> =
        reader.viewer.person().map(|person| person.grants.iter().map(|grant| grant.scope).collect()).unwrap_or_default();
    founds || reader.viewer.may(&policy::BODY_PROPOSE, &scopes)
}

/// The bodies asked for, and what is wrong with the perimeter when it cannot be read.
async fn find(governance: &Governance, asked: &Asked) -> Result<(Vec<Overview>, Option<bassin_kernel::Problem>), Failure> {
    let wanted = fold(&asked.q);
    let (perimeter, problem) = match asked.p.trim() {
        "" => (None, None),
        given => match governance.territory.resolve(given) {
            Ok(perimeter) => (Some(perimeter), None),
            Err(problem) => (None, Some(problem)),
        },
    };
    let mut found = Vec::new();
    for overview in governance.bodies(governance.today()).await? {
        let body = &overview.body;
        let words = fold(&format!("{} {} {}", body.name, body.subject, body.mission));
        let state = serde_json::to_value(overview.standing.state).ok();
        let kept = wanted.split(' ').all(|word| words.contains(word))
            && (asked.statut.is_empty() || asked.statut == body.statute)
            && (asked.etat.is_empty() || state.as_ref().and_then(|state| state.as_str()) == Some(&asked.etat));
        if !kept {
            continue;
        }
        if let Some(perimeter) = &perimeter {
            let own = &overview.perimeter;
            let touches = !own.is_empty() && governance.territory.resolve(own).is_ok_and(|own| !own.rows.is_disjoint(&perimeter.rows));
            if !touches {
                continue;
            }
        }
        found.push(overview);
    }
    Ok((found, problem))
}

async fn lines(governance: &Governance, reader: &Reader, asked: &Asked, found: Vec<Overview>) -> Result<Vec<Line>, Failure> {
    let names = governance.bodies_named().await?;
    let mut lines: Vec<Line> = Vec::with_capacity(found.len());
    for Overview { body, standing, .. } in found {
        let statute = governance.statute_of(&body)?;
        let (filled, seats) = standing.components.iter().fold((0, 0), |(filled, seats), one| (filled + one.filled, seats + one.seats));
        let parents: Vec<&str> = body.parents.iter().filter_map(|id| names.get(id)).map(String::as_str).collect();
        let state = tabs::state_name(reader, standing.state);
        let ends = standing.term.as_ref().map(|term| term.period.last());
        let order = match asked.tri.as_str() {
            "statut" => (0, fold(reader.text(&statute.name))),
            "etat" => (0, fold(&state)),
            "fin" => (u8::from(ends.is_none()), ends.map(|day| day.to_string()).unwrap_or_default()),
            _ => (0, fold(&body.name)),
        };
        lines.push(Line {
            address: tabs::address(&body, ""),
            statute: reader.text(&statute.name).to_owned(),
            parents: parents.join(", "),
            subject: body.subject.clone(),
            kind: tabs::kind(standing.state),
            state,
            ends: ends.map(|day| reader.day(day)).unwrap_or_default(),
            total: u64::from(seats),
            seats: match seats {
                0 => String::new(),
                _ if standing.unnamed => reader.count(u64::from(seats)),
                _ => format!("{filled} / {seats}"),
            },
            lacking: !standing.alarms().is_empty() && standing.is_in_force(),
            unnamed: standing.unnamed,
            name: body.name,
            order,
        });
    }
    lines.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| fold(&a.name).cmp(&fold(&b.name))));
    Ok(lines)
}

fn columns(reader: &Reader, asked: &Asked) -> Vec<Column> {
    let sorted = |tri: &str| if asked.tri == tri { Sort::Ascending } else { Sort::None };
    let column = |key: &str, tri: &str| Column::words(reader.t(key)).sorted_at(asked.address("/instances", tri, 1), sorted(tri));
    vec![
        column("body-name", ""),
        column("body-statute", "statut"),
        Column::words(reader.t("body-parents")),
        column("body-state", "etat"),
        column("body-ends", "fin"),
        Column { numeric: true, ..Column::words(reader.t("body-seats-filled")) },
    ]
}

fn fields(governance: &Governance, reader: &Reader, asked: &Asked) -> Vec<Field> {
    let mut statutes: Vec<Choice> = governance.statutes.all().map(|statute| Choice::new(&statute.id, reader.text(&statute.name))).collect();
    statutes.sort_by_cached_key(|choice| fold(&choice.label));
    statutes.insert(0, Choice::new("", reader.t("body-any")));
    let states = STATES.iter().filter_map(|state| {
        let code = serde_json::to_value(state).ok()?;
        Some(Choice::new(code.as_str()?, tabs::state_name(reader, *state)))
    });
    let states = std::iter::once(Choice::new("", reader.t("body-any"))).chain(states);
    vec![
        Field::text("q").label(reader.t("body-filter-words")).value(&asked.q),
        Field::select("statut").label(reader.t("body-statute")).choices(statutes).value(&asked.statut),
        Field::select("etat").label(reader.t("body-state")).choices(states).value(&asked.etat),
        Field::text("p").label(reader.t("body-filter-territory")).hint(reader.t("body-filter-territory-hint")).value(&asked.p),
    ]
}

/// The same list, in a file.
pub(super) async fn csv(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (found, problem) = find(&governance, &asked).await?;
    if let Some(problem) = problem {
        return Err(problem.into());
    }
    let headers: Vec<String> =
        ["body-name", "body-statute", "body-parents", "body-subject", "body-state", "body-ends", "body-seats-filled"]
            .map(|key| reader.t(key))
            .to_vec();
    let row = |line: Line| [line.name, line.statute, line.parents, line.subject, line.state, line.ends, line.seats].map(write::Value::from);
    let rows: Vec<Vec<write::Value>> =
        lines(&governance, &reader, &asked, found).await?.into_iter().map(|line| row(line).to_vec()).collect();
    let mut response = write::csv(&headers, &rows, reader.language).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"instances.csv\""));
    Ok(response)
}
