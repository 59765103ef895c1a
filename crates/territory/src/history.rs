//! How communes merged, split and changed codes, from INSEE's history of changes and, after its last date, from the embedded changes.
//!
//! Territory is followed by *units*: each code ever seen is a unit of ground. A commune holds its own unit and those of the communes
//! merged into it; a commune re-established takes its unit back. A figure of a vintage covers the units its commune held on
//! 1 January of that year; where those units are today is where the figure belongs.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::reference::{self, Change};

/// A change of one day, in the order in which those of the same day apply.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Event {
    /// A commune has another code: change of département, of seat.
    Renumbered { old: String, new: String },
    /// A commune is created or re-established out of another.
    Separated { new: String, from: String },
    /// A commune is merged into another, whole.
    Merged { old: String, into: String },
}

/// Which units each commune held, and when.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    /// For each unit, its holders in time order: from that day (as 20170101) on.
    holders: HashMap<String, Vec<(u32, String)>>,
    /// The units that a commune ever held beside its own.
    held: HashMap<String, Vec<String>>,
}

/// The day `1 January` of a year, as an integer that orders days.
const fn new_year(year: u16) -> u32 {
    year as u32 * 10_000 + 101
}

/// The ground that a commune made of several took from one of them.
fn part(new: &str, from: &str) -> String {
    format!("{new}<{from}")
}

impl History {
    /// A history of the received events, by day, continued by the embedded changes.
    pub(crate) fn new(received: BTreeMap<u32, Vec<Event>>) -> Self {
        let mut events = received;
        let last = events.keys().next_back().copied().unwrap_or_default();
        for Change { year, created, code, other } in reference::changes() {
            let day = new_year(year);
            if day > last {
                let (code, other) = (code.to_owned(), other.to_owned());
                let event = if created { Event::Separated { new: code, from: other } } else { Event::Merged { old: code, into: other } };
                events.entry(day).or_default().push(event);
            }
        }
        let mut history = Self::default();
        history.first_holders(&events);
        for (day, mut events) in events {
            events.sort();
            events.dedup();
            history.apply(day, &events);
        }
        history
    }

    /// A unit belongs at first to its own commune, unless that commune first appears by separating from another.
    fn first_holders(&mut self, events: &BTreeMap<u32, Vec<Event>>) {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut first: Vec<(String, &str)> = Vec::new();
        for event in events.values().flatten() {
            match event {
                Event::Renumbered { old, new } => {
                    seen.insert(old);
                    seen.insert(new);
                }
                Event::Merged { old, into } => {
                    seen.insert(old);
                    seen.insert(into);
                }
                Event::Separated { new, from } => {
                    if seen.insert(new) {
                        first.push((new.clone(), from));
                    } else if first.iter().any(|(unit, _)| unit == new) {
                        first.push((part(new, from), from));
                    }
                    seen.insert(from);
                }
            }
        }
        for (unit, holder) in first {
            self.hold(0, unit, holder);
        }
    }

    fn hold(&mut self, day: u32, unit: String, holder: &str) {
        if unit != holder {
            let held = self.held.entry(holder.to_owned()).or_default();
            if !held.contains(&unit) {
                held.push(unit.clone());
            }
        }
        let holders = self.holders.entry(unit).or_default();
        match holders.last_mut() {
            Some((last, name)) if *last == day => holder.clone_into(name),
            _ => holders.push((day, holder.to_owned())),
        }
    }

    /// Who holds a unit on a day.
    fn holder<'a>(&'a self, unit: &'a str, day: u32) -> &'a str {
        let holders = self.holders.get(unit).map_or(&[][..], Vec::as_slice);
        holders.iter().rev().find(|(from, _)| *from <= day).map_or(unit, |(_, holder)| holder)
    }

    /// The units that a commune holds on a day.
    fn units(&self, commune: &str, day: u32) -> Vec<String> {
        let beside = self.held.get(commune).into_iter().flatten().map(String::as_str);
        beside.chain([commune]).filter(|unit| self.holder(unit, day) == commune).map(str::to_owned).collect()
    }

    fn apply(&mut self, day: u32, events: &[Event]) {
        // A commune may merge into one that merges into another on the same day: what counts is where all of them end.
        let mut ends: HashMap<&str, &str> = HashMap::new();
        for event in events {
            if let Event::Merged { old, into } = event {
                ends.entry(old).or_insert(into);
            }
        }
        for event in events {
            match event {
                Event::Renumbered { old, new } => self.transfer(day, old, new),
                Event::Separated { new, from } => {
                    // What had merged with it before it merged in turn comes back with it, when nothing says otherwise: only its own ground.
                    if self.holder(new, day) == from {
                        self.hold(day, new.clone(), new);
                    }
                    let part = part(new, from);
                    if self.holder(&part, day) == from {
                        self.hold(day, part, new);
                    }
                }
                Event::Merged { old, into } => {
                    let mut end = into.as_str();
                    for _ in 0..8 {
                        match ends.get(end) {
                            Some(further) if *further != old => end = further,
                            _ => break,
                        }
                    }
                    self.transfer(day, old, end);
                }
            }
        }
    }

    fn transfer(&mut self, day: u32, from: &str, to: &str) {
        if from == to || to.is_empty() {
            return;
        }
        for unit in self.units(from, day) {
            self.hold(day, unit, to);
        }
    }

    /// The communes of the last known day that hold the ground which `commune` held on 1 January of `vintage`, the one that holds
    /// its own seat first. A commune that did not exist then is followed from the first day.
    pub(crate) fn follow(&self, commune: &str, vintage: u16) -> Vec<String> {
        let day = new_year(vintage);
        let mut units = self.units(commune, day);
        if units.is_empty() {
            units.push(commune.to_owned());
        }
        let today = u32::MAX;
        let seat = self.holder(commune, today).to_owned();
        let mut communes: Vec<String> = units.iter().map(|unit| self.holder(unit, today).to_owned()).collect();
        communes.sort_unstable();
        communes.dedup();
        // The seat comes first, if the commune still held its own unit.
        if let Some(position) = communes.iter().position(|code| *code == seat) {
            communes.swap(0, position);
        }
        communes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(old: &str, into: &str) -> Event {
        Event::Merged { old: old.to_owned(), into: into.to_owned() }
    }

    fn separated(new: &str, from: &str) -> Event {
        Event::Separated { new: new.to_owned(), from: from.to_owned() }
    }

    fn history(events: &[(u32, Event)]) -> History {
        let mut days: BTreeMap<u32, Vec<Event>> = BTreeMap::new();
        for (day, event) in events {
            days.entry(*day).or_default().push(event.clone());
        }
        History::new(days)
    }

    #[test]
    fn a_commune_merged_then_re_established_comes_back_whole() {
        let history = history(&[(19_730_101, merged("X", "P")), (19_900_101, separated("X", "P"))]);
        assert_eq!(history.follow("X", 1970), ["X"]);
        assert_eq!(history.follow("P", 1970), ["P"]);
        assert_eq!(history.follow("P", 1980), ["P", "X"]);
        assert_eq!(history.follow("P", 1990), ["P"]);
        assert_eq!(history.follow("X", 1980), ["X"]);
    }

    #[test]
    fn chains_and_mergers_of_one_day_end_where_they_end() {
        let history = history(&[
            (20_100_101, merged("A", "B")),
            (20_150_101, merged("B", "C")),
            (20_160_101, merged("D", "E")),
            (20_160_101, merged("E", "F")),
            (20_170_101, Event::Renumbered { old: "F".to_owned(), new: "G".to_owned() }),
            (20_170_101, merged("G", "H")),
        ]);
        assert_eq!(history.follow("A", 2009), ["C"]);
        assert_eq!(history.follow("D", 2015), ["H"]);
        assert_eq!(history.follow("F", 2016), ["H"]);
        assert_eq!(history.follow("H", 2016), ["H"]);
    }

    #[test]
    fn a_split_known_only_from_embedded_changes_is_followed() {
        let history = history(&[]);
        assert_eq!(history.follow("85084", 2023), ["85084", "85165", "85212"]);
        assert_eq!(history.follow("85084", 2024), ["85084"]);
        assert_eq!(history.follow("27058", 2022), ["27676"]);
    }

    #[test]
    fn a_commune_seen_first_when_it_separates_was_part_of_the_other() {
        let history = history(&[(19_830_101, separated("N", "P"))]);
        assert_eq!(history.follow("P", 1975), ["P", "N"]);
        assert_eq!(history.follow("P", 1983), ["P"]);
    }
}
