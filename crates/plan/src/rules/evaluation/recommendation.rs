//! The life of a recommendation: written, sent to a body, answered, done.

use bassin_kernel::{Day, Violation};

use super::{blank, moved, past, unreasoned};
use crate::model::evaluation::{Recommendation, RecommendationState, Reply, Said};

/// What a body answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stance {
    /// Yes.
    Accepted,
    /// In part.
    Partly,
    /// No.
    Rejected,
}

impl Stance {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Partly, Self::Rejected];

    /// The state it leads to.
    #[must_use]
    pub const fn state(self) -> RecommendationState {
        match self {
            Self::Accepted => RecommendationState::Accepted,
            Self::Partly => RecommendationState::Partly,
            Self::Rejected => RecommendationState::Rejected,
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.state().code() == code)
    }
}

/// What is done to a recommendation, with what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecommendationAct {
    /// It is sent to its body.
    Address,
    /// It is given up.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// The body answers, or answers otherwise than before.
    Reply {
        /// What.
        stance: Option<Stance>,
        /// Why, and how.
        words: String,
        /// When it will be done.
        due: Option<Day>,
    },
    /// The body puts it off.
    Postpone {
        /// Until when.
        due: Option<Day>,
        /// Why.
        reason: String,
    },
    /// It is done.
    Finish {
        /// What was done, and the proof.
        words: String,
        /// The day.
        on: Option<Day>,
    },
    /// It proves not to be done.
    Reopen {
        /// Why.
        reason: String,
    },
}

/// The kinds of [`RecommendationAct`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecommendationDeed {
    /// See [`RecommendationAct::Address`].
    Address,
    /// See [`RecommendationAct::Withdraw`].
    Withdraw,
    /// See [`RecommendationAct::Reply`].
    Reply,
    /// See [`RecommendationAct::Postpone`].
    Postpone,
    /// See [`RecommendationAct::Finish`].
    Finish,
    /// See [`RecommendationAct::Reopen`].
    Reopen,
}

impl RecommendationDeed {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Address, Self::Reply, Self::Finish, Self::Postpone, Self::Reopen, Self::Withdraw];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Withdraw => "withdraw",
            Self::Reply => "reply",
            Self::Postpone => "postpone",
            Self::Finish => "finish",
            Self::Reopen => "reopen",
        }
    }

    /// Whether it belongs to the body the recommendation is addressed to; otherwise to the body that evaluates.
    #[must_use]
    pub const fn is_the_bodys(self) -> bool {
        matches!(self, Self::Reply | Self::Postpone | Self::Finish)
    }

    /// Whether it is done in `state`.
    #[must_use]
    pub const fn is_done_in(self, state: RecommendationState) -> bool {
        use RecommendationState as S;
        match self {
            Self::Address => matches!(state, S::Draft),
            Self::Withdraw => matches!(state, S::Draft | S::Addressed),
            Self::Reply => matches!(state, S::Addressed | S::Rejected),
            Self::Postpone | Self::Finish => matches!(state, S::Accepted | S::Partly),
            Self::Reopen => matches!(state, S::Done),
        }
    }
}

impl RecommendationAct {
    /// Its kind.
    #[must_use]
    pub const fn deed(&self) -> RecommendationDeed {
        match self {
            Self::Address => RecommendationDeed::Address,
            Self::Withdraw { .. } => RecommendationDeed::Withdraw,
            Self::Reply { .. } => RecommendationDeed::Reply,
            Self::Postpone { .. } => RecommendationDeed::Postpone,
            Self::Finish { .. } => RecommendationDeed::Finish,
            Self::Reopen { .. } => RecommendationDeed::Reopen,
        }
    }

    /// The words that came with it.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Address => "",
            Self::Withdraw { reason } | Self::Postpone { reason, .. } | Self::Reopen { reason } => reason,
            Self::Reply { words, .. } | Self::Finish { words, .. } => words,
        }
    }
}

/// What surrounds a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecommendationGround {
    /// Today.
    pub today: Day,
    /// How many of the questions it rests on have an answer.
    pub answered: usize,
}

/// What is late about a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lateness {
    /// Its body should have answered by that day.
    Answer(Day),
    /// Its body should have done it by that day.
    Action(Day),
}

/// Whether it is late on `today`.
#[must_use]
pub fn lateness(recommendation: &Recommendation, today: Day) -> Option<Lateness> {
    let passed = |day: Option<Day>| day.filter(|day| *day < today);
    match recommendation.state {
        RecommendationState::Addressed => passed(recommendation.sheet.answer_due).map(Lateness::Answer),
        RecommendationState::Accepted | RecommendationState::Partly => {
            passed(recommendation.reply.as_ref().and_then(|reply| reply.due)).map(Lateness::Action)
        }
        _ => None,
    }
}

/// What stands in the way of `deed` before anything is typed: nothing when it can be done now.
#[must_use]
pub fn recommendation_bars(recommendation: &Recommendation, deed: RecommendationDeed, ground: &RecommendationGround) -> Vec<Violation> {
    if !deed.is_done_in(recommendation.state) {
        return vec![moved()];
    }
    if deed != RecommendationDeed::Address {
        return Vec::new();
    }
    let sheet = &recommendation.sheet;
    let bars = [
        sheet.body.is_none().then(|| {
            Violation::new(
                "recommendation-body",
                "Dites d’abord à quelle instance elle s’adresse.",
                "First say which body it is addressed to.",
            )
        }),
        (ground.answered == 0).then(|| {
            Violation::new(
                "recommendation-unfounded",
                "Une recommandation repose sur la réponse à une question au moins : rattachez-la à une question qui a sa réponse.",
                "A recommendation rests on the answer to at least one question: tie it to a question that has its answer.",
            )
        }),
        sheet.answer_due.filter(|due| *due < ground.today).map(|_| {
            Violation::new(
                "recommendation-due-past",
                "La date de réponse attendue est déjà passée.",
                "The day by which an answer is asked is already past.",
            )
        }),
    ];
    bars.into_iter().flatten().collect()
}

/// The recommendation after `act`.
///
/// # Errors
/// Everything that stands in the way.
pub fn recommendation(
    recommendation: &Recommendation,
    act: &RecommendationAct,
    ground: &RecommendationGround,
) -> Result<Recommendation, Vec<Violation>> {
    let deed = act.deed();
    if !deed.is_done_in(recommendation.state) {
        return Err(vec![moved()]);
    }
    let mut unmet = recommendation_bars(recommendation, deed, ground);
    let mut after = Recommendation { revision: recommendation.revision + 1, ..recommendation.clone() };
    match act {
        RecommendationAct::Address => {
            after.state = RecommendationState::Addressed;
            after.addressed_on = Some(ground.today);
        }
        RecommendationAct::Withdraw { reason } => {
            unmet.extend(unreasoned(reason));
            after.state = RecommendationState::Withdrawn;
            after.reason.clone_from(reason);
        }
        RecommendationAct::Reply { stance, words, due } => unmet.extend(reply(&mut after, *stance, words, *due, ground.today)),
        RecommendationAct::Postpone { due, reason } => unmet.extend(postpone(&mut after, *due, reason, ground.today)),
        RecommendationAct::Finish { words, on } => {
            unmet.extend(blank(
                "words",
                words,
                "Dites ce qui a été fait, et où on peut le vérifier.",
                "Say what was done, and where it can be checked.",
            ));
            unmet.extend(past("on", *on, ground.today));
            let answered = recommendation.reply.as_ref().map(|reply| reply.on);
            if on.is_some_and(|on| answered.is_some_and(|answered| on < answered)) {
                unmet.push(
                    Violation::new(
                        "recommendation-done-early",
                        "Cette date précède la réponse de l’instance.",
                        "This day comes before the body’s answer.",
                    )
                    .on("on"),
                );
            }
            after.state = RecommendationState::Done;
            after.done = on.map(|on| Said { words: words.clone(), on });
        }
        RecommendationAct::Reopen { reason } => {
            unmet.extend(unreasoned(reason));
            after.state = after.reply.as_ref().map_or(RecommendationState::Addressed, |reply| reply.stance);
            after.done = None;
        }
    }
    if unmet.is_empty() { Ok(after) } else { Err(unmet) }
}

fn due_bars(due: Option<Day>, today: Day) -> Option<Violation> {
    match due {
        None => Some(Violation::new("recommendation-due", "Dites pour quand.", "Say by when.").on("due")),
        Some(due) if due < today => {
            Some(Violation::new("recommendation-due-past", "Cette date est déjà passée.", "This day is already past.").on("due"))
        }
        Some(_) => None,
    }
}

fn reply(after: &mut Recommendation, stance: Option<Stance>, words: &str, due: Option<Day>, today: Day) -> Vec<Violation> {
    let Some(stance) = stance else {
        return vec![Violation::new("recommendation-stance", "Choisissez une réponse.", "Choose an answer.").on("stance")];
    };
    let mut unmet = Vec::new();
    if stance != Stance::Accepted {
        unmet.extend(blank(
            "words",
            words,
            "Une acceptation partielle ou un refus se motive.",
            "A partial acceptance or a refusal needs its reasons.",
        ));
    }
    let due = if stance == Stance::Rejected { None } else { due };
    if stance != Stance::Rejected {
        unmet.extend(due_bars(due, today));
    }
    after.state = stance.state();
    after.reply = Some(Reply { stance: stance.state(), words: words.to_owned(), on: today, promised: due, due, slips: 0 });
    unmet
}

fn postpone(after: &mut Recommendation, due: Option<Day>, reason: &str, today: Day) -> Vec<Violation> {
    let mut unmet: Vec<Violation> = unreasoned(reason).into_iter().chain(due_bars(due, today)).collect();
    let Some(reply) = &mut after.reply else { return vec![moved()] };
    if unmet.is_empty() && reply.due == due {
        unmet.push(Violation::new("recommendation-due-same", "C’est déjà la date prévue.", "This is already the planned day.").on("due"));
    }
    reply.slips = reply.slips.saturating_add(u32::from(due > reply.due));
    reply.due = due;
    unmet
}
