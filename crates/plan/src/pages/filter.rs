//! Which actions a list shows: what the address asks for.

use bassin_kernel::text::fold;
use bassin_web::Reader;
use chrono::Datelike;
use serde::Deserialize;

use super::say;
use crate::{
    Milestone, Sheet, Status, Tree,
    rules::health::{Health, Standing},
};

/// What the address asks for.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Asked {
    pub q: String,
    pub pilote: String,
    pub annee: String,
    pub ouvert: String,
    pub sante: String,
    pub etat: String,
    /// The number of a node at the top of the plan.
    pub priorite: String,
}

impl Asked {
    pub(super) fn is_empty(&self) -> bool {
        self.pairs().into_iter().all(|(_, text)| text.trim().is_empty())
    }

    pub(super) fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("q", &self.q),
            ("pilote", &self.pilote),
            ("annee", &self.annee),
            ("ouvert", &self.ouvert),
            ("sante", &self.sante),
            ("etat", &self.etat),
            ("priorite", &self.priorite),
        ]
    }

    /// Every health, by its code.
    pub(super) fn healths(&self, reader: &Reader) -> Vec<(&'static str, String)> {
        Health::ALL.into_iter().map(|health| (health.code(), say::health(reader, health).label)).collect()
    }

    /// Every status, by its code.
    pub(super) fn statuses(&self, reader: &Reader) -> Vec<(&'static str, String)> {
        Status::ALL.into_iter().map(|status| (status.code(), say::status(reader, status))).collect()
    }

    /// Whether an action is one of those asked for.
    pub(super) fn keeps(&self, tree: &Tree, sheet: &Sheet, standing: Option<&Standing>) -> bool {
        let node = &sheet.node;
        let below = || node.number == self.priorite || tree.above(sheet).first().is_some_and(|top| top.node.number == self.priorite);
        let words = fold(&self.q);
        let folded = node.folded();
        let year = self.annee.trim().parse::<i32>().ok();
        let health = Health::from_code(&self.sante);
        words.split_whitespace().all(|word| folded.contains(word))
            && (self.pilote.is_empty() || node.pilots().any(|part| part.label == self.pilote))
            && year.is_none_or(|year| sheet.milestones.iter().any(|milestone| covers(milestone, year)))
            && (self.ouvert.is_empty() || !node.content.open.is_empty())
            && health.is_none_or(|health| standing.is_some_and(|standing| standing.health == health))
            && Status::from_code(&self.etat).is_none_or(|status| node.status == status)
            && (self.priorite.is_empty() || below())
    }
}

/// What a plan offers to choose from.
#[derive(Default)]
pub(super) struct Choices {
    /// What is at its top: number, and number with title.
    pub tops: Vec<(String, String)>,
    /// Its years.
    pub years: Vec<i32>,
    /// What else is in the address, sent with the filters.
    pub kept: Vec<(&'static str, String)>,
}

impl Choices {
    pub(super) fn of(reader: &Reader, tree: &Tree) -> Self {
        let top = |top: &Sheet| (top.node.number.clone(), format!("{} {}", top.node.number, reader.text(&top.node.title)));
        let years = (tree.plan.from.year() - 1..=tree.plan.to.year()).collect();
        Self { tops: tree.children(None).map(top).collect(), years, kept: Vec::new() }
    }
}

pub(super) fn covers(milestone: &Milestone, year: i32) -> bool {
    let dates = milestone.current;
    let first = dates.from.or(dates.to).map(|day| day.year());
    let last = dates.to.or(dates.from).map(|day| day.year());
    first.is_some_and(|first| first <= year) && last.is_some_and(|last| year <= last)
}

/// The years from the first dated milestone to the last: `2017–2022`; empty without dates.
pub(super) fn years(sheet: &Sheet) -> String {
    let days = || sheet.milestones.iter().flat_map(|milestone| [milestone.current.from, milestone.current.to]).flatten();
    match (days().min(), days().max()) {
        (Some(first), Some(last)) if first.year() != last.year() => format!("{}–{}", first.year(), last.year()),
        (Some(first), _) => first.year().to_string(),
        _ => String::new(),
    }
}
