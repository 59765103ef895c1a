//! Formats read, codes recognised, contours kept and replaced.

use bassin_statistics::RowSet;
use serde_json::{Value, json};

use super::super::{Contours, Import};
use super::{collection, contours, feature, import, rectangle, resolve};

/// Two squares side by side and, as another object, the rectangle they make: arcs of whole numbers, hundredths of a degree from 7° E 48° N.
fn topology() -> Value {
    json!({
        "type": "Topology",
        "transform": {"scale": [0.01, 0.01], "translate": [7, 48]},
        "objects": {
            "regions": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[1, 2]], "properties": {"code": "44"}}]},
            "communes": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "arcs": [[0, 2]], "properties": {"nom": "Ouest", "insee": "00001"}},
                {"type": "MultiPolygon", "arcs": [[[1, -1]]], "properties": {"nom": "Est", "insee": "00002"}}
            ]}
        },
        "arcs": [
            [[10, 0], [0, 10]],
            [[10, 0], [10, 0], [0, 10], [-10, 0]],
            [[10, 10], [-10, 0], [0, -10], [10, 0]]
        ]
    })
}

#[test]
fn topojson_says_the_same_as_geojson() {
    let import = import(topology().to_string().as_bytes());
    assert_eq!(import.report().layer.as_deref(), Some("communes"));
    assert_eq!((import.report().property.as_str(), import.report().communes), ("insee", 2));
    let squares = [feature(1, &json!([rectangle([0, 0, 10, 10])])), feature(2, &json!([rectangle([10, 0, 20, 10])]))];
    assert_eq!(Contours::default().with(&import), contours(&squares));
    assert_eq!(contours(&squares).neighbours(1), [2]);
}

#[test]
fn a_topology_without_transform_gives_degrees() {
    let ring = rectangle([0, 0, 10, 10]);
    let file = json!({"type": "Topology", "arcs": [ring], "objects": {"a": {"type": "Polygon", "id": 1, "arcs": [[0]], "properties": {"CODE": "00001"}}}});
    let read = import(file.to_string().as_bytes());
    assert_eq!(Contours::default().with(&read), contours(&[feature(1, &json!([ring]))]));
    assert_eq!(read.report().property, "CODE");
}

#[test]
fn codes_are_recognised_under_many_names() {
    let communes = |key: &str| match key {
        "FR-01001" => Some(1),
        "FR-67482" => Some(2),
        "BE-21001" => Some(3),
        _ => None,
    };
    let read = |properties: Value| -> Option<(String, String)> {
        let file =
            json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [rectangle([0, 0, 1, 1])]}});
        let import = Import::read(file.to_string().as_bytes(), &communes).ok()?;
        Some((import.report().property.clone(), import.keys().next()?.0.to_owned()))
    };
    let expect = |property: &str, key: &str| Some((property.to_owned(), key.to_owned()));
    assert_eq!(read(json!({"nom": "x", "INSEE_COM": "67482"})), expect("INSEE_COM", "FR-67482"));
    assert_eq!(read(json!({"codgeo": 1001})), expect("codgeo", "FR-01001"), "a lost zero comes back");
    assert_eq!(read(json!({"code": "1001"})), expect("code", "FR-01001"));
    assert_eq!(read(json!({"code": "Z", "nis": "21001"})), expect("nis", "BE-21001"));
    assert_eq!(read(json!({"NIS": 21001})), expect("NIS", "BE-21001"));
    assert_eq!(read(json!({"shn": "BE421001"})), expect("shn", "BE-21001"));
    assert_eq!(read(json!({"com_code": ["67482"]})), expect("com_code", "FR-67482"));
    assert_eq!(read(json!({"id": "FR-67482"})), expect("id", "FR-67482"));
    assert_eq!(read(json!({"population": 67482})), None);
}

#[test]
fn the_country_is_the_one_that_answers_to_most_codes() {
    // Codes of Marne that are also codes of Hainaut.
    let communes = |key: &str| match key {
        "FR-51001" => Some(1),
        "FR-51002" => Some(2),
        "FR-51004" => Some(3),
        "BE-51004" => Some(9),
        _ => None,
    };
    let squares: Vec<Value> =
        (0..3).zip([51001, 51002, 51004]).map(|(place, code)| feature(code, &json!([rectangle([place, 0, place + 1, 1])]))).collect();
    let import = Import::read(&collection(&squares), &communes).unwrap();
    assert_eq!(import.keys().map(|(_, row)| row).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn the_report_says_what_was_left_out_and_what_was_merged() {
    // 00009 was merged into 00001.
    let communes = |key: &str| resolve(key).filter(|row| *row < 10).map(|row| if row == 9 { 1 } else { row });
    let mut squares: Vec<Value> =
        (0..4).zip([1, 9, 50, 2]).map(|(place, code)| feature(code, &json!([rectangle([place, 0, place + 1, 1])]))).collect();
    squares.push(json!({"type": "Feature", "properties": {"code": "00003"}, "geometry": null}));
    squares.push(json!({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [rectangle([9, 0, 10, 1])]}}));
    let import = Import::read(&collection(&squares), &communes).unwrap();
    let report = import.report();
    assert_eq!((report.features, report.communes, report.without_code), (6, 2, 1));
    assert_eq!(report.unknown, ["FR-00050"]);
    assert_eq!(report.without_geometry, ["FR-00003"]);
    assert_eq!(report.merged, [(1, vec!["FR-00001".to_owned(), "FR-00009".to_owned()])]);
    // Both contours of commune 1 are drawn as one square twice as wide.
    let contours = Contours::default().with(&import);
    let joined = contours.frame(&RowSet::from_rows([1]), 400.0, 400.0).unwrap();
    let shapes = contours.shapes(&[("1", &RowSet::from_rows([1]))], joined.level(), &joined);
    let rings = super::draw::absolute(&shapes[0].path);
    assert_eq!((rings.len(), shapes[0].bbox[0], shapes[0].bbox[2]), (1, 2.0, joined.width - 2.0));
}

#[test]
fn a_commune_drawn_again_replaces_the_former_contour() {
    let west = feature(1, &json!([rectangle([0, 0, 10, 10])]));
    let east = feature(2, &json!([rectangle([10, 0, 20, 10])]));
    let smaller = feature(2, &json!([rectangle([12, 0, 20, 10])]));
    let before = contours(&[west.clone(), east]);
    let after = before.with(&import(&collection(std::slice::from_ref(&smaller))));
    assert_eq!(after, contours(&[west, smaller]));
    assert_eq!((before.neighbours(1), after.neighbours(1)), (&[2][..], &[][..]));
}

#[test]
fn the_same_contour_given_twice_counts_once() {
    let square = feature(1, &json!([rectangle([0, 0, 10, 10])]));
    assert_eq!(contours(&[square.clone(), square.clone()]), contours(&[square]));
}

#[test]
fn contours_are_written_once_and_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let contours = contours(&[feature(1, &json!([rectangle([0, 0, 10, 10])])), feature(2, &json!([rectangle([10, 0, 20, 10])]))]);
    for contours in [contours.clone(), Contours::default()] {
        let written = contours.write(dir.path()).unwrap();
        assert_eq!(contours.write(dir.path()).unwrap(), written);
        assert!(written.path.ends_with(format!("{}.contours", written.sha256)));
        assert_eq!(std::fs::metadata(&written.path).unwrap().len(), written.bytes);
        assert_eq!(Contours::read(&written.path, &resolve).unwrap(), contours);
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "no temporary file is left");
    // Rows are those of the reference of the day: a commune may have moved, or be gone.
    let moved = |key: &str| (key == "FR-00002").then_some(40);
    let read = Contours::read(&contours.write(dir.path()).unwrap().path, &moved).unwrap();
    assert_eq!(read.rows(), RowSet::from_rows([40]));
    assert_eq!(read.write(dir.path()).unwrap(), contours.write(dir.path()).unwrap(), "what is unknown today is not lost");
}

#[test]
fn a_file_that_is_not_whole_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let written = contours(&[feature(1, &json!([rectangle([0, 0, 10, 10])]))]).write(dir.path()).unwrap();
    let bytes = std::fs::read(&written.path).unwrap();
    let other = dir.path().join("other");
    let mut altered = bytes.clone();
    altered[30] ^= 1;
    for content in [&bytes[..bytes.len() - 1], &bytes[..20], &altered, b"", b"\x89PNG\r\n"] {
        std::fs::write(&other, content).unwrap();
        assert_eq!(Contours::read(&other, &resolve).unwrap_err().violations[0].code, "unavailable");
    }
    assert!(Contours::read(&dir.path().join("absent"), &resolve).is_err());
    assert!(contours(&[feature(1, &json!([rectangle([0, 0, 10, 10])]))]).write(&dir.path().join("absent")).is_err());
}
