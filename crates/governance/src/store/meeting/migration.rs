//! The tables.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create), Box::new(Guests)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_140_meeting"
    }
}

const TABLES: [&str; 11] = [
    "CREATE TABLE meeting (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL REFERENCES body (id), title TEXT NOT NULL, kind TEXT NOT NULL, \
     starts_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, place TEXT NOT NULL, link TEXT NOT NULL, is_public BIGINT NOT NULL, state TEXT NOT NULL, \
     thresholds TEXT, convened_at BIGINT, urgency TEXT NOT NULL, sequence BIGINT NOT NULL, cancelled_because TEXT NOT NULL, opened_at BIGINT, \
     opening TEXT, closed_at BIGINT, follows TEXT, submitted_at BIGINT, approved_at BIGINT, approved_in TEXT, published_at BIGINT, \
     revision BIGINT NOT NULL, CHECK (starts_at < ends_at), CHECK (approved_at IS NULL OR submitted_at IS NOT NULL))",
    "CREATE INDEX meeting_of_body ON meeting (body, starts_at)",
    "CREATE TABLE meeting_item (id TEXT NOT NULL PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting (id), number BIGINT NOT NULL, \
     title TEXT NOT NULL, purpose TEXT NOT NULL, subject_kind TEXT, subject_id TEXT, late BIGINT NOT NULL, admitted BIGINT NOT NULL, \
     taken_at BIGINT, done_at BIGINT, outcome TEXT, notes TEXT NOT NULL, quorum TEXT)",
    "CREATE TABLE meeting_document (id TEXT NOT NULL PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting (id), item TEXT, title TEXT NOT NULL, \
     sha256 TEXT NOT NULL, file_name TEXT NOT NULL, media_type TEXT NOT NULL, bytes BIGINT NOT NULL, link TEXT NOT NULL, is_public BIGINT NOT NULL)",
    "CREATE TABLE meeting_invitation (id TEXT NOT NULL PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting (id), seat TEXT, person TEXT NOT NULL, \
     capacity TEXT NOT NULL, token TEXT NOT NULL UNIQUE, answer TEXT, proxy_to TEXT, answered_at BIGINT)",
    "CREATE INDEX meeting_invitation_of_person ON meeting_invitation (person)",
    "CREATE TABLE meeting_attendance (id TEXT NOT NULL PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting (id), seat TEXT, mandate TEXT, \
     person TEXT, name TEXT NOT NULL, capacity TEXT NOT NULL, presence TEXT NOT NULL, proxy_to TEXT, arrived_at BIGINT NOT NULL, left_at BIGINT, \
     CHECK (left_at IS NULL OR arrived_at <= left_at))",
    // A seat counts once: whatever happens, it has one line that lasts at most.
    "CREATE UNIQUE INDEX meeting_attendance_once ON meeting_attendance (meeting, seat) WHERE left_at IS NULL AND seat IS NOT NULL",
    "CREATE TABLE meeting_recusal (item TEXT NOT NULL REFERENCES meeting_item (id), seat TEXT NOT NULL, meeting TEXT NOT NULL, \
     reason TEXT NOT NULL, PRIMARY KEY (item, seat))",
    "CREATE TABLE meeting_minutes (meeting TEXT NOT NULL REFERENCES meeting (id), number BIGINT NOT NULL, body TEXT NOT NULL, at BIGINT NOT NULL, \
     author TEXT NOT NULL, addendum BIGINT NOT NULL, PRIMARY KEY (meeting, number))",
    "CREATE TABLE meeting_feed (person TEXT NOT NULL PRIMARY KEY, token_sha256 TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL)",
];

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in TABLES {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

struct Guests;

impl MigrationName for Guests {
    fn name(&self) -> &str {
        "m20261122_141_meeting_guest"
    }
}

#[async_trait]
impl MigrationTrait for Guests {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = "CREATE TABLE meeting_guest (id TEXT NOT NULL PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting (id), name TEXT NOT NULL, \
                     email TEXT NOT NULL, organisation TEXT NOT NULL, person TEXT)";
        manager.get_connection().execute_unprepared(table).await?;
        manager.get_connection().execute_unprepared("CREATE INDEX meeting_guest_of_meeting ON meeting_guest (meeting)").await.map(drop)
    }
}
