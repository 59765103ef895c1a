//! Values that the program counts or reads: never typed twice.

use bassin_kernel::{DateRange, Day, Period, Problem};
use uuid::Uuid;

use crate::{Figure, Indicator, Plan, Plans, Sheet, Source, Tree};

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
        let values = match (key, key.strip_prefix("observatory:")) {
            ("governance.meetings", _) => self.meetings(plan, sheet.node.body).await?,
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

    /// How many meetings of the body in charge were held each year of the plan that has begun.
    async fn meetings(&self, plan: &Plan, body: Option<Uuid>) -> Result<Vec<(Period, f64)>, Problem> {
        let Some(body) = body else { return Ok(Vec::new()) };
        let days = self.governance.last_meetings(body, plan.from).await?;
        let last = chrono::Datelike::year(&self.today().min(plan.to));
        let years = chrono::Datelike::year(&plan.from)..=last;
        let of = |year: i32| {
            let range = DateRange::new(Day::from_ymd_opt(year, 1, 1)?, Day::from_ymd_opt(year, 12, 31)?).ok()?;
            let held = u32::try_from(days.iter().filter(|day| range.contains(**day)).count()).ok()?;
            Some((Period::year(u16::try_from(year).ok()?), f64::from(held)))
        };
        Ok(years.filter_map(of).collect())
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
