//! Classes of figures, for maps.

use crate::reader::Reader;

/// The most classes a reader tells apart on a map.
pub const MOST: usize = 6;

/// Figures cut into classes of about as many members.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    breaks: Vec<f64>,
}

/// The classes that cut `values` into `count` groups of about the same size (at most [`MOST`]); fewer when many figures are equal. Figures that are not numbers are left aside.
#[must_use]
pub fn quantiles(values: &[f64], count: usize) -> Classes {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let count = count.clamp(1, MOST);
    let mut breaks: Vec<f64> = Vec::new();
    for rank in 1..count {
        let Some(value) = sorted.get(rank * sorted.len() / count).copied() else { continue };
        let grows = breaks.last().is_none_or(|last| value > *last);
        if grows && sorted.first().is_some_and(|least| value > *least) {
            breaks.push(value);
        }
    }
    Classes { breaks }
}

impl Classes {
    /// The class of `value`, from 0. A figure equal to a break belongs to the class above it.
    #[must_use]
    pub fn of(&self, value: f64) -> usize {
        self.breaks.partition_point(|limit| *limit <= value)
    }

    /// How many classes there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.breaks.len() + 1
    }

    /// The name of each class: `moins de 11,6`, `11,6 à 12,8`, `16,4 et plus`. None when all figures are alike.
    #[must_use]
    pub fn labels(&self, reader: &Reader, decimals: usize) -> Vec<String> {
        let say = |value: f64| reader.number(value, decimals);
        let (Some(first), Some(last)) = (self.breaks.first(), self.breaks.last()) else { return Vec::new() };
        let mut labels = vec![reader.t_with("class-below", &[("upper", say(*first).into())])];
        for pair in self.breaks.windows(2) {
            labels.push(reader.t_with("class-between", &[("lower", say(pair[0]).into()), ("upper", say(pair[1]).into())]));
        }
        labels.push(reader.t_with("class-above", &[("lower", say(*last).into())]));
        labels
    }
}

#[cfg(test)]
mod tests {
    use bassin_kernel::Language;
    use proptest::prelude::*;

    use super::*;
    use crate::Catalogue;

    #[test]
    fn cuts_into_groups_of_the_same_size() {
        let values: Vec<f64> = (0..60).map(f64::from).collect();
        let classes = quantiles(&values, 6);
        let mut sizes = [0; 6];
        for value in &values {
            sizes[classes.of(*value)] += 1;
        }
        assert_eq!(sizes, [10; 6]);
    }

    #[test]
    fn equal_figures_make_fewer_classes() {
        assert_eq!(quantiles(&[3.0; 12], 6).count(), 1);
        assert_eq!(quantiles(&[], 6).count(), 1);
        assert_eq!(quantiles(&[0.0, 0.0, 0.0, 0.0, 5.0, f64::NAN], 5).count(), 2);
    }

    #[test]
    fn classes_are_named() {
        let reader = Reader::new(Catalogue::new(&[]), Language::French);
        assert_eq!(quantiles(&[1.0, 2.0, 3.0], 3).labels(&reader, 1), ["moins de 2,0", "2,0 à 3,0", "3,0 et plus"]);
    }

    proptest! {
        #[test]
        fn higher_figures_never_fall_in_lower_classes(values in proptest::collection::vec(-1e6..1e6f64, 0..80), count in 0usize..9) {
            let classes = quantiles(&values, count);
            prop_assert!(classes.count() <= MOST);
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            prop_assert!(sorted.windows(2).all(|pair| classes.of(pair[0]) <= classes.of(pair[1])));
            prop_assert!(sorted.iter().all(|value| classes.of(*value) < classes.count()));
        }
    }
}
