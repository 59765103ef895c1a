//! What people can do: the `organisation` part.

pub(crate) mod correct;
pub(crate) mod import;
pub(crate) mod merge;
mod place;
mod read;
mod wait;
mod write;

pub use correct::{Correction, CorrectionState, SiteChange};
pub use import::{Change, Preview};
pub use merge::{Duplicate, Merge};
pub(crate) use read::PAGE;
pub(crate) use write::fresh;
pub use write::{add_organisation, organisation_in};
