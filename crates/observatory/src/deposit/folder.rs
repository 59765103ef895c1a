//! Where deposits are: `deposits/ID/` holds `deposit.json`, `told.json` and `file/NAME`.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use bassin_kernel::Problem;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Deposit, Told};

/// The folder of deposits.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// The folder itself, made when it is not there.
    pub(crate) fn made(&self) -> Result<&Path, Problem> {
        fs::create_dir_all(&self.0).map_err(|error| unwritten(&error))?;
        Ok(&self.0)
    }

    fn of(&self, id: Uuid) -> PathBuf {
        self.0.join(id.to_string())
    }

    /// Where the file of a deposit is. The name is a plain one.
    pub(crate) fn file(&self, deposit: &Deposit) -> PathBuf {
        self.of(deposit.id).join("file").join(&deposit.name)
    }

    pub(crate) fn begin(&self, deposit: &Deposit) -> Result<(), Problem> {
        let begin = || -> io::Result<()> {
            fs::create_dir_all(self.of(deposit.id).join("file"))?;
            File::create(self.file(deposit))?;
            put(&self.of(deposit.id).join("deposit.json"), deposit)
        };
        begin().map_err(|error| unwritten(&error))
    }

    /// A deposit, with how far it has come.
    pub(crate) fn read(&self, id: Uuid) -> Result<Option<Deposit>, Problem> {
        let Some(mut deposit) = get::<Deposit>(&self.of(id).join("deposit.json"))? else { return Ok(None) };
        deposit.received = fs::metadata(self.file(&deposit)).map_or(0, |file| file.len());
        Ok(Some(deposit))
    }

    pub(crate) fn all(&self) -> Result<Vec<Deposit>, Problem> {
        let entries = fs::read_dir(self.made()?).map_err(|error| unwritten(&error))?;
        let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<Uuid>().ok());
        ids.filter_map(|id| self.read(id).transpose()).collect()
    }

    /// Writes a piece where it belongs, and waits until it is on the disk: what the sender is told has come stays.
    pub(crate) fn write(&self, deposit: &Deposit, offset: u64, piece: &[u8]) -> Result<(), Problem> {
        let write = || -> io::Result<()> {
            let mut file = OpenOptions::new().write(true).open(self.file(deposit))?;
            file.seek(SeekFrom::Start(offset))?;
            file.write_all(piece)?;
            file.sync_data()
        };
        write().map_err(|error| unwritten(&error))
    }

    pub(crate) fn told(&self, id: Uuid) -> Result<Option<Told>, Problem> {
        get(&self.of(id).join("told.json"))
    }

    pub(crate) fn tell(&self, id: Uuid, told: &Told) -> Result<(), Problem> {
        put(&self.of(id).join("told.json"), told).map_err(|error| unwritten(&error))
    }

    pub(crate) fn remove(&self, id: Uuid) -> Result<(), Problem> {
        match fs::remove_dir_all(self.of(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritten(&error)),
            _ => Ok(()),
        }
    }
}

/// Writes whole or not at all.
fn put(path: &Path, value: &impl Serialize) -> io::Result<()> {
    let partial = path.with_extension("partial");
    fs::write(&partial, serde_json::to_vec(value)?)?;
    fs::rename(partial, path)
}

/// What was written, or nothing: a description that cannot be read is as good as none.
fn get<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Problem> {
    match fs::read(path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unwritten(&error)),
    }
}

fn unwritten(error: &io::Error) -> Problem {
    tracing::error!(%error, "the folder of deposits does not answer");
    Problem::unavailable(
        "Le fichier n’a pas pu être écrit ou relu sur le serveur. Réessayez plus tard ; ce qui est déjà reçu est gardé.",
        "The file could not be written or read on the server. Try again later; what was already received is kept.",
    )
}
