//! Health, progress, dates and amounts in the reader's words.

use bassin_kernel::Language;
use bassin_web::{Link, Reader};

use super::node_address;
use crate::{
    Dates, Part, Sheet, Status, Tree,
    rules::{
        health::{Cause, Health, Standing},
        progress::{Progress, Rule},
    },
};

/// A state in words, with the colour that helps.
#[derive(Default, Clone)]
pub(super) struct Tag {
    pub kind: &'static str,
    pub label: String,
}

pub(super) fn health(reader: &Reader, health: Health) -> Tag {
    let kind = match health {
        Health::Late => "bad",
        Health::AtRisk => "warn",
        Health::OnTime | Health::Done => "good",
        Health::Unknown | Health::Abandoned => "",
    };
    Tag { kind, label: reader.t(&format!("plan-health-{}", health.code())) }
}

pub(super) fn status(reader: &Reader, status: Status) -> String {
    reader.t(&format!("plan-status-{}", status.code()))
}

/// Progress as it is read: `40 %`, or a dash.
pub(super) fn share(reader: &Reader, progress: Option<&Progress>) -> String {
    progress.and_then(|progress| progress.share).map_or_else(|| "–".to_owned(), |share| reader.percent(share * 100.0, 0))
}

/// The rule by which progress was found.
pub(super) fn rule(reader: &Reader, progress: &Progress) -> String {
    let key = format!("plan-progress-{}", progress.rule.code());
    match progress.rule {
        Rule::Children { known, of } => reader.t_with(&key, &[("known", count(known).into()), ("of", count(of).into())]),
        _ => reader.t(&key),
    }
}

pub(super) fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Why something stands as it does: the node it lies in, when it is another one, then the sentence.
pub(super) struct Why {
    pub place: Option<Link>,
    pub sentence: String,
    pub tag: Tag,
}

pub(super) fn causes(reader: &Reader, tree: &Tree, sheet: &Sheet, standing: &Standing) -> Vec<Why> {
    standing.causes.iter().map(|cause| why(reader, tree, Some(sheet), cause)).collect()
}

pub(super) fn why(reader: &Reader, tree: &Tree, here: Option<&Sheet>, cause: &Cause) -> Why {
    let of = tree.sheet(cause.node);
    let elsewhere = of.filter(|of| here.is_none_or(|here| here.node.id != of.node.id));
    let what = cause.milestone.and_then(|id| of?.milestones.iter().find(|milestone| milestone.id == id));
    let day = cause.day.map(|day| reader.day(day)).unwrap_or_default();
    let what = what.map(|milestone| milestone.text.as_str()).unwrap_or_default();
    let sentence = reader.t_with(&format!("plan-cause-{}", cause.reason.code()), &[("what", what.into()), ("day", day.as_str().into())]);
    let place = elsewhere.map(|of| Link::new(format!("{} {}", of.node.number, reader.text(&of.node.title)), node_address(&of.node)));
    Why { place, sentence, tag: health(reader, cause.health) }
}

/// Two dates in words; empty when neither is known.
pub(super) fn dates(reader: &Reader, dates: Dates) -> String {
    match (dates.from, dates.to) {
        (Some(from), Some(to)) if from == to => reader.day(to),
        (Some(from), Some(to)) => {
            let (from, to) = (reader.day(from), reader.day(to));
            reader.t_with("plan-from-to", &[("from", from.as_str().into()), ("to", to.as_str().into())])
        }
        (None, Some(to)) => reader.t_with("plan-until", &[("to", reader.day(to).as_str().into())]),
        (Some(from), None) => reader.t_with("plan-since", &[("from", reader.day(from).as_str().into())]),
        (None, None) => String::new(),
    }
}

/// The words of several parts.
pub(super) fn labels<'a>(parts: impl Iterator<Item = &'a Part>) -> String {
    parts.map(|part| part.label.as_str()).filter(|label| !label.is_empty()).collect::<Vec<_>>().join(", ")
}

/// An amount in cents as it is read: `12 500,00 €`.
pub(super) fn euros(cents: i64, language: Language) -> String {
    let whole = bassin_kernel::text::count(cents.unsigned_abs() / 100, language);
    let (sign, rest) = (if cents < 0 { "−" } else { "" }, cents.unsigned_abs() % 100);
    match language {
        Language::French => format!("{sign}{whole},{rest:02}\u{a0}€"),
        Language::English => format!("{sign}€{whole}.{rest:02}"),
    }
}
