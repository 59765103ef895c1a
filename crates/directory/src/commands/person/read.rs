//! Finding people.

use std::collections::HashMap;

use bassin_database::problem;
use bassin_kernel::{Day, Problem, Viewer, day_of};
use uuid::Uuid;

use crate::{
    Directory, Found, Membership, Person, policy,
    store::{
        account::{self, State},
        person as store,
    },
};

/// Somebody, as those who manage the directory see them in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The person.
    pub person: Person,
    /// The organisations they belong to today.
    pub organisations: Vec<(Uuid, String)>,
    /// Their account, if they have one.
    pub account: Option<(Uuid, State)>,
}

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

    /// The people of the directory, for those who manage it: whose name or expertise has these words, by name, with what ties them to organisations
    /// today and their account.
    ///
    /// # Errors
    /// The viewer may not, or the store does not answer.
    pub async fn roster(&self, viewer: &Viewer, query: &str, page: u64, size: u64) -> Result<Found<Listed>, Problem> {
        viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
        let connection = self.database.read();
        let found = store::find(connection, query, page, size).await.map_err(problem)?;
        let ids: Vec<Uuid> = found.items.iter().map(|person| person.id).collect();
        let today = day_of(self.database.clock().now());
        let ties = store::memberships_among(connection, &ids, today).await.map_err(problem)?;
        let sheets = self.organisations(&ties.iter().map(|tie| tie.organisation).collect::<Vec<_>>()).await?;
        let accounts = account::of_people(connection, &ids).await.map_err(problem)?;
        let listed = |person: Person| Listed {
            organisations: ties
                .iter()
                .filter(|tie| tie.person == person.id)
                .filter_map(|tie| sheets.get(&tie.organisation))
                .map(|sheet| (sheet.id, sheet.name.clone()))
                .collect(),
            account: accounts.iter().find(|account| account.person == person.id).map(|account| (account.id, account.state)),
            person,
        };
        Ok(Found { items: found.items.into_iter().map(listed).collect(), total: found.total })
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
