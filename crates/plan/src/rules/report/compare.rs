//! What moved between two copies of a plan.

use uuid::Uuid;

use crate::report::{Frozen, Snapshot};

/// What moved between two copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The actions of the later copy that moved, in its order.
    pub moved: Vec<Moved>,
    /// How many actions did not.
    pub still: usize,
    /// The numbers and titles of actions that were there before and are no longer.
    pub gone: Vec<(String, String)>,
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
    /// Its progress before and after.
    pub progress: (Option<f64>, Option<f64>),
    /// The code of its health before and after.
    pub health: (String, String),
    /// The code of its status before and after.
    pub status: (String, String),
    /// How many more times days were put off.
    pub slips: usize,
}

/// What moved from `before` to `after`, action by action.
#[must_use]
pub fn compare(before: &Snapshot, after: &Snapshot) -> Comparison {
    let old = |id: Uuid| before.nodes.iter().find(|node| node.id == id);
    let all: Vec<Moved> = after.actions().map(|node| moved(old(node.id), node)).collect();
    let count = all.len();
    let moved: Vec<Moved> = all.into_iter().filter(|one| one.added || has_moved(one)).collect();
    let gone = before.actions().filter(|node| after.nodes.iter().all(|other| other.id != node.id));
    Comparison { still: count - moved.len(), moved, gone: gone.map(|node| (node.number.clone(), node.title.fr.clone())).collect() }
}

fn moved(before: Option<&Frozen>, after: &Frozen) -> Moved {
    let text = |pick: fn(&Frozen) -> &String| (before.map(pick).cloned().unwrap_or_default(), pick(after).clone());
    Moved {
        id: after.id,
        number: after.number.clone(),
        added: before.is_none(),
        progress: (before.and_then(|node| node.progress), after.progress),
        health: text(|node| &node.health),
        status: text(|node| &node.status),
        slips: after.slips.saturating_sub(before.map_or(0, |node| node.slips)),
    }
}

fn has_moved(one: &Moved) -> bool {
    let (before, after) = one.progress;
    before != after || one.health.0 != one.health.1 || one.status.0 != one.status.1 || one.slips > 0
}
