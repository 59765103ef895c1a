//! Adding and changing sheets.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Kind, Problem, Scope, Viewer, Violation};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Directory, Organisation, OrganisationDraft, Site,
    commands::person::no_organisation,
    policy,
    rules::{CheckedOrganisation, Identifier, check_organisation},
    store::organisation as store,
};

impl Directory {
    /// An identifier for what a form is about to create.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.database.ids().next()
    }

    /// Adds an organisation, with its first site when there is one. Sent twice, it is added once.
    ///
    /// # Errors
    /// The viewer may not, every rule of a sheet that is not met, or the store's.
    pub async fn create_organisation(
        &self,
        viewer: &Viewer,
        id: Uuid,
        draft: &OrganisationDraft,
        site: Option<Site>,
    ) -> Result<Organisation, Problem> {
        let sites = site.map(|site| self.checked_site(&site)).transpose();
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::ORGANISATION_ADD, &[])?;
                if let Some(there) = store::by_id(&transaction, id).await? {
                    return Ok((there, None));
                }
                let sites = together(check_organisation(draft), sites)?;
                let sheet = add_organisation(&transaction, id, draft, sites.into_iter().collect()).await?;
                let record = Record::new("organisation.add", "organisation", id.to_string()).summary(&sheet.name).after(json!(sheet));
                Ok((sheet, Some(record)))
            })
            .await
    }

    /// Changes the fields of a sheet that was opened at `revision`.
    ///
    /// # Errors
    /// The viewer may not, somebody else changed the sheet meanwhile ([`Kind::Conflict`]), every rule that is not met, or the store's.
    pub async fn edit_organisation(
        &self,
        viewer: &Viewer,
        id: Uuid,
        revision: i64,
        draft: &OrganisationDraft,
    ) -> Result<Organisation, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let before = store::by_id(&transaction, id).await?.ok_or_else(no_organisation)?;
                viewer.check(&policy::ORGANISATION_EDIT, &[Scope::Organisation(before.id)])?;
                let checked = check_organisation(draft)?;
                let after = filled(before.clone(), checked);
                if after == before {
                    return Ok((before, None));
                }
                fresh(before.revision, revision)?;
                free(&transaction, before.id, &after.identifiers).await?;
                let after = touched(&transaction, after);
                store::update(&transaction, &after).await?;
                Ok((after.clone(), Some(changed("organisation.edit", &before, &after))))
            })
            .await
    }

    /// Adds a site to a sheet that was opened at `revision`, or changes it.
    ///
    /// # Errors
    /// Those of [`Directory::edit_organisation`].
    pub async fn put_site(&self, viewer: &Viewer, organisation: Uuid, revision: i64, site: &Site) -> Result<Organisation, Problem> {
        let checked = self.checked_site(site);
        self.database
            .write(viewer, |transaction| async move {
                let before = store::by_id(&transaction, organisation).await?.ok_or_else(no_organisation)?;
                viewer.check(&policy::ORGANISATION_EDIT, &[Scope::Organisation(before.id)])?;
                let site = checked?;
                if before.sites.contains(&site) {
                    return Ok((before, None));
                }
                fresh(before.revision, revision)?;
                let mut after = before.clone();
                match after.sites.iter_mut().find(|known| known.id == site.id) {
                    Some(known) => *known = site,
                    None => after.sites.push(site),
                }
                let after = touched(&transaction, after);
                store::update(&transaction, &after).await?;
                Ok((after.clone(), Some(changed("organisation.site", &before, &after))))
            })
            .await
    }

    /// Takes a site off a sheet that was opened at `revision`.
    ///
    /// # Errors
    /// Those of [`Directory::edit_organisation`].
    pub async fn remove_site(&self, viewer: &Viewer, organisation: Uuid, revision: i64, site: Uuid) -> Result<Organisation, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let before = store::by_id(&transaction, organisation).await?.ok_or_else(no_organisation)?;
                viewer.check(&policy::ORGANISATION_EDIT, &[Scope::Organisation(before.id)])?;
                if before.sites.iter().all(|known| known.id != site) {
                    return Ok((before, None));
                }
                fresh(before.revision, revision)?;
                let mut after = before.clone();
                after.sites.retain(|known| known.id != site);
                let after = touched(&transaction, after);
                store::update(&transaction, &after).await?;
                Ok((after.clone(), Some(changed("organisation.site", &before, &after))))
            })
            .await
    }

    /// A site whose commune, typed by its name or its code, was found.
    fn checked_site(&self, site: &Site) -> Result<Site, Problem> {
        super::place::site(&self.territory.atlas(), site)
    }
}

/// Everything wrong with two parts of a form, at once.
fn together<A, B>(first: Result<A, Problem>, second: Result<B, Problem>) -> Result<B, Problem> {
    match (first, second) {
        (Ok(_), second) => second,
        (Err(problem), Ok(_)) => Err(problem),
        (Err(mut problem), Err(other)) => {
            problem.violations.extend(other.violations);
            Err(problem)
        }
    }
}

/// Refuses a form that was opened on an older revision.
pub(crate) fn fresh(stored: i64, opened: i64) -> Result<(), Problem> {
    if stored == opened {
        return Ok(());
    }
    Err(Problem::one(
        Kind::Conflict,
        "stale",
        "Quelqu’un d’autre a modifié cette fiche pendant que vous la remplissiez. Ce qui est enregistré maintenant est montré à côté de votre saisie\u{202f}: gardez l’un ou l’autre, puis enregistrez de nouveau.",
        "Somebody else changed this sheet while you were filling it. What is stored now is shown beside what you typed: keep one or the other, then save again.",
    ))
}

/// The same sheet, one revision later.
pub(crate) fn touched(transaction: &Transaction, sheet: Organisation) -> Organisation {
    Organisation { updated_at: transaction.now(), revision: sheet.revision + 1, ..sheet }
}

/// What the journal keeps of a change.
pub(crate) fn changed(action: &str, before: &Organisation, after: &Organisation) -> Record {
    Record::new(action, "organisation", after.id.to_string()).summary(&after.name).before(json!(before)).after(json!(after))
}

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
