//! Where bodies work: their perimeters on a map, several bodies of one perimeter drawn once.

use std::collections::BTreeMap;

use bassin_statistics::RowSet;
use bassin_territory::draw::{self, Area};
use bassin_web::{Link, Reader, chart::Caption, classes::Counts};

use crate::{Governance, Overview, pages::tabs};

/// A perimeter and the bodies that work for it.
struct Ground {
    rows: RowSet,
    names: Vec<String>,
    /// The page of its only body, or the list of those that work there.
    only: String,
    expression: String,
}

impl Ground {
    fn address(&self) -> String {
        if self.names.len() == 1 { self.only.clone() } else { bassin_kernel::address("/instances", &[("p", &self.expression)]) }
    }
}

/// How many bodies a place names.
const NAMED: usize = 3;

/// The first bodies of a place, and how many more there are.
fn label(reader: &Reader, names: &[String]) -> String {
    let first = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(NAMED).and_then(|rest| u64::try_from(rest).ok()) {
        None | Some(0) => first,
        Some(rest) => reader.t_with("body-map-more", &[("names", first.into()), ("count", rest.into())]),
    }
}

fn bodies(reader: &Reader, count: usize) -> String {
    reader.t_with("body-count", &[("count", u64::try_from(count).unwrap_or(u64::MAX).into())])
}

/// The numbers of bodies of a class, in words; empty when it has none.
fn class_words(reader: &Reader, range: Option<(usize, usize)>) -> String {
    match range {
        None => String::new(),
        Some((least, most)) if least == most => bodies(reader, least),
        Some((least, most)) => {
            let most = bodies(reader, most);
            reader.t_with("body-map-between", &[("least", least.to_string().into()), ("most", most.into())])
        }
    }
}

/// The map; none when no perimeter is known, or when their contours are not.
pub(super) fn map(governance: &Governance, reader: &Reader, found: &[Overview]) -> Option<String> {
    let mut grounds: BTreeMap<String, Ground> = BTreeMap::new();
    for Overview { body, perimeter, .. } in found.iter().filter(|overview| !overview.perimeter.is_empty()) {
        let Ok(perimeter) = governance.territory.resolve(perimeter) else { continue };
        let ground = grounds.entry(perimeter.canonical.clone()).or_insert_with(|| Ground {
            rows: perimeter.rows.clone(),
            names: Vec::new(),
            only: tabs::address(body, ""),
            expression: perimeter.canonical.clone(),
        });
        ground.names.push(body.name.clone());
    }
    // The widest first: what lies within stays in sight.
    let mut grounds: Vec<Ground> = grounds.into_values().collect();
    grounds.sort_by_key(|ground| std::cmp::Reverse(ground.rows.len()));
    // A body that works for a region works in each part of it.
    let there =
        |ground: &Ground| grounds.iter().filter(|other| ground.rows.is_subset(&other.rows)).map(|other| other.names.len()).sum::<usize>();
    let counts: Vec<usize> = grounds.iter().map(there).collect();
    let scale = Counts::of(&counts);
    let areas: Vec<Area<'_>> = grounds
        .iter()
        .zip(&counts)
        .map(|(ground, count)| Area {
            rows: &ground.rows,
            label: label(reader, &ground.names),
            value: Some(bodies(reader, *count)),
            class: Some(scale.class(*count)),
            address: Some(ground.address()),
        })
        .collect();
    let legend = scale.ranges().map(|range| class_words(reader, range));
    let caption = Caption {
        id: "instances".to_owned(),
        title: reader.t("body-map-title"),
        sentence: reader.t("body-map-sentence"),
        list: Some(Link::new(reader.t("body-map-list"), "#liste")),
        ..Caption::default()
    };
    draw::areas(&governance.territory, reader, &caption, &areas, &legend)
}
