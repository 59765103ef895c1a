//! Workbooks (XLSX): one sheet, held compactly.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use bassin_kernel::{Kind, Problem};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use crate::{Limits, Row, sniff, table::too_many_columns};

/// An opened workbook.
pub type Book = Xlsx<BufReader<File>>;

/// Opens a workbook after checking that it inflates to what is accepted.
pub fn open(path: &Path, limits: &Limits) -> Result<Book, Problem> {
    let file = || File::open(path).map_err(|error| sniff::unreadable(path, &error));
    check_size(file()?, limits)?;
    Xlsx::new(BufReader::new(file()?)).map_err(|error| damaged(&error.to_string()))
}

/// Inflates every part without keeping it: the sizes an archive declares may lie.
fn check_size(file: File, limits: &Limits) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(&error.to_string()))?;
    if archive.index_for_name("xl/workbook.xml").is_none() && archive.index_for_name("xl/workbook.bin").is_none() {
        return Err(Problem::invalid(
            "format-error",
            "Ce fichier est une archive ZIP (ou un document d’un autre logiciel), pas un classeur Excel. Envoyez un fichier XLSX ou CSV, décompressé.",
            "This file is a ZIP archive (or a document of another program), not an Excel workbook. Send an XLSX or CSV file, unpacked.",
        ));
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| damaged(&error.to_string()))?;
        let is_texts = entry.name().is_ok_and(|name| name.ends_with("sharedStrings.xml"));
        // The texts are kept one by one in memory, where a short one weighs more than in the file.
        let allowed = if is_texts { limits.uncompressed_bytes / 4 } else { limits.uncompressed_bytes };
        let allowed = allowed.min(limits.uncompressed_bytes - total);
        if entry.size() > allowed {
            return Err(bomb(limits));
        }
        let inflated = io::copy(&mut entry.take(allowed + 1), &mut io::sink()).map_err(|error| damaged(&error.to_string()))?;
        if inflated > allowed {
            return Err(bomb(limits));
        }
        total += inflated;
    }
    Ok(())
}

fn bomb(limits: &Limits) -> Problem {
    let megabytes = limits.uncompressed_bytes >> 20;
    Problem::one(
        Kind::TooLarge,
        "uncompressed-size",
        format!(
            "Une fois décompressé, ce classeur dépasse {megabytes} Mo, la taille acceptée. Il est refusé sans être ouvert\u{202f}; envoyez les données en CSV."
        ),
        format!("Once inflated, this workbook exceeds {megabytes} MB, the size accepted. It is refused unopened; send the data as CSV."),
    )
}

fn damaged(detail: &str) -> Problem {
    Problem::invalid(
        "format-error",
        format!(
            "Ce classeur ne peut pas être lu\u{202f}: il est incomplet, abîmé ou protégé par un mot de passe ({detail}). Ouvrez-le dans un tableur et enregistrez-le de nouveau en XLSX."
        ),
        format!(
            "This workbook cannot be read: it is incomplete, damaged or protected by a password ({detail}). Open it in a spreadsheet and save it again as XLSX."
        ),
    )
}

/// The sheets' names, in order.
pub fn sheets(book: &Book) -> Vec<String> {
    book.sheet_names()
}

/// The cells of the first row that has any, in the first sheet.
pub fn first_row(book: &mut Book) -> Result<Vec<String>, Problem> {
    let Some(name) = book.sheet_names().into_iter().next() else { return Ok(Vec::new()) };
    let mut cells = book.worksheet_cells_reader(&name).map_err(|error| damaged(&error.to_string()))?;
    let mut headers = Vec::new();
    let mut first = None;
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error.to_string()))? {
        let (row, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        if *first.get_or_insert(row) != row || column as usize >= Limits::default().columns {
            break;
        }
        headers.resize_with((column as usize + 1).max(headers.len()), String::new);
        write_value(cell.get_value(), &mut headers[column as usize]);
    }
    Ok(headers)
}

/// One sheet: the texts end to end, and where each ends.
pub struct Sheet {
    text: String,
    cells: Vec<(u32, usize)>,
    rows: Vec<(u32, usize)>,
    next: usize,
    width: Option<usize>,
}

/// Reads the sheet `name`, or the first one.
pub fn load(book: &mut Book, name: Option<&str>, limits: &Limits) -> Result<Sheet, Problem> {
    let names = book.sheet_names();
    let name = match name {
        Some(name) => names.iter().find(|known| known.trim() == name.trim()).ok_or_else(|| no_sheet(name, &names))?,
        None => names.first().ok_or_else(|| damaged("no sheet"))?,
    };
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| damaged(&error.to_string()))?;
    let mut sheet = Sheet { text: String::new(), cells: Vec::new(), rows: Vec::new(), next: 0, width: None };
    let mut buffer = String::new();
    while let Some(cell) = reader.next_cell().map_err(|error| damaged(&error.to_string()))? {
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        let (row, column) = cell.get_position();
        if column as usize >= limits.columns {
            return Err(too_many_columns(column as usize + 1, limits.columns));
        }
        buffer.clear();
        write_value(cell.get_value(), &mut buffer);
        sheet.push(row + 1, column, &buffer).ok_or_else(|| damaged("rows out of order"))?;
    }
    Ok(sheet)
}

fn no_sheet(name: &str, names: &[String]) -> Problem {
    let list = names.join(", ");
    let mut problem = Problem::invalid(
        "sheet-error",
        format!("Le classeur n’a pas de feuille « {name} ». Ses feuilles\u{202f}: {list}."),
        format!("The workbook has no sheet “{name}”. Its sheets: {list}."),
    );
    if let Some(violation) = problem.violations.first_mut() {
        violation.suggestions = names.to_vec();
    }
    problem
}

fn write_value(value: &DataRef<'_>, out: &mut String) {
    use std::fmt::Write;
    let written = match value {
        DataRef::Int(number) => write!(out, "{number}"),
        DataRef::Float(number) => write!(out, "{number}"),
        DataRef::String(text) => out.write_str(text),
        DataRef::SharedString(text) => out.write_str(text),
        DataRef::Bool(true) => out.write_str("true"),
        DataRef::Bool(false) => out.write_str("false"),
        DataRef::DateTime(moment) => write_moment(*moment, out),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => out.write_str(text),
        DataRef::Error(error) => write!(out, "{error}"),
        DataRef::Empty => Ok(()),
    };
    debug_assert!(written.is_ok(), "a String takes all that is written");
}

fn write_moment(moment: ExcelDateTime, out: &mut String) -> std::fmt::Result {
    use std::fmt::Write;
    if !moment.is_datetime() {
        return write!(out, "{}", moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    write!(out, "{year:04}-{month:02}-{day:02}")?;
    if (hour, minute, second) != (0, 0, 0) {
        write!(out, "T{hour:02}:{minute:02}:{second:02}")?;
    }
    Ok(())
}

impl Sheet {
    /// Adds a cell; `None` when it comes before one already there.
    fn push(&mut self, row: u32, column: u32, text: &str) -> Option<()> {
        match self.rows.last() {
            Some(&(last, _)) if last > row => return None,
            Some(&(last, start)) if last == row => {
                if self.cells[start..].last().is_some_and(|&(before, _)| before >= column) {
                    return None;
                }
            }
            _ => self.rows.push((row, self.cells.len())),
        }
        self.text.push_str(text);
        self.cells.push((column, self.text.len()));
        Some(())
    }

    /// From now on each row has `width` cells; what lies beyond is not read.
    pub const fn set_width(&mut self, width: usize) {
        self.width = Some(width);
    }

    pub fn next(&mut self, row: &mut Row) -> bool {
        row.faults.clear();
        let Some(&(number, start)) = self.rows.get(self.next) else { return false };
        self.next += 1;
        let end = self.rows.get(self.next).map_or(self.cells.len(), |&(_, start)| start);
        let width = self.width.unwrap_or_else(|| self.cells[start..end].last().map_or(0, |&(column, _)| column as usize + 1));
        row.number = u64::from(number);
        row.cells.resize_with(width, String::new);
        row.cells.iter_mut().for_each(String::clear);
        for index in start..end {
            let (column, finish) = self.cells[index];
            let begin = if index == 0 { 0 } else { self.cells[index - 1].1 };
            if let Some(cell) = row.cells.get_mut(column as usize) {
                cell.push_str(&self.text[begin..finish]);
            }
        }
        true
    }

    /// How much of `bytes` the rows read so far stand for.
    pub fn share_of(&self, bytes: u64) -> u64 {
        bytes * self.next as u64 / (self.rows.len() as u64).max(1)
    }
}
