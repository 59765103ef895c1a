//! Files that are wrong: everything is said at once, in words, and nothing panics.

use bassin_kernel::{Kind, Language, Problem};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::{Contours, Import, Level, Limits};
use super::{collection, contours, feature, rectangle, resolve};

fn refused(bytes: &[u8]) -> Problem {
    Import::read(bytes, &resolve).unwrap_err()
}

fn codes(problem: &Problem) -> Vec<&str> {
    problem.violations.iter().map(|violation| violation.code.as_str()).collect()
}

#[test]
fn what_is_not_a_map_is_named_as_such() {
    assert_eq!(codes(&refused(b"\x89PNG\r\n\x1a\n")), ["contours-not-json"]);
    assert_eq!(codes(&refused(b"")), ["contours-not-json"]);
    assert_eq!(codes(&refused(b"{\"type\":\"FeatureCollection\",\"features\":[")), ["contours-not-json"]);
    assert_eq!(codes(&refused(b"[1, 2]")), ["contours-not-a-map"]);
    assert_eq!(codes(&refused(b"{\"type\":\"Topology\"}")), ["contours-not-a-map"]);
    assert_eq!(codes(&refused(&[b'['; 10_000])), ["contours-too-nested"]);
    let text = refused(b"{\"a\": }").text(Language::French);
    assert!(text.contains("ligne 1, caractère 7"), "{text}");
}

#[test]
fn a_file_beyond_the_limits_is_refused_before_it_is_read() {
    let file = collection(&[feature(1, &json!([rectangle([0, 0, 10, 10])]))]);
    let within = |bytes, vertices| Import::read_within(&file, &resolve, &Limits { bytes, vertices }).map_err(|problem| problem.kind);
    assert!(within(1000, 100).is_ok());
    assert_eq!(within(100, 100).unwrap_err(), Kind::TooLarge);
    assert_eq!(within(1000, 3).unwrap_err(), Kind::TooLarge);
}

#[test]
fn a_small_topology_cannot_grow_into_a_large_map() {
    let arc: Vec<[f64; 2]> = (0..100).map(|step| [7.0 + f64::from(step) / 100.0, 48.0 + f64::from(step % 7)]).collect();
    let file = json!({"type": "Topology", "arcs": [arc], "objects": {"a": {
        "type": "Polygon", "arcs": [vec![0; 900]], "properties": {"code": "00001"}}}});
    let limits = Limits { vertices: 10_000, ..Limits::default() };
    let problem = Import::read_within(file.to_string().as_bytes(), &resolve, &limits).unwrap_err();
    assert_eq!(problem.kind, Kind::TooLarge);
}

#[test]
fn everything_wrong_is_said_at_once() {
    let geometry =
        |row: u32, geometry: Value| json!({"type": "Feature", "properties": {"code": format!("{row:05}")}, "geometry": geometry});
    let file = json!({
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}},
        "features": [
            feature(1, &json!([rectangle([0, 0, 10, 10])])),
            geometry(2, json!({"type": "Point", "coordinates": [7, 48]})),
            feature(3, &json!([[[7, 48], [7.1, 48], [7, 48]]])),
            feature(4, &json!([[[7, "48"], [7.1, 48], [7, 48]]])),
            feature(5, &json!([[[1_050_000, 6_840_000], [1_051_000, 6_840_000], [1_051_000, 6_841_000]]])),
            geometry(6, json!({"type": "Polygon"})),
        ]
    });
    let problem = refused(file.to_string().as_bytes());
    let expected = [
        "contours-projected",
        "contours-not-surface",
        "contours-no-area",
        "contours-malformed",
        "contours-malformed",
        "contours-not-degrees",
    ];
    assert_eq!(codes(&problem), expected);
    assert_eq!(problem.violations[1].location.row, Some(2));
    let text = problem.text(Language::French);
    assert!(text.contains("EPSG::2154") && text.contains("L’objet n°\u{a0}2 (FR-00002)") && text.contains("Lambert"), "{text}");
}

#[test]
fn long_lists_of_faults_are_cut_and_counted() {
    let points: Vec<Value> = (1..=80).map(|row| feature(row, &json!([[[7, 48]]]))).collect();
    let problem = refused(&collection(&points));
    assert_eq!((problem.violations.len(), problem.unlisted), (50, 30));
}

#[test]
fn a_map_without_known_codes_says_which_properties_it_has() {
    let file =
        json!({"type": "Feature", "properties": {"nom": "Grand Est", "code": "44"}, "geometry": {"type": "Polygon", "coordinates": []}});
    let problem = refused(file.to_string().as_bytes());
    assert_eq!(codes(&problem), ["contours-no-code"]);
    assert!(problem.text(Language::English).contains("code, nom"), "{problem}");
    let file = json!({"type": "Feature", "properties": {"code": "00001"}, "geometry": {"type": "MultiPolygon", "coordinates": []}});
    assert_eq!(codes(&refused(file.to_string().as_bytes())), ["contours-no-contour"]);
}

#[test]
fn open_rings_and_spikes_are_mended() {
    let open = json!([[[7.0, 48.0], [7.1, 48.0], [7.1, 48.0], [7.3, 48.0], [7.1, 48.0], [7.1, 48.1], [7.0, 48.1]]]);
    assert_eq!(contours(&[feature(1, &open)]), contours(&[feature(1, &json!([rectangle([0, 0, 10, 10])]))]));
}

/// Draws everything at every level: what can be read can be drawn.
fn draw(contours: &Contours) {
    let rows = contours.rows();
    let Some(frame) = contours.frame(&rows, 300.0, 300.0) else { return };
    for level in [Level::Commune, Level::Departement, Level::Region, Level::Country] {
        for shape in contours.shapes(&[("all", &rows)], level, &frame) {
            assert!(shape.label_point.iter().chain(&shape.bbox).all(|number| number.is_finite()));
            super::draw::absolute(&shape.path);
        }
    }
}

const GEOJSON: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"00001"},"geometry":{"type":"Polygon","coordinates":[[[7,48],[7.1,48],[7.1,48.1],[7,48.1],[7,48]],[[7.02,48.02],[7.05,48.02],[7.03,48.05],[7.02,48.02]]]}},{"type":"Feature","properties":{"code":"00002"},"geometry":{"type":"MultiPolygon","coordinates":[[[[7.1,48],[7.2,48],[7.1,48.1],[7.1,48]]],[[[7.02,48.02],[7.05,48.02],[7.03,48.05],[7.02,48.02]]]]}}]}"#;
const TOPOJSON: &str = r#"{"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[7,48]},"objects":{"c":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0,2]],"properties":{"nis":"00001"}},{"type":"MultiPolygon","arcs":[[[1,-1]]],"properties":{"nis":"00002"}}]}},"arcs":[[[10,0],[0,10]],[[10,0],[10,0],[0,10],[-10,0]],[[10,10],[-10,0],[0,-10],[10,0]]]}"#;

proptest! {
    #[test]
    fn mangled_maps_are_read_or_refused(
        topojson in any::<bool>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"[]{},:\"-0129.eE ntx".to_vec())), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = if topojson { TOPOJSON } else { GEOJSON }.as_bytes().to_vec();
        for (place, byte) in edits {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match Import::read(&bytes, &resolve) {
            Ok(import) => draw(&Contours::default().with(&import)),
            Err(problem) => prop_assert!(!problem.violations.is_empty()),
        }
    }

    #[test]
    fn tangled_rings_are_read_and_drawn(rings in prop::collection::vec(prop::collection::vec((0u8..6, 0u8..6), 0..14), 1..6)) {
        let ring = |points: &Vec<(u8, u8)>| -> Value {
            points.iter().map(|(x, y)| json!([7.0 + f64::from(*x) / 50.0, 48.0 + f64::from(*y) / 50.0])).collect()
        };
        let features: Vec<Value> = (1u32..).zip(&rings).map(|(row, points)| feature(row, &json!([ring(points), ring(&rings[0])]))).collect();
        if let Ok(import) = Import::read(&collection(&features), &resolve) {
            let contours = Contours::default().with(&import);
            draw(&contours);
            prop_assert_eq!(contours.with(&import), contours);
        }
    }

    #[test]
    fn tampered_files_are_refused_or_drawn(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let whole = Contours::default().with(&Import::read(GEOJSON.as_bytes(), &resolve).unwrap());
        let mut bytes = whole.to_bytes();
        bytes.truncate(bytes.len() - 32);
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        // The checksum is made right again, so that the other checks are put to the test.
        let digest = Sha256::digest(&bytes);
        bytes.extend(digest);
        if let Some(contours) = Contours::from_bytes(&bytes, &resolve) {
            draw(&contours);
            draw(&contours.with(&Import::read(TOPOJSON.as_bytes(), &resolve).unwrap()));
        }
    }
}
