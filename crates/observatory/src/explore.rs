//! One indicator over every zone of a zoning inside a perimeter: the table, the ranking and the map are the same rows.

use bassin_kernel::{LocalizedText, Period};
use bassin_statistics::RowSet;
use bassin_territory::{Atlas, Perimeter};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    figures::{COMMUNES, Figures, Outcome},
    indicator::Indicator,
    place::Texts,
    portrait::{Observation, Status},
};

/// A zone and its figure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ZoneValue {
    /// The zone's code.
    pub code: String,
    /// The expression of its perimeter.
    pub expression: String,
    /// Its name.
    #[schema(value_type = Texts)]
    pub name: LocalizedText,
    /// How many communes it holds.
    pub communes: u32,
    /// How many of them lie in the perimeter explored.
    pub inside: u32,
    /// Its figure, over the whole zone.
    pub value: Observation,
    /// Its rank from the largest value, 1 for the first; zones of equal value share it; none where unknown.
    pub rank: Option<u32>,
    /// Its communes, for the map.
    #[serde(skip)]
    #[schema(ignore)]
    pub rows: RowSet,
}

/// The zones of a zoning that lie in a perimeter, with an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Exploration {
    /// The indicator.
    pub indicator: String,
    /// The zoning, or `communes`.
    pub zoning: String,
    /// The perimeter's expression.
    pub perimeter: String,
    /// The period.
    #[schema(value_type = Option<String>)]
    pub period: Option<Period>,
    /// The figure of the whole perimeter.
    pub whole: Observation,
    /// The zones, in the order asked for.
    pub zones: Vec<ZoneValue>,
}

/// The order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Largest value first; unknown ones last.
    #[default]
    Descending,
    /// Smallest value first; unknown ones last.
    Ascending,
    /// By name.
    Name,
    /// By code.
    Code,
}

impl Order {
    /// Reads the order as written in an address.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "valeur" | "-value" => Some(Self::Descending),
            "valeur-croissante" | "value" => Some(Self::Ascending),
            "nom" | "name" => Some(Self::Name),
            "code" => Some(Self::Code),
            _ => None,
        }
    }

    /// The order as written in an address.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Descending => "valeur",
            Self::Ascending => "valeur-croissante",
            Self::Name => "nom",
            Self::Code => "code",
        }
    }
}

/// Explores `indicator` over the zones of `zoning` (or `communes`) that touch `perimeter`.
///
/// A zone that lies only partly inside is shown whole, with how many of its communes are inside.
#[must_use]
pub fn explore(
    figures: &Figures,
    indicator: &Indicator,
    zoning: &str,
    perimeter: &Perimeter,
    period: Option<Period>,
    order: Order,
) -> Exploration {
    let period = period.or_else(|| newest(figures, indicator, &perimeter.rows, zoning));
    let value = |rows: &RowSet| {
        period.map_or_else(
            || Observation::of(&Outcome::Gap(crate::figures::Gap::NoPeriod)),
            |at| Observation::of(&figures.figure(indicator, rows, at)),
        )
    };
    let mut zones: Vec<ZoneValue> = zones(figures.atlas(), zoning, &perimeter.rows);
    for zone in &mut zones {
        zone.value = value(&zone.rows);
    }
    rank(&mut zones);
    sort(&mut zones, order);
    Exploration {
        indicator: indicator.id.clone(),
        zoning: zoning.to_owned(),
        perimeter: perimeter.canonical.clone(),
        period,
        whole: value(&perimeter.rows),
        zones,
    }
}

/// The newest period for which some zone has a figure.
fn newest(figures: &Figures, indicator: &Indicator, rows: &RowSet, zoning: &str) -> Option<Period> {
    let periods = figures.periods(indicator);
    let zones = zones(figures.atlas(), zoning, rows);
    let known = |period: &&Period| zones.iter().take(50).any(|zone| figures.figure(indicator, &zone.rows, **period).figure().is_some());
    periods.iter().find(known).or(periods.first()).copied()
}

fn zones(atlas: &Atlas, zoning: &str, rows: &RowSet) -> Vec<ZoneValue> {
    let unknown = Observation::of(&Outcome::Gap(crate::figures::Gap::NoPeriod));
    if zoning == COMMUNES {
        let commune = |row: u32| {
            let commune = atlas.communes().get(row as usize)?;
            Some(ZoneValue {
                code: commune.key(),
                expression: format!("commune:{}", commune.key()),
                name: LocalizedText::same(commune.name),
                communes: 1,
                inside: 1,
                value: unknown.clone(),
                rank: None,
                rows: RowSet::from_rows([row]),
            })
        };
        return rows.iter().filter_map(commune).collect();
    }
    let Some(zoning) = atlas.zoning(zoning) else { return Vec::new() };
    let touched = zoning.zones().iter().filter(|zone| !zone.rows.is_disjoint(rows));
    touched
        .map(|zone| ZoneValue {
            code: zone.code.clone(),
            expression: format!("{}:{}", zoning.id(), zone.code),
            name: zone.name.clone(),
            communes: zone.rows.len(),
            inside: zone.rows.intersection(rows).len(),
            value: unknown.clone(),
            rank: None,
            rows: zone.rows.clone(),
        })
        .collect()
}

fn rank(zones: &mut [ZoneValue]) {
    let mut values: Vec<f64> = zones.iter().filter_map(|zone| zone.value.rank()).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    for zone in zones {
        let above = |value: f64| values.partition_point(|other| *other > value);
        zone.rank = zone.value.rank().and_then(|value| u32::try_from(above(value) + 1).ok());
    }
}

fn sort(zones: &mut [ZoneValue], order: Order) {
    let by_name = |a: &ZoneValue, b: &ZoneValue| {
        bassin_kernel::text::fold(&a.name.fr).cmp(&bassin_kernel::text::fold(&b.name.fr)).then_with(|| a.code.cmp(&b.code))
    };
    match order {
        Order::Name => zones.sort_by(by_name),
        Order::Code => zones.sort_by(|a, b| a.code.cmp(&b.code)),
        Order::Descending | Order::Ascending => zones.sort_by(|a, b| {
            let unknown = |zone: &ZoneValue| zone.value.status == Status::Unknown;
            let values = a.value.rank().unwrap_or(0.0).total_cmp(&b.value.rank().unwrap_or(0.0));
            let values = if order == Order::Descending { values.reverse() } else { values };
            unknown(a).cmp(&unknown(b)).then(values).then_with(|| by_name(a, b))
        }),
    }
}
