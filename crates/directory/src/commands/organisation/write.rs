//! Adding and changing sheets.

use bassin_database::{Error, Transaction};
use bassin_kernel::{Kind, Problem, Violation};
use uuid::Uuid;

use crate::{
    Organisation, OrganisationDraft, Site,
    rules::{CheckedOrganisation, Identifier, check_organisation},
    store::organisation as store,
};

/// Adds an organisation in the transaction of a command that has checked who may. One that is there already under this identifier is returned
/// as it is.
///
/// # Errors
/// Every rule of a sheet that is not met, an identifier that another sheet has, or the store's.
pub async fn add_organisation(
    transaction: &Transaction,
    id: Uuid,
    draft: &OrganisationDraft,
    sites: Vec<Site>,
) -> Result<Organisation, Error> {
    if let Some(there) = store::by_id(transaction, id).await? {
        return Ok(there);
    }
    let checked = check_organisation(draft)?;
    free(transaction, id, &checked.identifiers).await?;
    let fresh = Organisation {
        id,
        name: String::new(),
        short_name: String::new(),
        kind: String::new(),
        identifiers: Vec::new(),
        sectors: Vec::new(),
        description: String::new(),
        email: String::new(),
        phone: String::new(),
        website: String::new(),
        sites,
        source: String::new(),
        merged_into: None,
        updated_at: transaction.now(),
        revision: 0,
    };
    let sheet = filled(fresh, checked);
    store::insert(transaction, &sheet).await?;
    Ok(sheet)
}

/// An organisation as the transaction sees it, or the one its sheet was merged into.
///
/// # Errors
/// The store's.
pub async fn organisation_in(transaction: &Transaction, id: Uuid) -> Result<Option<Organisation>, Error> {
    Ok(store::by_id(transaction, id).await?)
}

/// A sheet with the fields that were typed.
pub(crate) fn filled(sheet: Organisation, checked: CheckedOrganisation) -> Organisation {
    let CheckedOrganisation { draft, identifiers, sectors } = checked;
    Organisation {
        name: draft.name,
        short_name: draft.short_name,
        kind: draft.kind,
        identifiers,
        sectors,
        description: draft.description,
        email: draft.email,
        phone: draft.phone,
        website: draft.website,
        source: draft.source,
        ..sheet
    }
}

/// Refuses identifiers that other sheets have, and says which sheets.
pub(crate) async fn free(transaction: &Transaction, id: Uuid, identifiers: &[Identifier]) -> Result<(), Error> {
    let mut violations = Vec::new();
    for identifier in identifiers {
        let Some(holder) = store::holder(transaction, identifier).await?.filter(|holder| *holder != id) else { continue };
        let name = store::exact(transaction, holder).await?.map(|sheet| sheet.full_name()).unwrap_or_default();
        violations.push(
            Violation::new(
                "identifier-taken",
                format!("Le numéro {identifier} est déjà sur la fiche « {name} »\u{202f}: complétez cette fiche, ou corrigez le numéro."),
                format!("Number {identifier} is already on the sheet “{name}”: complete that sheet, or correct the number."),
            )
            .on(identifier.scheme.code())
            .suggesting([format!("/structures/{holder}")]),
        );
    }
    if violations.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, violations).into()) }
}
