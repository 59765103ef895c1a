//! Bodies that decide: statutes, seats, mandates, meetings, consensus, opinions, conventions, projects.
//!
//! # Words
//! A [`Body`] is any standing group, governed by a [`Statute`](statute::Statute): versioned data whose every rule carries its source. A [`Seat`]
//! belongs to a component of the statute; a [`Mandate`] fills a seat for a time; a [`Term`] bounds the life of the body itself.
//!
//! # Rules
//! - Statutes are data, state machines are code, thresholds are copied into each act.
//! - A refusal lists every unmet rule at once, with the article it comes from.
//! - Seats are counted, not people. A person needs no account.
//! - Nothing final is edited: reopening is a new act with a reason.
//! - Rights follow from mandates, never the reverse.

mod api;
mod calendar;
mod commands;
mod demonstration;
mod model;
mod pages;
pub mod policy;
pub mod rules;
pub mod statute;
mod store;
mod wording;

use std::{
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

use bassin_database::Database;
use bassin_directory::Directory;
use bassin_documents::Printer;
use bassin_kernel::{Language, Problem};
use bassin_territory::Territory;

pub use api::routes as api;
pub use calendar::Deadline;
pub use commands::*;
pub use model::*;
pub use pages::{SECTION, routes};
pub use store::migrations;

use crate::statute::Statutes;

/// The room's state.
#[derive(Clone)]
pub struct Governance {
    pub(crate) database: Database,
    pub(crate) directory: Directory,
    pub(crate) territory: Territory,
    pub(crate) statutes: Arc<Statutes>,
    pub(crate) printer: Arc<dyn Printer>,
    /// Where received documents are kept, by their digest.
    pub(crate) files: PathBuf,
    /// Whether content made up for training is there.
    pub(crate) fictional: Arc<AtomicBool>,
}

impl Governance {
    /// The room, on its store, its data directory and whoever makes its PDFs.
    ///
    /// # Errors
    /// A statute of the data directory is wrong: everything that is wrong, with the file, the line and what is accepted.
    pub fn open(
        database: Database,
        directory: Directory,
        territory: Territory,
        printer: Arc<dyn Printer>,
        data: &std::path::Path,
    ) -> Result<Self, Problem> {
        let statutes = Arc::new(Statutes::load(&data.join("statutes"))?);
        Ok(Self { database, directory, territory, statutes, printer, files: data.join("files"), fictional: Arc::default() })
    }

    /// The statutes of the installation.
    #[must_use]
    pub fn statutes(&self) -> &Statutes {
        &self.statutes
    }
}

/// The room's messages, one file for each part of the room.
pub const LOCALES: [(Language, &str); 16] = [
    (Language::French, include_str!("../locales/fr/body.ftl")),
    (Language::French, include_str!("../locales/fr/consultation.ftl")),
    (Language::French, include_str!("../locales/fr/convention.ftl")),
    (Language::French, include_str!("../locales/fr/decision.ftl")),
    (Language::French, include_str!("../locales/fr/meeting.ftl")),
    (Language::French, include_str!("../locales/fr/practice.ftl")),
    (Language::French, include_str!("../locales/fr/project.ftl")),
    (Language::French, include_str!("../locales/fr/statute.ftl")),
    (Language::English, include_str!("../locales/en/body.ftl")),
    (Language::English, include_str!("../locales/en/consultation.ftl")),
    (Language::English, include_str!("../locales/en/convention.ftl")),
    (Language::English, include_str!("../locales/en/decision.ftl")),
    (Language::English, include_str!("../locales/en/meeting.ftl")),
    (Language::English, include_str!("../locales/en/practice.ftl")),
    (Language::English, include_str!("../locales/en/project.ftl")),
    (Language::English, include_str!("../locales/en/statute.ftl")),
];
