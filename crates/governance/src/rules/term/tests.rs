use bassin_kernel::{DateRange, instant};
use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::{Body, Closing, Content, rules::composition};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    instant(day(text).and_hms_opt(10, 0, 0).unwrap())
}

fn statute() -> Statute {
    toml::from_str(include_str!("../../../../../data/statutes/pole-synergies.toml")).unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn codes(unmet: &[Violation]) -> Vec<&str> {
    unmet.iter().map(|violation| violation.code.as_str()).collect()
}

/// A pole of `parents` Instances, with a first term proposed.
fn life(parents: u128, first: &str, last: &str) -> Life {
    let mut life = Life { parents: (1..=parents).map(id).collect(), ..Life::default() };
    life.terms.push(propose(&life, &statute(), id(10), id(9), (day(first), day(last)), "").unwrap());
    life
}

fn act(kind: ActKind, by: u128, on: &str) -> Act {
    Act {
        id: id(u128::from(on.len() as u64) + 1000),
        term: id(10),
        kind,
        by: Some(id(by)),
        on: day(on),
        act: "Réunion".into(),
        reason: "…".into(),
    }
}

fn done(life: Life, act: &Act, now: &str) -> Life {
    let change = transition(&life, act, &statute(), &[], at(now)).unwrap();
    life.after(&change)
}

fn evaluated(mut life: Life, term: Uuid, submitted: &str) -> Life {
    let written = Evaluation {
        id: id(term.as_u128() + 500),
        term,
        functioning: "f".into(),
        results: "r".into(),
        recommendations: "r".into(),
        advises_renewal: Some(true),
        submitted_at: None,
        validated_at: None,
        validated_by: String::new(),
        returned_because: String::new(),
        revision: 1,
    };
    let found = life.terms.iter().find(|found| found.id == term).unwrap();
    let submitted = submit(found, &written, at(submitted)).unwrap();
    life.evaluations.retain(|evaluation| evaluation.term != term);
    life.evaluations.push(submitted);
    life
}

#[test]
fn a_term_of_exactly_three_years_is_lawful_and_one_day_more_is_not() {
    for (first, last) in [("2024-02-29", "2027-02-28"), ("2019-03-15", "2022-03-14"), ("2021-03-01", "2024-02-29")] {
        assert_eq!(life(1, first, last).terms[0].period.range(), DateRange::months_from(day(first), 36));
        let after = day(last) + Days::new(1);
        let refused = propose(&Life::default(), &statute(), id(10), id(9), (day(first), after), "").unwrap_err();
        assert_eq!(codes(&refused), ["term-too-long"]);
        assert!(refused[0].source.as_ref().is_some_and(|source| source.contains("art. 18")));
    }
    assert!(TermPeriod::new(day("2026-01-01"), day("2026-02-01"), 37).is_err(), "no statute allows more than three years");
    assert!(serde_json::from_str::<TermPeriod>(r#"{"first":"2026-01-01","last":"2029-01-01","longest":36}"#).is_err());
}

#[test]
fn every_instance_must_recognise_and_one_refusal_is_enough() {
    let proposed = life(2, "2026-02-01", "2029-01-31");
    let once = done(proposed.clone(), &act(ActKind::Recognise, 1, "2026-01-10"), "2026-01-10");
    assert_eq!(once.terms[0].state, TermState::Proposed);
    assert_eq!(once.awaited(id(10), TermMatter::Recognition), [Some(id(2))]);
    let again = transition(&once, &act(ActKind::Recognise, 1, "2026-01-11"), &statute(), &[], at("2026-01-11")).unwrap_err();
    assert_eq!(codes(&again), ["term-already-agreed"]);
    let both = done(once.clone(), &act(ActKind::Recognise, 2, "2026-01-12"), "2026-01-12");
    assert_eq!(both.terms[0].state, TermState::Recognised);
    assert_eq!(done(once, &act(ActKind::Refuse, 2, "2026-01-12"), "2026-01-12").terms[0].state, TermState::Refused);
    let stranger = transition(&proposed, &act(ActKind::Recognise, 7, "2026-01-12"), &statute(), &[], at("2026-01-12")).unwrap_err();
    assert_eq!(codes(&stranger), ["term-not-parent", "term-already-agreed"]);
}

#[test]
fn everything_that_stands_in_the_way_is_told_at_once() {
    let proposed = life(1, "2026-02-01", "2029-01-31");
    let defects = composition::check(&statute(), &[], &composition::Sittings::new());
    let wrong = Act { act: String::new(), on: day("2026-03-01"), ..act(ActKind::Recognise, 1, "2026-01-10") };
    let unmet = transition(&proposed, &wrong, &statute(), &defects, at("2026-01-12")).unwrap_err();
    assert_eq!(
        codes(&unmet),
        [
            "decision-ahead",
            "decision-act-missing",
            "term-retroactive",
            "composition-incomplete",
            "composition-incomplete",
            "composition-incomplete"
        ]
    );
    assert!(unmet[3].message.fr.contains("Entreprises") && unmet[3].source.as_ref().is_some_and(|source| source.contains("art. 18")));
}

#[test]
fn a_term_is_renewed_only_after_its_own_evaluation_was_validated() {
    let mut life = done(life(1, "2023-02-01", "2026-01-31"), &act(ActKind::Recognise, 1, "2023-01-10"), "2023-01-10");
    let early = propose(&life, &statute(), id(11), id(9), (day("2026-01-31"), day("2028-01-31")), "").unwrap_err();
    assert_eq!(codes(&early), ["term-overlaps"], "a term is never extended");
    life.terms.push(propose(&life, &statute(), id(11), id(9), (day("2026-02-01"), day("2029-01-31")), "").unwrap());
    let renew = |on: &str| Act { term: id(11), ..act(ActKind::Recognise, 1, on) };
    let refused = |life: &Life, on: &str| {
        let unmet = transition(life, &renew(on), &statute(), &[], at("2026-01-20")).unwrap_err();
        unmet.into_iter().map(|violation| violation.code).collect::<Vec<_>>()
    };
    assert_eq!(refused(&life, "2026-01-10"), ["renewal-not-evaluated"]);
    let life = evaluated(life, id(10), "2025-12-01");
    assert_eq!(refused(&life, "2026-01-10"), ["renewal-not-evaluated"], "submitted is not validated");
    let returned = done(life, &act(ActKind::Return, 1, "2025-12-10"), "2025-12-10");
    assert!(returned.evaluations[0].submitted_at.is_none() && !returned.evaluations[0].returned_because.is_empty());
    let life = evaluated(returned, id(10), "2025-12-20");
    let life = done(life, &act(ActKind::Validate, 1, "2026-01-15"), "2026-01-15");
    assert_eq!(life.terms[0].state, TermState::Evaluated);
    assert_eq!(refused(&life, "2026-01-14"), ["renewal-before-evaluation"], "a renewal dated before the evaluation was validated");
    let renewed = done(life, &renew("2026-01-15"), "2026-01-20");
    assert_eq!(renewed.terms.iter().map(|term| term.state).collect::<Vec<_>>(), [TermState::Renewed, TermState::Recognised]);
    // The third one needs an evaluation of the second, not the old one.
    let mut life = renewed;
    life.terms.push(propose(&life, &statute(), id(12), id(9), (day("2029-02-01"), day("2030-01-31")), "").unwrap());
    let third = Act { term: id(12), ..act(ActKind::Recognise, 1, "2029-01-15") };
    assert_eq!(codes(&transition(&life, &third, &statute(), &[], at("2029-01-15")).unwrap_err()), ["renewal-not-evaluated"]);
}

#[test]
fn the_date_alone_makes_an_evaluation_due_and_a_term_lapse() {
    let life = done(life(1, "2023-02-01", "2026-01-31"), &act(ActKind::Recognise, 1, "2023-01-10"), "2023-01-10");
    let rule = statute().term;
    let state = |on: &str| state_on(&life.terms[0], rule.as_ref(), day(on));
    assert_eq!(evaluation_due_on(&life.terms[0], rule.as_ref()), day("2025-08-01"));
    assert_eq!(
        ["2025-07-31", "2025-08-01", "2026-01-31", "2026-02-01"].map(state),
        [TermState::Recognised, TermState::EvaluationDue, TermState::EvaluationDue, TermState::Lapsed]
    );
}

fn body() -> Body {
    Body {
        id: id(9),
        slug: "pole".into(),
        name: "Pôle".into(),
        statute: "pole-synergies".into(),
        statute_version: 1,
        parents: vec![id(1)],
        subject_kind: "theme".into(),
        subject: "Compétences de base".into(),
        perimeter: String::new(),
        mission: String::new(),
        themes: Vec::new(),
        source: String::new(),
        content: Content::Own,
        same_as: None,
        closed: None,
        revision: 1,
    }
}

#[test]
fn a_body_decides_only_within_its_term_whole_and_open() {
    let life = done(life(1, "2026-02-01", "2029-01-31"), &act(ActKind::Recognise, 1, "2026-01-10"), "2026-01-10");
    let stands = |body: &Body, defects: Vec<Defect>, on: &str| {
        standing(&statute(), body, current(&life.terms, day(on)), Vec::new(), defects, day(on))
    };
    let refused = |standing: Standing| standing.may_decide().unwrap_err().into_iter().map(|one| one.code).collect::<Vec<_>>();
    assert!(stands(&body(), Vec::new(), "2026-02-01").may_decide().is_ok());
    assert_eq!(refused(stands(&body(), Vec::new(), "2026-01-31")), ["body-to-come"]);
    assert_eq!(refused(stands(&body(), Vec::new(), "2029-02-01")), ["body-lapsed"]);
    let defects = composition::check(&statute(), &[], &composition::Sittings::new());
    let suspended = stands(&body(), defects, "2026-02-01");
    assert!(suspended.is_in_force(), "a component that falls to zero does not destroy the pole");
    assert_eq!(refused(suspended).len(), 3);
    let closed = Body { closed: Some(Closing { on: day("2026-03-01"), reason: "fin".into() }), ..body() };
    assert!(stands(&closed, Vec::new(), "2026-03-01").may_decide().is_ok(), "its last day is one of its days");
    assert_eq!(refused(stands(&closed, Vec::new(), "2026-03-02")), ["body-closed"]);
}

#[test]
fn alerts_come_by_date() {
    let life = done(life(1, "2023-02-01", "2026-01-31"), &act(ActKind::Recognise, 1, "2023-01-10"), "2023-01-10");
    let today = day("2025-12-01");
    let standing = standing(&statute(), &body(), current(&life.terms, today), Vec::new(), Vec::new(), today);
    let facts = Facts { body: &body(), statute: &statute(), standing: &standing, mandates: &[], meetings: &[] };
    let told: Vec<(AlertKind, Day)> = alerts(&facts, today).into_iter().map(|alert| (alert.kind, alert.on)).collect();
    assert_eq!(told, [(AlertKind::EvaluationDue, day("2025-08-01")), (AlertKind::TermEnds, day("2026-01-31"))]);
    let mut rhythmic = statute();
    rhythmic.rhythm.as_mut().unwrap().min = Some(3);
    let meetings = [day("2024-11-30"), day("2025-02-01"), day("2025-12-01")];
    assert_eq!(rhythm(&rhythmic, &meetings, today).held, 2, "the last twelve months");
    let facts = Facts { statute: &rhythmic, meetings: &meetings, ..facts };
    assert!(alerts(&facts, today).iter().any(|alert| alert.kind == AlertKind::RhythmBelow));
}

/// Something that may happen to a pole, lawful or not.
#[derive(Debug, Clone)]
enum Happening {
    Propose { first: u16, length: u16 },
    Act { kind: u8, by: u8, term: u8, back: u8 },
    Submit { term: u8 },
    Wait { days: u16 },
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        2 => (0u16..60, 1u16..1200).prop_map(|(first, length)| Happening::Propose { first, length }),
        6 => (0u8..5, 1u8..4, 0u8..4, 0u8..20).prop_map(|(kind, by, term, back)| Happening::Act { kind, by, term, back }),
        2 => (0u8..4).prop_map(|term| Happening::Submit { term }),
        2 => (1u16..400).prop_map(|days| Happening::Wait { days }),
    ]
}

/// What must hold whatever happened.
fn lawful(life: &Life) -> Result<(), TestCaseError> {
    let bound: Vec<&Term> = life.terms.iter().filter(|term| !matches!(term.state, TermState::Proposed | TermState::Refused)).collect();
    for term in &bound {
        prop_assert!(term.period.range().is_within_months(36));
        prop_assert!(life.awaited(term.id, TermMatter::Recognition).is_empty(), "recognised by every Instance");
        let before = life.before(term);
        let evaluated = before.is_none_or(|before| life.evaluation(before.id).is_some_and(|found| found.validated_at.is_some()));
        prop_assert!(evaluated, "a term follows an evaluated one only");
        prop_assert!(before.is_none_or(|before| before.state == TermState::Renewed));
    }
    for pair in bound.windows(2) {
        prop_assert!(!pair[0].period.range().overlaps(pair[1].period.range()));
    }
    prop_assert!(life.terms.iter().filter(|term| term.state == TermState::Proposed).count() <= 1);
    Ok(())
}

fn happen(life: &Life, happening: &Happening, now: &mut Timestamp, next: &mut u128) -> Option<Life> {
    *next += 1;
    let today = day_of(*now);
    let nth = |index: u8| life.terms.get(usize::from(index) % life.terms.len().max(1));
    match happening {
        Happening::Wait { days } => {
            *now += chrono::Duration::days(i64::from(*days));
            None
        }
        Happening::Propose { first, length } => {
            let first = today + Days::new(u64::from(*first));
            let days = (first, first + Days::new(u64::from(*length)));
            let term = propose(life, &statute(), id(*next), id(9), days, "").ok()?;
            let mut life = life.clone();
            life.terms.push(term);
            Some(life)
        }
        Happening::Submit { term } => {
            let term = nth(*term)?;
            let fresh = life.evaluation(term.id).is_none_or(|found| found.submitted_at.is_none());
            (fresh && writable(term, None).is_empty()).then(|| evaluated(life.clone(), term.id, &today.to_string()))
        }
        Happening::Act { kind, by, term, back } => {
            let kinds = [ActKind::Recognise, ActKind::Refuse, ActKind::Validate, ActKind::Return, ActKind::NotRenew];
            let on = today - Days::new(u64::from(*back));
            let by = Some(id(u128::from(*by)));
            let act = Act {
                id: id(*next),
                term: nth(*term)?.id,
                kind: kinds[usize::from(*kind) % 5],
                by,
                on,
                act: "a".into(),
                reason: "r".into(),
            };
            let change = transition(life, &act, &statute(), &[], *now).ok()?;
            Some(life.clone().after(&change))
        }
    }
}

proptest! {
    #[test]
    fn no_sequence_of_acts_reaches_an_illegal_life(events in prop::collection::vec(happening(), 1..60)) {
        let mut life = Life { parents: vec![id(1), id(2)], ..Life::default() };
        let (mut now, mut next) = (at("2026-01-15"), 10_000);
        for event in &events {
            let Some(after) = happen(&life, event, &mut now, &mut next) else { continue };
            prop_assert!(after.decisions.starts_with(&life.decisions), "what was decided is never lost");
            prop_assert!(after.terms.len() >= life.terms.len());
            for (before, after) in life.terms.iter().zip(&after.terms) {
                prop_assert_eq!(before.period, after.period, "a term never grows");
            }
            life = after;
            lawful(&life)?;
        }
    }
}
