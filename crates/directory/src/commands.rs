//! What people can do.

pub(crate) mod account;
pub(crate) mod organisation;
pub(crate) mod person;

pub(crate) use account::Accounts;
pub use organisation::{Change, Correction, CorrectionState, Duplicate, Merge, Preview, SiteChange, add_organisation, organisation_in};
pub use person::{Acts, Answer, Forgotten, Listed, add_membership, add_person, counted, person_in, remove_fictional};
