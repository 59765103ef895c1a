//! What people can do: the `convention` part.

mod document;
mod file;
mod sign;
mod write;

pub use file::ConventionFile;
pub use sign::Mark;
pub(crate) use sign::reaching;
pub use write::{ConventionDraft, Promise, Side};
