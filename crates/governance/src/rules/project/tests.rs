use bassin_kernel::{LocalizedText, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::{
    Adoption, Content, Nature, Partner, Project, ProjectEvent,
    statute::{Clause, Item},
};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn file(poles: usize, instances: usize) -> ProjectFile {
    let project = Project {
        id: id(1),
        previous: None,
        version: 1,
        sheet: ProjectSheet::default(),
        poles: (0..poles).map(|pole| id(10 + pole as u128)).collect(),
        concerned: (0..instances).map(|instance| id(100 + instance as u128)).collect(),
        content: Content::Own,
        created_at: Timestamp::default(),
        revision: 1,
    };
    ProjectFile { project, adoptions: Vec::new(), events: Vec::new() }
}

fn adopt(file: &mut ProjectFile, pole: Uuid) {
    file.adoptions.push(Adoption { pole, decision: id(7) });
}

fn happen(file: &mut ProjectFile, fact: ProjectFact) -> Result<(), Vec<Violation>> {
    let unmet = unmet(file, &fact, "parce que");
    if !unmet.is_empty() {
        return Err(unmet);
    }
    let event = ProjectEvent {
        id: id(file.events.len() as u128),
        project: file.project.id,
        fact,
        on: Day::default(),
        act: String::new(),
        words: "parce que".into(),
        at: Timestamp::default(),
        by: None,
    };
    file.events.push(event);
    Ok(())
}

fn submitted(instances: usize) -> ProjectFile {
    let mut file = file(1, instances);
    adopt(&mut file, id(10));
    happen(&mut file, ProjectFact::Submitted).unwrap();
    file
}

fn admit_all(file: &mut ProjectFile) {
    for instance in file.project.concerned.clone() {
        happen(file, ProjectFact::Admitted { instance }).unwrap();
    }
}

#[test]
fn a_joint_project_waits_for_every_pole_and_every_instance() {
    let mut file = file(2, 2);
    adopt(&mut file, id(10));
    assert_eq!(derive(&file), ProjectState::Draft);
    assert_eq!(happen(&mut file, ProjectFact::Submitted).unwrap_err()[0].code, "project-not-adopted");
    adopt(&mut file, id(11));
    assert_eq!(derive(&file), ProjectState::Adopted);
    happen(&mut file, ProjectFact::Submitted).unwrap();
    happen(&mut file, ProjectFact::Admitted { instance: id(100) }).unwrap();
    assert_eq!(derive(&file), ProjectState::Submitted);
    happen(&mut file, ProjectFact::Judged { instance: id(100), verdict: Ruling::Agree }).unwrap();
    assert!(happen(&mut file, ProjectFact::Judged { instance: id(101), verdict: Ruling::Agree }).is_err(), "not admitted by that one yet");
    happen(&mut file, ProjectFact::Admitted { instance: id(101) }).unwrap();
    assert_eq!(derive(&file), ProjectState::Admissible);
    happen(&mut file, ProjectFact::Judged { instance: id(101), verdict: Ruling::Agree }).unwrap();
    assert_eq!(derive(&file), ProjectState::Agreed);
}

#[test]
fn one_refusal_settles_it_and_nothing_undoes_it() {
    let mut file = submitted(2);
    admit_all(&mut file);
    happen(&mut file, ProjectFact::Judged { instance: id(100), verdict: Ruling::Agree }).unwrap();
    happen(&mut file, ProjectFact::Judged { instance: id(101), verdict: Ruling::Refuse }).unwrap();
    assert_eq!(derive(&file), ProjectState::Refused);
    for fact in [
        ProjectFact::Started,
        ProjectFact::Judged { instance: id(101), verdict: Ruling::Agree },
        ProjectFact::Submitted,
        ProjectFact::Abandoned,
    ] {
        assert!(happen(&mut file, fact).is_err());
    }
    assert!(may_be_reworked(derive(&file)));
}

#[test]
fn one_agrees_and_one_returns() {
    let mut file = submitted(2);
    admit_all(&mut file);
    happen(&mut file, ProjectFact::Judged { instance: id(100), verdict: Ruling::Agree }).unwrap();
    happen(&mut file, ProjectFact::Returned { instance: id(101) }).unwrap();
    assert_eq!(derive(&file), ProjectState::Returned);
    assert_eq!(verdict(&file, id(100)), Some(Ruling::Agree), "what was said is kept");
    assert!(happen(&mut file, ProjectFact::Returned { instance: id(100) }).is_err());
}

#[test]
fn reservations_are_lifted_by_the_one_who_made_them_before_work_begins() {
    let mut file = submitted(2);
    admit_all(&mut file);
    happen(&mut file, ProjectFact::Judged { instance: id(100), verdict: Ruling::Reservations }).unwrap();
    happen(&mut file, ProjectFact::Judged { instance: id(101), verdict: Ruling::Agree }).unwrap();
    assert_eq!(derive(&file), ProjectState::AgreedWithReservations);
    assert_eq!(happen(&mut file, ProjectFact::Started).unwrap_err()[0].code, "project-conditions");
    assert!(happen(&mut file, ProjectFact::Lifted { instance: id(101) }).is_err());
    happen(&mut file, ProjectFact::Lifted { instance: id(100) }).unwrap();
    happen(&mut file, ProjectFact::Started).unwrap();
    happen(&mut file, ProjectFact::Completed).unwrap();
    happen(&mut file, ProjectFact::Evaluated).unwrap();
    assert_eq!(derive(&file), ProjectState::Evaluated);
}

#[test]
fn words_are_asked_where_reasons_are_due() {
    let file = submitted(1);
    let instance = id(100);
    assert_eq!(unmet(&file, &ProjectFact::Returned { instance }, " ")[0].code, "project-words-missing");
    assert!(unmet(&file, &ProjectFact::Admitted { instance }, "").is_empty());
    assert_eq!(unmet(&file, &ProjectFact::Admitted { instance: id(999) }, "")[0].code, "project-not-concerned");
}

fn rule() -> ProjectRule {
    let item = |code: &str| Item { code: code.into(), name: LocalizedText::same(code) };
    ProjectRule {
        aspects: vec![item("equipment")],
        natures: vec![item("innovative")],
        publics: vec![item("pupils")],
        clause: Clause { source: "art. 18".into(), sentence: LocalizedText::same("…") },
    }
}

#[test]
fn a_submission_says_all_that_is_missing_at_once() {
    let unmet = submission(&ProjectSheet::default(), &rule(), false, 0);
    let fields: Vec<&str> = unmet.iter().filter_map(|violation| violation.location.field.as_deref()).collect();
    for field in ["summary", "need", "lead", "territory", "expected", "starts", "link", "aspects", "natures", "publics"] {
        assert!(fields.contains(&field), "{field}");
    }
    assert!(unmet.iter().any(|violation| violation.code == "project-term" && violation.source.as_deref() == Some("art. 18")));
    let text = || "x".to_owned();
    let whole = ProjectSheet {
        title: text(),
        summary: text(),
        need: text(),
        link: text(),
        aspects: vec!["equipment".into()],
        natures: vec![Nature { code: "innovative".into(), justification: text() }],
        publics: vec!["pupils".into()],
        lead: Partner { name: text(), ..Partner::default() },
        territory: text(),
        starts_on: Some(Day::default()),
        ends_on: Some(Day::default()),
        expected: text(),
        ..ProjectSheet::default()
    };
    assert_eq!(submission(&whole, &rule(), true, 1), []);
    assert_eq!(readable(&whole, &rule(), Day::default()), []);
}

#[test]
fn a_draft_refuses_only_what_makes_no_sense() {
    let sheet = ProjectSheet {
        aspects: vec!["unknown".into()],
        natures: vec![Nature { code: "innovative".into(), justification: " ".into() }],
        starts_on: "2026-02-01".parse().ok(),
        ends_on: "2026-01-01".parse().ok(),
        ..ProjectSheet::default()
    };
    let wrong = readable(&sheet, &rule(), "2026-01-15".parse().unwrap());
    let codes: Vec<&str> = wrong.iter().map(|violation| violation.code.as_str()).collect();
    assert_eq!(codes, ["project-title", "project-dates", "project-nature", "project-unknown-item"]);
}

fn facts() -> impl Strategy<Value = ProjectFact> {
    let instance = (100u128..103).prop_map(Uuid::from_u128);
    prop_oneof![
        Just(ProjectFact::Submitted),
        instance.clone().prop_map(|instance| ProjectFact::Admitted { instance }),
        instance.clone().prop_map(|instance| ProjectFact::Returned { instance }),
        (instance.clone(), 0..5u8).prop_map(|(instance, roll)| ProjectFact::Judged {
            instance,
            verdict: match roll {
                0 => Ruling::Refuse,
                1 => Ruling::Reservations,
                _ => Ruling::Agree,
            },
        }),
        instance.prop_map(|instance| ProjectFact::Lifted { instance }),
        Just(ProjectFact::Started),
        Just(ProjectFact::Completed),
        Just(ProjectFact::Abandoned),
        Just(ProjectFact::Evaluated),
        Just(ProjectFact::Noted),
    ]
}

proptest! {
    /// Whatever is tried in whatever order: states only follow the arrows, and what happened stays.
    #[test]
    fn no_sequence_of_events_reaches_an_illegal_state(instances in 1usize..3, tried in proptest::collection::vec(facts(), 0..60)) {
        use ProjectState as S;
        let mut file = file(1, instances);
        adopt(&mut file, id(10));
        let mut before = derive(&file);
        for fact in tried {
            let kept = file.events.clone();
            let accepted = happen(&mut file, fact.clone()).is_ok();
            prop_assert_eq!(&file.events[..kept.len()], &kept[..], "history never shrinks");
            let after = derive(&file);
            let arrow = match (before, after) {
                (from, to) if from == to => true,
                (_, _) if !accepted => false,
                (S::Adopted, S::Submitted) => true,
                (S::Submitted, S::Admissible | S::Returned | S::Refused) => true,
                (S::Admissible, S::Agreed | S::AgreedWithReservations | S::Refused | S::Returned) => true,
                (S::Agreed | S::AgreedWithReservations, S::Running) => true,
                (S::Running, S::Completed) => true,
                (S::Adopted | S::Submitted | S::Admissible | S::Agreed | S::AgreedWithReservations | S::Running, S::Abandoned) => true,
                (S::Completed | S::Abandoned, S::Evaluated) => true,
                _ => false,
            };
            prop_assert!(arrow, "{:?} -> {:?} by {:?}", before, after, fact);
            if matches!(after, S::Running | S::Completed) {
                let agreed = |instance: &Uuid| matches!(verdict(&file, *instance), Some(Ruling::Agree | Ruling::Reservations));
                prop_assert!(file.project.concerned.iter().all(agreed), "under way without every agreement");
                prop_assert!(conditions(&file).is_empty());
            }
            before = after;
        }
    }
}
