//! The real files, when the folder of data lies beside the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bassin_statistics::RowSet;

use super::super::{Contours, Import};

pub(super) const DEPARTEMENTS: [&str; 10] = [
    "08-ardennes",
    "10-aube",
    "51-marne",
    "52-haute-marne",
    "54-meurthe-et-moselle",
    "55-meuse",
    "57-moselle",
    "67-bas-rhin",
    "68-haut-rhin",
    "88-vosges",
];

pub(super) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/territory");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: the real files are not in {}", folder.display());
    None
}

/// The communes of France in 2024, numbered in the order of their codes.
fn communes(folder: &Path) -> BTreeMap<String, u32> {
    let text = fs::read_to_string(folder.join("rcarlier_communes_2024.csv")).unwrap();
    let codes = text.lines().filter(|line| line.split(',').any(|cell| cell == "COM")).map(|line| format!("FR-{}", &line[..5]));
    let codes: std::collections::BTreeSet<String> = codes.collect();
    codes.into_iter().zip(0..).collect()
}

pub(super) fn imports(folder: &Path, resolve: &dyn Fn(&str) -> Option<u32>) -> Vec<Import> {
    let read = |name: &&str| fs::read(folder.join(format!("communes-{name}.geojson"))).unwrap();
    DEPARTEMENTS.iter().map(|name| Import::read(&read(name), resolve).unwrap()).collect()
}

fn grand_est(folder: &Path, communes: &BTreeMap<String, u32>) -> (Contours, Vec<String>) {
    let imports = imports(folder, &|key| communes.get(key).copied());
    let unknown = imports.iter().flat_map(|import| import.report().unknown.clone()).collect();
    (Contours::default().with_all(&imports), unknown)
}

fn departement(communes: &BTreeMap<String, u32>, code: &str) -> RowSet {
    RowSet::from_rows(communes.iter().filter(|(key, _)| key[3..].starts_with(code)).map(|(_, row)| *row))
}

#[test]
fn ten_departements_make_one_region() {
    let Some(folder) = folder() else { return };
    let communes = communes(&folder);
    let (contours, unknown) = grand_est(&folder, &communes);
    let parts: Vec<RowSet> = DEPARTEMENTS.iter().map(|name| departement(&communes, &name[..2])).collect();
    let region = parts.iter().fold(RowSet::new(), |all, part| all.union(part));
    assert_eq!(region.len(), 5_118);
    assert!(contours.missing(&region).is_empty());
    let obsolete =
        ["08042", "08079", "08152", "08294", "51063", "51637", "52225", "54506", "55030", "55164", "57585", "57722", "67014", "67402"];
    let obsolete: Vec<String> = obsolete.iter().map(|code| format!("FR-{code}")).collect();
    assert_eq!(unknown, obsolete);

    // Borders between files are shared: Bas-Rhin touches Moselle, Meurthe-et-Moselle, Vosges and Haut-Rhin.
    let parts: Vec<&RowSet> = parts.iter().collect();
    let around: Vec<&str> = contours.zones_around(parts[7], &parts).into_iter().map(|rank| DEPARTEMENTS[rank]).collect();
    assert_eq!(around, ["54-meurthe-et-moselle", "57-moselle", "68-haut-rhin", "88-vosges"]);

    let frame = contours.frame(&region, 800.0, 800.0).unwrap();
    let whole = contours.shapes(&[("44", &region)], frame.level(), &frame);
    assert!(super::draw::absolute(&whole[0].path).len() < 20, "borders between départements do not match");

    for part in parts {
        let frame = contours.frame(part, 800.0, 800.0).unwrap();
        let each: Vec<RowSet> = part.iter().map(|row| RowSet::from_rows([row])).collect();
        let named: Vec<(&str, &RowSet)> = each.iter().map(|rows| ("", rows)).collect();
        let shapes = contours.shapes(&named, frame.level(), &frame);
        assert_eq!(shapes.len(), each.len());
        let bytes: usize = shapes.iter().map(|shape| shape.path.len()).sum();
        assert!(bytes <= 200_000, "{bytes}");
    }
}

#[test]
fn files_of_larger_zones_are_refused_with_the_reason() {
    let Some(folder) = folder() else { return };
    let communes = communes(&folder);
    for name in ["departements-grand-est.geojson", "region-grand-est.geojson"] {
        let problem = Import::read(&fs::read(folder.join(name)).unwrap(), &|key| communes.get(key).copied()).unwrap_err();
        assert_eq!(problem.violations.len(), 1);
        assert_eq!(problem.violations[0].code, "contours-no-code");
    }
}

#[test]
fn the_belgian_topology_gives_every_municipality() {
    let Some(folder) = folder() else { return };
    let bytes = fs::read(folder.join("belgium-topojson.json")).unwrap();
    // Arrondissements and provinces have codes that end with 000.
    let municipality = |key: &str| key.strip_prefix("BE-")?.parse().ok().filter(|code| code % 1000 != 0);
    let import = Import::read(&bytes, &municipality).unwrap();
    let report = import.report();
    assert_eq!((report.layer.as_deref(), report.property.as_str()), (Some("municipalities"), "nis"));
    assert_eq!((report.communes, report.features, report.unknown.len()), (581, 581, 0));
    let contours = Contours::default().with(&import);
    let verviers = contours.neighbours(63_079);
    assert!(verviers.contains(&63_020) && verviers.contains(&63_058), "{verviers:?}");
}
