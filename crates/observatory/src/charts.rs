//! The charts of a portrait: the evolution of an indicator here and, for its newest period, in the territories it is compared with.

use bassin_web::{
    Reader,
    chart::{Bar, Caption, Reading, Series, bars, line},
};

use crate::portrait::{Line, Observation, Portrait};

/// From how many periods a line says more than a table.
const FEWEST_PERIODS: usize = 3;

fn reading(value: &Observation) -> Option<Reading> {
    value.value.map(Reading::exact).or_else(|| Reading::between(value.lower?, value.upper?))
}

/// The evolution of a line that has enough periods.
#[must_use]
pub fn evolution(reader: &Reader, portrait: &Portrait, one: &Line) -> Option<String> {
    let known = one.series.iter().filter(|point| reading(&point.value).is_some()).count();
    if known < FEWEST_PERIODS {
        return None;
    }
    let label = reader.text(&portrait.perimeter.label).to_owned();
    let periods: Vec<String> = one.series.iter().map(|point| point.period.label(reader.language)).collect();
    let series = Series { label, readings: one.series.iter().map(|point| reading(&point.value)).collect() };
    Some(line(reader, &caption(reader, one, sentence(reader, one)), &periods, &[series]))
}

/// The comparison of a line with the territories around, as bars.
#[must_use]
pub fn comparison(reader: &Reader, portrait: &Portrait, one: &Line) -> Option<String> {
    let here = Bar { label: reader.text(&portrait.perimeter.label).to_owned(), reading: reading(&one.value), subject: true };
    here.reading?;
    let there = portrait.comparisons.iter().zip(&one.comparisons);
    let others =
        there.map(|(comparison, value)| Bar { label: reader.text(&comparison.label).to_owned(), reading: reading(value), subject: false });
    let all: Vec<Bar> = std::iter::once(here).chain(others.filter(|bar| bar.reading.is_some())).collect();
    if all.len() < 2 || one.decimals == 0 {
        return None;
    }
    let mut caption = caption(reader, one, String::new());
    caption.id.push_str("-compared");
    Some(bars(reader, &caption, &all))
}

fn caption(reader: &Reader, one: &Line, sentence: String) -> Caption {
    Caption {
        id: format!("chart-{}", one.indicator),
        title: reader.text(&one.name).to_owned(),
        sentence,
        unit: reader.text(&one.unit).to_owned(),
        decimals: usize::from(one.decimals),
        ..Caption::default()
    }
}

/// “De 12,1 en 2007 à 13,8 en 2017.”
fn sentence(reader: &Reader, one: &Line) -> String {
    let known: Vec<_> = one.series.iter().filter(|point| point.value.value.is_some()).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return String::new() };
    let say = |value: Option<f64>| reader.number(value.unwrap_or(f64::NAN), usize::from(one.decimals));
    let arguments = [
        ("first", say(first.value.value).into()),
        ("start", first.period.label(reader.language).into()),
        ("last", say(last.value.value).into()),
        ("end", last.period.label(reader.language).into()),
    ];
    reader.t_with("chart-evolution", &arguments)
}
