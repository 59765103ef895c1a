//! What such a body is, and which text says so: the list of statutes and the sheet of each.

mod sheet;

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Router,
    extract::State,
    http::{HeaderName, header},
    response::Response,
    routing::get,
};
use bassin_documents::write::{Value, csv};
use bassin_web::{Failure, Page, Reader};

use super::SECTION;
use crate::{Governance, statute::Statute};

pub(super) fn routes() -> Router<Governance> {
    Router::new().route("/statuts", get(list)).route("/statuts.csv", get(table)).route("/statuts/{id}", get(sheet::show))
}

#[derive(Template)]
#[template(path = "statutes.html")]
struct ListView<'a> {
    r: &'a Reader,
    csv: &'static str,
    groups: Vec<Group>,
}

/// The statutes of one territory.
struct Group {
    id: String,
    title: String,
    count: String,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    address: String,
    purpose: String,
    parents: String,
}

async fn list(State(governance): State<Governance>, reader: Reader) -> Result<Response, Failure> {
    let mut places: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    for statute in governance.statutes().all() {
        places.entry(&statute.jurisdiction).or_default().push(line(&governance, &reader, statute));
    }
    let group = |(place, mut lines): (&str, Vec<Line>)| {
        lines.sort_by(|one, other| one.name.cmp(&other.name));
        Group {
            id: bassin_kernel::text::slug(place),
            title: jurisdiction(&reader, place),
            count: reader.t_with("statute-count", &[("count", lines.len().into())]),
            lines,
        }
    };
    let groups = places.into_iter().map(group).collect();
    let page = Page::of(reader.t("statute-list-title"), &ListView { r: &reader, csv: "/statuts.csv", groups })?;
    Ok(reader.page(page.section(SECTION).description(reader.t("statute-list-lede"))))
}

fn line(governance: &Governance, reader: &Reader, statute: &Statute) -> Line {
    let parents: Vec<String> = statute.parents.iter().map(|parent| name_of(governance, reader, parent)).collect();
    Line {
        name: reader.text(&statute.name).to_owned(),
        address: address(&statute.id),
        purpose: reader.text(&statute.purpose.sentence).to_owned(),
        parents: if parents.is_empty() { "–".to_owned() } else { parents.join(", ") },
    }
}

async fn table(State(governance): State<Governance>, reader: Reader) -> Result<([(HeaderName, &'static str); 2], Vec<u8>), Failure> {
    let keys = ["statute-column-name", "statute-column-purpose", "statute-source-column", "statute-column-parents", "statute-column-place"];
    let headers: Vec<String> = keys.into_iter().map(|key| reader.t(key)).collect();
    let row = |statute: &Statute| {
        let line = line(&governance, &reader, statute);
        vec![
            Value::from(line.name),
            Value::from(line.purpose),
            Value::from(statute.purpose.source.as_str()),
            Value::from(line.parents),
            Value::from(jurisdiction(&reader, &statute.jurisdiction)),
        ]
    };
    let rows: Vec<Vec<Value>> = governance.statutes().all().map(row).collect();
    let head = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"statuts.csv\"")];
    Ok((head, csv(&headers, &rows, reader.language)))
}

fn address(id: &str) -> String {
    format!("/statuts/{id}")
}

/// The name of a statute; its identifier when the installation does not have it.
fn name_of(governance: &Governance, reader: &Reader, id: &str) -> String {
    governance.statutes().latest(id).map_or_else(|| id.to_owned(), |statute| reader.text(&statute.name).to_owned())
}

/// Where a statute applies, in words; the code itself for a place of the user's own.
fn jurisdiction(reader: &Reader, code: &str) -> String {
    match code {
        "BE-WBF" | "FR" | "FR-41" | "FR-44" | "EUROMETROPOLIS" => reader.t(&format!("statute-place-{code}")),
        other => other.to_owned(),
    }
}
