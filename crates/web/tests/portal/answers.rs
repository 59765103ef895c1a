//! Headers, validators, compression, files of the kit.

use axum::http::{Request, header};

use super::*;

#[tokio::test]
async fn every_answer_is_protected() {
    for address in ["/bonjour", "/nulle-part", "/panne", "/api/v1/zones/08", "/healthz", "/robots.txt"] {
        let answer = ask(address).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{address}: {policy}");
        assert!(!policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{address}");
        assert!(answer.header("permissions-policy").contains("geolocation=()"), "{address}");
        assert!(answer.header("x-request-id").starts_with("00000000-"), "{address}");
        assert!(!answer.headers.contains_key("strict-transport-security"), "{address}");
    }
}

#[tokio::test]
async fn https_is_insisted_on_only_behind_https() {
    let request = || Request::get("/bonjour?lang=en").body(Body::empty()).unwrap();
    let plain = send(portal(), request()).await;
    assert!(!plain.header("set-cookie").contains("Secure"), "{}", plain.header("set-cookie"));
    let secure = send(portal_with(Shell { https: true, ..settings() }), request()).await;
    assert!(secure.header("set-cookie").contains("; Secure") && secure.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    for address in ["/bonjour", "/api/v1/zones/08", "/api/v1/openapi.json"] {
        let first = ask(address).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\"") && !first.header("cache-control").is_empty(), "{address}: {tag}");
        let again = ask_with(address, &[(header::IF_NONE_MATCH, &format!("\"other\", {tag}"))]).await;
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (StatusCode::NOT_MODIFIED, "", tag.as_str()), "{address}");
        assert!(again.header("content-security-policy").starts_with("default-src"), "{address}");
        let changed = ask_with(address, &[(header::IF_NONE_MATCH, "W/\"other\"")]).await;
        assert_eq!(changed.status, StatusCode::OK, "{address}");
    }
    let french = ask("/bonjour").await.header("etag").to_owned();
    let english = ask_with("/bonjour", &[(header::ACCEPT_LANGUAGE, "en"), (header::IF_NONE_MATCH, &french)]).await;
    assert_eq!(english.status, StatusCode::OK);
}

#[tokio::test]
async fn failures_have_no_validator() {
    let answer = ask("/nulle-part").await;
    assert_eq!((answer.header("etag"), answer.header("cache-control")), ("", "no-store"));
}

#[tokio::test]
async fn pages_are_compressed_as_the_browser_accepts() {
    for coding in ["br", "gzip"] {
        let answer = ask_with("/mentions", &[(header::ACCEPT_ENCODING, coding)]).await;
        assert_eq!(answer.header("content-encoding"), coding);
    }
    assert_eq!(ask("/mentions").await.header("content-encoding"), "");
}

#[tokio::test]
async fn files_are_kept_for_good_at_addresses_of_their_content() {
    let page = ask("/bonjour").await.body;
    for extension in [".css", ".js", ".svg"] {
        let end = page.find(&format!("{extension}\"")).unwrap() + extension.len();
        let start = page[..end].rfind('"').unwrap() + 1;
        let address = &page[start..end];
        let answer = ask(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{address}");
        assert!(answer.body.len() < 40 << 10, "{address}: {} bytes", answer.body.len());
        let wrong = ask(&address.replace(extension, &format!("0{extension}"))).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn health_follows_what_the_application_says() {
    assert_eq!(ask("/healthz").await.json()["status"], "ok");
    let ill = Shell { health: Arc::new(|| Box::pin(async { Err(Problem::unavailable("Disque plein.", "Disk full.")) })), ..settings() };
    let answer = send(portal_with(ill), Request::get("/healthz").body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::SERVICE_UNAVAILABLE, "application/problem+json"));
}

#[tokio::test]
async fn requests_are_counted_by_route_and_never_by_address() {
    let metrics = bassin_web::Metrics::install().unwrap();
    ask("/api/v1/zones/departement:08?secret=42").await;
    ask("/nulle-part-du-tout").await;
    send(portal(), Request::builder().method("INVENTED").uri("/bonjour").body(Body::empty()).unwrap()).await;
    let text = metrics.render();
    assert!(text.contains("bassin_http_requests_total{method=\"GET\",route=\"/api/v1/zones/{zone}\",status=\"200\"} "), "{text}");
    assert!(text.contains("bassin_http_request_duration_seconds_bucket"), "{text}");
    assert!(!text.contains("secret") && !text.contains("nulle-part-du-tout") && !text.contains("INVENTED"), "{text}");
    assert!(bassin_web::Metrics::install().is_err());
}
