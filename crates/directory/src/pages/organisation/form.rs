//! The page of a form: its fields, what is wrong, and what is stored when somebody else was quicker.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Failure, Field, Link, Page, Reader};

use crate::pages::SECTION;

/// What a form is about.
pub(in crate::pages) struct Form<'a> {
    /// Its title.
    pub title: String,
    /// What it does, in a sentence.
    pub lede: String,
    /// Its fields, filled.
    pub fields: Vec<Field>,
    /// What its button says.
    pub submit: String,
    /// Where one goes without sending.
    pub cancel: String,
    /// The way here.
    pub trail: Vec<Link>,
    /// What is stored now, field by field, when it is not what was typed.
    pub stored: Vec<Stored>,
    pub reader: &'a Reader,
}

/// A field of which something else is stored than what was typed.
pub(in crate::pages) struct Stored {
    pub label: String,
    pub stored: String,
    pub typed: String,
}

#[derive(Template)]
#[template(path = "organisation-form.html")]
struct View<'a> {
    r: &'a Reader,
    title: String,
    lede: String,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    stored: Vec<Stored>,
    submit: String,
    cancel: String,
    links: Vec<String>,
}

impl Form<'_> {
    /// The page, with everything that `problem` says.
    pub fn page(mut self, problem: Option<&Problem>) -> Result<Response, Failure> {
        let rest = problem.map(|problem| Field::with_errors(&mut self.fields, problem)).unwrap_or_default();
        let violations = problem.iter().flat_map(|problem| &problem.violations);
        let links = violations.flat_map(|violation| &violation.suggestions).filter(|link| link.starts_with('/')).cloned().collect();
        let view = View {
            r: self.reader,
            title: self.title.clone(),
            lede: self.lede,
            fields: self.fields,
            rest,
            stored: self.stored,
            submit: self.submit,
            cancel: self.cancel,
            links,
        };
        let page = Page::of(self.title, &view)?.section(SECTION).trail(self.trail);
        let status = match problem.map(|problem| problem.kind) {
            None => StatusCode::OK,
            Some(Kind::Conflict) => StatusCode::CONFLICT,
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Ok(self.reader.page(Page { robots: Some("noindex"), ..page.status(status) }))
    }
}

/// A problem that the form can show; any other is a page of its own.
pub(in crate::pages) fn mendable(problem: Problem) -> Result<Problem, Failure> {
    if matches!(problem.kind, Kind::Invalid | Kind::Conflict) { Ok(problem) } else { Err(problem.into()) }
}

/// Puts `value` in the hidden or visible field called `name`.
pub(in crate::pages) fn put(fields: &mut [Field], name: &str, value: impl Into<String>) {
    if let Some(field) = fields.iter_mut().find(|field| field.name == name) {
        field.values = vec![value.into()];
    }
}
