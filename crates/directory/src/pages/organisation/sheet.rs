//! The sheet of an organisation.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use bassin_database::journal;
use bassin_kernel::{Problem, Scope, day_of};
use bassin_territory::commune_address;
use bassin_web::{Failure, Page, Reader};
use uuid::Uuid;

use super::{field_name, found, kind_name, known, organisation_address, to_list};
use crate::{CorrectionState, Directory, Organisation, component_of, pages::SECTION, policy};

#[derive(Template)]
#[template(path = "organisation.html")]
struct View<'a> {
    r: &'a Reader,
    name: String,
    kicker: String,
    description: String,
    address: String,
    facts: Vec<Fact>,
    sites: Vec<SiteLine>,
    people: Vec<PersonLine>,
    former: Vec<PersonLine>,
    history: Vec<Event>,
    merges: Vec<MergeLine>,
    new_site: String,
    new_member: String,
    propose_site: String,
    open_corrections: usize,
    signed_in: bool,
    may_edit: bool,
    may_manage: bool,
    may_propose: bool,
    revision: i64,
}

struct Fact {
    term: String,
    text: String,
    link: String,
}

struct SiteLine {
    name: String,
    lines: Vec<String>,
    commune: String,
    commune_address: String,
    accessibility: String,
    phone: String,
    edit: String,
    propose: String,
}

struct PersonLine {
    name: String,
    address: String,
    function: String,
    dates: String,
    referent: bool,
    edit: String,
}

struct Event {
    when: String,
    what: String,
    who: String,
}

struct MergeLine {
    what: String,
    undo: String,
}

pub(super) async fn show(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let sheet = found(&directory, &id).await?;
    if sheet.id != known(&id)? {
        return Ok(Redirect::to(&organisation_address(sheet.id)).into_response());
    }
    let scopes = [Scope::Organisation(sheet.id)];
    let may_edit = reader.viewer.may(&policy::ORGANISATION_EDIT, &scopes);
    let may_manage = reader.viewer.may(&policy::DIRECTORY_MANAGE, &[]);
    let signed_in = reader.viewer.may(&policy::PERSON_READ, &[]);
    let address = organisation_address(sheet.id);
    let (people, former) = if signed_in { people(&directory, &reader, &sheet).await? } else { (Vec::new(), Vec::new()) };
    let corrections = if may_edit { directory.corrections(sheet.id).await? } else { Vec::new() };
    let component = component_of(&sheet.kind).map(|component| reader.t(&format!("organisation-component-{component}")));
    let view = View {
        r: &reader,
        name: sheet.full_name(),
        kicker: [Some(kind_name(&reader, &sheet.kind)), component].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        description: sheet.description.clone(),
        facts: facts(&reader, &sheet),
        sites: sites(&directory, &reader, &sheet),
        people,
        former,
        history: history(&directory, &reader, sheet.id, signed_in).await?,
        merges: if may_manage { merges(&directory, &reader, sheet.id).await? } else { Vec::new() },
        new_site: format!("{address}/sites/{}", directory.new_id()),
        propose_site: format!("{address}/correction/{}", directory.new_id()),
        new_member: format!("{address}/personnes/{}", directory.new_id()),
        open_corrections: corrections.iter().filter(|one| one.state == CorrectionState::Open).count(),
        signed_in,
        may_edit,
        may_manage,
        may_propose: reader.viewer.may(&policy::CORRECTION_PROPOSE, &[]),
        revision: sheet.revision,
        address,
    };
    let page = Page::of(sheet.name.clone(), &view)?.section(SECTION).trail([to_list(&reader)]);
    Ok(reader.page(page))
}

fn facts(reader: &Reader, sheet: &Organisation) -> Vec<Fact> {
    let mut facts: Vec<Fact> = sheet
        .identifiers
        .iter()
        .map(|identifier| Fact { term: field_name(reader, identifier.scheme.code()), text: identifier.display(), link: String::new() })
        .collect();
    let mut add = |term: &str, text: &str, link: String| {
        if !text.is_empty() {
            facts.push(Fact { term: field_name(reader, term), text: text.to_owned(), link });
        }
    };
    add("sectors", &sheet.sectors.join(", "), String::new());
    add("email", &sheet.email, format!("mailto:{}", sheet.email));
    add("phone", &sheet.phone, String::new());
    add("website", &sheet.website, sheet.website.clone());
    add("source", &sheet.source, String::new());
    facts
}

fn sites(directory: &Directory, reader: &Reader, sheet: &Organisation) -> Vec<SiteLine> {
    let atlas = directory.territory.atlas();
    let address = organisation_address(sheet.id);
    let one = |site: &crate::Site| {
        let commune = atlas.row(&site.commune).and_then(|row| atlas.commune(row));
        SiteLine {
            name: if site.name.is_empty() { reader.t("organisation-site") } else { site.name.clone() },
            lines: [site.address.clone(), site.postcode.clone()].into_iter().filter(|line| !line.is_empty()).collect(),
            commune: commune.map_or_else(|| site.commune.clone(), |commune| commune.name.to_owned()),
            commune_address: commune.map(|commune| commune_address(&commune.key())).unwrap_or_default(),
            accessibility: site.accessibility.clone(),
            phone: site.phone.clone(),
            edit: format!("{address}/sites/{}", site.id),
            propose: format!("{address}/correction/{}", site.id),
        }
    };
    sheet.sites.iter().map(one).collect()
}

async fn people(directory: &Directory, reader: &Reader, sheet: &Organisation) -> Result<(Vec<PersonLine>, Vec<PersonLine>), Problem> {
    let today = day_of(directory.database.clock().now());
    let all = directory.all_members_of(sheet.id).await?;
    let names = directory.people(&all.iter().map(|one| one.person).collect::<Vec<_>>()).await?;
    let (mut now, mut former) = (Vec::new(), Vec::new());
    for one in all {
        let Some(person) = names.get(&one.person) else { continue };
        let line = PersonLine {
            name: person.name(),
            address: format!("/personnes/{}", person.id),
            function: one.function.clone(),
            dates: dates(reader, &one),
            referent: one.referent,
            edit: format!("{}/personnes/{}", organisation_address(sheet.id), one.id),
        };
        if one.ends_on.is_some_and(|last| last < today) { former.push(line) } else { now.push(line) }
    }
    Ok((now, former))
}

/// From when to when somebody belongs.
pub(in crate::pages) fn dates(reader: &Reader, one: &crate::Membership) -> String {
    let first = reader.day(one.starts_on);
    match one.ends_on {
        Some(last) => reader.t_with("organisation-member-dates", &[("first", first.into()), ("last", reader.day(last).into())]),
        None => reader.t_with("organisation-member-since", &[("first", first.into())]),
    }
}

async fn history(directory: &Directory, reader: &Reader, id: Uuid, named: bool) -> Result<Vec<Event>, Problem> {
    let page = journal::Page {
        object_kind: Some("organisation".to_owned()),
        object_id: Some(id.to_string()),
        limit: 20,
        ..journal::Page::default()
    };
    let entries = journal::list(&directory.database, &page).await?;
    let person = |actor: &str| actor.strip_prefix("person:").and_then(|id| id.parse::<Uuid>().ok());
    let people: Vec<Uuid> = entries.iter().filter_map(|entry| person(&entry.actor)).collect();
    let names = if named { directory.people(&people).await? } else { std::collections::HashMap::new() };
    let who = |actor: &str| match person(actor) {
        Some(id) => names.get(&id).map(crate::Person::name).unwrap_or_default(),
        None => String::new(),
    };
    let event = |entry: &journal::Entry| Event {
        when: reader.date_time(entry.at),
        what: reader.t(&format!("organisation-act-{}", entry.action.replace('.', "-"))),
        who: who(&entry.actor),
    };
    Ok(entries.iter().map(event).collect())
}

async fn merges(directory: &Directory, reader: &Reader, id: Uuid) -> Result<Vec<MergeLine>, Problem> {
    let all = directory.merges_into(id).await?;
    Ok(all
        .iter()
        .map(|merge| {
            let name = merge.moved["absorbed"]["name"].as_str().unwrap_or_default();
            MergeLine {
                what: reader.t_with("organisation-merged", &[("name", name.into()), ("date", reader.date(merge.merged_at).into())]),
                undo: format!("/structures/fusions/{}/annuler", merge.id),
            }
        })
        .collect())
}
