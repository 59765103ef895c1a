//! The hashes of the journal, and their verification.

use std::fmt::Write;

use bassin_kernel::{Kind, Problem, Violation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{GENESIS, Head, entry, head};
use crate::connection::Database;
use crate::error::Error;

/// How many entries are read at a time.
const STEP: u64 = 1_000;

/// How many faults are listed.
const LISTED: usize = 100;

/// A journal whose chain is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// How many entries it has.
    pub entries: u64,
    /// The hash of the last one ([`GENESIS`] when there is none). Kept elsewhere, it proves later that nothing was rewritten.
    pub last: String,
}

/// Recomputes every hash of the journal, on one consistent state of it.
///
/// # Errors
/// Every entry that was altered, every place where entries are missing, inserted or out of order; or the store does not answer.
pub async fn verify(database: &Database) -> Result<Verified, Problem> {
    let transaction = database.snapshot().await?;
    let outcome = walk(&transaction).await;
    transaction.rollback().await.map_err(Error::from)?;
    let (verified, faults) = outcome?;
    if faults.is_empty() {
        return Ok(verified);
    }
    let unlisted = faults.len().saturating_sub(LISTED) as u64;
    let mut problem = Problem::new(Kind::Conflict, faults.into_iter().take(LISTED).collect());
    problem.unlisted = unlisted;
    Err(problem)
}

async fn walk(connection: &impl ConnectionTrait) -> Result<(Verified, Vec<Violation>), Error> {
    let mut walk = Walk { entries: 0, last: GENESIS.to_owned(), faults: Vec::new() };
    let mut position = i64::MIN;
    loop {
        let query = entry::Entity::find().filter(entry::Column::Seq.gt(position)).order_by_asc(entry::Column::Seq).limit(STEP);
        let page = query.all(connection).await?;
        let Some(last) = page.last() else { break };
        position = last.seq;
        page.iter().for_each(|entry| walk.step(entry));
    }
    walk.end(&head(connection).await?);
    Ok((Verified { entries: walk.entries, last: walk.last }, walk.faults))
}

struct Walk {
    entries: u64,
    last: String,
    faults: Vec<Violation>,
}

impl Walk {
    fn step(&mut self, entry: &entry::Model) {
        let expected = self.entries + 1;
        let seq = u64::try_from(entry.seq).unwrap_or_default();
        if seq > expected {
            self.missing(expected, seq - 1);
        }
        if hash(entry) != entry.hash {
            self.fault(
                "journal-altered",
                format!("L’entrée {} a été modifiée après coup.", entry.seq),
                format!("Entry {} was altered afterwards.", entry.seq),
            );
        } else if entry.previous_hash != self.last {
            self.fault(
                "journal-broken",
                format!("L’entrée {} ne suit pas celle qui la précède\u{202f}: une entrée a été retirée, insérée ou déplacée.", entry.seq),
                format!("Entry {} does not follow the one before it: an entry was removed, inserted or moved.", entry.seq),
            );
        }
        self.entries = seq;
        self.last.clone_from(&entry.hash);
    }

    fn end(&mut self, head: &Head) {
        if self.entries < head.entries {
            self.missing(self.entries + 1, head.entries);
        } else if self.entries > head.entries || self.last != head.hash {
            self.fault(
                "journal-head",
                format!("La dernière entrée ({}) n’est pas celle qui a été enregistrée en dernier ({}).", self.entries, head.entries),
                format!("The last entry ({}) is not the one that was written last ({}).", self.entries, head.entries),
            );
        }
    }

    fn missing(&mut self, first: u64, last: u64) {
        if first == last {
            self.fault("journal-missing", format!("L’entrée {first} manque."), format!("Entry {first} is missing."));
        } else {
            self.fault(
                "journal-missing",
                format!("Les entrées {first} à {last} manquent."),
                format!("Entries {first} to {last} are missing."),
            );
        }
    }

    fn fault(&mut self, code: &str, fr: String, en: String) {
        self.faults.push(Violation::new(code, fr, en));
    }
}

/// The hash of an entry: see the canonical form in the documentation of [`crate::journal`].
pub(super) fn hash(entry: &entry::Model) -> String {
    let (seq, at) = (entry.seq.to_string(), entry.at.to_string());
    let fields = [
        Some(seq.as_str()),
        Some(at.as_str()),
        Some(entry.actor.as_str()),
        entry.on_behalf.as_deref(),
        Some(entry.action.as_str()),
        Some(entry.object_kind.as_str()),
        Some(entry.object_id.as_str()),
        entry.before_sha256.as_deref(),
        entry.after_sha256.as_deref(),
        Some(entry.summary.as_str()),
        Some(entry.previous_hash.as_str()),
    ];
    let mut hasher = Sha256::new();
    hasher.update(b"bassin-journal-1\n");
    for field in fields {
        match field {
            None => hasher.update([0]),
            Some(text) => {
                hasher.update([1]);
                hasher.update((text.len() as u64).to_be_bytes());
                hasher.update(text.as_bytes());
            }
        }
    }
    hexadecimal(&hasher.finalize())
}

/// The digest of an object.
pub(super) fn digest(value: &Value) -> String {
    let mut text = String::new();
    canonical(value, &mut text);
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// JSON without white space, the members of every object sorted by name: the same object always gives the same bytes.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                canonical(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (index, (name, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                canonical(member, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, json};

    use super::*;

    fn entry(actor: String, action: String, on_behalf: Option<String>) -> entry::Model {
        entry::Model {
            seq: 1,
            at: 0,
            actor,
            on_behalf,
            action,
            object_kind: String::new(),
            object_id: String::new(),
            before_sha256: None,
            after_sha256: None,
            summary: String::new(),
            previous_hash: GENESIS.to_owned(),
            hash: String::new(),
        }
    }

    #[test]
    fn json_is_written_in_one_way() {
        let mut text = String::new();
        canonical(&json!({ "b": [1, 2.5, null, true], "a\"": { "é": "\n", "d": {} } }), &mut text);
        assert_eq!(text, r#"{"a\"":{"d":{},"é":"\n"},"b":[1,2.5,null,true]}"#);
    }

    proptest! {
        #[test]
        fn a_digest_does_not_depend_on_the_order_of_members(members in proptest::collection::btree_map(".{0,8}", any::<i64>(), 0..8)) {
            let forwards: Map<String, Value> = members.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
            let backwards: Map<String, Value> = members.iter().rev().map(|(name, value)| (name.clone(), json!(value))).collect();
            prop_assert_eq!(digest(&Value::Object(forwards)), digest(&Value::Object(backwards)));
        }

        #[test]
        fn text_cannot_move_from_a_field_to_the_next(text in ".{1,12}", one in 0_usize..12, two in 0_usize..12) {
            let split = |at: usize| {
                let at = text.char_indices().map(|(index, _)| index).chain([text.len()]).nth(at).unwrap_or(text.len());
                (text[..at].to_owned(), text[at..].to_owned())
            };
            let (first, second) = (split(one), split(two));
            let hashes = [&first, &second].map(|(actor, action)| hash(&entry(actor.clone(), action.clone(), None)));
            prop_assert_eq!(first == second, hashes[0] == hashes[1]);
        }

        #[test]
        fn an_absent_field_is_not_an_empty_one(text in ".{0,8}") {
            let absent = hash(&entry(text.clone(), text.clone(), None));
            prop_assert_ne!(absent, hash(&entry(text.clone(), text, Some(String::new()))));
        }
    }
}
