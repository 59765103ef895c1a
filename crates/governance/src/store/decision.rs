//! Tables of the `decision` part: `decision`, `decision_text`, `decision_position`, `decision_happening`.

use bassin_database::Transaction;
use bassin_kernel::{day_of, text::fold};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use super::codec::{all, one, sheet, table, whole};
use super::list::{By, listed as listed_by, rank};
use crate::{Decision, DecisionNumber, DecisionState, Happening, Listed, Listing, Position, Subject, SubjectKind, TextVersion};

table!("decision" decision {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    body: String,
    state: String,
    subject_kind: Option<String>,
    subject: Option<String>,
    meeting: Option<String>,
    public: i64,
    year: Option<i64>,
    rank: Option<i64>,
    created_at: i64,
    revision: i64,
    sheet: String,
    folded: String,
    dated: String,
});

table!("decision_text" text {
    #[sea_orm(primary_key, auto_increment = false)]
    decision: String,
    #[sea_orm(primary_key, auto_increment = false)]
    number: i64,
    sheet: String,
});

table!("decision_position" position {
    #[sea_orm(primary_key, auto_increment = false)]
    decision: String,
    #[sea_orm(primary_key, auto_increment = false)]
    version: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    seat: String,
    stand: String,
    lifted_at: Option<i64>,
    sheet: String,
});

table!("decision_happening" happening {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    decision: String,
    at: i64,
    sheet: String,
});

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create), Box::new(List)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_160_decision"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [
            "CREATE TABLE decision (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft', 'open', \
             'call', 'adopted', 'adopted-with-reservations', 'blocked', 'escalated', 'withdrawn')), subject_kind TEXT, subject TEXT, \
             meeting TEXT, public BIGINT NOT NULL CHECK (public IN (0, 1)), year BIGINT, rank BIGINT CHECK (rank >= 1), \
             created_at BIGINT NOT NULL, revision BIGINT NOT NULL, sheet TEXT NOT NULL, UNIQUE (body, year, rank), \
             CHECK ((rank IS NULL) = (year IS NULL)), \
             CHECK ((rank IS NOT NULL) = (state IN ('adopted', 'adopted-with-reservations'))))",
            "CREATE INDEX decision_body ON decision (body, created_at)",
            "CREATE INDEX decision_subject ON decision (subject_kind, subject)",
            "CREATE INDEX decision_meeting ON decision (meeting)",
            "CREATE TABLE decision_text (decision TEXT NOT NULL REFERENCES decision (id), number BIGINT NOT NULL CHECK (number >= 1), \
             sheet TEXT NOT NULL, PRIMARY KEY (decision, number))",
            "CREATE TABLE decision_position (decision TEXT NOT NULL REFERENCES decision (id), version BIGINT NOT NULL CHECK (version >= 1), \
             seat TEXT NOT NULL, stand TEXT NOT NULL CHECK (stand IN ('agree', 'reservations', 'abstain', 'stand-aside', 'object')), \
             lifted_at BIGINT, sheet TEXT NOT NULL, PRIMARY KEY (decision, version, seat), CHECK (lifted_at IS NULL OR stand = 'object'))",
            "CREATE TABLE decision_happening (id TEXT NOT NULL PRIMARY KEY, decision TEXT NOT NULL REFERENCES decision (id), \
             at BIGINT NOT NULL, sheet TEXT NOT NULL)",
            "CREATE INDEX decision_happening_decision ON decision_happening (decision, at)",
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
        "m20261122_164_decision_list"
    }
}

#[async_trait]
impl MigrationTrait for List {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        use decision::Column;
        let connection = manager.get_connection();
        for statement in [
            "ALTER TABLE decision ADD COLUMN folded TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE decision ADD COLUMN dated TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX decision_dated ON decision (body, dated)",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        for known in all::<_, Decision, _>(connection, decision::Entity::find(), Column::Sheet).await? {
            let row = decision::Entity::update_many().filter(Column::Id.eq(known.id.to_string()));
            let row = row.col_expr(Column::Folded, Expr::value(fold(&known.title)));
            row.col_expr(Column::Dated, Expr::value(dated(&known))).exec(connection).await?;
        }
        Ok(())
    }
}

/// The day it was settled, or first written.
fn dated(value: &Decision) -> String {
    day_of(value.closed_at.unwrap_or(value.created_at)).to_string()
}

fn row(value: &Decision) -> Result<decision::Model, DbErr> {
    Ok(decision::Model {
        id: value.id.to_string(),
        body: value.body.to_string(),
        state: value.state.code().to_owned(),
        subject_kind: value.subject.map(|subject| subject.kind).map(code).transpose()?,
        subject: value.subject.map(|subject| subject.id.to_string()),
        meeting: value.meeting.map(|id| id.to_string()),
        public: i64::from(value.public),
        year: value.number.map(|number| i64::from(number.year)),
        rank: value.number.map(|number| i64::from(number.rank)),
        created_at: value.created_at.timestamp_micros(),
        revision: value.revision,
        sheet: sheet(value)?,
        folded: fold(&value.title),
        dated: dated(value),
    })
}

/// A kind of subject as columns keep it: the word of its JSON.
pub(crate) fn code(kind: crate::SubjectKind) -> Result<String, DbErr> {
    Ok(sheet(&kind)?.trim_matches('"').to_owned())
}

/// A decision, by its identifier.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Decision>, DbErr> {
    one(connection, decision::Entity::find_by_id(id.to_string()), decision::Column::Sheet).await
}

/// The decisions about something, oldest first.
pub(crate) async fn about<C: ConnectionTrait>(connection: &C, subject: Subject) -> Result<Vec<Decision>, DbErr> {
    let found = decision::Entity::find()
        .filter(decision::Column::SubjectKind.eq(code(subject.kind)?))
        .filter(decision::Column::Subject.eq(subject.id.to_string()))
        .order_by_asc(decision::Column::CreatedAt)
        .order_by_asc(decision::Column::Id);
    all(connection, found, decision::Column::Sheet).await
}

/// The decisions adopted about things of a kind, oldest first.
pub(crate) async fn adopted_about<C: ConnectionTrait>(connection: &C, kind: SubjectKind, ids: &[Uuid]) -> Result<Vec<Decision>, DbErr> {
    use decision::Column;
    let found = decision::Entity::find()
        .filter(Column::SubjectKind.eq(code(kind)?))
        .filter(Column::Subject.is_in(ids.iter().map(Uuid::to_string)))
        .filter(Column::State.is_in(adopted()));
    all(connection, found.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id), Column::Sheet).await
}

fn adopted() -> impl Iterator<Item = &'static str> {
    DecisionState::ALL.iter().filter(|state| state.is_adopted()).map(|state| state.code())
}

/// What a body has adopted, latest first.
pub(crate) async fn adopted_by<C: ConnectionTrait>(connection: &C, body: Uuid) -> Result<Vec<Decision>, DbErr> {
    use decision::Column;
    let found = decision::Entity::find().filter(Column::Body.eq(body.to_string())).filter(Column::State.is_in(adopted()));
    all(connection, found.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id), Column::Sheet).await
}

/// The decisions of a body that answer what is asked; those that anybody may read only, when `public`.
pub(crate) async fn listed<C: ConnectionTrait>(
    connection: &C,
    body: Uuid,
    public: bool,
    asked: &Listing,
) -> Result<Listed<Decision>, DbErr> {
    use decision::Column;
    let mut readable = decision::Entity::find().filter(Column::Body.eq(body.to_string()));
    if public {
        readable = readable.filter(Column::Public.eq(1)).filter(Column::State.is_in(adopted()));
    }
    let mut wanted = Condition::all();
    if !asked.state.is_empty() {
        wanted = wanted.add(Column::State.eq(&asked.state));
    }
    let by = By {
        id: Column::Id,
        sheet: Column::Sheet,
        folded: Column::Folded,
        dated: Column::Dated,
        due: Column::Dated,
        state: rank(Column::State, DecisionState::ALL.iter().map(|state| state.code())),
    };
    listed_by(connection, readable, wanted, by, asked).await
}

/// The decisions put to a meeting, oldest first.
pub(crate) async fn of_meeting<C: ConnectionTrait>(connection: &C, meeting: Uuid) -> Result<Vec<Decision>, DbErr> {
    let found = decision::Entity::find()
        .filter(decision::Column::Meeting.eq(meeting.to_string()))
        .order_by_asc(decision::Column::CreatedAt)
        .order_by_asc(decision::Column::Id);
    all(connection, found, decision::Column::Sheet).await
}

/// The decisions on which seats may express themselves now.
pub(crate) async fn open<C: ConnectionTrait>(connection: &C) -> Result<Vec<Decision>, DbErr> {
    let states = [DecisionState::Open, DecisionState::Call].map(DecisionState::code);
    let found = decision::Entity::find().filter(decision::Column::State.is_in(states)).order_by_asc(decision::Column::CreatedAt);
    all(connection, found, decision::Column::Sheet).await
}

/// The next number of a body in a year.
pub(crate) async fn next_number(transaction: &Transaction, body: Uuid, year: i32) -> Result<DecisionNumber, DbErr> {
    let highest: Option<Option<i64>> = decision::Entity::find()
        .select_only()
        .column_as(decision::Column::Rank.max(), "highest")
        .filter(decision::Column::Body.eq(body.to_string()))
        .filter(decision::Column::Year.eq(i64::from(year)))
        .into_tuple()
        .one(transaction)
        .await?;
    let rank = u32::try_from(highest.flatten().unwrap_or_default()).unwrap_or_default() + 1;
    Ok(DecisionNumber { year, rank })
}

/// Adds a decision.
pub(crate) async fn insert(transaction: &Transaction, value: &Decision) -> Result<(), DbErr> {
    let row: decision::ActiveModel = whole(row(value)?);
    decision::Entity::insert(row).exec_without_returning(transaction).await?;
    told(transaction, value).await
}

/// Changes a decision.
pub(crate) async fn update(transaction: &Transaction, value: &Decision) -> Result<(), DbErr> {
    let row: decision::ActiveModel = whole(row(value)?);
    decision::Entity::update(row).exec(transaction).await?;
    told(transaction, value).await
}

/// Where a project stands follows from the decisions about it.
async fn told(transaction: &Transaction, value: &Decision) -> Result<(), DbErr> {
    match value.subject {
        Some(Subject { kind: SubjectKind::Project, id }) => super::project::place(transaction, id).await,
        _ => Ok(()),
    }
}

/// The versions of a text, first one first.
pub(crate) async fn texts<C: ConnectionTrait>(connection: &C, decision: Uuid) -> Result<Vec<TextVersion>, DbErr> {
    let found = text::Entity::find().filter(text::Column::Decision.eq(decision.to_string())).order_by_asc(text::Column::Number);
    all(connection, found, text::Column::Sheet).await
}

/// Keeps a version of a text; the version on the table may be written again while it is a draft.
pub(crate) async fn keep_text(transaction: &Transaction, value: &TextVersion) -> Result<(), DbErr> {
    let row: text::ActiveModel =
        whole(text::Model { decision: value.of.to_string(), number: i64::from(value.number), sheet: sheet(value)? });
    let known = OnConflict::columns([text::Column::Decision, text::Column::Number]).update_column(text::Column::Sheet).to_owned();
    text::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}

/// Every position, version by version, in the order of seats.
pub(crate) async fn positions<C: ConnectionTrait>(connection: &C, decision: Uuid) -> Result<Vec<Position>, DbErr> {
    let found = position::Entity::find()
        .filter(position::Column::Decision.eq(decision.to_string()))
        .order_by_asc(position::Column::Version)
        .order_by_asc(position::Column::Seat);
    all(connection, found, position::Column::Sheet).await
}

/// Keeps the position of a seat on a version, in place of the one it had.
pub(crate) async fn keep_position(transaction: &Transaction, value: &Position) -> Result<(), DbErr> {
    use position::Column;
    let row: position::ActiveModel = whole(position::Model {
        decision: value.decision.to_string(),
        version: i64::from(value.version),
        seat: value.seat.to_string(),
        stand: value.stand.code().to_owned(),
        lifted_at: value.lifted_at.map(|at| at.timestamp_micros()),
        sheet: sheet(value)?,
    });
    let known = OnConflict::columns([Column::Decision, Column::Version, Column::Seat])
        .update_columns([Column::Stand, Column::LiftedAt, Column::Sheet])
        .to_owned();
    position::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}

/// What happened, oldest first.
pub(crate) async fn happenings<C: ConnectionTrait>(connection: &C, decision: Uuid) -> Result<Vec<Happening>, DbErr> {
    let found = happening::Entity::find()
        .filter(happening::Column::Decision.eq(decision.to_string()))
        .order_by_asc(happening::Column::At)
        .order_by_asc(happening::Column::Id);
    all(connection, found, happening::Column::Sheet).await
}

/// Adds a line to the history.
pub(crate) async fn happened(transaction: &Transaction, value: &Happening) -> Result<(), DbErr> {
    let row: happening::ActiveModel = whole(happening::Model {
        id: value.id.to_string(),
        decision: value.decision.to_string(),
        at: value.at.timestamp_micros(),
        sheet: sheet(value)?,
    });
    happening::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
}
