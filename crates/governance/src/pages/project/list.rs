//! Lists of projects: all of them, those of a body, the same as CSV.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Problem, address};
use bassin_web::{Choice, Column, Failure, Link, Reader};
use uuid::Uuid;

use super::{address_of, name_of, state_kind, state_name};
use crate::{
    Body, Content, Governance, Listed, ProjectFile, ProjectState,
    pages::{
        act::{Cell, Table, Tag},
        list::{Asked, List, csv as file},
    },
    rules,
};

pub(super) async fn all(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    list(&governance, &reader, &asked, None).await
}

pub(super) async fn of_body(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    list(&governance, &reader, &asked, Some(&body)).await
}

async fn list(governance: &Governance, r: &Reader, asked: &Asked, body: Option<&Body>) -> Result<Response, Failure> {
    let found = governance.projects(&r.viewer, body.map(|body| body.id), &asked.listing()).await?;
    let poles = governance.project_poles(&r.viewer).await?;
    let path = body.map_or_else(|| "/projets".to_owned(), |body| format!("/instances/{}/projets", body.slug));
    let new = match body {
        Some(body) => poles.iter().any(|pole| pole.id == body.id).then(|| address("/projets/nouveau", &[("pole", &body.slug)])),
        None => (!poles.is_empty()).then(|| "/projets/nouveau".to_owned()),
    };
    let list = List {
        path: &path,
        title: r.t("project-list-title"),
        lede: r.t("project-list-lede"),
        empty: (r.t("project-empty-title"), r.t("project-empty")),
        notes: Vec::new(),
        new: new.map(|address| Link::new(r.t("project-new"), address)),
        filters: asked.fields(r, ProjectState::ALL.map(|state| Choice::new(state.code(), state_name(r, state))).into()),
        table: table(governance, r, asked, &path, &found).await?,
        total: found.total,
        years: found.years,
    };
    list.page(governance, r, asked, body.map(|body| (body, "projets"))).await
}

async fn table(governance: &Governance, r: &Reader, asked: &Asked, path: &str, found: &Listed<ProjectFile>) -> Result<Table, Problem> {
    let poles: Vec<Uuid> = found.items.iter().flat_map(|file| file.project.poles.iter().copied()).collect();
    let bodies = governance.bodies_of(&poles).await?;
    let row = |file: &ProjectFile| {
        let (project, state) = (&file.project, rules::project::derive(file));
        let demonstration = (project.content == Content::Demonstration).then(|| Tag::new("", r.t("project-demonstration")));
        let names: Vec<String> = project.poles.iter().map(|pole| name_of(&bodies, *pole)).collect();
        vec![
            Cell { tag: demonstration, ..Cell::link(&project.sheet.title, address_of(project.id)) },
            Cell::tag(Tag::new(state_kind(state), state_name(r, state))),
            Cell::text(names.join(", ")),
            Cell::text(&project.sheet.lead.name),
            Cell::day(r, Some(bassin_kernel::day_of(project.created_at))),
        ]
    };
    Ok(Table {
        caption: r.t_with("project-count", &[("count", found.total.into())]),
        columns: vec![
            asked.column(r, path, "project-title", "titre"),
            asked.column(r, path, "project-state", "etat"),
            Column::words(r.t("project-poles")),
            Column::words(r.t("project-lead")),
            asked.dates(r, path, "project-written-on"),
        ],
        rows: found.items.iter().map(row).collect(),
    })
}

pub(super) async fn csv(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    download(&governance, &reader, &asked, None, "projets").await
}

pub(super) async fn csv_of_body(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    download(&governance, &reader, &asked, Some(body.id), &format!("projets-{}", body.slug)).await
}

async fn download(governance: &Governance, r: &Reader, asked: &Asked, body: Option<Uuid>, name: &str) -> Result<Response, Failure> {
    let found = governance.projects(&r.viewer, body, &asked.whole()).await?;
    let mut whole = table(governance, r, asked, "", &found).await?;
    whole.columns.extend(["project-aspects", "project-territory", "project-starts", "project-ends"].map(|key| Column::words(r.t(key))));
    for (row, file) in whole.rows.iter_mut().zip(&found.items) {
        let sheet = &file.project.sheet;
        row.extend([Cell::text(sheet.aspects.join(" ")), Cell::text(&sheet.territory)]);
        row.extend([Cell::day(r, sheet.starts_on), Cell::day(r, sheet.ends_on)]);
    }
    Ok(file(r, name, &whole))
}
