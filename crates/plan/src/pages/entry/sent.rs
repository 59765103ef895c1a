//! What a table of values holds when it is sent: which cells were changed, and what they say.

use std::collections::{BTreeMap, HashMap};

use bassin_kernel::{Kind, Period, Problem, Violation};
use bassin_web::Submitted;
use uuid::Uuid;

use super::{super::form::unreadable, Known};
use crate::{
    Entry, Figure, cell,
    commands::declared,
    rules::{
        act::Measured,
        pasting::{Filled, number},
    },
    seen,
};

/// A cell as it was sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub value: String,
    pub provisional: bool,
    pub comment: String,
    /// What was stored when the page was shown.
    pub seen: String,
    pub confirmed: bool,
    /// Whether its comment is its own, rather than the one given to all the values of a page of several periods.
    pub own: bool,
}

/// Every cell of a form.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub cells: BTreeMap<(Uuid, Period), Typed>,
    /// Of a page of several periods: whether its values may still change, and a few words beside them.
    pub all: (bool, String),
}

impl Typed {
    /// Whether it was changed since it was shown.
    pub(super) fn is_touched(&self) -> bool {
        match number(&self.value) {
            Some(value) if self.own => format!("{value} {} {}", u8::from(self.provisional), self.comment).trim_end() != self.seen,
            Some(value) => self.seen.split(' ').next() != Some(value.to_string().as_str()),
            None => !(self.value.is_empty() && self.seen.is_empty() && (self.comment.is_empty() || !self.own)),
        }
    }
}

/// The indicator and the period that the name of a cell says.
fn named(key: &str) -> Option<(Uuid, Period)> {
    let (indicator, period) = (key.get(..36)?, key.get(37..)?);
    Some((indicator.parse().ok()?, period.parse().ok()?))
}

impl Sent {
    pub(super) fn of(form: &Submitted) -> Self {
        // A form holds thousands of fields: they are gone over once.
        let fields: HashMap<&str, &str> = form.iter().map(|(name, value)| (name, value.trim())).collect();
        let several = fields.contains_key("several");
        let all = (fields.contains_key("provisional-all"), fields.get("comment-all").copied().unwrap_or_default().to_owned());
        let mut cells = BTreeMap::new();
        for (name, value) in &fields {
            let Some((key, place)) = name.strip_prefix("value-").and_then(|key| Some((key, named(key)?))) else { continue };
            let get = |word: &str| fields.get(format!("{word}-{key}").as_str()).copied().unwrap_or_default();
            let own = !several || !get("own").is_empty();
            let typed = Typed {
                value: (*value).to_owned(),
                provisional: if own { !get("provisional").is_empty() } else { all.0 },
                comment: if own { get("comment").to_owned() } else { all.1.clone() },
                seen: get("seen").to_owned(),
                confirmed: !get("confirmed").is_empty(),
                own,
            };
            cells.insert(place, typed);
        }
        Self { cells, all }
    }

    /// The cells that were changed since they were shown.
    pub(super) fn touched(&self) -> impl Iterator<Item = (&(Uuid, Period), &Typed)> {
        self.cells.iter().filter(|(_, typed)| typed.is_touched())
    }

    /// Puts pasted values in their cells, to be looked at before they are saved.
    pub(super) fn paste(&mut self, filled: &[Filled], known: &[Known<'_>]) {
        for one in filled {
            let Some((sheet, indicator)) = known.iter().find(|(_, indicator)| indicator.id == one.indicator) else { continue };
            let stored = declared(sheet, indicator.id, one.period);
            let typed = self.cells.entry((one.indicator, one.period)).or_insert_with(|| Typed {
                provisional: stored.is_some_and(|figure| figure.provisional),
                comment: stored.map(|figure| figure.comment.clone()).unwrap_or_default(),
                seen: seen(stored),
                ..Typed::default()
            });
            typed.own = true;
            typed.value.clone_from(&one.value);
            typed.provisional = one.provisional.unwrap_or(typed.provisional);
            if !one.comment.is_empty() {
                typed.comment.clone_from(&one.comment);
            }
        }
    }

    /// The values that were changed; every cell that cannot be read is told at once.
    pub(super) fn entries(&self, known: &[Known<'_>]) -> Result<Vec<Entry>, Problem> {
        let known: HashMap<Uuid, &Known<'_>> = known.iter().map(|one| (one.1.id, one)).collect();
        let (mut entries, mut wrong) = (Vec::new(), Vec::new());
        for ((id, period), typed) in self.touched() {
            let Some((sheet, indicator)) = known.get(id) else {
                wrong.push(gone());
                continue;
            };
            let field = format!("value-{}", cell(*id, *period));
            match number(&typed.value) {
                Some(value) => entries.push(Entry {
                    node: sheet.node.id,
                    measured: Measured {
                        indicator: indicator.id,
                        period: *period,
                        source: Figure::DECLARED.to_owned(),
                        value,
                        provisional: typed.provisional,
                        comment: typed.comment.clone(),
                    },
                    seen: typed.seen.clone(),
                    confirmed: typed.confirmed,
                }),
                None if typed.value.is_empty() => wrong.push(empty().on(field)),
                None => wrong.push(unreadable(&field)),
            }
        }
        if wrong.is_empty() { Ok(entries) } else { Err(Problem::new(Kind::Invalid, wrong)) }
    }
}

fn gone() -> Violation {
    Violation::new(
        "entry-gone",
        "Un des indicateurs de la page n’y est plus, ou ne vous est plus ouvert. Rien n’a été enregistré : vérifiez, puis enregistrez de nouveau.",
        "One of the indicators of the page is no longer there, or no longer open to you. Nothing was saved: check, then save again.",
    )
}

fn empty() -> Violation {
    Violation::new(
        "entry-empty",
        "Il manque la valeur : une valeur enregistrée se corrige et ne s’efface pas, un commentaire accompagne une valeur.",
        "The value is missing: a saved value is corrected, not erased, and a comment goes with a value.",
    )
}
