//! The room's pages.

mod action;
mod filter;
mod list;
mod say;

use axum::{Router, routing::get};
use bassin_kernel::{Problem, address};
use bassin_web::{Link, Reader};

use crate::{Node, Plan, Plans};

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "plan";

/// The room's pages.
pub fn routes(plans: Plans) -> Router {
    Router::new()
        .route("/plan", get(list::first))
        .route("/plan.csv", get(list::first_csv))
        .route("/plan/{plan}", get(list::one))
        .route("/plan/{plan}/actions.csv", get(list::csv))
        .route("/plan/{plan}/{action}", get(action::page))
        .with_state(plans)
}

/// The address of a plan.
fn plan_address(plan: &Plan) -> String {
    format!("/plan/{}", plan.id)
}

/// The address of a node.
fn node_address(node: &Node) -> String {
    format!("/plan/{}/{}", node.plan, node.number)
}

/// The way to what is below a plan.
fn trail(reader: &Reader, plan: &Plan) -> [Link; 2] {
    [Link::new(reader.t("nav-plan"), "/plan"), Link::new(reader.text(&plan.name), plan_address(plan))]
}

/// The plan shown first: the first in force.
async fn first(plans: &Plans) -> Result<std::sync::Arc<crate::Tree>, Problem> {
    let all = plans.plans().await?;
    let found = all.iter().find(|plan| plan.state == crate::PlanState::InForce).or_else(|| all.first());
    let none = || Problem::not_found("Aucun plan n’est publié.", "No plan is published.");
    plans.tree(&found.ok_or_else(none)?.id).await
}

/// An address with the filters that are set.
fn filtered(path: &str, asked: &filter::Asked) -> String {
    address(path, &asked.pairs())
}
