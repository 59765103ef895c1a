//! The list of organisations, its files, and what pickers offer.

use askama::Template;
use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bassin_documents::write::{self, Sheet, Value};
use bassin_kernel::{Kind, Language, Problem, address};
use bassin_web::{Choice, Column, Failure, Field, Page, Pager, Reader, Sort};
use serde::{Deserialize, Serialize};

use super::{kind_name, organisation_address};
use crate::{
    COMPONENTS, Directory, Found, KINDS, Order, Organisation, OrganisationDraft, Search,
    commands::organisation::{PAGE, import::COLUMNS},
    component_of,
    pages::SECTION,
    policy,
};

/// How many answers a picker offers.
const OFFERED: u64 = 12;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(in crate::pages) struct Asked {
    q: String,
    nature: String,
    composante: String,
    secteur: String,
    lieu: String,
    tri: String,
    page: String,
}

impl Asked {
    fn search(&self) -> Search {
        Search {
            query: self.q.clone(),
            kind: self.nature.clone(),
            component: self.composante.clone(),
            sector: self.secteur.clone(),
            perimeter: self.lieu.clone(),
            page: self.page.parse().unwrap_or(1),
            size: PAGE,
            sort: order(&self.tri),
        }
    }

    fn is_filtered(&self) -> bool {
        [&self.q, &self.nature, &self.composante, &self.secteur, &self.lieu].iter().any(|text| !text.trim().is_empty())
    }

    fn address(&self, path: &str, sort: &str, page: u64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let all = [
            ("q", self.q.as_str()),
            ("nature", &self.nature),
            ("composante", &self.composante),
            ("secteur", &self.secteur),
            ("lieu", &self.lieu),
            ("tri", sort),
            ("page", &page),
        ];
        let given: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        if given.is_empty() { path.to_owned() } else { address(path, &given) }
    }
}

fn order(text: &str) -> Order {
    match text {
        "nature" => Order::Kind,
        "recent" => Order::Updated,
        _ => Order::Name,
    }
}

#[derive(Template)]
#[template(path = "organisations.html")]
struct ListView<'a> {
    r: &'a Reader,
    filters: Vec<Field>,
    filtered: bool,
    count: String,
    columns: Vec<Column>,
    rows: Vec<Line>,
    pager: Pager,
    csv: String,
    xlsx: String,
    may_add: bool,
    may_manage: bool,
}

struct Line {
    name: String,
    address: String,
    kind: String,
    place: String,
    identifiers: Vec<String>,
    updated: String,
}

pub(super) async fn show(State(directory): State<Directory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let mut filters = filters(&reader, &asked);
    let found = match directory.search_organisations(&asked.search()).await {
        Ok(found) => found,
        Err(problem) if problem.kind == Kind::Invalid => {
            Field::with_errors(&mut filters, &on_place(problem));
            Found { items: Vec::new(), total: 0 }
        }
        Err(problem) => return Err(problem.into()),
    };
    let column = |key: &str, sort: &str, way: Sort| {
        let sorted = if order(&asked.tri) == order(sort) { way } else { Sort::None };
        Column::words(reader.t(key)).sorted_at(asked.address("/structures", sort, 1), sorted)
    };
    let view = ListView {
        r: &reader,
        filtered: asked.is_filtered(),
        count: reader.t_with("organisation-count", &[("count", found.total.into()), ("shown", reader.count(found.total).into())]),
        columns: vec![
            column("organisation-field-name", "", Sort::Ascending),
            column("organisation-field-kind", "nature", Sort::Ascending),
            Column::words(reader.t("organisation-place")),
            Column::words(reader.t("organisation-identifiers")),
            column("organisation-updated", "recent", Sort::Descending),
        ],
        pager: Pager::new(asked.page.parse().unwrap_or(1), PAGE, found.total, |page| asked.address("/structures", &asked.tri, page)),
        rows: found.items.iter().map(|sheet| line(&directory, &reader, sheet)).collect(),
        csv: asked.address("/structures/liste.csv", &asked.tri, 1),
        xlsx: asked.address("/structures/liste.xlsx", &asked.tri, 1),
        may_add: reader.viewer.may(&policy::ORGANISATION_ADD, &[]),
        may_manage: reader.viewer.may(&policy::DIRECTORY_MANAGE, &[]),
        filters,
    };
    let page = Page::of(reader.t("organisation-list-title"), &view)?.section(SECTION).description(reader.t("organisation-list-lede"));
    Ok(reader.page(page))
}

fn on_place(mut problem: Problem) -> Problem {
    for violation in &mut problem.violations {
        violation.location.field = Some("lieu".to_owned());
    }
    problem
}

/// The kinds, under the components they count for.
pub(super) fn kinds(reader: &Reader) -> Vec<Choice> {
    let choice = |kind: &str, group: String| Choice::new(kind, kind_name(reader, kind)).group(group);
    let of = COMPONENTS.iter().flat_map(|(component, kinds)| {
        let group = reader.t(&format!("organisation-component-{component}"));
        kinds.iter().map(move |kind| choice(kind, group.clone())).collect::<Vec<_>>()
    });
    let others = KINDS.iter().filter(|kind| component_of(kind).is_none());
    of.chain(others.map(|kind| choice(kind, reader.t("organisation-component-none")))).collect()
}

fn filters(reader: &Reader, asked: &Asked) -> Vec<Field> {
    let components = COMPONENTS.iter().map(|(code, _)| Choice::new(*code, reader.t(&format!("organisation-component-{code}"))));
    let mut all = vec![
        Field::text("q").label(reader.t("organisation-filter-q")).value(&asked.q),
        Field::select("nature").label(reader.t("organisation-field-kind")).choices(kinds(reader)).value(&asked.nature),
        Field::select("composante").label(reader.t("organisation-component")).choices(components).value(&asked.composante),
        Field::text("secteur").label(reader.t("organisation-filter-sector")).value(&asked.secteur),
        Field::text("lieu").label(reader.t("organisation-filter-place")).value(&asked.lieu),
    ];
    if !asked.tri.is_empty() {
        all.push(Field::hidden("tri", &asked.tri));
    }
    all
}

fn line(directory: &Directory, reader: &Reader, sheet: &Organisation) -> Line {
    let atlas = directory.territory.atlas();
    let mut places: Vec<String> =
        sheet.sites.iter().filter_map(|site| Some(atlas.commune(atlas.row(&site.commune)?)?.name.to_owned())).collect();
    places.dedup();
    Line {
        name: sheet.full_name(),
        address: organisation_address(sheet.id),
        kind: kind_name(reader, &sheet.kind),
        place: places.join(", "),
        identifiers: sheet.identifiers.iter().map(ToString::to_string).collect(),
        updated: reader.date(sheet.updated_at),
    }
}

fn headers(language: Language) -> Vec<String> {
    let name = |(_, fr, en): &(&str, &str, &str)| if language == Language::French { (*fr).to_owned() } else { (*en).to_owned() };
    COLUMNS.iter().map(name).collect()
}

fn cells(sheet: &Organisation) -> Vec<Value> {
    let draft = sheet.draft();
    let mut cells: Vec<Value> = OrganisationDraft::FIELDS.iter().map(|field| draft.get(field).replace('\n', "; ").into()).collect();
    let first = sheet.sites.first();
    let of = |text: fn(&crate::Site) -> &String| first.map_or(Value::Empty, |site| text(site).as_str().into());
    cells.extend([of(|site| &site.name), of(|site| &site.address), of(|site| &site.postcode), of(|site| &site.commune)]);
    cells.push(of(|site| &site.accessibility));
    cells
}

pub(super) async fn csv(State(directory): State<Directory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let sheets = directory.all_organisations(&asked.search()).await?;
    let rows: Vec<Vec<Value>> = sheets.iter().map(cells).collect();
    Ok(file("structures.csv", "text/csv; charset=utf-8", write::csv(&headers(reader.language), &rows, reader.language)))
}

pub(super) async fn xlsx(State(directory): State<Directory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let sheets = directory.all_organisations(&asked.search()).await?;
    let rows = sheets.iter().map(cells).collect();
    let sheet = Sheet { name: reader.t("organisation-list-title"), headers: headers(reader.language), rows };
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file("structures.xlsx", media, write::xlsx(&[sheet], directory.database.clock().now())?))
}

/// A file to keep.
pub(in crate::pages) fn file(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    ([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// What a picker offers.
#[derive(Serialize)]
pub(in crate::pages) struct Suggestion {
    pub id: uuid::Uuid,
    pub label: String,
    pub detail: String,
}

pub(super) async fn suggestions(
    State(directory): State<Directory>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Suggestion>>, Failure> {
    reader.require_signed_in()?;
    let found = directory.search_organisations(&Search { query: asked.q, size: OFFERED, ..Search::default() }).await?;
    let offered = found.items.iter().map(|sheet| {
        let line = line(&directory, &reader, sheet);
        let detail = [line.kind, line.place].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
        Suggestion { id: sheet.id, label: line.name, detail }
    });
    Ok(Json(offered.collect()))
}
