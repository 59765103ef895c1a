//! Days: legal acts are dated by day, in the local time of the territory.

use std::fmt;

use chrono::{Datelike, Duration, LocalResult, Months, NaiveDateTime, TimeZone};
use chrono_tz::{Europe::Paris, Tz};
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A calendar day.
pub type Day = chrono::NaiveDate;

/// The time of France and of Belgium, which is the same.
pub const ZONE: Tz = Paris;

/// The local day of an instant.
#[must_use]
pub fn day_of(instant: Timestamp) -> Day {
    local(instant).date()
}

/// The local date and time of an instant.
#[must_use]
pub fn local(instant: Timestamp) -> NaiveDateTime {
    instant.with_timezone(&ZONE).naive_local()
}

/// The instant of a local date and time. A time that is told twice (clocks put back) is the first one; a time that is skipped (clocks put
/// forward) is as long after midnight as it would have been without the change.
#[must_use]
pub fn instant(local: NaiveDateTime) -> Timestamp {
    match ZONE.from_local_datetime(&local) {
        LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => found.to_utc(),
        LocalResult::None => {
            let before = local - Duration::hours(3);
            ZONE.from_local_datetime(&before).earliest().map_or_else(|| local.and_utc(), |found| found.to_utc() + Duration::hours(3))
        }
    }
}

/// From a first day to a last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateRange {
    first: Day,
    last: Day,
}

/// A range whose last day comes before its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the last day comes before the first")]
pub struct Reversed;

impl DateRange {
    /// From `first` to `last`, both included.
    ///
    /// # Errors
    /// `last` comes before `first`.
    pub fn new(first: Day, last: Day) -> Result<Self, Reversed> {
        if last < first { Err(Reversed) } else { Ok(Self { first, last }) }
    }

    /// The `months` months that begin on `first`: until the eve of the same day, or of the last day of a month that has no such day.
    /// Three years from 29 February 2024 end on 28 February 2027, the last day that does not reach the anniversary.
    #[must_use]
    pub fn months_from(first: Day, months: u32) -> Self {
        Self { first, last: last_within(first, months).max(first) }
    }

    /// The first day.
    #[must_use]
    pub const fn first(self) -> Day {
        self.first
    }

    /// The last day.
    #[must_use]
    pub const fn last(self) -> Day {
        self.last
    }

    /// Whether a day is within.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether two ranges share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether the range lasts `months` months at most: the very rule of the store's constraint, which compares years, months and days of the
    /// two dates so that both engines agree.
    #[must_use]
    pub fn is_within_months(self, months: u32) -> bool {
        let count = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
        let (elapsed, months) = (count(self.last) - count(self.first), i64::from(months));
        elapsed < months || (elapsed == months && self.last.day() < self.first.day())
    }
}

/// The last day of a duration of `months` months that begins on `first`.
fn last_within(first: Day, months: u32) -> Day {
    let anniversary = first.checked_add_months(Months::new(months)).unwrap_or(Day::MAX);
    // A month without that day (29 February, 31 …): its last day is still before the anniversary.
    if anniversary.day() < first.day() { anniversary } else { anniversary.pred_opt().unwrap_or(anniversary) }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn thirty_six_months_and_the_leap_day() {
        for (first, last) in [
            ("2019-03-15", "2022-03-14"),
            ("2019-03-01", "2022-02-28"),
            ("2024-02-29", "2027-02-28"),
            ("2023-02-28", "2026-02-27"),
            ("2021-03-01", "2024-02-29"),
            ("2020-08-31", "2023-08-30"),
        ] {
            let range = DateRange::months_from(day(first), 36);
            assert_eq!(range.last(), day(last), "from {first}");
            assert!(range.is_within_months(36), "from {first}");
            let longer = DateRange::new(range.first(), range.last().succ_opt().unwrap()).unwrap();
            assert!(!longer.is_within_months(36), "one day more from {first}");
        }
    }

    #[test]
    fn local_times_across_the_changes_of_hour() {
        let utc = |text: &str| text.parse::<Timestamp>().unwrap();
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        assert_eq!(instant(at("2026-03-28T14:00:00")), utc("2026-03-28T13:00:00Z"));
        assert_eq!(instant(at("2026-03-30T14:00:00")), utc("2026-03-30T12:00:00Z"));
        assert_eq!(instant(at("2026-03-29T02:30:00")), utc("2026-03-29T01:30:00Z"), "a skipped half hour");
        assert_eq!(instant(at("2026-10-25T02:30:00")), utc("2026-10-25T00:30:00Z"), "told twice: the first");
        assert_eq!(day_of(utc("2026-12-31T23:30:00Z")), day("2027-01-01"));
    }

    proptest! {
        #[test]
        fn the_longest_range_is_the_longest(days in 0i64..40_000, months in 1u32..240) {
            let first = day("1990-01-01") + Duration::days(days);
            let range = DateRange::months_from(first, months);
            prop_assert!(range.is_within_months(months));
            prop_assert!(!DateRange::new(first, range.last() + Duration::days(1)).unwrap().is_within_months(months));
        }
    }
}
