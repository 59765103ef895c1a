use bassin_kernel::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::statute::{Clause, CompositionRule, DecisionRule};

fn clause(source: &str) -> Clause {
    Clause { source: source.to_owned(), sentence: LocalizedText::same("…") }
}

fn component(code: &str) -> CompositionRule {
    CompositionRule {
        component: code.to_owned(),
        name: LocalizedText::same(code),
        kinds: Vec::new(),
        min: 1,
        max: None,
        voice: Voice::Deliberative,
        substitutes: true,
        designated_by: None,
        local: false,
        clause: clause("art. 2"),
    }
}

fn rule(written: bool, silence_agrees: bool) -> FrozenRule {
    FrozenRule {
        statute: "pole".to_owned(),
        version: 1,
        composition: vec![component("enterprise"), component("training"), component("education")],
        decision: Some(DecisionRule {
            mode: DecisionMode::Consensus,
            written,
            silence_agrees,
            written_days: Some(10),
            clause: clause("art. 4"),
        }),
        quorum: None,
        communication: None,
    }
}

fn seat(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Six seats, two for each component.
fn voters() -> Vec<Voter> {
    let of = |number: u128, component: &str| Voter {
        seat: seat(number),
        component: component.to_owned(),
        voice: Voice::Deliberative,
        filled: true,
        recused: false,
    };
    ["enterprise", "training", "education"]
        .into_iter()
        .enumerate()
        .flat_map(|(i, code)| (0..2).map(move |j| (i * 2 + j, code)))
        .map(|(n, code)| of(n as u128, code))
        .collect()
}

fn said(number: u128, version: u32, stand: Stand) -> Position {
    Position {
        decision: seat(99),
        version,
        seat: seat(number),
        person: seat(1000 + number),
        substitute: false,
        stand,
        words: "parce que".to_owned(),
        at: Timestamp::default(),
        recorded_by: None,
        lifted_at: None,
        lifted_words: String::new(),
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn context<'a>(rule: &'a FrozenRule, voters: &'a [Voter], positions: &'a [Position]) -> Context<'a> {
    Context {
        rule,
        procedure: Procedure::Meeting,
        version: 1,
        voters,
        positions,
        standing: &[],
        sitting: &[],
        notified_on: None,
        deadline: None,
        has_parent: true,
        today: day("2026-01-15"),
    }
}

fn codes(unmet: Vec<Violation>) -> Vec<String> {
    unmet.into_iter().map(|violation| violation.code).collect()
}

#[test]
fn one_voice_of_each_component_is_enough_and_the_parent_is_told_within_thirty_days() {
    let (rule, voters) = (rule(false, false), voters());
    let positions = [said(0, 1, Stand::Agree), said(2, 1, Stand::Agree), said(4, 1, Stand::StandAside)];
    let (state, effects) = transition(DecisionState::Call, Event::Adopt, &context(&rule, &voters, &positions)).unwrap();
    assert_eq!(state, DecisionState::Adopted);
    assert_eq!(effects, [Effect::Number, Effect::Communicate { due: day("2026-02-14") }]);
    let reserved = [said(0, 1, Stand::Agree), said(2, 1, Stand::Reservations), said(4, 1, Stand::Agree)];
    let (state, _) = transition(DecisionState::Call, Event::Adopt, &context(&rule, &voters, &reserved)).unwrap();
    assert_eq!(state, DecisionState::AdoptedWithReservations);
}

#[test]
fn everything_that_stands_in_the_way_is_told_at_once_with_its_article() {
    let (rule, voters) = (rule(false, false), voters());
    let positions = [said(0, 1, Stand::Object), said(2, 1, Stand::Abstain)];
    let lapsed = [Violation::new("term-lapsed", "…", "…")];
    let quorum = [Violation::new("no-quorum", "…", "…")];
    let mut context = context(&rule, &voters, &positions);
    (context.standing, context.sitting) = (&lapsed, &quorum);
    let unmet = transition(DecisionState::Call, Event::Adopt, &context).unwrap_err();
    assert_eq!(unmet[2].source.as_deref(), Some("art. 4"));
    assert_eq!(unmet[3].source.as_deref(), Some("art. 2"));
    assert_eq!(codes(unmet), ["term-lapsed", "no-quorum", "objection-maintained", "component-silent", "component-silent"]);
}

#[test]
fn blocked_first_adopted_second_when_the_author_has_spoken_again() {
    let (rule, voters) = (rule(false, false), voters());
    let mut positions = vec![said(0, 1, Stand::Object), said(2, 1, Stand::Agree), said(4, 1, Stand::Agree)];
    let first = context(&rule, &voters, &positions);
    assert_eq!(transition(DecisionState::Call, Event::Block, &first).unwrap().0, DecisionState::Blocked);
    assert_eq!(transition(DecisionState::Blocked, Event::Rework, &first).unwrap().0, DecisionState::Open);
    // The other seat of the component agrees with the new text; the author of the objection has not said so.
    positions.extend([said(1, 2, Stand::Agree), said(2, 2, Stand::Agree), said(4, 2, Stand::Agree)]);
    let second = Context { version: 2, ..context(&rule, &voters, &positions) };
    assert_eq!(codes(transition(DecisionState::Call, Event::Adopt, &second).unwrap_err()), ["objection-maintained"]);
    positions.push(said(0, 2, Stand::Agree));
    let second = Context { version: 2, ..context(&rule, &voters, &positions) };
    assert_eq!(transition(DecisionState::Call, Event::Adopt, &second).unwrap().0, DecisionState::Adopted);
    assert_eq!(positions.iter().filter(|position| position.version == 1).count(), 3, "the positions of the first version are still there");
}

#[test]
fn an_objection_without_a_voice_that_counts_is_heard_and_does_not_block() {
    let (rule, mut voters) = (rule(false, false), voters());
    voters[1].voice = Voice::Consultative;
    voters[3].recused = true;
    let positions = [
        said(0, 1, Stand::Agree),
        said(1, 1, Stand::Object),
        said(3, 1, Stand::Object),
        said(2, 1, Stand::Agree),
        said(4, 1, Stand::Agree),
    ];
    assert!(transition(DecisionState::Call, Event::Adopt, &context(&rule, &voters, &positions)).is_ok());
}

#[test]
fn an_objection_outlives_the_mandate_of_its_author() {
    let (rule, mut voters) = (rule(false, false), voters());
    voters[0].filled = false;
    let positions = [said(0, 1, Stand::Object), said(1, 1, Stand::Agree), said(2, 1, Stand::Agree), said(4, 1, Stand::Agree)];
    assert_eq!(
        codes(transition(DecisionState::Call, Event::Adopt, &context(&rule, &voters, &positions)).unwrap_err()),
        ["objection-maintained"]
    );
}

#[test]
fn silence_counts_only_where_the_statute_says_so_after_notice_and_deadline() {
    let voters = voters();
    let written = |silence: bool, notified: Option<&str>, deadline: &str, today: &str| {
        let rule = rule(true, silence);
        let context = Context {
            procedure: Procedure::Written,
            notified_on: notified.map(day),
            deadline: Some(day(deadline)),
            today: day(today),
            ..context(&rule, &voters, &[])
        };
        transition(DecisionState::Call, Event::Adopt, &context).map(|(state, _)| state).map_err(codes)
    };
    assert_eq!(written(true, Some("2026-01-02"), "2026-01-14", "2026-01-15"), Ok(DecisionState::Adopted));
    let silent = ["component-silent", "component-silent", "component-silent", "nobody-expressed"].map(str::to_owned).to_vec();
    assert_eq!(written(false, Some("2026-01-02"), "2026-01-14", "2026-01-15"), Err(silent.clone()));
    let mut early = silent.clone();
    early.push("deadline-not-reached".to_owned());
    assert_eq!(written(true, Some("2026-01-02"), "2026-01-15", "2026-01-15"), Err(early));
    assert!(written(true, None, "2026-01-14", "2026-01-15").unwrap_err().contains(&"notice-missing".to_owned()));
    assert_eq!(written(true, Some("2026-01-10"), "2026-01-14", "2026-01-15").unwrap_err(), ["deadline-too-soon"]);
}

#[test]
fn writing_needs_a_statute_that_allows_it() {
    let (rule, voters) = (rule(false, false), voters());
    let context = Context { procedure: Procedure::Written, ..context(&rule, &voters, &[]) };
    assert_eq!(codes(transition(DecisionState::Draft, Event::Open, &context).unwrap_err()), ["writing-not-allowed"]);
}

#[test]
fn an_objection_needs_a_reason_and_observers_take_no_position() {
    let mut voter = voters().remove(0);
    assert_eq!(codes(position(DecisionState::Open, &voter, Stand::Object, "  ").unwrap_err()), ["objection-reason"]);
    assert!(position(DecisionState::Open, &voter, Stand::Agree, "").is_ok());
    (voter.voice, voter.recused) = (Voice::Observer, true);
    let unmet = position(DecisionState::Blocked, &voter, Stand::Agree, "").unwrap_err();
    assert_eq!(codes(unmet), ["decision-not-open", "seat-recused", "seat-observer"]);
}

#[test]
fn the_titular_who_arrives_late_replaces_the_substitute_and_not_the_reverse() {
    let substitute = Position { substitute: true, ..said(0, 1, Stand::Object) };
    assert!(superseded(Some(&substitute), false).is_none());
    assert!(superseded(Some(&substitute), true).is_none());
    assert_eq!(superseded(Some(&said(0, 1, Stand::Agree)), true).unwrap().code, "titular-spoke");
    assert!(superseded(None, true).is_none());
}

/// What the people of a body may try, in any order.
#[derive(Debug, Clone, Copy)]
enum Attempt {
    Event(Event),
    Say(u128, Stand, bool),
    Lift(u128),
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let attempt = prop_oneof![
        2 => (0..Event::ALL.len() - 1).prop_map(|event| Attempt::Event(Event::ALL[event])),
        5 => (0u128..6, 0..Stand::ALL.len(), any::<bool>()).prop_map(|(seat, stand, substitute)| Attempt::Say(seat, Stand::ALL[stand], substitute)),
        1 => (0u128..6).prop_map(Attempt::Lift),
    ];
    proptest::collection::vec(attempt, 1..80)
}

proptest! {
    #[test]
    fn whatever_is_tried_nothing_blocked_is_adopted_and_nothing_is_forgotten(attempts in attempts()) {
        let (rule, voters) = (rule(false, false), voters());
        let (mut state, mut version, mut positions) = (DecisionState::Draft, 1u32, Vec::<Position>::new());
        for attempt in attempts {
            let before = positions.len();
            let context = Context { version, ..context(&rule, &voters, &positions) };
            match attempt {
                Attempt::Event(event) => {
                    let objections = standing_objections(&context).len();
                    if let Ok((next, _)) = transition(state, event, &context) {
                        prop_assert!(!state.is_final(), "{state:?} is final");
                        prop_assert!(!next.is_adopted() || (state == DecisionState::Call && objections == 0));
                        prop_assert_eq!(next == DecisionState::Blocked, event == Event::Block);
                        version += u32::from(event == Event::Rework);
                        state = next;
                    }
                }
                Attempt::Say(number, stand, substitute) => {
                    let known = positions.iter().position(|p| p.version == version && p.seat == seat(number));
                    let allowed = position(state, &voters[usize::try_from(number).unwrap()], stand, "raison").is_ok();
                    if allowed && superseded(known.map(|index| &positions[index]), substitute).is_none() {
                        let new = Position { substitute, ..said(number, version, stand) };
                        match known {
                            Some(index) => positions[index] = new,
                            None => positions.push(new),
                        }
                    }
                }
                Attempt::Lift(number) => {
                    if !state.is_final() {
                        let mine = |p: &&mut Position| p.seat == seat(number) && p.blocks();
                        if let Some(objection) = positions.iter_mut().find(mine) {
                            objection.lifted_at = Some(Timestamp::default());
                        }
                        state = lifted(state, &Context { version, ..self::context(&rule, &voters, &positions) });
                    }
                }
            }
            prop_assert!(positions.len() >= before, "history never shrinks");
            let mut keys: Vec<_> = positions.iter().map(|p| (p.version, p.seat)).collect();
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(keys.len(), positions.len(), "one position for each seat and version");
            prop_assert!(positions.iter().all(|p| p.version <= version));
        }
    }
}
