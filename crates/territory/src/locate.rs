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
    /// it is not given).
    #[must_use]
    pub fn locate(&self, country: Country, code: &str, vintage: Option<u16>) -> Located {
        let _ = vintage;
        if let Some(row) = self.row_of(country, code) {
            return Located::Current(row);
        }
        if country == Country::France
            && let Some(former) = self.former(code)
            && let Some(row) = self.row_of(country, former.commune)
        {
            return match former.status {
                Status::Delegated => Located::Delegated { row },
                Status::Arrondissement => Located::Arrondissement { row },
                Status::Former => Located::Merged { row },
            };
        }
        Located::Unknown { suggestions: self.likely_codes(country, code) }
    }

    /// Codes that differ by a lost leading zero or by the case of a letter.
    fn likely_codes(&self, country: Country, code: &str) -> Vec<String> {
        let trimmed = code.trim();
        let padded = format!("{trimmed:0>5}");
        let candidates = [padded, trimmed.to_uppercase()].into_iter().filter(|candidate| candidate != code);
        candidates.filter(|candidate| self.row_of(country, candidate).is_some() || self.former(candidate).is_some()).collect()
    }
}
