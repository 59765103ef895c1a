//! The shape of a descriptor. Unknown keys are refused everywhere.

use std::collections::BTreeMap;

use bassin_documents::{Dialect, Encoding};
use bassin_kernel::{LocalizedText, Period};
use bassin_territory::Country;
use serde::Deserialize;

use crate::indicator::Theme;

/// A dataset: its source, its file, its geography, its measures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Descriptor {
    /// Its identifier: lower-case letters, digits and hyphens.
    pub id: String,
    /// Its name.
    pub title: LocalizedText,
    /// Who made the figures.
    pub producer: String,
    /// The source, as cited under every figure.
    pub source: Source,
    /// The licence.
    pub licence: String,
    /// The year of the codes of communes in the file.
    pub vintage: u16,
    /// The limits a reader must know.
    #[serde(default)]
    pub notes: Option<LocalizedText>,
    /// The themes it belongs to; at least one.
    pub themes: Vec<Theme>,
    /// How its figures are protected.
    #[serde(default)]
    pub policy: Policy,
    /// What a key met twice means.
    #[serde(default)]
    pub duplicates: Duplicates,
    /// What a commune or zone that is not in the file means.
    #[serde(default)]
    pub absent: Absent,
    /// Patterns of codes that may be unknown: counted, not refused.
    #[serde(default)]
    pub accept_unknown: Vec<String>,
    /// Rows left out.
    #[serde(default)]
    pub ignore: Vec<Condition>,
    /// The file.
    pub file: FileShape,
    /// Where each row lands.
    pub geography: Vec<Geography>,
    /// The period of the rows.
    #[serde(default)]
    pub period: Option<PeriodSource>,
    /// The dimensions of a long file.
    #[serde(default)]
    pub dimensions: Vec<Dimension>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// What texts that are not numbers mean.
    #[serde(default)]
    pub markers: BTreeMap<String, MarkedAs>,
}

/// A source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
    /// Where it is published.
    #[serde(default)]
    pub url: Option<String>,
}

/// How figures are protected. Only what is already public at its finest scale can be imported today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// Public: exact sums, masked cells by intervals.
    #[default]
    Open,
}

/// What a key met twice means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duplicates {
    /// An error.
    #[default]
    Refuse,
    /// Counted once when the rows say the same, an error otherwise.
    IdenticalOnce,
    /// Counted once when the rows say the same; otherwise nothing is held as published, with a warning.
    ConflictMissing,
    /// Parts of one figure, which add up.
    Add,
}

/// What a commune or zone that is not in the file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absent {
    /// Not published.
    #[default]
    Missing,
    /// None: zero.
    Zero,
}

/// A format of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Delimited text.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
enum EncodingName {
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// How the file is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileShape {
    #[serde(default)]
    pattern: Option<String>,
    #[serde(default)]
    patterns: Vec<String>,
    /// Its format.
    #[serde(default)]
    pub format: Format,
    #[serde(default)]
    encoding: EncodingName,
    #[serde(default = "comma")]
    separator: char,
    /// The decimal mark: `.` or `,`.
    #[serde(default = "point")]
    pub decimal: char,
    /// The sheet of a workbook; the first one when absent.
    #[serde(default)]
    pub sheet: Option<String>,
    #[serde(default = "one")]
    header_row: u32,
    #[serde(default)]
    footer_rows: u32,
    /// Columns that must be there besides those named elsewhere.
    #[serde(default)]
    pub required: Vec<String>,
}

const fn comma() -> char {
    ','
}

const fn point() -> char {
    '.'
}

const fn one() -> u32 {
    1
}

impl FileShape {
    /// The patterns of the file's name.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.pattern.iter().chain(&self.patterns).map(String::as_str)
    }

    /// The separator as written.
    #[must_use]
    pub const fn separator(&self) -> char {
        self.separator
    }

    /// How to read the file.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        Dialect {
            format: match self.format {
                Format::Csv => bassin_documents::Format::Csv,
                Format::Xlsx => bassin_documents::Format::Xlsx,
            },
            encoding: match self.encoding {
                EncodingName::Utf8 => Encoding::Utf8,
                EncodingName::Windows1252 => Encoding::Windows1252,
            },
            separator: u8::try_from(self.separator).unwrap_or(b','),
            sheet: self.sheet.clone(),
            header_row: self.header_row,
            footer_rows: self.footer_rows,
        }
    }
}

/// One or several conditions, which must all hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "OneOrMore<Condition>")]
pub struct Conditions(pub Vec<Condition>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

impl From<OneOrMore<Condition>> for Conditions {
    fn from(conditions: OneOrMore<Condition>) -> Self {
        match conditions {
            OneOrMore::One(condition) => Self(vec![condition]),
            OneOrMore::More(conditions) => Self(conditions),
        }
    }
}

/// A condition on the text of a cell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// The texts accepted.
    #[serde(default)]
    equals: Vec<String>,
    /// The patterns accepted.
    #[serde(default)]
    matches: Vec<String>,
}

/// What a condition asks of a cell.
#[derive(Debug, Clone, Copy)]
pub enum Test<'a> {
    /// To be one of these texts.
    Equals(&'a [String]),
    /// To match one of these patterns.
    Matches(&'a [String]),
}

impl Condition {
    /// What it asks; `None` when it asks for both, or for nothing.
    #[must_use]
    pub fn test(&self) -> Option<Test<'_>> {
        match (self.equals.as_slice(), self.matches.as_slice()) {
            (texts, []) if !texts.is_empty() => Some(Test::Equals(texts)),
            ([], patterns) if !patterns.is_empty() => Some(Test::Matches(patterns)),
            _ => None,
        }
    }
}

/// A support and the rows that land on it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Geography {
    /// `commune`, or the id of a zoning.
    pub support: String,
    /// The country of the codes.
    #[serde(default = "france")]
    pub country: Country,
    #[serde(default)]
    column: Option<String>,
    #[serde(default)]
    code: Option<String>,
    /// What is done to a code before it is looked up.
    #[serde(default)]
    pub strip: Strips,
    /// Which rows it takes; all when absent.
    #[serde(default)]
    pub when: Conditions,
}

const fn france() -> Country {
    Country::France
}

/// Where the code of a row is.
#[derive(Debug, Clone, Copy)]
pub enum Code<'a> {
    /// In a column.
    Column(&'a str),
    /// The same for every row.
    Constant(&'a str),
}

impl Geography {
    /// Where the code is; `None` when the descriptor tells two places, or none.
    #[must_use]
    pub fn code(&self) -> Option<Code<'_>> {
        match (&self.column, &self.code) {
            (Some(column), None) => Some(Code::Column(column)),
            (None, Some(code)) => Some(Code::Constant(code)),
            _ => None,
        }
    }

    /// Whether rows are communes.
    #[must_use]
    pub fn is_commune(&self) -> bool {
        self.support == "commune"
    }

    /// The name of the support in the cube.
    #[must_use]
    pub fn support_in_cube(&self) -> &str {
        if self.is_commune() { "communes" } else { &self.support }
    }
}

/// What is done to a code, in order.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "OneOrMore<Strip>")]
pub struct Strips(pub Vec<Strip>);

impl From<OneOrMore<Strip>> for Strips {
    fn from(strips: OneOrMore<Strip>) -> Self {
        match strips {
            OneOrMore::One(strip) => Self(vec![strip]),
            OneOrMore::More(strips) => Self(strips),
        }
    }
}

/// One thing done to a code.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Strip {
    /// Blanks around: always done.
    Trim,
    /// `4419.0` → `4419`.
    Number,
    /// `001` → `01`, `02A` → `2A`; `971` stays.
    LeadingZeroOfThree,
    /// Zeros on the left up to a length.
    Pad(usize),
    /// A text in front is taken away.
    Prefix(String),
}

impl TryFrom<String> for Strip {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "trim" => return Ok(Self::Trim),
            "number" => return Ok(Self::Number),
            "leading-zero-3" => return Ok(Self::LeadingZeroOfThree),
            _ => {}
        }
        let prefix = text.strip_prefix("prefix:").filter(|prefix| !prefix.is_empty()).map(|prefix| Self::Prefix(prefix.to_owned()));
        let pad = || text.strip_prefix("pad-")?.parse().ok().filter(|length| (1..=9).contains(length)).map(Self::Pad);
        prefix.or_else(pad).ok_or_else(|| {
            format!("unknown variant `{text}`, expected one of `trim`, `number`, `leading-zero-3`, `pad-2`, `pad-5`, `prefix:…`")
        })
    }
}

/// Where the period of a row is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodSource {
    /// The column.
    #[serde(default)]
    pub column: Option<String>,
    /// How it is written there.
    #[serde(default)]
    pub format: Option<PeriodFormat>,
    /// The period of every row.
    #[serde(default)]
    pub fixed: Option<Period>,
}

/// How a period is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum PeriodFormat {
    /// `janvier_2020`.
    #[serde(rename = "mois_annee")]
    MonthYear,
    /// `2020`.
    #[serde(rename = "year")]
    Year,
    /// `2020` for the school year 2020/2021.
    #[serde(rename = "school-year-start")]
    SchoolYearStart,
    /// `2020`, `2020-01`, `2020-Q1`, `2020/2021`.
    #[serde(rename = "iso")]
    Iso,
}

/// A dimension: a column whose texts tell figures of the same place and period apart.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dimension {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: LocalizedText,
    /// The column of the members' codes.
    pub column: String,
    /// The column of the members' names.
    #[serde(default)]
    pub label_column: Option<String>,
    /// The names of members.
    #[serde(default)]
    pub members: BTreeMap<String, LocalizedText>,
    /// Whether any other member is an error.
    #[serde(default)]
    pub closed: bool,
}

/// What a measure counts, and whether it adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureKind {
    /// A number of people, households, jobs: adds up.
    Count,
    /// An amount: adds up.
    Amount,
    /// A rate: does not add up.
    Rate,
    /// A median or another quantile: does not add up.
    Median,
    /// An index: does not add up.
    Index,
}

impl MeasureKind {
    /// Whether figures of several places may be added.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        matches!(self, Self::Count | Self::Amount)
    }
}

/// A measure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Measure {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: LocalizedText,
    /// Its unit.
    pub unit: LocalizedText,
    /// What it counts.
    pub kind: MeasureKind,
    /// How many decimals are kept.
    #[serde(default)]
    pub decimals: u8,
    #[serde(default)]
    column: Option<String>,
    #[serde(default)]
    period: Option<Period>,
    #[serde(default)]
    columns: Vec<MeasureColumn>,
    #[serde(default)]
    pattern: Option<String>,
    #[serde(default)]
    periods: Vec<Period>,
    /// The least accepted; 0 for counts and amounts when absent.
    #[serde(default)]
    pub minimum: Option<f64>,
    /// The most accepted.
    #[serde(default)]
    pub maximum: Option<f64>,
    /// A measure of which this one is a part.
    #[serde(default)]
    pub subset_of: Option<String>,
    /// What texts mean here, before what they mean in the dataset.
    #[serde(default)]
    pub markers: BTreeMap<String, MarkedAs>,
}

/// A column of a measure and its period.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureColumn {
    /// The column.
    pub column: String,
    /// Its period; that of the row when absent.
    #[serde(default)]
    pub period: Option<Period>,
}

impl Measure {
    /// Its columns, however the descriptor tells them.
    #[must_use]
    pub fn columns(&self) -> Vec<MeasureColumn> {
        let single = self.column.iter().map(|column| MeasureColumn { column: column.clone(), period: self.period });
        let pattern = self.pattern.iter().flat_map(|pattern| {
            self.periods.iter().map(|&period| {
                let year = period.start_year();
                let column = pattern.replace("{yyyy}", &year.to_string()).replace("{yy}", &format!("{:02}", year % 100));
                MeasureColumn { column, period: Some(period) }
            })
        });
        single.chain(self.columns.iter().cloned()).chain(pattern).collect()
    }

    /// Whether a pattern and its periods go together.
    pub(super) fn pattern_is_whole(&self) -> bool {
        match &self.pattern {
            Some(pattern) => !self.periods.is_empty() && (pattern.contains("{yy}") || pattern.contains("{yyyy}")),
            None => self.periods.is_empty(),
        }
    }

    /// The least accepted.
    #[must_use]
    pub fn least(&self) -> Option<f64> {
        self.minimum.or_else(|| self.kind.adds_up().then_some(0.0))
    }
}

/// What a text in place of a number means.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(from = "MarkerShape")]
pub enum MarkedAs {
    /// Not published.
    Missing,
    /// Hidden; between these bounds when the source tells them, in the measure's unit.
    Masked(Option<[f64; 2]>),
    /// Without meaning here.
    NotApplicable,
    /// None.
    Zero,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MarkerName {
    Missing,
    Masked,
    NotApplicable,
    Zero,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "write \"missing\", \"masked\", \"not-applicable\", \"zero\" or { masked = [0, 4] }")]
enum MarkerShape {
    Name(MarkerName),
    Bounds(MaskedBounds),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MaskedBounds {
    masked: [f64; 2],
}

impl From<MarkerShape> for MarkedAs {
    fn from(shape: MarkerShape) -> Self {
        match shape {
            MarkerShape::Name(MarkerName::Missing) => Self::Missing,
            MarkerShape::Name(MarkerName::Masked) => Self::Masked(None),
            MarkerShape::Name(MarkerName::NotApplicable) => Self::NotApplicable,
            MarkerShape::Name(MarkerName::Zero) => Self::Zero,
            MarkerShape::Bounds(MaskedBounds { masked }) => Self::Masked(Some(masked)),
        }
    }
}
