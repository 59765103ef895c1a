//! Creating a body: its statute first, then the bodies it depends on, its sheet, its first secretariat.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Scope, Violation, text::fold};
use bassin_web::{Choice, Failure, Field, Link, Page, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    super::SECTION,
    comes_back,
    pick::{Pick, Whom, picked, picker},
    refill,
};
use crate::{Body, BodyDraft, Founding, Governance, pages::tabs, policy, statute::Statute};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    statut: String,
    /// A body it would depend on, when one comes from its page.
    #[serde(default)]
    parent: String,
}

#[derive(Template)]
#[template(path = "body_statutes.html")]
struct StatutesView<'a> {
    r: &'a Reader,
    statutes: Vec<StatuteLine>,
}

struct StatuteLine {
    name: String,
    purpose: String,
    address: String,
    parents: String,
}

#[derive(Template)]
#[template(path = "body_create.html")]
struct CreateView<'a> {
    r: &'a Reader,
    statute: &'a Statute,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    composition: Vec<(String, String, String)>,
}

/// The statutes to choose among, or the form of the one chosen.
pub(super) async fn form(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let Some(statute) = governance.statutes.latest(&asked.statut).cloned() else {
        return statutes(&governance, &reader, &asked.parent);
    };
    let id = governance.database.ids().next();
    let fields = fields(&governance, &reader, &statute, id, &asked.parent).await?;
    show(&reader, &statute, fields, Vec::new(), false)
}

fn statutes(governance: &Governance, reader: &Reader, parent: &str) -> Result<Response, Failure> {
    let suffix = if parent.is_empty() { String::new() } else { format!("&parent={parent}") };
    let name = |id: &String| governance.statutes.latest(id).map(|statute| reader.text(&statute.name).to_owned());
    let mut lines: Vec<StatuteLine> = governance
        .statutes
        .all()
        .map(|statute| StatuteLine {
            name: reader.text(&statute.name).to_owned(),
            purpose: reader.text(&statute.purpose.sentence).to_owned(),
            address: format!("/instances/nouvelle?statut={}{suffix}", statute.id),
            parents: statute.parents.iter().filter_map(name).collect::<Vec<_>>().join(", "),
        })
        .collect();
    lines.sort_by_cached_key(|line| fold(&line.name));
    let page = Page::of(reader.t("body-create-title"), &StatutesView { r: reader, statutes: lines })?;
    Ok(reader.page(page.section(SECTION).trail([Link::new(reader.t("body-list-title"), "/instances")])))
}

fn show(reader: &Reader, statute: &Statute, fields: Vec<Field>, rest: Vec<Violation>, refused: bool) -> Result<Response, Failure> {
    let rule = |rule: &crate::statute::CompositionRule| {
        (reader.text(&rule.name).to_owned(), reader.text(&rule.clause.sentence).to_owned(), rule.clause.source.clone())
    };
    let view = CreateView { r: reader, statute, composition: statute.composition.iter().map(rule).collect(), fields, rest };
    let title = reader.t_with("body-create-named", &[("statute", reader.text(&statute.name).into())]);
    let trail = [Link::new(reader.t("body-list-title"), "/instances"), Link::new(reader.t("body-create-title"), "/instances/nouvelle")];
    let page = Page::of(title, &view)?.section(SECTION).trail(trail);
    Ok(reader.page(if refused { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

async fn fields(governance: &Governance, reader: &Reader, statute: &Statute, id: Uuid, parent: &str) -> Result<Vec<Field>, Failure> {
    let mut fields = vec![Field::hidden("id", id.to_string()), Field::hidden("statut", &statute.id)];
    if !statute.parents.is_empty() {
        fields.push(parents_field(governance, reader, statute, parent).await?);
    }
    fields.push(Field::text("name").label(reader.t("body-name")).hint(reader.t("body-name-hint")).required());
    if let Some(rule) = &statute.subject {
        let kinds = rule.kinds.iter().map(|kind| Choice::new(kind, reader.t(&format!("body-subject-{kind}"))));
        fields.push(
            Field::radios("subject_kind")
                .label(reader.t("body-subject-kind"))
                .hint(reader.text(&rule.clause.sentence))
                .choices(kinds)
                .required(),
        );
        fields.push(Field::text("subject").label(reader.t("body-subject")).required());
    }
    fields.push(Field::area("mission").label(reader.t("body-mission")).lines(3));
    let hint = if statute.parents.is_empty() { "body-perimeter-hint" } else { "body-perimeter-hint-parents" };
    fields.push(Field::text("perimeter").label(reader.t("body-perimeter")).hint(reader.t(hint)));
    if let Some(rule) = &statute.term {
        fields.push(Field::date("starts_on").label(reader.t("body-starts")).hint(reader.text(&rule.clause.sentence)).required());
        fields.push(Field::date("ends_on").label(reader.t("body-ends")).required());
    }
    fields.push(Field::text("source").label(reader.t("body-source")).hint(reader.t("body-source-hint")));
    let mut secretary = picker(reader, Whom::Person, "secretary").label(reader.t("body-secretary")).hint(reader.t("body-secretary-hint"));
    if statute.parents.is_empty() {
        secretary = secretary.required();
    }
    fields.push(secretary);
    fields.push(picker(reader, Whom::Organisation, "secretary_organisation").label(reader.t("body-secretary-organisation")));
    if !statute.composition.is_empty() {
        fields.push(Field::checkbox("seats").label(reader.t("body-create-seats")).hint(reader.t("body-create-seats-hint")).ticked(true));
    }
    Ok(fields)
}

/// The bodies of the kinds it may depend on.
async fn parents_field(governance: &Governance, reader: &Reader, statute: &Statute, parent: &str) -> Result<Field, Failure> {
    let mut choices = Vec::new();
    for body in governance.every_body().await? {
        if statute.parents.contains(&body.statute) && body.closed.is_none() {
            let choice = Choice::new(body.id.to_string(), &body.name);
            let themes = body.themes.join(", ");
            let hint = if themes.is_empty() { String::new() } else { reader.t_with("body-themes-are", &[("themes", themes.into())]) };
            choices.push(choice.hint(hint));
        }
    }
    let hint = statute.several_parents.as_ref().map(|clause| reader.text(&clause.sentence).to_owned()).unwrap_or_default();
    let field = if statute.several_parents.is_some() { Field::checkboxes("parents") } else { Field::radios("parents") };
    let hint = if choices.is_empty() { reader.t("body-parents-none") } else { hint };
    Ok(field.label(reader.t("body-parents")).hint(hint).choices(choices).value(parent).required())
}

/// Creates it.
pub(super) async fn create(State(governance): State<Governance>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    let Some(statute) = governance.statutes.latest(submitted.get("statut")).cloned() else {
        return statutes(&governance, &reader, "");
    };
    let id = submitted.uuid("id").unwrap_or_else(|| governance.database.ids().next());
    let person = picked(&governance, &reader, &submitted, Whom::Person, "secretary").await?;
    let organisation = picked(&governance, &reader, &submitted, Whom::Organisation, "secretary_organisation").await?;
    let result = match (&person, &organisation) {
        (Pick::One(person), Pick::One(organisation)) => {
            let secretary = person.map(|person| Founding { person, organisation: *organisation });
            governance.create_body(&reader.viewer, draft(&submitted, id, secretary)).await.map(Some)
        }
        _ => Ok(None),
    };
    let problem = match result {
        Ok(Some(body)) => return Ok(reader.done(&tabs::address(&body, "composition"), "body-create")),
        Ok(None) => bassin_kernel::Problem::new(bassin_kernel::Kind::Invalid, Vec::new()),
        Err(problem) if comes_back(&problem) => problem,
        Err(problem) => return Err(problem.into()),
    };
    let mut fields = fields(&governance, &reader, &statute, id, "").await?;
    let rest = refill(&mut fields, &submitted, &problem);
    for pick in [person, organisation] {
        if let Pick::Among(field) = pick
            && let Some(shown) = fields.iter_mut().find(|shown| shown.name == field.name)
        {
            *shown = *field;
        }
    }
    show(&reader, &statute, fields, rest, true)
}

fn draft(submitted: &Submitted, id: Uuid, secretary: Option<Founding>) -> BodyDraft {
    let text = |name: &str| submitted.get(name).to_owned();
    BodyDraft {
        id,
        statute: text("statut"),
        parents: submitted.all("parents").filter_map(|id| id.parse().ok()).collect(),
        name: text("name"),
        subject_kind: text("subject_kind"),
        subject: text("subject"),
        perimeter: text("perimeter"),
        mission: text("mission"),
        source: text("source"),
        content: None,
        term: (submitted.day("starts_on"), submitted.day("ends_on")),
        secretary,
        seats: submitted.flag("seats"),
    }
}

/// Where a body below another is proposed from, for those who may.
pub(super) fn below(governance: &Governance, reader: &Reader, body: &Body) -> Option<String> {
    let kinds = governance.statutes.all().any(|statute| statute.parents.contains(&body.statute));
    let may = kinds && body.closed.is_none() && reader.viewer.may(&policy::BODY_PROPOSE, &[Scope::Body(body.id)]);
    may.then(|| format!("/instances/nouvelle?parent={}", body.id))
}
