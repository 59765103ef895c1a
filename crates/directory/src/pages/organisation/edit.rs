//! Forms of a sheet, of its sites, of its people.

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{Kind, Problem, Scope, Violation, day_of};
use bassin_web::{Choice, Failure, Field, Picked, Reader, Submitted};
use uuid::Uuid;

use super::{
    field_name,
    form::{Form, Stored, mendable, put},
    found, known,
    list::kinds,
    organisation_address, to_list, to_sheet,
};
use crate::{Directory, Membership, Organisation, OrganisationDraft, Site, policy};

/// The fields of a sheet.
fn fields(reader: &Reader, draft: &OrganisationDraft) -> Vec<Field> {
    let field = |name: &str| {
        let field = match name {
            "kind" => Field::select(name).choices(kinds(reader)).required(),
            "name" => Field::text(name).required(),
            "description" => Field::area(name),
            "sectors" => Field::area(name).lines(3),
            "email" => Field::email(name).autocomplete("off"),
            "phone" => Field::telephone(name),
            "website" => Field::url(name),
            _ => Field::text(name),
        };
        let hint = match name {
            "siret" | "siren" | "uai" | "bce" | "sectors" | "source" => reader.t(&format!("organisation-hint-{name}")),
            _ => String::new(),
        };
        field.label(field_name(reader, name)).hint(hint).value(draft.get(name))
    };
    OrganisationDraft::FIELDS.iter().map(|name| field(name)).collect()
}

fn draft(submitted: &Submitted) -> OrganisationDraft {
    let mut draft = OrganisationDraft::default();
    for field in OrganisationDraft::FIELDS {
        draft.set(field, submitted.get(field));
    }
    draft
}

pub(super) fn site_fields(reader: &Reader, site: Option<&Site>) -> Vec<Field> {
    let field = |name: &str, text: fn(&Site) -> &String| {
        let field = if name == "accessibility" { Field::area(name).lines(3) } else { Field::text(name) };
        let name_of = if name == "site_phone" { "phone" } else { name };
        field.label(field_name(reader, name_of)).value(site.map_or("", |site| text(site)))
    };
    vec![
        field("site_name", |site| &site.name),
        field("address", |site| &site.address),
        field("postcode", |site| &site.postcode),
        field("commune", |site| &site.commune).hint(reader.t("organisation-hint-commune")),
        field("accessibility", |site| &site.accessibility).hint(reader.t("organisation-hint-accessibility")),
        field("site_phone", |site| &site.phone),
    ]
}

pub(super) fn typed_site(id: Uuid, submitted: &Submitted) -> Site {
    let of = |name: &str| submitted.get(name).to_owned();
    Site {
        id,
        name: of("site_name"),
        address: of("address"),
        postcode: of("postcode"),
        commune: of("commune"),
        accessibility: of("accessibility"),
        phone: of("site_phone"),
    }
}

fn creation(directory: &Directory, reader: &Reader) -> Vec<Field> {
    let mut all = fields(reader, &OrganisationDraft::default());
    all.extend(site_fields(reader, None));
    all.push(Field::hidden("id", directory.new_id().to_string()));
    all.push(Field::hidden("site", directory.new_id().to_string()));
    all
}

fn creation_form<'a>(reader: &'a Reader, fields: Vec<Field>) -> Form<'a> {
    Form {
        title: reader.t("organisation-new"),
        lede: reader.t("organisation-new-lede"),
        fields,
        submit: reader.t("organisation-add-do"),
        cancel: "/structures".to_owned(),
        trail: vec![to_list(reader)],
        stored: Vec::new(),
        reader,
    }
}

pub(super) async fn new(State(directory): State<Directory>, reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::ORGANISATION_ADD, &[])?;
    creation_form(&reader, creation(&directory, &reader)).page(None)
}

pub(super) async fn create(State(directory): State<Directory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let id = submitted.uuid("id").unwrap_or_else(|| directory.new_id());
    let site = typed_site(submitted.uuid("site").unwrap_or_else(|| directory.new_id()), &submitted);
    let empty = Site { id: site.id, ..typed_site(site.id, &Submitted::default()) };
    let site = Some(site).filter(|site| *site != empty);
    match directory.create_organisation(&reader.viewer, id, &draft(&submitted), site).await {
        Ok(sheet) => Ok(reader.done(&organisation_address(sheet.id), "organisation-added")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let mut fields = creation(&directory, &reader);
            Field::fill(&mut fields, &submitted);
            creation_form(&reader, fields).page(Some(&problem))
        }
    }
}

fn edit_form<'a>(reader: &'a Reader, sheet: &Organisation, fields: Vec<Field>) -> Form<'a> {
    Form {
        title: reader.t_with("organisation-edit-title", &[("name", sheet.name.as_str().into())]),
        lede: reader.t("organisation-edit-lede"),
        fields,
        submit: reader.t("organisation-save"),
        cancel: organisation_address(sheet.id),
        trail: to_sheet(reader, sheet).into(),
        stored: Vec::new(),
        reader,
    }
}

fn edition(reader: &Reader, sheet: &Organisation) -> Vec<Field> {
    let mut all = fields(reader, &sheet.draft());
    all.push(Field::hidden("revision", sheet.revision.to_string()));
    all
}

pub(super) async fn edit(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let sheet = keeper(&directory, &reader, &id).await?;
    edit_form(&reader, &sheet, edition(&reader, &sheet)).page(None)
}

/// The sheet, for somebody who keeps it.
async fn keeper(directory: &Directory, reader: &Reader, id: &str) -> Result<Organisation, Failure> {
    reader.require_signed_in()?;
    let sheet = found(directory, id).await?;
    reader.viewer.check(&policy::ORGANISATION_EDIT, &[Scope::Organisation(sheet.id)])?;
    Ok(sheet)
}

fn revision(submitted: &Submitted) -> i64 {
    submitted.get("revision").parse().unwrap_or(-1)
}

pub(super) async fn save(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sheet = keeper(&directory, &reader, &id).await?;
    match directory.edit_organisation(&reader.viewer, sheet.id, revision(&submitted), &draft(&submitted)).await {
        Ok(_) => Ok(reader.done(&organisation_address(sheet.id), "organisation-saved")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let mut fields = edition(&reader, &sheet);
            Field::fill(&mut fields, &submitted);
            let mut form = edit_form(&reader, &sheet, fields);
            if problem.kind == Kind::Conflict {
                put(&mut form.fields, "revision", sheet.revision.to_string());
                form.stored = differing(&reader, &sheet, &draft(&submitted));
            }
            form.page(Some(&problem))
        }
    }
}

/// The fields of which something else is stored than what was typed.
fn differing(reader: &Reader, sheet: &Organisation, typed: &OrganisationDraft) -> Vec<Stored> {
    let stored = sheet.draft();
    let fields = OrganisationDraft::FIELDS.into_iter().filter(|field| stored.get(field).trim() != typed.get(field).trim());
    fields
        .map(|field| Stored { label: field_name(reader, field), stored: stored.get(field).to_owned(), typed: typed.get(field).to_owned() })
        .collect()
}

fn site_form<'a>(reader: &'a Reader, sheet: &Organisation, mut fields: Vec<Field>) -> Form<'a> {
    fields.push(Field::hidden("revision", sheet.revision.to_string()));
    Form { title: reader.t("organisation-site"), lede: sheet.full_name(), ..edit_form(reader, sheet, fields) }
}

pub(super) async fn site(
    State(directory): State<Directory>,
    reader: Reader,
    Path((id, site)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let sheet = keeper(&directory, &reader, &id).await?;
    let site = known(&site)?;
    site_form(&reader, &sheet, site_fields(&reader, sheet.sites.iter().find(|known| known.id == site))).page(None)
}

pub(super) async fn save_site(
    State(directory): State<Directory>,
    reader: Reader,
    Path((id, site)): Path<(String, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sheet = keeper(&directory, &reader, &id).await?;
    let site = typed_site(known(&site)?, &submitted);
    match directory.put_site(&reader.viewer, sheet.id, revision(&submitted), &site).await {
        Ok(_) => Ok(reader.done(&format!("{}#sites", organisation_address(sheet.id)), "organisation-saved")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let mut form = site_form(&reader, &sheet, site_fields(&reader, None));
            Field::fill(&mut form.fields, &submitted);
            put(&mut form.fields, "revision", sheet.revision.to_string());
            form.page(Some(&problem))
        }
    }
}

pub(super) async fn remove_site(
    State(directory): State<Directory>,
    reader: Reader,
    Path((id, site)): Path<(String, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sheet = keeper(&directory, &reader, &id).await?;
    directory.remove_site(&reader.viewer, sheet.id, revision(&submitted), known(&site)?).await?;
    Ok(reader.done(&format!("{}#sites", organisation_address(sheet.id)), "organisation-saved"))
}

fn member_fields(reader: &Reader, directory: &Directory, one: Option<&Membership>) -> Vec<Field> {
    let today = day_of(directory.database.clock().now());
    let mut fields = Vec::new();
    if one.is_none() {
        let hint = reader.t("organisation-hint-person");
        fields
            .push(Field::picker("person", "/personnes/suggestions?q=").label(reader.t("organisation-member-person")).hint(hint).required());
    }
    fields.push(Field::text("function").label(reader.t("organisation-member-function")).value(one.map_or("", |one| one.function.as_str())));
    let starts = one.map_or(today, |one| one.starts_on);
    fields.push(Field::date("starts_on").label(reader.t("organisation-member-starts")).value(starts.to_string()).required());
    let ends = one.and_then(|one| one.ends_on).map(|day| day.to_string()).unwrap_or_default();
    fields.push(Field::date("ends_on").label(reader.t("organisation-member-ends")).hint(reader.t("organisation-hint-ends")).value(ends));
    let referent = Field::checkbox("referent").label(reader.t("organisation-member-referent"));
    fields.push(referent.hint(reader.t("organisation-hint-referent")).ticked(one.is_some_and(|one| one.referent)));
    fields
}

fn member_form<'a>(reader: &'a Reader, sheet: &Organisation, fields: Vec<Field>) -> Form<'a> {
    Form { title: reader.t("organisation-member-title"), lede: sheet.full_name(), ..edit_form(reader, sheet, fields) }
}

pub(super) async fn member(
    State(directory): State<Directory>,
    reader: Reader,
    Path((id, membership)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let sheet = keeper(&directory, &reader, &id).await?;
    let one = stored(&directory, &sheet, known(&membership)?).await?;
    let mut form = member_form(&reader, &sheet, member_fields(&reader, &directory, one.as_ref()));
    if let Some(one) = one {
        let name = directory.person(one.person).await?.map(|person| person.name()).unwrap_or_default();
        form.lede = format!("{name} · {}", sheet.full_name());
    }
    form.page(None)
}

async fn stored(directory: &Directory, sheet: &Organisation, id: Uuid) -> Result<Option<Membership>, Problem> {
    Ok(directory.all_members_of(sheet.id).await?.into_iter().find(|one| one.id == id))
}

pub(super) async fn save_member(
    State(directory): State<Directory>,
    reader: Reader,
    Path((id, membership)): Path<(String, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sheet = keeper(&directory, &reader, &id).await?;
    let id = known(&membership)?;
    let before = stored(&directory, &sheet, id).await?;
    let outcome = match typed_member(&sheet, id, before.as_ref(), &submitted) {
        Ok(typed) => directory.put_membership(&reader.viewer, &typed).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => Ok(reader.done(&format!("{}#people", organisation_address(sheet.id)), "organisation-saved")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let mut fields = member_fields(&reader, &directory, before.as_ref());
            Field::fill(&mut fields, &submitted);
            if let Picked::Words(words) = submitted.picked("person") {
                offer(&directory, &mut fields, words).await?;
            }
            member_form(&reader, &sheet, fields).page(Some(&problem))
        }
    }
}

/// What was typed of a membership.
fn typed_member(sheet: &Organisation, id: Uuid, before: Option<&Membership>, submitted: &Submitted) -> Result<Membership, Problem> {
    let mut violations = Vec::new();
    let person = match (before, submitted.picked("person")) {
        (Some(before), _) => Some(before.person),
        (None, Picked::Id(person)) => Some(person),
        (None, _) => {
            violations.push(
                Violation::new(
                    "membership-person",
                    "Choisissez la personne parmi celles qui sont proposées. Si elle n’est pas dans l’annuaire, ajoutez-la d’abord.",
                    "Choose the person among those offered. If they are not in the directory, add them first.",
                )
                .on("person")
                .suggesting(["/personnes/nouvelle"]),
            );
            None
        }
    };
    let starts_on = submitted.day("starts_on");
    let ends_on = submitted.day("ends_on");
    let unreadable = |field: &str| {
        Violation::new("day", "Écrivez une date, par exemple 31/12/2026.", "Write a date, for instance 31/12/2026.").on(field)
    };
    if starts_on.is_none() {
        violations.push(unreadable("starts_on"));
    }
    if ends_on.is_none() && !submitted.get("ends_on").is_empty() {
        violations.push(unreadable("ends_on"));
    }
    match (person, starts_on) {
        (Some(person), Some(starts_on)) if violations.is_empty() => Ok(Membership {
            id,
            person,
            organisation: sheet.id,
            function: submitted.get("function").to_owned(),
            referent: submitted.flag("referent"),
            starts_on,
            ends_on,
        }),
        _ => Err(Problem::new(Kind::Invalid, violations)),
    }
}

/// Offers, as a list, the people that the words of a picker found.
async fn offer(directory: &Directory, fields: &mut [Field], words: &str) -> Result<(), Problem> {
    let found = directory.search_people(words, 1, 20).await?;
    if let (Some(field), false) = (fields.iter_mut().find(|field| field.name == "person"), found.items.is_empty()) {
        let choices = found.items.iter().map(|person| Choice::new(person.id.to_string(), person.name()));
        *field = Field::radios("person").label(field.label.clone()).choices(choices).required();
    }
    Ok(())
}
