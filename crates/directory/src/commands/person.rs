//! What people can do: the `person` part.

mod forget;
mod read;
mod write;

pub use forget::{Acts, Answer, Forgotten, counted};
pub use read::Listed;
pub use write::{add_membership, add_person, person_in, remove_fictional};
pub(crate) use write::{no_organisation, no_person};
