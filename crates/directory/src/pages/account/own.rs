//! One's own account.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use bassin_kernel::Timestamp;
use bassin_web::{Failure, Field, Page, Reader, Submitted};
use uuid::Uuid;

use super::{Form, current_field, password_field};
use crate::Directory;

#[derive(Template)]
#[template(path = "account.html")]
struct View<'a> {
    r: &'a Reader,
    name: String,
    email: String,
    person: Uuid,
    administrator: bool,
    statistician: bool,
    has_password: bool,
    second_factor: bool,
    codes_left: String,
    few_codes: bool,
    sessions: Vec<Line>,
    providers: Vec<Linked>,
}

struct Linked {
    id: String,
    label: String,
    linked: bool,
}

struct Line {
    id: Uuid,
    device: String,
    opened: String,
    seen: String,
    by: String,
    assurance: String,
    current: bool,
}

pub(super) async fn show(State(directory): State<Directory>, reader: Reader, headers: HeaderMap) -> Result<Response, Failure> {
    let person = reader.require_signed_in()?;
    let account = directory
        .own_account(&reader.viewer)
        .await?
        .ok_or_else(|| bassin_kernel::Problem::not_found("Ce compte n’existe pas ou plus.", "There is no such account any more."))?;
    let current = directory.current_session(&headers).await?.map(|session| session.id);
    let when = |at: Timestamp| reader.date_time(at);
    let known = directory.providers()?;
    let label = |id: &str| known.iter().find(|one| one.id == id).map_or_else(|| id.to_owned(), |one| one.label.clone());
    let line = |session: crate::Session| Line {
        current: current == Some(session.id),
        id: session.id,
        opened: when(session.opened_at),
        seen: when(session.seen_at),
        assurance: assurance(&reader, &session),
        by: if session.provider.is_empty() { reader.t("account-by-password") } else { label(&session.provider) },
        device: if session.device.is_empty() { reader.t("account-device-unknown") } else { session.device },
    };
    let linked = directory.linked(&reader.viewer).await?;
    let provider = |one: &crate::Provider| Linked { id: one.id.clone(), label: one.label.clone(), linked: linked.contains(&one.id) };
    let left = directory.codes_left(&reader.viewer).await?;
    let view = View {
        providers: directory.providers()?.iter().map(provider).collect(),
        r: &reader,
        name: person.name.clone(),
        email: account.email.clone(),
        person: person.person,
        administrator: account.administrator,
        statistician: account.statistician,
        has_password: account.has_password(),
        second_factor: account.has_second_factor(),
        codes_left: reader.t_with("account-codes-left", &[("count", left.into())]),
        few_codes: left < 4,
        sessions: directory.sessions(&reader.viewer).await?.into_iter().map(line).collect(),
    };
    Ok(reader.page(Page::of(reader.t("account-title"), &view)?))
}

/// What an identity provider told of how it knew its visitor: the level of assurance, the means.
fn assurance(reader: &Reader, session: &crate::Session) -> String {
    let told = [("account-acr", &session.acr), ("account-amr", &session.amr)];
    let told = told.into_iter().filter(|(_, text)| !text.is_empty());
    told.map(|(key, text)| reader.t_with(key, &[("told", text.as_str().into())])).collect::<Vec<_>>().join(" · ")
}

fn password_page(reader: &Reader) -> Form<'_> {
    let fields = [current_field(reader), password_field(reader)];
    Form::new(reader, "account-password-change", "account-password-change-lede", "account-password-change").fields(fields).cancel("/compte")
}

pub(super) async fn password_form(reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    password_page(&reader).show()
}

pub(super) async fn password(
    State(directory): State<Directory>,
    reader: Reader,
    headers: HeaderMap,
    submitted: Submitted,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let session = directory.current_session(&headers).await?.map(|session| session.id);
    let (current, chosen) = (submitted.verbatim("current"), submitted.verbatim("password"));
    match directory.change_password(&reader.viewer, current, chosen, session).await {
        Ok(()) => Ok(reader.done("/compte", "account-password-changed")),
        Err(problem) => password_page(&reader).back(&submitted, problem),
    }
}

fn email_page(reader: &Reader) -> Form<'_> {
    let email = Field::email("email").label(reader.t("account-email-new")).required();
    let page = Form::new(reader, "account-email-change", "account-email-change-lede", "account-email-change-do");
    page.fields([email, current_field(reader)]).cancel("/compte")
}

pub(super) async fn email_form(reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    email_page(&reader).show()
}

pub(super) async fn email(State(directory): State<Directory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    match directory.ask_email(&reader.viewer, submitted.get("email"), submitted.verbatim("current")).await {
        Ok(()) => Ok(reader.done("/compte", "account-email-asked")),
        Err(problem) => email_page(&reader).back(&submitted, problem),
    }
}

async fn confirm_page<'a>(directory: &Directory, reader: &'a Reader, token: &str) -> Result<Form<'a>, Failure> {
    let email = directory.confirmable(token).await?;
    let note = reader.t_with("account-email-confirm-note", &[("email", email.into())]);
    Ok(Form::new(reader, "account-email-confirm", "", "account-email-confirm-do").note(note))
}

pub(super) async fn confirm_form(
    State(directory): State<Directory>,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    confirm_page(&directory, &reader, &token).await?.show()
}

pub(super) async fn confirm(State(directory): State<Directory>, reader: Reader, Path(token): Path<String>) -> Result<Response, Failure> {
    directory.confirm_email(&token).await?;
    let address = if reader.viewer.person().is_some() { "/compte" } else { "/connexion" };
    Ok(reader.done(address, "account-email-confirmed"))
}

pub(super) async fn end(State(directory): State<Directory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    directory.end_session(&reader.viewer, id).await?;
    Ok(reader.done("/compte#sessions", "account-session-ended"))
}

pub(super) async fn end_others(State(directory): State<Directory>, reader: Reader, headers: HeaderMap) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    if let Some(current) = directory.current_session(&headers).await? {
        directory.end_other_sessions(&reader.viewer, current.id).await?;
    }
    Ok(reader.done("/compte#sessions", "account-sessions-ended"))
}

fn close_page(reader: &Reader) -> Form<'_> {
    let page = Form::new(reader, "account-close", "account-close-lede", "account-close-do");
    page.fields([current_field(reader)]).cancel("/compte")
}

pub(super) async fn close_form(reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    close_page(&reader).show()
}

pub(super) async fn close(State(directory): State<Directory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    match directory.close_own(&reader.viewer, submitted.verbatim("current")).await {
        Ok(()) => Ok(reader.done("/", "account-closed")),
        Err(problem) => close_page(&reader).back(&submitted, problem),
    }
}
