//! What was promised: plans with their priorities, challenges and actions.
//!
//! # Words
//! A [`Plan`] is a tree whose levels it names itself. An [`Action`] has pilots, partners, dated [`Step`]s, result indicators and ways to be
//! followed. What its text leaves open is kept as such, never filled in.
//!
//! # Rules
//! - Every action tells where it stands in its document.
//! - What is open is shown as open; a step without a date is shown without one.
//!
//! No table is owned yet: the plans are embedded data, in `data/plans`.

mod api;
mod model;
mod pages;
mod reading;

use std::sync::Arc;

use bassin_kernel::Language;

pub use api::routes as api;
pub use model::{Action, Challenge, Located, Measure, Plan, Priority, Step};
pub use pages::{SECTION, routes};
pub use reading::embedded;

/// The room's state: the plans of the program, read and checked once.
#[derive(Debug, Clone)]
pub struct Plans(pub(crate) Arc<Vec<Plan>>);

impl Plans {
    /// The plans of the program.
    ///
    /// # Errors
    /// An embedded plan cannot be read, which is a fault of the program.
    pub fn open() -> Result<Self, bassin_kernel::Problem> {
        Ok(Self(Arc::new(embedded()?)))
    }

    /// The plans.
    pub fn all(&self) -> &[Plan] {
        &self.0
    }
}

/// The room's messages.
pub const LOCALES: [(Language, &str); 2] =
    [(Language::French, include_str!("../locales/fr.ftl")), (Language::English, include_str!("../locales/en.ftl"))];
