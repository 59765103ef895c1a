//! The doors: signing in and out, the first visit, invitations, forgotten passwords.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::cookie::Cookie;
use bassin_web::{Failure, Field, Page, Reader, Submitted, own_address};
use serde::Deserialize;

use super::{Form, kept_by_nobody, password_field, set_cookie, signed_in, token};
use crate::{Directory, FirstAdministrator, SESSION_COOKIE, Visit};

/// Where one arrives after signing in.
const HOME: &str = "/mon-espace";

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    suite: String,
}

fn next(suite: &str) -> &str {
    own_address(suite).unwrap_or(HOME)
}

fn sign_in_page<'a>(directory: &Directory, reader: &'a Reader, suite: &str) -> Result<Form<'a>, Failure> {
    let fields = [
        Field::email("email").label(reader.t("account-email")).autocomplete("username").required(),
        Field::password("password").label(reader.t("account-password")).autocomplete("current-password").required(),
        Field::hidden("suite", own_address(suite).unwrap_or_default()),
    ];
    let mut page = Form::new(reader, "account-sign-in", "account-sign-in-lede", "account-sign-in-do").fields(fields);
    for provider in directory.providers()? {
        let label = reader.t_with("account-sign-in-with", &[("provider", provider.label.as_str().into())]);
        let address = bassin_kernel::address(&format!("/connexion/{}", provider.id), &[("suite", own_address(suite).unwrap_or_default())]);
        page.links.push(bassin_web::Link::new(label, address));
    }
    Ok(page.link("account-forgotten", "/mot-de-passe"))
}

pub(super) async fn sign_in_form(
    State(directory): State<Directory>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    if reader.viewer.person().is_some() {
        return Ok(Redirect::to(next(&asked.suite)).into_response());
    }
    sign_in_page(&directory, &reader, &asked.suite)?.show()
}

pub(super) async fn sign_in(
    State(directory): State<Directory>,
    reader: Reader,
    visit: Visit,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let suite = submitted.get("suite");
    match directory.sign_in(submitted.get("email"), submitted.verbatim("password"), &visit).await {
        Ok(opened) if opened.whole => Ok(signed_in(&directory, &opened, next(suite))),
        Ok(opened) => {
            let address = own_address(suite)
                .map_or_else(|| "/connexion/code".to_owned(), |suite| bassin_kernel::address("/connexion/code", &[("suite", suite)]));
            Ok(signed_in(&directory, &opened, &address))
        }
        Err(problem) => sign_in_page(&directory, &reader, suite)?.back(&submitted, problem),
    }
}

pub(super) async fn sign_out(State(directory): State<Directory>, reader: Reader, headers: HeaderMap) -> Result<Response, Failure> {
    let ended = match token(&headers) {
        Some(token) => directory.sign_out(&reader.viewer, &token).await?,
        None => None,
    };
    // One is signed out here whatever the provider answers.
    let exit = match &ended {
        Some(session) => directory.provider_exit(session).await.unwrap_or_default(),
        None => None,
    };
    let mut response = match exit {
        Some(address) => elsewhere(&reader, address)?,
        None => reader.done("/", "signed-out"),
    };
    let mut gone = Cookie::new(SESSION_COOKIE, "");
    gone.make_removal();
    set_cookie(&directory, &mut response, gone);
    Ok(response)
}

#[derive(Template)]
#[template(path = "account-signed-out.html")]
struct Elsewhere<'a> {
    r: &'a Reader,
    address: String,
}

/// Signed out here, and still signed in at the identity provider's, where a link signs out as well.
fn elsewhere(reader: &Reader, address: String) -> Result<Response, Failure> {
    let mut visitor = reader.clone();
    visitor.viewer = bassin_kernel::Viewer::Anonymous;
    let page = Page::of(visitor.t("account-signed-out"), &Elsewhere { r: &visitor, address })?;
    Ok(kept_by_nobody(visitor.page(page)))
}

fn first_page(reader: &Reader) -> Form<'_> {
    let fields = [
        Field::text("given_name").label(reader.t("account-given-name")).autocomplete("given-name").required(),
        Field::text("family_name").label(reader.t("account-family-name")).autocomplete("family-name").required(),
        Field::email("email").label(reader.t("account-email")).hint(reader.t("account-email-hint")).autocomplete("username").required(),
        password_field(reader),
    ];
    Form::new(reader, "account-first", "account-first-lede", "account-first-do").fields(fields)
}

pub(super) async fn first_form(State(directory): State<Directory>, reader: Reader, Path(token): Path<String>) -> Result<Response, Failure> {
    directory.first_visit(&token).await?;
    first_page(&reader).show()
}

pub(super) async fn first(
    State(directory): State<Directory>,
    reader: Reader,
    Path(token): Path<String>,
    visit: Visit,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let first = FirstAdministrator {
        given_name: submitted.get("given_name").to_owned(),
        family_name: submitted.get("family_name").to_owned(),
        email: submitted.get("email").to_owned(),
        password: submitted.verbatim("password").to_owned(),
        language: reader.language,
    };
    match directory.create_first(&token, &first, &visit).await {
        Ok(opened) => Ok(signed_in(&directory, &opened, "/administration?fait=account-first")),
        Err(problem) => first_page(&reader).back(&submitted, problem),
    }
}

async fn invitation_page<'a>(directory: &Directory, reader: &'a Reader, token: &str) -> Result<Form<'a>, Failure> {
    let invited = directory.invitation(token).await?;
    let note = reader.t_with("account-invitation-note", &[("name", invited.name.into()), ("email", invited.email.into())]);
    let page = Form::new(reader, "account-invitation", "account-invitation-lede", "account-invitation-do");
    Ok(page.fields([password_field(reader)]).note(note))
}

pub(super) async fn invitation_form(
    State(directory): State<Directory>,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    invitation_page(&directory, &reader, &token).await?.show()
}

pub(super) async fn accept(
    State(directory): State<Directory>,
    reader: Reader,
    Path(token): Path<String>,
    visit: Visit,
    submitted: Submitted,
) -> Result<Response, Failure> {
    match directory.accept(&token, submitted.verbatim("password"), &visit).await {
        Ok(opened) => Ok(signed_in(&directory, &opened, "/mon-espace?fait=account-ready")),
        Err(problem) => invitation_page(&directory, &reader, &token).await?.back(&submitted, problem),
    }
}

fn forgotten_page(reader: &Reader) -> Form<'_> {
    let email = Field::email("email").label(reader.t("account-email")).autocomplete("username").required();
    Form::new(reader, "account-forgotten", "account-forgotten-lede", "account-forgotten-do").fields([email]).cancel("/connexion")
}

pub(super) async fn forgotten_form(reader: Reader) -> Result<Response, Failure> {
    forgotten_page(&reader).show()
}

pub(super) async fn forgotten(
    State(directory): State<Directory>,
    reader: Reader,
    visit: Visit,
    submitted: Submitted,
) -> Result<Response, Failure> {
    match directory.ask_reset(submitted.get("email"), &visit.address).await {
        Ok(()) => Ok(reader.done("/connexion", "account-asked")),
        Err(problem) => forgotten_page(&reader).back(&submitted, problem),
    }
}

async fn reset_page<'a>(directory: &Directory, reader: &'a Reader, token: &str) -> Result<Form<'a>, Failure> {
    let email = directory.resettable(token).await?;
    let note = reader.t_with("account-reset-note", &[("email", email.into())]);
    Ok(Form::new(reader, "account-reset", "account-reset-lede", "account-reset-do").fields([password_field(reader)]).note(note))
}

pub(super) async fn reset_form(State(directory): State<Directory>, reader: Reader, Path(token): Path<String>) -> Result<Response, Failure> {
    reset_page(&directory, &reader, &token).await?.show()
}

pub(super) async fn reset(
    State(directory): State<Directory>,
    reader: Reader,
    Path(token): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    match directory.reset(&token, submitted.verbatim("password")).await {
        Ok(()) => Ok(kept_by_nobody(reader.done("/connexion", "account-password"))),
        Err(problem) => reset_page(&directory, &reader, &token).await?.back(&submitted, problem),
    }
}
