//! Milestones: what is to be done, by when, and what became of it.

use bassin_kernel::{Day, Timestamp};
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// From when and until when; either may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// From when.
    pub from: Option<Day>,
    /// Until when: the day it is due.
    pub to: Option<Day>,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its identifier.
    pub id: Uuid,
    /// Its node.
    pub node: Uuid,
    /// Its place, from 1.
    pub position: u32,
    /// What.
    pub text: String,
    /// The date in words, as the text gives it.
    pub when: String,
    /// The dates first promised: never changed.
    pub baseline: Dates,
    /// The dates in force.
    pub current: Dates,
    /// How much it weighs in the progress of its node; none when nobody said.
    pub weight: Option<u32>,
    /// Whether the node cannot be done without it, with a proof.
    pub mandatory: bool,
    /// Since when it is under way.
    pub started_on: Option<Day>,
    /// When it was done.
    pub done_on: Option<Day>,
    /// What proves it: an address, a reference, a few words.
    pub evidence: String,
    /// A few words beside.
    pub note: String,
    /// How its dates were changed, the earliest first.
    pub replannings: Vec<Replanning>,
}

/// A change of dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replanning {
    /// The dates before.
    pub old: Dates,
    /// The dates after.
    pub new: Dates,
    /// Why.
    pub reason: String,
    /// Who decided it, when a person did.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

impl Replanning {
    /// Whether it put the day off.
    #[must_use]
    pub fn is_slip(&self) -> bool {
        matches!((self.old.to, self.new.to), (Some(old), Some(new)) if new > old)
    }

    /// Whether it put the day off to another year.
    #[must_use]
    pub fn changes_year(&self) -> bool {
        matches!((self.old.to, self.new.to), (Some(old), Some(new)) if new.year() > old.year())
    }
}

impl Milestone {
    /// The day it was due when first dated.
    #[must_use]
    pub fn first_due(&self) -> Option<Day> {
        self.baseline.to.or_else(|| self.replannings.iter().find_map(|change| change.new.to))
    }

    /// How many times its day was put off.
    #[must_use]
    pub fn slips(&self) -> usize {
        self.replannings.iter().filter(|change| change.is_slip()).count()
    }

    /// How many times its day was put off to another year.
    #[must_use]
    pub fn slips_across_years(&self) -> usize {
        self.replannings.iter().filter(|change| change.changes_year()).count()
    }

    /// Whether it is due later than first said.
    #[must_use]
    pub fn has_slipped(&self) -> bool {
        matches!((self.first_due(), self.current.to), (Some(first), Some(now)) if now > first)
    }
}
