//! The editor of an agenda, and its documents.

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{
    Choice, Failure, Field, Link, Page, Reader, Submitted,
    upload::{Intake, Upload},
};
use uuid::Uuid;

use super::{Head, address, check_runs, head, purpose_code, purpose_name, purpose_of, sent_id, subject, trail};
use crate::commands::{LARGEST_DOCUMENT, Sitting};
use crate::rules::meeting::{Event, NewItem};
use crate::{Governance, MeetingDocument, MeetingState, Purpose, pages::SECTION};

#[derive(Template)]
#[template(path = "meeting_agenda.html")]
struct View<'a> {
    r: &'a Reader,
    head: Head,
    frozen: bool,
    address: String,
    upload: String,
    next: String,
    rows: Vec<Row>,
    purposes: Vec<(&'static str, String)>,
    subjects: Vec<(String, String)>,
    add: Vec<Field>,
    errors: Vec<Violation>,
    documents: Vec<(Uuid, String)>,
    file: Vec<Field>,
    file_errors: Vec<Violation>,
}

struct Row {
    id: Uuid,
    number: u32,
    title: String,
    purpose: &'static str,
    purpose_name: String,
    free: bool,
    late: bool,
    subject: String,
    about: Option<Link>,
}

fn add_fields(r: &Reader, id: Uuid, subjects: &[(String, String)]) -> Vec<Field> {
    let choices = Purpose::ALL.into_iter().map(|purpose| Choice::new(purpose_code(purpose), purpose_name(r, purpose)));
    vec![
        Field::hidden("action", "ajouter"),
        Field::hidden("id", id.to_string()),
        Field::text("title").label(r.t("meeting-item-title")).required(),
        Field::radios("purpose").label(r.t("meeting-item-purpose")).choices(choices).value("information").segmented(),
        Field::select("subject").label(r.t("meeting-subject")).hint(r.t("meeting-subject-hint")).choices(
            std::iter::once(Choice::new("", r.t("meeting-subject-none")))
                .chain(subjects.iter().map(|(code, words)| Choice::new(code.clone(), words.clone()))),
        ),
    ]
}

fn file_fields(r: &Reader, sitting: &Sitting, id: Uuid) -> Vec<Field> {
    let items = sitting.dossier.items.iter().map(|item| Choice::new(item.id.to_string(), format!("{}. {}", item.number, item.title)));
    vec![
        Field::hidden("document", id.to_string()),
        Field::text("document-title").label(r.t("meeting-document-title")).required(),
        Field::select("item")
            .label(r.t("meeting-document-item"))
            .choices(std::iter::once(Choice::new("", r.t("meeting-document-whole"))).chain(items)),
        Field::file("file").label(r.t("meeting-document-file")).hint(r.t("meeting-document-file-hint")),
        Field::url("link").label(r.t("meeting-document-or-link")),
        Field::checkbox("public").label(r.t("meeting-document-public")),
    ]
}

pub(super) async fn show(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    let subjects = subject::choices(&governance, &r, &sitting).await?;
    let add = add_fields(&r, governance.new_id(), &subjects);
    let file = file_fields(&r, &sitting, governance.new_id());
    page(&governance, &r, &sitting, subjects, Forms { add, file, ..Forms::default() })
}

#[derive(Default)]
struct Forms {
    add: Vec<Field>,
    errors: Vec<Violation>,
    file: Vec<Field>,
    file_errors: Vec<Violation>,
}

fn page(
    governance: &Governance,
    r: &Reader,
    sitting: &Sitting,
    subjects: Vec<(String, String)>,
    forms: Forms,
) -> Result<Response, Failure> {
    check_runs(governance, r, sitting)?;
    let (dossier, meeting) = (&sitting.dossier, &sitting.dossier.meeting);
    let wrong = r.count_errors(&forms.add, &forms.errors) + r.count_errors(&forms.file, &forms.file_errors) > 0;
    let frozen = meeting.state != MeetingState::Planned;
    let row = |item: &crate::AgendaItem| Row {
        id: item.id,
        number: item.number,
        title: item.title.clone(),
        purpose: purpose_code(item.purpose),
        purpose_name: purpose_name(r, item.purpose),
        free: (!frozen || item.late) && !item.admitted && item.outcome.is_none(),
        late: item.late,
        subject: item.subject.map(subject::code).unwrap_or_default(),
        about: item.subject.and_then(|tied| {
            let code = subject::code(tied);
            let words = subjects.iter().find(|(known, _)| *known == code).map(|(_, words)| words)?;
            Some(Link::new(words.clone(), subject::address(tied)))
        }),
    };
    let view = View {
        r,
        head: head(governance, r, sitting, "ordre-du-jour"),
        frozen,
        address: address(meeting, "ordre-du-jour"),
        upload: address(meeting, "documents"),
        next: if frozen { String::new() } else { address(meeting, "convocation") },
        rows: dossier.items.iter().map(row).collect(),
        purposes: Purpose::ALL.into_iter().map(|purpose| (purpose_code(purpose), purpose_name(r, purpose))).collect(),
        subjects: subjects.clone(),
        add: forms.add,
        errors: forms.errors,
        documents: dossier.documents.iter().map(|document| (document.id, document.title.clone())).collect(),
        file: forms.file,
        file_errors: forms.file_errors,
    };
    let page = Page::of(format!("{} – {}", r.t("meeting-tab-agenda"), meeting.title), &view)?.section(SECTION).trail(trail(r, sitting));
    Ok(r.page(if wrong { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

/// What a button of the editor asks for.
fn event(submitted: &Submitted) -> Result<Event, Problem> {
    let id = sent_id(submitted, "id")?;
    let subject = subject::read(submitted.get("subject"));
    let item = || NewItem { id, title: submitted.get("title").to_owned(), purpose: purpose_of(submitted.get("purpose")), subject };
    Ok(match submitted.get("action") {
        "ajouter" => Event::AddItem(item()),
        "modifier" => Event::EditItem(item()),
        "monter" => Event::MoveItem { item: id, up: true },
        "descendre" => Event::MoveItem { item: id, up: false },
        "retirer" => Event::RemoveItem(id),
        "retirer-document" => Event::RemoveDocument(id),
        _ => return Err(Problem::invalid("form-action", "Cette action n’existe pas.", "There is no such action.")),
    })
}

pub(super) async fn act(
    State(governance): State<Governance>,
    r: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let event = event(&submitted)?;
    let here = format!("/reunions/{id}/ordre-du-jour");
    let anchor = match &event {
        Event::AddItem(_) => "#add".to_owned(),
        Event::EditItem(item) => format!("#item-{}", item.id),
        Event::MoveItem { item, .. } => format!("#item-{item}"),
        _ => String::new(),
    };
    match governance.meeting_event(&r.viewer, id, None, event).await {
        Ok(_) => Ok(r.done(&format!("{here}{anchor}"), "meeting-agenda-saved")),
        Err(problem) if problem.kind == Kind::Invalid => {
            let sitting = governance.sitting(&r.viewer, id).await?;
            let subjects = subject::choices(&governance, &r, &sitting).await?;
            let mut add = add_fields(&r, governance.new_id(), &subjects);
            let errors = if submitted.get("action") == "ajouter" {
                Field::fill(&mut add, &submitted);
                Field::with_errors(&mut add, &problem)
            } else {
                problem.violations
            };
            let file = file_fields(&r, &sitting, governance.new_id());
            page(&governance, &r, &sitting, subjects, Forms { add, errors, file, file_errors: Vec::new() })
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Receives a document: a file kept under its digest, or a link.
pub(super) async fn receive(
    State(governance): State<Governance>,
    r: Reader,
    Path(id): Path<Uuid>,
    multipart: Multipart,
) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    check_runs(&governance, &r, &sitting)?;
    let folder = governance.files_folder().await?;
    let (problem, submitted) = match Intake::new(folder).at_most(LARGEST_DOCUMENT).receive(multipart).await {
        Ok(upload) => {
            let submitted = upload.submitted.clone();
            match keep(&governance, &r, id, upload).await {
                Ok(()) => return Ok(r.done(&format!("/reunions/{id}/ordre-du-jour#documents"), "meeting-document-added")),
                Err(problem) => (problem, submitted),
            }
        }
        Err(refused) => (refused.problem, refused.submitted),
    };
    if !matches!(problem.kind, Kind::Invalid) {
        return Err(problem.into());
    }
    let mut file = file_fields(&r, &sitting, governance.new_id());
    Field::fill(&mut file, &submitted);
    let file_errors = Field::with_errors(&mut file, &problem);
    let subjects = subject::choices(&governance, &r, &sitting).await?;
    let add = add_fields(&r, governance.new_id(), &subjects);
    page(&governance, &r, &sitting, subjects, Forms { add, errors: Vec::new(), file, file_errors })
}

async fn keep(governance: &Governance, r: &Reader, id: Uuid, mut upload: Upload) -> Result<(), Problem> {
    let file = upload.take("file");
    let submitted = upload.submitted;
    let document = MeetingDocument {
        id: sent_id(&submitted, "document")?,
        item: submitted.uuid("item"),
        title: submitted.get("document-title").to_owned(),
        sha256: file.as_ref().map(|file| file.sha256.clone()).unwrap_or_default(),
        file_name: file.as_ref().map(|file| file.name.clone()).unwrap_or_default(),
        media_type: file.as_ref().map(|file| file.kind.media_type().to_owned()).unwrap_or_default(),
        bytes: file.as_ref().map(|file| file.size).unwrap_or_default(),
        link: if file.is_some() { String::new() } else { submitted.get("link").to_owned() },
        public: submitted.flag("public"),
    };
    // The file first: a row never points to nothing; a file that no row names is swept.
    if let Some(file) = file {
        let place = governance.file(&document.sha256);
        file.keep(&place)?;
    }
    governance.meeting_event(&r.viewer, id, None, Event::AddDocument(document)).await.map(drop)
}
