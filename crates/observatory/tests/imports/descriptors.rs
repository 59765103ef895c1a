use std::path::Path;

use bassin_kernel::Language;
use bassin_observatory::descriptor::{Described, Descriptors};

use super::POPULATION;

#[test]
fn every_descriptor_shipped_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/datasets");
    let descriptors = Descriptors::load(&[], Some(&folder)).unwrap_or_else(|problem| panic!("{problem}"));
    let files =
        std::fs::read_dir(&folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|e| e == "toml")).count();
    assert_eq!(descriptors.iter().len(), files);
    for described in descriptors.iter() {
        let source = &described.descriptor.source;
        assert!(!source.fr.is_empty() && !source.en.is_empty());
    }
}

fn refusal(text: &str) -> Vec<(String, String)> {
    let problem = Described::parse("p.toml", text).unwrap_err();
    assert!(problem.violations.iter().all(|violation| violation.code == "descriptor-error" && violation.message.fr.starts_with("p.toml")));
    problem.violations.into_iter().map(|violation| (violation.message.fr, violation.message.en)).collect()
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_what_is_accepted() {
    let text = POPULATION.replace("producer =", "productor =");
    let [(fr, en)] = refusal(&text).try_into().unwrap();
    assert!(fr.starts_with("p.toml, ligne 4\u{202f}: la clé « productor » n’existe pas ici. Sont acceptées\u{202f}: "), "{fr}");
    assert!(fr.contains("« producer »") && en.contains("the key “productor” does not exist here"), "{en}");
}

#[test]
fn a_missing_key_and_a_wrong_value_are_named() {
    let [(fr, _)] = refusal(&POPULATION.replace("licence = \"Licence Ouverte 2.0\"\n", "")).try_into().unwrap();
    assert!(fr.contains("la clé « licence » manque"), "{fr}");
    let [(fr, en)] = refusal(&POPULATION.replace("\"population\"]", "\"populations\"]")).try_into().unwrap();
    assert!(fr.contains("« populations » n’est pas une valeur acceptée") && en.contains("“labour-market”"), "{fr} {en}");
    let [(_, en)] = refusal(&POPULATION.replace("vintage = 2024", "vintage = \"2024\"")).try_into().unwrap();
    assert!(en.starts_with("p.toml, line "), "{en}");
}

#[test]
fn every_rule_broken_is_told_at_once() {
    let text = POPULATION
        .replace("id = \"active\"", "id = \"Actifs !\"")
        .replace("subset-of = \"population\"", "subset-of = \"nobody\"")
        .replace("decimals = 1", "decimals = 12")
        .replace("separator = \";\"", "separator = \"/\"")
        .replace("[0, 4]", "[4, 0]");
    let keys: Vec<_> = Described::parse("p.toml", &text).unwrap_err().violations.into_iter().filter_map(|v| v.location.column).collect();
    assert_eq!(keys, ["file.separator", "measures.decimals", "measures.id", "measures.decimals", "measures.subset-of", "markers"]);
}

#[test]
fn an_id_taken_twice_is_refused() {
    let problem = Descriptors::load(&[("a.toml", POPULATION), ("b.toml", POPULATION)], None).unwrap_err();
    assert!(problem.text(Language::French).starts_with("b.toml, clé « id »"), "{problem}");
}
