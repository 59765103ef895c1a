//! Which value counts, and how it stands against what was aimed at.

use bassin_kernel::Period;

use crate::{Direction, Figure, Indicator, Target};

/// How a value stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// What was aimed at is reached.
    Reached,
    /// It is not.
    Missed,
    /// Nobody said which way is better.
    Untold,
}

impl Against {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Missed => "missed",
            Self::Untold => "untold",
        }
    }
}

/// Of several values for one period, the one that counts: a final value before a provisional one, a computed one before a published one
/// before what is declared, then the latest.
#[must_use]
pub fn counting<'a>(figures: impl IntoIterator<Item = &'a Figure>, indicator: &Indicator) -> Option<&'a Figure> {
    figures
        .into_iter()
        .min_by_key(|figure| (figure.provisional, rank(figure, indicator), std::cmp::Reverse(figure.at), figure.source.clone()))
}

fn rank(figure: &Figure, indicator: &Indicator) -> u8 {
    match &indicator.source {
        crate::Source::Computed(key) if *key == figure.source => 0,
        _ if figure.source == Figure::DECLARED => 2,
        _ => 1,
    }
}

/// The periods that have a value or a target, in order.
#[must_use]
pub fn periods(indicator: &Indicator, figures: &[&Figure]) -> Vec<Period> {
    let mut all: Vec<Period> =
        figures.iter().map(|figure| figure.period).chain(indicator.targets.iter().map(|target| target.period)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The target of a period.
#[must_use]
pub fn target(indicator: &Indicator, period: Period) -> Option<Target> {
    indicator.targets.iter().copied().find(|target| target.period == period)
}

/// How a value stands against its target.
#[must_use]
pub fn against(indicator: &Indicator, value: f64, target: f64) -> Against {
    let reached = match indicator.direction {
        None => return Against::Untold,
        Some(Direction::Up) => value >= target,
        Some(Direction::Down) => value <= target,
        Some(Direction::Keep) => match (indicator.low, indicator.high) {
            (Some(low), Some(high)) => low <= value && value <= high,
            _ => (value - target).abs() < f64::EPSILON.max(target.abs() * f64::EPSILON),
        },
    };
    if reached { Against::Reached } else { Against::Missed }
}

/// Whether a value is outside what is plausible: it is asked again before it is kept.
#[must_use]
pub fn implausible(indicator: &Indicator, value: f64) -> bool {
    indicator.low.is_some_and(|low| value < low) || indicator.high.is_some_and(|high| value > high)
}

#[cfg(test)]
mod tests;
