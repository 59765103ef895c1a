//! How a file describes a zoning.

use bassin_documents::{Format, Sniffed};
use bassin_kernel::Problem;
use serde::Deserialize;

use crate::model::{Country, ZoningHeader};

/// A zoning and where to read it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descriptor {
    /// What the zoning is.
    pub zoning: ZoningHeader,
    /// Where to read it.
    pub file: Shape,
}

/// The shape of a file that gives the zone of each commune.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// The sheet of a workbook; absent for delimited text.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The row of the columns' names.
    #[serde(default = "first")]
    pub header_row: u32,
    /// The country of the communes.
    pub country: Country,
    /// The column of the commune's code.
    pub commune: String,
    /// The year of the communes.
    pub commune_vintage: u16,
    /// The column of the commune's name, by which a code that is no longer known may be recognised.
    #[serde(default)]
    pub commune_name: Option<String>,
    /// The length to which a code of a commune is completed with zeros, for a source known to have lost them.
    #[serde(default)]
    pub commune_width: usize,
    /// The column of the zone's code; when the source has none, codes are made from names.
    #[serde(default)]
    pub zone: Option<String>,
    /// The length to which a code of a zone is completed with zeros, for a source known to have lost them.
    #[serde(default)]
    pub zone_width: usize,
    /// The column of the zone's name, in the same table.
    #[serde(default)]
    pub zone_name: Option<String>,
    /// The sheet of names, when they are apart.
    #[serde(default)]
    pub names: Option<Names>,
    /// Codes or names that mean “in no zone”; `?` stands for any character.
    #[serde(default)]
    pub outside: Vec<String>,
    /// The column that says how far each row can be trusted.
    #[serde(default)]
    pub reliability: Option<String>,
    /// Codes that the source is known to hold and that lead to no commune of today: they are reported, and the rest is kept.
    #[serde(default)]
    pub left_out: Vec<String>,
}

/// A sheet that gives the names of zones.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// The sheet.
    pub sheet: String,
    /// The row of the columns' names.
    #[serde(default = "first")]
    pub header_row: u32,
    /// The column that tells the zonings apart.
    pub kind: String,
    /// What it holds for this zoning.
    pub is: String,
    /// The column of the zone's code.
    pub code: String,
    /// The column of the zone's name.
    pub name: String,
}

const fn first() -> u32 {
    1
}

impl Shape {
    /// Whether a file looks like this one: a workbook with the sheet, or delimited text with the columns.
    #[must_use]
    pub fn fits(&self, sniffed: &Sniffed) -> bool {
        match (&self.sheet, sniffed.format) {
            (Some(sheet), Format::Xlsx) => {
                let has = |wanted: &str| sniffed.sheets.iter().any(|name| name == wanted);
                has(sheet) && self.names.as_ref().is_none_or(|names| has(&names.sheet))
            }
            (None, Format::Csv) => {
                let wanted = [Some(&self.commune), self.zone.as_ref(), self.zone_name.as_ref(), self.reliability.as_ref()];
                wanted.into_iter().flatten().all(|name| sniffed.headers.iter().any(|header| header.trim() == name))
            }
            _ => false,
        }
    }

    /// Whether a code or name of zone means “in no zone”.
    pub(super) fn is_outside(&self, text: &str) -> bool {
        let same = |pattern: &str| {
            pattern.chars().count() == text.chars().count() && pattern.chars().zip(text.chars()).all(|(p, c)| p == '?' || p == c)
        };
        text.is_empty() || self.outside.iter().any(|pattern| same(pattern))
    }
}

/// Reads a descriptor.
///
/// # Errors
/// What is wrong in it, in the words of the TOML reader.
pub(crate) fn parse(name: &str, text: &str) -> Result<Descriptor, Problem> {
    toml::from_str(text).map_err(|error| {
        Problem::invalid(
            "zoning-descriptor",
            format!("La description de zonage {name} est mal écrite\u{202f}: {error}"),
            format!("The zoning descriptor {name} is not well written: {error}"),
        )
    })
}

/// The descriptors that are part of the program.
pub(crate) fn embedded() -> Result<Vec<Descriptor>, Problem> {
    macro_rules! texts {
        ($($name:literal)*) => { [$(($name, include_str!(concat!("../../../../data/zonings/", $name)))),*] };
    }
    let texts = texts![
        "zone-emploi.toml" "bassin-vie.toml" "aire-attraction.toml" "unite-urbaine.toml" "bassin-emploi.toml" "bassin-efe.toml"
    ];
    texts.into_iter().map(|(name, text)| parse(name, text)).collect()
}
