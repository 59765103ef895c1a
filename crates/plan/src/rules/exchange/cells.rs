//! What cells say, and why they cannot be read.

use bassin_kernel::{Day, Period, Violation, text::fold};
use uuid::Uuid;

use super::grid::{Kind, Line};
use crate::{Dates, Part, PartRole, Target, Tie, TieKind, rules::pasting::number};

/// A day as people write it: `31/12/2020`, `31.12.2020` or `2020-12-31`.
pub(super) fn day(text: &str) -> Option<Day> {
    let typed = || ["%d/%m/%Y", "%d.%m.%Y"].iter().find_map(|format| Day::parse_from_str(text, format).ok());
    text.parse().ok().or_else(typed).filter(|day: &Day| (1900..=2200).contains(&chrono::Datelike::year(day)))
}

/// A line being read: everything wrong with it is kept.
pub(super) struct Cells<'a> {
    pub kind: Kind,
    pub line: &'a Line,
    pub wrong: &'a mut Vec<Violation>,
}

impl Cells<'_> {
    pub(super) fn get(&self, key: &str) -> &str {
        self.line.get(self.kind, key)
    }

    pub(super) fn text(&self, key: &str) -> String {
        self.get(key).to_owned()
    }

    /// The items of a cell, one a line.
    pub(super) fn items(&self, key: &str) -> Vec<String> {
        self.get(key).lines().map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn refuse(&mut self, key: &str, fr: &str, en: &str) {
        self.wrong.push(self.kind.wrong(self.line.row, key, "exchange-cell", fr, en));
    }

    /// What a cell says, nothing when it is empty; told as wrong when it cannot be read.
    fn read<T>(&mut self, key: &str, read: impl Fn(&str) -> Option<T>, fr: &str, en: &str) -> Option<T> {
        let cell = self.text(key);
        if cell.is_empty() {
            return None;
        }
        let found = read(&cell);
        if found.is_none() {
            self.refuse(key, &format!("« {cell} » : {fr}"), &format!("“{cell}”: {en}"));
        }
        found
    }

    pub(super) fn day(&mut self, key: &str) -> Option<Day> {
        self.read(key, day, "ce n’est pas une date (jour/mois/année).", "this is not a day (day/month/year).")
    }

    pub(super) fn dates(&mut self, from: &str, to: &str) -> Dates {
        Dates { from: self.day(from), to: self.day(to) }
    }

    pub(super) fn number(&mut self, key: &str) -> Option<f64> {
        self.read(key, number, "ce n’est pas un nombre.", "this is not a number.")
    }

    /// A whole number that is not negative.
    pub(super) fn whole<T: std::str::FromStr>(&mut self, key: &str) -> Option<T> {
        let read = |cell: &str| cell.strip_suffix(".0").unwrap_or(cell).parse().ok();
        self.read(key, read, "ce n’est pas un nombre entier.", "this is not a whole number.")
    }

    /// Euros, in cents.
    #[expect(clippy::cast_possible_truncation, reason = "bounded just before")]
    pub(super) fn cents(&mut self, key: &str) -> Option<i64> {
        let read = |cell: &str| number(&cell.replace('€', "")).map(|euros| (euros * 100.0).round()).filter(|cents| cents.abs() < 1e15);
        let cents = self.read(key, read, "ce n’est pas un montant en euros.", "this is not an amount in euros.")?;
        Some(cents as i64)
    }

    pub(super) fn id(&mut self, key: &str) -> Option<Uuid> {
        let read = |cell: &str| cell.parse().ok();
        self.read(key, read, "ce n’est pas un identifiant.", "this is not an identifier.")
    }

    pub(super) fn flag(&mut self, key: &str) -> bool {
        let read = |cell: &str| match fold(cell).as_str() {
            "oui" | "yes" | "true" | "1" | "vrai" => Some(true),
            "non" | "no" | "false" | "0" | "faux" => Some(false),
            _ => None,
        };
        self.read(key, read, "écrivez oui ou non.", "write yes or no.").unwrap_or_default()
    }

    pub(super) fn period(&mut self, key: &str) -> Option<Period> {
        let (fr, en) = ("ce n’est pas une période (2019, 2019-03…).", "this is not a period (2019, 2019-03 …).");
        let read = |cell: &str| cell.strip_suffix(".0").unwrap_or(cell).parse().ok();
        let found = self.read(key, read, fr, en);
        if self.get(key).is_empty() {
            self.refuse(key, "à remplir.", "to be filled.");
        }
        found
    }

    /// A number that must be there.
    pub(super) fn value(&mut self, key: &str) -> Option<f64> {
        if self.get(key).is_empty() {
            self.refuse(key, "à remplir.", "to be filled.");
        }
        self.number(key)
    }

    pub(super) fn code<T>(&mut self, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.read(key, read, "ce code n’est pas connu.", "this code is not known.")
    }

    pub(super) fn part(&mut self) -> Option<Part> {
        let role = self.code("role", |cell| match fold(cell).as_str() {
            "pilote" | "pilot" => Some(PartRole::Pilot),
            "partenaire" | "partner" => Some(PartRole::Partner),
            _ => None,
        });
        if self.get("role").is_empty() {
            self.refuse("role", "à remplir.", "to be filled.");
        }
        Some(Part { role: role?, organisation: self.id("organisation"), person: self.id("person"), label: self.text("label") })
    }

    pub(super) fn tie(&mut self) -> Option<Tie> {
        let kind = self.code("kind", TieKind::from_code);
        if self.get("kind").is_empty() {
            self.refuse("kind", "à remplir.", "to be filled.");
        }
        Some(Tie { kind: kind?, reference: self.text("reference"), label: self.text("label") })
    }

    pub(super) fn budget(&mut self) -> crate::BudgetLine {
        crate::BudgetLine {
            label: self.text("label"),
            funder: self.text("funder"),
            year: self.whole("year"),
            planned: self.cents("planned"),
            committed: self.cents("committed"),
            spent: self.cents("spent"),
        }
    }

    pub(super) fn target(&mut self) -> Option<Target> {
        let (period, value) = (self.period("period"), self.value("value"));
        Some(Target { period: period?, value: value? })
    }
}
