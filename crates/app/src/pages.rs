//! Pages that belong to no single room: home and search.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use bassin_kernel::{address, text::fold};
use bassin_observatory::{Order, explore};
use bassin_territory::Target;
use bassin_web::{Failure, Page, Reader};
use serde::Deserialize;

use crate::Installation;

/// How many territories a search shows.
const TERRITORIES: usize = 30;

/// The routes.
pub fn routes(installation: &Installation) -> Router {
    Router::new().route("/", get(home)).route("/recherche", get(search)).with_state(installation.clone())
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    r: &'a Reader,
    examples: Vec<Anchor>,
    figures: Vec<Figure>,
    map: Option<bassin_observatory::MapView>,
    themes: Vec<Anchor>,
    loaded: bool,
}

struct Anchor {
    label: String,
    address: String,
    detail: String,
}

struct Figure {
    number: String,
    label: String,
}

fn portrait(expression: &str) -> String {
    address("/territoires/portrait", &[("p", expression)])
}

async fn home(State(installation): State<Installation>, reader: Reader) -> Result<Response, Failure> {
    let examples =
        [("home-example-1", "departement:08 + province:80000"), ("home-example-2", "departement:67"), ("home-example-3", "region:44")];
    let example = |(key, expression): (&str, &str)| Anchor { label: reader.t(key), address: portrait(expression), detail: String::new() };
    let atlas = installation.territory.atlas();
    let observatory = &installation.observatory;
    let figures = observatory.figures();
    let loaded = observatory.descriptors().iter().filter(|described| !figures.supports(&described.descriptor.id).is_empty()).count();
    let count = |count: usize| reader.count(u64::try_from(count).unwrap_or(u64::MAX));
    let view = Home {
        r: &reader,
        examples: examples.into_iter().map(example).collect(),
        figures: vec![
            Figure { number: count(atlas.communes().len()), label: reader.t("home-communes") },
            Figure { number: count(atlas.zonings().map(|zoning| zoning.zones().len()).sum()), label: reader.t("home-zones") },
            Figure { number: count(observatory.indicators().all().len()), label: reader.t("home-indicators") },
            Figure { number: count(loaded), label: reader.t("home-datasets") },
        ],
        map: map(&installation, &reader),
        themes: themes(&installation, &reader),
        loaded: figures.supports("rp2017-population").contains(&"communes"),
    };
    let page = Page::of(reader.t("home-title"), &view)?.description(reader.t("home-lede"));
    Ok(reader.page(page))
}

/// The first rate among the headline indicators, over the communes whose contours are known.
fn map(installation: &Installation, reader: &Reader) -> Option<bassin_observatory::MapView> {
    let rows = installation.territory.contours().rows();
    if rows.is_empty() {
        return None;
    }
    let atlas = installation.territory.atlas();
    let region = atlas.zoning("region")?.zones().iter().max_by_key(|zone| zone.rows.intersection(&rows).len())?;
    let perimeter = atlas.perimeter(region.rows.clone());
    let observatory = &installation.observatory;
    let indicators = observatory.indicators();
    let indicator = indicators.headline().into_iter().find(|indicator| indicator.decimals > 0)?;
    let zoning = if atlas.zoning("zone-emploi").is_some() { "zone-emploi" } else { "departement" };
    let exploration = explore(&observatory.figures(), indicator, zoning, &perimeter, None, Order::Name);
    bassin_observatory::exploration_map(observatory, reader, indicator, &exploration)
}

fn themes(installation: &Installation, reader: &Reader) -> Vec<Anchor> {
    let indicators = installation.observatory.indicators();
    let headline = indicators.headline().into_iter();
    headline
        .map(|indicator| Anchor {
            label: reader.text(&indicator.name).to_owned(),
            address: address("/explorer", &[("i", &indicator.id)]),
            detail: reader.text(&indicator.unit).to_owned(),
        })
        .collect()
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'a> {
    r: &'a Reader,
    query: &'a str,
    territories: Vec<Found>,
    indicators: Vec<Anchor>,
    datasets: Vec<Anchor>,
    none: bool,
}

struct Found {
    label: String,
    detail: String,
    portrait: String,
    sheet: String,
}

async fn search(State(installation): State<Installation>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let query = asked.q.trim();
    let territories = territories(&installation, &reader, query);
    let indicators = indicators(&installation, &reader, query);
    let datasets = datasets(&installation, &reader, query);
    let none = !query.is_empty() && territories.is_empty() && indicators.is_empty() && datasets.is_empty();
    let view = Search { r: &reader, query, territories, indicators, datasets, none };
    let page = Page::of(reader.t("search-title"), &view)?;
    Ok(reader.page(Page { robots: Some("noindex"), ..page }))
}

fn territories(installation: &Installation, reader: &Reader, query: &str) -> Vec<Found> {
    let atlas = installation.territory.atlas();
    let sheet = |target: Target| match target {
        Target::Commune(row) => atlas.commune(row).map(|commune| bassin_territory::commune_address(&commune.key())),
        Target::Zone(zoning, zone) => {
            let zoning = atlas.zonings().nth(zoning as usize)?;
            zoning.zones().get(zone as usize).map(|zone| bassin_territory::zone_address(zoning.id(), &zone.code))
        }
    };
    let found = |hit: bassin_territory::Hit| Found {
        label: reader.text(&hit.name).to_owned(),
        detail: reader.text(&hit.context).to_owned(),
        portrait: portrait(&hit.reference),
        sheet: sheet(hit.target).unwrap_or_default(),
    };
    atlas.search(query, TERRITORIES).into_iter().map(found).collect()
}

/// Whether every word of a query begins a word of a text.
fn answers(text: &str, query: &str) -> bool {
    let (text, query) = (fold(text), fold(query));
    !query.is_empty() && query.split(' ').all(|wanted| text.split(' ').any(|word| word.starts_with(wanted)))
}

fn indicators(installation: &Installation, reader: &Reader, query: &str) -> Vec<Anchor> {
    let indicators = installation.observatory.indicators();
    let found = indicators.all().iter().filter(|indicator| answers(&format!("{} {}", indicator.name.fr, indicator.name.en), query));
    found
        .map(|indicator| Anchor {
            label: reader.text(&indicator.name).to_owned(),
            address: format!("/indicateurs/{}", indicator.id),
            detail: reader.text(&indicator.unit).to_owned(),
        })
        .collect()
}

fn datasets(installation: &Installation, reader: &Reader, query: &str) -> Vec<Anchor> {
    let descriptors = installation.observatory.descriptors();
    let found = descriptors.iter().map(|described| &described.descriptor);
    let found =
        found.filter(|descriptor| answers(&format!("{} {} {}", descriptor.title.fr, descriptor.title.en, descriptor.producer), query));
    found
        .map(|descriptor| Anchor {
            label: reader.text(&descriptor.title).to_owned(),
            address: format!("/donnees/{}", descriptor.id),
            detail: descriptor.producer.clone(),
        })
        .collect()
}
