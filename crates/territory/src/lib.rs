//! Communes of several countries, the zonings that group them, their changes over time, and perimeters: any set of communes.
//!
//! # Words
//! A *commune* is the lowest administrative unit; a *zoning* divides communes into *zones* at a vintage; a *perimeter* is any set of
//! communes, typed as an expression ([`perimeter`]). Every commune has a row number in one hierarchical order ([`Atlas`]); sets of
//! communes are sets of rows. A *source* is a file that enriches the atlas: a zoning, the history of changes, contours.
//!
//! # Rules
//! - Codes are never guessed: what is unknown or ambiguous is reported, with suggestions, everything at once.
//! - A figure of a past year goes where its ground is today; when that is several communes, it is said to be split, not shared.
//! - A commune is in one zone of a zoning at most. A source that breaks a rule is not kept at all.
//!
//! Tables owned: `territory_source`, `perimeter`, `perimeter_version`.

mod api;
mod atlas;
mod commands;
pub mod contours;
pub mod draw;
mod files;
mod history;
mod locate;
mod model;
mod pages;
pub mod perimeter;
pub mod policy;
mod reference;
mod search;
mod sources;
mod store;

use bassin_kernel::Language;

pub use bassin_statistics::RowSet;

pub use api::routes as api;
pub use atlas::Atlas;
pub use commands::{Imported, Territory};
pub use locate::Located;
pub use model::{Commune, Country, Covering, Zone, Zoning, ZoningHeader};
pub use pages::{SECTION, commune_address, routes, zone_address};
pub use perimeter::{Expression, Perimeter};
pub use search::{Hit, Target};
pub use sources::Descriptor;
pub use store::{PerimeterVersion, SavedPerimeter, Sharing, migrations};

/// The room's messages.
pub const LOCALES: [(Language, &str); 2] =
    [(Language::French, include_str!("../locales/fr.ftl")), (Language::English, include_str!("../locales/en.ftl"))];
