//! What happened to a plan and to its nodes: only ever added to.

use bassin_kernel::{Day, Period, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Dates, Status};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its identifier. What one form changes shares the identifier made when the form was shown, in [`Event::form`].
    pub id: Uuid,
    /// The form it came from.
    pub form: Uuid,
    /// The plan.
    pub plan: String,
    /// The node, unless it is about the whole plan.
    pub node: Option<Uuid>,
    /// What.
    pub fact: Fact,
    /// Who, when a person did.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Fact {
    /// The plan was taken from its text.
    Taken,
    /// The plan begins to be followed.
    Followed {
        /// Since when.
        since: Day,
    },
    /// The plan was given to a body, or archived, or put in force again.
    Settled,
    /// A node changed status.
    Status {
        /// From.
        from: Status,
        /// To.
        to: Status,
        /// Why.
        reason: String,
        /// By which decision.
        decision: Option<Uuid>,
    },
    /// The pilot told how it goes, for a period.
    Told {
        /// The period.
        period: Period,
        /// What was done.
        done: String,
        /// What went well.
        #[serde(default)]
        successes: String,
        /// What was difficult.
        difficulties: String,
        /// What is done about it.
        remedies: String,
    },
    /// A milestone was begun.
    Started {
        /// Which.
        milestone: Uuid,
    },
    /// A milestone was done.
    Done {
        /// Which.
        milestone: Uuid,
        /// When.
        on: Day,
        /// What proves it.
        evidence: String,
    },
    /// A milestone told as done was not.
    Reopened {
        /// Which.
        milestone: Uuid,
        /// Why.
        reason: String,
    },
    /// A milestone was planned for another day.
    Replanned {
        /// Which.
        milestone: Uuid,
        /// The dates before.
        old: Dates,
        /// The dates after.
        new: Dates,
        /// Why.
        reason: String,
    },
    /// A value was given.
    Measured {
        /// Of which indicator.
        indicator: Uuid,
        /// For which period.
        period: Period,
        /// From where.
        source: String,
        /// The value.
        value: f64,
    },
    /// A value was taken back with all those saved at the same time.
    Unmeasured {
        /// Of which indicator.
        indicator: Uuid,
        /// For which period.
        period: Period,
        /// The value taken back.
        value: f64,
        /// The value there was before, and is again.
        back: Option<f64>,
    },
    /// The sheet was changed: people, dates, ties, budget.
    Edited,
    /// A milestone was added, changed or removed.
    Milestones,
    /// An indicator was added, changed or removed.
    Indicators,
    /// The plan was amended.
    Amended {
        /// The version it has now.
        version: u32,
    },
}

impl Fact {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Followed { .. } => "followed",
            Self::Settled => "settled",
            Self::Status { .. } => "status",
            Self::Told { .. } => "told",
            Self::Started { .. } => "started",
            Self::Done { .. } => "done",
            Self::Reopened { .. } => "reopened",
            Self::Replanned { .. } => "replanned",
            Self::Measured { .. } => "measured",
            Self::Unmeasured { .. } => "unmeasured",
            Self::Edited => "edited",
            Self::Milestones => "milestones",
            Self::Indicators => "indicators",
            Self::Amended { .. } => "amended",
        }
    }
}

/// A change of the plan itself: a mid-term review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Its identifier.
    pub id: Uuid,
    /// The plan.
    pub plan: String,
    /// The version the plan has from then on.
    pub version: u32,
    /// The day it takes effect.
    pub day: Day,
    /// What changed.
    pub what: String,
    /// Why.
    pub why: String,
    /// Who decided, in words.
    pub decided_by: String,
    /// The decision, when it was taken here.
    pub decision: Option<Uuid>,
}
