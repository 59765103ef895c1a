//! Handing over files: choose one, read what is told of it, import it.

use askama::Template;
use axum::{
    Json,
    body::Bytes,
    extract::{Multipart, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{
    Failure, Field, Link, Page, Reader, Submitted,
    upload::{FileKind, Intake},
};
use serde_json::json;
use uuid::Uuid;

use super::SECTION;
use crate::{
    Observatory,
    deposit::{Deposit, Fate, Standing, Told},
    import::Severity,
    policy,
};

/// Where files are handed over.
const ADDRESS: &str = "/donnees/deposer";
/// Bytes of the largest file sent in one go, without the enhancement that cuts it in pieces.
const IN_ONE_GO: u64 = 60 << 20;
/// The header that says where a piece begins.
const OFFSET: &str = "upload-offset";
/// After how many seconds a page that tells progress is read again.
const AGAIN: HeaderValue = HeaderValue::from_static("2");

#[derive(Template)]
#[template(path = "deposit.html")]
struct ChooseView<'a> {
    r: &'a Reader,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    deposits: Vec<Line>,
    /// The unfinished deposit that this page goes on with.
    resumed: Option<Line>,
}

/// A deposit in a list.
struct Line {
    id: Uuid,
    name: String,
    size: u64,
    modified: u64,
    state: String,
    address: String,
}

fn line(reader: &Reader, deposit: &Deposit) -> Line {
    let size = |bytes: u64| reader.number(bytes as f64 / f64::from(1 << 20), 1);
    let state = if deposit.is_whole() {
        reader.t_with("deposit-whole", &[("size", size(deposit.size).into())])
    } else {
        reader.t_with("deposit-partial", &[("received", size(deposit.received).into()), ("size", size(deposit.size).into())])
    };
    let address = format!("{ADDRESS}/{}", deposit.id);
    Line { id: deposit.id, name: deposit.name.clone(), size: deposit.size, modified: deposit.modified, state, address }
}

fn fields(reader: &Reader, id: Uuid) -> Vec<Field> {
    let file = Field::file("file").label(reader.t("deposit-file")).hint(reader.t("deposit-file-hint")).required();
    vec![Field::hidden("id", id.to_string()), file]
}

fn trail(reader: &Reader) -> [Link; 2] {
    [Link::new(reader.t("nav-territories"), "/territoires"), Link::new(reader.t("datasets-title"), "/donnees")]
}

/// The page where a file is chosen.
async fn choose(
    observatory: &Observatory,
    reader: &Reader,
    refused: Option<&Problem>,
    resumed: Option<&Deposit>,
) -> Result<Response, Failure> {
    let id = resumed.map_or_else(|| observatory.database().ids().next(), |deposit| deposit.id);
    let mut fields = fields(reader, id);
    let rest = refused.map(|problem| Field::with_errors(&mut fields, problem)).unwrap_or_default();
    let deposits = observatory.deposits(&reader.viewer).await?.iter().map(|deposit| line(reader, deposit)).collect();
    let view = ChooseView { r: reader, fields, rest, deposits, resumed: resumed.map(|deposit| line(reader, deposit)) };
    let page = Page::of(reader.t("deposit-title"), &view)?.section(SECTION).trail(trail(reader));
    Ok(reader.page(if refused.is_some() { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

/// The form, and what waits.
pub async fn show(State(observatory): State<Observatory>, reader: Reader) -> Result<Response, Failure> {
    choose(&observatory, &reader, None, None).await
}

/// A file sent in one go.
pub async fn receive(State(observatory): State<Observatory>, reader: Reader, multipart: Multipart) -> Result<Response, Failure> {
    reader.viewer.check(&policy::FILE_IMPORT, &[])?;
    let intake = Intake::new(observatory.deposits_folder()?).at_most(IN_ONE_GO).accepting([FileKind::Other]);
    let mut upload = match intake.receive(multipart).await {
        Ok(upload) => upload,
        Err(refused) if refused.problem.kind == Kind::Invalid => return choose(&observatory, &reader, Some(&refused.problem), None).await,
        Err(refused) => return Err(refused.into()),
    };
    let Some(file) = upload.take("file") else {
        let nothing = Violation::new("file-missing", "Choisissez un fichier.", "Choose a file.").on("file");
        return choose(&observatory, &reader, Some(&Problem::new(Kind::Invalid, vec![nothing])), None).await;
    };
    let id = upload.submitted.uuid("id").unwrap_or_else(|| observatory.database().ids().next());
    match observatory.take_deposit(&reader.viewer, id, file).await {
        Ok(deposit) => Ok(Redirect::to(&format!("{ADDRESS}/{}", deposit.id)).into_response()),
        Err(problem) if problem.kind == Kind::Invalid => choose(&observatory, &reader, Some(&problem), None).await,
        Err(problem) => Err(problem.into()),
    }
}

/// A file begins, or goes on.
pub async fn begin(State(observatory): State<Observatory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    let id = submitted.uuid("id").unwrap_or_else(|| observatory.database().ids().next());
    let (size, modified) = (submitted.count("size").unwrap_or(0), submitted.count("modified").unwrap_or(0));
    let deposit = observatory.begin_deposit(&reader.viewer, id, submitted.get("name"), size, modified).await?;
    Ok(progress(&deposit))
}

/// A piece of a file.
pub async fn add(
    State(observatory): State<Observatory>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    piece: Bytes,
) -> Result<Response, Failure> {
    let offset = headers.get(OFFSET).and_then(|value| value.to_str().ok()?.parse().ok());
    let unsaid = || Problem::invalid("offset-missing", "Il manque la place du morceau.", "The place of the piece is missing.");
    let deposit = observatory.add_piece(&reader.viewer, id, offset.ok_or_else(unsaid)?, piece).await?;
    Ok(progress(&deposit))
}

/// How much of a file has come.
pub async fn received(State(observatory): State<Observatory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    Ok(progress(&observatory.deposit(&reader.viewer, id).await?))
}

fn progress(deposit: &Deposit) -> Response {
    let told = json!({"id": deposit.id, "size": deposit.size, "received": deposit.received});
    ([(header::CACHE_CONTROL, "no-store")], Json(told)).into_response()
}

#[derive(Template)]
#[template(path = "deposited.html")]
struct ReportView<'a> {
    r: &'a Reader,
    name: String,
    state: String,
    address: String,
    working: Option<String>,
    told: Option<ToldView>,
}

/// What is told of a file, in the reader's words.
struct ToldView {
    kind: &'static str,
    title: String,
    text: String,
    what: Vec<String>,
    count: Option<String>,
    may_import: bool,
    dataset: Option<String>,
    rows: Vec<FindingView>,
    unlisted: Option<String>,
}

struct FindingView {
    kind: &'static str,
    severity: String,
    place: String,
    message: String,
    suggestions: String,
}

/// The report on a file; the form again when part of it is still to come.
pub async fn report(State(observatory): State<Observatory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let deposit = observatory.deposit(&reader.viewer, id).await?;
    match observatory.examine_deposit(&reader.viewer, id).await? {
        Standing::Partial => choose(&observatory, &reader, None, Some(&deposit)).await,
        standing => tell(&reader, &deposit, standing),
    }
}

fn tell(reader: &Reader, deposit: &Deposit, standing: Standing) -> Result<Response, Failure> {
    let own = line(reader, deposit);
    let working = match standing {
        Standing::Working(done, total) if total > 0 => {
            let part = reader.percent(100.0 * done as f64 / total as f64, 0);
            Some(reader.t_with("deposit-working-part", &[("part", part.into())]))
        }
        Standing::Working(..) | Standing::Partial => Some(reader.t("deposit-working")),
        Standing::Told(_) => None,
    };
    let told = if let Standing::Told(told) = &standing { Some(told_view(reader, told)) } else { None };
    let view = ReportView { r: reader, name: own.name, state: own.state, address: own.address, working, told };
    let going_on = view.working.is_some();
    let link = Link::new(reader.t("deposit-title"), ADDRESS);
    let page = Page::of(view.name.clone(), &view)?.section(SECTION).trail(trail(reader).into_iter().chain([link]));
    let mut response = reader.page(page);
    if going_on {
        response.headers_mut().insert("refresh", AGAIN);
    }
    Ok(response)
}

fn told_view(reader: &Reader, told: &Told) -> ToldView {
    let (kind, name) = match told.fate {
        Fate::Fit => ("good", "fit"),
        Fate::Refused => ("bad", "refused"),
        Fate::Imported => ("good", "imported"),
        Fate::Same => ("", "same"),
    };
    let problem = told.problem.as_ref();
    let errors = problem.into_iter().flat_map(|problem| &problem.violations).map(|violation| (Severity::Error, violation));
    let findings = told.findings.iter().map(|finding| (finding.severity, &finding.violation));
    let count = (told.rows > 0).then(|| {
        reader.t_with("deposit-count", &[("rows", reader.count(told.rows).into()), ("figures", reader.count(told.figures).into())])
    });
    let unlisted = problem.map_or(0, |problem| problem.unlisted);
    ToldView {
        kind,
        title: reader.t(&format!("deposit-{name}-title")),
        text: reader.t(&format!("deposit-{name}-text")),
        what: told.what.iter().map(|text| reader.text(text).to_owned()).collect(),
        count,
        may_import: told.fate == Fate::Fit,
        dataset: told.dataset.as_ref().map(|dataset| format!("/donnees/{dataset}")),
        rows: errors.chain(findings).map(|(severity, violation)| finding_view(reader, severity, violation)).collect(),
        unlisted: (unlisted > 0).then(|| reader.t_with("deposit-unlisted", &[("count", reader.count(unlisted).into())])),
    }
}

fn finding_view(reader: &Reader, severity: Severity, violation: &Violation) -> FindingView {
    let (kind, name) = match severity {
        Severity::Error => ("bad", "error"),
        Severity::Warning => ("warn", "warning"),
        Severity::Info => ("", "info"),
    };
    FindingView {
        kind,
        severity: reader.t(&format!("deposit-severity-{name}")),
        place: reader.place(violation),
        message: reader.text(&violation.message).to_owned(),
        suggestions: violation.suggestions.join(", "),
    }
}

/// Imports the file: its owner has read the report.
pub async fn import(State(observatory): State<Observatory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let standing = observatory.import_deposit(&reader.viewer, id).await?;
    let Standing::Told(told) = standing else {
        return Ok(Redirect::to(&format!("{ADDRESS}/{id}")).into_response());
    };
    let place = told.dataset.as_ref().map_or_else(|| "/territoires".to_owned(), |dataset| format!("/donnees/{dataset}"));
    let code = match told.fate {
        Fate::Imported => "file-imported",
        Fate::Same => "file-same",
        Fate::Fit | Fate::Refused => return Ok(Redirect::to(&format!("{ADDRESS}/{id}")).into_response()),
    };
    observatory.remove_deposit(&reader.viewer, id).await?;
    Ok(reader.done(&place, code))
}

/// Gives a file up.
pub async fn remove(State(observatory): State<Observatory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    observatory.remove_deposit(&reader.viewer, id).await?;
    Ok(reader.done(ADDRESS, "deposit-removed"))
}
