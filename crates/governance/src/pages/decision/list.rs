//! The decisions of a body.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_documents::write::{self, Value};
use bassin_kernel::text;
use bassin_web::{Choice, Column, Failure, Field, Link, Reader};
use serde::Deserialize;

use crate::{
    Decision, DecisionState, Governance,
    pages::{
        act::{Act, Cell, Content, Section, Table, Tag, choices},
        tabs,
    },
    policy,
};

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    etat: String,
    annee: String,
    texte: String,
    format: String,
}

/// The decisions of a body that the reader may read.
pub(super) async fn list(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    let r = &reader;
    let body = governance.body(&slug).await?;
    let all = governance.decisions(&r.viewer, &body).await?;
    let mut years: Vec<String> = all.iter().map(year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let found: Vec<&Decision> = all.iter().filter(|decision| matches(&filter, decision)).collect();
    if filter.format == "csv" {
        return Ok(csv(r, &body.slug, &found));
    }
    let address = format!("/instances/{}/decisions", body.slug);
    let mut buttons = Vec::new();
    if r.viewer.may(&policy::DECISION_RUN, &governance.scopes(&body)) {
        buttons.push(Link::new(r.t("decision-new"), format!("{address}/nouvelle")));
    }
    if !all.is_empty() {
        let query = [("etat", filter.etat.as_str()), ("annee", &filter.annee), ("texte", &filter.texte), ("format", "csv")];
        buttons.push(Link::new(r.t("decision-csv"), bassin_kernel::address(&address, &query)));
    }
    let content = if all.is_empty() {
        vec![Content::Note("", r.t("decision-none-title"), r.t("decision-none"))]
    } else {
        vec![filters(r, &filter, years), if found.is_empty() { Content::Says(r.t("decision-no-match")) } else { table(r, &found) }]
    };
    let act = Act {
        kicker: String::new(),
        title: r.t("decision-list-title"),
        tags: Vec::new(),
        lede: r.t("decision-list-lede"),
        buttons,
        sections: vec![Section::new("decisions", String::new(), content)],
    };
    let header = tabs::header(&governance, r, &body, "decisions").await?;
    act.page(r, &header, tabs::trail(r, &body), None)
}

fn matches(filter: &Filter, decision: &Decision) -> bool {
    (filter.etat.is_empty() || decision.state.code() == filter.etat)
        && (filter.annee.is_empty() || year(decision) == filter.annee)
        && text::fold(&decision.title).contains(&text::fold(&filter.texte))
}

fn year(decision: &Decision) -> String {
    use chrono::Datelike;
    decision.number.map_or_else(|| bassin_kernel::day_of(decision.created_at).year(), |number| number.year).to_string()
}

fn filters(r: &Reader, filter: &Filter, years: Vec<String>) -> Content {
    let every = |label: String| std::iter::once(Choice::new("", label));
    let states =
        every(r.t("decision-every-state")).chain(choices(r, "decision-state", DecisionState::ALL.iter().map(|state| state.code())));
    let years = every(r.t("decision-every-year")).chain(years.into_iter().map(|year| Choice::new(year.clone(), year)));
    let fields = vec![
        Field::text("texte").label(r.t("decision-filter-text")).value(&filter.texte),
        Field::select("etat").label(r.t("decision-state")).choices(states).value(&filter.etat),
        Field::select("annee").label(r.t("decision-year")).choices(years).value(&filter.annee),
    ];
    Content::Filter(fields, r.t("decision-filter"))
}

fn table(r: &Reader, found: &[&Decision]) -> Content {
    let row = |decision: &&Decision| {
        vec![
            Cell::link(&decision.title, format!("/decisions/{}", decision.id)),
            Cell::tag(tag(r, decision.state)),
            Cell::text(number(decision)),
            Cell::text(r.date(decision.closed_at.unwrap_or(decision.created_at))),
        ]
    };
    Content::Table(Table {
        caption: r.t_with("decision-count", &[("count", found.len().into())]),
        columns: ["decision-object", "decision-state", "decision-number", "decision-date"].map(|key| Column::words(r.t(key))).into(),
        rows: found.iter().map(row).collect(),
    })
}

/// The state of a decision, in colour and words.
pub(super) fn tag(r: &Reader, state: DecisionState) -> Tag {
    let kind = match state {
        DecisionState::Adopted | DecisionState::AdoptedWithReservations => "good",
        DecisionState::Blocked => "bad",
        DecisionState::Open | DecisionState::Call => "accent",
        DecisionState::Escalated => "warn",
        DecisionState::Draft | DecisionState::Withdrawn => "",
    };
    Tag::new(kind, r.t(&format!("decision-state-{}", state.code())))
}

/// Its number, `2026-3`; empty while it has none.
pub(in crate::pages) fn number(decision: &Decision) -> String {
    decision.number.map(|number| format!("{}-{}", number.year, number.rank)).unwrap_or_default()
}

fn csv(r: &Reader, slug: &str, found: &[&Decision]) -> Response {
    let headers = ["decision-object", "decision-state", "decision-number", "decision-date"].map(|key| r.t(key));
    let row = |decision: &&Decision| {
        let day = bassin_kernel::day_of(decision.closed_at.unwrap_or(decision.created_at));
        let words = [decision.title.clone(), r.t(&format!("decision-state-{}", decision.state.code())), number(decision), day.to_string()];
        words.map(Value::Text).into()
    };
    let rows: Vec<Vec<Value>> = found.iter().map(row).collect();
    let file = format!("attachment; filename=\"decisions-{slug}.csv\"");
    let head = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)];
    (head, write::csv(&headers, &rows, r.language)).into_response()
}
