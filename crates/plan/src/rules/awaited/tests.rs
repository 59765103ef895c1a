use super::*;
use crate::{
    Dates, Status,
    rules::{health::assess, testing},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn due(number: u128, text: &str) -> Milestone {
    let dates = Dates { from: None, to: Some(day(text)) };
    Milestone { baseline: dates, current: dates, ..testing::milestone(number) }
}

/// The milestones that await on 15 June 2020, of an action in a plan followed since 2019.
fn found(milestones: Vec<Milestone>, change: impl Fn(&mut Sheet)) -> Vec<String> {
    let mut tree = testing::tree(&[("1", milestones)]);
    tree.plan.followed_since = Some(day("2019-01-01"));
    change(&mut tree.sheets[0]);
    let today = day("2020-06-15");
    let standing = assess(&tree, today).remove(&tree.sheets[0].node.id).unwrap();
    let found = super::milestones(&tree.plan, &tree.sheets[0], &standing, today);
    let end = end(&tree.plan, &tree.sheets[0], &standing, today).map(|end| format!("end {end}"));
    found.iter().map(|(_, due)| due.to_string()).chain(end).collect()
}

#[test]
fn what_is_late_or_due_within_thirty_days_awaits() {
    let milestones = vec![due(1, "2020-01-31"), due(2, "2020-07-15"), due(3, "2020-07-16"), testing::milestone(4)];
    assert_eq!(found(milestones, |_| ()), ["2020-01-31", "2020-07-15"]);
    let begun = Milestone { started_on: Some(day("2020-06-01")), ..due(1, "2020-07-01") };
    assert_eq!(found(vec![begun], |_| ()), ["2020-07-01"], "begun is not done");
    let done = Milestone { done_on: Some(day("2020-06-01")), ..due(1, "2020-01-31") };
    assert!(found(vec![done], |_| ()).is_empty());
}

#[test]
fn what_was_due_before_the_follow_up_or_is_over_awaits_nobody() {
    assert!(found(vec![due(1, "2018-12-31")], |_| ()).is_empty());
    let late = || vec![due(1, "2020-01-31")];
    for status in [Status::Done, Status::Abandoned] {
        assert!(found(late(), |sheet| sheet.node.status = status).is_empty(), "{status:?}");
    }
    assert_eq!(found(late(), |sheet| sheet.node.ends = Some(day("2020-06-14"))), ["2020-01-31", "end 2020-06-14"]);
    assert_eq!(found(late(), |sheet| sheet.node.ends = Some(day("2020-06-15"))), ["2020-01-31"], "its last day is not past");
}
