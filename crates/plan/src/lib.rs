//! What was promised and what became of it: plans with their priorities, challenges, actions, milestones, indicators.
//!
//! # Words
//! A [`Plan`] is a tree of [`Node`]s whose levels it names itself. A node has pilots and partners, [`Milestone`]s, [`Indicator`]s with targets and
//! values, a budget, ties to what it rests on. A [`Sheet`] is a node with all that is kept with it; a [`Tree`] is a plan, whole. What a plan is
//! made from is its text, in [`written`]: embedded data of `data/plans`.
//!
//! # Rules
//! - What a text leaves open is shown as open, never filled in. A plan is taken from its text once; from then on the store says.
//! - Health and progress are computed, never typed, and say why. Without a date, nothing is on time: it is unknown.
//! - Days first promised are never changed: planning again asks a reason, and is counted.
//! - A plan is evaluated by a body: it asks questions, has works done, publishes them, and recommends; what becomes of it is followed up.
//! - Of two values for one period, a rule says which counts; both stay.
//!
//! # Tables
//! `plan`, `plan_node`, `plan_milestone`, `plan_indicator`, `plan_figure`, `plan_event`, `plan_amendment`, `plan_batch`; `evaluation_sheet`, `evaluation_event`;
//! `plan_campaign`, `plan_request`, `plan_key`, `plan_report`, `plan_snapshot`.

mod api;
mod commands;
mod model;
mod pages;
pub mod policy;
mod reading;
pub mod rules;
mod store;
pub mod written;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use bassin_database::Database;
use bassin_directory::Directory;
use bassin_governance::Governance;
use bassin_kernel::{Language, Problem};
use bassin_observatory::Observatory;
use bassin_territory::Territory;

pub use api::routes as api;
pub use commands::*;
pub use model::*;
pub use pages::{SECTION, routes};
pub use reading::embedded;
pub use store::migrations;

/// Plans read whole, each with the number of the journal it was read at.
type Known = Arc<Mutex<HashMap<String, (u64, Arc<Tree>)>>>;

/// The room's state.
#[derive(Clone)]
pub struct Plans {
    pub(crate) database: Database,
    pub(crate) territory: Territory,
    pub(crate) directory: Directory,
    pub(crate) observatory: Observatory,
    pub(crate) governance: Governance,
    /// The plans of the program, read and checked once.
    pub(crate) written: Arc<Vec<written::Plan>>,
    known: Known,
}

impl Plans {
    /// The room, on its store and on the rooms it rests on.
    ///
    /// # Errors
    /// An embedded plan cannot be read, which is a fault of the program.
    pub fn open(
        database: Database,
        territory: Territory,
        directory: Directory,
        observatory: Observatory,
        governance: Governance,
    ) -> Result<Self, Problem> {
        Ok(Self { database, territory, directory, observatory, governance, written: Arc::new(embedded()?), known: Known::default() })
    }
}

/// The room's messages.
pub const LOCALES: [(Language, &str); 10] = [
    (Language::French, include_str!("../locales/fr/evaluation.ftl")),
    (Language::French, include_str!("../locales/fr/exchange.ftl")),
    (Language::French, include_str!("../locales/fr/plan.ftl")),
    (Language::English, include_str!("../locales/en/evaluation.ftl")),
    (Language::English, include_str!("../locales/en/exchange.ftl")),
    (Language::English, include_str!("../locales/en/plan.ftl")),
    (Language::French, include_str!("../locales/fr/campaign.ftl")),
    (Language::English, include_str!("../locales/en/campaign.ftl")),
    (Language::French, include_str!("../locales/fr/report.ftl")),
    (Language::English, include_str!("../locales/en/report.ftl")),
];
