//! How a body stands on a day, and whether it may decide.

use bassin_kernel::{Day, Violation};
use serde::Serialize;

use super::{evaluation_due_on, state_on};
use crate::{
    Body, Term, TermState,
    rules::{
        composition::{COMPOSITION, Component, Defect},
        mandate::{english, french},
    },
    statute::Statute,
};

/// How a body stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyState {
    /// It waits to be recognised.
    Proposed,
    /// It was refused.
    Refused,
    /// It is recognised from a later day.
    ToCome,
    /// It lives, within a term or without one when its text sets none.
    InForce,
    /// It lives, and its evaluation is due.
    EvaluationDue,
    /// It lives, and was evaluated.
    Evaluated,
    /// Its term ended and none followed.
    Lapsed,
    /// It was closed.
    Closed,
}

/// How a body stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// In one word.
    pub state: BodyState,
    /// The term it is in, or the latest.
    pub term: Option<Term>,
    /// When the evaluation of that term is due, when it still is.
    pub evaluation_due_on: Option<Day>,
    /// The components that fall short.
    pub defects: Vec<Defect>,
    /// Every component.
    pub components: Vec<Component>,
    /// Whether the text it comes from names none of its holders: told as such, it raises no alarm.
    pub unnamed: bool,
    /// What a decision would be refused for.
    unmet: Vec<Violation>,
}

impl Standing {
    /// Whether the body may decide that day.
    ///
    /// # Errors
    /// Everything that stands in the way, each with its source.
    pub fn may_decide(&self) -> Result<(), Vec<Violation>> {
        if self.unmet.is_empty() { Ok(()) } else { Err(self.unmet.clone()) }
    }

    /// The same body, when the text it comes from names none of those who sit.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        self.unnamed = true;
        let before = self.unmet.len();
        self.unmet.retain(|violation| violation.code != COMPOSITION);
        if self.unmet.len() < before {
            self.unmet.push(names_open());
        }
        self
    }

    /// The components that fall short where something is amiss: none when the text names nobody.
    #[must_use]
    pub fn alarms(&self) -> &[Defect] {
        if self.unnamed { &[] } else { &self.defects }
    }

    /// Whether it lives that day.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        matches!(self.state, BodyState::InForce | BodyState::EvaluationDue | BodyState::Evaluated)
    }
}

/// How a body stands on `day`, in the term it is in that day.
#[must_use]
pub fn standing(
    statute: &Statute,
    body: &Body,
    term: Option<&Term>,
    components: Vec<Component>,
    defects: Vec<Defect>,
    day: Day,
) -> Standing {
    let rule = statute.term.as_ref();
    let state = body_state(statute, body, term, day);
    let due = term.filter(|term| matches!(state_on(term, rule, day), TermState::Recognised | TermState::EvaluationDue));
    let evaluation_due_on =
        due.filter(|_| rule.is_some_and(|rule| rule.renewal_after_evaluation)).map(|term| evaluation_due_on(term, rule));
    let mut unmet: Vec<Violation> = refusal(state, body, term, statute).into_iter().collect();
    unmet.extend(defects.iter().map(Defect::violation));
    Standing { state, term: term.cloned(), evaluation_due_on, defects, components, unnamed: false, unmet }
}

/// The code of what a body whose text names nobody would be refused for.
pub const NAMES_OPEN: &str = "holders-unnamed";

fn names_open() -> Violation {
    Violation::new(
        NAMES_OPEN,
        "Le texte ne nomme pas les titulaires des sièges : l’instance est montrée telle qu’il la décrit, et ne décide pas ici avant que ses sièges soient pourvus.",
        "The text does not name those who sit: the body is shown as it describes it, and does not decide here before its seats are filled.",
    )
}

fn body_state(statute: &Statute, body: &Body, term: Option<&Term>, day: Day) -> BodyState {
    if body.closed.as_ref().is_some_and(|closing| day > closing.on) {
        return BodyState::Closed;
    }
    let Some(term) = term else {
        return if statute.term.is_some() { BodyState::Proposed } else { BodyState::InForce };
    };
    let running = term.period.range().contains(day);
    match state_on(term, statute.term.as_ref(), day) {
        TermState::Proposed => BodyState::Proposed,
        TermState::Refused => BodyState::Refused,
        TermState::Lapsed => BodyState::Lapsed,
        _ if day < term.period.first() => BodyState::ToCome,
        TermState::Renewed | TermState::NotRenewed if !running => BodyState::Lapsed,
        TermState::Recognised | TermState::Renewed | TermState::NotRenewed => BodyState::InForce,
        TermState::EvaluationDue => BodyState::EvaluationDue,
        TermState::Evaluated => BodyState::Evaluated,
    }
}

fn refusal(state: BodyState, body: &Body, term: Option<&Term>, statute: &Statute) -> Option<Violation> {
    let last = term.map(|term| term.period.last());
    let first = term.map(|term| term.period.first());
    let violation = match state {
        BodyState::InForce | BodyState::EvaluationDue | BodyState::Evaluated => return None,
        BodyState::Proposed => Violation::new(
            "body-not-recognised",
            "Cette instance n’est pas encore reconnue : elle peut préparer, elle ne décide pas.",
            "This body is not recognised yet: it may prepare, it does not decide.",
        ),
        BodyState::Refused => Violation::new(
            "body-refused",
            "La création de cette instance a été refusée : elle ne décide pas.",
            "The creation of this body was refused: it does not decide.",
        ),
        BodyState::ToCome => Violation::new(
            "body-to-come",
            format!("Cette instance existera le {} : elle ne décide pas avant.", first.map(french).unwrap_or_default()),
            format!("This body will exist from {}: it does not decide before.", first.map(english).unwrap_or_default()),
        ),
        BodyState::Lapsed => Violation::new(
            "body-lapsed",
            format!(
                "La période de cette instance a pris fin le {} sans renouvellement en cours : elle ne peut plus décider, seulement clore.",
                last.map(french).unwrap_or_default()
            ),
            format!(
                "The term of this body ended on {} and no renewal is in force: it may not decide any more, only close.",
                last.map(english).unwrap_or_default()
            ),
        ),
        BodyState::Closed => Violation::new(
            "body-closed",
            format!("Cette instance est close depuis le {}.", body.closed.as_ref().map(|closing| french(closing.on)).unwrap_or_default()),
            format!("This body was closed on {}.", body.closed.as_ref().map(|closing| english(closing.on)).unwrap_or_default()),
        ),
    };
    Some(match statute.term.as_ref().filter(|_| state != BodyState::Closed) {
        Some(rule) => violation.sourced(&rule.clause.source),
        None => violation,
    })
}
