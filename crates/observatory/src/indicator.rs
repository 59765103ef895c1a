//! Indicators as data: what is computed from which measures, with its name, unit, direction, definition and limits.
//!
//! An indicator file is TOML, one theme a file; its shape is documented in `data/README.md`. Users add their own in the
//! `indicators` folder of the data directory.

use std::{collections::BTreeSet, fmt};

use bassin_kernel::{Kind, LocalizedText, Period, Problem, Violation};
use serde::{Deserialize, Serialize};

use crate::descriptor::{self, Descriptors};

mod check;

/// The ten themes of the dashboard (CPRDFOP Grand Est, 1.6.2), in the order in which a portrait shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Population and active population.
    Population,
    /// Employment in all its forms.
    Employment,
    /// Labour market and unemployment.
    LabourMarket,
    /// Productive fabric and enterprises.
    Enterprises,
    /// Initial and continuing training provision.
    TrainingProvision,
    /// Vocational training, all routes.
    VocationalTraining,
    /// Entry into work.
    EntryIntoWork,
    /// Guidance.
    Guidance,
    /// Skill needs.
    SkillNeeds,
    /// Foresight and economic change.
    Foresight,
}

impl Theme {
    /// The ten themes in order.
    pub const ALL: [Self; 10] = [
        Self::Population,
        Self::Employment,
        Self::LabourMarket,
        Self::Enterprises,
        Self::TrainingProvision,
        Self::VocationalTraining,
        Self::EntryIntoWork,
        Self::Guidance,
        Self::SkillNeeds,
        Self::Foresight,
    ];

    /// The identifier in files and addresses.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Employment => "employment",
            Self::LabourMarket => "labour-market",
            Self::Enterprises => "enterprises",
            Self::TrainingProvision => "training-provision",
            Self::VocationalTraining => "vocational-training",
            Self::EntryIntoWork => "entry-into-work",
            Self::Guidance => "guidance",
            Self::SkillNeeds => "skill-needs",
            Self::Foresight => "foresight",
        }
    }
}

/// What is good: used to word a change, never to rank people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// A smaller figure is better.
    Lower,
    /// A larger figure is better.
    Higher,
    /// Neither.
    Neutral,
}

/// How the change between two periods is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// In points, for rates.
    Points,
    /// In per cent of the earlier figure, for counts.
    Relative,
    /// Not told.
    #[default]
    None,
}

/// The chart that goes with an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartKind {
    /// Evolution over the periods.
    Line,
    /// Breakdown by members of a dimension.
    Bars,
}

/// A measure of a dataset, with the members of its dimensions: `dataset/measure|dimension=member`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MeasureRef {
    /// The dataset's id.
    pub dataset: String,
    /// The measure's id.
    pub measure: String,
    /// `dimension=member` pairs in order, as in column ids, with their leading bar; empty without dimensions.
    pub members: String,
}

impl TryFrom<String> for MeasureRef {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let refusal = || format!("“{text}” is not a measure: write dataset/measure or dataset/measure|dimension=member");
        let (dataset, rest) = text.split_once('/').ok_or_else(refusal)?;
        let (measure, members) = rest.find('|').map_or((rest, ""), |bar| rest.split_at(bar));
        let pairs_are_whole =
            members.split('|').skip(1).all(|pair| pair.split_once('=').is_some_and(|(d, m)| !d.is_empty() && !m.is_empty()));
        if dataset.is_empty() || measure.is_empty() || !pairs_are_whole {
            return Err(refusal());
        }
        Ok(Self { dataset: dataset.to_owned(), measure: measure.to_owned(), members: members.to_owned() })
    }
}

impl From<MeasureRef> for String {
    fn from(measure: MeasureRef) -> Self {
        measure.to_string()
    }
}

impl fmt::Display for MeasureRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}{}", self.dataset, self.measure, self.members)
    }
}

/// What is computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Formula {
    /// A sum of measures.
    Sum(Vec<MeasureRef>),
    /// A ratio of sums: Σ `of` / Σ `to` × `per`. Never a mean of ratios.
    Ratio {
        /// The numerator's measures.
        of: Vec<MeasureRef>,
        /// The denominator's measures.
        to: Vec<MeasureRef>,
        /// 100 for a percentage, 1,000 for a rate per thousand.
        per: f64,
    },
    /// A median, rate or index as its producer published it: shown for published zones only.
    Published(MeasureRef),
}

impl Formula {
    /// Every measure the formula reads.
    pub fn measures(&self) -> impl Iterator<Item = &MeasureRef> {
        let (first, second): (&[MeasureRef], &[MeasureRef]) = match self {
            Self::Sum(measures) => (measures, &[]),
            Self::Ratio { of, to, .. } => (of, to),
            Self::Published(measure) => (std::slice::from_ref(measure), &[]),
        };
        first.iter().chain(second)
    }

    /// Whether the figure adds up over communes (counts and ratios of sums) rather than being published as it is.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        !matches!(self, Self::Published(_))
    }
}

/// A definition over measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Stable identifier, in lower case with hyphens.
    pub id: String,
    /// The theme, given once for the whole file.
    #[serde(skip_deserializing, default = "first_theme")]
    pub theme: Theme,
    /// Its name.
    pub name: LocalizedText,
    /// Its unit, as written in a header: “% of the labour force aged 15–64”.
    pub unit: LocalizedText,
    /// How many decimals are shown.
    #[serde(default)]
    pub decimals: u8,
    /// What is good.
    pub direction: Direction,
    /// Rank among the headline figures of a portrait; absent for the others.
    #[serde(default)]
    pub headline: Option<u8>,
    /// What is computed.
    pub formula: Formula,
    /// The periods shown, newest first; all those published when absent.
    #[serde(default)]
    pub periods: Vec<Period>,
    /// How the change is told.
    #[serde(default)]
    pub change: Change,
    /// The dimension by which the indicator is broken down, as a table of its first members.
    #[serde(default)]
    pub by: Option<String>,
    /// What exactly it is.
    pub definition: LocalizedText,
    /// What it does not say.
    #[serde(default)]
    pub limits: LocalizedText,
    /// How often it is published.
    #[serde(default)]
    pub periodicity: LocalizedText,
    /// The chart that goes with it.
    #[serde(default)]
    pub chart: Option<ChartKind>,
}

const fn first_theme() -> Theme {
    Theme::Population
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorFile {
    theme: Theme,
    indicators: Vec<Indicator>,
}

/// Every indicator known, by theme and in the order of the files.
#[derive(Debug, Clone, Default)]
pub struct Indicators(Vec<Indicator>);

impl Indicators {
    /// Reads indicator files given as (name, text).
    ///
    /// # Errors
    /// `indicator-invalid` for each file that cannot be read and each identifier used twice, all at once.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Problem> {
        let mut indicators = Vec::new();
        let mut violations = Vec::new();
        let mut seen = BTreeSet::new();
        for (name, text) in files {
            match toml::from_str::<IndicatorFile>(text) {
                Ok(file) => indicators.extend(file.indicators.into_iter().map(|indicator| Indicator { theme: file.theme, ..indicator })),
                Err(error) => violations.push(Violation { code: INVALID.to_owned(), ..descriptor::misshapen(name, text, &error) }),
            }
        }
        indicators.sort_by_key(|indicator: &Indicator| indicator.theme);
        for indicator in &indicators {
            if !seen.insert(indicator.id.clone()) {
                violations.push(taken(&indicator.id));
            }
        }
        if violations.is_empty() { Ok(Self(indicators)) } else { Err(Problem::new(Kind::Invalid, violations)) }
    }

    /// The same, once sure that the descriptors have every measure, dimension and member they name.
    ///
    /// # Errors
    /// `indicator-invalid` for each that they have not, all at once.
    pub fn over(self, descriptors: &Descriptors) -> Result<Self, Problem> {
        let violations: Vec<Violation> = self.0.iter().flat_map(|indicator| check::violations(indicator, descriptors)).collect();
        if violations.is_empty() { Ok(self) } else { Err(Problem::new(Kind::Invalid, violations)) }
    }

    /// All of them, by theme.
    #[must_use]
    pub fn all(&self) -> &[Indicator] {
        &self.0
    }

    /// The indicator `id`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.0.iter().find(|indicator| indicator.id == id)
    }

    /// The headline indicators by rank.
    #[must_use]
    pub fn headline(&self) -> Vec<&Indicator> {
        let mut headline: Vec<&Indicator> = self.0.iter().filter(|indicator| indicator.headline.is_some()).collect();
        headline.sort_by_key(|indicator| indicator.headline);
        headline
    }

    /// The indicators of `theme`.
    pub fn of_theme(&self, theme: Theme) -> impl Iterator<Item = &Indicator> {
        self.0.iter().filter(move |indicator| indicator.theme == theme)
    }
}

const INVALID: &str = "indicator-invalid";

fn taken(id: &str) -> Violation {
    Violation::new(
        INVALID,
        format!("L’identifiant d’indicateur « {id} » est pris deux fois. Donnez-en un autre à l’un des deux."),
        format!("The indicator id “{id}” is used twice. Give one of the two another."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: &str = r#"
        theme = "labour-market"
        [[indicators]]
        id = "rate"
        name = { fr = "Taux", en = "Rate" }
        unit = { fr = "%", en = "%" }
        direction = "lower"
        headline = 2
        formula = { ratio = { of = ["d/a"], to = ["d/b|sex=women"], per = 100.0 } }
        periods = ["2017", "2012"]
        change = "points"
        definition = { fr = "…", en = "…" }
    "#;

    #[test]
    fn reads_a_file_and_keeps_its_theme() {
        let indicators = Indicators::read([("a.toml", RATE)]).unwrap();
        let rate = indicators.get("rate").unwrap();
        assert_eq!(rate.theme, Theme::LabourMarket);
        assert_eq!(rate.formula.measures().map(ToString::to_string).collect::<Vec<_>>(), ["d/a", "d/b|sex=women"]);
        assert_eq!(indicators.headline().len(), 1);
    }

    #[test]
    fn reports_every_bad_file_at_once() {
        let problem =
            Indicators::read([("a.toml", RATE), ("b.toml", RATE), ("c.toml", "theme = 3"), ("d.toml", "surprise = 1")]).unwrap_err();
        assert_eq!(problem.violations.len(), 3);
        assert!(problem.violations.iter().any(|violation| violation.message.en.contains("rate")));
    }

    #[test]
    fn refuses_half_a_measure() {
        for text in ["", "a", "/b", "a/", "a/b|", "a/b|x", "a/b|=y"] {
            assert!(MeasureRef::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
