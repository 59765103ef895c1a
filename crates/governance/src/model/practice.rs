//! The inventory of innovative practices and tools.

use bassin_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Content;

/// A practice or a tool that others may take up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Its identifier.
    pub id: Uuid,
    /// The body that keeps it: its chair or its secretary publishes.
    pub body: Uuid,
    /// What it is.
    pub sheet: PracticeSheet,
    /// The project it comes from.
    pub project: Option<Uuid>,
    /// Whether anybody may read it.
    pub published: bool,
    /// The person who proposed it.
    pub author: Option<Uuid>,
    /// Which set of content it belongs to.
    pub content: Content,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Rises by one at each change.
    pub revision: i64,
}

/// The sheet of a practice, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PracticeSheet {
    /// Its title.
    pub title: String,
    /// `practice` or `tool`.
    pub kind: String,
    /// What it consists of, what it brings.
    pub description: String,
    /// For whom.
    pub public: String,
    /// What it is about.
    pub theme: String,
    /// The organisation that uses it.
    pub user: String,
    /// Whom to ask.
    pub contact: String,
    /// Where what is said comes from.
    pub source: String,
}

/// What a practice is.
pub const PRACTICE_KINDS: [&str; 2] = ["practice", "tool"];

/// A practice as a form sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeDraft {
    /// The identifier, made when the form was shown.
    pub id: Uuid,
    /// The revision the form was filled from; none for a new one.
    pub revision: Option<i64>,
    /// The body that keeps it.
    pub body: Option<Uuid>,
    /// The project it comes from.
    pub project: Option<Uuid>,
    /// The sheet.
    pub sheet: PracticeSheet,
}
