//! Headers that keep pages safe, and validators that spare the network.

use std::hash::{DefaultHasher, Hasher as _};

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Nothing from elsewhere, nothing inline, no framing.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Answers larger than this are sent without a validator, rather than held to be hashed.
const LARGEST_VALIDATED: u64 = 4 << 20;

/// Puts the security headers on every answer.
pub(crate) async fn protect(State(https): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// A quick hash: a validator tells versions of one page apart, and guards nothing.
fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Gives pages and data a validator (a hash of their content), and answers 304 when the reader already holds them.
pub(crate) async fn revalidate(request: Request, next: Next) -> Response {
    let known =
        (request.method() == Method::GET).then(|| request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect::<Vec<_>>());
    let mut response = next.run(request).await;
    vary(response.headers_mut());
    let Some(known) = known else { return response };
    let size = response.body().size_hint().exact();
    if response.status() != StatusCode::OK
        || response.headers().contains_key(header::ETAG)
        || is_kept_by_nobody(response.headers())
        || size.is_none_or(|size| size > LARGEST_VALIDATED)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let Ok(tag) = HeaderValue::from_str(&format!("W/\"{:016x}\"", fingerprint(&bytes))) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    parts.headers.insert(header::ETAG, tag.clone());
    if !matches(&known, &tag) {
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    Response::from_parts(parts, Body::empty())
}

/// Whether no cache may keep the answer: nothing is then left to compare it with.
fn is_kept_by_nobody(headers: &HeaderMap) -> bool {
    headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("no-store"))
}

/// Pages and messages depend on the language the reader prefers or has chosen, and failures on what the reader accepts.
fn vary(headers: &mut HeaderMap) {
    if !headers.get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().ends_with(b"immutable")) {
        headers.append(header::VARY, HeaderValue::from_static("accept, accept-language, cookie"));
    }
}

/// Weak comparison, as `If-None-Match` asks for.
fn matches(known: &[HeaderValue], tag: &HeaderValue) -> bool {
    let opaque = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let Ok(tag) = tag.to_str().map(opaque) else { return false };
    known
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim() == "*" || opaque(one) == tag)
}
