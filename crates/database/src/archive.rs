//! The archive of a backup: one `.tar.gz` whose last member, `manifest.json`, gives the hash of every other.
//!
//! Everything here blocks: callers run it away from the threads that answer requests.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

use bassin_kernel::{Kind, Problem, Violation};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::journal::{Verified, hexadecimal};

/// The version of the archive's layout.
pub(crate) const FORMAT: u32 = 1;

const MANIFEST: &str = "manifest.json";

/// A manifest larger than this is not one of ours.
const MANIFEST_LIMIT: u64 = 64 << 20;

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the archive's layout.
    pub format: u32,
    /// The engine whose store it holds: `sqlite` or `postgres`.
    pub engine: String,
    /// When the backup was made (RFC 3339).
    pub made_at: String,
    /// The migrations the store had received: the version of its schema.
    pub schema: Vec<String>,
    /// The tables, those that others refer to first.
    pub tables: Vec<Table>,
    /// Where the journal stood. Kept apart from the archive, `last` proves later that nothing was rewritten.
    pub journal: Verified,
    /// Every other member of the archive.
    pub members: Vec<Member>,
}

/// A table and how many rows it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// How many rows.
    pub rows: u64,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its path, from the data directory, with `/`.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its hash.
    pub sha256: String,
}

/// Writes an archive: the files of `roots` (each a directory and the names below it to take), then the manifest. The
/// archive appears under its name only once it is whole, and never replaces another.
pub(crate) fn write(out: &Path, roots: &[(PathBuf, Vec<String>)], mut manifest: Manifest) -> Result<Manifest, Problem> {
    let failed = |error: io::Error| unwritable(out, &error);
    let temporary = tempfile::Builder::new().prefix(".bassin-backup-").tempfile_in(folder(out)).map_err(failed)?;
    let encoder = GzEncoder::new(BufWriter::new(temporary), Compression::fast());
    let mut archive = tar::Builder::new(encoder);
    for (root, names) in roots {
        for name in names {
            let mut files = Vec::new();
            walk(&root.join(name), &mut files).map_err(failed)?;
            for file in files {
                let member = append(&mut archive, root, &file).map_err(failed)?;
                manifest.members.push(member);
            }
        }
    }
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| failed(error.into()))?;
    append_bytes(&mut archive, MANIFEST, text.len() as u64, text.as_slice()).map_err(failed)?;
    let temporary =
        archive.into_inner().and_then(GzEncoder::finish).and_then(|writer| writer.into_inner().map_err(io::Error::from)).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    temporary.persist_noclobber(out).map_err(|error| failed(error.error))?;
    Ok(manifest)
}

/// The files under `path`, or `path` itself, in alphabetical order. Links are not followed.
fn walk(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let kind = match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?.file_type(),
    };
    if kind.is_file() {
        files.push(path.to_path_buf());
    } else if kind.is_dir() {
        let mut children = path.read_dir()?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
        children.sort();
        children.iter().try_for_each(|child| walk(child, files))?;
    }
    Ok(())
}

fn append(archive: &mut tar::Builder<impl Write>, root: &Path, path: &Path) -> io::Result<Member> {
    let name = path.strip_prefix(root).ok().and_then(Path::to_str);
    let name = name.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, format!("{} is not a name in UTF-8", path.display())))?;
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let mut reader = Hashing { inner: BufReader::new(file).take(bytes), hasher: Sha256::new(), bytes: 0 };
    append_bytes(archive, name, bytes, &mut reader)?;
    if reader.bytes != bytes {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{} shrank while it was read", path.display())));
    }
    Ok(Member { path: name.to_owned(), bytes, sha256: hexadecimal(&reader.hasher.finalize()) })
}

fn append_bytes(archive: &mut tar::Builder<impl Write>, name: &str, bytes: u64, data: impl Read) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    archive.append_data(&mut header, name, data)
}

/// Unpacks an archive into `into`, an empty directory, and checks every member against the manifest.
pub(crate) fn unpack(archive: &Path, into: &Path) -> Result<Manifest, Problem> {
    let file = File::open(archive).map_err(|error| unreadable(archive, &error))?;
    let mut tar = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let mut found = BTreeMap::new();
    let mut manifest = None;
    let entries = tar.entries().map_err(|error| unreadable(archive, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(archive, &error))?;
        let path = entry.path().map_err(|error| unreadable(archive, &error))?.into_owned();
        let name = safe(&path).filter(|_| entry.header().entry_type().is_file()).ok_or_else(|| unsafe_member(&path))?;
        if name == MANIFEST {
            let mut text = Vec::new();
            entry.take(MANIFEST_LIMIT).read_to_end(&mut text).map_err(|error| unreadable(archive, &error))?;
            manifest = serde_json::from_slice::<Manifest>(&text).ok();
        } else {
            let member = extract(entry, &name, into).map_err(|error| unreadable(archive, &error))?;
            found.insert(name, member);
        }
    }
    // What follows the last member still holds the checksum of the whole.
    io::copy(&mut tar.into_inner(), &mut io::sink()).map_err(|error| unreadable(archive, &error))?;
    let manifest = manifest.ok_or_else(|| foreign(archive))?;
    check(&manifest, &found)?;
    Ok(manifest)
}

fn extract(entry: impl Read, name: &str, into: &Path) -> io::Result<Member> {
    let path = into.join(name);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let mut file = File::create_new(&path)?;
    let mut reader = Hashing { inner: entry, hasher: Sha256::new(), bytes: 0 };
    io::copy(&mut reader, &mut file)?;
    file.sync_all()?;
    Ok(Member { path: name.to_owned(), bytes: reader.bytes, sha256: hexadecimal(&reader.hasher.finalize()) })
}

/// The member's name, unless it would land outside the directory it is unpacked into.
fn safe(path: &Path) -> Option<String> {
    let plain = path.components().all(|component| matches!(component, Component::Normal(_)));
    path.to_str().filter(|name| plain && !name.is_empty()).map(ToOwned::to_owned)
}

fn check(manifest: &Manifest, found: &BTreeMap<String, Member>) -> Result<(), Problem> {
    let mut violations = Vec::new();
    for member in &manifest.members {
        let path = &member.path;
        match found.get(path) {
            Some(present) if present == member => {}
            Some(_) => violations.push(Violation::new(
                "archive-altered",
                format!("Dans la sauvegarde, «\u{202f}{path}\u{202f}» n’a plus le contenu enregistré."),
                format!("In the backup, “{path}” no longer has the content that was saved."),
            )),
            None => violations.push(Violation::new(
                "archive-missing",
                format!("Dans la sauvegarde, «\u{202f}{path}\u{202f}» manque."),
                format!("In the backup, “{path}” is missing."),
            )),
        }
    }
    for path in found.keys().filter(|path| !manifest.members.iter().any(|member| &member.path == *path)) {
        violations.push(Violation::new(
            "archive-unlisted",
            format!("Dans la sauvegarde, «\u{202f}{path}\u{202f}» a été ajouté après coup."),
            format!("In the backup, “{path}” was added afterwards."),
        ));
    }
    if violations.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, violations)) }
}

/// The folder of a path that names a file.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

struct Hashing<R> {
    inner: R,
    hasher: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Problem {
    tracing::error!(%error, path = %path.display(), "a file could not be written");
    let name = path.display();
    match error.kind() {
        io::ErrorKind::AlreadyExists => Problem::one(
            Kind::Conflict,
            "archive-exists",
            format!("Le fichier {name} existe déjà\u{202f}: choisissez un autre nom."),
            format!("The file {name} already exists: choose another name."),
        ),
        io::ErrorKind::StorageFull => Problem::one(
            Kind::Unavailable,
            "disk-full",
            format!("Le disque est plein\u{202f}: {name} n’a pas été écrit. Libérez de la place, puis recommencez."),
            format!("The disk is full: {name} was not written. Free some space, then try again."),
        ),
        _ => Problem::one(
            Kind::Unavailable,
            "file-unwritable",
            format!("{name} ne peut être écrit ({error})\u{202f}: vérifiez que le dossier existe et que Bassin peut y écrire."),
            format!("{name} cannot be written ({error}): check that the folder exists and that Bassin may write in it."),
        ),
    }
}

fn unreadable(archive: &Path, error: &io::Error) -> Problem {
    tracing::error!(%error, path = %archive.display(), "an archive could not be read");
    let name = archive.display();
    if error.kind() == io::ErrorKind::NotFound {
        return Problem::not_found(format!("Le fichier {name} n’existe pas."), format!("The file {name} does not exist."));
    }
    Problem::invalid(
        "archive-unreadable",
        format!("Le fichier {name} n’est pas une sauvegarde de Bassin, ou il est tronqué ou abîmé. Rien n’a été restauré."),
        format!("The file {name} is not a backup of Bassin, or it is truncated or damaged. Nothing was restored."),
    )
}

fn foreign(archive: &Path) -> Problem {
    Problem::invalid(
        "archive-foreign",
        format!("L’archive {} ne contient pas le manifeste d’une sauvegarde de Bassin. Rien n’a été restauré.", archive.display()),
        format!("The archive {} does not hold the manifest of a backup of Bassin. Nothing was restored.", archive.display()),
    )
}

fn unsafe_member(path: &Path) -> Problem {
    Problem::invalid(
        "archive-unsafe",
        format!("La sauvegarde contient un chemin interdit («\u{202f}{}\u{202f}»). Rien n’a été restauré.", path.display()),
        format!("The backup holds a forbidden path (“{}”). Nothing was restored.", path.display()),
    )
}
