//! Pages about an act (a decision, an opinion, a transmission, a convention): facts, texts, tables, and forms for what can be done now. What cannot
//! be done is shown with the rules that stand in the way.

use std::collections::HashMap;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use bassin_kernel::{Day, Kind, Problem, Violation, text};
use bassin_web::{Choice, Column, Failure, Field, Link, Page, Pager, Reader, Submitted};
use similar::{ChangeTag, TextDiff};
use uuid::Uuid;

use super::{SECTION, tabs};
use crate::{
    Body, Governance,
    wording::{Piece, pieces},
};

/// A page about an act, or a list of them.
pub(super) struct Act {
    /// The small line above the title.
    pub kicker: String,
    /// The title.
    pub title: String,
    /// Its states, each with the kind of its tag.
    pub tags: Vec<Tag>,
    /// One sentence.
    pub lede: String,
    /// Links to what goes with it.
    pub buttons: Vec<Link>,
    /// The content, from top to bottom.
    pub sections: Vec<Section>,
}

/// A word that tells a state.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub kind: &'static str,
    pub label: String,
}

impl Tag {
    pub(super) fn new(kind: &'static str, label: impl Into<String>) -> Self {
        Self { kind, label: label.into() }
    }
}

/// A part of the page.
pub(super) struct Section {
    pub id: &'static str,
    pub heading: String,
    pub content: Vec<Content>,
}

impl Section {
    pub(super) const fn new(id: &'static str, heading: String, content: Vec<Content>) -> Self {
        Self { id, heading, content }
    }
}

/// What a section shows.
pub(super) enum Content {
    /// A paragraph.
    Says(String),
    /// A long text.
    Text(Vec<Piece>),
    /// The differences between two texts.
    Changes(Vec<Change>),
    /// Labels and values; a value may lead somewhere.
    Facts(Vec<(String, Link)>),
    /// A table.
    Table(Table),
    /// Dated lines.
    Lines(Vec<Line>),
    /// Rules that stand in the way.
    Unmet(String, Vec<Violation>),
    /// A remark: kind, title, text.
    Note(&'static str, String, String),
    /// Something to fill and send.
    Form(Box<Form>),
    /// Something to unfold.
    Fold(String, Vec<Content>),
    /// Fields that filter a list.
    Filter(Vec<Field>, String),
    /// Where one is in a list of several pages.
    Pager(Pager),
}

impl Content {
    /// A long text, as it is written.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(pieces(text))
    }
}

/// A part of two texts compared: kept, added (`ins`) or taken out (`del`).
pub(super) struct Change {
    pub change: &'static str,
    pub text: String,
}

/// A table.
pub(super) struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Default)]
pub(super) struct Cell {
    pub text: String,
    pub address: String,
    pub tag: Option<Tag>,
    pub small: String,
    /// The same in a file, when it is not the text.
    pub in_file: String,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(super) fn link(text: impl Into<String>, address: impl Into<String>) -> Self {
        Self { text: text.into(), address: address.into(), ..Self::default() }
    }

    pub(super) fn tag(tag: Tag) -> Self {
        Self { tag: Some(tag), ..Self::default() }
    }

    /// A day, told in words by a page and in figures by a file.
    pub(super) fn day(r: &Reader, date: Option<Day>) -> Self {
        let in_file = date.map(|day| day.to_string()).unwrap_or_default();
        Self { text: day(r, date), in_file, ..Self::default() }
    }

    /// What a file holds.
    pub(super) fn value(&self) -> String {
        match &self.tag {
            _ if !self.in_file.is_empty() => self.in_file.clone(),
            Some(tag) if self.text.is_empty() => tag.label.clone(),
            _ => self.text.clone(),
        }
    }

    pub(super) fn small(mut self, small: impl Into<String>) -> Self {
        self.small = small.into();
        self
    }
}

/// A dated line.
pub(super) struct Line {
    pub when: String,
    pub what: String,
    pub words: String,
}

/// A form of a page. Its fields are named after it, for a page has several.
pub(super) struct Form {
    pub heading: String,
    pub action: String,
    pub fields: Vec<Field>,
    pub rest: Vec<Violation>,
    pub submit: String,
    pub cancel: String,
    pub open: bool,
    pub files: bool,
    /// Whether a signature may be drawn: shown with JavaScript only.
    pub drawn: bool,
    key: &'static str,
}

impl Form {
    pub(super) fn new(key: &'static str, action: impl Into<String>, heading: String, submit: String) -> Self {
        Self {
            heading,
            action: action.into(),
            fields: Vec::new(),
            rest: Vec::new(),
            submit,
            cancel: String::new(),
            open: false,
            files: false,
            drawn: false,
            key,
        }
    }

    pub(super) fn with(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        for mut field in fields {
            field.name = named(self.key, &field.name);
            self.fields.push(field);
        }
        self
    }

    /// The same, unfolded.
    pub(super) const fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// The same, as it was sent, with what is to be mended.
    pub(super) fn tried(mut self, attempt: Option<&Attempt>) -> Self {
        if let Some(attempt) = attempt.filter(|attempt| attempt.key == self.key) {
            let revisions: Vec<(usize, Vec<String>)> = self.stamps();
            Field::fill(&mut self.fields, &attempt.submitted);
            let is_stale = attempt.problem.kind == Kind::Conflict;
            for (index, values) in revisions.into_iter().filter(|_| is_stale) {
                // What is stored now was shown beside what was typed: sending again is a choice made in full knowledge.
                self.fields[index].values = values;
            }
            let mut problem = attempt.problem.clone();
            for violation in &mut problem.violations {
                // What is wrong with a file is told under the name its field has in the page.
                if let Some(field) = violation.location.field.as_mut().filter(|field| !field.starts_with(&named(self.key, ""))) {
                    *field = named(self.key, field);
                }
            }
            self.rest = Field::with_errors(&mut self.fields, &problem);
            self.open = true;
        }
        self
    }

    fn stamps(&self) -> Vec<(usize, Vec<String>)> {
        let stamped = |field: &Field| field.name.ends_with("-revision") || field.name.ends_with("-version");
        self.fields.iter().enumerate().filter(|(_, field)| stamped(field)).map(|(index, field)| (index, field.values.clone())).collect()
    }

    /// The name of the field of a drawing not begun yet: fields without a value that nobody sees are left out of pages, and this one is written to.
    fn undrawn(&self) -> Option<&str> {
        let drawing = self.fields.iter().find(|field| field.name.ends_with("-drawing") && field.values.is_empty());
        drawing.map(|field| field.name.as_str())
    }

    pub(super) fn content(self) -> Content {
        Content::Form(Box::new(self))
    }
}

fn named(key: &str, field: &str) -> String {
    format!("{key}-{field}")
}

/// A form that was sent and refused.
pub(super) struct Attempt {
    pub key: &'static str,
    pub submitted: Submitted,
    pub problem: Problem,
}

impl Attempt {
    const fn status(&self) -> StatusCode {
        match self.problem.kind {
            Kind::Conflict => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// What was sent, read under the names its form gives.
pub(super) struct Sent {
    pub key: &'static str,
    pub submitted: Submitted,
}

impl Sent {
    pub(super) const fn new(key: &'static str, submitted: Submitted) -> Self {
        Self { key, submitted }
    }

    pub(super) fn get(&self, field: &str) -> &str {
        self.submitted.get(&named(self.key, field))
    }

    /// What a picker sent.
    pub(super) fn picked(&self, field: &str) -> bassin_web::Picked<'_> {
        self.submitted.picked(&named(self.key, field))
    }

    pub(super) fn words(&self, field: &str) -> String {
        self.get(field).to_owned()
    }

    pub(super) fn flag(&self, field: &str) -> bool {
        self.submitted.flag(&named(self.key, field))
    }

    pub(super) fn day(&self, field: &str) -> Option<Day> {
        self.submitted.day(&named(self.key, field))
    }

    pub(super) fn uuid(&self, field: &str) -> Option<Uuid> {
        self.submitted.uuid(&named(self.key, field))
    }

    /// The identifier made when the form was shown.
    pub(super) fn id(&self) -> Result<Uuid, Problem> {
        self.uuid("id").ok_or_else(|| {
            Problem::invalid(
                "form-id",
                "Le formulaire est incomplet : rouvrez-le, puis recommencez.",
                "The form is incomplete: open it again, then try again.",
            )
        })
    }

    pub(super) fn revision(&self) -> i64 {
        self.get("revision").parse().unwrap_or_default()
    }

    /// The form as it comes back, when the problem is one that its author can mend; the problem itself otherwise.
    pub(super) fn refused(self, problem: Problem) -> Result<Attempt, Failure> {
        match problem.kind {
            Kind::Invalid | Kind::Conflict => Ok(Attempt { key: self.key, submitted: self.submitted, problem }),
            _ => Err(problem.into()),
        }
    }
}

#[derive(Template)]
#[template(path = "act.html")]
struct View<'a> {
    header: &'a str,
    act: &'a Act,
    sections: Vec<SectionView<'a>>,
}

struct SectionView<'a> {
    section: &'a Section,
    blocks: Vec<Block<'a>>,
}

#[derive(Template)]
#[template(path = "act_block.html")]
struct Block<'a> {
    r: &'a Reader,
    content: &'a Content,
    /// The heading above: a table that says the same does not repeat it.
    heading: &'a str,
    children: Vec<Block<'a>>,
}

impl<'a> Block<'a> {
    fn new(r: &'a Reader, content: &'a Content, heading: &'a str) -> Self {
        let children = match content {
            Content::Fold(title, inner) => inner.iter().map(|content| Block::new(r, content, title)).collect(),
            _ => Vec::new(),
        };
        Self { r, content, heading, children }
    }
}

impl Act {
    /// The page, below the header of the body it belongs to when it is one of its tabs.
    pub(super) fn page(&self, r: &Reader, header: &str, trail: Vec<Link>, attempt: Option<&Attempt>) -> Result<Response, Failure> {
        let sections = self.sections.iter().map(|section| {
            let blocks = section.content.iter().map(|content| Block::new(r, content, &section.heading));
            SectionView { section, blocks: blocks.collect() }
        });
        let view = View { header, act: self, sections: sections.collect() };
        let page = Page::of(self.title.clone(), &view)?.section(SECTION).trail(trail);
        Ok(r.page(match attempt {
            Some(attempt) => page.status(attempt.status()),
            None => page,
        }))
    }
}

/// The way to what a body does.
pub(super) fn trail(r: &Reader, body: &Body, more: impl IntoIterator<Item = Link>) -> Vec<Link> {
    tabs::trail(r, body).into_iter().chain(more).collect()
}

/// The differences between two texts, word by word.
pub(super) fn changes(before: &str, after: &str) -> Vec<Change> {
    let mut pieces: Vec<Change> = Vec::new();
    for change in TextDiff::from_unicode_words(before, after).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "",
            ChangeTag::Insert => "ins",
            ChangeTag::Delete => "del",
        };
        match pieces.last_mut().filter(|piece| piece.change == kind) {
            Some(piece) => piece.text.push_str(change.value()),
            None => pieces.push(Change { change: kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

/// A day in the reader's words; empty without.
pub(super) fn day(r: &Reader, day: Option<Day>) -> String {
    day.map(|day| text::day(day, r.language)).unwrap_or_default()
}

/// Choices of codes, each said by the message `PREFIX-CODE`.
pub(super) fn choices<'a>(r: &Reader, prefix: &str, codes: impl IntoIterator<Item = &'a str>) -> Vec<Choice> {
    codes.into_iter().map(|code| Choice::new(code, r.t(&format!("{prefix}-{code}")))).collect()
}

impl Governance {
    /// The names of people the directory knows.
    pub(super) async fn people_names(&self, people: &[Uuid]) -> Result<HashMap<Uuid, String>, Problem> {
        let known = self.directory.people(people).await?;
        Ok(known.into_iter().map(|(id, person)| (id, person.name())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_by_words() {
        let told: String = changes("Le pôle achète un four.", "Le pôle partage un four.")
            .iter()
            .map(|piece| if piece.change.is_empty() { piece.text.clone() } else { format!("<{}>{}", piece.change, piece.text) })
            .collect();
        assert_eq!(told, "Le pôle <del>achète<ins>partage un four.");
    }
}
