//! The layers around every room's routes, from the bounds on what comes in to the headers on what goes out.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, atomic::AtomicBool},
};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use bassin_kernel::{Ids, Problem, TimeOrderedIds, Viewer};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
};

use crate::{
    account::{self, Identify},
    admission::{Limits, admit, length},
    assets,
    failure::{Failure, present},
    forgery::refuse_forged,
    i18n::{COOKIE, Catalogue, chosen, negotiate},
    observe::{RequestId, observe},
    page::Entry,
    protection::{protect, revalidate},
    reader::Reader,
    standard,
};

/// Whether the service is well; the application says what that takes.
pub type Health = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send>> + Send + Sync>;

/// What the application hands to the kit.
#[derive(Clone)]
pub struct Shell {
    /// The messages of every room.
    pub catalogue: Arc<Catalogue>,
    /// The main navigation: only entries that work, at most seven.
    pub navigation: Vec<Entry>,
    /// More entries for the footer, before those the kit owns: sources, data, API.
    pub footer: Vec<Entry>,
    /// The words explained at `/glossaire`; without any, there is no such page.
    pub glossary: Vec<standard::Term>,
    /// Where the ids of requests come from.
    pub ids: Arc<dyn Ids>,
    /// What `/healthz` asks.
    pub health: Health,
    /// Who a session belongs to; without it, everybody is a visitor.
    pub identify: Option<Identify>,
    /// Whether people can sign in: pages then show where, and private ones lead there.
    pub accounts: bool,
    /// Whether content made up for training is loaded: every page then says so.
    pub fictional: Arc<AtomicBool>,
    /// Bounds on requests.
    pub limits: Limits,
    /// Whether readers come by HTTPS (through a proxy): cookies are then marked `Secure` and browsers told to insist on it.
    pub https: bool,
}

/// Pages are composed for each reader: a little larger, much sooner than at the highest quality of brotli.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

impl Shell {
    /// A shell of `catalogue`, without navigation, always well, with the default bounds.
    #[must_use]
    pub fn new(catalogue: Catalogue) -> Self {
        Self {
            catalogue: Arc::new(catalogue),
            navigation: Vec::new(),
            footer: Vec::new(),
            glossary: Vec::new(),
            ids: Arc::new(TimeOrderedIds),
            health: Arc::new(|| Box::pin(async { Ok(()) })),
            identify: None,
            accounts: false,
            fictional: Arc::default(),
            limits: Limits::default(),
            https: false,
        }
    }
}

impl fmt::Debug for Shell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shell").field("navigation", &self.navigation).field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// Makes readers out of requests.
#[derive(Clone)]
pub(crate) struct Presenter(Arc<Shell>);

impl Presenter {
    pub(crate) fn reader(&self, request: &Request) -> Reader {
        let language = negotiate(request.uri(), request.headers());
        // An address beyond the bound is not repeated on the page that refuses it.
        let address = if length(request.uri()) > self.0.limits.address { Uri::from_static("/") } else { request.uri().clone() };
        let mut reader = Reader::of(Arc::clone(&self.0), language, address);
        if let Some(RequestId(id)) = request.extensions().get() {
            reader.request.clone_from(id);
        }
        reader
    }

    /// On whose behalf a request is made. Files of the kit are everybody's, and are asked for with every page.
    pub(crate) async fn viewer(&self, path: &str, headers: &HeaderMap) -> Viewer {
        if path.starts_with("/assets/") { Viewer::Anonymous } else { account::viewer(self.0.identify.as_ref(), headers).await }
    }

    /// Keeps the language chosen in the address for the pages to come.
    pub(crate) fn remember_language(&self, reader: &Reader, response: &mut Response) {
        let Some(language) = chosen(&reader.address) else { return };
        let cookie =
            Cookie::build((COOKIE, language.code())).path("/").permanent().http_only(true).same_site(SameSite::Lax).secure(self.0.https);
        if let Ok(value) = HeaderValue::from_str(&cookie.build().to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// `router`, the kit's own pages and files, and the layers that bound, present, protect and observe them all.
pub fn shell(router: Router, shell: Shell) -> Router {
    let shell = Arc::new(shell);
    let limits = shell.limits;
    let presenter = Presenter(Arc::clone(&shell));
    // The first layer is the innermost.
    router
        .merge(assets::routes())
        .merge(standard::routes(&shell))
        .route("/healthz", get(health).with_state(Arc::clone(&shell)))
        .layer(from_fn(move |request, next| admit(limits, request, next)))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(refuse_forged))
        .layer(from_fn_with_state(presenter, present))
        .layer(from_fn(revalidate))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn_with_state(shell.https, protect))
        .layer(from_fn_with_state(Arc::clone(&shell.ids), observe))
}

// What a panic says may hold anything: it goes to the log, never to the reader.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the payload over")]
fn panicked(payload: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied());
    tracing::error!(panic = said.unwrap_or("?"), "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

async fn health(State(shell): State<Arc<Shell>>) -> Result<Response, Failure> {
    (shell.health)().await?;
    let version = env!("CARGO_PKG_VERSION");
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(serde_json::json!({"status": "ok", "version": version}))).into_response())
}
