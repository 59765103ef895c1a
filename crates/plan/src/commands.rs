//! What can be read and changed: who may, then rules, then store and journal in one write.

mod act;
mod awaiting;
mod batch;
mod campaign;
mod compute;
mod entry;
mod evaluation;
mod exchange;
mod letters;
mod person;
mod read;
mod report;
mod right;
mod take;
#[cfg(test)]
pub(crate) use take::planted;

pub use self::campaign::{CampaignDraft, Door, Given, Opened};
pub use self::report::{Reading, ReportAct, ReportDraft, may_read};
pub use act::Settling;
pub(crate) use act::{no_piece, unmet};
pub use awaiting::{Awaited, AwaitedKind};
pub use batch::Saved;
pub(crate) use entry::declared;
pub use entry::{Entry, cell, seen};
pub use evaluation::{Draft, Evaluation, ProgrammeDraft, Shown};
pub use exchange::{Preview, json, read as read_plan, workbook};
pub(crate) use right::pilots;
pub use right::{check_manage, may_manage, may_report, report_scopes};
