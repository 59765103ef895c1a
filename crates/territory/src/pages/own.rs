//! One's own perimeters: saved, renamed, shared, deleted.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Choice, Failure, Field, Link, Page, Reader, Submitted};
use serde::Deserialize;

use super::{SECTION, communes_text, portrait_address};
use crate::{SavedPerimeter, Sharing, Territory, policy};

/// Where one's own perimeters are listed.
pub const OWN: &str = "/territoires/mes-perimetres";

/// The address of a saved perimeter.
fn address_of(slug: &str) -> String {
    format!("/territoires/perimetres/{slug}")
}

#[derive(Template)]
#[template(path = "own.html")]
struct ListView<'a> {
    r: &'a Reader,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    address: String,
    portrait: String,
    communes: String,
    kind: &'static str,
    sharing: String,
    saved: String,
}

/// One's own perimeters.
pub async fn list(State(territory): State<Territory>, reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let own = territory.own_perimeters(&reader.viewer).await?;
    let view = ListView { r: &reader, lines: own.iter().map(|perimeter| line(&reader, perimeter)).collect() };
    let page = Page::of(reader.t("perimeters-own"), &view)?.section(SECTION);
    Ok(reader.page(page.trail([Link::new(reader.t("nav-territories"), "/territoires")])))
}

fn line(reader: &Reader, perimeter: &SavedPerimeter) -> Line {
    let kind = match perimeter.sharing {
        Sharing::Private => "",
        Sharing::Link => "accent",
        Sharing::Public => "good",
    };
    Line {
        name: perimeter.name.clone(),
        address: address_of(&perimeter.slug),
        portrait: portrait_address(&perimeter.expression),
        communes: communes_text(reader, u32::try_from(perimeter.communes).unwrap_or(u32::MAX)),
        kind,
        sharing: sharing_text(reader, perimeter.sharing),
        saved: perimeter.versions.last().map(|version| reader.date(version.saved_at)).unwrap_or_default(),
    }
}

/// Who is shown a perimeter, in a few words.
pub fn sharing_text(reader: &Reader, sharing: Sharing) -> String {
    reader.t(&format!("perimeter-sharing-{}", sharing.name()))
}

#[derive(Template)]
#[template(path = "own-form.html")]
struct FormView<'a> {
    r: &'a Reader,
    title: String,
    action: String,
    cancel: String,
    expression: String,
    fields: Vec<Field>,
    rest: Vec<Violation>,
}

fn fields(reader: &Reader) -> Vec<Field> {
    let choice = |sharing: Sharing| {
        let hint = reader.t(&format!("perimeter-sharing-{}-hint", sharing.name()));
        Choice::new(sharing.name(), sharing_text(reader, sharing)).hint(hint)
    };
    vec![
        Field::text("name").label(reader.t("perimeter-name")).hint(reader.t("perimeter-name-hint")).required(),
        Field::radios("sharing")
            .label(reader.t("perimeter-sharing"))
            .choices(Sharing::ALL.map(choice))
            .value(Sharing::Private.name())
            .required(),
    ]
}

impl FormView<'_> {
    /// The form with what was typed and what is wrong with it.
    fn again(mut self, submitted: &Submitted, problem: &Problem) -> Self {
        Field::fill(&mut self.fields, submitted);
        self.rest = Field::with_errors(&mut self.fields, problem);
        self
    }

    fn answer(&self, status: StatusCode) -> Result<Response, Failure> {
        let trail = [Link::new(self.r.t("nav-territories"), "/territoires"), Link::new(self.r.t("perimeters-own"), OWN)];
        Ok(self.r.page(Page::of(self.title.clone(), self)?.section(SECTION).trail(trail).status(status)))
    }
}

/// What a new perimeter is made of.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    p: String,
}

fn new_form<'a>(reader: &'a Reader, expression: &str) -> FormView<'a> {
    FormView {
        r: reader,
        title: reader.t("perimeter-save"),
        action: "/territoires/perimetre/enregistrer".to_owned(),
        cancel: super::compose_address(expression),
        expression: expression.to_owned(),
        fields: fields(reader).into_iter().chain([Field::hidden("p", expression)]).collect(),
        rest: Vec::new(),
    }
}

/// The form that saves a perimeter.
pub async fn ask_new(reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    reader.viewer.check(&policy::PERIMETER_SAVE, &[])?;
    new_form(&reader, &asked.p).answer(StatusCode::OK)
}

/// Saves a perimeter.
pub async fn save(State(territory): State<Territory>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    let (name, expression) = (submitted.get("name"), submitted.get("p"));
    let sharing = Sharing::of(submitted.get("sharing")).unwrap_or(Sharing::Private);
    match territory.save_shared_perimeter(&reader.viewer, name, expression, Some(sharing)).await {
        Ok(saved) => Ok(reader.done(&address_of(&saved.slug), "perimeter-saved")),
        Err(problem) if problem.kind == Kind::Invalid => {
            new_form(&reader, expression).again(&submitted, &problem).answer(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(problem) => Err(problem.into()),
    }
}

fn edit_form<'a>(reader: &'a Reader, perimeter: &SavedPerimeter) -> FormView<'a> {
    let mut fields = fields(reader);
    for (field, value) in fields.iter_mut().zip([perimeter.name.as_str(), perimeter.sharing.name()]) {
        field.values = vec![value.to_owned()];
    }
    FormView {
        r: reader,
        title: reader.t_with("perimeter-edit-title", &[("name", perimeter.name.as_str().into())]),
        action: format!("{}/modifier", address_of(&perimeter.slug)),
        cancel: address_of(&perimeter.slug),
        expression: perimeter.expression.clone(),
        fields,
        rest: Vec::new(),
    }
}

/// The perimeter of that slug, which the reader may manage.
async fn managed(territory: &Territory, reader: &Reader, slug: &str) -> Result<SavedPerimeter, Failure> {
    let perimeter = territory.perimeter_seen_by(&reader.viewer, slug).await?;
    if !perimeter.is_managed_by(&reader.viewer) {
        reader.require_signed_in()?;
        reader.viewer.check(&policy::PERIMETER_MANAGE, &[])?;
    }
    Ok(perimeter)
}

/// The form that renames and shares.
pub async fn ask_edit(State(territory): State<Territory>, reader: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    edit_form(&reader, &managed(&territory, &reader, &slug).await?).answer(StatusCode::OK)
}

/// Renames and shares.
pub async fn edit(
    State(territory): State<Territory>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let perimeter = managed(&territory, &reader, &slug).await?;
    let sharing = Sharing::of(submitted.get("sharing")).unwrap_or(perimeter.sharing);
    match territory.edit_perimeter(&reader.viewer, &slug, submitted.get("name"), sharing).await {
        Ok(()) => Ok(reader.done(&address_of(&slug), "perimeter-edited")),
        Err(problem) if problem.kind == Kind::Invalid => {
            edit_form(&reader, &perimeter).again(&submitted, &problem).answer(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(problem) => Err(problem.into()),
    }
}

#[derive(Template)]
#[template(path = "own-delete.html")]
struct DeleteView<'a> {
    r: &'a Reader,
    title: String,
    consequences: Vec<String>,
    hidden: Vec<Field>,
    action: String,
    cancel: String,
}

/// Asks before deleting.
pub async fn ask_delete(State(territory): State<Territory>, reader: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    let perimeter = managed(&territory, &reader, &slug).await?;
    let view = DeleteView {
        r: &reader,
        title: reader.t_with("perimeter-delete-title", &[("name", perimeter.name.as_str().into())]),
        consequences: vec![reader.t("perimeter-delete-address"), reader.t("perimeter-delete-journal")],
        hidden: Vec::new(),
        action: format!("{}/supprimer", address_of(&slug)),
        cancel: address_of(&slug),
    };
    let trail = [Link::new(reader.t("nav-territories"), "/territoires"), Link::new(perimeter.name.clone(), address_of(&slug))];
    Ok(reader.page(Page::of(view.title.clone(), &view)?.section(SECTION).trail(trail)))
}

/// Deletes.
pub async fn delete(State(territory): State<Territory>, reader: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    managed(&territory, &reader, &slug).await?;
    territory.delete_perimeter(&reader.viewer, &slug).await?;
    Ok(reader.done(if reader.viewer.person().is_some() { OWN } else { "/territoires" }, "perimeter-deleted"))
}
