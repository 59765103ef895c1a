//! The API, on the trial dataset of `fixtures`: its document, its answers, its refusals.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use bassin_testkit::{Answer, get, post_form, post_json, send};
use serde_json::{Value, json};

use crate::support::House;

async fn answered(router: &Router, path: &str) -> Value {
    let answer = get(router, path).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"), "{path}: {}", answer.text());
    answer.json()
}

/// The part of a portrait that comes from the trial dataset.
fn trial_only(portrait: &Value) -> Value {
    let mut portrait = portrait.clone();
    let of_trial = |line: &Value| line["indicator"].as_str().is_some_and(|indicator| indicator.starts_with("essai-"));
    for theme in portrait["themes"].as_array_mut().unwrap() {
        theme["lines"].as_array_mut().unwrap().retain(of_trial);
    }
    portrait["themes"].as_array_mut().unwrap().retain(|theme| !theme["lines"].as_array().unwrap().is_empty());
    portrait["sources"].as_array_mut().unwrap().retain(|source| source["dataset"] == "jeu-essai");
    for several in ["gaps", "headline"] {
        portrait.as_object_mut().unwrap().remove(several);
    }
    portrait
}

#[tokio::test]
async fn the_document_describes_every_route() {
    let router = House::new().router().await;
    let document = answered(&router, "/api/v1/openapi.json").await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    insta::assert_json_snapshot!("openapi", document);
    assert_eq!(get(&router, "/api").await.status, StatusCode::OK, "a page to read it");
}

#[tokio::test]
async fn answers_have_the_shape_they_are_documented_with() {
    let router = House::with_trial().router().await;
    let portrait = answered(&router, "/api/v1/portrait?perimeter=commune:FR-67482+%2B+commune:FR-67180+%2B+commune:FR-67218").await;
    insta::assert_json_snapshot!("portrait", trial_only(&portrait));
    for (name, path) in [
        (
            "explore",
            "/api/v1/explore?indicator=essai-total&zoning=departement&perimeter=departement:67+%2B+departement:68+%2B+departement:88",
        ),
        ("explore_communes", "/api/v1/explore?indicator=essai-taux&zoning=communes&perimeter=commune:FR-67482+%2B+commune:FR-67218"),
        ("indicator", "/api/v1/indicators/essai-part"),
        ("perimeter", "/api/v1/perimeters/resolve?expression=FR-67482,%20fr-67180;68066%0A%09BE-53053"),
        ("commune", "/api/v1/communes/FR-67482"),
        ("search", "/api/v1/territories/search?q=strasbou"),
        ("zonings", "/api/v1/zonings"),
        ("zones", "/api/v1/zonings/province/zones"),
    ] {
        insta::assert_json_snapshot!(name, answered(&router, path).await);
    }
    let datasets = answered(&router, "/api/v1/datasets").await;
    let own = datasets.as_array().unwrap().iter().find(|dataset| dataset["dataset"] == "jeu-essai").unwrap();
    insta::assert_json_snapshot!("dataset", own);
}

#[tokio::test]
async fn a_long_list_of_zones_comes_in_pages() {
    let router = House::new().router().await;
    let (mut codes, mut after) = (Vec::new(), Some(0));
    while let Some(cursor) = after {
        let page = answered(&router, &format!("/api/v1/zonings/epci/zones?after={cursor}")).await;
        codes.extend(page["zones"].as_array().unwrap().iter().map(|zone| zone["code"].as_str().unwrap().to_owned()));
        after = page["next"].as_u64();
    }
    let count = codes.len();
    codes.sort();
    codes.dedup();
    assert_eq!((count, codes.len()), (1_255, 1_255));
}

/// A problem: its status, and its body without what changes at every request.
fn problem(answer: &Answer) -> (u16, Value) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    let mut body = answer.json();
    assert_eq!(body["status"], answer.status.as_u16());
    assert!(body.as_object_mut().unwrap().remove("request").is_some_and(|request| request == answer.header("x-request-id")));
    (answer.status.as_u16(), body)
}

#[tokio::test]
async fn refusals_are_problems_with_every_reason() {
    let router = House::new().router().await;
    let wrong = get(&router, "/api/v1/portrait?perimeter=departement:999+%2B+commune:Strasbour").await;
    let (status, body) = problem(&wrong);
    assert_eq!(status, 422);
    insta::assert_json_snapshot!("unprocessable", body);
    for path in [
        "/api/v1/indicators/absent",
        "/api/v1/communes/FR-99999",
        "/api/v1/zonings/absent/zones",
        "/api/v1/explore?indicator=absent&zoning=departement&perimeter=region:44",
        "/api/v1/explore?indicator=cprdfop-population&zoning=absent&perimeter=region:44",
        "/api/v1/absent",
    ] {
        let (status, body) = problem(&get(&router, path).await);
        assert_eq!(status, 404, "{path}");
        assert!(body["detail"].as_str().unwrap().len() > 15, "{body}");
    }
    let period = get(&router, "/api/v1/explore?indicator=cprdfop-population&zoning=region&perimeter=region:44&period=hier").await;
    assert_eq!(problem(&period).1["violations"][0]["code"], "period-unknown");
    assert_eq!(problem(&get(&router, "/api/v1/portrait").await).0, 400, "a parameter is missing");
}

async fn with_header(router: &Router, path: &str, name: header::HeaderName, value: &str) -> Answer {
    send(router, Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn problems_speak_the_language_of_the_reader() {
    let router = House::new().router().await;
    let path = "/api/v1/portrait?perimeter=departement:999";
    let french = problem(&get(&router, path).await).1;
    let english = with_header(&router, path, header::ACCEPT_LANGUAGE, "en-GB,en;q=0.9,fr;q=0.1").await;
    assert_eq!(english.header("content-language"), "en");
    let english = problem(&english).1;
    assert_ne!(french["title"], english["title"]);
    assert_ne!(french["violations"][0]["message"], english["violations"][0]["message"]);
    assert_eq!(french["violations"][0]["code"], english["violations"][0]["code"], "codes never change");
    let chosen = with_header(&router, &format!("{path}&lang=fr"), header::ACCEPT_LANGUAGE, "en").await;
    assert_eq!(problem(&chosen).1["title"], french["title"], "what the address says wins");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let house = House::with_trial();
    let router = house.router().await;
    for path in ["/api/v1/portrait?perimeter=departement:67", "/territoires/portrait?p=departement:67", "/api/v1/openapi.json"] {
        let first = get(&router, path).await;
        let tag = first.header("etag").to_owned();
        assert!(!tag.is_empty(), "{path}");
        let again = with_header(&router, path, header::IF_NONE_MATCH, &tag).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
    }
    let portrait = "/api/v1/portrait?perimeter=departement:67";
    let before = get(&router, portrait).await.header("etag").to_owned();
    let newer = std::fs::read_to_string(crate::support::trial("jeu-essai.csv")).unwrap().replace(";1000;", ";1001;");
    assert_eq!(house.import(&house.file("jeu-essai-2.csv", newer)).0, 0);
    let after = with_header(&house.router().await, portrait, header::IF_NONE_MATCH, &before).await;
    assert_eq!(after.status, StatusCode::OK, "new figures have another validator");
}

#[tokio::test]
async fn a_visitor_changes_nothing() {
    let house = House::with_trial();
    let before = (house.entries(), house.json(&["perimeter", "list", "--json"]));
    let router = house.router().await;
    let document = answered(&router, "/api/v1/openapi.json").await;
    let mut posted = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in ["put", "patch", "delete"] {
            assert!(operations.get(method).is_none(), "{method} {path} is documented");
            let request = Request::builder().method(method.to_uppercase().as_str()).uri(path.as_str()).body(Body::empty()).unwrap();
            let status = send(&router, request).await.status;
            assert!(status == StatusCode::METHOD_NOT_ALLOWED || status == StatusCode::NOT_FOUND, "{method} {path}: {status}");
        }
        let answer =
            post_json(&router, path, &json!({"perimeter": "departement:67", "expression": "departement:67", "name": "essai"})).await;
        posted += u32::from(answer.status == StatusCode::OK);
        assert_eq!(answer.status == StatusCode::OK, operations.get("post").is_some(), "POST {path}: {}", answer.status);
    }
    assert_eq!(posted, 2, "long perimeters are posted to be read");
    for path in ["/territoires/perimetre", "/territoires/portrait"] {
        assert_eq!(post_form(&router, path, "p=departement%3A67&name=essai&ajout=Colmar").await.status, StatusCode::OK, "{path}");
    }
    for path in ["/", "/donnees", "/territoires", "/territoires/perimetres/essai", "/donnees/jeu-essai"] {
        assert_eq!(post_form(&router, path, "p=departement%3A67").await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    assert_eq!((house.entries(), house.json(&["perimeter", "list", "--json"])), before);
}
