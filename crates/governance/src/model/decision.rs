//! Decisions by consensus: versions of a text, positions by seat.

use bassin_kernel::{Day, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Subject;
use crate::statute::{CommunicationRule, CompositionRule, DecisionRule, QuorumRule, Statute};

/// An enumeration whose every value has a code, the same in the store, in addresses, in JSON and in the keys of messages.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $code)] $value),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// Its code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }

            /// The value of a code.
            #[must_use]
            pub fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// Where a decision stands.
    DecisionState {
        /// Written, not put to the body yet.
        Draft = "draft",
        /// Put to the body: each seat says what it thinks of the current text.
        Open = "open",
        /// The chair has asked whether anybody objects.
        Call = "call",
        /// Nobody maintains an objection.
        Adopted = "adopted",
        /// The same; some have reservations.
        AdoptedWithReservations = "adopted-with-reservations",
        /// Somebody maintains an objection: the text must be reworked, sent higher or withdrawn.
        Blocked = "blocked",
        /// Sent to the body it depends on.
        Escalated = "escalated",
        /// Given up.
        Withdrawn = "withdrawn",
    }
}

impl DecisionState {
    /// Whether positions may be taken.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Call)
    }

    /// Whether nobody maintains an objection and the chair has declared it.
    #[must_use]
    pub const fn is_adopted(self) -> bool {
        matches!(self, Self::Adopted | Self::AdoptedWithReservations)
    }

    /// Whether nothing can happen to it any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Adopted | Self::AdoptedWithReservations | Self::Escalated | Self::Withdrawn)
    }
}

coded! {
    /// What a seat says of a text.
    Stand {
        /// It agrees.
        Agree = "agree",
        /// It agrees, with reservations.
        Reservations = "reservations",
        /// It says neither yes nor no.
        Abstain = "abstain",
        /// It would not have chosen this, and lets the others go ahead.
        StandAside = "stand-aside",
        /// It objects, with reasons: the decision is blocked while it does.
        Object = "object",
    }
}

coded! {
    /// How a body is asked.
    Procedure {
        /// In a meeting.
        Meeting = "meeting",
        /// In writing, between meetings.
        Written = "written",
    }
}

/// A decision a body takes, or tries to take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its identifier.
    pub id: Uuid,
    /// The body.
    pub body: Uuid,
    /// What it is about, in a few words.
    pub title: String,
    /// What it is about, when it is something kept here.
    pub subject: Option<Subject>,
    /// The meeting at which it is put, and the item of its agenda.
    pub meeting: Option<Uuid>,
    /// The item.
    pub item: Option<Uuid>,
    /// How the body is asked.
    pub procedure: Procedure,
    /// Where it stands.
    pub state: DecisionState,
    /// The version of the text that is on the table.
    pub version: u32,
    /// The rules of the day it was opened, which hold until the end.
    pub rule: Option<FrozenRule>,
    /// The last day on which seats may express themselves, in writing.
    pub deadline: Option<Day>,
    /// When everybody was told, and how that can be proved.
    pub notified_on: Option<Day>,
    /// The proof.
    pub notice: String,
    /// Whether anybody may read it once adopted.
    pub public: bool,
    /// Its number in the year, once adopted.
    pub number: Option<DecisionNumber>,
    /// What the chair declared, or why it was escalated or withdrawn.
    pub declaration: String,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Rises by one at each change of its sheet; positions do not count.
    pub revision: i64,
}

/// The number of a decision among those its body has adopted in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DecisionNumber {
    /// The year.
    pub year: i32,
    /// 1, 2, 3 …
    pub rank: u32,
}

/// What a statute says of decisions, as it was on the day one was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenRule {
    /// The statute.
    pub statute: String,
    /// Its version.
    pub version: u32,
    /// Who sits.
    pub composition: Vec<CompositionRule>,
    /// How the body decides; when its text does not say, by consensus in a meeting.
    pub decision: Option<DecisionRule>,
    /// How many must be there.
    pub quorum: Option<QuorumRule>,
    /// To whom it communicates.
    pub communication: Option<CommunicationRule>,
}

impl FrozenRule {
    /// The rules of `statute`, copied.
    #[must_use]
    pub fn of(statute: &Statute) -> Self {
        Self {
            statute: statute.id.clone(),
            version: statute.version,
            composition: statute.composition.clone(),
            decision: statute.decision.clone(),
            quorum: statute.quorum.clone(),
            communication: statute.communication.clone(),
        }
    }

    /// Days within which a decision is communicated: those of the text, else 30.
    #[must_use]
    pub fn communication_days(&self) -> u32 {
        self.communication.as_ref().and_then(|rule| rule.days).unwrap_or(30)
    }

    /// Whether the text lets the body decide in writing.
    #[must_use]
    pub fn allows_writing(&self) -> bool {
        self.decision.as_ref().is_some_and(|rule| rule.written)
    }

    /// Whether silence at the deadline of a written procedure is agreement.
    #[must_use]
    pub fn silence_agrees(&self) -> bool {
        self.decision.as_ref().is_some_and(|rule| rule.written && rule.silence_agrees)
    }
}

/// One version of the text of a decision. It never changes once the next one exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextVersion {
    /// The decision or the convention.
    pub of: Uuid,
    /// 1, 2, 3 …
    pub number: u32,
    /// The text.
    pub text: String,
    /// Why it replaces the one before; empty for the first.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// What a seat says of a version of the text. One for each seat and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The decision.
    pub decision: Uuid,
    /// The version of the text.
    pub version: u32,
    /// The seat that expresses itself: the titular's, when a substitute speaks.
    pub seat: Uuid,
    /// The person who spoke.
    pub person: Uuid,
    /// Whether they spoke as substitute.
    pub substitute: bool,
    /// What they said.
    pub stand: Stand,
    /// Reasons of an objection, words of a reservation.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// The person who recorded it for them, in a meeting.
    pub recorded_by: Option<Uuid>,
    /// When the objection was lifted, by its author.
    pub lifted_at: Option<Timestamp>,
    /// What they said then.
    pub lifted_words: String,
}

impl Position {
    /// Whether it is an objection its author has not lifted.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.stand == Stand::Object && self.lifted_at.is_none()
    }
}

coded! {
    /// What happened to a decision.
    HappeningKind {
        /// It was opened.
        Opened = "opened",
        /// The chair asked for objections.
        Called = "called",
        /// A seat took a position.
        Position = "position",
        /// An objection was lifted by its author.
        Lifted = "lifted",
        /// It was noted that somebody maintains an objection.
        Blocked = "blocked",
        /// A new version of the text was put.
        Reworked = "reworked",
        /// It was adopted.
        Adopted = "adopted",
        /// It was sent higher.
        Escalated = "escalated",
        /// It was given up.
        Withdrawn = "withdrawn",
    }
}

/// One line of the history of a decision, which only grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// Its identifier.
    pub id: Uuid,
    /// The decision.
    pub decision: Uuid,
    /// The version that was on the table.
    pub version: u32,
    /// What happened.
    pub kind: HappeningKind,
    /// The seat concerned.
    pub seat: Option<Uuid>,
    /// The person concerned.
    pub person: Option<Uuid>,
    /// What the seat said.
    pub stand: Option<Stand>,
    /// In words.
    pub words: String,
    /// When.
    pub at: Timestamp,
}
