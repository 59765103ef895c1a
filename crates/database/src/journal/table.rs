//! The journal's two tables.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::GENESIS;

/// The table `journal`.
pub(crate) mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: i64,
        pub actor: String,
        pub on_behalf: Option<String>,
        pub action: String,
        pub object_kind: String,
        pub object_id: String,
        pub before_sha256: Option<String>,
        pub after_sha256: Option<String>,
        pub summary: String,
        pub previous_hash: String,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `journal_head`: one row.
pub(crate) mod head {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub entries: i64,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates both tables. The head starts at entry 0, whose hash is [`GENESIS`].
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20260901_000000_journal"
    }
}

const CREATE: [&str; 4] = [
    "CREATE TABLE journal (
        seq BIGINT PRIMARY KEY,
        at BIGINT NOT NULL,
        actor TEXT NOT NULL,
        on_behalf TEXT,
        action TEXT NOT NULL,
        object_kind TEXT NOT NULL,
        object_id TEXT NOT NULL,
        before_sha256 TEXT,
        after_sha256 TEXT,
        summary TEXT NOT NULL,
        previous_hash TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL UNIQUE
    )",
    "CREATE INDEX journal_object ON journal (object_kind, object_id, seq)",
    "CREATE INDEX journal_actor ON journal (actor, seq)",
    "CREATE TABLE journal_head (
        id BIGINT PRIMARY KEY CHECK (id = 1),
        entries BIGINT NOT NULL,
        hash TEXT NOT NULL
    )",
];

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in CREATE {
            connection.execute_unprepared(statement).await?;
        }
        let head = format!("INSERT INTO journal_head (id, entries, hash) VALUES (1, 0, '{GENESIS}')");
        connection.execute_unprepared(&head).await?;
        Ok(())
    }
}
