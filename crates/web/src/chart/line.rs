//! Evolution: one to four lines over the same periods.

use std::fmt::Write as _;

use super::{Caption, Drawing, Reading, escaped, graduations, opening, spelt};
use crate::reader::Reader;

/// One line.
#[derive(Debug, Clone)]
pub struct Series {
    /// What it follows; written at its end.
    pub label: String,
    /// A figure a period; an unknown one leaves a gap.
    pub readings: Vec<Option<Reading>>,
}

const TOP: f64 = 14.0;
const HEIGHT: f64 = 190.0;
const BOTTOM: f64 = 28.0;
/// Share of the width that the lines take; the rest is for their names.
const PLOT: f64 = 67.0;
/// The least a scale spans, as a share of its figures: a change of a thousandth must not look like a leap.
const LEAST_SPAN: f64 = 0.1;
/// The longest graduation that fits the narrow margin, in letters.
const SHORT: usize = 4;
const LETTERS: usize = 14;
const LEADING: f64 = 15.0;

/// The evolution of `series` (the first four) over `periods`, as HTML. The first series is the subject, the others are compared with it.
#[must_use]
pub fn line(reader: &Reader, caption: &Caption, periods: &[String], series: &[Series]) -> String {
    let series = &series[..series.len().min(4)];
    let scale = Scale::of(series, periods.len(), caption);
    let margin = if scale.marks.iter().any(|mark| scale.label(reader, *mark).chars().count() > SHORT) { "large" } else { "slight" };
    let mut svg = opening(caption, &format!("class=\"chart {margin}\" width=\"100%\" height=\"{}\"", TOP + HEIGHT + BOTTOM), "img");
    grid(&mut svg, reader, &scale);
    axis(&mut svg, periods, &scale);
    let _ = write!(
        svg,
        "<svg x=\"0\" y=\"{TOP}\" width=\"{PLOT}%\" height=\"{HEIGHT}\" viewBox=\"0 0 1000 {HEIGHT}\" preserveAspectRatio=\"none\" overflow=\"visible\">"
    );
    for (rank, one) in series.iter().enumerate() {
        bands(&mut svg, rank + 1, one, &scale);
    }
    for (rank, one) in series.iter().enumerate().rev() {
        strokes(&mut svg, rank + 1, one, &scale);
    }
    svg.push_str("</svg>");
    for (rank, one) in series.iter().enumerate().rev() {
        dots(&mut svg, rank + 1, one, &scale);
    }
    names(&mut svg, series, &scale);
    svg.push_str("</svg>");
    let intervals = series.iter().flat_map(|one| &one.readings).flatten().any(|reading| !reading.is_exact());
    let row = |(index, period): (usize, &String)| {
        let cell = |one: &Series| spelt(reader, one.readings.get(index).copied().flatten(), caption.decimals);
        std::iter::once(period.clone()).chain(series.iter().map(cell)).collect()
    };
    let headers = std::iter::once(reader.t("chart-period")).chain(series.iter().map(|one| one.label.clone())).collect();
    let rows = periods.iter().enumerate().map(row).collect();
    let summary = reader.t("chart-data");
    Drawing { r: reader, caption, class: "line", svg, legend: Vec::new(), intervals, cut: scale.cut(), summary, headers, rows }.html()
}

struct Scale {
    marks: Vec<f64>,
    periods: usize,
    decimals: usize,
}

impl Scale {
    fn of(series: &[Series], periods: usize, caption: &Caption) -> Self {
        let decimals = caption.decimals;
        let readings = || series.iter().flat_map(|one| one.readings.iter().flatten());
        let low = readings().map(|reading| reading.lower).fold(f64::INFINITY, f64::min);
        let high = readings().map(|reading| reading.upper).fold(f64::NEG_INFINITY, f64::max);
        if !low.is_finite() || !high.is_finite() {
            return Self { marks: vec![0.0, 1.0], periods, decimals };
        }
        // Zero is shown when it is near enough not to flatten the lines.
        let low = if low > 0.0 && low < 0.4 * high { 0.0 } else { low };
        let lacking = (LEAST_SPAN * high.abs().max(low.abs()) - (high - low)).max(0.0) / 2.0;
        // A share has no room above the whole.
        let top = if caption.unit.starts_with('%') && high <= 100.0 { (high + lacking).min(100.0) } else { high + lacking };
        let marks = graduations(low - lacking, top);
        let decimals = if marks.iter().all(|mark| mark.fract() == 0.0) { 0 } else { decimals.max(1) };
        Self { marks, periods, decimals }
    }

    /// Whether zero is beyond the scale.
    fn cut(&self) -> bool {
        self.marks.first().is_some_and(|low| *low > 0.0) || self.marks.last().is_some_and(|high| *high < 0.0)
    }

    fn label(&self, reader: &Reader, mark: f64) -> String {
        reader.number(mark, self.decimals)
    }

    /// Height within the plot, from its top.
    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.marks.first().copied().unwrap_or(0.0), self.marks.last().copied().unwrap_or(1.0));
        HEIGHT * (1.0 - (value - low) / (high - low))
    }

    /// Share of the plot's width, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "periods are few")]
    fn x(&self, index: usize) -> f64 {
        if self.periods < 2 { 0.5 } else { index as f64 / (self.periods - 1) as f64 }
    }
}

/// The graduations; their figures stand in the margin that the style sheet keeps.
fn grid(svg: &mut String, reader: &Reader, scale: &Scale) {
    for mark in &scale.marks {
        let y = TOP + scale.y(*mark);
        let base = if *mark == 0.0 { " base" } else { "" };
        let label = scale.label(reader, *mark);
        let _ = write!(svg, "<line class=\"grid{base}\" x1=\"0\" x2=\"{PLOT}%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>");
        let _ = write!(svg, "<text class=\"mark\" x=\"-8\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>", y + 4.0);
    }
}

/// The first period, the last, and the middle one when there is room for it.
fn axis(svg: &mut String, periods: &[String], scale: &Scale) {
    let last = periods.len().saturating_sub(1);
    let mut shown = vec![(0, "start"), (last, "end")];
    if last >= 4 && last.is_multiple_of(2) {
        shown.push((last / 2, "middle"));
    }
    if last == 0 {
        shown = vec![(0, "middle")];
    }
    for (index, anchor) in shown {
        let Some(period) = periods.get(index) else { continue };
        let (x, y) = (scale.x(index) * PLOT, TOP + HEIGHT + 20.0);
        let _ = write!(svg, "<text x=\"{x:.2}%\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>", escaped(period));
    }
}

/// Runs of consecutive known readings.
fn runs(one: &Series) -> Vec<Vec<(usize, Reading)>> {
    let mut runs: Vec<Vec<(usize, Reading)>> = vec![Vec::new()];
    for (index, reading) in one.readings.iter().enumerate() {
        match (reading, runs.last_mut()) {
            (Some(reading), Some(run)) => run.push((index, *reading)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn points(run: impl Iterator<Item = (usize, f64)>, scale: &Scale) -> String {
    run.map(|(index, value)| format!("{:.1},{:.1}", scale.x(index) * 1000.0, scale.y(value))).collect::<Vec<_>>().join(" ")
}

fn bands(svg: &mut String, rank: usize, one: &Series, scale: &Scale) {
    for run in runs(one).into_iter().filter(|run| run.iter().any(|(_, reading)| !reading.is_exact())) {
        let up = run.iter().map(|(index, reading)| (*index, reading.upper));
        let back = run.iter().rev().map(|(index, reading)| (*index, reading.lower));
        let _ = write!(svg, "<polygon class=\"band s{rank}\" points=\"{}\"/>", points(up.chain(back), scale));
    }
}

fn strokes(svg: &mut String, rank: usize, one: &Series, scale: &Scale) {
    for run in runs(one).into_iter().filter(|run| run.len() > 1) {
        let middle = run.iter().map(|(index, reading)| (*index, reading.middle()));
        let _ = write!(svg, "<polyline class=\"stroke s{rank}\" points=\"{}\"/>", points(middle, scale));
    }
}

/// A dot where a line ends, and where a figure stands alone; whiskers where it is an interval.
fn dots(svg: &mut String, rank: usize, one: &Series, scale: &Scale) {
    for run in runs(one) {
        let alone = run.len() == 1;
        let Some((index, reading)) = run.last().copied() else { continue };
        let (x, y) = (scale.x(index) * PLOT, TOP + scale.y(reading.middle()));
        if alone && !reading.is_exact() {
            let (low, high) = (TOP + scale.y(reading.lower), TOP + scale.y(reading.upper));
            let _ = write!(svg, "<line class=\"stroke s{rank}\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{low:.1}\" y2=\"{high:.1}\"/>");
        }
        if alone || index + 1 == scale.periods {
            let _ = write!(svg, "<circle class=\"dot s{rank}\" cx=\"{x:.2}%\" cy=\"{y:.1}\" r=\"4\"/>");
        }
    }
}

/// The names of the lines, at their ends, pushed apart where they would overlap.
fn names(svg: &mut String, series: &[Series], scale: &Scale) {
    let mut labels: Vec<(f64, usize, Vec<String>)> = Vec::new();
    for (rank, one) in series.iter().enumerate() {
        let Some(reading) = one.readings.iter().rev().flatten().next() else { continue };
        labels.push((TOP + scale.y(reading.middle()), rank + 1, wrapped(&one.label)));
    }
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = 0.0_f64;
    let mut placed = Vec::new();
    for (y, rank, lines) in labels {
        let height = LEADING * f64::from(u8::try_from(lines.len()).unwrap_or(3));
        let top = (y - height / 2.0).max(free);
        free = top + height + 3.0;
        placed.push((top, rank, lines));
    }
    let overflow = (free - (TOP + HEIGHT + BOTTOM)).max(0.0);
    for (top, rank, lines) in placed {
        let _ = write!(svg, "<text class=\"name s{rank}\" y=\"{:.1}\">", top - overflow);
        for line in lines {
            let _ = write!(svg, "<tspan x=\"{PLOT}%\" dx=\"9\" dy=\"{LEADING}\">{}</tspan>", escaped(&line));
        }
        svg.push_str("</text>");
    }
}

/// A name over at most three lines.
fn wrapped(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > 3 {
        lines.truncate(3);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use bassin_kernel::Language;

    use super::*;
    use crate::Catalogue;

    fn drawn(series: &[Series], periods: usize) -> String {
        let reader = Reader::new(Catalogue::new(&[]), Language::French);
        let caption = Caption { id: "c".into(), title: "Titre & <suite>".into(), decimals: 1, ..Caption::default() };
        let periods: Vec<String> = (0..periods).map(|year| (2010 + year).to_string()).collect();
        line(&reader, &caption, &periods, series)
    }

    fn series(values: &[Option<f64>]) -> Series {
        Series { label: "Département des Ardennes".into(), readings: values.iter().map(|value| value.map(Reading::exact)).collect() }
    }

    #[test]
    fn a_gap_breaks_the_line_and_is_told_as_unknown() {
        let html = drawn(&[series(&[Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)])], 5);
        assert_eq!(html.matches("<polyline").count(), 2);
        assert_eq!(html.matches("<td class=\"num\">inconnu</td>").count(), 1);
    }

    #[test]
    fn words_are_escaped() {
        let html = drawn(&[Series { label: "<script>".into(), readings: vec![Some(Reading::exact(1.0))] }], 1);
        assert!(!html.contains("<script>") && !html.contains("<suite>"), "{html}");
        assert!(html.contains("Titre &amp; &lt;suite&gt;</title>"), "{html}");
    }

    #[test]
    fn intervals_are_drawn_and_explained() {
        let html = drawn(&[Series { label: "A".into(), readings: vec![Reading::between(1.0, 2.0), Reading::between(4.0, 3.0)] }], 2);
        assert!(html.contains("class=\"band s1\"") && html.contains("masquée à la source"), "{html}");
        assert!(html.contains("3,0 à 4,0"), "{html}");
    }

    #[test]
    fn names_do_not_overlap() {
        let close: Vec<Series> = (0..4).map(|rank| series(&[Some(100.0), Some(100.0 + f64::from(rank) / 10.0)])).collect();
        let html = drawn(&close, 2);
        let mut tops: Vec<f64> = html
            .split("<text class=\"name")
            .skip(1)
            .filter_map(|text| text.split("y=\"").nth(1)?.split('"').next()?.parse().ok())
            .collect();
        tops.sort_by(f64::total_cmp);
        assert_eq!(tops.len(), 4);
        assert!(tops.windows(2).all(|pair| pair[1] - pair[0] >= 2.0 * LEADING), "two lines each: {tops:?}");
        assert!(tops[3] + 2.0 * LEADING <= TOP + HEIGHT + BOTTOM, "{tops:?}");
    }

    #[test]
    fn nothing_known_draws_nothing_but_says_so() {
        let html = drawn(&[series(&[None, None])], 2);
        assert!(!html.contains("<polyline") && !html.contains("NaN"), "{html}");
        assert_eq!(html.matches("inconnu").count(), 2);
        assert!(!drawn(&[], 0).contains("NaN"));
    }
}
