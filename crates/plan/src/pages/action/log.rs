//! What happened to a node, the latest first.

use bassin_kernel::Problem;
use bassin_web::Reader;
use uuid::Uuid;

use super::say;
use crate::{Event, Fact, Plans, Sheet, Tree};

pub(super) struct EventView {
    pub day: String,
    pub when: String,
    pub what: String,
    pub words: Vec<(String, String)>,
    pub who: String,
}

/// Who did it is told to those who have signed in.
pub(super) async fn history(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet) -> Result<Vec<EventView>, Problem> {
    let events: Vec<&Event> = tree.events_of(sheet.node.id).collect();
    let authors: Vec<Uuid> = if reader.viewer.may_write() { events.iter().filter_map(|event| event.by).collect() } else { Vec::new() };
    let people = if authors.is_empty() { std::collections::HashMap::new() } else { plans.directory.people(&authors).await? };
    let view = |event: &Event| EventView {
        day: bassin_kernel::day_of(event.at).to_string(),
        when: reader.date(event.at),
        what: what(reader, sheet, &event.fact),
        words: words(reader, &event.fact),
        who: event.by.and_then(|by| people.get(&by)).map(bassin_directory::Person::name).unwrap_or_default(),
    };
    Ok(events.into_iter().map(view).collect())
}

fn what(reader: &Reader, sheet: &Sheet, fact: &Fact) -> String {
    let of_milestone = |id: &Uuid| sheet.milestones.iter().find(|one| one.id == *id).map(|one| one.text.as_str()).unwrap_or_default();
    let key = format!("plan-fact-{}", fact.code());
    match fact {
        Fact::Status { from, to, .. } => {
            let (from, to) = (say::status(reader, *from), say::status(reader, *to));
            reader.t_with(&key, &[("from", from.as_str().into()), ("to", to.as_str().into())])
        }
        Fact::Started { milestone } | Fact::Done { milestone, .. } | Fact::Reopened { milestone, .. } => {
            reader.t_with(&key, &[("what", of_milestone(milestone).into())])
        }
        Fact::Replanned { milestone, old, new, .. } => {
            let (old, new) = (say::dates(reader, *old), say::dates(reader, *new));
            reader.t_with(&key, &[("what", of_milestone(milestone).into()), ("old", old.as_str().into()), ("new", new.as_str().into())])
        }
        Fact::Told { period, .. } => reader.t_with(&key, &[("period", period.label(reader.language).as_str().into())]),
        Fact::Measured { indicator, period, value, .. } | Fact::Unmeasured { indicator, period, value, .. } => {
            let of = sheet.indicators.iter().find(|one| one.id == *indicator);
            let value = reader.number(*value, of.map_or(2, |of| usize::from(of.decimals)));
            let title = of.map(|of| reader.text(&of.title)).unwrap_or_default();
            let period = period.label(reader.language);
            reader.t_with(&key, &[("what", title.into()), ("period", period.as_str().into()), ("value", value.as_str().into())])
        }
        Fact::Amended { version } => reader.t_with(&key, &[("version", u64::from(*version).into())]),
        Fact::Followed { since } => reader.t_with(&key, &[("day", reader.day(*since).as_str().into())]),
        Fact::Taken | Fact::Settled | Fact::Edited | Fact::Milestones | Fact::Indicators => reader.t(&key),
    }
}

/// What was said, by heading; headings without words are left out.
fn words(reader: &Reader, fact: &Fact) -> Vec<(String, String)> {
    let pairs = match fact {
        Fact::Told { done, successes, difficulties, remedies, .. } => vec![
            ("plan-told-done", done),
            ("plan-told-successes", successes),
            ("plan-told-difficulties", difficulties),
            ("plan-told-remedies", remedies),
        ],
        Fact::Status { reason, .. } | Fact::Reopened { reason, .. } | Fact::Replanned { reason, .. } => vec![("plan-reason", reason)],
        Fact::Done { evidence, .. } => vec![("plan-evidence", evidence)],
        _ => Vec::new(),
    };
    pairs.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (reader.t(key), text.clone())).collect()
}
