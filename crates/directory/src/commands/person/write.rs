//! Adding and changing people and what ties them to organisations.

use bassin_database::{Error, Transaction};
use bassin_kernel::Problem;
use uuid::Uuid;

use crate::{
    Membership, Person, PersonDraft,
    rules::{check_membership, check_person},
    store::{organisation, person as store},
};

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
