//! Versions of datasets in the store.

use std::collections::BTreeMap;

use bassin_database::{Database, Error, Transaction};
use bassin_kernel::{Language, Problem, Timestamp};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set, sea_query::Expr};
use serde::{Deserialize, Serialize};

use crate::import::{Built, Report};

mod table;

use table::dataset_version::{ActiveModel, Column, Entity, Model};

/// A version of a dataset: a file that was accepted, and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its id.
    pub id: String,
    /// The dataset.
    pub dataset: String,
    /// Its number, from 1.
    pub number: u32,
    /// Whether its figures are those shown.
    pub active: bool,
    /// The name under which the file was received.
    pub file_name: String,
    /// The SHA-256 of the file, under which it is kept.
    pub file_sha256: String,
    /// The size of the file.
    pub file_bytes: u64,
    /// The rows of data.
    pub rows: u64,
    /// The figures kept.
    pub figures: u64,
    /// The descriptor it was read with.
    #[serde(skip)]
    pub descriptor: String,
    /// The SHA-256 of that descriptor.
    pub descriptor_sha256: String,
    /// The digest of the communes and zonings its blocks follow.
    pub geography: String,
    /// Its blocks in the cube.
    pub blocks: Vec<Built>,
    /// The labels of members found in the file, by dimension.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// What was found in the file.
    pub report: Report,
    /// When it was imported.
    pub imported_at: Timestamp,
    /// By whom.
    pub imported_by: String,
}

impl Version {
    /// What was found in the file, one sentence each.
    #[must_use]
    pub fn findings(&self, language: Language) -> Vec<String> {
        self.report.findings.iter().map(|finding| finding.violation.message.get(language).to_owned()).collect()
    }
}

/// Every version of a dataset, the newest first.
pub(crate) async fn of_dataset(database: &Database, dataset: &str) -> Result<Vec<Version>, Problem> {
    let found = Entity::find().filter(Column::Dataset.eq(dataset)).order_by_desc(Column::Number).all(database.read()).await;
    found.map_err(bassin_database::problem)?.into_iter().map(read).collect()
}

/// The versions whose figures are shown, by dataset.
pub(crate) async fn active(connection: &impl ConnectionTrait) -> Result<Vec<Version>, Problem> {
    let found = Entity::find().filter(Column::Active.eq(true)).order_by_asc(Column::Dataset).all(connection).await;
    found.map_err(bassin_database::problem)?.into_iter().map(read).collect()
}

/// The digests of every file that a version names.
pub(crate) async fn files(database: &Database) -> Result<Vec<String>, Problem> {
    let found = Entity::find().all(database.read()).await.map_err(bassin_database::problem)?;
    Ok(found.into_iter().map(|model| model.file_sha256).collect())
}

/// Adds a version after the last of its dataset, and makes it the active one. Gives it its number.
pub(crate) async fn add(transaction: &Transaction, mut version: Version) -> Result<Version, Error> {
    let last = Entity::find().filter(Column::Dataset.eq(&version.dataset)).order_by_desc(Column::Number).one(transaction).await?;
    version.number = last.map_or(1, |model| u32::try_from(model.number).unwrap_or(u32::MAX).saturating_add(1));
    Entity::update_many()
        .col_expr(Column::Active, Expr::value(false))
        .filter(Column::Dataset.eq(&version.dataset))
        .exec(transaction)
        .await?;
    written(&version)?.insert(transaction).await?;
    Ok(version)
}

/// Replaces what was made of a version: its file is the same, its descriptor or the geography is not.
pub(crate) async fn replace(transaction: &Transaction, version: &Version) -> Result<(), Error> {
    written(version)?.update(transaction).await?;
    Ok(())
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn json(value: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|error| damaged(&error))
}

fn written(version: &Version) -> Result<ActiveModel, Problem> {
    Ok(ActiveModel {
        id: Set(version.id.clone()),
        dataset: Set(version.dataset.clone()),
        number: Set(i64::from(version.number)),
        active: Set(version.active),
        file_name: Set(version.file_name.clone()),
        file_sha256: Set(version.file_sha256.clone()),
        file_bytes: Set(signed(version.file_bytes)),
        data_rows: Set(signed(version.rows)),
        figures: Set(signed(version.figures)),
        descriptor: Set(version.descriptor.clone()),
        descriptor_sha256: Set(version.descriptor_sha256.clone()),
        geography: Set(version.geography.clone()),
        blocks: Set(json(&version.blocks)?),
        labels: Set(json(&version.labels)?),
        report: Set(json(&version.report)?),
        imported_at: Set(version.imported_at.timestamp_micros()),
        imported_by: Set(version.imported_by.clone()),
    })
}

fn read(model: Model) -> Result<Version, Problem> {
    Ok(Version {
        number: u32::try_from(model.number).unwrap_or(0),
        active: model.active,
        file_bytes: unsigned(model.file_bytes),
        rows: unsigned(model.data_rows),
        figures: unsigned(model.figures),
        blocks: serde_json::from_str(&model.blocks).map_err(|error| damaged(&error))?,
        labels: serde_json::from_str(&model.labels).map_err(|error| damaged(&error))?,
        report: serde_json::from_str(&model.report).map_err(|error| damaged(&error))?,
        imported_at: Timestamp::from_timestamp_micros(model.imported_at).unwrap_or_default(),
        id: model.id,
        dataset: model.dataset,
        file_name: model.file_name,
        file_sha256: model.file_sha256,
        descriptor: model.descriptor,
        descriptor_sha256: model.descriptor_sha256,
        geography: model.geography,
        imported_by: model.imported_by,
    })
}

fn damaged(error: &serde_json::Error) -> Problem {
    tracing::error!(%error, "a version of a dataset cannot be read");
    Problem::unavailable(
        "La description d’un jeu de données importé est illisible. Lancez « bassin doctor ».",
        "The description of an imported dataset cannot be read. Run “bassin doctor”.",
    )
}
