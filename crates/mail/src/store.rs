//! The queue of letters.

use bassin_database::{Database, Error, Transaction};
use bassin_kernel::{Problem, Timestamp};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use crate::letter::{Letter, Queued, State};

/// The table `letter`.
mod letter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "letter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub recipient: String,
        pub recipient_name: String,
        pub subject: String,
        /// Emptied once the letter has left.
        pub body: String,
        /// JSON; emptied likewise.
        pub attachments: String,
        pub state: String,
        pub attempts: i64,
        pub queued_at: i64,
        pub next_at: i64,
        pub sent_at: Option<i64>,
        pub error: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The room's migrations, oldest first.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_110_mail"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [
            "CREATE TABLE letter (id TEXT NOT NULL PRIMARY KEY, recipient TEXT NOT NULL, recipient_name TEXT NOT NULL, subject TEXT NOT NULL, \
             body TEXT NOT NULL, attachments TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')), \
             attempts BIGINT NOT NULL CHECK (attempts >= 0), queued_at BIGINT NOT NULL, next_at BIGINT NOT NULL, sent_at BIGINT, \
             error TEXT NOT NULL, CHECK ((state = 'sent') = (sent_at IS NOT NULL)))",
            "CREATE INDEX letter_due ON letter (state, next_at)",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Puts a letter in the queue, in the transaction of the command that causes it. A letter already queued under this identifier stays as it is.
/// One to an address that cannot exist (`.invalid`, RFC 2606), as people made up for training have, is not written.
///
/// # Errors
/// The store's.
pub async fn queue(transaction: &Transaction, letter: &Letter) -> Result<(), Error> {
    if letter.to.to_ascii_lowercase().ends_with(".invalid") {
        return Ok(());
    }
    let now = transaction.now().timestamp_micros();
    let attachments = serde_json::to_string(&letter.attachments).map_err(|error| DbErr::Json(error.to_string()))?;
    let row = letter::ActiveModel {
        id: Set(letter.id.to_string()),
        recipient: Set(letter.to.clone()),
        recipient_name: Set(letter.name.clone()),
        subject: Set(letter.subject.clone()),
        body: Set(letter.text.clone()),
        attachments: Set(attachments),
        state: Set(State::Queued.code().to_owned()),
        attempts: Set(0),
        queued_at: Set(now),
        next_at: Set(now),
        sent_at: Set(None),
        error: Set(String::new()),
    };
    let once = OnConflict::column(letter::Column::Id).do_nothing().to_owned();
    letter::Entity::insert(row).on_conflict(once).exec_without_returning(transaction).await?;
    Ok(())
}

/// Which letters to show.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Only those in this state.
    pub state: Option<State>,
    /// The page, from 1; 0 counts as 1.
    pub page: u64,
    /// How many a page; 0 means 50.
    pub size: u64,
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    /// The letters, those queued last first.
    pub letters: Vec<Queued>,
    /// How many there are in all.
    pub total: u64,
}

/// The letters, those queued last first.
///
/// # Errors
/// The store does not answer.
pub async fn letters(database: &Database, filter: &Filter) -> Result<Letters, Problem> {
    let query = letter::Entity::find().apply_if(filter.state, |query, state| query.filter(letter::Column::State.eq(state.code())));
    let total = query.clone().count(database.read()).await.map_err(Error::from)?;
    let size = if filter.size == 0 { 50 } else { filter.size };
    let rows = query
        .order_by_desc(letter::Column::QueuedAt)
        .order_by_desc(letter::Column::Id)
        .limit(size)
        .offset(filter.page.saturating_sub(1) * size)
        .all(database.read())
        .await
        .map_err(Error::from)?;
    Ok(Letters { letters: rows.into_iter().map(Queued::from).collect(), total })
}

impl From<letter::Model> for Queued {
    fn from(row: letter::Model) -> Self {
        let instant = |micros| Timestamp::from_timestamp_micros(micros).unwrap_or_default();
        Self {
            id: row.id.parse().unwrap_or_default(),
            to: row.recipient,
            subject: row.subject,
            state: State::from_code(&row.state).unwrap_or(State::Failed),
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            queued_at: instant(row.queued_at),
            next_at: instant(row.next_at),
            sent_at: row.sent_at.map(instant),
            error: row.error,
            forgotten: row.body.is_empty(),
        }
    }
}

/// Puts a letter that waits or has failed back at the head of the queue, with all its attempts before it. Whether there was one, and what it said
/// is not forgotten yet.
///
/// # Errors
/// The store's.
pub async fn retry(transaction: &Transaction, id: Uuid) -> Result<bool, Error> {
    let changed = letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(State::Queued.code()))
        .col_expr(letter::Column::Attempts, Expr::value(0_i64))
        .col_expr(letter::Column::NextAt, Expr::value(transaction.now().timestamp_micros()))
        .filter(letter::Column::Id.eq(id.to_string()))
        .filter(letter::Column::State.ne(State::Sent.code()))
        .filter(letter::Column::Body.ne(""))
        .exec(transaction)
        .await?;
    Ok(changed.rows_affected > 0)
}

/// Deletes every letter, sent or not, to these addresses: of somebody who is forgotten.
///
/// # Errors
/// The store's.
pub async fn forget(transaction: &Transaction, addresses: &[String]) -> Result<(), Error> {
    letter::Entity::delete_many().filter(letter::Column::Recipient.is_in(addresses.to_vec())).exec(transaction).await?;
    Ok(())
}

/// Letters that failed, whose words are still kept though they were queued before `failed`.
fn spent(failed: Timestamp) -> Condition {
    let of = Condition::all().add(letter::Column::State.eq(State::Failed.code())).add(letter::Column::Body.ne(""));
    of.add(letter::Column::QueuedAt.lt(failed.timestamp_micros()))
}

/// Letters that left or failed, queued before `kept`.
fn past(kept: Timestamp) -> Condition {
    Condition::all().add(letter::Column::State.ne(State::Queued.code())).add(letter::Column::QueuedAt.lt(kept.timestamp_micros()))
}

/// Whether there is something to forget.
pub(crate) async fn any_old(database: &Database, failed: Timestamp, kept: Timestamp) -> Result<bool, Error> {
    let old = Condition::any().add(spent(failed)).add(past(kept));
    Ok(letter::Entity::find().filter(old).count(database.read()).await? > 0)
}

/// Forgets what letters that failed said, and letters of old altogether. How many were touched.
pub(crate) async fn forget_old(transaction: &Transaction, failed: Timestamp, kept: Timestamp) -> Result<u64, Error> {
    let gone = letter::Entity::delete_many().filter(past(kept)).exec(transaction).await?;
    let emptied = letter::Entity::update_many()
        .col_expr(letter::Column::Body, Expr::value(""))
        .col_expr(letter::Column::Attachments, Expr::value("[]"))
        .filter(spent(failed))
        .exec(transaction)
        .await?;
    Ok(gone.rows_affected + emptied.rows_affected)
}

/// A letter to be tried now, and how many times it was tried, this one included.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    pub letter: Letter,
    pub attempts: u32,
}

/// Whether something is due.
pub(crate) async fn any_due(database: &Database, now: Timestamp) -> Result<bool, Error> {
    Ok(due(now).count(database.read()).await? > 0)
}

fn due(now: Timestamp) -> sea_orm::Select<letter::Entity> {
    letter::Entity::find().filter(letter::Column::State.eq(State::Queued.code())).filter(letter::Column::NextAt.lte(now.timestamp_micros()))
}

/// Takes the letters that are due, the oldest first: until `until`, nobody else tries them.
pub(crate) async fn claim(transaction: &Transaction, until: Timestamp, most: u64) -> Result<Vec<Due>, Error> {
    let rows =
        due(transaction.now()).order_by_asc(letter::Column::QueuedAt).order_by_asc(letter::Column::Id).limit(most).all(transaction).await?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        letter::Entity::update_many()
            .col_expr(letter::Column::Attempts, Expr::value(row.attempts + 1))
            .col_expr(letter::Column::NextAt, Expr::value(until.timestamp_micros()))
            .filter(letter::Column::Id.eq(&row.id))
            .exec(transaction)
            .await?;
        claimed.push(opened(row)?);
    }
    Ok(claimed)
}

fn opened(row: letter::Model) -> Result<Due, Error> {
    let attachments = serde_json::from_str(&row.attachments).map_err(|error| DbErr::Json(error.to_string()))?;
    let id = row.id.parse().map_err(|_| DbErr::Type(format!("the identifier of a letter: {}", row.id)))?;
    Ok(Due {
        attempts: u32::try_from(row.attempts + 1).unwrap_or(u32::MAX),
        letter: Letter { id, to: row.recipient, name: row.recipient_name, subject: row.subject, text: row.body, attachments },
    })
}

/// Notes that a letter has left, and forgets what it said.
pub(crate) async fn sent(transaction: &Transaction, id: Uuid) -> Result<(), Error> {
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(State::Sent.code()))
        .col_expr(letter::Column::SentAt, Expr::value(transaction.now().timestamp_micros()))
        .col_expr(letter::Column::Body, Expr::value(""))
        .col_expr(letter::Column::Attachments, Expr::value("[]"))
        .col_expr(letter::Column::Error, Expr::value(""))
        .filter(letter::Column::Id.eq(id.to_string()))
        .filter(letter::Column::State.ne(State::Sent.code()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Notes that a letter did not leave, and when to try again; without, it has failed.
pub(crate) async fn not_sent(transaction: &Transaction, id: Uuid, error: &str, next: Option<Timestamp>) -> Result<(), Error> {
    let state = if next.is_some() { State::Queued } else { State::Failed };
    let next = next.unwrap_or_else(|| transaction.now());
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(state.code()))
        .col_expr(letter::Column::NextAt, Expr::value(next.timestamp_micros()))
        .col_expr(letter::Column::Error, Expr::value(error))
        .filter(letter::Column::Id.eq(id.to_string()))
        .filter(letter::Column::State.eq(State::Queued.code()))
        .exec(transaction)
        .await?;
    Ok(())
}
