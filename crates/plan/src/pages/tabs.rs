//! The pages about one plan, side by side.

use bassin_web::{Reader, Tab};

use super::plan_address;
use crate::Plan;

/// The pages, by the end of their address and the key of their name.
const PAGES: [(&str, &str); 9] = [
    ("", "plan-tab-tree"),
    ("/tableau", "plan-tab-table"),
    ("/retards", "plan-tab-late"),
    ("/calendrier", "plan-tab-timeline"),
    ("/instances", "plan-tab-bodies"),
    ("/territoires", "plan-tab-territories"),
    ("/evaluation", "evaluation-title"),
    ("/fichier", "exchange-tab"),
    ("/bilans", "report-list-title"),
];

/// The tabs of a plan; `current` is the end of the address of the page shown.
pub(super) fn tabs(reader: &Reader, plan: &Plan, current: &str) -> Vec<Tab> {
    tabs_at(reader, &plan_address(plan), current)
}

/// The same, for the plan at an address.
pub(super) fn tabs_at(reader: &Reader, at: &str, current: &str) -> Vec<Tab> {
    PAGES.into_iter().map(|(end, key)| Tab::new(reader.t(key), format!("{at}{end}"), end == current)).collect()
}
