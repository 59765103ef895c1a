//! Tables of the `evaluation` part: `evaluation_sheet` (programmes, questions, works, publications, recommendations) and `evaluation_event`.

use bassin_database::Transaction;
use bassin_kernel::text::fold;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::model::evaluation::{Event, Programme, Publication, Question, Recommendation, Work};

mod sheet {
    use sea_orm::entity::prelude::*;

    /// Whatever belongs to an evaluation: what lists and constraints need, and the whole as JSON.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evaluation_sheet")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub plan: String,
        pub kind: String,
        pub state: String,
        pub body: Option<String>,
        pub published: i64,
        pub folded: String,
        pub value: String,
        pub revision: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod event {
    use sea_orm::entity::prelude::*;

    /// Something that happened.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evaluation_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub object: String,
        pub at: i64,
        pub value: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_210_evaluation"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements = [
            "CREATE TABLE evaluation_sheet (id TEXT NOT NULL PRIMARY KEY, plan TEXT NOT NULL, \
             kind TEXT NOT NULL CHECK (kind IN ('programme', 'question', 'work', 'publication', 'recommendation')), \
             state TEXT NOT NULL CHECK ((kind = 'question' AND state IN ('proposed', 'retained', 'set-aside', 'under-way', 'answered', 'closed')) \
             OR (kind = 'recommendation' AND state IN ('draft', 'addressed', 'accepted', 'partly', 'rejected', 'done', 'withdrawn')) \
             OR (kind IN ('programme', 'work', 'publication') AND state = '')), \
             body TEXT NULL, published BIGINT NOT NULL CHECK (published IN (0, 1)), folded TEXT NOT NULL, value TEXT NOT NULL, \
             revision BIGINT NOT NULL, CHECK (kind <> 'recommendation' OR state = 'draft' OR state = 'withdrawn' OR body IS NOT NULL))",
            "CREATE INDEX evaluation_sheet_plan ON evaluation_sheet (plan, kind)",
            "CREATE UNIQUE INDEX evaluation_programme ON evaluation_sheet (plan) WHERE kind = 'programme'",
            "CREATE TABLE evaluation_event (id TEXT NOT NULL PRIMARY KEY, object TEXT NOT NULL REFERENCES evaluation_sheet (id), \
             at BIGINT NOT NULL, value TEXT NOT NULL)",
            "CREATE INDEX evaluation_event_object ON evaluation_event (object)",
        ];
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// What the columns of a row need to know.
pub(crate) struct Head<'a> {
    pub id: Uuid,
    pub plan: &'a str,
    pub state: &'static str,
    pub body: Option<Uuid>,
    pub published: bool,
    pub words: String,
    pub revision: i64,
}

/// Whatever belongs to an evaluation.
pub(crate) trait Item: Serialize + DeserializeOwned {
    /// Its kind, in the column and in the journal.
    const KIND: &'static str;

    /// Its columns.
    fn head(&self) -> Head<'_>;
}

impl Item for Programme {
    const KIND: &'static str = "programme";

    fn head(&self) -> Head<'_> {
        let words = fold(&self.sheet.field);
        Head { id: self.id, plan: &self.plan, state: "", body: Some(self.body), published: true, words, revision: self.revision }
    }
}

impl Item for Question {
    const KIND: &'static str = "question";

    fn head(&self) -> Head<'_> {
        let sheet = &self.sheet;
        let words = fold(&[&*sheet.title, &sheet.details, &sheet.asked_by].join(" "));
        let state = self.state.code();
        Head { id: self.id, plan: &self.plan, state, body: None, published: self.published, words, revision: self.revision }
    }
}

impl Item for Work {
    const KIND: &'static str = "work";

    fn head(&self) -> Head<'_> {
        let words = fold(&[&*self.sheet.title, &self.sheet.who].join(" "));
        Head { id: self.id, plan: &self.plan, state: "", body: None, published: self.published, words, revision: self.revision }
    }
}

impl Item for Publication {
    const KIND: &'static str = "publication";

    fn head(&self) -> Head<'_> {
        let words = fold(&[&*self.sheet.title, &self.sheet.authors.join(" "), &self.sheet.summary].join(" "));
        Head { id: self.id, plan: &self.plan, state: "", body: None, published: self.published, words, revision: self.revision }
    }
}

impl Item for Recommendation {
    const KIND: &'static str = "recommendation";

    fn head(&self) -> Head<'_> {
        let words = fold(&[&*self.sheet.title, &self.sheet.text].join(" "));
        let state = self.state.code();
        Head { id: self.id, plan: &self.plan, state, body: self.sheet.body, published: self.published, words, revision: self.revision }
    }
}

fn row<T: Item>(item: &T) -> Result<sheet::ActiveModel, DbErr> {
    let head = item.head();
    Ok(sheet::ActiveModel {
        id: Set(head.id.to_string()),
        plan: Set(head.plan.to_owned()),
        kind: Set(T::KIND.to_owned()),
        state: Set(head.state.to_owned()),
        body: Set(head.body.map(|body| body.to_string())),
        published: Set(i64::from(head.published)),
        folded: Set(head.words),
        value: Set(serde_json::to_string(item).map_err(|error| DbErr::Json(error.to_string()))?),
        revision: Set(head.revision),
    })
}

fn read<T: DeserializeOwned>(value: &str) -> Result<T, DbErr> {
    serde_json::from_str(value).map_err(|error| DbErr::Json(error.to_string()))
}

/// Adds something.
pub(crate) async fn insert<T: Item>(transaction: &Transaction, item: &T) -> Result<(), DbErr> {
    sheet::Entity::insert(row(item)?).exec_without_returning(transaction).await.map(drop)
}

/// Changes something.
pub(crate) async fn update<T: Item>(transaction: &Transaction, item: &T) -> Result<(), DbErr> {
    sheet::Entity::update(row(item)?).exec(transaction).await.map(drop)
}

/// Removes what nothing refers to.
pub(crate) async fn remove(transaction: &Transaction, ids: &[Uuid]) -> Result<(), DbErr> {
    let ids = ids.iter().map(Uuid::to_string);
    sheet::Entity::delete_many().filter(sheet::Column::Id.is_in(ids)).exec(transaction).await.map(drop)
}

/// Something of this kind.
pub(crate) async fn by_id<T: Item, C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<T>, DbErr> {
    let found = sheet::Entity::find_by_id(id.to_string()).filter(sheet::Column::Kind.eq(T::KIND)).one(connection).await?;
    found.map(|row| read(&row.value)).transpose()
}

/// All of this kind in a plan, in the order they were written.
pub(crate) async fn of_plan<T: Item, C: ConnectionTrait>(connection: &C, plan: &str) -> Result<Vec<T>, DbErr> {
    let mine = sheet::Entity::find().filter(sheet::Column::Plan.eq(plan)).filter(sheet::Column::Kind.eq(T::KIND));
    let found = mine.order_by_asc(sheet::Column::Id).all(connection).await?;
    found.iter().map(|row| read(&row.value)).collect()
}

/// The recommendations addressed to some bodies, of every plan.
pub(crate) async fn addressed_to<C: ConnectionTrait>(connection: &C, bodies: &[Uuid]) -> Result<Vec<Recommendation>, DbErr> {
    let bodies = bodies.iter().map(Uuid::to_string);
    let theirs = sheet::Entity::find().filter(sheet::Column::Kind.eq(Recommendation::KIND)).filter(sheet::Column::Body.is_in(bodies));
    let found = theirs.order_by_asc(sheet::Column::Id).all(connection).await?;
    found.iter().map(|row| read(&row.value)).collect()
}

/// Adds to what happened.
pub(crate) async fn add_event(transaction: &Transaction, one: &Event) -> Result<(), DbErr> {
    let row = event::ActiveModel {
        id: Set(one.id.to_string()),
        object: Set(one.object.to_string()),
        at: Set(one.at.timestamp_micros()),
        value: Set(serde_json::to_string(one).map_err(|error| DbErr::Json(error.to_string()))?),
    };
    event::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
}

/// What happened to something, first thing first.
pub(crate) async fn events<C: ConnectionTrait>(connection: &C, object: Uuid) -> Result<Vec<Event>, DbErr> {
    let mine = event::Entity::find().filter(event::Column::Object.eq(object.to_string()));
    let found = mine.order_by_asc(event::Column::At).order_by_asc(event::Column::Id).all(connection).await?;
    found.iter().map(|row| read(&row.value)).collect()
}
