//! Lists of zonings, zones and communes, and their sheets.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{
    Problem, address,
    text::{capital, fold},
};
use bassin_statistics::RowSet;
use bassin_web::{Column, Failure, Link, Page, Pager, Reader, Sort};
use serde::Deserialize;

use super::{
    Anchor, Order, SECTION, commune_address, commune_label, communes_text, compose_address, name_of, pager, population, population_cell,
    population_text, portrait_address, shown, zone_address, zone_expression,
};
use crate::{Atlas, Country, Territory, Zone, Zoning, draw};

/// How a list is asked for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    tri: String,
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "territories.html")]
struct IndexView<'a> {
    r: &'a Reader,
    regions: Vec<Group>,
    zonings: Vec<ZoningLine>,
    saved: Vec<Anchor>,
}

struct Group {
    label: String,
    links: Vec<Anchor>,
}

struct ZoningLine {
    name: String,
    address: String,
    zones: String,
    vintage: u16,
    source: String,
    flagged: bool,
}

/// All territories.
pub async fn index(State(territory): State<Territory>, reader: Reader) -> Result<Response, Failure> {
    let atlas = territory.atlas();
    let saved = territory.public_perimeters().await?;
    let view = IndexView {
        r: &reader,
        regions: Country::ALL.into_iter().map(|country| country_group(&reader, &atlas, country)).collect(),
        zonings: atlas.zonings().filter(|zoning| zoning.id() != "pays").map(|zoning| zoning_line(&reader, zoning)).collect(),
        saved: saved
            .iter()
            .map(|perimeter| Anchor {
                detail: perimeter.expression.clone(),
                ..Anchor::new(&perimeter.name, format!("/territoires/perimetres/{}", perimeter.slug))
            })
            .collect(),
    };
    Ok(reader.page(Page::of(reader.t("territories-title"), &view)?.section(SECTION).description(reader.t("territories-intro"))))
}

fn country_group(reader: &Reader, atlas: &Atlas, country: Country) -> Group {
    let link = |zoning: &str, zone: &Zone| {
        let detail = communes_text(reader, zone.rows.len());
        Anchor { detail, ..Anchor::new(name_of(reader, &zone.name), zone_address(zoning, &zone.code)) }
    };
    let mut links = Vec::new();
    let whole = atlas.zone("pays", country.code());
    links.extend(whole.map(|zone| link("pays", zone)));
    let inside = |zone: &&Zone| whole.is_some_and(|whole| zone.rows.is_subset(&whole.rows));
    for id in ["region", "province"] {
        let Some(zoning) = atlas.zoning(id) else { continue };
        let mut zones: Vec<&Zone> = zoning.zones().iter().filter(inside).collect();
        zones.sort_by_key(|zone| fold(reader.text(&zone.name)));
        links.extend(zones.into_iter().map(|zone| link(id, zone)));
    }
    Group { label: name_of(reader, &country.name()), links }
}

fn zoning_line(reader: &Reader, zoning: &Zoning) -> ZoningLine {
    let header = zoning.header();
    ZoningLine {
        name: zoning.name(reader.language).to_owned(),
        address: format!("/territoires/zonages/{}", zoning.id()),
        zones: reader.count(u64::try_from(zoning.zones().len()).unwrap_or(u64::MAX)),
        vintage: header.vintage,
        source: header.source.clone(),
        flagged: header.note.is_some(),
    }
}

#[derive(Template)]
#[template(path = "zoning.html")]
struct ZoningView<'a> {
    r: &'a Reader,
    name: String,
    lede: String,
    note: String,
    query: &'a str,
    all: String,
    count: String,
    columns: Vec<Column>,
    rows: Vec<ZoneLine>,
    pager: Pager,
    source: String,
}

struct ZoneLine {
    name: String,
    code: String,
    address: String,
    communes: String,
    population: String,
}

/// The zones of a zoning.
pub async fn zoning(
    State(territory): State<Territory>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let atlas = territory.atlas();
    let zoning = find_zoning(&atlas, &id)?;
    let order = Order::from_text(&asked.tri);
    let wanted = fold(&asked.q);
    let matches = |zone: &&Zone| {
        wanted.is_empty() || fold(reader.text(&zone.name)).contains(&wanted) || zone.code.eq_ignore_ascii_case(asked.q.trim())
    };
    let mut zones: Vec<(&Zone, Option<u64>)> =
        zoning.zones().iter().filter(matches).map(|zone| (zone, population(&atlas, &zone.rows).0)).collect();
    match order {
        Order::Name => zones.sort_by_cached_key(|(zone, _)| fold(reader.text(&zone.name))),
        Order::Code => zones.sort_by(|a, b| a.0.code.cmp(&b.0.code)),
        Order::Communes => zones.sort_by_key(|(zone, _)| std::cmp::Reverse(zone.rows.len())),
        Order::Population => zones.sort_by_key(|(_, population)| std::cmp::Reverse(*population)),
    }
    let path = format!("/territoires/zonages/{}", zoning.id());
    let link = |order: Order, page: u64| list_address(&path, &asked.q, order, page);
    let pager = pager(&asked.page, zones.len(), |page| link(order, page));
    let line = |(zone, population): &(&Zone, Option<u64>)| ZoneLine {
        name: name_of(&reader, &zone.name),
        code: zone.code.clone(),
        address: zone_address(zoning.id(), &zone.code),
        communes: reader.count(u64::from(zone.rows.len())),
        population: population_cell(&reader, *population),
    };
    let header = zoning.header();
    let view = ZoningView {
        r: &reader,
        name: zoning.name(reader.language).to_owned(),
        lede: reader.t_with(
            "zoning-lede",
            &[("zones", zones_text(&reader, zoning.zones().len()).into()), ("vintage", header.vintage.to_string().into())],
        ),
        note: header.note.as_ref().map(|note| name_of(&reader, note)).unwrap_or_default(),
        query: &asked.q,
        all: path.clone(),
        count: zones_text(&reader, zones.len()),
        rows: shown(zones, &pager).iter().map(line).collect(),
        columns: columns(&reader, order, ["name", "code", "communes", "population"], |order| link(order, 1)),
        pager,
        source: source_line(&reader, zoning),
    };
    let page = Page::of(view.name.clone(), &view)?.section(SECTION).trail([Link::new(reader.t("nav-territories"), "/territoires")]);
    Ok(reader.page(page))
}

fn zones_text(reader: &Reader, count: usize) -> String {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    reader.t_with("territories-zones", &[("count", count.into()), ("shown", reader.count(count).into())])
}

fn source_line(reader: &Reader, zoning: &Zoning) -> String {
    let header = zoning.header();
    let source = header.source.trim();
    let source = if source.ends_with('.') { source.to_owned() } else { format!("{source}.") };
    reader.t_with("zoning-source-line", &[("source", source.into()), ("licence", header.licence.clone().into())])
}

fn list_address(path: &str, query: &str, order: Order, page: u64) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    address(path, &[("q", query), ("tri", order.text()), ("page", &page)])
}

fn columns<const N: usize>(reader: &Reader, order: Order, keys: [&'static str; N], link: impl Fn(Order) -> String) -> Vec<Column> {
    let column = |key: &str| {
        if key == "postal" {
            return Column::words(reader.t("zone-column-postal"));
        }
        let own = Order::from_text(key);
        let label = reader.t(&format!("zoning-column-{key}"));
        let column = if matches!(own, Order::Communes | Order::Population) { Column::figures(label, "") } else { Column::words(label) };
        column.sorted_at(link(own), if own == order { own.direction() } else { Sort::None })
    };
    keys.into_iter().map(column).collect()
}

#[derive(Template)]
#[template(path = "zone.html")]
struct ZoneView<'a> {
    r: &'a Reader,
    kicker: String,
    name: String,
    lede: String,
    expression: String,
    note: String,
    portrait: String,
    compose: String,
    facts: Vec<Fact>,
    map: String,
    count: String,
    columns: Vec<Column>,
    communes: Vec<CommuneLine>,
    pager: Pager,
    neighbours: Vec<Anchor>,
    neighbours_note: String,
    source: String,
}

struct Fact {
    term: String,
    links: Vec<Anchor>,
}

struct CommuneLine {
    name: String,
    code: String,
    address: String,
    postal: String,
    population: String,
}

/// A zone: its communes and its neighbours.
pub async fn zone(
    State(territory): State<Territory>,
    reader: Reader,
    Path((id, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let atlas = territory.atlas();
    let zoning = find_zoning(&atlas, &id)?;
    let missing =
        || Problem::not_found(format!("Aucune zone « {code} » dans ce découpage."), format!("There is no zone “{code}” in this zoning."));
    let zone = zoning.zone(&code).ok_or_else(missing)?;
    let order = Order::from_text(&asked.tri);
    let rows = sorted_communes(&atlas, &zone.rows, order);
    let path = zone_address(zoning.id(), &zone.code);
    let link = |order: Order, page: u64| list_address(&path, "", order, page);
    let pager = pager(&asked.page, rows.len(), |page| link(order, page));
    let expression = zone_expression(zoning.id(), zone);
    let (neighbours, neighbours_note) = neighbours(&territory, &reader, zoning, zone);
    let view = ZoneView {
        r: &reader,
        kicker: capital(reader.text(&zoning.header().singular)),
        name: name_of(&reader, &zone.name),
        lede: format!("{} · {}", communes_text(&reader, zone.rows.len()), population_text(&reader, &atlas, &zone.rows)),
        note: zoning.header().note.as_ref().map(|note| name_of(&reader, note)).unwrap_or_default(),
        portrait: portrait_address(&expression),
        compose: compose_address(&expression),
        facts: zone_facts(&reader, &atlas, zoning, zone),
        map: draw::set(&territory, &reader, &zone.rows, reader.text(&zone.name)),
        count: communes_text(&reader, zone.rows.len()),
        columns: columns(&reader, order, ["name", "code", "postal", "population"], |order| link(order, 1)),
        communes: shown(rows, &pager).into_iter().filter_map(|row| commune_line(&reader, &atlas, row)).collect(),
        pager,
        neighbours,
        neighbours_note,
        source: source_line(&reader, zoning),
        expression,
    };
    let trail = [
        Link::new(reader.t("nav-territories"), "/territoires"),
        Link::new(zoning.name(reader.language), format!("/territoires/zonages/{}", zoning.id())),
    ];
    Ok(reader.page(Page::of(view.name.clone(), &view)?.section(SECTION).trail(trail)))
}

fn sorted_communes(atlas: &Atlas, rows: &RowSet, order: Order) -> Vec<u32> {
    let mut rows: Vec<u32> = rows.iter().collect();
    match order {
        Order::Code => rows.sort_by_key(|row| atlas.commune(*row).map(|commune| (commune.country, commune.code))),
        Order::Population => rows.sort_by_key(|row| std::cmp::Reverse(atlas.commune(*row).and_then(|commune| commune.population))),
        Order::Name | Order::Communes => rows.sort_by_cached_key(|row| atlas.commune(*row).map(|commune| fold(commune.name))),
    }
    rows
}

fn commune_line(reader: &Reader, atlas: &Atlas, row: u32) -> Option<CommuneLine> {
    let commune = atlas.commune(row)?;
    let postal: Vec<&str> = commune.postal_codes().collect();
    Some(CommuneLine {
        name: commune_label(commune),
        code: commune.key(),
        address: commune_address(&commune.key()),
        postal: match postal.as_slice() {
            [first, .., last] if postal.len() > 3 => format!("{first} … {last}"),
            few => few.join(", "),
        },
        population: population_cell(reader, commune.population.map(u64::from)),
    })
}

fn zone_facts(reader: &Reader, atlas: &Atlas, zoning: &Zoning, zone: &Zone) -> Vec<Fact> {
    let mut facts = Vec::new();
    for parent in ["departement", "province", "region", "pays"] {
        let Some(parent) = atlas.zoning(parent).filter(|parent| parent.id() != zoning.id()) else { continue };
        let around: Vec<&Zone> = parent.zones().iter().filter(|other| !other.rows.is_disjoint(&zone.rows)).collect();
        if around.is_empty() || around.len() > 3 || around.iter().any(|other| other.rows.len() < zone.rows.len() || other.rows == zone.rows)
        {
            continue;
        }
        let links =
            around.into_iter().map(|other| Anchor::new(name_of(reader, &other.name), zone_address(parent.id(), &other.code))).collect();
        facts.push(Fact { term: capital(reader.text(&parent.header().singular)), links });
    }
    if !zone.reliability.is_empty() {
        let links = zone.reliability.iter().map(|text| Anchor::new(text, "")).collect();
        facts.push(Fact { term: reader.t("zone-reliability"), links });
    }
    facts
}

/// The zones of the same zoning that share a border, or why they are not known.
fn neighbours(territory: &Territory, reader: &Reader, zoning: &Zoning, zone: &Zone) -> (Vec<Anchor>, String) {
    let contours = territory.contours();
    if contours.rows().is_disjoint(&zone.rows) {
        return (Vec::new(), reader.t("zone-neighbours-unknown"));
    }
    let others: Vec<&RowSet> = zoning.zones().iter().map(|other| &other.rows).collect();
    let around = contours.zones_around(&zone.rows, &others);
    let near = around.into_iter().filter_map(|position| zoning.zones().get(position)).filter(|other| other.code != zone.code);
    let mut links: Vec<Anchor> =
        near.map(|other| Anchor::new(name_of(reader, &other.name), zone_address(zoning.id(), &other.code))).collect();
    links.sort_by_cached_key(|link| fold(&link.label));
    (links, reader.t("zone-neighbours-none"))
}

/// A commune.
pub async fn commune(State(territory): State<Territory>, reader: Reader, Path(key): Path<String>) -> Result<Response, Failure> {
    let atlas = territory.atlas();
    let (row, commune) = atlas.known(&key)?;
    let rows = RowSet::from_rows([row]);
    let expression = format!("commune:{}", commune.key());
    let (neighbours, neighbours_note) = commune_neighbours(&territory, &reader, &atlas, row);
    let view = ZoneView {
        r: &reader,
        kicker: reader.t("commune-kicker"),
        name: commune_label(commune),
        lede: population_text(&reader, &atlas, &rows),
        note: String::new(),
        portrait: portrait_address(&expression),
        compose: compose_address(&expression),
        facts: commune_facts(&reader, &atlas, row),
        map: draw::set(&territory, &reader, &rows, commune.name),
        count: String::new(),
        columns: Vec::new(),
        communes: Vec::new(),
        pager: pager("", 0, |_| String::new()),
        neighbours,
        neighbours_note,
        source: atlas.zoning("pays").map(|zoning| source_line(&reader, zoning)).unwrap_or_default(),
        expression,
    };
    let page = Page::of(view.name.clone(), &view)?.section(SECTION).trail([Link::new(reader.t("nav-territories"), "/territoires")]);
    Ok(reader.page(page))
}

fn commune_facts(reader: &Reader, atlas: &Atlas, row: u32) -> Vec<Fact> {
    let Some(commune) = atlas.commune(row) else { return Vec::new() };
    let country = if commune.country == Country::France { "Insee" } else { "NIS" };
    let text = |term: String, text: String| Fact { term, links: vec![Anchor::new(text, "")] };
    let mut facts = vec![text(reader.t_with("commune-code", &[("country", country.into())]), commune.code.to_owned())];
    let postal: Vec<&str> = commune.postal_codes().collect();
    if !postal.is_empty() {
        facts.push(text(reader.t("commune-postal"), postal.join(", ")));
    }
    for zoning in atlas.zonings() {
        if let Some(zone) = zoning.zone_of(row) {
            let link = Anchor::new(name_of(reader, &zone.name), zone_address(zoning.id(), &zone.code));
            facts.push(Fact { term: capital(reader.text(&zoning.header().singular)), links: vec![link] });
        }
    }
    facts
}

fn commune_neighbours(territory: &Territory, reader: &Reader, atlas: &Atlas, row: u32) -> (Vec<Anchor>, String) {
    let contours = territory.contours();
    if !contours.rows().contains(row) {
        return (Vec::new(), reader.t("zone-neighbours-unknown"));
    }
    let near = contours.neighbours(row).iter().filter_map(|row| atlas.commune(*row));
    let mut links: Vec<Anchor> = near.map(|commune| Anchor::new(commune_label(commune), commune_address(&commune.key()))).collect();
    links.sort_by_cached_key(|link| fold(&link.label));
    (links, reader.t("zone-neighbours-none"))
}

fn find_zoning<'a>(atlas: &'a Atlas, id: &str) -> Result<&'a Zoning, Problem> {
    let missing = || Problem::not_found(format!("Aucun découpage ne s’appelle « {id} »."), format!("There is no zoning called “{id}”."));
    atlas.zoning(id).ok_or_else(missing)
}
