//! The kit seen from outside, through its router.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod accounts;
mod answers;
mod failures;
mod pages;
mod uploads;

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderName, Request, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use bassin_kernel::{Kind, Language, LocalizedText, Problem, SequentialIds, Violation};
use bassin_web::{Catalogue, Entry, Failure, Page, Reader, Shell, Term, openapi, shell};
use tower::ServiceExt as _;
use utoipa_axum::{router::OpenApiRouter, routes};

const FRENCH: &str = "territories = Territoires\nhello = Bonjour { $name }\n";
const ENGLISH: &str = "territories = Territories\nhello = Hello { $name }\n";

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

fn settings() -> Shell {
    let mut settings = Shell::new(Catalogue::new(&[(Language::French, FRENCH), (Language::English, ENGLISH)]));
    settings.ids = Arc::new(SequentialIds::default());
    settings.navigation = vec![Entry { section: "territories", key: "territories", address: "/territoires" }];
    settings.glossary = vec![Term {
        word: LocalizedText::same("EPCI"),
        definition: LocalizedText::new("Groupement de communes", "Group of municipalities"),
    }];
    settings
}

/// A zone.
#[utoipa::path(get, path = "/zones/{zone}", params(("zone" = String, Path, example = "departement:08")), responses((status = 200, description = "The zone")))]
async fn zone() -> Response {
    Response::builder().header(header::CONTENT_TYPE, "application/json").body(Body::from("{\"zone\":\"08\"}")).unwrap()
}

fn rules() -> Problem {
    let zone = Violation::new("unknown-zone", "La zone <08> n’existe pas.", "Zone <08> does not exist.")
        .at_offset(3)
        .suggesting(["departement:08"]);
    let code = Violation::new("unknown-code", "Le code est inconnu.", "The code is unknown.").at(14, "CODGEO");
    Problem::new(Kind::Invalid, vec![zone, code])
}

fn portal() -> Router {
    portal_with(settings())
}

fn portal_with(settings: Shell) -> Router {
    let hello = async |reader: Reader| {
        let body = format!("<h1>{}</h1>", reader.t_with("hello", &[("name", "Nancy".into())]));
        reader.page(Page { title: "A & B".into(), body, section: Some("territories"), ..Page::default() })
    };
    let rooms = Router::new()
        .route("/bonjour", get(hello))
        .route("/regles", get(async || Failure(rules())))
        .route("/api/v1/regles", get(async || Failure(rules())))
        .route("/panne", get(async || -> &'static str { panic!("the password is 1234") }))
        .route("/attente", get(std::future::pending::<&'static str>))
        .route("/formulaire", post(async |text: String| text))
        .route("/brut", get(async || (StatusCode::INTERNAL_SERVER_ERROR, "SELECT secret FROM store")))
        .merge(openapi::documented(OpenApiRouter::new().routes(routes!(zone))));
    shell(rooms, settings)
}

async fn send(portal: Router, request: Request<Body>) -> Answer {
    let (parts, body) = portal.oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, 1 << 24).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

async fn ask(address: &str) -> Answer {
    ask_with(address, &[]).await
}

async fn ask_with(address: &str, headers: &[(HeaderName, &str)]) -> Answer {
    let mut request = Request::get(address);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    send(portal(), request.body(Body::empty()).unwrap()).await
}
