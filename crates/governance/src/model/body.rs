//! Bodies, their terms, their seats and who sits there.

use bassin_kernel::{DateRange, Day, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::statute::Voice;

/// A standing group: Instance, chamber, pole, committee, commission, working group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its identifier.
    pub id: Uuid,
    /// Its name in addresses, unique.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The statute it is governed by, and the version it was created under.
    pub statute: String,
    /// The version.
    pub statute_version: u32,
    /// The bodies it depends on; several for an inter-basin pole.
    pub parents: Vec<Uuid>,
    /// What it is built around: kind (`sector`, `branch`, `occupation`, `theme`, `territory`) and words; empty when its statute asks for nothing.
    pub subject_kind: String,
    /// In words.
    pub subject: String,
    /// The perimeter it works for, as an expression of `territory`; empty when not given.
    pub perimeter: String,
    /// What it is for, in its own words.
    pub mission: String,
    /// Where what is said of it comes from: a document, an act.
    pub source: String,
    /// Which set of content it belongs to.
    pub content: Content,
    /// When it stopped, and why.
    pub closed: Option<Closing>,
    /// Rises by one at each change: a form that was opened on an older one is stale.
    pub revision: i64,
}

/// Where content comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Typed by the people of this installation.
    Own,
    /// From the policy documents: labelled as demonstration, removable.
    Demonstration,
    /// Invented for training: labelled on every page.
    Fictional,
}

/// The end of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The last day.
    pub on: Day,
    /// Why.
    pub reason: String,
}

/// One bounded period of a body's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Its identifier.
    pub id: Uuid,
    /// The body.
    pub body: Uuid,
    /// 1, 2, 3 …
    pub number: u32,
    /// First and last day.
    pub period: DateRange,
    /// The longest it may be, in months, copied from the statute when it was proposed.
    pub longest: u32,
    /// Where it stands.
    pub state: TermState,
    /// The decision, order or document that founds it.
    pub act: String,
    /// Revision.
    pub revision: i64,
}

/// Where a term stands. [`TermState::Lapsed`] and [`TermState::EvaluationDue`] also follow from the date: see `rules::term`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermState {
    /// Proposed by those who want it; not lawful yet.
    Proposed,
    /// Recognised by the parent body (or by its founding act).
    Recognised,
    /// Its evaluation is due.
    EvaluationDue,
    /// Its evaluation was validated by the parent body.
    Evaluated,
    /// A next term follows.
    Renewed,
    /// The parent body decided that no term follows.
    NotRenewed,
    /// It ended without a decision.
    Lapsed,
}

/// A place in a body, for a component. Seats are counted, not people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Its identifier.
    pub id: Uuid,
    /// The body.
    pub body: Uuid,
    /// The component it belongs to, as a code of the statute.
    pub component: String,
    /// What its voice is worth.
    pub voice: Voice,
    /// 1, 2, 3 … within the component.
    pub number: u32,
    /// What it is called, when the text names it: `Recteur de région académique`.
    pub title: String,
    /// The organisation that designates its holder, when the text names it.
    pub organisation: Option<Uuid>,
    /// The seat this one is the substitute of.
    pub substitute_of: Option<Uuid>,
    /// When it was abolished.
    pub abolished_on: Option<Day>,
}

/// Who holds a seat, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// Its identifier.
    pub id: Uuid,
    /// The seat.
    pub seat: Uuid,
    /// The person who holds it.
    pub person: Uuid,
    /// The organisation they sit for.
    pub organisation: Option<Uuid>,
    /// What they do in the body.
    pub function: Function,
    /// First and last day.
    pub period: DateRange,
    /// Where it stands.
    pub state: MandateState,
    /// The act that appoints them.
    pub act: String,
    /// Why it ended before its term.
    pub ended_because: String,
    /// Revision.
    pub revision: i64,
}

/// What a member does in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Function {
    /// Sits.
    Member,
    /// Chairs.
    Chair,
    /// Chairs with another.
    CoChair,
    /// Stands in for the chair.
    ViceChair,
    /// Runs the body day by day.
    Secretary,
    /// Reports.
    Rapporteur,
}

/// Where a mandate stands. Whether it is active today follows from its period: see `rules::mandate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MandateState {
    /// Designated, not appointed yet.
    Proposed,
    /// Appointed: active from its first to its last day.
    Appointed,
    /// Ended by the holder.
    Resigned,
    /// Ended because another holder took the seat.
    Replaced,
    /// Ended by the body that had appointed.
    Revoked,
}

/// The evaluation of a term: how the body worked, what came of it, what is recommended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Its identifier.
    pub id: Uuid,
    /// The term it is about.
    pub term: Uuid,
    /// How the body worked.
    pub functioning: String,
    /// What came of it.
    pub results: String,
    /// What is recommended.
    pub recommendations: String,
    /// Whether a renewal is advised.
    pub advises_renewal: Option<bool>,
    /// When it was submitted to the parent body.
    pub submitted_at: Option<Timestamp>,
    /// When the parent body validated it.
    pub validated_at: Option<Timestamp>,
    /// The decision that validated it, in words.
    pub validated_by: String,
    /// Revision.
    pub revision: i64,
}

/// A seat with who holds it on a given day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The seat.
    pub seat: Seat,
    /// The mandate active that day; none when the seat is vacant.
    pub holder: Option<Mandate>,
}
