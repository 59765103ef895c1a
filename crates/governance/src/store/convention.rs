//! Tables of the `convention` part: `convention`, `convention_text`, `convention_signature`.

use bassin_database::Transaction;
use bassin_kernel::Day;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use super::codec::{read, sheet, table, whole};
use crate::{Convention, ConventionState, Signature, TextVersion};

table!("convention" convention {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    body: String,
    kind: String,
    state: String,
    starts_on: Option<String>,
    ends_on: Option<String>,
    public: i64,
    created_at: i64,
    revision: i64,
    sheet: String,
});

table!("convention_text" text {
    #[sea_orm(primary_key, auto_increment = false)]
    convention: String,
    #[sea_orm(primary_key, auto_increment = false)]
    number: i64,
    sheet: String,
});

table!("convention_signature" signature {
    #[sea_orm(primary_key, auto_increment = false)]
    convention: String,
    #[sea_orm(primary_key, auto_increment = false)]
    party: String,
    person: String,
    at: i64,
    sheet: String,
});

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_162_convention"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [
            "CREATE TABLE convention (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, \
             kind TEXT NOT NULL CHECK (kind IN ('partnership', 'objectives', 'charter', 'framework')), \
             state TEXT NOT NULL CHECK (state IN ('draft', 'negotiated', 'to-sign', 'partly-signed', 'in-force', 'expired', 'renewed', \
             'amended', 'terminated')), starts_on TEXT, ends_on TEXT, public BIGINT NOT NULL CHECK (public IN (0, 1)), \
             created_at BIGINT NOT NULL, revision BIGINT NOT NULL, sheet TEXT NOT NULL, CHECK (starts_on <= ends_on))",
            "CREATE INDEX convention_body ON convention (body, created_at)",
            "CREATE INDEX convention_state ON convention (state)",
            "CREATE TABLE convention_text (convention TEXT NOT NULL REFERENCES convention (id), number BIGINT NOT NULL CHECK (number >= 1), \
             sheet TEXT NOT NULL, PRIMARY KEY (convention, number))",
            "CREATE TABLE convention_signature (convention TEXT NOT NULL REFERENCES convention (id), party TEXT NOT NULL, \
             person TEXT NOT NULL, at BIGINT NOT NULL, sheet TEXT NOT NULL, PRIMARY KEY (convention, party))",
            "CREATE INDEX convention_signature_person ON convention_signature (person)",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn all_of(rows: Vec<convention::Model>) -> Result<Vec<Convention>, DbErr> {
    rows.iter().map(|row| read(&row.sheet)).collect()
}

/// A convention, by its identifier.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Convention>, DbErr> {
    convention::Entity::find_by_id(id.to_string()).one(connection).await?.map(|row| read(&row.sheet)).transpose()
}

/// The conventions a body carries, latest first.
pub(crate) async fn of_body<C: ConnectionTrait>(connection: &C, body: Uuid) -> Result<Vec<Convention>, DbErr> {
    use convention::Column;
    let found = convention::Entity::find().filter(Column::Body.eq(body.to_string()));
    all_of(found.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(connection).await?)
}

/// The conventions in these states, oldest first.
pub(crate) async fn in_states<C: ConnectionTrait>(connection: &C, states: &[ConventionState]) -> Result<Vec<Convention>, DbErr> {
    use convention::Column;
    let states = states.iter().map(|state| state.code());
    let found = convention::Entity::find().filter(Column::State.is_in(states));
    all_of(found.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(connection).await?)
}

/// The public conventions that bind or have bound, whose title or text of the sheet is not looked at, latest first.
pub(crate) async fn public<C: ConnectionTrait>(connection: &C) -> Result<Vec<Convention>, DbErr> {
    use convention::Column;
    let bound = ConventionState::ALL.iter().filter(|state| state.has_bound()).map(|state| state.code());
    let found = convention::Entity::find().filter(Column::Public.eq(1)).filter(Column::State.is_in(bound));
    all_of(found.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(connection).await?)
}

/// Keeps a convention.
pub(crate) async fn keep(transaction: &Transaction, value: &Convention) -> Result<(), DbErr> {
    use convention::Column;
    let text = |day: Option<Day>| day.map(|day| day.to_string());
    let row: convention::ActiveModel = whole(convention::Model {
        id: value.id.to_string(),
        body: value.body.to_string(),
        kind: value.kind.code().to_owned(),
        state: value.state.code().to_owned(),
        starts_on: text(value.starts_on),
        ends_on: text(value.ends_on),
        public: i64::from(value.public),
        created_at: value.created_at.timestamp_micros(),
        revision: value.revision,
        sheet: sheet(value)?,
    });
    let changing = [Column::Kind, Column::State, Column::StartsOn, Column::EndsOn, Column::Public, Column::Revision, Column::Sheet];
    let known = OnConflict::column(Column::Id).update_columns(changing).to_owned();
    convention::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}

/// The versions of its text, first one first.
pub(crate) async fn texts<C: ConnectionTrait>(connection: &C, convention: Uuid) -> Result<Vec<TextVersion>, DbErr> {
    let found = text::Entity::find().filter(text::Column::Convention.eq(convention.to_string())).order_by_asc(text::Column::Number);
    found.all(connection).await?.iter().map(|row| read(&row.sheet)).collect()
}

/// Keeps a version of its text; that of a draft may be written again.
pub(crate) async fn keep_text(transaction: &Transaction, value: &TextVersion) -> Result<(), DbErr> {
    use text::Column;
    let row: text::ActiveModel =
        whole(text::Model { convention: value.of.to_string(), number: i64::from(value.number), sheet: sheet(value)? });
    let known = OnConflict::columns([Column::Convention, Column::Number]).update_column(Column::Sheet).to_owned();
    text::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}

/// Its signatures, first one first.
pub(crate) async fn signatures<C: ConnectionTrait>(connection: &C, convention: Uuid) -> Result<Vec<Signature>, DbErr> {
    use signature::Column;
    let found = signature::Entity::find().filter(Column::Convention.eq(convention.to_string()));
    let found = found.order_by_asc(Column::At).order_by_asc(Column::Party).all(connection).await?;
    found.iter().map(|row| read(&row.sheet)).collect()
}

/// Adds a signature. A party signs once.
pub(crate) async fn add_signature(transaction: &Transaction, value: &Signature) -> Result<(), DbErr> {
    let row: signature::ActiveModel = whole(signature::Model {
        convention: value.convention.to_string(),
        party: value.party.to_string(),
        person: value.person.to_string(),
        at: value.at.timestamp_micros(),
        sheet: sheet(value)?,
    });
    signature::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
}
