//! Tables in files: what people send (CSV, XLSX) and what Bassin gives back. The only crate that knows these formats.
//!
//! [`sniff`] tells what a file is by its content, never by its name. [`Table`] reads one sheet row by row, in bounded memory,
//! and says of each row what is wrong with it. [`write`](mod@write) makes files that open well in a spreadsheet.

mod bytes;
mod delimited;
mod dialect;
mod document;
mod sniff;
mod table;
mod workbook;
pub mod write;

pub use dialect::{Dialect, Encoding, Format, Limits};
pub use document::{Bar, Bars, Block, Column, Document, Drawing, Levels, Printer, Signature, columns, docx};
pub use sniff::{Sniffed, sniff};
pub use table::{Row, Table};
