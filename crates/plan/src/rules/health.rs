//! Health: computed from dates, never typed.
//!
//! - Late: a milestone, or the node itself, was due and is not done.
//! - At risk: a milestone is due within thirty days and is not begun, or it is due later than first promised.
//! - Unknown: no date is known, or what was due before the plan was followed here was never told.
//! - A node is as well as the worst of its own milestones and of what is below it.

use std::collections::HashMap;

use bassin_kernel::Day;
use chrono::Duration;
use uuid::Uuid;

use crate::{Milestone, Plan, Sheet, Status, Tree};

/// A milestone not begun so many days before it is due is at risk.
pub const SOON: i64 = 30;

/// How well something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Health {
    /// Something was due and is not done.
    Late,
    /// Something may well be late.
    AtRisk,
    /// Nobody can say.
    Unknown,
    /// Nothing is late.
    OnTime,
    /// It is over.
    Done,
    /// It was given up.
    Abandoned,
}

impl Health {
    /// Every health, the worst first.
    pub const ALL: [Self; 6] = [Self::Late, Self::AtRisk, Self::Unknown, Self::OnTime, Self::Done, Self::Abandoned];

    /// Its code, in addresses and in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::AtRisk => "at_risk",
            Self::Unknown => "unknown",
            Self::OnTime => "on_time",
            Self::Done => "done",
            Self::Abandoned => "abandoned",
        }
    }

    /// The health of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|health| health.code() == code)
    }
}

/// Why something is not simply on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A milestone is past its day and not done.
    Overdue,
    /// The node is past its own end and not done.
    Ended,
    /// A milestone is due soon and not begun.
    DueSoon,
    /// A milestone is due later than first promised.
    Slipped,
    /// A milestone was due before the plan was followed here, and nobody told.
    Untold,
    /// Milestones have no date.
    Undated,
    /// There is no milestone.
    NoMilestone,
    /// The plan is not followed here yet.
    NotFollowed,
    /// What it is part of was given up.
    Above,
}

impl Reason {
    /// Its code, in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Ended => "ended",
            Self::DueSoon => "due-soon",
            Self::Slipped => "slipped",
            Self::Untold => "untold",
            Self::Undated => "undated",
            Self::NoMilestone => "no-milestone",
            Self::NotFollowed => "not-followed",
            Self::Above => "above",
        }
    }
}

/// What makes the health of a node what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The health it leads to.
    pub health: Health,
    /// Why.
    pub reason: Reason,
    /// The node it lies in.
    pub node: Uuid,
    /// The milestone it lies in.
    pub milestone: Option<Uuid>,
    /// Since when, or for when.
    pub day: Option<Day>,
}

/// How a node stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its health.
    pub health: Health,
    /// Why, the worst first then the oldest.
    pub causes: Vec<Cause>,
    /// How many times days were put off, below included.
    pub slips: usize,
    /// How many of them to another year.
    pub slips_across_years: usize,
}

/// How every node of a plan stands on a day.
#[must_use]
pub fn assess(tree: &Tree, today: Day) -> HashMap<Uuid, Standing> {
    let mut found = HashMap::new();
    for sheet in tree.children(None) {
        stand(tree, sheet, today, false, &mut found);
    }
    found
}

fn stand(tree: &Tree, sheet: &Sheet, today: Day, stopped: bool, found: &mut HashMap<Uuid, Standing>) -> Standing {
    let node = &sheet.node;
    let given_up = stopped || node.status == Status::Abandoned;
    let below: Vec<Standing> = tree.children(Some(node.id)).map(|child| stand(tree, child, today, given_up, found)).collect();
    let mut standing = if given_up { over(sheet, stopped) } else { own(sheet, &tree.plan, today, !below.is_empty()) };
    for child in below {
        standing.slips += child.slips;
        standing.slips_across_years += child.slips_across_years;
        if !matches!(standing.health, Health::Done | Health::Abandoned) {
            standing.causes.extend(child.causes.into_iter().filter(|cause| matches!(cause.health, Health::Late | Health::AtRisk)));
            standing.health = worst(standing.health, child.health);
        }
    }
    standing.causes.sort_by_key(|cause| (cause.health, cause.day.is_none(), cause.day));
    found.insert(node.id, standing.clone());
    standing
}

/// Of a node and of what is below it. What is unknown in one place does not hide what is known in another; what is over worries nobody.
fn worst(own: Health, below: Health) -> Health {
    match (own, below) {
        (Health::Unknown, Health::OnTime | Health::Done) => Health::OnTime,
        (own, Health::Done | Health::Abandoned | Health::Unknown) => own,
        (own, below) => own.min(below),
    }
}

fn over(sheet: &Sheet, stopped: bool) -> Standing {
    let cause = Cause { health: Health::Abandoned, reason: Reason::Above, node: sheet.node.id, milestone: None, day: None };
    Standing { health: Health::Abandoned, causes: if stopped { vec![cause] } else { Vec::new() }, ..slipped(sheet) }
}

fn slipped(sheet: &Sheet) -> Standing {
    Standing {
        health: Health::Unknown,
        causes: Vec::new(),
        slips: sheet.milestones.iter().map(Milestone::slips).sum(),
        slips_across_years: sheet.milestones.iter().map(Milestone::slips_across_years).sum(),
    }
}

/// How a node stands by itself.
fn own(sheet: &Sheet, plan: &Plan, today: Day, parent: bool) -> Standing {
    let node = &sheet.node;
    let mut standing = slipped(sheet);
    if node.status == Status::Done {
        standing.health = Health::Done;
        return standing;
    }
    let cause = |health, reason, milestone, day| Cause { health, reason, node: node.id, milestone, day };
    let Some(since) = plan.followed_since else {
        standing.causes.push(cause(Health::Unknown, Reason::NotFollowed, None, None));
        return standing;
    };
    if let Some(end) = node.ends.filter(|end| *end < today) {
        standing.causes.push(cause(Health::Late, Reason::Ended, None, Some(end)));
    }
    let pending = || sheet.milestones.iter().filter(|milestone| milestone.done_on.is_none());
    for milestone in pending() {
        let found = of_milestone(milestone, since, today);
        standing.causes.extend(found.map(|(health, reason, day)| cause(health, reason, Some(milestone.id), day)));
    }
    let dated = node.ends.is_some() || pending().any(|milestone| milestone.current.to.is_some());
    let all_done = !sheet.milestones.is_empty() && pending().next().is_none();
    if !dated && !all_done && !parent {
        let reason = if sheet.milestones.is_empty() { Reason::NoMilestone } else { Reason::Undated };
        standing.causes.push(cause(Health::Unknown, reason, None, None));
    }
    let unknown = if dated || all_done { Health::OnTime } else { Health::Unknown };
    standing.health = standing.causes.iter().map(|cause| cause.health).min().unwrap_or(unknown);
    standing
}

/// What is wrong with a milestone that is not done, and the day it is about; nothing when it is on time or has no day.
#[must_use]
pub fn of_milestone(milestone: &Milestone, since: Day, today: Day) -> Option<(Health, Reason, Option<Day>)> {
    if milestone.done_on.is_some() {
        return None;
    }
    let due = milestone.current.to?;
    if due < today {
        let told = due >= since || milestone.started_on.is_some();
        let (health, reason) = if told { (Health::Late, Reason::Overdue) } else { (Health::Unknown, Reason::Untold) };
        return Some((health, reason, Some(due)));
    }
    if milestone.has_slipped() {
        return Some((Health::AtRisk, Reason::Slipped, Some(due)));
    }
    let soon = due <= today + Duration::days(SOON) && milestone.started_on.is_none();
    soon.then_some((Health::AtRisk, Reason::DueSoon, Some(due)))
}

#[cfg(test)]
mod tests;
