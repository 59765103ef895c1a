//! Tables of the `consultation` part: `opinion`, `transmission`.

use bassin_database::Transaction;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use super::codec::{read, sheet, table, whole};
use super::decision::code;
use crate::{Opinion, OpinionState, Subject, Transmission};

table!("opinion" opinion {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    body: String,
    asked_by: Option<String>,
    state: String,
    due_on: Option<String>,
    created_at: i64,
    revision: i64,
    sheet: String,
});

table!("transmission" transmission {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    sender: String,
    receiver: String,
    purpose: String,
    subject_kind: Option<String>,
    subject: Option<String>,
    origin: Option<String>,
    due_on: String,
    is_done: i64,
    created_at: i64,
    revision: i64,
    sheet: String,
});

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_161_consultation"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [
            "CREATE TABLE opinion (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, asked_by TEXT, state TEXT NOT NULL CHECK (state IN \
             ('requested', 'under-examination', 'given', 'given-late', 'deemed-given', 'withdrawn', 'followed-up')), due_on TEXT, \
             created_at BIGINT NOT NULL, revision BIGINT NOT NULL, sheet TEXT NOT NULL, CHECK (asked_by <> body))",
            "CREATE INDEX opinion_body ON opinion (body, created_at)",
            "CREATE INDEX opinion_asked_by ON opinion (asked_by)",
            "CREATE TABLE transmission (id TEXT NOT NULL PRIMARY KEY, sender TEXT NOT NULL, receiver TEXT NOT NULL, purpose TEXT NOT NULL \
             CHECK (purpose IN ('information', 'approval', 'opinion', 'recommendation')), subject_kind TEXT, subject TEXT, \
             origin TEXT REFERENCES transmission (id), due_on TEXT NOT NULL, is_done BIGINT NOT NULL CHECK (is_done IN (0, 1)), \
             created_at BIGINT NOT NULL, revision BIGINT NOT NULL, sheet TEXT NOT NULL, CHECK (sender <> receiver))",
            "CREATE INDEX transmission_sender ON transmission (sender)",
            "CREATE INDEX transmission_receiver ON transmission (receiver)",
            "CREATE INDEX transmission_subject ON transmission (subject_kind, subject)",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// An opinion, by its identifier.
pub(crate) async fn opinion<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Opinion>, DbErr> {
    opinion::Entity::find_by_id(id.to_string()).one(connection).await?.map(|row| read(&row.sheet)).transpose()
}

/// The opinions a body gives or has asked for, latest first.
pub(crate) async fn opinions<C: ConnectionTrait>(connection: &C, body: Uuid) -> Result<Vec<Opinion>, DbErr> {
    use opinion::Column;
    let concerned = Condition::any().add(Column::Body.eq(body.to_string())).add(Column::AskedBy.eq(body.to_string()));
    let found = opinion::Entity::find().filter(concerned).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
    found.all(connection).await?.iter().map(|row| read(&row.sheet)).collect()
}

/// The opinions still awaited that have a due date.
pub(crate) async fn awaited<C: ConnectionTrait>(connection: &C) -> Result<Vec<Opinion>, DbErr> {
    use opinion::Column;
    let states = [OpinionState::Requested, OpinionState::UnderExamination].map(OpinionState::code);
    let found = opinion::Entity::find().filter(Column::State.is_in(states)).filter(Column::DueOn.is_not_null()).order_by_asc(Column::Id);
    found.all(connection).await?.iter().map(|row| read(&row.sheet)).collect()
}

/// Keeps an opinion.
pub(crate) async fn keep_opinion(transaction: &Transaction, value: &Opinion) -> Result<(), DbErr> {
    use opinion::Column;
    let row: opinion::ActiveModel = whole(opinion::Model {
        id: value.id.to_string(),
        body: value.body.to_string(),
        asked_by: value.asked_by.map(|id| id.to_string()),
        state: value.state.code().to_owned(),
        due_on: value.due_on.map(|day| day.to_string()),
        created_at: value.created_at.timestamp_micros(),
        revision: value.revision,
        sheet: sheet(value)?,
    });
    let known = OnConflict::column(Column::Id).update_columns([Column::State, Column::DueOn, Column::Revision, Column::Sheet]).to_owned();
    opinion::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}

/// A transmission, by its identifier.
pub(crate) async fn transmission<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Transmission>, DbErr> {
    transmission::Entity::find_by_id(id.to_string()).one(connection).await?.map(|row| read(&row.sheet)).transpose()
}

/// What a body has sent or received, latest first.
pub(crate) async fn transmissions<C: ConnectionTrait>(connection: &C, body: Uuid) -> Result<Vec<Transmission>, DbErr> {
    use transmission::Column;
    let concerned = Condition::any().add(Column::Sender.eq(body.to_string())).add(Column::Receiver.eq(body.to_string()));
    let found = transmission::Entity::find().filter(concerned).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
    found.all(connection).await?.iter().map(|row| read(&row.sheet)).collect()
}

/// What was sent about something, oldest first.
pub(crate) async fn transmissions_about<C: ConnectionTrait>(connection: &C, subject: Subject) -> Result<Vec<Transmission>, DbErr> {
    use transmission::Column;
    let found = transmission::Entity::find()
        .filter(Column::SubjectKind.eq(code(subject.kind)?))
        .filter(Column::Subject.eq(subject.id.to_string()))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id);
    found.all(connection).await?.iter().map(|row| read(&row.sheet)).collect()
}

/// The transmissions of a chain: the first one, then what forwarded it, oldest first.
pub(crate) async fn chain<C: ConnectionTrait>(connection: &C, origin: Uuid) -> Result<Vec<Transmission>, DbErr> {
    use transmission::Column;
    let concerned = Condition::any().add(Column::Id.eq(origin.to_string())).add(Column::Origin.eq(origin.to_string()));
    let found = transmission::Entity::find().filter(concerned).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
    found.all(connection).await?.iter().map(|row| read(&row.sheet)).collect()
}

/// What is still expected from somebody.
pub(crate) async fn expected<C: ConnectionTrait>(connection: &C) -> Result<Vec<Transmission>, DbErr> {
    use transmission::Column;
    let found = transmission::Entity::find().filter(Column::IsDone.eq(0)).order_by_asc(Column::Id);
    found.all(connection).await?.iter().map(|row| read(&row.sheet)).collect()
}

/// Sends something to another body.
pub(crate) async fn send(transaction: &Transaction, value: &Transmission) -> Result<(), DbErr> {
    keep_transmission(transaction, value).await
}

/// Keeps a transmission.
pub(crate) async fn keep_transmission(transaction: &Transaction, value: &Transmission) -> Result<(), DbErr> {
    use transmission::Column;
    let done = value.answered_on.is_some() || (value.acknowledged_on.is_some() && !value.expects_answer());
    let row: transmission::ActiveModel = whole(transmission::Model {
        id: value.id.to_string(),
        sender: value.from.to_string(),
        receiver: value.to.to_string(),
        purpose: value.purpose.code().to_owned(),
        subject_kind: value.subject.map(|subject| code(subject.kind)).transpose()?,
        subject: value.subject.map(|subject| subject.id.to_string()),
        origin: value.origin.map(|id| id.to_string()),
        due_on: value.due_on.to_string(),
        is_done: i64::from(done),
        created_at: value.created_at.timestamp_micros(),
        revision: value.revision,
        sheet: sheet(value)?,
    });
    let known = OnConflict::column(Column::Id).update_columns([Column::IsDone, Column::Revision, Column::Sheet]).to_owned();
    transmission::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}
