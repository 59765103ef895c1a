//! Values as a reader sees them: numbers, intervals, changes and what is not known, in words.

use bassin_kernel::{Language, text};
use bassin_web::Reader;

use crate::{
    indicator::{Change, Direction},
    portrait::{ChangeValue, Line, Observation, Status},
};

/// From which share published a share is enough to say what lacks, in hundredths.
const MOSTLY: f64 = 90.0;

/// A value ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `13,8`, `1 240 à 1 310` or `–`.
    pub text: String,
    /// What is not known of it: masked share, part published. Empty when it is exact.
    pub note: String,
}

/// A change ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownChange {
    /// `+1,4 pt`, `−3,3 %`.
    pub text: String,
    /// `depuis 2012`.
    pub since: String,
    /// The style of a change that goes the way it should (`down`) or not (`up`); empty otherwise.
    pub tone: &'static str,
}

/// `value` with `decimals` decimals.
#[must_use]
pub fn value(reader: &Reader, value: &Observation, decimals: u8) -> Shown {
    let number = |x: f64| reader.number(x, usize::from(decimals));
    let shown = match (value.status, value.value, value.lower, value.upper) {
        (Status::Exact | Status::Partial, Some(x), ..) => number(x),
        (Status::Interval, _, Some(lower), Some(upper)) => {
            reader.t_with("value-interval", &[("lower", number(lower).into()), ("upper", number(upper).into())])
        }
        (Status::Interval, _, Some(lower), None) => reader.t_with("value-at-least", &[("lower", number(lower).into())]),
        (Status::Interval, _, None, Some(upper)) => reader.t_with("value-at-most", &[("upper", number(upper).into())]),
        _ => "–".to_owned(),
    };
    Shown { text: shown, note: note(reader, value) }
}

fn note(reader: &Reader, value: &Observation) -> String {
    if value.status == Status::Unknown {
        return value.reason.map(|reason| reader.t(&format!("reason-{reason}"))).unwrap_or_default();
    }
    let mut notes = Vec::new();
    if let Some(share) = value.masked_share() {
        let decimals = usize::from(share < 1.0);
        notes.push(reader.t_with("value-masked", &[("share", reader.percent(share, decimals).into())]));
    }
    if value.missing > 0 {
        notes.push(published(reader, value.cells.saturating_sub(value.missing), value.cells));
    }
    notes.join(" · ")
}

/// How much of a figure is published: a share when little lacks, both counts otherwise.
fn published(reader: &Reader, known: u32, cells: u32) -> String {
    let share = f64::from(known) * 100.0 / f64::from(cells.max(1));
    if share >= MOSTLY {
        // Never rounded up to the whole.
        let share = reader.percent((share * 10.0).floor() / 10.0, 1);
        return reader.t_with("value-mostly", &[("share", share.into())]);
    }
    let (shown, all) = (reader.count(u64::from(known)), reader.count(u64::from(cells)));
    reader.t_with("value-partial", &[("count", known.into()), ("known", shown.into()), ("all", all.into())])
}

/// The change of a line.
#[must_use]
pub fn change(reader: &Reader, line: &Line) -> Option<ShownChange> {
    let change = line.change.as_ref()?;
    Some(ShownChange {
        text: change_text(reader, change),
        since: reader.t_with("change-since", &[("period", change.since.label(reader.language).into())]),
        tone: tone(line.direction, &change.value),
    })
}

fn change_text(reader: &Reader, change: &ChangeValue) -> String {
    let number = |x: f64| reader.signed(x, 1);
    let amount = match (change.value.value, change.value.lower, change.value.upper) {
        (Some(x), ..) => number(x),
        (None, Some(lower), Some(upper)) => {
            reader.t_with("value-interval", &[("lower", number(lower).into()), ("upper", number(upper).into())])
        }
        _ => return "–".to_owned(),
    };
    match change.kind {
        Change::Points => reader.t_with("change-points", &[("amount", amount.into())]),
        Change::Relative | Change::None => match reader.language {
            Language::French => format!("{amount}{}%", text::NARROW_SPACE),
            Language::English => format!("{amount}%"),
        },
    }
}

fn tone(direction: Direction, value: &Observation) -> &'static str {
    let sign = match (value.value, value.lower, value.upper) {
        (Some(x), ..) if x.abs() >= 0.05 => x.signum(),
        (None, Some(lower), _) if lower > 0.0 => 1.0,
        (None, _, Some(upper)) if upper < 0.0 => -1.0,
        _ => 0.0,
    };
    match (direction, sign) {
        (Direction::Higher, s) if s > 0.0 => "down",
        (Direction::Lower, s) if s < 0.0 => "down",
        (Direction::Higher | Direction::Lower, s) if s != 0.0 => "up",
        _ => "",
    }
}

/// The difference between a line's value and its last comparison, for rates: `+3,0 points par rapport à : Grand Est`.
#[must_use]
pub fn against(reader: &Reader, line: &Line, label: &str, other: &Observation) -> Option<String> {
    let (here, there) = (line.value.value?, other.value?);
    let decimals = usize::from(line.decimals);
    if line.decimals == 0 || line.value.status != Status::Exact {
        return None;
    }
    let amount = reader.signed(here - there, decimals);
    Some(reader.t_with(
        "against",
        &[("amount", amount.into()), ("territory", label.to_owned().into()), ("value", reader.number(there, decimals).into())],
    ))
}
