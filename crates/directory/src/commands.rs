//! What people can do.

mod account;
mod organisation;
mod person;

pub(crate) use account::Accounts;
