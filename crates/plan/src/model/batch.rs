//! Values saved together, kept so that they can be taken back together.

use bassin_kernel::{Period, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Figure;

/// Values of a plan that were saved together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// The identifier of the form they came from.
    pub id: Uuid,
    /// The plan.
    pub plan: String,
    /// Who saved them, when a person did.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
    /// Each value.
    pub changes: Vec<Change>,
    /// When they were taken back, once they were.
    pub undone: Option<Undone>,
}

/// A value among those saved together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The node of the indicator.
    pub node: Uuid,
    /// What was there, when something was.
    pub before: Option<Figure>,
    /// What was saved.
    pub after: Figure,
}

impl Change {
    /// The indicator and the period: what no two changes of a batch share.
    #[must_use]
    pub const fn cell(&self) -> (Uuid, Period) {
        (self.after.indicator, self.after.period)
    }
}

/// How values were taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Who took them back, when a person did.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}
