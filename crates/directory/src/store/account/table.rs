//! The tables and their migration.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// The table `account`.
pub(super) mod account {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub person: String,
        pub email: String,
        pub password: String,
        pub administrator: i64,
        pub statistician: i64,
        pub totp: String,
        pub totp_pending: String,
        pub totp_step: i64,
        pub state: String,
        pub created_at: i64,
        pub signed_in_at: Option<i64>,
        pub revision: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `session`.
pub(super) mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        /// The SHA-256 of the token that the browser holds.
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub id: String,
        pub account: String,
        pub whole: i64,
        pub opened_at: i64,
        pub seen_at: i64,
        pub device: String,
        pub provider: String,
        pub acr: String,
        pub amr: String,
        pub id_token: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `account_token`.
pub(super) mod token {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub purpose: String,
        pub account: Option<String>,
        pub email: String,
        pub expires_at: i64,
        pub used_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `recovery_code`.
pub(super) mod recovery {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_code")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub used_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `external_identity`.
pub(super) mod external {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "external_identity")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub issuer: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        pub account: String,
        pub linked_at: i64,
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
        "m20261122_111_account"
    }
}

const CREATE: [&str; 8] = [
    "CREATE TABLE account (id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, email TEXT NOT NULL, password TEXT NOT NULL, \
     administrator BIGINT NOT NULL CHECK (administrator IN (0, 1)), statistician BIGINT NOT NULL CHECK (statistician IN (0, 1)), \
     totp TEXT NOT NULL, totp_pending TEXT NOT NULL, totp_step BIGINT NOT NULL, \
     state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'closed')), created_at BIGINT NOT NULL, signed_in_at BIGINT, \
     revision BIGINT NOT NULL)",
    "CREATE UNIQUE INDEX account_email ON account (email) WHERE state <> 'closed'",
    "CREATE UNIQUE INDEX account_person ON account (person) WHERE state <> 'closed'",
    "CREATE TABLE session (digest TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES account (id), \
     whole BIGINT NOT NULL CHECK (whole IN (0, 1)), opened_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, device TEXT NOT NULL, \
     provider TEXT NOT NULL, acr TEXT NOT NULL, amr TEXT NOT NULL, id_token TEXT NOT NULL)",
    "CREATE INDEX session_account ON session (account)",
    "CREATE TABLE account_token (digest TEXT NOT NULL PRIMARY KEY, \
     purpose TEXT NOT NULL CHECK (purpose IN ('first', 'invitation', 'reset', 'email')), account TEXT REFERENCES account (id), \
     email TEXT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT)",
    "CREATE TABLE recovery_code (account TEXT NOT NULL REFERENCES account (id), digest TEXT NOT NULL, used_at BIGINT, \
     PRIMARY KEY (account, digest))",
    "CREATE TABLE external_identity (issuer TEXT NOT NULL, subject TEXT NOT NULL, account TEXT NOT NULL REFERENCES account (id), \
     linked_at BIGINT NOT NULL, PRIMARY KEY (issuer, subject))",
];

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in CREATE {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
