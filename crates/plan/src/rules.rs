//! What is computed and what is allowed: pure functions.

pub mod act;
pub mod awaited;
pub mod batch;
pub mod campaign;
pub mod evaluation;
pub mod exchange;
pub mod health;
pub mod indicator;
pub mod pasting;
pub mod progress;
pub mod report;
pub mod status;
#[cfg(test)]
pub(crate) mod testing;
