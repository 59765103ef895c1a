//! Finding people.

use std::collections::HashMap;

use bassin_database::problem;
use bassin_kernel::{Day, Problem};
use uuid::Uuid;

use crate::{Directory, Found, Membership, Person, store::person as store};

impl Directory {
    /// A person, or the one their sheet was merged into.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn person(&self, id: Uuid) -> Result<Option<Person>, Problem> {
        store::by_id(self.database.read(), id).await.map_err(problem)
    }

    /// Several people, by the identifiers asked for: merged sheets are followed, unknown ones left out.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn people(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Person>, Problem> {
        store::many(self.database.read(), ids).await.map_err(problem)
    }

    /// The identifiers under which acts may know a person: their own, and those of the sheets merged into theirs.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn aliases(&self, person: Uuid) -> Result<Vec<Uuid>, Problem> {
        store::aliases(self.database.read(), person).await.map_err(problem)
    }

    /// People whose names or expertise have words that begin as those of the query.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn search_people(&self, query: &str, page: u64, size: u64) -> Result<Found<Person>, Problem> {
        store::find(self.database.read(), query, page, size).await.map_err(problem)
    }

    /// What ties a person to organisations on a day.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn memberships_of(&self, person: Uuid, day: Day) -> Result<Vec<Membership>, Problem> {
        store::memberships_of(self.database.read(), person, Some(day)).await.map_err(problem)
    }

    /// What ties a person to organisations, has tied or will tie, the latest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn all_memberships_of(&self, person: Uuid) -> Result<Vec<Membership>, Problem> {
        store::memberships_of(self.database.read(), person, None).await.map_err(problem)
    }

    /// Those tied to an organisation on a day.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn members_of(&self, organisation: Uuid, day: Day) -> Result<Vec<Membership>, Problem> {
        store::members_of(self.database.read(), organisation, Some(day)).await.map_err(problem)
    }

    /// Those tied to an organisation, who were or will be, the latest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn all_members_of(&self, organisation: Uuid) -> Result<Vec<Membership>, Problem> {
        store::members_of(self.database.read(), organisation, None).await.map_err(problem)
    }
}
