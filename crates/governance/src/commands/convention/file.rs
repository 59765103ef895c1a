//! A convention with all that surrounds it, and who may read it.

use bassin_database::{Error, Reading, problem};
use bassin_kernel::{Day, Problem, Scope, Viewer, day_of};
use uuid::Uuid;

use crate::{
    Body, Convention, ConventionState, Governance, Listed, Listing, Party, PartyWho, Reach, Signature, TextVersion, policy,
    rules::convention::{self, Ground, Surroundings},
    store,
};

/// A convention with all that surrounds it.
#[derive(Debug, Clone)]
pub struct ConventionFile {
    /// The convention.
    pub convention: Convention,
    /// The body that carries it.
    pub body: Body,
    /// The versions of its text, first one first.
    pub texts: Vec<TextVersion>,
    /// Its signatures, first one first.
    pub signatures: Vec<Signature>,
    /// For each party, what lets its signatory sign on the day this was read.
    pub grounds: Vec<(Uuid, Option<Ground>)>,
    /// The day this was read.
    pub today: Day,
}

impl ConventionFile {
    /// The text on the table.
    #[must_use]
    pub fn text(&self) -> &str {
        self.texts.last().map_or("", |version| version.text.as_str())
    }

    /// Whether somebody may read it: anybody once it is in force and public, the parties before.
    #[must_use]
    pub fn is_readable(&self, viewer: &Viewer) -> bool {
        is_public(&self.convention) || viewer.may(&policy::CONVENTION_READ, &reading(&self.convention)) || self.signs(viewer).is_some()
    }

    /// The party that the viewer signs for: the next one to sign, for whoever signs for several.
    #[must_use]
    pub fn signs(&self, viewer: &Viewer) -> Option<&Party> {
        let person = viewer.person()?.person;
        let mut parties = self.convention.parties.iter().filter(|party| party.signatory.as_ref().is_some_and(|one| one.person == person));
        let first = parties.clone().next();
        parties.find(|party| self.signature(party.id).is_none()).or(first)
    }

    /// The signature of a party.
    #[must_use]
    pub fn signature(&self, party: Uuid) -> Option<&Signature> {
        self.signatures.iter().find(|signature| signature.party == party)
    }

    pub(crate) fn around<'a>(&'a self, rule: Option<&'a crate::statute::ConventionRule>) -> Surroundings<'a> {
        Surroundings { grounds: self.grounds.clone(), signatures: &self.signatures, rule, text: self.text() }
    }
}

/// Whether anybody may read it.
pub(crate) const fn is_public(convention: &Convention) -> bool {
    convention.public && convention.state.has_bound()
}

/// Where the roles that read it are held: the parties and the body that carries it.
fn reading(convention: &Convention) -> Vec<Scope> {
    let parties = convention.parties.iter().map(|party| match party.who {
        PartyWho::Organisation(id) => Scope::Organisation(id),
        PartyWho::Body(id) => Scope::Body(id),
    });
    std::iter::once(Scope::Body(convention.body)).chain(parties).collect()
}

impl Governance {
    /// A convention with all that surrounds it, for somebody who may read it.
    ///
    /// # Errors
    /// There is none, the viewer may not read it, or the store does not answer.
    pub async fn convention(&self, viewer: &Viewer, id: Uuid) -> Result<ConventionFile, Problem> {
        let today = day_of(self.database.clock().now());
        let file = self.convention_file(self.database.read(), id, today).await?;
        if !file.is_readable(viewer) {
            viewer.check(&policy::CONVENTION_READ, &reading(&file.convention))?;
        }
        Ok(file)
    }

    /// The conventions a body carries or is a party to, that somebody may read and that answer what is asked.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn conventions(&self, viewer: &Viewer, body: &Body, asked: &Listing) -> Result<Listed<Convention>, Problem> {
        let reach = Reach::of(viewer, &policy::CONVENTION_READ);
        store::convention::listed(self.database.read(), body.id, &reach, asked, self.today()).await.map_err(problem)
    }

    /// The public conventions that bind or have bound their parties, latest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn public_conventions(&self) -> Result<Vec<Convention>, Problem> {
        store::convention::public(self.database.read()).await.map_err(problem)
    }

    /// The conventions a person is asked to sign and has not, oldest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn conventions_awaiting(&self, person: Uuid) -> Result<Vec<Convention>, Problem> {
        let states = [ConventionState::ToSign, ConventionState::PartlySigned];
        let mut awaiting = Vec::new();
        for convention in store::convention::in_states(self.database.read(), &states).await.map_err(problem)? {
            let signed = store::convention::signatures(self.database.read(), convention.id).await.map_err(problem)?;
            let asked = convention.parties.iter().any(|party| {
                let hers = party.signatory.as_ref().is_some_and(|signatory| signatory.person == person);
                hers && !signed.iter().any(|signature| signature.party == party.id)
            });
            if asked {
                awaiting.push(convention);
            }
        }
        Ok(awaiting)
    }

    /// Whether a body rests on a convention in force of a kind that its statute asks for: none when the statute asks for nothing.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn rests_on_convention(&self, body: &Body) -> Result<Option<bool>, Problem> {
        let Some(rule) = self.statute_of(body)?.convention.clone().filter(|rule| rule.required) else { return Ok(None) };
        let today = day_of(self.database.clock().now());
        let all = store::convention::of_body(self.database.read(), body.id).await.map_err(problem)?;
        let rests = all.iter().any(|convention| {
            let of_kind = rule.kinds.is_empty() || rule.kinds.iter().any(|kind| kind == convention.kind.code());
            of_kind && convention::state_on(convention, &[], today) == ConventionState::InForce
        });
        Ok(Some(rests))
    }

    pub(super) async fn convention_file<C: Reading>(&self, connection: &C, id: Uuid, today: Day) -> Result<ConventionFile, Error> {
        let convention = store::convention::by_id(connection, id).await?.ok_or_else(no_convention)?;
        let body = store::body::by_id(connection, convention.body).await?.ok_or_else(no_convention)?;
        let grounds = self.grounds(connection, &convention, today).await?;
        Ok(ConventionFile {
            texts: store::convention::texts(connection, id).await?,
            signatures: store::convention::signatures(connection, id).await?,
            grounds,
            today,
            body,
            convention,
        })
    }

    /// For each party, what lets its signatory sign on `day`.
    pub(super) async fn grounds<C: Reading>(
        &self,
        connection: &C,
        convention: &Convention,
        day: Day,
    ) -> Result<Vec<(Uuid, Option<Ground>)>, Error> {
        let mut grounds = Vec::new();
        for party in &convention.parties {
            grounds.push((party.id, self.ground(connection, party, day).await?));
        }
        Ok(grounds)
    }

    async fn ground<C: Reading>(&self, connection: &C, party: &Party, day: Day) -> Result<Option<Ground>, Error> {
        let Some(signatory) = &party.signatory else { return Ok(None) };
        let found = match party.who {
            PartyWho::Body(body) => {
                let held = store::body::mandates_of_person(connection, signatory.person, day).await?;
                held.iter().any(|(seat, _)| seat.body == body).then_some(Ground::Mandate)
            }
            PartyWho::Organisation(organisation) => {
                let memberships = self.directory.memberships_of(signatory.person, day).await?;
                memberships.iter().any(|membership| membership.organisation == organisation).then_some(Ground::Membership)
            }
        };
        let delegated = !signatory.delegation.is_empty() && signatory.delegation_until.is_some_and(|until| day <= until);
        Ok(found.or(delegated.then_some(Ground::Delegation)))
    }
}

pub(super) fn no_convention() -> Problem {
    Problem::not_found("Cette convention n’existe pas.", "There is no such convention.")
}
