//! The tables.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// The table `organisation`.
pub(crate) mod organisation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub name: String,
        pub short_name: String,
        pub kind: String,
        /// A list, as JSON.
        pub sectors: String,
        pub description: String,
        pub email: String,
        pub phone: String,
        pub website: String,
        pub source: String,
        /// The folded name, by which lists are sorted.
        pub sort_name: String,
        /// What search compares.
        pub searched: String,
        pub sectors_searched: String,
        pub merged_into: Option<String>,
        /// Microseconds since 1970.
        pub updated_at: i64,
        pub revision: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `organisation_identifier`: a legal identifier is on one sheet at most.
pub(crate) mod identifier {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation_identifier")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub scheme: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub value: String,
        pub organisation: String,
        pub position: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `organisation_site`.
pub(crate) mod site {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation_site")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub organisation: String,
        pub position: i64,
        pub name: String,
        pub address: String,
        pub postcode: String,
        pub commune: String,
        pub accessibility: String,
        pub phone: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The part's migrations, oldest first.
pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_101_organisation"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [
            "CREATE TABLE organisation (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), short_name TEXT NOT NULL, \
             kind TEXT NOT NULL CHECK (kind <> ''), sectors TEXT NOT NULL, description TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL, \
             website TEXT NOT NULL, source TEXT NOT NULL, sort_name TEXT NOT NULL, searched TEXT NOT NULL, sectors_searched TEXT NOT NULL, \
             merged_into TEXT REFERENCES organisation (id), updated_at BIGINT NOT NULL, revision BIGINT NOT NULL, \
             CHECK (merged_into IS NULL OR merged_into <> id))",
            "CREATE INDEX organisation_by_name ON organisation (sort_name, id)",
            "CREATE TABLE organisation_identifier (scheme TEXT NOT NULL CHECK (scheme IN ('siren', 'siret', 'uai', 'bce')), value TEXT NOT NULL, \
             organisation TEXT NOT NULL REFERENCES organisation (id), position BIGINT NOT NULL, PRIMARY KEY (scheme, value))",
            "CREATE INDEX organisation_identifier_by_organisation ON organisation_identifier (organisation)",
            "CREATE TABLE organisation_site (id TEXT NOT NULL PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisation (id), \
             position BIGINT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL, postcode TEXT NOT NULL, commune TEXT NOT NULL, \
             accessibility TEXT NOT NULL, phone TEXT NOT NULL)",
            "CREATE INDEX organisation_site_by_organisation ON organisation_site (organisation)",
            "CREATE INDEX organisation_site_by_commune ON organisation_site (commune)",
            "CREATE TABLE organisation_correction (id TEXT NOT NULL PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisation (id), \
             proposed_by TEXT NOT NULL, proposed_at BIGINT NOT NULL, field TEXT NOT NULL, stored TEXT NOT NULL, proposed TEXT NOT NULL, \
             reason TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused')), answer TEXT NOT NULL, \
             decided_by TEXT NOT NULL, decided_at BIGINT)",
            "CREATE INDEX organisation_correction_by_organisation ON organisation_correction (organisation, state)",
            "CREATE TABLE directory_merge (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('organisation', 'person')), \
             kept TEXT NOT NULL, absorbed TEXT NOT NULL, moved TEXT NOT NULL, kept_revision BIGINT NOT NULL, merged_by TEXT NOT NULL, \
             merged_at BIGINT NOT NULL, undone_by TEXT NOT NULL, undone_at BIGINT, CHECK (kept <> absorbed))",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
