//! The words every room shares: time, ids, periods, languages, problems, viewers, text.
//!
//! No input or output happens here. Time and ids are handed in ([`Clock`], [`Ids`]), so that the same
//! inputs always give the same outputs.

mod address;
mod clock;
mod day;
mod ids;
mod language;
mod period;
mod problem;
pub mod text;
mod viewer;

pub use address::address;
pub use clock::{Clock, FixedClock, SystemClock, Timestamp};
pub use day::{DateRange, Day, Reversed, ZONE, day_of, instant, local};
pub use ids::{Ids, SequentialIds, TimeOrderedIds};
pub use language::{Language, LocalizedText};
pub use period::{Period, PeriodError};
pub use problem::{Kind, Location, Problem, Violation};
pub use viewer::{Grant, Permission, Person, Role, Scope, Viewer};
