use bassin_kernel::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{Figure, Milestone, rules::testing};

fn context() -> Context {
    Context { today: "2020-06-15".parse().unwrap(), now: Timestamp::default(), by: None, below: Vec::new() }
}

fn sheet() -> Sheet {
    let milestones = vec![Milestone { mandatory: true, ..testing::milestone(1) }, testing::milestone(2)];
    let mut sheet = testing::tree(&[("1", milestones)]).sheets.remove(0);
    sheet.indicators.push(Indicator { low: Some(0.0), high: Some(100.0), ..testing::indicator(7) });
    sheet
}

use crate::Indicator;

fn measured(value: f64, comment: &str) -> Measured {
    Measured {
        indicator: testing::indicator(7).id,
        period: "2020".parse().unwrap(),
        source: Figure::DECLARED.into(),
        value,
        provisional: false,
        comment: comment.into(),
    }
}

fn codes(outcome: Result<Vec<Fact>, Vec<Violation>>) -> Vec<String> {
    outcome.err().unwrap_or_default().into_iter().map(|violation| violation.code).collect()
}

#[test]
fn all_that_is_wrong_in_a_report_is_told_at_once() {
    let report = Report {
        status: Some(Status::Blocked),
        milestones: vec![
            (testing::milestone(1).id, Mark::Done { on: "2021-01-01".parse().ok(), evidence: " ".into() }),
            (testing::milestone(9).id, Mark::Started { reason: String::new() }),
        ],
        figures: vec![measured(101.0, "")],
        ..Report::default()
    };
    let wrong = codes(apply(&mut sheet(), &Act::Report(report), &context()));
    assert_eq!(wrong, ["milestone-evidence", "milestone-future", "plan-gone", "figure-implausible", "status-reason"]);
}

#[test]
fn an_unlikely_value_is_kept_once_confirmed_and_a_final_one_changes_with_a_comment() {
    let mut sheet = sheet();
    let tell = |sheet: &mut Sheet, figure: Measured, confirmed| {
        apply(sheet, &Act::Report(Report { figures: vec![figure], confirmed, ..Report::default() }), &context())
    };
    assert_eq!(tell(&mut sheet, measured(140.0, ""), true).unwrap().len(), 1);
    assert_eq!(tell(&mut sheet, measured(140.0, ""), true).unwrap(), [], "the same again is nothing new");
    assert_eq!(codes(tell(&mut sheet, measured(14.0, ""), false)), ["figure-final"]);
    assert_eq!(tell(&mut sheet, measured(14.0, "Erreur de saisie"), false).unwrap().len(), 1);
    assert_eq!(sheet.figures.len(), 1, "one value for a period and a source");
}

#[test]
fn what_was_done_is_undone_with_a_reason() {
    let mut sheet = sheet();
    let id = testing::milestone(1).id;
    let mark =
        |sheet: &mut Sheet, mark| apply(sheet, &Act::Report(Report { milestones: vec![(id, mark)], ..Report::default() }), &context());
    mark(&mut sheet, Mark::Done { on: None, evidence: "Délibération".into() }).unwrap();
    assert_eq!((sheet.milestones[0].done_on, sheet.node.status), (Some(context().today), Status::InProgress));
    assert_eq!(codes(mark(&mut sheet, Mark::Waiting { reason: String::new() })), ["milestone-reopen"]);
    mark(&mut sheet, Mark::Waiting { reason: "Annulée par le tribunal".into() }).unwrap();
    assert_eq!((sheet.milestones[0].done_on, sheet.milestones[0].evidence.as_str()), (None, ""));
}

#[test]
fn what_was_told_stays_on_file() {
    let mut sheet = sheet();
    let dates = crate::Dates { from: None, to: "2021-01-01".parse().ok() };
    let replan = |dates| Act::Replan(Replan { milestone: testing::milestone(1).id, dates, reason: "Décalage".into() });
    apply(&mut sheet, &replan(dates), &context()).unwrap();
    assert_eq!(codes(apply(&mut sheet, &replan(dates), &context())), ["replan-same"]);
    assert_eq!(codes(apply(&mut sheet, &replan(crate::Dates::default()), &context())), ["replan-undated"]);
    assert_eq!(codes(apply(&mut sheet, &Act::RemoveMilestone(testing::milestone(1).id), &context())), ["milestone-told"]);
    apply(&mut sheet, &Act::RemoveMilestone(testing::milestone(2).id), &context()).unwrap();
    assert_eq!(sheet.milestones.len(), 1);
}

proptest! {
    /// Whatever people do, what was first promised never changes, a status follows from the one before, and a mandatory milestone that is done has
    /// its proof.
    #[test]
    fn no_sequence_of_reports_reaches_an_illegal_state(steps in proptest::collection::vec((0usize..6, 0u8..3, any::<bool>(), 0i64..900), 1..40)) {
        let mut sheet = sheet();
        let promised: Vec<_> = sheet.milestones.iter().map(|milestone| milestone.baseline).collect();
        for (status, mark, words, days) in steps {
            let text = if words { "Dit" } else { "" }.to_owned();
            let mark = match mark {
                0 => Mark::Waiting { reason: text.clone() },
                1 => Mark::Started { reason: text.clone() },
                _ => Mark::Done { on: None, evidence: text.clone() },
            };
            let to = Some("2020-01-01".parse::<Day>().unwrap() + chrono::Duration::days(days));
            let acts = [
                Act::Report(Report {
                    status: Some(Status::ALL[status]),
                    reason: text.clone(),
                    milestones: vec![(testing::milestone(1).id, mark)],
                    ..Report::default()
                }),
                Act::Replan(Replan { milestone: testing::milestone(1).id, dates: crate::Dates { from: None, to }, reason: text }),
            ];
            for act in acts {
                let mut next = sheet.clone();
                if apply(&mut next, &act, &context()).is_ok() {
                    let (from, to) = (sheet.node.status, next.node.status);
                    prop_assert!(from == to || crate::rules::status::leads(from, to), "{from:?} to {to:?}");
                    prop_assert!(next.milestones[0].replannings.len() >= sheet.milestones[0].replannings.len());
                    sheet = next;
                }
            }
            let first = &sheet.milestones[0];
            prop_assert!(first.done_on.is_none() || !first.evidence.is_empty());
            prop_assert_eq!(sheet.milestones.iter().map(|milestone| milestone.baseline).collect::<Vec<_>>(), promised.clone());
            prop_assert!(!matches!(sheet.node.status, Status::Paused | Status::Blocked | Status::Abandoned) || !sheet.node.reason.is_empty());
        }
    }
}
