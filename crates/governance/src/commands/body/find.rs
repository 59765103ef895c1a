//! Finding bodies, who sits there, and the rights that follow.

use std::collections::{BTreeSet, HashMap};

use bassin_database::problem;
use bassin_directory::Organisation;
use bassin_kernel::{Day, Grant, Problem, Role, Scope, day_of, text::fold};
use uuid::Uuid;

use crate::{
    Body, Content, Function, Governance, Mandate, Place, Seat, Term,
    rules::{
        composition::{self, Sitting, Sittings},
        term::{self, Life, Standing},
    },
    statute::{Statute, Voice},
    store,
};

/// The seats of a body, abolished ones included, and all their mandates.
#[derive(Debug, Clone, Default)]
pub struct Roll {
    /// In the order of components and numbers.
    pub seats: Vec<Seat>,
    /// Oldest first.
    pub mandates: Vec<Mandate>,
}

impl Roll {
    /// The seats of a day, with their holders.
    #[must_use]
    pub fn on(&self, day: Day) -> Vec<Place> {
        Place::on(&self.seats, &self.mandates, day)
    }
}

/// A body as lists show it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The body.
    pub body: Body,
    /// How it stands.
    pub standing: Standing,
    /// The perimeter it works for: its own, or those of the bodies it depends on. Empty when none is given.
    pub perimeter: String,
}

impl Governance {
    /// The present day.
    #[must_use]
    pub fn today(&self) -> Day {
        day_of(self.database.clock().now())
    }

    /// The bodies that are not closed, whose name, subject or mission holds all these words, by name.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn search_bodies(&self, words: &str) -> Result<Vec<Body>, Problem> {
        let (wanted, today) = (fold(words), self.today());
        let mut found = store::body::all(self.database.read()).await.map_err(problem)?;
        found.retain(|body| {
            let said = fold(&format!("{} {} {}", body.name, body.subject, body.mission));
            body.closed.as_ref().is_none_or(|closing| today <= closing.on) && wanted.split(' ').all(|word| said.contains(word))
        });
        Ok(found)
    }

    /// Every body with how it stands on `day`, by name.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn bodies(&self, day: Day) -> Result<Vec<Overview>, Problem> {
        let connection = self.database.read();
        let bodies = store::body::all(connection).await.map_err(problem)?;
        let mut rolls = store::body::rolls(connection).await.map_err(problem)?;
        let mut terms = store::body::every_term(connection).await.map_err(problem)?;
        let sitting = |mandates: &[Mandate]| mandates.iter().filter_map(|mandate| mandate.organisation).collect::<BTreeSet<Uuid>>();
        let wanted: BTreeSet<Uuid> = rolls.values().flat_map(|(_, mandates)| sitting(mandates)).collect();
        let known = self.directory.organisations(&wanted.into_iter().collect::<Vec<_>>()).await?;
        let grounds: HashMap<Uuid, String> = bodies.iter().map(|body| (body.id, body.perimeter.clone())).collect();
        let mut found = Vec::with_capacity(bodies.len());
        for body in bodies {
            let (seats, mandates) = rolls.remove(&body.id).unwrap_or_default();
            let parents = body.parents.iter().filter_map(|id| grounds.get(id)).map(String::as_str);
            let perimeter = ground(&body, parents);
            let organisations = sitting(&mandates);
            let around = organisations.iter().filter_map(|id| known.get(id).map(|organisation| (*id, organisation)));
            let sittings = self.placed(&perimeter, around);
            let roll = Roll { seats, mandates };
            let standing = self.judge(&body, &roll, &terms.remove(&body.id).unwrap_or_default(), &sittings, day)?;
            found.push(Overview { body, standing, perimeter });
        }
        Ok(found)
    }

    /// The people who sit in a body, in those that depend on it and in those that are legally the same, on `day`: each counted once.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn everybody(&self, body: &Body, day: Day) -> Result<BTreeSet<Uuid>, Problem> {
        let mut around = self.children(body).await?;
        let same: Vec<Uuid> = around.iter().chain([body]).filter_map(|one| one.same_as).collect();
        around.extend(store::body::by_ids(self.database.read(), &same).await.map_err(problem)?);
        let mut people = composition::people(&self.places(body, day).await?);
        for other in &around {
            people.extend(composition::people(&self.places(other, day).await?));
        }
        Ok(people)
    }

    /// The names of all bodies.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn bodies_named(&self) -> Result<HashMap<Uuid, String>, Problem> {
        let bodies = store::body::all(self.database.read()).await.map_err(problem)?;
        Ok(bodies.into_iter().map(|body| (body.id, body.name)).collect())
    }

    /// How a body stands on `day`, and whether it may decide: [`Standing::may_decide`].
    ///
    /// # Errors
    /// Its statute is missing, or the store does not answer.
    pub async fn standing(&self, body: &Body, day: Day) -> Result<Standing, Problem> {
        let roll = self.roll(body).await?;
        let life = self.life(body).await?;
        self.assess(body, &roll, &life, day).await
    }

    /// The same, with what was already read.
    ///
    /// # Errors
    /// Its statute is missing, or the directory does not answer.
    pub(crate) async fn assess(&self, body: &Body, roll: &Roll, life: &Life, day: Day) -> Result<Standing, Problem> {
        let sittings = self.sittings(body, roll.mandates.iter().filter_map(|mandate| mandate.organisation)).await?;
        self.judge(body, roll, &life.terms, &sittings, day)
    }

    fn judge(&self, body: &Body, roll: &Roll, terms: &[Term], sittings: &Sittings, day: Day) -> Result<Standing, Problem> {
        let statute = self.statute_of(body)?;
        let components = composition::components(statute, &roll.on(day), sittings);
        let defects = composition::defects(statute, &roll.seats, &roll.mandates, sittings, day);
        let standing = term::standing(statute, body, term::current(terms, day), components, defects, day);
        // What the policy documents describe without naming anybody is not amiss; a seat once held, then empty, is.
        let named = body.content != Content::Demonstration || roll.mandates.iter().any(|mandate| mandate.held().is_some());
        Ok(if named { standing } else { standing.without_names() })
    }

    /// Its seats and all their mandates.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn roll(&self, body: &Body) -> Result<Roll, Problem> {
        let seats = store::body::seats(self.database.read(), body.id).await.map_err(problem)?;
        let mandates = store::body::mandates(self.database.read(), body.id).await.map_err(problem)?;
        Ok(Roll { seats, mandates })
    }

    /// Its terms, their evaluations and what was decided about them.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn life(&self, body: &Body) -> Result<Life, Problem> {
        store::body::life(self.database.read(), body).await.map_err(problem)
    }

    /// What is known of organisations that sit in `body`, or might: their kind, and whether they have a site in its perimeter.
    pub(crate) async fn sittings(&self, body: &Body, organisations: impl Iterator<Item = Uuid>) -> Result<Sittings, Problem> {
        let mut wanted: Vec<Uuid> = organisations.collect();
        wanted.sort();
        wanted.dedup();
        if wanted.is_empty() {
            return Ok(Sittings::new());
        }
        let perimeter = self.perimeter(body).await?;
        let known = self.directory.organisations(&wanted).await?;
        Ok(self.placed(&perimeter, known.iter().map(|(id, organisation)| (*id, organisation))))
    }

    /// Where organisations sit, against the perimeter of a body.
    fn placed<'a>(&self, perimeter: &str, known: impl Iterator<Item = (Uuid, &'a Organisation)>) -> Sittings {
        let mut known = known.peekable();
        // A perimeter that can no longer be read tells nothing, and refuses nobody.
        let asked = known.peek().is_some() && !perimeter.is_empty();
        let perimeter = if asked { self.territory.resolve(perimeter).ok() } else { None };
        let atlas = self.territory.atlas();
        let sitting = |(id, organisation): (Uuid, &Organisation)| {
            let rows: Vec<u32> = organisation.sites.iter().filter_map(|site| atlas.row(&site.commune)).collect();
            let inside = perimeter.as_ref().filter(|_| !rows.is_empty());
            let inside = inside.map(|perimeter| rows.iter().any(|row| perimeter.rows.contains(*row)));
            (id, Sitting { kind: organisation.kind.clone(), inside })
        };
        known.map(sitting).collect()
    }

    /// The perimeter a body works for, as an expression: its own or, when it gives none, those of the bodies it depends on. Empty when none does.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn perimeter(&self, body: &Body) -> Result<String, Problem> {
        if !body.perimeter.is_empty() {
            return Ok(body.perimeter.clone());
        }
        let parents = self.parents(body).await?;
        Ok(ground(body, parents.iter().map(|parent| parent.perimeter.as_str())))
    }

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
        let mut held = Vec::new();
        // Mandates keep the sheet they were given to, even once it was merged into another.
        for alias in self.directory.aliases(person).await? {
            held.extend(store::body::mandates_of_person(self.database.read(), alias, day).await.map_err(problem)?);
        }
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

/// The perimeter of a body, among those of the bodies it depends on.
pub(crate) fn ground<'a>(body: &Body, parents: impl Iterator<Item = &'a str>) -> String {
    if !body.perimeter.is_empty() {
        return body.perimeter.clone();
    }
    parents.filter(|given| !given.is_empty()).collect::<Vec<_>>().join(" + ")
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
