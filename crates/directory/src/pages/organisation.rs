//! Pages of the `organisation` part.

mod correct;
mod edit;
pub(super) mod form;
mod import;
mod list;
mod merge;
mod sheet;

/// What the pages of people show as well.
pub(super) mod shared {
    pub(in crate::pages) use super::{
        correct::{Line, lines},
        list::{Suggestion, file},
        sheet::dates,
    };
}

use axum::{
    Router,
    routing::{get, post},
};
use bassin_kernel::Problem;
use bassin_web::{Link, Reader};
use uuid::Uuid;

use crate::{Directory, Organisation, commands::person::no_organisation};

pub(super) fn routes() -> Router<Directory> {
    Router::new()
        .route("/structures", get(list::show))
        .route("/structures/liste.csv", get(list::csv))
        .route("/structures/liste.xlsx", get(list::xlsx))
        .route("/structures/suggestions", get(list::suggestions))
        .route("/structures/nouvelle", get(edit::new).post(edit::create))
        .route("/structures/doublons", get(merge::duplicates))
        .route("/structures/import", get(import::show).post(import::preview))
        .route("/structures/import/modele.csv", get(import::model))
        .route("/structures/import/{sha256}", post(import::confirm))
        .route("/structures/fusions/{id}/annuler", post(merge::undo))
        .route("/structures/corrections/{id}", get(correct::decide).post(correct::decided))
        .route("/structures/{id}", get(sheet::show))
        .route("/structures/{id}/modifier", get(edit::edit).post(edit::save))
        .route("/structures/{id}/sites/{site}", get(edit::site).post(edit::save_site))
        .route("/structures/{id}/sites/{site}/retirer", post(edit::remove_site))
        .route("/structures/{id}/personnes/{membership}", get(edit::member).post(edit::save_member))
        .route("/structures/{id}/correction", get(correct::propose).post(correct::proposed))
        .route("/structures/{id}/correction/{site}", get(correct::site::propose).post(correct::site::proposed))
        .route("/structures/{id}/corrections", get(correct::list))
        .route("/structures/{id}/fusion", get(merge::show).post(merge::merge))
}

/// The address of an organisation's sheet.
#[must_use]
pub fn organisation_address(id: Uuid) -> String {
    format!("/structures/{id}")
}

/// The identifier written in an address.
pub(super) fn known(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| Problem::not_found("Cette adresse n’existe pas.", "There is no such address."))
}

/// The sheet that an address leads to.
pub(super) async fn found(directory: &Directory, text: &str) -> Result<Organisation, Problem> {
    directory.organisation(known(text)?).await?.ok_or_else(no_organisation)
}

/// The way to the list.
fn to_list(reader: &Reader) -> Link {
    Link::new(reader.t("organisation-list-title"), "/structures")
}

/// The way to a sheet.
fn to_sheet(reader: &Reader, sheet: &Organisation) -> [Link; 2] {
    [to_list(reader), Link::new(sheet.name.clone(), organisation_address(sheet.id))]
}

/// The name of a kind.
pub(super) fn kind_name(reader: &Reader, kind: &str) -> String {
    reader.t(&format!("organisation-kind-{kind}"))
}

/// The name of a field.
fn field_name(reader: &Reader, field: &str) -> String {
    reader.t(&format!("organisation-field-{field}"))
}
