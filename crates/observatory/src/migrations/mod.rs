//! The tables of the observatory: `dataset_version`.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait};

/// The migrations, in order.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(DatasetVersion)]
}

/// Creates `dataset_version`: one row for each file accepted, the active one of a dataset being in the cube.
struct DatasetVersion;

impl MigrationName for DatasetVersion {
    fn name(&self) -> &str {
        "m20260910_000000_dataset_version"
    }
}

const CREATE: [&str; 2] = [
    "CREATE TABLE dataset_version (
        id TEXT PRIMARY KEY,
        dataset TEXT NOT NULL,
        number BIGINT NOT NULL,
        active BOOLEAN NOT NULL,
        file_name TEXT NOT NULL,
        file_sha256 TEXT NOT NULL,
        file_bytes BIGINT NOT NULL,
        data_rows BIGINT NOT NULL,
        figures BIGINT NOT NULL,
        descriptor TEXT NOT NULL,
        descriptor_sha256 TEXT NOT NULL,
        geography TEXT NOT NULL,
        blocks TEXT NOT NULL,
        labels TEXT NOT NULL,
        report TEXT NOT NULL,
        imported_at BIGINT NOT NULL,
        imported_by TEXT NOT NULL,
        UNIQUE (dataset, number)
    )",
    "CREATE INDEX dataset_version_active ON dataset_version (active, dataset)",
];

#[async_trait]
impl MigrationTrait for DatasetVersion {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in CREATE {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
