//! Questions and recommendations as CSV.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_documents::write::{self, Value};
use bassin_web::{Failure, Reader};

use super::{
    Ground,
    overview::{Asked, due},
    question::answer_day,
    view::day,
};
use crate::Plans;

fn file(r: &Reader, keys: &[&str], rows: &[Vec<Value>], name: &str) -> Response {
    let headers: Vec<String> = keys.iter().map(|key| r.t(key)).collect();
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    (head, write::csv(&headers, rows, r.language)).into_response()
}

/// The questions of a list.
pub(super) async fn questions(
    State(plans): State<Plans>,
    reader: Reader,
    Path(plan): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let ground = Ground::of(&plans, &reader, &plan).await?;
    let r = &reader;
    let kept = ground.evaluation.questions.iter().filter(|question| asked.keeps(question));
    let rows = kept.map(|question| {
        let said = &question.sheet;
        let criteria: Vec<String> = said.criteria.iter().map(|criterion| r.t(&format!("criterion-{}", criterion.code()))).collect();
        let answer = question.answer.as_ref().map(|answer| answer.words.clone()).unwrap_or_default();
        let texts = [
            said.title.clone(),
            said.details.clone(),
            r.t(&format!("question-state-{}", question.state.code())),
            said.asked_by.clone(),
            said.source.clone(),
            criteria.join(", "),
            said.method.clone(),
            said.data.clone(),
            answer,
            answer_day(r, question),
            question.reason.clone(),
        ];
        texts.into_iter().map(Value::Text).collect()
    });
    let keys = [
        "question-title",
        "question-details",
        "evaluation-state",
        "question-asked-by",
        "evaluation-source",
        "question-criteria",
        "question-method",
        "question-data",
        "question-answer",
        "question-answer-day",
        "question-reason",
    ];
    Ok(file(r, &keys, &rows.collect::<Vec<_>>(), "questions"))
}

/// The recommendations and their follow-up.
pub(super) async fn recommendations(State(plans): State<Plans>, reader: Reader, Path(plan): Path<String>) -> Result<Response, Failure> {
    let ground = Ground::of(&plans, &reader, &plan).await?;
    let r = &reader;
    let rows = ground.evaluation.recommendations.iter().map(|one| {
        let links = ground.question_links(&one.sheet.questions);
        let questions: Vec<String> = links.into_iter().map(|link| link.label).collect();
        let late = if ground.evaluation.late(one).is_some() { r.t("recommendation-late") } else { String::new() };
        let texts = [
            one.sheet.title.clone(),
            one.sheet.text.clone(),
            ground.body(one.sheet.body).label,
            r.t(&format!("recommendation-state-{}", one.state.code())),
            late,
            day(r, one.addressed_on),
            day(r, due(one)),
            one.reply.as_ref().map(|reply| reply.words.clone()).unwrap_or_default(),
            one.done.as_ref().map(|done| done.words.clone()).unwrap_or_default(),
            questions.join(" | "),
        ];
        texts.into_iter().map(Value::Text).collect()
    });
    let keys = [
        "recommendation-title",
        "recommendation-text",
        "recommendation-body",
        "evaluation-state",
        "recommendation-late",
        "recommendation-addressed-on",
        "recommendation-due",
        "recommendation-reply-words",
        "recommendation-done-words",
        "recommendation-questions",
    ];
    Ok(file(r, &keys, &rows.collect::<Vec<_>>(), "recommandations"))
}
