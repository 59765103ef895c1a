//! The lines of a table of values, and what each cell shows.

use bassin_kernel::{Period, Violation};
use bassin_web::{Link, Reader};

use super::{
    super::node_address,
    Known,
    sent::{Sent, Typed},
};
use crate::{
    cell,
    commands::declared,
    rules::indicator::{counting, target},
    seen,
};

/// The indicators of an action.
pub(super) struct Group {
    pub action: Link,
    pub rows: Vec<Row>,
}

/// An indicator.
pub(super) struct Row {
    pub what: String,
    pub last: String,
    pub target: String,
    pub cells: Vec<Cell>,
}

/// A value of an indicator.
#[derive(Default)]
pub(super) struct Cell {
    pub key: String,
    pub label: String,
    pub value: String,
    pub provisional: bool,
    pub comment: String,
    pub seen: String,
    /// What is stored, in a cell that holds something else.
    pub was: Option<Typed>,
    /// Whether its comment is its own in a table of several periods.
    pub own: bool,
    /// What goes with the value, in a table of several periods.
    pub beside: String,
    /// Whether a value outside what is plausible is asked again.
    pub unsure: bool,
    pub confirmed: bool,
    /// What somebody else saved meanwhile.
    pub stored: String,
    pub errors: Vec<String>,
}

/// A value as it is typed: every decimal it has, none lost.
fn typed(value: f64) -> String {
    value.to_string().replace('.', ",")
}

/// The year before.
pub(super) fn previous(period: Period) -> Option<Period> {
    (period == Period::year(period.start_year())).then(|| Period::year(period.start_year().saturating_sub(1)))
}

/// The lines of these indicators, by action, with what was sent and what is wrong with it.
pub(super) fn groups(reader: &Reader, shown: &[Known<'_>], periods: &[Period], sent: Option<&Sent>, wrong: &[Violation]) -> Vec<Group> {
    let mut groups: Vec<(uuid::Uuid, Group)> = Vec::new();
    for known in shown {
        let node = &known.0.node;
        let row = row(reader, known, periods, sent, wrong);
        match groups.last_mut() {
            Some((id, group)) if *id == node.id => group.rows.push(row),
            _ => {
                let action = Link::new(format!("{} {}", node.number, reader.text(&node.title)), node_address(node));
                groups.push((node.id, Group { action, rows: vec![row] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn row(reader: &Reader, known: &Known<'_>, periods: &[Period], sent: Option<&Sent>, wrong: &[Violation]) -> Row {
    let (sheet, indicator) = known;
    let decimals = usize::from(indicator.decimals);
    let unit = if indicator.unit.is_empty() { String::new() } else { format!(" ({})", indicator.unit) };
    let what = format!("{}{unit}", reader.text(&indicator.title));
    let alone = if let [one] = periods { Some(*one) } else { None };
    let earlier = sheet.figures_of(indicator.id).filter(|figure| alone.is_some_and(|one| Some(figure.period) == previous(one)));
    let cells = periods.iter().map(|period| {
        let mut shown = stored(reader, known, *period, &what, alone.is_none());
        if let Some(sent) = sent.and_then(|sent| sent.cells.get(&(indicator.id, *period))) {
            fill(reader, &mut shown, sent, wrong);
        }
        shown
    });
    Row {
        last: counting(earlier, indicator).map(|figure| reader.number(figure.value, decimals)).unwrap_or_default(),
        target: alone.and_then(|one| target(indicator, one)).map(|target| reader.number(target.value, decimals)).unwrap_or_default(),
        cells: cells.collect(),
        what,
    }
}

/// A cell as it is stored.
fn stored(reader: &Reader, (sheet, indicator): &Known<'_>, period: Period, what: &str, several: bool) -> Cell {
    let stored = declared(sheet, indicator.id, period);
    let mut shown = Cell {
        key: cell(indicator.id, period),
        label: format!("{} – {what}", period.label(reader.language)),
        value: stored.map(|figure| typed(figure.value)).unwrap_or_default(),
        provisional: stored.is_some_and(|figure| figure.provisional),
        comment: stored.map(|figure| figure.comment.clone()).unwrap_or_default(),
        seen: seen(stored),
        ..Cell::default()
    };
    if several {
        shown.beside = beside(reader, &shown);
    }
    shown
}

fn beside(reader: &Reader, shown: &Cell) -> String {
    let provisional = shown.provisional.then(|| reader.t("plan-provisional"));
    let comment = Some(shown.comment.clone()).filter(|text| !text.is_empty());
    provisional.into_iter().chain(comment).collect::<Vec<_>>().join(" · ")
}

/// A cell as it was sent, what is wrong with it, and what is stored now when that changed meanwhile.
fn fill(reader: &Reader, shown: &mut Cell, sent: &Typed, wrong: &[Violation]) {
    let field = format!("value-{}", shown.key);
    let mine: Vec<&Violation> = wrong.iter().filter(|one| one.location.field.as_deref() == Some(field.as_str())).collect();
    shown.errors = mine.iter().map(|one| reader.text(&one.message).to_owned()).collect();
    if !sent.is_touched() {
        return;
    }
    if sent.seen != shown.seen {
        let parts = [shown.value.as_str(), shown.comment.as_str()];
        shown.stored = parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    }
    let (value, comment) = (std::mem::take(&mut shown.value), std::mem::take(&mut shown.comment));
    shown.was = Some(Typed { value, comment, provisional: shown.provisional, ..Typed::default() });
    shown.confirmed = sent.confirmed;
    shown.unsure = sent.confirmed || mine.iter().any(|one| one.code == "figure-implausible");
    shown.value.clone_from(&sent.value);
    shown.comment.clone_from(&sent.comment);
    (shown.provisional, shown.own) = (sent.provisional, sent.own);
    // What goes with all the values of the page is shown once, below them.
    shown.beside = if sent.own { beside(reader, shown) } else { String::new() };
}
