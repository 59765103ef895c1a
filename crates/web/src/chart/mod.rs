//! Charts as SVG made on the server. Each comes with a title, a sentence that says what it shows, and the table of its data.
//!
//! Widths are percentages of what the page gives, so that words keep their size from 320 pixels to a printed sheet. No style is inline:
//! the style sheet colours the classes.

mod bars;
mod line;

use askama::Template;

pub use bars::{Bar, bars};
pub use line::{Series, line};

use crate::{
    page::{Link, rendered},
    reader::Reader,
};

/// What a chart or a map says around its drawing.
#[derive(Debug, Clone, Default)]
pub struct Caption {
    /// A name, unique in the page, made of letters, digits and hyphens.
    pub id: String,
    /// What is shown: “Chômage au sens du recensement”.
    pub title: String,
    /// The sentence that says what a reader should see.
    pub sentence: String,
    /// The unit, beside the title: “% des actifs”.
    pub unit: String,
    /// Decimals of the figures.
    pub decimals: usize,
    /// Producer, dataset, vintage, licence.
    pub source: String,
    /// Where the same figures are listed; the drawing then needs no table of its own.
    pub list: Option<Link>,
}

/// A figure, or the interval that holds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The least it can be.
    pub lower: f64,
    /// The most it can be.
    pub upper: f64,
}

impl Reading {
    /// A figure known exactly.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self { lower: value, upper: value }
    }

    /// An interval; `None` when a bound is not a number.
    #[must_use]
    pub fn between(lower: f64, upper: f64) -> Option<Self> {
        (lower.is_finite() && upper.is_finite()).then(|| Self { lower: lower.min(upper), upper: lower.max(upper) })
    }

    fn middle(self) -> f64 {
        f64::midpoint(self.lower, self.upper)
    }

    #[expect(clippy::float_cmp, reason = "an exact figure has the same number twice")]
    fn is_exact(self) -> bool {
        self.lower == self.upper
    }
}

/// The figure as words: `16,9`, `1 240 à 1 310`, `inconnu`.
#[must_use]
pub fn spelt(reader: &Reader, reading: Option<Reading>, decimals: usize) -> String {
    match reading {
        None => reader.t("unknown"),
        Some(reading) if reading.is_exact() => reader.number(reading.lower, decimals),
        Some(reading) => {
            let (lower, upper) = (reader.number(reading.lower, decimals), reader.number(reading.upper, decimals));
            reader.t_with("range", &[("lower", lower.into()), ("upper", upper.into())])
        }
    }
}

#[derive(Template)]
#[template(path = "chart.html")]
pub(crate) struct Drawing<'a> {
    pub(crate) r: &'a Reader,
    pub(crate) caption: &'a Caption,
    pub(crate) class: &'static str,
    pub(crate) svg: String,
    pub(crate) legend: Vec<(String, String)>,
    pub(crate) intervals: bool,
    pub(crate) cut: bool,
    pub(crate) summary: String,
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Drawing<'_> {
    pub(crate) fn html(&self) -> String {
        rendered(self).unwrap_or_default()
    }
}

/// `text` for use in SVG, as content or as an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML has no way to write these.
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// The start of a drawing that is read as one picture, with its title and description.
pub(crate) fn opening(caption: &Caption, attributes: &str, role: &str) -> String {
    let (id, title, sentence) = (escaped(&caption.id), escaped(&caption.title), escaped(&caption.sentence));
    format!(
        "<svg {attributes} role=\"{role}\" aria-labelledby=\"{id}-title {id}-desc\"><title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{sentence}</desc>"
    )
}

/// Round graduations from at or below `low` to at or above `high`: 4 to 8 of them.
fn graduations(low: f64, high: f64) -> Vec<f64> {
    let span = if high > low { high - low } else { low.abs().max(1.0) };
    let rough = span / 4.0;
    let magnitude = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * magnitude).find(|step| *step >= rough).unwrap_or(rough);
    let first = (low / step).floor();
    let mut marks = vec![first * step];
    for count in 1..12 {
        if marks.last().is_some_and(|last| *last >= high) && marks.len() > 1 {
            break;
        }
        marks.push((first + f64::from(count)) * step);
    }
    marks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn graduations_are_round() {
        assert_eq!(graduations(0.0, 17.0), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(graduations(3.0, 3.0), [3.0, 4.0]);
    }

    #[test]
    fn escaping_leaves_nothing_that_opens_a_tag_or_closes_an_attribute() {
        assert_eq!(escaped("<b a=\"1\">&'\u{0}"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39; ");
    }

    proptest! {
        #[test]
        fn graduations_hold_the_data(low in -1e9..1e9f64, span in 0.0..1e9f64) {
            let high = low + span;
            let marks = graduations(low, high);
            prop_assert!(marks.len() >= 2 && marks.len() <= 12);
            let slack = 1e-6 * (1.0 + high.abs() + low.abs());
            prop_assert!(marks[0] <= low + slack && marks[marks.len() - 1] >= high - slack, "{marks:?}");
            prop_assert!(marks.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
