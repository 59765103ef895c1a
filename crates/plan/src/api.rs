//! The API of plans.

mod evaluation;
mod report;

use axum::{
    Json,
    extract::{Path, State},
};
use bassin_kernel::LocalizedText;
use bassin_web::Failure;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Plans, Sheet, Tree,
    rules::{self, health::Standing, progress::Progress},
};

/// The room's API.
pub fn routes(plans: Plans) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(plan)).merge(evaluation::routes()).merge(report::routes()).with_state(plans)
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
async fn list(State(plans): State<Plans>) -> Result<Json<Vec<Head>>, Failure> {
    let head = |tree: &Tree| Head { id: tree.plan.id.clone(), name: tree.plan.name.clone(), actions: tree.actions().count() };
    Ok(Json(plans.trees().await?.iter().map(|tree| head(tree)).collect()))
}

/// A plan, whole
///
/// Its nodes, each after the one above it, with their milestones, indicators and values, and with the health and the progress computed today. What the text leaves open is in `content.open`.
#[utoipa::path(get, path = "/plans/{id}", tag = "plan", params(("id" = String, Path, description = "The plan's identifier.", example = "cprdfop-grand-est-2018-2022")), responses((status = 200, description = "The plan.", body = Object), (status = 404, description = "No such plan.")))]
async fn plan(State(plans): State<Plans>, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let tree = plans.tree(&id).await?;
    let (standings, progress) = (rules::health::assess(&tree, plans.today()), rules::progress::assess(&tree));
    let nodes = tree.sheets.iter().map(|sheet| of_sheet(sheet, standings.get(&sheet.node.id), progress.get(&sheet.node.id)));
    let mut value = json!(tree.plan);
    value["nodes"] = nodes.collect();
    value["amendments"] = json!(tree.amendments);
    Ok(Json(value))
}

/// A node without the people: organisations and words only.
fn of_sheet(sheet: &Sheet, standing: Option<&Standing>, progress: Option<&Progress>) -> Value {
    let mut value = json!(sheet.node);
    let parts = sheet.node.parts.iter();
    value["parts"] = parts.map(|part| json!({ "role": part.role, "organisation": part.organisation, "label": part.label })).collect();
    value["health"] = json!(standing.map(|standing| standing.health.code()));
    value["causes"] = standing.map_or(Value::Null, |standing| {
        let cause = |cause: &rules::health::Cause| {
            json!({ "health": cause.health.code(), "reason": cause.reason.code(), "node": cause.node, "milestone": cause.milestone, "day": cause.day })
        };
        standing.causes.iter().map(cause).collect()
    });
    value["progress"] = json!(progress.and_then(|progress| progress.share));
    value["progress_rule"] = json!(progress.map(|progress| progress.rule.code()));
    value["milestones"] = json!(sheet.milestones);
    value["indicators"] = json!(sheet.indicators);
    value["values"] = json!(sheet.figures);
    for list in ["milestones", "values"] {
        for one in value[list].as_array_mut().into_iter().flatten() {
            without_author(one);
        }
    }
    value
}

fn without_author(value: &mut Value) {
    if let Some(fields) = value.as_object_mut() {
        fields.remove("by");
        for change in fields.get_mut("replannings").and_then(Value::as_array_mut).into_iter().flatten() {
            without_author(change);
        }
    }
}
