//! What awaits those who pilot actions: milestones past their day or due soon, actions past their end.

use bassin_kernel::Day;
use chrono::Duration;

use super::health::{Health, SOON, Standing, of_milestone};
use crate::{Milestone, Plan, Sheet};

/// The milestones of a node that are late or due soon, each with its day. What was due before the plan was followed is not late: nobody knows.
#[must_use]
pub fn milestones<'a>(plan: &Plan, sheet: &'a Sheet, standing: &Standing, today: Day) -> Vec<(&'a Milestone, Day)> {
    let Some(since) = plan.followed_since.filter(|_| is_alive(standing)) else { return Vec::new() };
    let awaited = |milestone: &'a Milestone| {
        let due = milestone.current.to.filter(|due| milestone.done_on.is_none() && *due <= today + Duration::days(SOON))?;
        let untold = of_milestone(milestone, since, today).is_some_and(|(health, ..)| health == Health::Unknown);
        (!untold).then_some((milestone, due))
    };
    sheet.milestones.iter().filter_map(awaited).collect()
}

/// The day a node was to end, when that day has passed and it is not over.
#[must_use]
pub fn end(plan: &Plan, sheet: &Sheet, standing: &Standing, today: Day) -> Option<Day> {
    plan.followed_since.filter(|_| is_alive(standing)).and(sheet.node.ends).filter(|end| *end < today)
}

const fn is_alive(standing: &Standing) -> bool {
    !matches!(standing.health, Health::Done | Health::Abandoned)
}

#[cfg(test)]
mod tests;
