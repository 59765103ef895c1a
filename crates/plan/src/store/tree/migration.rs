//! The schema.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait};

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_200_plan"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [
            "CREATE TABLE plan (id TEXT NOT NULL PRIMARY KEY, position BIGINT NOT NULL, value TEXT NOT NULL, revision BIGINT NOT NULL)",
            "CREATE TABLE plan_node (id TEXT NOT NULL PRIMARY KEY, plan TEXT NOT NULL REFERENCES plan (id), \
             parent TEXT REFERENCES plan_node (id), level BIGINT NOT NULL CHECK (level >= 0), position BIGINT NOT NULL CHECK (position >= 1), \
             number TEXT NOT NULL, value TEXT NOT NULL, revision BIGINT NOT NULL, UNIQUE (plan, number), CHECK ((parent IS NULL) = (level = 0)))",
            "CREATE TABLE plan_milestone (id TEXT NOT NULL PRIMARY KEY, node TEXT NOT NULL REFERENCES plan_node (id), \
             position BIGINT NOT NULL, value TEXT NOT NULL)",
            "CREATE INDEX plan_milestone_node ON plan_milestone (node)",
            "CREATE TABLE plan_indicator (id TEXT NOT NULL PRIMARY KEY, node TEXT NOT NULL REFERENCES plan_node (id), \
             position BIGINT NOT NULL, value TEXT NOT NULL)",
            "CREATE INDEX plan_indicator_node ON plan_indicator (node)",
            "CREATE TABLE plan_figure (indicator TEXT NOT NULL REFERENCES plan_indicator (id), period TEXT NOT NULL, source TEXT NOT NULL, \
             value TEXT NOT NULL, PRIMARY KEY (indicator, period, source))",
            "CREATE TABLE plan_event (id TEXT NOT NULL PRIMARY KEY, form TEXT NOT NULL, plan TEXT NOT NULL REFERENCES plan (id), \
             node TEXT REFERENCES plan_node (id), at BIGINT NOT NULL, value TEXT NOT NULL)",
            "CREATE INDEX plan_event_plan ON plan_event (plan, at)",
            "CREATE INDEX plan_event_form ON plan_event (form)",
            "CREATE TABLE plan_amendment (id TEXT NOT NULL PRIMARY KEY, plan TEXT NOT NULL REFERENCES plan (id), \
             version BIGINT NOT NULL CHECK (version >= 2), value TEXT NOT NULL, UNIQUE (plan, version))",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
