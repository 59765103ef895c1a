//! What went wrong, told as a page or as `application/problem+json` (RFC 9457).

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bassin_kernel::{Kind, Problem, Violation};
use serde_json::{Value, json};

use crate::{
    page::{Page, rendered},
    reader::Reader,
    shell::Presenter,
};

/// A problem as an answer: handlers return `Result<Response, Failure>` and use `?`.
///
/// The answer is bare until it passes through [`crate::shell()`], which knows who reads.
#[derive(Debug, Clone)]
pub struct Failure(pub Problem);

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(self.0.kind).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

const fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The name of the texts for `status`, and of its type in the documentation of the API.
pub(crate) fn name(status: StatusCode) -> &'static str {
    NAMES
        .iter()
        .find(|(code, _)| *code == status.as_u16())
        .map_or_else(|| if status.is_server_error() { "internal" } else { "malformed" }, |(_, name)| *name)
}

/// The statuses that have texts of their own.
pub(crate) const NAMES: [(u16, &str); 13] = [
    (400, "malformed"),
    (401, "sign-in"),
    (403, "forbidden"),
    (404, "not-found"),
    (405, "method-not-allowed"),
    (409, "conflict"),
    (413, "too-large"),
    (414, "address-too-long"),
    (415, "media-type"),
    (422, "invalid"),
    (500, "internal"),
    (503, "unavailable"),
    (504, "too-slow"),
];

/// Gives every request its [`Reader`], and every failure its page or its JSON, wherever it comes from: a handler, a missing route, a bound, a panic.
pub(crate) async fn present(State(presenter): State<Presenter>, mut request: Request, next: Next) -> Response {
    let mut reader = presenter.reader(&request);
    reader.viewer = presenter.viewer(request.uri().path(), request.headers()).await;
    let json = wants_json(request.uri().path(), request.headers());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    request.extensions_mut().insert(reader.clone());
    let mut response = next.run(request).await;
    presenter.remember_language(&reader, &mut response);
    if reader.viewer.person().is_some() {
        keep_private(&mut response);
    }
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_composed(&response) {
        return response;
    }
    let problem = response.extensions_mut().remove::<Failure>().map(|failure| failure.0);
    let at_the_door = reader.is_at_the_door(problem.as_ref());
    let mut told = match (json, at_the_door) {
        (false, true) if reads => return reader.to_the_door(),
        (false, _) => as_page(&reader, status, problem.as_ref(), at_the_door),
        (true, true) => as_json(&reader, StatusCode::UNAUTHORIZED, problem.as_ref()),
        (true, false) => as_json(&reader, status, problem.as_ref()),
    };
    for (name, value) in response.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            told.headers_mut().append(name, value.clone());
        }
    }
    told.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    told
}

/// What is shown to somebody who has signed in is kept by no cache, whatever the handler allows to visitors.
fn keep_private(response: &mut Response) {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
}

/// Whether a handler has composed the answer itself: a form that comes back with its errors, say.
fn is_composed(response: &Response) -> bool {
    let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media_type.starts_with("text/html") || media_type.contains("json")
}

/// Programs get JSON: always below `/api/`, elsewhere when they ask for it and not for a page.
fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    path.starts_with("/api/") || path == "/healthz" || (accepted.contains("json") && !accepted.contains("html"))
}

fn as_json(reader: &Reader, status: StatusCode, problem: Option<&Problem>) -> Response {
    let name = name(status);
    let sentence = || format!("{} {}", reader.t(&format!("problem-{name}-what")), reader.t(&format!("problem-{name}-todo")));
    let mut body = json!({
        "type": format!("/api#problem-{name}"),
        "title": reader.t(&format!("problem-{name}")),
        "status": status.as_u16(),
        "detail": problem.map_or_else(sentence, |problem| problem.text(reader.language)),
        "instance": reader.path(),
        "request": reader.request,
    });
    if let Some(problem) = problem {
        body["violations"] = problem.violations.iter().map(|violation| violation_json(reader, violation)).collect();
        body["unlisted"] = problem.unlisted.into();
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(reader.language.code())),
    ];
    (status, headers, body.to_string()).into_response()
}

fn violation_json(reader: &Reader, violation: &Violation) -> Value {
    let mut told = json!({"code": violation.code, "message": reader.text(&violation.message)});
    let location = json!(violation.location);
    if location.as_object().is_some_and(|fields| !fields.is_empty()) {
        told["location"] = location;
    }
    if !violation.suggestions.is_empty() {
        told["suggestions"] = json!(violation.suggestions);
    }
    if let Some(source) = &violation.source {
        told["source"] = json!(source);
    }
    told
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailureTemplate<'a> {
    r: &'a Reader,
    status: u16,
    title: String,
    what: String,
    todo: String,
    problem: Option<&'a Problem>,
    /// Whether signing in would help.
    at_the_door: bool,
}

impl Reader {
    /// Where something is wrong, in words: `ligne 14, colonne « CODGEO »`; empty when it is not said.
    #[must_use]
    pub fn place(&self, violation: &Violation) -> String {
        let location = &violation.location;
        let row = location.row.map(|row| self.t_with("violation-row", &[("row", self.count(row).into())]));
        let column = location.column.as_ref().map(|column| self.t_with("violation-column", &[("column", column.as_str().into())]));
        let offset = location.offset.map(|offset| {
            let position = u64::try_from(offset).unwrap_or(u64::MAX).saturating_add(1);
            self.t_with("violation-character", &[("position", self.count(position).into())])
        });
        [row, column, offset].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn as_page(reader: &Reader, status: StatusCode, problem: Option<&Problem>, at_the_door: bool) -> Response {
    let name = if at_the_door { "sign-in" } else { name(status) };
    let title = reader.t(&format!("problem-{name}"));
    let template = FailureTemplate {
        r: reader,
        status: status.as_u16(),
        title: title.clone(),
        what: reader.t(&format!("problem-{name}-what")),
        todo: reader.t(&format!("problem-{name}-todo")),
        problem,
        at_the_door,
    };
    match rendered(&template) {
        Ok(body) => reader.page(Page { title, body, robots: Some("noindex"), status: Some(status), ..Page::default() }),
        Err(_) => status.into_response(),
    }
}
