//! The room's pages: territories, zonings, zones, communes, saved perimeters, and the composer.

mod compose;
mod own;
mod places;
mod saved;

use axum::{Router, routing::get};
use bassin_kernel::{LocalizedText, address};
use bassin_statistics::RowSet;
use bassin_web::{Pager, Reader, Sort};

use crate::{Atlas, Commune, Territory, Zone};

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "territories";

/// How many rows of a list a page shows.
const PAGE: u64 = 100;

/// The room's pages.
pub fn routes(territory: Territory) -> Router {
    Router::new()
        .route("/territoires", get(places::index))
        .route("/territoires/zonages/{zoning}", get(places::zoning))
        .route("/territoires/zones/{zoning}/{code}", get(places::zone))
        .route("/territoires/communes/{key}", get(places::commune))
        .route("/territoires/perimetre", get(compose::show).post(compose::show_posted))
        .route("/territoires/perimetre/enregistrer", get(own::ask_new).post(own::save))
        .route("/territoires/mes-perimetres", get(own::list))
        .route("/territoires/perimetres/{slug}", get(saved::show))
        .route("/territoires/perimetres/{slug}/modifier", get(own::ask_edit).post(own::edit))
        .route("/territoires/perimetres/{slug}/supprimer", get(own::ask_delete).post(own::delete))
        .with_state(territory)
}

/// The address of a zone's page.
#[must_use]
pub fn zone_address(zoning: &str, code: &str) -> String {
    format!("/territoires/zones/{zoning}/{code}")
}

/// The address of a commune's page.
#[must_use]
pub fn commune_address(key: &str) -> String {
    format!("/territoires/communes/{key}")
}

fn portrait_address(expression: &str) -> String {
    address("/territoires/portrait", &[("p", expression)])
}

fn compose_address(expression: &str) -> String {
    address("/territoires/perimetre", &[("p", expression)])
}

/// A link, with what tells it from the others.
struct Anchor {
    label: String,
    address: String,
    detail: String,
}

impl Anchor {
    fn new(label: impl Into<String>, address: impl Into<String>) -> Self {
        Self { label: label.into(), address: address.into(), detail: String::new() }
    }
}

/// How a list is ordered: by name, by code, by communes or by population.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    #[default]
    Name,
    Code,
    Communes,
    Population,
}

impl Order {
    fn from_text(text: &str) -> Self {
        match text {
            "code" => Self::Code,
            "communes" => Self::Communes,
            "population" => Self::Population,
            _ => Self::Name,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Name => "",
            Self::Code => "code",
            Self::Communes => "communes",
            Self::Population => "population",
        }
    }

    const fn direction(self) -> Sort {
        match self {
            Self::Name | Self::Code => Sort::Ascending,
            Self::Communes | Self::Population => Sort::Descending,
        }
    }
}

/// The rows of the page shown.
fn shown<T>(rows: Vec<T>, pager: &Pager) -> Vec<T> {
    let skipped = usize::try_from((pager.page - 1) * PAGE).unwrap_or(usize::MAX);
    rows.into_iter().skip(skipped).take(usize::try_from(PAGE).unwrap_or(usize::MAX)).collect()
}

/// The pager of `total` rows at the page written in an address.
fn pager(asked: &str, total: usize, address: impl Fn(u64) -> String) -> Pager {
    Pager::new(asked.parse().unwrap_or(1), PAGE, u64::try_from(total).unwrap_or(u64::MAX), address)
}

/// The population of a set of communes: over those where it is known, and for how many it is not.
fn population(atlas: &Atlas, rows: &RowSet) -> (Option<u64>, u32) {
    let mut known: Option<u64> = None;
    let mut unknown = 0;
    for commune in rows.iter().filter_map(|row| atlas.commune(row)) {
        match commune.population {
            Some(count) => known = Some(known.unwrap_or(0) + u64::from(count)),
            None => unknown += 1,
        }
    }
    (known, unknown)
}

fn population_text(reader: &Reader, atlas: &Atlas, rows: &RowSet) -> String {
    match population(atlas, rows) {
        (Some(count), 0) => reader.t_with("territories-population", &[("count", reader.count(count).into())]),
        _ => reader.t("territories-population-unknown"),
    }
}

fn population_cell(reader: &Reader, population: Option<u64>) -> String {
    population.map_or_else(|| "–".to_owned(), |count| reader.count(count))
}

fn communes_text(reader: &Reader, count: u32) -> String {
    reader.t_with("territories-communes", &[("count", count.into()), ("shown", reader.count(u64::from(count)).into())])
}

/// The expression that designates a zone.
fn zone_expression(zoning: &str, zone: &Zone) -> String {
    format!("{zoning}:{}", zone.code)
}

/// A name in both languages, with its Dutch form beside it where a municipality has one.
fn commune_label(commune: &Commune) -> String {
    match commune.dutch {
        Some(dutch) if dutch != commune.name => format!("{} ({dutch})", commune.name),
        _ => commune.name.to_owned(),
    }
}

fn name_of(reader: &Reader, text: &LocalizedText) -> String {
    reader.text(text).to_owned()
}
