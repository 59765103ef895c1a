//! The evaluation of a plan: a programme, the questions it asks, the works that answer them, what is published, what is recommended.

use bassin_kernel::{Day, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A closed list whose members have a code.
macro_rules! codes {
    ($(#[$about:meta])* $name:ident { $($(#[$says:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$says])* $variant),*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),*
                }
            }

            /// The one with this code.
            #[must_use]
            pub fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// Against what a policy is judged.
    Criterion {
        /// Results against means.
        Efficiency = "efficiency",
        /// Results against objectives.
        Effectiveness = "effectiveness",
        /// Whether actions go together.
        Coherence = "coherence",
        /// What changes for people and territories.
        Impact = "impact",
        /// How well the service performs.
        Performance = "performance",
        /// What partnership and governance bring about.
        Governance = "governance",
    }
}

codes! {
    /// Where a question stands.
    QuestionState {
        /// Somebody asks it.
        Proposed = "proposed",
        /// The committee takes it into its programme.
        Retained = "retained",
        /// The committee does not, and says why.
        SetAside = "set-aside",
        /// Works are going on.
        UnderWay = "under-way",
        /// It has an answer.
        Answered = "answered",
        /// Its works are published and its recommendations sent.
        Closed = "closed",
    }
}

codes! {
    /// How a question is worked on.
    WorkKind {
        /// A study ordered from researchers or experts.
        Commission = "commission",
        /// A call for research projects.
        Call = "call",
        /// Somebody is heard.
        Hearing = "hearing",
        /// People are asked.
        Survey = "survey",
    }
}

codes! {
    /// Where a recommendation stands.
    RecommendationState {
        /// Being written.
        Draft = "draft",
        /// Sent to the body it is addressed to.
        Addressed = "addressed",
        /// The body accepts it.
        Accepted = "accepted",
        /// The body accepts a part of it, and says why.
        Partly = "partly",
        /// The body rejects it, and says why.
        Rejected = "rejected",
        /// It is done.
        Done = "done",
        /// It is given up before an answer.
        Withdrawn = "withdrawn",
    }
}

/// The programme of evaluation of a plan. The body that owns it runs everything below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Its identifier.
    pub id: Uuid,
    /// The plan.
    pub plan: String,
    /// The body that evaluates.
    pub body: Uuid,
    /// The body of researchers that watches over methods.
    pub council: Option<Uuid>,
    /// What it says.
    pub sheet: ProgrammeSheet,
    /// Whether it comes from the policy documents.
    pub demonstration: bool,
    /// Rises by one at each change.
    pub revision: i64,
}

/// What a programme says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProgrammeSheet {
    /// What is evaluated.
    pub field: String,
    /// What for.
    pub purpose: String,
    /// How.
    pub method: String,
    /// The text that says so, with its page.
    pub source: String,
}

/// An evaluative question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its identifier.
    pub id: Uuid,
    /// The plan it is about.
    pub plan: String,
    /// Where it stands.
    pub state: QuestionState,
    /// What it says.
    pub sheet: QuestionSheet,
    /// What the scientific council says of its method.
    pub advice: Option<Said>,
    /// Its answer.
    pub answer: Option<Said>,
    /// Why it is set aside.
    pub reason: String,
    /// Whether anybody may read it.
    pub published: bool,
    /// Whether it comes from the policy documents.
    pub demonstration: bool,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Rises by one at each change.
    pub revision: i64,
}

/// What a question says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QuestionSheet {
    /// The question, or the theme, in a line.
    pub title: String,
    /// What is meant.
    pub details: String,
    /// Who asks it.
    pub asked_by: String,
    /// The text it is asked in, with its page.
    pub source: String,
    /// Against what one judges.
    pub criteria: Vec<Criterion>,
    /// How it will be answered.
    pub method: String,
    /// What data the answer rests on.
    pub data: String,
}

/// Words said on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words.
    pub words: String,
    /// The day.
    pub on: Day,
}

/// Something done to answer questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Its identifier.
    pub id: Uuid,
    /// The plan it is about.
    pub plan: String,
    /// What it says.
    pub sheet: WorkSheet,
    /// Whether anybody may read it.
    pub published: bool,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Rises by one at each change.
    pub revision: i64,
}

/// What is said of a work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkSheet {
    /// How.
    pub kind: Option<WorkKind>,
    /// The questions it answers.
    pub questions: Vec<Uuid>,
    /// Its title.
    pub title: String,
    /// To whom it is entrusted, who is heard, who is asked.
    pub who: String,
    /// Its first day: order, opening of the call, day of the hearing, beginning of the survey.
    pub from: Option<Day>,
    /// Its last day: delivery, closing of the call, end of the survey.
    pub to: Option<Day>,
    /// Those who answered a call.
    pub applications: Vec<Application>,
    /// Minutes of a hearing, terms of a commission or of a call, what a survey asks.
    pub notes: String,
}

/// An answer to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Who applies.
    pub applicant: String,
    /// With what.
    pub subject: String,
    /// Whether it was selected; unknown until decided.
    pub selected: Option<bool>,
}

/// Something published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Its identifier.
    pub id: Uuid,
    /// The plan it is about.
    pub plan: String,
    /// What it says.
    pub sheet: PublicationSheet,
    /// The document deposited here.
    pub document: Option<Deposit>,
    /// Whether anybody may read it.
    pub published: bool,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Rises by one at each change.
    pub revision: i64,
}

/// What is said of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicationSheet {
    /// The work it reports on.
    pub work: Option<Uuid>,
    /// Its title.
    pub title: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// The day it came out.
    pub on: Option<Day>,
    /// The day it was presented to the body that evaluates.
    pub presented_on: Option<Day>,
    /// Its address elsewhere.
    pub address: String,
    /// What it says, in short.
    pub summary: String,
}

/// A document kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    /// The SHA-256 of its content.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub size: u64,
}

/// What is recommended to a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// Its identifier.
    pub id: Uuid,
    /// The plan it is about.
    pub plan: String,
    /// Where it stands.
    pub state: RecommendationState,
    /// What it says.
    pub sheet: RecommendationSheet,
    /// The day it was sent.
    pub addressed_on: Option<Day>,
    /// What the body answered.
    pub reply: Option<Reply>,
    /// What was done, and the proof.
    pub done: Option<Said>,
    /// Why it was given up.
    pub reason: String,
    /// Whether anybody may read it.
    pub published: bool,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Rises by one at each change.
    pub revision: i64,
}

/// What a recommendation says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecommendationSheet {
    /// In a line.
    pub title: String,
    /// In full.
    pub text: String,
    /// The questions whose answers it rests on.
    pub questions: Vec<Uuid>,
    /// The body it is addressed to.
    pub body: Option<Uuid>,
    /// The day by which the body is asked to answer.
    pub answer_due: Option<Day>,
}

/// What a body answered to a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Accepted, partly, or rejected.
    pub stance: RecommendationState,
    /// Why, and how.
    pub words: String,
    /// The day.
    pub on: Day,
    /// The day it promised first; none when it rejects.
    pub promised: Option<Day>,
    /// The day it promises now.
    pub due: Option<Day>,
    /// How often it was put off.
    pub slips: u32,
}

/// Something that happened to a question or to a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its identifier.
    pub id: Uuid,
    /// What it happened to.
    pub object: Uuid,
    /// When.
    pub at: Timestamp,
    /// The code of the act.
    pub act: String,
    /// The code of the state after it.
    pub state: String,
    /// The words that came with it.
    pub words: String,
}
