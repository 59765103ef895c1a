//! A snapshot of all figures, and its replacement while readers work.

use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::{Block, BlockError};

/// What a snapshot is made of. It is all that has to be stored: everything it names is immutable.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Rises by one with each snapshot.
    pub generation: u64,
    /// The digest of the communes and zonings whose rows the blocks follow.
    pub geography: String,
    /// The datasets, in the order of their identifiers.
    pub datasets: Vec<ManifestDataset>,
}

/// A dataset in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestDataset {
    /// Its identifier.
    pub id: String,
    /// Rises by one with each file accepted.
    pub version: u32,
    /// The digest of the file as received.
    pub file_sha256: String,
    /// Its figures, by support.
    pub blocks: Vec<ManifestBlock>,
}

/// A block in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestBlock {
    /// What its rows are: `communes`, or the identifier of a zoning.
    pub support: String,
    /// The name of the file in the cube's folder.
    pub file: String,
    /// The checksum of its content.
    pub sha256: String,
}

/// All blocks of a snapshot, mapped; immutable.
#[derive(Debug)]
pub struct Cube {
    manifest: Manifest,
    blocks: BTreeMap<String, BTreeMap<String, Block>>,
}

impl Cube {
    /// Opens every block of a manifest in `folder`.
    ///
    /// # Errors
    /// A block is absent, damaged, or not the one the manifest names.
    pub fn open(folder: &Path, manifest: &Manifest) -> Result<Self, BlockError> {
        let mut blocks: BTreeMap<String, BTreeMap<String, Block>> = BTreeMap::new();
        for dataset in &manifest.datasets {
            for named in &dataset.blocks {
                let block = open_named(folder, named)?;
                blocks.entry(dataset.id.clone()).or_default().insert(named.support.clone(), block);
            }
        }
        Ok(Self { manifest: manifest.clone(), blocks })
    }

    /// What the snapshot is made of.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The figures of a dataset at one support.
    pub fn block(&self, dataset: &str, support: &str) -> Option<&Block> {
        self.blocks.get(dataset)?.get(support)
    }

    /// The datasets of the snapshot.
    pub fn datasets(&self) -> &[ManifestDataset] {
        &self.manifest.datasets
    }
}

fn open_named(folder: &Path, named: &ManifestBlock) -> Result<Block, BlockError> {
    let name = Path::new(&named.file);
    let path = folder.join(name);
    if !matches!(name.components().collect::<Vec<_>>()[..], [Component::Normal(_)]) {
        return Err(BlockError::damaged(&path, "a block lies in the cube’s own folder"));
    }
    let block = Block::open(&path)?;
    if block.sha256() == named.sha256 { Ok(block) } else { Err(BlockError::damaged(&path, "it is not the block that the manifest names")) }
}

/// A value that many read while one replaces it: readers in flight keep the one they loaded.
#[derive(Debug)]
pub struct Shared<T> {
    current: RwLock<Arc<T>>,
}

impl<T> Shared<T> {
    /// Shares a first value.
    pub fn new(first: Arc<T>) -> Self {
        Self { current: RwLock::new(first) }
    }

    /// The current value; the lock is held only for as long as it takes to count one more reader.
    pub fn load(&self) -> Arc<T> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces it for those who load from now on, and gives back the one replaced.
    pub fn swap(&self, next: Arc<T>) -> Arc<T> {
        std::mem::replace(&mut self.current.write().unwrap_or_else(PoisonError::into_inner), next)
    }
}
