//! The API of plans.

use axum::{
    Json,
    extract::{Path, State},
};
use bassin_kernel::{LocalizedText, Problem};
use bassin_web::Failure;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Plan, Plans};

/// The room's API.
pub fn routes(plans: Plans) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(plan)).with_state(plans)
}

/// A plan in the list.
#[derive(Serialize, ToSchema)]
struct Head {
    /// Its identifier.
    id: String,
    /// Its name, in both languages.
    #[schema(value_type = Object)]
    name: LocalizedText,
    /// How many actions it has.
    actions: usize,
}

/// The plans
#[utoipa::path(get, path = "/plans", tag = "plan", responses((status = 200, body = Vec<Head>)))]
async fn list(State(plans): State<Plans>) -> Json<Vec<Head>> {
    let head = |plan: &Plan| Head { id: plan.id.clone(), name: plan.name.clone(), actions: plan.actions().count() };
    Json(plans.all().iter().map(head).collect())
}

/// A plan, whole
///
/// Priorities, challenges and actions as the document gives them, with pages; what it leaves open is in `open`.
#[utoipa::path(get, path = "/plans/{id}", tag = "plan", params(("id" = String, Path, description = "The plan's identifier.", example = "cprdfop-grand-est-2018-2022")), responses((status = 200, description = "The plan.", body = Object), (status = 404, description = "No such plan.")))]
async fn plan(State(plans): State<Plans>, Path(id): Path<String>) -> Result<Json<Plan>, Failure> {
    let found = plans.all().iter().find(|plan| plan.id == id).cloned();
    let missing = || Problem::not_found(format!("Aucun plan ne s’appelle « {id} »."), format!("There is no plan called “{id}”."));
    Ok(Json(found.ok_or_else(missing)?))
}
