//! Tables of the `body` part: `body`, `body_parent`, `body_term`, `term_decision`, `evaluation`, `seat`, `mandate`.

mod migration;
mod read;
mod rows;
mod write;

pub(crate) use migration::migrations;
pub(crate) use read::*;
pub(crate) use write::*;
