//! What people can do.

mod body;
mod consultation;
mod convention;
mod decision;
mod meeting;
mod person;
mod practice;
mod project;
mod space;
mod statute;

pub use body::{Acts, BodyDraft, BodySheet, Designation, Ending, EvaluationDraft, Founding, Overview, Roll, SeatDraft};
pub(crate) use body::{SECRETARIAT, ground};
pub use consultation::{OpinionAct, OpinionRequest, TransmissionDraft};
pub use convention::{ConventionDraft, ConventionFile, Mark, Promise, Side};
pub use decision::{Case, Chair, DecisionDraft, Said, Step};
pub(crate) use meeting::{LARGEST_DOCUMENT, Preview, Sitting, Tied};
pub use practice::PracticeFilter;
pub(crate) use practice::may_change as practice_may_change;
pub(crate) use project::act::right as project_right;
pub use space::{Coming, Held, Space, Task, TaskKind};
