//! Classes of figures, for maps.

use std::collections::BTreeSet;

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

/// How many things places have, each number once: the more there are, the deeper the colour. Class 0, the lightest, is for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts(Vec<usize>);

impl Counts {
    /// The classes of these numbers.
    #[must_use]
    pub fn of(counts: &[usize]) -> Self {
        let distinct: BTreeSet<usize> = counts.iter().copied().filter(|count| *count > 0).collect();
        Self(distinct.into_iter().collect())
    }

    /// The class of a number, from 0.
    #[must_use]
    pub fn class(&self, count: usize) -> usize {
        let deepest = MOST - 1;
        let rank = self.0.iter().filter(|other| **other < count).count();
        match (count, self.0.len()) {
            (0, _) => 0,
            (_, 0 | 1) => deepest.div_ceil(2),
            (_, length) => (1 + rank * (deepest - 1) / (length - 1)).min(deepest),
        }
    }

    /// The smallest and the largest number of each class, from 0; none when no place is of it.
    #[must_use]
    pub fn ranges(&self) -> [Option<(usize, usize)>; MOST] {
        std::array::from_fn(|class| {
            let mut own = self.0.iter().copied().filter(|count| self.class(*count) == class);
            let least = own.next()?;
            Some((least, own.next_back().unwrap_or(least)))
        })
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
    fn places_that_have_more_are_deeper() {
        let classes = |counts: &[usize]| counts.iter().map(|count| Counts::of(counts).class(*count)).collect::<Vec<_>>();
        assert_eq!(classes(&[51, 57, 51, 0]), [1, MOST - 1, 1, 0], "two places that differ are told apart");
        assert_eq!(classes(&[4]), [3]);
        let many: Vec<usize> = (1..=12).collect();
        let found = classes(&many);
        assert!(found.is_sorted() && found.first() == Some(&1) && found.last() == Some(&(MOST - 1)));
        assert_eq!(Counts::of(&[2, 7]).ranges(), [None, Some((2, 2)), None, None, None, Some((7, 7))]);
        let told: usize = Counts::of(&many).ranges().into_iter().flatten().map(|(least, most)| most - least + 1).sum();
        assert_eq!(told, many.len(), "each number is of one class");
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
