//! Files people open in a spreadsheet.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe in front, in both formats: a workbook is often saved as CSV later.

use std::borrow::Cow;

use bassin_kernel::{Language, LocalizedText, Problem, Timestamp};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number shown with so many decimals. What is not finite is written as nothing.
    Number {
        /// The number.
        value: f64,
        /// The decimals shown.
        decimals: u8,
    },
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// One sheet of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name; cut to the 31 characters a workbook accepts, without those it refuses.
    pub name: String,
    /// The first row.
    pub headers: Vec<String>,
    /// The others.
    pub rows: Vec<Vec<Value>>,
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A CSV in UTF-8 with a byte order mark, as spreadsheets expect it: `;` and decimal comma in French, `,` and decimal point in English.
#[must_use]
pub fn csv(headers: &[String], rows: &[Vec<Value>], language: Language) -> Vec<u8> {
    let separator = match language {
        Language::French => ';',
        Language::English => ',',
    };
    let mut out = String::from('\u{feff}');
    push_line(&mut out, headers.iter().map(|header| quoted(&harmless(header), separator)), separator);
    for row in rows {
        push_line(&mut out, row.iter().map(|value| csv_cell(value, separator, language)), separator);
    }
    out.into_bytes()
}

fn push_line(out: &mut String, cells: impl Iterator<Item = String>, separator: char) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(separator);
        }
        out.push_str(&cell);
    }
    out.push_str("\r\n");
}

fn quoted(text: &str, separator: char) -> String {
    if text.contains([separator, '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn csv_cell(value: &Value, separator: char, language: Language) -> String {
    match value {
        Value::Text(text) => quoted(&harmless(text), separator),
        Value::Number { value, decimals } if value.is_finite() => {
            let text = format!("{value:.*}", usize::from(*decimals));
            match language {
                Language::French => text.replace('.', ","),
                Language::English => text,
            }
        }
        Value::Empty | Value::Number { .. } => String::new(),
    }
}

/// A workbook: header in bold on a tint and always in sight, columns as wide as what they hold, numbers as numbers.
///
/// `created` goes into the file's properties, so that the same content gives the same bytes.
///
/// # Errors
/// More rows or columns than a workbook can hold.
pub fn xlsx(sheets: &[Sheet], created: Timestamp) -> Result<Vec<u8>, Problem> {
    let mut book = Workbook::new();
    if let Ok(moment) = ExcelDateTime::from_timestamp(created.timestamp()) {
        book.set_properties(&DocProperties::new().set_creation_datetime(&moment));
    }
    let mut names = Vec::new();
    for sheet in sheets {
        let name = sheet_name(&sheet.name, &names);
        fill(book.add_worksheet(), &name, sheet).map_err(|error| too_large(&error))?;
        names.push(name);
    }
    book.save_to_buffer().map_err(|error| too_large(&error))
}

fn too_large(error: &XlsxError) -> Problem {
    Problem::invalid(
        "xlsx-size",
        format!("Ce tableau ne tient pas dans un classeur ({error}). Demandez-le en CSV."),
        format!("This table does not fit in a workbook ({error}). Ask for it as CSV."),
    )
}

/// The longest text a cell of a workbook holds, in UTF-16 units; cut well before.
const CELL_CHARACTERS: usize = 16_000;

fn fill(worksheet: &mut Worksheet, name: &str, sheet: &Sheet) -> Result<(), XlsxError> {
    let header = Format::new().set_bold().set_background_color(Color::RGB(0x00DD_E7F0)).set_border_bottom(FormatBorder::Thin);
    let numbers: Vec<Format> = (0..=9).map(|decimals| Format::new().set_num_format(number_format(decimals))).collect();
    worksheet.set_name(name)?.set_freeze_panes(1, 0)?;
    let mut widths: Vec<usize> = Vec::new();
    for (column, text) in sheet.headers.iter().enumerate() {
        let text = cut(text);
        widen(&mut widths, column, text.chars().count());
        worksheet.write_string_with_format(0, u16::try_from(column).unwrap_or(u16::MAX), text, &header)?;
    }
    for (index, row) in sheet.rows.iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        for (column, value) in row.iter().enumerate() {
            let letter = u16::try_from(column).unwrap_or(u16::MAX);
            match value {
                Value::Text(text) => {
                    let text = cut(text);
                    widen(&mut widths, column, text.chars().count());
                    worksheet.write_string(number, letter, text)?;
                }
                Value::Number { value, decimals } if value.is_finite() => {
                    widen(&mut widths, column, 12);
                    worksheet.write_number_with_format(number, letter, *value, &numbers[usize::from(*decimals).min(9)])?;
                }
                Value::Empty | Value::Number { .. } => {}
            }
        }
    }
    for (column, width) in widths.iter().enumerate() {
        worksheet.set_column_width(u16::try_from(column).unwrap_or(u16::MAX), f64::from(u32::try_from(width + 2).unwrap_or(60)))?;
    }
    Ok(())
}

fn cut(text: &str) -> String {
    harmless(text).chars().take(CELL_CHARACTERS).collect()
}

fn widen(widths: &mut Vec<usize>, column: usize, characters: usize) {
    if widths.len() <= column {
        widths.resize(column + 1, 8);
    }
    widths[column] = widths[column].max(characters.min(60));
}

fn number_format(decimals: usize) -> String {
    if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals)) }
}

fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted.chars().filter(|letter| !"[]:*?/\\'".contains(*letter) && !letter.is_control()).collect();
    let base: String = if clean.trim().is_empty() { "1".to_owned() } else { clean.trim().chars().take(31).collect() };
    let free = |name: &String| !taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    std::iter::once(base.clone())
        .chain((2..).map(|number: u32| format!("{} {number}", base.chars().take(26).collect::<String>())))
        .find(free)
        .unwrap_or(base)
}

/// A sheet of sources: what, from whom, under which licence.
#[must_use]
pub fn sources_sheet(sources: &[[String; 4]], language: Language) -> Sheet {
    let headers = [
        LocalizedText::new("Source", "Source"),
        LocalizedText::new("Producteur", "Producer"),
        LocalizedText::new("Millésime", "Vintage"),
        LocalizedText::new("Licence", "Licence"),
    ];
    Sheet {
        name: "Sources".to_owned(),
        headers: headers.iter().map(|header| header.get(language).to_owned()).collect(),
        rows: sources.iter().map(|source| source.iter().map(|text| Value::from(text.as_str())).collect()).collect(),
    }
}
