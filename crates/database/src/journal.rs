//! The journal: who did what, on whose behalf, to what, in an order that cannot be changed unnoticed.
//!
//! # The chain
//! Entries are numbered 1, 2, 3 … without a gap. Each carries `hash`, the SHA-256 of its canonical form, which
//! includes the `hash` of the entry before it (`previous_hash`; for entry 1, [`GENESIS`]). Altering, removing,
//! inserting or reordering an entry breaks the chain at that place. The table `journal_head` keeps the number and
//! the hash of the last entry, so that cutting off the end shows too. Somebody who can write the whole store could
//! still forge a whole new chain: the hash of the last entry, kept elsewhere (every backup keeps it in its manifest),
//! tells that as well.
//!
//! # The canonical form
//! The bytes of `bassin-journal-1` and a line feed, then the fields `seq`, `at` (microseconds since 1970, UTC),
//! `actor`, `on_behalf`, `action`, `object_kind`, `object_id`, `before_sha256`, `after_sha256`, `summary` and
//! `previous_hash`, in this order. An absent field is one byte 0. A field that is there is one byte 1, its length
//! as 8 bytes, most significant first, and its UTF-8 text; numbers are written in decimal. Hashes are written in
//! lower-case hexadecimal.
//!
//! `before_sha256` and `after_sha256` are the SHA-256 of the object as JSON, without white space, the members of
//! every object sorted by name.

mod chain;
mod table;

use bassin_kernel::{Problem, Timestamp, Viewer};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};
use serde::Serialize;

use crate::connection::Database;
use crate::error::Error;
use crate::write::Record;

pub(crate) use chain::hexadecimal;
pub use chain::{Verified, verify};
pub(crate) use table::Migration;
use table::{entry, head as head_table};

/// What stands for the hash before entry 1.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number, from 1, without a gap.
    pub seq: u64,
    /// When, to the microsecond.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// On whose behalf, when not one's own.
    pub on_behalf: Option<String>,
    /// What: `perimeter.save`, `file.import` …
    pub action: String,
    /// To what kind of object.
    pub object_kind: String,
    /// To which one.
    pub object_id: String,
    /// The digest of the object before, when there was one.
    pub before_sha256: Option<String>,
    /// The digest of the object after, when there is one.
    pub after_sha256: Option<String>,
    /// A few words.
    pub summary: String,
    /// The hash of the entry before.
    pub previous_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

/// Which entries to list: the newest first, those that meet every condition given.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Only about objects of this kind.
    pub object_kind: Option<String>,
    /// Only about this object.
    pub object_id: Option<String>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// Only by one of these actors; all when there is none.
    pub actors: Vec<String>,
    /// Only this action, or those that begin so: `account.`.
    pub action: Option<String>,
    /// Only from this instant.
    pub from: Option<Timestamp>,
    /// Only before this instant.
    pub to: Option<Timestamp>,
    /// Only entries before this number: the last one of the page before.
    pub before: Option<u64>,
    /// How many at most; 0 means 50. Never more than 500.
    pub limit: u64,
}

/// Where the journal stands.
pub(crate) struct Head {
    pub entries: u64,
    pub hash: String,
}

impl From<Head> for Verified {
    fn from(head: Head) -> Self {
        Self { entries: head.entries, last: head.hash }
    }
}

/// Lists entries, the newest first.
///
/// # Errors
/// The store does not answer.
pub async fn list(database: &Database, page: &Page) -> Result<Vec<Entry>, Problem> {
    Ok(select(database, page).await?.into_iter().map(Entry::from).collect())
}

async fn select(database: &Database, page: &Page) -> Result<Vec<entry::Model>, Error> {
    let limit = if page.limit == 0 { 50 } else { page.limit.min(500) };
    let before = page.before.map(|seq| i64::try_from(seq).unwrap_or(i64::MAX));
    let query = entry::Entity::find()
        .apply_if(page.object_kind.as_ref(), |query, kind| query.filter(entry::Column::ObjectKind.eq(kind)))
        .apply_if(page.object_id.as_ref(), |query, id| query.filter(entry::Column::ObjectId.eq(id)))
        .apply_if(page.actor.as_ref(), |query, actor| query.filter(entry::Column::Actor.eq(actor)))
        .apply_if((!page.actors.is_empty()).then_some(&page.actors), |query, actors| query.filter(entry::Column::Actor.is_in(actors)))
        .apply_if(page.action.as_ref(), |query, action| query.filter(entry::Column::Action.starts_with(action)))
        .apply_if(page.from, |query, from| query.filter(entry::Column::At.gte(from.timestamp_micros())))
        .apply_if(page.to, |query, to| query.filter(entry::Column::At.lt(to.timestamp_micros())))
        .apply_if(before, |query, seq| query.filter(entry::Column::Seq.lt(seq)));
    Ok(query.order_by_desc(entry::Column::Seq).limit(limit).all(database.read()).await?)
}

/// The number and the hash of the last entry.
pub(crate) async fn head(connection: &impl ConnectionTrait) -> Result<Head, Error> {
    let head = head_table::Entity::find().one(connection).await?;
    Ok(head.map_or_else(
        || Head { entries: 0, hash: String::new() },
        |head| Head { entries: u64::try_from(head.entries).unwrap_or_default(), hash: head.hash },
    ))
}

/// Appends the entry of a command. The caller holds the lock that makes writers take turns.
pub(crate) async fn append(transaction: &DatabaseTransaction, viewer: &Viewer, at: Timestamp, record: &Record) -> Result<(), Error> {
    let head = head(transaction).await?;
    let seq = i64::try_from(head.entries + 1).unwrap_or(i64::MAX);
    let mut model = entry::Model {
        seq,
        at: at.timestamp_micros(),
        actor: viewer.actor(),
        on_behalf: record.on_behalf.clone(),
        action: record.action.clone(),
        object_kind: record.object_kind.clone(),
        object_id: record.object_id.clone(),
        before_sha256: record.before.as_ref().map(chain::digest),
        after_sha256: record.after.as_ref().map(chain::digest),
        summary: record.summary.clone(),
        previous_hash: head.hash,
        hash: String::new(),
    };
    model.hash = chain::hash(&model);
    let hash = model.hash.clone();
    let active = entry::ActiveModel {
        seq: Set(model.seq),
        at: Set(model.at),
        actor: Set(model.actor),
        on_behalf: Set(model.on_behalf),
        action: Set(model.action),
        object_kind: Set(model.object_kind),
        object_id: Set(model.object_id),
        before_sha256: Set(model.before_sha256),
        after_sha256: Set(model.after_sha256),
        summary: Set(model.summary),
        previous_hash: Set(model.previous_hash),
        hash: Set(model.hash),
    };
    active.insert(transaction).await?;
    head_table::Entity::update_many()
        .col_expr(head_table::Column::Entries, Expr::value(seq))
        .col_expr(head_table::Column::Hash, Expr::value(hash))
        .exec(transaction)
        .await?;
    Ok(())
}

impl From<entry::Model> for Entry {
    fn from(model: entry::Model) -> Self {
        Self {
            seq: u64::try_from(model.seq).unwrap_or_default(),
            at: Timestamp::from_timestamp_micros(model.at).unwrap_or_default(),
            actor: model.actor,
            on_behalf: model.on_behalf,
            action: model.action,
            object_kind: model.object_kind,
            object_id: model.object_id,
            before_sha256: model.before_sha256,
            after_sha256: model.after_sha256,
            summary: model.summary,
            previous_hash: model.previous_hash,
            hash: model.hash,
        }
    }
}
