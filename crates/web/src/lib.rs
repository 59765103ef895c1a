//! The portal's kit: languages, page frame, failures, protection, charts and maps, documentation of the API.
//!
//! A room makes a page with its own askama template, which shows the content below the frame:
//!
//! ```
//! use askama::Template;
//! use axum::{extract::Path, response::Response};
//! use bassin_kernel::Problem;
//! use bassin_web::{Failure, Link, Page, Reader};
//!
//! #[derive(Template)] // a room writes path = "zone.html", below its templates/
//! #[template(source = "<h1>{{ name }}</h1><p>{{ r.t(\"unknown\") }}</p>", ext = "html")]
//! struct ZonePage<'a> {
//!     r: &'a Reader,
//!     name: &'a str,
//! }
//!
//! async fn zone(reader: Reader, Path(code): Path<String>) -> Result<Response, Failure> {
//!     if code != "08" {
//!         // A problem becomes a page, or JSON below /api/.
//!         return Err(Problem::not_found("Cette zone n’existe pas.", "There is no such zone.").into());
//!     }
//!     let page = Page::of("Ardennes", &ZonePage { r: &reader, name: "Ardennes" })?;
//!     Ok(reader.page(page.section("territories").trail([Link::new("Territoires", "/territoires")])))
//! }
//! ```
//!
//! In the template, `{{ r.t("zone-title") }}` is the message of the room's `locales/fr.ftl` or `en.ftl`, and
//! `{{ r.t_with("zone-communes", [("count", zone.count.into())]) }}` one with arguments. Years are handed in as text: numbers get their
//! thousands separated. With `dirs = ["templates", "../web/templates"]` in the room's `askama.toml`,
//! `{% import "macros.html" as ui %}` brings the shared components.
//!
//! The application assembles, the kit's own messages being always there: `shell(rooms' routes merged, Shell { navigation, .. Shell::new(Catalogue::new(rooms' LOCALES)) })`.

mod account;
mod admission;
mod assets;
pub mod chart;
pub mod classes;
mod components;
pub mod diff;
mod failure;
mod forgery;
pub mod forms;
mod i18n;
pub mod map;
mod observe;
pub mod openapi;
mod page;
mod prose;
mod protection;
mod reader;
mod shell;
mod standard;
pub mod upload;

pub use account::{Identify, SESSION, own_address};
pub use admission::Limits;
pub use assets::grid_script;
pub use components::{Column, Moment, Pager, Progress, SeatCard, SeatGroup, Sort, Tab};
pub use failure::Failure;
pub use forms::{Choice, Field, Picked, Submitted};
pub use i18n::{Catalogue, Value};
pub use observe::Metrics;
pub use page::{Entry, Link, Page};
pub use reader::Reader;
pub use shell::{Health, Shell, shell};
pub use standard::Term;
