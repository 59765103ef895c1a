//! Tables of the `project` part: `project`, `project_event`.

use std::collections::HashMap;

use bassin_database::Transaction;
use bassin_kernel::{Day, text};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use super::codec::{read, sheet, table};
use crate::{Adoption, Body, Project, ProjectEvent, ProjectFile, Subject, SubjectKind, Term};

// The table `project`: what it is, as JSON, with what lists are searched by.
table!("project" entry {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    previous: Option<String>,
    version: i64,
    value: String,
    folded: String,
    revision: i64,
});

// The table `project_event`: only ever added to.
table!("project_event" event {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    project: String,
    number: i64,
    value: String,
});

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_150_project"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [
            "CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY, previous TEXT UNIQUE REFERENCES project (id), \
             version BIGINT NOT NULL CHECK (version >= 1), value TEXT NOT NULL, folded TEXT NOT NULL, revision BIGINT NOT NULL, \
             CHECK ((previous IS NULL) = (version = 1)))",
            "CREATE TABLE project_event (id TEXT NOT NULL PRIMARY KEY, project TEXT NOT NULL REFERENCES project (id), \
             number BIGINT NOT NULL CHECK (number >= 1), value TEXT NOT NULL, UNIQUE (project, number))",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn row(project: &Project) -> Result<entry::ActiveModel, DbErr> {
    let said = &project.sheet;
    let partners = said.partners.iter().map(|partner| partner.name.as_str()).collect::<Vec<_>>().join(" ");
    Ok(entry::ActiveModel {
        id: Set(project.id.to_string()),
        previous: Set(project.previous.map(|id| id.to_string())),
        version: Set(i64::from(project.version)),
        value: Set(sheet(project)?),
        folded: Set(text::fold(&format!("{} {} {} {partners}", said.title, said.summary, said.lead.name))),
        revision: Set(project.revision),
    })
}

/// Adds a project.
pub(crate) async fn insert(transaction: &Transaction, project: &Project) -> Result<(), DbErr> {
    entry::Entity::insert(row(project)?).exec_without_returning(transaction).await.map(drop)
}

/// Changes a project.
pub(crate) async fn update(transaction: &Transaction, project: &Project) -> Result<(), DbErr> {
    entry::Entity::update(row(project)?).exec(transaction).await.map(drop)
}

/// Adds what happened to a project, after all that happened before.
pub(crate) async fn append(transaction: &Transaction, file: &ProjectFile, happened: &ProjectEvent) -> Result<(), DbErr> {
    let number = i64::try_from(file.events.len()).unwrap_or(i64::MAX - 1) + 1;
    let row = event::ActiveModel {
        id: Set(happened.id.to_string()),
        project: Set(file.project.id.to_string()),
        number: Set(number),
        value: Set(sheet(happened)?),
    };
    event::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
}

/// A project with all that happened to it.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<ProjectFile>, DbErr> {
    let Some(found) = entry::Entity::find_by_id(id.to_string()).one(connection).await? else { return Ok(None) };
    let events =
        event::Entity::find().filter(event::Column::Project.eq(&found.id)).order_by_asc(event::Column::Number).all(connection).await?;
    let events = events.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?;
    Ok(Some(ProjectFile { adoptions: adoptions(connection, id).await?, project: read(&found.value)?, events }))
}

/// The version that took over from another.
pub(crate) async fn next<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    let found = entry::Entity::find().filter(entry::Column::Previous.eq(id.to_string())).one(connection).await?;
    found.map(|row| row.id.parse().map_err(|_| DbErr::Type(row.id))).transpose()
}

/// The projects whose words hold all of `words`, already folded, the latest first.
pub(crate) async fn search<C: ConnectionTrait>(connection: &C, words: &str) -> Result<Vec<ProjectFile>, DbErr> {
    let mut query = entry::Entity::find().order_by_desc(entry::Column::Id);
    for word in words.split_whitespace() {
        query = query.filter(entry::Column::Folded.contains(word));
    }
    let mut happened: HashMap<String, Vec<ProjectEvent>> = HashMap::new();
    for row in event::Entity::find().order_by_asc(event::Column::Number).all(connection).await? {
        happened.entry(row.project).or_default().push(read(&row.value)?);
    }
    let mut files = Vec::new();
    for found in query.all(connection).await? {
        let project: Project = read(&found.value)?;
        let events = happened.remove(&found.id).unwrap_or_default();
        files.push(ProjectFile { adoptions: adoptions(connection, project.id).await?, project, events });
    }
    Ok(files)
}

/// The decisions by which poles adopted a project.
async fn adoptions<C: ConnectionTrait>(connection: &C, project: Uuid) -> Result<Vec<Adoption>, DbErr> {
    let decisions = super::decision::about(connection, Subject { kind: SubjectKind::Project, id: project }).await?;
    let adopted = decisions.into_iter().filter(|decision| decision.state.is_adopted());
    Ok(adopted.map(|decision| Adoption { pole: decision.body, decision: decision.id }).collect())
}

/// Every body, and the terms that some of them are in: what a submission is judged against.
pub(crate) struct Surroundings {
    pub(crate) bodies: Vec<Body>,
    pub(crate) terms: HashMap<Uuid, Term>,
}

/// The bodies, and the terms that `wanted` are in on `day`.
pub(crate) async fn surroundings<C: ConnectionTrait>(connection: &C, wanted: &[Uuid], day: Day) -> Result<Surroundings, DbErr> {
    let mut terms = HashMap::new();
    for body in wanted {
        terms.extend(super::body::current_term(connection, *body, day).await?.map(|term| (*body, term)));
    }
    Ok(Surroundings { bodies: super::body::all(connection).await?, terms })
}
