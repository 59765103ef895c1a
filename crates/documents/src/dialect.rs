//! How a file is written, and how much of it is accepted.

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Delimited text.
    Csv,
    /// A workbook of Excel 2007 and later, also written by LibreOffice.
    Xlsx,
}

/// The characters' encoding of a delimited text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, which holds Latin-1.
    Windows1252,
}

impl Encoding {
    /// The name people know it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// How one table is written in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// The format.
    pub format: Format,
    /// The encoding of a delimited text; a byte order mark is skipped.
    pub encoding: Encoding,
    /// The separator of a delimited text: `,` `;` `|` or a tab.
    pub separator: u8,
    /// The sheet of a workbook; the first one when `None`.
    pub sheet: Option<String>,
    /// The row that holds the columns' names, from 1.
    pub header_row: u32,
    /// How many rows to leave out at the end.
    pub footer_rows: u32,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { format: Format::Csv, encoding: Encoding::Utf8, separator: b',', sheet: None, header_row: 1, footer_rows: 0 }
    }
}

/// How much is accepted. Beyond, the file is refused before it fills the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows, the header included.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
    /// Bytes of a workbook once inflated.
    pub uncompressed_bytes: u64,
    /// Bytes of one cell.
    pub cell_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 20_000_000, columns: 4_096, uncompressed_bytes: 400 << 20, cell_bytes: 32_768 }
    }
}
