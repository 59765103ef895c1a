//! Files received for an import wait for an agreement; those that nobody agreed to are taken away.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use bassin_kernel::{Problem, Timestamp};

use crate::Directory;

/// How long a file waits for an agreement.
const WAIT: Duration = Duration::from_hours(24);

impl Directory {
    /// The folder where files received for an import wait, made when it is missing.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn waiting(&self) -> Result<PathBuf, Problem> {
        let folder = self.accounts.waiting();
        fs::create_dir_all(&folder).map_err(|error| unmoved(&error))?;
        Ok(folder)
    }

    /// Puts a file that was imported with those the journal names.
    ///
    /// # Errors
    /// It cannot be moved.
    pub(crate) fn keep_import(&self, path: &Path, sha256: &str) -> Result<(), Problem> {
        fs::create_dir_all(&self.files).and_then(|()| fs::rename(path, self.files.join(sha256))).map_err(|error| unmoved(&error))
    }

    /// Takes away what an import or an upload left behind more than a day ago: files that nobody agreed to import, and those of requests cut short.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub fn sweep_files(&self, now: Timestamp) -> Result<u64, Problem> {
        let now = SystemTime::from(now);
        let left = |folder: &Path, which: fn(&str) -> bool| sweep(folder, which, now).map_err(|error| unmoved(&error));
        Ok(left(&self.accounts.waiting(), |_| true)? + left(&self.files, |name| name.starts_with(".upload-"))?)
    }
}

/// Deletes the files of a folder that have these names and are old. How many there were.
fn sweep(folder: &Path, which: fn(&str) -> bool, now: SystemTime) -> io::Result<u64> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut swept = 0;
    for entry in entries {
        let entry = entry?;
        let old = entry.metadata().and_then(|data| data.modified()).is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > WAIT));
        // Another node may have taken it away already.
        if old && which(&entry.file_name().to_string_lossy()) && fs::remove_file(entry.path()).is_ok() {
            swept += 1;
        }
    }
    Ok(swept)
}

fn unmoved(error: &io::Error) -> Problem {
    tracing::error!(%error, "a file received for an import could not be kept");
    Problem::unavailable(
        "Le fichier n’a pas pu être gardé sur le serveur. Réessayez plus tard.",
        "The file could not be kept on the server. Try again later.",
    )
}
