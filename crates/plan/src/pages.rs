//! The room's pages.

mod action;
mod board;
mod campaign;
mod edit;
mod entry;
mod evaluation;
mod exchange;
mod filter;
mod form;
mod list;
mod manage;
mod piece;
mod report;
mod reports;
mod say;
mod table;
mod tabs;
mod territories;
mod timeline;

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
    routing::{get, post},
};
use bassin_kernel::{Problem, Violation, address};
use bassin_web::{Failure, Link, Reader};
use uuid::Uuid;

use crate::{Node, Plan, Plans, Sheet, Tree};

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "plan";

/// The room's pages.
pub fn routes(plans: Plans) -> Router {
    Router::new()
        .route("/plan", get(list::first))
        .route("/plan.csv", get(list::first_csv))
        .route("/plan/{plan}", get(list::one))
        .route("/plan/{plan}/actions.csv", get(list::csv))
        .route("/plan/mes-actions", get(board::mine))
        .route("/plan/{plan}/tableau", get(table::table))
        .route("/plan/{plan}/retards", get(table::late_list))
        .route("/plan/{plan}/retards.csv", get(table::late_csv))
        .route("/plan/{plan}/calendrier", get(timeline::show))
        .route("/plan/{plan}/saisie", get(entry::show).post(entry::save))
        .route("/plan/{plan}/saisie/lots", get(entry::batches))
        .route("/plan/{plan}/saisie/lots/{batch}", get(entry::batch).post(entry::take_back))
        .route("/plan/{plan}/instances", get(board::bodies))
        .route("/plan/{plan}/territoires", get(territories::show))
        .route("/plan/{plan}/gestion", get(manage::show).post(manage::save))
        .route("/plan/{plan}/revision", get(manage::amendment).post(manage::amend))
        .route("/plan/{plan}/{action}", get(action::page))
        .route("/plan/{plan}/{action}/point", get(report::show).post(report::save))
        .route("/plan/{plan}/{action}/fiche", get(edit::show).post(edit::save))
        .route("/plan/{plan}/{action}/etapes/{piece}", get(piece::milestone).post(piece::keep_milestone))
        .route("/plan/{plan}/{action}/etapes/{piece}/dates", get(piece::days).post(piece::replan))
        .route("/plan/{plan}/{action}/etapes/{piece}/retirer", post(piece::remove_milestone))
        .route("/plan/{plan}/{action}/indicateurs/{piece}", get(piece::indicator).post(piece::keep_indicator))
        .route("/plan/{plan}/{action}/indicateurs/{piece}/valeurs", get(piece::value).post(piece::keep_value))
        .route("/plan/{plan}/{action}/indicateurs/{piece}/retirer", post(piece::remove_indicator))
        .route("/plan/{plan}/plan.xlsx", get(exchange::xlsx))
        .route("/plan/{plan}/plan.json", get(exchange::whole))
        .route("/plan/{plan}/fichier", get(exchange::show).post(exchange::preview))
        .route("/plan/{plan}/fichier/appliquer", post(exchange::apply))
        .route("/plan/{plan}/dupliquer", post(exchange::duplicate))
        .merge(evaluation::routes())
        .merge(campaign::routes())
        .merge(reports::routes())
        .route_layer(from_fn(known_to_write))
        .merge(campaign::link())
        .with_state(plans)
}

/// Forms are for those who have signed in.
async fn known_to_write(reader: Reader, request: Request, next: Next) -> Result<Response, Failure> {
    reader.require_known_to_write(&request)?;
    Ok(next.run(request).await)
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

/// The way to what is below a node.
fn node_trail(reader: &Reader, tree: &Tree, sheet: &Sheet) -> Vec<Link> {
    let here = Link::new(format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)), node_address(&sheet.node));
    trail(reader, &tree.plan).into_iter().chain([here]).collect()
}

/// The decision that a form names, by its identifier or the address of its page; one that the reader cannot read is told as wrong.
async fn decision(plans: &Plans, reader: &Reader, read: &mut form::Read<'_>) -> Option<Uuid> {
    let written = read.submitted.get("decision");
    if written.is_empty() {
        return None;
    }
    let id = written.trim_end_matches('/').rsplit('/').next().and_then(|last| last.parse().ok());
    if let Some(id) = id
        && plans.governance.decision(&reader.viewer, id).await.is_ok()
    {
        return Some(id);
    }
    let violation = Violation::new(
        "decision-unknown",
        "Aucune décision de ce portail n’a cette adresse. Recopiez celle de sa page : « /decisions/… ».",
        "No decision of this portal has this address. Copy that of its page: “/decisions/…”.",
    );
    read.wrong.push(violation.on("decision"));
    None
}

/// The plan shown first: the first in force.
async fn first(plans: &Plans) -> Result<std::sync::Arc<Tree>, Problem> {
    let all = plans.plans().await?;
    let found = all.iter().find(|plan| plan.state == crate::PlanState::InForce).or_else(|| all.first());
    let none = || Problem::not_found("Aucun plan n’est publié.", "No plan is published.");
    plans.tree(&found.ok_or_else(none)?.id).await
}

/// An address with the filters that are set.
fn filtered(path: &str, asked: &filter::Asked) -> String {
    address(path, &asked.pairs())
}
