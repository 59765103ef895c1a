//! Delimited text, streamed.

use std::{fs::File, path::Path};

use bassin_kernel::{Kind, Problem, Violation};
use csv::{ByteRecord, Reader, ReaderBuilder};

use crate::{
    Dialect, Encoding, Limits, Row,
    bytes::Bytes,
    sniff::{self, Text},
};

pub struct Delimited {
    reader: Reader<Bytes>,
    record: ByteRecord,
    /// Line feeds met inside quoted cells: lines that are not rows.
    inner_lines: u64,
    /// Line feeds already counted when a row ends: none if lines end by CR LF, the parser stopping at the first of the two.
    end_lines: u64,
    last: u64,
    width: Option<usize>,
    cell_bytes: usize,
    encoding: Encoding,
}

impl Delimited {
    pub fn open(path: &Path, dialect: &Dialect, limits: &Limits, text: &Text<'_>) -> Result<Self, Problem> {
        let bytes =
            File::open(path).and_then(|file| Bytes::new(file, dialect.encoding, text)).map_err(|error| sniff::unreadable(path, &error))?;
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.separator)
            .buffer_capacity(64 * 1024)
            .from_reader(bytes);
        Ok(Self {
            reader,
            record: ByteRecord::new(),
            inner_lines: 0,
            end_lines: u64::from(!text.crlf),
            last: 0,
            width: None,
            cell_bytes: limits.cell_bytes,
            encoding: dialect.encoding,
        })
    }

    /// From now on each row must have `width` cells.
    pub const fn set_width(&mut self, width: usize) {
        self.width = Some(width);
    }

    pub fn position(&self) -> u64 {
        self.reader.get_ref().read()
    }

    pub fn next(&mut self, row: &mut Row) -> Result<bool, Problem> {
        row.faults.clear();
        self.reader.get_mut().begin_row();
        let expected = self.last + 1;
        if !self.reader.read_byte_record(&mut self.record).map_err(|error| broken(&error, expected))? {
            return Ok(false);
        }
        // The record's own position is that of the blank lines before it: the line after it is surer.
        let inner = self.record.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64;
        // Files of the old Macintosh end their lines otherwise: there, rows are counted one by one.
        row.number = self.reader.position().line().saturating_sub(self.end_lines + inner + self.inner_lines).max(expected);
        self.inner_lines += inner;
        self.last = row.number;
        self.fill(row);
        Ok(true)
    }

    fn fill(&self, row: &mut Row) {
        let found = self.record.len();
        let width = self.width.unwrap_or(found);
        row.cells.resize_with(width, String::new);
        if found != width {
            self.ragged(row, found, width);
        }
        for index in 0..width {
            let cell = &mut row.cells[index];
            cell.clear();
            let Some(bytes) = self.record.get(index) else { continue };
            match std::str::from_utf8(bytes) {
                Ok(text) => cell.push_str(text),
                Err(_) => {
                    cell.push_str(&String::from_utf8_lossy(bytes));
                    row.faults.push(wrong_characters(row.number, index, self.encoding));
                }
            }
            if bytes.len() > self.cell_bytes {
                row.faults.push(too_long(row.number, index, self.cell_bytes));
            }
            if bytes.contains(&0) {
                row.faults.push(nul(row.number, index));
            }
        }
    }

    fn ragged(&self, row: &mut Row, found: usize, width: usize) {
        let number = row.number;
        if found < width {
            let blank = found <= 1 && self.record.iter().all(<[u8]>::is_empty);
            if !blank {
                row.faults.push(
                    Violation::new(
                        "missing-cell",
                        format!("La ligne {number} a {found} cellules au lieu de {width}. Vérifiez les séparateurs et les guillemets."),
                        format!("Row {number} has {found} cells instead of {width}. Check the separators and the quotation marks."),
                    )
                    .at_row(number),
                );
            }
        } else if self.record.iter().skip(width).any(|cell| !cell.is_empty()) {
            row.faults.push(
                Violation::new(
                    "extra-cell",
                    format!("La ligne {number} a {found} cellules au lieu de {width}\u{202f}: un séparateur de trop, ou une cellule à mettre entre guillemets."),
                    format!("Row {number} has {found} cells instead of {width}: a separator too many, or a cell that needs quotation marks."),
                )
                .at_row(number),
            );
        }
    }
}

fn broken(error: &csv::Error, row: u64) -> Problem {
    if matches!(error.kind(), csv::ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::FileTooLarge) {
        return Problem::new(
            Kind::Invalid,
            vec![
                Violation::new(
                    "row-too-long",
                    format!("À partir de la ligne {row}, une cellule ne se termine pas\u{202f}: un guillemet ouvert n’est sans doute jamais fermé, ou les lignes ne sont pas séparées. Vérifiez cet endroit."),
                    format!("From row {row} on, a cell does not end: a quotation mark is probably never closed, or rows are not separated. Check that place."),
                )
                .at_row(row),
            ],
        );
    }
    Problem::unavailable(
        format!("La lecture du fichier s’est interrompue à la ligne {row}\u{202f}: {error}."),
        format!("Reading the file stopped at row {row}: {error}."),
    )
}

fn wrong_characters(row: u64, index: usize, encoding: Encoding) -> Violation {
    let name = encoding.name();
    Violation::new(
        "encoding-error",
        format!(
            "La ligne {row}, colonne {}, contient des caractères qui ne sont pas en {name}. Enregistrez le fichier en {name}.",
            index + 1
        ),
        format!("Row {row}, column {}, holds characters that are not {name}. Save the file as {name}.", index + 1),
    )
    .at(row, (index + 1).to_string())
}

fn too_long(row: u64, index: usize, limit: usize) -> Violation {
    Violation::new(
        "cell-too-long",
        format!("La ligne {row}, colonne {}, porte plus de {limit} octets\u{202f}: un guillemet n’est sans doute pas fermé.", index + 1),
        format!("Row {row}, column {}, holds more than {limit} bytes: a quotation mark is probably not closed.", index + 1),
    )
    .at(row, (index + 1).to_string())
}

fn nul(row: u64, index: usize) -> Violation {
    Violation::new(
        "format-error",
        format!("La ligne {row}, colonne {}, contient un octet nul\u{202f}: le fichier est abîmé, ou n’est pas un texte.", index + 1),
        format!("Row {row}, column {}, holds a NUL byte: the file is damaged, or is not text.", index + 1),
    )
    .at(row, (index + 1).to_string())
}
