//! A saved perimeter and its versions.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_web::{Failure, Link, Page, Reader};

use super::{SECTION, communes_text, compose_address, own, population_text, portrait_address};
use crate::Territory;

#[derive(Template)]
#[template(path = "saved.html")]
struct View<'a> {
    r: &'a Reader,
    name: String,
    lede: String,
    expression: String,
    portrait: String,
    compose: String,
    versions: Vec<Version>,
    /// Who is shown it, when it is somebody's.
    sharing: Option<String>,
    /// Where its owner changes it.
    managed: Option<String>,
}

struct Version {
    label: String,
    expression: String,
}

/// The page of a saved perimeter.
pub async fn show(State(territory): State<Territory>, reader: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    let saved = territory.perimeter_seen_by(&reader.viewer, &slug).await?;
    let resolved = territory.resolve(&saved.expression)?;
    let atlas = territory.atlas();
    let version = |version: &crate::PerimeterVersion| Version {
        label: reader.t_with("perimeter-version", &[("number", version.number.into()), ("date", reader.date(version.saved_at).into())]),
        expression: version.expression.clone(),
    };
    let view = View {
        r: &reader,
        lede: format!("{} · {}", communes_text(&reader, resolved.rows.len()), population_text(&reader, &atlas, &resolved.rows)),
        expression: resolved.canonical.clone(),
        portrait: portrait_address(&resolved.canonical),
        compose: compose_address(&resolved.canonical),
        versions: saved.versions.iter().rev().map(version).collect(),
        sharing: saved.owner.map(|_| own::sharing_text(&reader, saved.sharing)),
        managed: saved.is_managed_by(&reader.viewer).then(|| format!("/territoires/perimetres/{slug}")),
        name: saved.name,
    };
    let mut page = Page::of(view.name.clone(), &view)?.section(SECTION).trail([Link::new(reader.t("nav-territories"), "/territoires")]);
    page.robots = (saved.sharing != crate::Sharing::Public).then_some("noindex");
    Ok(reader.page(page))
}
