//! Tables of the `project` part: `project`, `project_event`.

use std::collections::HashMap;

use bassin_database::Transaction;
use bassin_kernel::{Day, day_of, text};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

use super::codec::{all, one, sheet, table};
use super::list::{self, By};
use crate::{Adoption, Body, Listed, Listing, Project, ProjectEvent, ProjectFile, ProjectState, Reach, SubjectKind, Term, rules::project};

// The table `project`: what it is, as JSON, with what lists are searched by.
table!("project" entry {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    previous: Option<String>,
    version: i64,
    value: String,
    folded: String,
    revision: i64,
    state: String,
    submitted: i64,
    dated: String,
    marks: String,
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
    vec![Box::new(Create), Box::new(List)]
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

/// What lists are narrowed and ordered by: where a project stands follows from what happened, and is written again each time something does.
struct List;

impl MigrationName for List {
    fn name(&self) -> &str {
        "m20261122_167_project_list"
    }
}

#[async_trait]
impl MigrationTrait for List {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        use entry::Column;
        let connection = manager.get_connection();
        for statement in [
            "ALTER TABLE project ADD COLUMN state TEXT NOT NULL DEFAULT 'draft'",
            "ALTER TABLE project ADD COLUMN submitted BIGINT NOT NULL DEFAULT 0 CHECK (submitted IN (0, 1))",
            "ALTER TABLE project ADD COLUMN dated TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE project ADD COLUMN marks TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX project_state ON project (state)",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        for known in all::<_, Project, _>(connection, entry::Entity::find(), Column::Value).await? {
            let row = entry::Entity::update_many().filter(Column::Id.eq(known.id.to_string()));
            let row = row.col_expr(Column::Dated, Expr::value(dated(&known))).col_expr(Column::Marks, Expr::value(concerned(&known)));
            row.exec(connection).await?;
            place(connection, known.id).await?;
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
        dated: Set(dated(project)),
        marks: Set(concerned(project)),
        ..entry::ActiveModel::default()
    })
}

fn dated(project: &Project) -> String {
    day_of(project.created_at).to_string()
}

/// Whom a project concerns, and the aspects it develops.
fn concerned(project: &Project) -> String {
    let lead = project.sheet.lead.organisation.iter();
    let ids = project.poles.iter().chain(&project.concerned).chain(lead).map(Uuid::to_string);
    list::marks(ids.chain(project.sheet.aspects.iter().cloned()))
}

/// Adds a project.
pub(crate) async fn insert(transaction: &Transaction, project: &Project) -> Result<(), DbErr> {
    let row = entry::ActiveModel { state: Set(ProjectState::Draft.code().to_owned()), submitted: Set(0), ..row(project)? };
    entry::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
}

/// Changes a project.
pub(crate) async fn update(transaction: &Transaction, project: &Project) -> Result<(), DbErr> {
    entry::Entity::update(row(project)?).exec(transaction).await?;
    place(transaction, project.id).await
}

/// Writes down where a project stands, as it follows from what happened.
pub(super) async fn place<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<(), DbErr> {
    use entry::Column;
    let Some(file) = by_id(connection, id).await? else { return Ok(()) };
    let row = entry::Entity::update_many().filter(Column::Id.eq(id.to_string()));
    let row = row.col_expr(Column::State, Expr::value(project::derive(&file).code()));
    row.col_expr(Column::Submitted, Expr::value(i64::from(project::is_public(&file)))).exec(connection).await.map(drop)
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
    event::Entity::insert(row).exec_without_returning(transaction).await?;
    place(transaction, file.project.id).await
}

/// A project with all that happened to it.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<ProjectFile>, DbErr> {
    let found = one(connection, entry::Entity::find_by_id(id.to_string()), entry::Column::Value).await?;
    Ok(files(connection, found.into_iter().collect()).await?.pop())
}

/// The version that took over from another.
pub(crate) async fn next<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    let found = entry::Entity::find().filter(entry::Column::Previous.eq(id.to_string())).one(connection).await?;
    found.map(|row| row.id.parse().map_err(|_| DbErr::Type(row.id))).transpose()
}

/// The projects that answer what is asked, of a body when one is given: those submitted, and those that concern somebody within reach.
pub(crate) async fn listed<C: ConnectionTrait>(
    connection: &C,
    body: Option<Uuid>,
    reach: &Reach,
    asked: &Listing,
) -> Result<Listed<ProjectFile>, DbErr> {
    use entry::Column;
    let mut readable = entry::Entity::find().filter(Condition::any().add(Column::Submitted.eq(1)).add(list::within(Column::Marks, reach)));
    if let Some(body) = body {
        readable = readable.filter(list::marked(Column::Marks, &body.to_string()));
    }
    let mut wanted = Condition::all();
    if !asked.state.is_empty() {
        wanted = wanted.add(Column::State.eq(&asked.state));
    }
    if !asked.kind.is_empty() {
        wanted = wanted.add(list::marked(Column::Marks, &asked.kind));
    }
    let by = By {
        id: Column::Id,
        sheet: Column::Value,
        folded: Column::Folded,
        dated: Column::Dated,
        due: Column::Dated,
        state: list::rank(Column::State, ProjectState::ALL.map(ProjectState::code)),
    };
    let found = list::listed(connection, readable, wanted, by, asked).await?;
    Ok(Listed { items: files(connection, found.items).await?, total: found.total, years: found.years })
}

/// Every project.
pub(crate) async fn every<C: ConnectionTrait>(connection: &C) -> Result<Vec<Project>, DbErr> {
    all(connection, entry::Entity::find().order_by_asc(entry::Column::Id), entry::Column::Value).await
}

/// Projects with all that happened to them.
async fn files<C: ConnectionTrait>(connection: &C, projects: Vec<Project>) -> Result<Vec<ProjectFile>, DbErr> {
    let ids: Vec<Uuid> = projects.iter().map(|project| project.id).collect();
    let happened = event::Entity::find().filter(event::Column::Project.is_in(ids.iter().map(Uuid::to_string)));
    let happened = happened.order_by_asc(event::Column::Project).order_by_asc(event::Column::Number);
    let mut events: HashMap<Uuid, Vec<ProjectEvent>> = HashMap::new();
    for event in all::<_, ProjectEvent, _>(connection, happened, event::Column::Value).await? {
        events.entry(event.project).or_default().push(event);
    }
    let mut adoptions: HashMap<Uuid, Vec<Adoption>> = HashMap::new();
    for decision in super::decision::adopted_about(connection, SubjectKind::Project, &ids).await? {
        let adopted = adoptions.entry(decision.subject.map(|subject| subject.id).unwrap_or_default()).or_default();
        adopted.push(Adoption { pole: decision.body, decision: decision.id });
    }
    let file = |project: Project| ProjectFile {
        adoptions: adoptions.remove(&project.id).unwrap_or_default(),
        events: events.remove(&project.id).unwrap_or_default(),
        project,
    };
    Ok(projects.into_iter().map(file).collect())
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
