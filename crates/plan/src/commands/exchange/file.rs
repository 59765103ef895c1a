//! The tables of a plan as a workbook or as JSON, and back.

use std::path::Path;

use bassin_documents::{
    Dialect, Format, Limits, Row, Table, sniff,
    write::{self, Value},
};
use bassin_kernel::{Kind as ProblemKind, Language, Problem, Timestamp, Violation};
use serde::{Deserialize, Serialize};

use crate::{
    Amendment, Plan, Sheet, Tree,
    rules::exchange::{Grid, Kind, Line, tables},
};

/// How much of a workbook is read.
const LIMITS: Limits = Limits { rows: 100_000, columns: 200, uncompressed_bytes: 64 << 20, cell_bytes: 32_768 };
/// The largest JSON file.
const LARGEST: u64 = 32 << 20;
/// What begins a text that a spreadsheet would take for a formula; such texts have an apostrophe in front in files.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// A whole plan, as JSON.
#[derive(Serialize, Deserialize)]
struct Whole {
    /// `bassin-plan`.
    format: String,
    plan: Plan,
    sheets: Vec<Sheet>,
    #[serde(default)]
    amendments: Vec<Amendment>,
}

/// A plan as a workbook: one sheet for each kind of table.
///
/// # Errors
/// It has more lines than a workbook holds.
pub fn workbook(tree: &Tree, language: Language, at: Timestamp) -> Result<Vec<u8>, Problem> {
    let sheets: Vec<write::Sheet> = tables(tree).into_iter().map(|grid| sheet(grid, language)).collect();
    write::xlsx(&sheets, at)
}

fn sheet(grid: Grid, language: Language) -> write::Sheet {
    let columns = grid.kind.columns();
    let cell = |(at, text): (usize, String)| match text.parse::<f64>() {
        _ if text.is_empty() => Value::Empty,
        Ok(value) if columns.get(at).is_some_and(|column| column.numeric) => {
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(9));
            Value::Number { value, decimals: u8::try_from(decimals).unwrap_or_default() }
        }
        _ => Value::Text(if is_quoted(&text) { format!("'{text}") } else { text }),
    };
    write::Sheet {
        name: grid.kind.name(language).to_owned(),
        headers: columns.iter().map(|column| column.name(language).to_owned()).collect(),
        rows: grid.lines.into_iter().map(|line| line.cells.into_iter().enumerate().map(cell).collect()).collect(),
    }
}

/// Whether a text is apostrophes before what begins a formula: one is then added, and taken away when it is read again.
fn is_quoted(text: &str) -> bool {
    text.starts_with('\'') && text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A plan as JSON.
///
/// # Errors
/// A value is no number.
pub fn json(tree: &Tree) -> Result<Vec<u8>, Problem> {
    let whole = Whole {
        format: "bassin-plan".to_owned(),
        plan: tree.plan.clone(),
        sheets: tree.sheets.clone(),
        amendments: tree.amendments.clone(),
    };
    serde_json::to_vec_pretty(&whole).map_err(|error| unreadable(&error.to_string()))
}

/// The tables of a file, whatever its format: by its content, never by its name.
///
/// # Errors
/// It is neither a workbook nor JSON, or sheets and columns are missing or unknown: all at once.
pub fn read(path: &Path) -> Result<Vec<Grid>, Problem> {
    let head = sniff_head(path)?;
    if head.trim_ascii_start().starts_with(b"{") { from_json(path) } else { from_workbook(path) }
}

fn sniff_head(path: &Path) -> Result<Vec<u8>, Problem> {
    use std::io::Read as _;
    let unread = |error: std::io::Error| unreadable(&error.to_string());
    let mut head = Vec::new();
    std::fs::File::open(path).map_err(unread)?.take(64).read_to_end(&mut head).map_err(unread)?;
    Ok(head)
}

/// The plan that tables are about.
pub(super) fn about(grids: &[Grid]) -> &str {
    let line = grids.iter().find(|grid| grid.kind == Kind::Plan).and_then(|grid| grid.lines.first());
    line.and_then(|line| line.cells.first()).map_or("", |cell| cell.trim())
}

fn from_json(path: &Path) -> Result<Vec<Grid>, Problem> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(&error.to_string()))?.len();
    if size > LARGEST {
        return Err(unreadable("> 32 Mo"));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(&error.to_string()))?;
    let whole: Whole = serde_json::from_slice(&bytes).map_err(|error| unreadable(&error.to_string()))?;
    if whole.format != "bassin-plan" {
        return Err(unreadable("format"));
    }
    Ok(tables(&Tree { plan: whole.plan, sheets: whole.sheets, amendments: whole.amendments, events: Vec::new() }))
}

fn from_workbook(path: &Path) -> Result<Vec<Grid>, Problem> {
    let found = sniff(path)?;
    if found.format != Format::Xlsx {
        return Err(unreadable("CSV"));
    }
    let (mut grids, mut wrong) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        match grid(path, kind) {
            Ok(grid) => grids.push(grid),
            Err(problem) if problem.kind == ProblemKind::Invalid => wrong.extend(problem.violations),
            Err(problem) => return Err(problem),
        }
    }
    if wrong.is_empty() { Ok(grids) } else { Err(Problem::new(ProblemKind::Invalid, wrong)) }
}

/// A sheet of a workbook, under its name in either language.
fn open(path: &Path, kind: Kind) -> Result<Table, Problem> {
    let named = |language| Dialect { format: Format::Xlsx, sheet: Some(kind.name(language).to_owned()), ..Dialect::default() };
    Table::open(path, &named(Language::French), &LIMITS).or_else(|_| Table::open(path, &named(Language::English), &LIMITS))
}

fn grid(path: &Path, kind: Kind) -> Result<Grid, Problem> {
    let mut table = open(path, kind)?;
    let (columns, mut wrong) = (kind.columns(), Vec::new());
    let places: Vec<Option<usize>> =
        columns.iter().map(|column| table.headers().iter().position(|header| column.is_named(header))).collect();
    for (column, _) in columns.iter().zip(&places).filter(|(_, place)| place.is_none()) {
        wrong.push(header(kind, column.fr, column.en, ("manque", "is missing")));
    }
    for name in table.headers().iter().filter(|name| !name.trim().is_empty() && !columns.iter().any(|column| column.is_named(name))) {
        wrong.push(header(kind, name, name, ("n’est pas connue", "is not known")));
    }
    if !wrong.is_empty() {
        return Err(Problem::new(ProblemKind::Invalid, wrong));
    }
    let (mut lines, mut row) = (Vec::new(), Row::default());
    while table.next(&mut row)? {
        wrong.append(&mut row.faults);
        if !row.is_blank() {
            let cell = |place: &Option<usize>| place.and_then(|at| row.cells.get(at)).map(|cell| bare(cell)).unwrap_or_default();
            lines.push(Line { row: row.number, cells: places.iter().map(cell).collect() });
        }
    }
    if wrong.is_empty() { Ok(Grid { kind, lines }) } else { Err(Problem::new(ProblemKind::Invalid, wrong)) }
}

/// A text without the apostrophe put in front of what a spreadsheet would take for a formula.
fn bare(cell: &str) -> String {
    let quoted = cell.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(FORMULA));
    quoted.unwrap_or(cell).to_owned()
}

fn header(kind: Kind, fr: &str, en: &str, (says, said): (&str, &str)) -> Violation {
    Violation::new(
        "exchange-column",
        format!("Feuille « {} » : la colonne « {fr} » {says}.", kind.name(Language::French)),
        format!("Sheet “{}”: the column “{en}” {said}.", kind.name(Language::English)),
    )
    .at(1, fr)
}

fn unreadable(detail: &str) -> Problem {
    Problem::invalid(
        "exchange-unreadable",
        format!("Ce fichier n’est pas un plan exporté d’ici, en XLSX ou en JSON ({detail})."),
        format!("This file is not a plan exported from here, as XLSX or JSON ({detail})."),
    )
}
