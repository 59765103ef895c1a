//! What can be read and changed: who may, then rules, then store and journal in one write.

mod act;
mod compute;
mod evaluation;
mod exchange;
mod person;
mod read;
mod right;
mod take;
#[cfg(test)]
pub(crate) use take::planted;

pub use act::Settling;
pub(crate) use act::{no_piece, unmet};
pub use evaluation::{Draft, Evaluation, ProgrammeDraft, Shown};
pub use exchange::{Preview, json, read as read_plan, workbook};
pub use right::{check_manage, may_manage, may_report, report_scopes};
