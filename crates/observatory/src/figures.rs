//! From an indicator and a perimeter to figures: the one door through which figures leave the cube.
//!
//! Everything a reader sees (page, API, file, terminal, map) is an [`Outcome`] made here: a figure with its bounds and
//! its gaps, or the reason why there is none and the scale at which one exists.

use std::{collections::BTreeMap, sync::Arc};

use bassin_kernel::Period;
use bassin_statistics::{Block, Cell, Cube, Figure, RowSet};
use bassin_territory::Atlas;

use crate::indicator::{Change, Formula, Indicator, MeasureRef};

/// The support whose rows are communes.
pub const COMMUNES: &str = "communes";

/// What an indicator gives for a perimeter at a period.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A figure, exact or between bounds, over the published cells.
    Known(Figure),
    /// No figure, and why.
    Gap(Gap),
}

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Gap {
    /// The dataset has not been imported.
    NotLoaded {
        /// The dataset's id.
        dataset: String,
    },
    /// The dataset has nothing for this period.
    NoPeriod,
    /// Published for wider zones, of which the perimeter is not a union.
    OtherScale {
        /// The zonings for which it is published.
        scales: Vec<String>,
    },
    /// A median, rate or index: published for whole zones, never aggregated.
    NotAdditive {
        /// The zonings for which it is published (`communes` included).
        scales: Vec<String>,
        /// The smallest and the largest published value inside the perimeter, and how many there are.
        range: Option<(f64, f64, u32)>,
    },
    /// The source publishes nothing for any part of the perimeter.
    NotPublished,
    /// The two terms of a ratio are not published together.
    UnevenTerms,
}

impl Outcome {
    /// The figure, when there is one.
    #[must_use]
    pub const fn figure(&self) -> Option<&Figure> {
        match self {
            Self::Known(figure) => Some(figure),
            Self::Gap(_) => None,
        }
    }
}

/// One member of a breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its code in the dataset.
    pub code: String,
    /// Its figure.
    pub outcome: Outcome,
}

/// A snapshot of the cube read with the geography it was built for.
#[derive(Clone)]
pub struct Figures {
    cube: Arc<Cube>,
    atlas: Arc<Atlas>,
}

/// A block and the rows of it that make up a perimeter.
struct Selected<'a> {
    block: &'a Block,
    rows: RowSet,
    /// Whether the rows are zones rather than communes.
    zones: bool,
}

impl Figures {
    /// Figures of `cube`, whose rows are those of `atlas`.
    #[must_use]
    pub const fn new(cube: Arc<Cube>, atlas: Arc<Atlas>) -> Self {
        Self { cube, atlas }
    }

    /// The geography.
    #[must_use]
    pub fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// The supports for which `dataset` is published: `communes` or zoning ids, finest first as in its descriptor.
    #[must_use]
    pub fn supports(&self, dataset: &str) -> Vec<&str> {
        let datasets = &self.cube.manifest().datasets;
        let blocks = datasets.iter().filter(|entry| entry.id == dataset).flat_map(|entry| &entry.blocks);
        blocks.map(|block| block.support.as_str()).collect()
    }

    /// The periods for which an indicator has figures, newest first: those it names, or all those of its first measure.
    #[must_use]
    pub fn periods(&self, indicator: &Indicator) -> Vec<Period> {
        if !indicator.periods.is_empty() {
            return indicator.periods.clone();
        }
        let Some(measure) = indicator.formula.measures().next() else { return Vec::new() };
        let mut periods: Vec<Period> = Vec::new();
        for support in self.supports(&measure.dataset) {
            let Some(block) = self.cube.block(&measure.dataset, support) else { continue };
            periods.extend(block.columns().iter().filter_map(|column| period_of(&column.id, &measure.measure)));
        }
        periods.sort_unstable_by(|a, b| b.cmp(a));
        periods.dedup();
        periods
    }

    /// The indicator over the communes `rows`, for each of `periods`.
    #[must_use]
    pub fn series(&self, indicator: &Indicator, rows: &RowSet, periods: &[Period]) -> Vec<(Period, Outcome)> {
        periods.iter().map(|period| (*period, self.figure(indicator, rows, *period))).collect()
    }

    /// The indicator over the communes `rows` at `period`.
    #[must_use]
    pub fn figure(&self, indicator: &Indicator, rows: &RowSet, period: Period) -> Outcome {
        let outcome = match &indicator.formula {
            Formula::Sum(measures) => self.total(measures, rows, period).map(|(figure, _)| figure),
            Formula::Ratio { of, to, per } => self.ratio(of, to, *per, rows, period),
            Formula::Published(measure) => self.published(measure, rows, period),
        };
        match outcome {
            Ok(figure) if figure.is_unknown() => Outcome::Gap(Gap::NotPublished),
            Ok(figure) => Outcome::Known(figure),
            Err(gap) => Outcome::Gap(gap),
        }
    }

    /// The indicator at `period`, member by member of the dimension it is broken down by, in the order of the codes.
    #[must_use]
    pub fn breakdown(&self, indicator: &Indicator, rows: &RowSet, period: Period) -> Vec<Member> {
        let Some(dimension) = &indicator.by else { return Vec::new() };
        let mut members: BTreeMap<String, Outcome> = BTreeMap::new();
        for code in self.members(indicator, dimension) {
            let outcome = self.figure(&for_member(indicator, dimension, &code), rows, period);
            members.insert(code, outcome);
        }
        members.into_iter().map(|(code, outcome)| Member { code, outcome }).collect()
    }

    /// The change of an indicator over `rows` between two periods, told as the indicator says; `None` when it cannot be told.
    ///
    /// When some communes are published at one period only, the change is that of the communes published at both.
    #[must_use]
    pub fn change(&self, indicator: &Indicator, rows: &RowSet, newer: Period, older: Period) -> Option<Figure> {
        let both = (self.figure(indicator, rows, newer), self.figure(indicator, rows, older));
        let (Outcome::Known(new), Outcome::Known(old)) = &both else { return None };
        if new.missing == 0 && old.missing == 0 {
            return told(indicator, new, old);
        }
        let common = self.published_at(indicator, rows, &[newer, older])?;
        let at = |period| self.figure(indicator, &common, period);
        let change = told(indicator, at(newer).figure()?, at(older).figure()?)?;
        Some(partial(change, rows, &common))
    }

    /// The communes of `rows` for which every term of the indicator is published at every one of `periods`; `None` when it is not
    /// published by commune.
    fn published_at(&self, indicator: &Indicator, rows: &RowSet, periods: &[Period]) -> Option<RowSet> {
        let mut common = rows.clone();
        for measure in indicator.formula.measures() {
            let block = self.cube.block(&measure.dataset, COMMUNES)?;
            let columns: Vec<usize> = periods.iter().flat_map(|period| columns_of(block, measure, *period)).collect();
            common = published(block, &common, &columns);
        }
        (!common.is_empty()).then_some(common)
    }

    fn ratio(&self, of: &[MeasureRef], to: &[MeasureRef], per: f64, rows: &RowSet, period: Period) -> Result<Figure, Gap> {
        let (numerator, first) = self.total(of, rows, period)?;
        let (denominator, second) = self.total(to, rows, period)?;
        if numerator.missing == 0 && denominator.missing == 0 {
            return Ok(Figure::ratio(&numerator, &denominator, per));
        }
        // Both terms must speak of the same communes: those for which both are published.
        let (Some(of), Some(to)) = (first, second) else { return Err(Gap::UnevenTerms) };
        if of.selected.zones || to.selected.zones {
            return Err(Gap::UnevenTerms);
        }
        let common = published(of.selected.block, &of.selected.rows, &of.columns);
        let common = published(to.selected.block, &common, &to.columns);
        let total = |read: &Read<'_>| Figure::sum(&released(read.selected.block, &common, &read.columns));
        let ratio = Figure::ratio(&total(&of), &total(&to), per);
        Ok(partial(ratio, &of.selected.rows, &common))
    }

    /// Σ of measures, with the columns read when they all came from one block.
    fn total(&self, measures: &[MeasureRef], rows: &RowSet, period: Period) -> Result<(Figure, Option<Read<'_>>), Gap> {
        let mut figures = Vec::new();
        let mut read: Option<Read<'_>> = None;
        let mut one_block = true;
        for measure in measures {
            let selected = self.select(&measure.dataset, rows)?;
            let columns = columns_of(selected.block, measure, period);
            if columns.is_empty() {
                return Err(Gap::NoPeriod);
            }
            let sums = released(selected.block, &selected.rows, &columns);
            if selected.zones && sums.iter().any(|sum| sum.missing > 0) {
                // Communes that are not published leave a figure of the others; a region that is not leaves none for the country.
                return Err(Gap::NotPublished);
            }
            figures.extend(sums);
            match &mut read {
                None => read = Some(Read { selected, columns }),
                Some(first) if std::ptr::eq(first.selected.block, selected.block) => first.columns.extend(columns),
                Some(_) => one_block = false,
            }
        }
        Ok((Figure::sum(&figures), read.filter(|_| one_block)))
    }

    /// A figure that does not add up: read as published when the perimeter is exactly one commune or one zone.
    fn published(&self, measure: &MeasureRef, rows: &RowSet, period: Period) -> Result<Figure, Gap> {
        let supports = self.supports(&measure.dataset);
        if supports.is_empty() {
            return Err(Gap::NotLoaded { dataset: measure.dataset.clone() });
        }
        let mut seen_period = false;
        for support in &supports {
            let Some(block) = self.cube.block(&measure.dataset, support) else { continue };
            let columns = columns_of(block, measure, period);
            seen_period |= !columns.is_empty();
            let one = self.rows_of(support, rows).filter(|selected| selected.len() == 1);
            if let (Some(selected), [column]) = (one, columns.as_slice()) {
                return block
                    .sum_columns(&selected, &[*column])
                    .into_iter()
                    .next()
                    .map(|aggregate| aggregate.release())
                    .ok_or(Gap::NoPeriod);
            }
        }
        if !seen_period {
            return Err(Gap::NoPeriod);
        }
        let range = self.cube.block(&measure.dataset, COMMUNES).and_then(|block| {
            let column = *columns_of(block, measure, period).first()?;
            range(block, rows, column)
        });
        Err(Gap::NotAdditive { scales: supports.into_iter().map(str::to_owned).collect(), range })
    }

    /// The block of `dataset` in which the perimeter can be read, and its rows there.
    fn select(&self, dataset: &str, rows: &RowSet) -> Result<Selected<'_>, Gap> {
        let supports = self.supports(dataset);
        if supports.is_empty() {
            return Err(Gap::NotLoaded { dataset: dataset.to_owned() });
        }
        let mut best: Option<Selected<'_>> = None;
        for support in &supports {
            let (Some(block), Some(rows)) = (self.cube.block(dataset, support), self.rows_of(support, rows)) else { continue };
            if best.as_ref().is_none_or(|found| rows.len() < found.rows.len()) {
                best = Some(Selected { block, rows, zones: *support != COMMUNES });
            }
        }
        best.ok_or_else(|| Gap::OtherScale { scales: supports.into_iter().map(str::to_owned).collect() })
    }

    /// The rows of `support` that make up exactly the communes `rows`; `None` when the perimeter is not a union of its zones.
    fn rows_of(&self, support: &str, rows: &RowSet) -> Option<RowSet> {
        if support == COMMUNES {
            return (!rows.is_empty()).then(|| rows.clone());
        }
        let covering = self.atlas.zoning(support)?.covering(rows);
        covering.exact.then(|| RowSet::from_rows(covering.whole))
    }

    fn members(&self, indicator: &Indicator, dimension: &str) -> Vec<String> {
        let Some(measure) = indicator.formula.measures().next() else { return Vec::new() };
        let mut codes = Vec::new();
        for support in self.supports(&measure.dataset) {
            let Some(block) = self.cube.block(&measure.dataset, support) else { continue };
            let columns = block.columns().iter().filter(|column| measure_of(&column.id) == measure.measure);
            codes.extend(columns.filter_map(|column| member_of(&column.id, dimension).map(str::to_owned)));
        }
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

struct Read<'a> {
    selected: Selected<'a>,
    columns: Vec<usize>,
}

/// The sums of columns over rows.
fn released(block: &Block, rows: &RowSet, columns: &[usize]) -> Vec<Figure> {
    block.sum_columns(rows, columns).into_iter().map(|aggregate| aggregate.release()).collect()
}

/// The rows at which every one of the columns is published.
fn published(block: &Block, rows: &RowSet, columns: &[usize]) -> RowSet {
    let is_published = |row: &u32| columns.iter().all(|column| !matches!(block.cell(*row, *column), Cell::Missing));
    RowSet::from_rows(rows.iter().filter(is_published))
}

/// `figure`, made over `common`, said of `rows`.
fn partial(figure: Figure, rows: &RowSet, common: &RowSet) -> Figure {
    Figure { cells: rows.len(), missing: rows.len().saturating_sub(common.len()), ..figure }
}

fn told(indicator: &Indicator, newer: &Figure, older: &Figure) -> Option<Figure> {
    let change = match indicator.change {
        Change::Points => Figure::difference(newer, older),
        Change::Relative => Figure::change(newer, older),
        Change::None => return None,
    };
    (!change.is_unknown()).then_some(change)
}

/// The indicator restricted to one member of a dimension.
fn for_member(indicator: &Indicator, dimension: &str, code: &str) -> Indicator {
    let restrict = |measures: &[MeasureRef]| {
        let restricted =
            |measure: &MeasureRef| MeasureRef { members: format!("{}|{dimension}={code}", measure.members), ..measure.clone() };
        measures.iter().map(restricted).collect::<Vec<_>>()
    };
    let formula = match &indicator.formula {
        Formula::Sum(measures) => Formula::Sum(restrict(measures)),
        Formula::Ratio { of, to, per } => Formula::Ratio { of: restrict(of), to: restrict(to), per: *per },
        Formula::Published(measure) => {
            Formula::Published(MeasureRef { members: format!("{}|{dimension}={code}", measure.members), ..measure.clone() })
        }
    };
    Indicator { formula, ..indicator.clone() }
}

/// The columns of a measure at a period: one without dimensions, or one for each combination of the members left free.
fn columns_of(block: &Block, measure: &MeasureRef, period: Period) -> Vec<usize> {
    let wanted: Vec<&str> = measure.members.split('|').filter(|pair| !pair.is_empty()).collect();
    let period = period.to_string();
    let matches = |id: &str| {
        let mut parts = id.split('|');
        let head = parts.next().unwrap_or_default();
        let (name, at) = head.split_once('@').unwrap_or((head, ""));
        name == measure.measure && at == period && wanted.iter().all(|pair| parts.clone().any(|part| part == *pair))
    };
    block.columns().iter().enumerate().filter(|(_, column)| matches(&column.id)).map(|(index, _)| index).collect()
}

fn measure_of(column: &str) -> &str {
    column.split(['@', '|']).next().unwrap_or_default()
}

fn period_of(column: &str, measure: &str) -> Option<Period> {
    let head = column.split('|').next()?;
    let (name, period) = head.split_once('@')?;
    (name == measure).then(|| period.parse().ok())?
}

fn member_of<'a>(column: &'a str, dimension: &str) -> Option<&'a str> {
    column.split('|').skip(1).find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == dimension).map(|(_, code)| code))
}

/// The smallest and the largest published value of a column over `rows`, and how many there are.
fn range(block: &Block, rows: &RowSet, column: usize) -> Option<(f64, f64, u32)> {
    let mut range: Option<(f64, f64, u32)> = None;
    for row in rows.iter() {
        let one = RowSet::from_rows([row]);
        let figure = block.sum_columns(&one, &[column]).into_iter().next()?.release();
        if let Some(value) = figure.exact().filter(|_| figure.missing == 0) {
            range = Some(range.map_or((value, value, 1), |(low, high, n)| (low.min(value), high.max(value), n + 1)));
        }
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_ids_are_taken_apart() {
        assert_eq!(measure_of("projects@2024|fap=A0Z40"), "projects");
        assert_eq!(period_of("projects@2024|fap=A0Z40", "projects"), Some(Period::year(2024)));
        assert_eq!(period_of("projects@2024", "project"), None);
        assert_eq!(member_of("projects@2024|fap=A0Z40|sex=f", "sex"), Some("f"));
        assert_eq!(member_of("projects@2024", "sex"), None);
    }
}
