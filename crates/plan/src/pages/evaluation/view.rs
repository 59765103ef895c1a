//! What the pages of an evaluation are made of: facts, tables, dated lines, forms, and what cannot be done now with the reasons.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use bassin_kernel::{Day, Kind, Problem, Violation};
use bassin_web::{Choice, Column, Failure, Field, Link, Page, Reader, Submitted, Tab};

use crate::pages::SECTION;

/// A page.
#[derive(Default)]
pub(super) struct Sheet {
    pub kicker: String,
    pub title: String,
    /// The pages about the plan, on the first page of its evaluation.
    pub tabs: Vec<Tab>,
    pub tags: Vec<Tag>,
    pub lede: String,
    pub buttons: Vec<Link>,
    pub sections: Vec<Section>,
}

/// A word that tells a state.
pub(super) struct Tag {
    pub kind: &'static str,
    pub label: String,
}

impl Tag {
    pub(super) fn new(kind: &'static str, label: impl Into<String>) -> Self {
        Self { kind, label: label.into() }
    }
}

/// A part of a page.
pub(super) struct Section {
    pub id: &'static str,
    pub heading: String,
    pub blocks: Vec<Block>,
}

impl Section {
    pub(super) const fn new(id: &'static str, heading: String, blocks: Vec<Block>) -> Self {
        Self { id, heading, blocks }
    }
}

/// What a section shows.
pub(super) enum Block {
    /// A text in its own lines.
    Text(String),
    /// Labels, each with one or more values that may lead somewhere.
    Facts(Vec<(String, Vec<Link>)>),
    /// A table.
    Table { caption: String, columns: Vec<Column>, rows: Vec<Vec<Cell>> },
    /// Dated lines: when, what, the words that came with it.
    Lines(Vec<(String, String, String)>),
    /// Something to fill and send.
    Form(Form),
    /// A button that does something at once: where, its name, what is sent along.
    Action(String, String, Vec<Field>),
    /// What cannot be done now, and why.
    Barred(String, Vec<Violation>),
    /// A remark: kind, title, text.
    Note(&'static str, String, String),
    /// Fields that filter a list.
    Filters(Vec<Field>, String),
    /// Links to what goes with the section.
    Buttons(Vec<Link>),
}

/// A cell.
#[derive(Default)]
pub(super) struct Cell {
    pub text: String,
    pub address: String,
    pub tags: Vec<Tag>,
    pub small: String,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(super) fn link(text: impl Into<String>, address: impl Into<String>) -> Self {
        Self { text: text.into(), address: address.into(), ..Self::default() }
    }

    pub(super) fn tags(tags: Vec<Tag>) -> Self {
        Self { tags, ..Self::default() }
    }

    pub(super) fn small(mut self, small: impl Into<String>) -> Self {
        self.small = small.into();
        self
    }
}

/// A form. When a page has several, the fields of each are named after its key.
pub(super) struct Form {
    pub heading: String,
    pub action: String,
    pub fields: Vec<Field>,
    pub rest: Vec<Violation>,
    pub submit: String,
    pub cancel: String,
    pub open: bool,
    pub files: bool,
    key: &'static str,
}

impl Form {
    /// The only form of its page.
    pub(super) fn alone(action: String, fields: Vec<Field>, submit: String, cancel: String) -> Self {
        Self { heading: String::new(), action, fields, rest: Vec::new(), submit, cancel, open: true, files: false, key: "" }
    }

    /// One of several.
    pub(super) fn folded(key: &'static str, action: String, heading: String, submit: String, fields: Vec<Field>) -> Self {
        let named = |mut field: Field| {
            field.name = format!("{key}-{}", field.name);
            field
        };
        let fields = fields.into_iter().map(named).collect();
        Self { heading, action, fields, rest: Vec::new(), submit, cancel: String::new(), open: false, files: false, key }
    }

    /// The same, as it was sent, with what is to be mended. What is stored now was shown beside: the fresh revision is kept.
    pub(super) fn tried(mut self, attempt: Option<&Attempt>) -> Self {
        let Some(attempt) = attempt.filter(|attempt| attempt.key == self.key) else { return self };
        let is_stamp = |field: &Field| field.name == "revision" || field.name.ends_with("-revision");
        let stamp = self.fields.iter().find(|field| is_stamp(field)).cloned();
        Field::fill(&mut self.fields, &attempt.submitted);
        if let Some((stamp, field)) = stamp.and_then(|stamp| Some((stamp, self.fields.iter_mut().find(|field| is_stamp(field))?))) {
            *field = stamp;
        }
        let mut problem = attempt.problem.clone();
        for field in problem.violations.iter_mut().filter(|_| !self.key.is_empty()).filter_map(|one| one.location.field.as_mut()) {
            *field = format!("{}-{field}", self.key);
        }
        self.rest = Field::with_errors(&mut self.fields, &problem);
        self.open = true;
        self
    }
}

/// A form that was sent and refused.
pub(super) struct Attempt {
    pub key: &'static str,
    pub submitted: Submitted,
    pub problem: Problem,
}

impl Attempt {
    /// The form as it comes back, when its author can mend it; the problem itself otherwise.
    pub(super) fn of(key: &'static str, submitted: Submitted, problem: Problem) -> Result<Self, Failure> {
        match problem.kind {
            Kind::Invalid | Kind::Conflict => Ok(Self { key, submitted, problem }),
            _ => Err(problem.into()),
        }
    }

    /// Whether somebody else changed the thing meanwhile.
    pub(super) const fn is_stale(&self) -> bool {
        matches!(self.problem.kind, Kind::Conflict)
    }
}

#[derive(Template)]
#[template(path = "evaluation.html")]
struct View<'a> {
    r: &'a Reader,
    sheet: &'a Sheet,
}

impl Sheet {
    /// The page.
    pub(super) fn page(&self, r: &Reader, trail: Vec<Link>, attempt: Option<&Attempt>) -> Result<Response, Failure> {
        let page = Page::of(self.title.clone(), &View { r, sheet: self })?.section(SECTION).trail(trail);
        Ok(r.page(match attempt {
            Some(attempt) if attempt.is_stale() => page.status(StatusCode::CONFLICT),
            Some(_) => page.status(StatusCode::UNPROCESSABLE_ENTITY),
            None => page,
        }))
    }
}

/// A label with a plain value; what the text or the people leave open is said to be open.
pub(super) fn fact(r: &Reader, label: &str, value: impl Into<String>) -> (String, Vec<Link>) {
    let value = value.into();
    let value = if value.trim().is_empty() { r.t("evaluation-open") } else { value };
    (r.t(label), vec![Link::new(value, "")])
}

/// A day in the reader's words; empty without.
pub(super) fn day(r: &Reader, day: Option<Day>) -> String {
    day.map(|day| r.day(day)).unwrap_or_default()
}

/// Choices of codes, each said by the message `PREFIX-CODE`.
pub(super) fn choices<'a>(r: &Reader, prefix: &str, codes: impl IntoIterator<Item = &'a str>) -> Vec<Choice> {
    codes.into_iter().map(|code| Choice::new(code, r.t(&format!("{prefix}-{code}")))).collect()
}
