use bassin_kernel::{LocalizedText, Period};
use proptest::prelude::*;

use super::*;
use crate::{
    Content, Dates, Event, Fact, Figure, Indicator, Milestone, Node, Part, PartRole, Plan, PlanState, Sheet, Source, Status, Target, Tree,
    report::{Asked, ReportKind, Snapshot},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    format!("{text}T09:00:00Z").parse().unwrap()
}

fn report(state: ReportState) -> Report {
    let frozen = !state.is_draft();
    Report {
        id: Uuid::from_u128(1),
        plan: "plan".to_owned(),
        kind: ReportKind::Yearly,
        period: Period::year(2019),
        title: "Bilan 2019".to_owned(),
        state,
        introduction: "Début.".to_owned(),
        conclusion: "Fin.".to_owned(),
        compares: None,
        campaign: None,
        digest: frozen.then(|| "0".repeat(64)),
        submission: frozen.then(|| Submission { body: Uuid::from_u128(9), on: day("2020-05-01"), transmission: None }),
        adoption: None,
        published_at: None,
        history: Vec::new(),
        revision: 1,
    }
}

fn context() -> Context {
    Context { today: day("2020-06-01"), now: at("2020-06-01"), form: Uuid::from_u128(5), by: None, awaited: 0 }
}

fn adoption(on: &str, reference: &str) -> Step {
    Step::Adopt(Adoption { on: day(on), decision: None, reference: reference.to_owned() })
}

fn steps() -> Vec<Step> {
    vec![
        Step::Collect(Uuid::from_u128(7)),
        Step::Consolidate,
        Step::Resume { reason: "manque".to_owned() },
        Step::Freeze { digest: "a".repeat(64) },
        Step::Submit(Submission { body: Uuid::from_u128(9), on: day("2020-05-01"), transmission: None }),
        adoption("2020-05-20", "PV du 20 mai"),
        Step::Publish,
        Step::Withdraw { reason: "erreur".to_owned() },
    ]
}

fn codes(unmet: &[Violation]) -> Vec<&str> {
    unmet.iter().map(|one| one.code.as_str()).collect()
}

#[test]
fn all_that_keeps_a_report_from_being_frozen_is_told_at_once() {
    let mut draft = report(ReportState::Collecting);
    draft.introduction.clear();
    draft.conclusion = "  ".to_owned();
    let found = unmet(&draft, &Step::Freeze { digest: String::new() }, &context());
    assert_eq!(codes(&found), ["report-order", "report-introduction", "report-conclusion"]);
}

#[test]
fn awaited_answers_keep_a_report_from_being_consolidated() {
    let found = unmet(&report(ReportState::Collecting), &Step::Consolidate, &Context { awaited: 14, ..context() });
    assert!(codes(&found) == ["report-awaited"] && found[0].message.fr.starts_with("14 "));
}

#[test]
fn a_body_adopts_after_it_was_asked_not_later_than_today_and_with_a_proof() {
    let submitted = report(ReportState::Submitted);
    assert_eq!(codes(&unmet(&submitted, &adoption("2020-04-30", ""), &context())), ["report-reference", "report-early"]);
    assert_eq!(codes(&unmet(&submitted, &adoption("2020-06-02", "PV"), &context())), ["report-future"]);
    assert!(apply(&submitted, &adoption("2020-05-01", "PV"), &context()).is_ok());
}

#[test]
fn one_report_of_a_kind_for_a_period_unless_it_was_withdrawn() {
    let mut draft = report(ReportState::Open);
    draft.id = Uuid::from_u128(2);
    assert_eq!(codes(&unmet_to_begin(&draft, &[report(ReportState::Published)])), ["report-twice"]);
    assert!(unmet_to_begin(&draft, &[report(ReportState::Withdrawn)]).is_empty());
    draft.kind = ReportKind::MidTerm;
    draft.compares = Some(Uuid::from_u128(1));
    assert!(unmet_to_begin(&draft, &[report(ReportState::Published)]).is_empty());
    assert_eq!(codes(&unmet_to_begin(&draft, &[report(ReportState::Consolidated)])), ["report-compare"], "nothing is copied yet");
}

proptest! {
    /// Whatever is tried in whatever order: states follow the order of the law, history only grows, what was frozen never thaws.
    #[test]
    fn no_sequence_leaves_the_order(tried in proptest::collection::vec(0_usize..8, 0..40)) {
        let (steps, mut now) = (steps(), report(ReportState::Open));
        for index in tried {
            let step = &steps[index];
            let before = now.clone();
            match apply(&before, step, &context()) {
                Ok(after) => {
                    prop_assert!(unmet(&before, step, &context()).is_empty());
                    prop_assert_eq!(after.history.len(), before.history.len() + 1);
                    prop_assert_eq!(&after.history[..before.history.len()], &before.history[..]);
                    prop_assert_eq!(after.state, step.to());
                    if before.digest.is_some() { prop_assert_eq!(&after.digest, &before.digest); }
                    if !matches!(step, Step::Withdraw { .. } | Step::Resume { .. }) { prop_assert!(after.state > before.state); }
                    if after.state == ReportState::Published { prop_assert!(after.adoption.is_some() && after.digest.is_some()); }
                    now = after;
                }
                Err(unmet) => prop_assert!(!unmet.is_empty()),
            }
            if matches!(before.state, ReportState::Published | ReportState::Withdrawn) { prop_assert_eq!(&now, &before, "an end is an end"); }
        }
    }
}

fn node(id: u128, parent: Option<u128>, number: &str, status: Status) -> Sheet {
    let part = Part { role: PartRole::Pilot, organisation: None, person: None, label: "Région".to_owned() };
    let node = Node {
        id: Uuid::from_u128(id),
        plan: "plan".to_owned(),
        parent: parent.map(Uuid::from_u128),
        level: u32::from(parent.is_some()),
        position: 1,
        number: number.to_owned(),
        title: LocalizedText::same(number),
        content: Content::default(),
        parts: vec![part],
        body: None,
        starts: None,
        ends: None,
        status,
        reason: String::new(),
        decision: None,
        ties: Vec::new(),
        budget: Vec::new(),
        revision: 4,
    };
    Sheet { node, milestones: Vec::new(), indicators: Vec::new(), figures: Vec::new() }
}

fn milestone(done: bool) -> Milestone {
    Milestone {
        id: Uuid::from_u128(40),
        node: Uuid::from_u128(11),
        position: 1,
        text: "Signer la charte".to_owned(),
        when: "2019".to_owned(),
        baseline: Dates { from: None, to: Some(day("2019-12-31")) },
        current: Dates { from: None, to: Some(day("2019-12-31")) },
        weight: None,
        mandatory: false,
        started_on: None,
        done_on: done.then(|| day("2019-06-01")),
        evidence: String::new(),
        note: String::new(),
        replannings: Vec::new(),
    }
}

fn tree() -> Tree {
    let mut action = node(11, Some(10), "1.1", Status::InProgress);
    action.milestones.push(milestone(true));
    action.indicators.push(Indicator {
        id: Uuid::from_u128(50),
        node: Uuid::from_u128(11),
        position: 1,
        title: LocalizedText::same("Jeunes accompagnés"),
        follow: String::new(),
        unit: "jeunes".to_owned(),
        decimals: 0,
        direction: Some(crate::Direction::Up),
        baseline: None,
        low: None,
        high: None,
        source: Source::Typed,
        targets: vec![Target { period: Period::year(2019), value: 200.0 }],
    });
    action.figures = vec![figure("INSEE, 2020", 180.0, false), figure(Figure::DECLARED, 210.0, true)];
    let told = Event {
        id: Uuid::from_u128(60),
        form: Uuid::from_u128(60),
        plan: "plan".to_owned(),
        node: Some(Uuid::from_u128(11)),
        fact: Fact::Told {
            period: Period::year(2019),
            done: "Charte signée.".to_owned(),
            successes: "12 signataires.".to_owned(),
            difficulties: "Peu d’entreprises.".to_owned(),
            remedies: "Relances.".to_owned(),
        },
        by: None,
        at: at("2020-02-01"),
    };
    Tree {
        plan: Plan {
            id: "plan".to_owned(),
            name: LocalizedText::same("Plan"),
            source: "Texte".to_owned(),
            levels: vec![LocalizedText::same("Priorité"), LocalizedText::same("Action")],
            from: day("2018-01-01"),
            to: day("2022-12-31"),
            version: 1,
            owner: None,
            state: PlanState::InForce,
            followed_since: Some(day("2018-01-01")),
            position: 1,
            revision: 1,
        },
        sheets: vec![node(10, None, "1", Status::InProgress), action, node(12, Some(10), "1.2", Status::Abandoned)],
        amendments: Vec::new(),
        events: vec![told],
    }
}

fn figure(source: &str, value: f64, provisional: bool) -> Figure {
    Figure {
        indicator: Uuid::from_u128(50),
        period: Period::year(2019),
        source: source.to_owned(),
        value,
        provisional,
        comment: String::new(),
        by: None,
        at: at("2020-02-01"),
    }
}

fn copied(tree: &Tree) -> Snapshot {
    let (names, figures) = (std::collections::HashMap::new(), std::collections::HashMap::new());
    let around = Around { day: day("2020-06-01"), now: at("2020-06-01"), journal: 12, names: &names, figures: &figures, collection: None };
    snapshot(&report(ReportState::Consolidated), tree, &around)
}

#[test]
fn a_copy_holds_words_figures_and_which_of_two_sources_counts() {
    let copy = copied(&tree());
    let action = copy.nodes.iter().find(|node| node.number == "1.1").unwrap();
    assert_eq!(action.told.as_ref().unwrap().successes, "12 signataires.");
    assert_eq!((action.progress, action.health.as_str(), action.revision), (Some(1.0), "on_time", 4));
    let figures: Vec<_> = action.indicators[0].figures.iter().map(|one| (one.value, one.counts, one.against.as_str())).collect();
    assert_eq!(figures, [(180.0, true, "missed"), (210.0, false, "")], "the final value counts, the provisional one stays beside");
    assert_eq!(action.asked, Asked::No);
    assert_eq!(copy.actions().count(), 2, "what was given up is still told of");
    assert_eq!(copy.actions_below(Uuid::from_u128(10)).len(), 2);
}

#[test]
fn a_copy_is_read_back_as_it_was() {
    let copy = copied(&tree());
    let text = serde_json::to_string(&copy).unwrap();
    assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), copy);
    assert_eq!(serde_json::to_string(&serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap(), text, "so its digest stays");
}

#[test]
fn what_moved_between_two_copies_is_told_action_by_action() {
    let mut before = tree();
    before.sheets[1].milestones = vec![milestone(false)];
    before.sheets.push(node(13, Some(10), "1.3", Status::Planned));
    let mut after = tree();
    after.sheets.push(node(14, Some(10), "1.4", Status::Planned));
    let found = compare(&copied(&before), &copied(&after));
    assert_eq!(found.gone, [("1.3".to_owned(), LocalizedText::same("1.3"))]);
    assert_eq!(found.still, 1, "1.2 was given up before and after");
    let moved: Vec<_> = found.moved.iter().map(|one| (one.number.as_str(), one.added, one.progress)).collect();
    assert_eq!(moved, [("1.1", false, (Some(0.0), Some(1.0))), ("1.4", true, (None, None))]);
    assert_eq!(found.moved[0].health, ("late".to_owned(), "on_time".to_owned()));
}

#[test]
fn values_that_came_and_values_that_were_corrected_are_told_apart() {
    let before = tree();
    let mut after = tree();
    after.sheets[1].node.title = LocalizedText::same("Nouveau titre");
    after.sheets[1].figures.push(Figure { period: Period::year(2021), value: 260.0, ..figure("INSEE, 2022", 0.0, false) });
    let between = |after: &Tree, period: u16| compare(&copied(&before), &Snapshot { period: Period::year(period), ..copied(after) });
    let values = |measures: &[Measure]| measures.iter().map(|one| (one.before, one.after)).collect::<Vec<_>>();
    let (then, now) = (Some((Period::year(2019), 180.0)), Some((Period::year(2021), 260.0)));
    let later = between(&after, 2022);
    assert_eq!((values(&later.measured), values(&later.revised)), (vec![(then, now)], vec![]));
    assert_eq!(later.moved[0].named, Some(("1.1".to_owned(), LocalizedText::same("1.1"))), "an action under another title");
    assert_eq!(values(&between(&after, 2020).measured), [], "what comes after the period is not of this report");
    after.sheets[1].figures[0].value = 150.0;
    let corrected = between(&after, 2019);
    assert_eq!(values(&corrected.measured), [], "no newer value");
    assert_eq!(values(&corrected.revised), [(then, Some((Period::year(2019), 150.0)))]);
    after.sheets[1].figures.clear();
    assert_eq!(values(&between(&after, 2022).revised), [(then, None)], "a value that was taken back is told too");
    assert!(compare(&copied(&before), &copied(&before)).moved.is_empty());
}

#[test]
fn an_action_given_up_and_what_is_below_it_are_not_asked_about() {
    let mut all = tree();
    let numbers = |tree: &Tree| crate::rules::campaign::asked(tree).iter().map(|sheet| sheet.node.number.clone()).collect::<Vec<_>>();
    assert_eq!(numbers(&all), ["1.1"]);
    all.sheets[0].node.status = Status::Abandoned;
    assert!(numbers(&all).is_empty(), "the whole branch was given up");
}
