//! Files as they are received: what they begin with, their hash, and what to say when the disk refuses.

use std::{fs, io, path::Path};

use bassin_kernel::Problem;
use sha2::{Digest, Sha256};

/// Whether a file holds JSON, as contours do: by its first character.
pub(crate) fn is_json(path: &Path) -> Result<bool, Problem> {
    let mut start = [0; 64];
    let read = fs::File::open(path).and_then(|mut file| io::Read::read(&mut file, &mut start)).map_err(|error| unreadable(path, &error))?;
    let start = start.get(..read).unwrap_or_default();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    Ok(start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{'))
}

pub(crate) fn digest(path: &Path) -> Result<String, Problem> {
    let mut hasher = Sha256::new();
    let mut file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    io::copy(&mut file, &mut hasher).map_err(|error| unreadable(path, &error))?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Problem {
    tracing::warn!(path = %path.display(), %error, "file not read");
    Problem::not_found(
        format!("Le fichier {} ne peut pas être lu\u{202f}: vérifiez qu’il existe et que vous y avez accès.", path.display()),
        format!("The file {} cannot be read: check that it exists and that you have access to it.", path.display()),
    )
}

pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Problem {
    tracing::error!(path = %path.display(), %error, "file not kept");
    Problem::unavailable(
        format!("Le dossier {} ne peut pas être écrit\u{202f}: vérifiez les droits et l’espace libre.", path.display()),
        format!("The folder {} cannot be written: check permissions and free space.", path.display()),
    )
}
