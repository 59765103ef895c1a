//! Where bodies work: their perimeters on a map, several bodies of one perimeter drawn once.

use std::collections::BTreeMap;

use bassin_statistics::RowSet;
use bassin_territory::draw::{self, Area};
use bassin_web::{Link, Reader, chart::Caption};

use crate::{Governance, Overview, pages::tabs};

/// A perimeter and the bodies that work for it.
struct Ground {
    rows: RowSet,
    names: Vec<String>,
    address: String,
}

/// The map; none when no perimeter is known, or when their contours are not.
pub(super) fn map(governance: &Governance, reader: &Reader, found: &[Overview]) -> Option<String> {
    let mut grounds: BTreeMap<String, Ground> = BTreeMap::new();
    for Overview { body, perimeter, .. } in found.iter().filter(|overview| !overview.perimeter.is_empty()) {
        let Ok(perimeter) = governance.territory.resolve(perimeter) else { continue };
        let ground = grounds.entry(perimeter.canonical.clone()).or_insert_with(|| Ground {
            rows: perimeter.rows.clone(),
            names: Vec::new(),
            address: tabs::address(body, ""),
        });
        ground.names.push(body.name.clone());
    }
    // The widest first: what lies within stays in sight.
    let mut grounds: Vec<Ground> = grounds.into_values().collect();
    grounds.sort_by_key(|ground| std::cmp::Reverse(ground.rows.len()));
    let area = |ground: &Ground| {
        let count = u64::try_from(ground.names.len()).unwrap_or(u64::MAX);
        (ground.names.join(", "), reader.t_with("body-count", &[("count", count.into())]), ground.names.len().min(4))
    };
    let areas: Vec<Area<'_>> = grounds
        .iter()
        .map(|ground| {
            let (label, value, class) = area(ground);
            Area { rows: &ground.rows, label, value: Some(value), class: Some(class), address: Some(ground.address.clone()) }
        })
        .collect();
    let used = |class: usize| areas.iter().any(|area| area.class == Some(class));
    let name = |class: usize| if used(class) { reader.t(&format!("body-map-class-{class}")) } else { String::new() };
    let legend: Vec<String> = (0..5).map(|class| if class == 0 { String::new() } else { name(class) }).collect();
    let caption = Caption {
        id: "instances".to_owned(),
        title: reader.t("body-map-title"),
        sentence: reader.t("body-map-sentence"),
        list: Some(Link::new(reader.t("body-map-list"), "#liste")),
        ..Caption::default()
    };
    draw::areas(&governance.territory, reader, &caption, &areas, &legend)
}
