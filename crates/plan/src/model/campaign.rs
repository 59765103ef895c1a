//! Collection campaigns: what those who pilot actions are asked for a period, and what became of it.

use bassin_kernel::{Day, Language, Period, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A collection: everybody who pilots an action is asked how it goes, until a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its identifier.
    pub id: Uuid,
    /// The plan.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// What is said to those who are asked.
    pub message: String,
    /// The period they are asked about.
    pub period: Period,
    /// The last day for answering, included.
    pub closes_on: Day,
    /// How many days before the last one a reminder leaves by itself; 0 for none.
    pub remind_before: u32,
    /// The day the last reminder left.
    pub reminded_on: Option<Day>,
    /// How the last day was put off, the earliest first.
    pub extensions: Vec<Extension>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who opened it, when a person did.
    pub opened_by: Option<Uuid>,
    /// When it was closed: nothing is received by link any more.
    pub closed_at: Option<Timestamp>,
    /// Rises by one at each change.
    pub revision: i64,
}

/// A last day that was put off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The day before.
    pub from: Day,
    /// The day after.
    pub to: Day,
    /// Why.
    pub reason: String,
    /// Who decided it, when a person did.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

impl Campaign {
    /// Whether a link still opens its sheet on `today`.
    #[must_use]
    pub fn is_open(&self, today: Day) -> bool {
        self.closed_at.is_none() && today <= self.closes_on
    }
}

/// What is asked of the pilots of one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Its identifier.
    pub id: Uuid,
    /// The campaign.
    pub campaign: Uuid,
    /// The action.
    pub node: Uuid,
    /// Those who pilot it, as they are called.
    pub pilots: Vec<String>,
    /// Who is written to; none while nobody can be reached.
    pub recipients: Vec<Recipient>,
    /// How many letters left for it, the last one when.
    pub letters: u32,
    /// When the last one left.
    pub written_at: Option<Timestamp>,
    /// The answer, once there is one.
    pub answer: Option<Answer>,
    /// Questions and answers, the earliest first.
    pub thread: Vec<Message>,
    /// Rises by one at each change.
    pub revision: i64,
}

/// An address that is written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Whose it is; empty when only the address was typed.
    pub name: String,
    /// The address.
    pub email: String,
    /// The language they read.
    #[serde(default)]
    pub language: Language,
}

/// That an answer came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The form it came from: sent twice, it is received once.
    pub form: Uuid,
    /// When it first came.
    pub first_at: Timestamp,
    /// When it was last changed.
    pub at: Timestamp,
    /// The officer who typed it for the pilot; none when it came by the link or from the pilot's own account.
    pub typed_by: Option<Uuid>,
    /// Who gave it on the telephone, in words; empty otherwise.
    pub given_by: String,
    /// Whether the pilot says that there is nothing to tell.
    pub nothing: bool,
    /// How many times it was sent.
    pub times: u32,
}

/// A question or an answer about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Made when its form was shown.
    pub id: Uuid,
    /// Who speaks.
    pub side: Side,
    /// What is said.
    pub text: String,
    /// Who said it, when a person with an account did.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

/// Who speaks about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Those who pilot the action.
    Pilot,
    /// Those who run the plan.
    Officer,
}

impl Side {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pilot => "pilot",
            Self::Officer => "officer",
        }
    }
}

/// Where a request stands: found from what is known, never typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// The action has no pilot: nobody can be asked.
    NoPilot,
    /// The pilot has no address: somebody has to find one, or to ask on the telephone.
    NoAddress,
    /// The last day has passed without an answer.
    Late,
    /// An answer is awaited.
    Pending,
    /// It was answered.
    Received,
}

impl Standing {
    /// Every standing, what calls for work first.
    pub const ALL: [Self; 5] = [Self::NoPilot, Self::NoAddress, Self::Late, Self::Pending, Self::Received];

    /// Its code, in addresses and in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoPilot => "no-pilot",
            Self::NoAddress => "no-address",
            Self::Late => "late",
            Self::Pending => "pending",
            Self::Received => "received",
        }
    }

    /// The standing of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }
}

/// A secret that opens one request, known by its digest alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The digest of the secret.
    pub digest: String,
    /// The request it opens.
    pub request: Uuid,
    /// When it was made.
    pub at: Timestamp,
}

/// A campaign with all its requests, in the order of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// The campaign.
    pub campaign: Campaign,
    /// What is asked, one for each action that is asked about.
    pub requests: Vec<Request>,
}

impl Collection {
    /// A request.
    #[must_use]
    pub fn request(&self, id: Uuid) -> Option<&Request> {
        self.requests.iter().find(|request| request.id == id)
    }

    /// How many requests were answered, out of how many.
    #[must_use]
    pub fn received(&self) -> (usize, usize) {
        (self.requests.iter().filter(|request| request.answer.is_some()).count(), self.requests.len())
    }
}
