//! Writing a block's file: aligned planes, the checksum on the way, the preface last.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::layout::{ALIGNMENT, CHECKSUM, MAGIC, PREFACE, VERSION};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The checksum of the content, in hexadecimal: the same figures always give the same one.
    pub sha256: String,
    /// The size of the file.
    pub bytes: u64,
}

/// A file being written and its checksum being computed.
pub(crate) struct Output {
    file: BufWriter<File>,
    hash: Sha256,
    pub(crate) written: usize,
    bytes: Vec<u8>,
}

impl Output {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
        file.write_all(&[0; PREFACE])?;
        Ok(Self { file, hash: Sha256::new(), written: PREFACE, bytes: Vec::new() })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.written += bytes.len();
        self.file.write_all(bytes)
    }

    pub(crate) fn align(&mut self) -> io::Result<()> {
        let padding = self.written.next_multiple_of(ALIGNMENT) - self.written;
        self.write(&[0; ALIGNMENT][..padding])
    }

    pub(crate) fn write_row(&mut self, row: &[i64], narrow: bool) -> io::Result<()> {
        if !narrow {
            return self.write(bytemuck::cast_slice(row));
        }
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        bytes.extend(row.iter().flat_map(|&value| (value as i32).to_le_bytes()));
        let written = self.write(&bytes);
        self.bytes = bytes;
        written
    }

    /// Writes the preface last, and waits for the disk.
    pub(crate) fn close(mut self, json_len: u32) -> io::Result<Written> {
        let digest = self.hash.finalize();
        let mut preface = [0; PREFACE];
        preface[..8].copy_from_slice(MAGIC);
        preface[8..12].copy_from_slice(&VERSION.to_le_bytes());
        preface[12..16].copy_from_slice(&json_len.to_le_bytes());
        preface[CHECKSUM].copy_from_slice(&digest);
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&preface)?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(Written { sha256: hexadecimal(&digest), bytes: self.written as u64 })
    }
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Next to the final name, so that renaming never crosses a file system; one per process, so that two never share one.
pub(crate) fn partial_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.partial", std::process::id()));
    PathBuf::from(name)
}

/// A rename is on the disk once its folder is.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent().filter(|folder| cfg!(unix) && !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
