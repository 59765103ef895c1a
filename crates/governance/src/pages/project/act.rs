//! The form of an act on a project: one page for each.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Failure, Field, Link, Page, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::{address_of, form::FormPage, name_of, show::named, trail};
use crate::{Governance, ProjectAct, ProjectFact, ProjectFile, Ruling, commands::project_right, pages::SECTION, rules};

/// An act, as addresses name it.
pub(super) struct Act {
    pub code: &'static str,
    pub by_instance: bool,
    pub fact: fn(Uuid) -> ProjectFact,
}

const fn act(code: &'static str, by_instance: bool, fact: fn(Uuid) -> ProjectFact) -> Act {
    Act { code, by_instance, fact }
}

/// Every act, in the order of a project's life.
pub(super) const ACTS: [Act; 12] = [
    act("soumettre", false, |_| ProjectFact::Submitted),
    act("recevable", true, |instance| ProjectFact::Admitted { instance }),
    act("renvoyer", true, |instance| ProjectFact::Returned { instance }),
    act("accord", true, |instance| ProjectFact::Judged { instance, verdict: Ruling::Agree }),
    act("reserves", true, |instance| ProjectFact::Judged { instance, verdict: Ruling::Reservations }),
    act("refus", true, |instance| ProjectFact::Judged { instance, verdict: Ruling::Refuse }),
    act("lever", true, |instance| ProjectFact::Lifted { instance }),
    act("demarrer", false, |_| ProjectFact::Started),
    act("note", false, |_| ProjectFact::Noted),
    act("achever", false, |_| ProjectFact::Completed),
    act("evaluer", false, |_| ProjectFact::Evaluated),
    act("abandonner", false, |_| ProjectFact::Abandoned),
];

#[derive(Deserialize)]
pub(super) struct Asked {
    instance: Option<Uuid>,
}

fn wanted(code: &str, instance: Option<Uuid>) -> Result<(&'static str, ProjectFact), Problem> {
    let act = ACTS.iter().find(|act| act.code == code && (!act.by_instance || instance.is_some()));
    act.map(|act| (act.code, (act.fact)(instance.unwrap_or_default())))
        .ok_or_else(|| Problem::not_found("Cet acte n’existe pas.", "There is no such act."))
}

fn fields(governance: &Governance, reader: &Reader, code: &str, fact: &ProjectFact) -> Vec<Field> {
    let words = Field::area("words").label(reader.t(&format!("project-act-{code}-words")));
    let words = if rules::project::needs_words(fact) { words.required() } else { words };
    vec![
        Field::hidden("id", governance.fresh().to_string()),
        Field::date("on").label(reader.t("project-act-day")).hint(reader.t("project-act-day-hint")).value(governance.today().to_string()),
        Field::text("act").label(reader.t("project-act-reference")).hint(reader.t("project-act-reference-hint")),
        words,
    ]
}

pub(super) async fn form(
    State(governance): State<Governance>,
    reader: Reader,
    Path((id, code)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (code, fact) = wanted(&code, asked.instance)?;
    let file = governance.project(&reader.viewer, id).await?;
    let (permission, held) = project_right(&file.project, &fact);
    reader.viewer.check(permission, &held)?;
    let unmet = governance.unmet_for_project(&file, &fact).await?;
    let fields = fields(&governance, &reader, code, &fact);
    page(&governance, &reader, &file, code, &fact, fields, unmet, StatusCode::OK).await
}

pub(super) async fn record(
    State(governance): State<Governance>,
    reader: Reader,
    Path((id, code)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let (code, fact) = wanted(&code, asked.instance)?;
    let act = ProjectAct {
        id: submitted.uuid("id").unwrap_or_else(|| governance.fresh()),
        fact: fact.clone(),
        on: submitted.day("on"),
        act: submitted.get("act").to_owned(),
        words: submitted.get("words").to_owned(),
    };
    let problem = match governance.act_on_project(&reader.viewer, id, act).await {
        Ok(_) => return Ok(reader.done(&address_of(id), "project-act")),
        Err(problem) if problem.kind == Kind::Invalid => problem,
        Err(problem) => return Err(problem.into()),
    };
    let file = governance.project(&reader.viewer, id).await?;
    let mut fields = fields(&governance, &reader, code, &fact);
    Field::fill(&mut fields, &submitted);
    let rest = Field::with_errors(&mut fields, &problem);
    page(&governance, &reader, &file, code, &fact, fields, rest, StatusCode::UNPROCESSABLE_ENTITY).await
}

#[expect(clippy::too_many_arguments, reason = "what the page of an act is made of, once read and once sent back")]
async fn page(
    governance: &Governance,
    reader: &Reader,
    file: &ProjectFile,
    code: &str,
    fact: &ProjectFact,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let bodies = named(governance, file).await?;
    let at = address_of(file.project.id);
    let query = fact.instance().map(|instance| format!("?instance={instance}")).unwrap_or_default();
    let instance = fact.instance().map(|instance| format!(" – {}", name_of(&bodies, instance))).unwrap_or_default();
    let name = reader.t(&format!("project-act-{code}"));
    let title = format!("{name}{instance}");
    let view = FormPage {
        r: reader,
        kicker: file.project.sheet.title.clone(),
        title: title.clone(),
        lede: reader.t(&format!("project-act-{code}-lede")),
        stored: Vec::new(),
        action: format!("{at}/actes/{code}{query}"),
        fields,
        rest,
        submit: name,
        cancel: at.clone(),
    };
    let way = trail(reader).into_iter().chain([Link::new(&file.project.sheet.title, at)]);
    Ok(reader.page(Page::of(title, &view)?.section(SECTION).trail(way).status(status)))
}
