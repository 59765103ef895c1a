//! Communes of several countries, the zonings that group them, their changes over time, and perimeters: any set of communes.
//!
//! Words: a *commune* is the lowest administrative unit; a *zoning* divides communes into *zones* at a vintage; a *perimeter* is
//! any set of communes. Every commune has a row number in one hierarchical order; sets of communes are sets of rows.

mod atlas;
pub mod contours;
mod history;
mod locate;
mod model;
pub mod perimeter;
mod reference;
mod search;
mod sources;

pub use atlas::Atlas;
pub use locate::Located;
pub use perimeter::{Expression, Perimeter};
pub use search::{Hit, Target};
pub use sources::Descriptor;
pub use model::{Commune, Country, Covering, Zone, Zoning, ZoningHeader};
