//! The portal's kit: languages, page frame, failures, protection, charts and maps, documentation of the API.
//!
//! A room makes a page with its own askama template, which shows the content below the frame:
//!
//! ```ignore
//! #[derive(askama::Template)]
//! #[template(path = "zone.html")]
//! struct ZonePage<'a> { r: &'a Reader, zone: &'a Zone }
//!
//! async fn zone(reader: Reader, State(territory): State<Territory>, Path(code): Path<String>) -> Result<Response, Failure> {
//!     let zone = territory.zone(&code)?; // a Problem becomes a page, or JSON below /api/
//!     let template = ZonePage { r: &reader, zone: &zone };
//!     let page = Page::of(zone.name(reader.language), &template)?.section("territories").trail([Link::new(reader.t("territories"), "/territoires")]);
//!     Ok(reader.page(page))
//! }
//! ```
//!
//! In the template, `{{ r.t("zone-title") }}` is the message of the room's `locales/fr.ftl` or `en.ftl`, and
//! `{{ r.t_with("zone-communes", [("count", zone.count.into())]) }}` one with arguments. Years are handed in as text: numbers get their
//! thousands separated. With `dirs = ["templates", "../web/templates"]` in the room's `askama.toml`,
//! `{% import "macros.html" as ui %}` brings the shared components.
//!
//! The application assembles, the kit's own messages being always there: `shell(rooms' routes merged, Shell { navigation, .. Shell::new(Catalogue::new(rooms' LOCALES)) })`.

mod assets;
pub mod chart;
pub mod classes;
mod components;
mod failure;
mod i18n;
pub mod map;
mod observe;
pub mod openapi;
mod page;
mod protection;
mod reader;
mod shell;
mod standard;

pub use components::{Column, Field, Pager, Sort};
pub use failure::Failure;
pub use i18n::{Catalogue, Value};
pub use observe::Metrics;
pub use page::{Entry, Link, Page};
pub use reader::Reader;
pub use shell::{Health, Limits, Shell, shell};
pub use standard::Term;
