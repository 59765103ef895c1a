//! A publication: who wrote it, when it was presented, where it is read.

use axum::{
    extract::{FromRequest, Multipart, Path, Query, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_kernel::Problem;
use bassin_web::{
    Choice, Failure, Field, Link, Reader, Submitted,
    upload::{FileKind, Intake, plain_name},
};
use uuid::Uuid;

use super::{
    Editing, Ground, Place, missing,
    overview::draft_tag,
    view::{Attempt, Block, Section, Sheet, day, fact},
    work::From,
};
use crate::{
    Plans,
    model::evaluation::{Deposit, Publication, PublicationSheet},
};

type At = Path<(String, Uuid)>;

/// The largest document, in bytes.
const LARGEST: u64 = 20 << 20;

pub(super) async fn show(State(plans): State<Plans>, reader: Reader, Path((plan, id)): At) -> Result<Response, Failure> {
    let ground = Ground::of(&plans, &reader, &plan).await?;
    let r = &reader;
    let one = ground.evaluation.publications.iter().find(|one| one.id == id).ok_or_else(missing)?;
    let mut sections = vec![Section::new("facts", r.t("evaluation-facts"), facts(&ground, one))];
    if !one.sheet.summary.is_empty() {
        sections.push(Section::new("summary", r.t("publication-summary"), vec![Block::Text(one.sheet.summary.clone())]));
    }
    let mut buttons = Vec::new();
    if ground.runs() {
        sections.push(Section::new("acts", r.t("evaluation-acts"), vec![ground.diffusion("publications", id, one.published)]));
        buttons.push(Link::new(r.t("evaluation-edit"), ground.at(&format!("/publications/{id}/modifier"))));
    }
    let sheet = Sheet {
        kicker: r.t("publication-kicker"),
        tabs: Vec::new(),
        title: one.sheet.title.clone(),
        tags: draft_tag(r, one.published).into_iter().collect(),
        lede: one.sheet.authors.join(", "),
        buttons,
        sections,
    };
    sheet.page(r, ground.trail(), None)
}

fn facts(ground: &Ground<'_>, one: &Publication) -> Vec<Block> {
    let (r, said) = (ground.r, &one.sheet);
    let work = said.work.and_then(|id| ground.evaluation.works.iter().find(|work| work.id == id));
    let mut facts = vec![
        fact(r, "publication-authors", said.authors.join(", ")),
        fact(r, "publication-day", day(r, said.on)),
        fact(r, "publication-presented", day(r, said.presented_on)),
    ];
    if let Some(work) = work {
        let link = Link::new(&work.sheet.title, ground.at(&format!("/travaux/{}", work.id)));
        facts.push((r.t("publication-work"), vec![link]));
        facts.push((r.t("work-questions"), ground.question_links(&work.sheet.questions)));
    }
    if !said.address.is_empty() {
        facts.push((r.t("publication-address"), vec![Link::new(&said.address, &said.address)]));
    }
    if let Some(document) = &one.document {
        let link = Link::new(&document.name, ground.at(&format!("/publications/{}/document", one.id)));
        facts.push((r.t("publication-document"), vec![link]));
    }
    vec![Block::Facts(facts)]
}

/// The document deposited.
pub(super) async fn document(State(plans): State<Plans>, reader: Reader, Path((plan, id)): At) -> Result<Response, Failure> {
    let ground = Ground::of(&plans, &reader, &plan).await?;
    let one = ground.evaluation.publications.iter().find(|one| one.id == id).ok_or_else(missing)?;
    let deposit = one.document.as_ref().ok_or_else(missing)?;
    let content = tokio::fs::read(plans.governance.files_folder().await?.join(&deposit.sha256)).await.map_err(|_| missing())?;
    let head = [
        (header::CONTENT_TYPE, deposit.media_type.clone()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", ascii(&deposit.name))),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((head, content).into_response())
}

/// A name that a header can carry.
fn ascii(name: &str) -> String {
    plain_name(name).chars().map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' }).collect()
}

pub(super) async fn form(
    State(plans): State<Plans>,
    reader: Reader,
    Path(place): Path<Place>,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let ground = Ground::run(&plans, &reader, &place.plan).await?;
    let kept = place.among(&ground.evaluation.publications, |one| one.id)?;
    let sheet = kept.map_or_else(|| PublicationSheet { work: from.travail, ..PublicationSheet::default() }, |one| one.sheet.clone());
    edit(&ground, kept, &sheet, None)
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path(place): Path<Place>,
    request: Request,
) -> Result<Response, Failure> {
    // Nothing is received from somebody who may not.
    let ground = Ground::run(&plans, &reader, &place.plan).await?;
    let (submitted, kept) = received(&plans, request).await?;
    let sheet = read(&submitted);
    let draft = place.draft(&plans, &submitted, sheet.clone());
    let saved = match kept {
        Ok(deposit) => plans.save_publication(&reader.viewer, draft, deposit).await,
        Err(problem) => Err(problem),
    };
    match saved {
        Ok(one) => Ok(reader.done(&ground.at(&format!("/publications/{}", one.id)), "evaluation-saved")),
        Err(problem) => {
            let attempt = Attempt::of("", submitted, problem)?;
            edit(&ground, place.among(&ground.evaluation.publications, |one| one.id)?, &sheet, Some(&attempt))
        }
    }
}

/// What was typed, and the document received with it: kept under its digest before anything names it.
async fn received(plans: &Plans, request: Request) -> Result<(Submitted, Result<Option<Deposit>, Problem>), Failure> {
    let unread = |_| Problem::invalid("form-unread", "Le formulaire ne peut pas être lu.", "The form cannot be read.");
    let multipart = Multipart::from_request(request, &()).await.map_err(unread)?;
    let folder = plans.governance.files_folder().await?;
    let mut upload = match Intake::new(folder).at_most(LARGEST).accepting([FileKind::Pdf]).receive(multipart).await {
        Ok(upload) => upload,
        Err(refused) => return Ok((refused.submitted, Err(refused.problem))),
    };
    let Some(file) = upload.take("document") else { return Ok((upload.submitted, Ok(None))) };
    let deposit =
        Deposit { sha256: file.sha256.clone(), name: file.name.clone(), media_type: file.kind.media_type().to_owned(), size: file.size };
    let kept = file.keep(&folder.join(&deposit.sha256)).map(|()| Some(deposit));
    Ok((upload.submitted, kept))
}

fn read(submitted: &Submitted) -> PublicationSheet {
    let authors = submitted.get("authors").lines().flat_map(|line| line.split(';')).map(str::trim).filter(|author| !author.is_empty());
    PublicationSheet {
        work: submitted.uuid("work"),
        title: submitted.get("title").to_owned(),
        authors: authors.map(str::to_owned).collect(),
        on: submitted.day("published_on"),
        presented_on: submitted.day("presented_on"),
        address: submitted.get("address").to_owned(),
        summary: submitted.get("summary").to_owned(),
    }
}

fn edit(
    ground: &Ground<'_>,
    stored: Option<&Publication>,
    said: &PublicationSheet,
    attempt: Option<&Attempt>,
) -> Result<Response, Failure> {
    let r = ground.r;
    let iso = |day: Option<bassin_kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let works = ground.evaluation.works.iter().map(|work| Choice::new(work.id.to_string(), &work.sheet.title));
    let fields = vec![
        Field::text("title").label(r.t("publication-title")).value(&said.title).required(),
        Field::area("authors")
            .lines(3)
            .label(r.t("publication-authors"))
            .hint(r.t("publication-authors-hint"))
            .value(said.authors.join("\n"))
            .required(),
        Field::select("work")
            .label(r.t("publication-work"))
            .choices(works)
            .value(said.work.map(|work| work.to_string()).unwrap_or_default()),
        Field::date("published_on").label(r.t("publication-day")).value(iso(said.on)).required(),
        Field::date("presented_on")
            .label(r.t("publication-presented"))
            .hint(r.t("publication-presented-hint"))
            .value(iso(said.presented_on)),
        Field::url("address").label(r.t("publication-address")).hint(r.t("publication-address-hint")).value(&said.address),
        Field::file("document").label(r.t("publication-document")).hint(r.t("publication-document-hint")).accept(".pdf"),
        Field::area("summary").lines(6).label(r.t("publication-summary")).value(&said.summary),
    ];
    let now = stored.map(|one| (one.sheet.title.clone(), facts(ground, one)));
    let kept = stored.map(|one| (one.id, one.revision));
    let words = ["publication-new", "publication-edit", "publication-form-lede"];
    ground.edit(Editing { words, path: "publications", new: "nouvelle", kept, fields, now, files: true }, attempt)
}
