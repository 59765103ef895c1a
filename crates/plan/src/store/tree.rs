//! Tables of plans: `plan`, `plan_node`, `plan_milestone`, `plan_indicator`, `plan_figure`, `plan_event`, `plan_amendment`.

mod migration;
mod read;
mod rows;
mod write;

pub(crate) use migration::migrations;
pub(crate) use read::{known_form, living_below, plan, plans, sheet, tree};
pub(crate) use write::{add, amend, append, save, update_plan};
