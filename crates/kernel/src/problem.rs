//! What is wrong, all of it at once, in the reader's language.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Language, LocalizedText};

/// What kind of answer a problem calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The request or the file breaks rules that its author can mend (422).
    Invalid,
    /// What was asked for does not exist (404).
    NotFound,
    /// The viewer may not do this (403).
    Forbidden,
    /// Something else changed meanwhile (409).
    Conflict,
    /// The request or the file is larger than the bound (413).
    TooLarge,
    /// The surroundings are at fault: disk, store, another process (503).
    Unavailable,
}

/// Where in a file or in a text something is wrong. Rows and columns count from 1, the header being row 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Location {
    /// The row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column's name, or its letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The first character concerned, from 0, in a one-line text such as a perimeter expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
    /// The field of a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// One rule that is not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// A stable code, such as `geo-unknown-code`.
    pub code: String,
    /// What happened, why, and what to do: one or two sentences.
    pub message: LocalizedText,
    /// Where.
    #[serde(default)]
    pub location: Location,
    /// What would be accepted instead, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
    /// The article, standard or statute the rule comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Violation {
    /// A violation with its code and its sentence in both languages.
    pub fn new(code: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: LocalizedText::new(fr, en),
            location: Location::default(),
            suggestions: Vec::new(),
            source: None,
        }
    }

    /// The same, at a row and a column of a file.
    #[must_use]
    pub fn at(mut self, row: u64, column: impl Into<String>) -> Self {
        self.location.row = Some(row);
        self.location.column = Some(column.into());
        self
    }

    /// The same, at a row of a file.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.location.row = Some(row);
        self
    }

    /// The same, at a character of a one-line text.
    #[must_use]
    pub const fn at_offset(mut self, offset: usize) -> Self {
        self.location.offset = Some(offset);
        self
    }

    /// The same, about a field of a form.
    #[must_use]
    pub fn on(mut self, field: impl Into<String>) -> Self {
        self.location.field = Some(field.into());
        self
    }

    /// The same, with the article, standard or statute the rule comes from.
    #[must_use]
    pub fn sourced(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same, with what would be accepted instead.
    #[must_use]
    pub fn suggesting(mut self, suggestions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.suggestions = suggestions.into_iter().map(Into::into).collect();
        self
    }
}

/// Everything that stands in the way, at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of answer it calls for.
    pub kind: Kind,
    /// The rules not met, in the order in which a reader meets them. Never empty.
    pub violations: Vec<Violation>,
    /// How many more were found than are listed.
    #[serde(default)]
    pub unlisted: u64,
}

impl Problem {
    /// A problem of several violations.
    #[must_use]
    pub const fn new(kind: Kind, violations: Vec<Violation>) -> Self {
        Self { kind, violations, unlisted: 0 }
    }

    /// A problem of one violation.
    pub fn one(kind: Kind, code: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(kind, vec![Violation::new(code, fr, en)])
    }

    /// An invalid request or file, for one reason.
    pub fn invalid(code: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self::one(Kind::Invalid, code, fr, en)
    }

    /// Something that does not exist.
    pub fn not_found(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self::one(Kind::NotFound, "not-found", fr, en)
    }

    /// A fault of the surroundings. The detail goes to the log, never to the reader.
    pub fn unavailable(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self::one(Kind::Unavailable, "unavailable", fr, en)
    }

    /// The sentences in `language`, one a line.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let lines: Vec<&str> = self.violations.iter().map(|violation| violation.message.get(language)).collect();
        lines.join("\n")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

impl std::error::Error for Problem {}
