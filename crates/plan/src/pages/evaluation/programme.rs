//! The form of a programme.

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_web::{Failure, Field, Reader, Submitted};

use super::{
    Ground,
    view::{Attempt, Block, Form, Section, Sheet, fact},
};
use crate::{Draft, Plans, ProgrammeDraft, model::evaluation::ProgrammeSheet, policy};

pub(super) async fn form(State(plans): State<Plans>, reader: Reader, Path(plan): Path<String>) -> Result<Response, Failure> {
    page(&plans, &reader, &plan, None).await
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path(plan): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let words = |name: &str| submitted.get(name).to_owned();
    let sheet = ProgrammeSheet { field: words("field"), purpose: words("purpose"), method: words("method"), source: words("source") };
    let id = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
    let revision = submitted.get("revision").parse().ok();
    let asked = ProgrammeDraft {
        draft: Draft { id, revision, plan: plan.clone(), sheet },
        body: submitted.uuid("body"),
        council: submitted.uuid("council"),
    };
    plans.named_plan(&plan).await?;
    match plans.save_programme(&reader.viewer, asked).await {
        Ok(_) => Ok(reader.done(&format!("/plan/{plan}/evaluation"), "evaluation-saved")),
        Err(problem) => page(&plans, &reader, &plan, Some(&Attempt::of("", submitted, problem)?)).await,
    }
}

async fn page(plans: &Plans, r: &Reader, plan: &str, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let ground = Ground::of(plans, r, plan).await?;
    let stored = ground.evaluation.programme.as_ref();
    match stored {
        Some(programme) => r.viewer.check(&policy::PROGRAMME_RUN, &[bassin_kernel::Scope::Body(programme.body)])?,
        None if plans.may_found_programme(&r.viewer, plan).await? => {}
        None => r.viewer.check(&policy::PROGRAMME_FOUND, &[])?,
    }
    let said = stored.map(|programme| programme.sheet.clone()).unwrap_or_default();
    let id = stored.map_or_else(|| plans.fresh(), |programme| programme.id);
    let bodies = ground.body_choices().await?;
    let chosen = |body: Option<uuid::Uuid>| body.map(|body| body.to_string()).unwrap_or_default();
    let area = |name: &str, value: &str| Field::area(name).lines(4).label(r.t(&format!("evaluation-{name}"))).value(value);
    let fields = vec![
        Field::hidden("id", id.to_string()),
        Field::hidden("revision", stored.map(|programme| programme.revision.to_string()).unwrap_or_default()),
        Field::select("body")
            .label(r.t("evaluation-body"))
            .hint(r.t("evaluation-body-hint"))
            .choices(bodies.clone())
            .value(chosen(stored.map(|programme| programme.body)))
            .required(),
        Field::select("council")
            .label(r.t("evaluation-council"))
            .hint(r.t("evaluation-council-hint"))
            .choices(bodies)
            .value(chosen(stored.and_then(|programme| programme.council))),
        area("field", &said.field).required(),
        area("purpose", &said.purpose),
        area("method", &said.method),
        Field::text("source").label(r.t("evaluation-source")).hint(r.t("evaluation-source-hint")).value(&said.source),
    ];
    let mut blocks = Vec::new();
    if attempt.is_some_and(Attempt::is_stale) {
        let facts = [("field", &said.field), ("purpose", &said.purpose), ("method", &said.method)]
            .map(|(key, value)| fact(r, &format!("evaluation-{key}"), value));
        blocks.push(Block::Note("warn", r.t("evaluation-stored-now"), String::new()));
        blocks.push(Block::Facts(facts.into()));
    }
    let form = Form::alone(ground.at("/programme"), fields, r.t("evaluation-save"), ground.at("")).tried(attempt);
    blocks.push(Block::Form(form));
    let sheet = Sheet {
        kicker: r.text(&ground.name).to_owned(),
        title: r.t(if stored.is_some() { "evaluation-programme-edit" } else { "evaluation-programme-new" }),
        lede: r.t("evaluation-programme-lede"),
        sections: vec![Section::new("form", String::new(), blocks)],
        ..Sheet::default()
    };
    sheet.page(r, ground.trail(), attempt)
}
