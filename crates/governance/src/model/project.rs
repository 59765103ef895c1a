//! Projects: what a pole proposes, what the Instances concerned say of it, what came of it.

use bassin_kernel::{Day, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Content;

/// A project, in one version: a version that was returned or refused is never mended, a new one is linked to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its identifier.
    pub id: Uuid,
    /// The version it replaces.
    pub previous: Option<Uuid>,
    /// 1, 2, 3 …
    pub version: u32,
    /// What it is.
    pub sheet: ProjectSheet,
    /// The poles that carry it: several for a joint project.
    pub poles: Vec<Uuid>,
    /// The Instances whose agreement it needs, fixed when it is submitted.
    pub concerned: Vec<Uuid>,
    /// Which set of content it belongs to.
    pub content: Content,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Rises by one at each change.
    pub revision: i64,
}

/// The sheet of a project, as its authors write it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectSheet {
    /// Its title.
    pub title: String,
    /// In a few sentences.
    pub summary: String,
    /// The need it answers.
    pub need: String,
    /// How it belongs to the pole's field.
    pub link: String,
    /// The aspects it develops, as codes of the statute.
    pub aspects: Vec<String>,
    /// Whether it is additional, innovative, emergent, and why.
    pub natures: Vec<Nature>,
    /// The publics, as codes of the statute.
    pub publics: Vec<String>,
    /// The organisation that leads it.
    pub lead: Partner,
    /// The organisations that take part, with their role.
    pub partners: Vec<Partner>,
    /// Where it works, as an expression of `territory`.
    pub territory: String,
    /// First day.
    pub starts_on: Option<Day>,
    /// Last day.
    pub ends_on: Option<Day>,
    /// Its steps.
    pub steps: Vec<ProjectStep>,
    /// Its budget.
    pub budget: Vec<BudgetLine>,
    /// What is expected of it.
    pub expected: String,
}

/// A nature of a project, justified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nature {
    /// Its code in the statute.
    pub code: String,
    /// Why the project is so.
    pub justification: String,
}

/// An organisation that takes part.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Partner {
    /// Itself, when it has a sheet in the directory.
    pub organisation: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// What it does in the project.
    pub role: String,
}

/// A step of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectStep {
    /// What is done.
    pub label: String,
    /// By when.
    pub on: Option<Day>,
}

/// A line of the budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// What is paid.
    pub label: String,
    /// How much, in cents of euro.
    pub cents: i64,
    /// The existing funding line.
    pub funding: String,
    /// Whether it was obtained; otherwise it is sought.
    pub obtained: bool,
}

/// Where a project stands: derived from what happened, never set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProjectState {
    /// Being written.
    Draft,
    /// Every pole that carries it has adopted it by consensus.
    Adopted,
    /// Sent to the Instances concerned.
    Submitted,
    /// Every Instance concerned has found it complete.
    Admissible,
    /// An Instance has sent it back, with reasons.
    Returned,
    /// Every Instance concerned agrees.
    Agreed,
    /// The same; one at least with reservations, which are conditions to lift.
    AgreedWithReservations,
    /// An Instance concerned refuses.
    Refused,
    /// Under way.
    Running,
    /// Done.
    Completed,
    /// Given up, with a reason.
    Abandoned,
    /// What came of it was written.
    Evaluated,
}

impl ProjectState {
    /// Every state, in order.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Adopted,
        Self::Submitted,
        Self::Admissible,
        Self::Returned,
        Self::Agreed,
        Self::AgreedWithReservations,
        Self::Refused,
        Self::Running,
        Self::Completed,
        Self::Abandoned,
        Self::Evaluated,
    ];

    /// Its code, in addresses and keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Adopted => "adopted",
            Self::Submitted => "submitted",
            Self::Admissible => "admissible",
            Self::Returned => "returned",
            Self::Agreed => "agreed",
            Self::AgreedWithReservations => "agreed-with-reservations",
            Self::Refused => "refused",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Abandoned => "abandoned",
            Self::Evaluated => "evaluated",
        }
    }
}

/// What an Instance says of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ruling {
    /// It agrees.
    Agree,
    /// It agrees, on conditions.
    Reservations,
    /// It refuses.
    Refuse,
}

/// What may happen to a project. Kept for ever, in order; its state is read from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ProjectFact {
    /// It was sent to the Instances concerned.
    Submitted,
    /// An Instance found it complete.
    Admitted {
        /// The Instance.
        instance: Uuid,
    },
    /// An Instance sent it back; the words say why.
    Returned {
        /// The Instance.
        instance: Uuid,
    },
    /// An Instance agreed or refused; the words are its reservations or its reasons.
    Judged {
        /// The Instance.
        instance: Uuid,
        /// What it said.
        verdict: Ruling,
    },
    /// An Instance found that the condition it had set is met.
    Lifted {
        /// The Instance.
        instance: Uuid,
    },
    /// Work began.
    Started,
    /// Work is done.
    Completed,
    /// It was given up; the words say why.
    Abandoned,
    /// What came of it; the words compare it with what was expected.
    Evaluated,
    /// A note in its log.
    Noted,
}

impl ProjectFact {
    /// The Instance that acts, when it is one.
    #[must_use]
    pub const fn instance(&self) -> Option<Uuid> {
        match self {
            Self::Admitted { instance } | Self::Returned { instance } | Self::Judged { instance, .. } | Self::Lifted { instance } => {
                Some(*instance)
            }
            _ => None,
        }
    }
}

/// Something that happened to a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectEvent {
    /// Its identifier.
    pub id: Uuid,
    /// The project.
    pub project: Uuid,
    /// What happened.
    pub fact: ProjectFact,
    /// The day of the act.
    pub on: Day,
    /// The decision or act that says so.
    pub act: String,
    /// In words: reasons, reservations, a note.
    pub words: String,
    /// When it was recorded.
    pub at: Timestamp,
    /// The person who recorded it; nobody when the program did.
    pub by: Option<Uuid>,
}

/// The decision by which a pole adopted a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Adoption {
    /// The pole.
    pub pole: Uuid,
    /// The decision.
    pub decision: Uuid,
}

/// A project with all that its state is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectFile {
    /// The project.
    pub project: Project,
    /// The decisions by which poles adopted it.
    pub adoptions: Vec<Adoption>,
    /// What happened since, in order.
    pub events: Vec<ProjectEvent>,
}

/// Whom a form is about to change, and what it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectDraft {
    /// The identifier, made when the form was shown.
    pub id: Uuid,
    /// The revision the form was filled from; none for a new project.
    pub revision: Option<i64>,
    /// The poles that carry it.
    pub poles: Vec<Uuid>,
    /// The sheet.
    pub sheet: ProjectSheet,
}

/// An act on a project, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectAct {
    /// The identifier of the event, made when the form was shown: sent twice, it happens once.
    pub id: Uuid,
    /// What happens.
    pub fact: ProjectFact,
    /// The day of the act; today when not given.
    pub on: Option<Day>,
    /// The decision or act that says so.
    pub act: String,
    /// In words.
    pub words: String,
}
