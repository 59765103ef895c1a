//! Pages every installation has: accessibility, legal notices, glossary.

use std::sync::Arc;

use askama::Template;
use axum::{Router, http::header, response::Response, routing::get};
use bassin_kernel::LocalizedText;

use crate::{failure::Failure, page::Page, reader::Reader, shell::Shell};

/// A word explained.
#[derive(Debug, Clone)]
pub struct Term {
    /// The word or the acronym.
    pub word: LocalizedText,
    /// What it means.
    pub definition: LocalizedText,
}

impl Term {
    /// Where the word is on the page, for links to it: `/glossaire#epci`.
    #[must_use]
    pub fn anchor(&self) -> String {
        bassin_kernel::text::slug(&self.word.fr)
    }
}

/// The routes of these pages.
pub(crate) fn routes(shell: &Arc<Shell>) -> Router {
    let router = Router::new()
        .route("/accessibilite", get(accessibility))
        .route("/mentions", get(notices))
        .route("/robots.txt", get(async || ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "User-agent: *\nAllow: /\n")));
    if shell.glossary.is_empty() { router } else { router.route("/glossaire", get(glossary)) }
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Accessibility<'a> {
    r: &'a Reader,
}

async fn accessibility(reader: Reader) -> Result<Response, Failure> {
    let page = Page::of(reader.t("accessibility"), &Accessibility { r: &reader })?;
    Ok(reader.page(page))
}

#[derive(Template)]
#[template(path = "notices.html")]
struct Notices<'a> {
    r: &'a Reader,
}

async fn notices(reader: Reader) -> Result<Response, Failure> {
    let page = Page::of(reader.t("notices"), &Notices { r: &reader })?;
    Ok(reader.page(page))
}

#[derive(Template)]
#[template(path = "glossary.html")]
struct Glossary<'a> {
    r: &'a Reader,
    terms: Vec<&'a Term>,
}

async fn glossary(reader: Reader) -> Result<Response, Failure> {
    let mut terms: Vec<&Term> = reader.shell.glossary.iter().collect();
    terms.sort_by_cached_key(|term| bassin_kernel::text::fold(reader.text(&term.word)));
    let page = Page::of(reader.t("glossary"), &Glossary { r: &reader, terms })?;
    Ok(reader.page(page))
}
