//! Files that people send: streamed to a folder of the installation, bounded, known by their content and never by their name.
//!
//! ```
//! use axum::{extract::Multipart, response::Response};
//! use bassin_web::{Failure, Reader, upload::{FileKind, Intake}};
//!
//! async fn sign(reader: Reader, multipart: Multipart) -> Result<Response, Failure> {
//!     let intake = Intake::new("/var/lib/bassin/files").at_most(10 << 20).accepting([FileKind::Pdf]);
//!     // Refused: what is wrong, and the text fields, for the form that comes back; or `?`, for a page that says it.
//!     let upload = intake.receive(multipart).await?;
//!     for file in upload.files {
//!         // Deleted with `file`, unless kept.
//!         file.keep(std::path::Path::new("/var/lib/bassin/files/3b1c.pdf"))?;
//!     }
//!     Ok(reader.done("/conventions/1", "convention-signed"))
//! }
//! ```

mod kind;

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use axum::{
    body::Bytes,
    extract::{
        Multipart,
        multipart::{Field as Part, MultipartError},
    },
    http::StatusCode,
};
use bassin_kernel::{Kind, Language, Problem, Violation, text};
use sha2::{Digest as _, Sha256};
use tempfile::{NamedTempFile, TempPath};

pub use kind::FileKind;

use crate::{failure::Failure, forms::Submitted};

/// Bytes of all the text fields of a form that carries files.
const LARGEST_TEXT: usize = 1 << 20;
/// Letters of a file's name that are kept.
const LONGEST_NAME: usize = 150;

/// What is accepted, and where it is put meanwhile.
#[derive(Debug, Clone)]
pub struct Intake {
    folder: PathBuf,
    largest: u64,
    accepted: Vec<FileKind>,
}

/// What was received: text fields, and files.
#[derive(Debug)]
pub struct Upload {
    /// The text fields.
    pub submitted: Submitted,
    /// The files, in their order. A file field left empty gives none.
    pub files: Vec<UploadedFile>,
}

/// A file received, deleted when dropped.
#[derive(Debug)]
pub struct UploadedFile {
    /// The field it was given in.
    pub field: String,
    /// The name it had, without any folder.
    pub name: String,
    /// What it is, by its content.
    pub kind: FileKind,
    /// Its bytes.
    pub size: u64,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    place: TempPath,
}

/// What was refused: why, and the text fields, for the form that comes back.
#[derive(Debug)]
pub struct Refused {
    /// Why, at the fields.
    pub problem: Problem,
    /// What was typed.
    pub submitted: Submitted,
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self(refused.problem)
    }
}

impl Upload {
    /// The file given in a field.
    pub fn take(&mut self, field: &str) -> Option<UploadedFile> {
        let at = self.files.iter().position(|file| file.field == field)?;
        Some(self.files.remove(at))
    }
}

impl UploadedFile {
    /// Where it is for now.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.place
    }

    /// Keeps it at `path`, in the same file system.
    ///
    /// # Errors
    /// It cannot be moved there.
    pub fn keep(self, path: &Path) -> Result<(), Problem> {
        self.place.persist(path).map_err(|error| unwritten(&error.error))
    }
}

impl Intake {
    /// Files of any kind known, of 20 MB at most, put in `folder` meanwhile.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), largest: 20 << 20, accepted: FileKind::ALL.to_vec() }
    }

    /// The same, with another bound on the bytes of each file.
    #[must_use]
    pub const fn at_most(mut self, bytes: u64) -> Self {
        self.largest = bytes;
        self
    }

    /// The same, with these kinds only.
    #[must_use]
    pub fn accepting(mut self, kinds: impl IntoIterator<Item = FileKind>) -> Self {
        self.accepted = kinds.into_iter().collect();
        self
    }

    /// Receives everything. Nothing is left behind when it fails.
    ///
    /// # Errors
    /// A file is too large, empty or of another kind; the form cannot be read or was cut short; the disk is full.
    pub async fn receive(&self, mut multipart: Multipart) -> Result<Upload, Refused> {
        let (mut submitted, mut files, mut wrong) = (Submitted::default(), Vec::new(), Vec::new());
        let mut typed = 0;
        loop {
            let part = match multipart.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(error) => return Err(Refused { problem: cut(&error), submitted }),
            };
            let received = if part.file_name().is_none() {
                read_text(part, &mut submitted, &mut typed).await
            } else {
                match self.file(part).await {
                    Ok(Some(Ok(file))) => {
                        files.push(file);
                        Ok(())
                    }
                    Ok(Some(Err(violation))) => {
                        wrong.push(violation);
                        Ok(())
                    }
                    Ok(None) => Ok(()),
                    Err(problem) => Err(problem),
                }
            };
            if let Err(problem) = received {
                return Err(Refused { problem, submitted });
            }
        }
        if wrong.is_empty() {
            Ok(Upload { submitted, files })
        } else {
            Err(Refused { problem: Problem::new(Kind::Invalid, wrong), submitted })
        }
    }

    /// One file: nothing when the field was left empty, a violation when it is not what is accepted.
    async fn file(&self, mut part: Part<'_>) -> Result<Option<Result<UploadedFile, Violation>>, Problem> {
        let field = part.name().unwrap_or_default().to_owned();
        let name = plain_name(part.file_name().unwrap_or_default());
        let kept = NamedTempFile::with_prefix_in(".upload-", &self.folder).map_err(|error| unwritten(&error))?;
        let mut writing = Writing { file: kept.reopen().map_err(|error| unwritten(&error))?, digest: Sha256::new() };
        let mut size = 0_u64;
        while let Some(bytes) = part.chunk().await.map_err(|error| cut(&error))? {
            size += bytes.len() as u64;
            // What is beyond the bound is read, for the fields that follow, and goes nowhere.
            if size <= self.largest {
                writing = writing.write(bytes).await.map_err(|error| unwritten(&error))?;
            }
        }
        if size == 0 && name.is_empty() {
            return Ok(None);
        }
        if size == 0 || size > self.largest {
            return Ok(Some(Err(self.misfit(&field, &name, size))));
        }
        let place = kept.into_temp_path();
        let known = FileKind::of(place.to_path_buf()).await.map_err(|error| unwritten(&error))?;
        let accepted = [known, Some(FileKind::Other)].into_iter().flatten().find(|kind| self.accepted.contains(kind));
        Ok(Some(match accepted {
            Some(kind) => {
                let sha256 = writing.sum();
                Ok(UploadedFile { field, name, kind, size, sha256, place })
            }
            None => Err(self.misfit(&field, &name, size)),
        }))
    }

    /// Why a file is not accepted.
    fn misfit(&self, field: &str, name: &str, size: u64) -> Violation {
        let kinds = self.accepted.iter().map(|kind| kind.extension().to_uppercase()).collect::<Vec<_>>().join(", ");
        let violation = if size == 0 {
            Violation::new(
                "file-empty",
                format!("Le fichier « {name} » est vide. Vérifiez-le, puis choisissez-le de nouveau."),
                format!("The file “{name}” is empty. Check it, then choose it again."),
            )
        } else if size > self.largest {
            let bound = |language| text::number(self.largest as f64 / f64::from(1 << 20), 0, language);
            Violation::new(
                "file-too-large",
                format!(
                    "Le fichier « {name} » est trop lourd : {} Mo au plus. Réduisez-le, puis choisissez-le de nouveau.",
                    bound(Language::French)
                ),
                format!("The file “{name}” is too large: {} MB at most. Make it smaller, then choose it again.", bound(Language::English)),
            )
        } else {
            Violation::new(
                "file-kind",
                format!(
                    "Le fichier « {name} » n’est pas d’un type accepté ici ({kinds}). C’est son contenu qui compte, pas son nom : enregistrez-le dans l’un de ces formats."
                ),
                format!(
                    "The file “{name}” is not of a kind accepted here ({kinds}). Its content counts, not its name: save it in one of these formats."
                ),
            )
        };
        violation.on(field)
    }
}

/// A file being written, summed on the way.
struct Writing {
    file: File,
    digest: Sha256,
}

impl Writing {
    /// Adds bytes, off the threads that answer requests.
    async fn write(mut self, bytes: Bytes) -> io::Result<Self> {
        let written = tokio::task::spawn_blocking(move || {
            self.digest.update(&bytes);
            self.file.write_all(&bytes).map(|()| self)
        });
        written.await.map_err(io::Error::other)?
    }

    /// The sum of what was written, in hexadecimal.
    fn sum(self) -> String {
        self.digest.finalize().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

async fn read_text(mut part: Part<'_>, submitted: &mut Submitted, typed: &mut usize) -> Result<(), Problem> {
    let name = part.name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Some(more) = part.chunk().await.map_err(|error| cut(&error))? {
        *typed += more.len();
        if *typed > LARGEST_TEXT {
            return Err(too_large());
        }
        bytes.extend_from_slice(&more);
    }
    submitted.push(name, &String::from_utf8_lossy(&bytes))
}

/// The last part of a file's name, without what no name needs.
#[must_use]
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

fn cut(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    Problem::invalid(
        "upload-cut",
        "L’envoi n’est pas arrivé entier. Vérifiez votre connexion, puis recommencez : rien n’a été enregistré.",
        "The upload was cut short. Check your connection, then try again: nothing was saved.",
    )
}

fn too_large() -> Problem {
    Problem::one(
        Kind::TooLarge,
        "upload-too-large",
        "L’envoi dépasse la taille admise. Réduisez les fichiers ou envoyez-les l’un après l’autre.",
        "The upload is too large. Make the files smaller, or send them one after the other.",
    )
}

fn unwritten(error: &std::io::Error) -> Problem {
    tracing::error!(%error, "a file received could not be written");
    Problem::unavailable(
        "Le fichier n’a pas pu être écrit sur le serveur. Réessayez plus tard ; si cela se répète, prévenez l’administrateur.",
        "The file could not be written on the server. Try again later; if it happens again, tell the administrator.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_folders_and_what_is_not_a_letter() {
        assert_eq!(plain_name("C:\\Users\\a\\bilan 2026.pdf"), "bilan 2026.pdf");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\r\nb\u{0}.pdf"), "ab.pdf");
        assert_eq!(plain_name(&"é".repeat(500)).chars().count(), LONGEST_NAME);
    }
}
