//! What the room speaks of: types, without store, clock or language.

mod body;
mod consultation;
mod convention;
mod decision;
mod list;
mod meeting;
mod practice;
mod project;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an agenda item, a decision, an opinion or a transmission is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Its identifier.
    pub id: Uuid,
}

/// The kinds of things a body speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A body: its creation, its composition.
    Body,
    /// A term of a body: recognition, renewal.
    Term,
    /// The evaluation of a term.
    Evaluation,
    /// A meeting: its minutes.
    Meeting,
    /// A decision.
    Decision,
    /// An opinion.
    Opinion,
    /// A convention.
    Convention,
    /// A project.
    Project,
    /// A practice of the inventory.
    Practice,
}

pub use body::{
    Body, Closing, Content, Evaluation, Function, LONGEST_TERM, Mandate, MandateState, NotATerm, Place, Seat, Term, TermDecision,
    TermMatter, TermPeriod, TermState,
};
pub use consultation::*;
pub use convention::*;
pub use decision::*;
pub use list::*;
pub use meeting::*;
pub use practice::*;
pub use project::*;
