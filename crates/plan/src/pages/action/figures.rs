//! Indicators of a sheet: targets, values, the one that counts, and the trajectory.

use bassin_kernel::{Period, Problem};
use bassin_web::Reader;
use bassin_web::chart::{Caption, Reading, Series, line};

use super::node_address;
use crate::{
    Figure, Indicator, Plans, Sheet, Source, Tree, may_manage, may_report,
    rules::indicator::{against, counting, periods, target},
};

pub(super) struct IndicatorView {
    pub title: String,
    pub follow: String,
    pub facts: String,
    pub rows: Vec<FigureRow>,
    pub chart: String,
    pub unit: String,
    pub several: bool,
    /// Where it is changed, and where a value is added; empty for those who may not.
    pub edit: String,
    pub add: String,
}

pub(super) struct FigureRow {
    pub period: String,
    pub target: String,
    pub value: String,
    pub state: String,
    pub kind: &'static str,
    pub against: String,
    pub source: String,
    pub comment: String,
    /// The other values of the period, that do not count.
    pub others: String,
}

pub(super) async fn views(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet) -> Result<Vec<IndicatorView>, Problem> {
    let (mut views, manages) = (Vec::new(), may_manage(&reader.viewer, &tree.plan));
    let reports = may_report(&reader.viewer, &tree.plan, &sheet.node) && crate::commands::unmet(&tree.plan).is_empty();
    for (place, indicator) in sheet.indicators.iter().enumerate() {
        let figures = plans.figures_of(tree, sheet, indicator).await?;
        let figures: Vec<&Figure> = figures.iter().collect();
        let periods = periods(indicator, &figures);
        let rows: Vec<FigureRow> = periods.iter().map(|period| row(reader, indicator, &figures, *period)).collect();
        views.push(IndicatorView {
            title: reader.text(&indicator.title).to_owned(),
            follow: indicator.follow.clone(),
            facts: facts(reader, indicator),
            several: rows.iter().any(|row| !row.others.is_empty()),
            chart: trajectory(reader, indicator, &figures, &periods, place),
            unit: indicator.unit.clone(),
            edit: if manages { format!("{}/indicateurs/{}", node_address(&sheet.node), indicator.id) } else { String::new() },
            add: if reports && indicator.source == Source::Typed {
                format!("{}/indicateurs/{}/valeurs", node_address(&sheet.node), indicator.id)
            } else {
                String::new()
            },
            rows,
        });
    }
    Ok(views)
}

/// What is known of an indicator beside its values: where it starts, which way is better, what is plausible.
fn facts(reader: &Reader, indicator: &Indicator) -> String {
    let number = |value: f64| spelt(reader, indicator, value);
    let baseline = indicator.baseline.map(|value| reader.t_with("plan-baseline", &[("value", number(value).as_str().into())]));
    let direction = indicator.direction.map(|direction| reader.t(&format!("plan-direction-{}", direction.code())));
    [baseline, direction].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn spelt(reader: &Reader, indicator: &Indicator, value: f64) -> String {
    let number = reader.number(value, usize::from(indicator.decimals));
    if indicator.unit.is_empty() { number } else { format!("{number}\u{a0}{}", indicator.unit) }
}

fn row(reader: &Reader, indicator: &Indicator, figures: &[&Figure], period: Period) -> FigureRow {
    let of_period = || figures.iter().copied().filter(|figure| figure.period == period);
    let counts = counting(of_period(), indicator);
    let aimed = target(indicator, period).map(|target| target.value);
    let number = |value: f64| reader.number(value, usize::from(indicator.decimals));
    let verdict = counts.zip(aimed).map(|(figure, aimed)| against(indicator, figure.value, aimed));
    let others = of_period().filter(|figure| counts.is_some_and(|counts| counts.source != figure.source));
    let others: Vec<String> = others.map(|figure| format!("{} ({})", number(figure.value), source(reader, figure))).collect();
    FigureRow {
        period: period.label(reader.language),
        target: aimed.map(number).unwrap_or_default(),
        value: counts.map(|figure| number(figure.value)).unwrap_or_default(),
        state: counts.map(|figure| reader.t(if figure.provisional { "plan-provisional" } else { "plan-final" })).unwrap_or_default(),
        kind: match verdict {
            Some(crate::rules::indicator::Against::Reached) => "good",
            Some(crate::rules::indicator::Against::Missed) => "warn",
            _ => "",
        },
        against: verdict.map(|verdict| reader.t(&format!("plan-against-{}", verdict.code()))).unwrap_or_default(),
        source: counts.map(|figure| source(reader, figure)).unwrap_or_default(),
        comment: counts.map(|figure| figure.comment.clone()).unwrap_or_default(),
        others: others.join(" ; "),
    }
}

fn source(reader: &Reader, figure: &Figure) -> String {
    match figure.source.as_str() {
        Figure::DECLARED => reader.t("plan-source-declared"),
        key if key.starts_with("governance.") => reader.t(&format!("plan-source-{}", key.replace('.', "-"))),
        other => other.to_owned(),
    }
}

/// What was measured and what was aimed at, drawn when there are two periods at least.
fn trajectory(reader: &Reader, indicator: &Indicator, figures: &[&Figure], periods: &[Period], place: usize) -> String {
    let values = |period: &Period| counting(figures.iter().copied().filter(|figure| figure.period == *period), indicator);
    let measured: Vec<Option<Reading>> = periods.iter().map(|period| values(period).map(|figure| Reading::exact(figure.value))).collect();
    let aimed: Vec<Option<Reading>> =
        periods.iter().map(|period| target(indicator, *period).map(|target| Reading::exact(target.value))).collect();
    if periods.len() < 2 || measured.iter().flatten().next().is_none() {
        return String::new();
    }
    let last = periods.iter().rev().find_map(values);
    let sentence = last.map(|figure| {
        let (value, period) = (spelt(reader, indicator, figure.value), figure.period.label(reader.language));
        let next = indicator.targets.iter().find(|target| target.period >= figure.period);
        let mut sentence = reader.t_with("plan-trajectory", &[("value", value.as_str().into()), ("period", period.as_str().into())]);
        if let Some(next) = next {
            let (value, period) = (spelt(reader, indicator, next.value), next.period.label(reader.language));
            sentence.push(' ');
            sentence += &reader.t_with("plan-trajectory-target", &[("value", value.as_str().into()), ("period", period.as_str().into())]);
        }
        sentence
    });
    let caption = Caption {
        id: format!("trajectory-{}", place + 1),
        title: reader.text(&indicator.title).to_owned(),
        sentence: sentence.unwrap_or_default(),
        unit: indicator.unit.clone(),
        decimals: usize::from(indicator.decimals),
        ..Caption::default()
    };
    let mut series = vec![Series { label: reader.t("plan-measured"), readings: measured }];
    if aimed.iter().flatten().next().is_some() {
        series.push(Series { label: reader.t("plan-aimed"), readings: aimed });
    }
    let labels: Vec<String> = periods.iter().map(|period| period.label(reader.language)).collect();
    line(reader, &caption, &labels, &series)
}
