//! Text as readers of French and of English expect it: numbers, dates, folding for search.

use chrono::{Datelike, Timelike};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{Day, Language, Timestamp, local};

/// Narrow no-break space, between the thousands and before high punctuation in French.
pub const NARROW_SPACE: char = '\u{202f}';
/// The minus sign.
pub const MINUS: char = '−';

/// Lower case without accents, ligatures opened, punctuation and runs of blanks as one space: what search compares.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match character {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A short name for addresses: folded, with hyphens.
#[must_use]
pub fn slug(text: &str) -> String {
    fold(text).replace(' ', "-")
}

/// The same text with a capital first letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `value` with `decimals` decimals, rounded half away from zero: `1 234,5` in French, `1,234.5` in English. Not a number gives `–`.
#[must_use]
pub fn number(value: f64, decimals: usize, language: Language) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let scale = 10f64.powi(i32::try_from(decimals).unwrap_or(0));
    // A figure such as 2.675 is stored a hair below itself; the nudge restores the rounding a reader does by hand.
    let rounded = ((value.abs() * scale) * (1.0 + f64::EPSILON)).round() / scale;
    let plain = format!("{rounded:.decimals$}");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (thousands, decimal) = match language {
        Language::French => (NARROW_SPACE, ','),
        Language::English => (',', '.'),
    };
    let mut text = String::new();
    if value < 0.0 && rounded != 0.0 {
        text.push(MINUS);
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(decimal);
        text.push_str(fraction);
    }
    text
}

/// The same with its sign, for changes: `+1,2`, `−0,4`, `0,0`.
#[must_use]
pub fn signed_number(value: f64, decimals: usize, language: Language) -> String {
    let text = number(value, decimals, language);
    if value > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) { format!("+{text}") } else { text }
}

/// A whole number: `5 563 378` or `5,563,378`.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn count(value: u64, language: Language) -> String {
    number(value as f64, 0, language)
}

/// The name of the month `month` (1 to 12), in lower case in French; `?` outside that range.
#[must_use]
pub fn month_name(month: u8, language: Language) -> &'static str {
    const FRENCH: [&str; 12] =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
    const ENGLISH: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let names = match language {
        Language::French => FRENCH,
        Language::English => ENGLISH,
    };
    usize::from(month).checked_sub(1).and_then(|index| names.get(index)).copied().unwrap_or("?")
}

/// The local day of an instant, in words: `22 novembre 2026`, `1er mai 2026`, `22 November 2026`.
#[must_use]
pub fn date(instant: Timestamp, language: Language) -> String {
    day(local(instant).date(), language)
}

/// A day in words.
#[must_use]
pub fn day(day: Day, language: Language) -> String {
    let number = match (day.day(), language) {
        (1, Language::French) => "1er".to_owned(),
        (number, _) => number.to_string(),
    };
    let month = month_name(u8::try_from(day.month()).unwrap_or(0), language);
    format!("{number} {month} {}", day.year())
}

/// The local time of an instant: `14 h 30`, `9 h`, `14:30`.
#[must_use]
pub fn time(instant: Timestamp, language: Language) -> String {
    let time = local(instant).time();
    match (language, time.minute()) {
        (Language::French, 0) => format!("{}\u{a0}h", time.hour()),
        (Language::French, minute) => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
        (Language::English, minute) => format!("{:02}:{minute:02}", time.hour()),
    }
}

/// The local date and time of an instant: `22 novembre 2026 à 14 h 30`, `22 November 2026 at 14:30`.
#[must_use]
pub fn date_time(instant: Timestamp, language: Language) -> String {
    let link = match language {
        Language::French => "à",
        Language::English => "at",
    };
    format!("{} {link} {}", date(instant, language), time(instant, language))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_in_french_and_english() {
        assert_eq!(number(5_563_378.0, 0, Language::French), "5\u{202f}563\u{202f}378");
        assert_eq!(number(5_563_378.0, 0, Language::English), "5,563,378");
        assert_eq!(number(-1234.56, 1, Language::French), "−1\u{202f}234,6");
        assert_eq!(number(13.847, 2, Language::French), "13,85");
        assert_eq!(number(-0.04, 1, Language::French), "0,0");
        assert_eq!(number(f64::NAN, 1, Language::French), "–");
        assert_eq!(number(999.5, 0, Language::French), "1\u{202f}000");
        assert_eq!(signed_number(1.25, 1, Language::French), "+1,3");
        assert_eq!(signed_number(0.01, 1, Language::French), "0,0");
        assert_eq!(signed_number(-0.4, 1, Language::English), "−0.4");
    }

    #[test]
    fn folding_ignores_accents_case_and_punctuation() {
        assert_eq!(fold("  L'Haÿ-les-Roses "), "l hay les roses");
        assert_eq!(fold("Œuilly"), "oeuilly");
        assert_eq!(fold("’’"), "");
        assert_eq!(capital("étape"), "Étape");
        assert_eq!(slug("Bar-le-Duc (zone d’emploi)"), "bar-le-duc-zone-d-emploi");
    }

    #[test]
    fn dates_in_words() {
        let first: Timestamp = "2026-05-01T10:00:00Z".parse().unwrap();
        assert_eq!(date(first, Language::French), "1er mai 2026");
        assert_eq!(date(first, Language::English), "1 May 2026");
        assert_eq!(date_time(first, Language::French), "1er mai 2026 à 12\u{a0}h");
        let late: Timestamp = "2026-01-31T23:05:00Z".parse().unwrap();
        assert_eq!(date_time(late, Language::English), "1 February 2026 at 00:05");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
