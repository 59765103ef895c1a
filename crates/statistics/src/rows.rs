//! Sets of rows, held as runs.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A set of row numbers of one support (all communes in hierarchical order, or the zones of one zoning), held as sorted, disjoint,
/// non-adjacent runs: each set has exactly one form, so equality of runs is equality of sets.
///
/// Rows go from 0 to `u32::MAX - 1`. Set operations take a time linear in the number of runs, whatever the number of rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(u32, u32)>", into = "Vec<(u32, u32)>")]
pub struct RowSet {
    runs: Vec<Range<u32>>,
    len: u32,
}

impl RowSet {
    /// The empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every row from 0 to `n - 1`.
    pub fn full(n: u32) -> Self {
        Self::from_ordered(std::iter::once(0..n))
    }

    /// The rows given, in any order, repeated or not.
    pub fn from_rows(rows: impl IntoIterator<Item = u32>) -> Self {
        Self::from_runs(rows.into_iter().map(|row| row..row.saturating_add(1)))
    }

    /// The rows of the runs given, in any order, overlapping or not. An empty or backwards run holds nothing.
    pub fn from_runs(runs: impl IntoIterator<Item = Range<u32>>) -> Self {
        let mut runs: Vec<_> = runs.into_iter().collect();
        if !runs.is_sorted_by_key(|run| run.start) {
            runs.sort_unstable_by_key(|run| run.start);
        }
        Self::from_ordered(runs.into_iter())
    }

    /// Joins runs that overlap or touch; `runs` come by rising start.
    fn from_ordered(runs: impl Iterator<Item = Range<u32>>) -> Self {
        let mut joined: Vec<Range<u32>> = Vec::new();
        for run in runs.filter(|run| run.start < run.end) {
            match joined.last_mut() {
                Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
                _ => joined.push(run),
            }
        }
        let len = joined.iter().map(|run| run.end - run.start).sum();
        Self { runs: joined, len }
    }

    /// The runs, rising, disjoint and never adjacent.
    pub fn runs(&self) -> &[Range<u32>] {
        &self.runs
    }

    /// How many rows.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// No row at all?
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// One past the last row; 0 for the empty set. A set fits a support of `n` rows when `end() <= n`.
    pub fn end(&self) -> u32 {
        self.runs.last().map_or(0, |run| run.end)
    }

    /// Is this row in the set? A binary search over runs.
    pub fn contains(&self, row: u32) -> bool {
        let next = self.runs.partition_point(|run| run.end <= row);
        self.runs.get(next).is_some_and(|run| run.start <= row)
    }

    /// The rows, rising.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.runs.iter().flat_map(Clone::clone)
    }

    /// Rows of either.
    pub fn union(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.runs.iter().peekable(), other.runs.iter().peekable());
        Self::from_ordered(
            std::iter::from_fn(|| match (left.peek(), right.peek()) {
                (Some(a), Some(b)) if b.start < a.start => right.next(),
                (Some(_), _) => left.next(),
                (None, _) => right.next(),
            })
            .cloned(),
        )
    }

    /// Rows of both.
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.runs.as_slice(), other.runs.as_slice());
        Self::from_ordered(std::iter::from_fn(|| {
            while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
                let common = a.start.max(b.start)..a.end.min(b.end);
                if a.end <= b.end {
                    left = left_rest;
                } else {
                    right = right_rest;
                }
                if !common.is_empty() {
                    return Some(common);
                }
            }
            None
        }))
    }

    /// Rows of this set that are not in `other`.
    pub fn difference(&self, other: &Self) -> Self {
        let mut kept = Vec::new();
        let mut holes = other.runs.as_slice();
        for run in &self.runs {
            let mut start = run.start;
            while let [hole, rest @ ..] = holes {
                if hole.start >= run.end {
                    break;
                }
                kept.push(start..hole.start);
                start = start.max(hole.end);
                if hole.end > run.end {
                    break;
                }
                holes = rest;
            }
            kept.push(start..run.end);
        }
        Self::from_ordered(kept.into_iter())
    }

    /// Is every row of this set in `other`?
    pub fn is_subset(&self, other: &Self) -> bool {
        let mut covers = other.runs.iter();
        let mut cover = covers.next();
        self.runs.iter().all(|run| {
            while cover.is_some_and(|c| c.end <= run.start) {
                cover = covers.next();
            }
            cover.is_some_and(|c| c.start <= run.start && run.end <= c.end)
        })
    }

    /// No row in common?
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.intersection(other).is_empty()
    }
}

impl FromIterator<u32> for RowSet {
    fn from_iter<T: IntoIterator<Item = u32>>(rows: T) -> Self {
        Self::from_rows(rows)
    }
}

impl From<Vec<(u32, u32)>> for RowSet {
    fn from(runs: Vec<(u32, u32)>) -> Self {
        Self::from_runs(runs.into_iter().map(|(start, end)| start..end))
    }
}

impl From<RowSet> for Vec<(u32, u32)> {
    fn from(rows: RowSet) -> Self {
        rows.runs.into_iter().map(|run| (run.start, run.end)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn is_normal(rows: &RowSet) -> bool {
        rows.runs.iter().all(|run| run.start < run.end) && rows.runs.windows(2).all(|pair| pair[0].end < pair[1].start)
    }

    fn runs() -> impl Strategy<Value = Vec<(u32, u32)>> {
        prop::collection::vec((0u32..80, 0u32..9), 0..12)
            .prop_map(|runs| runs.into_iter().map(|(start, len)| (start, start + len)).collect())
    }

    fn reference(runs: &[(u32, u32)]) -> BTreeSet<u32> {
        runs.iter().flat_map(|&(start, end)| start..end).collect()
    }

    proptest! {
        #[test]
        fn algebra_is_that_of_sets(left in runs(), right in runs()) {
            let (a, b) = (RowSet::from(left.clone()), RowSet::from(right.clone()));
            let (x, y) = (reference(&left), reference(&right));
            for (ours, theirs) in [
                (a.clone(), x.clone()),
                (a.union(&b), x.union(&y).copied().collect()),
                (a.intersection(&b), x.intersection(&y).copied().collect()),
                (a.difference(&b), x.difference(&y).copied().collect()),
            ] {
                prop_assert!(is_normal(&ours), "{ours:?}");
                prop_assert_eq!(ours.iter().collect::<Vec<_>>(), theirs.iter().copied().collect::<Vec<_>>());
                prop_assert_eq!(ours.len() as usize, theirs.len());
                prop_assert_eq!(ours.is_empty(), theirs.is_empty());
                prop_assert_eq!(ours.end(), theirs.last().map_or(0, |last| last + 1));
            }
            prop_assert_eq!(a.is_subset(&b), x.is_subset(&y));
            prop_assert!(a.intersection(&b).is_subset(&a));
            prop_assert_eq!(a.is_disjoint(&b), x.is_disjoint(&y));
            for row in 0..100 {
                prop_assert_eq!(a.contains(row), x.contains(&row));
            }
        }

        #[test]
        fn order_and_repetition_do_not_matter(rows in prop::collection::vec(0u32..200, 0..60)) {
            let shuffled = rows.iter().rev().chain(&rows).copied();
            prop_assert_eq!(RowSet::from_rows(shuffled), rows.iter().copied().collect::<RowSet>());
        }
    }

    #[test]
    fn a_set_is_written_as_pairs_and_read_back_normal() {
        let set: RowSet = serde_json::from_str("[[5,7],[0,2],[2,3],[9,9],[8,4]]").unwrap();
        assert_eq!(serde_json::to_string(&set).unwrap(), "[[0,3],[5,7]]");
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "a backwards run must hold nothing")]
    fn the_ends_of_the_range_of_rows_are_safe() {
        assert_eq!(RowSet::from_runs([7..3, 9..9]), RowSet::new());
        assert_eq!(RowSet::full(0), RowSet::new());
        assert_eq!(RowSet::full(u32::MAX).len(), u32::MAX);
        assert!(RowSet::full(u32::MAX).contains(u32::MAX - 1));
        assert!(!RowSet::full(u32::MAX).contains(u32::MAX));
    }
}
