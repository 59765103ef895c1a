//! Indicators: how one will know, what is aimed at, what was measured.

use bassin_kernel::{LocalizedText, Period, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An indicator of a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its identifier.
    pub id: Uuid,
    /// Its node.
    pub node: Uuid,
    /// Its place, from 1.
    pub position: u32,
    /// What is looked at.
    pub title: LocalizedText,
    /// How it is followed, as the text says.
    pub follow: String,
    /// The unit of its values; empty when its text gives none: it is then told in words.
    pub unit: String,
    /// Decimals of its values.
    pub decimals: u8,
    /// Which way is better, when that was said.
    pub direction: Option<Direction>,
    /// The value it starts from.
    pub baseline: Option<f64>,
    /// The least that is plausible.
    pub low: Option<f64>,
    /// The most that is plausible.
    pub high: Option<f64>,
    /// Where its values come from.
    pub source: Source,
    /// What is aimed at, by period.
    pub targets: Vec<Target>,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More.
    Up,
    /// Less.
    Down,
    /// The same.
    Keep,
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 3] = [Self::Up, Self::Down, Self::Keep];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Keep => "keep",
        }
    }

    /// The direction of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.code() == code)
    }
}

/// Where values come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "key")]
pub enum Source {
    /// People type them.
    Typed,
    /// The program counts or reads them: the key of a [`Counted`], `observatory:INDICATOR@PERIMETER`.
    Computed(String),
}

/// What is aimed at in a period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The period.
    pub period: Period,
    /// The value.
    pub value: f64,
}

/// A value of an indicator. There is one for each period and source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The indicator.
    pub indicator: Uuid,
    /// The period.
    pub period: Period,
    /// Where it comes from: [`Figure::DECLARED`], the key of what is computed, or the words of somebody's publication.
    pub source: String,
    /// The value.
    pub value: f64,
    /// Whether it may still change.
    pub provisional: bool,
    /// A few words beside.
    pub comment: String,
    /// Who gave it, when a person did.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

impl Figure {
    /// The source of what the pilot of an action declares.
    pub const DECLARED: &'static str = "declared";
}

/// What is counted of the body in charge of an action, so that nobody types it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The meetings it held in the year.
    Meetings,
    /// The people who were there, meeting after meeting.
    Attendance,
    /// The people who hold a seat at the end of the year, the secretariat apart.
    Members,
    /// The organisations they sit for.
    Organisations,
}

impl Counted {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Meetings, Self::Attendance, Self::Members, Self::Organisations];

    /// Its key as the source of values.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Meetings => "governance.meetings",
            Self::Attendance => "governance.attendance",
            Self::Members => "governance.members",
            Self::Organisations => "governance.organisations",
        }
    }

    /// The one that has this key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}
