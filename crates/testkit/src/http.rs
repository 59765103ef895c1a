//! Requests to a router, without a network.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;

/// What a router answers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    ///
    /// # Panics
    /// When it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body in UTF-8")
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// A header's value, empty when absent.
    ///
    /// # Panics
    /// When it is not text.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header in ASCII"))
    }
}

/// Sends a request.
///
/// # Panics
/// When the body of the answer breaks off.
pub async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a whole body");
    Answer { status: parts.status, headers: parts.headers, body }
}

/// Gets a page.
///
/// # Panics
/// When `path` is not one, or the body of the answer breaks off.
pub async fn get(router: &Router, path: &str) -> Answer {
    send(router, Request::get(path).body(Body::empty()).expect("a request")).await
}

/// Posts a form, already encoded (`name=value&…`).
///
/// # Panics
/// When `path` is not one, or the body of the answer breaks off.
pub async fn post_form(router: &Router, path: &str, form: &str) -> Answer {
    post(router, path, "application/x-www-form-urlencoded", form.to_owned()).await
}

/// Posts JSON.
///
/// # Panics
/// When `path` is not one, or the body of the answer breaks off.
pub async fn post_json(router: &Router, path: &str, json: &serde_json::Value) -> Answer {
    post(router, path, "application/json", json.to_string()).await
}

async fn post(router: &Router, path: &str, kind: &str, body: String) -> Answer {
    let request = Request::post(path).header(CONTENT_TYPE, kind).body(Body::from(body)).expect("a request");
    send(router, request).await
}
