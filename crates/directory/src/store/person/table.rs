//! The tables.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// The table `person`.
pub(crate) mod person {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub given_name: String,
        pub family_name: String,
        pub email: String,
        pub phone: String,
        pub language: String,
        pub expertise: String,
        pub fictional: i64,
        /// The folded family then given name, by which lists are sorted.
        pub sort_name: String,
        /// What search compares.
        pub searched: String,
        pub merged_into: Option<String>,
        pub revision: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `membership`.
pub(crate) mod membership {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub person: String,
        pub organisation: String,
        pub function: String,
        pub referent: i64,
        pub starts_on: String,
        pub ends_on: Option<String>,
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
        "m20261122_102_person"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [
            "CREATE TABLE person (id TEXT NOT NULL PRIMARY KEY, given_name TEXT NOT NULL, family_name TEXT NOT NULL, email TEXT NOT NULL, \
             phone TEXT NOT NULL, language TEXT NOT NULL CHECK (language IN ('fr', 'en')), expertise TEXT NOT NULL, \
             fictional BIGINT NOT NULL CHECK (fictional IN (0, 1)), sort_name TEXT NOT NULL, searched TEXT NOT NULL, \
             merged_into TEXT REFERENCES person (id), revision BIGINT NOT NULL, CHECK (merged_into IS NULL OR merged_into <> id))",
            "CREATE INDEX person_by_name ON person (sort_name, id)",
            "CREATE INDEX person_by_merge ON person (merged_into)",
            "CREATE TABLE membership (id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL REFERENCES person (id), \
             organisation TEXT NOT NULL REFERENCES organisation (id), function TEXT NOT NULL, \
             referent BIGINT NOT NULL CHECK (referent IN (0, 1)), starts_on TEXT NOT NULL, ends_on TEXT, \
             CHECK (ends_on IS NULL OR ends_on >= starts_on))",
            "CREATE INDEX membership_by_person ON membership (person)",
            "CREATE INDEX membership_by_organisation ON membership (organisation)",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
