use proptest::prelude::*;

use super::*;
use crate::{Dates, Replanning, rules::testing};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn due(text: &str) -> Milestone {
    let dates = Dates { from: None, to: Some(day(text)) };
    Milestone { baseline: dates, current: dates, ..testing::milestone(1) }
}

fn moved(first: &str, now: &str) -> Milestone {
    let (old, new) = (Dates { from: None, to: Some(day(first)) }, Dates { from: None, to: Some(day(now)) });
    let change = Replanning { old, new, reason: "Retard du marché".into(), by: None, at: bassin_kernel::Timestamp::default() };
    Milestone { baseline: old, current: new, replannings: vec![change], ..testing::milestone(1) }
}

/// The health of an action with these milestones, on 15 June 2020, in a plan followed since 2019.
fn health(milestones: Vec<Milestone>) -> (Health, Vec<Reason>) {
    let mut tree = testing::tree(&[("1", milestones)]);
    tree.plan.followed_since = Some(day("2019-01-01"));
    let standing = assess(&tree, day("2020-06-15")).remove(&tree.sheets[0].node.id).unwrap();
    (standing.health, standing.causes.into_iter().map(|cause| cause.reason).collect())
}

#[test]
fn dates_alone_make_health() {
    assert_eq!(health(vec![due("2020-12-31")]), (Health::OnTime, vec![]));
    assert_eq!(health(vec![due("2020-06-15")]), (Health::AtRisk, vec![Reason::DueSoon]), "due today is not late yet");
    assert_eq!(health(vec![due("2020-06-14")]), (Health::Late, vec![Reason::Overdue]));
    assert_eq!(health(vec![due("2020-07-15")]), (Health::AtRisk, vec![Reason::DueSoon]), "thirty days");
    assert_eq!(health(vec![due("2020-07-16")]), (Health::OnTime, vec![]), "thirty-one");
    let started = Milestone { started_on: Some(day("2020-06-01")), ..due("2020-07-01") };
    assert_eq!(health(vec![started]), (Health::OnTime, vec![]));
    assert_eq!(health(vec![testing::milestone(1)]), (Health::Unknown, vec![Reason::Undated]), "without a date nothing is on time");
    assert_eq!(health(vec![]), (Health::Unknown, vec![Reason::NoMilestone]));
    let done = Milestone { done_on: Some(day("2020-06-20")), ..due("2020-01-01") };
    assert_eq!(health(vec![done]), (Health::OnTime, vec![]), "done late is done");
}

#[test]
fn what_was_due_before_the_follow_up_is_unknown_until_somebody_tells() {
    assert_eq!(health(vec![due("2018-12-31"), due("2021-01-01")]), (Health::Unknown, vec![Reason::Untold]));
    let begun = Milestone { started_on: Some(day("2019-02-01")), ..due("2018-12-31") };
    assert_eq!(health(vec![begun]), (Health::Late, vec![Reason::Overdue]), "told as begun and not done: late");
}

#[test]
fn a_slip_is_a_risk_and_one_across_years_is_counted() {
    assert_eq!(health(vec![moved("2020-01-31", "2021-01-31")]), (Health::AtRisk, vec![Reason::Slipped]));
    let milestone = moved("2020-11-30", "2021-01-31");
    assert_eq!((milestone.slips(), milestone.slips_across_years()), (1, 1));
    let earlier = moved("2020-11-30", "2020-10-31");
    assert_eq!((earlier.slips(), earlier.has_slipped()), (0, false), "brought forward is no slip");
    let mut undated = moved("2020-11-30", "2020-12-31");
    (undated.baseline, undated.replannings[0].old) = (Dates::default(), Dates::default());
    assert_eq!((undated.slips(), undated.has_slipped()), (0, false), "giving a first date is no slip");
}

#[test]
fn a_parent_is_as_well_as_its_worst_child_and_tells_where() {
    let mut tree = testing::tree(&[("1", vec![]), ("1.1", vec![due("2020-12-31")]), ("1.2", vec![due("2020-01-31")]), ("1.3", vec![])]);
    tree.plan.followed_since = Some(day("2019-01-01"));
    let today = day("2020-06-15");
    let top = assess(&tree, today).remove(&tree.sheets[0].node.id).unwrap();
    assert_eq!(top.health, Health::Late);
    assert_eq!((top.causes[0].node, top.causes[0].day), (tree.sheets[2].node.id, Some(day("2020-01-31"))));
    tree.sheets[2].node.status = Status::Abandoned;
    assert_eq!(assess(&tree, today)[&tree.sheets[0].node.id].health, Health::OnTime, "what was given up worries nobody");
    tree.sheets[0].node.status = Status::Abandoned;
    let all = assess(&tree, today);
    assert!(tree.sheets.iter().all(|sheet| all[&sheet.node.id].health == Health::Abandoned), "given up with all that is below");
    assert_eq!(all[&tree.sheets[1].node.id].causes[0].reason, Reason::Above);
}

#[test]
fn before_the_follow_up_opens_nothing_is_known() {
    let tree = testing::tree(&[("1", vec![]), ("1.1", vec![due("2000-12-31")])]);
    let all = assess(&tree, day("2020-06-15"));
    assert!(all.values().all(|standing| standing.health == Health::Unknown));
}

proptest! {
    /// Time alone never makes an action better, and doing its last milestone never leaves it late.
    #[test]
    fn health_only_worsens_with_time(offsets in proptest::collection::vec(-400i64..400, 1..6), later in 0i64..400) {
        let today = day("2020-06-15");
        let dated = |offset: &i64| due(&(today + Duration::days(*offset)).to_string());
        let mut tree = testing::tree(&[("1", offsets.iter().map(dated).collect())]);
        tree.plan.followed_since = Some(day("2000-01-01"));
        let id = tree.sheets[0].node.id;
        let (now, then) = (assess(&tree, today)[&id].health, assess(&tree, today + Duration::days(later))[&id].health);
        prop_assert!(then <= now, "{now:?} became {then:?}");
        for milestone in &mut tree.sheets[0].milestones {
            milestone.done_on = Some(today);
        }
        prop_assert_eq!(assess(&tree, today)[&id].health, Health::OnTime);
    }
}
