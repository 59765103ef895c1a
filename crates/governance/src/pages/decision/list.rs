//! The decisions of a body.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::day_of;
use bassin_web::{Failure, Link, Reader};

use crate::{
    Decision, DecisionState, Governance,
    pages::{
        act::{Cell, Table, Tag, choices},
        list::{Asked, List, csv as file},
    },
    policy,
};

/// The decisions of a body that the reader may read.
pub(super) async fn list(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let r = &reader;
    let body = governance.body(&slug).await?;
    let found = governance.decisions(&r.viewer, &body, &asked.listing()).await?;
    let path = format!("/instances/{}/decisions", body.slug);
    let writes = r.viewer.may(&policy::DECISION_RUN, &governance.scopes(&body));
    let list = List {
        path: &path,
        title: r.t("decision-list-title"),
        lede: r.t("decision-list-lede"),
        empty: (r.t("decision-none-title"), r.t("decision-none")),
        notes: Vec::new(),
        new: writes.then(|| Link::new(r.t("decision-new"), format!("{path}/nouvelle"))),
        filters: asked.fields(r, choices(r, "decision-state", DecisionState::ALL.iter().map(|state| state.code()))),
        table: table(r, &asked, &path, &found.items, found.total),
        total: found.total,
        years: found.years,
    };
    list.page(&governance, r, &asked, Some((&body, "decisions"))).await
}

/// The same, whole, as a file.
pub(super) async fn csv(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let found = governance.decisions(&reader.viewer, &body, &asked.whole()).await?;
    Ok(file(&reader, &format!("decisions-{}", body.slug), &table(&reader, &asked, "", &found.items, found.total)))
}

fn table(r: &Reader, asked: &Asked, path: &str, found: &[Decision], total: u64) -> Table {
    let row = |decision: &Decision| {
        vec![
            Cell::link(&decision.title, format!("/decisions/{}", decision.id)),
            Cell::tag(tag(r, decision.state)),
            Cell::text(number(decision)),
            Cell::day(r, Some(day_of(decision.closed_at.unwrap_or(decision.created_at)))),
        ]
    };
    Table {
        caption: r.t_with("decision-count", &[("count", total.into())]),
        columns: vec![
            asked.column(r, path, "decision-object", "titre"),
            asked.column(r, path, "decision-state", "etat"),
            bassin_web::Column::words(r.t("decision-number")),
            asked.dates(r, path, "decision-date"),
        ],
        rows: found.iter().map(row).collect(),
    }
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
