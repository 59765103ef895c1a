//! Who may do what to a plan and to its nodes.

use bassin_kernel::{Problem, Scope, Viewer};

use crate::{Node, Plan, policy};

/// Checks that the viewer runs a plan: for the body that owns it, or on the platform while none does.
///
/// # Errors
/// They do not.
pub fn check_manage(viewer: &Viewer, plan: &Plan) -> Result<(), Problem> {
    match plan.owner {
        Some(body) => viewer.check(&policy::PLAN_MANAGE, &[Scope::Body(body)]),
        None => viewer.check(&policy::PLAN_FOUND, &[Scope::Platform]),
    }
}

/// Whether the viewer runs a plan.
#[must_use]
pub fn may_manage(viewer: &Viewer, plan: &Plan) -> bool {
    check_manage(viewer, plan).is_ok()
}

/// Where the roles of those who tell of a node are held: those who pilot it, the body in charge, the body that owns the plan.
#[must_use]
pub fn report_scopes(plan: &Plan, node: &Node) -> Vec<Scope> {
    let pilots = node.pilots().flat_map(|part| [part.organisation.map(Scope::Organisation), part.person.map(Scope::Person)]);
    let bodies = [node.body, plan.owner].into_iter().map(|body| body.map(Scope::Body));
    pilots.chain(bodies).flatten().collect()
}

/// Whether a node is the viewer's to tell of as a pilot, or for the body in charge: running the plan is not enough.
#[must_use]
pub(crate) fn pilots(viewer: &Viewer, plan: &Plan, node: &Node) -> bool {
    let owner = plan.owner.map(Scope::Body);
    let scopes: Vec<Scope> = report_scopes(plan, node).into_iter().filter(|scope| Some(*scope) != owner).collect();
    viewer.may(&policy::ACTION_REPORT, &scopes)
}

/// Whether the viewer may tell of a node: its pilots, and whoever runs the plan.
#[must_use]
pub fn may_report(viewer: &Viewer, plan: &Plan, node: &Node) -> bool {
    viewer.may(&policy::ACTION_REPORT, &report_scopes(plan, node)) || may_manage(viewer, plan)
}

/// Checks that the viewer may tell of a node.
pub(crate) fn check_report(viewer: &Viewer, plan: &Plan, node: &Node) -> Result<(), Problem> {
    if may_manage(viewer, plan) { Ok(()) } else { viewer.check(&policy::ACTION_REPORT, &report_scopes(plan, node)) }
}
