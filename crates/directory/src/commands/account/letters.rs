//! What accounts write to people.

use bassin_kernel::{Language, Timestamp, text};
use bassin_mail::Letter;
use bassin_web::Value;

use crate::{Directory, Person};

/// To whom a letter goes.
pub(super) struct Reader<'a> {
    pub email: &'a str,
    pub name: String,
    pub language: Language,
}

impl<'a> Reader<'a> {
    pub(super) fn new(person: Option<&Person>, email: &'a str) -> Self {
        let (name, language) = person.map_or_else(Default::default, |person| (person.name(), person.language));
        Self { email, name, language }
    }
}

impl Directory {
    /// A letter: its subject and its body are the messages `account-letter-{name}-subject` and `-body`, the body with the link it holds.
    pub(super) fn letter(&self, reader: &Reader<'_>, name: &str, path: &str, until: Option<Timestamp>) -> Letter {
        let link = self.link(path);
        let until = until.map(|until| text::date_time(until, reader.language)).unwrap_or_default();
        let arguments = [
            ("name", Value::from(reader.name.as_str())),
            ("link", link.as_str().into()),
            ("until", until.as_str().into()),
            ("platform", self.link("/").into()),
        ];
        let words = |part: &str| self.accounts.catalogue.text(reader.language, &format!("account-letter-{name}-{part}"), &arguments);
        let lines = [
            self.accounts.catalogue.text(reader.language, "account-letter-hello", &arguments),
            words("body"),
            self.accounts.catalogue.text(reader.language, "account-letter-end", &arguments),
        ];
        Letter {
            id: self.database.ids().next(),
            to: reader.email.to_owned(),
            name: reader.name.clone(),
            subject: words("subject"),
            text: lines.join("\n\n"),
            attachments: Vec::new(),
        }
    }
}
