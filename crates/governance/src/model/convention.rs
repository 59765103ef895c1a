//! Conventions: parties, signatures, obligations.

use bassin_kernel::{Day, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::coded;

coded! {
    /// What kind of convention it is.
    ConventionKind {
        /// A partnership convention.
        Partnership = "partnership",
        /// A contract of objectives.
        Objectives = "objectives",
        /// A charter.
        Charter = "charter",
        /// A framework agreement.
        Framework = "framework",
    }
}

coded! {
    /// Where a convention stands.
    ConventionState {
        /// Written by whoever carries it.
        Draft = "draft",
        /// Before the parties, who amend its text.
        Negotiated = "negotiated",
        /// Its text is locked; the signatories sign it.
        ToSign = "to-sign",
        /// Some have signed, or all have and its first day is to come.
        PartlySigned = "partly-signed",
        /// It binds the parties.
        InForce = "in-force",
        /// Its last day is past.
        Expired = "expired",
        /// Another took its place at its end.
        Renewed = "renewed",
        /// A new version took its place.
        Amended = "amended",
        /// It was ended before its last day.
        Terminated = "terminated",
    }
}

impl ConventionState {
    /// Whether the text may still change.
    #[must_use]
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Draft | Self::Negotiated)
    }

    /// Whether signatures are awaited.
    #[must_use]
    pub const fn is_signed_now(self) -> bool {
        matches!(self, Self::ToSign | Self::PartlySigned)
    }

    /// Whether it binds, or has bound, the parties: what was in force is public for good.
    #[must_use]
    pub const fn has_bound(self) -> bool {
        matches!(self, Self::InForce | Self::Expired | Self::Renewed | Self::Amended | Self::Terminated)
    }
}

/// Who is a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyWho {
    /// An organisation of the directory.
    Organisation(Uuid),
    /// A body.
    Body(Uuid),
}

/// A party, in which capacity, and who signs for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its identifier in the convention.
    pub id: Uuid,
    /// Who.
    pub who: PartyWho,
    /// In which capacity: `région`, `branche`, `centre de formation`.
    pub capacity: String,
    /// The component of the statute it stands for; empty without.
    pub component: String,
    /// Who signs.
    pub signatory: Option<Signatory>,
}

/// Who signs for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// The person.
    pub person: Uuid,
    /// In which capacity: `présidente`, `recteur`.
    pub capacity: String,
    /// The act that lets them sign although they hold no mandate nor membership; empty without.
    pub delegation: String,
    /// Until when it does.
    pub delegation_until: Option<Day>,
}

/// Something a party has promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligation {
    /// Its identifier.
    pub id: Uuid,
    /// The party; none for all of them.
    pub party: Option<Uuid>,
    /// What.
    pub words: String,
    /// Until when.
    pub due_on: Option<Day>,
    /// When it was done.
    pub done_on: Option<Day>,
    /// When the body that carries the convention was reminded of it.
    #[serde(default)]
    pub reminded_on: Option<Day>,
}

/// A convention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Convention {
    /// Its identifier.
    pub id: Uuid,
    /// The body that carries it.
    pub body: Uuid,
    /// What kind.
    pub kind: ConventionKind,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: ConventionState,
    /// The version of the text on the table.
    pub version: u32,
    /// First day.
    pub starts_on: Option<Day>,
    /// Last day; without, until it is ended.
    pub ends_on: Option<Day>,
    /// Whether anybody may read it once it is in force.
    pub public: bool,
    /// The digest of what is signed, once the text is locked.
    pub sha256: String,
    /// The parties.
    pub parties: Vec<Party>,
    /// What they have promised.
    pub obligations: Vec<Obligation>,
    /// The convention it amends or renews.
    pub follows: Option<Uuid>,
    /// Whether it renews it (at its end) rather than amends it.
    pub renews: bool,
    /// The convention that took its place.
    pub followed_by: Option<Uuid>,
    /// Why its text was unlocked, or why it was ended.
    pub reason: String,
    /// When it was ended.
    pub ended_on: Option<Day>,
    /// When the body was told that it is about to end.
    pub warned_on: Option<Day>,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Rises by one at each change of its sheet; signatures do not count.
    pub revision: i64,
}

coded! {
    /// How somebody signed.
    SigningManner {
        /// By a stroke drawn on the screen.
        Drawn = "drawn",
        /// By typing their name and ticking that they consent.
        Typed = "typed",
        /// On paper, of which the file was received.
        Uploaded = "uploaded",
    }
}

/// A signature. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The convention.
    pub convention: Uuid,
    /// The party signed for.
    pub party: Uuid,
    /// Who signed.
    pub person: Uuid,
    /// In which capacity.
    pub capacity: String,
    /// What let them sign that day, in one word: `mandate`, `membership`, `delegation`.
    pub ground: String,
    /// The day of the signature.
    pub on: Day,
    /// When it was recorded.
    pub at: Timestamp,
    /// How.
    pub manner: SigningManner,
    /// The name typed, or the strokes as an SVG path, or the digest of the file.
    pub mark: String,
    /// The digest of what was signed.
    pub sha256: String,
}
