//! The documentation of the API: an OpenAPI 3.1 document, and a page made from it.

mod page;

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Map, Value, json};
use utoipa_axum::router::OpenApiRouter;

use crate::{failure::Failure, page::Page, reader::Reader};

/// Where the document is.
pub const ADDRESS: &str = "/api/v1/openapi.json";

/// The routes of `api` below `/api/v1` (rooms write `/zonings`), with their document at [`ADDRESS`] and its page at `/api`.
pub fn documented(api: OpenApiRouter) -> Router {
    let (router, document) = OpenApiRouter::new().nest("/api/v1", api).split_for_parts();
    let document = Arc::new(completed(serde_json::to_value(document).unwrap_or_default()));
    let own = Router::new().route(ADDRESS, get(file)).route("/api", get(page)).with_state(document);
    router.merge(own)
}

async fn file(State(document): State<Arc<Value>>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document.to_string()).into_response()
}

async fn page(reader: Reader, headers: HeaderMap, State(document): State<Arc<Value>>) -> Result<Response, Failure> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| is_host(host)).unwrap_or("localhost");
    let scheme = if reader.shell.https { "https" } else { "http" };
    let template = page::ApiPage::new(&reader, &document, &format!("{scheme}://{host}"));
    Ok(reader.page(Page::of(reader.t("api-title"), &template)?.section("api")))
}

/// Whether a `Host` may be shown in an example: what it holds ends up in a command that people paste.
fn is_host(host: &str) -> bool {
    !host.is_empty() && host.len() < 256 && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c))
}

/// The document with what the rooms leave to the kit: its heading, the structure of problems, and the problem that any operation may answer.
fn completed(mut document: Value) -> Value {
    document["info"] = json!({
        "title": "Bassin",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Any set of municipalities, and its sourced portrait. Reading needs no key. Failures follow RFC 9457.",
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    });
    document["servers"] = json!([{"url": "/"}]);
    document["components"]["schemas"]["Problem"] = problem_schema();
    let default = json!({
        "description": "What went wrong: every rule that is not met, at once.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    });
    for operation in
        document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut).flat_map(Map::values_mut)
    {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            responses.entry("default").or_insert_with(|| default.clone());
        }
    }
    document
}

fn problem_schema() -> Value {
    let text = |description: &str| json!({"type": "string", "description": description});
    let place = json!({
        "type": "object",
        "description": "Where: a row and a column of a file (the header is row 1), a character of a one-line text (from 0), or a field of a form.",
        "properties": {"row": {"type": "integer"}, "column": {"type": "string"}, "offset": {"type": "integer"}, "field": {"type": "string"}},
    });
    let violation = json!({
        "type": "object",
        "required": ["code", "message"],
        "properties": {
            "code": text("A stable code, such as geo-unknown-code."),
            "message": text("What happened, why, and what to do, in the language asked for."),
            "location": place,
            "suggestions": {"type": "array", "items": {"type": "string"}, "description": "What would be accepted instead, best first."},
            "source": text("The article, standard or statute the rule comes from."),
        },
    });
    json!({
        "type": "object",
        "description": "A problem (RFC 9457).",
        "required": ["type", "title", "status", "detail", "instance", "request"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": "The kind of problem, and where it is documented: /api#problem-not-found …"},
            "title": text("The kind of problem, in the language asked for."),
            "status": {"type": "integer", "description": "The HTTP status."},
            "detail": text("What happened, in sentences."),
            "instance": text("The path asked for."),
            "request": text("The id of the request, to be quoted to the administrator."),
            "violations": {"type": "array", "items": violation, "description": "The rules that are not met."},
            "unlisted": {"type": "integer", "description": "How many more were found than are listed."},
        },
    })
}
