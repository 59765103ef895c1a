//! The portrait of a perimeter: every indicator, compared, sourced, with what is not known said plainly.
//!
//! This is a view model without language: texts exist in both, and the page, the API, the files and the terminal all
//! show the same portrait.

use std::collections::BTreeMap;

use bassin_kernel::{LocalizedText, Period};
use bassin_statistics::{Figure, RowSet};
use bassin_territory::{Atlas, Perimeter};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    figures::{Figures, Outcome},
    gap::{self, GapNote},
    indicator::{Change, ChartKind, Direction, Indicator, Indicators, Theme},
    place::{Comparison, Texts, parents},
};

/// How many members of a breakdown a portrait shows.
const BREAKDOWN_ROWS: usize = 10;

/// Everything known of a perimeter at once.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Portrait {
    /// The perimeter.
    pub perimeter: PerimeterSummary,
    /// The territories it is compared with, in the order of every `comparisons` list below.
    pub comparisons: Vec<Comparison>,
    /// The identifiers of the headline indicators, by rank.
    pub headline: Vec<String>,
    /// The themes that have indicators, in order.
    pub themes: Vec<ThemeSection>,
    /// What is not known here, and why.
    pub gaps: Vec<GapNote>,
    /// Where the figures come from.
    pub sources: Vec<SourceNote>,
}

/// A perimeter in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PerimeterSummary {
    /// Its canonical expression: the same text always gives the same communes at the same vintage.
    pub expression: String,
    /// Its name.
    #[schema(value_type = Texts)]
    pub label: LocalizedText,
    /// How many communes it holds.
    pub communes: u32,
    /// Their population in the reference, over the communes where it is known.
    pub population: Option<u64>,
    /// How many of its communes have no population in the reference.
    pub communes_without_population: u32,
    /// What a reader must know: a zoning to be verified, a former commune.
    #[schema(value_type = Vec<Texts>)]
    pub notes: Vec<LocalizedText>,
}

/// The indicators of a theme.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThemeSection {
    /// The theme.
    #[schema(value_type = String)]
    pub theme: Theme,
    /// Its indicators that have a figure here; the others are among the gaps.
    pub lines: Vec<Line>,
}

/// One indicator of a portrait.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Line {
    /// The indicator's identifier.
    pub indicator: String,
    /// Its name.
    #[schema(value_type = Texts)]
    pub name: LocalizedText,
    /// Its unit.
    #[schema(value_type = Texts)]
    pub unit: LocalizedText,
    /// How many decimals are shown.
    pub decimals: u8,
    /// What is good: `lower`, `higher` or `neutral`.
    #[schema(value_type = String)]
    pub direction: Direction,
    /// The period of the value.
    #[schema(value_type = Option<String>)]
    pub period: Option<Period>,
    /// The value.
    pub value: Observation,
    /// The change since the earlier period.
    pub change: Option<ChangeValue>,
    /// The values of the compared territories, in their order.
    pub comparisons: Vec<Observation>,
    /// The values by period, oldest first; empty when there is only one.
    pub series: Vec<Point>,
    /// The first members of the breakdown, largest first.
    pub breakdown: Vec<MemberValue>,
    /// How many members there are in all.
    pub members: usize,
    /// The datasets it is computed from.
    pub datasets: Vec<String>,
    /// The chart that goes with it.
    #[serde(skip)]
    #[schema(ignore)]
    pub chart: Option<ChartKind>,
}

/// The value of an indicator at a period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Point {
    /// The period.
    #[schema(value_type = String)]
    pub period: Period,
    /// The value.
    pub value: Observation,
}

/// The value of one member of a breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MemberValue {
    /// Its code.
    pub code: String,
    /// Its label; in the language of the source when it is not translated.
    #[schema(value_type = Texts)]
    pub label: LocalizedText,
    /// Its value.
    pub value: Observation,
}

/// How well a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Known for the whole perimeter.
    Exact,
    /// Between two bounds: some cells are masked at source.
    Interval,
    /// Known for a part of the perimeter only: some communes are not published.
    Partial,
    /// Not known; `reason` says why.
    Unknown,
}

/// A value with its status (an observation in the sense of SDMX): what is known of it, and what is not.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Observation {
    /// How well it is known.
    pub status: Status,
    /// The value, when it is a single number.
    pub value: Option<f64>,
    /// The lower bound of an interval.
    pub lower: Option<f64>,
    /// The upper bound of an interval.
    pub upper: Option<f64>,
    /// How many cells of the source it covers.
    pub cells: u32,
    /// How many of them are masked at source.
    pub masked: u32,
    /// How many are not published.
    pub missing: u32,
    /// Why it is unknown: a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// A change between two periods.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChangeValue {
    /// The earlier period.
    #[schema(value_type = String)]
    pub since: Period,
    /// `points` or `relative` (per cent).
    #[schema(value_type = String)]
    pub kind: Change,
    /// The change.
    pub value: Observation,
}

/// A dataset as cited under figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceNote {
    /// The dataset's identifier.
    pub dataset: String,
    /// Its title.
    #[schema(value_type = Texts)]
    pub title: LocalizedText,
    /// The citation.
    #[schema(value_type = Texts)]
    pub citation: LocalizedText,
    /// Where it is published.
    pub url: Option<String>,
    /// Its producer.
    pub producer: String,
    /// Its licence.
    pub licence: String,
    /// The year of the commune codes it uses.
    pub vintage: u16,
    /// What a reader must know.
    #[schema(value_type = Option<Texts>)]
    pub notes: Option<LocalizedText>,
}

/// What a portrait needs to know of datasets: how to cite them and how their codes are called.
pub trait Citations {
    /// The citation of a dataset.
    fn source(&self, dataset: &str) -> Option<SourceNote>;
    /// The label of a member of a dimension.
    fn label(&self, dataset: &str, dimension: &str, code: &str) -> Option<LocalizedText>;
}

impl Observation {
    /// An outcome as shown.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Known(figure) => Self::known(figure),
            Outcome::Gap(gap) => Self { reason: Some(gap::code(gap)), ..Self::nothing() },
        }
    }

    /// A figure as shown.
    #[must_use]
    pub fn known(figure: &Figure) -> Self {
        let exact = figure.exact();
        let status = match (exact, figure.missing) {
            (None, _) if figure.lower.is_none() && figure.upper.is_none() => Status::Unknown,
            (None, _) => Status::Interval,
            (Some(_), 0) => Status::Exact,
            (Some(_), _) => Status::Partial,
        };
        let bounds = if exact.is_some() { (None, None) } else { (figure.lower, figure.upper) };
        Self {
            status,
            value: exact,
            lower: bounds.0,
            upper: bounds.1,
            cells: figure.cells,
            masked: figure.masked,
            missing: figure.missing,
            reason: None,
        }
    }

    const fn nothing() -> Self {
        Self { status: Status::Unknown, value: None, lower: None, upper: None, cells: 0, masked: 0, missing: 0, reason: None }
    }

    /// The number by which values are ranked and drawn: the value, or the middle of the interval.
    #[must_use]
    pub fn rank(&self) -> Option<f64> {
        self.value.or_else(|| Some(f64::midpoint(self.lower?, self.upper?)))
    }

    /// The part of the cells masked at source, in per cent, when there is any.
    #[must_use]
    pub fn masked_share(&self) -> Option<f64> {
        (self.masked > 0 && self.cells > 0).then(|| 100.0 * f64::from(self.masked) / f64::from(self.cells))
    }
}

/// Draws the portrait of `perimeter`.
#[must_use]
pub fn draw(figures: &Figures, indicators: &Indicators, datasets: &dyn Citations, perimeter: &Perimeter) -> Portrait {
    let parents = parents(figures.atlas(), &perimeter.rows);
    let mut gaps = gap::Gaps::default();
    let mut themes = Vec::new();
    for theme in Theme::ALL {
        let lines: Vec<Line> = indicators
            .of_theme(theme)
            .filter_map(|indicator| {
                let line = line(figures, datasets, indicator, &perimeter.rows, &parents);
                match line {
                    (line, Outcome::Gap(gap)) if line.breakdown.is_empty() => {
                        gaps.add(indicator, &gap);
                        None
                    }
                    (line, _) => Some(line),
                }
            })
            .collect();
        if !lines.is_empty() {
            themes.push(ThemeSection { theme, lines });
        }
    }
    let shown = |id: &str| {
        themes.iter().flat_map(|section| &section.lines).any(|line| line.indicator == id && line.value.status != Status::Unknown)
    };
    Portrait {
        headline: indicators.headline().into_iter().map(|indicator| indicator.id.clone()).filter(|id| shown(id)).collect(),
        perimeter: summary(figures.atlas(), perimeter),
        comparisons: parents.iter().map(|(comparison, _)| comparison.clone()).collect(),
        gaps: gaps.notes(figures, &perimeter.rows),
        sources: sources(datasets, &themes),
        themes,
    }
}

/// One indicator for the perimeter and the territories it is compared with.
fn line(
    figures: &Figures,
    datasets: &dyn Citations,
    indicator: &Indicator,
    rows: &RowSet,
    parents: &[(Comparison, RowSet)],
) -> (Line, Outcome) {
    let periods = figures.periods(indicator);
    let series = figures.series(indicator, rows, &periods);
    let newest = series.iter().find(|(_, outcome)| outcome.figure().is_some()).or(series.first());
    let period = newest.map(|(period, _)| *period);
    let outcome = newest.map_or_else(|| first_gap(figures, indicator), |(_, outcome)| outcome.clone());
    let older = series.iter().find(|(older, _)| period.is_some_and(|newest| *older < newest && older.same_kind(newest)));
    let change = older.and_then(|(since, _)| {
        let change = figures.change(indicator, rows, period?, *since)?;
        Some(ChangeValue { since: *since, kind: indicator.change, value: Observation::known(&change) })
    });
    let compare =
        |parent: &RowSet| period.map_or_else(Observation::nothing, |period| Observation::of(&figures.figure(indicator, parent, period)));
    let (breakdown, members) = breakdown(figures, datasets, indicator, rows, period);
    let line = Line {
        indicator: indicator.id.clone(),
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        decimals: indicator.decimals,
        direction: indicator.direction,
        period,
        value: Observation::of(&outcome),
        change,
        comparisons: parents.iter().map(|(_, rows)| compare(rows)).collect(),
        series: points(&series),
        breakdown,
        members,
        datasets: dataset_ids(indicator),
        chart: indicator.chart,
    };
    (line, outcome)
}

fn first_gap(figures: &Figures, indicator: &Indicator) -> Outcome {
    let missing = indicator.formula.measures().find(|measure| figures.supports(&measure.dataset).is_empty());
    Outcome::Gap(
        missing.map_or(crate::figures::Gap::NoPeriod, |measure| crate::figures::Gap::NotLoaded { dataset: measure.dataset.clone() }),
    )
}

fn points(series: &[(Period, Outcome)]) -> Vec<Point> {
    if series.len() < 2 {
        return Vec::new();
    }
    series.iter().rev().map(|(period, outcome)| Point { period: *period, value: Observation::of(outcome) }).collect()
}

fn breakdown(
    figures: &Figures,
    datasets: &dyn Citations,
    indicator: &Indicator,
    rows: &RowSet,
    period: Option<Period>,
) -> (Vec<MemberValue>, usize) {
    let (Some(period), Some(dimension), Some(measure)) = (period, &indicator.by, indicator.formula.measures().next()) else {
        return (Vec::new(), 0);
    };
    let label = |code: &str| datasets.label(&measure.dataset, dimension, code).unwrap_or_else(|| LocalizedText::same(code));
    let known = figures.breakdown(indicator, rows, period).into_iter().filter(|member| member.outcome.figure().is_some());
    let mut members: Vec<MemberValue> = known
        .map(|member| MemberValue { label: label(&member.code), value: Observation::of(&member.outcome), code: member.code })
        .collect();
    members.sort_by(|a, b| b.value.rank().unwrap_or(0.0).total_cmp(&a.value.rank().unwrap_or(0.0)).then_with(|| a.code.cmp(&b.code)));
    let total = members.len();
    members.truncate(BREAKDOWN_ROWS);
    (members, total)
}

fn dataset_ids(indicator: &Indicator) -> Vec<String> {
    let mut ids: Vec<String> = indicator.formula.measures().map(|measure| measure.dataset.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn sources(datasets: &dyn Citations, themes: &[ThemeSection]) -> Vec<SourceNote> {
    let lines = themes.iter().flat_map(|section| &section.lines);
    let ids: BTreeMap<&str, ()> = lines.flat_map(|line| &line.datasets).map(|id| (id.as_str(), ())).collect();
    ids.into_keys().filter_map(|id| datasets.source(id)).collect()
}

/// A perimeter in short.
#[must_use]
pub fn summary(atlas: &Atlas, perimeter: &Perimeter) -> PerimeterSummary {
    let communes = perimeter.rows.iter().filter_map(|row| atlas.communes().get(row as usize));
    let (mut population, mut known, mut unknown) = (0, 0u32, 0u32);
    for commune in communes {
        match commune.population {
            Some(count) => {
                population += u64::from(count);
                known += 1;
            }
            None => unknown += 1,
        }
    }
    PerimeterSummary {
        expression: perimeter.canonical.clone(),
        label: perimeter.label.clone(),
        communes: perimeter.rows.len(),
        population: (known > 0).then_some(population),
        communes_without_population: unknown,
        notes: perimeter.notes(atlas),
    }
}
