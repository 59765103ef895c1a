//! The forms of what hangs on a node: a milestone, its days, an indicator.

mod indicator;
mod milestone;
mod value;

pub(super) use indicator::{keep as keep_indicator, remove as remove_indicator, show as indicator};
pub(super) use milestone::{days, keep as keep_milestone, remove as remove_milestone, replan, show as milestone};
pub(super) use value::{keep as keep_value, show as value};

use axum::response::Response;
use bassin_kernel::{Kind, Problem};
use bassin_web::{Failure, Field, Reader, Submitted};
use uuid::Uuid;

use super::{
    action::found,
    form::{After, Form},
    node_address, node_trail,
};
use crate::{Plans, Sheet, Tree, rules::act::Act};

/// The identifier that an address gives, or a fresh one for what is new.
fn wanted(plans: &Plans, place: &str, submitted: Option<&Submitted>) -> Result<Uuid, Problem> {
    if place == "nouveau" {
        return Ok(submitted.and_then(|sent| sent.uuid("piece")).unwrap_or_else(|| plans.fresh()));
    }
    place.parse().map_err(|_| crate::commands::no_piece())
}

/// A form about a node, with what every such form has.
fn frame(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet, piece: Uuid) -> Form {
    Form {
        kicker: format!("{} · {}", sheet.node.number, reader.text(&sheet.node.title)),
        submit: reader.t("plan-save"),
        cancel: node_address(&sheet.node),
        hidden: vec![
            Field::hidden("id", plans.fresh().to_string()),
            Field::hidden("piece", piece.to_string()),
            Field::hidden("revision", sheet.node.revision.to_string()),
        ],
        trail: node_trail(reader, tree, sheet),
        ..Form::default()
    }
}

/// A button that removes what the form is about.
fn removal(reader: &Reader, form: &Form, action: String) -> After {
    After { action, label: reader.t("plan-remove"), hidden: form.hidden.clone() }
}

/// Does an act that a form asked for: leads back to the node, or shows the form again.
async fn done(
    plans: &Plans,
    reader: &Reader,
    (id, number): (&str, &str),
    submitted: &Submitted,
    act: Result<Act, Problem>,
    again: impl Fn(&Tree, &Sheet) -> (Form, Vec<(String, String)>),
) -> Result<Response, Failure> {
    let tree = plans.tree(id).await?;
    let sheet = found(&tree, number)?;
    let form = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
    let revision = submitted.get("revision").parse().unwrap_or_default();
    let outcome = match act {
        Ok(act) => plans.act(&reader.viewer, sheet.node.id, form, revision, act).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => Ok(reader.done(&node_address(&sheet.node), "plan-edited")),
        Err(problem) => {
            let tree = if problem.kind == Kind::Conflict { plans.tree(id).await? } else { tree.clone() };
            let (form, stored) = again(&tree, found(&tree, number)?);
            form.again(reader, submitted, problem, &stored)
        }
    }
}
