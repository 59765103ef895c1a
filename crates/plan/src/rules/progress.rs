//! Progress: the share of milestones done, each by its weight.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{Milestone, Sheet, Status, Tree};

/// How the progress of a node was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Each milestone counts by its weight.
    Weighted,
    /// No milestone has a weight: each counts as much.
    Equal,
    /// Weights are all zero: each counts as much.
    ZeroWeights,
    /// Some milestones have no weight: they count as the average of the others.
    Completed,
    /// The average of what is below.
    Children {
        /// How many are known.
        known: usize,
        /// Out of how many.
        of: usize,
    },
    /// It was declared done.
    Declared,
    /// It was given up.
    Abandoned,
    /// There is no milestone to count.
    NoMilestone,
    /// The plan is not followed here yet.
    NotFollowed,
}

impl Rule {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Weighted => "weighted",
            Self::Equal => "equal",
            Self::ZeroWeights => "zero-weights",
            Self::Completed => "completed",
            Self::Children { .. } => "children",
            Self::Declared => "declared",
            Self::Abandoned => "abandoned",
            Self::NoMilestone => "no-milestone",
            Self::NotFollowed => "not-followed",
        }
    }
}

/// How far a node is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// From 0 to 1; none when nobody can say.
    pub share: Option<f64>,
    /// How it was found.
    pub rule: Rule,
}

impl Progress {
    const fn none(rule: Rule) -> Self {
        Self { share: None, rule }
    }
}

/// The progress of every node of a plan.
#[must_use]
pub fn assess(tree: &Tree) -> HashMap<Uuid, Progress> {
    let mut found = HashMap::new();
    for sheet in tree.children(None) {
        advance(tree, sheet, false, &mut found);
    }
    found
}

fn advance(tree: &Tree, sheet: &Sheet, stopped: bool, found: &mut HashMap<Uuid, Progress>) -> Progress {
    let given_up = stopped || sheet.node.status == Status::Abandoned;
    let below: Vec<Progress> = tree.children(Some(sheet.node.id)).map(|child| advance(tree, child, given_up, found)).collect();
    let progress = if given_up {
        Progress::none(Rule::Abandoned)
    } else if sheet.node.status == Status::Done {
        Progress { share: Some(1.0), rule: Rule::Declared }
    } else if tree.plan.followed_since.is_none() {
        Progress::none(Rule::NotFollowed)
    } else if below.is_empty() {
        of_milestones(&sheet.milestones)
    } else {
        average(&below)
    };
    found.insert(sheet.node.id, progress);
    progress
}

/// The average of what is below, leaving out what was given up and what nobody can tell.
#[expect(clippy::cast_precision_loss, reason = "a plan has a few thousand nodes")]
fn average(below: &[Progress]) -> Progress {
    let living = below.iter().filter(|progress| progress.rule != Rule::Abandoned);
    let of = living.clone().count();
    let shares: Vec<f64> = living.filter_map(|progress| progress.share).collect();
    let share = (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64);
    Progress { share, rule: Rule::Children { known: shares.len(), of } }
}

/// The share of milestones done, by weights brought to a sum of one.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a node has a few milestones")]
pub fn of_milestones(milestones: &[Milestone]) -> Progress {
    if milestones.is_empty() {
        return Progress::none(Rule::NoMilestone);
    }
    let given: Vec<f64> = milestones.iter().filter_map(|milestone| milestone.weight).map(f64::from).collect();
    let total: f64 = given.iter().sum();
    let rule = match (given.len(), total > 0.0) {
        (0, _) => Rule::Equal,
        (_, false) => Rule::ZeroWeights,
        (count, true) if count == milestones.len() => Rule::Weighted,
        _ => Rule::Completed,
    };
    let missing = if given.is_empty() { 1.0 } else { total / given.len() as f64 };
    let weigh = |milestone: &Milestone| match rule {
        Rule::Weighted | Rule::Completed => milestone.weight.map_or(missing, f64::from),
        _ => 1.0,
    };
    let whole: f64 = milestones.iter().map(weigh).sum();
    let done: f64 = milestones.iter().filter(|milestone| milestone.done_on.is_some()).map(weigh).sum();
    Progress { share: Some((done / whole).clamp(0.0, 1.0)), rule }
}

#[cfg(test)]
mod tests;
