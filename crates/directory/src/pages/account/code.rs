//! The second factor: giving a code, putting it in place, recovery codes.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use bassin_web::{Failure, Field, Link, Page, Reader, Submitted, own_address};
use serde::Deserialize;

use super::{Form, current_field, kept_by_nobody, signed_in};
use crate::{Directory, Visit};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    suite: String,
}

fn page<'a>(reader: &'a Reader, suite: &str) -> Form<'a> {
    let fields = [
        Field::text("code").label(reader.t("account-code")).hint(reader.t("account-code-hint")).autocomplete("one-time-code").required(),
        Field::hidden("suite", own_address(suite).unwrap_or_default()),
    ];
    Form::new(reader, "account-code-title", "account-code-lede", "account-sign-in-do").fields(fields).cancel("/connexion")
}

pub(super) async fn form(
    State(directory): State<Directory>,
    reader: Reader,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let owes = match &visit.token {
        Some(token) => directory.owes_second_factor(token).await?,
        None => false,
    };
    if owes { page(&reader, &asked.suite).show() } else { Ok(Redirect::to("/connexion").into_response()) }
}

pub(super) async fn send(
    State(directory): State<Directory>,
    reader: Reader,
    visit: Visit,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let suite = submitted.get("suite");
    match directory.second_step(submitted.get("code"), &visit).await {
        Ok(opened) => Ok(signed_in(&directory, &opened, own_address(suite).unwrap_or("/mon-espace"))),
        Err(problem) => page(&reader, suite).back(&submitted, problem),
    }
}

#[derive(Template)]
#[template(path = "account-second-factor.html")]
struct Setup<'a> {
    r: &'a Reader,
    image: String,
    secret: String,
    fields: Vec<Field>,
    rest: Vec<bassin_kernel::Violation>,
}

async fn setup_page(
    directory: &Directory,
    reader: &Reader,
    back: Option<(&Submitted, bassin_kernel::Problem)>,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let Some(pending) = directory.pending_second_factor(&reader.viewer).await? else { return Ok(Redirect::to("/compte").into_response()) };
    let code =
        Field::text("code").label(reader.t("account-code")).hint(reader.t("account-code-first")).autocomplete("one-time-code").required();
    let mut view = Setup { r: reader, image: pending.image, secret: pending.secret, fields: vec![code], rest: Vec::new() };
    let mut status = axum::http::StatusCode::OK;
    if let Some((submitted, problem)) = back {
        Field::fill(&mut view.fields, submitted);
        view.rest = Field::with_errors(&mut view.fields, &problem);
        status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    let page = Page::of(reader.t("account-second-factor"), &view)?.trail([Link::new(reader.t("account-title"), "/compte")]).status(status);
    Ok(kept_by_nobody(reader.page(page)))
}

pub(super) async fn begin(State(directory): State<Directory>, reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    directory.begin_second_factor(&reader.viewer).await?;
    Ok(Redirect::to("/compte/double-verification").into_response())
}

pub(super) async fn setup(State(directory): State<Directory>, reader: Reader) -> Result<Response, Failure> {
    setup_page(&directory, &reader, None).await
}

pub(super) async fn confirm(State(directory): State<Directory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    match directory.confirm_second_factor(&reader.viewer, submitted.get("code")).await {
        Ok(codes) => show_codes(&reader, codes),
        Err(problem) if problem.kind == bassin_kernel::Kind::Invalid => setup_page(&directory, &reader, Some((&submitted, problem))).await,
        Err(problem) => Err(problem.into()),
    }
}

#[derive(Template)]
#[template(path = "account-codes.html")]
struct Codes<'a> {
    r: &'a Reader,
    codes: Vec<String>,
}

fn show_codes(reader: &Reader, codes: Vec<String>) -> Result<Response, Failure> {
    let page = Page::of(reader.t("account-codes"), &Codes { r: reader, codes })?.trail([Link::new(reader.t("account-title"), "/compte")]);
    Ok(kept_by_nobody(reader.page(page)))
}

fn codes_page(reader: &Reader) -> Form<'_> {
    Form::new(reader, "account-codes-new", "account-codes-new-lede", "account-codes-new-do")
        .fields([current_field(reader)])
        .cancel("/compte")
}

pub(super) async fn codes_form(reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    codes_page(&reader).show()
}

pub(super) async fn codes(State(directory): State<Directory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    match directory.new_codes(&reader.viewer, submitted.verbatim("current")).await {
        Ok(codes) => show_codes(&reader, codes),
        Err(problem) => codes_page(&reader).back(&submitted, problem),
    }
}

fn remove_page(reader: &Reader) -> Form<'_> {
    let page = Form::new(reader, "account-second-factor-remove", "account-second-factor-remove-lede", "account-second-factor-remove");
    page.fields([current_field(reader)]).cancel("/compte")
}

pub(super) async fn remove_form(reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    remove_page(&reader).show()
}

pub(super) async fn remove(State(directory): State<Directory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    match directory.remove_second_factor(&reader.viewer, submitted.verbatim("current")).await {
        Ok(()) => Ok(reader.done("/compte", "account-second-factor-removed")),
        Err(problem) => remove_page(&reader).back(&submitted, problem),
    }
}
