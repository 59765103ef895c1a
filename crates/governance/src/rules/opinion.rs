//! Opinions: asked, worked on, given in time or late, followed up.

use bassin_kernel::{Day, Violation};
use uuid::Uuid;

use crate::{
    model::{FollowUp, Opinion, OpinionState, Verdict},
    statute::OpinionRule,
};

/// Days before the due date at which the body is reminded.
pub const REMINDER_DAYS: u64 = 7;

/// The due date of a request, whether silence will be an answer, and the text that says so, copied on the day it is made: a later version of the
/// text changes nothing. The days of the text prevail over the day that was typed.
#[must_use]
pub fn frozen(rule: Option<&OpinionRule>, requested_on: Day, typed: Option<Day>) -> (Option<Day>, bool, String) {
    let days = rule.and_then(|rule| rule.days).and_then(|days| requested_on.checked_add_days(chrono::Days::new(u64::from(days))));
    let due_on = days.or(typed);
    (due_on, due_on.is_some() && rule.is_some_and(|rule| rule.deemed), rule.map_or_else(String::new, |rule| rule.clause.source.clone()))
}

/// What is done to an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpinionAct {
    /// The body takes it up.
    TakeUp,
    /// The body gives it.
    Give {
        /// What it says.
        verdict: Option<Verdict>,
        /// On which grounds.
        grounds: String,
        /// The decision by which the body agreed on it.
        decision: Option<Uuid>,
        /// The version of the object that was read.
        on_version: u32,
    },
    /// The body that asked changes what it asked.
    Amend {
        /// The object.
        object: String,
        /// The question.
        question: String,
    },
    /// The body says that its opinion holds for the object as changed.
    Confirm,
    /// The body that asked gives more time.
    Extend {
        /// Until when.
        due_on: Option<Day>,
        /// Why.
        reason: String,
    },
    /// It is given up.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// What was done with it is said.
    Follow {
        /// What.
        follow_up: Option<FollowUp>,
        /// Why, and how.
        words: String,
    },
}

impl OpinionAct {
    /// Its code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TakeUp => "take-up",
            Self::Give { .. } => "give",
            Self::Amend { .. } => "amend",
            Self::Confirm => "confirm",
            Self::Extend { .. } => "extend",
            Self::Withdraw { .. } => "withdraw",
            Self::Follow { .. } => "follow",
        }
    }

    /// Whether it belongs to the body that gives the opinion, rather than to the one that asked.
    #[must_use]
    pub const fn is_givers(&self) -> bool {
        matches!(self, Self::TakeUp | Self::Give { .. } | Self::Confirm)
    }
}

/// The opinion after an act.
///
/// # Errors
/// Every rule that is not met.
pub fn apply(opinion: &Opinion, act: OpinionAct, today: Day) -> Result<Opinion, Vec<Violation>> {
    let mut next = opinion.clone();
    next.revision += 1;
    match act {
        OpinionAct::TakeUp => {
            when(opinion.state == OpinionState::Requested)?;
            next.state = OpinionState::UnderExamination;
        }
        OpinionAct::Give { verdict, grounds, decision, on_version } => {
            next.decision = decision;
            next.state = give(&next, verdict, &grounds, on_version, today)?;
            (next.verdict, next.grounds, next.given_on, next.given_on_version) = (verdict, grounds, Some(today), Some(on_version));
        }
        OpinionAct::Amend { object, question } => {
            when(!matches!(opinion.state, OpinionState::Withdrawn | OpinionState::FollowedUp))?;
            next.object_version += u32::from((&object, &question) != (&opinion.object, &opinion.question));
            (next.object, next.question) = (object, question);
            request(&next, None)?;
        }
        OpinionAct::Confirm => {
            when(must_be_confirmed(opinion))?;
            next.given_on_version = Some(opinion.object_version);
        }
        OpinionAct::Extend { due_on, reason } => {
            extend(opinion, due_on, &reason)?;
            (next.due_on, next.reason, next.reminded_on, next.overdue_since) = (due_on, reason, None, None);
        }
        OpinionAct::Withdraw { reason } => {
            when(opinion.state.is_awaited())?;
            with_reason(&reason)?;
            (next.state, next.reason) = (OpinionState::Withdrawn, reason);
        }
        OpinionAct::Follow { follow_up, words } => {
            follow(opinion, follow_up, &words)?;
            next.state = OpinionState::FollowedUp;
            (next.follow_up, next.follow_words, next.followed_on) = (follow_up, words, Some(today));
        }
    }
    Ok(next)
}

fn when(condition: bool) -> Result<(), Vec<Violation>> {
    if condition { Ok(()) } else { Err(vec![not_now()]) }
}

fn with_reason(reason: &str) -> Result<(), Vec<Violation>> {
    if !reason.trim().is_empty() {
        return Ok(());
    }
    Err(vec![Violation::new("reason-missing", "Dites pourquoi.", "Say why.").on("reason")])
}

/// More time: later than what was given, with a reason, while the opinion is awaited.
fn extend(opinion: &Opinion, due_on: Option<Day>, reason: &str) -> Result<(), Vec<Violation>> {
    let mut unmet = when(opinion.state.is_awaited()).err().unwrap_or_default();
    unmet.extend(with_reason(reason).err().unwrap_or_default());
    if due_on.is_none() || due_on <= opinion.due_on {
        let (fr, en) =
            ("La nouvelle date limite doit être plus tardive que la précédente.", "The new due date must be later than the one before.");
        unmet.push(Violation::new("opinion-due-earlier", fr, en).on("due_on"));
    }
    answer(unmet)
}

/// Whether a request is complete, or an opinion on own initiative may be begun.
///
/// # Errors
/// Every rule that is not met.
pub fn request(opinion: &Opinion, rule: Option<&OpinionRule>) -> Result<(), Vec<Violation>> {
    let mut unmet = Vec::new();
    if opinion.object.trim().is_empty() {
        unmet.push(Violation::new("opinion-object", "Dites sur quoi porte l’avis.", "Say what the opinion is about.").on("object"));
    }
    if opinion.asked_by.is_some() && opinion.question.trim().is_empty() {
        unmet.push(
            Violation::new("opinion-question", "Posez la question à laquelle l’avis doit répondre.", "Ask what the opinion must answer.")
                .on("question"),
        );
    }
    if opinion.asked_by == Some(opinion.body) {
        unmet.push(
            Violation::new(
                "opinion-self",
                "Une instance ne se demande pas un avis à elle-même : elle peut le donner de sa propre initiative.",
                "A body asks no opinion of itself: it may give one on its own initiative.",
            )
            .on("body"),
        );
    }
    if opinion.asked_by.is_none() {
        match rule {
            Some(rule) if !rule.own_initiative => unmet.push(
                Violation::new(
                    "opinion-initiative",
                    "Le statut de cette instance ne prévoit d’avis que sur demande.",
                    "The statute of this body provides for opinions on request only.",
                )
                .sourced(&rule.clause.source),
            ),
            _ => {}
        }
    }
    if opinion.due_on.is_some_and(|due| due < opinion.requested_on) {
        unmet.push(Violation::new("opinion-due-past", "La date limite est déjà passée.", "The due date has passed already.").on("due_on"));
    }
    answer(unmet)
}

/// The state once the opinion is given: in time or late.
///
/// # Errors
/// Every rule that is not met.
pub fn give(
    opinion: &Opinion,
    verdict: Option<Verdict>,
    grounds: &str,
    on_version: u32,
    today: Day,
) -> Result<OpinionState, Vec<Violation>> {
    let mut unmet = Vec::new();
    if opinion.state != OpinionState::UnderExamination {
        unmet.push(not_now());
    }
    if verdict.is_none() {
        unmet.push(Violation::new("opinion-verdict", "Choisissez le sens de l’avis.", "Choose what the opinion says.").on("verdict"));
    }
    if grounds.trim().is_empty() && opinion.decision.is_none() {
        unmet.push(
            Violation::new(
                "opinion-grounds",
                "Un avis est motivé : donnez ses raisons, ou la décision par laquelle l’instance l’a arrêté.",
                "An opinion has grounds: give the reasons, or the decision by which the body agreed on it.",
            )
            .on("grounds"),
        );
    }
    if on_version != opinion.object_version {
        unmet.push(changed());
    }
    answer(unmet).map(|()| if opinion.due_on.is_some_and(|due| today > due) { OpinionState::GivenLate } else { OpinionState::Given })
}

/// Whether the object changed after the opinion was given: it must be confirmed.
#[must_use]
pub fn must_be_confirmed(opinion: &Opinion) -> bool {
    opinion.state.is_given() && opinion.given_on_version.is_some_and(|version| version != opinion.object_version)
}

/// Whether what was done with the opinion may be said.
///
/// # Errors
/// Every rule that is not met.
pub fn follow(opinion: &Opinion, follow_up: Option<FollowUp>, words: &str) -> Result<(), Vec<Violation>> {
    let mut unmet = Vec::new();
    if !matches!(opinion.state, OpinionState::Given | OpinionState::GivenLate | OpinionState::DeemedGiven) {
        unmet.push(not_now());
    }
    if must_be_confirmed(opinion) {
        unmet.push(changed());
    }
    match follow_up {
        None => unmet.push(
            Violation::new("follow-up-missing", "Dites si l’avis a été suivi.", "Say whether the opinion was followed.").on("follow_up"),
        ),
        Some(FollowUp::Partly | FollowUp::NotFollowed) if words.trim().is_empty() => unmet.push(
            Violation::new(
                "follow-up-reasons",
                "Dites pourquoi l’avis n’est pas suivi en tout.",
                "Say why the opinion is not followed in full.",
            )
            .on("follow_words"),
        ),
        Some(_) => {}
    }
    answer(unmet)
}

/// What the passing of time asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timer {
    /// A reminder is to be sent.
    pub remind: bool,
    /// It is to be marked as overdue.
    pub overdue: bool,
    /// It is to be deemed given.
    pub deem: bool,
}

/// What is to be done on `today`; nothing that was done already.
#[must_use]
pub fn timer(opinion: &Opinion, today: Day) -> Timer {
    let Some(due) = opinion.due_on.filter(|_| opinion.state.is_awaited()) else { return Timer::default() };
    Timer {
        remind: opinion.reminded_on.is_none() && due_soon(due, today),
        overdue: !opinion.deemed && opinion.overdue_since.is_none() && today > due,
        deem: opinion.deemed && today > due,
    }
}

/// Whether `due` is seven days away or less, and not past.
#[must_use]
pub fn due_soon(due: Day, today: Day) -> bool {
    today <= due && due.checked_sub_days(chrono::Days::new(REMINDER_DAYS)).is_some_and(|from| today >= from)
}

fn not_now() -> Violation {
    Violation::new(
        "out-of-turn",
        "Cela ne peut pas se faire dans l’état où se trouve l’avis.",
        "This cannot be done in the state the opinion is in.",
    )
}

fn changed() -> Violation {
    Violation::new(
        "opinion-object-changed",
        "L’objet de l’avis a changé depuis : l’instance doit d’abord dire si son avis vaut encore.",
        "What the opinion is about has changed since: the body must first say whether its opinion still holds.",
    )
}

fn answer(unmet: Vec<Violation>) -> Result<(), Vec<Violation>> {
    if unmet.is_empty() { Ok(()) } else { Err(unmet) }
}

#[cfg(test)]
mod tests {
    use bassin_kernel::{LocalizedText, Timestamp};

    use super::*;
    use crate::statute::Clause;

    fn rule(days: Option<u32>, deemed: bool) -> OpinionRule {
        let clause = Clause { source: "art. 7".to_owned(), sentence: LocalizedText::same("…") };
        OpinionRule { own_initiative: false, days, deemed, clause }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn opinion(rule: &OpinionRule) -> Opinion {
        let (due_on, deemed, source) = frozen(Some(rule), day("2026-01-01"), None);
        Opinion {
            id: Uuid::from_u128(1),
            body: Uuid::from_u128(2),
            asked_by: Some(Uuid::from_u128(3)),
            addressee: String::new(),
            subject: None,
            object: "Un plateau technique partagé".to_owned(),
            question: "Est-il opportun ?".to_owned(),
            object_version: 1,
            given_on_version: None,
            requested_on: day("2026-01-01"),
            due_on,
            deemed,
            source,
            state: OpinionState::UnderExamination,
            verdict: None,
            grounds: String::new(),
            decision: None,
            given_on: None,
            follow_up: None,
            follow_words: String::new(),
            followed_on: None,
            reason: String::new(),
            reminded_on: None,
            overdue_since: None,
            created_at: Timestamp::default(),
            revision: 1,
        }
    }

    #[test]
    fn the_due_date_is_that_of_the_day_it_was_asked() {
        let asked = opinion(&rule(Some(30), false));
        assert_eq!(asked.due_on, Some(day("2026-01-31")));
        assert_eq!(
            frozen(Some(&rule(None, true)), day("2026-01-01"), None),
            (None, false, "art. 7".to_owned()),
            "no deadline, nothing deemed"
        );
        assert_eq!(frozen(None, day("2026-01-01"), Some(day("2026-02-02"))).0, Some(day("2026-02-02")));
    }

    #[test]
    fn late_is_the_day_after() {
        let asked = opinion(&rule(Some(30), false));
        let give = |today: &str| give(&asked, Some(Verdict::Favourable), "Oui.", 1, day(today)).unwrap();
        assert_eq!(give("2026-01-31"), OpinionState::Given);
        assert_eq!(give("2026-02-01"), OpinionState::GivenLate);
    }

    #[test]
    fn what_was_asked_must_not_have_changed() {
        let mut asked = opinion(&rule(Some(30), false));
        asked.object_version = 2;
        let unmet = give(&asked, None, "", 1, day("2026-01-10")).unwrap_err();
        assert_eq!(
            unmet.iter().map(|v| v.code.as_str()).collect::<Vec<_>>(),
            ["opinion-verdict", "opinion-grounds", "opinion-object-changed"]
        );
        asked.state = OpinionState::Given;
        asked.given_on_version = Some(1);
        assert!(must_be_confirmed(&asked));
        assert_eq!(follow(&asked, Some(FollowUp::Followed), "").unwrap_err()[0].code, "opinion-object-changed");
        asked.given_on_version = Some(2);
        assert!(follow(&asked, Some(FollowUp::Followed), "").is_ok());
        assert_eq!(follow(&asked, Some(FollowUp::Partly), " ").unwrap_err()[0].code, "follow-up-reasons");
    }

    #[test]
    fn a_whole_life_and_nothing_out_of_turn() {
        let today = day("2026-01-10");
        let mut asked = opinion(&rule(Some(30), false));
        asked.state = OpinionState::Requested;
        assert_eq!(apply(&asked, OpinionAct::Confirm, today).unwrap_err()[0].code, "out-of-turn");
        let asked = apply(&asked, OpinionAct::TakeUp, today).unwrap();
        let more = OpinionAct::Extend { due_on: Some(day("2026-01-20")), reason: String::new() };
        let codes: Vec<String> = apply(&asked, more, today).unwrap_err().into_iter().map(|v| v.code).collect();
        assert_eq!(codes, ["reason-missing", "opinion-due-earlier"]);
        let give = OpinionAct::Give { verdict: Some(Verdict::Unfavourable), grounds: "Non.".to_owned(), decision: None, on_version: 1 };
        let given = apply(&asked, give, today).unwrap();
        let amend = OpinionAct::Amend { object: "Deux plateaux".to_owned(), question: asked.question.clone() };
        let amended = apply(&given, amend, today).unwrap();
        let follow = OpinionAct::Follow { follow_up: Some(FollowUp::NotFollowed), words: "Faute de crédits.".to_owned() };
        assert_eq!(apply(&amended, follow.clone(), today).unwrap_err()[0].code, "opinion-object-changed");
        let confirmed = apply(&amended, OpinionAct::Confirm, today).unwrap();
        let closed = apply(&confirmed, follow, today).unwrap();
        assert_eq!((closed.state, closed.verdict, closed.revision), (OpinionState::FollowedUp, Some(Verdict::Unfavourable), 6));
        let late = OpinionAct::Withdraw { reason: "Trop tard".to_owned() };
        assert!(apply(&closed, late, today).is_err());
    }

    #[test]
    fn time_reminds_once_and_deems_only_where_the_text_says_so() {
        let mut asked = opinion(&rule(Some(30), false));
        assert_eq!(timer(&asked, day("2026-01-23")), Timer::default());
        assert!(timer(&asked, day("2026-01-24")).remind);
        asked.reminded_on = Some(day("2026-01-24"));
        assert_eq!(timer(&asked, day("2026-01-25")), Timer::default());
        assert_eq!(timer(&asked, day("2026-02-01")), Timer { overdue: true, ..Timer::default() });
        asked.overdue_since = Some(day("2026-02-01"));
        assert_eq!(timer(&asked, day("2026-02-02")), Timer::default());
        let deemed = opinion(&rule(Some(30), true));
        assert_eq!(timer(&deemed, day("2026-02-01")), Timer { deem: true, ..Timer::default() });
    }
}
