//! The room's state: what is described, what is imported, and the snapshot every reader sees.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use bassin_database::Database;
use bassin_kernel::{Language, LocalizedText, Problem, Timestamp, Viewer};
use bassin_statistics::{Cube, Shared};
use bassin_territory::{Atlas, Perimeter, Territory, contours::Contours};

use crate::{
    deposit::Deposits,
    descriptor::{self, Described, Descriptors},
    embedded,
    figures::Figures,
    import::{Checked, Datasets, Outcome, Progress},
    indicator::Indicators,
    portrait::{self, Citations, Portrait, SourceNote},
    store::Version,
};

/// For how many seconds readers keep the old figures while another process makes them again.
const PATIENCE: i64 = 60;
/// How many portraits and pages are kept ready.
const READY: usize = 64;

/// A page kept ready: its content, and the contours its map was drawn with.
pub(crate) struct ReadyPage {
    pub contours: Arc<Contours>,
    pub label: String,
    pub body: String,
}

/// The observatory of an installation. Cheap to clone: clones share everything.
#[derive(Clone)]
pub struct Observatory(Arc<Inner>);

struct Inner {
    database: Database,
    territory: Territory,
    datasets: Datasets,
    indicators: Arc<Indicators>,
    snapshot: Shared<Snapshot>,
    deposits: Deposits,
    /// Since when which figures are behind the geography.
    waiting: Mutex<Option<(Timestamp, String)>>,
}

/// The figures, the geography they follow and the labels of their members, all of one moment.
struct Snapshot {
    cube: Arc<Cube>,
    atlas: Arc<Atlas>,
    labels: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
    /// Portraits of this moment, by canonical expression.
    ready: Mutex<HashMap<String, Arc<Portrait>>>,
    /// Pages of this moment, by canonical expression and language.
    pages: Mutex<HashMap<(String, Language), Arc<ReadyPage>>>,
}

/// What is kept under `key`, or what `make` gives, kept when there is room: when there is none, everything else goes.
fn kept<K: Eq + Hash, V>(ready: &Mutex<HashMap<K, Arc<V>>>, key: K, fresh: impl Fn(&V) -> bool, make: impl FnOnce() -> V) -> Arc<V> {
    let ready = || ready.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(value) = ready().get(&key).filter(|value| fresh(value)) {
        return Arc::clone(value);
    }
    let value = Arc::new(make());
    let mut ready = ready();
    if ready.len() >= READY {
        ready.clear();
    }
    ready.insert(key, Arc::clone(&value));
    value
}

impl Snapshot {
    fn new(cube: Arc<Cube>, atlas: Arc<Atlas>, versions: Vec<Version>) -> Arc<Self> {
        let labels = versions.into_iter().map(|version| (version.dataset, version.labels)).collect();
        Arc::new(Self { cube, atlas, labels, ready: Mutex::default(), pages: Mutex::default() })
    }
}

impl Observatory {
    /// Opens the observatory of the data directory `data`: on the first start, imports the figures that come with Bassin; when the
    /// communes or a descriptor changed since, makes the figures again from the files received.
    ///
    /// # Errors
    /// A descriptor or an indicator is wrong, the store does not answer, a block is damaged.
    pub async fn open(database: Database, territory: Territory, data: &Path) -> Result<Self, Problem> {
        let datasets = Datasets::open(database.clone(), data, &embedded::DESCRIPTORS)?;
        let indicators = Arc::new(read_indicators(&data.join("indicators"))?.over(datasets.descriptors())?);
        let atlas = territory.atlas();
        datasets.import_embedded(&atlas, &embedded::FILES).await?;
        let snapshot = Shared::new(Snapshot::new(datasets.cube(), Arc::clone(&atlas), Vec::new()));
        let deposits = Deposits::new(data);
        let observatory =
            Self(Arc::new(Inner { database, territory, datasets, indicators, snapshot, deposits, waiting: Mutex::default() }));
        observatory.rebuild(&Viewer::System).await?;
        observatory.0.datasets.sweep().await?;
        Ok(observatory)
    }

    /// Takes in what another process has imported. While it is still making figures again for a new geography, readers keep the old ones.
    ///
    /// # Errors
    /// The store does not answer, or a block is damaged.
    pub async fn refresh(&self) -> Result<(), Problem> {
        let atlas = self.0.territory.atlas();
        let versions = self.0.datasets.active().await?;
        // A version whose descriptor is gone cannot be made again: the others do not wait for it.
        let readable = versions.iter().filter(|version| self.descriptors().get(&version.dataset).is_some());
        let behind: Vec<&str> =
            readable.filter(|version| version.geography != atlas.hash()).map(|version| version.dataset.as_str()).collect();
        if !behind.is_empty() && self.is_patient(&behind) {
            return Ok(());
        }
        self.0.datasets.refresh(&atlas).await?;
        let shown = self.0.snapshot.load();
        let cube = self.0.datasets.cube();
        if !Arc::ptr_eq(&shown.cube, &cube) || shown.atlas.hash() != atlas.hash() {
            self.0.snapshot.swap(Snapshot::new(cube, atlas, versions));
        }
        Ok(())
    }

    /// Whether to wait a while longer for figures that another process is making again.
    fn is_patient(&self, behind: &[&str]) -> bool {
        let now = self.0.database.clock().now();
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let names = behind.join(" ");
        match &*waiting {
            Some((since, known)) if *known == names => (now - *since).num_seconds() < PATIENCE,
            _ => {
                *waiting = Some((now, names));
                true
            }
        }
    }

    /// Makes again the figures whose geography or descriptor changed. Says which could not be.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn rebuild(&self, viewer: &Viewer) -> Result<Vec<(String, Problem)>, Problem> {
        let atlas = self.0.territory.atlas();
        let (_, failed) = self.0.datasets.rebuild(viewer, &atlas).await?;
        let versions = self.0.datasets.active().await?;
        self.0.snapshot.swap(Snapshot::new(self.0.datasets.cube(), atlas, versions));
        for (dataset, problem) in &failed {
            tracing::warn!(dataset, %problem, "figures could not be made again");
        }
        Ok(failed)
    }

    /// Imports a file, whole or not at all.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub async fn import(&self, viewer: &Viewer, path: &Path, progress: Progress) -> Result<Outcome, Problem> {
        let outcome = self.0.datasets.import(viewer, &self.0.territory.atlas(), path, progress).await?;
        self.refresh().await?;
        Ok(outcome)
    }

    /// Says what importing a file would give, and keeps nothing.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub async fn check(&self, path: &Path, progress: Progress) -> Result<Checked, Problem> {
        self.0.datasets.check(&self.0.territory.atlas(), path, progress).await
    }

    /// Every version of a dataset, the newest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn versions(&self, dataset: &str) -> Result<Vec<Version>, Problem> {
        self.0.datasets.versions(dataset).await
    }

    /// The versions whose figures are shown, by dataset.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn active(&self) -> Result<Vec<Version>, Problem> {
        self.0.datasets.active().await
    }

    /// Verifies the digest of every block of the cube, and says how many there are.
    ///
    /// # Errors
    /// A block is damaged.
    pub fn verify(&self) -> Result<usize, Problem> {
        let cube = Arc::clone(&self.0.snapshot.load().cube);
        let mut verified = 0;
        for dataset in cube.datasets() {
            for block in dataset.blocks.iter().filter_map(|block| cube.block(&dataset.id, &block.support)) {
                block.verify().map_err(|error| error.problem())?;
                verified += 1;
            }
        }
        Ok(verified)
    }

    /// Files being handed over.
    pub(crate) fn deposits_kept(&self) -> &Deposits {
        &self.0.deposits
    }

    /// The store.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// The territories.
    #[must_use]
    pub fn territory(&self) -> &Territory {
        &self.0.territory
    }

    /// Every dataset that can be read.
    #[must_use]
    pub fn descriptors(&self) -> &Descriptors {
        self.0.datasets.descriptors()
    }

    /// Every indicator.
    #[must_use]
    pub fn indicators(&self) -> &Indicators {
        &self.0.indicators
    }

    /// The figures of this moment, with the geography they follow.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let snapshot = self.0.snapshot.load();
        Figures::new(Arc::clone(&snapshot.cube), Arc::clone(&snapshot.atlas))
    }

    /// The portrait of a perimeter at this moment.
    #[must_use]
    pub fn portrait(&self, perimeter: &Perimeter) -> Arc<Portrait> {
        let snapshot = self.0.snapshot.load();
        let draw = || {
            let figures = Figures::new(Arc::clone(&snapshot.cube), Arc::clone(&snapshot.atlas));
            portrait::draw(&figures, &self.0.indicators, self, perimeter)
        };
        // Notes on what was written do not come with the canonical form: such a portrait is its own.
        if perimeter.notes(&snapshot.atlas).is_empty() {
            kept(&snapshot.ready, perimeter.canonical.clone(), |_| true, draw)
        } else {
            Arc::new(draw())
        }
    }

    /// The page of a portrait in a language, kept ready while neither figures nor contours change.
    pub(crate) fn ready_page(
        &self,
        portrait: &Portrait,
        language: Language,
        make: impl FnOnce(Arc<Contours>) -> ReadyPage,
    ) -> Arc<ReadyPage> {
        let contours = self.0.territory.contours();
        if !portrait.perimeter.notes.is_empty() {
            return Arc::new(make(contours));
        }
        let key = (portrait.perimeter.expression.clone(), language);
        let fresh = |page: &ReadyPage| Arc::ptr_eq(&page.contours, &contours);
        kept(&self.0.snapshot.load().pages, key, fresh, || make(Arc::clone(&contours)))
    }
}

impl Citations for Observatory {
    fn source(&self, dataset: &str) -> Option<SourceNote> {
        self.descriptors().get(dataset).map(|described| note(described))
    }

    fn label(&self, dataset: &str, dimension: &str, code: &str) -> Option<LocalizedText> {
        let described = self.descriptors().get(dataset)?;
        let fixed = described.descriptor.dimensions.iter().find(|known| known.id == dimension).and_then(|known| known.members.get(code));
        if let Some(label) = fixed {
            return Some(label.clone());
        }
        let snapshot = self.0.snapshot.load();
        snapshot.labels.get(dataset)?.get(dimension)?.get(code).map(LocalizedText::same)
    }
}

fn note(described: &Described) -> SourceNote {
    let descriptor = &described.descriptor;
    SourceNote {
        dataset: descriptor.id.clone(),
        title: descriptor.title.clone(),
        citation: LocalizedText::new(&descriptor.source.fr, &descriptor.source.en),
        url: descriptor.source.url.clone(),
        producer: descriptor.producer.clone(),
        licence: descriptor.licence.clone(),
        vintage: descriptor.vintage,
        notes: descriptor.notes.clone(),
    }
}

/// The indicators that come with Bassin, then those of `folder` when it exists.
fn read_indicators(folder: &Path) -> Result<Indicators, Problem> {
    let own = descriptor::texts(folder)?;
    let own = own.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Indicators::read(embedded::INDICATORS.into_iter().chain(own))
}
