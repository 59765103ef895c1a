use bassin_kernel::Timestamp;

use super::*;
use crate::{Source, rules::testing};

fn figure(source: &str, value: f64, provisional: bool, second: i64) -> Figure {
    Figure {
        indicator: testing::indicator(1).id,
        period: "2020".parse().unwrap(),
        source: source.into(),
        value,
        provisional,
        comment: String::new(),
        by: None,
        at: Timestamp::from_timestamp(second, 0).unwrap(),
    }
}

#[test]
fn of_two_sources_for_one_period_a_rule_says_which_counts() {
    let key = "governance.meetings";
    let indicator = Indicator { source: Source::Computed(key.into()), ..testing::indicator(1) };
    let (declared, published, computed) =
        (figure(Figure::DECLARED, 1.0, false, 30), figure("OREF, 2021", 2.0, false, 20), figure(key, 3.0, false, 10));
    let counts = |figures: &[Figure]| counting(figures, &indicator).map(|figure| figure.value);
    assert_eq!(counts(&[declared.clone(), published.clone(), computed.clone()]), Some(3.0), "computed before published before declared");
    assert_eq!(counts(&[declared.clone(), published.clone()]), Some(2.0));
    let provisional = Figure { provisional: true, ..computed };
    assert_eq!(counts(&[declared.clone(), provisional]), Some(1.0), "final before provisional");
    let newer = Figure { source: "INSEE".into(), value: 4.0, at: declared.at, ..published.clone() };
    assert_eq!(counts(&[published, newer]), Some(4.0), "then the latest");
    assert_eq!(counts(&[]), None);
}

#[test]
fn a_value_is_judged_by_the_way_that_is_better() {
    let with = |direction| Indicator { direction, low: Some(8.0), high: Some(12.0), ..testing::indicator(1) };
    assert_eq!(against(&with(None), 10.0, 10.0), Against::Untold, "nobody said which way is better");
    assert_eq!(against(&with(Some(Direction::Up)), 9.9, 10.0), Against::Missed);
    assert_eq!(against(&with(Some(Direction::Down)), 9.9, 10.0), Against::Reached);
    assert_eq!(against(&with(Some(Direction::Keep)), 11.0, 10.0), Against::Reached, "within what is plausible");
    assert!(implausible(&with(None), 12.1) && implausible(&with(None), 7.9) && !implausible(&with(None), 8.0));
}
