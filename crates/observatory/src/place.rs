//! Territories a perimeter is compared with, or that are offered instead of it.

use bassin_kernel::LocalizedText;
use bassin_statistics::RowSet;
use bassin_territory::Atlas;
use serde::Serialize;
use utoipa::ToSchema;

/// Beyond this many départements or régions, comparing with each says nothing.
const MOST_PARENTS: usize = 3;

/// A text in both languages.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes LocalizedText in the API's document")]
pub struct Texts {
    /// French.
    fr: String,
    /// English.
    en: String,
}

/// A territory the perimeter is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Comparison {
    /// Its expression.
    pub expression: String,
    /// Its name.
    #[schema(value_type = Texts)]
    pub label: LocalizedText,
}

/// The départements or provinces, régions and countries the perimeter lies in, itself left out.
#[must_use]
pub fn parents(atlas: &Atlas, rows: &RowSet) -> Vec<(Comparison, RowSet)> {
    let mut parents: Vec<(Comparison, RowSet)> = Vec::new();
    for zoning in ["departement", "province", "region", "pays"] {
        let Some(zoning) = atlas.zoning(zoning) else { continue };
        let touched: Vec<_> = zoning.zones().iter().filter(|zone| !zone.rows.is_disjoint(rows)).collect();
        if touched.len() > MOST_PARENTS {
            continue;
        }
        for zone in touched {
            if zone.rows == *rows || parents.iter().any(|(_, known)| *known == zone.rows) {
                continue;
            }
            let comparison = Comparison { expression: format!("{}:{}", zoning.id(), zone.code), label: zone.name.clone() };
            parents.push((comparison, zone.rows.clone()));
        }
    }
    parents
}
