//! Collection campaigns: whom one asks, when one reminds, what keeps a campaign from being opened, put off, answered.

use std::collections::HashSet;

use bassin_kernel::{Day, Kind, Language, Period, Problem, Violation};
use chrono::Duration;
use uuid::Uuid;

use crate::{
    Event, Fact, Plan, Sheet, Status, Tree,
    campaign::{Campaign, Collection, Recipient, Request, Standing},
    rules::act,
};

/// The longest a campaign lasts, in days.
pub const LONGEST: i64 = 366;

/// The actions that are asked about: those that nothing is below, but what was given up, or is part of something given up.
#[must_use]
pub fn asked(tree: &Tree) -> Vec<&Sheet> {
    let abandoned: HashSet<Uuid> =
        tree.sheets.iter().filter(|sheet| sheet.node.status == Status::Abandoned).map(|sheet| sheet.node.id).collect();
    let stopped =
        |sheet: &Sheet| abandoned.contains(&sheet.node.id) || tree.above(sheet).iter().any(|above| abandoned.contains(&above.node.id));
    tree.actions().filter(|sheet| !stopped(sheet)).collect()
}

/// Where a request stands on a day.
#[must_use]
pub fn standing(campaign: &Campaign, request: &Request, today: Day) -> Standing {
    if request.answer.is_some() {
        Standing::Received
    } else if request.recipients.is_empty() {
        if request.pilots.is_empty() { Standing::NoPilot } else { Standing::NoAddress }
    } else if campaign.is_open(today) {
        Standing::Pending
    } else {
        Standing::Late
    }
}

/// What keeps a campaign from being opened.
#[must_use]
pub fn unmet_to_open(plan: &Plan, draft: &Campaign, others: &[Campaign], today: Day) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if draft.title.trim().is_empty() {
        wrong.push(Violation::new("campaign-title", "Donnez un titre à la collecte.", "Give the collection a title.").on("title"));
    }
    if draft.message.trim().is_empty() {
        wrong.push(
            Violation::new("campaign-message", "Dites aux pilotes ce qui leur est demandé.", "Tell the pilots what they are asked.")
                .on("message"),
        );
    }
    wrong.extend(closing(draft.closes_on, today));
    if others.iter().any(|other| other.id != draft.id && other.period == draft.period && other.closed_at.is_none()) {
        wrong.push(
            Violation::new(
                "campaign-twice",
                "Une collecte est déjà ouverte pour cette période : prolongez-la ou closez-la.",
                "A collection is already open for this period: extend it or close it.",
            )
            .on("period"),
        );
    }
    if plan.followed_since.is_none() {
        wrong.push(Violation::new(
            "plan-not-followed",
            "Le suivi de ce plan n’est pas ouvert : ouvrez-le avant de solliciter les pilotes.",
            "The follow-up of this plan is not open: open it before asking the pilots.",
        ));
    }
    wrong
}

fn closing(day: Day, today: Day) -> Option<Violation> {
    let (fr, en) = if day < today {
        ("La date limite est déjà passée.", "The last day has already passed.")
    } else if day - today > Duration::days(LONGEST) {
        ("La date limite est à plus d’un an.", "The last day is more than a year away.")
    } else {
        return None;
    };
    Some(Violation::new("campaign-closing", fr, en).on("closes_on"))
}

/// What keeps the last day from being put off.
#[must_use]
pub fn unmet_to_extend(campaign: &Campaign, to: Day, reason: &str, today: Day) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if campaign.closed_at.is_some() {
        wrong.push(closed());
    }
    if to <= campaign.closes_on {
        wrong.push(
            Violation::new(
                "campaign-extension",
                "La nouvelle date limite doit venir après celle d’aujourd’hui.",
                "The new last day must come after the present one.",
            )
            .on("closes_on"),
        );
    } else {
        wrong.extend(closing(to, today));
    }
    if reason.trim().is_empty() {
        wrong.push(
            Violation::new("campaign-reason", "Dites pourquoi la collecte est prolongée.", "Say why the collection is extended.")
                .on("reason"),
        );
    }
    wrong
}

/// That a campaign is closed.
#[must_use]
pub fn closed() -> Violation {
    Violation::new(
        "campaign-closed",
        "Cette collecte est close : plus rien n’y entre. Ce qui manque se renseigne sur la fiche de l’action.",
        "This collection is closed: nothing enters it any more. What is missing is told on the sheet of the action.",
    )
}

/// Why a link that once opened a sheet no longer does. It tells nothing of the sheet.
///
/// # Errors
/// The campaign is closed, or its last day has passed.
pub fn check_link(campaign: &Campaign, today: Day) -> Result<(), Problem> {
    if campaign.is_open(today) {
        return Ok(());
    }
    Err(Problem::one(
        Kind::NotFound,
        "campaign-over",
        "La collecte à laquelle ce lien répondait est close. Si vous avez encore quelque chose à dire, écrivez à la personne qui vous l’a envoyé.",
        "The collection this link answered is closed. If you still have something to say, write to whoever sent it.",
    ))
}

/// What keeps an answer from being kept: it says neither something nor that there is nothing to tell, or says both. One that was given before may be
/// sent again as it is.
#[must_use]
pub fn unmet_answer(report: &act::Report, nothing: bool, answered: bool) -> Option<Violation> {
    let told = report
        .told
        .as_ref()
        .is_some_and(|told| [&told.done, &told.successes, &told.difficulties, &told.remedies].iter().any(|text| !text.trim().is_empty()));
    let says = told || report.status.is_some() || !report.milestones.is_empty() || !report.figures.is_empty();
    let enough = says != nothing || (answered && !nothing);
    if !enough {
        let (fr, en) = if nothing {
            (
                "Vous avez coché « rien à signaler » et rempli la fiche : choisissez.",
                "You ticked “nothing to tell” and filled the sheet: choose.",
            )
        } else {
            (
                "La fiche est vide : dites ce qui a été fait, ou cochez « rien à signaler pour cette période ».",
                "The sheet is empty: say what was done, or tick “nothing to tell for this period”.",
            )
        };
        return Some(Violation::new("answer-empty", fr, en).on("nothing"));
    }
    None
}

/// Whether a reminder is due on a day: so many days before the last one, once.
#[must_use]
pub fn reminds(campaign: &Campaign, today: Day) -> bool {
    let Some(first) = campaign.closes_on.checked_sub_signed(Duration::days(i64::from(campaign.remind_before))) else { return false };
    campaign.remind_before > 0 && campaign.is_open(today) && today >= first && campaign.reminded_on.is_none_or(|day| day < first)
}

/// Those a reminder goes to: who was asked, can be reached, and has not answered.
pub fn silent(collection: &Collection) -> impl Iterator<Item = &Request> {
    collection.requests.iter().filter(|request| request.answer.is_none() && !request.recipients.is_empty())
}

/// Addresses as they are typed, separated by commas, semicolons or spaces; each once.
///
/// # Errors
/// Those that are none, as `is_address` says.
pub fn addresses(typed: &str, is_address: impl Fn(&str) -> bool) -> Result<Vec<Recipient>, Vec<String>> {
    let (mut found, mut wrong): (Vec<Recipient>, Vec<String>) = (Vec::new(), Vec::new());
    for email in typed.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|part| !part.is_empty()) {
        if !is_address(email) {
            wrong.push(email.to_owned());
        } else if !found.iter().any(|known| known.email.eq_ignore_ascii_case(email)) {
            found.push(Recipient { name: String::new(), email: email.to_owned(), language: Language::French });
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// What is told of a node for a period: by the last time it was told of.
pub struct Words<'a> {
    /// The period it is about.
    pub period: Period,
    /// What was done.
    pub done: &'a str,
    /// What went well.
    pub successes: &'a str,
    /// What was difficult.
    pub difficulties: &'a str,
    /// What is done about it.
    pub remedies: &'a str,
}

/// What was last told of a node for `period`; events come the latest first.
pub fn told<'a>(events: impl IntoIterator<Item = &'a Event>, period: Period) -> Option<Words<'a>> {
    words(events).find(|words| words.period == period)
}

/// What was last told of a node for the latest period before `period`: what a form is filled with.
pub fn told_before<'a>(events: impl IntoIterator<Item = &'a Event>, period: Period) -> Option<Words<'a>> {
    let mut latest: Option<Words<'a>> = None;
    for words in words(events).filter(|words| words.period < period) {
        if latest.as_ref().is_none_or(|known| known.period < words.period) {
            latest = Some(words);
        }
    }
    latest
}

fn words<'a>(events: impl IntoIterator<Item = &'a Event>) -> impl Iterator<Item = Words<'a>> {
    events.into_iter().filter_map(|event| match &event.fact {
        Fact::Told { period, done, successes, difficulties, remedies } => {
            Some(Words { period: *period, done, successes, difficulties, remedies })
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests;
