//! Figures of territories: datasets described as data, imports, indicators, portraits.
//!
//! Words: a *dataset* is what a producer publishes, described by a *descriptor*; a *measure* is one of its columns; an *indicator*
//! is a definition over measures; a *portrait* is everything known of a perimeter at once.
//!
//! Rules: a file is imported whole or not at all; a figure keeps what is not known of it; medians and published rates are never
//! added up; every figure leads to its source. All figures leave through [`figures`].
//!
//! Table owned: `dataset_version`. Received files and blocks of the cube are files named by their digests; files being received are in
//! the folder `deposits` ([`deposit`]).

mod api;
mod charts;
pub mod deposit;
pub mod descriptor;
mod embedded;
mod explore;
mod export;
pub mod figures;
mod gap;
pub mod import;
pub mod indicator;
mod maps;
mod migrations;
mod observatory;
mod pages;
mod place;
pub mod policy;
pub mod portrait;
pub mod present;
mod store;

use bassin_kernel::Language;

pub use api::routes as api;
pub use explore::{Exploration, Order, ZoneValue, explore};
pub use export::{exploration_csv, portrait_csv, portrait_xlsx};
pub use maps::{MapView, exploration_map};
pub use migrations::migrations;
pub use observatory::Observatory;
pub use pages::{portrait_address, routes};
pub use portrait::Portrait;
pub use store::Version;

/// The room's messages.
pub const LOCALES: [(Language, &str); 2] =
    [(Language::French, include_str!("../locales/fr.ftl")), (Language::English, include_str!("../locales/en.ftl"))];
