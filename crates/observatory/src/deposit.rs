//! Files handed over through the portal: received in pieces, examined, then imported when their owner says so.
//!
//! A *deposit* is a folder of its own below `deposits`, named by an id that the page drew: the file as far as it has come, what was told
//! of it, and what became of it. Its size on disk is how far it has come, so that a sending cut anywhere goes on from there. The report
//! is the one of the command line: the same functions read the file.

mod folder;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bassin_kernel::{Kind, LocalizedText, Problem, Timestamp, Viewer};
use bassin_web::upload::{UploadedFile, plain_name};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    Observatory,
    import::{Finding, Outcome, Progress, apart},
    policy,
};
pub(crate) use folder::Folder;

/// The bytes of the largest file taken.
pub const LARGEST: u64 = 2 << 30;
/// The most deposits that somebody may have at once.
const MOST: usize = 20;
/// After how many days a deposit that nobody finished is removed.
const KEPT: i64 = 7;
/// How long a page waits for what is going on before it says how far it is.
const PATIENCE: Duration = Duration::from_secs(4);

/// A file being handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    /// Its id.
    pub id: Uuid,
    /// Who hands it over, as in the journal.
    pub owner: String,
    /// The name of the file.
    pub name: String,
    /// The size of the whole file.
    pub size: u64,
    /// When the file was last changed where it comes from, to tell it from another of the same name; 0 when not told.
    pub modified: u64,
    /// When it was begun.
    pub begun: Timestamp,
    /// How much of it has come.
    #[serde(skip)]
    pub received: u64,
}

impl Deposit {
    /// Whether the whole file is there.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.received == self.size
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It can be imported.
    Fit,
    /// It cannot.
    Refused,
    /// It was.
    Imported,
    /// It had been already.
    Same,
}

/// What is told of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What became of it.
    pub fate: Fate,
    /// What it brings, one line a source.
    pub what: Vec<LocalizedText>,
    /// The dataset, when it holds figures.
    pub dataset: Option<String>,
    /// The rows of data read.
    pub rows: u64,
    /// The figures it holds.
    pub figures: u64,
    /// Why it is refused.
    pub problem: Option<Problem>,
    /// What a reader should know of it.
    pub findings: Vec<Finding>,
}

/// How a deposit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Part of the file is still to come.
    Partial,
    /// The file is being read: bytes done, of how many (0 when not known).
    Working(u64, u64),
    /// It was read.
    Told(Box<Told>),
}

/// The deposits of this process.
pub(crate) struct Deposits {
    folder: Folder,
    running: Mutex<HashMap<Uuid, Arc<Work>>>,
}

/// Something going on, whose end is watched.
struct Work {
    done: AtomicU64,
    total: AtomicU64,
    ended: watch::Sender<bool>,
}

impl Deposits {
    pub(crate) fn new(data: &Path) -> Self {
        Self { folder: Folder::new(data.join("deposits")), running: Mutex::default() }
    }

    fn running(&self, id: Uuid) -> Option<Arc<Work>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }
}

impl Observatory {
    /// Begins to receive a file. The same id for the same file goes on with it.
    ///
    /// # Errors
    /// The viewer may not import, the file has no name or an impossible size, too many deposits wait.
    pub async fn begin_deposit(&self, viewer: &Viewer, id: Uuid, name: &str, size: u64, modified: u64) -> Result<Deposit, Problem> {
        viewer.check(&policy::FILE_IMPORT, &[])?;
        let now = self.database().clock().now();
        let deposit = Deposit { id, owner: viewer.actor(), name: plain_name(name), size, modified, begun: now, received: 0 };
        if deposit.name.is_empty() || deposit.name.starts_with('.') || size == 0 {
            return Err(Problem::invalid("file-empty", "Le fichier est vide ou n’a pas de nom.", "The file is empty or has no name."));
        }
        if size > LARGEST {
            return Err(Problem::one(Kind::TooLarge, "file-too-large", "Le fichier dépasse 2 Go.", "The file is larger than 2 GB."));
        }
        let folder = self.deposits_kept().folder.clone();
        apart(move || {
            let (all, old) = folder.all()?.into_iter().partition::<Vec<_>, _>(|one| (now - one.begun).num_days() < KEPT);
            for one in old {
                folder.remove(one.id)?;
            }
            if let Some(known) = all.iter().find(|one| one.id == deposit.id) {
                let same = (&known.owner, &known.name, known.size) == (&deposit.owner, &deposit.name, deposit.size);
                return if same { Ok(known.clone()) } else { Err(missing()) };
            }
            if all.iter().filter(|one| one.owner == deposit.owner).count() >= MOST {
                return Err(Problem::invalid(
                    "deposits-too-many",
                    "Trop d’envois attendent déjà : terminez-les ou abandonnez-les.",
                    "Too many uploads are already waiting: finish them or give them up.",
                ));
            }
            folder.begin(&deposit)?;
            Ok(deposit)
        })
        .await
    }

    /// The folder that files are received in, made when it is not there.
    pub(crate) fn deposits_folder(&self) -> Result<PathBuf, Problem> {
        self.deposits_kept().folder.made().map(Path::to_owned)
    }

    /// Takes a file that came whole.
    ///
    /// # Errors
    /// As [`Self::begin_deposit`].
    pub async fn take_deposit(&self, viewer: &Viewer, id: Uuid, file: UploadedFile) -> Result<Deposit, Problem> {
        let mut deposit = self.begin_deposit(viewer, id, &file.name, file.size, 0).await?;
        file.keep(&self.deposits_kept().folder.file(&deposit))?;
        deposit.received = deposit.size;
        Ok(deposit)
    }

    /// A deposit of the viewer's.
    ///
    /// # Errors
    /// The viewer may not import, or has no such deposit.
    pub async fn deposit(&self, viewer: &Viewer, id: Uuid) -> Result<Deposit, Problem> {
        viewer.check(&policy::FILE_IMPORT, &[])?;
        let (folder, owner) = (self.deposits_kept().folder.clone(), viewer.actor());
        apart(move || folder.read(id)?.filter(|deposit| deposit.owner == owner).ok_or_else(missing)).await
    }

    /// Every deposit of the viewer's, the oldest first.
    ///
    /// # Errors
    /// The viewer may not import, or the folder cannot be read.
    pub async fn deposits(&self, viewer: &Viewer) -> Result<Vec<Deposit>, Problem> {
        viewer.check(&policy::FILE_IMPORT, &[])?;
        let (folder, owner) = (self.deposits_kept().folder.clone(), viewer.actor());
        apart(move || {
            let mut own: Vec<Deposit> = folder.all()?.into_iter().filter(|deposit| deposit.owner == owner).collect();
            own.sort_by_key(|deposit| deposit.begun);
            Ok(own)
        })
        .await
    }

    /// Adds a piece that begins at `offset`. A piece sent twice is the same as once.
    ///
    /// # Errors
    /// The piece does not follow what has come ([`Kind::Conflict`]: ask how far it is), or goes beyond the end.
    pub async fn add_piece(
        &self,
        viewer: &Viewer,
        id: Uuid,
        offset: u64,
        piece: impl AsRef<[u8]> + Send + 'static,
    ) -> Result<Deposit, Problem> {
        let deposit = self.deposit(viewer, id).await?;
        let end = offset.saturating_add(piece.as_ref().len() as u64);
        if deposit.is_whole() || offset > deposit.received || end > deposit.size {
            return Err(Problem::one(
                Kind::Conflict,
                "piece-misplaced",
                "Ce morceau ne fait pas suite à ce qui a été reçu.",
                "This piece does not follow what was received.",
            ));
        }
        let folder = self.deposits_kept().folder.clone();
        apart(move || {
            folder.write(&deposit, offset, piece.as_ref())?;
            folder.read(id)?.ok_or_else(missing)
        })
        .await
    }

    /// Gives a deposit up.
    ///
    /// # Errors
    /// The viewer has no such deposit.
    pub async fn remove_deposit(&self, viewer: &Viewer, id: Uuid) -> Result<(), Problem> {
        self.deposit(viewer, id).await?;
        let folder = self.deposits_kept().folder.clone();
        apart(move || folder.remove(id)).await
    }

    /// How a deposit stands: what is told of it, once it is whole. Examines it the first time.
    ///
    /// # Errors
    /// The viewer has no such deposit.
    pub async fn examine_deposit(&self, viewer: &Viewer, id: Uuid) -> Result<Standing, Problem> {
        let deposit = self.deposit(viewer, id).await?;
        if !deposit.is_whole() {
            return Ok(Standing::Partial);
        }
        self.stand(viewer, deposit, false).await
    }

    /// Imports a deposit that was examined and found fit.
    ///
    /// # Errors
    /// The viewer has no such deposit, or it is not fit.
    pub async fn import_deposit(&self, viewer: &Viewer, id: Uuid) -> Result<Standing, Problem> {
        let deposit = self.deposit(viewer, id).await?;
        match self.examine_deposit(viewer, id).await? {
            Standing::Told(told) if told.fate == Fate::Fit => self.stand(viewer, deposit, true).await,
            other => Ok(other),
        }
    }

    /// What was told of a deposit already, or what is found out now: examining it, or importing it. The work goes on when nobody waits.
    async fn stand(&self, viewer: &Viewer, deposit: Deposit, import: bool) -> Result<Standing, Problem> {
        let (kept, id) = (self.deposits_kept(), deposit.id);
        let work = match kept.running(id) {
            Some(work) => work,
            None => match kept.folder.told(id)? {
                Some(told) if !(import && told.fate == Fate::Fit) => return Ok(Standing::Told(Box::new(told))),
                _ => self.begin_work(viewer.clone(), deposit, import),
            },
        };
        let ended = async {
            let mut ended = work.ended.subscribe();
            let _ = ended.wait_for(|ended| *ended).await;
        };
        if tokio::time::timeout(PATIENCE, ended).await.is_err() {
            return Ok(Standing::Working(work.done.load(Ordering::Relaxed), work.total.load(Ordering::Relaxed)));
        }
        let told = kept.folder.told(id)?.ok_or_else(|| {
            Problem::unavailable(
                "Le fichier n’a pas pu être lu jusqu’au bout. Rechargez la page dans quelques minutes.",
                "The file could not be read to its end. Reload the page in a few minutes.",
            )
        })?;
        Ok(Standing::Told(Box::new(told)))
    }

    fn begin_work(&self, viewer: Viewer, deposit: Deposit, import: bool) -> Arc<Work> {
        let work = Arc::new(Work { done: AtomicU64::new(0), total: AtomicU64::new(0), ended: watch::channel(false).0 });
        let kept = self.deposits_kept();
        kept.running.lock().unwrap_or_else(PoisonError::into_inner).insert(deposit.id, Arc::clone(&work));
        let (observatory, known) = (self.clone(), Arc::clone(&work));
        tokio::spawn(async move {
            let path = observatory.deposits_kept().folder.file(&deposit);
            let told = if import { observatory.bring_in(&viewer, &path, &known).await } else { observatory.look_at(&path, &known).await };
            let told = told.or_else(Told::refused);
            let kept = observatory.deposits_kept();
            // What the surroundings are at fault for is told to the log, and tried again when somebody asks.
            if let Err(problem) = told.and_then(|told| kept.folder.tell(deposit.id, &told)) {
                tracing::error!(%problem, "a file handed over could not be read");
            }
            kept.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&deposit.id);
            known.ended.send_replace(true);
        });
        work
    }

    /// What a file would give.
    async fn look_at(&self, path: &Path, work: &Arc<Work>) -> Result<Told, Problem> {
        if self.is_territory(path).await? {
            let (territory, path) = (self.territory().clone(), path.to_owned());
            let imported = apart(move || territory.verify(&path)).await?;
            return Ok(Told::territory(Fate::Fit, imported));
        }
        let checked = self.check(path, work.progress()).await?;
        let report = checked.report;
        Ok(Told { rows: report.rows, figures: report.figures, findings: report.findings, ..self.told_of(Fate::Fit, &checked.dataset) })
    }

    /// Imports a file, and makes again the figures that follow the geography it changes.
    async fn bring_in(&self, viewer: &Viewer, path: &Path, work: &Arc<Work>) -> Result<Told, Problem> {
        if self.is_territory(path).await? {
            let imported = self.territory().import(viewer, path).await?;
            let fate = if imported.already { Fate::Same } else { Fate::Imported };
            self.rebuild(viewer).await?;
            return Ok(Told::territory(fate, imported));
        }
        let outcome = self.import(viewer, path, work.progress()).await?;
        let fate = if matches!(outcome, Outcome::Imported(_)) { Fate::Imported } else { Fate::Same };
        let version = outcome.version();
        let report = version.report.clone();
        Ok(Told { rows: version.rows, figures: version.figures, findings: report.findings, ..self.told_of(fate, &version.dataset) })
    }

    async fn is_territory(&self, path: &Path) -> Result<bool, Problem> {
        let (territory, path) = (self.territory().clone(), path.to_owned());
        // A file that cannot be told apart is refused with the words of figures.
        apart(move || Ok(territory.recognises(&path).unwrap_or(false))).await
    }

    fn told_of(&self, fate: Fate, dataset: &str) -> Told {
        let title = self.descriptors().get(dataset).map(|described| described.descriptor.title.clone());
        Told {
            fate,
            what: title.into_iter().collect(),
            dataset: Some(dataset.to_owned()),
            rows: 0,
            figures: 0,
            problem: None,
            findings: Vec::new(),
        }
    }
}

impl Work {
    fn progress(self: &Arc<Self>) -> Progress {
        let work = Arc::clone(self);
        Arc::new(move |done, total| {
            work.done.store(done, Ordering::Relaxed);
            work.total.store(total, Ordering::Relaxed);
        })
    }
}

impl Told {
    fn territory(fate: Fate, imported: bassin_territory::Imported) -> Self {
        let warning = |violation| Finding { severity: crate::import::Severity::Warning, violation };
        Self {
            fate,
            what: imported.sources,
            dataset: None,
            rows: 0,
            figures: 0,
            problem: None,
            findings: imported.warnings.into_iter().map(warning).collect(),
        }
    }

    /// What is told of a file at fault; the surroundings' faults stay problems.
    fn refused(problem: Problem) -> Result<Self, Problem> {
        if problem.kind == Kind::Unavailable {
            return Err(problem);
        }
        Ok(Self { fate: Fate::Refused, what: Vec::new(), dataset: None, rows: 0, figures: 0, problem: Some(problem), findings: Vec::new() })
    }
}

fn missing() -> Problem {
    Problem::not_found(
        "Cet envoi n’existe pas ou plus : au bout d’une semaine, un envoi inachevé est effacé.",
        "There is no such upload, or not any more: one that is not finished is removed after a week.",
    )
}
