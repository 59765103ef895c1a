//! The pages about one plan, side by side.

use bassin_web::{Reader, Tab};

use super::{filter::Asked, filtered, plan_address};
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

/// Those that list actions, and show those that are asked for.
const LISTS: [&str; 6] = ["", "/tableau", "/retards", "/calendrier", "/instances", "/territoires"];

/// The tabs of a plan; `current` is the end of the address of the page shown.
pub(super) fn tabs(reader: &Reader, plan: &Plan, current: &str) -> Vec<Tab> {
    tabs_at(reader, &plan_address(plan), current)
}

/// The same, for the plan at an address.
pub(super) fn tabs_at(reader: &Reader, at: &str, current: &str) -> Vec<Tab> {
    PAGES.into_iter().map(|(end, key)| Tab::new(reader.t(key), format!("{at}{end}"), end == current)).collect()
}

/// The same for a page that lists actions: what is asked for is kept from one list to the other.
pub(super) fn tabs_keeping(reader: &Reader, plan: &Plan, current: &str, asked: &Asked) -> Vec<Tab> {
    let mut tabs = tabs(reader, plan, current);
    for (tab, _) in tabs.iter_mut().zip(PAGES).filter(|(_, (end, _))| LISTS.contains(end)) {
        tab.address = filtered(&tab.address, asked);
    }
    tabs
}
