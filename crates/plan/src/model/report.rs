//! Reports on a plan: the yearly one, the mid-term and the final reviews. What a report shows is copied once, and never changes.

use bassin_kernel::{Day, LocalizedText, Period, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Dates, Direction, Target};

/// A report on a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Its identifier.
    pub id: Uuid,
    /// The plan.
    pub plan: String,
    /// What kind of report.
    pub kind: ReportKind,
    /// The period it is about.
    pub period: Period,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: ReportState,
    /// What is said first, by whoever writes it.
    pub introduction: String,
    /// What is said last.
    pub conclusion: String,
    /// The earlier report it is compared with.
    pub compares: Option<Uuid>,
    /// The campaign it was collected by.
    pub campaign: Option<Uuid>,
    /// The digest of what was copied, once frozen.
    pub digest: Option<String>,
    /// To which body it was submitted, and when.
    pub submission: Option<Submission>,
    /// How it was adopted.
    pub adoption: Option<Adoption>,
    /// When anybody could first read it.
    pub published_at: Option<Timestamp>,
    /// Each step of its life, the earliest first.
    pub history: Vec<Passage>,
    /// Rises by one at each change.
    pub revision: i64,
}

/// Kinds of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportKind {
    /// Each year.
    Yearly,
    /// Half way.
    MidTerm,
    /// At the end.
    Final,
}

impl ReportKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Yearly, Self::MidTerm, Self::Final];

    /// Its code, in forms and in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yearly => "yearly",
            Self::MidTerm => "mid-term",
            Self::Final => "final",
        }
    }

    /// The kind of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportState {
    /// It was begun.
    Open,
    /// Pilots are asked.
    Collecting,
    /// What they told is together; it is being written.
    Consolidated,
    /// Figures, statuses and words are copied.
    Frozen,
    /// A body looks at it.
    Submitted,
    /// The body adopted it.
    Adopted,
    /// Anybody may read it.
    Published,
    /// It was set aside before being adopted; another one takes its place.
    Withdrawn,
}

impl ReportState {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 8] =
        [Self::Open, Self::Collecting, Self::Consolidated, Self::Frozen, Self::Submitted, Self::Adopted, Self::Published, Self::Withdrawn];

    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Collecting => "collecting",
            Self::Consolidated => "consolidated",
            Self::Frozen => "frozen",
            Self::Submitted => "submitted",
            Self::Adopted => "adopted",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether what it shows may still follow the plan.
    #[must_use]
    pub const fn is_draft(self) -> bool {
        matches!(self, Self::Open | Self::Collecting | Self::Consolidated)
    }
}

/// To which body a report was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The body.
    pub body: Uuid,
    /// The day.
    pub on: Day,
    /// What was sent to it, when the body that owns the plan could send it.
    pub transmission: Option<Uuid>,
}

/// How a report was adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// The day.
    pub on: Day,
    /// The decision of the body, when it was taken here.
    pub decision: Option<Uuid>,
    /// What proves it: a number, a reference, minutes.
    pub reference: String,
}

/// A step of the life of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The form it came from.
    pub form: Uuid,
    /// Where it led.
    pub to: ReportState,
    /// Why, when a reason was asked.
    pub reason: String,
    /// Who did it, when a person did.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

/// A plan as it was copied for a report. It needs nothing else to be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The version of this shape: 1.
    pub format: u32,
    /// The report.
    pub report: Uuid,
    /// What kind of report.
    pub kind: ReportKind,
    /// The period.
    pub period: Period,
    /// Its title.
    pub title: String,
    /// The plan: its name in addresses.
    pub plan: String,
    /// Its name.
    pub plan_name: LocalizedText,
    /// The document it is written in.
    pub source: String,
    /// Its version that day.
    pub version: u32,
    /// The number of the journal it was copied at: it leads to the versions of all that is shown.
    pub journal: u64,
    /// When it was copied.
    pub taken_at: Timestamp,
    /// The day health was computed for.
    pub day: Day,
    /// What its levels are called.
    pub levels: Vec<LocalizedText>,
    /// What was said first.
    pub introduction: String,
    /// What was said last.
    pub conclusion: String,
    /// How many were asked, how many answered.
    pub collection: Option<Collected>,
    /// The nodes, in the order they are read.
    pub nodes: Vec<Frozen>,
}

/// What a campaign gathered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// Its title.
    pub title: String,
    /// How many actions were asked about.
    pub asked: usize,
    /// How many were answered for.
    pub received: usize,
    /// How many have no pilot.
    pub without_pilot: usize,
}

/// A node as it was copied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// Its identifier.
    pub id: Uuid,
    /// The node above.
    pub parent: Option<Uuid>,
    /// 0 at the top.
    pub level: u32,
    /// Whether nothing is below.
    pub leaf: bool,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: LocalizedText,
    /// The version it had.
    pub revision: i64,
    /// The page of the document.
    pub page: Option<u32>,
    /// What it is for, as the text says.
    pub objectives: Vec<String>,
    /// Who pilots it: organisations, or the words of the text.
    pub pilots: Vec<String>,
    /// The code of its status.
    pub status: String,
    /// Why it is blocked, paused or abandoned.
    pub reason: String,
    /// The code of its health.
    pub health: String,
    /// What makes it so.
    pub causes: Vec<FrozenCause>,
    /// How many times days were put off.
    pub slips: usize,
    /// How many of them to another year.
    pub slips_across_years: usize,
    /// Its progress, from 0 to 1; none when nobody can say.
    pub progress: Option<f64>,
    /// The code of the rule by which it was found.
    pub rule: String,
    /// What became of the question put to its pilot.
    pub asked: Asked,
    /// What its pilot told for the period.
    pub told: Option<FrozenWords>,
    /// Its milestones.
    pub milestones: Vec<FrozenMilestone>,
    /// Its indicators.
    pub indicators: Vec<FrozenIndicator>,
}

/// What became of the question put to the pilot of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// It was not asked about.
    No,
    /// It has no pilot.
    NoPilot,
    /// It was asked about, and nobody answered.
    Silent,
    /// It was answered.
    Answered,
}

impl Asked {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::NoPilot => "no-pilot",
            Self::Silent => "silent",
            Self::Answered => "answered",
        }
    }
}

/// Why a node stands as it does, as it was copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenCause {
    /// The code of the reason.
    pub reason: String,
    /// The number of the node it lies in.
    pub number: String,
    /// What it lies in.
    pub what: String,
    /// Since when, or for when.
    pub day: Option<Day>,
}

/// What a pilot told, as it was copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenWords {
    /// What was done.
    pub done: String,
    /// What went well.
    pub successes: String,
    /// What was difficult.
    pub difficulties: String,
    /// What is done about it.
    pub remedies: String,
}

/// A milestone as it was copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenMilestone {
    /// What.
    pub text: String,
    /// The date in words.
    pub when: String,
    /// The dates first promised.
    pub baseline: Dates,
    /// The dates in force.
    pub current: Dates,
    /// When it was begun.
    pub started_on: Option<Day>,
    /// When it was done.
    pub done_on: Option<Day>,
    /// What proves it.
    pub evidence: String,
    /// How many times its day was put off.
    pub slips: usize,
}

/// An indicator as it was copied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenIndicator {
    /// Its identifier.
    pub id: Uuid,
    /// What is looked at.
    pub title: LocalizedText,
    /// The unit.
    pub unit: String,
    /// Decimals of its values.
    pub decimals: u8,
    /// Which way is better.
    pub direction: Option<Direction>,
    /// The value it starts from.
    pub baseline: Option<f64>,
    /// What is aimed at.
    pub targets: Vec<Target>,
    /// Its values, by period.
    pub figures: Vec<FrozenFigure>,
}

/// A value as it was copied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenFigure {
    /// The period.
    pub period: Period,
    /// The value.
    pub value: f64,
    /// Where it comes from.
    pub source: String,
    /// Whether it could still change.
    pub provisional: bool,
    /// A few words beside.
    pub comment: String,
    /// When it was given.
    pub at: Timestamp,
    /// Whether it is the one that counts for its period.
    pub counts: bool,
    /// The code of how it stands against its target; empty without one.
    pub against: String,
}

impl Snapshot {
    /// The actions: the nodes that nothing is below.
    pub fn actions(&self) -> impl Iterator<Item = &Frozen> {
        self.nodes.iter().filter(|node| node.leaf)
    }

    /// The nodes right below another; the top ones below none.
    pub fn children(&self, parent: Option<Uuid>) -> impl Iterator<Item = &Frozen> {
        self.nodes.iter().filter(move |node| node.parent == parent)
    }

    /// The actions below a node, itself when nothing is below it.
    #[must_use]
    pub fn actions_below(&self, id: Uuid) -> Vec<&Frozen> {
        let below = |node: &&Frozen| {
            let (mut at, mut steps) = (Some(node.id), 0);
            while let Some(current) = at.filter(|_| steps <= self.nodes.len()) {
                if current == id {
                    return true;
                }
                at = self.nodes.iter().find(|other| other.id == current).and_then(|other| other.parent);
                steps += 1;
            }
            false
        };
        self.actions().filter(below).collect()
    }
}
