//! The journal, searched by object, person, action and date.

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use bassin_documents::write::{self, Value as Cell};
use bassin_kernel::{Problem, address};
use bassin_web::{Choice, Column, Failure, Field, Page, Picked, Reader, Submitted};

use super::accounts::trail;
use crate::{Directory, JournalEntry, JournalFilter};

/// Entries on a page.
const SIZE: u64 = 50;
/// Entries in a file.
const MOST: u64 = 500;
/// Where the picker of people finds them.
const PEOPLE: &str = "/personnes/suggestions?q=";

/// What the address asks for.
struct Asked {
    filter: JournalFilter,
    fields: Vec<Field>,
}

async fn asked(directory: &Directory, reader: &Reader, query: &str, limit: u64) -> Result<Asked, Failure> {
    let sent = Submitted::parse(query)?;
    let mut fields = vec![
        Field::text("genre").label(reader.t("account-journal-kind")).hint(reader.t("account-journal-kind-hint")),
        Field::text("objet").label(reader.t("account-journal-object")),
        Field::picker("personne", PEOPLE).label(reader.t("account-journal-person")),
        Field::text("action").label(reader.t("account-journal-action")).hint(reader.t("account-journal-action-hint")),
        Field::date("du").label(reader.t("account-journal-from")),
        Field::date("au").label(reader.t("account-journal-to")),
    ];
    Field::fill(&mut fields, &sent);
    let person = match sent.picked("personne") {
        Picked::Id(id) => Some(id),
        Picked::Nothing => None,
        Picked::Words(words) => {
            let found = directory.search_people(words, 1, 20).await?.items;
            let choices = found.iter().map(|person| Choice::new(person.id.to_string(), person.name()));
            fields[2] = Field::radios("personne").label(reader.t("account-journal-person")).choices(choices);
            found.first().filter(|_| found.len() == 1).map(|person| person.id)
        }
    };
    if let Some(person) = person
        && let Some(sheet) = directory.person(person).await?
    {
        fields[2] =
            Field::picker("personne", PEOPLE).label(reader.t("account-journal-person")).value(person.to_string()).shown(sheet.name());
    }
    let filter = JournalFilter {
        kind: sent.get("genre").to_owned(),
        object: sent.get("objet").to_owned(),
        person,
        action: sent.get("action").to_owned(),
        from: sent.day("du"),
        to: sent.day("au"),
        before: sent.count("avant"),
        limit,
    };
    Ok(Asked { filter, fields })
}

/// The address of the same entries, from elsewhere or as a file.
fn same(path: &str, filter: &JournalFilter, before: Option<u64>) -> String {
    let day = |day: Option<bassin_kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let (person, before) =
        (filter.person.map(|id| id.to_string()).unwrap_or_default(), before.map(|seq| seq.to_string()).unwrap_or_default());
    let (from, to) = (day(filter.from), day(filter.to));
    let all = [
        ("genre", filter.kind.as_str()),
        ("objet", &filter.object),
        ("personne", &person),
        ("action", &filter.action),
        ("du", &from),
        ("au", &to),
        ("avant", &before),
    ];
    let given: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    address(path, &given)
}

struct Line {
    seq: String,
    at: String,
    name: String,
    on_behalf: String,
    action: String,
    object: String,
    object_address: String,
    summary: String,
    hash: String,
    changed: String,
}

#[derive(Template)]
#[template(path = "account-journal.html")]
struct View<'a> {
    r: &'a Reader,
    fields: Vec<Field>,
    columns: Vec<Column>,
    lines: Vec<Line>,
    older: Option<String>,
    newest: Option<String>,
    file: String,
    whole: Option<String>,
    broken: Option<Problem>,
}

fn short(digest: Option<&str>) -> &str {
    digest.map_or("–", |digest| digest.get(..8).unwrap_or(digest))
}

fn line(reader: &Reader, journal: JournalEntry) -> Line {
    let entry = journal.entry;
    let object = JournalFilter { kind: entry.object_kind.clone(), object: entry.object_id.clone(), ..JournalFilter::default() };
    let digests = [entry.before_sha256.as_deref(), entry.after_sha256.as_deref()];
    Line {
        seq: entry.seq.to_string(),
        at: reader.date_time(entry.at),
        name: if journal.name == "bassin" { reader.t("account-journal-bassin") } else { journal.name },
        on_behalf: entry.on_behalf.unwrap_or_default(),
        action: entry.action,
        object: format!("{} {}", entry.object_kind, entry.object_id).trim().to_owned(),
        object_address: same("/administration/journal", &object, None),
        summary: entry.summary,
        changed: if digests == [None, None] { String::new() } else { format!("{} → {}", short(digests[0]), short(digests[1])) },
        hash: short(Some(&entry.hash)).to_owned(),
    }
}

pub(super) async fn list(State(directory): State<Directory>, reader: Reader, uri: axum::http::Uri) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let Asked { filter, fields } = asked(&directory, &reader, uri.query().unwrap_or_default(), SIZE).await?;
    let entries = directory.journal(&reader.viewer, &filter).await?;
    let verified = directory.verify_journal(&reader.viewer).await?;
    let last = entries.last().map(|entry| entry.entry.seq).filter(|seq| *seq > 1 && entries.len() as u64 == SIZE);
    let columns = [
        "account-journal-seq",
        "account-journal-at",
        "account-journal-who",
        "account-journal-action",
        "account-journal-object",
        "account-journal-summary",
        "account-journal-change",
    ];
    let view = View {
        r: &reader,
        columns: columns.iter().map(|key| Column::words(reader.t(key))).collect(),
        lines: entries.into_iter().map(|entry| line(&reader, entry)).collect(),
        older: last.map(|seq| same("/administration/journal", &filter, Some(seq))),
        newest: filter.before.map(|_| same("/administration/journal", &filter, None)),
        file: same("/administration/journal.csv", &filter, filter.before),
        whole: verified.as_ref().ok().map(|verified| {
            reader.t_with("account-journal-whole", &[("count", verified.entries.into()), ("hash", verified.last.as_str().into())])
        }),
        broken: verified.err(),
        fields,
    };
    Ok(reader.page(Page::of(reader.t("account-journal"), &view)?.trail([trail(&reader)]).wide()))
}

pub(super) async fn csv(State(directory): State<Directory>, reader: Reader, uri: axum::http::Uri) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let Asked { filter, .. } = asked(&directory, &reader, uri.query().unwrap_or_default(), MOST).await?;
    let entries = directory.journal(&reader.viewer, &filter).await?;
    let names = ["seq", "at", "who", "on_behalf", "action", "object_kind", "object_id", "summary", "before_sha256", "after_sha256", "hash"];
    let row = |JournalEntry { entry, name }| {
        let cells = [
            entry.seq.to_string(),
            entry.at.to_rfc3339(),
            name,
            entry.on_behalf.unwrap_or_default(),
            entry.action,
            entry.object_kind,
            entry.object_id,
            entry.summary,
            entry.before_sha256.unwrap_or_default(),
            entry.after_sha256.unwrap_or_default(),
            entry.hash,
        ];
        cells.map(Cell::Text).to_vec()
    };
    let rows: Vec<Vec<Cell>> = entries.into_iter().map(row).collect();
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"journal.csv\"")];
    Ok((headers, write::csv(&names.map(str::to_owned), &rows, reader.language)).into_response())
}
