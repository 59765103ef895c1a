//! What people can do: the `person` part.

mod read;
mod write;

pub use write::{add_membership, add_person, person_in, remove_fictional};
pub(crate) use write::{no_organisation, no_person};
