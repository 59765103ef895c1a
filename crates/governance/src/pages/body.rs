//! Pages of the `body` part: the list and the map, the sheet of a body, its composition, its terms.

mod composition;
mod create;
mod edit;
mod life;
mod list;
mod map;
mod overview;
mod periods;
pub(super) mod pick;
mod seat;

use std::collections::HashMap;

use axum::{Router, routing::get, routing::post};
use bassin_directory::{Organisation, Person};
use bassin_kernel::{Kind, Problem};
use bassin_web::{Field, Submitted};
use uuid::Uuid;

use crate::{Governance, Mandate};

pub(super) fn routes() -> Router<Governance> {
    Router::new()
        .route("/instances", get(list::list))
        .route("/instances.csv", get(list::csv))
        .route("/instances/nouvelle", get(create::form).post(create::create))
        .route("/instances/{slug}", get(overview::overview))
        .route("/instances/{slug}/fiche", get(edit::form).post(edit::edit))
        .route("/instances/{slug}/cloture", get(edit::close_form).post(edit::close))
        .route("/instances/{slug}/composition", get(composition::composition))
        .route("/instances/{slug}/sieges", post(composition::add))
        .route("/instances/{slug}/sieges/statut", post(composition::add_statutory))
        .route("/instances/{slug}/sieges/{seat}", get(seat::seat).post(seat::designate))
        .route("/instances/{slug}/sieges/{seat}/suppression", post(seat::abolish))
        .route("/instances/{slug}/mandats/{mandate}/nomination", post(seat::appoint))
        .route("/instances/{slug}/mandats/{mandate}/fin", get(seat::end_form).post(seat::end))
        .route("/instances/{slug}/periodes", get(periods::periods).post(periods::propose))
        .route("/instances/{slug}/periodes/{term}", get(periods::decision_form).post(periods::decide))
        .route("/instances/{slug}/periodes/{term}/evaluation", get(periods::evaluation_form).post(periods::evaluate))
}

/// The people and the organisations that mandates name.
struct Names {
    people: HashMap<Uuid, Person>,
    organisations: HashMap<Uuid, Organisation>,
}

impl Names {
    async fn of<'a>(governance: &Governance, mandates: impl Iterator<Item = &'a Mandate>) -> Result<Self, Problem> {
        let (mut people, mut organisations) = (Vec::new(), Vec::new());
        for mandate in mandates {
            people.push(mandate.person);
            organisations.extend(mandate.organisation);
        }
        Ok(Self {
            people: governance.directory.people(&people).await?,
            organisations: governance.directory.organisations(&organisations).await?,
        })
    }

    fn person(&self, mandate: &Mandate) -> String {
        self.people.get(&mandate.person).map(Person::name).unwrap_or_default()
    }

    fn organisation(&self, mandate: &Mandate) -> String {
        let found = mandate.organisation.and_then(|id| self.organisations.get(&id));
        found.map(|organisation| organisation.name.clone()).unwrap_or_default()
    }
}

/// Whether a form comes back with what is to be mended; anything else is another page.
fn comes_back(problem: &Problem) -> bool {
    matches!(problem.kind, Kind::Invalid | Kind::Conflict)
}

/// A form that is shown again, filled with what was sent.
fn refill(fields: &mut [Field], submitted: &Submitted, problem: &Problem) -> Vec<bassin_kernel::Violation> {
    let revision = fields.iter().position(|field| field.name == "revision").map(|index| fields[index].clone());
    Field::fill(fields, submitted);
    // Sent again after a conflict, the form means what it shows now.
    if let (Some(stored), Kind::Conflict) = (revision, problem.kind)
        && let Some(field) = fields.iter_mut().find(|field| field.name == "revision")
    {
        *field = stored;
    }
    Field::with_errors(fields, problem)
}
