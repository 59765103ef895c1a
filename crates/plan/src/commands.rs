//! What can be read and changed: who may, then rules, then store and journal in one write.

mod act;
mod compute;
mod person;
mod read;
mod right;
mod take;

pub use act::Settling;
pub(crate) use act::{no_piece, unmet};
pub use right::{check_manage, may_manage, may_report, report_scopes};
