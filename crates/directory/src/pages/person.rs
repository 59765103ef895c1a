//! Pages of the `person` part.

mod list;

use askama::Template;
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use bassin_kernel::{Kind, Language, Problem};
use bassin_web::{Choice, Failure, Field, Link, Page, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::organisation::{
    form::{Form, Stored, mendable, put},
    known, organisation_address,
};
use crate::{
    Correction, Directory, Forgotten, Person, PersonDraft,
    commands::person::no_person,
    pages::{SECTION, organisation::shared as lists},
    policy,
};

/// How many answers a picker offers.
const OFFERED: u64 = 12;

pub(super) fn routes() -> Router<Directory> {
    Router::new()
        .route("/personnes", get(list::show))
        .route("/personnes/liste.csv", get(list::csv))
        .route("/personnes/suggestions", get(suggestions))
        .route("/personnes/nouvelle", get(new).post(create))
        .route("/personnes/{id}", get(show))
        .route("/personnes/{id}/modifier", get(edit).post(save))
        .route("/personnes/{id}/effacer", get(leave).post(erase))
        .route("/personnes/{id}/fusion", get(merging).post(merge))
        .route("/personnes/fusions/{id}/annuler", post(part))
}

/// The address of a person's sheet.
#[must_use]
pub fn person_address(id: Uuid) -> String {
    format!("/personnes/{id}")
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
}

async fn suggestions(
    State(directory): State<Directory>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<lists::Suggestion>>, Failure> {
    reader.require_signed_in()?;
    let found = directory.search_people(&asked.q, 1, OFFERED).await?;
    let today = bassin_kernel::day_of(directory.database.clock().now());
    let mut offered = Vec::new();
    for person in found.items {
        let ties = directory.memberships_of(person.id, today).await?;
        let sheets = directory.organisations(&ties.iter().map(|tie| tie.organisation).collect::<Vec<_>>()).await?;
        let names: Vec<String> = ties.iter().filter_map(|tie| sheets.get(&tie.organisation)).map(|sheet| sheet.name.clone()).collect();
        let detail = if names.is_empty() { person.expertise.clone() } else { names.join(", ") };
        offered.push(lists::Suggestion { id: person.id, label: person.name(), detail });
    }
    Ok(Json(offered))
}

#[derive(Template)]
#[template(path = "person.html")]
struct View<'a> {
    r: &'a Reader,
    name: String,
    expertise: String,
    fictional: bool,
    address: String,
    facts: Vec<(String, String)>,
    ties: Vec<Tie>,
    lines: Vec<lists::Line>,
    merges: Vec<(String, String)>,
    may_edit: bool,
    may_erase: bool,
    may_manage: bool,
    may_invite: bool,
    own: bool,
}

struct Tie {
    organisation: String,
    address: String,
    function: String,
    dates: String,
}

/// The sheet of a person, for those who have signed in.
async fn show(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::PERSON_READ, &[])?;
    let person = found(&directory, &id).await?;
    if person.id != known(&id)? {
        return Ok(Redirect::to(&person_address(person.id)).into_response());
    }
    let scopes = directory.person_scopes(person.id).await?;
    let own = reader.viewer.person().is_some_and(|viewer| viewer.person == person.id);
    let may_manage = reader.viewer.may(&policy::DIRECTORY_MANAGE, &[]);
    let corrections: Vec<Correction> = if own || may_manage { directory.corrections_by(person.id).await? } else { Vec::new() };
    let facts = [("email", &person.email), ("phone", &person.phone)];
    let view = View {
        r: &reader,
        name: person.name(),
        expertise: person.expertise.clone(),
        fictional: person.fictional,
        address: person_address(person.id),
        facts: facts
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(field, text)| (reader.t(&format!("person-field-{field}")), text.clone()))
            .collect(),
        ties: ties(&directory, &reader, person.id).await?,
        lines: lists::lines(&directory, &reader, corrections).await?,
        merges: if may_manage { merges(&directory, &reader, person.id).await? } else { Vec::new() },
        may_edit: reader.viewer.may(&policy::PERSON_EDIT, &scopes) && !person.is_anonymous(),
        may_erase: reader.viewer.may(&policy::PERSON_ERASE, &scopes) && !person.is_anonymous(),
        may_manage,
        may_invite: reader.viewer.may(&policy::ACCOUNT_MANAGE, &[]) && !person.is_anonymous(),
        own,
    };
    let page = Page::of(person.name(), &view)?.section(SECTION).trail([Link::new(reader.t("organisation-list-title"), "/structures")]);
    Ok(reader.page(Page { robots: Some("noindex"), ..page }))
}

async fn found(directory: &Directory, id: &str) -> Result<Person, Problem> {
    directory.person(known(id)?).await?.ok_or_else(no_person)
}

async fn ties(directory: &Directory, reader: &Reader, person: Uuid) -> Result<Vec<Tie>, Problem> {
    let all = directory.all_memberships_of(person).await?;
    let sheets = directory.organisations(&all.iter().map(|one| one.organisation).collect::<Vec<_>>()).await?;
    let tie = |one: &crate::Membership| {
        let sheet = sheets.get(&one.organisation)?;
        Some(Tie {
            organisation: sheet.full_name(),
            address: organisation_address(sheet.id),
            function: one.function.clone(),
            dates: lists::dates(reader, one),
        })
    };
    Ok(all.iter().filter_map(tie).collect())
}

async fn merges(directory: &Directory, reader: &Reader, person: Uuid) -> Result<Vec<(String, String)>, Problem> {
    let all = directory.merges_into(person).await?;
    let told = |merge: &crate::Merge| {
        let absorbed = &merge.moved["absorbed"];
        let name =
            format!("{} {}", absorbed["given_name"].as_str().unwrap_or_default(), absorbed["family_name"].as_str().unwrap_or_default());
        let words = reader.t_with("organisation-merged", &[("name", name.trim().into()), ("date", reader.date(merge.merged_at).into())]);
        (words, format!("/personnes/fusions/{}/annuler", merge.id))
    };
    Ok(all.iter().map(told).collect())
}

fn fields(reader: &Reader, person: Option<&Person>, id: Uuid) -> Vec<Field> {
    let of = |text: fn(&Person) -> &String| person.map_or("", |person| text(person));
    let label = |field: &str| reader.t(&format!("person-field-{field}"));
    let languages = [Choice::new("fr", "Français"), Choice::new("en", "English")];
    let language = person.map_or(reader.language, |person| person.language);
    vec![
        Field::text("given_name").label(label("given_name")).value(of(|person| &person.given_name)),
        Field::text("family_name").label(label("family_name")).value(of(|person| &person.family_name)).required(),
        Field::email("email").label(label("email")).autocomplete("off").value(of(|person| &person.email)),
        Field::telephone("phone").label(label("phone")).value(of(|person| &person.phone)),
        Field::radios("language").label(label("language")).choices(languages).value(language.code()),
        Field::text("expertise").label(label("expertise")).hint(reader.t("person-hint-expertise")).value(of(|person| &person.expertise)),
        Field::hidden("id", id.to_string()),
        Field::hidden("revision", person.map_or(0, |person| person.revision).to_string()),
    ]
}

fn draft(submitted: &Submitted, id: Uuid) -> PersonDraft {
    let of = |field: &str| submitted.get(field).to_owned();
    PersonDraft {
        email: of("email"),
        phone: of("phone"),
        language: if submitted.get("language") == "en" { Language::English } else { Language::French },
        expertise: of("expertise"),
        ..PersonDraft::named(id, of("given_name"), of("family_name"))
    }
}

fn form<'a>(reader: &'a Reader, person: Option<&Person>, fields: Vec<Field>) -> Form<'a> {
    let cancel = person.map_or_else(|| "/structures".to_owned(), |person| person_address(person.id));
    Form {
        title: person
            .map_or_else(|| reader.t("person-new"), |person| reader.t_with("person-edit-title", &[("name", person.name().into())])),
        lede: reader.t("person-lede"),
        fields,
        submit: reader.t("organisation-save"),
        cancel,
        trail: vec![Link::new(reader.t("organisation-list-title"), "/structures")],
        stored: Vec::new(),
        reader,
    }
}

async fn new(State(directory): State<Directory>, reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    form(&reader, None, fields(&reader, None, directory.new_id())).page(None)
}

async fn create(State(directory): State<Directory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let id = submitted.uuid("id").unwrap_or_else(|| directory.new_id());
    match directory.create_person(&reader.viewer, draft(&submitted, id)).await {
        Ok(person) => Ok(reader.done(&person_address(person.id), "person-added")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let mut fields = fields(&reader, None, id);
            Field::fill(&mut fields, &submitted);
            form(&reader, None, fields).page(Some(&problem))
        }
    }
}

async fn editor(directory: &Directory, reader: &Reader, id: &str) -> Result<Person, Failure> {
    reader.require_signed_in()?;
    let person = found(directory, id).await?;
    reader.viewer.check(&policy::PERSON_EDIT, &directory.person_scopes(person.id).await?)?;
    Ok(person)
}

async fn edit(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let person = editor(&directory, &reader, &id).await?;
    form(&reader, Some(&person), fields(&reader, Some(&person), person.id)).page(None)
}

async fn save(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let person = editor(&directory, &reader, &id).await?;
    let revision = submitted.get("revision").parse().unwrap_or(-1);
    let typed = draft(&submitted, person.id);
    match directory.edit_person(&reader.viewer, revision, &typed).await {
        Ok(_) => Ok(reader.done(&person_address(person.id), "organisation-saved")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let mut fields = fields(&reader, Some(&person), person.id);
            Field::fill(&mut fields, &submitted);
            let mut form = form(&reader, Some(&person), fields);
            if problem.kind == Kind::Conflict {
                put(&mut form.fields, "revision", person.revision.to_string());
                form.stored = differing(&reader, &person, &typed);
            }
            form.page(Some(&problem))
        }
    }
}

fn differing(reader: &Reader, person: &Person, typed: &PersonDraft) -> Vec<Stored> {
    let fields = [
        ("given_name", &person.given_name, &typed.given_name),
        ("family_name", &person.family_name, &typed.family_name),
        ("email", &person.email, &typed.email),
        ("phone", &person.phone, &typed.phone),
        ("expertise", &person.expertise, &typed.expertise),
    ];
    let differs = fields.into_iter().filter(|(_, stored, typed)| stored != typed);
    differs
        .map(|(field, stored, typed)| Stored {
            label: reader.t(&format!("person-field-{field}")),
            stored: stored.clone(),
            typed: typed.clone(),
        })
        .collect()
}

/// The form that forgets a person: what keeps their sheet, if anything, and what will be left of it. One's own takes one's password.
async fn erasing<'a>(directory: &Directory, reader: &'a Reader, person: &Person) -> Result<Form<'a>, Failure> {
    let held = directory.held(person.id).await?;
    let reasons: Vec<&str> = held.iter().map(|reason| reader.text(reason)).collect();
    let (title, lede, submit) = if held.is_empty() {
        ("person-delete-title", reader.t("person-delete-lede"), "person-delete-do")
    } else {
        ("person-erase-title", reader.t_with("person-erase-lede", &[("reasons", reasons.join(", ").into())]), "person-erase-do")
    };
    let own = reader.viewer.person().is_some_and(|viewer| viewer.person == person.id);
    let password = own && directory.own_account(&reader.viewer).await?.is_some_and(|account| account.has_password());
    let fields = password.then(|| super::account::current_field(reader));
    Ok(Form {
        title: reader.t_with(title, &[("name", person.name().into())]),
        lede,
        submit: reader.t(submit),
        ..form(reader, Some(person), fields.into_iter().collect())
    })
}

async fn leave(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let person = found(&directory, &id).await?;
    reader.viewer.check(&policy::PERSON_ERASE, &directory.person_scopes(person.id).await?)?;
    erasing(&directory, &reader, &person).await?.page(None)
}

async fn erase(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let person = found(&directory, &id).await?;
    let own = reader.viewer.person().is_some_and(|viewer| viewer.person == person.id);
    let outcome = match directory.confirm_own(&reader.viewer, person.id, submitted.verbatim("current")).await {
        Ok(()) => directory.erase_person(&reader.viewer, person.id).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(Forgotten::Deleted) => Ok(reader.done(if own { "/" } else { "/personnes" }, "person-deleted")),
        Ok(Forgotten::Anonymous) => Ok(reader.done(&if own { "/".to_owned() } else { person_address(person.id) }, "person-erased")),
        Err(problem) => erasing(&directory, &reader, &person).await?.page(Some(&mendable(problem)?)),
    }
}

fn merge_form<'a>(directory: &Directory, reader: &'a Reader, person: &Person) -> Form<'a> {
    let other = Field::picker("other", "/personnes/suggestions?q=").label(reader.t("person-merge-other")).required();
    Form {
        title: reader.t_with("person-merge-title", &[("name", person.name().into())]),
        lede: reader.t("person-merge-lede"),
        submit: reader.t("person-merge-do"),
        ..form(reader, Some(person), vec![other, Field::hidden("id", directory.new_id().to_string())])
    }
}

async fn merging(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
    let person = found(&directory, &id).await?;
    merge_form(&directory, &reader, &person).page(None)
}

async fn merge(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
    let person = found(&directory, &id).await?;
    let merge = submitted.uuid("id").unwrap_or_else(|| directory.new_id());
    let other = match submitted.picked("other") {
        bassin_web::Picked::Id(other) => other,
        _ => person.id,
    };
    match directory.merge_people(&reader.viewer, merge, person.id, other).await {
        Ok(_) => Ok(reader.done(&person_address(person.id), "organisation-merged")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let mut form = merge_form(&directory, &reader, &person);
            Field::fill(&mut form.fields, &submitted);
            if let bassin_web::Picked::Words(words) = submitted.picked("other") {
                let found = directory.search_people(words, 1, 20).await?;
                let choices = found.items.iter().filter(|one| one.id != person.id).map(|one| Choice::new(one.id.to_string(), one.name()));
                form.fields[0] = Field::radios("other").label(reader.t("person-merge-other")).choices(choices).required();
            }
            form.page(Some(&problem))
        }
    }
}

async fn part(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let undone = directory.undo_merge(&reader.viewer, known(&id)?).await?;
    Ok(reader.done(&person_address(undone.kept), "organisation-parted"))
}
