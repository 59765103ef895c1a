//! The one way to write.

use std::ops::Deref;
use std::sync::Arc;

use bassin_kernel::{Kind, Problem, Timestamp, Viewer};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sea_orm_migration::async_trait::async_trait;
use serde_json::Value;

use crate::connection::Database;
use crate::error::Error;
use crate::{dialect, journal};

/// What a command leaves in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What was done: `perimeter.save`, `file.import` …
    pub action: String,
    /// What it was done to: `perimeter`, `file` …
    pub object_kind: String,
    /// Which one.
    pub object_id: String,
    /// A few words for the people who read the journal. No personal data: the journal is never erased.
    pub summary: String,
    /// On whose behalf, when the viewer acted for somebody else.
    pub on_behalf: Option<String>,
    /// The object before, of which only the digest is kept.
    pub before: Option<Value>,
    /// The object after, of which only the digest is kept.
    pub after: Option<Value>,
}

impl Record {
    /// A record of `action` on the object `object_id` of kind `object_kind`.
    pub fn new(action: impl Into<String>, object_kind: impl Into<String>, object_id: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            object_kind: object_kind.into(),
            object_id: object_id.into(),
            summary: String::new(),
            on_behalf: None,
            before: None,
            after: None,
        }
    }

    /// The same, with a few words. No personal data.
    #[must_use]
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = summary.into();
        self
    }

    /// The same, on behalf of somebody.
    #[must_use]
    pub fn on_behalf(mut self, of: impl Into<String>) -> Self {
        self.on_behalf = Some(of.into());
        self
    }

    /// The same, with the object as it was.
    #[must_use]
    pub fn before(mut self, before: impl Into<Option<Value>>) -> Self {
        self.before = before.into();
        self
    }

    /// The same, with the object as it is now.
    #[must_use]
    pub fn after(mut self, after: impl Into<Option<Value>>) -> Self {
        self.after = after.into();
        self
    }
}

/// The transaction of one command. `SeaORM` takes `&transaction` wherever it takes a connection.
pub struct Transaction {
    inner: Arc<DatabaseTransaction>,
    at: Timestamp,
}

impl Transaction {
    /// The instant of the command, the same for all it writes and for its journal entry.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.at
    }
}

impl Deref for Transaction {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}

impl Database {
    /// Runs `command` in one transaction, appends its record to the journal and commits. Writers of every process
    /// wait for one another. On an error, a panic or a dropped future, nothing is written. A command that finds
    /// nothing to do returns `None` for its record: whatever it wrote is undone, and the journal does not grow.
    ///
    /// A command must not call `write` again: it would wait for itself until the store gives up.
    ///
    /// ```ignore
    /// let perimeter = database
    ///     .write(&viewer, |transaction| async move {
    ///         let saved = store::insert(&transaction, &perimeter).await?;
    ///         Ok((saved, Record::new("perimeter.save", "perimeter", &saved.id).after(json!(saved))))
    ///     })
    ///     .await?;
    /// ```
    ///
    /// # Errors
    /// The viewer may not write, the command's own problem, or the store's.
    pub async fn write<T, R, C, F>(&self, viewer: &Viewer, command: C) -> Result<T, Problem>
    where
        C: FnOnce(Transaction) -> F,
        F: Future<Output = Result<(T, R), Error>>,
        R: Into<Option<Record>>,
    {
        if !viewer.may_write() {
            return Err(Problem::one(
                Kind::Forbidden,
                "sign-in-required",
                "Il faut être identifié pour enregistrer une modification.",
                "Saving a change requires being signed in.",
            ));
        }
        Ok(self.try_write(viewer, command).await?)
    }

    /// Notes what is nobody's act, in one transaction: that a session is in use, that a letter is about to be sent, that what had passed its time
    /// was taken away. The journal does not grow. What somebody does goes through [`Database::write`].
    ///
    /// # Errors
    /// The command's own problem, or the store's.
    pub async fn note<T, C, F>(&self, command: C) -> Result<T, Problem>
    where
        C: FnOnce(Transaction) -> F,
        F: Future<Output = Result<T, Error>>,
    {
        Ok(self.try_note(command).await?)
    }

    async fn try_note<T, C, F>(&self, command: C) -> Result<T, Error>
    where
        C: FnOnce(Transaction) -> F,
        F: Future<Output = Result<T, Error>>,
    {
        let inner = Arc::new(dialect::begin(self.engine(), self.writer()).await?);
        let value = command(Transaction { inner: Arc::clone(&inner), at: self.clock().now() }).await?;
        let transaction = Arc::try_unwrap(inner).map_err(|_| DbErr::Custom("a note kept its transaction".to_owned()))?;
        transaction.commit().await?;
        Ok(value)
    }

    async fn try_write<T, R, C, F>(&self, viewer: &Viewer, command: C) -> Result<T, Error>
    where
        C: FnOnce(Transaction) -> F,
        F: Future<Output = Result<(T, R), Error>>,
        R: Into<Option<Record>>,
    {
        let inner = Arc::new(dialect::begin(self.engine(), self.writer()).await?);
        // Read once the lock is held, so that instants follow the order of the journal.
        let at = self.clock().now();
        let (value, record) = command(Transaction { inner: Arc::clone(&inner), at }).await?;
        let transaction = Arc::try_unwrap(inner).map_err(|_| DbErr::Custom("a command kept its transaction".to_owned()))?;
        let Some(record) = record.into() else {
            transaction.rollback().await?;
            return Ok(value);
        };
        journal::append(&transaction, viewer, at, &record).await?;
        transaction.commit().await?;
        Ok(value)
    }
}
