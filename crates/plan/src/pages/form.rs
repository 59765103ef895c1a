//! A page that is a form: blocks of fields, with what is stored now when somebody else changed it meanwhile.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Failure, Field, Link, Page, Reader, Submitted};

use super::SECTION;

/// Fields under a heading; without a heading, fields alone.
#[derive(Default)]
pub(super) struct Block {
    pub title: String,
    pub lede: String,
    pub links: Vec<Link>,
    pub fields: Vec<Field>,
    pub items: Vec<Item>,
}

/// Fields, and those that are folded below them.
#[derive(Default)]
pub(super) struct Item {
    pub fields: Vec<Field>,
    pub summary: String,
    pub folded: Vec<Field>,
}

impl Item {
    /// Whether what is folded is to be seen: it is wrong, or already filled.
    fn open(&self) -> bool {
        self.folded.iter().any(|field| !field.errors.is_empty() || !field.values.is_empty())
    }
}

/// A button below the form that does something else.
pub(super) struct After {
    pub action: String,
    pub label: String,
    pub hidden: Vec<Field>,
}

/// A form as it is shown.
#[derive(Default)]
pub(super) struct Form {
    pub kicker: String,
    pub title: String,
    pub lede: String,
    pub action: String,
    pub submit: String,
    pub cancel: String,
    pub hidden: Vec<Field>,
    pub blocks: Vec<Block>,
    pub after: Vec<After>,
    pub trail: Vec<Link>,
}

#[derive(Template)]
#[template(path = "plan_form.html")]
struct View<'a> {
    r: &'a Reader,
    kicker: &'a str,
    title: &'a str,
    lede: &'a str,
    stored: &'a [(String, String)],
    action: &'a str,
    all: Vec<Field>,
    hidden: &'a [Field],
    blocks: &'a [Block],
    rest: &'a [Violation],
    submit: &'a str,
    cancel: &'a str,
    after: &'a [After],
}

impl Form {
    /// Every field that people fill, in the order they meet it.
    fn each(&mut self) -> impl Iterator<Item = &mut Field> {
        self.blocks.iter_mut().flat_map(|block| {
            block.fields.iter_mut().chain(block.items.iter_mut().flat_map(|item| item.fields.iter_mut().chain(&mut item.folded)))
        })
    }

    /// The page of the form, as it is first shown.
    pub(super) fn page(mut self, reader: &Reader) -> Result<Response, Failure> {
        self.show(reader, &[], &[], StatusCode::OK)
    }

    /// The form as it was sent and refused: filled, with what is to be mended, and with what is stored now when it was stale.
    pub(super) fn again(
        mut self,
        reader: &Reader,
        submitted: &Submitted,
        problem: Problem,
        stored: &[(String, String)],
    ) -> Result<Response, Failure> {
        let status = match problem.kind {
            Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Conflict => StatusCode::CONFLICT,
            _ => return Err(problem.into()),
        };
        // The identifier of a form comes back as it was; its revision becomes that of what is now stored and shown.
        let kept: Vec<Field> = self.hidden.iter().filter(|field| field.name == "revision").cloned().collect();
        let stale = problem.kind == Kind::Conflict;
        Field::fill(&mut self.hidden, submitted);
        if stale {
            for field in &mut self.hidden {
                if let Some(fresh) = kept.iter().find(|kept| kept.name == field.name) {
                    *field = fresh.clone();
                }
            }
        }
        let mut flat: Vec<Field> = self.each().map(std::mem::take).collect();
        Field::fill(&mut flat, submitted);
        let rest = Field::with_errors(&mut flat, &problem);
        for (place, filled) in self.each().zip(flat) {
            *place = filled;
        }
        self.show(reader, if stale { stored } else { &[] }, &rest, status)
    }

    fn show(&mut self, reader: &Reader, stored: &[(String, String)], rest: &[Violation], status: StatusCode) -> Result<Response, Failure> {
        let all: Vec<Field> = self.each().map(|field| field.clone()).collect();
        let view = View {
            r: reader,
            kicker: &self.kicker,
            title: &self.title,
            lede: &self.lede,
            stored,
            action: &self.action,
            all,
            hidden: &self.hidden,
            blocks: &self.blocks,
            rest,
            submit: &self.submit,
            cancel: &self.cancel,
            after: &self.after,
        };
        Ok(reader.page(Page::of(self.title.clone(), &view)?.section(SECTION).trail(self.trail.clone()).status(status)))
    }
}

/// What says that a day or a number cannot be read.
pub(super) fn unreadable(field: &str) -> Violation {
    Violation::new(
        "plan-unreadable-field",
        "Ce n’est pas une date ou un nombre que l’on puisse lire.",
        "This is not a day or a number that can be read.",
    )
    .on(field)
}

/// What was sent, with what cannot be read in it.
pub(super) struct Read<'a> {
    pub submitted: &'a Submitted,
    pub wrong: Vec<Violation>,
}

impl<'a> Read<'a> {
    pub(super) const fn new(submitted: &'a Submitted) -> Self {
        Self { submitted, wrong: Vec::new() }
    }

    fn kept<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.submitted.get(name).is_empty() {
            self.wrong.push(unreadable(name));
        }
        value
    }

    pub(super) fn day(&mut self, name: &str) -> Option<bassin_kernel::Day> {
        self.kept(name, self.submitted.day(name))
    }

    pub(super) fn number(&mut self, name: &str) -> Option<f64> {
        self.kept(name, self.submitted.number(name))
    }

    pub(super) fn count<T: TryFrom<u64>>(&mut self, name: &str) -> Option<T> {
        self.kept(name, self.submitted.count(name).and_then(|count| T::try_from(count).ok()))
    }

    pub(super) fn words(&self, name: &str) -> String {
        self.submitted.get(name).to_owned()
    }

    /// What was read, unless something could not be.
    pub(super) fn done<T>(self, value: T) -> Result<T, Problem> {
        if self.wrong.is_empty() { Ok(value) } else { Err(Problem::new(Kind::Invalid, self.wrong)) }
    }
}
