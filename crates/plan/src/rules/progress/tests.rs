use proptest::prelude::*;

use super::*;
use crate::rules::testing;

fn milestones(weights: &[Option<u32>], done: &[bool]) -> Vec<Milestone> {
    let one = |(number, (weight, done)): (u128, (&Option<u32>, &bool))| Milestone {
        weight: *weight,
        done_on: done.then(|| "2020-01-01".parse().unwrap()),
        ..testing::milestone(number)
    };
    (1..).zip(weights.iter().zip(done)).map(one).collect()
}

#[test]
fn weights_are_normalised_and_the_rule_is_told() {
    let of = |weights: &[Option<u32>], done: &[bool]| of_milestones(&milestones(weights, done));
    assert_eq!(of(&[], &[]), Progress { share: None, rule: Rule::NoMilestone });
    assert_eq!(of(&[None, None], &[true, false]), Progress { share: Some(0.5), rule: Rule::Equal });
    assert_eq!(of(&[Some(3), Some(1)], &[true, false]), Progress { share: Some(0.75), rule: Rule::Weighted });
    assert_eq!(of(&[Some(0), Some(0)], &[true, false]), Progress { share: Some(0.5), rule: Rule::ZeroWeights }, "summing to zero");
    assert_eq!(of(&[Some(0), None], &[false, true]), Progress { share: Some(0.5), rule: Rule::ZeroWeights });
    assert_eq!(
        of(&[Some(6), Some(2), None], &[true, false, false]),
        Progress { share: Some(0.5), rule: Rule::Completed },
        "the missing one weighs 4"
    );
}

#[test]
fn a_parent_averages_what_is_known_below_and_says_how_much_is() {
    let mut tree = testing::tree(&[
        ("1", vec![]),
        ("1.1", milestones(&[None, None], &[true, false])),
        ("1.2", vec![]),
        ("1.3", milestones(&[None], &[true])),
        ("1.4", milestones(&[None], &[false])),
    ]);
    tree.plan.followed_since = Some("2019-01-01".parse().unwrap());
    tree.sheets[4].node.status = Status::Abandoned;
    let found = assess(&tree);
    assert_eq!(found[&tree.sheets[0].node.id], Progress { share: Some(0.75), rule: Rule::Children { known: 2, of: 3 } });
    assert_eq!(found[&tree.sheets[4].node.id].rule, Rule::Abandoned);
    tree.sheets[2].node.status = Status::Done;
    assert_eq!(assess(&tree)[&tree.sheets[2].node.id], Progress { share: Some(1.0), rule: Rule::Declared });
    tree.plan.followed_since = None;
    assert_eq!(assess(&tree)[&tree.sheets[0].node.id].share, None);
}

proptest! {
    #[test]
    fn progress_is_a_share_that_rises_with_what_is_done(
        all in proptest::collection::vec((proptest::option::of(0u32..1000), any::<bool>()), 1..12),
        more in 0usize..12,
    ) {
        let (weights, mut done): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        let before = of_milestones(&milestones(&weights, &done)).share.unwrap();
        prop_assert!((0.0..=1.0).contains(&before));
        let at = more % done.len();
        done[at] = true;
        let after = of_milestones(&milestones(&weights, &done)).share.unwrap();
        prop_assert!(after >= before);
        let whole = of_milestones(&milestones(&weights, &vec![true; weights.len()])).share.unwrap();
        prop_assert!((whole - 1.0).abs() < 1e-9);
    }
}
