//! What operators see of each request: an id, a line in the log, counters and durations.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use bassin_kernel::{Ids, Problem};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::Instrument as _;

/// The id of the request, in the answer's `x-request-id`, in the log, and on pages that tell a failure.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");
const DURATIONS: &str = "bassin_http_request_duration_seconds";

/// Numbers, logs and times every request. Queries and forms are never logged: they may name people.
pub(crate) async fn observe(State(ids): State<Arc<dyn Ids>>, mut request: Request, next: Next) -> Response {
    let id = ids.next().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", id, method = %method, path = request.uri().path());
    request.extensions_mut().insert(RequestId(id.clone()));
    let start = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let elapsed = start.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(status, ms = elapsed.as_secs_f64() * 1000.0, "answered"));
    let labels = [("method", counted(&method).to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("bassin_http_requests_total", &labels).increment(1);
    metrics::histogram!(DURATIONS, &labels[..2]).record(elapsed.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// A method as a label. Clients may invent methods; counters must not grow with them.
fn counted(method: &Method) -> &'static str {
    let usual = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    usual.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

/// The process's counters and durations, for a listener apart from the portal's.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Starts counting. Once a process; without it nothing is counted.
    ///
    /// # Errors
    /// When counting has already started.
    pub fn install() -> Result<Self, Problem> {
        let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(DURATIONS.to_owned()), &buckets);
        builder.and_then(PrometheusBuilder::install_recorder).map(Self).map_err(|error| {
            tracing::error!(%error, "metrics could not be installed");
            Problem::unavailable("Le comptage des requêtes est déjà en route.", "Requests are already being counted.")
        })
    }

    /// The figures, as Prometheus text.
    #[must_use]
    pub fn render(&self) -> String {
        self.0.run_upkeep();
        self.0.render()
    }
}
