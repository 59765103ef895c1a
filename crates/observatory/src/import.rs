//! Imports: from a file somebody has to figures everybody reads, whole or not at all.
//!
//! A file is copied, recognised by its name and columns, read row by row, and refused with everything that is wrong with it, or landed
//! on the communes of today. Its blocks and the file itself are written under their digests before one transaction names them: a
//! process killed at any moment leaves the old state or the new one, and files that nobody names, which [`Datasets::sweep`] removes.

mod cells;
mod files;
mod gather;
mod landing;
mod number;
mod period;
mod plan;
mod recognise;
mod report;
mod wording;

use std::{
    collections::BTreeSet,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use bassin_database::{Database, Record};
use bassin_documents::{Limits, Table};
use bassin_kernel::{Kind, Problem, Viewer, Violation};
use bassin_statistics::{Cube, Manifest, ManifestBlock, ManifestDataset, Shared};
use bassin_territory::Atlas;

pub use landing::Built;
pub use report::{Finding, Report, Severity, Tally};

use crate::{
    descriptor::{Described, Descriptors},
    policy,
    store::{self, Version},
};
use files::Received;
use recognise::Recognised;
use report::Reporter;

/// Told how many bytes were read, of how many.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// A progress that nobody watches.
#[must_use]
pub fn unwatched() -> Progress {
    Arc::new(|_, _| ())
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A new version.
    Imported(Box<Version>),
    /// The same file, read with the same descriptor on the same communes, is already there.
    Unchanged(Box<Version>),
}

impl Outcome {
    /// The version.
    #[must_use]
    pub fn version(&self) -> &Version {
        match self {
            Self::Imported(version) | Self::Unchanged(version) => version,
        }
    }
}

/// What a file would give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The dataset.
    pub dataset: String,
    /// What was found.
    pub report: Report,
}

/// The datasets of an installation. Cheap to clone: clones share everything.
#[derive(Debug, Clone)]
pub struct Datasets {
    database: Database,
    files: PathBuf,
    cube_folder: PathBuf,
    descriptors: Arc<Descriptors>,
    cube: Arc<Shared<Cube>>,
}

/// What was made of a file.
struct Made {
    described: Arc<Described>,
    report: Report,
    built: Vec<Built>,
    labels: std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>,
}

impl Datasets {
    /// The datasets kept in the data directory `data`, described by `embedded` descriptors (file name and text) and those of its
    /// folder `datasets`. The cube is empty until [`refresh`](Self::refresh).
    ///
    /// # Errors
    /// A descriptor is wrong.
    pub fn open(database: Database, data: &Path, embedded: &[(&str, &str)]) -> Result<Self, Problem> {
        let descriptors = Descriptors::load(embedded, Some(&data.join("datasets")))?;
        let cube_folder = data.join("cube");
        let empty = Cube::open(&cube_folder, &Manifest::default()).map_err(|error| error.problem())?;
        Ok(Self {
            database,
            files: data.join("files"),
            cube_folder,
            descriptors: Arc::new(descriptors),
            cube: Arc::new(Shared::new(Arc::new(empty))),
        })
    }

    /// Every dataset that can be imported.
    #[must_use]
    pub fn descriptors(&self) -> &Arc<Descriptors> {
        &self.descriptors
    }

    /// The figures of this moment. They follow the rows of the atlas whose hash is `manifest().geography`.
    #[must_use]
    pub fn cube(&self) -> Arc<Cube> {
        self.cube.load()
    }

    /// Every version of a dataset, the newest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn versions(&self, dataset: &str) -> Result<Vec<Version>, Problem> {
        store::of_dataset(&self.database, dataset).await
    }

    /// The versions whose figures are shown, by dataset.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn active(&self) -> Result<Vec<Version>, Problem> {
        store::active(self.database.read()).await
    }

    /// Takes in what this process or another has imported: the figures shown are those of the active versions built for `atlas`.
    /// Says whether anything changed.
    ///
    /// # Errors
    /// The store does not answer, or a block is damaged: the figures stay as they were.
    pub async fn refresh(&self, atlas: &Atlas) -> Result<bool, Problem> {
        let geography = atlas.hash();
        let versions = self.active().await?;
        let datasets: Vec<ManifestDataset> = versions.iter().filter(|version| version.geography == geography).map(in_manifest).collect();
        let before = self.cube();
        if before.manifest().datasets == datasets && before.manifest().geography == geography {
            return Ok(false);
        }
        let manifest = Manifest { generation: self.database.generation().await?, geography, datasets };
        let cube = Cube::open(&self.cube_folder, &manifest).map_err(|error| {
            tracing::error!(%error, "the figures cannot be opened");
            error.problem()
        })?;
        self.cube.swap(Arc::new(cube));
        Ok(true)
    }

    /// Imports the file at `path`.
    ///
    /// # Errors
    /// Everything that is wrong with the file; nothing is kept then.
    pub async fn import(&self, viewer: &Viewer, atlas: &Arc<Atlas>, path: &Path, progress: Progress) -> Result<Outcome, Problem> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let source = File::open(path).map_err(|error| unreadable(path, &error))?;
        self.receive(viewer, atlas, source, name, progress).await
    }

    /// Imports files that the program carries (name and bytes), each unless it is there already.
    ///
    /// # Errors
    /// The first file that is wrong; those before it are kept.
    pub async fn import_embedded(&self, atlas: &Arc<Atlas>, embedded: &[(&str, &'static [u8])]) -> Result<Vec<Outcome>, Problem> {
        let known = self.active().await?;
        let mut outcomes = Vec::new();
        for (name, bytes) in embedded {
            let same = self.same(&known, &crate::descriptor::sha256(bytes), &atlas.hash());
            outcomes.push(match same {
                Some(version) => Outcome::Unchanged(Box::new(version.clone())),
                None => self.receive(&Viewer::System, atlas, *bytes, (*name).to_owned(), unwatched()).await?,
            });
        }
        Ok(outcomes)
    }

    /// Says what importing the file at `path` would give, and keeps nothing.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub async fn check(&self, atlas: &Arc<Atlas>, path: &Path, progress: Progress) -> Result<Checked, Problem> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let (descriptors, atlas, path) = (Arc::clone(&self.descriptors), Arc::clone(atlas), path.to_owned());
        apart(move || {
            let recognised = recognise::recognise(&descriptors, &path, &name)?;
            let dataset = recognised.described.descriptor.id.clone();
            read(recognised, &name, &atlas, &progress, None).map(|made| Checked { dataset, report: made.report })
        })
        .await
    }

    async fn receive(
        &self,
        viewer: &Viewer,
        atlas: &Arc<Atlas>,
        mut source: impl Read + Send + 'static,
        name: String,
        progress: Progress,
    ) -> Result<Outcome, Problem> {
        viewer.check(&policy::FILE_IMPORT, &[])?;
        let passing = self.database.ids().next().to_string();
        let (folder, temporary) = (self.files.clone(), passing.clone());
        let received = apart(move || Received::copy(&mut source, &folder, &temporary)).await?;
        if let Some(version) = self.same(&self.active().await?, &received.sha256, &atlas.hash()).cloned() {
            self.refresh(atlas).await?;
            return Ok(Outcome::Unchanged(Box::new(version)));
        }
        let (datasets, atlas_in, name_in) = (self.clone(), Arc::clone(atlas), name.clone());
        let (received, made) = apart(move || {
            let recognised = recognise::recognise(&datasets.descriptors, received.path(), &name_in)?;
            let made = read(recognised, &name_in, &atlas_in, &progress, Some((&datasets.cube_folder, &passing)))?;
            let mut received = received;
            received.keep()?;
            Ok((received, made))
        })
        .await?;
        let outcome = self.save(viewer, &atlas.hash(), name, &received, made).await?;
        self.refresh(atlas).await?;
        Ok(outcome)
    }

    /// The active version that a file would only repeat.
    fn same<'a>(&self, active: &'a [Version], sha256: &str, geography: &str) -> Option<&'a Version> {
        let current = |version: &Version| {
            self.descriptors.get(&version.dataset).is_some_and(|described| described.sha256 == version.descriptor_sha256)
        };
        active.iter().find(|version| version.file_sha256 == sha256 && version.geography == geography && current(version))
    }

    async fn save(&self, viewer: &Viewer, geography: &str, name: String, received: &Received, made: Made) -> Result<Outcome, Problem> {
        let version = Version {
            id: self.database.ids().next().to_string(),
            dataset: made.described.descriptor.id.clone(),
            number: 0,
            active: true,
            file_name: name,
            file_sha256: received.sha256.clone(),
            file_bytes: received.bytes,
            rows: made.report.rows,
            figures: made.report.figures,
            descriptor: made.described.text.clone(),
            descriptor_sha256: made.described.sha256.clone(),
            geography: geography.to_owned(),
            blocks: made.built,
            labels: made.labels,
            report: made.report,
            imported_at: self.database.clock().now(),
            imported_by: viewer.actor(),
        };
        self.database
            .write(viewer, |transaction| async move {
                // Another process may have imported the same file meanwhile.
                if let Some(same) = self.same(&store::active(&transaction).await?, &version.file_sha256, geography) {
                    return Ok((Outcome::Unchanged(Box::new(same.clone())), None));
                }
                let version = store::add(&transaction, Version { imported_at: transaction.now(), ..version }).await?;
                let summary = format!("{} ({})", version.file_name, version.file_sha256);
                let record = Record::new("dataset.import", "dataset", version.dataset.clone())
                    .summary(summary)
                    .after(serde_json::to_value(&version).ok());
                Ok((Outcome::Imported(Box::new(version)), Some(record)))
            })
            .await
    }

    /// Builds again, from the files kept, the figures of the datasets whose descriptor or whose communes have changed. Gives the
    /// datasets rebuilt, and the problems of those that could not be: these have no figures until their cause is mended.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn rebuild(&self, viewer: &Viewer, atlas: &Arc<Atlas>) -> Result<(Vec<String>, Vec<(String, Problem)>), Problem> {
        let geography = atlas.hash();
        let (mut rebuilt, mut failed) = (Vec::new(), Vec::new());
        for version in self.active().await? {
            let Some(described) = self.descriptors.get(&version.dataset) else { continue };
            if version.geography == geography && version.descriptor_sha256 == described.sha256 {
                continue;
            }
            let dataset = version.dataset.clone();
            match self.rebuild_one(viewer, atlas, Arc::clone(described), version).await {
                Ok(()) => rebuilt.push(dataset),
                Err(problem) => failed.push((dataset, problem)),
            }
        }
        self.refresh(atlas).await?;
        Ok((rebuilt, failed))
    }

    async fn rebuild_one(&self, viewer: &Viewer, atlas: &Arc<Atlas>, described: Arc<Described>, version: Version) -> Result<(), Problem> {
        let passing = self.database.ids().next().to_string();
        let (path, cube, atlas_in, name) =
            (self.files.join(&version.file_sha256), self.cube_folder.clone(), Arc::clone(atlas), version.file_name.clone());
        let made = apart(move || {
            let table = Table::open(&path, &described.descriptor.file.dialect(), &Limits::default())?;
            read(Recognised { described, table, by_columns: false }, &name, &atlas_in, &unwatched(), Some((&cube, &passing)))
        })
        .await?;
        let next = Version {
            rows: made.report.rows,
            figures: made.report.figures,
            descriptor: made.described.text.clone(),
            descriptor_sha256: made.described.sha256.clone(),
            geography: atlas.hash(),
            blocks: made.built,
            labels: made.labels,
            report: made.report,
            ..version.clone()
        };
        self.database
            .write(viewer, |transaction| async move {
                store::replace(&transaction, &next).await?;
                let record = Record::new("dataset.rebuild", "dataset", next.dataset.clone())
                    .summary(format!("{} ({})", next.file_name, next.file_sha256))
                    .before(serde_json::to_value(&version).ok())
                    .after(serde_json::to_value(&next).ok());
                Ok(((), record))
            })
            .await
    }

    /// Removes what interrupted imports left behind: files that no version names, untouched for a day. Blocks of versions that are no
    /// longer active go too: they can be built again. Gives how many files were removed.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sweep(&self) -> Result<u32, Problem> {
        let files: BTreeSet<String> = store::files(&self.database).await?.into_iter().collect();
        let blocks: BTreeSet<String> =
            self.active().await?.into_iter().flat_map(|version| version.blocks).map(|block| block.file).collect();
        let now = std::time::SystemTime::from(self.database.clock().now());
        let (received, cube) = (self.files.clone(), self.cube_folder.clone());
        apart(move || Ok(files::sweep(&received, &files, now) + files::sweep(&cube, &blocks, now))).await
    }
}

fn in_manifest(version: &Version) -> ManifestDataset {
    let block = |built: &Built| ManifestBlock { support: built.support.clone(), file: built.file.clone(), sha256: built.sha256.clone() };
    ManifestDataset {
        id: version.dataset.clone(),
        version: version.number,
        file_sha256: version.file_sha256.clone(),
        blocks: version.blocks.iter().map(block).collect(),
    }
}

/// Runs long work on a thread of its own, so that pages are served meanwhile.
pub(crate) async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => {
            tracing::error!(%error, "an import stopped");
            Err(Problem::unavailable("L’import s’est interrompu. Rien n’a été enregistré.", "The import stopped. Nothing was saved."))
        }
    }
}

/// Reads a recognised file; writes its blocks when told where, under passing names.
fn read(recognised: Recognised, name: &str, atlas: &Atlas, progress: &Progress, into: Option<(&Path, &str)>) -> Result<Made, Problem> {
    let Recognised { described, mut table, by_columns } = recognised;
    let descriptor = &described.descriptor;
    need_zonings(&described, atlas)?;
    let plan = plan::plan(descriptor, table.headers())?;
    let mut reporter = Reporter::default();
    if by_columns {
        reporter.note(Severity::Info, "recognised-by-columns", || by_its_columns(name, &descriptor.id));
    }
    let harvest = gather::gather(&plan, atlas, &mut table, &mut reporter, progress)?;
    if harvest.rows == 0 {
        reporter.error("row-count", no_rows);
    }
    let mut built = Vec::new();
    if let Some((folder, passing)) = into.filter(|_| !reporter.has_errors()) {
        std::fs::create_dir_all(folder).map_err(|error| files::refused(folder, &error))?;
        built = landing::build(&plan, descriptor.absent, &harvest, atlas, &mut reporter, folder, passing)?;
    }
    let report = reporter.close(harvest.rows, harvest.cells.count())?;
    Ok(Made { report, built, labels: harvest.labels, described })
}

/// Zonings come from files of their own: a dataset published for one that is not there yet cannot land.
fn need_zonings(described: &Described, atlas: &Atlas) -> Result<(), Problem> {
    let descriptor = &described.descriptor;
    let absent = descriptor.geography.iter().filter(|geography| !geography.is_commune() && atlas.zoning(&geography.support).is_none());
    let violations: Vec<Violation> = absent
        .map(|geography| {
            let (support, id) = (&geography.support, &descriptor.id);
            Violation::new(
                "zoning-missing",
                format!("« {id} » est publié par « {support} », un zonage qui n’est pas encore importé. Importez d’abord le fichier de ce zonage, puis celui-ci."),
                format!("“{id}” is published by “{support}”, a zoning not imported yet. Import the file of that zoning first, then this one."),
            )
        })
        .collect();
    if violations.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, violations)) }
}

fn by_its_columns(name: &str, id: &str) -> Violation {
    Violation::new(
        "",
        format!("Le fichier « {name} » ne porte pas le nom attendu\u{202f}; il a été reconnu par ses colonnes comme « {id} »."),
        format!("The file “{name}” does not have the expected name; it was recognised by its columns as “{id}”."),
    )
}

fn no_rows() -> Violation {
    Violation::new(
        "",
        "Le fichier a un en-tête et aucune ligne de données. Vérifiez qu’il a été enregistré ou téléchargé en entier.",
        "The file has a header and no row of data. Check that it was saved or downloaded completely.",
    )
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let shown = path.display();
    let kind = if error.kind() == std::io::ErrorKind::NotFound { Kind::NotFound } else { Kind::Unavailable };
    Problem::one(
        kind,
        "source-error",
        format!("Le fichier « {shown} » ne peut pas être lu\u{202f}: {error}. Vérifiez son chemin et vos droits."),
        format!("The file “{shown}” cannot be read: {error}. Check its path and your rights."),
    )
}
