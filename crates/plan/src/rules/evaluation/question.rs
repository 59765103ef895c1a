//! The life of a question: proposed, retained or set aside, under way, answered, closed.

use bassin_kernel::{Day, Violation};

use super::{SPREAD, blank, moved, past, unreasoned};
use crate::model::evaluation::{Question, QuestionState, Said};

/// What is done to a question, with what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionAct {
    /// The committee takes it into its programme.
    Retain,
    /// The committee does not.
    SetAside {
        /// Why.
        reason: String,
    },
    /// A question set aside is proposed again.
    Reconsider {
        /// Why.
        reason: String,
    },
    /// Works begin.
    Start,
    /// It is answered.
    Answer {
        /// The answer.
        words: String,
        /// The day.
        on: Option<Day>,
    },
    /// Works begin again.
    Resume {
        /// Why.
        reason: String,
    },
    /// Everything was published and sent.
    Close,
}

/// The kinds of [`QuestionAct`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuestionDeed {
    /// See [`QuestionAct::Retain`].
    Retain,
    /// See [`QuestionAct::SetAside`].
    SetAside,
    /// See [`QuestionAct::Reconsider`].
    Reconsider,
    /// See [`QuestionAct::Start`].
    Start,
    /// See [`QuestionAct::Answer`].
    Answer,
    /// See [`QuestionAct::Resume`].
    Resume,
    /// See [`QuestionAct::Close`].
    Close,
}

impl QuestionDeed {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Retain, Self::Start, Self::Answer, Self::Close, Self::SetAside, Self::Reconsider, Self::Resume];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Retain => "retain",
            Self::SetAside => "set-aside",
            Self::Reconsider => "reconsider",
            Self::Start => "start",
            Self::Answer => "answer",
            Self::Resume => "resume",
            Self::Close => "close",
        }
    }

    /// Where it leads from `state`; nowhere when it is not done there.
    #[must_use]
    pub const fn from(self, state: QuestionState) -> Option<QuestionState> {
        use QuestionState as S;
        match (self, state) {
            (Self::Retain, S::Proposed) => Some(S::Retained),
            (Self::SetAside, S::Proposed | S::Retained) => Some(S::SetAside),
            (Self::Reconsider, S::SetAside) => Some(S::Proposed),
            (Self::Start, S::Retained) | (Self::Resume, S::Answered | S::Closed) => Some(S::UnderWay),
            (Self::Answer, S::UnderWay) => Some(S::Answered),
            (Self::Close, S::Answered) => Some(S::Closed),
            _ => None,
        }
    }
}

impl QuestionAct {
    /// Its kind.
    #[must_use]
    pub const fn deed(&self) -> QuestionDeed {
        match self {
            Self::Retain => QuestionDeed::Retain,
            Self::SetAside { .. } => QuestionDeed::SetAside,
            Self::Reconsider { .. } => QuestionDeed::Reconsider,
            Self::Start => QuestionDeed::Start,
            Self::Answer { .. } => QuestionDeed::Answer,
            Self::Resume { .. } => QuestionDeed::Resume,
            Self::Close => QuestionDeed::Close,
        }
    }

    /// The words that came with it.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::SetAside { reason } | Self::Reconsider { reason } | Self::Resume { reason } => reason,
            Self::Answer { words, .. } => words,
            Self::Retain | Self::Start | Self::Close => "",
        }
    }
}

/// What surrounds a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionGround {
    /// Today.
    pub today: Day,
    /// How many works answer it.
    pub works: usize,
    /// How many of them have no publication that anybody may read and that was presented to the body that evaluates.
    pub unpublished: usize,
    /// How many recommendations that rest on it are not sent yet.
    pub drafts: usize,
}

/// What stands in the way of `deed` before anything is typed: nothing when it can be done now.
#[must_use]
pub fn question_bars(question: &Question, deed: QuestionDeed, ground: &QuestionGround) -> Vec<Violation> {
    if deed.from(question.state).is_none() {
        return vec![moved()];
    }
    let sheet = &question.sheet;
    let bars = match deed {
        QuestionDeed::Retain => vec![
            sheet.criteria.is_empty().then(|| {
                Violation::new(
                    "question-criteria",
                    "Dites d’abord selon quels critères on jugera.",
                    "First say against which criteria one will judge.",
                )
            }),
            blank("asked_by", &sheet.asked_by, "Dites d’abord qui pose la question.", "First say who asks the question."),
        ],
        QuestionDeed::Start => vec![
            blank("method", &sheet.method, "Décrivez d’abord la méthode.", "First describe the method."),
            blank(
                "data",
                &sheet.data,
                "Dites d’abord sur quelles données la réponse reposera.",
                "First say what data the answer will rest on.",
            ),
            (ground.works == 0).then(|| {
                Violation::new(
                    "question-work",
                    "Prévoyez d’abord au moins un travail : commande, appel à projets, audition ou enquête.",
                    "First plan at least one work: commission, call for projects, hearing or survey.",
                )
                .sourced(SPREAD)
            }),
        ],
        QuestionDeed::Close => vec![unspread(ground), unsent(ground)],
        QuestionDeed::SetAside | QuestionDeed::Reconsider | QuestionDeed::Answer | QuestionDeed::Resume => Vec::new(),
    };
    bars.into_iter().flatten().collect()
}

fn unspread(ground: &QuestionGround) -> Option<Violation> {
    (ground.unpublished > 0).then(|| {
        let count = ground.unpublished;
        Violation::new(
            "question-unpublished",
            format!("Les travaux sont présentés à l’instance d’évaluation, publiés et largement diffusés : il en reste {count} sans publication présentée et publique."),
            format!("Works are presented to the body that evaluates, published and widely spread: {count} still have no publication that was presented and is public."),
        )
        .sourced(SPREAD)
    })
}

fn unsent(ground: &QuestionGround) -> Option<Violation> {
    (ground.drafts > 0).then(|| {
        let count = ground.drafts;
        Violation::new(
            "question-unsent",
            format!("Adressez ou retirez d’abord les recommandations encore en brouillon : il en reste {count}."),
            format!("First send or withdraw the recommendations still being written: {count} remain."),
        )
    })
}

/// The question after `act`.
///
/// # Errors
/// Everything that stands in the way.
pub fn question(question: &Question, act: &QuestionAct, ground: &QuestionGround) -> Result<Question, Vec<Violation>> {
    let deed = act.deed();
    let Some(state) = deed.from(question.state) else { return Err(vec![moved()]) };
    let mut unmet = question_bars(question, deed, ground);
    let mut after = Question { state, revision: question.revision + 1, ..question.clone() };
    match act {
        QuestionAct::Answer { words, on } => {
            unmet.extend(blank("words", words, "Écrivez la réponse.", "Write the answer."));
            unmet.extend(past("on", *on, ground.today));
            after.answer = on.map(|on| Said { words: words.clone(), on });
        }
        QuestionAct::SetAside { reason } => {
            unmet.extend(unreasoned(reason));
            after.reason.clone_from(reason);
        }
        QuestionAct::Reconsider { reason } => {
            unmet.extend(unreasoned(reason));
            after.reason.clear();
        }
        QuestionAct::Resume { reason } => unmet.extend(unreasoned(reason)),
        QuestionAct::Retain | QuestionAct::Start | QuestionAct::Close => {}
    }
    if unmet.is_empty() { Ok(after) } else { Err(unmet) }
}
