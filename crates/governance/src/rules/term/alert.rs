//! What calls for care, by date: terms that end, evaluations due, mandates that end, components that fall short, meetings too rare.

use bassin_kernel::{Day, LocalizedText};
use chrono::{Days, Months};
use serde::Serialize;
use uuid::Uuid;

use super::Standing;
use crate::{
    Body, Mandate,
    rules::mandate::{english, french},
    statute::Statute,
};

/// How many days ahead a mandate or a term that ends is told.
pub const AHEAD: u64 = 90;

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlertKind {
    /// A compulsory component falls short.
    ComponentVacant,
    /// The evaluation of the term is due.
    EvaluationDue,
    /// The term ends.
    TermEnds,
    /// A mandate ends.
    MandateEnds,
    /// The body meets less often than its text asks.
    RhythmBelow,
}

/// Something that calls for care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// The day it is for.
    pub on: Day,
    /// What about.
    pub kind: AlertKind,
    /// The body.
    pub body: Uuid,
    /// The mandate, for one that ends.
    pub mandate: Option<Uuid>,
    /// What it says.
    pub message: LocalizedText,
    /// The text it follows from.
    pub source: Option<String>,
}

/// How often a body met in a year, and how often its text wants it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rhythm {
    /// Meetings of the last twelve months.
    pub held: u32,
    /// At least.
    pub min: Option<u32>,
    /// At most.
    pub max: Option<u32>,
}

/// What is known of a body when alerts are drawn up.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The body.
    pub body: &'a Body,
    /// Its statute.
    pub statute: &'a Statute,
    /// How it stands that day.
    pub standing: &'a Standing,
    /// The mandates of its seats.
    pub mandates: &'a [Mandate],
    /// The days on which it met.
    pub meetings: &'a [Day],
}

/// How often the body met during the twelve months that end on `day`.
#[must_use]
pub fn rhythm(statute: &Statute, meetings: &[Day], day: Day) -> Rhythm {
    let from = year_before(day);
    let held = meetings.iter().filter(|met| from < **met && **met <= day).count();
    let rule = statute.rhythm.as_ref();
    Rhythm { held: u32::try_from(held).unwrap_or(u32::MAX), min: rule.and_then(|rule| rule.min), max: rule.and_then(|rule| rule.max) }
}

fn year_before(day: Day) -> Day {
    day.checked_sub_months(Months::new(12)).unwrap_or(Day::MIN)
}

/// What calls for care in a body on `day`, the most pressing date first. A body that does not live calls for nothing.
#[must_use]
pub fn alerts(facts: &Facts<'_>, day: Day) -> Vec<Alert> {
    if !facts.standing.is_in_force() {
        return Vec::new();
    }
    let mut alerts = vacant(facts, day);
    alerts.extend(term(facts, day));
    alerts.extend(mandates(facts, day));
    alerts.extend(rare(facts, day));
    alerts.sort_by_key(|alert| (alert.on, alert.kind, alert.mandate));
    alerts
}

fn alert(facts: &Facts<'_>, kind: AlertKind, on: Day, message: LocalizedText, source: Option<&String>) -> Alert {
    Alert { on, kind, body: facts.body.id, mandate: None, message, source: source.cloned() }
}

fn vacant(facts: &Facts<'_>, day: Day) -> Vec<Alert> {
    let told = facts.standing.alarms().iter().map(|defect| {
        let name = &defect.component.name;
        let message = match defect.cure_until {
            Some(until) => LocalizedText::new(
                format!(
                    "La composante « {} » n’est plus représentée comme le texte l’exige : à reconstituer pour le {}.",
                    name.fr,
                    french(until)
                ),
                format!("The component “{}” is no longer represented as the text requires: to be restored by {}.", name.en, english(until)),
            ),
            None => LocalizedText::new(
                format!("La composante « {} » n’est pas représentée comme le texte l’exige : les décisions sont suspendues.", name.fr),
                format!("The component “{}” is not represented as the text requires: decisions are suspended.", name.en),
            ),
        };
        let on = defect.cure_until.or(defect.since).unwrap_or(day);
        alert(facts, AlertKind::ComponentVacant, on, message, Some(&defect.component.clause.source))
    });
    told.collect()
}

fn term(facts: &Facts<'_>, day: Day) -> Vec<Alert> {
    let mut alerts = Vec::new();
    let Some(term) = &facts.standing.term else { return alerts };
    let source = facts.statute.term.as_ref().map(|rule| &rule.clause.source);
    let ahead = day + Days::new(AHEAD);
    if let Some(due) = facts.standing.evaluation_due_on.filter(|due| *due <= ahead) {
        let message = LocalizedText::new(
            format!(
                "L’évaluation de la période {} {} attendue pour le {}.",
                term.number,
                if due < day { "était" } else { "est" },
                french(due)
            ),
            format!("The evaluation of term {} {} due on {}.", term.number, if due < day { "was" } else { "is" }, english(due)),
        );
        alerts.push(alert(facts, AlertKind::EvaluationDue, due, message, source));
    }
    let last = term.period.last();
    let open = !matches!(term.state, crate::TermState::Renewed | crate::TermState::NotRenewed);
    if open && last <= ahead {
        let message = LocalizedText::new(
            format!("La période {} prend fin le {}.", term.number, french(last)),
            format!("Term {} ends on {}.", term.number, english(last)),
        );
        alerts.push(alert(facts, AlertKind::TermEnds, last, message, source));
    }
    alerts
}

fn mandates(facts: &Facts<'_>, day: Day) -> Vec<Alert> {
    let ahead = day + Days::new(AHEAD);
    let ending = facts.mandates.iter().filter(|mandate| mandate.is_active_on(day));
    let ending = ending.filter_map(|mandate| mandate.held().map(|held| (mandate, held.last()))).filter(|(_, last)| *last <= ahead);
    // A seat whose next holder is already appointed is not empty after.
    let followed = |mandate: &Mandate, last: Day| {
        let next = last.succ_opt().unwrap_or(last);
        facts.mandates.iter().any(|other| other.seat == mandate.seat && other.is_active_on(next))
    };
    ending
        .filter(|(mandate, last)| !followed(mandate, *last))
        .map(|(mandate, last)| {
            let message = LocalizedText::new(
                format!("Un mandat prend fin le {} : siège à pourvoir.", french(last)),
                format!("A mandate ends on {}: seat to be filled.", english(last)),
            );
            let source = facts.statute.mandate.as_ref().map(|rule| &rule.clause.source);
            Alert { mandate: Some(mandate.id), ..alert(facts, AlertKind::MandateEnds, last, message, source) }
        })
        .collect()
}

fn rare(facts: &Facts<'_>, day: Day) -> Option<Alert> {
    let Rhythm { held, min, .. } = rhythm(facts.statute, facts.meetings, day);
    // What a text describes without naming anybody does not meet here.
    let min = min.filter(|_| !facts.standing.unnamed)?;
    // A body younger than a year has not had the time.
    let lived = facts.standing.term.as_ref().is_none_or(|term| term.number > 1 || term.period.first() <= year_before(day));
    if held >= min || !lived {
        return None;
    }
    let rule = facts.statute.rhythm.as_ref()?;
    let message = LocalizedText::new(
        format!("{held} réunion(s) en douze mois, pour {min} attendue(s). {}", rule.clause.sentence.fr),
        format!("{held} meeting(s) in twelve months, {min} expected. {}", rule.clause.sentence.en),
    );
    Some(alert(facts, AlertKind::RhythmBelow, day, message, Some(&rule.clause.source)))
}
