//! What moved between two copies of a plan.

use bassin_kernel::{LocalizedText, Period};
use uuid::Uuid;

use crate::report::{Frozen, FrozenFigure, FrozenIndicator, Snapshot};

/// What moved between two copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The actions of the later copy that moved, in its order.
    pub moved: Vec<Moved>,
    /// How many actions did not.
    pub still: usize,
    /// The numbers and titles of actions that were there before and are no longer.
    pub gone: Vec<(String, LocalizedText)>,
    /// The indicators whose last known value is another one.
    pub measured: Vec<Measure>,
    /// The values that the earlier copy told and that were corrected since.
    pub revised: Vec<Measure>,
}

/// What became of an action between two copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The action.
    pub id: Uuid,
    /// Its number in the later copy.
    pub number: String,
    /// Whether the earlier copy did not have it.
    pub added: bool,
    /// Its number and its title in the earlier copy, when one of them changed.
    pub named: Option<(String, LocalizedText)>,
    /// Its progress before and after.
    pub progress: (Option<f64>, Option<f64>),
    /// The code of its health before and after.
    pub health: (String, String),
    /// The code of its status before and after.
    pub status: (String, String),
    /// How many more times days were put off.
    pub slips: usize,
}

/// A value of an indicator before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The number of the action in the later copy.
    pub number: String,
    /// The indicator, as the later copy has it.
    pub indicator: FrozenIndicator,
    /// Its period and its value before.
    pub before: Option<(Period, f64)>,
    /// Its period and its value after.
    pub after: Option<(Period, f64)>,
}

/// What moved from `before` to `after`, action by action and indicator by indicator.
#[must_use]
pub fn compare(before: &Snapshot, after: &Snapshot) -> Comparison {
    let old = |id: Uuid| before.nodes.iter().find(|node| node.id == id);
    let all: Vec<Moved> = after.actions().map(|node| moved(old(node.id), node)).collect();
    let count = all.len();
    let moved: Vec<Moved> = all.into_iter().filter(|one| one.added || has_moved(one)).collect();
    let gone = before.actions().filter(|node| after.nodes.iter().all(|other| other.id != node.id));
    let pairs = || after.nodes.iter().flat_map(|node| node.indicators.iter().map(move |one| (node, one, earlier(before, one.id))));
    Comparison {
        still: count - moved.len(),
        moved,
        gone: gone.map(|node| (node.number.clone(), node.title.clone())).collect(),
        measured: pairs().filter_map(|(node, one, old)| measured(node, (old, before.period), (one, after.period))).collect(),
        revised: pairs()
            .filter_map(|(node, one, old)| Some((node, one, old?)))
            .flat_map(|(node, one, old)| revised(node, old, one))
            .collect(),
    }
}

fn moved(before: Option<&Frozen>, after: &Frozen) -> Moved {
    let text = |pick: fn(&Frozen) -> &String| (before.map(pick).cloned().unwrap_or_default(), pick(after).clone());
    let renamed = before.filter(|node| node.number != after.number || node.title != after.title);
    Moved {
        id: after.id,
        number: after.number.clone(),
        added: before.is_none(),
        named: renamed.map(|node| (node.number.clone(), node.title.clone())),
        progress: (before.and_then(|node| node.progress), after.progress),
        health: text(|node| &node.health),
        status: text(|node| &node.status),
        slips: after.slips.saturating_sub(before.map_or(0, |node| node.slips)),
    }
}

fn has_moved(one: &Moved) -> bool {
    let (before, after) = one.progress;
    before != after || one.health.0 != one.health.1 || one.status.0 != one.status.1 || one.slips > 0 || one.named.is_some()
}

fn earlier(before: &Snapshot, id: Uuid) -> Option<&FrozenIndicator> {
    before.nodes.iter().flat_map(|node| &node.indicators).find(|one| one.id == id)
}

/// The last value that a copy about `period` knows.
fn last(indicator: &FrozenIndicator, period: Period) -> Option<(Period, f64)> {
    let counting = indicator.figures.iter().filter(|figure| figure.counts && figure.period <= period);
    counting.max_by_key(|figure| figure.period).map(|figure| (figure.period, figure.value))
}

fn measured(node: &Frozen, (old, then): (Option<&FrozenIndicator>, Period), (one, now): (&FrozenIndicator, Period)) -> Option<Measure> {
    let (before, after) = (old.and_then(|old| last(old, then)), last(one, now));
    let measure = Measure { number: node.number.clone(), indicator: one.clone(), before, after };
    let corrected = before.map(|(period, _)| period) == after.map(|(period, _)| period);
    (before != after && !corrected).then_some(measure)
}

/// The values of the earlier copy that the later one tells otherwise, or no longer tells.
fn revised(node: &Frozen, old: &FrozenIndicator, one: &FrozenIndicator) -> Vec<Measure> {
    let now = |period: Period| one.figures.iter().find(|figure| figure.counts && figure.period == period).map(|figure| figure.value);
    let changed = |figure: &&FrozenFigure| figure.counts && now(figure.period) != Some(figure.value);
    let measure = |figure: &FrozenFigure| Measure {
        number: node.number.clone(),
        indicator: one.clone(),
        before: Some((figure.period, figure.value)),
        after: now(figure.period).map(|value| (figure.period, value)),
    };
    old.figures.iter().filter(changed).map(measure).collect()
}
