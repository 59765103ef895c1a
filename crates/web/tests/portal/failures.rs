//! Failures as pages and as JSON, wherever they come from.

use std::time::Duration;

use axum::http::{Method, Request, header};
use bassin_web::Limits;

use super::*;

#[tokio::test]
async fn a_missing_page_says_what_to_do() {
    let answer = ask("/nulle-part").await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
    assert!(answer.body.contains("<h1>Page introuvable</h1>") && answer.body.contains("href=\"/recherche\""), "{}", answer.body);
    assert!(answer.body.contains(answer.header("x-request-id")), "{}", answer.body);
    let english = ask_with("/nulle-part", &[(header::ACCEPT_LANGUAGE, "en")]).await;
    assert!(english.body.contains("<h1>Page not found</h1>"), "{}", english.body);
}

#[tokio::test]
async fn programs_get_problems() {
    for (address, accept) in [("/api/v1/nulle-part", "text/html"), ("/nulle-part", "application/json")] {
        let answer = ask_with(address, &[(header::ACCEPT, accept)]).await;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{address}");
        let problem = answer.json();
        assert_eq!(
            (&problem["status"], &problem["type"], &problem["instance"]),
            (&404.into(), &"/api#problem-not-found".into(), &address.into())
        );
        assert_eq!(problem["request"], answer.header("x-request-id"));
    }
}

#[tokio::test]
async fn every_rule_that_is_not_met_is_told_at_once() {
    let page = ask("/regles").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in
        ["La zone &#60;08&#62; n’existe pas.", "<code>departement:08</code>", "caractère 4", "ligne 14, colonne «\u{202f}CODGEO\u{202f}»"]
    {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let problem = ask_with("/api/v1/regles", &[(header::ACCEPT_LANGUAGE, "en")]).await.json();
    assert_eq!(problem["detail"], "Zone <08> does not exist.\nThe code is unknown.");
    assert_eq!(
        problem["violations"],
        serde_json::json!([
            {"code": "unknown-zone", "message": "Zone <08> does not exist.", "location": {"offset": 3}, "suggestions": ["departement:08"]},
            {"code": "unknown-code", "message": "The code is unknown.", "location": {"row": 14, "column": "CODGEO"}},
        ])
    );
}

#[tokio::test]
async fn nothing_internal_leaks() {
    for address in ["/panne", "/brut"] {
        for accept in ["text/html", "application/json"] {
            let answer = ask_with(address, &[(header::ACCEPT, accept)]).await;
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{address}");
            assert!(!answer.body.contains("1234") && !answer.body.contains("secret"), "{}", answer.body);
            assert!(answer.body.contains("Erreur de notre côté"), "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_wrong_method_tells_which_are_right() {
    let answer = send(portal(), Request::builder().method(Method::DELETE).uri("/bonjour").body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD"));
    assert!(answer.body.contains("Action impossible"), "{}", answer.body);
}

#[tokio::test]
async fn addresses_and_bodies_are_bounded() {
    let address = format!("/bonjour?p={}", "commune:FR-67482+".repeat(3600));
    let answer = ask(&address).await;
    assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
    assert!(answer.body.contains("Adresse trop longue") && answer.body.len() < 20_000, "{} bytes", answer.body.len());
    let body = || Body::from("x".repeat((1 << 20) + 1));
    let declared = Request::post("/formulaire").header(header::CONTENT_LENGTH, (1 << 20) + 1).body(body()).unwrap();
    for request in [declared, Request::post("/formulaire").body(body()).unwrap()] {
        let answer = send(portal(), request).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.body.contains("Envoi trop volumineux"), "{}", answer.body);
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    let hurried = Shell { limits: Limits { time: Duration::from_millis(10), ..Limits::default() }, ..settings() };
    let answer = send(portal_with(hurried), Request::get("/attente").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(answer.body.contains("Réponse trop lente"), "{}", answer.body);
}

#[tokio::test]
async fn text_that_is_no_text_is_unreadable() {
    let answer = send(portal(), Request::post("/formulaire").body(Body::from(&b"\xff\xfe"[..])).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("Demande illisible"), "{}", answer.body);
}
