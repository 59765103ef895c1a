//! The bodies that the policy documents describe, as data: loaded at a first start, labelled, removable.
//!
//! Nothing is invented. Seats are those the texts name, without anybody in them; a body whose text gives no day has no dated term; an
//! establishment the text does not name is told in words, not made into an organisation.

mod data;
mod fictional;
#[cfg(test)]
mod tests;

use bassin_database::{Error, Record, Transaction, journal, problem};
use bassin_kernel::{Kind, Problem, Scope, Viewer, Violation};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Body, Content, Governance, Seat, policy,
    statute::{Statute, Voice},
    store,
};

pub(crate) use data::{SeatSheet, Sheet, identifier, sheets};

/// What the journal calls a set of content.
const KIND: &str = "demonstration";

impl Governance {
    /// Loads the demonstration at the first start of an installation: when it was never loaded, and no body was created.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn first_start(&self) -> Result<u64, Problem> {
        let page = journal::Page { object_kind: Some(KIND.to_owned()), limit: 1, ..journal::Page::default() };
        let known = !journal::list(&self.database, &page).await?.is_empty();
        if known || !store::body::all(self.database.read()).await.map_err(problem)?.is_empty() {
            return Ok(0);
        }
        self.load_demonstration(&Viewer::System).await
    }

    /// Loads the bodies of the policy documents that are not there yet, and says how many.
    ///
    /// # Errors
    /// The viewer may not, or the store does not answer.
    pub async fn load_demonstration(&self, viewer: &Viewer) -> Result<u64, Problem> {
        viewer.check(&policy::BODY_FOUND, &[Scope::Platform])?;
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                let mut added = 0;
                for sheet in sheets()? {
                    added += u64::from(room.add_sheet(&transaction, &sheet).await?);
                }
                let record = Record::new("demonstration.load", KIND, "documents").summary(format!("{added} bodies")).after(json!(added));
                Ok((added, (added > 0).then_some(record)))
            })
            .await
    }

    /// Removes the bodies of the policy documents with their seats, and says how many there were.
    ///
    /// # Errors
    /// The viewer may not; or people have worked in some of these bodies, or hung bodies of their own below them: which ones.
    pub async fn remove_demonstration(&self, viewer: &Viewer) -> Result<u64, Problem> {
        viewer.check(&policy::BODY_FOUND, &[Scope::Platform])?;
        self.database
            .write(viewer, |transaction| async move {
                let bodies = store::body::all(&transaction).await?;
                let set: Vec<&Body> = bodies.iter().filter(|body| body.content == Content::Demonstration).collect();
                let ids: Vec<Uuid> = set.iter().map(|body| body.id).collect();
                let used = store::demonstration::in_use(&transaction, &ids).await?;
                let mut kept: Vec<Violation> = set.iter().filter(|body| used.contains(&body.id)).map(|body| worked_in(body)).collect();
                let others = bodies.iter().filter(|body| body.content != Content::Demonstration);
                kept.extend(others.filter(|body| body.parents.iter().any(|parent| ids.contains(parent))).map(hangs));
                if !kept.is_empty() {
                    return Err(Problem::new(Kind::Conflict, kept).into());
                }
                store::demonstration::delete(&transaction, &ids).await?;
                let removed = u64::try_from(ids.len()).unwrap_or(u64::MAX);
                let record =
                    Record::new("demonstration.remove", KIND, "documents").summary(format!("{removed} bodies")).before(json!(removed));
                Ok((removed, (removed > 0).then_some(record)))
            })
            .await
    }

    async fn add_sheet(&self, transaction: &Transaction, sheet: &Sheet) -> Result<bool, Error> {
        let id = identifier(&sheet.key);
        let Some(statute) = self.statutes.latest(&sheet.statute) else { return Ok(false) };
        if store::body::by_id(transaction, id).await?.is_some() {
            return Ok(false);
        }
        let body = Body { slug: self.slug(transaction, &sheet.name).await?, ..sheet.body(id, statute) };
        store::body::add(transaction, &body).await?;
        for seat in self.seats_of(sheet, statute, id) {
            store::body::add_seat(transaction, &seat).await?;
        }
        Ok(true)
    }

    async fn slug(&self, transaction: &Transaction, name: &str) -> Result<String, Error> {
        let slug: String = bassin_kernel::text::slug(name).chars().take(80).collect();
        let taken = store::body::slug_taken(transaction, &slug).await?;
        Ok(if taken { format!("{slug}-{}", &self.database.ids().next().to_string()[..8]) } else { slug })
    }

    /// The seats the text names; when it names none, one for each component.
    fn seats_of(&self, sheet: &Sheet, statute: &Statute, body: Uuid) -> Vec<Seat> {
        let one_each = || statute.composition.iter().map(|rule| SeatSheet::of(&rule.component)).collect();
        let wanted: Vec<SeatSheet> = if sheet.seats.is_empty() { one_each() } else { sheet.seats.clone() };
        let mut seats: Vec<Seat> = Vec::new();
        for asked in wanted {
            let same: Vec<&Seat> = seats.iter().filter(|seat| seat.component == asked.component).collect();
            let titulars = same.iter().filter(|seat| seat.substitute_of.is_none());
            let substitutes = same.len() - titulars.clone().count();
            let substitute_of = if asked.substitute { titulars.clone().nth(substitutes).map(|seat| seat.id) } else { None };
            let voice =
                statute.composition.iter().find(|rule| rule.component == asked.component).map_or(Voice::Deliberative, |rule| rule.voice);
            let number = u32::try_from(same.len()).unwrap_or(u32::MAX).saturating_add(1);
            seats.push(Seat {
                id: self.database.ids().next(),
                body,
                component: asked.component,
                voice,
                number,
                title: asked.title,
                organisation: None,
                substitute_of,
                abolished_on: None,
            });
        }
        seats
    }
}

fn worked_in(body: &Body) -> Violation {
    Violation::new(
        "demonstration-used",
        format!(
            "On a travaillé dans « {} » depuis son chargement : mandats, périodes, réunions ou actes seraient perdus. Rien n’a été supprimé ; fermez plutôt cette instance, ou retirez ce qui y a été fait.",
            body.name
        ),
        format!(
            "People have worked in “{}” since it was loaded: mandates, terms, meetings or acts would be lost. Nothing was removed; close this body instead, or withdraw what was done there.",
            body.name
        ),
    )
}

fn hangs(body: &Body) -> Violation {
    Violation::new(
        "demonstration-parent",
        format!(
            "« {} » dépend d’une instance de démonstration. Rien n’a été supprimé : rattachez-la ailleurs ou fermez-la d’abord.",
            body.name
        ),
        format!("“{}” depends on a demonstration body. Nothing was removed: attach it elsewhere or close it first.", body.name),
    )
}
