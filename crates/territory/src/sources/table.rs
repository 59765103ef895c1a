//! Reading the columns one needs from a sheet, with every missing column told at once.

use std::path::Path;

use bassin_documents::{Dialect, Limits, Row, Sniffed, Table};
use bassin_kernel::{Kind, Problem, Violation};

/// A sheet or file open at its first row, and the positions of the wanted columns.
pub(super) struct Columns {
    table: Table,
    positions: Vec<usize>,
    row: Row,
}

impl Columns {
    /// Opens a sheet and finds the wanted columns by name.
    ///
    /// # Errors
    /// The file cannot be read, or lacks columns: all of them are named.
    pub(super) fn open(path: &Path, sniffed: &Sniffed, sheet: Option<&str>, header_row: u32, wanted: &[&str]) -> Result<Self, Problem> {
        let dialect = Dialect {
            format: sniffed.format,
            encoding: sniffed.encoding,
            separator: sniffed.separator,
            sheet: sheet.map(str::to_owned),
            header_row,
            footer_rows: 0,
        };
        let table = Table::open(path, &dialect, &Limits::default())?;
        let find = |name: &str| table.headers().iter().position(|header| header.trim() == name);
        let missing: Vec<Violation> = wanted.iter().filter(|name| find(name).is_none()).map(|name| no_column(name, header_row)).collect();
        if !missing.is_empty() {
            return Err(Problem::new(Kind::Invalid, missing));
        }
        let positions = wanted.iter().filter_map(|name| find(name)).collect();
        Ok(Self { table, positions, row: Row::default() })
    }

    /// The number of the next row and the wanted cells, trimmed, in the order asked for; `None` at the end. Blank rows are passed over.
    ///
    /// # Errors
    /// The file cannot be read further.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Vec<&str>)>, Problem> {
        loop {
            if !self.table.next(&mut self.row)? {
                return Ok(None);
            }
            if !self.row.is_blank() {
                break;
            }
        }
        let cell = |position: &usize| self.row.cells.get(*position).map_or("", |cell| cell.trim());
        Ok(Some((self.row.number, self.positions.iter().map(cell).collect())))
    }
}

fn no_column(name: &str, header_row: u32) -> Violation {
    Violation::new(
        "missing-header",
        format!("La colonne «\u{202f}{name}\u{202f}» manque\u{202f}: vérifiez qu’il s’agit du bon fichier et que ses en-têtes n’ont pas été modifiés."),
        format!("The column “{name}” is missing: check that this is the right file and that its headers were not changed."),
    )
    .at(u64::from(header_row), name)
}
