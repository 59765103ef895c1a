//! Running the platform: the hub, accounts, invitations.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Language, Problem, Scope, address};
use bassin_web::{Choice, Column, Failure, Field, Link, Page, Pager, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::{Form, kept_by_nobody};
use crate::{Account, Directory, Invitation, Person, State as Life, policy};

/// Accounts on a page.
const SIZE: u64 = 50;

pub(super) fn trail(reader: &Reader) -> Link {
    Link::new(reader.t("account-administration"), "/administration")
}

struct Door {
    title: String,
    text: String,
    address: &'static str,
}

#[derive(Template)]
#[template(path = "account-administration.html")]
struct Hub<'a> {
    r: &'a Reader,
    doors: Vec<Door>,
}

pub(super) async fn hub(reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
    let door = |title: &str, text: &str, address| Door { title: reader.t(title), text: reader.t(text), address };
    let doors = vec![
        door("account-list", "account-list-lede", "/administration/comptes"),
        door("person-list-title", "person-list-lede", "/personnes"),
        door("account-journal", "account-journal-lede", "/administration/journal"),
        door("account-letters", "account-letters-lede", "/administration/courriers"),
    ];
    Ok(reader.page(Page::of(reader.t("account-administration"), &Hub { r: &reader, doors })?))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    etat: String,
    #[serde(default)]
    page: u64,
}

struct Line {
    name: String,
    address: String,
    email: String,
    state: String,
    kind: &'static str,
    roles: String,
    second_factor: String,
    seen: String,
}

#[derive(Template)]
#[template(path = "account-list.html")]
struct List<'a> {
    r: &'a Reader,
    q: String,
    states: Field,
    count: String,
    columns: Vec<Column>,
    lines: Vec<Line>,
    pager: Pager,
}

pub(super) async fn list(State(directory): State<Directory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let state = Life::from_code(&asked.etat);
    let found = directory.accounts(&reader.viewer, state, asked.q.trim(), asked.page, SIZE).await?;
    let turn = |page: u64| address("/administration/comptes", &[("q", asked.q.trim()), ("etat", &asked.etat), ("page", &page.to_string())]);
    let states = Life::ALL.map(|state| Choice::new(state.code(), reader.t(&format!("account-state-{}", state.code()))));
    let columns = ["account-name", "account-email", "account-state", "account-roles", "account-second-factor", "account-seen"];
    let view = List {
        r: &reader,
        q: asked.q.trim().to_owned(),
        states: Field::select("etat").label(reader.t("account-state")).choices(states).value(asked.etat.clone()),
        count: reader.t_with("account-count", &[("count", found.total.into())]),
        columns: columns.iter().map(|key| Column::words(reader.t(key))).collect(),
        lines: found.accounts.iter().map(|(account, person)| line(&reader, account, person.as_ref())).collect(),
        pager: Pager::new(asked.page, SIZE, found.total, turn),
    };
    Ok(reader.page(Page::of(reader.t("account-list"), &view)?.trail([trail(&reader)])))
}

fn name(reader: &Reader, person: Option<&Person>) -> String {
    person.map(Person::name).filter(|name| !name.is_empty()).unwrap_or_else(|| reader.t("account-nameless"))
}

fn roles_of(reader: &Reader, account: &Account) -> String {
    let held = [(account.administrator, "account-role-administrator"), (account.statistician, "account-role-statistician")];
    held.iter().filter(|(held, _)| *held).map(|(_, key)| reader.t(key)).collect::<Vec<_>>().join(", ")
}

fn line(reader: &Reader, account: &Account, person: Option<&Person>) -> Line {
    Line {
        name: name(reader, person),
        address: format!("/administration/comptes/{}", account.id),
        email: account.email.clone(),
        state: reader.t(&format!("account-state-{}", account.state.code())),
        kind: match account.state {
            Life::Invited => "warn",
            Life::Active => "good",
            Life::Closed => "",
        },
        roles: roles_of(reader, account),
        second_factor: reader.t(if account.has_second_factor() { "account-yes" } else { "account-no" }),
        seen: account.signed_in_at.map_or_else(|| reader.t("account-never"), |at| reader.date_time(at)),
    }
}

#[derive(Template)]
#[template(path = "account-sheet.html")]
struct Sheet<'a> {
    r: &'a Reader,
    name: String,
    line: Line,
    id: Uuid,
    person: Uuid,
    invited: bool,
    closed: bool,
    created: String,
    journal: String,
    fields: Vec<Field>,
    rest: Vec<bassin_kernel::Violation>,
}

async fn sheet(directory: &Directory, reader: &Reader, id: Uuid, problem: Option<Problem>) -> Result<Response, Failure> {
    let (account, person) = directory.account(&reader.viewer, id).await?;
    let mut fields = vec![
        Field::checkbox("administrator")
            .label(reader.t("account-role-administrator"))
            .hint(reader.t("account-role-administrator-hint"))
            .ticked(account.administrator),
        Field::checkbox("statistician")
            .label(reader.t("account-role-statistician"))
            .hint(reader.t("account-role-statistician-hint"))
            .ticked(account.statistician),
        Field::hidden("revision", account.revision.to_string()),
    ];
    let rest = problem.as_ref().map(|problem| Field::with_errors(&mut fields, problem)).unwrap_or_default();
    let view = Sheet {
        r: reader,
        name: name(reader, person.as_ref()),
        line: line(reader, &account, person.as_ref()),
        id,
        person: account.person,
        invited: account.state == Life::Invited,
        closed: account.state == Life::Closed,
        created: reader.date_time(account.created_at),
        journal: address("/administration/journal", &[("genre", "account"), ("objet", &id.to_string())]),
        fields,
        rest,
    };
    let page = Page::of(view.name.clone(), &view)?.trail([trail(reader), Link::new(reader.t("account-list"), "/administration/comptes")]);
    Ok(reader.page(if problem.is_some() { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

pub(super) async fn show(State(directory): State<Directory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    sheet(&directory, &reader, id, None).await
}

async fn answer(directory: &Directory, reader: &Reader, id: Uuid, outcome: Result<(), Problem>, done: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(reader.done(&format!("/administration/comptes/{id}"), done)),
        Err(problem) if matches!(problem.kind, bassin_kernel::Kind::Invalid | bassin_kernel::Kind::Conflict) => {
            sheet(directory, reader, id, Some(problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

pub(super) async fn roles(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let revision = submitted.get("revision").parse().unwrap_or(-1);
    let outcome = directory.set_roles(&reader.viewer, id, submitted.flag("administrator"), submitted.flag("statistician"), revision).await;
    answer(&directory, &reader, id, outcome, "account-roles").await
}

pub(super) async fn again(State(directory): State<Directory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    directory.invite_again(&reader.viewer, id).await?;
    Ok(reader.done(&format!("/administration/comptes/{id}"), "account-invited"))
}

pub(super) async fn close(State(directory): State<Directory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let outcome = directory.close(&reader.viewer, id).await;
    answer(&directory, &reader, id, outcome, "account-closed").await
}

fn language_field(reader: &Reader) -> Field {
    let choices = [Choice::new("fr", "Français"), Choice::new("en", "English")];
    Field::radios("language").label(reader.t("account-language")).choices(choices).value(reader.language.code())
}

fn invite_page(reader: &Reader, id: Uuid, person: Uuid) -> Form<'_> {
    let role = |name: &str, label: &str, hint: &str| Field::checkbox(name).label(reader.t(label)).hint(reader.t(hint));
    let mut fields = vec![
        Field::hidden("id", id.to_string()),
        Field::hidden("person", person.to_string()),
        Field::text("given_name").label(reader.t("account-given-name")).autocomplete("off").required(),
        Field::text("family_name").label(reader.t("account-family-name")).autocomplete("off").required(),
        Field::email("email").label(reader.t("account-email")).hint(reader.t("account-invite-email-hint")).autocomplete("off").required(),
        language_field(reader),
    ];
    if reader.viewer.may(&policy::ACCOUNT_MANAGE, &[Scope::Platform]) {
        fields.push(role("administrator", "account-role-administrator", "account-role-administrator-hint"));
        fields.push(role("statistician", "account-role-statistician", "account-role-statistician-hint"));
    }
    Form::new(reader, "account-invite", "account-invite-lede", "account-invite-do").fields(fields).cancel("/administration/comptes")
}

fn read(submitted: &Submitted, person: Uuid) -> Result<Invitation, Failure> {
    let missing =
        || Problem::invalid("form-id", "Le formulaire est incomplet : rouvrez la page.", "The form is incomplete: open the page again.");
    Ok(Invitation {
        id: submitted.uuid("id").ok_or_else(missing)?,
        person,
        given_name: submitted.get("given_name").to_owned(),
        family_name: submitted.get("family_name").to_owned(),
        email: submitted.get("email").to_owned(),
        language: Language::from_tag(submitted.get("language")).unwrap_or_default(),
        administrator: submitted.flag("administrator"),
        statistician: submitted.flag("statistician"),
    })
}

pub(super) async fn invite_form(State(directory): State<Directory>, reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::PERSON_ADD, &[Scope::Platform])?;
    let ids = directory.database.ids();
    invite_page(&reader, ids.next(), ids.next()).show()
}

pub(super) async fn invite(State(directory): State<Directory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let invitation = read(&submitted, submitted.uuid("person").unwrap_or_default())?;
    let (id, person) = (invitation.id, invitation.person);
    match directory.invite(&reader.viewer, invitation).await {
        Ok(account) if reader.viewer.may(&policy::ACCOUNT_MANAGE, &[Scope::Platform]) => {
            Ok(reader.done(&format!("/administration/comptes/{}", account.id), "account-invited"))
        }
        Ok(_) => Ok(reader.done(&format!("/personnes/{person}"), "account-invited")),
        Err(problem) => invite_page(&reader, id, person).back(&submitted, problem),
    }
}

async fn person_page<'a>(directory: &Directory, reader: &'a Reader, person: Uuid, id: Uuid) -> Result<Form<'a>, Failure> {
    reader.viewer.check(&policy::PERSON_ADD, &[Scope::Platform])?;
    let missing = || Problem::not_found("Cette personne n’est pas dans l’annuaire.", "This person is not in the directory.");
    let sheet = directory.person(person).await?.ok_or_else(missing)?;
    let manages = reader.viewer.may(&policy::ACCOUNT_MANAGE, &[Scope::Platform]);
    let hint = if manages { "account-invite-email-hint" } else { "account-invite-email-sheet" };
    let email = Field::email("email").label(reader.t("account-email")).hint(reader.t(hint)).value(sheet.email.clone()).required();
    let note = reader.t_with("account-invite-person", &[("name", sheet.name().into())]);
    let page = Form::new(reader, "account-invite", "account-invite-lede", "account-invite-do");
    Ok(page.note(note).fields([Field::hidden("id", id.to_string()), email]).cancel(&format!("/personnes/{person}")))
}

pub(super) async fn invite_person_form(
    State(directory): State<Directory>,
    reader: Reader,
    Path(person): Path<Uuid>,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    Ok(kept_by_nobody(person_page(&directory, &reader, person, directory.database.ids().next()).await?.show()?))
}

pub(super) async fn invite_person(
    State(directory): State<Directory>,
    reader: Reader,
    Path(person): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let invitation = read(&submitted, person)?;
    let page = person_page(&directory, &reader, person, invitation.id).await?;
    match directory.invite(&reader.viewer, invitation).await {
        Ok(_) => Ok(reader.done(&format!("/personnes/{person}"), "account-invited")),
        Err(problem) => page.back(&submitted, problem),
    }
}
