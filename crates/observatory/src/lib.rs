//! Figures of territories: datasets described as data, imports, indicators, portraits.

pub mod descriptor;
pub mod import;
pub mod indicator;
mod migrations;
mod store;

pub use migrations::migrations;
pub use store::Version;
