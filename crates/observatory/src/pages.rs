//! The observatory's pages: portrait, exploration, indicator sheets, catalogue of datasets, handing over of files.

mod catalogue;
mod explore;
mod portrait;
mod upload;

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
    routing::{get, patch, post},
};
use bassin_kernel::{Language, address};
use bassin_web::{Failure, Reader};

use crate::{Observatory, figures::COMMUNES, portrait::SourceNote};

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "territories";

/// The room's pages.
pub fn routes(observatory: Observatory) -> Router {
    let uploads = Router::new()
        .route("/donnees/deposer", get(upload::show).post(upload::receive))
        .route("/donnees/deposer/debut", post(upload::begin))
        .route("/donnees/deposer/{id}", get(upload::report).merge(patch(upload::add)))
        .route("/donnees/deposer/{id}/recu", get(upload::received))
        .route("/donnees/deposer/{id}/importer", post(upload::import))
        .route("/donnees/deposer/{id}/abandonner", post(upload::remove))
        .route_layer(from_fn(known_to_write));
    Router::new()
        .route("/territoires/portrait", get(portrait::show).post(portrait::show_posted))
        .route("/territoires/portrait.json", get(portrait::json))
        .route("/territoires/portrait.csv", get(portrait::csv))
        .route("/territoires/portrait.xlsx", get(portrait::xlsx))
        .route("/explorer", get(explore::show))
        .route("/explorer.csv", get(explore::csv))
        .route("/indicateurs", get(catalogue::indicators))
        .route("/indicateurs/{id}", get(catalogue::indicator))
        .route("/donnees", get(catalogue::datasets))
        .route("/donnees/{id}", get(catalogue::dataset))
        .merge(uploads)
        .with_state(observatory)
}

/// Files are handed over by those who have signed in.
async fn known_to_write(reader: Reader, request: Request, next: Next) -> Result<Response, Failure> {
    reader.require_known_to_write(&request)?;
    Ok(next.run(request).await)
}

/// The address of a perimeter's portrait.
#[must_use]
pub fn portrait_address(expression: &str) -> String {
    address("/territoires/portrait", &[("p", expression)])
}

/// A link of a page.
struct Anchor {
    label: String,
    address: String,
}

/// A term and its explanation.
struct Row {
    term: String,
    text: String,
}

/// A dataset as cited on a page.
struct Source {
    title: String,
    address: String,
    citation: String,
    detail: String,
    notes: String,
}

fn source(reader: &Reader, note: &SourceNote) -> Source {
    let vintage = note.vintage.to_string();
    Source {
        title: reader.text(&note.title).to_owned(),
        address: format!("/donnees/{}", note.dataset),
        citation: sentence(reader.text(&note.citation)),
        detail: reader.t_with(
            "portrait-source-line",
            &[("producer", note.producer.clone().into()), ("vintage", vintage.into()), ("licence", note.licence.clone().into())],
        ),
        notes: note.notes.as_ref().map(|notes| reader.text(notes).to_owned()).unwrap_or_default(),
    }
}

/// `text` with a full stop at its end.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// The name of a zoning, or of communes.
fn zoning_name(observatory: &Observatory, zoning: &str, language: Language) -> String {
    let atlas = observatory.territory().atlas();
    // The word is the same in both languages.
    if zoning == COMMUNES {
        return COMMUNES.to_owned();
    }
    atlas.zoning(zoning).map_or_else(|| zoning.to_owned(), |zoning| zoning.name(language).to_owned())
}
