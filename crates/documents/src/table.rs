//! One table, row by row.

use std::{collections::VecDeque, path::Path};

use bassin_kernel::{Kind, Problem, Violation};

use crate::{
    Dialect, Encoding, Format, Limits,
    delimited::Delimited,
    sniff::{self, Text},
    workbook::{self, Sheet},
};

/// One row. Reused from one call to the next, so that a long file costs no allocation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The row in the file, from 1, as a spreadsheet shows it.
    pub number: u64,
    /// The cells, as many as there are headers. Numbers are written as in Rust (`1234.5`), dates as `2024-01-31`.
    pub cells: Vec<String>,
    /// What is wrong with the row itself: too many or too few cells, characters that are not of the encoding, a cell too long.
    pub faults: Vec<Violation>,
}

impl Row {
    /// Whether every cell is empty.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

enum Source {
    Delimited(Delimited),
    Sheet(Sheet),
}

impl Source {
    fn next(&mut self, row: &mut Row) -> Result<bool, Problem> {
        match self {
            Self::Delimited(text) => text.next(row),
            Self::Sheet(sheet) => Ok(sheet.next(row)),
        }
    }
}

/// A table being read.
pub struct Table {
    source: Source,
    headers: Vec<String>,
    limits: Limits,
    footer: usize,
    pending: VecDeque<Row>,
    bytes: u64,
}

impl Table {
    /// Opens the table that `dialect` describes and reads its header.
    ///
    /// # Errors
    /// What [`sniff`](crate::sniff()) refuses; another format or encoding than `dialect` says; no such sheet; no header; beyond `limits`.
    pub fn open(path: &Path, dialect: &Dialect, limits: &Limits) -> Result<Self, Problem> {
        let head = sniff::head(path)?;
        let found = sniff::kind(&head)?;
        if found != dialect.format {
            return Err(other_format(found));
        }
        let bytes = std::fs::metadata(path).map_err(|error| sniff::unreadable(path, &error))?.len();
        let source = match found {
            Format::Csv => {
                let text = Text::of(&head);
                check_encoding(&text, dialect.encoding)?;
                Source::Delimited(Delimited::open(path, dialect, limits, &text)?)
            }
            Format::Xlsx => Source::Sheet(
                workbook::open(path, limits).and_then(|mut book| workbook::load(&mut book, dialect.sheet.as_deref(), limits))?,
            ),
        };
        let mut table =
            Self { source, headers: Vec::new(), limits: *limits, footer: dialect.footer_rows as usize, pending: VecDeque::new(), bytes };
        table.read_header(dialect.header_row)?;
        Ok(table)
    }

    fn read_header(&mut self, header_row: u32) -> Result<(), Problem> {
        let mut row = Row::default();
        loop {
            if !self.source.next(&mut row)? {
                return Err(Problem::invalid(
                    "blank-header",
                    format!("La ligne {header_row}, qui doit porter les noms des colonnes, n’existe pas dans ce fichier."),
                    format!("Row {header_row}, which must hold the columns’ names, does not exist in this file."),
                ));
            }
            if row.number >= u64::from(header_row) {
                break;
            }
        }
        if let Some(fault) = row.faults.pop() {
            return Err(Problem::new(Kind::Invalid, vec![fault]));
        }
        self.headers = row.cells;
        while self.headers.last().is_some_and(|name| name.trim().is_empty()) {
            self.headers.pop();
        }
        if self.headers.len() > self.limits.columns {
            return Err(too_many_columns(self.headers.len(), self.limits.columns));
        }
        match &mut self.source {
            Source::Delimited(text) => text.set_width(self.headers.len()),
            Source::Sheet(sheet) => sheet.set_width(self.headers.len()),
        }
        Ok(())
    }

    /// The columns' names as they are in the file, trailing empty ones left out.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Reads the next row into `row`; `false` at the end.
    ///
    /// # Errors
    /// The file cannot be read further, or has more rows than accepted.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, Problem> {
        if self.footer == 0 {
            return Ok(self.source.next(row)? && self.within(row.number)?);
        }
        while self.pending.len() <= self.footer {
            let mut ahead = Row::default();
            if !self.source.next(&mut ahead)? {
                return Ok(false);
            }
            self.within(ahead.number)?;
            self.pending.push_back(ahead);
        }
        if let Some(next) = self.pending.pop_front() {
            *row = next;
        }
        Ok(true)
    }

    const fn exceeded(&self, number: u64) -> bool {
        number > self.limits.rows
    }

    fn within(&self, number: u64) -> Result<bool, Problem> {
        if !self.exceeded(number) {
            return Ok(true);
        }
        let limit = self.limits.rows;
        Err(Problem::one(
            Kind::TooLarge,
            "row-count",
            format!("Le fichier a plus de {limit} lignes, le nombre accepté. Découpez-le en plusieurs fichiers."),
            format!("The file has more than {limit} rows, the number accepted. Split it into several files."),
        ))
    }

    /// The size of the file in bytes.
    #[must_use]
    pub const fn total_bytes(&self) -> u64 {
        self.bytes
    }

    /// How many bytes of the file were read so far (for a workbook, in proportion of its rows).
    #[must_use]
    pub fn position(&self) -> u64 {
        match &self.source {
            Source::Delimited(text) => text.position(),
            Source::Sheet(sheet) => sheet.share_of(self.bytes),
        }
    }
}

fn other_format(found: Format) -> Problem {
    match found {
        Format::Xlsx => Problem::invalid(
            "format-error",
            "Ce fichier est un classeur (XLSX), alors qu’un texte délimité (CSV) est attendu.",
            "This file is a workbook (XLSX) whereas delimited text (CSV) is expected.",
        ),
        Format::Csv => Problem::invalid(
            "format-error",
            "Ce fichier est un texte, alors qu’un classeur (XLSX) est attendu.",
            "This file is text whereas a workbook (XLSX) is expected.",
        ),
    }
}

fn check_encoding(text: &Text<'_>, declared: Encoding) -> Result<(), Problem> {
    let found = text.encoding;
    if found == declared || !(text.beyond_ascii || text.bom) {
        return Ok(());
    }
    Err(Problem::invalid(
        "encoding-error",
        format!(
            "Le fichier n’est pas en {}, l’encodage attendu\u{202f}: il semble être en {}. Enregistrez-le en {}, puis recommencez.",
            declared.name(),
            found.name(),
            declared.name(),
        ),
        format!(
            "The file is not in {}, the expected encoding: it seems to be in {}. Save it as {} and try again.",
            declared.name(),
            found.name(),
            declared.name(),
        ),
    ))
}

/// The problem of a table that is too wide.
pub fn too_many_columns(found: usize, limit: usize) -> Problem {
    Problem::one(
        Kind::TooLarge,
        "field-count",
        format!("Le tableau a au moins {found} colonnes\u{202f}; {limit} sont acceptées. Vérifiez le séparateur, ou découpez le fichier."),
        format!("The table has at least {found} columns; {limit} are accepted. Check the separator, or split the file."),
    )
}
