//! Intervals go through arithmetic and always contain the true result.

use bassin_statistics::Figure;
use proptest::prelude::*;

fn figure(lower: f64, upper: f64) -> Figure {
    Figure { lower: Some(lower), upper: Some(upper), cells: 9, masked: u32::from(lower < upper), missing: 0 }
}

const UNKNOWN: Figure = Figure { lower: None, upper: None, cells: 9, masked: 0, missing: 9 };

/// An interval of integers and a value inside it.
fn interval() -> impl Strategy<Value = (Figure, f64)> {
    (-2_000i32..2_000, 0i32..500, 0.0f64..=1.0).prop_map(|(lower, more, place)| {
        let inside = lower + (f64::from(more) * place).round() as i32;
        (figure(f64::from(lower), f64::from(lower + more)), f64::from(inside))
    })
}

fn holds(figure: &Figure, truth: f64) -> bool {
    let slack = 1e-9 * (1.0 + truth.abs());
    figure.lower.zip(figure.upper).is_some_and(|(lower, upper)| lower - slack <= truth && truth <= upper + slack)
}

proptest! {
    #[test]
    fn the_true_result_is_within_the_interval((a, x) in interval(), (b, y) in interval()) {
        prop_assert!(holds(&Figure::difference(&a, &b), x - y));
        prop_assert!(holds(&Figure::sum([&a, &b, &a]), x + y + x));
        let (ratio, change) = (Figure::ratio(&a, &b, 100.0), Figure::change(&a, &b));
        let can_be_zero = b.lower.unwrap() <= 0.0 && b.upper.unwrap() >= 0.0;
        prop_assert_eq!(ratio.is_unknown(), can_be_zero);
        prop_assert_eq!(change.is_unknown(), can_be_zero);
        if !can_be_zero {
            prop_assert!(holds(&ratio, x / y * 100.0), "{:?}", ratio);
            prop_assert!(holds(&change, (x - y) / y.abs() * 100.0), "{:?}", change);
        }
    }

    #[test]
    fn bounds_are_reached((a, _) in interval(), (b, _) in interval()) {
        let (al, au, bl, bu) = (a.lower.unwrap(), a.upper.unwrap(), b.lower.unwrap(), b.upper.unwrap());
        prop_assert_eq!(Figure::difference(&a, &b).lower.zip(Figure::difference(&a, &b).upper), Some((al - bu, au - bl)));
        let ratio = Figure::ratio(&a, &b, 1.0);
        if let Some((lower, upper)) = ratio.lower.zip(ratio.upper) {
            let corners = [al / bl, al / bu, au / bl, au / bu];
            prop_assert!(corners.contains(&lower) && corners.contains(&upper) && lower <= upper);
        }
    }

    #[test]
    fn the_unknown_stays_unknown((a, _) in interval()) {
        for result in [
            Figure::ratio(&a, &UNKNOWN, 1.0),
            Figure::ratio(&UNKNOWN, &a, 1.0),
            Figure::change(&UNKNOWN, &a),
            Figure::difference(&a, &UNKNOWN),
            Figure::sum([&a, &UNKNOWN, &a]),
        ] {
            prop_assert!(result.is_unknown() && result.exact().is_none());
            prop_assert_eq!(result.missing, 9, "why it is unknown is kept");
        }
    }
}

#[test]
fn exact_figures_give_exact_results() {
    let (new, old) = (figure(105.0, 105.0), figure(100.0, 100.0));
    assert_eq!(Figure::ratio(&new, &old, 100.0).exact(), Some(105.0));
    assert_eq!(Figure::change(&new, &old).exact(), Some(5.0));
    assert_eq!(Figure::change(&figure(-50.0, -50.0), &figure(-100.0, -100.0)).exact(), Some(50.0), "a loss that halves is a rise");
    assert_eq!(Figure::difference(&new, &old).exact(), Some(5.0));
    assert_eq!(Figure::sum([&new, &old]).exact(), Some(205.0));
}

#[test]
fn a_sum_counts_the_cells_of_all_its_terms_and_a_ratio_those_of_the_worst() {
    let (shown, masked) = (figure(3.0, 3.0), figure(0.0, 4.0));
    let sum = Figure::sum([&shown, &masked, &masked]);
    assert_eq!((sum.cells, sum.masked, sum.missing), (27, 2, 0));
    let ratio = Figure::ratio(&sum, &figure(8.0, 8.0), 100.0);
    assert_eq!((ratio.cells, ratio.masked, ratio.missing), (27, 2, 0));
}

#[test]
fn no_term_and_no_finite_result_are_unknown() {
    assert!(Figure::sum([]).is_unknown());
    assert!(Figure::ratio(&figure(1e300, 1e300), &figure(1e-300, 1e-300), 100.0).is_unknown());
    assert!(Figure::ratio(&figure(0.0, 0.0), &figure(0.0, 0.0), 1.0).is_unknown());
}
