//! The real maps seen from the embedded reference.

use std::collections::BTreeSet;
use std::fs;

use bassin_statistics::RowSet;

use super::super::{Contours, Import};
use super::real::{DEPARTEMENTS, folder, imports};
use crate::{Atlas, Country};

/// The row of a commune of today, or that of its successor.
fn row(atlas: &Atlas, key: &str) -> Option<u32> {
    let (country, code) = match key.split_once('-')? {
        ("FR", code) => (Country::France, code),
        ("BE", code) => (Country::Belgium, code),
        _ => return None,
    };
    atlas.locate(country, code, None).row()
}

#[test]
fn every_commune_of_the_region_is_drawn_and_former_ones_join_their_successor() {
    let Some(folder) = folder() else { return };
    let atlas = Atlas::reference();
    let imports = imports(&folder, &|key| row(&atlas, key));
    let contours = Contours::default().with_all(&imports);
    let departements: BTreeSet<&str> = DEPARTEMENTS.iter().map(|name| &name[..2]).collect();
    let current = |key: &str| key.strip_prefix("FR-").is_some_and(|code| departements.contains(&code[..2]));
    let region = RowSet::from_rows((0u32..).zip(atlas.communes()).filter(|(_, commune)| current(&commune.key())).map(|(row, _)| row));
    assert_eq!(region.len(), 5_115);
    assert!(contours.missing(&region).is_empty());
    let former = |import: &Import| import.keys().filter(|(key, _)| atlas.row(key).is_none()).count() + import.report().unknown.len();
    assert_eq!(imports.iter().map(former).sum::<usize>(), 17);
    let unknown: Vec<&String> = imports.iter().flat_map(|import| &import.report().unknown).collect();
    assert_eq!(unknown, [] as [&str; 0], "a former commune without successor leaves a hole in the map");
}

#[test]
fn the_belgian_map_of_2019_still_draws_nearly_all_municipalities() {
    let Some(folder) = folder() else { return };
    let atlas = Atlas::reference();
    let bytes = fs::read(folder.join("belgium-topojson.json")).unwrap();
    let import = Import::read(&bytes, &|key| row(&atlas, key)).unwrap();
    assert_eq!(import.keys().count() + import.report().unknown.len(), 581);
    let belgium = (0u32..).zip(atlas.communes()).filter(|(_, commune)| commune.key().starts_with("BE-")).map(|(row, _)| row);
    let missing = Contours::default().with(&import).missing(&RowSet::from_rows(belgium));
    // Municipalities made by mergers since have codes of their own.
    assert!(missing.len() <= 20, "{}", missing.len());
}
