//! What is not known, in words: why, and at which scale it exists.

use bassin_kernel::LocalizedText;
use bassin_statistics::RowSet;
use bassin_territory::{Atlas, Zone};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    figures::{COMMUNES, Figures, Gap},
    indicator::Indicator,
    place::{Comparison, Texts},
};

/// How many neighbouring territories are offered instead.
const MOST_ALTERNATIVES: usize = 6;

/// What is not known, why, and at which scale it exists.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GapNote {
    /// The indicators concerned, which share the reason.
    pub indicators: Vec<String>,
    /// Their names.
    #[schema(value_type = Vec<Texts>)]
    pub names: Vec<LocalizedText>,
    /// The reason, a code.
    pub reason: &'static str,
    /// The reason, in words, with what to do.
    #[schema(value_type = Texts)]
    pub text: LocalizedText,
    /// Territories near this one for which the figures exist.
    pub alternatives: Vec<Comparison>,
}

/// The stable code of a reason.
#[must_use]
pub const fn code(gap: &Gap) -> &'static str {
    match gap {
        Gap::NotLoaded { .. } => "not-loaded",
        Gap::NoPeriod => "no-period",
        Gap::OtherScale { .. } => "other-scale",
        Gap::NotAdditive { .. } => "not-additive",
        Gap::NotPublished => "not-published",
        Gap::UnevenTerms => "uneven-terms",
    }
}

/// Gaps met while a portrait is drawn; indicators that share a reason share a note.
#[derive(Default)]
pub struct Gaps<'a>(Vec<(Gap, Vec<&'a Indicator>)>);

impl<'a> Gaps<'a> {
    /// Notes that `indicator` has no figure, and why.
    pub fn add(&mut self, indicator: &'a Indicator, gap: &Gap) {
        let same = |known: &Gap| match (known, gap) {
            (Gap::NotAdditive { scales: a, range: None }, Gap::NotAdditive { scales: b, range: None }) => a == b,
            (Gap::NotAdditive { .. }, _) | (_, Gap::NotAdditive { .. }) => false,
            (known, gap) => known == gap,
        };
        match self.0.iter_mut().find(|(known, _)| same(known)) {
            Some((_, indicators)) => indicators.push(indicator),
            None => self.0.push((gap.clone(), vec![indicator])),
        }
    }

    /// The notes, with territories near `rows` for which the figures exist.
    #[must_use]
    pub fn notes(self, figures: &Figures, rows: &RowSet) -> Vec<GapNote> {
        let note = |(gap, indicators): (Gap, Vec<&Indicator>)| GapNote {
            reason: code(&gap),
            text: sentence(&gap, figures.atlas()),
            alternatives: alternatives(&gap, figures, indicators.first().copied(), rows),
            indicators: indicators.iter().map(|indicator| indicator.id.clone()).collect(),
            names: indicators.iter().map(|indicator| indicator.name.clone()).collect(),
        };
        self.0.into_iter().map(note).collect()
    }
}

/// The reason in words.
fn sentence(gap: &Gap, atlas: &Atlas) -> LocalizedText {
    match gap {
        Gap::NotLoaded { dataset } => LocalizedText::new(
            format!("Le jeu de données « {dataset} » n’a pas encore été importé."),
            format!("The dataset “{dataset}” has not been imported yet."),
        ),
        Gap::NoPeriod => {
            LocalizedText::new("Aucune période publiée dans le jeu de données importé.", "No period is published in the imported dataset.")
        }
        Gap::OtherScale { scales } => {
            let names = scale_names(scales, atlas);
            LocalizedText::new(
                format!("Ce périmètre n’est pas une réunion exacte de zones publiées. L’indicateur existe à l’échelle : {}.", names.fr),
                format!("This perimeter is not an exact union of published zones. The indicator exists at this scale: {}.", names.en),
            )
        }
        Gap::NotAdditive { scales, range } => not_additive(&scale_names(scales, atlas), *range),
        Gap::NotPublished => {
            LocalizedText::new("La source ne publie rien pour ce périmètre.", "The source publishes nothing for this perimeter.")
        }
        Gap::UnevenTerms => LocalizedText::new(
            "Les deux termes du rapport ne sont pas publiés pour les mêmes communes : leur rapport n’aurait pas de sens.",
            "The two terms of the ratio are not published for the same communes: their ratio would mean nothing.",
        ),
    }
}

fn not_additive(names: &LocalizedText, range: Option<(f64, f64, u32)>) -> LocalizedText {
    use bassin_kernel::{Language, text::number};
    let base = LocalizedText::new(
        format!(
            "Une médiane, un taux publié ou un indice ne s’additionne pas. Publié pour des zones entières, à l’échelle : {}.",
            names.fr
        ),
        format!("A median, a published rate or an index does not add up. Published for whole zones, at this scale: {}.", names.en),
    );
    let Some((low, high, count)) = range else { return base };
    let decimals = if low.fract() == 0.0 && high.fract() == 0.0 { 0 } else { 1 };
    let bounds = |language| (number(low, decimals, language), number(high, decimals, language));
    let ((low_fr, high_fr), (low_en, high_en)) = (bounds(Language::French), bounds(Language::English));
    LocalizedText::new(
        format!("{} Dans les {count} communes publiées du périmètre, de {low_fr} à {high_fr}.", base.fr),
        format!("{} In the {count} published communes of the perimeter, from {low_en} to {high_en}.", base.en),
    )
}

fn scale_names(scales: &[String], atlas: &Atlas) -> LocalizedText {
    let names: Vec<LocalizedText> = scales.iter().map(|scale| scale_name(scale, atlas)).collect();
    let join = |texts: Vec<&str>| texts.join(", ");
    LocalizedText::new(join(names.iter().map(|name| name.fr.as_str()).collect()), join(names.iter().map(|name| name.en.as_str()).collect()))
}

/// The name of a support: a zoning's, or “commune”.
#[must_use]
pub fn scale_name(scale: &str, atlas: &Atlas) -> LocalizedText {
    if scale == COMMUNES {
        return LocalizedText::new("commune", "commune");
    }
    atlas.zoning(scale).map_or_else(|| LocalizedText::same(scale), |zoning| zoning.header().singular.clone())
}

/// The zones that cover the perimeter and have a figure, at the finest scale for which there are few of them.
fn alternatives(gap: &Gap, figures: &Figures, indicator: Option<&Indicator>, rows: &RowSet) -> Vec<Comparison> {
    let (Gap::OtherScale { scales } | Gap::NotAdditive { scales, .. }) = gap else { return Vec::new() };
    let Some(indicator) = indicator else { return Vec::new() };
    let periods = figures.periods(indicator);
    let known = |zone: &&Zone| periods.iter().any(|period| figures.figure(indicator, &zone.rows, *period).figure().is_some());
    for zoning in scales.iter().filter_map(|scale| figures.atlas().zoning(scale)) {
        let touched = zoning.zones().iter().filter(|zone| !zone.rows.is_disjoint(rows));
        let offered: Vec<&Zone> = touched.filter(known).take(MOST_ALTERNATIVES + 1).collect();
        if !offered.is_empty() && offered.len() <= MOST_ALTERNATIVES {
            let comparison = |zone: &&Zone| Comparison { expression: format!("{}:{}", zoning.id(), zone.code), label: zone.name.clone() };
            return offered.iter().map(comparison).collect();
        }
    }
    Vec::new()
}
