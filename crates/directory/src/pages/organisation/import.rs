//! Importing a file: the model, the report, the preview, the confirmation.

use std::path::PathBuf;

use askama::Template;
use axum::{
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    http::StatusCode,
    response::Response,
};
use bassin_documents::write::{self, Value};
use bassin_kernel::{Kind, Language, Problem, Violation};
use bassin_web::{
    Failure, Field, Page, Reader,
    upload::{FileKind, Intake},
};

use super::{field_name, list::file, organisation_address, to_list};
use crate::{Change, Directory, Preview, commands::organisation::import::COLUMNS, pages::SECTION, policy};

/// The largest file.
const LARGEST: u64 = 5 << 20;
/// How many changes the preview shows.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "organisation-import.html")]
struct View<'a> {
    r: &'a Reader,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    report: Vec<ReportLine>,
    unlisted: u64,
    columns: Vec<(String, String)>,
    preview: Option<Shown>,
}

struct ReportLine {
    row: String,
    column: String,
    message: String,
}

struct Shown {
    sums: String,
    confirm: String,
    nothing: bool,
    added: Vec<(String, String)>,
    changed: Vec<Changed>,
}

struct Changed {
    row: String,
    name: String,
    address: String,
    fields: Vec<(String, String, String)>,
}

fn view<'a>(reader: &'a Reader, problem: Option<&Problem>, preview: Option<Shown>) -> View<'a> {
    let mut fields = vec![
        Field::file("file")
            .label(reader.t("organisation-import-file"))
            .hint(reader.t("organisation-import-file-hint"))
            .accept(".csv,.xlsx")
            .required(),
    ];
    let located = |violation: &Violation| violation.location.row.is_some() || violation.location.column.is_some();
    let violations: Vec<Violation> = problem.map(|problem| problem.violations.clone()).unwrap_or_default();
    let (report, others): (Vec<Violation>, Vec<Violation>) = violations.into_iter().partition(located);
    let rest = Field::with_errors(&mut fields, &Problem::new(Kind::Invalid, others));
    let report = report.iter().map(|violation| ReportLine {
        row: violation.location.row.map(|row| reader.count(row)).unwrap_or_default(),
        column: violation.location.column.clone().unwrap_or_default(),
        message: reader.text(&violation.message).to_owned(),
    });
    let french = reader.language == Language::French;
    let column =
        |(field, fr, en): &(&str, &str, &str)| (if french { (*fr).to_owned() } else { (*en).to_owned() }, field_name(reader, field));
    View {
        r: reader,
        fields,
        rest,
        report: report.collect(),
        unlisted: problem.map_or(0, |problem| problem.unlisted),
        columns: COLUMNS.iter().map(column).collect(),
        preview,
    }
}

fn page(reader: &Reader, problem: Option<&Problem>, preview: Option<Shown>) -> Result<Response, Failure> {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page::of(reader.t("organisation-import-title"), &view(reader, problem, preview))?.section(SECTION).trail([to_list(reader)]);
    Ok(reader.page(Page { robots: Some("noindex"), ..page.status(status) }))
}

fn manager(reader: &Reader) -> Result<(), Failure> {
    reader.require_signed_in()?;
    Ok(reader.viewer.check(&policy::DIRECTORY_MANAGE, &[])?)
}

pub(super) async fn show(reader: Reader) -> Result<Response, Failure> {
    manager(&reader)?;
    page(&reader, None, None)
}

/// A file with the headings and one line to replace.
pub(super) async fn model(reader: Reader) -> Response {
    let french = reader.language == Language::French;
    let headers: Vec<String> = COLUMNS.iter().map(|(_, fr, en)| (if french { *fr } else { *en }).to_owned()).collect();
    let example: [&str; 18] = [
        &reader.t("organisation-import-example"),
        "",
        &reader.t("organisation-kind-secondary-school"),
        "",
        "",
        "0290098Z",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "FR-29232",
        "",
    ];
    file("modele-structures.csv", "text/csv; charset=utf-8", write::csv(&headers, &[example.map(Value::from).to_vec()], reader.language))
}

pub(super) async fn preview(
    State(directory): State<Directory>,
    reader: Reader,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    manager(&reader)?;
    let Ok(multipart) = multipart else { return page(&reader, Some(&no_file()), None) };
    let waiting = directory.waiting()?;
    // A text that is not in UTF-8 is of no kind that the intake knows: the reader of tables tells it from anything else.
    let intake = Intake::new(&waiting).at_most(LARGEST).accepting([FileKind::Text, FileKind::Xlsx, FileKind::Other]);
    let mut upload = match intake.receive(multipart).await {
        Ok(upload) => upload,
        Err(refused) => return page(&reader, Some(&refused.problem), None),
    };
    let Some(received) = upload.take("file") else { return page(&reader, Some(&no_file()), None) };
    match directory.preview_import(&reader.viewer, received.path()).await {
        Ok(found) => {
            let sha256 = received.sha256.clone();
            received.keep(&kept(&waiting, &sha256)?)?;
            page(&reader, None, Some(shown(&reader, &found, &sha256)))
        }
        Err(problem) => page(&reader, Some(&mendable(problem)?), None),
    }
}

/// A report that the page can show.
fn mendable(problem: Problem) -> Result<Problem, Failure> {
    if matches!(problem.kind, Kind::Invalid | Kind::TooLarge | Kind::Conflict) { Ok(problem) } else { Err(problem.into()) }
}

pub(super) async fn confirm(State(directory): State<Directory>, reader: Reader, Path(sha256): Path<String>) -> Result<Response, Failure> {
    manager(&reader)?;
    let path = kept(&directory.waiting()?, &sha256)?;
    if !path.is_file() {
        return Err(gone().into());
    }
    match directory.import_organisations(&reader.viewer, &path, &sha256).await {
        Ok(_) => {
            directory.keep_import(&path, &sha256)?;
            Ok(reader.done("/structures?tri=recent", "organisation-imported"))
        }
        Err(problem) => page(&reader, Some(&mendable(problem)?), None),
    }
}

/// Where a received file waits, under its digest.
fn kept(waiting: &std::path::Path, sha256: &str) -> Result<PathBuf, Problem> {
    let plain = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    if plain {
        return Ok(waiting.join(sha256));
    }
    Err(gone())
}

fn gone() -> Problem {
    Problem::not_found("Ce fichier n’est plus là\u{202f}: envoyez-le de nouveau.", "This file is no longer there: send it again.")
}

fn no_file() -> Problem {
    let violation = Violation::new("file-missing", "Choisissez le fichier à importer.", "Choose the file to import.").on("file");
    Problem::new(Kind::Invalid, vec![violation])
}

fn shown(reader: &Reader, preview: &Preview, sha256: &str) -> Shown {
    let count = |count: usize| reader.count(u64::try_from(count).unwrap_or(u64::MAX));
    let sums = reader.t_with(
        "organisation-import-sums",
        &[
            ("added", count(preview.added.len()).into()),
            ("changed", count(preview.changed.len()).into()),
            ("unchanged", reader.count(preview.unchanged).into()),
        ],
    );
    let label = |field: &str| if field == "sites" { reader.t("organisation-sites") } else { field_name(reader, field) };
    let changed = |change: &Change| Changed {
        row: reader.count(change.row),
        name: change.name.clone(),
        address: change.known.map(organisation_address).unwrap_or_default(),
        fields: change.fields.iter().map(|(field, before, after)| (label(field), before.clone(), after.clone())).collect(),
    };
    Shown {
        sums,
        confirm: format!("/structures/import/{sha256}"),
        nothing: preview.added.is_empty() && preview.changed.is_empty(),
        added: preview.added.iter().take(SHOWN).map(|change| (reader.count(change.row), change.name.clone())).collect(),
        changed: preview.changed.iter().take(SHOWN).map(changed).collect(),
    }
}
