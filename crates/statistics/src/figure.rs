//! What leaves the crate: figures that say what they do not know.

use serde::{Deserialize, Serialize};

/// The exact sum of one column over one perimeter, before it is released: integers, so that no order of addition matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Aggregate {
    pub(crate) known: i64,
    pub(crate) lower: i64,
    pub(crate) upper: i64,
    pub(crate) cells: u32,
    pub(crate) masked: u32,
    pub(crate) missing: u32,
    pub(crate) decimals: u8,
}

impl Aggregate {
    /// The one door by which a sum leaves: whatever a dataset's confidentiality asks for is done here, once.
    #[must_use]
    pub fn release(self) -> Figure {
        let counts = Figure { lower: None, upper: None, cells: self.cells, masked: self.masked, missing: self.missing };
        if self.missing >= self.cells {
            return counts;
        }
        let scale = 10f64.powi(i32::from(self.decimals));
        let figure = |bound: i64| Some(self.known.saturating_add(bound) as f64 / scale);
        Figure { lower: figure(self.lower), upper: figure(self.upper), ..counts }
    }
}

/// A figure over a perimeter: a value, an interval, or unknown; never a zero that stands for something unknown.
///
/// Both bounds are there or neither is. Equal bounds: exact. `masked` > 0: some cells are known by their bounds only. `missing` > 0: some
/// communes are not published and the figure speaks of the others only.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The least it can be.
    pub lower: Option<f64>,
    /// The most it can be.
    pub upper: Option<f64>,
    /// How many cells the measure has in the perimeter, whether published or not. An inseparable group counts as one.
    pub cells: u32,
    /// How many of them are masked at source, or belong to an inseparable group that the perimeter cuts.
    pub masked: u32,
    /// How many of them are not published.
    pub missing: u32,
}

/// Arithmetic on intervals: the result holds whatever the masked cells are. Operands speak of the same perimeter, so that counts of a
/// ratio or a change are the largest of theirs: how many cells, at least, are masked or missing in it. Those of a sum add up. When missing communes differ between the
/// operands (`Block::same_missing`), no ratio nor change should be made of them.
impl Figure {
    /// The figure, if nothing is masked or unknown in it.
    #[must_use]
    pub fn exact(&self) -> Option<f64> {
        self.lower.filter(|_| self.lower == self.upper)
    }

    /// Is nothing known of it?
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.bounds().is_none()
    }

    /// `scale` × `num` / `den`, such as a rate in % with a scale of 100. Unknown when the denominator can be 0.
    #[must_use]
    pub fn ratio(num: &Self, den: &Self, scale: f64) -> Self {
        Self::corners(num, den, |num, den| num / den * scale, true)
    }

    /// How much `new` is above `old`, in % of the size of `old`. Unknown when `old` can be 0.
    #[must_use]
    pub fn change(new: &Self, old: &Self) -> Self {
        Self::corners(new, old, |new, old| (new - old) / old.abs() * 100.0, true)
    }

    /// `new` − `old`, in their own unit: points, when they are rates in %.
    #[must_use]
    pub fn difference(new: &Self, old: &Self) -> Self {
        Self::corners(new, old, |new, old| new - old, false)
    }

    /// The sum of the terms, all of the same perimeter and each with cells of its own. Unknown when a term is, or when there is none.
    #[must_use]
    pub fn sum<'a>(terms: impl IntoIterator<Item = &'a Self>) -> Self {
        let plus = |sum: Self, term: &Self| Self {
            cells: sum.cells.saturating_add(term.cells),
            masked: sum.masked.saturating_add(term.masked),
            missing: sum.missing.saturating_add(term.missing),
            ..Self::corners(&sum, term, |a, b| a + b, false)
        };
        let mut terms = terms.into_iter();
        let first = terms.next().copied();
        let unknown = Self { lower: None, upper: None, cells: 0, masked: 0, missing: 0 };
        first.map_or(unknown, |first| terms.fold(first, plus))
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        self.lower.zip(self.upper)
    }

    /// An operation monotone in each operand is extreme at the corners of the two intervals.
    fn corners(a: &Self, b: &Self, operation: impl Fn(f64, f64) -> f64, divides: bool) -> Self {
        let bounds = a.bounds().zip(b.bounds()).filter(|&(_, (low, high))| !divides || low > 0.0 || high < 0.0);
        let bounds = bounds.map(|((a_low, a_high), (b_low, b_high))| {
            let corners = [operation(a_low, b_low), operation(a_low, b_high), operation(a_high, b_low), operation(a_high, b_high)];
            (corners.into_iter().fold(f64::INFINITY, f64::min), corners.into_iter().fold(f64::NEG_INFINITY, f64::max))
        });
        let bounds = bounds.filter(|(lower, upper)| lower.is_finite() && upper.is_finite());
        Self {
            lower: bounds.map(|bounds| bounds.0),
            upper: bounds.map(|bounds| bounds.1),
            cells: a.cells.max(b.cells),
            masked: a.masked.max(b.masked),
            missing: a.missing.max(b.missing),
        }
    }
}
