//! What people can do.

pub(crate) mod account;
mod organisation;
mod person;

pub(crate) use account::Accounts;
pub use organisation::{add_organisation, organisation_in};
pub use person::{add_membership, add_person, person_in};
