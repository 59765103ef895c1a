//! Lists of projects: all of them, those of a body, the same as CSV.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_documents::write::{self, Value};
use bassin_kernel::{Problem, address};
use bassin_web::{Choice, Column, Failure, Field, Page, Pager, Reader, Sort};
use serde::Deserialize;

use super::{address_of, download, name_of, state_kind, state_name};
use crate::{Body, Governance, ProjectFile, ProjectFilter, ProjectState, pages::SECTION, rules};

/// How many projects a page shows.
const SIZE: u64 = 25;

/// What an address asks for.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    etat: String,
    #[serde(default)]
    tri: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn filter(&self) -> ProjectFilter {
        let state = ProjectState::ALL.into_iter().find(|state| state.code() == self.etat);
        ProjectFilter { words: self.q.clone(), state, ..ProjectFilter::default() }
    }

    fn with(&self, path: &str, order: &str, page: u64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let pairs = [("q", self.q.as_str()), ("etat", &self.etat), ("tri", order), ("page", &page)];
        address(path, &pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>())
    }
}

struct Row {
    title: String,
    address: String,
    state: String,
    kind: &'static str,
    poles: String,
    lead: String,
    aspects: String,
    demonstration: bool,
}

#[derive(Template)]
#[template(path = "project_list.html")]
struct View<'a> {
    r: &'a Reader,
    header: String,
    path: String,
    filters: Vec<Field>,
    count: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
    csv: String,
    new: String,
    filtered: bool,
}

pub(super) async fn all(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let poles = governance.project_poles(&reader.viewer).await?;
    let new = if poles.is_empty() { String::new() } else { "/projets/nouveau".to_owned() };
    let view = view(&governance, &reader, &asked, "/projets", None, new).await?;
    Ok(reader.page(Page::of(reader.t("project-list-title"), &view)?.section(SECTION).description(reader.t("project-list-lede"))))
}

pub(super) async fn of_body(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let carries = governance.project_poles(&reader.viewer).await?.iter().any(|pole| pole.id == body.id);
    let new = if carries { address("/projets/nouveau", &[("pole", &body.slug)]) } else { String::new() };
    let path = format!("/instances/{}/projets", body.slug);
    let view = view(&governance, &reader, &asked, &path, Some(&body), new).await?;
    let title = format!("{} · {}", reader.t("project-list-title"), body.name);
    Ok(reader.page(Page::of(title, &view)?.section(SECTION).trail(crate::pages::tabs::trail(&reader, &body))))
}

async fn view<'a>(
    governance: &Governance,
    reader: &'a Reader,
    asked: &Asked,
    path: &str,
    body: Option<&Body>,
    new: String,
) -> Result<View<'a>, Failure> {
    let filter = ProjectFilter { body: body.map(|body| body.id), ..asked.filter() };
    let files = ordered(governance.projects(&reader.viewer, &filter).await?, &asked.tri);
    let total = u64::try_from(files.len()).unwrap_or(u64::MAX);
    let pager = Pager::new(asked.page.parse().unwrap_or(1), SIZE, total, |page| asked.with(path, &asked.tri, page));
    let skipped = usize::try_from((pager.page - 1) * SIZE).unwrap_or(usize::MAX);
    let shown: Vec<&ProjectFile> = files.iter().skip(skipped).take(usize::try_from(SIZE).unwrap_or(usize::MAX)).collect();
    Ok(View {
        r: reader,
        header: match body {
            Some(body) => crate::pages::tabs::header(governance, reader, body, "projets").await?,
            None => String::new(),
        },
        path: path.to_owned(),
        filters: filters(reader, asked),
        count: reader.t_with("project-count", &[("count", total.into())]),
        columns: columns(reader, asked, path),
        rows: rows(governance, reader, &shown).await?,
        pager,
        csv: asked.with("/projets.csv", "", 1),
        new,
        filtered: !asked.q.is_empty() || !asked.etat.is_empty(),
    })
}

fn ordered(mut files: Vec<ProjectFile>, order: &str) -> Vec<ProjectFile> {
    match order {
        "titre" => files.sort_by_key(|file| bassin_kernel::text::fold(&file.project.sheet.title)),
        "etat" => files.sort_by_key(rules::project::derive),
        _ => {}
    }
    files
}

fn filters(reader: &Reader, asked: &Asked) -> Vec<Field> {
    let states = ProjectState::ALL.into_iter().map(|state| Choice::new(state.code(), state_name(reader, state)));
    let states = std::iter::once(Choice::new("", reader.t("project-any-state"))).chain(states);
    vec![
        Field::text("q").label(reader.t("project-words-filter")).value(asked.q.clone()),
        Field::select("etat").label(reader.t("project-state")).choices(states).value(asked.etat.clone()),
    ]
}

fn columns(reader: &Reader, asked: &Asked, path: &str) -> Vec<Column> {
    let sorted = |order: &str| if asked.tri == order { Sort::Ascending } else { Sort::None };
    let at = |order: &str| asked.with(path, if asked.tri == order { "" } else { order }, 1);
    vec![
        Column::words(reader.t("project-title")).sorted_at(at("titre"), sorted("titre")),
        Column::words(reader.t("project-state")).sorted_at(at("etat"), sorted("etat")),
        Column::words(reader.t("project-poles")),
        Column::words(reader.t("project-lead")),
    ]
}

async fn rows(governance: &Governance, reader: &Reader, files: &[&ProjectFile]) -> Result<Vec<Row>, Problem> {
    let mut poles: Vec<uuid::Uuid> = files.iter().flat_map(|file| file.project.poles.iter().copied()).collect();
    poles.sort_unstable();
    poles.dedup();
    let bodies = governance.bodies_of(&poles).await?;
    let rows = files.iter().map(|file| {
        let (project, state) = (&file.project, rules::project::derive(file));
        Row {
            title: project.sheet.title.clone(),
            address: address_of(project.id),
            state: state_name(reader, state),
            kind: state_kind(state),
            poles: project.poles.iter().map(|pole| name_of(&bodies, *pole)).collect::<Vec<_>>().join(", "),
            lead: project.sheet.lead.name.clone(),
            aspects: project.sheet.aspects.join(" "),
            demonstration: project.content == crate::Content::Demonstration,
        }
    });
    Ok(rows.collect())
}

pub(super) async fn csv(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let files = ordered(governance.projects(&reader.viewer, &asked.filter()).await?, &asked.tri);
    let shown: Vec<&ProjectFile> = files.iter().collect();
    let headers = ["project-title", "project-state", "project-poles", "project-lead", "project-aspects", "project-territory"];
    let headers: Vec<String> = headers.iter().map(|key| reader.t(key)).collect();
    let rows = rows(&governance, &reader, &shown).await?.into_iter().zip(&shown).map(|(row, file)| {
        let texts = [row.title, row.state, row.poles, row.lead, row.aspects, file.project.sheet.territory.clone()];
        texts.into_iter().map(Value::Text).collect()
    });
    let bytes = write::csv(&headers, &rows.collect::<Vec<_>>(), reader.language);
    Ok(download(bytes, "text/csv; charset=utf-8", "projets.csv"))
}
