//! What a file is, by its content.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek as _},
    path::{Path, PathBuf},
};

use zip::ZipArchive;

/// The kinds of files that people hand over. Drawings that can hold programs (SVG), pages and archives are none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A PDF document.
    Pdf,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A text of Word.
    Docx,
    /// A text of LibreOffice.
    Odt,
    /// A workbook of Excel.
    Xlsx,
    /// Plain text or comma-separated values, in UTF-8.
    Text,
    /// Anything else: accepted only where what is received is read by a program that refuses what it does not know.
    Other,
}

impl FileKind {
    /// Every kind known.
    pub const ALL: [Self; 7] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Docx, Self::Odt, Self::Xlsx, Self::Text];

    /// Its media type, to serve it with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain; charset=utf-8",
            Self::Other => "application/octet-stream",
        }
    }

    /// How its name ends, without a dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Xlsx => "xlsx",
            Self::Text => "txt",
            Self::Other => "bin",
        }
    }

    /// The kind with this media type: what a store has kept.
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// What the file at `path` is; nothing when it is none of these.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn of(path: PathBuf) -> io::Result<Option<Self>> {
        tokio::task::spawn_blocking(move || examine(&path)).await.map_err(io::Error::other)?
    }
}

fn examine(path: &Path) -> io::Result<Option<FileKind>> {
    let mut file = File::open(path)?;
    let mut start = Vec::with_capacity(16);
    file.by_ref().take(16).read_to_end(&mut start)?;
    file.rewind()?;
    let known = [(&b"%PDF-"[..], FileKind::Pdf), (b"\x89PNG\r\n\x1a\n", FileKind::Png), (b"\xff\xd8\xff", FileKind::Jpeg)];
    if let Some((_, kind)) = known.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Ok(Some(*kind));
    }
    if start.starts_with(b"PK\x03\x04") {
        return Ok(office(file));
    }
    Ok(is_plain_text(file)?.then_some(FileKind::Text))
}

/// A document is an archive that holds a member of a known name.
fn office(file: File) -> Option<FileKind> {
    let mut archive = ZipArchive::new(BufReader::new(file)).ok()?;
    for (member, kind) in [("word/document.xml", FileKind::Docx), ("xl/workbook.xml", FileKind::Xlsx)] {
        if archive.index_for_name(member).is_some() {
            return Some(kind);
        }
    }
    let mut declared = String::new();
    archive.by_name("mimetype").ok()?.take(100).read_to_string(&mut declared).ok()?;
    (declared == FileKind::Odt.media_type()).then_some(FileKind::Odt)
}

/// Whether a file is UTF-8 without control characters, and no page nor drawing.
fn is_plain_text(file: File) -> io::Result<bool> {
    let mut reader = BufReader::new(file);
    let mut block = vec![0; 64 << 10];
    let (mut kept, mut first) = (0, true);
    loop {
        let read = reader.read(&mut block[kept..])?;
        if read == 0 {
            return Ok(kept == 0);
        }
        let held = kept + read;
        let valid = match std::str::from_utf8(&block[..held]) {
            Ok(_) => held,
            // A character cut by the end of the block; anything else is no text.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if block[..valid].iter().any(|byte| byte.is_ascii_control() && !b"\t\n\r\x0c".contains(byte)) {
            return Ok(false);
        }
        if first {
            let text = String::from_utf8_lossy(&block[..valid]);
            if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
                return Ok(false);
            }
        }
        block.copy_within(valid..held, 0);
        (kept, first) = (held - valid, false);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn examined(content: &[u8]) -> Option<FileKind> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        examine(file.path()).unwrap()
    }

    fn archive(members: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, content) in members {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn files_are_known_by_their_content() {
        assert_eq!(examined(b"%PDF-1.7\n%..."), Some(FileKind::Pdf));
        assert_eq!(examined(b"\x89PNG\r\n\x1a\n\0\0"), Some(FileKind::Png));
        assert_eq!(examined(b"\xff\xd8\xff\xe0\0\0"), Some(FileKind::Jpeg));
        assert_eq!(examined(&archive(&[("word/document.xml", "<w/>")])), Some(FileKind::Docx));
        assert_eq!(examined(&archive(&[("xl/workbook.xml", "<x/>")])), Some(FileKind::Xlsx));
        assert_eq!(examined(&archive(&[("mimetype", "application/vnd.oasis.opendocument.text")])), Some(FileKind::Odt));
        assert_eq!(examined("code;libellé\n08;Ardennes\n".as_bytes()), Some(FileKind::Text));
        let long = "é".repeat(100_001);
        assert_eq!(examined(format!("x{long}").as_bytes()), Some(FileKind::Text), "a character across two blocks");
    }

    #[test]
    fn what_could_run_or_hide_is_none_of_them() {
        for other in [
            &b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..],
            b"\xef\xbb\xbf \n<!doctype html><script>",
            b"MZ\x90\0\x03",
            b"PK\x03\x04 not an archive",
            b"a\0b",
            b"caf\xe9",
            b"\xc3",
            b"\x1b[2J",
        ] {
            assert_eq!(examined(other), None, "{other:?}");
        }
        assert_eq!(examined(&archive(&[("evil.exe", "MZ")])), None);
        assert_eq!(examined(&archive(&[("mimetype", "application/java-archive")])), None);
    }
}
