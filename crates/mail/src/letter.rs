//! A letter.

use bassin_kernel::Timestamp;
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

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It waits for its first or its next attempt.
    Queued,
    /// It has left.
    Sent,
    /// It will not leave unless somebody asks for another attempt.
    Failed,
}

impl State {
    /// Every state, in the order of a letter's life.
    pub const ALL: [Self; 3] = [Self::Queued, Self::Sent, Self::Failed];

    /// Its name in the store.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A letter as the queue shows it: what it says is for its reader alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its identifier.
    pub id: Uuid,
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// What became of it.
    pub state: State,
    /// How many times it was tried.
    pub attempts: u32,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it is tried next, while it waits.
    pub next_at: Timestamp,
    /// When it left.
    pub sent_at: Option<Timestamp>,
    /// Why the last attempt did not succeed; empty without.
    pub error: String,
    /// Whether what it said is no longer kept.
    pub forgotten: bool,
}

/// After how many attempts a letter has failed: a little more than three days.
pub const ATTEMPTS: u32 = 10;

/// Minutes to wait after each attempt.
const DELAYS: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 1_440, 1_440];

/// How long to wait after `attempts` attempts, in minutes; none when it was the last.
#[must_use]
pub fn delay(attempts: u32) -> Option<i64> {
    usize::try_from(attempts).ok()?.checked_sub(1).and_then(|index| DELAYS.get(index)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_grows_then_ends() {
        let delays: Vec<i64> = (1..).map_while(delay).collect();
        assert_eq!(u32::try_from(delays.len()).unwrap() + 1, ATTEMPTS);
        assert!(delays.is_sorted());
        assert_eq!((delay(0), delay(ATTEMPTS)), (None, None));
    }
}
