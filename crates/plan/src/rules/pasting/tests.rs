use bassin_kernel::LocalizedText;
use proptest::prelude::*;

use super::*;
use crate::{Indicator, Sheet, rules::testing};

#[test]
fn numbers_are_read_as_spreadsheets_and_people_write_them() {
    for (written, read) in [
        ("1 234,5", 1234.5),
        ("1\u{202f}234,5", 1234.5),
        ("1\u{a0}234", 1234.0),
        ("12,5 %", 12.5),
        ("12,5\u{202f}%", 12.5),
        ("12 500,00 €", 12500.0),
        ("−3,25", -3.25),
        ("+4", 4.0),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1’234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        (",5", 0.5),
        ("7,", 7.0),
        ("  8\t", 8.0),
    ] {
        assert_eq!(number(written), Some(read), "{written:?}");
    }
    for wrong in ["", "n.c.", "douze", "1,2,3", "1.2.3", "12 %%", "1e5", "NaN", "inf", "-", "%", ",", "12-3", "1,23.4", "--4", "3 %2"] {
        assert_eq!(number(wrong), None, "{wrong:?}");
    }
}

#[test]
fn cells_keep_what_quotes_hold_and_lines_keep_their_number() {
    let read = |text: &str| cells(text);
    assert_eq!(read("a\tb\r\nc\td"), [["a", "b"], ["c", "d"]]);
    assert_eq!(read("a\n\nb"), [["a"], [""], ["b"]]);
    assert_eq!(read("\"deux\nlignes\"\t\"un \"\"mot\"\"\""), [["deux\nlignes", "un \"mot\""]]);
    assert_eq!(read("\"à moitié\tb"), [["\"à moitié", "b"]], "a quote that nothing closes is a character");
    assert_eq!(read("5\" de plus\t1"), [["5\" de plus", "1"]]);
    assert_eq!(read("a\t\t"), [["a", "", ""]]);
}

fn sheet(tree: &crate::Tree, number: &str, titles: &[&str]) -> Sheet {
    let mut sheet = tree.numbered(number).unwrap().clone();
    for (position, title) in (1u32..).zip(titles) {
        let base = testing::indicator(sheet.node.id.as_u128() * 10 + u128::from(position));
        sheet.indicators.push(Indicator { position, title: LocalizedText::same(*title), unit: "réunions".into(), ..base });
    }
    sheet
}

/// Two actions: one with two indicators, one with a single one that bears the name of one of the others.
fn with_plan<T>(check: impl FnOnce(&[(&Sheet, &Indicator)]) -> T) -> T {
    let tree = testing::tree(&[("1", Vec::new()), ("1.1", Vec::new()), ("1.2", Vec::new())]);
    let sheets = [sheet(&tree, "1.1", &["Réunions du réseau", "Membres"]), sheet(&tree, "1.2", &["Membres"])];
    let known: Vec<(&Sheet, &Indicator)> = sheets.iter().flat_map(|sheet| sheet.indicators.iter().map(move |one| (sheet, one))).collect();
    check(&known)
}

fn pasted(text: &str) -> Pasted {
    with_plan(|known| read(text, &Place { known, period: "2020".parse().ok(), years: 2018..=2022 }))
}

/// The lines filled, each with its period and value, and what is wrong, with the line.
fn told(text: &str) -> (Vec<String>, Vec<String>) {
    let pasted = pasted(text);
    let filled = pasted.filled.iter().map(|one| format!("{} {} {}", one.line, one.period, one.value)).collect();
    let wrong = pasted.wrong.iter().map(|one| format!("{} {}", one.location.row.unwrap_or_default(), one.code)).collect();
    (filled, wrong)
}

#[test]
fn lines_find_their_indicator_by_action_and_name_or_rank() {
    let text = "1.1\tréunions DU reseau\t2019\t1 234,5\toui\tUn mot\n1.1\t2\t2019\t7\n1.2\t\t2021\t3\nRéunions du réseau (réunions)\t9";
    let (filled, wrong) = told(text);
    assert_eq!(
        (filled, wrong),
        (vec!["1 2019 1 234,5".into(), "2 2019 7".into(), "3 2021 3".into(), "4 2020 9".into()], Vec::<String>::new())
    );
    let first = pasted(text).filled.remove(0);
    assert_eq!((first.provisional, first.comment.as_str()), (Some(true), "Un mot"));
}

#[test]
fn every_line_that_is_not_taken_is_told_with_its_number() {
    let text = "9.9\tMembres\t2019\t1\n\nMembres\t2\n1.1\tAbsents\t2019\t3\n1.1\tMembres\t2050\t4\n1.1\tMembres\t2019\tdouze\n\
                1.1\tMembres\t2019\t5\tpeut-être\n1.1\tMembres\t2019\t6\n1.1\tMembres\t2019\t7\n1.1\tMembres\t2019\t\t\tmot\n1.1\tMembres\t2018\t8\t\t\tde trop";
    let (filled, wrong) = told(text);
    assert_eq!(filled, ["8 2019 6", "11 2018 8"]);
    let expected = [
        "1 paste-action",
        "3 paste-ambiguous",
        "4 paste-indicator",
        "5 paste-period",
        "6 paste-number",
        "7 paste-flag",
        "9 paste-twice",
        "10 paste-number",
        "11 paste-surplus",
    ];
    assert_eq!(wrong, expected);
}

#[test]
fn a_first_line_that_names_columns_is_followed_and_years_are_columns() {
    let (filled, wrong) =
        told("Action\tIndicateur\tPilote\t2019\t2020\n1.1\tMembres\tOREF\t4\t\n1.2\tMembres\t\t5,5\t6\n1.1\tRéunions du réseau\t\t\t");
    assert_eq!((filled, wrong), (vec!["2 2019 4".into(), "3 2019 5,5".into(), "3 2020 6".into()], vec!["1 paste-column".to_owned()]));
    let (filled, wrong) = told("Valeur\tAnnée\tIndicateur\n4\t2018\tRéunions du réseau");
    assert_eq!((filled, wrong), (vec!["2 2018 4".to_owned()], Vec::new()));
    assert_eq!(pasted("1.1\tMembres\t2019\t").empty, 1, "a line without a value is not one whose value is 2019");
}

proptest! {
    #[test]
    fn whatever_is_written_as_a_number_is_read_back(value in -1e9_f64..1e9, decimals in 0_usize..4) {
        let shown = format!("{value:.decimals$}");
        let read: f64 = shown.parse().unwrap();
        for language in bassin_kernel::Language::ALL {
            let text = bassin_kernel::text::number(read, decimals, language);
            // A lone comma is a decimal one, here as in the rest of the portal.
            let ambiguous = !text.contains('.') && text.matches(',').count() == 1 && language == bassin_kernel::Language::English;
            prop_assert!(ambiguous || number(&text) == Some(read), "{}", text);
        }
        prop_assert_eq!(number(&shown.replace('.', ",")), Some(read));
    }

    #[test]
    fn cells_come_back_as_they_were_copied(lines in proptest::collection::vec(proptest::collection::vec("[a-z0-9éà \t\n\"]{0,8}", 1..4), 1..5)) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let copied = lines.iter().map(|line| line.iter().map(quoted).collect::<Vec<_>>().join("\t")).collect::<Vec<_>>().join("\r\n");
        let kept: Vec<Vec<String>> = lines.iter().map(|line| line.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        prop_assert_eq!(cells(&copied), kept);
    }

    #[test]
    fn any_text_is_read_and_no_cell_is_filled_twice(text in "([0-9., %]|1\\.1|Membres|2019|oui|\"|\t|\n|\\PC){0,40}") {
        let found = pasted(&text);
        let mut taken = std::collections::HashSet::new();
        for one in &found.filled {
            prop_assert!(taken.insert((one.indicator, one.period)));
            prop_assert!(number(&one.value).is_some());
        }
        prop_assert!(found.wrong.iter().all(|one| one.location.row.is_some()));
    }
}
