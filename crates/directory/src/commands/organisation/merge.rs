//! Duplicates: found, merged into one sheet, and parted again.
//!
//! A merged sheet keeps its identifier, under which acts know it, and leads to the one that was kept.

use std::collections::{BTreeMap, BTreeSet};

use bassin_database::{Error, Record, Transaction, problem};
use bassin_kernel::{Kind, Problem, Timestamp, Viewer, Violation};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use uuid::Uuid;

use super::write::touched;
use crate::{
    Directory, Membership, Organisation, Person,
    commands::person::{no_organisation, no_person},
    policy,
    rules::Scheme,
    store::{organisation as store, organisation::merged, person},
};

/// How alike two names are before they are shown as a likely duplicate, from 0 to 1.
const ALIKE: f64 = 0.92;

/// Two sheets that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The two sheets.
    pub pair: (Uuid, Uuid),
    /// Whether a number says so; otherwise their names are alike in the same commune.
    pub number: bool,
}

/// A merge, and what it moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// Its identifier.
    pub id: Uuid,
    /// `organisation` or `person`.
    pub kind: String,
    /// The sheet that was kept.
    pub kept: Uuid,
    /// The sheet that leads to it.
    pub absorbed: Uuid,
    /// Both as they were, and what was moved.
    pub moved: Value,
    /// The revision of the kept sheet just after: later changes forbid to undo.
    pub kept_revision: i64,
    /// Who merged, as in the journal.
    pub merged_by: String,
    /// When.
    pub merged_at: Timestamp,
    /// Who undid it; empty without.
    pub undone_by: String,
    /// When.
    pub undone_at: Option<Timestamp>,
}

/// What a merge moved.
#[derive(Debug, Serialize, Deserialize)]
struct Moved<T> {
    kept: T,
    absorbed: T,
    memberships: Vec<Uuid>,
}

impl Directory {
    /// Sheets that may be one: a SIRET that begins with the SIREN of another sheet, or like names in the same commune.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn duplicates(&self) -> Result<Vec<Duplicate>, Problem> {
        let connection = self.database.read();
        let names = store::near_names(connection).await.map_err(problem)?;
        let sites = store::of_commune(connection).await.map_err(problem)?;
        let sheets = self.organisations(&names.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
        let mut pairs: BTreeMap<(Uuid, Uuid), bool> = BTreeMap::new();
        for pair in alike(&names, &sites) {
            pairs.insert(pair, false);
        }
        for pair in same_company(sheets.values()) {
            pairs.insert(pair, true);
        }
        Ok(pairs.into_iter().map(|(pair, number)| Duplicate { pair, number }).collect())
    }

    /// Merges one sheet into another: identifiers, sites and people move; empty fields are filled. Sent twice, it is done once.
    ///
    /// # Errors
    /// The viewer may not, the two are the same, one was merged already, or the store's.
    pub async fn merge_organisations(&self, viewer: &Viewer, id: Uuid, kept: Uuid, absorbed: Uuid) -> Result<Merge, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
                if let Some(there) = merged::by_id(&transaction, id).await? {
                    return Ok((there, None));
                }
                let before = store::exact(&transaction, kept).await?.ok_or_else(no_organisation)?;
                let gone = store::exact(&transaction, absorbed).await?.ok_or_else(no_organisation)?;
                two(before.id == gone.id, before.merged_into.is_some() || gone.merged_into.is_some())?;
                let after = touched(&transaction, union(&before, &gone));
                let emptied = Organisation { identifiers: Vec::new(), sites: Vec::new(), merged_into: Some(kept), ..gone.clone() };
                store::update(&transaction, &touched(&transaction, emptied)).await?;
                store::update(&transaction, &after).await?;
                let moved = person::members_of(&transaction, absorbed, None).await?;
                let memberships = moved.iter().map(|one| one.id).collect();
                for one in moved {
                    person::update_membership(&transaction, &Membership { organisation: kept, ..one }).await?;
                }
                let moved = json!(Moved { kept: before.clone(), absorbed: gone, memberships });
                let one = record_of(&transaction, viewer, ("organisation", id), (kept, absorbed), (moved, after.revision));
                merged::put(&transaction, &one, true).await?;
                let record = Record::new("organisation.merge", "organisation", kept.to_string());
                Ok((one, Some(record.summary(absorbed.to_string()).before(json!(before)).after(json!(after)))))
            })
            .await
    }

    /// Merges the sheet of one person into another.
    ///
    /// # Errors
    /// Those of [`Directory::merge_organisations`].
    pub async fn merge_people(&self, viewer: &Viewer, id: Uuid, kept: Uuid, absorbed: Uuid) -> Result<Merge, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
                if let Some(there) = merged::by_id(&transaction, id).await? {
                    return Ok((there, None));
                }
                let before = person::exact(&transaction, kept).await?.ok_or_else(no_person)?;
                let gone = person::exact(&transaction, absorbed).await?.ok_or_else(no_person)?;
                two(before.id == gone.id, before.merged_into.is_some() || gone.merged_into.is_some())?;
                let or = |mine: &str, theirs: &str| if mine.is_empty() { theirs.to_owned() } else { mine.to_owned() };
                let after = Person {
                    given_name: or(&before.given_name, &gone.given_name),
                    email: or(&before.email, &gone.email),
                    phone: or(&before.phone, &gone.phone),
                    expertise: or(&before.expertise, &gone.expertise),
                    revision: before.revision + 1,
                    ..before.clone()
                };
                person::update(&transaction, &after).await?;
                person::update(&transaction, &Person { merged_into: Some(kept), revision: gone.revision + 1, ..gone.clone() }).await?;
                let moved = person::memberships_of(&transaction, absorbed, None).await?;
                let memberships = moved.iter().map(|one| one.id).collect();
                for one in moved {
                    person::update_membership(&transaction, &Membership { person: kept, ..one }).await?;
                }
                let moved = json!(Moved { kept: before, absorbed: gone, memberships });
                let one = record_of(&transaction, viewer, ("person", id), (kept, absorbed), (moved, after.revision));
                merged::put(&transaction, &one, true).await?;
                Ok((one, Some(Record::new("person.merge", "person", kept.to_string()).summary(absorbed.to_string()))))
            })
            .await
    }

    /// Parts what a merge joined: both sheets are again as they were.
    ///
    /// # Errors
    /// The viewer may not; there is no such merge; the kept sheet changed since, which undoing would lose; or the store's.
    pub async fn undo_merge(&self, viewer: &Viewer, id: Uuid) -> Result<Merge, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
                let before = merged::by_id(&transaction, id).await?.ok_or_else(no_merge)?;
                if before.undone_at.is_some() {
                    return Ok((before, None));
                }
                if before.kind == "organisation" {
                    part_organisations(&transaction, &before).await?
                } else {
                    part_people(&transaction, &before).await?
                }
                let after = Merge { undone_by: viewer.actor(), undone_at: Some(transaction.now()), ..before };
                merged::put(&transaction, &after, false).await?;
                let record = Record::new(format!("{}.part", after.kind), after.kind.clone(), after.kept.to_string());
                Ok((after.clone(), Some(record.summary(after.absorbed.to_string()))))
            })
            .await
    }

    /// The merges into a sheet that are in force, the latest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn merges_into(&self, kept: Uuid) -> Result<Vec<Merge>, Problem> {
        merged::into(self.database.read(), kept).await.map_err(problem)
    }
}

async fn part_organisations(transaction: &Transaction, merge: &Merge) -> Result<(), Error> {
    let moved: Moved<Organisation> = memory(merge)?;
    let kept = store::exact(transaction, merge.kept).await?.ok_or_else(no_organisation)?;
    let absorbed = store::exact(transaction, merge.absorbed).await?.ok_or_else(no_organisation)?;
    undoable(merge, (kept.revision, kept.merged_into), absorbed.merged_into)?;
    let before = Organisation { revision: kept.revision, ..moved.kept };
    let parted = Organisation { revision: absorbed.revision, ..moved.absorbed };
    // What moves back is first taken off the sheet that was kept.
    store::update(transaction, &touched(transaction, before)).await?;
    store::update(transaction, &touched(transaction, parted)).await?;
    for id in moved.memberships {
        if let Some(one) = person::membership(transaction, id).await? {
            person::update_membership(transaction, &Membership { organisation: merge.absorbed, ..one }).await?;
        }
    }
    Ok(())
}

async fn part_people(transaction: &Transaction, merge: &Merge) -> Result<(), Error> {
    let moved: Moved<Person> = memory(merge)?;
    let kept = person::exact(transaction, merge.kept).await?.ok_or_else(no_person)?;
    let absorbed = person::exact(transaction, merge.absorbed).await?.ok_or_else(no_person)?;
    undoable(merge, (kept.revision, kept.merged_into), absorbed.merged_into)?;
    person::update(transaction, &Person { revision: kept.revision + 1, ..moved.kept }).await?;
    person::update(transaction, &Person { revision: absorbed.revision + 1, ..moved.absorbed }).await?;
    for id in moved.memberships {
        if let Some(one) = person::membership(transaction, id).await? {
            person::update_membership(transaction, &Membership { person: merge.absorbed, ..one }).await?;
        }
    }
    Ok(())
}

fn memory<T: DeserializeOwned>(merge: &Merge) -> Result<T, Problem> {
    serde_json::from_value(merge.moved.clone()).map_err(|error| {
        tracing::error!(%error, merge = %merge.id, "what a merge moved cannot be read");
        Problem::unavailable("Ce que la fusion avait déplacé ne peut pas être relu.", "What the merge moved cannot be read.")
    })
}

fn record_of(
    transaction: &Transaction,
    viewer: &Viewer,
    (kind, id): (&str, Uuid),
    (kept, absorbed): (Uuid, Uuid),
    (moved, kept_revision): (Value, i64),
) -> Merge {
    Merge {
        id,
        kind: kind.to_owned(),
        kept,
        absorbed,
        moved,
        kept_revision,
        merged_by: viewer.actor(),
        merged_at: transaction.now(),
        undone_by: String::new(),
        undone_at: None,
    }
}

/// The kept sheet with what the other brings: its numbers, its sites, what was empty.
pub(crate) fn union(kept: &Organisation, absorbed: &Organisation) -> Organisation {
    let or = |mine: &str, theirs: &str| if mine.is_empty() { theirs.to_owned() } else { mine.to_owned() };
    let mut all = kept.clone();
    all.identifiers.extend(absorbed.identifiers.iter().cloned());
    all.sites.extend(absorbed.sites.iter().cloned());
    let known: BTreeSet<String> = kept.sectors.iter().map(|sector| bassin_kernel::text::fold(sector)).collect();
    all.sectors.extend(absorbed.sectors.iter().filter(|sector| !known.contains(&bassin_kernel::text::fold(sector))).cloned());
    all.short_name = or(&kept.short_name, &absorbed.short_name);
    all.description = or(&kept.description, &absorbed.description);
    all.email = or(&kept.email, &absorbed.email);
    all.phone = or(&kept.phone, &absorbed.phone);
    all.website = or(&kept.website, &absorbed.website);
    all.source = or(&kept.source, &absorbed.source);
    all
}

fn ordered(a: Uuid, b: Uuid) -> (Uuid, Uuid) {
    if a < b { (a, b) } else { (b, a) }
}

/// Pairs of like names among the sheets of each commune.
fn alike(names: &[(Uuid, String)], sites: &[(Uuid, String)]) -> BTreeSet<(Uuid, Uuid)> {
    let name_of: BTreeMap<Uuid, &str> = names.iter().map(|(id, name)| (*id, name.as_str())).collect();
    let mut communes: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for (id, commune) in sites.iter().filter(|(id, _)| name_of.contains_key(id)) {
        communes.entry(commune).or_default().insert(*id);
    }
    let mut pairs = BTreeSet::new();
    for together in communes.values() {
        let together: Vec<Uuid> = together.iter().copied().collect();
        for (place, a) in together.iter().enumerate() {
            let others = together.iter().skip(place + 1);
            pairs.extend(others.filter(|b| strsim::jaro_winkler(name_of[a], name_of[*b]) >= ALIKE).map(|b| ordered(*a, *b)));
        }
    }
    pairs
}

/// Pairs of a sheet with a SIREN and another with a SIRET of that company.
fn same_company<'a>(sheets: impl Iterator<Item = &'a Organisation> + Clone) -> BTreeSet<(Uuid, Uuid)> {
    let numbers = |scheme: Scheme| {
        let of = sheets.clone();
        of.flat_map(move |sheet| {
            sheet.identifiers.iter().filter(move |one| one.scheme == scheme).map(move |one| (one.value.as_str(), sheet.id))
        })
    };
    let companies: BTreeMap<&str, Uuid> = numbers(Scheme::Siren).collect();
    let of_company = |(siret, id): (&str, Uuid)| {
        let company = companies.get(siret.get(..9)?)?;
        (*company != id).then(|| ordered(*company, id))
    };
    numbers(Scheme::Siret).filter_map(of_company).collect()
}

fn two(same: bool, merged: bool) -> Result<(), Problem> {
    let mut violations = Vec::new();
    if same {
        violations.push(Violation::new("merge-same", "Choisissez deux fiches différentes.", "Choose two different sheets.").on("other"));
    }
    if merged {
        violations.push(
            Violation::new(
                "merge-merged",
                "L’une des deux fiches a déjà été fusionnée dans une autre\u{202f}: partez de celle qui reste.",
                "One of the two sheets was merged into another already: start from the one that remains.",
            )
            .on("other"),
        );
    }
    if violations.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, violations)) }
}

fn undoable(merge: &Merge, (revision, into): (i64, Option<Uuid>), absorbed_into: Option<Uuid>) -> Result<(), Problem> {
    if revision == merge.kept_revision && into.is_none() && absorbed_into == Some(merge.kept) {
        return Ok(());
    }
    Err(Problem::one(
        Kind::Conflict,
        "merge-overtaken",
        "La fiche conservée a changé depuis la fusion\u{202f}: l’annuler effacerait ces changements. Annulez d’abord les fusions plus récentes, ou créez une nouvelle fiche pour la structure à séparer.",
        "The sheet that was kept has changed since the merge: undoing it would erase those changes. Undo later merges first, or create a new sheet for the organisation to part.",
    ))
}

fn no_merge() -> Problem {
    Problem::not_found("Cette fusion n’existe pas.", "There is no such merge.")
}
