//! Everything that is known of communes and zones, at one moment. An atlas never changes: an import makes another.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    fmt::Write,
    sync::{Arc, OnceLock},
};

use bassin_kernel::Problem;
use sha2::{Digest, Sha256};

use crate::{
    history::History,
    model::{Commune, Country, Zone, Zoning},
    reference::{self, Former},
    search::Index,
};

/// The communes of today in hierarchical order (country, region, province or département, EPCI or arrondissement, code), the
/// zonings, and what is known of former codes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Atlas {
    communes: Arc<Vec<Commune>>,
    /// Rows by packed country and code, in order.
    index: Arc<Vec<(u64, u32)>>,
    former: Arc<Vec<Former>>,
    history: Arc<History>,
    zonings: Vec<Arc<Zoning>>,
    hash: [u8; 32],
    /// Built at the first search.
    names: OnceLock<Arc<Index>>,
}

impl Atlas {
    /// The atlas of the embedded tables alone.
    #[must_use]
    pub fn reference() -> Self {
        let reference = reference::load();
        let mut index: Vec<(u64, u32)> =
            (0..).zip(&reference.communes).filter_map(|(row, commune)| Some((packed(commune.country, commune.code)?, row))).collect();
        index.sort_unstable();
        Self {
            communes: Arc::new(reference.communes),
            index: Arc::new(index),
            former: Arc::new(reference::former()),
            history: Arc::new(History::new(BTreeMap::new())),
            zonings: reference.zonings.into_iter().map(Arc::new).collect(),
            hash: reference::fingerprint(),
            names: OnceLock::new(),
        }
    }

    /// Tells two atlases apart: figures put on the rows of one are not to be read with another.
    #[must_use]
    pub fn hash(&self) -> String {
        self.hash.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Folds what an import brought into the hash.
    pub(crate) fn mix(&mut self, bytes: &[u8]) {
        let mut hasher = Sha256::new();
        hasher.update(self.hash);
        hasher.update(bytes);
        self.hash = hasher.finalize().into();
    }

    /// The communes, in order: positions are the rows of the cube's support `communes`.
    #[must_use]
    pub fn communes(&self) -> &[Commune] {
        &self.communes
    }

    /// The commune at a row.
    #[must_use]
    pub fn commune(&self, row: u32) -> Option<&Commune> {
        self.communes.get(row as usize)
    }

    /// How many communes there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32::try_from(self.communes.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is no commune: never, but a length is expected to come with it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.communes.is_empty()
    }

    /// The row of the commune of that key, `FR-67482`.
    #[must_use]
    pub fn row(&self, key: &str) -> Option<u32> {
        let (country, code) = key.split_once('-')?;
        self.row_of(Country::from_code(country)?, code)
    }

    /// The commune of that key and its row.
    pub(crate) fn known(&self, key: &str) -> Result<(u32, &Commune), Problem> {
        self.row(key).and_then(|row| Some((row, self.commune(row)?))).ok_or_else(|| {
            Problem::not_found(
                format!("Aucune commune « {key} » : écrivez par exemple FR-67482."),
                format!("There is no commune “{key}”: write for instance FR-67482."),
            )
        })
    }

    /// The row of the commune of today that a key leads to, be it of a former commune.
    pub(crate) fn locate_key(&self, key: &str) -> Option<u32> {
        let (country, code) = key.split_once('-')?;
        self.locate(Country::from_code(country)?, code, None).row()
    }

    /// The row of the commune of that code, today.
    #[must_use]
    pub fn row_of(&self, country: Country, code: &str) -> Option<u32> {
        let wanted = packed(country, code)?;
        let position = self.index.binary_search_by_key(&wanted, |entry| entry.0).ok()?;
        self.index.get(position).map(|entry| entry.1)
    }

    /// The zonings: built-in ones from the widest to the narrowest, then imported ones.
    pub fn zonings(&self) -> impl ExactSizeIterator<Item = &Zoning> + DoubleEndedIterator {
        self.zonings.iter().map(AsRef::as_ref)
    }

    /// The zoning of that id.
    #[must_use]
    pub fn zoning(&self, id: &str) -> Option<&Zoning> {
        self.zonings().find(|zoning| zoning.id() == id)
    }

    /// The zoning at a position.
    pub(crate) fn zoning_at(&self, position: u32) -> Option<&Zoning> {
        self.zonings.get(position as usize).map(AsRef::as_ref)
    }

    pub(crate) fn names(&self) -> &Index {
        self.names.get_or_init(|| Arc::new(Index::new(self)))
    }

    /// A zone, by zoning and code.
    #[must_use]
    pub fn zone(&self, zoning: &str, code: &str) -> Option<&Zone> {
        self.zoning(zoning)?.zone(code)
    }

    /// The zone of a zoning that holds a commune.
    #[must_use]
    pub fn zone_of(&self, row: u32, zoning: &str) -> Option<&Zone> {
        self.zoning(zoning)?.zone_of(row)
    }

    /// What the embedded tables say of a French code that is not a commune today.
    pub(crate) fn former(&self, code: &str) -> Option<&Former> {
        let position = self.former.binary_search_by(|former| former.code.cmp(code)).ok()?;
        self.former.get(position)
    }

    /// How communes changed over time.
    pub(crate) fn history(&self) -> &History {
        &self.history
    }

    /// The same atlas with a history of changes in place of the one it has.
    #[must_use]
    pub(crate) fn with_history(mut self, history: History, fingerprint: &[u8]) -> Self {
        self.history = Arc::new(history);
        self.mix(fingerprint);
        self
    }

    /// The same atlas with one more zoning, in place of the one of the same id if there is one. Built-in zonings keep their places.
    #[must_use]
    pub(crate) fn with_zoning(mut self, zoning: Zoning, fingerprint: &[u8]) -> Self {
        let zoning = Arc::new(zoning);
        match self.zonings.iter_mut().find(|known| known.id() == zoning.id()) {
            Some(known) => *known = zoning,
            None => self.zonings.push(zoning),
        }
        self.names = OnceLock::new();
        self.mix(fingerprint);
        self
    }

    /// Every former code and name.
    pub(crate) fn all_former(&self) -> &[Former] {
        &self.former
    }

    /// Puts rows in the order in which a reader expects them: the most populated first, unknown populations last.
    pub(crate) fn by_population(&self, rows: &mut [u32]) {
        rows.sort_by_key(|&row| (Reverse(self.commune(row).and_then(|commune| commune.population)), row));
    }
}

/// Country and code in one integer; `None` for what is too long to be a code.
fn packed(country: Country, code: &str) -> Option<u64> {
    if code.is_empty() || code.len() > 7 {
        return None;
    }
    let start = match country {
        Country::France => 1,
        Country::Belgium => 2,
    };
    Some(code.bytes().fold(start, |packed, byte| packed << 8 | u64::from(byte.to_ascii_uppercase())))
}
