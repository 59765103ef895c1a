//! The bounded life of a body: proposed → recognised → evaluation due → evaluated → renewed or not renewed; lapsed when the date passes.
//!
//! - A term never grows: a longer life is another term, recognised by every body the first one depends on.
//! - Another term is recognised only once the one before was evaluated, that evaluation being of *that* term, validated before, where the
//!   statute says so.
//! - A component that falls short suspends decisions; it ends nothing.

mod alert;
mod standing;
#[cfg(test)]
mod tests;

use bassin_kernel::{Day, Timestamp, Violation, day_of};
use chrono::Months;
use uuid::Uuid;

pub use alert::{Alert, AlertKind, Facts, Rhythm, alerts, rhythm};
pub use standing::{BodyState, NAMES_OPEN, Standing, standing};

use super::{
    composition::Defect,
    mandate::{english, french},
};
use crate::{
    Evaluation, Term, TermDecision, TermMatter, TermPeriod, TermState,
    statute::{Statute, TermRule},
};

/// The terms of a body, their evaluations and what was decided about them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Life {
    /// The bodies it depends on; none for a body that depends on none.
    pub parents: Vec<Uuid>,
    /// First one first.
    pub terms: Vec<Term>,
    /// One for a term at most.
    pub evaluations: Vec<Evaluation>,
    /// Oldest first.
    pub decisions: Vec<TermDecision>,
}

/// What somebody does about a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The identifier of what is recorded.
    pub id: Uuid,
    /// The term.
    pub term: Uuid,
    /// What.
    pub kind: ActKind,
    /// The body that decides; none for a body that depends on none.
    pub by: Option<Uuid>,
    /// The day of the act.
    pub on: Day,
    /// The act, in words.
    pub act: String,
    /// Why.
    pub reason: String,
}

/// What is done about a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActKind {
    /// It is recognised: the first one, or the one that renews another.
    Recognise,
    /// It is refused.
    Refuse,
    /// Its evaluation is validated.
    Validate,
    /// Its evaluation is sent back.
    Return,
    /// No other term will follow.
    NotRenew,
}

/// What an act changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is recorded.
    pub decision: TermDecision,
    /// The terms that change.
    pub terms: Vec<Term>,
    /// The evaluation that changes.
    pub evaluation: Option<Evaluation>,
}

impl Life {
    /// The evaluation of a term.
    #[must_use]
    pub fn evaluation(&self, term: Uuid) -> Option<&Evaluation> {
        self.evaluations.iter().find(|evaluation| evaluation.term == term)
    }

    /// The term before another: the latest one that was in force.
    #[must_use]
    pub fn before(&self, term: &Term) -> Option<&Term> {
        let began = |other: &&Term| other.number < term.number && !matches!(other.state, TermState::Proposed | TermState::Refused);
        self.terms.iter().filter(began).max_by_key(|other| other.number)
    }

    /// The bodies that have not decided in favour yet, on a matter of a term: none is left when all have. For a body that depends on none,
    /// one founding act is waited for.
    #[must_use]
    pub fn awaited(&self, term: Uuid, matter: TermMatter) -> Vec<Option<Uuid>> {
        let deciders: Vec<Option<Uuid>> =
            if self.parents.is_empty() { vec![None] } else { self.parents.iter().copied().map(Some).collect() };
        deciders.into_iter().filter(|by| !self.agreed(term, matter, *by)).collect()
    }

    fn agreed(&self, term: Uuid, matter: TermMatter, by: Option<Uuid>) -> bool {
        let since =
            if matter == TermMatter::Evaluation { self.evaluation(term).and_then(|evaluation| evaluation.submitted_at) } else { None };
        let about = |decision: &&TermDecision| decision.term == term && decision.matter == matter && decision.parent == by;
        let latest = self.decisions.iter().rfind(about);
        latest.is_some_and(|decision| decision.favourable && since.is_none_or(|since| decision.at >= since))
    }

    fn with(mut self, change: &Change) -> Self {
        self.decisions.push(change.decision.clone());
        self
    }

    /// The same, after a change.
    #[must_use]
    pub fn after(self, change: &Change) -> Self {
        let mut life = self.with(change);
        for term in &change.terms {
            if let Some(stored) = life.terms.iter_mut().find(|stored| stored.id == term.id) {
                *stored = term.clone();
            }
        }
        if let Some(evaluation) = &change.evaluation
            && let Some(stored) = life.evaluations.iter_mut().find(|stored| stored.id == evaluation.id)
        {
            *stored = evaluation.clone();
        }
        life
    }
}

/// The term a body is in on `day`: the one that contains the day; otherwise the latest that began, then one to come. Terms that were merely
/// proposed or refused come last.
#[must_use]
pub fn current(terms: &[Term], day: Day) -> Option<&Term> {
    terms.iter().max_by_key(|term| {
        let bound = !matches!(term.state, TermState::Proposed | TermState::Refused);
        (bound, bound && term.period.range().contains(day), bound && term.period.first() <= day, term.number)
    })
}

/// Where a term stands on `day`: what people decided, and what follows from the date.
#[must_use]
pub fn state_on(term: &Term, rule: Option<&TermRule>, day: Day) -> TermState {
    let over = day > term.period.last();
    match term.state {
        TermState::Recognised if over => TermState::Lapsed,
        TermState::Recognised if day >= evaluation_due_on(term, rule) => TermState::EvaluationDue,
        TermState::Evaluated | TermState::EvaluationDue if over => TermState::Lapsed,
        state => state,
    }
}

/// The day on which the evaluation of a term is due.
#[must_use]
pub fn evaluation_due_on(term: &Term, rule: Option<&TermRule>) -> Day {
    let months = rule.map_or(6, |rule| rule.evaluation_due_months);
    let after = term.period.last().succ_opt().unwrap_or(Day::MAX);
    after.checked_sub_months(Months::new(months)).unwrap_or(after).max(term.period.first())
}

/// A new term, proposed, or every rule that stands in the way.
///
/// # Errors
/// The period is too long or overlaps another, another proposal waits, no act is named.
pub fn propose(life: &Life, statute: &Statute, id: Uuid, body: Uuid, days: (Day, Day), act: &str) -> Result<Term, Vec<Violation>> {
    let mut unmet = Vec::new();
    let number = life.terms.iter().map(|term| term.number).max().unwrap_or_default() + 1;
    let Some(rule) = &statute.term else {
        return Err(vec![Violation::new(
            "term-none",
            "Le texte de cette instance ne fixe pas de période : elle n’est ni reconnue ni renouvelée pour un temps.",
            "The text of this body sets no term: it is neither recognised nor renewed for a time.",
        )]);
    };
    if life.terms.iter().any(|term| term.state == TermState::Proposed) {
        unmet.push(Violation::new(
            "term-pending",
            "Une période est déjà proposée : elle doit être reconnue ou refusée avant d’en proposer une autre.",
            "A term is already proposed: it must be recognised or refused before another one is proposed.",
        ));
    }
    let bound = life.terms.iter().filter(|term| !matches!(term.state, TermState::Proposed | TermState::Refused));
    if let Some(last) = bound.map(|term| term.period.last()).max().filter(|last| days.0 <= *last) {
        unmet.push(
            Violation::new(
                "term-overlaps",
                format!(
                    "La période précédente court jusqu’au {} : la suivante commence après. Une période ne s’allonge pas.",
                    french(last)
                ),
                format!("The previous term runs until {}: the next one begins after it. A term is never extended.", english(last)),
            )
            .on("starts_on"),
        );
    }
    let period = TermPeriod::new(days.0, days.1, rule.months.min(crate::LONGEST_TERM)).map_err(|error| not_a_term(&error, rule));
    match (period, unmet.is_empty()) {
        (Ok(period), true) => Ok(Term { id, body, number, period, state: TermState::Proposed, act: act.trim().to_owned(), revision: 1 }),
        (Ok(_), false) => Err(unmet),
        (Err(violation), _) => {
            unmet.push(violation);
            Err(unmet)
        }
    }
}

fn not_a_term(error: &crate::NotATerm, rule: &TermRule) -> Violation {
    let violation = match error {
        crate::NotATerm::Reversed => {
            Violation::new("term-reversed", "Le dernier jour précède le premier.", "The last day comes before the first.")
        }
        crate::NotATerm::TooLong(months) | crate::NotATerm::Limit(months) => Violation::new(
            "term-too-long",
            format!("Une période dure {months} mois au plus. {}", rule.clause.sentence.fr),
            format!("A term lasts {months} months at most. {}", rule.clause.sentence.en),
        )
        .sourced(&rule.clause.source),
    };
    violation.on("ends_on")
}

/// What an act changes, or every rule that stands in the way.
///
/// # Errors
/// The rules that are not met, each with its source.
pub fn transition(life: &Life, act: &Act, statute: &Statute, defects: &[Defect], now: Timestamp) -> Result<Change, Vec<Violation>> {
    let Some(term) = life.terms.iter().find(|term| term.id == act.term) else {
        return Err(vec![Violation::new("term-unknown", "Cette période n’existe pas.", "There is no such term.")]);
    };
    let today = day_of(now);
    let mut unmet = common(life, act, today);
    match act.kind {
        ActKind::Recognise => unmet.extend(unrecognisable(life, term, act, statute, defects)),
        ActKind::Refuse => unmet.extend((term.state != TermState::Proposed).then(not_proposed)),
        ActKind::Validate | ActKind::Return => unmet.extend(unevaluable(life, term, act)),
        ActKind::NotRenew => unmet.extend(unendable(term, statute)),
    }
    if unmet.is_empty() { Ok(change(life, term, act, now)) } else { Err(unmet) }
}

fn common(life: &Life, act: &Act, today: Day) -> Vec<Violation> {
    let mut unmet = Vec::new();
    let entitled = act.by.map_or(life.parents.is_empty(), |by| life.parents.contains(&by));
    if !entitled {
        unmet.push(
            Violation::new(
                "term-not-parent",
                "Seule une instance dont celle-ci dépend décide de ses périodes.",
                "Only a body that this one depends on decides about its terms.",
            )
            .on("by"),
        );
    }
    if act.on > today {
        unmet.push(
            Violation::new("decision-ahead", "Une décision ne se date pas dans l’avenir.", "A decision is not dated in the future.")
                .on("on"),
        );
    }
    let favourable = matches!(act.kind, ActKind::Recognise | ActKind::Validate);
    if favourable && act.act.trim().is_empty() {
        unmet.push(
            Violation::new(
                "decision-act-missing",
                "Indiquez l’acte qui décide : réunion, délibération, point du compte rendu.",
                "Name the act that decides: meeting, resolution, item of the minutes.",
            )
            .on("act"),
        );
    }
    if !favourable && act.reason.trim().is_empty() {
        unmet.push(
            Violation::new("decision-reason-missing", "Un refus ou un renvoi se motive.", "A refusal or a return takes a reason.")
                .on("reason"),
        );
    }
    unmet
}

fn not_proposed() -> Violation {
    Violation::new(
        "term-not-proposed",
        "Cette période n’est plus proposée : elle a déjà été reconnue, refusée ou close.",
        "This term is no longer proposed: it was already recognised, refused or closed.",
    )
}

fn unrecognisable(life: &Life, term: &Term, act: &Act, statute: &Statute, defects: &[Defect]) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if term.state != TermState::Proposed {
        unmet.push(not_proposed());
    } else if !life.awaited(term.id, TermMatter::Recognition).contains(&act.by) {
        unmet.push(Violation::new(
            "term-already-agreed",
            "Cette instance a déjà reconnu la période : les autres instances dont elle dépend doivent encore le faire.",
            "This body has already recognised the term: the other bodies it depends on still have to.",
        ));
    }
    if act.on > term.period.first() {
        unmet.push(
            Violation::new(
                "term-retroactive",
                format!(
                    "La période commence le {}, avant la décision qui la fonde : proposez une période qui commence au plus tôt ce jour-là.",
                    french(term.period.first())
                ),
                format!(
                    "The term begins on {}, before the decision that founds it: propose one that begins on that day at the earliest.",
                    english(term.period.first())
                ),
            )
            .on("on"),
        );
    }
    unmet.extend(defects.iter().map(Defect::violation));
    if let (Some(before), Some(rule)) = (life.before(term), &statute.term) {
        unmet.extend(unrenewable(life, before, act, rule));
    }
    unmet
}

/// What stands in the way of a term that follows `before`.
fn unrenewable(life: &Life, before: &Term, act: &Act, rule: &TermRule) -> Vec<Violation> {
    let mut unmet = Vec::new();
    let sourced = |code: &str, fr: String, en: String| Violation::new(code, fr, en).sourced(&rule.clause.source);
    let sentence = &rule.clause.sentence;
    if before.state == TermState::NotRenewed {
        unmet.push(Violation::new(
            "term-not-renewed",
            "Il a été décidé que la période précédente ne serait pas renouvelée.",
            "It was decided that the previous term would not be renewed.",
        ));
    }
    if !rule.renewal_after_evaluation {
        return unmet;
    }
    let evaluation = life.evaluation(before.id);
    match evaluation.and_then(|evaluation| evaluation.validated_at) {
        None => {
            let submitted = evaluation.is_some_and(|evaluation| evaluation.submitted_at.is_some());
            let (fr, en) = if submitted {
                ("n’est pas encore validée", "is not validated yet")
            } else {
                ("n’a pas été remise", "was not submitted")
            };
            unmet.push(sourced(
                "renewal-not-evaluated",
                format!("L’évaluation de la période {} {fr}. {}", before.number, sentence.fr),
                format!("The evaluation of term {} {en}. {}", before.number, sentence.en),
            ));
        }
        Some(at) if act.on < day_of(at) => unmet.push(
            sourced(
                "renewal-before-evaluation",
                format!(
                    "La décision de renouveler ({}) précède la validation de l’évaluation ({}). {}",
                    french(act.on),
                    french(day_of(at)),
                    sentence.fr
                ),
                format!(
                    "The decision to renew ({}) comes before the validation of the evaluation ({}). {}",
                    english(act.on),
                    english(day_of(at)),
                    sentence.en
                ),
            )
            .on("on"),
        ),
        Some(_) => {}
    }
    unmet
}

fn unevaluable(life: &Life, term: &Term, act: &Act) -> Vec<Violation> {
    let Some(evaluation) = life.evaluation(term.id).filter(|evaluation| evaluation.submitted_at.is_some()) else {
        return vec![Violation::new(
            "evaluation-not-submitted",
            "L’évaluation de cette période n’a pas été remise : elle se valide ou se renvoie une fois remise.",
            "The evaluation of this term was not submitted: it is validated or returned once submitted.",
        )];
    };
    let mut unmet = Vec::new();
    if evaluation.validated_at.is_some() {
        unmet.push(Violation::new("evaluation-validated", "Cette évaluation est déjà validée.", "This evaluation is already validated."));
    } else if act.kind == ActKind::Validate && !life.awaited(term.id, TermMatter::Evaluation).contains(&act.by) {
        unmet.push(Violation::new(
            "evaluation-already-agreed",
            "Cette instance a déjà validé l’évaluation : les autres instances concernées doivent encore le faire.",
            "This body has already validated the evaluation: the other bodies concerned still have to.",
        ));
    }
    unmet
}

fn unendable(term: &Term, statute: &Statute) -> Vec<Violation> {
    match (&term.state, &statute.term) {
        (TermState::Evaluated, _) => Vec::new(),
        (TermState::Recognised | TermState::EvaluationDue, Some(rule)) if rule.renewal_after_evaluation => vec![
            Violation::new(
                "renewal-not-evaluated",
                format!("La période se clôt, renouvelée ou non, après son évaluation. {}", rule.clause.sentence.fr),
                format!("The term is closed, renewed or not, after its evaluation. {}", rule.clause.sentence.en),
            )
            .sourced(&rule.clause.source),
        ],
        (TermState::Recognised | TermState::EvaluationDue, _) => Vec::new(),
        _ => vec![Violation::new(
            "term-not-running",
            "Cette période n’est pas en cours : il n’y a rien à refuser de renouveler.",
            "This term is not running: there is nothing to refuse to renew.",
        )],
    }
}

fn change(life: &Life, term: &Term, act: &Act, now: Timestamp) -> Change {
    let (matter, favourable) = match act.kind {
        ActKind::Recognise => (TermMatter::Recognition, true),
        ActKind::Refuse => (TermMatter::Recognition, false),
        ActKind::Validate => (TermMatter::Evaluation, true),
        ActKind::Return => (TermMatter::Evaluation, false),
        ActKind::NotRenew => (TermMatter::Renewal, false),
    };
    let (on, text, reason) = (act.on, act.act.trim().to_owned(), act.reason.trim().to_owned());
    let decision = TermDecision { id: act.id, term: term.id, parent: act.by, matter, favourable, on, act: text, reason, at: now };
    let recorded = Change { decision, terms: Vec::new(), evaluation: None };
    let after = life.clone().with(&recorded);
    let to = |state: TermState| Term { state, revision: term.revision + 1, ..term.clone() };
    let (mut terms, mut evaluation) = (Vec::new(), None);
    match act.kind {
        ActKind::Recognise if after.awaited(term.id, matter).is_empty() => {
            terms.push(to(TermState::Recognised));
            terms.extend(life.before(term).map(|before| Term {
                state: TermState::Renewed,
                revision: before.revision + 1,
                ..before.clone()
            }));
        }
        ActKind::Recognise => {}
        ActKind::Refuse => terms.push(to(TermState::Refused)),
        ActKind::NotRenew => terms.push(to(TermState::NotRenewed)),
        ActKind::Validate if after.awaited(term.id, matter).is_empty() => {
            if matches!(term.state, TermState::Recognised | TermState::EvaluationDue) {
                terms.push(to(TermState::Evaluated));
            }
            evaluation = life.evaluation(term.id).map(|found| Evaluation {
                validated_at: Some(now),
                validated_by: recorded.decision.act.clone(),
                revision: found.revision + 1,
                ..found.clone()
            });
        }
        ActKind::Validate => {}
        ActKind::Return => {
            evaluation = life.evaluation(term.id).map(|found| Evaluation {
                submitted_at: None,
                returned_because: recorded.decision.reason.clone(),
                revision: found.revision + 1,
                ..found.clone()
            });
        }
    }
    Change { terms, evaluation, ..recorded }
}

/// The evaluation as submitted, or every rule that stands in the way.
///
/// # Errors
/// It is incomplete, or already submitted; or the term never was in force.
pub fn submit(term: &Term, evaluation: &Evaluation, now: Timestamp) -> Result<Evaluation, Vec<Violation>> {
    let mut unmet = writable(term, Some(evaluation));
    let parts = [
        ("functioning", &evaluation.functioning, "comment l’instance a fonctionné", "how the body worked"),
        ("results", &evaluation.results, "ce qui en est résulté", "what came of it"),
        ("recommendations", &evaluation.recommendations, "ce qui est recommandé", "what is recommended"),
    ];
    for (field, _, fr, en) in parts.into_iter().filter(|(_, text, ..)| text.trim().is_empty()) {
        let (fr, en) = (format!("Dites {fr} : l’évaluation porte sur les trois."), format!("Say {en}: the evaluation covers all three."));
        unmet.push(Violation::new("evaluation-incomplete", fr, en).on(field));
    }
    if evaluation.advises_renewal.is_none() {
        unmet.push(
            Violation::new(
                "evaluation-no-advice",
                "Dites si l’évaluation conseille de renouveler la période.",
                "Say whether the evaluation advises to renew the term.",
            )
            .on("advises_renewal"),
        );
    }
    if unmet.is_empty() {
        Ok(Evaluation { submitted_at: Some(now), returned_because: String::new(), revision: evaluation.revision + 1, ..evaluation.clone() })
    } else {
        Err(unmet)
    }
}

/// What stands in the way of writing the evaluation of a term.
#[must_use]
pub fn writable(term: &Term, evaluation: Option<&Evaluation>) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if matches!(term.state, TermState::Proposed | TermState::Refused) {
        unmet.push(Violation::new(
            "evaluation-no-term",
            "On évalue une période reconnue : celle-ci ne l’est pas.",
            "A recognised term is evaluated: this one is not.",
        ));
    }
    if evaluation.is_some_and(|evaluation| evaluation.submitted_at.is_some()) {
        unmet.push(Violation::new(
            "evaluation-submitted",
            "L’évaluation a été remise : elle ne change plus, sauf si l’instance dont dépend celle-ci la renvoie.",
            "The evaluation was submitted: it does not change any more, unless the parent body returns it.",
        ));
    }
    unmet
}
