//! Corrections of sites: another address, another name, a site that is missing or no longer exists.

use bassin_database::{Record, Transaction};
use bassin_kernel::{Kind, Problem, Viewer, Violation};
use serde_json::json;
use uuid::Uuid;

use super::{Correction, CorrectionState, reason_of, touched};
use crate::{
    Directory, Organisation, Site,
    commands::{organisation::place, person::no_organisation},
    policy,
    store::{organisation as store, organisation::correction},
};

/// The field of a correction that is about a site; what is stored and what is proposed are then whole sites.
const SITE: &str = "site";

/// A site before and after: none before when it is missing from the sheet, none after when it no longer exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteChange {
    /// As it was when the correction was proposed.
    pub stored: Option<Site>,
    /// As it should be.
    pub proposed: Option<Site>,
}

impl Correction {
    /// What is proposed of a site, when the correction is about one.
    #[must_use]
    pub fn site(&self) -> Option<SiteChange> {
        let read = |text: &str| serde_json::from_str::<Site>(text).ok();
        (self.field == SITE).then(|| SiteChange { stored: read(&self.stored), proposed: read(&self.proposed) })
    }
}

impl Directory {
    /// Proposes another text for a site, a site that is missing, or (without `typed`) that a site no longer exists. Sent twice, it is proposed
    /// once.
    ///
    /// # Errors
    /// The viewer has not signed in; there is no reason, nothing changes, or the site would not be right.
    pub async fn propose_site(
        &self,
        viewer: &Viewer,
        id: Uuid,
        (organisation, site): (Uuid, Uuid),
        typed: Option<&Site>,
        reason: &str,
    ) -> Result<Correction, Problem> {
        let checked = typed.map(|typed| place::site(&self.territory.atlas(), typed)).transpose();
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::CORRECTION_PROPOSE, &[])?;
                if let Some(there) = correction::by_id(&transaction, id).await? {
                    return Ok((there, None));
                }
                let sheet = store::by_id(&transaction, organisation).await?.ok_or_else(no_organisation)?;
                let stored = sheet.sites.iter().find(|known| known.id == site).cloned();
                let proposed = worth_proposing(stored.as_ref(), checked, reason)?;
                let kept = |site: Option<Site>| site.map(|site| json!(site).to_string()).unwrap_or_default();
                let one = Correction {
                    id,
                    organisation: sheet.id,
                    proposed_by: viewer.person().map(|person| person.person).unwrap_or_default(),
                    proposed_at: transaction.now(),
                    field: SITE.to_owned(),
                    stored: kept(stored),
                    proposed: kept(proposed),
                    reason: reason.trim().to_owned(),
                    state: CorrectionState::Open,
                    answer: String::new(),
                    decided_by: None,
                    decided_at: None,
                };
                correction::put(&transaction, &one, true).await?;
                let record = Record::new("correction.propose", "organisation", sheet.id.to_string()).summary(SITE).after(json!(one));
                Ok((one, Some(record)))
            })
            .await
    }
}

/// The site that is proposed, or everything that keeps it from being proposed.
fn worth_proposing(stored: Option<&Site>, checked: Result<Option<Site>, Problem>, reason: &str) -> Result<Option<Site>, Problem> {
    let mut violations = Vec::new();
    let proposed = checked.unwrap_or_else(|problem| {
        violations = problem.violations;
        None
    });
    if violations.is_empty() && proposed.as_ref() == stored {
        let same = Violation::new("correction-same", "La fiche dit déjà cela.", "The sheet says this already.");
        violations.push(if stored.is_some() { same.on("site_name") } else { same });
    }
    violations.extend(reason_of(reason));
    if violations.is_empty() { Ok(proposed) } else { Err(Problem::new(Kind::Invalid, violations)) }
}

/// The sheet with an accepted correction: only what was proposed changes, so that what others changed meanwhile stays.
pub(super) fn applied(transaction: &Transaction, sheet: &Organisation, change: SiteChange) -> Result<Organisation, Problem> {
    let mut after = sheet.clone();
    let place = |after: &Organisation, id: Uuid| after.sites.iter().position(|known| known.id == id);
    match (change.stored, change.proposed) {
        (Some(stored), None) => after.sites.retain(|known| known.id != stored.id),
        (None, Some(proposed)) => match place(&after, proposed.id) {
            Some(_) => {}
            None => after.sites.push(proposed),
        },
        (Some(stored), Some(proposed)) => {
            let known = place(&after, stored.id).and_then(|at| after.sites.get_mut(at)).ok_or_else(gone)?;
            *known = merged(known, &stored, proposed);
        }
        (None, None) => {}
    }
    Ok(touched(transaction, after))
}

/// A site with the fields that were proposed.
fn merged(known: &Site, stored: &Site, proposed: Site) -> Site {
    let or = |now: &str, before: &str, wanted: String| if before == wanted { now.to_owned() } else { wanted };
    Site {
        id: known.id,
        name: or(&known.name, &stored.name, proposed.name),
        address: or(&known.address, &stored.address, proposed.address),
        postcode: or(&known.postcode, &stored.postcode, proposed.postcode),
        commune: or(&known.commune, &stored.commune, proposed.commune),
        accessibility: or(&known.accessibility, &stored.accessibility, proposed.accessibility),
        phone: or(&known.phone, &stored.phone, proposed.phone),
    }
}

fn gone() -> Problem {
    Problem::one(
        Kind::Conflict,
        "correction-site-gone",
        "Ce site n’est plus sur la fiche\u{202f}: refusez la correction, en disant pourquoi.",
        "This site is no longer on the sheet: refuse the correction, and say why.",
    )
}
