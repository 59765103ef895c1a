//! Corrections: the form to propose one, the list for whoever keeps the sheet, the answer.

pub(super) mod site;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{Problem, Scope};
use bassin_web::{Choice, Failure, Field, Page, Reader, Submitted};

use super::{
    field_name,
    form::{Form, Stored, mendable},
    found, kind_name, known, organisation_address, to_sheet,
};
use crate::{
    Correction, CorrectionState, Directory, Organisation, OrganisationDraft, commands::person::no_organisation, pages::SECTION, policy,
};

fn fields(reader: &Reader, directory: &Directory) -> Vec<Field> {
    let choices = OrganisationDraft::FIELDS.into_iter().map(|field| Choice::new(field, field_name(reader, field)));
    vec![
        Field::select("field").label(reader.t("organisation-correction-field")).choices(choices).required(),
        Field::area("proposed").label(reader.t("organisation-correction-proposed")).hint(reader.t("organisation-hint-proposed")).lines(3),
        reason_field(reader),
        Field::hidden("id", directory.new_id().to_string()),
    ]
}

fn reason_field(reader: &Reader) -> Field {
    let field = Field::area("reason").label(reader.t("organisation-correction-reason")).hint(reader.t("organisation-hint-reason"));
    field.lines(3).required()
}

fn form<'a>(reader: &'a Reader, sheet: &Organisation, fields: Vec<Field>) -> Form<'a> {
    Form {
        title: reader.t("organisation-propose"),
        lede: reader.t_with("organisation-propose-lede", &[("name", sheet.full_name().into())]),
        fields,
        submit: reader.t("organisation-propose-do"),
        cancel: organisation_address(sheet.id),
        trail: to_sheet(reader, sheet).into(),
        stored: Vec::new(),
        reader,
    }
}

pub(super) async fn propose(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let sheet = found(&directory, &id).await?;
    form(&reader, &sheet, fields(&reader, &directory)).page(None)
}

pub(super) async fn proposed(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let sheet = found(&directory, &id).await?;
    let correction = submitted.uuid("id").unwrap_or_else(|| directory.new_id());
    let what = (submitted.get("field"), submitted.get("proposed"));
    match directory.propose_correction(&reader.viewer, correction, sheet.id, what, submitted.get("reason")).await {
        Ok(_) => Ok(reader.done(&organisation_address(sheet.id), "organisation-proposed")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let mut fields = fields(&reader, &directory);
            Field::fill(&mut fields, &submitted);
            form(&reader, &sheet, fields).page(Some(&problem))
        }
    }
}

/// A correction, as a list shows it.
pub(in crate::pages) struct Line {
    pub sheet: String,
    pub sheet_address: String,
    pub field: String,
    pub stored: String,
    pub proposed: String,
    pub reason: String,
    pub who: String,
    pub when: String,
    pub state: String,
    pub tone: &'static str,
    pub answer: String,
    pub decide: String,
}

#[derive(Template)]
#[template(path = "organisation-corrections.html")]
struct View<'a> {
    r: &'a Reader,
    name: String,
    lines: Vec<Line>,
}

/// Corrections as they are shown, with the names of the sheets and of the people.
pub(in crate::pages) async fn lines(directory: &Directory, reader: &Reader, all: Vec<Correction>) -> Result<Vec<Line>, Problem> {
    let people = directory.people(&all.iter().map(|one| one.proposed_by).collect::<Vec<_>>()).await?;
    let sheets = directory.organisations(&all.iter().map(|one| one.organisation).collect::<Vec<_>>()).await?;
    let text = |field: &str, text: String| if field == "kind" { kind_name(reader, &text) } else { text };
    let line = |one: Correction| {
        let sheet = sheets.get(&one.organisation);
        let keeper =
            reader.viewer.may(&policy::CORRECTION_DECIDE, &[Scope::Organisation(sheet.map_or(one.organisation, |sheet| sheet.id))]);
        let (tone, state) = match one.state {
            CorrectionState::Open => ("accent", reader.t("organisation-correction-open")),
            CorrectionState::Accepted => ("good", reader.t("organisation-correction-accepted")),
            CorrectionState::Refused => ("warn", reader.t("organisation-correction-refused")),
        };
        let (field, stored, proposed) = match one.site() {
            Some(change) => site::told(directory, reader, &change),
            None => (field_name(reader, &one.field), text(&one.field, one.stored), text(&one.field, one.proposed)),
        };
        Line {
            sheet: sheet.map(Organisation::full_name).unwrap_or_default(),
            sheet_address: organisation_address(one.organisation),
            field,
            stored,
            proposed,
            reason: one.reason,
            who: people.get(&one.proposed_by).map(crate::Person::name).unwrap_or_default(),
            when: reader.date(one.proposed_at),
            state,
            tone,
            answer: one.answer,
            decide: if keeper && one.state == CorrectionState::Open {
                format!("/structures/corrections/{}", one.id)
            } else {
                String::new()
            },
        }
    };
    Ok(all.into_iter().map(line).collect())
}

pub(super) async fn list(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let sheet = found(&directory, &id).await?;
    reader.viewer.check(&policy::CORRECTION_DECIDE, &[Scope::Organisation(sheet.id)])?;
    let all = directory.corrections(sheet.id).await?;
    let view = View { r: &reader, name: sheet.full_name(), lines: lines(&directory, &reader, all).await? };
    let page = Page::of(reader.t("organisation-corrections"), &view)?.section(SECTION).trail(to_sheet(&reader, &sheet));
    Ok(reader.page(Page { robots: Some("noindex"), ..page }))
}

async fn deciding<'a>(directory: &Directory, reader: &'a Reader, id: &str) -> Result<(Correction, Form<'a>), Failure> {
    reader.require_signed_in()?;
    let one = directory.correction(known(id)?).await?;
    let sheet = directory.organisation(one.organisation).await?.ok_or_else(no_organisation)?;
    reader.viewer.check(&policy::CORRECTION_DECIDE, &[Scope::Organisation(sheet.id)])?;
    let choices = [
        Choice::new("accepted", reader.t("organisation-correction-accept")),
        Choice::new("refused", reader.t("organisation-correction-refuse")),
    ];
    let fields = vec![
        Field::radios("outcome").label(reader.t("organisation-correction-outcome")).choices(choices).required(),
        Field::area("answer").label(reader.t("organisation-correction-answer")).hint(reader.t("organisation-hint-answer")).lines(2),
    ];
    let stored = match one.site() {
        Some(change) => site::decided(directory, reader, &sheet, &change),
        None => vec![Stored {
            label: field_name(reader, &one.field),
            stored: sheet.draft().get(&one.field).to_owned(),
            typed: one.proposed.clone(),
        }],
    };
    let form = Form {
        title: reader.t("organisation-correction-decide"),
        lede: one.reason.clone(),
        submit: reader.t("organisation-correction-decide-do"),
        cancel: format!("{}/corrections", organisation_address(sheet.id)),
        stored,
        ..form(reader, &sheet, fields)
    };
    Ok((one, form))
}

pub(super) async fn decide(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    deciding(&directory, &reader, &id).await?.1.page(None)
}

pub(super) async fn decided(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let (one, mut form) = deciding(&directory, &reader, &id).await?;
    let outcome = match submitted.get("outcome") {
        "accepted" => Ok(true),
        "refused" => Ok(false),
        _ => Err(Problem::new(
            bassin_kernel::Kind::Invalid,
            vec![bassin_kernel::Violation::new("required", "Choisissez une réponse.", "Choose an answer.").on("outcome")],
        )),
    };
    let outcome = match outcome {
        Ok(accepted) => directory.decide_correction(&reader.viewer, one.id, accepted, submitted.get("answer")).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => Ok(reader.done(&form.cancel, "organisation-decided")),
        Err(problem) => {
            let problem = mendable(problem)?;
            Field::fill(&mut form.fields, &submitted);
            form.page(Some(&problem))
        }
    }
}
