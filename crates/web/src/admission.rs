//! What comes in is bounded: addresses, bodies, and the time that answers take.

use std::time::Duration;

use axum::{
    extract::{DefaultBodyLimit, Request},
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

/// Bounds on requests.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of path and query; beyond, 414. A perimeter of a thousand communes typed one by one fits.
    pub address: usize,
    /// Bytes of a request's body; beyond, 413.
    pub body: usize,
    /// Bytes of a body that carries files (`multipart/form-data`) or a piece of one (`application/octet-stream`); beyond, 413.
    pub upload: usize,
    /// Time to answer; beyond, 504.
    pub time: Duration,
    /// Time to receive a file and answer; beyond, 504.
    pub upload_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let minute = Duration::from_secs(60);
        Self { address: 16 << 10, body: 1 << 20, upload: 64 << 20, time: minute / 2, upload_time: minute * 10 }
    }
}

/// Refuses what is beyond the bounds.
pub(crate) async fn admit(limits: Limits, mut request: Request, next: Next) -> Response {
    if length(request.uri()) > limits.address {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    let (largest, time) = if carries_files(request.headers()) { (limits.upload, limits.upload_time) } else { (limits.body, limits.time) };
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|declared| declared > largest) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    DefaultBodyLimit::max(largest).apply(&mut request);
    tokio::time::timeout(time, next.run(request)).await.unwrap_or_else(|_| StatusCode::GATEWAY_TIMEOUT.into_response())
}

/// The length of an address, as it is bounded.
pub(crate) fn length(address: &Uri) -> usize {
    address.path_and_query().map_or(0, |address| address.as_str().len())
}

fn carries_files(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    ["multipart/form-data", "application/octet-stream"].iter().any(|files| media_type.starts_with(files))
}
