//! Values that the program counts or reads: never typed twice.

use std::collections::BTreeSet;

use bassin_governance::Function;
use bassin_kernel::{DateRange, Day, Period, Problem};
use uuid::Uuid;

use crate::{Counted, Figure, Indicator, Plan, Plans, Sheet, Source, Tree};

impl Plans {
    /// The values of an indicator: those kept, and those computed from what the other rooms know.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn figures_of(&self, tree: &Tree, sheet: &Sheet, indicator: &Indicator) -> Result<Vec<Figure>, Problem> {
        let mut figures: Vec<Figure> = sheet.figures_of(indicator.id).cloned().collect();
        if let Source::Computed(key) = &indicator.source {
            figures.extend(self.computed(&tree.plan, sheet, indicator.id, key).await?);
        }
        figures.sort_by(|a, b| (a.period, &a.source).cmp(&(b.period, &b.source)));
        Ok(figures)
    }

    async fn computed(&self, plan: &Plan, sheet: &Sheet, indicator: Uuid, key: &str) -> Result<Vec<Figure>, Problem> {
        let values = match (Counted::of(key), key.strip_prefix("observatory:")) {
            (Some(what), _) => self.counted(plan, sheet.node.body, what).await?,
            (_, Some(rest)) => self.observed(rest),
            _ => Vec::new(),
        };
        let (today, now) = (self.today(), self.database.clock().now());
        let figure = |(period, value): (Period, f64)| Figure {
            indicator,
            period,
            source: key.to_owned(),
            value,
            provisional: i32::from(period.start_year()) >= chrono::Datelike::year(&today),
            comment: String::new(),
            by: None,
            at: now,
        };
        Ok(values.into_iter().map(figure).collect())
    }

    /// What is counted of the body in charge, for each year of the plan that has begun. A year of which nothing is known has no value.
    async fn counted(&self, plan: &Plan, body: Option<Uuid>, what: Counted) -> Result<Vec<(Period, f64)>, Problem> {
        let Some(body) = body else { return Ok(Vec::new()) };
        let today = self.today();
        let years = chrono::Datelike::year(&plan.from)..=chrono::Datelike::year(&today.min(plan.to));
        let ranges =
            years.filter_map(|year| Some((year, DateRange::new(Day::from_ymd_opt(year, 1, 1)?, Day::from_ymd_opt(year, 12, 31)?).ok()?)));
        let counts: Vec<(i32, usize)> = match what {
            Counted::Meetings | Counted::Attendance => {
                let held = self.governance.attended(body, plan.from).await?;
                let count = |range: DateRange| {
                    let there = held.iter().filter(|(day, _)| range.contains(*day)).map(|(_, there)| *there);
                    if what == Counted::Meetings { there.count() } else { there.sum() }
                };
                ranges.map(|(year, range)| (year, count(range))).collect()
            }
            Counted::Members | Counted::Organisations => {
                let roll = self.governance.roll(&self.governance.body(&body.to_string()).await?).await?;
                let count = |range: DateRange| {
                    let holders = roll.on(range.last().min(today)).into_iter().filter_map(|place| place.holder);
                    let holders = holders.filter(|held| held.function != Function::Secretary);
                    let ids: BTreeSet<Option<Uuid>> =
                        holders.map(|held| if what == Counted::Members { Some(held.person) } else { held.organisation }).collect();
                    ids.into_iter().flatten().count()
                };
                ranges.map(|(year, range)| (year, count(range))).collect()
            }
        };
        // Zero meetings is a fact; nobody present or seated is more likely not told.
        let known = counts.into_iter().filter(|(_, count)| *count > 0 || what == Counted::Meetings);
        let value = |(year, count): (i32, usize)| Some((Period::year(u16::try_from(year).ok()?), f64::from(u32::try_from(count).ok()?)));
        Ok(known.filter_map(value).collect())
    }

    /// Whether the observatory knows an indicator and a perimeter: `INDICATOR@PERIMETER`.
    #[must_use]
    pub fn is_observed(&self, key: &str) -> bool {
        key.split_once('@')
            .is_some_and(|(name, perimeter)| self.observatory.indicators().get(name).is_some() && self.territory.resolve(perimeter).is_ok())
    }

    /// A figure of the observatory on a perimeter: `INDICATOR@PERIMETER`. Nothing when either is unknown, or when no figure may be given.
    fn observed(&self, key: &str) -> Vec<(Period, f64)> {
        let Some((name, perimeter)) = key.split_once('@') else { return Vec::new() };
        let Some(indicator) = self.observatory.indicators().get(name) else { return Vec::new() };
        let Ok(perimeter) = self.territory.resolve(perimeter) else { return Vec::new() };
        let figures = self.observatory.figures();
        let periods = figures.periods(indicator);
        let series = figures.series(indicator, &perimeter.rows, &periods);
        series.into_iter().filter_map(|(period, outcome)| Some((period, outcome.figure()?.exact()?))).collect()
    }
}
