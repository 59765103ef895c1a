//! What people can do: bring in zonings, the history of changes and contours; name perimeters. Each command writes once, with one
//! journal entry, or not at all.

mod perimeters;

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bassin_database::{Database, Record, problem};
use bassin_documents::sniff;
use bassin_kernel::{Kind, LocalizedText, Problem, Viewer, Violation};
use bassin_statistics::Shared;
use serde_json::json;

use crate::{
    atlas::Atlas,
    contours::{Contours, Import},
    files::{digest, is_json, unreadable, unwritable},
    history::History,
    perimeter::Perimeter,
    policy,
    sources::{self, Changes, Descriptor, ZoningData},
    store::{self, Sharing, SourceHead, source},
};

/// The name under which the history of changes is kept.
const HISTORY: &str = "history";
/// The name under which contours are kept.
const CONTOURS: &str = "contours";

/// The room's state: what is known of territories, and how to change it. Cheap to clone.
#[derive(Clone)]
pub struct Territory(Arc<Inner>);

struct Inner {
    database: Database,
    files: PathBuf,
    descriptors: Vec<Descriptor>,
    /// The atlas of the embedded tables alone, on which others are made.
    reference: Atlas,
    atlas: Shared<Atlas>,
    contours: Shared<Contours>,
    /// Canonical expressions of saved perimeters, by slug.
    saved: Shared<HashMap<String, String>>,
    /// The sources that the atlas was made with.
    sources: Shared<Vec<SourceHead>>,
    /// The number of the last journal entry taken in.
    generation: AtomicU64,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// What was brought in, in a reader's words, one line a source.
    pub sources: Vec<LocalizedText>,
    /// What a reader should know of it.
    pub warnings: Vec<Violation>,
    /// Whether the same file had been imported before: nothing was written.
    pub already: bool,
}

/// A source read and checked, not yet kept.
struct Checked {
    name: String,
    vintage: u16,
    body: String,
    summary: LocalizedText,
    warnings: Vec<Violation>,
}

impl Territory {
    /// Opens the room on its store and its data directory.
    ///
    /// # Errors
    /// The store does not answer, or a descriptor of the folder `zonings` is not well written.
    pub async fn open(database: Database, data: &Path) -> Result<Self, Problem> {
        let mut descriptors = sources::embedded()?;
        for descriptor in added(&data.join("zonings"))? {
            match descriptors.iter_mut().find(|known| known.zoning.id == descriptor.zoning.id) {
                Some(known) => *known = descriptor,
                None => descriptors.push(descriptor),
            }
        }
        let reference = Atlas::reference();
        let territory = Self(Arc::new(Inner {
            database,
            files: data.join("territory"),
            descriptors,
            atlas: Shared::new(Arc::new(reference.clone())),
            reference,
            contours: Shared::new(Arc::new(Contours::default())),
            saved: Shared::new(Arc::default()),
            sources: Shared::new(Arc::default()),
            generation: AtomicU64::new(0),
        }));
        territory.reload().await?;
        Ok(territory)
    }

    /// Everything that is known of communes and zones, at this moment.
    #[must_use]
    pub fn atlas(&self) -> Arc<Atlas> {
        self.0.atlas.load()
    }

    /// The contours of communes, at this moment.
    #[must_use]
    pub fn contours(&self) -> Arc<Contours> {
        self.0.contours.load()
    }

    /// Resolves an expression, saved perimeters included.
    ///
    /// # Errors
    /// As [`Atlas::resolve`].
    pub fn resolve(&self, expression: &str) -> Result<Perimeter, Problem> {
        self.atlas().resolve_with(expression, &self.0.saved.load())
    }

    /// Takes in what another process has written since. Costs one small query when there is nothing.
    ///
    /// # Errors
    /// The store does not answer, or a file it names is gone.
    pub async fn refresh(&self) -> Result<(), Problem> {
        let generation = self.0.database.generation().await?;
        if generation == self.0.generation.load(Ordering::Acquire) {
            return Ok(());
        }
        self.reload().await
    }

    async fn reload(&self) -> Result<(), Problem> {
        let generation = self.0.database.generation().await?;
        let saved = store::perimeters(self.0.database.read()).await.map_err(problem)?;
        // What is private is read by its owner alone, and referred to by nobody.
        let shared = saved.into_iter().filter(|perimeter| perimeter.sharing != Sharing::Private);
        self.0.saved.swap(Arc::new(shared.map(|perimeter| (perimeter.slug, perimeter.expression)).collect()));
        let heads = store::serving(store::heads(self.0.database.read()).await.map_err(problem)?);
        if heads != *self.0.sources.load() {
            self.rebuild(&heads).await?;
            self.0.sources.swap(Arc::new(heads));
        }
        self.0.generation.store(generation, Ordering::Release);
        Ok(())
    }

    /// Makes the atlas and the contours anew from the embedded tables and the kept sources.
    async fn rebuild(&self, heads: &[SourceHead]) -> Result<(), Problem> {
        let mut atlas = self.0.reference.clone();
        let database = self.0.database.read();
        if let Some(head) = heads.iter().find(|head| head.name == HISTORY)
            && let Some(kept) = store::source(database, head).await?
        {
            let changes: Changes = serde_json::from_str(&kept.body).map_err(|error| damaged(&kept.name, &error))?;
            atlas = atlas.with_history(History::new(changes), head.sha256.as_bytes());
        }
        let rank = |head: &SourceHead| self.0.descriptors.iter().position(|descriptor| head.name == zoning_source(&descriptor.zoning.id));
        let mut zonings: Vec<&SourceHead> = heads.iter().filter(|head| head.name.starts_with("zoning:")).collect();
        zonings.sort_by_key(|head| (rank(head).unwrap_or(usize::MAX), &head.name));
        for head in zonings {
            if let Some(kept) = store::source(database, head).await? {
                let data: ZoningData = serde_json::from_str(&kept.body).map_err(|error| damaged(&kept.name, &error))?;
                let zoning = data.zoning(&atlas);
                atlas = atlas.with_zoning(zoning, head.sha256.as_bytes());
            }
        }
        if let Some(head) = heads.iter().find(|head| head.name == CONTOURS)
            && let Some(kept) = store::source(database, head).await?
        {
            let path = self.0.files.join(format!("{}.contours", kept.body));
            self.0.contours.swap(Arc::new(Contours::read(&path, &|key| atlas.locate_key(key))?));
        }
        self.0.atlas.swap(Arc::new(atlas));
        Ok(())
    }

    /// Whether a file is one that this room imports: a zoning, the history of changes, contours.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn recognises(&self, path: &Path) -> Result<bool, Problem> {
        if is_json(path)? {
            return Ok(true);
        }
        let sniffed = sniff(path)?;
        Ok(sources::is_history(&sniffed) || self.0.descriptors.iter().any(|descriptor| descriptor.file.fits(&sniffed)))
    }

    /// Imports a file: the zonings it describes, the history of changes, or contours. The same file again changes nothing.
    ///
    /// # Errors
    /// The viewer may not write, the file is not recognised, or everything that is wrong in it: nothing is kept then.
    pub async fn import(&self, viewer: &Viewer, path: &Path) -> Result<Imported, Problem> {
        viewer.check(&policy::FILE_IMPORT, &[])?;
        let sha256 = digest(path)?;
        self.refresh().await?;
        let known = store::heads(self.0.database.read()).await.map_err(problem)?;
        let checked = self.check(path)?;
        let new: Vec<&Checked> =
            checked.iter().filter(|checked| !known.iter().any(|head| head.name == checked.name && head.sha256 == sha256)).collect();
        let imported = Imported {
            sources: checked.iter().map(|checked| checked.summary.clone()).collect(),
            warnings: checked.iter().flat_map(|checked| checked.warnings.clone()).collect(),
            already: new.is_empty(),
        };
        if new.is_empty() {
            return Ok(imported);
        }
        self.keep(path, &sha256)?;
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let models: Vec<source::Model> = new
            .iter()
            .map(|checked| source::Model {
                name: checked.name.clone(),
                version: 0,
                vintage: i64::from(checked.vintage),
                file_name: file_name.clone(),
                sha256: sha256.clone(),
                body: checked.body.clone(),
                at: 0,
                author: viewer.actor(),
            })
            .collect();
        let names: Vec<String> = models.iter().map(|model| model.name.clone()).collect();
        let record = Record::new("territory.import", "file", &sha256)
            .summary(format!("{file_name}: {}", names.join(", ")))
            .after(json!({ "file": file_name, "sha256": sha256, "sources": names }));
        self.0
            .database
            .write(viewer, |transaction| async move {
                for model in models {
                    store::add_source(&transaction, model).await?;
                }
                Ok(((), record))
            })
            .await?;
        self.reload().await?;
        Ok(imported)
    }

    /// Says what importing a file would bring, and keeps nothing.
    ///
    /// # Errors
    /// As [`Self::import`].
    pub fn verify(&self, path: &Path) -> Result<Imported, Problem> {
        let checked = self.check(path)?;
        Ok(Imported {
            sources: checked.iter().map(|checked| checked.summary.clone()).collect(),
            warnings: checked.into_iter().flat_map(|checked| checked.warnings).collect(),
            already: false,
        })
    }

    /// Reads a file by what it is. Nothing is written but the contours, whose file is named after its content.
    fn check(&self, path: &Path) -> Result<Vec<Checked>, Problem> {
        if is_json(path)? {
            return Ok(vec![self.check_contours(path)?]);
        }
        let sniffed = sniff(path)?;
        if sources::is_history(&sniffed) {
            return Ok(vec![check_history(sources::read_history(path, &sniffed)?)?]);
        }
        let atlas = self.atlas();
        let fitting: Vec<&Descriptor> = self.0.descriptors.iter().filter(|descriptor| descriptor.file.fits(&sniffed)).collect();
        if fitting.is_empty() {
            return Err(not_recognised());
        }
        let mut checked = Vec::new();
        let mut violations = Vec::new();
        let mut unlisted = 0;
        for descriptor in fitting {
            match sources::read_zoning(&atlas, path, &sniffed, descriptor).and_then(check_zoning) {
                Ok(zoning) => checked.push(zoning),
                Err(problem) if problem.kind == Kind::Invalid => {
                    violations.extend(problem.violations);
                    unlisted += problem.unlisted;
                }
                Err(problem) => return Err(problem),
            }
        }
        if violations.is_empty() { Ok(checked) } else { Err(Problem { kind: Kind::Invalid, violations, unlisted }) }
    }

    fn check_contours(&self, path: &Path) -> Result<Checked, Problem> {
        let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
        let atlas = self.atlas();
        let import = Import::read(&bytes, &|key| atlas.locate_key(key))?;
        fs::create_dir_all(&self.0.files).map_err(|error| unwritable(&self.0.files, &error))?;
        let contours = self.contours().with(&import);
        let written = contours.write(&self.0.files)?;
        let count = import.keys().count();
        Ok(Checked {
            name: CONTOURS.to_owned(),
            vintage: 0,
            body: written.sha256,
            summary: LocalizedText::new(format!("Contours de communes\u{202f}: {count}"), format!("Contours of communes: {count}")),
            warnings: Vec::new(),
        })
    }

    /// Keeps a file as received, under its hash.
    fn keep(&self, path: &Path, sha256: &str) -> Result<(), Problem> {
        let files = &self.0.files;
        let target = files.join(sha256);
        if target.exists() {
            return Ok(());
        }
        let copy = || -> io::Result<()> {
            fs::create_dir_all(files)?;
            let partial = files.join(format!("{sha256}.partial"));
            fs::copy(path, &partial)?;
            fs::File::open(&partial)?.sync_all()?;
            fs::rename(&partial, &target)
        };
        copy().map_err(|error| unwritable(files, &error))
    }
}

fn zoning_source(id: &str) -> String {
    format!("zoning:{id}")
}

fn check_history(changes: Changes) -> Result<Checked, Problem> {
    let count: usize = changes.values().map(Vec::len).sum();
    let last = changes.keys().next_back().copied().unwrap_or_default();
    Ok(Checked {
        name: HISTORY.to_owned(),
        vintage: u16::try_from(last / 10_000).unwrap_or_default(),
        body: serde_json::to_string(&changes).map_err(|error| damaged(HISTORY, &error))?,
        summary: LocalizedText::new(
            format!("Historique des communes\u{202f}: {count} changements"),
            format!("History of communes: {count} changes"),
        ),
        warnings: Vec::new(),
    })
}

fn check_zoning(data: ZoningData) -> Result<Checked, Problem> {
    let (header, count) = (&data.header, data.len());
    Ok(Checked {
        name: zoning_source(&header.id),
        vintage: header.vintage,
        body: serde_json::to_string(&data).map_err(|error| damaged(&header.id, &error))?,
        summary: LocalizedText::new(
            format!("{} {}\u{202f}: {count} zones", header.name.fr, header.vintage),
            format!("{} {}: {count} zones", header.name.en, header.vintage),
        ),
        warnings: data.warnings,
    })
}

/// The descriptors that the operator added.
fn added(folder: &Path) -> Result<Vec<Descriptor>, Problem> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        sources::parse(&path.display().to_string(), &text)
    };
    paths.into_iter().map(read).collect()
}

fn not_recognised() -> Problem {
    Problem::invalid(
        "file-not-recognised",
        "Ce fichier n’est ni un zonage, ni l’historique des communes, ni des contours connus\u{202f}: vérifiez ses en-têtes, ou ajoutez une description de zonage.",
        "This file is no known zoning, history of communes or contours: check its headers, or add a zoning descriptor.",
    )
}

fn damaged(name: &str, error: &serde_json::Error) -> Problem {
    tracing::error!(name, %error, "a kept source is not well formed");
    Problem::unavailable(
        format!(
            "La source «\u{202f}{name}\u{202f}» est abîmée dans la base\u{202f}: importez de nouveau son fichier, ou restaurez une sauvegarde."
        ),
        format!("The source “{name}” is damaged in the store: import its file again, or restore a backup."),
    )
}
