//! Who reads, in which language: what every page is made with.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};
use bassin_kernel::{Day, Language, LocalizedText, Timestamp, Viewer, Violation, text};

use crate::{
    forms::Field,
    i18n::{Catalogue, Value, negotiate},
    shell::Shell,
};

/// The reader of a page: an extractor that works with any state, in any handler behind [`crate::shell()`].
#[derive(Clone)]
pub struct Reader {
    /// The language of the answer.
    pub language: Language,
    /// On whose behalf the page is read.
    pub viewer: Viewer,
    pub(crate) address: Uri,
    pub(crate) request: String,
    pub(crate) shell: Arc<Shell>,
}

impl Reader {
    /// A reader of `language` outside any request: for tests, and for documents made from a command line.
    #[must_use]
    pub fn new(catalogue: Catalogue, language: Language) -> Self {
        Self::of(Arc::new(Shell::new(catalogue)), language, Uri::from_static("/"))
    }

    pub(crate) const fn of(shell: Arc<Shell>, language: Language, address: Uri) -> Self {
        Self { language, viewer: Viewer::Anonymous, address, request: String::new(), shell }
    }

    /// The message `key`.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.shell.catalogue.text(self.language, key, &[])
    }

    /// The message `key` with its arguments: `reader.t_with("found", &[("count", 3.into())])`.
    #[must_use]
    pub fn t_with(&self, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        self.shell.catalogue.text(self.language, key, arguments)
    }

    /// The form of `text` in the reader's language.
    #[must_use]
    pub fn text<'a>(&self, text: &'a LocalizedText) -> &'a str {
        text.get(self.language)
    }

    /// A number with its decimals: `1 234,5`.
    #[must_use]
    pub fn number(&self, value: f64, decimals: usize) -> String {
        text::number(value, decimals, self.language)
    }

    /// A change, with its sign: `+1,2`.
    #[must_use]
    pub fn signed(&self, value: f64, decimals: usize) -> String {
        text::signed_number(value, decimals, self.language)
    }

    /// A whole number: `5 563 378`.
    #[must_use]
    pub fn count(&self, value: u64) -> String {
        text::count(value, self.language)
    }

    /// `value` hundredths: `16,9 %`, `16.9%`.
    #[must_use]
    pub fn percent(&self, value: f64, decimals: usize) -> String {
        match self.language {
            Language::French => format!("{}{}%", self.number(value, decimals), text::NARROW_SPACE),
            Language::English => format!("{}%", self.number(value, decimals)),
        }
    }

    /// A date in words: `22 novembre 2026`.
    #[must_use]
    pub fn date(&self, instant: Timestamp) -> String {
        text::date(instant, self.language)
    }

    /// A day in words: `22 novembre 2026`.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        text::day(day, self.language)
    }

    /// A date and a time, in the time of the territory: `22 novembre 2026 à 14 h 30`.
    #[must_use]
    pub fn date_time(&self, instant: Timestamp) -> String {
        text::date_time(instant, self.language)
    }

    /// A time, in the time of the territory: `14 h 30`.
    #[must_use]
    pub fn time(&self, instant: Timestamp) -> String {
        text::time(instant, self.language)
    }

    /// How much is to be mended in a form: at its fields, and for the rest.
    #[must_use]
    pub fn count_errors(&self, fields: &[Field], rest: &[Violation]) -> usize {
        fields.iter().map(|field| field.errors.len()).sum::<usize>() + rest.len()
    }

    /// The path being read, without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.address.path()
    }

    /// The address being read, in `language`.
    #[must_use]
    pub fn address_in(&self, language: Language) -> String {
        let kept = self.address.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let choice = format!("lang={}", language.code());
        let query: Vec<&str> = kept.chain([choice.as_str()]).collect();
        format!("{}?{}", self.address.path(), query.join("&"))
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        if let Some(reader) = parts.extensions.get::<Self>() {
            return Ok(reader.clone());
        }
        let language = negotiate(&parts.uri, &parts.headers);
        Ok(Self::of(Arc::new(Shell::new(Catalogue::new(&[]))), language, parts.uri.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_keeps_the_address() {
        let mut reader = Reader::new(Catalogue::new(&[]), Language::French);
        reader.address = Uri::from_static("/territoires/departement:08?tri=nom&lang=fr&page=2");
        assert_eq!(reader.address_in(Language::English), "/territoires/departement:08?tri=nom&page=2&lang=en");
        reader.address = Uri::from_static("/");
        assert_eq!(reader.address_in(Language::English), "/?lang=en");
    }

    #[test]
    fn figures_follow_the_language() {
        let french = Reader::new(Catalogue::new(&[]), Language::French);
        assert_eq!(french.percent(16.94, 1), "16,9\u{202f}%");
        let english = Reader::new(Catalogue::new(&[]), Language::English);
        assert_eq!(english.percent(16.94, 1), "16.9%");
        assert_eq!(english.signed(-3.3, 1), "−3.3");
    }
}
