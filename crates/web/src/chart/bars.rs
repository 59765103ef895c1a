//! Comparison: one bar an item, from zero.

use std::fmt::Write as _;

use super::{Caption, Drawing, Reading, escaped, opening, spelt};
use crate::reader::Reader;

/// One item compared.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// Its figure; `None` when unknown.
    pub reading: Option<Reading>,
    /// Whether it is the subject of the page, to be told from what it is compared with.
    pub subject: bool,
}

const ROW: usize = 40;
const LETTERS: usize = 34;

/// The figures of `bars` side by side, as HTML. What is sure is solid; up to where it may go is lighter, between whiskers.
#[must_use]
pub fn bars(reader: &Reader, caption: &Caption, bars: &[Bar]) -> String {
    let readings = || bars.iter().filter_map(|bar| bar.reading);
    let low = readings().map(|reading| reading.lower).fold(0.0, f64::min);
    let high = readings().map(|reading| reading.upper).fold(0.0, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    let at = |value: f64| (value - low) / span * 100.0;
    let mut svg = opening(caption, &format!("class=\"chart\" width=\"100%\" height=\"{}\"", bars.len() * ROW + 4), "img");
    for (index, bar) in bars.iter().enumerate() {
        let top = index * ROW;
        let class = if bar.subject { "subject" } else { "other" };
        let figure = spelt(reader, bar.reading, caption.decimals);
        let _ = write!(svg, "<text class=\"{class}\" x=\"0\" y=\"{}\">{}</text>", top + 15, escaped(&shortened(&bar.label)));
        let _ = write!(svg, "<text class=\"value {class}\" x=\"100%\" y=\"{}\" text-anchor=\"end\">{}</text>", top + 15, escaped(&figure));
        match bar.reading {
            Some(reading) => draw(&mut svg, reading, class, top + 21, at),
            None => {
                let _ = write!(svg, "<line class=\"none\" x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>", top + 27);
            }
        }
    }
    if low < 0.0 {
        let _ = write!(svg, "<line class=\"grid base\" x1=\"{0:.2}%\" x2=\"{0:.2}%\" y1=\"0\" y2=\"{1}\"/>", at(0.0), bars.len() * ROW);
    }
    svg.push_str("</svg>");
    let intervals = readings().any(|reading| !reading.is_exact());
    let headers = vec![reader.t("chart-item"), reader.t("chart-value")];
    let rows = bars.iter().map(|bar| vec![bar.label.clone(), spelt(reader, bar.reading, caption.decimals)]).collect();
    let summary = reader.t("chart-data");
    Drawing { r: reader, caption, class: "bars", svg, legend: Vec::new(), intervals, cut: false, summary, headers, rows }.html()
}

fn draw(svg: &mut String, reading: Reading, class: &str, top: usize, at: impl Fn(f64) -> f64) {
    let mut block = |kind: &str, from: f64, to: f64| {
        let (x, width) = (at(from.min(to)), at(from.max(to)) - at(from.min(to)));
        let _ = write!(svg, "<rect class=\"{kind} {class}\" x=\"{x:.2}%\" y=\"{top}\" width=\"{width:.2}%\" height=\"12\"/>");
    };
    // Sure is what lies between zero and the nearer bound.
    let (near, far) =
        if reading.lower.abs() <= reading.upper.abs() { (reading.lower, reading.upper) } else { (reading.upper, reading.lower) };
    let near = if near * far < 0.0 { 0.0 } else { near };
    block("bar", 0.0, near);
    if reading.is_exact() {
        return;
    }
    block("maybe", reading.lower, reading.upper);
    let _ = write!(
        svg,
        "<line class=\"whisker\" x1=\"{:.2}%\" x2=\"{:.2}%\" y1=\"{2}\" y2=\"{2}\"/>",
        at(reading.lower),
        at(reading.upper),
        top + 6
    );
    for bound in [reading.lower, reading.upper] {
        let _ = write!(svg, "<line class=\"whisker\" x1=\"{0:.2}%\" x2=\"{0:.2}%\" y1=\"{1}\" y2=\"{2}\"/>", at(bound), top + 2, top + 10);
    }
}

/// Long names are cut in the drawing; the table has them whole.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LETTERS { label.to_owned() } else { label.chars().take(LETTERS - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use bassin_kernel::Language;

    use super::*;
    use crate::Catalogue;

    fn drawn(readings: &[Option<Reading>]) -> String {
        let reader = Reader::new(Catalogue::new(&[]), Language::French);
        let caption = Caption { id: "c".into(), decimals: 1, ..Caption::default() };
        let list: Vec<Bar> = readings.iter().map(|reading| Bar { label: "\"A\"<b>".into(), reading: *reading, subject: false }).collect();
        bars(&reader, &caption, &list)
    }

    #[test]
    fn bars_start_at_zero_whatever_the_figures() {
        let html = drawn(&[Some(Reading::exact(10.0)), Some(Reading::exact(8.0))]);
        assert!(
            html.contains("x=\"0.00%\" y=\"21\" width=\"100.00%\"") && html.contains("x=\"0.00%\" y=\"61\" width=\"80.00%\""),
            "{html}"
        );
        let html = drawn(&[Some(Reading::exact(-5.0)), Some(Reading::exact(15.0))]);
        assert!(
            html.contains("x=\"0.00%\" y=\"21\" width=\"25.00%\"") && html.contains("x=\"25.00%\" y=\"61\" width=\"75.00%\""),
            "{html}"
        );
    }

    #[test]
    fn an_interval_is_solid_only_where_sure() {
        let html = drawn(&[Reading::between(5.0, 10.0)]);
        assert!(html.contains("class=\"bar other\" x=\"0.00%\" y=\"21\" width=\"50.00%\""), "{html}");
        assert!(html.contains("class=\"maybe other\" x=\"50.00%\" y=\"21\" width=\"50.00%\""), "{html}");
        let across = drawn(&[Reading::between(-5.0, 5.0)]);
        assert!(across.contains("class=\"bar other\" x=\"50.00%\" y=\"21\" width=\"0.00%\""), "{across}");
    }

    #[test]
    fn the_unknown_has_no_bar_and_words_are_escaped() {
        let html = drawn(&[None]);
        assert!(!html.contains("<rect") && html.contains("inconnu"), "{html}");
        assert!(html.contains("&quot;A&quot;&lt;b&gt;") && !html.contains("<b>"), "{html}");
    }
}
