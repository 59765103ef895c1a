//! A letter.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A letter to one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its identifier: the same letter queued twice is sent once.
    pub id: Uuid,
    /// The address.
    pub to: String,
    /// The name of the person; empty without.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// The text, plain, in lines.
    pub text: String,
    /// What goes with it: an invitation in iCalendar, say.
    pub attachments: Vec<Attachment>,
}

/// A file that goes with a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its type: `text/calendar; method=REQUEST; charset=utf-8`.
    pub media_type: String,
    /// Its content, as text.
    pub content: String,
}
