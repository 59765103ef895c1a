//! A work: commission, call for projects, hearing, survey.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Kind, Problem};
use bassin_web::{Column, Failure, Field, Link, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Editing, Ground, Place, missing,
    overview::{draft_tag, publication_table},
    uuids,
    view::{Attempt, Block, Cell, Section, Sheet, choices, day, fact},
};
use crate::{
    Plans,
    model::evaluation::{Application, Publication, Work, WorkKind, WorkSheet},
    rules::evaluation::applications,
};

type At = Path<(String, Uuid)>;

/// What an address asks for: the question or the work one comes from.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct From {
    pub question: Option<Uuid>,
    pub travail: Option<Uuid>,
}

pub(super) async fn show(State(plans): State<Plans>, reader: Reader, Path((plan, id)): At) -> Result<Response, Failure> {
    let ground = Ground::of(&plans, &reader, &plan).await?;
    let r = &reader;
    let work = ground.evaluation.works.iter().find(|work| work.id == id).ok_or_else(missing)?;
    let publications: Vec<&Publication> = ground.evaluation.publications_of(id).collect();
    let mut sections = vec![Section::new("facts", r.t("evaluation-facts"), facts(&ground, work))];
    if !work.sheet.applications.is_empty() {
        sections.push(Section::new("applications", r.t("work-applications"), vec![application_table(r, &work.sheet.applications)]));
    }
    if !work.sheet.notes.is_empty() {
        sections.push(Section::new("notes", r.t(notes_key(work.sheet.kind)), vec![Block::Text(work.sheet.notes.clone())]));
    }
    let none = || Block::Note("", r.t("work-unpublished-title"), r.t("work-unpublished"));
    let mut shown = vec![if publications.is_empty() { none() } else { publication_table(&ground, &publications) }];
    let mut buttons = Vec::new();
    if ground.runs() {
        shown.push(Block::Buttons(vec![Link::new(r.t("publication-new"), ground.at(&format!("/publications/nouvelle?travail={id}")))]));
        buttons.push(Link::new(r.t("evaluation-edit"), ground.at(&format!("/travaux/{id}/modifier"))));
    }
    sections.push(Section::new("publications", r.t("evaluation-publications"), shown));
    if ground.runs() {
        sections.push(Section::new("acts", r.t("evaluation-acts"), vec![ground.diffusion("travaux", id, work.published)]));
    }
    let sheet = Sheet {
        kicker: work.sheet.kind.map(|kind| r.t(&format!("work-kind-{}", kind.code()))).unwrap_or_default(),
        tabs: Vec::new(),
        title: work.sheet.title.clone(),
        tags: draft_tag(r, work.published).into_iter().collect(),
        lede: String::new(),
        buttons,
        sections,
    };
    sheet.page(r, ground.trail(), None)
}

fn notes_key(kind: Option<WorkKind>) -> &'static str {
    if kind == Some(WorkKind::Hearing) { "work-minutes" } else { "work-notes" }
}

fn facts(ground: &Ground<'_>, work: &Work) -> Vec<Block> {
    let (r, said) = (ground.r, &work.sheet);
    let hearing = said.kind == Some(WorkKind::Hearing);
    let mut facts = vec![
        (r.t("work-questions"), ground.question_links(&said.questions)),
        fact(r, "work-who", &said.who),
        fact(r, if hearing { "work-day" } else { "work-from" }, day(r, said.from)),
    ];
    if !hearing {
        facts.push(fact(r, "work-to", day(r, said.to)));
    }
    if said.kind == Some(WorkKind::Call) && said.from.zip(said.to).is_some() {
        let today = ground.evaluation.today;
        let key = match (said.from, said.to) {
            (Some(from), _) if today < from => "work-call-soon",
            (_, Some(to)) if to < today => "work-call-closed",
            _ => "work-call-open",
        };
        facts.push((r.t("evaluation-state"), vec![Link::new(r.t(key), "")]));
    }
    vec![Block::Facts(facts)]
}

fn application_table(r: &Reader, all: &[Application]) -> Block {
    let row = |one: &Application| {
        let selected = match one.selected {
            None => r.t("work-undecided"),
            Some(true) => r.t("work-selected"),
            Some(false) => r.t("work-not-selected"),
        };
        vec![Cell::text(&one.applicant), Cell::text(&one.subject), Cell::text(selected)]
    };
    Block::Table {
        caption: r.t_with("work-application-count", &[("count", all.len().into())]),
        columns: ["work-applicant", "work-subject", "work-outcome"].map(|key| Column::words(r.t(key))).into(),
        rows: all.iter().map(row).collect(),
    }
}

pub(super) async fn form(
    State(plans): State<Plans>,
    reader: Reader,
    Path(place): Path<Place>,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let ground = Ground::run(&plans, &reader, &place.plan).await?;
    let kept = place.among(&ground.evaluation.works, |one| one.id)?;
    let sheet =
        kept.map_or_else(|| WorkSheet { questions: from.question.into_iter().collect(), ..WorkSheet::default() }, |one| one.sheet.clone());
    edit(&ground, kept, &sheet, None)
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path(place): Path<Place>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let read = applications(submitted.get("applications"));
    let sheet = WorkSheet {
        kind: WorkKind::of(submitted.get("kind")),
        questions: uuids(&submitted, "questions"),
        title: submitted.get("title").to_owned(),
        who: submitted.get("who").to_owned(),
        from: submitted.day("from"),
        to: submitted.day("to"),
        applications: read.clone().unwrap_or_default(),
        notes: submitted.get("notes").to_owned(),
    };
    let draft = place.draft(&plans, &submitted, sheet.clone());
    let problem = match read {
        Err(unread) => Problem::new(Kind::Invalid, unread),
        Ok(_) => match plans.save_work(&reader.viewer, draft).await {
            Ok(work) => return Ok(reader.done(&format!("/plan/{}/evaluation/travaux/{}", place.plan, work.id), "evaluation-saved")),
            Err(problem) => problem,
        },
    };
    let attempt = Attempt::of("", submitted, problem)?;
    let ground = Ground::run(&plans, &reader, &place.plan).await?;
    let kept = place.among(&ground.evaluation.works, |one| one.id)?;
    edit(&ground, kept, &sheet, Some(&attempt))
}

fn edit(ground: &Ground<'_>, stored: Option<&Work>, said: &WorkSheet, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let r = ground.r;
    let iso = |day: Option<bassin_kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let kinds = choices(r, "work-kind", WorkKind::ALL.iter().map(|kind| kind.code()));
    let fields = vec![
        Field::radios("kind").label(r.t("work-kind")).choices(kinds).value(said.kind.map(WorkKind::code).unwrap_or_default()).required(),
        Field::text("title").label(r.t("work-title")).value(&said.title).required(),
        Field::checkboxes("questions")
            .label(r.t("work-questions"))
            .choices(ground.question_choices())
            .values(said.questions.iter().map(Uuid::to_string)),
        Field::text("who").label(r.t("work-who")).hint(r.t("work-who-hint")).value(&said.who),
        Field::date("from").label(r.t("work-from")).hint(r.t("work-from-hint")).value(iso(said.from)),
        Field::date("to").label(r.t("work-to")).value(iso(said.to)),
        Field::area("applications")
            .lines(4)
            .label(r.t("work-applications"))
            .hint(r.t("work-applications-hint"))
            .value(typed(&said.applications)),
        Field::area("notes").lines(8).label(r.t("work-notes")).hint(r.t("work-notes-hint")).value(&said.notes),
    ];
    let now = stored.map(|work| {
        let facts = facts(ground, work).into_iter().chain([Block::Text(work.sheet.notes.clone())]).collect();
        (work.sheet.title.clone(), facts)
    });
    let kept = stored.map(|one| (one.id, one.revision));
    let words = ["work-new", "work-edit", "work-form-lede"];
    ground.edit(Editing { words, path: "travaux", new: "nouveau", kept, fields, now, files: false }, attempt)
}

/// Applications as they are typed.
fn typed(all: &[Application]) -> String {
    let line = |one: &Application| {
        let selected = match one.selected {
            None => "",
            Some(true) => " ; oui",
            Some(false) => " ; non",
        };
        format!("{} ; {}{selected}", one.applicant, one.subject)
    };
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}
