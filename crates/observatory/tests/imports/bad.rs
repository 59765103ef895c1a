use std::fmt::Write;

use bassin_kernel::{Kind, Language, Problem};
use bassin_observatory::migrations;
use bassin_testkit::on_each_engine;

use super::{HEADER, House, POPULATION, codes};

/// What importing `content` under `name` is refused for.
async fn refusal(house: &House, name: &str, content: impl AsRef<[u8]>) -> Problem {
    let problem = house.import(&house.file(name, content)).await.unwrap_err();
    for violation in &problem.violations {
        assert!(violation.message.fr.len() > 15 && violation.message.en.len() > 15 && !violation.code.is_empty(), "{violation:?}");
    }
    assert!(house.kept("files").is_empty() && house.kept("cube").is_empty(), "a refused file leaves nothing");
    problem
}

#[tokio::test]
async fn every_fault_of_a_file_is_told_at_once_by_row_and_column() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        let content = format!(
            "{HEADER}67482;280966;275718;1;1\n1001;1;1;1;1\n99999;1;1;1;1\n67180;12.5;1;1;1\n67182;-3;x;1;1\n67482;1;1;1;1\n67343;1;1\n67365;beaucoup;1;1;1\n;;;;\n97611;1;1;1;1\n"
        );
        let problem = refusal(&house, "population.csv", content).await;
        assert_eq!(problem.kind, Kind::Invalid);
        let expected = [
            ("leading-zero-lost", 3),
            ("geo-unknown-code", 4),
            ("type-error", 5),
            ("negative-count", 6),
            ("marker-unknown", 6),
            ("primary-key", 7),
            ("missing-cell", 8),
            ("type-error", 9),
        ];
        assert_eq!(codes(&problem), expected.map(|(code, row)| (code.to_owned(), Some(row))));
        assert_eq!(problem.violations[0].suggestions, ["01001"]);
        assert_eq!(problem.violations[2].suggestions, ["12,5"]);
        assert_eq!(problem.violations[4].location.column.as_deref(), Some("P12_POP"));
    })
    .await;
}

#[tokio::test]
async fn thousands_of_faults_are_counted_and_the_rarest_still_listed() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        let mut content = HEADER.to_owned();
        for number in 0..5_000 {
            writeln!(content, "Z{number};1;1;1;1").unwrap();
        }
        content.push_str("67482;abcde;1;1;1\n");
        let problem = refusal(&house, "population.csv", content).await;
        assert!(problem.violations.len() < 100 && problem.unlisted == 5_001 - 61, "{}", problem.unlisted);
        assert!(problem.violations.iter().any(|violation| violation.code == "type-error"));
        let last = problem.violations.last().unwrap();
        assert!(last.code == "more-errors" && last.message.fr.contains("geo-unknown-code\u{a0}: 5000"), "{}", last.message.fr);
    })
    .await;
}

#[tokio::test]
async fn wrong_columns_encodings_and_separators_are_told() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        let columns = refusal(&house, "population.csv", "codgeo;P17_POP;P12_POP;ACT\n67482;1;1;1\n").await;
        let missing: Vec<_> = columns.violations.iter().filter_map(|violation| violation.location.column.as_deref()).collect();
        assert_eq!(missing, ["CODGEO", "P17_ACT", "MED"]);
        assert_eq!(columns.violations[0].suggestions, ["codgeo"]);

        let commas = refusal(&house, "population.csv", HEADER.replace(';', ",") + "67482,1,1,1,1\n").await;
        assert_eq!(commas.violations[0].code, "dialect-error");

        let mut latin = format!("{HEADER}67482;1;1;1;1\n").into_bytes();
        latin.extend_from_slice(b"67180;\xE9;1;1;1\n");
        assert_eq!(refusal(&house, "population.csv", latin).await.violations[0].code, "encoding-error");

        let mark = format!("\u{feff}{HEADER}67482;1;1;1;1\n");
        assert!(house.check(&house.file("population.csv", mark)).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_is_no_table_or_no_known_dataset_is_told() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(
            &store,
            &[("population.toml", POPULATION), ("autre.toml", &POPULATION.replace("\"population\"\ntitle", "\"autre\"\ntitle"))],
        );
        for (content, code) in [
            (b"\x89PNG\r\n\x1a\n".as_slice(), "format-error"),
            (b"", "empty-file"),
            (b"%PDF-1.7", "format-error"),
            (b"PK\x03\x04...", "format-error"),
        ] {
            assert_eq!(codes(&refusal(&house, "population.csv", content).await), [(code.to_owned(), None)]);
        }
        let unknown = refusal(&house, "x.csv", "a;b\n1;2\n").await;
        assert_eq!(unknown.violations[0].code, "schema-unknown");
        assert!(unknown.text(Language::French).contains("a, b"), "{unknown}");
        let ambiguous = refusal(&house, "population.csv", format!("{HEADER}67482;1;1;1;1\n")).await;
        assert_eq!((ambiguous.violations[0].code.as_str(), ambiguous.violations[0].suggestions.len()), ("schema-ambiguous", 2));
        let absent = house.import(&house.folder.join("absent.csv")).await.unwrap_err();
        assert_eq!(absent.kind, Kind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_part_above_its_whole_and_a_file_without_rows() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        let empty = refusal(&house, "population.csv", HEADER).await;
        assert_eq!(codes(&empty), [("row-count".to_owned(), None)]);
        let checked = house.check(&house.file("population.csv", format!("{HEADER}67482;10;1;11;1\n"))).await.unwrap();
        assert_eq!((checked.report.tallies[0].code.as_str(), checked.report.tallies[0].count), ("subset-exceeds-total", 1));
    })
    .await;
}

#[tokio::test]
async fn a_dataset_of_an_absent_zoning_names_the_file_to_import_first() {
    on_each_engine(migrations, |store| async move {
        let descriptor = POPULATION.replace("support = \"commune\"", "support = \"bassin-imaginaire\"");
        let house = House::new(&store, &[("population.toml", &descriptor)]);
        let problem = refusal(&house, "population.csv", format!("{HEADER}67482;1;1;1;1\n")).await;
        assert_eq!(problem.violations[0].code, "zoning-missing");
        assert!(problem.text(Language::English).contains("bassin-imaginaire"), "{problem}");
    })
    .await;
}

const LONG: &str = r#"
id = "mois"
title = { fr = "Par mois", en = "By month" }
producer = "Insee"
source = { fr = "Insee", en = "Insee" }
licence = "LO"
vintage = 2024
themes = ["labour-market"]
duplicates = "DUPLICATES"
[file]
pattern = "mois*.csv"
[[geography]]
support = "departement"
column = "code"
strip = ["leading-zero-3"]
when = { column = "code", matches = ["???"] }
[[geography]]
support = "region"
column = "code"
strip = ["prefix:reg", "number", "pad-2"]
when = { column = "code", matches = ["reg*"] }
[period]
column = "mois"
format = "mois_annee"
[[dimensions]]
id = "sexe"
name = { fr = "Sexe", en = "Sex" }
column = "sexe"
[[measures]]
id = "inscrits"
name = { fr = "Inscrits", en = "Registered" }
unit = { fr = "personnes", en = "people" }
kind = "count"
column = "n"
[markers]
"*" = { masked = [1, 4] }
"#;

#[tokio::test]
async fn repeated_keys_mean_what_the_descriptor_says() {
    on_each_engine(migrations, |store| async move {
        let content = "code,mois,sexe,n\n067,janvier_2020,f,10\n067,janvier_2020,h,*\n067,janvier_2020,f,10\n02A,janvier_2020,f,3\nreg44.0,janvier_2020,f,70\n067,janvier_2020,h,5\n";
        let described = |mode: &str| LONG.replace("DUPLICATES", mode);
        for (mode, rows) in [("refuse", vec![4, 7]), ("identical-once", vec![7])] {
            let text = described(mode);
            let house = House::new(&store, &[("mois.toml", &text)]);
            let found: Vec<_> = codes(&refusal(&house, "mois.csv", content).await).into_iter().filter_map(|(_, row)| row).collect();
            assert_eq!(found, rows, "{mode}");
        }
        let text = described("conflict-missing");
        let house = House::new(&store, &[("mois.toml", &text)]);
        let outcome = house.import(&house.file("mois.csv", content)).await.unwrap_or_else(|problem| panic!("{problem}"));
        let counts: Vec<_> = outcome.version().report.tallies.iter().map(|tally| (tally.code.as_str(), tally.count)).collect();
        assert_eq!(counts, [("primary-key", 1), ("duplicate-row", 1)]);
        let departement = |code: &str| bassin_statistics::RowSet::from_rows([house.atlas.zoning("departement").unwrap().position(code).unwrap()]);
        assert_eq!(house.sum("mois", "departement", "inscrits@2020-01|sexe=f", &departement("67")).0, Some(10.0));
        assert_eq!(house.sum("mois", "departement", "inscrits@2020-01|sexe=h", &departement("67")), (None, None, 1));
        assert_eq!(house.sum("mois", "departement", "inscrits@2020-01|sexe=f", &departement("2A")).0, Some(3.0));
        let text = described("add");
        let house = House::new(&store, &[("mois.toml", &text)]);
        house.datasets.rebuild(&super::operator(), &house.atlas).await.unwrap();
        assert_eq!(house.sum("mois", "departement", "inscrits@2020-01|sexe=h", &departement("67")), (Some(6.0), Some(9.0), 0));
        assert_eq!(house.sum("mois", "departement", "inscrits@2020-01|sexe=f", &departement("67")).0, Some(20.0));
    })
    .await;
}

#[tokio::test]
async fn wrong_periods_and_levels_are_told() {
    on_each_engine(migrations, |store| async move {
        let text = LONG.replace("DUPLICATES", "refuse");
        let house = House::new(&store, &[("mois.toml", &text)]);
        let problem =
            refusal(&house, "mois.csv", "code,mois,sexe,n\n067,brumaire,f,1\nFR,janvier_2020,f,1\n999,janvier_2020,f,1\n067,mai_2020,,1\n")
                .await;
        let expected = [("period-unknown", 2), ("geo-level-mismatch", 3), ("geo-unknown-code", 4), ("nomenclature-unknown", 5)];
        assert_eq!(codes(&problem), expected.map(|(code, row)| (code.to_owned(), Some(row))));
    })
    .await;
}
