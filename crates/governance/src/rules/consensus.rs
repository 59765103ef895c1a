//! Consensus: nobody maintains a reasoned objection.
//!
//! The body says what it thinks of a text, seat by seat. An objection blocks until its author lifts it, or until the text changes and its author
//! expresses themselves again. Silence is not agreement, unless the statute says so of a written procedure of which everybody was told.

use bassin_kernel::{Day, LocalizedText, Violation};
use uuid::Uuid;

use crate::{
    model::{DecisionState, FrozenRule, Position, Procedure, Stand},
    statute::{DecisionMode, Voice},
};

/// What can happen to a decision, but for the positions of the seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It is put to the body.
    Open,
    /// The chair asks whether anybody objects.
    Call,
    /// The chair declares that nobody maintains an objection.
    Adopt,
    /// It is noted that somebody does.
    Block,
    /// A new version of the text is put.
    Rework,
    /// It goes to the bodies it depends on.
    Escalate,
    /// It is given up.
    Withdraw,
}

impl Event {
    /// Every event, in the order in which a decision meets them.
    pub const ALL: [Self; 7] = [Self::Open, Self::Call, Self::Adopt, Self::Block, Self::Rework, Self::Escalate, Self::Withdraw];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Call => "call",
            Self::Adopt => "adopt",
            Self::Block => "block",
            Self::Rework => "rework",
            Self::Escalate => "escalate",
            Self::Withdraw => "withdraw",
        }
    }
}

/// What follows from a transition, carried out by whoever asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The decision takes the next number of its body in the year.
    Number,
    /// It is communicated to every body it depends on, before `due`.
    Communicate {
        /// The last day.
        due: Day,
    },
    /// It is handed over to every body it depends on.
    HandOver,
}

/// A seat that may express itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voter {
    /// The seat.
    pub seat: Uuid,
    /// Its component.
    pub component: String,
    /// What its voice is worth.
    pub voice: Voice,
    /// Whether somebody holds it, or its substitute's.
    pub filled: bool,
    /// Whether it must not take part, for it has an interest.
    pub recused: bool,
}

/// What surrounds a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context<'a> {
    /// The rules copied when it was opened, or those of today before.
    pub rule: &'a FrozenRule,
    /// How the body is asked.
    pub procedure: Procedure,
    /// The version on the table.
    pub version: u32,
    /// The seats, substitutes' aside.
    pub voters: &'a [Voter],
    /// Every position, of every version.
    pub positions: &'a [Position],
    /// What stands in the way of any decision of the body: term, composition.
    pub standing: &'a [Violation],
    /// What stands in the way at the item of the meeting: not in session, quorum. Empty in writing.
    pub sitting: &'a [Violation],
    /// In writing: when everybody was told, with proof.
    pub notified_on: Option<Day>,
    /// In writing: the last day to express oneself.
    pub deadline: Option<Day>,
    /// Whether the body depends on another.
    pub has_parent: bool,
    /// Today.
    pub today: Day,
}

/// The decision after `event`, and what follows.
///
/// # Errors
/// Every rule that is not met.
pub fn transition(state: DecisionState, event: Event, context: &Context<'_>) -> Result<(DecisionState, Vec<Effect>), Vec<Violation>> {
    use DecisionState as S;
    let mut unmet = Vec::new();
    let (next, effects) = match (state, event) {
        (S::Draft, Event::Open) => {
            openable(context, &mut unmet);
            (S::Open, Vec::new())
        }
        (S::Open, Event::Call) => {
            unmet.extend_from_slice(context.standing);
            asked(context, &mut unmet);
            (S::Call, Vec::new())
        }
        (S::Call, Event::Adopt) => {
            adoptable(context, &mut unmet);
            (adopted(context), vec![Effect::Number, Effect::Communicate { due: due(context) }])
        }
        (S::Call, Event::Block) => {
            if standing_objections(context).is_empty() {
                unmet.push(nothing_blocks());
            }
            (S::Blocked, Vec::new())
        }
        (S::Open | S::Call | S::Blocked, Event::Rework) => (S::Open, Vec::new()),
        (S::Blocked, Event::Escalate) => {
            if !context.has_parent {
                unmet.push(no_parent());
            }
            (S::Escalated, vec![Effect::HandOver])
        }
        (S::Draft | S::Open | S::Call | S::Blocked, Event::Withdraw) => (S::Withdrawn, Vec::new()),
        _ => {
            unmet.push(out_of_turn());
            (state, Vec::new())
        }
    };
    if unmet.is_empty() { Ok((next, effects)) } else { Err(unmet) }
}

/// Whether a position may be taken, and what is missing in it.
///
/// # Errors
/// Every rule that is not met.
pub fn position(state: DecisionState, voter: &Voter, stand: Stand, words: &str) -> Result<(), Vec<Violation>> {
    let mut unmet = Vec::new();
    if !state.is_open() {
        unmet.push(Violation::new(
            "decision-not-open",
            "La décision n’est pas soumise à l’instance en ce moment : aucune position ne peut être exprimée.",
            "The decision is not before the body at the moment: no position can be taken.",
        ));
    }
    if voter.recused {
        unmet.push(Violation::new(
            "seat-recused",
            "Ce siège est récusé sur ce point : il ne prend pas position.",
            "This seat is recused on this item: it takes no position.",
        ));
    }
    if voter.voice == Voice::Observer {
        unmet.push(Violation::new(
            "seat-observer",
            "Ce siège est celui d’un observateur : il ne prend pas position.",
            "This seat is an observer’s: it takes no position.",
        ));
    }
    if stand == Stand::Object && words.trim().is_empty() {
        unmet.push(
            Violation::new(
                "objection-reason",
                "Une objection doit être motivée : dites pourquoi.",
                "An objection needs a reason: say why.",
            )
            .on("words"),
        );
    }
    if unmet.is_empty() { Ok(()) } else { Err(unmet) }
}

/// Why a substitute may not speak for the seat any more: one seat has one position, and its titular's replaces its substitute's.
#[must_use]
pub fn superseded(known: Option<&Position>, substitute: bool) -> Option<Violation> {
    known.filter(|known| substitute && !known.substitute).map(|_| {
        Violation::new(
            "titular-spoke",
            "La personne titulaire du siège s’est exprimée : sa position remplace celle de sa suppléance.",
            "The titular of the seat has spoken: their position replaces their substitute’s.",
        )
    })
}

/// The state after an objection was lifted: what was blocked comes back to the call for objections once nobody maintains one.
#[must_use]
pub fn lifted(state: DecisionState, context: &Context<'_>) -> DecisionState {
    if state == DecisionState::Blocked && standing_objections(context).is_empty() { DecisionState::Call } else { state }
}

/// The objections that stand in the way: those of the current version that are not lifted, and those of earlier versions whose author has neither
/// lifted them nor expressed themselves on the current one.
#[must_use]
pub fn standing_objections<'a>(context: &Context<'a>) -> Vec<&'a Position> {
    let counts = |position: &&Position| deliberative(context, position.seat);
    let answered = |position: &&Position| {
        position.version < context.version && context.positions.iter().any(|p| p.seat == position.seat && p.version > position.version)
    };
    context.positions.iter().filter(|position| position.blocks()).filter(counts).filter(|position| !answered(position)).collect()
}

/// The filled deliberative seats that have said nothing of the current version.
#[must_use]
pub fn silent(context: &Context<'_>) -> Vec<Uuid> {
    let expressed = |seat: Uuid| current(context).any(|position| position.seat == seat);
    context.voters.iter().filter(|voter| counts(voter) && !expressed(voter.seat)).map(|voter| voter.seat).collect()
}

/// The compulsory components of which no seat has expressed itself (abstaining aside), silence included where it is agreement.
#[must_use]
pub fn missing_components<'a>(context: &Context<'a>) -> Vec<&'a crate::statute::CompositionRule> {
    let silence = silence_counts(context);
    let heard = |component: &str| {
        context.voters.iter().filter(|voter| counts(voter) && voter.component == component).any(|voter| {
            match current(context).find(|position| position.seat == voter.seat) {
                Some(position) => position.stand != Stand::Abstain,
                None => silence,
            }
        })
    };
    context
        .rule
        .composition
        .iter()
        .filter(|rule| rule.is_compulsory() && rule.voice == Voice::Deliberative && !heard(&rule.component))
        .collect()
}

fn current<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Position> {
    let version = context.version;
    context.positions.iter().filter(move |position| position.version == version)
}

const fn matters(voter: &Voter) -> bool {
    matches!(voter.voice, Voice::Deliberative) && !voter.recused
}

const fn counts(voter: &Voter) -> bool {
    matters(voter) && voter.filled
}

/// Whether the objection of a seat counts: it does while the seat exists, even vacant, for its next holder inherits it.
fn deliberative(context: &Context<'_>, seat: Uuid) -> bool {
    context.voters.iter().any(|voter| voter.seat == seat && matters(voter))
}

fn silence_counts(context: &Context<'_>) -> bool {
    context.procedure == Procedure::Written
        && context.rule.silence_agrees()
        && context.notified_on.is_some()
        && context.deadline.is_some_and(|deadline| context.today > deadline)
}

fn due(context: &Context<'_>) -> Day {
    let days = chrono::Days::new(u64::from(context.rule.communication_days()));
    context.today.checked_add_days(days).unwrap_or(context.today)
}

fn adopted(context: &Context<'_>) -> DecisionState {
    let reserved = |position: &Position| position.stand == Stand::Reservations && deliberative(context, position.seat);
    if current(context).any(reserved) { DecisionState::AdoptedWithReservations } else { DecisionState::Adopted }
}

fn openable(context: &Context<'_>, unmet: &mut Vec<Violation>) {
    unmet.extend_from_slice(context.standing);
    if let Some(rule) = context.rule.decision.as_ref().filter(|rule| rule.mode == DecisionMode::Opinion) {
        unmet.push(
            Violation::new(
                "body-gives-opinions",
                "Cette instance donne des avis : elle ne prend pas de décision.",
                "This body gives opinions: it takes no decision.",
            )
            .sourced(&rule.clause.source),
        );
    }
    if context.procedure == Procedure::Written && !context.rule.allows_writing() {
        unmet.push(with_source(
            Violation::new(
                "writing-not-allowed",
                "Le statut de l’instance ne prévoit pas de procédure écrite : la décision se prend en réunion.",
                "The body’s statute provides for no written procedure: the decision is taken in a meeting.",
            )
            .on("procedure"),
            context.rule.decision.as_ref().map(|rule| rule.clause.source.as_str()),
        ));
    }
}

fn with_source(violation: Violation, source: Option<&str>) -> Violation {
    match source {
        Some(source) => violation.sourced(source),
        None => violation,
    }
}

/// Everybody could know: in a meeting in session and quorate, or in writing with proof of notice and enough time.
fn asked(context: &Context<'_>, unmet: &mut Vec<Violation>) {
    if context.procedure == Procedure::Meeting {
        unmet.extend_from_slice(context.sitting);
        return;
    }
    let source = context.rule.decision.as_ref().map(|rule| rule.clause.source.as_str());
    let Some(notified) = context.notified_on else {
        unmet.push(with_source(
            Violation::new(
                "notice-missing",
                "En procédure écrite, il faut la preuve que chaque siège a été prévenu : indiquez la date et la preuve de l’envoi.",
                "A written procedure needs proof that every seat was told: give the day and the proof.",
            )
            .on("notice"),
            source,
        ));
        return;
    };
    let days = context.rule.decision.as_ref().and_then(|rule| rule.written_days).unwrap_or(0);
    let earliest = notified.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(notified);
    match context.deadline {
        None => unmet.push(
            Violation::new(
                "deadline-missing",
                "En procédure écrite, il faut un dernier jour pour s’exprimer.",
                "A written procedure needs a last day to express oneself.",
            )
            .on("deadline"),
        ),
        Some(deadline) if deadline < earliest => unmet.push(with_source(
            Violation::new(
                "deadline-too-soon",
                format!(
                    "Le statut laisse {days} jours au moins pour s’exprimer : la date limite ne peut précéder le {}.",
                    text_fr(earliest)
                ),
                format!("The statute gives at least {days} days: the deadline cannot be before {}.", text_en(earliest)),
            )
            .on("deadline"),
            source,
        )),
        Some(_) => {}
    }
}

fn text_fr(day: Day) -> String {
    bassin_kernel::text::day(day, bassin_kernel::Language::French)
}

fn text_en(day: Day) -> String {
    bassin_kernel::text::day(day, bassin_kernel::Language::English)
}

fn adoptable(context: &Context<'_>, unmet: &mut Vec<Violation>) {
    unmet.extend_from_slice(context.standing);
    asked(context, unmet);
    let consensus = context.rule.decision.as_ref().map(|rule| rule.clause.source.as_str());
    let objections = standing_objections(context);
    if !objections.is_empty() {
        let count = objections.len();
        unmet.push(with_source(
            Violation::new(
                "objection-maintained",
                format!("{count} objection(s) d’un siège délibératif ne sont pas levées : seul leur auteur peut les lever, ou le texte change et il se prononce à nouveau."),
                format!("{count} objection(s) of deliberative seats are not lifted: only their author can lift them, or the text changes and they express themselves again."),
            ),
            consensus,
        ));
    }
    for rule in missing_components(context) {
        let LocalizedText { fr, en } = &rule.name;
        unmet.push(
            Violation::new(
                "component-silent",
                format!("Aucun siège de la composante « {fr} » ne s’est exprimé (une abstention ne suffit pas)."),
                format!("No seat of the component “{en}” has expressed itself (an abstention is not enough)."),
            )
            .sourced(&rule.clause.source),
        );
    }
    if !current(context).any(|position| deliberative(context, position.seat) && position.stand != Stand::Abstain)
        && !silence_counts(context)
    {
        unmet.push(Violation::new(
            "nobody-expressed",
            "Aucun siège délibératif ne s’est exprimé sur ce texte : le silence n’est pas un accord.",
            "No deliberative seat has expressed itself on this text: silence is not agreement.",
        ));
    }
    if let (Procedure::Written, Some(deadline)) = (context.procedure, context.deadline)
        && context.today <= deadline
    {
        unmet.push(Violation::new(
            "deadline-not-reached",
            format!("Chacun peut s’exprimer jusqu’au {} inclus : la décision se déclare à partir du lendemain.", text_fr(deadline)),
            format!("Everyone may speak until {} included: the decision is declared from the next day.", text_en(deadline)),
        ));
    }
}

fn nothing_blocks() -> Violation {
    Violation::new(
        "nothing-blocks",
        "Aucune objection n’est maintenue : rien ne bloque cette décision.",
        "No objection is maintained: nothing blocks this decision.",
    )
}

fn no_parent() -> Violation {
    Violation::new(
        "no-parent",
        "Cette instance ne dépend d’aucune autre : la décision ne peut pas être portée plus haut.",
        "This body depends on no other: the decision cannot be taken higher.",
    )
}

fn out_of_turn() -> Violation {
    Violation::new(
        "out-of-turn",
        "Cela ne peut pas se faire dans l’état où se trouve la décision.",
        "This cannot be done in the state the decision is in.",
    )
}

#[cfg(test)]
mod tests;
