//! A plan as files: taken out, taken in after a preview, made into another.

use askama::Template;
use axum::{
    extract::{FromRequest, Multipart, Path, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bassin_kernel::{Kind, LocalizedText, Problem, Scope, Violation};
use bassin_web::{
    Choice, Failure, Field, Page, Reader, Submitted, Tab,
    upload::{FileKind, Intake},
};

use super::{SECTION, plan_address, tabs::tabs, trail};
use crate::{
    Plan, PlanState, Plans, Preview, json, may_manage, policy, read_plan,
    rules::exchange::{Change, What},
    workbook,
};

/// The largest file, in bytes.
const LARGEST: u64 = 20 << 20;
/// How many changes a preview shows.
const SHOWN: usize = 500;

struct Row {
    place: String,
    what: String,
    kind: &'static str,
    details: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "exchange.html")]
struct View<'a> {
    r: &'a Reader,
    name: &'a str,
    tabs: Vec<Tab>,
    path: String,
    manages: bool,
    founds: bool,
    problem: Vec<Violation>,
    preview: Option<Previewed>,
    import: Vec<Field>,
    duplicate: Vec<Field>,
    rest: Vec<Violation>,
}

struct Previewed {
    title: String,
    rows: Vec<Row>,
    more: String,
    hidden: Vec<Field>,
    empty: bool,
}

/// What a page has beside the plan.
#[derive(Default)]
struct Shown {
    problem: Option<Problem>,
    preview: Option<Previewed>,
    duplicate: Option<(Submitted, Problem)>,
}

fn attached(content: Vec<u8>, media_type: &'static str, name: &str) -> Response {
    let head = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (head, content).into_response()
}

/// The plan as a workbook.
pub(super) async fn xlsx(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let bytes = workbook(&tree, reader.language, plans.database.clock().now())?;
    Ok(attached(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &format!("{id}.xlsx")))
}

/// The plan as JSON.
pub(super) async fn whole(State(plans): State<Plans>, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    Ok(attached(json(&tree)?, "application/json", &format!("{id}.json")))
}

/// What can be done with files.
pub(super) async fn show(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    page(&plans, &reader, &id, Shown::default()).await
}

async fn page(plans: &Plans, r: &Reader, id: &str, shown: Shown) -> Result<Response, Failure> {
    let tree = plans.tree(id).await?;
    let plan = &tree.plan;
    let status = match (&shown.problem, &shown.duplicate) {
        (Some(problem), _) | (None, Some((_, problem))) if problem.kind == Kind::Conflict => StatusCode::CONFLICT,
        (None, None) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut duplicate = duplicate_fields(r, plan);
    let rest = match &shown.duplicate {
        Some((submitted, problem)) => {
            Field::fill(&mut duplicate, submitted);
            Field::with_errors(&mut duplicate, problem)
        }
        None => Vec::new(),
    };
    let view = View {
        r,
        name: r.text(&plan.name),
        tabs: tabs(r, plan, "/fichier"),
        path: plan_address(plan),
        manages: may_manage(&r.viewer, plan),
        founds: r.viewer.may(&policy::PLAN_FOUND, &[Scope::Platform]),
        problem: shown.problem.map(|problem| problem.violations).unwrap_or_default(),
        preview: shown.preview,
        import: import_fields(r),
        duplicate,
        rest,
    };
    let page = Page::of(r.t("exchange-title"), &view)?.section(SECTION).trail(trail(r, plan));
    Ok(r.page(page.status(status)))
}

fn import_fields(r: &Reader) -> Vec<Field> {
    vec![
        Field::file("file").label(r.t("exchange-file")).hint(r.t("exchange-file-hint")).accept(".xlsx,.json").required(),
        Field::checkbox("confirmed").label(r.t("exchange-confirmed")).hint(r.t("exchange-confirmed-hint")),
    ]
}

fn duplicate_fields(r: &Reader, plan: &Plan) -> Vec<Field> {
    let states = [("template", "exchange-template"), ("in-force", "exchange-in-force")].map(|(value, key)| Choice::new(value, r.t(key)));
    vec![
        Field::text("id").label(r.t("exchange-id")).hint(r.t("exchange-id-hint")).value(format!("{}-modele", plan.id)).required(),
        Field::text("name")
            .label(r.t("exchange-name"))
            .value(r.t_with("exchange-copy-of", &[("name", r.text(&plan.name).into())]))
            .required(),
        Field::radios("state").label(r.t("exchange-state")).choices(states).value("template").required(),
    ]
}

/// Receives a file and shows what it would change.
pub(super) async fn preview(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    if !may_manage(&reader.viewer, &tree.plan) {
        reader.viewer.check(&policy::PLAN_FOUND, &[Scope::Platform])?;
    }
    let unread = |_| Problem::invalid("form-unread", "Le formulaire ne peut pas être lu.", "The form cannot be read.");
    let multipart = Multipart::from_request(request, &()).await.map_err(unread)?;
    let folder = plans.governance.files_folder().await?;
    let again = |problem| Shown { problem: Some(problem), ..Shown::default() };
    let mut upload = match Intake::new(folder).at_most(LARGEST).accepting([FileKind::Xlsx, FileKind::Text]).receive(multipart).await {
        Ok(upload) => upload,
        Err(refused) => return page(&plans, &reader, &id, again(refused.problem)).await,
    };
    let Some(file) = upload.take("file") else {
        let none = Problem::invalid("exchange-none", "Choisissez un fichier.", "Choose a file.");
        return page(&plans, &reader, &id, again(none)).await;
    };
    let (sha256, confirmed) = (file.sha256.clone(), upload.submitted.flag("confirmed"));
    file.keep(&folder.join(&sha256))?;
    previewed(&plans, &reader, &id, &sha256, confirmed, None).await
}

/// What a file received before would change, with what went wrong just now.
async fn previewed(
    plans: &Plans,
    r: &Reader,
    id: &str,
    sha256: &str,
    confirmed: bool,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let found = match grids(plans, sha256).await {
        Ok(grids) => plans.preview_plan(&r.viewer, &grids, confirmed).await,
        Err(problem) => Err(problem),
    };
    match found {
        Ok(found) => {
            let preview = told(r, &found, sha256, confirmed);
            page(plans, r, id, Shown { problem, preview: Some(preview), ..Shown::default() }).await
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::TooLarge) => {
            page(plans, r, id, Shown { problem: Some(problem), ..Shown::default() }).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The tables of a file received before: reading a workbook is work for another thread.
async fn grids(plans: &Plans, sha256: &str) -> Result<Vec<crate::rules::exchange::Grid>, Problem> {
    let known = sha256.len() == 64 && sha256.chars().all(|c| c.is_ascii_hexdigit());
    let gone =
        || Problem::invalid("exchange-gone", "Ce fichier n’est plus là : envoyez-le de nouveau.", "This file is gone: send it again.");
    let path = plans.governance.files_folder().await?.join(sha256);
    if !known || !path.is_file() {
        return Err(gone());
    }
    tokio::task::spawn_blocking(move || read_plan(&path)).await.map_err(|_| gone())?
}

fn told(r: &Reader, found: &Preview, sha256: &str, confirmed: bool) -> Previewed {
    let [nodes, milestones, indicators] = found.counts.map(|count| u64::try_from(count).unwrap_or(u64::MAX));
    let name = r.text(&found.name);
    let title = if found.new {
        let counts = [("name", name.into()), ("nodes", nodes.into()), ("milestones", milestones.into()), ("indicators", indicators.into())];
        r.t_with("exchange-new", &counts)
    } else {
        r.t_with("exchange-changes", &[("name", name.into()), ("count", found.changes.len().into())])
    };
    let more = found.changes.len().saturating_sub(SHOWN);
    Previewed {
        title,
        rows: found.changes.iter().take(SHOWN).map(|change| row(r, change)).collect(),
        more: if more > 0 { r.t_with("exchange-more", &[("count", more.into())]) } else { String::new() },
        hidden: vec![
            Field::hidden("sha256", sha256),
            Field::hidden("digest", &found.digest),
            Field::hidden("confirmed", if confirmed { "1" } else { "" }),
        ],
        empty: found.is_empty(),
    }
}

fn row(r: &Reader, change: &Change) -> Row {
    let columns = change.kind.columns();
    let cell = |cells: &Vec<String>, at: usize| cells.get(at).cloned().unwrap_or_default();
    let detail = |at: usize| {
        let name = columns.get(at).map(|column| column.name(r.language).to_owned()).unwrap_or_default();
        (name, cell(&change.before, at), cell(&change.after, at))
    };
    let (what, kind, details) = match &change.what {
        What::Added => ("exchange-added", "good", (0..columns.len()).map(detail).filter(|(_, _, after)| !after.is_empty()).collect()),
        What::Removed => ("exchange-removed", "warn", (0..columns.len()).map(detail).filter(|(_, before, _)| !before.is_empty()).collect()),
        What::Changed(columns) => ("exchange-changed", "accent", columns.iter().map(|at| detail(*at)).collect()),
    };
    let place = r.t_with("exchange-place", &[("sheet", change.kind.name(r.language).into()), ("row", change.row.into())]);
    Row { place, what: r.t(what), kind, details }
}

/// Takes the file in.
pub(super) async fn apply(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let (sha256, confirmed) = (submitted.get("sha256").to_owned(), submitted.flag("confirmed"));
    let read = grids(&plans, &sha256).await?;
    match plans.import_plan(&reader.viewer, read, confirmed, Some(submitted.get("digest").to_owned())).await {
        Ok(done) => Ok(reader.done(&format!("/plan/{}", done.plan), "exchange-imported")),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => {
            previewed(&plans, &reader, &id, &sha256, confirmed, Some(problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Makes another plan from this one.
pub(super) async fn duplicate(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let state = if submitted.get("state") == "in-force" { PlanState::InForce } else { PlanState::Template };
    let name = LocalizedText::same(submitted.get("name"));
    match plans.duplicate_plan(&reader.viewer, &id, submitted.get("id"), name, state).await {
        Ok(made) => Ok(reader.done(&format!("/plan/{}", made.plan), "exchange-duplicated")),
        Err(problem) if problem.kind == Kind::Invalid => {
            page(&plans, &reader, &id, Shown { duplicate: Some((submitted, problem)), ..Shown::default() }).await
        }
        Err(problem) => Err(problem.into()),
    }
}
