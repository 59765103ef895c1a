//! What the room keeps: the sources that enrich the atlas, and saved perimeters.
//!
//! A source is kept as the text that the program made of the file when it checked it (communes by code, events by day), so that it
//! is read fast at start and can be put on the communes of a later version; the file as received stays beside, under its hash.

use std::collections::HashMap;

use bassin_database::{Transaction, problem};
use bassin_kernel::{Problem, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

/// The table `territory_source`.
pub(crate) mod source {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "territory_source")]
    pub struct Model {
        /// `zoning:zone-emploi`, `history`, `contours`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        /// 1, 2, 3 …
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i64,
        /// The year of what it describes: the latest one serves.
        pub vintage: i64,
        /// The name of the file received, and the hash of its content.
        pub file_name: String,
        pub sha256: String,
        /// What the program made of it.
        pub body: String,
        /// Microseconds since 1970.
        pub at: i64,
        pub author: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `perimeter`.
mod perimeter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "perimeter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub slug: String,
        pub name: String,
        /// The person it belongs to; nobody for those of the platform.
        pub owner: Option<String>,
        /// `private`, `link` or `public`.
        pub sharing: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `perimeter_version`.
mod perimeter_version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "perimeter_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub slug: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub expression: String,
        pub canonical: String,
        pub communes: i64,
        pub at: i64,
        pub author: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The room's migrations, oldest first.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create), Box::new(Owners)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_000001_territory"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [
            "CREATE TABLE territory_source (name TEXT NOT NULL, version BIGINT NOT NULL, vintage BIGINT NOT NULL, file_name TEXT NOT NULL, \
             sha256 TEXT NOT NULL, body TEXT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL, PRIMARY KEY (name, version))",
            "CREATE TABLE perimeter (slug TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL)",
            "CREATE TABLE perimeter_version (slug TEXT NOT NULL REFERENCES perimeter (slug), number BIGINT NOT NULL, expression TEXT NOT NULL, \
             canonical TEXT NOT NULL, communes BIGINT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL, PRIMARY KEY (slug, number))",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Perimeters belong to people; those that were there are the platform's, shown to everybody.
struct Owners;

impl MigrationName for Owners {
    fn name(&self) -> &str {
        "m20261122_120_perimeter"
    }
}

#[async_trait]
impl MigrationTrait for Owners {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [
            "ALTER TABLE perimeter ADD COLUMN owner TEXT",
            "ALTER TABLE perimeter ADD COLUMN sharing TEXT NOT NULL DEFAULT 'public' CHECK (sharing IN ('private', 'link', 'public'))",
            "CREATE INDEX perimeter_owner ON perimeter (owner)",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// What identifies a kept source: its name, its version, its vintage and the hash of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceHead {
    pub name: String,
    pub version: i64,
    pub vintage: i64,
    pub sha256: String,
}

/// Every kept source, without its body.
pub(crate) async fn heads<C: ConnectionTrait>(connection: &C) -> Result<Vec<SourceHead>, DbErr> {
    use source::Column;
    let rows: Vec<(String, i64, i64, String)> = source::Entity::find()
        .select_only()
        .columns([Column::Name, Column::Version, Column::Vintage, Column::Sha256])
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Version)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(name, version, vintage, sha256)| SourceHead { name, version, vintage, sha256 }).collect())
}

/// The version of each source that serves: the latest vintage, then the latest version.
pub(crate) fn serving(heads: Vec<SourceHead>) -> Vec<SourceHead> {
    let mut best: Vec<SourceHead> = Vec::new();
    for head in heads {
        match best.last_mut() {
            Some(last) if last.name == head.name => {
                if (head.vintage, head.version) >= (last.vintage, last.version) {
                    *last = head;
                }
            }
            _ => best.push(head),
        }
    }
    best
}

/// One source, whole.
pub(crate) async fn source(connection: &DatabaseConnection, head: &SourceHead) -> Result<Option<source::Model>, Problem> {
    source::Entity::find_by_id((head.name.clone(), head.version)).one(connection).await.map_err(problem)
}

/// Adds the next version of a source.
pub(crate) async fn add_source(transaction: &Transaction, mut model: source::Model) -> Result<i64, DbErr> {
    let known = heads(transaction).await?;
    model.version = known.iter().filter(|head| head.name == model.name).map(|head| head.version).max().unwrap_or_default() + 1;
    model.at = transaction.now().timestamp_micros();
    let version = model.version;
    let row = source::ActiveModel {
        name: Set(model.name),
        version: Set(model.version),
        vintage: Set(model.vintage),
        file_name: Set(model.file_name),
        sha256: Set(model.sha256),
        body: Set(model.body),
        at: Set(model.at),
        author: Set(model.author),
    };
    source::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(version)
}

/// Who is shown a perimeter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Its owner.
    Private,
    /// Whoever is given its address.
    Link,
    /// Everybody, in the list of perimeters.
    Public,
}

impl Sharing {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Private, Self::Link, Self::Public];

    /// Its name in the store and in forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Link => "link",
            Self::Public => "public",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sharing| sharing.name() == name)
    }
}

/// A perimeter under a name, with all its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPerimeter {
    /// Its name in addresses and in expressions: `perimetre:slug`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The canonical expression of its latest version.
    pub expression: String,
    /// How many communes the latest version had when it was saved.
    pub communes: u64,
    /// The person it belongs to; nobody for those of the platform.
    pub owner: Option<Uuid>,
    /// Who is shown it.
    pub sharing: Sharing,
    /// Its versions, oldest first. Never empty.
    pub versions: Vec<PerimeterVersion>,
}

/// One version of a saved perimeter. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerimeterVersion {
    /// 1, 2, 3 …
    pub number: u32,
    /// The expression as it was typed.
    pub expression: String,
    /// Its canonical form when it was saved.
    pub canonical: String,
    /// How many communes it had.
    pub communes: u64,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// By whom.
    pub saved_by: String,
}

/// Every saved perimeter, by name.
pub(crate) async fn perimeters<C: ConnectionTrait>(connection: &C) -> Result<Vec<SavedPerimeter>, DbErr> {
    let rows = perimeter::Entity::find().order_by_asc(perimeter::Column::Name).all(connection).await?;
    let versions = perimeter_version::Entity::find().order_by_asc(perimeter_version::Column::Number).all(connection).await?;
    let mut by_slug: HashMap<String, Vec<PerimeterVersion>> = HashMap::new();
    for model in versions {
        by_slug.entry(model.slug.clone()).or_default().push(version(model));
    }
    Ok(rows.into_iter().filter_map(|row| saved(row, &mut by_slug)).collect())
}

fn version(model: perimeter_version::Model) -> PerimeterVersion {
    PerimeterVersion {
        number: u32::try_from(model.number).unwrap_or_default(),
        expression: model.expression,
        canonical: model.canonical,
        communes: u64::try_from(model.communes).unwrap_or_default(),
        saved_at: Timestamp::from_timestamp_micros(model.at).unwrap_or_default(),
        saved_by: model.author,
    }
}

fn saved(row: perimeter::Model, versions: &mut HashMap<String, Vec<PerimeterVersion>>) -> Option<SavedPerimeter> {
    let versions = versions.remove(&row.slug)?;
    let last = versions.last()?;
    Some(SavedPerimeter {
        slug: row.slug,
        name: row.name,
        expression: last.canonical.clone(),
        communes: last.communes,
        owner: row.owner.and_then(|owner| owner.parse().ok()),
        // What cannot be read is shown to nobody.
        sharing: Sharing::of(&row.sharing).unwrap_or(Sharing::Private),
        versions,
    })
}

/// Adds a perimeter, which needs a version.
pub(crate) async fn add_perimeter(
    transaction: &Transaction,
    slug: &str,
    name: &str,
    owner: Option<Uuid>,
    sharing: Sharing,
) -> Result<(), DbErr> {
    let row = perimeter::ActiveModel {
        slug: Set(slug.to_owned()),
        name: Set(name.to_owned()),
        owner: Set(owner.map(|owner| owner.to_string())),
        sharing: Set(sharing.name().to_owned()),
    };
    perimeter::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Renames a perimeter and shares it otherwise.
pub(crate) async fn change_perimeter(transaction: &Transaction, slug: &str, name: &str, sharing: Sharing) -> Result<(), DbErr> {
    perimeter::Entity::update_many()
        .col_expr(perimeter::Column::Name, Expr::value(name))
        .col_expr(perimeter::Column::Sharing, Expr::value(sharing.name()))
        .filter(perimeter::Column::Slug.eq(slug))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Adds a version to a perimeter.
pub(crate) async fn add_version(transaction: &Transaction, slug: &str, version: &PerimeterVersion) -> Result<(), DbErr> {
    let row = perimeter_version::ActiveModel {
        slug: Set(slug.to_owned()),
        number: Set(i64::from(version.number)),
        expression: Set(version.expression.clone()),
        canonical: Set(version.canonical.clone()),
        communes: Set(i64::try_from(version.communes).unwrap_or(i64::MAX)),
        at: Set(version.saved_at.timestamp_micros()),
        author: Set(version.saved_by.clone()),
    };
    perimeter_version::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Removes a perimeter and its versions.
pub(crate) async fn remove_perimeter(transaction: &Transaction, slug: &str) -> Result<(), DbErr> {
    perimeter_version::Entity::delete_many().filter(perimeter_version::Column::Slug.eq(slug)).exec(transaction).await?;
    perimeter::Entity::delete_many().filter(perimeter::Column::Slug.eq(slug)).exec(transaction).await?;
    Ok(())
}
