//! Files of an installation: received ones under their digest, blocks of the cube under theirs.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use bassin_kernel::Problem;
use sha2::{Digest, Sha256};

use crate::descriptor::hexadecimal;

/// The problem of a folder that cannot be written.
pub fn refused(path: &Path, error: &io::Error) -> Problem {
    let shown = path.display();
    Problem::unavailable(
        format!(
            "Bassin ne peut pas écrire dans « {shown} »\u{202f}: {error}. Vérifiez l’espace libre et les droits. Rien n’a été enregistré."
        ),
        format!("Bassin cannot write to “{shown}”: {error}. Check the free space and the rights. Nothing was saved."),
    )
}

/// A file being received: copied under a passing name, removed unless it is kept.
pub struct Received {
    partial: PathBuf,
    folder: PathBuf,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    kept: bool,
}

impl Received {
    /// Copies `source` into `folder`, so that what is read is what is kept, whatever happens to the original meanwhile.
    pub fn copy(source: &mut impl Read, folder: &Path, name: &str) -> Result<Self, Problem> {
        fs::create_dir_all(folder).map_err(|error| refused(folder, &error))?;
        let partial = folder.join(format!("{name}.partial"));
        let mut received = Self { partial, folder: folder.to_owned(), sha256: String::new(), bytes: 0, kept: false };
        let (digest, bytes) = copy(source, &received.partial).map_err(|error| refused(folder, &error))?;
        received.sha256 = digest;
        received.bytes = bytes;
        Ok(received)
    }

    /// Where it is while it is read.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Keeps it under its digest.
    pub fn keep(&mut self) -> Result<(), Problem> {
        let kept = self.folder.join(&self.sha256);
        File::open(&self.partial)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&self.partial, &kept))
            .and_then(|()| File::open(&self.folder)?.sync_all())
            .map_err(|error| refused(&self.folder, &error))?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = fs::remove_file(&self.partial)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, path = %self.partial.display(), "a file that was refused could not be removed");
        }
    }
}

fn copy(source: &mut impl Read, to: &Path) -> io::Result<(String, u64)> {
    let mut out = File::create(to)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 17];
    let mut bytes = 0;
    loop {
        let count = source.read(&mut buffer)?;
        if count == 0 {
            return Ok((hexadecimal(&hasher.finalize()), bytes));
        }
        hasher.update(&buffer[..count]);
        out.write_all(&buffer[..count])?;
        bytes += count as u64;
    }
}

/// How long a file that no version names is left alone: an import under way in another process has not named its files yet.
const GRACE: Duration = Duration::from_secs(24 * 3600);

/// Removes what interrupted imports left behind in `folder`: files that `named` does not hold and that nobody touched for a day
/// before `now`. Only names that an import gives (a digest, a block, a partial file) are ever removed.
pub fn sweep(folder: &Path, named: &BTreeSet<String>, now: SystemTime) -> u32 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let mut removed = 0;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let old = entry.metadata().ok().filter(fs::Metadata::is_file).and_then(|metadata| metadata.modified().ok());
        let old = old.and_then(|modified| now.duration_since(modified).ok()).is_some_and(|age| age > GRACE);
        if old && is_ours(&name) && !named.contains(&name) && fs::remove_file(entry.path()).is_ok() {
            tracing::info!(name, "a file left by an interrupted import was removed");
            removed += 1;
        }
    }
    removed
}

fn is_ours(name: &str) -> bool {
    let stem = name.strip_suffix(".block").unwrap_or(name);
    name.ends_with(".partial") || (stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_unnamed_files_of_imports_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let digest = "a".repeat(64);
        let other = "b".repeat(64);
        let names = [digest.clone(), format!("{other}.block"), "x.partial".to_owned(), "notes.txt".to_owned()];
        for name in &names {
            fs::write(folder.path().join(name), b"x").unwrap();
        }
        let named = BTreeSet::from([digest.clone()]);
        let written = fs::metadata(folder.path().join(&digest)).unwrap().modified().unwrap();
        assert_eq!(sweep(folder.path(), &named, written + GRACE / 2), 0);
        assert_eq!(sweep(folder.path(), &named, written + GRACE * 2), 2);
        let left: BTreeSet<String> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(left, BTreeSet::from([digest, "notes.txt".to_owned()]));
        assert_eq!(sweep(&folder.path().join("absent"), &named, written), 0);
    }

    #[test]
    fn a_file_refused_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let received = Received::copy(&mut b"abc".as_slice(), folder.path(), "one").unwrap();
        assert_eq!((received.sha256.as_str(), received.bytes), (crate::descriptor::sha256(b"abc").as_str(), 3));
        drop(received);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut kept = Received::copy(&mut b"abc".as_slice(), folder.path(), "two").unwrap();
        kept.keep().unwrap();
        let digest = kept.sha256.clone();
        drop(kept);
        assert_eq!(fs::read(folder.path().join(digest)).unwrap(), b"abc");
    }
}
