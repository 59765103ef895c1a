//! What people can do: the `organisation` part.

mod read;
mod write;

pub use write::{add_organisation, organisation_in};
