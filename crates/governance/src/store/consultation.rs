//! Tables of the `consultation` part: `opinion`, `transmission`.

use bassin_database::Transaction;
use bassin_kernel::{Day, text::fold};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use super::codec::{all, one, sheet, table, whole};
use super::decision::code;
use super::list::{By, listed, rank};
use crate::{ListSide, Listed, Listing, Opinion, OpinionState, Reach, Subject, Transmission, TransmissionState};

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
    folded: String,
    dated: String,
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
    folded: String,
    dated: String,
    acknowledged: i64,
});

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create), Box::new(List)]
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

/// What lists are searched and ordered by.
struct List;

impl MigrationName for List {
    fn name(&self) -> &str {
        "m20261122_165_consultation_list"
    }
}

#[async_trait]
impl MigrationTrait for List {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [
            "ALTER TABLE opinion ADD COLUMN folded TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE opinion ADD COLUMN dated TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE transmission ADD COLUMN folded TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE transmission ADD COLUMN dated TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE transmission ADD COLUMN acknowledged BIGINT NOT NULL DEFAULT 0 CHECK (acknowledged IN (0, 1))",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        for known in all::<_, Opinion, _>(connection, opinion::Entity::find(), opinion::Column::Sheet).await? {
            use opinion::Column;
            let row = opinion::Entity::update_many().filter(Column::Id.eq(known.id.to_string()));
            let row = row.col_expr(Column::Folded, Expr::value(opinion_words(&known)));
            row.col_expr(Column::Dated, Expr::value(opinion_day(&known))).exec(connection).await?;
        }
        for known in all::<_, Transmission, _>(connection, transmission::Entity::find(), transmission::Column::Sheet).await? {
            use transmission::Column;
            let row = transmission::Entity::update_many().filter(Column::Id.eq(known.id.to_string()));
            let row = row.col_expr(Column::Folded, Expr::value(fold(&known.title)));
            let row = row.col_expr(Column::Acknowledged, Expr::value(i64::from(known.acknowledged_on.is_some())));
            row.col_expr(Column::Dated, Expr::value(known.sent_on.to_string())).exec(connection).await?;
        }
        Ok(())
    }
}

fn opinion_words(value: &Opinion) -> String {
    fold(&format!("{} {}", value.object, value.question))
}

/// The day it was given, or is due, or was asked.
fn opinion_day(value: &Opinion) -> String {
    value.given_on.or(value.due_on).unwrap_or(value.requested_on).to_string()
}

/// An opinion, by its identifier.
pub(crate) async fn opinion<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Opinion>, DbErr> {
    one(connection, opinion::Entity::find_by_id(id.to_string()), opinion::Column::Sheet).await
}

/// The opinions of a body, those it gives and those it asked for, that answer what is asked: those given, and those that concern somebody within
/// reach.
pub(crate) async fn opinions<C: ConnectionTrait>(
    connection: &C,
    body: Uuid,
    reach: &Reach,
    asked: &Listing,
    today: Day,
) -> Result<Listed<Opinion>, DbErr> {
    use opinion::Column;
    let sides = between(Column::Body, Column::AskedBy, body, None);
    let mut readable = opinion::Entity::find().filter(sides);
    if let Reach::Only(ids) = reach {
        let given = OpinionState::ALL.iter().filter(|state| state.is_given()).map(|state| state.code());
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let concerned = Condition::any().add(Column::State.is_in(given)).add(Column::Body.is_in(&ids)).add(Column::AskedBy.is_in(ids));
        readable = readable.filter(concerned);
    }
    let mut wanted = between(Column::Body, Column::AskedBy, body, asked.side);
    if asked.state == TransmissionState::Late.code() {
        wanted = wanted.add(Column::State.is_in(awaited_states())).add(Column::DueOn.lt(today.to_string()));
    } else if !asked.state.is_empty() {
        wanted = wanted.add(Column::State.eq(&asked.state));
    }
    let by = By {
        id: Column::Id,
        sheet: Column::Sheet,
        folded: Column::Folded,
        dated: Column::Dated,
        due: Column::DueOn,
        state: rank(Column::State, OpinionState::ALL.iter().map(|state| state.code())),
    };
    listed(connection, readable, wanted, by, asked).await
}

/// The acts between two bodies in which `body` stands on a side: first who acts, then who waits.
fn between<C: ColumnTrait>(acts: C, waits: C, body: Uuid, side: Option<ListSide>) -> Condition {
    let mut any = Condition::any();
    if side != Some(ListSide::Waits) {
        any = any.add(acts.eq(body.to_string()));
    }
    if side != Some(ListSide::Acts) {
        any = any.add(waits.eq(body.to_string()));
    }
    Condition::all().add(any)
}

fn awaited_states() -> impl Iterator<Item = &'static str> {
    OpinionState::ALL.iter().filter(|state| state.is_awaited()).map(|state| state.code())
}

/// The opinions that await one of these bodies: to be given, or to be followed up.
pub(crate) async fn opinions_awaiting<C: ConnectionTrait>(connection: &C, bodies: &[Uuid]) -> Result<Vec<Opinion>, DbErr> {
    use opinion::Column;
    let bodies: Vec<String> = bodies.iter().map(Uuid::to_string).collect();
    let followed =
        OpinionState::ALL.iter().filter(|state| state.is_given() && **state != OpinionState::FollowedUp).map(|state| state.code());
    let give = Condition::all().add(Column::Body.is_in(&bodies)).add(Column::State.is_in(awaited_states()));
    let follow = Condition::all().add(Column::AskedBy.is_in(bodies)).add(Column::State.is_in(followed));
    let found = opinion::Entity::find().filter(Condition::any().add(give).add(follow)).order_by_asc(Column::Id);
    all(connection, found, Column::Sheet).await
}

/// The opinions still awaited that have a due date.
pub(crate) async fn awaited<C: ConnectionTrait>(connection: &C) -> Result<Vec<Opinion>, DbErr> {
    use opinion::Column;
    let found =
        opinion::Entity::find().filter(Column::State.is_in(awaited_states())).filter(Column::DueOn.is_not_null()).order_by_asc(Column::Id);
    all(connection, found, Column::Sheet).await
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
        folded: opinion_words(value),
        dated: opinion_day(value),
    });
    let changing = [Column::State, Column::DueOn, Column::Revision, Column::Sheet, Column::Folded, Column::Dated];
    let known = OnConflict::column(Column::Id).update_columns(changing).to_owned();
    opinion::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}

/// A transmission, by its identifier.
pub(crate) async fn transmission<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Transmission>, DbErr> {
    one(connection, transmission::Entity::find_by_id(id.to_string()), transmission::Column::Sheet).await
}

/// What a body has sent or received that answers what is asked.
pub(crate) async fn transmissions<C: ConnectionTrait>(
    connection: &C,
    body: Uuid,
    asked: &Listing,
    today: Day,
) -> Result<Listed<Transmission>, DbErr> {
    use transmission::Column;
    let readable = transmission::Entity::find().filter(between(Column::Receiver, Column::Sender, body, None));
    let mut wanted = between(Column::Receiver, Column::Sender, body, asked.side);
    if let Some(state) = TransmissionState::of(&asked.state) {
        wanted = wanted.add(standing(state, today));
    }
    if !asked.kind.is_empty() {
        wanted = wanted.add(Column::Purpose.eq(&asked.kind));
    }
    let late = Condition::all().add(standing(TransmissionState::Late, today));
    let by = By {
        id: Column::Id,
        sheet: Column::Sheet,
        folded: Column::Folded,
        dated: Column::Dated,
        due: Column::DueOn,
        state: Expr::case(Column::IsDone.eq(1), 3).case(late, 0).case(Column::Acknowledged.eq(0), 1).finally(2).into(),
    };
    listed(connection, readable, wanted, by, asked).await
}

/// The transmissions that stand so on a day, as [`Transmission::state`] says it.
fn standing(state: TransmissionState, today: Day) -> Condition {
    use transmission::Column;
    let pending = Condition::all().add(Column::IsDone.eq(0));
    let due = || Column::DueOn.gte(today.to_string());
    match state {
        TransmissionState::Done => Condition::all().add(Column::IsDone.eq(1)),
        TransmissionState::Late => pending.add(Column::DueOn.lt(today.to_string())),
        TransmissionState::Acknowledged => pending.add(due()).add(Column::Acknowledged.eq(1)),
        TransmissionState::Sent => pending.add(due()).add(Column::Acknowledged.eq(0)),
    }
}

/// How many of the things a body has sent or received are late on a day.
pub(crate) async fn late<C: ConnectionTrait>(connection: &C, body: Uuid, today: Day) -> Result<u64, DbErr> {
    use transmission::Column;
    let wanted = between(Column::Receiver, Column::Sender, body, None).add(standing(TransmissionState::Late, today));
    transmission::Entity::find().filter(wanted).count(connection).await
}

/// What one of these bodies still has to acknowledge or answer.
pub(crate) async fn expected_from<C: ConnectionTrait>(connection: &C, bodies: &[Uuid]) -> Result<Vec<Transmission>, DbErr> {
    use transmission::Column;
    let bodies = bodies.iter().map(Uuid::to_string);
    let found = transmission::Entity::find().filter(Column::IsDone.eq(0)).filter(Column::Receiver.is_in(bodies)).order_by_asc(Column::Id);
    all(connection, found, Column::Sheet).await
}

/// What was sent about something, oldest first.
pub(crate) async fn transmissions_about<C: ConnectionTrait>(connection: &C, subject: Subject) -> Result<Vec<Transmission>, DbErr> {
    use transmission::Column;
    let found = transmission::Entity::find()
        .filter(Column::SubjectKind.eq(code(subject.kind)?))
        .filter(Column::Subject.eq(subject.id.to_string()))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id);
    all(connection, found, Column::Sheet).await
}

/// The transmissions of a chain: the first one, then what forwarded it, oldest first.
pub(crate) async fn chain<C: ConnectionTrait>(connection: &C, origin: Uuid) -> Result<Vec<Transmission>, DbErr> {
    use transmission::Column;
    let concerned = Condition::any().add(Column::Id.eq(origin.to_string())).add(Column::Origin.eq(origin.to_string()));
    let found = transmission::Entity::find().filter(concerned).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
    all(connection, found, Column::Sheet).await
}

/// What is still expected from somebody.
pub(crate) async fn expected<C: ConnectionTrait>(connection: &C) -> Result<Vec<Transmission>, DbErr> {
    use transmission::Column;
    let found = transmission::Entity::find().filter(Column::IsDone.eq(0)).order_by_asc(Column::Id);
    all(connection, found, Column::Sheet).await
}

/// Sends something to another body.
pub(crate) async fn send(transaction: &Transaction, value: &Transmission) -> Result<(), DbErr> {
    keep_transmission(transaction, value).await
}

/// Keeps a transmission.
pub(crate) async fn keep_transmission(transaction: &Transaction, value: &Transmission) -> Result<(), DbErr> {
    use transmission::Column;
    let row: transmission::ActiveModel = whole(transmission::Model {
        id: value.id.to_string(),
        sender: value.from.to_string(),
        receiver: value.to.to_string(),
        purpose: value.purpose.code().to_owned(),
        subject_kind: value.subject.map(|subject| code(subject.kind)).transpose()?,
        subject: value.subject.map(|subject| subject.id.to_string()),
        origin: value.origin.map(|id| id.to_string()),
        due_on: value.due_on.to_string(),
        is_done: i64::from(value.is_done()),
        created_at: value.created_at.timestamp_micros(),
        revision: value.revision,
        sheet: sheet(value)?,
        folded: fold(&value.title),
        dated: value.sent_on.to_string(),
        acknowledged: i64::from(value.acknowledged_on.is_some()),
    });
    let changing = [Column::IsDone, Column::Acknowledged, Column::Revision, Column::Sheet];
    let known = OnConflict::column(Column::Id).update_columns(changing).to_owned();
    transmission::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}
