//! Grids of communes with crooked borders: what is shared stays shared.

use std::collections::BTreeMap;

use bassin_statistics::RowSet;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::outline;
use super::super::{Contours, Import, Level, topology::doubled_area};
use super::{collection, import};

const SIDE: usize = 4;
const BENDS: usize = 6;

/// A grid of `SIDE` × `SIDE` communes whose borders bend as `bends` says, in steps of a ten-thousandth of a degree.
fn grid(bends: &[i16]) -> Vec<Value> {
    let bend = |index: usize| f64::from(bends[index % bends.len()]) / 10_000.0;
    let edge = |horizontal: bool, column: usize, row: usize| -> Vec<[f64; 2]> {
        let seed = ((row * (SIDE + 1) + column) * 2 + usize::from(horizontal)) * BENDS;
        let places = (0..=BENDS).map(|step| {
            let along = step as f64 / BENDS as f64 / 10.0;
            let aside = if step == 0 || step == BENDS { 0.0 } else { bend(seed + step) };
            let (x, y) = (7.0 + column as f64 / 10.0, 48.0 + row as f64 / 10.0);
            if horizontal { [x + along, y + aside] } else { [x + aside, y + along] }
        });
        places.collect()
    };
    let cell = |number: usize| {
        let (column, row) = (number % SIDE, number / SIDE);
        let back = |mut line: Vec<[f64; 2]>| {
            line.reverse();
            line
        };
        let ring =
            [edge(true, column, row), edge(false, column + 1, row), back(edge(true, column, row + 1)), back(edge(false, column, row))];
        super::feature(u32::try_from(number).unwrap(), &json!([ring.concat()]))
    };
    (0..SIDE * SIDE).map(cell).collect()
}

fn cells(rows: impl IntoIterator<Item = u32>) -> RowSet {
    RowSet::from_rows(rows)
}

/// The segments of paths, opposite ones taken away: what is left bounds the union.
fn net_segments(paths: &[String]) -> BTreeMap<[[i64; 2]; 2], i64> {
    let mut net = BTreeMap::new();
    for ring in paths.iter().flat_map(|path| super::draw::absolute(path)) {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            *net.entry([*a.min(b), *a.max(b)]).or_insert(0) += if a < b { 1 } else { -1 };
        }
    }
    net.retain(|_, count| *count != 0);
    net
}

fn paths(contours: &Contours, sets: &[RowSet], level: Level) -> Vec<String> {
    let frame = contours.frame(&contours.rows(), 500.0, 500.0).unwrap();
    let named: Vec<(&str, &RowSet)> = sets.iter().map(|rows| ("", rows)).collect();
    contours.shapes(&named, level, &frame).into_iter().map(|shape| shape.path).collect()
}

fn bends() -> impl Strategy<Value = Vec<i16>> {
    prop::collection::vec(-120i16..=120, 40..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_border_is_stored_once_and_walked_both_ways(bends in bends()) {
        let contours = Contours::default().with(&import(&collection(&grid(&bends))));
        let mut uses: BTreeMap<u32, Vec<bool>> = BTreeMap::new();
        for usage in &contours.uses {
            uses.entry(usage.arc()).or_default().push(usage.reversed());
        }
        let shared = uses.values().filter(|directions| directions.len() == 2).count();
        prop_assert!(uses.values().all(|directions| directions.len() == 1 || directions.len() == 2 && directions[0] != directions[1]));
        // An outer side is cut where a border reaches it; corner cells have their two outer sides in one arc.
        prop_assert_eq!(shared, 2 * SIDE * (SIDE - 1));
        prop_assert_eq!(uses.len() - shared, 4 * (SIDE - 1));
    }

    #[test]
    fn neighbours_keep_the_same_line_at_every_level(bends in bends(), chosen in prop::collection::btree_set(0u32..16, 1..16)) {
        let contours = Contours::default().with(&import(&collection(&grid(&bends))));
        let each: Vec<RowSet> = chosen.iter().map(|row| cells([*row])).collect();
        for level in [Level::Commune, Level::Departement, Level::Region, Level::Country] {
            let apart = net_segments(&paths(&contours, &each, level));
            let together = net_segments(&paths(&contours, &[cells(chosen.clone())], level));
            prop_assert_eq!(apart, together);
        }
    }

    #[test]
    fn no_commune_loses_its_surface(bends in bends()) {
        let contours = Contours::default().with(&import(&collection(&grid(&bends))));
        for unit in 0..16 {
            for ring in outline::rings(&contours.arcs, contours.unit_uses(unit)) {
                for level in Level::SIMPLIFIED {
                    prop_assert!(doubled_area(&outline::ring_points(&contours.arcs, &ring, level.rank())) > 0);
                }
            }
        }
    }

    #[test]
    fn the_order_and_the_number_of_files_change_nothing(bends in bends(), first in prop::collection::vec(any::<bool>(), 16)) {
        let cells = grid(&bends);
        let part = |side: bool| -> Vec<Value> { cells.iter().zip(&first).filter(|(_, first)| **first == side).map(|(cell, _)| cell.clone()).collect() };
        prop_assume!(first.contains(&true) && first.contains(&false));
        let (here, there) = (import(&collection(&part(true))), import(&collection(&part(false))));
        let whole = Contours::default().with(&import(&collection(&cells)));
        prop_assert_eq!(&Contours::default().with(&here).with(&there), &whole);
        prop_assert_eq!(&Contours::default().with(&there).with(&here), &whole);
        prop_assert_eq!(&whole.with(&here), &whole);
        prop_assert_eq!(&Contours::default().with_all(&[here, there]), &whole);
    }
}

#[test]
fn a_straight_grid_dissolves_into_its_outer_line() {
    let contours = Contours::default().with(&import(&collection(&grid(&[0]))));
    let all = cells(0..16);
    let outline = outline::rings(&contours.arcs, &contours.outline(&all));
    assert_eq!(outline.len(), 1);
    let points = outline::ring_points(&contours.arcs, &outline[0], Level::Commune.rank());
    assert_eq!(doubled_area(&points), 2 * 40_000 * 40_000);
    // Two cells that touch by a corner only are two rings.
    assert_eq!(outline::rings(&contours.arcs, &contours.outline(&cells([0, 5]))).len(), 2);
    // A ring of cells around four leaves a hole.
    assert_eq!(outline::rings(&contours.arcs, &contours.outline(&all.difference(&cells([5, 6, 9, 10])))).len(), 2);
}

#[test]
fn neighbours_share_a_side_not_a_corner() {
    let contours = Contours::default().with(&import(&collection(&grid(&[30, -20, 70]))));
    assert_eq!(contours.neighbours(0), [1, 4]);
    assert_eq!(contours.neighbours(5), [1, 4, 6, 9]);
    assert_eq!(contours.neighbours(16), [] as [u32; 0]);
    assert_eq!(contours.around(&cells([0, 1, 4, 5])), cells([2, 6, 8, 9]));
    let columns: Vec<RowSet> = (0..4).map(|column| cells((0..4).map(|row| row * 4 + column))).collect();
    let columns: Vec<&RowSet> = columns.iter().collect();
    assert_eq!(contours.zones_around(columns[1], &columns), [0, 2]);
    assert_eq!(contours.zones_around(columns[3], &columns), [2]);
}

#[test]
fn flat_communes_keep_a_triangle() {
    // A strip a hundred metres high beside communes of ten kilometres: coarser levels would flatten it.
    let strip = json!([[[7.0, 48.0], [7.1, 48.0], [7.1, 48.001], [7.05, 48.0012], [7.0, 48.001], [7.0, 48.0]]]);
    let above = json!([[[7.0, 48.001], [7.05, 48.0012], [7.1, 48.001], [7.1, 48.1], [7.0, 48.1], [7.0, 48.001]]]);
    let contours = super::contours(&[super::feature(1, &strip), super::feature(2, &above)]);
    for level in Level::SIMPLIFIED {
        let ring = &outline::rings(&contours.arcs, &contours.outline(&cells([1])))[0];
        assert!(doubled_area(&outline::ring_points(&contours.arcs, ring, level.rank())) > 0, "{level:?}");
        let apart = net_segments(&paths(&contours, &[cells([1]), cells([2])], level));
        assert_eq!(apart, net_segments(&paths(&contours, &[cells([1, 2])], level)), "{level:?}");
    }
}

#[test]
fn neighbours_across_a_frontier_need_not_draw_the_same_line() {
    let known = |key: &str| match key {
        "FR-00001" => Some(1),
        "BE-00002" => Some(2),
        "BE-00003" => Some(3),
        "BE-00004" => Some(4),
        _ => None,
    };
    let cell = |code: &str, sides: [i32; 4]| {
        let geometry = json!({"type": "Polygon", "coordinates": [super::rectangle(sides)]});
        json!({"type": "Feature", "properties": {"code": code}, "geometry": geometry})
    };
    let read = |features: &[Value]| Import::read(&collection(features), &known).unwrap();
    let french = read(&[cell("FR-00001", [0, 0, 20, 10])]);
    // Along the frontier but with other points, by a corner only, and two kilometres away.
    let belgian = read(&[cell("BE-00002", [5, -20, 15, 0]), cell("BE-00003", [20, 10, 30, 20]), cell("BE-00004", [0, 12, 20, 20])]);
    let contours = Contours::default().with(&french).with(&belgian);
    assert_eq!([1, 2, 3, 4].map(|row| contours.neighbours(row).to_vec()), [vec![2], vec![1], vec![], vec![]]);
}
