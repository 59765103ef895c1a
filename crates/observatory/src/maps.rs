//! Maps of indicators. The list beside a map says the same.

use bassin_kernel::address;
use bassin_territory::{Perimeter, draw};
use bassin_web::{Link, Reader, chart::Caption, classes};

use crate::{
    Observatory,
    explore::{self, Exploration, Order},
    figures::COMMUNES,
    indicator::Indicator,
    portrait::Portrait,
    present,
};

/// How many classes a map has.
const CLASSES: usize = 5;
/// Up to how many communes a portrait's map shows them one by one.
const MOST_COMMUNES: u32 = 600;

/// A map with what stands around it.
pub struct MapView {
    /// Its heading.
    pub title: String,
    /// The drawing, with its legend and a link to the same figures as a list.
    pub svg: String,
}

/// The map of the first rate among the headline indicators, by commune or by wider zones; `None` without contours.
#[must_use]
pub fn portrait_map(observatory: &Observatory, reader: &Reader, perimeter: &Perimeter, portrait: &Portrait) -> Option<MapView> {
    // One commune compares with nothing.
    if perimeter.rows.len() < 2 || observatory.territory().contours().rows().is_disjoint(&perimeter.rows) {
        return None;
    }
    let indicators = observatory.indicators();
    let mut shown = portrait.headline.iter().filter_map(|id| indicators.get(id));
    let indicator = shown.find(|indicator| indicator.decimals > 0 && indicator.formula.adds_up())?;
    let zoning = if perimeter.rows.len() <= MOST_COMMUNES { COMMUNES } else { wider(observatory, perimeter) };
    let exploration = explore::explore(&observatory.figures(), indicator, zoning, perimeter, None, Order::Name);
    exploration_map(observatory, reader, indicator, &exploration)
}

fn wider(observatory: &Observatory, perimeter: &Perimeter) -> &'static str {
    let atlas = observatory.territory().atlas();
    let few = |id: &&str| atlas.zoning(id).is_some_and(|zoning| (2..=200).contains(&zoning.covering(&perimeter.rows).touched().len()));
    ["zone-emploi", "epci", "departement"].iter().find(|id| few(id)).copied().unwrap_or("departement")
}

/// The map of an exploration; `None` without contours, with too many zones or without figures.
#[must_use]
pub fn exploration_map(observatory: &Observatory, reader: &Reader, indicator: &Indicator, exploration: &Exploration) -> Option<MapView> {
    let values: Vec<f64> = exploration.zones.iter().filter_map(|zone| zone.value.rank()).collect();
    if values.is_empty() {
        return None;
    }
    let classes = classes::quantiles(&values, CLASSES);
    let areas: Vec<draw::Area<'_>> = exploration
        .zones
        .iter()
        .map(|zone| draw::Area {
            rows: &zone.rows,
            label: reader.text(&zone.name).to_owned(),
            value: zone.value.rank().map(|_| present::value(reader, &zone.value, indicator.decimals).text),
            class: zone.value.rank().map(|value| classes.of(value)),
            address: Some(crate::pages::portrait_address(&zone.expression)),
        })
        .collect();
    let name = reader.text(&indicator.name).to_owned();
    let period = exploration.period.map(|period| period.label(reader.language)).unwrap_or_default();
    let unit = reader.text(&indicator.unit);
    let list = [("i", indicator.id.as_str()), ("z", exploration.zoning.as_str()), ("p", exploration.perimeter.as_str())];
    let caption = Caption {
        id: "indicator-map".to_owned(),
        title: name,
        unit: format!("{unit}, {period}"),
        decimals: usize::from(indicator.decimals),
        list: Some(Link::new(reader.t("portrait-map-list"), address("/explorer", &list) + "#table")),
        source: partial(observatory, reader, exploration),
        ..Caption::default()
    };
    let svg = draw::areas(observatory.territory(), reader, &caption, &areas, &classes.labels(reader, usize::from(indicator.decimals)))?;
    Some(MapView { title: reader.t("portrait-map"), svg })
}

/// What the map leaves out: the zones whose contours are not known.
fn partial(observatory: &Observatory, reader: &Reader, exploration: &Exploration) -> String {
    let known = observatory.territory().contours().rows();
    let drawn = exploration.zones.iter().filter(|zone| !zone.rows.is_disjoint(&known)).count();
    if drawn == exploration.zones.len() {
        return String::new();
    }
    let count = |count: usize| reader.count(u64::try_from(count).unwrap_or(u64::MAX));
    reader.t_with("map-partial", &[("drawn", count(drawn).into()), ("all", count(exploration.zones.len()).into())])
}
