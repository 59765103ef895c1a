//! People who have signed in, requests that change something, what is said once it is done.

use std::sync::Mutex;

use axum::http::Method;
use bassin_kernel::{Person, Viewer};
use bassin_web::{Identify, SESSION, Submitted};
use uuid::Uuid;

use super::*;

const DONE: &str = "done-perimeter-renamed = Le périmètre a été renommé.\n";

/// A portal where the session `anne` is Anne's; counts how often it was asked.
fn portal_of_anne() -> (Router, Arc<Mutex<u32>>) {
    let asked = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&asked);
    let identify: Identify = Arc::new(move |headers| {
        *counter.lock().unwrap() += 1;
        let known = headers[header::COOKIE].to_str().unwrap().contains("anne");
        Box::pin(async move {
            let person = Person { account: Uuid::from_u128(1), person: Uuid::from_u128(2), name: "Anne <Lambert>".into(), grants: vec![] };
            if known { Viewer::Person(Arc::new(person)) } else { Viewer::Anonymous }
        })
    });
    let catalogue = Catalogue::new(&[
        (Language::French, &format!("{FRENCH}{DONE}")),
        (Language::English, &format!("{ENGLISH}done-perimeter-renamed = The perimeter was renamed.\n")),
    ]);
    let shell_of = Shell { catalogue: Arc::new(catalogue), identify: Some(identify), accounts: true, ..settings() };
    let private = async |reader: Reader| -> Result<Response, Failure> {
        let name = reader.require_signed_in()?.name.clone();
        let headers = [(header::CACHE_CONTROL, "public, max-age=60")];
        Ok((headers, reader.page(Page { title: "Privé".into(), body: format!("<h1>{}</h1>", name.len()), ..Page::default() }))
            .into_response())
    };
    let change =
        async |reader: Reader, submitted: Submitted| reader.done(&format!("/bonjour?x={}#haut", submitted.get("x")), "perimeter-renamed");
    let hello = async |reader: Reader| reader.page(Page { title: "A".into(), body: "<h1>Bonjour</h1>".into(), ..Page::default() });
    let rooms = Router::new()
        .route("/bonjour", get(hello))
        .route("/prive", get(private).post(private))
        .route("/api/v1/prive", get(private))
        .route("/changer", post(change));
    (shell(rooms, shell_of), asked)
}

async fn asked(method: Method, address: &str, headers: &[(&str, &str)], body: &'static str) -> Answer {
    let mut request = Request::builder().method(method).uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(portal_of_anne().0, request.body(Body::from(body)).unwrap()).await
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn anne() -> String {
    format!("{SESSION}=anne")
}

#[tokio::test]
async fn visitors_are_shown_the_door_and_come_back() {
    let page = asked(Method::GET, "/bonjour?x=1&y=2", &[], "").await;
    assert!(page.body.contains("href=\"/connexion?suite=%2Fbonjour%3Fx%3D1%26y%3D2\""), "{}", page.body);
    assert!(page.body.contains("Se connecter") && !page.body.contains("Se déconnecter"));
    let private = asked(Method::GET, "/prive?x=1", &[], "").await;
    assert_eq!((private.status, private.header("location")), (StatusCode::SEE_OTHER, "/connexion?suite=%2Fprive%3Fx%3D1"));
    let api = asked(Method::GET, "/api/v1/prive", &[], "").await;
    assert_eq!(
        (api.status, api.json()["status"].as_u64(), api.json()["type"].as_str()),
        (StatusCode::UNAUTHORIZED, Some(401), Some("/api#problem-sign-in"))
    );
    let sent = asked(Method::POST, "/prive", &[FORM], "").await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert!(sent.body.contains("href=\"/connexion\"") && sent.body.contains("Connexion nécessaire"), "{}", sent.body);
}

#[tokio::test]
async fn a_person_is_named_and_no_cache_keeps_their_pages() {
    let page = asked(Method::GET, "/prive", &[("cookie", &anne()), ("if-none-match", "*")], "").await;
    assert_eq!((page.status, page.header("cache-control"), page.header("etag")), (StatusCode::OK, "private, no-store", ""));
    for part in ["href=\"/mon-espace\"", "href=\"/compte\"", "Anne &#60;Lambert&#62;", "<form method=\"post\" action=\"/deconnexion\">"] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let stranger = asked(Method::GET, "/bonjour", &[("cookie", &format!("{SESSION}=other"))], "").await;
    assert!(stranger.body.contains("Se connecter") && stranger.header("etag").starts_with("W/"));
}

#[tokio::test]
async fn sessions_are_looked_up_when_there_is_one_only() {
    let (portal, asked) = portal_of_anne();
    send(portal.clone(), Request::get("/bonjour").header("cookie", "bassin_lang=en").body(Body::empty()).unwrap()).await;
    send(portal.clone(), Request::get("/assets/nothing.css").header("cookie", anne()).body(Body::empty()).unwrap()).await;
    assert_eq!(*asked.lock().unwrap(), 0);
    send(portal, Request::get("/bonjour").header("cookie", anne()).body(Body::empty()).unwrap()).await;
    assert_eq!(*asked.lock().unwrap(), 1);
}

#[tokio::test]
async fn without_accounts_nothing_leads_to_the_door() {
    let page = ask("/bonjour").await;
    assert!(!page.body.contains("/connexion"), "{}", page.body);
}

#[tokio::test]
async fn requests_sent_from_elsewhere_change_nothing() {
    let own = [("host", "bassin.example"), FORM];
    for foreign in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example"), ("origin", "null")]
    {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let answer = asked(method.clone(), "/changer", &[own[0], own[1], foreign], "x=1").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {foreign:?}");
            assert!(answer.body.contains("autre site"), "{}", answer.body);
        }
        assert_eq!(asked(Method::GET, "/bonjour", &[own[0], foreign], "").await.status, StatusCode::OK, "links are followed");
    }
    for welcome in [("sec-fetch-site", "same-origin"), ("origin", "http://bassin.example"), ("user-agent", "curl")] {
        let answer = asked(Method::POST, "/changer", &[own[0], own[1], welcome], "x=1").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{welcome:?}");
    }
}

#[tokio::test]
async fn what_was_done_is_said_in_words_of_the_catalogue_only() {
    let answer = asked(Method::POST, "/changer", &[FORM], "x=1").await;
    let place = answer.header("location");
    assert_eq!(place, "/bonjour?x=1&fait=perimeter-renamed#haut");
    let page = asked(Method::GET, place.split('#').next().unwrap(), &[], "").await;
    assert!(page.body.contains("role=\"status\">Le périmètre a été renommé.</p>"), "{}", page.body);
    for unknown in ["/bonjour?fait=%3Cb%3Eperdu", "/bonjour?fait=rien", "/bonjour?fait="] {
        let page = asked(Method::GET, unknown, &[], "").await;
        assert!(!page.body.contains("role=\"status\""), "{unknown}: {}", page.body);
    }
}

#[tokio::test]
async fn forms_are_read_or_cleanly_refused() {
    let latin = asked(Method::POST, "/changer", &[FORM], "x=%e9").await;
    assert_eq!(latin.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(latin.body.contains("caractères illisibles"), "{}", latin.body);
    let json = asked(Method::POST, "/changer", &[("content-type", "application/json")], "{}").await;
    assert_eq!(json.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nothing = asked(Method::POST, "/changer", &[], "").await;
    assert_eq!(nothing.header("location"), "/bonjour?x=&fait=perimeter-renamed#haut");
}
