//! Finding bodies, who sits there, and the rights that follow.

use bassin_database::problem;
use bassin_kernel::{Day, Grant, Problem, Role, Scope};
use uuid::Uuid;

use crate::{
    Body, Function, Governance, Place,
    statute::{Statute, Voice},
    store,
};

impl Governance {
    /// A body, by its name in addresses or its identifier.
    ///
    /// # Errors
    /// There is none, or the store does not answer.
    pub async fn body(&self, wanted: &str) -> Result<Body, Problem> {
        let found = match wanted.parse::<Uuid>() {
            Ok(id) => store::body::by_id(self.database.read(), id).await,
            Err(_) => store::body::by_slug(self.database.read(), wanted).await,
        };
        found.map_err(problem)?.ok_or_else(|| no_body(wanted))
    }

    /// Its seats on `day`, with who holds them.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn places(&self, body: &Body, day: Day) -> Result<Vec<Place>, Problem> {
        store::body::places(self.database.read(), body.id, day).await.map_err(problem)
    }

    /// The bodies it depends on.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn parents(&self, body: &Body) -> Result<Vec<Body>, Problem> {
        store::body::parents(self.database.read(), body.id).await.map_err(problem)
    }

    /// The bodies that depend on it.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn children(&self, body: &Body) -> Result<Vec<Body>, Problem> {
        store::body::children(self.database.read(), body.id).await.map_err(problem)
    }

    /// The statute a body is governed by, in the version it was created under.
    ///
    /// # Errors
    /// This installation does not have it.
    pub fn statute_of(&self, body: &Body) -> Result<&Statute, Problem> {
        self.statutes.version(&body.statute, body.statute_version).ok_or_else(|| {
            let (id, version) = (&body.statute, body.statute_version);
            Problem::unavailable(
                format!("Le statut « {id} », version {version}, manque à cette installation : rien ne peut être vérifié sans lui."),
                format!("The statute “{id}”, version {version}, is missing from this installation: nothing can be checked without it."),
            )
        })
    }

    /// Where the roles of a body are held.
    #[must_use]
    pub fn scopes(&self, body: &Body) -> Vec<Scope> {
        vec![Scope::Body(body.id)]
    }

    /// Where the roles of the bodies it depends on are held; the platform for a body that depends on none.
    #[must_use]
    pub fn parent_scopes(&self, body: &Body) -> Vec<Scope> {
        if body.parents.is_empty() { vec![Scope::Platform] } else { body.parents.iter().map(|id| Scope::Body(*id)).collect() }
    }

    /// The rights that follow from the mandates a person holds on `day`. A body that is closed gives none.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn grants(&self, person: Uuid, day: Day) -> Result<Vec<Grant>, Problem> {
        let held = store::body::mandates_of_person(self.database.read(), person, day).await.map_err(problem)?;
        let bodies: Vec<Uuid> = held.iter().map(|(seat, _)| seat.body).collect();
        let bodies = store::body::by_ids(self.database.read(), &bodies).await.map_err(problem)?;
        let open = |id: Uuid| bodies.iter().any(|body| body.id == id && body.closed.as_ref().is_none_or(|closing| day <= closing.on));
        let held = held.iter().filter(|(seat, _)| open(seat.body));
        let mut grants: Vec<Grant> = held
            .flat_map(|(seat, mandate)| {
                let scope = Scope::Body(seat.body);
                roles(seat.voice, mandate.function).into_iter().map(move |role| Grant { role, scope })
            })
            .collect();
        grants.sort();
        grants.dedup();
        Ok(grants)
    }
}

/// The roles that follow from a seat's voice and what its holder does in the body.
fn roles(voice: Voice, function: Function) -> Vec<Role> {
    let mut roles = vec![Role::Seat];
    if voice == Voice::Deliberative {
        roles.push(Role::Deliberative);
    }
    match function {
        Function::Member => {}
        Function::Chair | Function::CoChair | Function::ViceChair => roles.push(Role::Chair),
        Function::Secretary | Function::Rapporteur => roles.push(Role::Secretary),
    }
    roles
}

pub(super) fn no_body(wanted: &str) -> Problem {
    Problem::not_found(format!("Aucune instance ne répond à « {wanted} »."), format!("No body answers to “{wanted}”."))
}
