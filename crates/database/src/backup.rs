//! A whole installation in one archive, and back.
//!
//! A backup is made while Bassin serves: the store is read as it is at one instant, then the files are added. It
//! is restored with the same engine, into an empty place, and only once every member was checked.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bassin_kernel::{Clock, Ids, Kind, Problem};
use sea_orm_migration::MigrationTrait;
use tokio::task::spawn_blocking;

use crate::archive::{self, FORMAT, folder};
pub use crate::archive::{Manifest, Member, Table};
use crate::connection::Database;
use crate::dialect;
use crate::journal::Verified;

/// What an engine found in the store when it wrote it down.
pub(crate) struct Exported {
    pub schema: Vec<String>,
    pub tables: Vec<Table>,
    pub journal: Verified,
}

/// Where a store is restored, and how it is opened there.
pub(crate) struct Target<'a> {
    pub url: &'a str,
    pub data: &'a Path,
    pub migrations: Vec<Box<dyn MigrationTrait>>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
}

/// Writes the store and the `directories` of the data directory `data` into the archive `out`, which must not exist.
///
/// # Errors
/// The archive cannot be written, or the store does not answer. No partial archive is left.
pub async fn backup(database: &Database, data: &Path, directories: &[&str], out: &Path) -> Result<Manifest, Problem> {
    let staging = temporary(folder(out), out)?;
    let exported = dialect::export(database, staging.path()).await?;
    let manifest = Manifest {
        format: FORMAT,
        engine: database.engine().name().to_owned(),
        made_at: database.clock().now().to_rfc3339(),
        schema: exported.schema,
        tables: exported.tables,
        journal: exported.journal,
        members: Vec::new(),
    };
    let store = vec!["store.sqlite".to_owned(), "store".to_owned()];
    let files = directories.iter().map(|name| (*name).to_owned()).collect();
    let roots = [(staging.path().to_path_buf(), store), (data.to_path_buf(), files)];
    let out = out.to_path_buf();
    blocking(move || archive::write(&out, &roots, manifest)).await
}

/// Restores `archive` into the data directory `data`, absent or empty, and the store into `url`: on `SQLite` a file of
/// that directory, on `PostgreSQL` an empty database.
///
/// # Errors
/// Everything that is wrong with the archive, a place that is not empty, another engine, a newer schema. Nothing is
/// restored then.
pub async fn restore(
    archive: &Path,
    data: &Path,
    url: &str,
    migrations: Vec<Box<dyn MigrationTrait>>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
) -> Result<Manifest, Problem> {
    let engine = dialect::engine(url)?;
    refuse_occupied(data)?;
    let staging = temporary(folder(data), data)?;
    let unpacked = staging.path().join("data");
    let manifest = unpack(archive, &unpacked).await?;
    if manifest.format != FORMAT {
        return Err(newer(archive));
    }
    if manifest.engine != engine.name() {
        return Err(other_engine(&manifest.engine, engine.name()));
    }
    let target = Target { url, data, migrations, clock, ids };
    let loaded = dialect::import(engine, &unpacked, &manifest, target).await?;
    std::fs::rename(&unpacked, data).map_err(|error| archive::unwritable(data, &error))?;
    if let Err(problem) = loaded.keep().await {
        // The store refused at the last moment: the files go back to the directory that is about to vanish.
        std::fs::rename(data, &unpacked).map_err(|error| archive::unwritable(data, &error))?;
        return Err(problem);
    }
    Ok(manifest)
}

async fn unpack(archive: &Path, into: &Path) -> Result<Manifest, Problem> {
    std::fs::create_dir(into).map_err(|error| archive::unwritable(into, &error))?;
    let (archive, into) = (archive.to_path_buf(), into.to_path_buf());
    blocking(move || archive::unpack(&archive, &into)).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the work on an archive stopped");
        Err(Problem::unavailable("Le travail sur l’archive s’est interrompu.", "The work on the archive stopped."))
    })
}

fn temporary(folder: &Path, wanted: &Path) -> Result<tempfile::TempDir, Problem> {
    tempfile::Builder::new().prefix(".bassin-").tempdir_in(folder).map_err(|error| archive::unwritable(wanted, &error))
}

fn refuse_occupied(data: &Path) -> Result<(), Problem> {
    let empty = match data.read_dir() {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if empty {
        return Ok(());
    }
    Err(Problem::one(
        Kind::Conflict,
        "restore-occupied",
        format!("{} n’est pas un dossier vide\u{202f}: restaurez dans un dossier vide ou absent.", data.display()),
        format!("{} is not an empty folder: restore into an empty or absent one.", data.display()),
    ))
}

fn newer(archive: &Path) -> Problem {
    Problem::invalid(
        "archive-newer",
        format!("La sauvegarde {} vient d’une version plus récente de Bassin\u{202f}: installez cette version.", archive.display()),
        format!("The backup {} comes from a newer version of Bassin: install that version.", archive.display()),
    )
}

fn other_engine(there: &str, here: &str) -> Problem {
    Problem::invalid(
        "archive-engine",
        format!(
            "La sauvegarde vient d’une base «\u{202f}{there}\u{202f}», l’adresse donnée est celle d’une base «\u{202f}{here}\u{202f}»\u{202f}: restaurez avec le même moteur."
        ),
        format!("The backup comes from a “{there}” store, the address given is that of a “{here}” store: restore with the same engine."),
    )
}

/// A store loaded but not yet kept: dropping it gives it up.
pub(crate) struct Loaded(pub Option<crate::postgres::Pending>);

impl Loaded {
    async fn keep(self) -> Result<(), Problem> {
        match self.0 {
            Some(pending) => Ok(pending.commit().await?),
            None => Ok(()),
        }
    }
}

/// The schema of the archive is not the one of the store it would go to.
pub(crate) fn other_schema() -> Problem {
    Problem::invalid(
        "archive-schema",
        "La sauvegarde vient d’une autre version de Bassin\u{202f}: restaurez-la avec cette version, puis mettez à jour.",
        "The backup comes from another version of Bassin: restore it with that version, then update.",
    )
}

/// The store that was restored is not the one that was saved.
pub(crate) fn unfaithful() -> Problem {
    Problem::invalid(
        "archive-unfaithful",
        "La base restaurée n’est pas celle que décrit le manifeste. Rien n’a été gardé.",
        "The restored store is not the one that the manifest describes. Nothing was kept.",
    )
}

/// The path of a table's rows in an archive.
pub(crate) fn member(root: &Path, table: &str) -> PathBuf {
    root.join("store").join(format!("{table}.copy"))
}
