//! Pages of the `account` part: doors, one's account, running the platform.

mod accounts;
mod code;
mod doors;
mod journal;
mod letters;
mod own;
mod providers;

use askama::Template;
use axum::{
    Router,
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Failure, Field, Link, Page, Reader, Submitted};
use std::{convert::Infallible, net::SocketAddr};

use crate::{Directory, Opened, SESSION_COOKIE, Visit};

pub(super) fn routes() -> Router<Directory> {
    Router::new()
        .route("/connexion", get(doors::sign_in_form).post(doors::sign_in))
        .route("/connexion/code", get(code::form).post(code::send))
        .route("/connexion/{provider}", get(providers::begin))
        .route("/connexion/{provider}/retour", get(providers::finish))
        .route("/deconnexion", post(doors::sign_out))
        .route("/premiere-visite/{token}", get(doors::first_form).post(doors::first))
        .route("/invitation/{token}", get(doors::invitation_form).post(doors::accept))
        .route("/mot-de-passe", get(doors::forgotten_form).post(doors::forgotten))
        .route("/mot-de-passe/{token}", get(doors::reset_form).post(doors::reset))
        .route("/compte", get(own::show))
        .route("/compte/mot-de-passe", get(own::password_form).post(own::password))
        .route("/compte/adresse", get(own::email_form).post(own::email))
        .route("/compte/adresse/{token}", get(own::confirm_form).post(own::confirm))
        .route("/compte/double-verification", get(code::setup).post(code::confirm))
        .route("/compte/double-verification/commencer", post(code::begin))
        .route("/compte/double-verification/codes", get(code::codes_form).post(code::codes))
        .route("/compte/double-verification/retrait", get(code::remove_form).post(code::remove))
        .route("/compte/sessions", post(own::end_others))
        .route("/compte/sessions/{id}", post(own::end))
        .route("/compte/fermeture", get(own::close_form).post(own::close))
        .route("/administration", get(accounts::hub))
        .route("/administration/comptes", get(accounts::list))
        .route("/administration/comptes/invitation", get(accounts::invite_form).post(accounts::invite))
        .route("/administration/comptes/{id}", get(accounts::show).post(accounts::roles))
        .route("/administration/comptes/{id}/invitation", post(accounts::again))
        .route("/administration/comptes/{id}/fermeture", post(accounts::close))
        .route("/personnes/{id}/invitation", get(accounts::invite_person_form).post(accounts::invite_person))
        .route("/administration/journal", get(journal::list))
        .route("/administration/journal.csv", get(journal::csv))
        .route("/administration/courriers", get(letters::list))
        .route("/administration/courriers/{id}", post(letters::retry))
}

/// A page that is a form.
#[derive(Template)]
#[template(path = "account-form.html")]
struct Form<'a> {
    r: &'a Reader,
    title: String,
    lede: String,
    /// Sentences before the form.
    notes: Vec<String>,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    submit: String,
    cancel: String,
    links: Vec<Link>,
}

impl<'a> Form<'a> {
    fn new(r: &'a Reader, title: &str, lede: &str, submit: &str) -> Self {
        let (title, lede, submit) = (r.t(title), if lede.is_empty() { String::new() } else { r.t(lede) }, r.t(submit));
        Self { r, title, lede, notes: Vec::new(), fields: Vec::new(), rest: Vec::new(), submit, cancel: String::new(), links: Vec::new() }
    }

    fn fields(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.fields = fields.into_iter().collect();
        self
    }

    fn note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }

    fn link(mut self, key: &str, address: impl Into<String>) -> Self {
        self.links.push(Link::new(self.r.t(key), address));
        self
    }

    fn cancel(mut self, address: &str) -> Self {
        address.clone_into(&mut self.cancel);
        self
    }

    /// The form as it is first shown.
    fn show(self) -> Result<Response, Failure> {
        let status = if self.rest.is_empty() && self.fields.iter().all(|field| field.errors.is_empty()) {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let page = Page::of(self.title.clone(), &self)?.status(status);
        Ok(kept_by_nobody(self.r.page(Page { robots: Some("noindex"), ..page })))
    }

    /// The form as it comes back, filled, with what is to be mended. What no other filling would mend is a page of its own.
    fn back(mut self, submitted: &Submitted, problem: Problem) -> Result<Response, Failure> {
        let mendable =
            matches!(problem.kind, Kind::Invalid) || problem.violations.iter().any(|violation| violation.location.field.is_some());
        if !mendable {
            return Err(problem.into());
        }
        Field::fill(&mut self.fields, submitted);
        self.rest = Field::with_errors(&mut self.fields, &problem);
        self.show()
    }
}

fn kept_by_nobody(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

impl FromRequestParts<Directory> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, directory: &Directory) -> Result<Self, Infallible> {
        let text = |name: header::HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string()).unwrap_or_default();
        // The last address is the one that the proxy itself saw.
        let told = text(header::HeaderName::from_static("x-forwarded-for")).rsplit(',').next().unwrap_or_default().trim().to_owned();
        let address = if directory.is_behind_proxy() && !told.is_empty() { told } else { direct };
        Ok(Self { address, device: device(text(header::USER_AGENT)), token: token(&parts.headers) })
    }
}

fn token(headers: &HeaderMap) -> Option<String> {
    crate::commands::account::cookie(headers, SESSION_COOKIE)
}

/// A browser and its system, as people call them.
fn device(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first(&[("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    let known: Vec<&str> = [browser, system].into_iter().flatten().collect();
    if known.is_empty() { agent.chars().filter(|letter| !letter.is_control()).take(40).collect() } else { known.join(" · ") }
}

/// The answer that gives the browser its session and leads to `address`.
fn signed_in(directory: &Directory, opened: &Opened, address: &str) -> Response {
    let mut response = Redirect::to(address).into_response();
    set_cookie(directory, &mut response, Cookie::new(SESSION_COOKIE, opened.token.clone()));
    kept_by_nobody(response)
}

fn set_cookie(directory: &Directory, response: &mut Response, mut cookie: Cookie<'static>) {
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(directory.is_secure());
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn password_field(reader: &Reader) -> Field {
    Field::password("password")
        .label(reader.t("account-new-password"))
        .hint(reader.t("account-password-rules"))
        .autocomplete("new-password")
        .required()
}

pub(super) fn current_field(reader: &Reader) -> Field {
    Field::password("current").label(reader.t("account-current-password")).autocomplete("current-password").required()
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn browsers_are_told_in_plain_words() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        let edge =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0";
        assert_eq!(
            [firefox, safari, edge, "curl/8.0\u{7}", ""].map(device),
            ["Firefox · Linux", "Safari · iPhone", "Edge · Windows", "curl/8.0", ""]
        );
    }
}
