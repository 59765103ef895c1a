//! Requests that change something are taken from the portal's own pages, and from programs, never from somebody else's page.
//!
//! Browsers tell where a request comes from (`Sec-Fetch-Site`, or `Origin` for those that do not); programs tell nothing, and carry no
//! session by accident. With cookies that are `SameSite=Lax`, no token is needed in forms.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use bassin_kernel::{Kind, Problem};

use crate::failure::Failure;

/// Refuses what another site has a browser send.
pub(crate) async fn refuse_forged(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
    if reads || !is_foreign(request.headers(), request.uri()) {
        return next.run(request).await;
    }
    let problem = Problem::one(
        Kind::Forbidden,
        "sent-from-elsewhere",
        "Cette demande vient d’un autre site, ou d’une page ouverte à une autre adresse : par prudence, elle n’a pas été suivie. Ouvrez la page dans ce portail, puis recommencez.",
        "This request comes from another site, or from a page opened at another address: to be safe, it was not followed. Open the page in this portal, then try again.",
    );
    Failure(problem).into_response()
}

fn is_foreign(headers: &HeaderMap, address: &Uri) -> bool {
    let text = |value: &HeaderValue| value.to_str().ok().map(str::to_ascii_lowercase);
    if let Some(site) = headers.get("sec-fetch-site") {
        return !matches!(text(site).as_deref(), Some("same-origin" | "none"));
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let host = headers.get(header::HOST).and_then(text).or_else(|| address.authority().map(|host| host.as_str().to_ascii_lowercase()));
    let origin = text(origin);
    let from = origin.as_deref().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    from.is_none() || from != host.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect();
        is_foreign(&headers, &Uri::from_static("/"))
    }

    #[test]
    fn own_pages_and_programs_are_let_through() {
        for own in [
            &[][..],
            &[("host", "bassin.example")],
            &[("host", "bassin.example"), ("sec-fetch-site", "same-origin"), ("origin", "https://bassin.example")],
            &[("host", "internal:8080"), ("sec-fetch-site", "same-origin"), ("origin", "https://bassin.example")],
            &[("sec-fetch-site", "none")],
            &[("host", "bassin.example:8080"), ("origin", "http://Bassin.example:8080")],
        ] {
            assert!(!foreign(own), "{own:?}");
        }
        for other in [
            &[("host", "bassin.example"), ("sec-fetch-site", "cross-site")][..],
            &[("host", "bassin.example"), ("sec-fetch-site", "same-site"), ("origin", "https://bassin.example")],
            &[("host", "bassin.example"), ("sec-fetch-site", "invented")],
            &[("host", "bassin.example"), ("origin", "https://evil.example")],
            &[("host", "bassin.example"), ("origin", "https://bassin.example:8443")],
            &[("host", "bassin.example"), ("origin", "null")],
            &[("origin", "https://bassin.example")],
        ] {
            assert!(foreign(other), "{other:?}");
        }
    }
}
