//! Dataset descriptors: how a published file is written and what its columns mean, as data.
//!
//! A descriptor is a TOML file, `data/datasets/ID.toml` for those Bassin ships, `datasets/ID.toml` in the data directory for those
//! a user adds. Its shape is documented in `data/README.md`. A text that has not the shape is refused at the first place where it departs
//! from it; one that has it, for everything that is wrong with it.

mod check;
mod shape;
mod wording;

use std::{path::Path, sync::Arc};

use bassin_kernel::{Kind, Problem};
use sha2::{Digest, Sha256};

pub(crate) use wording::misshapen;

pub use shape::{
    Absent, Code, Condition, Descriptor, Dimension, Duplicates, FileShape, Format, Geography, MarkedAs, Measure, MeasureColumn,
    MeasureKind, PeriodFormat, PeriodSource, Policy, Source, Strip, Test,
};

/// A descriptor with the text it was read from, which is kept with every version of the dataset.
#[derive(Debug, Clone)]
pub struct Described {
    /// What it says.
    pub descriptor: Descriptor,
    /// The TOML text.
    pub text: String,
    /// The SHA-256 of the text, in hexadecimal.
    pub sha256: String,
}

impl Described {
    /// Reads the text of the file `name`.
    ///
    /// # Errors
    /// Everything that is wrong with it, with the file, the key and what is accepted.
    pub fn parse(name: &str, text: &str) -> Result<Self, Problem> {
        let descriptor: Descriptor =
            toml::from_str(text).map_err(|error| Problem::new(Kind::Invalid, vec![misshapen(name, text, &error)]))?;
        let violations = check::violations(name, &descriptor);
        if violations.is_empty() {
            Ok(Self { descriptor, text: text.to_owned(), sha256: sha256(text.as_bytes()) })
        } else {
            Err(Problem::new(Kind::Invalid, violations))
        }
    }
}

/// The SHA-256 of `bytes` in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// `bytes` in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every dataset that can be imported, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct Descriptors(Vec<Arc<Described>>);

impl Descriptors {
    /// The embedded descriptors (file name and text), then those of `folder` when it exists.
    ///
    /// # Errors
    /// Everything that is wrong in any of them, and ids taken twice.
    pub fn load(embedded: &[(&str, &str)], folder: Option<&Path>) -> Result<Self, Problem> {
        let mut files: Vec<(String, String)> = embedded.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        if let Some(folder) = folder {
            files.extend(texts(folder)?);
        }
        let mut problems = Problem::new(Kind::Invalid, Vec::new());
        let mut read: Vec<Arc<Described>> = Vec::new();
        for (name, text) in files {
            match Described::parse(&name, &text) {
                Ok(described) if read.iter().any(|other| other.descriptor.id == described.descriptor.id) => {
                    problems.violations.push(check::id_taken(&name, &described.descriptor.id));
                }
                Ok(described) => read.push(Arc::new(described)),
                Err(problem) => problems.violations.extend(problem.violations),
            }
        }
        if !problems.violations.is_empty() {
            return Err(problems);
        }
        read.sort_by(|a, b| a.descriptor.id.cmp(&b.descriptor.id));
        Ok(Self(read))
    }

    /// The descriptors.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Described>> {
        self.0.iter()
    }

    /// The descriptor of a dataset.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Described>> {
        self.0.iter().find(|described| described.descriptor.id == id)
    }
}

/// The TOML files of a folder, by name; none when the folder does not exist.
pub(crate) fn texts(folder: &Path) -> Result<Vec<(String, String)>, Problem> {
    let unreadable = |error: std::io::Error| {
        let path = folder.display();
        Problem::unavailable(
            format!(
                "Le dossier « {path} » ou l’un de ses fichiers TOML ne peut pas être lu\u{202f}: {error}. Vérifiez vos droits et l’encodage, UTF-8."
            ),
            format!("The folder “{path}” or one of its TOML files cannot be read: {error}. Check your rights and the encoding, UTF-8."),
        )
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).map_err(unreadable)?));
        }
    }
    found.sort();
    Ok(found)
}
