//! What the texts say, as the statutes tell it; and what a wrong file is told.

use std::{collections::BTreeSet, path::Path};

use bassin_kernel::{Kind, Language};

use super::{read::File, *};

/// A statute that uses every key once.
const WHOLE: &str = include_str!("whole.toml");

fn embedded() -> Statutes {
    Statutes::load(Path::new("/nowhere")).unwrap()
}

fn file(name: &str, text: impl Into<String>) -> File {
    File { name: name.to_owned(), text: text.into() }
}

/// The codes of what is wrong with a text.
fn codes(text: &str) -> Vec<String> {
    let problem = check(&[file("mine.toml", text)], Path::new("/nowhere")).unwrap_err();
    problem.violations.into_iter().map(|violation| violation.code).collect()
}

/// The whole statute with one thing replaced.
fn with(from: &str, to: &str) -> String {
    assert!(WHOLE.contains(from), "{from}");
    WHOLE.replacen(from, to, 1)
}

fn clauses(statute: &Statute) -> Vec<&Clause> {
    let mut all = vec![&statute.purpose];
    all.extend([&statute.dependence, &statute.leadership, &statute.several_parents].into_iter().flatten());
    all.extend(statute.composition.iter().map(|rule| &rule.clause));
    all.extend(statute.subject.iter().map(|rule| &rule.clause));
    all.extend(statute.term.iter().map(|rule| &rule.clause));
    all.extend(statute.cure.iter().chain(&statute.mandate).map(|rule| &rule.clause));
    all.extend(statute.rhythm.iter().map(|rule| &rule.clause));
    all.extend(statute.convocation.iter().map(|rule| &rule.clause));
    all.extend(statute.quorum.iter().map(|rule| &rule.clause));
    all.extend(statute.decision.iter().map(|rule| &rule.clause));
    all.extend(statute.communication.iter().map(|rule| &rule.clause));
    all.extend(statute.projects.iter().map(|rule| &rule.clause));
    all.extend(statute.opinions.iter().map(|rule| &rule.clause));
    all.extend(statute.convention.iter().map(|rule| &rule.clause));
    all.extend(statute.missions.iter().chain(&statute.open));
    all
}

#[test]
fn every_file_of_the_data_folder_is_carried() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/statutes");
    let there: BTreeSet<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let carried: BTreeSet<String> = embedded::files().into_iter().map(|file| file.name).collect();
    assert_eq!(carried, there);
    let ids: BTreeSet<String> = embedded().all().map(|statute| format!("{}.toml", statute.id)).collect();
    assert_eq!(ids, there, "a file is named after its statute");
}

#[test]
fn every_clause_has_a_source_and_a_sentence_in_both_languages() {
    let statutes = embedded();
    assert_eq!(statutes.all().count(), 24);
    for statute in statutes.all() {
        assert!(!statute.missions.is_empty() || statute.id == "groupe-travail-pole", "{} has no mission", statute.id);
        assert!(!statute.open.is_empty(), "{}: no text says everything", statute.id);
        for clause in clauses(statute) {
            assert!(!clause.source.is_empty(), "{}", statute.id);
            for language in Language::ALL {
                let sentence = clause.sentence.get(language);
                assert!(sentence.ends_with(['.', '…']), "{}: {sentence}", statute.id);
                assert!(!sentence.contains('\''), "{}: a straight apostrophe in “{sentence}”", statute.id);
            }
            for mark in [" ;", " :", " !", " ?", "« ", " »"] {
                assert!(!clause.sentence.fr.contains(mark), "{}: “{mark}” in “{}”", statute.id, clause.sentence.fr);
            }
        }
    }
}

#[test]
fn a_synergy_pole_is_what_the_agreement_says() {
    let statutes = embedded();
    let pole = statutes.latest("pole-synergies").unwrap();
    let compulsory: Vec<&str> = pole.composition.iter().filter(|rule| rule.is_compulsory()).map(|rule| rule.component.as_str()).collect();
    assert_eq!(compulsory, ["enterprise", "training", "education"]);
    assert!(pole.composition.iter().all(|rule| rule.local && rule.min == 1 && rule.max.is_none() && !rule.kinds.is_empty()));
    let term = pole.term.as_ref().unwrap();
    assert_eq!((term.months, term.renewal_after_evaluation, term.evaluation_due_months), (36, true, 6));
    assert!(term.clause.source.contains("art. 18"));
    assert_eq!(pole.decision.as_ref().unwrap().mode, DecisionMode::Consensus);
    assert!(!pole.decision.as_ref().unwrap().written, "the text says nothing of decisions in writing");
    let projects = pole.projects.as_ref().unwrap();
    assert_eq!((projects.aspects.len(), projects.natures.len(), projects.publics.len()), (8, 3, 4));
    assert!(pole.opinions.as_ref().unwrap().own_initiative);
    assert!(pole.subject.as_ref().unwrap().common_theme);
    assert_eq!(pole.parents, ["instance-bassin-efe"]);
    assert!(pole.several_parents.is_some() && pole.communication.is_some());
    assert!(pole.quorum.is_none() && pole.convocation.is_none() && pole.cure.is_none() && pole.mandate.is_none());
    assert!(pole.rhythm.as_ref().is_some_and(|rhythm| rhythm.min.is_none() && rhythm.max.is_none()), "regularly, without a number");
}

#[test]
fn other_bodies_are_what_their_texts_say() {
    let statutes = embedded();
    let get = |id: &str| statutes.latest(id).unwrap();
    let committee = get("comite-pilotage-pole");
    let rhythm = committee.rhythm.as_ref().unwrap();
    assert_eq!((rhythm.min, rhythm.max), (Some(3), Some(4)));
    assert_eq!(committee.composition.iter().filter(|rule| rule.is_compulsory()).count(), 3);
    assert_eq!(committee.missions.len(), 7);
    assert_eq!(get("instance-bassin-efe").missions.len(), 9);
    assert_eq!(get("conseil-orientation").rhythm.as_ref().unwrap().min, Some(2));
    assert_eq!(get("conseil-orientation").composition.len(), 15);
    let lorraine = get("pole-lorrain-competences").convention.as_ref().unwrap();
    assert_eq!(lorraine.kinds, ["partnership", "objectives"]);
    assert_eq!(lorraine.parties.len(), 4);
    let social = get("cprfp").composition.iter().find(|rule| rule.component == "social-partners").unwrap();
    assert!(social.substitutes && social.max == Some(2));
    assert_eq!(get("comite-pilotage-cot").composition.iter().filter(|rule| rule.is_compulsory()).count(), 3);
    assert_eq!(get("psad-noyau").composition.len(), 2);
    for statute in statutes.all() {
        assert!(statute.quorum.is_none() && statute.convocation.is_none(), "{}: no text provided gives a quorum or a notice", statute.id);
        assert_eq!(statute.term.is_some(), statute.id == "pole-synergies", "{}", statute.id);
    }
}

#[test]
fn a_statute_that_uses_every_key_is_read_whole() {
    let statutes = check(&[file("mine.toml", WHOLE)], Path::new("/nowhere")).unwrap();
    let statute = &statutes[0];
    assert_eq!(clauses(statute).len(), 20);
    assert_eq!(statute.quorum.as_ref().unwrap().percent, Some(50));
    assert_eq!(statute.in_force_from, Some("2014-03-20".parse().unwrap()));
    let told = toml::to_string(statute).unwrap();
    assert_eq!(check(&[file("mine.toml", told)], Path::new("/nowhere")).unwrap(), statutes, "what is written back is read the same");
}

#[test]
fn each_fault_has_its_code() {
    let cases: [(&str, &str, &str); 20] = [
        ("jurisdiction =", "juridiction =", "unknown-key"),
        ("relation = \"pole\"", "relation = \"poles\"", "unknown-word"),
        ("kinds = [\"enterprise\"]", "kinds = [\"entreprise\"]", "unknown-word"),
        ("months = 36 # term", "months = 37", "term-too-long"),
        ("percent = 50", "percent = 101", "out-of-bounds"),
        ("version = 1", "version = \"1\"", "shape"),
        ("version = 1\n", "", "missing-key"),
        ("source = \"Purpose\"", "source = \" \"", "empty"),
        ("{ fr = \"Objet.\", en = \"Purpose.\" }", "{ fr = \"Objet.\" }", "missing-language"),
        ("{ fr = \"Objet.\", en = \"Purpose.\" }", "{ fr = \"Objet.\", en = \"\" }", "empty"),
        ("min = 2", "min = 9", "min-above-max"),
        ("component = \"training\"", "component = \"enterprise\"", "twice"),
        ("parties = [\"enterprise\"]", "parties = [\"enterprises\"]", "unknown-component"),
        ("parents = [\"instance-bassin-efe\"]", "parents = [\"instance-bassin\"]", "unknown-parent"),
        ("parents = [\"instance-bassin-efe\"]", "parents = []", "needs"),
        ("in_force_from = \"2014-03-20\"", "in_force_from = \"2014-02-30\"", "shape"),
        ("id = \"mine\"", "id = \"Le mien\"", "code"),
        ("id = \"mine\"", "id = \"pole-synergies\"", "taken"),
        ("written = true", "written = false", "needs"),
        ("[purpose]", "[purpose", "syntax"),
    ];
    for (from, to, code) in cases {
        let found = codes(&with(from, to));
        assert!(found.contains(&format!("statute-{code}")), "{to}: {found:?}");
    }
}

#[test]
fn everything_wrong_is_told_at_once_with_its_line_and_what_would_do() {
    let text = with("relation = \"pole\"", "relation = \"poles\"").replacen("months = 36 # term", "months = 48", 1).replacen(
        "[missions]]",
        "[mission]]",
        1,
    );
    let problem = check(&[file("mine.toml", text.as_str())], Path::new("/nowhere")).unwrap_err();
    assert_eq!(problem.kind, Kind::Invalid);
    assert_eq!(problem.violations.len(), 3, "{}", problem.text(Language::French));
    let by = |code: &str| problem.violations.iter().find(|violation| violation.code == format!("statute-{code}")).unwrap();
    assert_eq!(by("unknown-word").suggestions, ["pole"]);
    assert_eq!(by("unknown-key").suggestions, ["missions"]);
    let line = text.lines().position(|line| line.contains("months = 48")).unwrap() + 1;
    assert_eq!(by("term-too-long").location.row, Some(line as u64));
    assert!(by("term-too-long").message.fr.contains("36 mois") && by("term-too-long").message.fr.starts_with("mine.toml"));
}

#[test]
fn versions_live_side_by_side_and_ones_own_files_are_read_at_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("one.toml"), WHOLE).unwrap();
    std::fs::write(folder.path().join("two.toml"), with("version = 1", "version = 2")).unwrap();
    std::fs::write(folder.path().join("notes.txt"), "not a statute").unwrap();
    let statutes = Statutes::load(folder.path()).unwrap();
    assert_eq!(statutes.latest("mine").unwrap().version, 2);
    assert_eq!(statutes.versions("mine").map(|statute| statute.version).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(statutes.version("mine", 1).unwrap().version, 1);
    assert_eq!(statutes.all().filter(|statute| statute.id == "mine").count(), 1);

    let installed = File { name: folder.path().join("two.toml").display().to_string(), text: with("version = 1", "version = 2") };
    assert!(check(&[installed], folder.path()).is_ok(), "a file that is already installed may be checked again");
    assert_eq!(check(&[file("copy.toml", WHOLE)], folder.path()).unwrap_err().violations[0].code, "statute-taken");

    std::fs::write(folder.path().join("two.toml"), WHOLE).unwrap();
    let problem = Statutes::load(folder.path()).unwrap_err();
    assert_eq!((problem.kind, problem.violations[0].code.as_str()), (Kind::Unavailable, "statute-taken"));
    assert!(problem.violations[0].message.fr.contains("one.toml") && problem.violations[0].message.fr.contains("two.toml"));
}

proptest::proptest! {
    #[test]
    fn a_damaged_file_is_refused_in_words(at in 0..WHOLE.len(), with in "[\\PC\\n]{0,3}") {
        let cut = (at..).find(|place| WHOLE.is_char_boundary(*place)).unwrap_or(0);
        let text = format!("{}{with}{}", &WHOLE[..cut], WHOLE.get(cut + 1..).unwrap_or_default());
        if let Err(problem) = check(&[file("mine.toml", text)], Path::new("/nowhere")) {
            proptest::prop_assert!(problem.violations.iter().all(|violation| violation.code != "statute-unreadable"), "{problem}");
        }
    }
}
