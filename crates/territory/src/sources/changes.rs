//! INSEE's history of changes of communes: a table of events, one row for each commune concerned, told by the code `MOD`.
//!
//! - 310–312, 330–333, 350, 351: the commune `DEPCOM` is merged into `COMECH` (whole, associated or delegated: a figure goes there).
//! - 200, 210: `DEPCOM` is created or re-established out of `COMECH`.
//! - 410, 411: the commune `DEPANC` is now `DEPCOM`, in another département. 500: `C_LANC` is now `C_LOFF`, its seat having moved.
//! - 300: `DEPCOM` was shared between several communes; the first one (`RANGCOM` 1) is taken as its successor: the two cases are of 1949 and 1951.
//!
//! The other codes tell the same events from the other commune's side, new names, moves between arrondissements or cantons, and
//! exchanges of parcels of land, which no figure by commune follows.

use std::{collections::BTreeMap, path::Path};

use bassin_documents::{Format, Sniffed};
use bassin_kernel::{Kind, Problem, Violation};

use super::table::Columns;
use crate::history::Event;

/// The changes of communes, by day (20170101).
pub(crate) type Changes = BTreeMap<u32, Vec<Event>>;

const COLUMNS: [&str; 8] = ["EFF", "MOD", "DEPCOM", "COMECH", "DEPANC", "C_LOFF", "C_LANC", "RANGCOM"];

/// Whether a file is the history of changes.
pub(crate) fn is_history(sniffed: &Sniffed) -> bool {
    sniffed.format == Format::Csv && COLUMNS.iter().all(|name| sniffed.headers.iter().any(|header| header == name))
}

/// Reads the history of changes.
///
/// # Errors
/// Everything that is wrong in the file, by row and column.
pub(crate) fn read_history(path: &Path, sniffed: &Sniffed) -> Result<Changes, Problem> {
    let mut columns = Columns::open(path, sniffed, None, 1, &COLUMNS)?;
    let mut events = Changes::new();
    let mut violations = Vec::new();
    while let Some((number, cells)) = columns.next()? {
        let Ok(cells) = <[&str; 8]>::try_from(cells) else { continue };
        match event(number, cells) {
            Ok(Some((day, event))) => events.entry(day).or_default().push(event),
            Ok(None) => {}
            Err(violation) => violations.push(*violation),
        }
    }
    if violations.is_empty() {
        return Ok(events);
    }
    let unlisted = violations.len().saturating_sub(100) as u64;
    violations.truncate(100);
    Err(Problem { kind: Kind::Invalid, violations, unlisted })
}

fn event(
    number: u64,
    [day, kind, commune, other, before, seat, seat_before, rank]: [&str; 8],
) -> Result<Option<(u32, Event)>, Box<Violation>> {
    let pair = |a: &str, b: &str, column: &str| {
        if a.is_empty() || b.is_empty() {
            return Err(Box::new(no_code(number, column)));
        }
        Ok((a.to_owned(), b.to_owned()))
    };
    let event = match kind {
        "310" | "311" | "312" | "330" | "331" | "332" | "333" | "350" | "351" => {
            let (old, into) = pair(commune, other, "COMECH")?;
            (old != into).then_some(Event::Merged { old, into })
        }
        "300" if rank == "1" => {
            let (old, into) = pair(commune, other, "COMECH")?;
            Some(Event::Merged { old, into })
        }
        // A commune created out of nothing that had a code takes nothing from any other.
        "200" | "210" if other.is_empty() => None,
        "200" | "210" => {
            let (new, from) = pair(commune, other, "COMECH")?;
            Some(Event::Separated { new, from })
        }
        "410" | "411" => {
            let (new, old) = pair(commune, before, "DEPANC")?;
            Some(Event::Renumbered { old, new })
        }
        "500" => {
            let (new, old) = pair(seat, seat_before, "C_LANC")?;
            Some(Event::Renumbered { old, new })
        }
        _ => None,
    };
    let Some(event) = event else { return Ok(None) };
    Ok(Some((date(day).ok_or_else(|| Box::new(no_date(number, day)))?, event)))
}

/// `2017-01-01` as 20170101.
fn date(text: &str) -> Option<u32> {
    let digits = text.len() == 10 && text.chars().enumerate().all(|(at, c)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() });
    if digits { text.replace('-', "").parse().ok() } else { None }
}

fn no_code(row: u64, column: &str) -> Violation {
    Violation::new(
        "missing-cell",
        "Le code de l’autre commune concernée par ce changement manque.",
        "The code of the other commune of this change is missing.",
    )
    .at(row, column)
}

fn no_date(row: u64, found: &str) -> Violation {
    Violation::new(
        "type-error",
        format!("«\u{202f}{found}\u{202f}» n’est pas une date\u{202f}: elle s’écrit 2017-01-01."),
        format!("“{found}” is not a date: write it 2017-01-01."),
    )
    .at(row, "EFF")
}
