use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::Atlas;

static ATLAS: LazyLock<Atlas> = LazyLock::new(Atlas::reference);

fn rows(text: &str) -> RowSet {
    ATLAS.resolve(text).unwrap_or_else(|problem| panic!("{text}: {problem}")).rows
}

fn keys(text: &str) -> Vec<String> {
    rows(text).iter().map(|row| ATLAS.commune(row).unwrap().key()).collect()
}

fn mistakes(text: &str) -> Vec<(String, Option<usize>, Vec<String>)> {
    let problem = ATLAS.resolve(text).unwrap_err();
    problem.violations.into_iter().map(|violation| (violation.code, violation.location.offset, violation.suggestions)).collect()
}

#[test]
fn zones_by_code_and_by_name_in_both_languages() {
    assert_eq!(rows("departement:67").len(), 514);
    for same in ["Département:Bas-Rhin", "DEPARTMENT:\"bas rhin\"", "departement : 67", "departement:«\u{a0}Bas-Rhin\u{a0}»"] {
        assert_eq!(rows(same), rows("departement:67"), "{same}");
    }
    assert_eq!(rows("region:\"Grand Est\"").len(), 5115);
    assert_eq!(rows("province:80000").len(), 43);
    assert_eq!(rows("province:BE-80000"), rows("province:Luxembourg"));
    assert_eq!(rows("region:BE-03000"), rows("region:\"Walloon Region\""));
    assert_eq!(rows("region:03000"), rows("gewest:\"Waals Gewest\""));
    assert_eq!(rows("pays:FR").len() + rows("country:BE").len(), ATLAS.len());
}

#[test]
fn communes_by_key_code_and_name() {
    for same in ["commune:FR-67482", "commune:67482", "commune:\"Strasbourg\"", "municipality:strasbourg", "67482", "fr-67482"] {
        assert_eq!(keys(same), ["FR-67482"], "{same}");
    }
    assert_eq!(keys("commune:Antwerpen"), ["BE-11002"]);
    assert_eq!(keys("commune:L'Haÿ-les-Roses"), ["FR-94038"]);
    assert_eq!(keys("2a004"), ["FR-2A004"]);
}

#[test]
fn algebra_and_priorities() {
    let union = rows("departement:67 + departement:68 - 67482");
    assert_eq!(union, rows("departement:67").union(&rows("departement:68")).difference(&rows("67482")));
    assert_eq!(rows("departement:67 - 67482 67218"), rows("departement:67 - (67482 + 67218)"));
    assert_eq!(rows("departement:68 + departement:67 & 67482"), rows("departement:68 + 67482"));
    assert_eq!(rows("(departement:68 + departement:67) & 67482"), rows("67482"));
    assert_eq!(rows("departement:67 – 67482"), rows("departement:67 − 67482"));
    let border = ATLAS.resolve("region:\"Grand Est\" + province:80000").unwrap();
    assert_eq!(border.rows.len(), 5115 + 43);
}

#[test]
fn pasted_codes_in_any_mess() {
    let expected = ["FR-67218", "FR-67437", "FR-67482", "BE-53053"];
    for mess in [
        "67482, 67218;67437\nBE-53053",
        "\"67482\";\"67218\";\"67437\"\r\n\"BE-53053\"",
        "\u{feff}'67482\t'67218\t'67437 BE-53053",
        "67482 67218 67437 67482 67482 | be-53053",
        "[67482,67218, 67437, 'BE-53053']",
        "«67482» «67218» “67437 BE-53053”",
    ] {
        let mut found = keys(mess);
        found.sort();
        let mut wanted = expected.map(str::to_owned);
        wanted.sort();
        assert_eq!(found, wanted, "{mess}");
    }
}

#[test]
fn a_lost_zero_is_suggested_and_not_accepted() {
    let found = mistakes("1001 1002.0 67482");
    assert_eq!(found.len(), 2);
    assert_eq!(found[0], ("perimeter-unknown-code".to_owned(), Some(0), vec!["01001".to_owned()]));
    assert_eq!((found[1].1, found[1].2[0].as_str()), (Some(5), "01002"));
    assert_eq!(mistakes("departement:1")[0].2[0], "departement:01");
}

#[test]
fn a_code_of_both_countries_is_ambiguous() {
    let found = mistakes("21004");
    assert_eq!(found, [("perimeter-ambiguous-code".to_owned(), Some(0), vec!["FR-21004".to_owned(), "BE-21004".to_owned()])]);
    assert_eq!(keys("BE-21004 + FR-21005").len(), 2);
}

#[test]
fn every_mistake_is_reported_at_once_with_suggestions() {
    let found = mistakes("departement:Bas-Rin + comune:67482 + commune:\"Saint-Denis\" - 99999 + perimetre:rien + Strasbourg + 67000");
    let codes: Vec<_> = found.iter().map(|mistake| mistake.0.as_str()).collect();
    let expected = [
        "perimeter-unknown-zone",
        "perimeter-unknown-kind",
        "perimeter-ambiguous-name",
        "perimeter-unknown-code",
        "perimeter-unknown-saved",
        "perimeter-unknown-code",
        "perimeter-unknown-code",
    ];
    assert_eq!(codes, expected);
    assert_eq!(found[0].2[0], "departement:67");
    assert_eq!(found[1].2[0], "commune:");
    assert!(found[2].2.contains(&"commune:FR-93066".to_owned()) && found[2].2.contains(&"commune:FR-97411".to_owned()));
    assert_eq!(found[5].2[0], "commune:FR-67482");
    assert_eq!(found[6].2[0], "commune:FR-67482");
    assert_eq!(found[1].1, Some(22));
}

#[test]
fn former_delegated_and_arrondissements_resolve_to_their_commune() {
    let perimeter = ATLAS.resolve("75115 commune:\"Marseille 1er Arrondissement\" 69381 01018").unwrap();
    let keys: Vec<_> = perimeter.rows.iter().map(|row| ATLAS.commune(row).unwrap().key()).collect();
    assert_eq!(keys.len(), 4);
    for key in ["FR-75056", "FR-13055", "FR-69123", "FR-01033"] {
        assert!(keys.contains(&key.to_owned()), "{key}");
    }
    assert_eq!(perimeter.replaced.len(), 4);
    assert_eq!(keys.len(), 4);
}

#[test]
fn malformed_expressions_say_where() {
    for (text, code, offset) in [
        ("", "perimeter-empty", 0),
        (" ,;\n", "perimeter-empty", 0),
        ("departement:67 +", "perimeter-missing-territory", 16),
        ("+ departement:67", "perimeter-missing-territory", 0),
        ("departement:67 + & 67482", "perimeter-missing-territory", 17),
        ("(departement:67", "perimeter-unmatched-parenthesis", 0),
        ("departement:67)", "perimeter-unmatched-parenthesis", 14),
        ("()", "perimeter-missing-territory", 1),
        ("commune:\"Strasbourg", "perimeter-unclosed-quote", 8),
        ("departement:67-commune:67482", "perimeter-glued-references", 0),
    ] {
        let found = mistakes(text);
        assert_eq!((found[0].0.as_str(), found[0].1), (code, Some(offset)), "{text}");
    }
}

#[test]
fn deep_and_long_texts_are_answered() {
    let deep = format!("{}67482{}", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(mistakes(&deep)[0].0, "perimeter-too-deep");
    let deepest = format!("{}67482{}", "(".repeat(64), ")".repeat(64));
    assert_eq!(keys(&deepest), ["FR-67482"]);
    let long = "67482 ".repeat(10_000);
    assert_eq!(keys(&long), ["FR-67482"]);
    let wrong = "azerty ".repeat(10_000);
    let problem = ATLAS.resolve(&wrong).unwrap_err();
    assert_eq!((problem.violations.len(), problem.unlisted), (100, 9_900));
    assert!(ATLAS.resolve(&"1".repeat(2_000_000)).is_err());
}

#[test]
fn nothing_is_a_perimeter_and_says_so() {
    let nothing = ATLAS.resolve("departement:67 & departement:68").unwrap();
    assert!(nothing.is_empty());
    assert_eq!(nothing.label.fr, "Aucune commune");
    assert!(ATLAS.resolve(&nothing.canonical).unwrap().is_empty());
}

#[test]
fn canonical_forms_are_short_and_keep_what_was_named() {
    for (text, canonical) in [
        ("department:\"Bas-Rhin\"", "departement:67"),
        ("67482;67218", "FR-67218 FR-67482"),
        ("departement:67 - commune:Strasbourg", "departement:67 - FR-67482"),
        ("departement:67 + 67482", "departement:67"),
        ("region:44 + province:80000", "region:44 + province:80000"),
        ("75056", "FR-75056"),
        ("departement:75", "departement:75"),
        ("arrondissement:675", "arrondissement:675"),
        ("pays:FR + pays:BE - 2A004", "pays:FR + pays:BE - FR-2A004"),
    ] {
        assert_eq!(ATLAS.resolve(text).unwrap().canonical, canonical, "{text}");
    }
    let listed: Vec<String> = rows("departement:67 + departement:08").iter().map(|row| ATLAS.commune(row).unwrap().key()).collect();
    let listed = ATLAS.resolve(&listed.join(",")).unwrap();
    assert_eq!(listed.canonical, "departement:08 + departement:67");
    assert_eq!(ATLAS.perimeter(RowSet::full(ATLAS.len())).canonical, "pays:FR + pays:BE");
}

#[test]
fn labels_in_both_languages() {
    let label = |text: &str| ATLAS.resolve(text).unwrap().label;
    assert_eq!(label("departement:67").fr, "Bas-Rhin");
    assert_eq!(label("departement:08 + province:80000").en, "Ardennes + Province of Luxembourg");
    assert_eq!(label("departement:67 - 67482"), LocalizedText::new("Bas-Rhin sauf Strasbourg", "Bas-Rhin except Strasbourg"));
    assert_eq!(label("67482 67218 67437 57463 08105").fr, "5 communes");
    assert_eq!(label("arrondissement:675").fr, "Sélestat-Erstein (arrondissement)");
}

#[test]
fn covering_tells_whole_and_cut_zones() {
    let perimeter = ATLAS.resolve("departement:67 + departement:68 - 67482").unwrap();
    let departements = perimeter.covering(ATLAS.zoning("departement").unwrap());
    assert_eq!((departements.whole.len(), departements.partly.len(), departements.exact), (1, 1, false));
    assert!(ATLAS.resolve("region:44").unwrap().covering(ATLAS.zoning("departement").unwrap()).exact);
    assert!(!ATLAS.resolve("region:44 + province:80000").unwrap().covering(ATLAS.zoning("departement").unwrap()).exact);
}

#[test]
fn saved_perimeters_are_references() {
    let saved =
        [("mon-bassin".to_owned(), "departement:67 - FR-67482".to_owned()), ("casse".to_owned(), "departement:999".to_owned())].into();
    let perimeter = ATLAS.resolve_with("perimetre:mon-bassin + 67482", &saved).unwrap();
    assert_eq!(perimeter.canonical, "departement:67");
    let problem = ATLAS.resolve_with("perimetre:casse + perimetre:mon-basin", &saved).unwrap_err();
    assert_eq!(problem.violations[0].code, "perimeter-broken-saved");
    assert_eq!(problem.violations[1].suggestions, ["perimetre:mon-bassin"]);
}

fn reference() -> impl Strategy<Value = String> {
    prop_oneof![
        (0..ATLAS.len()).prop_map(|row| ATLAS.commune(row).unwrap().key()),
        (0..ATLAS.zonings().len(), any::<prop::sample::Index>()).prop_map(|(zoning, zone)| {
            let zoning = ATLAS.zonings().nth(zoning).unwrap();
            format!("{}:{}", zoning.id(), zone.get(zoning.zones()).code)
        }),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    reference().prop_recursive(4, 12, 2, |inner| {
        (inner.clone(), prop_oneof![Just(" + "), Just(" - "), Just(" & "), Just(" ")], inner)
            .prop_map(|(a, sign, b)| format!("({a}{sign}{b})"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn canonical_form_gives_the_same_communes_and_is_stable(text in expression()) {
        let perimeter = ATLAS.resolve(&text).unwrap();
        let again = ATLAS.resolve(&perimeter.canonical).unwrap();
        prop_assert_eq!(&again.rows, &perimeter.rows);
        prop_assert_eq!(again.canonical, perimeter.canonical);
    }

    #[test]
    fn picked_communes_come_back(picked in prop::collection::btree_set(0..ATLAS.len(), 0..40), around in 0..ATLAS.len(), length in 0..600_u32) {
        let rows = RowSet::from_rows(picked.into_iter().chain(around..(around + length).min(ATLAS.len())));
        let perimeter = ATLAS.perimeter(rows.clone());
        prop_assert_eq!(ATLAS.resolve(&perimeter.canonical).unwrap().rows, rows);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}") {
        let _ = ATLAS.resolve(&text);
    }

    #[test]
    fn no_mess_of_signs_panics(text in "[-+&():\"'«» ,0-9a-zFR]{0,60}") {
        let _ = ATLAS.resolve(&text);
    }
}
