//! The home page: one search box, what is here in figures, and a door to each room.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use bassin_governance::Body;
use bassin_kernel::{Problem, address};
use bassin_observatory::{Order, explore};
use bassin_plan::Tree;
use bassin_web::{Failure, Page, Reader};

use super::{Anchor, portrait};
use crate::Installation;

/// How many examples a door shows.
const SHOWN: usize = 3;

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    r: &'a Reader,
    examples: Vec<Anchor>,
    figures: Vec<Figure>,
    map: Option<bassin_observatory::MapView>,
    doors: Vec<Door>,
    themes: Vec<Anchor>,
    loaded: bool,
}

struct Figure {
    number: String,
    label: String,
}

/// A room: what it is, and a few things that are there.
struct Door {
    title: String,
    address: &'static str,
    text: String,
    links: Vec<Anchor>,
}

pub(super) async fn show(State(installation): State<Installation>, reader: Reader) -> Result<Response, Failure> {
    let observatory = &installation.observatory;
    let bodies = installation.governance.search_bodies("").await?;
    let plans = installation.plans.trees().await?;
    let view = Home {
        r: &reader,
        examples: examples(&reader),
        figures: figures(&installation, &reader, (bodies.len(), plans.iter().map(|plan| plan.actions().count()).sum())),
        map: map(&installation, &reader),
        doors: doors(&installation, &reader, &bodies, &plans).await?,
        themes: themes(&installation, &reader),
        loaded: observatory.figures().supports("rp2017-population").contains(&"communes"),
    };
    let page = Page::of(reader.t("home-title"), &view)?.description(reader.t("home-lede"));
    Ok(reader.page(page))
}

fn examples(reader: &Reader) -> Vec<Anchor> {
    let examples =
        [("home-example-1", "departement:08 + province:80000"), ("home-example-2", "departement:67"), ("home-example-3", "region:44")];
    let example = |(key, expression): (&str, &str)| Anchor { label: reader.t(key), address: portrait(expression), detail: String::new() };
    examples.into_iter().map(example).collect()
}

fn counted(reader: &Reader, count: usize) -> String {
    reader.count(u64::try_from(count).unwrap_or(u64::MAX))
}

fn figures(installation: &Installation, reader: &Reader, (bodies, actions): (usize, usize)) -> Vec<Figure> {
    let all = [
        (installation.territory.atlas().communes().len(), "home-communes"),
        (bodies, "home-bodies"),
        (actions, "home-actions"),
        (installation.observatory.indicators().all().len(), "home-indicators"),
    ];
    all.into_iter().map(|(count, key)| Figure { number: counted(reader, count), label: reader.t(key) }).collect()
}

async fn doors(installation: &Installation, reader: &Reader, bodies: &[Body], plans: &[Arc<Tree>]) -> Result<Vec<Door>, Problem> {
    let door = |room: &str, address, links| Door {
        title: reader.t(&format!("home-{room}-title")),
        text: reader.t(&format!("home-{room}-text")),
        address,
        links,
    };
    let to = |key: &str, address: &str| Anchor { label: reader.t(key), address: address.to_owned(), detail: String::new() };
    let poles = bodies.iter().filter(|body| body.statute.starts_with("pole-")).take(SHOWN);
    let poles = poles.map(|body| Anchor { label: body.name.clone(), address: format!("/instances/{}", body.slug), detail: String::new() });
    let organisations = installation.directory.search_organisations(&bassin_directory::Search::default()).await?.total;
    let known = reader.t_with("home-directory-count", &[("count", organisations.into()), ("shown", reader.count(organisations).into())]);
    let directory = Anchor { label: known, address: "/structures".to_owned(), detail: String::new() };
    Ok(vec![
        door("territories", "/territoires", vec![to("compose-title", "/territoires/perimetre"), to("home-explore", "/explorer")]),
        door("bodies-room", "/instances", poles.collect()),
        door("plan", "/plan", priorities(reader, plans)),
        door("practices", "/projets", vec![to("home-practices-inventory", "/pratiques"), to("statute-list-title", "/statuts")]),
        door("directory", "/structures", vec![directory]),
        door("data", "/donnees", vec![to("home-all-indicators", "/indicateurs"), to("home-data-api", "/api")]),
    ])
}

/// What the first plan is made of, at its top.
fn priorities(reader: &Reader, plans: &[Arc<Tree>]) -> Vec<Anchor> {
    let top = plans.iter().take(1).flat_map(|plan| plan.children(None)).take(SHOWN);
    let anchor = |sheet: &bassin_plan::Sheet| Anchor {
        label: reader.text(&sheet.node.title).to_owned(),
        address: format!("/plan#p{}", sheet.node.number),
        detail: String::new(),
    };
    top.map(anchor).collect()
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
