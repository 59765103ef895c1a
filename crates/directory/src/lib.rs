//! Who is who, and who may do what: organisations and their sites, people, memberships, accounts.
//!
//! # Words
//! An [`Organisation`] is a school, a company, an operator, an authority; it has legal identifiers, a kind, sites. A [`Person`] needs no account.
//! A [`Membership`] ties a person to an organisation, in a function, for a time. An account lets a person sign in.
//!
//! # Rules
//! - Told once: one sheet feeds every list, convention and form. An organisation keeps its own sheet; others propose corrections.
//! - Rights follow from memberships, mandates and a few platform roles.
//! - Secrets are kept as digests or encrypted; sessions can be seen and ended.

mod api;
mod commands;
mod model;
mod pages;
pub mod policy;
pub mod rules;
mod store;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use bassin_database::Database;
use bassin_kernel::Language;
use bassin_territory::Territory;

pub use api::routes as api;
pub use commands::account::*;
pub use commands::{
    Acts, Answer, Change, Correction, CorrectionState, Duplicate, Forgotten, Listed, Merge, Preview, SiteChange, add_membership,
    add_organisation, add_person, counted, organisation_in, person_in, remove_fictional,
};
pub use model::*;
pub use pages::{SECTION, routes};
pub use store::{
    account::{Account, Session, State},
    migrations,
};

/// The room's state.
#[derive(Clone)]
pub struct Directory {
    pub(crate) database: Database,
    pub(crate) territory: Territory,
    pub(crate) accounts: Arc<commands::Accounts>,
    /// The data directory's `files` folder, where received documents are kept by their digest.
    pub(crate) files: PathBuf,
    /// The rooms that are asked before a person is deleted.
    pub(crate) rooms: Arc<OnceLock<Vec<Arc<dyn Acts>>>>,
}

impl Directory {
    /// The room, on its store and its data directory.
    #[must_use]
    pub fn open(database: Database, territory: Territory, data: &std::path::Path) -> Self {
        Self::open_with(database, territory, data, Settings::default())
    }

    /// The same, with what the operator decides about accounts.
    #[must_use]
    pub fn open_with(database: Database, territory: Territory, data: &std::path::Path, settings: Settings) -> Self {
        let accounts = Arc::new(commands::Accounts::new(data, settings));
        Self { database, territory, accounts, files: data.join("files"), rooms: Arc::default() }
    }
}

/// The room's messages, one file for each part of the room.
pub const LOCALES: [(Language, &str); 6] = [
    (Language::French, include_str!("../locales/fr/account.ftl")),
    (Language::French, include_str!("../locales/fr/organisation.ftl")),
    (Language::French, include_str!("../locales/fr/person.ftl")),
    (Language::English, include_str!("../locales/en/account.ftl")),
    (Language::English, include_str!("../locales/en/organisation.ftl")),
    (Language::English, include_str!("../locales/en/person.ftl")),
];
