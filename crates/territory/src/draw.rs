//! Maps of territories as pages show them. Without contours there is no map, and every page has its list.

use bassin_statistics::RowSet;
use bassin_web::{
    Link, Reader,
    chart::Caption,
    map::{Shape, choropleth},
};

use crate::{Atlas, Territory, Zoning};

/// The size of a map, in units of its drawing.
const SIZE: (f64, f64) = (640.0, 560.0);
/// Beyond this many shapes a map no longer reads.
const MOST_SHAPES: usize = 700;

/// A set of communes with its name, its figure and where it leads.
pub struct Area<'a> {
    /// Its communes.
    pub rows: &'a RowSet,
    /// Its name.
    pub label: String,
    /// Its figure, spelt.
    pub value: Option<String>,
    /// The class of its figure.
    pub class: Option<usize>,
    /// Where it leads.
    pub address: Option<String>,
}

/// The map of `areas`, or nothing when none has a contour or when they are too many.
#[must_use]
pub fn areas(territory: &Territory, reader: &Reader, caption: &Caption, areas: &[Area<'_>], legend: &[String]) -> Option<String> {
    if areas.is_empty() || areas.len() > MOST_SHAPES {
        return None;
    }
    let contours = territory.contours();
    let everything = RowSet::from_runs(areas.iter().flat_map(|area| area.rows.runs().iter().cloned()));
    let frame = contours.frame(&everything, SIZE.0, SIZE.1)?;
    let ids: Vec<String> = (0..areas.len()).map(|index| index.to_string()).collect();
    let sets: Vec<(&str, &RowSet)> = ids.iter().map(String::as_str).zip(areas.iter().map(|area| area.rows)).collect();
    let drawn = contours.shapes(&sets, frame.level(), &frame);
    let shape = |drawn: crate::contours::Shape| {
        let area = areas.get(drawn.id.parse::<usize>().ok()?)?;
        Some(Shape {
            path: drawn.path,
            label: area.label.clone(),
            value: area.value.clone(),
            class: area.class,
            address: area.address.clone(),
        })
    };
    let shapes: Vec<Shape> = drawn.into_iter().filter_map(shape).collect();
    Some(choropleth(reader, caption, (frame.width, frame.height), &shapes, legend))
}

/// The map of the communes of a zone among what surrounds them; empty without contours.
#[must_use]
pub fn set(territory: &Territory, reader: &Reader, rows: &RowSet, name: &str) -> String {
    let atlas = territory.atlas();
    let contours = territory.contours();
    let around = contours.around(rows);
    let area = |row: u32, class: usize| {
        let commune = atlas.commune(row)?;
        Some((RowSet::from_rows([row]), commune.name, crate::pages::commune_address(&commune.key()), class))
    };
    let inside = rows.iter().filter(|row| contours.rows().contains(*row)).filter_map(|row| area(row, 4));
    let owned: Vec<_> = inside.chain(around.iter().filter_map(|row| area(row, 0))).collect();
    let areas_drawn: Vec<Area<'_>> = owned
        .iter()
        .map(|(rows, label, address, class)| Area {
            rows,
            label: (*label).to_owned(),
            value: Some(String::new()),
            class: Some(*class),
            address: Some(address.clone()),
        })
        .collect();
    let list = if rows.len() > 1 {
        Link::new(reader.t("zone-map-communes"), "#communes")
    } else {
        Link::new(reader.t("zone-neighbours"), "#neighbours")
    };
    let caption = Caption { id: "zone-map".to_owned(), title: name.to_owned(), list: Some(list), ..Caption::default() };
    areas(territory, reader, &caption, &areas_drawn, &[]).unwrap_or_default()
}

/// A map on which zones are added to a perimeter or taken out of it, each by a link; empty without contours.
///
/// The zones offered are the communes around a small perimeter, the intercommunalities around a larger one, the départements and
/// provinces otherwise.
#[must_use]
pub fn picker(territory: &Territory, reader: &Reader, rows: &RowSet, address: &dyn Fn(&str) -> String, canonical: &str) -> String {
    let atlas = territory.atlas();
    let contours = territory.contours();
    if contours.is_empty() {
        return String::new();
    }
    let scope = scope(&atlas, &contours.rows(), rows);
    let offered = offered(&atlas, &scope, rows);
    let drawn: Vec<Area<'_>> = offered
        .iter()
        .map(|(reference, label, zone)| {
            let inside = zone.is_subset(rows);
            let partly = !inside && !zone.is_disjoint(rows);
            let key = if inside { "compose-map-remove" } else { "compose-map-add" };
            let expression = match (canonical.is_empty(), inside) {
                (true, _) => reference.clone(),
                (false, true) => format!("({canonical}) - {reference}"),
                (false, false) => format!("{canonical} + {reference}"),
            };
            Area {
                rows: zone,
                label: label.clone(),
                value: Some(reader.t_with(key, &[("name", label.clone().into())])),
                class: Some(if inside { 4 } else { usize::from(partly) * 2 }),
                address: Some(address(&expression)),
            }
        })
        .collect();
    let list = Some(Link::new(reader.t("compose-search"), "#ajout"));
    let caption = Caption { id: "picker".to_owned(), title: reader.t("compose-map-help"), list, ..Caption::default() };
    let legend = ["compose-map-outside", "", "compose-map-partly", "", "compose-map-inside"];
    let legend = legend.map(|key| if key.is_empty() { String::new() } else { reader.t(key) });
    areas(territory, reader, &caption, &drawn, &legend).unwrap_or_default()
}

/// What the map shows: the départements or provinces touched, or everything that has a contour.
fn scope(atlas: &Atlas, known: &RowSet, rows: &RowSet) -> RowSet {
    if rows.is_disjoint(known) {
        return known.clone();
    }
    let mut scope = RowSet::new();
    for zone in ["departement", "province"].into_iter().filter_map(|id| atlas.zoning(id)).flat_map(Zoning::zones) {
        if !zone.rows.is_disjoint(rows) {
            scope = scope.union(&zone.rows);
        }
    }
    scope.intersection(known)
}

/// The finest zones that are few enough inside `scope`: reference, name, communes.
fn offered(atlas: &Atlas, scope: &RowSet, rows: &RowSet) -> Vec<(String, String, RowSet)> {
    if rows.len() < 60 && !rows.is_empty() && scope.len() <= 700 {
        let commune = |row: u32| {
            atlas.commune(row).map(|commune| (format!("commune:{}", commune.key()), commune.name.to_owned(), RowSet::from_rows([row])))
        };
        return scope.iter().filter_map(commune).collect();
    }
    let of = |ids: &[&str]| {
        let zonings = ids.iter().filter_map(|id| atlas.zoning(id));
        let zones = zonings.flat_map(|zoning| zoning.zones().iter().map(move |zone| (zoning.id(), zone)));
        zones
            .filter(|(_, zone)| zone.rows.is_subset(scope))
            .map(|(id, zone)| (format!("{id}:{}", zone.code), zone.name.fr.clone(), zone.rows.clone()))
            .collect::<Vec<_>>()
    };
    // Belgium has no intercommunality of this kind: its arrondissements take their place on the map.
    let mut fine = of(&["epci"]);
    fine.extend(of(&["arrondissement"]).into_iter().filter(|(reference, ..)| reference.contains(":BE-")));
    if rows.is_empty() || fine.len() > 160 || fine.len() < 2 { of(&["departement", "province"]) } else { fine }
}
