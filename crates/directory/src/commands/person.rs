//! What people can do: the `person` part.

mod read;
mod write;

pub use write::{add_membership, add_person, person_in};
