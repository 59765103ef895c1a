//! Texts in two languages: Fluent messages, and how a reader's language is chosen.

mod check;
mod negotiation;

use std::{borrow::Cow, fmt};

use bassin_kernel::{Language, text};
use fluent_bundle::{FluentArgs, FluentError, FluentResource, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

pub(crate) use negotiation::{COOKIE, chosen, negotiate};

/// The value of an argument of a message: `3.into()`, `"Nancy".into()`. A year is handed in as text, for a number gets its thousands separated.
pub type Value<'a> = fluent_bundle::FluentValue<'a>;

/// The kit's own messages.
const LOCALES: [(Language, &str); 2] =
    [(Language::French, include_str!("../../locales/fr.ftl")), (Language::English, include_str!("../../locales/en.ftl"))];

/// The messages of the kit and of every room, in both languages.
pub struct Catalogue {
    french: Bundle,
    english: Bundle,
    faults: Vec<String>,
}

type Bundle = FluentBundle<FluentResource>;

impl Catalogue {
    /// The catalogue of the kit's messages and of `sources` (Fluent texts). What cannot be read is left out and told by [`Catalogue::check`].
    #[must_use]
    pub fn new(sources: &[(Language, &str)]) -> Self {
        let mut catalogue = Self { french: bundle(Language::French), english: bundle(Language::English), faults: Vec::new() };
        let mut signatures = check::Signatures::default();
        for (language, source) in LOCALES.iter().chain(sources) {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    catalogue.faults.extend(errors.iter().map(|error| format!("{}: {error}", language.code())));
                    resource
                }
            };
            signatures.read(*language, &resource);
            let target = match language {
                Language::French => &mut catalogue.french,
                Language::English => &mut catalogue.english,
            };
            if let Err(errors) = target.add_resource(resource) {
                catalogue.faults.extend(errors.iter().map(|error| fault(*language, error)));
            }
        }
        catalogue.faults.extend(signatures.faults());
        catalogue
    }

    /// What is wrong with the messages, one line each: unreadable, defined twice, missing in one language, or with other arguments there.
    /// Empty when all is well: a test of the assembled catalogue asserts it.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        self.faults.clone()
    }

    /// Whether the message `key` exists in `language`.
    #[must_use]
    pub fn has(&self, key: &str, language: Language) -> bool {
        self.bundle(language).has_message(key)
    }

    /// The message `key` in `language`; in French when it is missing there; the key itself when it is missing everywhere.
    #[must_use]
    pub fn text(&self, language: Language, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        if let Some(text) = format(self.bundle(language), key, &arguments) {
            return text;
        }
        tracing::warn!(key, language = language.code(), "message missing");
        format(&self.french, key, &arguments).unwrap_or_else(|| key.to_owned())
    }

    const fn bundle(&self, language: Language) -> &Bundle {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").field("faults", &self.faults).finish_non_exhaustive()
    }
}

fn bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolation marks are for mixes with right-to-left scripts; here they would only end up in copied text.
    bundle.set_use_isolating(false);
    match language {
        Language::French => bundle.set_formatter(Some(|value, _| spell(value, Language::French))),
        Language::English => bundle.set_formatter(Some(|value, _| spell(value, Language::English))),
    }
    bundle
}

/// Numbers as readers of `language` write them, with the decimals they came with.
fn spell(value: &Value<'_>, language: Language) -> Option<String> {
    let Value::Number(number) = value else { return None };
    let plain = number.as_string();
    let decimals = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    Some(text::number(number.value, decimals, language))
}

fn format(bundle: &Bundle, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
    for error in errors {
        tracing::warn!(key, %error, "message formatted with an error");
    }
    Some(text)
}

fn fault(language: Language, error: &FluentError) -> String {
    match error {
        FluentError::Overriding { id, .. } => format!("{}: {id} is defined twice", language.code()),
        other => format!("{}: {other}", language.code()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(french: &str, english: &str) -> Catalogue {
        Catalogue::new(&[(Language::French, french), (Language::English, english)])
    }

    #[test]
    fn the_kit_speaks_both_languages() {
        assert_eq!(Catalogue::new(&[]).check(), Vec::<String>::new());
    }

    #[test]
    fn tells_what_is_missing_unreadable_double_or_different() {
        let catalogue =
            with("only-fr = a\nshared = { $count } b\nsame = a\nsame = b\n", "only-en = a\nshared = { $number } b\nsame = a\n= nothing\n");
        let faults = catalogue.check().join("\n");
        assert!(faults.contains("only-fr is missing in en"), "{faults}");
        assert!(faults.contains("only-en is missing in fr"), "{faults}");
        assert!(faults.contains("shared takes count in fr and number in en"), "{faults}");
        assert!(faults.contains("fr: same is defined twice"), "{faults}");
        assert!(faults.lines().any(|line| line.starts_with("en: ")), "{faults}");
    }

    #[test]
    fn falls_back_to_french_then_to_the_key() {
        let catalogue = with("only-fr = Bonjour\n", "");
        assert_eq!(catalogue.text(Language::English, "only-fr", &[]), "Bonjour");
        assert_eq!(catalogue.text(Language::English, "nowhere", &[]), "nowhere");
    }

    #[test]
    fn plurals_and_numbers_follow_the_language() {
        let catalogue = with(
            "communes = { $n ->\n    [one] { $n } commune\n   *[other] { $n } communes\n }\n",
            "communes = { $n ->\n    [one] { $n } municipality\n   *[other] { $n } municipalities\n }\n",
        );
        let say = |language, n: f64| catalogue.text(language, "communes", &[("n", n.into())]);
        assert_eq!(say(Language::French, 0.0), "0 commune");
        assert_eq!(say(Language::English, 0.0), "0 municipalities");
        assert_eq!(say(Language::French, 5118.0), "5\u{202f}118 communes");
        assert_eq!(say(Language::English, 1234.5), "1,234.5 municipalities");
    }
}
