//! Statutes: what a text founds, as versioned data.
//!
//! A statute says who sits in a kind of body, for how long, how often it meets, how it decides and to whom it reports. Each rule carries the
//! [`Clause`] it comes from, told whenever the rule refuses something. What a text does not say is `None` here: it is left open, never invented.
//! Files are TOML, in `data/statutes` (embedded) and in the data directory's `statutes` folder (the user's own).

mod embedded;
mod findings;
mod read;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use bassin_kernel::{Day, LocalizedText};
use serde::{Deserialize, Serialize};

pub use read::{File, check};
pub use shape::RELATIONS;

/// A rule as its text puts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Where it is written: text and article, chapter or page.
    pub source: String,
    /// What it says, in one plain sentence.
    pub sentence: LocalizedText,
}

/// The statute of a kind of body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statute {
    /// Its identifier: `pole-synergies`.
    pub id: String,
    /// 1, 2, 3 … An act keeps the version it was made under.
    pub version: u32,
    /// Where it applies: `BE-WBF`, `FR-44`, `FR`, `EUROMETROPOLIS`.
    pub jurisdiction: String,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_from: Option<Day>,
    /// What such a body is called.
    pub name: LocalizedText,
    /// What it is for, in one sentence.
    pub purpose: Clause,
    /// The statutes of the bodies it may depend on; empty for a body that depends on none.
    #[serde(default)]
    pub parents: Vec<String>,
    /// What it is to its parent: one of [`RELATIONS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// What ties it to its parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependence: Option<Clause>,
    /// Who chairs it, steers it or runs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leadership: Option<Clause>,
    /// Whether it may depend on several bodies at once (an inter-basin pole).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub several_parents: Option<Clause>,
    /// Who must sit, by component or college, in the order they are listed.
    #[serde(default)]
    pub composition: Vec<CompositionRule>,
    /// What it must be built around.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectRule>,
    /// How long it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermRule>,
    /// How long a component may stay empty before the body must be re-composed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cure: Option<Months>,
    /// How long a mandate in a seat may last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<Months>,
    /// How often it meets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rhythm: Option<RhythmRule>,
    /// How it is convened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convocation: Option<ConvocationRule>,
    /// How many must be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<QuorumRule>,
    /// How it decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionRule>,
    /// To whom it communicates its decisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communication: Option<CommunicationRule>,
    /// What its projects must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<ProjectRule>,
    /// The opinions it may give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinions: Option<OpinionRule>,
    /// The convention it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convention: Option<ConventionRule>,
    /// What it does: its missions, one clause each.
    #[serde(default)]
    pub missions: Vec<Clause>,
    /// What its text leaves open, told as such.
    #[serde(default)]
    pub open: Vec<Clause>,
}

/// A component or college that sits in the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompositionRule {
    /// Its code in this statute: `enterprise`, `training`, `education`, `state`, `region` …
    pub component: String,
    /// What it is called.
    pub name: LocalizedText,
    /// The kinds of organisations that may sit for it; empty when the text does not say.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The fewest seats filled for the body to be lawful. 0 when the text asks for none in particular.
    #[serde(default)]
    pub min: u32,
    /// The most seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// Whether its voice counts in decisions.
    #[serde(default)]
    pub voice: Voice,
    /// Whether seats may have substitutes.
    #[serde(default)]
    pub substitutes: bool,
    /// Who designates, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub designated_by: Option<LocalizedText>,
    /// Whether organisations must be established in the body's perimeter.
    #[serde(default)]
    pub local: bool,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

impl CompositionRule {
    /// Whether the body is unlawful without it.
    #[must_use]
    pub const fn is_compulsory(&self) -> bool {
        self.min > 0
    }
}

/// What a voice is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// It counts in quorums and decisions.
    #[default]
    Deliberative,
    /// It is heard, and does not count.
    Consultative,
    /// It listens.
    Observer,
}

/// What a body must be built around.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectRule {
    /// `sector`, `branch`, `occupation`, `theme` (a declared transversal theme), `territory`.
    pub kinds: Vec<String>,
    /// Whether it must be among the common themes identified by the parent body.
    #[serde(default)]
    pub common_theme: bool,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// How long a body lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRule {
    /// The longest a term may be, in months: 36 at most, on every engine.
    pub months: u32,
    /// Whether it may be renewed only once the parent body has validated an evaluation of the term.
    #[serde(default)]
    pub renewal_after_evaluation: bool,
    /// Months before the end at which the evaluation is due (a default of the platform when the text does not say: 6).
    #[serde(default = "six")]
    pub evaluation_due_months: u32,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

const fn six() -> u32 {
    6
}

/// A duration fixed by a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Months {
    /// How many months.
    pub months: u32,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// How often a body meets, per year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RhythmRule {
    /// At least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// At most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// How a body is convened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvocationRule {
    /// Days between the convocation and the meeting, at least.
    pub days: u32,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// How many must be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuorumRule {
    /// The share of the deliberative seats filled, in hundredths; recused seats leave the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u32>,
    /// Whether each compulsory component must have one present at least.
    #[serde(default)]
    pub each_component: bool,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// How a body decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRule {
    /// Only consensus has rules of its own here; the rest is recorded as declared.
    pub mode: DecisionMode,
    /// Whether decisions may be taken in writing, between meetings.
    #[serde(default)]
    pub written: bool,
    /// Whether silence counts as agreement in a written procedure, after proof of notice.
    #[serde(default)]
    pub silence_agrees: bool,
    /// Days given in a written procedure, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_days: Option<u32>,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// How a body decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionMode {
    /// Nobody maintains a reasoned objection.
    Consensus,
    /// It only gives opinions.
    Opinion,
}

/// To whom a body communicates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunicationRule {
    /// Days within which the decision must be communicated to each parent body; without, the text gives no delay and the platform uses 30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// What projects must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectRule {
    /// The aspects of which a project develops one at least.
    pub aspects: Vec<Item>,
    /// The natures of which a project has one at least: additional, innovative, emergent.
    #[serde(default)]
    pub natures: Vec<Item>,
    /// The publics.
    #[serde(default)]
    pub publics: Vec<Item>,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// A word of a closed list of a statute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its code.
    pub code: String,
    /// What it says.
    pub name: LocalizedText,
}

/// The opinions a body may give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionRule {
    /// Whether it may give one without being asked.
    #[serde(default)]
    pub own_initiative: bool,
    /// Days to answer, when the text gives them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Whether silence at the deadline is an opinion deemed given.
    #[serde(default)]
    pub deemed: bool,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// The convention a body rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConventionRule {
    /// `partnership`, `objectives`, `charter`, `framework`.
    pub kinds: Vec<String>,
    /// The parties that must sign, as components of the composition.
    #[serde(default)]
    pub parties: Vec<String>,
    /// Whether the body is unlawful without it.
    #[serde(default)]
    pub required: bool,
    /// The text.
    #[serde(flatten)]
    pub clause: Clause,
}

/// The statutes of an installation: those of the program and the user's own, each with all its versions.
#[derive(Debug, Clone, Default)]
pub struct Statutes(BTreeMap<(String, u32), Statute>);

impl Statutes {
    /// A collection; of two statutes with the same identifier and version, the later is kept ([`Self::load`] refuses them).
    #[must_use]
    pub fn new(statutes: impl IntoIterator<Item = Statute>) -> Self {
        Self(statutes.into_iter().map(|statute| ((statute.id.clone(), statute.version), statute)).collect())
    }

    /// One version of a statute.
    #[must_use]
    pub fn version(&self, id: &str, version: u32) -> Option<&Statute> {
        self.0.get(&(id.to_owned(), version))
    }

    /// The latest version of a statute.
    #[must_use]
    pub fn latest(&self, id: &str) -> Option<&Statute> {
        self.0.range((id.to_owned(), 0)..=(id.to_owned(), u32::MAX)).next_back().map(|(_, statute)| statute)
    }

    /// Every version of a statute, oldest first.
    pub fn versions(&self, id: &str) -> impl Iterator<Item = &Statute> {
        self.0.range((id.to_owned(), 0)..=(id.to_owned(), u32::MAX)).map(|(_, statute)| statute)
    }

    /// The latest version of every statute, by identifier.
    pub fn all(&self) -> impl Iterator<Item = &Statute> {
        self.0.values().filter(|statute| self.latest(&statute.id).is_some_and(|latest| latest.version == statute.version))
    }
}
