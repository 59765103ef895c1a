//! The rules: pure functions.

pub mod attempts;
mod identifier;
pub mod password;
mod sheet;

pub use identifier::{Identifier, Scheme};
pub use sheet::{CheckedOrganisation, check_membership, check_organisation, check_person, check_site};
