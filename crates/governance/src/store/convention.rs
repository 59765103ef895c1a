//! Tables of the `convention` part: `convention`, `convention_text`, `convention_signature`.

use bassin_database::Transaction;
use bassin_kernel::{Day, day_of, text::fold};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use super::codec::{all, one, sheet, table, whole};
use super::list::{self, By, marked, marks, rank, within};
use crate::{Convention, ConventionState, Listed, Listing, Party, PartyWho, Reach, Signature, TextVersion};

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
    folded: String,
    dated: String,
    marks: String,
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
    vec![Box::new(Create), Box::new(List)]
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

/// What lists are searched, narrowed and ordered by.
struct List;

impl MigrationName for List {
    fn name(&self) -> &str {
        "m20261122_166_convention_list"
    }
}

#[async_trait]
impl MigrationTrait for List {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        use convention::Column;
        let connection = manager.get_connection();
        for column in ["folded", "dated", "marks"] {
            connection.execute_unprepared(&format!("ALTER TABLE convention ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")).await?;
        }
        for known in all::<_, Convention, _>(connection, convention::Entity::find(), Column::Sheet).await? {
            let row = convention::Entity::update_many().filter(Column::Id.eq(known.id.to_string()));
            let row = row.col_expr(Column::Folded, Expr::value(fold(&known.title))).col_expr(Column::Dated, Expr::value(dated(&known)));
            row.col_expr(Column::Marks, Expr::value(concerned(&known))).exec(connection).await?;
        }
        Ok(())
    }
}

/// Its first day, or the one it was written on.
fn dated(value: &Convention) -> String {
    value.starts_on.unwrap_or_else(|| day_of(value.created_at)).to_string()
}

/// Whom it concerns: the parties and those who sign for them.
fn concerned(value: &Convention) -> String {
    let party = |party: &Party| {
        let who = match party.who {
            PartyWho::Organisation(id) | PartyWho::Body(id) => id,
        };
        std::iter::once(who).chain(party.signatory.as_ref().map(|signatory| signatory.person))
    };
    marks(value.parties.iter().flat_map(party).map(|id| id.to_string()))
}

/// A convention, by its identifier.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Convention>, DbErr> {
    one(connection, convention::Entity::find_by_id(id.to_string()), convention::Column::Sheet).await
}

/// The conventions a body carries, latest first.
pub(crate) async fn of_body<C: ConnectionTrait>(connection: &C, body: Uuid) -> Result<Vec<Convention>, DbErr> {
    use convention::Column;
    let found = convention::Entity::find().filter(Column::Body.eq(body.to_string()));
    all(connection, found.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id), Column::Sheet).await
}

/// The conventions that a body carries or is a party to, that answer what is asked: those that bind or have bound in public, and those that concern
/// somebody within reach.
pub(crate) async fn listed<C: ConnectionTrait>(
    connection: &C,
    body: Uuid,
    reach: &Reach,
    asked: &Listing,
    today: Day,
) -> Result<Listed<Convention>, DbErr> {
    use convention::Column;
    let here = Condition::any().add(Column::Body.eq(body.to_string())).add(marked(Column::Marks, &body.to_string()));
    let mut readable = convention::Entity::find().filter(here);
    if let Reach::Only(ids) = reach {
        let public = Condition::all().add(Column::Public.eq(1)).add(Column::State.is_in(bound()));
        let carried = Column::Body.is_in(ids.iter().map(Uuid::to_string));
        readable = readable.filter(Condition::any().add(public).add(carried).add(within(Column::Marks, reach)));
    }
    let mut wanted = Condition::all();
    let over = Condition::all().add(Column::State.eq(ConventionState::InForce.code())).add(Column::EndsOn.lt(today.to_string()));
    match ConventionState::of(&asked.state) {
        // The last day may have passed since the program last looked.
        Some(ConventionState::InForce) => {
            let running = Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gte(today.to_string()));
            wanted = wanted.add(Column::State.eq(&asked.state)).add(running);
        }
        Some(ConventionState::Expired) => wanted = wanted.add(Condition::any().add(Column::State.eq(&asked.state)).add(over)),
        Some(state) => wanted = wanted.add(Column::State.eq(state.code())),
        None => {}
    }
    if !asked.kind.is_empty() {
        wanted = wanted.add(Column::Kind.eq(&asked.kind));
    }
    let by = By {
        id: Column::Id,
        sheet: Column::Sheet,
        folded: Column::Folded,
        dated: Column::Dated,
        due: Column::EndsOn,
        state: rank(Column::State, ConventionState::ALL.iter().map(|state| state.code())),
    };
    list::listed(connection, readable, wanted, by, asked).await
}

fn bound() -> impl Iterator<Item = &'static str> {
    ConventionState::ALL.iter().filter(|state| state.has_bound()).map(|state| state.code())
}

/// The conventions in these states, oldest first.
pub(crate) async fn in_states<C: ConnectionTrait>(connection: &C, states: &[ConventionState]) -> Result<Vec<Convention>, DbErr> {
    use convention::Column;
    let states = states.iter().map(|state| state.code());
    let found = convention::Entity::find().filter(Column::State.is_in(states));
    all(connection, found.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id), Column::Sheet).await
}

/// The conventions in force that one of these bodies carries, oldest first.
pub(crate) async fn in_force<C: ConnectionTrait>(connection: &C, bodies: &[Uuid]) -> Result<Vec<Convention>, DbErr> {
    use convention::Column;
    let found = convention::Entity::find().filter(Column::State.eq(ConventionState::InForce.code()));
    let found = found.filter(Column::Body.is_in(bodies.iter().map(Uuid::to_string)));
    all(connection, found.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id), Column::Sheet).await
}

/// The public conventions that bind or have bound, latest first.
pub(crate) async fn public<C: ConnectionTrait>(connection: &C) -> Result<Vec<Convention>, DbErr> {
    use convention::Column;
    let found = convention::Entity::find().filter(Column::Public.eq(1)).filter(Column::State.is_in(bound()));
    all(connection, found.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id), Column::Sheet).await
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
        folded: fold(&value.title),
        dated: dated(value),
        marks: concerned(value),
    });
    let changing = [Column::Kind, Column::State, Column::StartsOn, Column::EndsOn, Column::Public, Column::Revision, Column::Sheet];
    let changing = changing.into_iter().chain([Column::Folded, Column::Dated, Column::Marks]);
    let known = OnConflict::column(Column::Id).update_columns(changing).to_owned();
    convention::Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
}

/// The versions of its text, first one first.
pub(crate) async fn texts<C: ConnectionTrait>(connection: &C, convention: Uuid) -> Result<Vec<TextVersion>, DbErr> {
    let found = text::Entity::find().filter(text::Column::Convention.eq(convention.to_string())).order_by_asc(text::Column::Number);
    all(connection, found, text::Column::Sheet).await
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
    all(connection, found.order_by_asc(Column::At).order_by_asc(Column::Party), Column::Sheet).await
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
