//! Plans as they are run: a tree of nodes, with their milestones, indicators, budgets and what was told of them.

mod batch;
pub mod campaign;
pub mod evaluation;
mod event;
mod indicator;
mod milestone;
pub mod report;
mod tree;

pub use batch::{Batch, Change, Undone};
pub use event::{Amendment, Event, Fact};
pub use indicator::{Counted, Direction, Figure, Indicator, Source, Target};
pub use milestone::{Dates, Milestone, Replanning};
pub use tree::{BudgetLine, Content, Node, Part, PartRole, Plan, PlanState, Sheet, Status, Tie, TieKind, Tree};
