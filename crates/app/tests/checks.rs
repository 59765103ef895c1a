//! The figures of `../shared/data/CHECKS.md`, which another tool computed from the files: through the page, the API and the command line,
//! on both engines.
//!
//! Département 67 agrees to the digit. For région 44 the known sums were made by joining the census on the codes of communes of 2024,
//! which leaves out the communes merged between 2020 and 2024; here their figures land on the communes they joined. The test finds those
//! communes again in the file and shows that the difference is exactly their figures.

use std::{collections::BTreeSet, path::Path};

use bassin_documents::{Dialect, Encoding, Format, Limits, Row, Table};
use bassin_territory::{Atlas, Country, Located};
use bassin_testkit::get;
use serde_json::Value;

use crate::support::{House, line};

/// The year of the geography of the census files.
const VINTAGE: u16 = 2020;

const FILES: [&str; 7] = [
    "territory/insee_historique_modifications_communes.csv",
    "territory/insee_table-appartenance-geo-communes-2024.xlsx",
    "territory/communes_bassins_emploi_FT_2021_odis.csv",
    "statistics/insee_rp_population2017_short.csv",
    "statistics/insee_rp_emploi2017_short.csv",
    "statistics/insee_rp_education2017_short.csv",
    "needs/Base_open_data_BMO_2024.xlsx",
];

/// A measure: its indicator, its column, its file, the known sums of région 44 and of département 67.
const CENSUS: [(&str, &str, &str, f64, f64); 5] = [
    ("census-population", "P17_POP", "population", 5_549_061.0, 1_125_559.0),
    ("census-population-15-64", "P17_POP1564", "emploi", 3_512_371.3, 734_075.8),
    ("census-active-population", "P17_ACT1564", "emploi", 2_577_222.2, 548_334.1),
    ("census-unemployed", "P17_CHOM1564", "emploi", 356_872.1, 66_773.4),
    ("population-15-17", "P17_POP1517", "education", 202_093.0, 40_200.6),
];

/// The rows of a comma-separated file, as `(first column, column asked for)`.
fn column(path: &Path, name: &str) -> Vec<(String, String)> {
    let dialect = Dialect { format: Format::Csv, encoding: Encoding::Utf8, separator: b',', sheet: None, header_row: 1, footer_rows: 0 };
    let mut table = Table::open(path, &dialect, &Limits::default()).unwrap();
    let column = table.headers().iter().position(|header| header == name).unwrap();
    let (mut row, mut rows) = (Row::default(), Vec::new());
    while table.next(&mut row).unwrap() {
        rows.push((row.cells[0].clone(), row.cells[column].clone()));
    }
    rows
}

/// The communes of the census files, in région 44, that the geography of 2024 does not have any more.
fn merged_between(data: &Path, atlas: &Atlas) -> BTreeSet<String> {
    let codes_2024: BTreeSet<String> =
        column(&data.join("territory/rcarlier_communes_2024.csv"), "insee_com").into_iter().map(|(code, _)| code).collect();
    let region = &atlas.zone("region", "44").unwrap().rows;
    let census = column(&data.join("statistics/insee_rp_population2017_short.csv"), "P17_POP");
    let gone = census.into_iter().map(|(code, _)| code).filter(|code| !codes_2024.contains(code));
    gone.filter(|code| match atlas.locate(Country::France, code, Some(VINTAGE)) {
        Located::Merged { row } | Located::Delegated { row } => region.contains(row),
        Located::Current(_) | Located::Arrondissement { .. } | Located::Split { .. } | Located::Unknown { .. } => false,
    })
    .collect()
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn value(portrait: &Value, indicator: &str) -> f64 {
    let value = &line(portrait, indicator)["value"];
    assert_eq!((value["status"].as_str(), value["missing"].as_u64()), (Some("exact"), Some(0)), "{indicator}");
    value["value"].as_f64().unwrap()
}

fn at(portrait: &Value, indicator: &str, period: &str) -> f64 {
    let series = line(portrait, indicator)["series"].as_array().unwrap();
    series.iter().find(|point| point["period"] == period).unwrap()["value"]["value"].as_f64().unwrap()
}

fn departement(portrait: &Value) {
    for (indicator, _, _, _, known) in CENSUS {
        assert_eq!(tenth(value(portrait, indicator)), known, "{indicator}");
    }
    assert_eq!(tenth(at(portrait, "census-population", "2012")), 1_104_667.0);
    assert_eq!(format!("{:.2}", value(portrait, "census-unemployment-rate")), "12.18");
    let at_school = value(portrait, "schooling-rate-15-17") * value(portrait, "population-15-17") / 100.0;
    assert_eq!(tenth(at_school), 38_409.7);
}

fn region(portrait: &Value, data: &Path, merged: &BTreeSet<String>) {
    for (indicator, measure, file, known, _) in CENSUS {
        let file = data.join(format!("statistics/insee_rp_{file}2017_short.csv"));
        let left_out: f64 =
            column(&file, measure).iter().filter(|(code, _)| merged.contains(code)).map(|(_, text)| text.parse::<f64>().unwrap()).sum();
        assert!(left_out > 0.0, "{indicator}");
        let difference = value(portrait, indicator) - left_out - known;
        assert!(difference.abs() < 0.06, "{indicator}: {difference} more than the known sum and the merged communes");
    }
    assert_eq!(value(portrait, "census-population"), 5_549_586.0);
    assert_eq!(format!("{:.2}", value(portrait, "census-unemployment-rate")), "13.85");
}

/// The labour needs survey: known sums, and masked cells. Each star hides 0 to 4, so the width of an interval is four times their number.
/// `masked` counts cells of the cube, basin × occupation: a basin astride two départements has two rows in the file and one cell here,
/// so that a few stars fall together.
fn needs(portrait: &Value) {
    let projects = &line(portrait, "recruitment-projects")["value"];
    let (lower, upper) = (projects["lower"].as_f64().unwrap(), projects["upper"].as_f64().unwrap());
    assert_eq!(lower, 189_816.0);
    assert_eq!((upper - lower) / 4.0, 1_262.0);
    together(projects, 1_262);
    for (indicator, known, stars) in [("difficult-recruitment-share", 102_892.0, 2_282), ("seasonal-recruitment-share", 59_600.0, 3_985)] {
        let share = &line(portrait, indicator)["value"];
        let (least, most) = (share["lower"].as_f64().unwrap(), share["upper"].as_f64().unwrap());
        assert!((least * upper / 100.0 - known).abs() < 1e-6, "{indicator}: {least}");
        assert!((most * lower / 100.0 - known - 4.0 * f64::from(stars)).abs() < 1e-6, "{indicator}: {most}");
        together(share, stars);
    }
}

fn together(value: &Value, stars: u32) {
    let (masked, stars) = (value["masked"].as_u64().unwrap(), u64::from(stars));
    assert!(masked <= stars && masked + 10 >= stars, "{masked} masked cells for {stars} stars");
}

async fn all_ways(house: &House, data: &Path) {
    let files = FILES.map(|file| data.join(file).display().to_string());
    let imported = house.bassin(&[&["import"], &files.each_ref().map(String::as_str)[..]].concat());
    assert_eq!(imported.code, 0, "{}", imported.err);

    let installation = house.open().await;
    let router = bassin::router(&installation);
    let atlas = installation.territory.atlas();
    let merged = merged_between(data, &atlas);
    println!("communes of région 44 merged between 2020 and 2024: {merged:?}");
    assert_eq!(merged.iter().map(String::as_str).collect::<Vec<_>>(), ["08294", "51063", "51637"]);

    for expression in ["departement:67", "region:44"] {
        let api = get(&router, &format!("/api/v1/portrait?perimeter={expression}")).await.json();
        let terminal = house.json(&["portrait", expression, "--json"]);
        assert_eq!(api, terminal, "{expression}");
        let page = get(&router, &format!("/territoires/portrait?p={expression}")).await;
        let shown: &[&str] = if expression == "departement:67" {
            departement(&api);
            &["1\u{202f}125\u{202f}559", "734\u{202f}076", "548\u{202f}334", "66\u{202f}773", "12,2", "514 communes"]
        } else {
            region(&api, data, &merged);
            needs(&api);
            &["5\u{202f}549\u{202f}586", "2\u{202f}577\u{202f}472", "13,8", "189\u{202f}816", "5\u{202f}115 communes"]
        };
        for text in shown {
            assert!(page.text().contains(text), "{text} is not on the page of {expression}");
        }
    }
    for (zoning, known) in [("zone-emploi", 27), ("bassin-vie", 173)] {
        let path = format!("/api/v1/explore?indicator=census-population&zoning={zoning}&perimeter=region:44");
        assert_eq!(get(&router, &path).await.json()["zones"].as_array().unwrap().len(), known, "{zoning}");
    }
    installation.database.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn known_sums_come_out_of_page_api_and_command_line_on_both_engines() {
    bassin_testkit::on_each_engine(bassin_testkit::migrations, |store| async move {
        let Some(data) = bassin_testkit::shared_data() else { return };
        let house = if store.url().starts_with("postgres") { House::with_store(store.url()) } else { House::new() };
        all_ways(&house, &data).await;
    })
    .await;
}
