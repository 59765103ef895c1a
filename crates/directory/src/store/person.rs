//! Tables of the `person` part: people, and what ties them to organisations.

mod read;
mod table;
mod write;

pub(crate) use read::{aliases, by_id, exact, find, many, members_of, membership, memberships_among, memberships_of};
pub(crate) use table::migrations;
pub(crate) use write::{insert, insert_membership, remove, remove_fictional, update, update_membership};
