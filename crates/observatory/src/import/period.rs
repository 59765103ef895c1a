//! Periods as files write them.

use bassin_kernel::{Language, Period, text};

use crate::descriptor::PeriodFormat;

/// Reads a period; `None` when the text is not one.
pub fn parse(written: &str, format: PeriodFormat) -> Option<Period> {
    match format {
        PeriodFormat::Iso => written.parse().ok(),
        PeriodFormat::Year => whole_year(written)?.parse().ok(),
        PeriodFormat::SchoolYearStart => {
            let start: u16 = whole_year(written)?.parse().ok()?;
            format!("{start:04}/{:04}", start.checked_add(1)?).parse().ok()
        }
        PeriodFormat::MonthYear => {
            let (month, year) = written.split_once(['_', ' '])?;
            let month = text::fold(month);
            let number = (1..=12).find(|&number| text::fold(text::month_name(number, Language::French)) == month)?;
            let year: u16 = year.parse().ok().filter(|_| year.len() == 4)?;
            Period::month(year, number)
        }
    }
}

/// `2019.0`, as spreadsheets and data frames write it, is 2019.
fn whole_year(written: &str) -> Option<&str> {
    let year = written.strip_suffix(".0").unwrap_or(written);
    (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_files_write() {
        let read = |text, format| parse(text, format).map(|period| period.to_string());
        assert_eq!(read("janvier_2020", PeriodFormat::MonthYear).as_deref(), Some("2020-01"));
        assert_eq!(read("fevrier_2024", PeriodFormat::MonthYear).as_deref(), Some("2024-02"));
        assert_eq!(read("août 2021", PeriodFormat::MonthYear).as_deref(), Some("2021-08"));
        assert_eq!(read("2019.0", PeriodFormat::Year).as_deref(), Some("2019"));
        assert_eq!(read("2020", PeriodFormat::SchoolYearStart).as_deref(), Some("2020/2021"));
        assert_eq!(read("2020-Q1", PeriodFormat::Iso).as_deref(), Some("2020-Q1"));
        for (text, format) in [
            ("brumaire_2020", PeriodFormat::MonthYear),
            ("janvier_20", PeriodFormat::MonthYear),
            ("2020-01", PeriodFormat::Year),
            ("65535", PeriodFormat::SchoolYearStart),
        ] {
            assert_eq!(read(text, format), None, "{text}");
        }
    }
}
