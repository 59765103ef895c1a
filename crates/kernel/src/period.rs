//! Periods of observation: a year, a school year, a quarter, a month.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Language;

/// A period of observation, ordered in time. Written `2017`, `2016/2017`, `2020-Q1`, `2020-01` (as SDMX time periods, but for school years).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: u16,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Part {
    Year,
    SchoolYear,
    Quarter(u8),
    Month(u8),
}

/// A text that is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a period: write 2017, 2016/2017, 2020-Q1 or 2020-01")]
pub struct PeriodError(pub String);

impl Period {
    /// The calendar year `year`.
    #[must_use]
    pub const fn year(year: u16) -> Self {
        Self { year, part: Part::Year }
    }

    /// The month `month` (1 to 12) of `year`; `None` outside that range.
    #[must_use]
    pub const fn month(year: u16, month: u8) -> Option<Self> {
        if month >= 1 && month <= 12 { Some(Self { year, part: Part::Month(month) }) } else { None }
    }

    /// The calendar year in which the period begins.
    #[must_use]
    pub const fn start_year(self) -> u16 {
        self.year
    }

    /// Whether two periods are of the same kind, so that one may follow the other in a series.
    #[must_use]
    pub const fn same_kind(self, other: Self) -> bool {
        matches!(
            (self.part, other.part),
            (Part::Year, Part::Year)
                | (Part::SchoolYear, Part::SchoolYear)
                | (Part::Quarter(_), Part::Quarter(_))
                | (Part::Month(_), Part::Month(_))
        )
    }

    /// The period as a reader says it: “2017”, “2016-2017”, “1er trimestre 2020”, “janvier 2020”.
    #[must_use]
    pub fn label(self, language: Language) -> String {
        let year = self.year;
        match (self.part, language) {
            (Part::Year, _) => format!("{year}"),
            (Part::SchoolYear, _) => format!("{year}-{}", year + 1),
            (Part::Quarter(1), Language::French) => format!("1er trimestre {year}"),
            (Part::Quarter(quarter), Language::French) => format!("{quarter}e trimestre {year}"),
            (Part::Quarter(quarter), Language::English) => format!("Q{quarter} {year}"),
            (Part::Month(month), language) => format!("{} {year}", crate::text::month_name(month, language)),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let error = || PeriodError(text.to_owned());
        let year = |digits: &str| match digits.parse::<u16>() {
            Ok(year) if digits.len() == 4 && year >= 1000 => Ok(year),
            _ => Err(error()),
        };
        if let Some((first, second)) = text.split_once('/') {
            let (first, second) = (year(first)?, year(second)?);
            if second != first + 1 {
                return Err(error());
            }
            return Ok(Self { year: first, part: Part::SchoolYear });
        }
        let Some((first, rest)) = text.split_once('-') else {
            return Ok(Self { year: year(text)?, part: Part::Year });
        };
        let year = year(first)?;
        let part = match rest.strip_prefix('Q') {
            Some(quarter) => Part::Quarter(quarter.parse().ok().filter(|q| (1..=4).contains(q)).ok_or_else(error)?),
            None if rest.len() == 2 => Part::Month(rest.parse().ok().filter(|m| (1..=12).contains(m)).ok_or_else(error)?),
            None => return Err(error()),
        };
        Ok(Self { year, part })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Year => write!(f, "{}", self.year),
            Part::SchoolYear => write!(f, "{}/{}", self.year, self.year + 1),
            Part::Quarter(quarter) => write!(f, "{}-Q{quarter}", self.year),
            Part::Month(month) => write!(f, "{}-{month:02}", self.year),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_and_writes_every_kind() {
        for text in ["2017", "2016/2017", "2020-Q1", "2020-12"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_not_a_period() {
        for text in ["", "17", "2016/2018", "2020-Q5", "2020-13", "2020-1", "-2020", "+202", "2020-01-01", "٢٠١٧"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn labels_follow_the_language() {
        let month: Period = "2020-08".parse().unwrap();
        assert_eq!(month.label(Language::French), "août 2020");
        assert_eq!(month.label(Language::English), "August 2020");
        let school: Period = "2016/2017".parse().unwrap();
        assert_eq!(school.label(Language::French), "2016-2017");
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = text.parse::<Period>();
        }
    }
}
