//! What is drawn: paths, holes, labels, scale.

use bassin_statistics::RowSet;
use serde_json::json;

use super::super::{Contours, Level};
use super::{contours, feature, rectangle};

/// The rings of a path in tenths, decoded as a browser does: every `m` is relative, and so are the pairs after it.
pub(super) fn absolute(path: &str) -> Vec<Vec<[i64; 2]>> {
    let mut pen = [0, 0];
    let mut rings = Vec::new();
    for ring in path.split_terminator('z') {
        let numbers = numbers(ring.strip_prefix('m').unwrap());
        assert!(numbers.len() >= 6 && numbers.len().is_multiple_of(2), "{path}");
        let mut points = Vec::new();
        for pair in numbers.chunks(2) {
            pen = [pen[0] + pair[0], pen[1] + pair[1]];
            points.push(pen);
        }
        pen = points[0];
        rings.push(points);
    }
    rings
}

/// Reads numbers as the grammar of SVG paths cuts them, in tenths.
fn numbers(text: &str) -> Vec<i64> {
    let mut cut = String::new();
    let mut point = false;
    for character in text.chars() {
        if character == '-' || character == ' ' || character == '.' && point {
            cut.push(' ');
            point = false;
        }
        point |= character == '.';
        cut.push(character);
    }
    cut.split_whitespace().map(|number| (number.parse::<f64>().unwrap() * 10.0).round() as i64).collect()
}

fn one(row: u32) -> RowSet {
    RowSet::from_rows([row])
}

fn draw(contours: &Contours, rows: &RowSet) -> super::super::Shape {
    let frame = contours.frame(&contours.rows(), 400.0, 300.0).unwrap();
    contours.shapes(&[("zone", rows)], Level::Commune, &frame).remove(0)
}

#[test]
fn a_path_is_relative_and_short() {
    let contours = contours(&[feature(1, &json!([rectangle([0, 0, 10, 10])]))]);
    let shape = draw(&contours, &one(1));
    assert_eq!(shape.id, "zone");
    // 300 high: 296 between the margins, and the width of a tenth of a degree at 48° north.
    assert_eq!(shape.path, "m2 298 197.9 0 0-296-197.9 0z");
    assert_eq!(shape.bbox, [2.0, 2.0, 199.9, 298.0]);
    assert_eq!(shape.label_point, [101.0, 150.0]);
    let frame = contours.frame(&one(1), 400.0, 300.0).unwrap();
    assert_eq!((frame.width, frame.height), (202.0, 300.0));
    let kilometres = frame.kilometres_per_unit() * 296.0;
    assert!((kilometres - 11.13).abs() < 0.01, "{kilometres}");
}

#[test]
fn an_enclave_is_a_hole_in_what_surrounds_it() {
    let enclave = rectangle([4, 4, 6, 6]);
    let contours = contours(&[feature(1, &json!([rectangle([0, 0, 10, 10]), enclave])), feature(2, &json!([enclave]))]);
    assert_eq!((contours.neighbours(1), contours.neighbours(2)), (&[2][..], &[1][..]));
    let (around, inside, both) = (draw(&contours, &one(1)), draw(&contours, &one(2)), draw(&contours, &RowSet::from_rows([1, 2])));
    assert_eq!([&around, &inside, &both].map(|shape| absolute(&shape.path).len()), [2, 1, 1]);
    let turn = |ring: &[[i64; 2]]| -> i64 {
        ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<i64>().signum()
    };
    let rings = absolute(&around.path);
    assert_eq!(turn(&rings[0]), -turn(&rings[1]), "a hole turns the other way");
    // The label does not fall in the hole.
    let [x, y] = around.label_point;
    let [left, top, right, bottom] = inside.bbox;
    assert!(!(left..=right).contains(&x) || !(top..=bottom).contains(&y), "{x} {y}");
}

#[test]
fn a_commune_too_small_for_the_scale_is_still_drawn() {
    let far = json!([rectangle([0, 0, 500, 300])]);
    let tiny = json!([[[7.0, 47.9999], [7.0002, 47.9999], [7.0002, 47.99985], [7.0, 47.9999]]]);
    let contours = contours(&[feature(1, &far), feature(2, &tiny)]);
    let frame = contours.frame(&contours.rows(), 200.0, 200.0).unwrap();
    let shapes = contours.shapes(&[("small", &one(2)), ("none", &one(7)), ("large", &one(1))], frame.level(), &frame);
    assert_eq!(shapes.iter().map(|shape| shape.id.as_str()).collect::<Vec<_>>(), ["small", "large"]);
    assert_eq!(absolute(&shapes[0].path)[0].len(), 3);
    assert_eq!(contours.missing(&RowSet::from_rows([1, 2, 7])), one(7));
}

#[test]
fn the_level_follows_the_scale() {
    let level = |hundredths: i32| {
        let contours = contours(&[feature(1, &json!([rectangle([0, 0, hundredths, hundredths])]))]);
        contours.frame(&one(1), 800.0, 800.0).unwrap().level()
    };
    assert_eq!([level(10), level(100), level(300), level(900)], [Level::Commune, Level::Departement, Level::Region, Level::Country]);
}

#[test]
fn without_contours_there_is_nothing_to_draw_and_no_fault() {
    let none = Contours::default();
    assert!(none.is_empty() && none.rows().is_empty());
    assert_eq!(none.frame(&RowSet::full(10), 400.0, 300.0), None);
    assert_eq!(none.missing(&RowSet::full(10)), RowSet::full(10));
    assert!(none.around(&RowSet::full(10)).is_empty());
}
