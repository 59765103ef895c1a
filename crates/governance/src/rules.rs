//! The rules: pure functions of the state, the event and the context handed in. A refusal lists every unmet rule, with its source.

pub mod composition;
pub mod consensus;
pub mod convention;
pub mod mandate;
pub mod meeting;
pub mod opinion;
pub mod project;
pub mod quorum;
pub mod term;
