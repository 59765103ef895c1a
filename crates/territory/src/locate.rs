//! Where a figure published for a commune code belongs today.

use crate::{atlas::Atlas, model::Country, reference::Status};

/// Where a code leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// A commune of today, under its own code.
    Current(u32),
    /// A commune that is now part of another, or has another code.
    Merged {
        /// The commune of today.
        row: u32,
    },
    /// A delegated or associated commune, which still exists inside its commune.
    Delegated {
        /// The commune of today.
        row: u32,
    },
    /// An arrondissement of Paris, Lyon or Marseille.
    Arrondissement {
        /// The commune of today.
        row: u32,
    },
    /// A commune divided since: a figure for it covers all these communes and cannot be shared between them.
    Split {
        /// The commune that has kept its seat.
        anchor: u32,
        /// All the communes concerned, the anchor among them.
        rows: Vec<u32>,
    },
    /// No commune known.
    Unknown {
        /// Codes it may have been written for.
        suggestions: Vec<String>,
    },
}

impl Located {
    /// The commune of today, when there is one (the anchor of a divided commune).
    #[must_use]
    pub const fn row(&self) -> Option<u32> {
        match self {
            Self::Current(row) | Self::Merged { row } | Self::Delegated { row } | Self::Arrondissement { row } => Some(*row),
            Self::Split { anchor, .. } => Some(*anchor),
            Self::Unknown { .. } => None,
        }
    }
}

impl Atlas {
    /// Where a figure published for `code` belongs today, the communes being those of 1 January of `vintage` (those of today when
    /// it is not given). French communes are followed through the history; a code that the history does not know is looked up
    /// among the codes of today, then among former, delegated and associated ones.
    #[must_use]
    pub fn locate(&self, country: Country, code: &str, vintage: Option<u16>) -> Located {
        if country == Country::France
            && let Some(vintage) = vintage
            && let Some(located) = self.follow(code, vintage)
        {
            return located;
        }
        self.locate_today(country, code).unwrap_or_else(|| self.long_gone(country, code))
    }

    fn locate_today(&self, country: Country, code: &str) -> Option<Located> {
        if let Some(row) = self.row_of(country, code) {
            return Some(Located::Current(row));
        }
        if country != Country::France {
            return None;
        }
        let former = self.former(code)?;
        let row = self.row_of(country, former.commune)?;
        Some(match former.status {
            Status::Delegated => Located::Delegated { row },
            Status::Arrondissement => Located::Arrondissement { row },
            Status::Former => Located::Merged { row },
        })
    }

    /// What the history says of a commune of a past year; `None` when it is silent, or leads to nothing known.
    fn follow(&self, code: &str, vintage: u16) -> Option<Located> {
        let communes = self.history().follow(code, vintage);
        if communes == [code] {
            return None;
        }
        let mut rows: Vec<u32> = communes.iter().filter_map(|code| self.locate_today(Country::France, code)?.row()).collect();
        let anchor = *rows.first()?;
        rows.sort_unstable();
        rows.dedup();
        if rows.len() > 1 {
            return Some(Located::Split { anchor, rows });
        }
        Some(match self.locate_today(Country::France, code) {
            Some(located) if located.row() == Some(anchor) => located,
            _ => Located::Merged { row: anchor },
        })
    }

    /// A code that neither today's tables nor the vintage asked for know: wherever the history leads from the first day.
    fn long_gone(&self, country: Country, code: &str) -> Located {
        let first_day = (country == Country::France).then(|| self.follow(code, 0)).flatten();
        first_day.unwrap_or_else(|| Located::Unknown { suggestions: self.likely_codes(country, code) })
    }

    /// Codes that differ by a lost leading zero or by the case of a letter.
    fn likely_codes(&self, country: Country, code: &str) -> Vec<String> {
        let trimmed = code.trim();
        let padded = format!("{trimmed:0>5}");
        let candidates = [padded, trimmed.to_uppercase()].into_iter().filter(|candidate| candidate != code);
        candidates.filter(|candidate| self.locate_today(country, candidate).is_some()).collect()
    }
}
