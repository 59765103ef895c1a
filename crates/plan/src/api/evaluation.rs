//! JSON of the evaluation of a plan.

use axum::{
    Json,
    extract::{Path, State},
};
use bassin_web::{Failure, Reader};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Evaluation, Plans,
    model::evaluation::{Publication, Question, Recommendation, Work},
};

pub(super) fn routes() -> OpenApiRouter<Plans> {
    OpenApiRouter::new().routes(routes!(evaluation))
}

/// The evaluation of a plan.
#[derive(Serialize, ToSchema)]
struct EvaluationBody {
    /// The plan.
    plan: String,
    /// The body that evaluates; none until one does.
    body: Option<String>,
    /// What is evaluated.
    field: String,
    /// The questions.
    questions: Vec<QuestionBody>,
    /// The works that answer them.
    works: Vec<WorkBody>,
    /// What is published.
    publications: Vec<PublicationBody>,
    /// What is recommended, and what became of it.
    recommendations: Vec<RecommendationBody>,
}

/// An evaluative question.
#[derive(Serialize, ToSchema)]
struct QuestionBody {
    /// Its identifier.
    id: String,
    /// What it asks.
    title: String,
    /// What is meant.
    details: String,
    /// `proposed`, `retained`, `set-aside`, `under-way`, `answered` or `closed`.
    state: &'static str,
    /// Who asks it.
    asked_by: String,
    /// The text it is asked in, with its page.
    source: String,
    /// `efficiency`, `effectiveness`, `coherence`, `impact`, `performance`, `governance`.
    criteria: Vec<&'static str>,
    /// How it is answered.
    method: String,
    /// On what data.
    data: String,
    /// Its answer.
    answer: Option<String>,
    /// The day of the answer.
    answered_on: Option<String>,
}

/// A work.
#[derive(Serialize, ToSchema)]
struct WorkBody {
    /// Its identifier.
    id: String,
    /// `commission`, `call`, `hearing` or `survey`.
    kind: Option<&'static str>,
    /// Its title.
    title: String,
    /// To whom it is entrusted, who is heard.
    who: String,
    /// Its first day.
    from: Option<String>,
    /// Its last day.
    to: Option<String>,
    /// The questions it answers.
    questions: Vec<String>,
}

/// A publication.
#[derive(Serialize, ToSchema)]
struct PublicationBody {
    /// Its identifier.
    id: String,
    /// Its title.
    title: String,
    /// Its authors.
    authors: Vec<String>,
    /// The day it came out.
    on: Option<String>,
    /// The day it was presented to the body that evaluates.
    presented_on: Option<String>,
    /// Where it is read.
    address: String,
    /// The work it reports on.
    work: Option<String>,
}

/// A recommendation.
#[derive(Serialize, ToSchema)]
struct RecommendationBody {
    /// Its identifier.
    id: String,
    /// In a line.
    title: String,
    /// In full.
    text: String,
    /// The body it is addressed to.
    body: Option<String>,
    /// `draft`, `addressed`, `accepted`, `partly`, `rejected`, `done` or `withdrawn`.
    state: &'static str,
    /// Whether its answer or its action is late.
    late: bool,
    /// The day that is awaited: of an answer, then of the action.
    due: Option<String>,
    /// What the body answered.
    reply: Option<String>,
    /// What was done.
    done: Option<String>,
    /// The questions it rests on.
    questions: Vec<String>,
}

fn question(one: &Question) -> QuestionBody {
    let sheet = one.sheet.clone();
    QuestionBody {
        id: one.id.to_string(),
        title: sheet.title,
        details: sheet.details,
        state: one.state.code(),
        asked_by: sheet.asked_by,
        source: sheet.source,
        criteria: sheet.criteria.iter().map(|criterion| criterion.code()).collect(),
        method: sheet.method,
        data: sheet.data,
        answer: one.answer.as_ref().map(|answer| answer.words.clone()),
        answered_on: one.answer.as_ref().map(|answer| answer.on.to_string()),
    }
}

fn work(one: &Work) -> WorkBody {
    WorkBody {
        id: one.id.to_string(),
        kind: one.sheet.kind.map(|kind| kind.code()),
        title: one.sheet.title.clone(),
        who: one.sheet.who.clone(),
        from: one.sheet.from.map(|day| day.to_string()),
        to: one.sheet.to.map(|day| day.to_string()),
        questions: one.sheet.questions.iter().map(ToString::to_string).collect(),
    }
}

fn publication(one: &Publication) -> PublicationBody {
    PublicationBody {
        id: one.id.to_string(),
        title: one.sheet.title.clone(),
        authors: one.sheet.authors.clone(),
        on: one.sheet.on.map(|day| day.to_string()),
        presented_on: one.sheet.presented_on.map(|day| day.to_string()),
        address: one.sheet.address.clone(),
        work: one.sheet.work.map(|work| work.to_string()),
    }
}

fn recommendation(evaluation: &Evaluation, one: &Recommendation) -> RecommendationBody {
    RecommendationBody {
        id: one.id.to_string(),
        title: one.sheet.title.clone(),
        text: one.sheet.text.clone(),
        body: one.sheet.body.map(|body| body.to_string()),
        state: one.state.code(),
        late: evaluation.late(one).is_some(),
        due: one.reply.as_ref().map_or(one.sheet.answer_due, |reply| reply.due).map(|day| day.to_string()),
        reply: one.reply.as_ref().map(|reply| reply.words.clone()),
        done: one.done.as_ref().map(|done| done.words.clone()),
        questions: one.sheet.questions.iter().map(ToString::to_string).collect(),
    }
}

/// Gives the evaluation of a plan
///
/// Its programme, the questions it asks, the works that answer them, what is published and what is recommended: what is public, and the rest for
/// those who evaluate.
#[utoipa::path(get, path = "/plans/{id}/evaluation", tag = "plan", params(("id" = String, Path, description = "The plan’s identifier.", example = "cprdfop-grand-est-2018-2022")), responses((status = 200, body = EvaluationBody), (status = 404, description = "No such plan.")))]
async fn evaluation(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Json<EvaluationBody>, Failure> {
    plans.named_plan(&id).await?;
    let found = plans.evaluation(&reader.viewer, &id).await?;
    Ok(Json(EvaluationBody {
        body: found.programme.as_ref().map(|programme| programme.body.to_string()),
        field: found.programme.as_ref().map(|programme| programme.sheet.field.clone()).unwrap_or_default(),
        questions: found.questions.iter().map(question).collect(),
        works: found.works.iter().map(work).collect(),
        publications: found.publications.iter().map(publication).collect(),
        recommendations: found.recommendations.iter().map(|one| recommendation(&found, one)).collect(),
        plan: id,
    }))
}
