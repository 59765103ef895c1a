//! A descriptor made ready for one file: columns by position, patterns compiled, markers by measure.

use std::collections::BTreeMap;

use bassin_kernel::{Kind, Period, Problem, Violation};
use bassin_statistics::Cell;
use bassin_territory::Country;
use globset::{Glob, GlobSet, GlobSetBuilder};

use super::number;
use crate::descriptor::{Code, Condition, Descriptor, Duplicates, MarkedAs, Measure, PeriodFormat, Strip, Test};

/// What must hold of a cell.
pub struct Guard {
    column: usize,
    test: GuardTest,
}

enum GuardTest {
    Equals(Vec<String>),
    Matches(GlobSet),
}

impl Guard {
    /// Whether a row meets it.
    pub fn holds(&self, cells: &[String]) -> bool {
        let text = cells.get(self.column).map_or("", String::as_str);
        match &self.test {
            GuardTest::Equals(texts) => texts.iter().any(|accepted| accepted == text),
            GuardTest::Matches(patterns) => patterns.is_match(text),
        }
    }
}

/// Where the code of a row is.
pub enum CodeAt {
    /// In a column.
    Column(usize),
    /// The same for every row.
    Constant(String),
}

/// A support and the rows it takes.
pub struct Route {
    /// The name of the support in the cube.
    pub support: String,
    /// Whether its rows are communes.
    pub commune: bool,
    /// The country of its codes.
    pub country: Country,
    /// Where the code is.
    pub code: CodeAt,
    /// The name of the column of codes, for messages.
    pub column: String,
    strips: Vec<Strip>,
    when: Vec<Guard>,
}

impl Route {
    /// Whether it takes a row.
    pub fn takes(&self, cells: &[String]) -> bool {
        self.when.iter().all(|guard| guard.holds(cells))
    }

    /// The code of a row, ready to be looked up.
    pub fn code_of<'a>(&'a self, cells: &'a [String], buffer: &'a mut String) -> &'a str {
        let written = match &self.code {
            CodeAt::Constant(code) => code,
            CodeAt::Column(at) => cells.get(*at).map_or("", String::as_str),
        };
        let mut code = written.trim();
        if self.strips.is_empty() {
            return code;
        }
        for strip in &self.strips {
            code = match strip {
                Strip::Trim | Strip::Pad(_) => code,
                Strip::Number => {
                    code.split_once(['.', ',']).filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map_or(code, |(whole, _)| whole)
                }
                Strip::LeadingZeroOfThree => code.strip_prefix('0').filter(|rest| rest.len() == 2).unwrap_or(code),
                Strip::Prefix(prefix) => code.strip_prefix(prefix.as_str()).unwrap_or(code),
            };
        }
        buffer.clear();
        if let Some(length) = self.strips.iter().find_map(|strip| if let Strip::Pad(length) = strip { Some(*length) } else { None }) {
            (code.len()..length).for_each(|_| buffer.push('0'));
        }
        buffer.push_str(code);
        buffer
    }
}

/// A column of figures.
pub struct ValueColumn {
    /// Its position.
    pub at: usize,
    /// Its name in the file.
    pub header: String,
    /// The id of its measure.
    pub measure: String,
    /// Its period; that of the row when `None`.
    pub period: Option<Period>,
    /// The decimals kept.
    pub decimals: u8,
    /// Whether figures of several places may be added.
    pub adds_up: bool,
    /// The least accepted, scaled.
    pub minimum: Option<i64>,
    /// The most accepted, scaled.
    pub maximum: Option<i64>,
    /// The column of the whole of which this one is a part.
    pub whole: Option<usize>,
    /// What texts mean.
    pub markers: Vec<(String, Marked)>,
    /// The length of the longest of these texts.
    pub longest_marker: usize,
}

/// What a text in place of a number means, in figures of the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// Not published.
    Missing,
    /// Hidden, within bounds.
    Masked(i64, i64),
    /// Without meaning here.
    NotApplicable,
    /// None.
    Zero,
}

impl Marked {
    /// The cell it makes.
    pub const fn cell(self) -> Cell {
        match self {
            Self::Missing => Cell::Missing,
            Self::Masked(lower, upper) => Cell::Masked { lower, upper },
            Self::NotApplicable => Cell::NotApplicable,
            Self::Zero => Cell::Value(0),
        }
    }
}

/// Where the period of a row is.
pub struct PeriodAt {
    /// The position of its column, and how it is written.
    pub column: Option<(usize, String, PeriodFormat)>,
    /// The period of every row.
    pub fixed: Option<Period>,
}

/// A dimension.
pub struct DimensionAt {
    /// Its id.
    pub id: String,
    /// The position and the name of its column.
    pub at: usize,
    /// The name of its column.
    pub header: String,
    /// The position of the column of its labels.
    pub label: Option<usize>,
    /// The only members accepted, when it is closed.
    pub closed: Option<Vec<String>>,
}

/// A descriptor made ready for one file.
pub struct Plan {
    /// The conditions of rows left out.
    pub ignore: Vec<Guard>,
    /// The supports, the first that takes a row having it.
    pub routes: Vec<Route>,
    /// The columns of figures.
    pub columns: Vec<ValueColumn>,
    /// The period of rows.
    pub period: Option<PeriodAt>,
    /// The dimensions.
    pub dimensions: Vec<DimensionAt>,
    /// The year of the codes of communes.
    pub vintage: u16,
    /// What a repeated key means.
    pub duplicates: Duplicates,
    /// Codes that may be unknown.
    pub accept_unknown: GlobSet,
    /// The decimal mark.
    pub mark: u8,
}

/// The columns that a file of this dataset must have, each once, trimmed.
pub fn required(descriptor: &Descriptor) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    let conditions = descriptor.geography.iter().flat_map(|geography| &geography.when.0).chain(&descriptor.ignore);
    let measured: Vec<_> = descriptor.measures.iter().flat_map(Measure::columns).collect();
    for geography in &descriptor.geography {
        if let Some(Code::Column(column)) = geography.code() {
            names.push(column);
        }
    }
    names.extend(conditions.map(|condition| condition.column.as_str()));
    names.extend(descriptor.period.iter().filter_map(|period| period.column.as_deref()));
    for dimension in &descriptor.dimensions {
        names.push(&dimension.column);
        names.extend(dimension.label_column.as_deref());
    }
    names.extend(measured.iter().map(|column| column.column.as_str()));
    names.extend(descriptor.file.required.iter().map(String::as_str));
    let mut unique: Vec<String> = Vec::new();
    for name in names.into_iter().map(str::trim) {
        if !unique.iter().any(|known| known == name) {
            unique.push(name.to_owned());
        }
    }
    unique
}

/// Makes a descriptor ready for a file with these headers, all required ones being there.
///
/// # Errors
/// A required column is there twice, or a pattern is wrong.
pub fn plan(descriptor: &Descriptor, headers: &[String]) -> Result<Plan, Problem> {
    let headers = Headers { headers };
    headers.check_twice(&required(descriptor))?;
    let routes = descriptor
        .geography
        .iter()
        .map(|geography| {
            let (code, column) = match geography.code() {
                Some(Code::Column(column)) => (CodeAt::Column(headers.position(column)?), column.to_owned()),
                Some(Code::Constant(code)) => (CodeAt::Constant(code.to_owned()), code.to_owned()),
                None => return Err(broken("geography.column")),
            };
            Ok(Route {
                support: geography.support_in_cube().to_owned(),
                commune: geography.is_commune(),
                country: geography.country,
                code,
                column,
                strips: geography.strip.0.clone(),
                when: headers.guards(&geography.when.0)?,
            })
        })
        .collect::<Result<_, Problem>>()?;
    let period = match &descriptor.period {
        None => None,
        Some(source) => Some(PeriodAt {
            column: match (&source.column, source.format) {
                (Some(column), Some(format)) => Some((headers.position(column)?, column.clone(), format)),
                _ => None,
            },
            fixed: source.fixed,
        }),
    };
    Ok(Plan {
        ignore: headers.guards(&descriptor.ignore)?,
        routes,
        columns: columns(descriptor, &headers)?,
        period,
        dimensions: dimensions(descriptor, &headers)?,
        vintage: descriptor.vintage,
        duplicates: descriptor.duplicates,
        accept_unknown: globs(&descriptor.accept_unknown)?,
        mark: u8::try_from(descriptor.file.decimal).unwrap_or(b'.'),
    })
}

fn dimensions(descriptor: &Descriptor, headers: &Headers<'_>) -> Result<Vec<DimensionAt>, Problem> {
    let ready = descriptor.dimensions.iter().map(|dimension| {
        Ok(DimensionAt {
            id: dimension.id.clone(),
            at: headers.position(&dimension.column)?,
            header: dimension.column.clone(),
            label: dimension.label_column.as_deref().map(|column| headers.position(column)).transpose()?,
            closed: dimension.closed.then(|| dimension.members.keys().cloned().collect()),
        })
    });
    ready.collect()
}

fn columns(descriptor: &Descriptor, headers: &Headers<'_>) -> Result<Vec<ValueColumn>, Problem> {
    let mut columns = Vec::new();
    let mut wholes = Vec::new();
    for measure in &descriptor.measures {
        let scale = |bound: f64| number::scaled(bound, measure.decimals);
        for column in measure.columns() {
            wholes.push(measure.subset_of.clone());
            let markers = markers(measure, &descriptor.markers);
            columns.push(ValueColumn {
                at: headers.position(&column.column)?,
                header: column.column.trim().to_owned(),
                measure: measure.id.clone(),
                period: column.period,
                decimals: measure.decimals,
                adds_up: measure.kind.adds_up(),
                minimum: measure.least().map(scale),
                maximum: measure.maximum.map(scale),
                whole: None,
                longest_marker: markers.iter().map(|(text, _)| text.len()).max().unwrap_or(0),
                markers,
            });
        }
    }
    for (at, whole) in wholes.into_iter().enumerate() {
        let Some(whole) = whole else { continue };
        let period = columns[at].period;
        columns[at].whole = columns.iter().position(|column| column.measure == whole && column.period == period);
    }
    Ok(columns)
}

/// What texts mean for a measure: first its own words, then the dataset's.
fn markers(measure: &Measure, of_dataset: &BTreeMap<String, MarkedAs>) -> Vec<(String, Marked)> {
    let scale = |bound: f64| number::scaled(bound, measure.decimals);
    let meaning = |marker: MarkedAs| match marker {
        MarkedAs::Missing => Marked::Missing,
        MarkedAs::NotApplicable => Marked::NotApplicable,
        MarkedAs::Zero => Marked::Zero,
        MarkedAs::Masked(Some([lower, upper])) => Marked::Masked(scale(lower), scale(upper)),
        // Without bounds, nothing can be said of a sum but that a part of it is not published.
        MarkedAs::Masked(None) => match (measure.least(), measure.maximum) {
            (Some(lower), Some(upper)) => Marked::Masked(scale(lower), scale(upper)),
            _ => Marked::Missing,
        },
    };
    measure.markers.iter().chain(of_dataset).map(|(text, marker)| (text.trim().to_owned(), meaning(*marker))).collect()
}

struct Headers<'a> {
    headers: &'a [String],
}

impl Headers<'_> {
    fn position(&self, name: &str) -> Result<usize, Problem> {
        self.headers.iter().position(|header| header.trim() == name.trim()).ok_or_else(|| broken(name))
    }

    fn guards(&self, conditions: &[Condition]) -> Result<Vec<Guard>, Problem> {
        let guard = |condition: &Condition| {
            let column = self.position(&condition.column)?;
            let test = match condition.test() {
                Some(Test::Equals(texts)) => GuardTest::Equals(texts.to_vec()),
                Some(Test::Matches(patterns)) => GuardTest::Matches(globs(patterns)?),
                None => return Err(broken("equals")),
            };
            Ok(Guard { column, test })
        };
        conditions.iter().map(guard).collect()
    }

    fn check_twice(&self, required: &[String]) -> Result<(), Problem> {
        let twice = required.iter().filter(|name| self.headers.iter().filter(|header| header.trim() == name.as_str()).count() > 1);
        let violations: Vec<Violation> = twice
            .map(|name| {
                Violation::new(
                    "duplicate-label",
                    format!("La colonne « {name} » est présente deux fois. Gardez celle qui porte les bons chiffres."),
                    format!("The column “{name}” is there twice. Keep the one with the right figures."),
                )
            })
            .collect();
        if violations.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, violations)) }
    }
}

fn globs(patterns: &[String]) -> Result<GlobSet, Problem> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        builder.add(Glob::new(pattern).map_err(|_| broken(pattern))?);
    }
    builder.build().map_err(|_| broken("matches"))
}

/// A descriptor that was checked does not come here.
fn broken(key: &str) -> Problem {
    Problem::invalid(
        "descriptor-error",
        format!("Le descripteur du jeu de données est incomplet\u{202f}: « {key} »."),
        format!("The dataset’s descriptor is incomplete: “{key}”."),
    )
}
