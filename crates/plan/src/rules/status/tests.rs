use super::*;
use crate::{Target, rules::testing};

fn sheet(status: Status) -> Sheet {
    let mut sheet = testing::tree(&[("1", vec![testing::milestone(1)])]).sheets.remove(0);
    sheet.node.status = status;
    sheet
}

fn codes(sheet: &Sheet, to: Status, reason: &str, decision: Option<Uuid>, below: &[String]) -> Vec<String> {
    unmet(sheet, to, reason, decision, below, "2020-06-15".parse().unwrap()).into_iter().map(|unmet| unmet.code).collect()
}

#[test]
fn every_unmet_rule_is_told_at_once() {
    let below = ["1.1".to_owned(), "1.2".to_owned()];
    assert_eq!(codes(&sheet(Status::InProgress), Status::Abandoned, " ", None, &below), ["status-reason", "status-decision"]);
    let told = unmet(&sheet(Status::InProgress), Status::Abandoned, "", None, &below, "2020-06-15".parse().unwrap());
    assert!(told[1].message.fr.contains("1.1, 1.2"), "what would stop with it is named");
    assert_eq!(codes(&sheet(Status::InProgress), Status::Abandoned, "Marché infructueux", Some(Uuid::nil()), &below), [""; 0]);
    assert_eq!(codes(&sheet(Status::InProgress), Status::Abandoned, "Marché infructueux", None, &[]), [""; 0], "nothing depends on it");
    assert_eq!(codes(&sheet(Status::Planned), Status::Paused, "", None, &[]), ["status-leap", "status-reason"]);
    assert_eq!(codes(&sheet(Status::Done), Status::InProgress, "", None, &[]), ["status-reason"], "reopening says why");
    assert_eq!(codes(&sheet(Status::Done), Status::Done, "", None, &[]), [""; 0]);
}

#[test]
fn done_needs_the_proof_of_what_is_mandatory_and_a_value_of_what_has_a_target() {
    let mut sheet = sheet(Status::InProgress);
    assert_eq!(codes(&sheet, Status::Done, "", None, &[]), [""; 0], "nothing is mandatory");
    sheet.milestones[0].mandatory = true;
    let mut indicator = testing::indicator(7);
    indicator.targets.push(Target { period: "2020".parse().unwrap(), value: 3.0 });
    sheet.indicators.push(indicator);
    assert_eq!(codes(&sheet, Status::Done, "", None, &["1.1".into()]), ["done-milestone", "done-indicator", "done-below"]);
    sheet.milestones[0].done_on = "2020-06-01".parse().ok();
    assert_eq!(codes(&sheet, Status::Done, "", None, &[]), ["done-milestone", "done-indicator"], "done without a proof is not enough");
    sheet.milestones[0].evidence = "Compte rendu".into();
    sheet.indicators[0].targets[0].period = "2021".parse().unwrap();
    assert_eq!(codes(&sheet, Status::Done, "", None, &[]), [""; 0], "a target to come awaits nothing yet");
}
