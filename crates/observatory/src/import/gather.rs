//! Reading every row of a file: where it lands, what it says, and everything that is wrong with it.

use std::collections::{BTreeMap, HashMap};

use bassin_documents::{Row, Table};
use bassin_kernel::{Kind, Period, Problem};
use bassin_statistics::Cell;
use bassin_territory::{Atlas, Located};

use super::{
    Progress,
    cells::{Cells, Met},
    number::{self, NotANumber},
    period,
    plan::{Plan, Route, ValueColumn},
    report::{Reporter, Severity},
    wording,
};
use crate::descriptor::Duplicates;

/// Where a source code lands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landing {
    /// On a row of the support.
    Row(u32),
    /// On a commune, as one of its arrondissements.
    Part(u32),
    /// On a commune since divided: the anchor, and all the rows.
    Split(u32, Vec<u32>),
    /// Nowhere.
    Nowhere,
}

/// A code of the file.
pub struct Source {
    /// The route it came by.
    pub route: usize,
    /// Where it lands.
    pub landing: Landing,
    /// The row where it was first met.
    pub first_row: u64,
}

/// A column of the cube being made.
pub struct Gathered {
    /// Its id.
    pub id: String,
    /// The position of its column of figures in the plan.
    pub of: usize,
    /// The number of its column of cells, by support.
    pub cells: usize,
}

/// Everything a file says.
pub struct Harvest {
    /// The codes, by number.
    pub sources: Vec<Source>,
    /// The columns, in the order in which they were met.
    pub columns: Vec<Gathered>,
    /// The cells.
    pub cells: Cells,
    /// The rows of data read.
    pub rows: u64,
    /// Labels of members, by dimension id.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
}

/// The cells a file may give: beyond, its descriptor surely takes an identifier for a dimension.
const CELLS: u64 = 400_000_000;

/// Reads the whole table.
///
/// # Errors
/// The table cannot be read further. What is wrong with rows goes to the reporter.
pub fn gather(plan: &Plan, atlas: &Atlas, table: &mut Table, reporter: &mut Reporter, progress: &Progress) -> Result<Harvest, Problem> {
    let mut gatherer = Gatherer {
        plan,
        atlas,
        reporter,
        codes: vec![HashMap::new(); plan.routes.len()],
        combinations: HashMap::new(),
        harvest: Harvest { sources: Vec::new(), columns: Vec::new(), cells: Cells::default(), rows: 0, labels: BTreeMap::new() },
        values: Vec::with_capacity(plan.columns.len()),
        rounded: vec![false; plan.columns.len()],
        key: String::new(),
        code: String::new(),
    };
    let mut row = Row::default();
    while table.next(&mut row)? {
        gatherer.row(&row)?;
        if row.number % 4096 == 0 {
            progress(table.position(), table.total_bytes());
        }
    }
    progress(table.total_bytes(), table.total_bytes());
    Ok(gatherer.harvest)
}

struct Gatherer<'a> {
    plan: &'a Plan,
    atlas: &'a Atlas,
    reporter: &'a mut Reporter,
    /// The number of a code, by route.
    codes: Vec<HashMap<String, u32>>,
    /// The first column of a combination of period and members.
    combinations: HashMap<String, usize>,
    harvest: Harvest,
    values: Vec<Option<Cell>>,
    rounded: Vec<bool>,
    key: String,
    code: String,
}

impl Gatherer<'_> {
    fn row(&mut self, row: &Row) -> Result<(), Problem> {
        if row.is_blank() {
            self.reporter.note(Severity::Info, "blank-row", || wording::blank_row(row.number));
            return Ok(());
        }
        self.harvest.rows += 1;
        if !row.faults.is_empty() {
            for fault in &row.faults {
                self.reporter.error(code_of(&fault.code), || fault.clone());
            }
            return Ok(());
        }
        if !self.plan.ignore.is_empty() && self.plan.ignore.iter().any(|guard| guard.holds(&row.cells)) {
            self.reporter.note(Severity::Info, "row-left-out", || wording::left_out(row.number));
            return Ok(());
        }
        let Some(route) = self.plan.routes.iter().position(|route| route.takes(&row.cells)) else {
            self.reporter.error("geo-level-mismatch", || wording::no_level(row.number));
            return Ok(());
        };
        let source = self.source(route, row);
        let first = self.combination(row)?;
        self.read_values(row);
        if let (Some(source), Some(first)) = (source, first) {
            self.store(row, source, first);
        }
        Ok(())
    }

    /// The number of the row's code; `None` when it leads nowhere.
    fn source(&mut self, number: usize, row: &Row) -> Option<u32> {
        let plan = self.plan;
        let route = &plan.routes[number];
        let code = route.code_of(&row.cells, &mut self.code);
        if let Some(&source) = self.codes[number].get(code) {
            return (self.harvest.sources[source as usize].landing != Landing::Nowhere).then_some(source);
        }
        let landing = land(self.atlas, route, code, self.plan, row, self.reporter);
        let known = landing != Landing::Nowhere;
        let source = u32::try_from(self.harvest.sources.len()).ok()?;
        self.codes[number].insert(code.to_owned(), source);
        self.harvest.sources.push(Source { route: number, landing, first_row: row.number });
        known.then_some(source)
    }

    /// The first of the columns of the row's period and members; `None` when one of them is wrong.
    fn combination(&mut self, row: &Row) -> Result<Option<usize>, Problem> {
        let period = self.period(row);
        let mut members_hold = true;
        self.key.clear();
        let plan = self.plan;
        for dimension in &plan.dimensions {
            let member = row.cells[dimension.at].trim();
            let accepted = dimension.closed.as_ref().is_none_or(|members| members.iter().any(|known| known == member));
            if member.is_empty() || member.contains(['|', '=', '@']) || !accepted {
                members_hold = false;
                self.reporter.error("nomenclature-unknown", || {
                    wording::member(row.number, &dimension.header, member, dimension.closed.as_deref().unwrap_or_default())
                });
                continue;
            }
            self.key.push('|');
            self.key.push_str(&dimension.id);
            self.key.push('=');
            self.key.push_str(member);
            if let Some(label) = dimension.label {
                let labels = self.harvest.labels.entry(dimension.id.clone()).or_default();
                if !labels.contains_key(member) {
                    labels.insert(member.to_owned(), row.cells[label].trim().to_owned());
                }
            }
        }
        let Some(period) = period.filter(|_| members_hold) else { return Ok(None) };
        let members = self.key.len();
        if let Some(period) = period {
            self.key.push('@');
            self.key.push_str(&period.to_string());
        }
        if let Some(&first) = self.combinations.get(&self.key) {
            return Ok(Some(first));
        }
        self.new_combination(period, members).map(Some)
    }

    fn new_combination(&mut self, period: Option<Period>, members: usize) -> Result<usize, Problem> {
        let first = self.harvest.columns.len();
        let plan = self.plan;
        for (of, column) in plan.columns.iter().enumerate() {
            let at = column.period.or(period).map_or_else(String::new, |period| format!("@{period}"));
            let id = format!("{}{at}{}", column.measure, &self.key[..members]);
            let cells = self.harvest.cells.add_column();
            self.harvest.columns.push(Gathered { id, of, cells });
        }
        self.combinations.insert(self.key.clone(), first);
        let total = self.harvest.columns.len() as u64 * self.harvest.sources.len() as u64;
        if total > CELLS { Err(too_many(self.harvest.columns.len())) } else { Ok(first) }
    }

    /// The period of the row: `Some(None)` when its columns tell theirs, `None` when it is wrong.
    fn period(&mut self, row: &Row) -> Option<Option<Period>> {
        let plan = self.plan;
        let Some(source) = &plan.period else { return Some(None) };
        let Some((at, header, format)) = &source.column else { return Some(source.fixed) };
        let text = row.cells[*at].trim();
        let period = period::parse(text, *format);
        if period.is_none() {
            self.reporter.error("period-unknown", || wording::period(row.number, header, text, *format));
        }
        period.map(Some)
    }

    fn read_values(&mut self, row: &Row) {
        let plan = self.plan;
        let mut values = std::mem::take(&mut self.values);
        values.clear();
        for (index, column) in plan.columns.iter().enumerate() {
            values.push(self.value(row, index, column));
        }
        for (column, cell) in plan.columns.iter().zip(&values) {
            let whole = column.whole.and_then(|whole| Some((&plan.columns[whole], values[whole]?)));
            if let (Some(Cell::Value(part)), Some((whole, Cell::Value(total)))) = (cell, whole)
                && exceeds(*part, column.decimals, total, whole.decimals)
            {
                self.reporter.note(Severity::Warning, "subset-exceeds-total", || {
                    wording::subset(row.number, &column.header, &row.cells[column.at], &whole.header, &row.cells[whole.at])
                });
            }
        }
        self.values = values;
    }

    /// What a cell says; `None` when it is wrong.
    fn value(&mut self, row: &Row, index: usize, column: &ValueColumn) -> Option<Cell> {
        let text = row.cells[column.at].trim();
        if text.len() <= column.longest_marker
            && let Some((_, marked)) = column.markers.iter().find(|(marker, _)| marker == text)
        {
            return Some(marked.cell());
        }
        match number::parse(text, self.plan.mark, column.decimals) {
            Ok(parsed) => {
                if parsed.rounded && !std::mem::replace(&mut self.rounded[index], true) {
                    self.reporter.note(Severity::Info, "rounded", || wording::rounded(row.number, &column.header, column.decimals));
                }
                if column.minimum.is_some_and(|minimum| parsed.value < minimum)
                    || column.maximum.is_some_and(|maximum| parsed.value > maximum)
                {
                    let code = if parsed.value < 0 && column.adds_up { "negative-count" } else { "constraint-error" };
                    self.reporter.error(code, || wording::out_of_bounds(row.number, column, text));
                    return None;
                }
                Some(Cell::Value(parsed.value))
            }
            Err(why) => {
                let code = match why {
                    NotANumber::Text if text.chars().count() <= 4 => "marker-unknown",
                    _ => "type-error",
                };
                self.reporter.error(code, || wording::not_a_number(row.number, column, text, why));
                None
            }
        }
    }

    fn store(&mut self, row: &Row, source: u32, first: usize) {
        let mut worst = Met::New;
        let values = std::mem::take(&mut self.values);
        for (index, cell) in values.iter().enumerate() {
            let Some(cell) = cell else { continue };
            let column = self.harvest.columns[first + index].cells;
            let met = self.harvest.cells.set(source, column, *cell);
            match (met, self.plan.duplicates) {
                (Met::New, _) => {}
                (_, Duplicates::Add) => {
                    if !self.harvest.cells.add(source, column, *cell) {
                        self.reporter.error("type-error", || wording::too_large(row.number, &self.plan.columns[index].header));
                    }
                }
                (Met::Other, Duplicates::ConflictMissing) => {
                    self.harvest.cells.conflict(source, column);
                    worst = Met::Other;
                }
                (met, _) => worst = if met == Met::Other { Met::Other } else { worst.max_same() },
            }
        }
        self.values = values;
        if worst != Met::New {
            self.repeated(row, source, worst);
        }
    }

    fn repeated(&mut self, row: &Row, source: u32, met: Met) {
        let first_row = self.harvest.sources[source as usize].first_row;
        let route = &self.plan.routes[self.harvest.sources[source as usize].route];
        let mut buffer = String::new();
        let code = route.code_of(&row.cells, &mut buffer);
        match (self.plan.duplicates, met) {
            (Duplicates::Refuse, _) | (Duplicates::IdenticalOnce, Met::Other) => {
                self.reporter.error("primary-key", || wording::repeated(row.number, &route.column, code, first_row));
            }
            (Duplicates::ConflictMissing, Met::Other) => {
                self.reporter.note(Severity::Warning, "primary-key", || wording::conflict(row.number, &route.column, code));
            }
            _ => self.reporter.note(Severity::Info, "duplicate-row", || wording::same_row(row.number, &route.column, code)),
        }
    }
}

impl Met {
    /// At least “the same again”.
    const fn max_same(self) -> Self {
        match self {
            Self::New => Self::Same,
            other => other,
        }
    }
}

/// Codes of faults of rows, as the reporter keeps them.
fn code_of(code: &str) -> &'static str {
    match code {
        "missing-cell" => "missing-cell",
        "extra-cell" => "extra-cell",
        "encoding-error" => "encoding-error",
        "cell-too-long" => "cell-too-long",
        _ => "format-error",
    }
}

fn land(atlas: &Atlas, route: &Route, code: &str, plan: &Plan, row: &Row, reporter: &mut Reporter) -> Landing {
    if !route.commune {
        return land_on_zone(atlas, route, code, plan, row, reporter);
    }
    match atlas.locate(route.country, code, Some(plan.vintage)) {
        Located::Current(at) => Landing::Row(at),
        Located::Arrondissement { row } => Landing::Part(row),
        Located::Merged { row: at } | Located::Delegated { row: at } => {
            reporter.note(Severity::Info, "geo-vintage-mismatch", || {
                wording::successor(row.number, &route.column, code, atlas.commune(at).map_or("", |commune| commune.name))
            });
            Landing::Row(at)
        }
        Located::Split { anchor, rows } => {
            reporter.note(Severity::Warning, "geo-vintage-mismatch", || wording::split(row.number, &route.column, code));
            Landing::Split(anchor, rows)
        }
        Located::Unknown { suggestions } => {
            unknown(route, code, plan, row, reporter, &suggestions);
            Landing::Nowhere
        }
    }
}

fn land_on_zone(atlas: &Atlas, route: &Route, code: &str, plan: &Plan, row: &Row, reporter: &mut Reporter) -> Landing {
    let Some(zoning) = atlas.zoning(&route.support) else { return Landing::Nowhere };
    let with_country = || zoning.position(&format!("{}-{code}", route.country.code()));
    if let Some(position) = with_country().or_else(|| zoning.position(code)) {
        return Landing::Row(position);
    }
    let padded: Vec<String> = (1..=2)
        .map(|zeros| format!("{}{code}", "0".repeat(zeros)))
        .filter(|candidate| !code.is_empty() && zoning.position(candidate).is_some())
        .take(1)
        .collect();
    unknown(route, code, plan, row, reporter, &padded);
    Landing::Nowhere
}

fn unknown(route: &Route, code: &str, plan: &Plan, row: &Row, reporter: &mut Reporter, suggestions: &[String]) {
    let lost = suggestions
        .first()
        .filter(|suggestion| suggestion.starts_with('0') && suggestion.trim_start_matches('0') == code.trim_start_matches('0'));
    if plan.accept_unknown.is_match(code) {
        reporter.note(Severity::Info, "geo-not-covered", || wording::not_covered(row.number, &route.column, code));
    } else if let Some(repaired) = lost {
        reporter.error("leading-zero-lost", || wording::leading_zero(row.number, &route.column, code, repaired));
    } else {
        reporter.error("geo-unknown-code", || wording::unknown(row.number, route, code, suggestions, plan.vintage));
    }
}

/// Whether a part is more than its whole, whatever their decimals.
fn exceeds(part: i64, part_decimals: u8, whole: i64, whole_decimals: u8) -> bool {
    let scale = |value: i64, other: u8, own: u8| i128::from(value) * 10_i128.pow(u32::from(other.saturating_sub(own)));
    scale(part, whole_decimals, part_decimals) > scale(whole, part_decimals, whole_decimals)
}

fn too_many(columns: usize) -> Problem {
    Problem::one(
        Kind::TooLarge,
        "field-count",
        format!(
            "Le fichier donnerait plus de {columns} colonnes de chiffres par commune ou par zone. Une des dimensions du descripteur porte sans doute un identifiant."
        ),
        format!(
            "The file would give more than {columns} columns of figures for each commune or zone. One of the descriptor’s dimensions is probably an identifier."
        ),
    )
}
