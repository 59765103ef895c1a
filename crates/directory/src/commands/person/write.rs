//! Adding and changing people and what ties them to organisations.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Problem, Scope, Viewer, day_of};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Directory, Membership, Person, PersonDraft,
    commands::organisation::fresh,
    policy,
    rules::{check_membership, check_person},
    store::{organisation, person as store},
};

impl Directory {
    /// Adds a person. Sent twice, they are added once.
    ///
    /// # Errors
    /// The viewer may not, every rule of a sheet that is not met, or the store's.
    pub async fn create_person(&self, viewer: &Viewer, draft: PersonDraft) -> Result<Person, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::PERSON_ADD, &[])?;
                if let Some(there) = store::by_id(&transaction, draft.id).await? {
                    return Ok((there, None));
                }
                let person = add_person(&transaction, draft).await?;
                let record = Record::new("person.add", "person", person.id.to_string()).after(json!(person));
                Ok((person, Some(record)))
            })
            .await
    }

    /// Changes a person's sheet that was opened at `revision`.
    ///
    /// # Errors
    /// The viewer may not, somebody else changed the sheet meanwhile, every rule that is not met, or the store's.
    pub async fn edit_person(&self, viewer: &Viewer, revision: i64, draft: &PersonDraft) -> Result<Person, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let before = store::by_id(&transaction, draft.id).await?.ok_or_else(no_person)?;
                viewer.check(&policy::PERSON_EDIT, &scopes_in(&transaction, before.id).await?)?;
                let draft = check_person(draft)?;
                let after = Person {
                    given_name: draft.given_name,
                    family_name: draft.family_name,
                    email: draft.email,
                    phone: draft.phone,
                    language: draft.language,
                    expertise: draft.expertise,
                    ..before.clone()
                };
                if after == before {
                    return Ok((before, None));
                }
                fresh(before.revision, revision)?;
                let after = Person { revision: before.revision + 1, ..after };
                store::update(&transaction, &after).await?;
                let record = Record::new("person.edit", "person", after.id.to_string()).before(json!(before)).after(json!(after));
                Ok((after, Some(record)))
            })
            .await
    }

    /// Ties a person to an organisation, or changes what ties them: function, dates, referent.
    ///
    /// # Errors
    /// The viewer does not name the organisation's people, the end comes before the beginning, there is no such person, or the store's.
    pub async fn put_membership(&self, viewer: &Viewer, membership: &Membership) -> Result<Membership, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let before = store::membership(&transaction, membership.id).await?;
                let of = before.as_ref().map_or(membership.organisation, |before| before.organisation);
                let sheet = organisation::by_id(&transaction, of).await?.ok_or_else(no_organisation)?;
                viewer.check(&policy::ORGANISATION_EDIT, &[Scope::Organisation(sheet.id)])?;
                let Some(before) = before else {
                    let added = add_membership(&transaction, Membership { organisation: sheet.id, ..membership.clone() }).await?;
                    let record = Record::new("membership.add", "organisation", sheet.id.to_string()).after(json!(added));
                    return Ok((added, Some(record)));
                };
                let after = Membership { person: before.person, organisation: before.organisation, ..check_membership(membership)? };
                if after == before {
                    return Ok((before, None));
                }
                store::update_membership(&transaction, &after).await?;
                let record = Record::new("membership.edit", "organisation", sheet.id.to_string()).before(json!(before)).after(json!(after));
                Ok((after, Some(record)))
            })
            .await
    }

    /// The scopes in which somebody may change a person's sheet: themselves, and the organisations they belong to today.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn person_scopes(&self, person: Uuid) -> Result<Vec<Scope>, Problem> {
        let today = day_of(self.database.clock().now());
        Ok(scopes(person, &self.memberships_of(person, today).await?))
    }
}

async fn scopes_in(transaction: &Transaction, person: Uuid) -> Result<Vec<Scope>, Error> {
    let today = day_of(transaction.now());
    Ok(scopes(person, &store::memberships_of(transaction, person, Some(today)).await?))
}

fn scopes(person: Uuid, memberships: &[Membership]) -> Vec<Scope> {
    let organisations = memberships.iter().map(|membership| Scope::Organisation(membership.organisation));
    std::iter::once(Scope::Person(person)).chain(organisations).collect()
}

/// Adds a person in the transaction of a command that has checked who may: appointing, convening, inviting. One who is there already under
/// this identifier is returned as they are.
///
/// # Errors
/// Every rule of a sheet that is not met, or the store's.
pub async fn add_person(transaction: &Transaction, draft: PersonDraft) -> Result<Person, Error> {
    if let Some(there) = store::by_id(transaction, draft.id).await? {
        return Ok(there);
    }
    let draft = check_person(&draft)?;
    let person = Person {
        id: draft.id,
        given_name: draft.given_name,
        family_name: draft.family_name,
        email: draft.email,
        phone: draft.phone,
        language: draft.language,
        expertise: draft.expertise,
        fictional: draft.fictional,
        merged_into: None,
        revision: 0,
    };
    store::insert(transaction, &person).await?;
    Ok(person)
}

/// A person as the transaction sees them, or the one their sheet was merged into.
///
/// # Errors
/// The store's.
pub async fn person_in(transaction: &Transaction, id: Uuid) -> Result<Option<Person>, Error> {
    Ok(store::by_id(transaction, id).await?)
}

/// Takes away, in the transaction of a command that has checked who may, organisations made up for training and, of these people, those who
/// were made up too and have no account.
///
/// # Errors
/// The store's.
pub async fn remove_fictional(transaction: &Transaction, people: &[Uuid], organisations: &[Uuid]) -> Result<(), Error> {
    store::remove_fictional(transaction, people).await?;
    Ok(organisation::remove(transaction, organisations).await?)
}

/// Ties a person to an organisation in the transaction of a command that has checked who may. A membership that is there already under this
/// identifier is returned as it is.
///
/// # Errors
/// The end comes before the beginning, there is no such person or organisation, or the store's.
pub async fn add_membership(transaction: &Transaction, membership: Membership) -> Result<Membership, Error> {
    if let Some(there) = store::membership(transaction, membership.id).await? {
        return Ok(there);
    }
    let checked = check_membership(&membership)?;
    let person = store::by_id(transaction, checked.person).await?.ok_or_else(no_person)?;
    let organisation = organisation::by_id(transaction, checked.organisation).await?.ok_or_else(no_organisation)?;
    let membership = Membership { person: person.id, organisation: organisation.id, ..checked };
    store::insert_membership(transaction, &membership).await?;
    Ok(membership)
}

pub(crate) fn no_person() -> Problem {
    Problem::not_found("Cette personne n’est pas dans l’annuaire.", "This person is not in the directory.")
}

pub(crate) fn no_organisation() -> Problem {
    Problem::not_found("Cette structure n’est pas dans l’annuaire.", "This organisation is not in the directory.")
}
