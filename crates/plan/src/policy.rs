//! The table of rights of the room: what is done, in which scope the roles must be held, and which roles allow it.
//!
//! Reading is public. A plan is run by the body that owns it; until a body does, by the administrator of the platform. An action is told of by
//! those who pilot it.

use bassin_kernel::{Permission, Role};

const fn permission(action: &'static str, held: &'static str, roles: &'static [Role]) -> Permission {
    Permission { action, held, roles, own: false }
}

/// Runs a plan that no body owns yet, and gives it to a body.
pub const PLAN_FOUND: Permission = permission("plan.found", "the platform, while no body owns the plan", &[Role::Administrator]);
/// Changes the actions of a plan: people, dates, milestones, indicators, budget; opens and closes its follow-up.
pub const PLAN_MANAGE: Permission = permission("plan.manage", "the body that owns the plan", &[Role::Chair, Role::Secretary]);
/// Records an amendment of a plan.
pub const PLAN_AMEND: Permission = permission("plan.amend", "the body that owns the plan", &[Role::Chair, Role::Secretary]);
/// Tells how an action goes: status, milestones, values, words; plans a milestone again.
pub const ACTION_REPORT: Permission = Permission {
    action: "action.report",
    held: "oneself as pilot, a pilot organisation, the body in charge or the body that owns the plan",
    roles: &[Role::Member, Role::Referent, Role::Chair, Role::Secretary],
    own: true,
};

/// Takes the evaluation of a plan on, for a body.
pub const PROGRAMME_FOUND: Permission =
    permission("programme.found", "the platform, or the body that owns the plan", &[Role::Administrator, Role::Chair, Role::Secretary]);
/// Runs the evaluation of a plan: questions, works, publications, recommendations.
pub const PROGRAMME_RUN: Permission = permission("programme.run", "the body that evaluates", &[Role::Chair, Role::Secretary]);
/// Says what the scientific council thinks of the method of a question.
pub const PROGRAMME_ADVISE: Permission = permission("programme.advise", "the scientific council", &[Role::Chair, Role::Secretary]);
/// Reads what an evaluation has not made public.
pub const PROGRAMME_READ: Permission =
    permission("programme.read", "the body that evaluates or its scientific council", &[Role::Seat, Role::Chair, Role::Secretary]);
/// Answers a recommendation, and says what became of it.
pub const RECOMMENDATION_FOLLOW: Permission =
    permission("recommendation.follow", "the body it is addressed to", &[Role::Chair, Role::Secretary]);

/// Reads a report that is frozen and not published yet.
pub const REPORT_READ: Permission = permission(
    "report.read",
    "the body that owns the plan, or the one the report is submitted to",
    &[Role::Seat, Role::Deliberative, Role::Chair, Role::Secretary],
);

/// Every row, for the table.
pub const ALL: [&Permission; 10] = [
    &PLAN_FOUND,
    &PLAN_MANAGE,
    &PLAN_AMEND,
    &ACTION_REPORT,
    &PROGRAMME_FOUND,
    &PROGRAMME_RUN,
    &PROGRAMME_ADVISE,
    &PROGRAMME_READ,
    &RECOMMENDATION_FOLLOW,
    &REPORT_READ,
];
