//! What a form sends.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header},
    response::IntoResponse as _,
};
use bassin_kernel::{Day, Kind, Problem};
use chrono::NaiveTime;
use uuid::Uuid;

use crate::failure::Failure;

/// How many fields a form may send: a roll call of 500 seats with a few fields each fits.
const MOST_FIELDS: usize = 10_000;

/// The fields of a form, in their order: an extractor, to be the last argument of a handler.
///
/// Bodies are bounded by the shell; what cannot be read is refused with a 422. A field that was not sent and a field left empty are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submitted(Vec<(String, String)>);

/// What a [`crate::Field::picker`] sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked<'a> {
    /// Nothing.
    Nothing,
    /// One of those offered.
    Id(Uuid),
    /// Words only, to be looked for: JavaScript is off, or nothing of what was offered was chosen.
    Words(&'a str),
}

impl Submitted {
    /// The fields of `application/x-www-form-urlencoded` text: a body, or the query of an address.
    ///
    /// # Errors
    /// The text is not made of characters, or holds too many fields.
    pub fn parse(text: impl AsRef<[u8]>) -> Result<Self, Problem> {
        let mut submitted = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_ref()) {
            submitted.push(name.into_owned(), &value)?;
        }
        Ok(submitted)
    }

    /// Adds a field that came otherwise, in a multipart body.
    pub(crate) fn push(&mut self, name: String, value: &str) -> Result<(), Problem> {
        // Characters that decoding could not make out, and the one that no store keeps.
        if [name.as_str(), value].iter().any(|text| text.contains(['\u{fffd}', '\0'])) {
            return Err(Problem::invalid(
                "form-unreadable",
                "Le formulaire contient des caractères illisibles. Ressaisissez le texte concerné, sans le coller depuis un fichier abîmé.",
                "The form holds characters that cannot be read. Type the text again, rather than pasting it from a damaged file.",
            ));
        }
        if self.0.len() >= MOST_FIELDS {
            return Err(Problem::one(
                Kind::TooLarge,
                "form-too-long",
                "Le formulaire contient trop de champs.",
                "The form holds too many fields.",
            ));
        }
        self.0.push((name, value.replace("\r\n", "\n")));
        Ok(())
    }

    /// What was typed in a field, without the spaces around it; empty when nothing was.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.trim())
    }

    /// What was typed in a field, with its spaces: a password.
    #[must_use]
    pub fn verbatim(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// Every answer given under a name, but the empty ones.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Every field, in order, as it was typed.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.all(name).any(|value| value != "0" && value != "false")
    }

    /// A day, as browsers send it (`2026-12-31`) or as people type it (`31/12/2026`); `None` when empty or when there is no such day.
    #[must_use]
    pub fn day(&self, name: &str) -> Option<Day> {
        let text = self.get(name);
        let typed = || ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"].iter().find_map(|format| Day::parse_from_str(text, format).ok());
        // Four figures for the year: `26` is not the first century.
        text.parse().ok().or_else(typed).filter(|day| (1000..=9999).contains(&chrono::Datelike::year(day)))
    }

    /// A time of the day: `14:30`, `14 h 30`, `14h`.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<NaiveTime> {
        let text: String = self.get(name).chars().filter(|letter| !letter.is_whitespace()).collect();
        let (hours, minutes) = text.split_once([':', 'h', 'H'])?;
        let minutes = minutes.split(':').next().unwrap_or_default();
        let minutes = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
        NaiveTime::from_hms_opt(hours.parse().ok()?, minutes, 0)
    }

    /// An identifier.
    #[must_use]
    pub fn uuid(&self, name: &str) -> Option<Uuid> {
        self.get(name).parse().ok()
    }

    /// A number, as it is written in French or in English: `1 234,5`, `1234.5`.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        let text: String = self.get(name).chars().filter(|letter| !letter.is_whitespace()).collect();
        let plain = text.replace(',', ".").replace('−', "-");
        plain.parse().ok().filter(|number: &f64| number.is_finite() && plain.chars().all(|c| c.is_ascii_digit() || "+-.".contains(c)))
    }

    /// A whole number.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<u64> {
        let text: String = self.get(name).chars().filter(|letter| !letter.is_whitespace()).collect();
        text.parse().ok()
    }

    /// What a [`crate::Field::picker`] sends. An identifier whose words were typed over since is nothing but words.
    #[must_use]
    pub fn picked(&self, name: &str) -> Picked<'_> {
        let words = self.get(&format!("{name}-words"));
        let before = self.get(&format!("{name}-before"));
        match self.uuid(name) {
            Some(id) if words == before || before.is_empty() => Picked::Id(id),
            _ if words.is_empty() => Picked::Nothing,
            _ => Picked::Words(words),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Submitted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let urlencoded = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
        // Nothing at all is an empty form: a button that only says yes.
        let empty = request.headers().get(header::CONTENT_TYPE).is_none();
        if !urlencoded && !empty {
            return Err(Problem::invalid(
                "form-media-type",
                "Cette adresse attend un formulaire (application/x-www-form-urlencoded).",
                "This address expects a form (application/x-www-form-urlencoded).",
            )
            .into());
        }
        let body = Bytes::from_request(request, state).await.map_err(|refused| {
            if refused.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
                Problem::one(Kind::TooLarge, "form-too-large", "Le formulaire dépasse la taille admise.", "The form is too large.")
            } else {
                Problem::invalid(
                    "form-cut",
                    "Le formulaire n’est pas arrivé entier : renvoyez-le.",
                    "The form was cut short: send it again.",
                )
            }
        })?;
        Ok(Self::parse(&body)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sent(value: &str) -> Submitted {
        let mut submitted = Submitted::default();
        submitted.push("x".to_owned(), value).unwrap();
        submitted
    }

    #[test]
    fn days_and_times_are_read_as_typed() {
        let day = |text| sent(text).day("x").map(|day| day.to_string());
        assert_eq!(day("2026-02-28"), Some("2026-02-28".into()));
        assert_eq!(day("1/3/2026"), Some("2026-03-01".into()));
        assert_eq!(day("29/02/2024"), Some("2024-02-29".into()));
        for wrong in ["", "29/02/2026", "2026-13-01", "demain", "01/03/26", "0026-03-01"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
        let time = |text| sent(text).time("x").map(|time| time.to_string());
        for (typed, read) in [("14:30", "14:30:00"), ("9 h 05", "09:05:00"), ("14h", "14:00:00"), ("08:15:00", "08:15:00")] {
            assert_eq!(time(typed).as_deref(), Some(read), "{typed}");
        }
        for wrong in ["", "25:00", "14", "14:60", "midi", "14:é0:"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_are_read_as_written_in_both_languages() {
        let number = |text| sent(text).number("x");
        assert_eq!(number("1\u{202f}234,5"), Some(1234.5));
        assert_eq!(number("−3.25"), Some(-3.25));
        for wrong in ["", "1,2,3", "NaN", "inf", "1e400", "douze"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
        assert_eq!((sent("12 000").count("x"), sent("-1").count("x")), (Some(12_000), None));
    }

    #[test]
    fn unreadable_forms_are_refused() {
        for wrong in ["x=%ff%fe", "%c3=1", "x=a%00b"] {
            assert_eq!(Submitted::parse(wrong).unwrap_err().violations[0].code, "form-unreadable", "{wrong}");
        }
        let many = "x=1&".repeat(MOST_FIELDS + 1);
        assert_eq!(Submitted::parse(many).unwrap_err().kind, Kind::TooLarge);
    }

    #[test]
    fn lines_end_alike_and_absent_is_empty() {
        let submitted = Submitted::parse("x=a%0D%0Ab+&y=&y=1&y=2&off=0").unwrap();
        assert_eq!((submitted.get("x"), submitted.verbatim("x"), submitted.get("z")), ("a\nb", "a\nb ", ""));
        assert_eq!(submitted.all("y").collect::<Vec<_>>(), ["1", "2"]);
        assert!(submitted.flag("x") && submitted.flag("y") && !submitted.flag("off") && !submitted.flag("z"));
    }

    #[test]
    fn words_typed_over_a_choice_undo_it() {
        let id = Uuid::from_u128(7);
        let picked = |text: String| Submitted::parse(text).unwrap();
        assert_eq!(picked(format!("p={id}&p-words=Dupont&p-before=Dupont")).picked("p"), Picked::Id(id));
        assert_eq!(picked(format!("p={id}&p-words=Durand&p-before=Dupont")).picked("p"), Picked::Words("Durand"));
        assert_eq!(picked(format!("p={id}&p-words=&p-before=Dupont")).picked("p"), Picked::Nothing);
        assert_eq!(picked(format!("p={id}")).picked("p"), Picked::Id(id));
        assert_eq!(picked("p=&p-words=Dup".to_owned()).picked("p"), Picked::Words("Dup"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(submitted) = Submitted::parse(&bytes) {
                let _ = (submitted.day("x"), submitted.time("x"), submitted.number("x"), submitted.picked("x"));
            }
        }

        #[test]
        fn times_and_days_never_fail(text in "\\PC{0,12}") {
            if !text.contains('\u{fffd}') {
                let submitted = sent(&text);
                let _ = (submitted.day("x"), submitted.time("x"), submitted.number("x"), submitted.count("x"));
            }
        }
    }
}
