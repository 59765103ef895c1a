//! Forgetting a person: deleted when nothing holds them; otherwise their name is erased, and their acts stay.

use std::{pin::Pin, sync::Arc};

use bassin_database::{Error, Record, Transaction, problem};
use bassin_kernel::{LocalizedText, Problem, Scope, Viewer, day_of};
use serde_json::json;
use uuid::Uuid;

use super::write::no_person;
use crate::{
    Directory, Membership, Person,
    commands::account::{closed, last_administrator},
    policy,
    store::{account, organisation, person as store},
};

/// What a room answers when it is asked.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What another room did with people, who may be known to it by several identifiers.
pub trait Acts: Send + Sync {
    /// What keeps them from being deleted, in words: `3 mandats`. Empty when nothing does.
    fn hold<'a>(&'a self, people: &'a [Uuid]) -> Answer<'a, Result<Vec<LocalizedText>, Problem>>;

    /// The same, as a transaction sees it.
    fn hold_in<'a>(&'a self, transaction: &'a Transaction, people: &'a [Uuid]) -> Answer<'a, Result<Vec<LocalizedText>, Error>>;

    /// Takes away what was kept for their convenience alone.
    fn forget<'a>(&'a self, transaction: &'a Transaction, people: &'a [Uuid]) -> Answer<'a, Result<(), Error>>;
}

/// What became of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgotten {
    /// Nothing held them: no trace of them is left in the directory.
    Deleted,
    /// Their acts stay, under no name.
    Anonymous,
}

impl Directory {
    /// Says which rooms are to be asked before a person is deleted. As long as nobody said, none is: names are erased.
    pub fn held_by(&self, rooms: Vec<Arc<dyn Acts>>) {
        let _ = self.rooms.set(rooms);
    }

    /// What keeps a person from being deleted, in words; none when their sheet can go.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn held(&self, person: Uuid) -> Result<Vec<LocalizedText>, Problem> {
        let connection = self.database.read();
        let people = store::aliases(connection, person).await.map_err(problem)?;
        let mut held = self.perimeters_of(&people).await?;
        held.extend(corrections(organisation::correction::count_by(connection, &people).await.map_err(problem)?));
        for room in self.rooms.get().into_iter().flatten() {
            held.extend(room.hold(&people).await?);
        }
        Ok(held)
    }

    /// Forgets a person: deletes their sheet, their memberships and their account when nothing holds them; otherwise erases their name and what
    /// goes with it, closes their account, and ends their memberships.
    ///
    /// # Errors
    /// The viewer may not, there is no such person, nobody else runs the platform, or the store's.
    pub async fn erase_person(&self, viewer: &Viewer, id: Uuid) -> Result<Forgotten, Problem> {
        let known = store::aliases(self.database.read(), id).await.map_err(problem)?;
        let perimeters = self.perimeters_of(&known).await?;
        self.database
            .write(viewer, |transaction| async move {
                let before = store::by_id(&transaction, id).await?.ok_or_else(no_person)?;
                viewer.check(&policy::PERSON_ERASE, &[Scope::Person(before.id)])?;
                let people = store::aliases(&transaction, before.id).await?;
                let deletable = perimeters.is_empty() && self.is_free(&transaction, &people).await?;
                if before.is_anonymous() && !deletable {
                    return Ok((Forgotten::Anonymous, None));
                }
                let mut addresses = close_account(&transaction, &people).await?;
                addresses.push(before.email.clone());
                bassin_mail::forget(&transaction, &addresses).await?;
                for room in self.rooms.get().into_iter().flatten() {
                    room.forget(&transaction, &people).await?;
                }
                // What a merge moved holds names as well.
                organisation::merged::forget_people(&transaction, &people).await?;
                let (action, forgotten) = if deletable {
                    account::remove_of(&transaction, &people).await?;
                    store::remove(&transaction, &people).await?;
                    ("person.delete", Forgotten::Deleted)
                } else {
                    anonymise(&transaction, before.id, &people).await?;
                    ("person.erase", Forgotten::Anonymous)
                };
                Ok((forgotten, Some(Record::new(action, "person", before.id.to_string()).before(json!(before)))))
            })
            .await
    }

    /// Whether no room, as far as they were named, has done anything with these people.
    async fn is_free(&self, transaction: &Transaction, people: &[Uuid]) -> Result<bool, Error> {
        let Some(rooms) = self.rooms.get() else { return Ok(false) };
        if organisation::correction::count_by(&**transaction, people).await? > 0 {
            return Ok(false);
        }
        for room in rooms {
            if !room.hold_in(transaction, people).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn perimeters_of(&self, people: &[Uuid]) -> Result<Vec<LocalizedText>, Problem> {
        let saved = self.territory.perimeters().await?;
        let count = saved.iter().filter(|one| one.owner.is_some_and(|owner| people.contains(&owner))).count();
        Ok(counted(
            u64::try_from(count).unwrap_or(u64::MAX),
            ["périmètre enregistré", "périmètres enregistrés"],
            ["saved perimeter", "saved perimeters"],
        ))
    }
}

/// `3 mandats`, or nothing when there is none.
#[must_use]
pub fn counted(count: u64, french: [&str; 2], english: [&str; 2]) -> Vec<LocalizedText> {
    let [one, many] = french;
    let french = format!("{count} {}", if count < 2 { one } else { many });
    let [one, many] = english;
    let english = format!("{count} {}", if count == 1 { one } else { many });
    if count == 0 { Vec::new() } else { vec![LocalizedText::new(french, english)] }
}

fn corrections(count: u64) -> Vec<LocalizedText> {
    counted(count, ["correction de fiche", "corrections de fiches"], ["correction of a sheet", "corrections of sheets"])
}

/// Closes the account of people known by any of these identifiers, and gives its address.
async fn close_account(transaction: &Transaction, people: &[Uuid]) -> Result<Vec<String>, Error> {
    let Some(mut open) = account::by_person(transaction, people).await? else { return Ok(Vec::new()) };
    last_administrator(transaction, &open).await?;
    let address = open.email.clone();
    closed(transaction, &mut open).await?;
    Ok(vec![address])
}

async fn anonymise(transaction: &Transaction, person: Uuid, people: &[Uuid]) -> Result<(), Error> {
    let today = day_of(transaction.now());
    for alias in people {
        let Some(sheet) = store::exact(transaction, *alias).await? else { continue };
        store::update(transaction, &erased(sheet)).await?;
    }
    for membership in store::memberships_of(transaction, person, None).await? {
        if membership.ends_on.is_none_or(|last| last > today) {
            let ends_on = Some(today.max(membership.starts_on));
            store::update_membership(transaction, &Membership { ends_on, referent: false, ..membership }).await?;
        }
    }
    Ok(())
}

fn erased(sheet: Person) -> Person {
    Person {
        given_name: String::new(),
        family_name: String::new(),
        email: String::new(),
        phone: String::new(),
        expertise: String::new(),
        revision: sheet.revision + 1,
        ..sheet
    }
}
