//! The page around what a room shows: header, navigation, search, breadcrumb, footer.

use std::{borrow::Cow, sync::atomic::Ordering};

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use bassin_kernel::{Language, Problem};

use crate::{
    assets::{ASSETS, Assets},
    failure::Failure,
    prose::finished,
    reader::Reader,
};

/// A link: its words and its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

impl Link {
    /// A link.
    pub fn new(label: impl Into<String>, address: impl Into<String>) -> Self {
        Self { label: label.into(), address: address.into() }
    }
}

/// An entry of the navigation or of the footer, said in the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The name pages give as their [`Page::section`]; the entry is marked as current there.
    pub section: &'static str,
    /// The key of its words in the catalogue.
    pub key: &'static str,
    /// Where it leads.
    pub address: &'static str,
}

/// What a room shows, and how the page is to be named and placed.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The name of the page, in the browser's tab and in search results; the body holds its own `<h1>`.
    pub title: String,
    /// One sentence for search engines.
    pub description: Option<String>,
    /// The entry of the navigation it belongs to.
    pub section: Option<&'static str>,
    /// The way here, from the section down; the page itself is not repeated.
    pub trail: Vec<Link>,
    /// The content: HTML, rendered by the room's template.
    pub body: String,
    /// Whether [`Reader::finished`] has been over the content already: a page kept ready.
    pub finished: bool,
    /// Whether the content takes the whole width of the window (a large map or table).
    pub wide: bool,
    /// Whether what it shows was made up for training: a banner says so.
    pub fictional: bool,
    /// What robots are told, such as `noindex`.
    pub robots: Option<&'static str>,
    /// The one address of this content, when several lead to it.
    pub canonical: Option<String>,
    /// The status of the answer; 200 when not given.
    pub status: Option<StatusCode>,
}

impl Page {
    /// The page of `template`, a room's own template.
    ///
    /// # Errors
    /// When the template cannot be rendered, which is a fault of the program: it is logged, and told without details.
    pub fn of(title: impl Into<String>, template: &impl Template) -> Result<Self, Failure> {
        Ok(Self { title: title.into(), body: rendered(template)?, ..Self::default() })
    }

    /// The same, in a section of the navigation.
    #[must_use]
    pub const fn section(mut self, section: &'static str) -> Self {
        self.section = Some(section);
        self
    }

    /// The same, with the way to it.
    #[must_use]
    pub fn trail(mut self, trail: impl IntoIterator<Item = Link>) -> Self {
        self.trail = trail.into_iter().collect();
        self
    }

    /// The same, with a sentence for search engines.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The same, with another status: a form that comes back with its errors is a 422.
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// The same, with the banner of what was made up for training when `fictional`.
    #[must_use]
    pub const fn fictional(mut self, fictional: bool) -> Self {
        self.fictional = fictional;
        self
    }

    /// The same, over the whole width.
    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
}

impl Reader {
    /// The answer that shows `page` in the kit's frame.
    #[must_use]
    pub fn page(&self, page: Page) -> Response {
        let status = page.status.unwrap_or(StatusCode::OK);
        match rendered(&self.frame(&page)) {
            Ok(html) => {
                let language = HeaderValue::from_static(self.language.code());
                (status, [(header::CONTENT_LANGUAGE, language)], Html(html)).into_response()
            }
            Err(failure) => failure.into_response(),
        }
    }

    /// The HTML of a content with its words finished: acronyms explained at their first use, typography as in a book. Every page is
    /// shown so; what is kept ready is finished once.
    #[must_use]
    pub fn finished(&self, body: &str) -> String {
        finished(self, body)
    }

    fn frame<'a>(&'a self, page: &'a Page) -> Frame<'a> {
        let entry = |entry: &Entry| Choice {
            label: self.t(entry.key),
            address: entry.address.to_owned(),
            current: page.section == Some(entry.section),
        };
        let languages = Language::ALL.into_iter().map(|language| Tongue {
            code: language.code(),
            name: match language {
                Language::French => "Français",
                Language::English => "English",
            },
            address: self.address_in(language),
            current: language == self.language,
        });
        Frame {
            r: self,
            page,
            body: if page.finished { Cow::Borrowed(&page.body) } else { Cow::Owned(finished(self, &page.body)) },
            assets: &ASSETS,
            navigation: self.shell.navigation.iter().map(entry).collect(),
            footer: self.shell.footer.iter().map(entry).collect(),
            languages: languages.collect(),
        }
    }
}

struct Choice {
    label: String,
    address: String,
    current: bool,
}

struct Tongue {
    code: &'static str,
    name: &'static str,
    address: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "frame.html")]
struct Frame<'a> {
    r: &'a Reader,
    page: &'a Page,
    body: Cow<'a, str>,
    assets: &'a Assets,
    navigation: Vec<Choice>,
    footer: Vec<Choice>,
    languages: Vec<Tongue>,
}

impl Reader {
    /// Whether the whole installation shows what was made up.
    pub(crate) fn is_fictional(&self) -> bool {
        self.shell.fictional.load(Ordering::Relaxed)
    }
}

impl Frame<'_> {
    /// Whether the page is a form that comes back: its title says so first.
    fn is_to_mend(&self) -> bool {
        self.page.status == Some(StatusCode::UNPROCESSABLE_ENTITY)
    }
}

/// `template` as HTML.
pub(crate) fn rendered(template: &impl Template) -> Result<String, Failure> {
    template.render().map_err(|error| {
        tracing::error!(%error, "a template could not be rendered");
        Failure(Problem::unavailable("La page n’a pas pu être composée.", "The page could not be composed."))
    })
}
