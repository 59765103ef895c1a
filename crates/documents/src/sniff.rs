//! What a file is, by its content.

use std::{fs::File, io::Read, path::Path};

use bassin_kernel::{Kind, Problem};

use crate::{Dialect, Encoding, Format, Limits, Table, workbook};

/// The bytes looked at: enough to meet an accent in a French file.
const HEAD: u64 = 1 << 20;

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sniffed {
    /// The format.
    pub format: Format,
    /// The encoding of a delimited text.
    pub encoding: Encoding,
    /// Whether it begins with a byte order mark.
    pub bom: bool,
    /// The separator of a delimited text; a comma when no separator was found.
    pub separator: u8,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// The first row: of the text, or of the workbook's first sheet.
    pub headers: Vec<String>,
}

/// Tells what the file at `path` is.
///
/// # Errors
/// A clear problem when it is no table Bassin reads: nothing in it, an image, a PDF, an old workbook, a web page, an archive, UTF-16.
pub fn sniff(path: &Path) -> Result<Sniffed, Problem> {
    let head = head(path)?;
    match kind(&head)? {
        Format::Xlsx => {
            let mut book = workbook::open(path, &Limits::default())?;
            let sheets = workbook::sheets(&book);
            let headers = workbook::first_row(&mut book)?;
            Ok(Sniffed { format: Format::Xlsx, encoding: Encoding::Utf8, bom: false, separator: b',', sheets, headers })
        }
        Format::Csv => {
            let text = Text::of(&head);
            let dialect = Dialect { encoding: text.encoding, separator: text.separator(), ..Dialect::default() };
            let headers = Table::open(path, &dialect, &Limits::default())?.headers().to_vec();
            Ok(Sniffed {
                format: Format::Csv,
                encoding: text.encoding,
                bom: text.bom,
                separator: dialect.separator,
                sheets: Vec::new(),
                headers,
            })
        }
    }
}

/// The first bytes of a file.
pub fn head(path: &Path) -> Result<Vec<u8>, Problem> {
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)).map_err(|error| unreadable(path, &error))?;
    Ok(head)
}

/// The problem of a file that the system does not let us read.
pub fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let name = path.display();
    Problem::one(
        if error.kind() == std::io::ErrorKind::NotFound { Kind::NotFound } else { Kind::Unavailable },
        "source-error",
        format!("Le fichier « {name} » ne peut pas être lu\u{202f}: {error}. Vérifiez son chemin et vos droits."),
        format!("The file “{name}” cannot be read: {error}. Check its path and your rights."),
    )
}

/// Signatures of what people send by mistake: first bytes, French name, English name.
const SIGNATURES: [(&[u8], &str, &str); 13] = [
    (b"\x89PNG", "une image PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "une image JPEG", "a JPEG image"),
    (b"GIF8", "une image GIF", "a GIF image"),
    (b"BM\0", "une image BMP", "a BMP image"),
    (b"II*\0", "une image TIFF", "a TIFF image"),
    (b"MM\0*", "une image TIFF", "a TIFF image"),
    (b"RIFF", "une image ou un son", "an image or a sound"),
    (b"%PDF", "un document PDF", "a PDF document"),
    (b"\xD0\xCF\x11\xE0", "un ancien fichier Office (.xls ou .doc)", "an old Office file (.xls or .doc)"),
    (b"\x1F\x8B", "une archive gzip", "a gzip archive"),
    (b"7z\xBC\xAF", "une archive 7-Zip", "a 7-Zip archive"),
    (b"PAR1", "un fichier Parquet", "a Parquet file"),
    (b"{\\rtf", "un document RTF", "an RTF document"),
];

/// The format of a file that begins with `head`, or what it is instead.
pub fn kind(head: &[u8]) -> Result<Format, Problem> {
    if head.iter().all(u8::is_ascii_whitespace) || head == b"\xEF\xBB\xBF" {
        return Err(Problem::invalid(
            "empty-file",
            "Le fichier est vide. Vérifiez qu’il a été enregistré ou téléchargé en entier.",
            "The file is empty. Check that it was saved or downloaded completely.",
        ));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Format::Xlsx);
    }
    if let Some((_, fr, en)) = SIGNATURES.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(not_a_table(fr, en));
    }
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(Problem::invalid(
            "encoding-error",
            "Le fichier est en UTF-16. Enregistrez-le en CSV UTF-8, puis recommencez.",
            "The file is in UTF-16. Save it as CSV UTF-8 and try again.",
        ));
    }
    if head.contains(&0) {
        return Err(not_a_table("un fichier binaire (il contient des octets nuls)", "a binary file (it holds NUL bytes)"));
    }
    let start: String = head.iter().take(512).map(|&byte| char::from(byte.to_ascii_lowercase())).collect();
    let start = start.trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}']).trim_start();
    if start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<head") {
        return Err(not_a_table(
            "une page web, souvent le message d’erreur du site d’où vient le téléchargement",
            "a web page, often the error message of the site it was downloaded from",
        ));
    }
    if start.starts_with("<?xml") || start.starts_with('{') || start.starts_with("[{") {
        return Err(not_a_table("un fichier XML ou JSON", "an XML or JSON file"));
    }
    Ok(Format::Csv)
}

fn not_a_table(fr: &str, en: &str) -> Problem {
    Problem::invalid(
        "format-error",
        format!("Ce fichier n’est pas un tableau\u{202f}: c’est {fr}, quel que soit son nom. Envoyez un fichier CSV ou un classeur XLSX."),
        format!("This file is not a table: it is {en}, whatever its name. Send a CSV file or an XLSX workbook."),
    )
}

/// A first look at a delimited text.
pub struct Text<'a> {
    body: &'a [u8],
    /// Whether it begins with a byte order mark.
    pub bom: bool,
    /// UTF-8 when every character looked at is.
    pub encoding: Encoding,
    /// Whether there is anything but ASCII.
    pub beyond_ascii: bool,
    /// Whether lines end by CR LF, judged by the first.
    pub crlf: bool,
}

impl<'a> Text<'a> {
    pub fn of(head: &'a [u8]) -> Self {
        let bom = head.starts_with(b"\xEF\xBB\xBF");
        let body = if bom { &head[3..] } else { head };
        let utf8 = match std::str::from_utf8(body) {
            Ok(_) => true,
            // The last character may have been cut by the end of what was read.
            Err(error) => error.error_len().is_none(),
        };
        let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Windows1252 };
        let crlf = body.iter().position(|&byte| byte == b'\n').is_some_and(|at| at > 0 && body[at - 1] == b'\r');
        Self { body, bom, encoding, beyond_ascii: !body.is_ascii(), crlf }
    }

    /// The separator that cuts the first lines into the same number of cells, the more cells the better.
    pub fn separator(&self) -> u8 {
        let lines: Vec<&[u8]> = self.body.split(|&byte| byte == b'\n').take(20).collect();
        let cells = |separator: u8| {
            let counts: Vec<usize> = lines.iter().filter(|line| !line.is_empty()).map(|line| occurrences(line, separator)).collect();
            let first = counts.first().copied().unwrap_or(0);
            let alike = counts.iter().filter(|&&count| count == first).count();
            if alike * 2 > counts.len() { first } else { 0 }
        };
        [b',', b'\t', b'|', b';'].into_iter().max_by_key(|&separator| cells(separator)).filter(|&best| cells(best) > 0).unwrap_or(b',')
    }
}

fn occurrences(line: &[u8], separator: u8) -> usize {
    let mut quoted = false;
    line.iter()
        .filter(|&&byte| {
            quoted ^= byte == b'"';
            byte == separator && !quoted
        })
        .count()
}
