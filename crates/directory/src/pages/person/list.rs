//! The list of people, for those who manage the directory.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use bassin_documents::write::{self, Value};
use bassin_kernel::{Problem, address};
use bassin_web::{Column, Failure, Field, Link, Page, Pager, Reader};
use serde::Deserialize;

use super::{lists, organisation_address, person_address};
use crate::{Directory, Listed, pages::SECTION, policy};

/// People on a page.
const SIZE: u64 = 50;
/// People read at once for a file.
const AT_ONCE: u64 = 500;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    page: String,
}

#[derive(Template)]
#[template(path = "people.html")]
struct View<'a> {
    r: &'a Reader,
    filters: Vec<Field>,
    filtered: bool,
    count: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
    csv: String,
}

struct Row {
    name: String,
    address: String,
    fictional: bool,
    email: String,
    organisations: Vec<(String, String)>,
    account: String,
    account_address: String,
}

fn to(path: &str, words: &str, page: u64) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    let given: Vec<(&str, &str)> = [("q", words), ("page", &page)].into_iter().filter(|(_, text)| !text.is_empty()).collect();
    if given.is_empty() { path.to_owned() } else { address(path, &given) }
}

fn row(reader: &Reader, one: Listed) -> Row {
    Row {
        name: one.person.name(),
        address: person_address(one.person.id),
        fictional: one.person.fictional,
        email: one.person.email,
        organisations: one.organisations.into_iter().map(|(id, name)| (organisation_address(id), name)).collect(),
        account: one.account.map(|(_, state)| reader.t(&format!("account-state-{}", state.code()))).unwrap_or_default(),
        account_address: one.account.map(|(id, _)| format!("/administration/comptes/{id}")).unwrap_or_default(),
    }
}

pub(super) async fn show(State(directory): State<Directory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
    let (words, page) = (asked.q.trim(), asked.page.parse().unwrap_or(1).max(1));
    let found = directory.roster(&reader.viewer, words, page, SIZE).await?;
    let view = View {
        r: &reader,
        filters: vec![Field::text("q").label(reader.t("person-filter-q")).value(words)],
        filtered: !words.is_empty(),
        count: reader.t_with("person-count", &[("count", found.total.into()), ("shown", reader.count(found.total).into())]),
        columns: ["person-name", "person-field-email", "person-ties", "person-account"].map(|key| Column::words(reader.t(key))).into(),
        pager: Pager::new(page, SIZE, found.total, |page| to("/personnes", words, page)),
        rows: found.items.into_iter().map(|one| row(&reader, one)).collect(),
        csv: to("/personnes/liste.csv", words, 1),
    };
    let page = Page::of(reader.t("person-list-title"), &view)?.section(SECTION);
    let page = page.trail([Link::new(reader.t("organisation-list-title"), "/structures")]);
    Ok(reader.page(Page { robots: Some("noindex"), ..page }))
}

pub(super) async fn csv(State(directory): State<Directory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let all = everybody(&directory, &reader, asked.q.trim()).await?;
    let fields = ["given_name", "family_name", "email", "phone", "language", "expertise"];
    let mut headers: Vec<String> = fields.iter().map(|field| reader.t(&format!("person-field-{field}"))).collect();
    headers.extend([reader.t("person-ties"), reader.t("person-account")]);
    let cells = |one: &Listed| -> Vec<Value> {
        let person = &one.person;
        let organisations: Vec<&str> = one.organisations.iter().map(|(_, name)| name.as_str()).collect();
        let account = one.account.map(|(_, state)| reader.t(&format!("account-state-{}", state.code()))).unwrap_or_default();
        let texts = [&person.given_name, &person.family_name, &person.email, &person.phone].map(String::as_str);
        let rest = [person.language.code(), &person.expertise, &organisations.join("; "), &account].map(str::to_owned);
        texts.into_iter().map(Value::from).chain(rest.into_iter().map(Value::from)).collect()
    };
    let rows: Vec<Vec<Value>> = all.iter().map(cells).collect();
    Ok(lists::file("personnes.csv", "text/csv; charset=utf-8", write::csv(&headers, &rows, reader.language)))
}

async fn everybody(directory: &Directory, reader: &Reader, words: &str) -> Result<Vec<Listed>, Problem> {
    let mut all = Vec::new();
    for page in 1.. {
        let found = directory.roster(&reader.viewer, words, page, AT_ONCE).await?;
        let last = page * AT_ONCE >= found.total;
        all.extend(found.items);
        if last {
            break;
        }
    }
    Ok(all)
}
