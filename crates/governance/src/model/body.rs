//! Bodies, their terms, their seats and who sits there.

use std::fmt;

use bassin_kernel::{DateRange, Day, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::statute::Voice;

/// No term of any body lasts longer, whatever its statute says: three years.
pub const LONGEST_TERM: u32 = 36;

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
    /// The common themes it has identified: sectors, branches, occupations around which bodies below it may be built.
    pub themes: Vec<String>,
    /// Where what is said of it comes from: a document, an act.
    pub source: String,
    /// Which set of content it belongs to.
    pub content: Content,
    /// The other body that it legally is, when one group sits under two names (an education chamber that another text already founded).
    pub same_as: Option<Uuid>,
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
    /// First and last day, within what the statute allowed when it was proposed.
    pub period: TermPeriod,
    /// Where it stands, as far as people decided: see [`Term::state_on`].
    pub state: TermState,
    /// The decision, order or document that founds it.
    pub act: String,
    /// Revision.
    pub revision: i64,
}

/// A period that cannot be longer than the statute it was made under allows, and never longer than [`LONGEST_TERM`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Bounds", into = "Bounds")]
pub struct TermPeriod {
    range: DateRange,
    longest: u32,
}

#[derive(Serialize, Deserialize)]
struct Bounds {
    first: Day,
    last: Day,
    longest: u32,
}

/// Why two days do not make the period of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotATerm {
    /// The last day comes before the first.
    Reversed,
    /// It lasts longer than so many months.
    TooLong(u32),
    /// The limit itself is none, or above [`LONGEST_TERM`].
    Limit(u32),
}

impl fmt::Display for NotATerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reversed => f.write_str("the last day comes before the first"),
            Self::TooLong(months) => write!(f, "the period is longer than {months} months"),
            Self::Limit(months) => write!(f, "a term lasts 1 to {LONGEST_TERM} months, not {months}"),
        }
    }
}

impl std::error::Error for NotATerm {}

impl TermPeriod {
    /// From `first` to `last`, both included, for a statute that allows `longest` months.
    ///
    /// # Errors
    /// The days are reversed or too far apart, or `longest` is 0 or more than [`LONGEST_TERM`].
    pub fn new(first: Day, last: Day, longest: u32) -> Result<Self, NotATerm> {
        if !(1..=LONGEST_TERM).contains(&longest) {
            return Err(NotATerm::Limit(longest));
        }
        let range = DateRange::new(first, last).map_err(|_| NotATerm::Reversed)?;
        if range.is_within_months(longest) { Ok(Self { range, longest }) } else { Err(NotATerm::TooLong(longest)) }
    }

    /// The first day.
    #[must_use]
    pub const fn first(self) -> Day {
        self.range.first()
    }

    /// The last day.
    #[must_use]
    pub const fn last(self) -> Day {
        self.range.last()
    }

    /// Both.
    #[must_use]
    pub const fn range(self) -> DateRange {
        self.range
    }

    /// The longest it could have been, in months.
    #[must_use]
    pub const fn longest(self) -> u32 {
        self.longest
    }
}

impl TryFrom<Bounds> for TermPeriod {
    type Error = NotATerm;

    fn try_from(bounds: Bounds) -> Result<Self, NotATerm> {
        Self::new(bounds.first, bounds.last, bounds.longest)
    }
}

impl From<TermPeriod> for Bounds {
    fn from(period: TermPeriod) -> Self {
        Self { first: period.first(), last: period.last(), longest: period.longest }
    }
}

/// What one of the bodies a term depends on decided about it. It is never edited: a later one of the same matter takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermDecision {
    /// Its identifier.
    pub id: Uuid,
    /// The term.
    pub term: Uuid,
    /// The body that decided; none for a body that depends on none (its founding act).
    pub parent: Option<Uuid>,
    /// What about.
    pub matter: TermMatter,
    /// Whether it is in favour.
    pub favourable: bool,
    /// The day of the act.
    pub on: Day,
    /// The act, in words: `Réunion du 3 mars 2026, point 4`.
    pub act: String,
    /// Why, when it is not in favour.
    pub reason: String,
    /// When it was recorded.
    pub at: Timestamp,
}

/// What a decision about a term is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermMatter {
    /// That the term begins: the first one, or the one that renews another.
    Recognition,
    /// That its evaluation is validated, or returned.
    Evaluation,
    /// That another term follows; only the refusal is recorded here, the agreement is the recognition of the next term.
    Renewal,
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
    /// A parent body refused it.
    Refused,
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
    /// When it was abolished: it does not exist on that day any more.
    pub abolished_on: Option<Day>,
}

impl Seat {
    /// Whether it exists on `day`.
    #[must_use]
    pub fn exists_on(&self, day: Day) -> bool {
        self.abolished_on.is_none_or(|abolished| day < abolished)
    }

    /// The seat that counts: itself, or the one it is the substitute of. A titular and their substitutes count once.
    #[must_use]
    pub fn principal(&self) -> Uuid {
        self.substitute_of.unwrap_or(self.id)
    }
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
    /// First and last day, as appointed.
    pub period: DateRange,
    /// The last day, when it ended before the period did; earlier than the first day when it never began.
    pub ended_on: Option<Day>,
    /// Where it stands.
    pub state: MandateState,
    /// The act that appoints them.
    pub act: String,
    /// Why it ended before its term.
    pub ended_because: String,
    /// Revision.
    pub revision: i64,
}

impl Mandate {
    /// The days on which it is held: none when it is only proposed, or ended before it began.
    #[must_use]
    pub fn held(&self) -> Option<DateRange> {
        if self.state == MandateState::Proposed {
            return None;
        }
        let last = self.ended_on.map_or(self.period.last(), |ended| ended.min(self.period.last()));
        DateRange::new(self.period.first(), last).ok()
    }

    /// Whether it is held on `day`.
    #[must_use]
    pub fn is_active_on(&self, day: Day) -> bool {
        self.held().is_some_and(|held| held.contains(day))
    }
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

impl Function {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Chair => "chair",
            Self::CoChair => "co-chair",
            Self::ViceChair => "vice-chair",
            Self::Secretary => "secretary",
            Self::Rapporteur => "rapporteur",
        }
    }
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
    /// Why it was last sent back; empty without.
    pub returned_because: String,
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

impl Place {
    /// The seats that exist on `day`, in the order given, with who holds them that day.
    #[must_use]
    pub fn on(seats: &[Seat], mandates: &[Mandate], day: Day) -> Vec<Self> {
        let holder = |seat: &Seat| mandates.iter().find(|mandate| mandate.seat == seat.id && mandate.is_active_on(day)).cloned();
        seats.iter().filter(|seat| seat.exists_on(day)).map(|seat| Self { seat: seat.clone(), holder: holder(seat) }).collect()
    }
}
