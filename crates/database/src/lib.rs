//! The store: one connection, one way to write, one journal.
//!
//! Bassin keeps its records in `SQLite` (a file, nothing to install) or in `PostgreSQL` (an address). Rooms use
//! `SeaORM` inside their `store` module and get here everything else:
//!
//! - [`Database::connect`] opens the store, brings its schema up to date and refuses what it cannot serve;
//! - [`Database::read`] reads, and only reads: the connections behind it refuse to write;
//! - [`Database::write`] is the only way to write: one transaction, exactly one journal entry, or nothing at all;
//! - [`journal`] lists and verifies what was done: every entry carries the hash of the one before it;
//! - [`backup`] and [`restore`] move a whole installation through one archive.
//!
//! Tables owned: `schema_migration`, `journal`, `journal_head`. Whatever differs between the two engines is decided in
//! `dialect`, and a test counts those decisions.

mod archive;
mod backup;
mod connection;
mod dialect;
mod error;
pub mod journal;
mod migration;
mod postgres;
mod sqlite;
mod write;

pub use backup::{Manifest, Member, Table, backup, restore};
pub use connection::Database;
pub use dialect::Engine;
pub use error::{Error, problem};
/// Whatever can be asked: the side that reads, or the transaction of a command.
pub use sea_orm::ConnectionTrait as Reading;
pub use write::{Record, Transaction};
