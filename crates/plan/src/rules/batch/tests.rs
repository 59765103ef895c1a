use bassin_kernel::{Period, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::{
    Undone,
    report::{Passage, ReportKind},
    rules::testing,
};

fn at(second: i64) -> Timestamp {
    Timestamp::from_timestamp(second, 0).unwrap()
}

fn figure(indicator: u128, year: u16, value: f64, second: i64) -> Figure {
    Figure {
        indicator: Uuid::from_u128(indicator),
        period: Period::year(year),
        source: Figure::DECLARED.into(),
        value,
        provisional: false,
        comment: String::new(),
        by: None,
        at: at(second),
    }
}

/// A sheet with the figures given, in their order.
fn sheets(figures: &[Figure]) -> HashMap<Uuid, Sheet> {
    let mut sheet = testing::tree(&[("1", Vec::new())]).sheets.remove(0);
    sheet.indicators = vec![testing::indicator(1), testing::indicator(2)];
    sheet.figures = figures.to_vec();
    HashMap::from([(sheet.node.id, sheet)])
}

fn batch(changes: &[(Option<Figure>, Figure)], second: i64) -> Batch {
    let node = *sheets(&[]).keys().next().unwrap();
    let change = |(before, after): &(Option<Figure>, Figure)| Change { node, before: before.clone(), after: after.clone() };
    Batch { id: Uuid::nil(), plan: "plan".into(), by: None, at: at(second), changes: changes.iter().map(change).collect(), undone: None }
}

fn codes(found: &[Violation]) -> Vec<&str> {
    found.iter().map(|one| one.code.as_str()).collect()
}

#[test]
fn what_was_there_comes_back_and_what_was_added_goes() {
    let (old, new, added) = (figure(1, 2019, 4.0, 1), figure(1, 2019, 6.0, 2), figure(2, 2019, 9.0, 2));
    let other = figure(1, 2018, 1.0, 1);
    let mut now = sheets(&[other.clone(), new.clone(), added.clone()]);
    let facts = undo(&batch(&[(Some(old.clone()), new), (None, added)], 2), &mut now, &[]).unwrap();
    assert_eq!(now.values().next().unwrap().figures, [other, old]);
    let back: Vec<Option<f64>> =
        facts.iter().map(|(_, fact)| if let Fact::Unmeasured { back, .. } = fact { *back } else { None }).collect();
    assert_eq!(back, [Some(4.0), None]);
}

fn report(state: ReportState, frozen_at: i64) -> Report {
    Report {
        id: Uuid::nil(),
        plan: "plan".into(),
        kind: ReportKind::Yearly,
        period: Period::year(2019),
        title: "Bilan 2019".into(),
        state,
        introduction: String::new(),
        conclusion: String::new(),
        compares: None,
        campaign: None,
        digest: Some("0".into()),
        submission: None,
        adoption: None,
        published_at: None,
        history: vec![Passage { form: Uuid::nil(), to: ReportState::Frozen, reason: String::new(), by: None, at: at(frozen_at) }],
        revision: 1,
    }
}

#[test]
fn every_reason_is_told_and_nothing_is_half_undone() {
    let (first, second) = (figure(1, 2019, 4.0, 2), figure(2, 2019, 9.0, 2));
    let saved = batch(&[(None, first.clone()), (None, second.clone())], 2);
    // The second was typed again, with the same value: it is somebody else's now.
    let mut now = sheets(&[first.clone(), Figure { at: at(3), ..second.clone() }]);
    let kept = now.clone();
    let found = undo(&saved, &mut now, &[report(ReportState::Published, 5), report(ReportState::Withdrawn, 5)]).unwrap_err();
    assert_eq!(codes(&found), ["batch-changed", "batch-frozen"]);
    assert_eq!(found[0].location.field.as_deref(), Some(format!("value-{}-2019", second.indicator).as_str()));
    assert_eq!(now, kept);
    let intact = sheets(&[first, second]);
    let unmet = |batch: &Batch, reports: &[Report]| standing_in_the_way(batch, |node| intact.get(&node), reports).len();
    assert_eq!(unmet(&saved, &[report(ReportState::Adopted, 1)]), 0, "it was frozen before these values were saved");
    assert_eq!(unmet(&saved, &[Report { digest: None, ..report(ReportState::Consolidated, 5) }]), 0);
    let done = Batch { undone: Some(Undone { by: None, at: at(4) }), ..saved };
    assert_eq!(codes(&standing_in_the_way(&done, |node| intact.get(&node), &[])), ["batch-undone"]);
}

proptest! {
    /// Entries one after the other, undone the latest first, lead back to the beginning; undone in another order, only when they share nothing.
    #[test]
    fn entries_undone_backwards_lead_back(entries in proptest::collection::vec(proptest::collection::vec((1_u128..3, 2018_u16..2021, 0_u8..9), 1..4), 1..5)) {
        let mut now = sheets(&[figure(1, 2018, 100.0, 0)]);
        let beginning = now.clone();
        let node = *now.keys().next().unwrap();
        let mut batches: Vec<Batch> = Vec::new();
        for (second, entry) in (1_i64..).zip(entries) {
            let mut changes: Vec<(Option<Figure>, Figure)> = Vec::new();
            for (indicator, year, value) in entry {
                let after = figure(indicator, year, f64::from(value), second);
                if changes.iter().any(|(_, other)| is_same_place(other, &after)) { continue; }
                let figures = &mut now.get_mut(&node).unwrap().figures;
                let before = figures.iter().position(|one| is_same_place(one, &after)).map(|at| figures.remove(at));
                figures.push(after.clone());
                figures.sort_by(|a, b| (a.indicator, a.period, &a.source).cmp(&(b.indicator, b.period, &b.source)));
                changes.push((before, after));
            }
            batches.push(batch(&changes, second));
        }
        for (place, earlier) in batches.iter().enumerate() {
            let shared = batches[place + 1..].iter().any(|later| later.changes.iter().any(|one| earlier.changes.iter().any(|other| one.cell() == other.cell())));
            prop_assert_eq!(undo(earlier, &mut now.clone(), &[]).is_err(), shared);
        }
        for batch in batches.iter().rev() {
            prop_assert!(undo(batch, &mut now, &[]).is_ok());
        }
        prop_assert_eq!(now, beginning);
    }
}
