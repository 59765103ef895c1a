//! Conventions: written, negotiated, locked, signed by those who may on that very day, in force between two days.

use bassin_kernel::{Day, Violation};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    model::{Convention, ConventionState, Obligation, Party, Signature},
    statute::ConventionRule,
};

/// Days before its end at which a convention is about to end.
pub const WARNING_DAYS: u64 = 90;
/// Days before its due date from which an obligation is to be looked after.
const PENDING_DAYS: u64 = 30;

/// What can happen to a convention, but for signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConventionEvent {
    /// It goes to the parties.
    Negotiate,
    /// Its text is locked, to be signed.
    Lock,
    /// Its text is opened again, while nobody has signed.
    Unlock,
    /// It is ended before its last day.
    Terminate,
}

impl ConventionEvent {
    /// Every event.
    pub const ALL: [Self; 4] = [Self::Negotiate, Self::Lock, Self::Unlock, Self::Terminate];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Negotiate => "negotiate",
            Self::Lock => "lock",
            Self::Unlock => "unlock",
            Self::Terminate => "terminate",
        }
    }
}

/// What lets somebody sign for a party on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// An active mandate in the body.
    Mandate,
    /// A membership of the organisation.
    Membership,
    /// A written delegation.
    Delegation,
}

impl Ground {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mandate => "mandate",
            Self::Membership => "membership",
            Self::Delegation => "delegation",
        }
    }
}

/// What surrounds a convention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings<'a> {
    /// For each party, what lets its signatory sign on the day in question; none when nothing does.
    pub grounds: Vec<(Uuid, Option<Ground>)>,
    /// The signatures so far.
    pub signatures: &'a [Signature],
    /// What the statute of the body says of its convention.
    pub rule: Option<&'a ConventionRule>,
    /// The text on the table.
    pub text: &'a str,
}

impl Surroundings<'_> {
    fn ground(&self, party: Uuid) -> Option<Ground> {
        self.grounds.iter().find(|(id, _)| *id == party).and_then(|(_, ground)| *ground)
    }
}

/// The state after an event.
///
/// # Errors
/// Every rule that is not met.
pub fn transition(
    convention: &Convention,
    event: ConventionEvent,
    around: &Surroundings<'_>,
    today: Day,
) -> Result<ConventionState, Vec<Violation>> {
    use ConventionState as S;
    let mut unmet = Vec::new();
    let next = match (convention.state, event) {
        (S::Draft, ConventionEvent::Negotiate) => {
            parties(convention, &mut unmet);
            S::Negotiated
        }
        (S::Negotiated, ConventionEvent::Lock) => {
            lockable(convention, around, today, &mut unmet);
            S::ToSign
        }
        (S::ToSign, ConventionEvent::Unlock) => {
            if !around.signatures.is_empty() {
                unmet.push(signed_already());
            }
            S::Negotiated
        }
        (S::InForce, ConventionEvent::Terminate) => S::Terminated,
        _ => {
            unmet.push(out_of_turn());
            convention.state
        }
    };
    if unmet.is_empty() { Ok(next) } else { Err(unmet) }
}

/// What lets `party`'s signatory sign, read the very moment they do.
///
/// # Errors
/// Every rule that is not met: the text is not locked, another was read, the signatory holds nothing any more, or has signed.
pub fn sign(convention: &Convention, party: &Party, read_sha256: &str, around: &Surroundings<'_>) -> Result<Ground, Vec<Violation>> {
    let mut unmet = Vec::new();
    if !convention.state.is_signed_now() {
        unmet.push(out_of_turn());
    }
    if read_sha256 != convention.sha256 || convention.sha256.is_empty() {
        unmet.push(Violation::new(
            "convention-other-text",
            "Le texte lu n’est pas celui qui est soumis à signature : relisez-le avant de signer.",
            "The text you read is not the one to be signed: read it again before signing.",
        ));
    }
    if around.signatures.iter().any(|signature| signature.party == party.id) {
        unmet.push(Violation::new("convention-signed", "Cette partie a déjà signé.", "This party has signed already."));
    }
    match around.ground(party.id) {
        Some(ground) if unmet.is_empty() => Ok(ground),
        Some(_) => Err(unmet),
        None => {
            unmet.push(no_ground(party));
            Err(unmet)
        }
    }
}

/// The state that follows from the signatures and the day, once the text is locked.
#[must_use]
pub fn state_on(convention: &Convention, signatures: &[Signature], today: Day) -> ConventionState {
    use ConventionState as S;
    let state = convention.state;
    let over = convention.ends_on.is_some_and(|end| today > end);
    match state {
        S::ToSign | S::PartlySigned => {
            let all = convention.parties.iter().all(|party| signatures.iter().any(|signature| signature.party == party.id));
            let begun = convention.starts_on.is_some_and(|start| today >= start);
            match (signatures.is_empty(), all, begun, over) {
                (true, ..) => S::ToSign,
                (false, true, true, false) => S::InForce,
                (false, true, true, true) => S::Expired,
                _ => S::PartlySigned,
            }
        }
        S::InForce if over => S::Expired,
        _ => state,
    }
}

/// Whether a convention in force ends within ninety days.
#[must_use]
pub fn ends_soon(convention: &Convention, today: Day) -> bool {
    let soon = |end: Day| today <= end && end.checked_sub_days(chrono::Days::new(WARNING_DAYS)).is_some_and(|from| today >= from);
    convention.state == ConventionState::InForce && convention.ends_on.is_some_and(soon)
}

/// Whether an obligation of a convention in force is due within thirty days, or overdue.
#[must_use]
pub fn is_pending(convention: &Convention, promise: &Obligation, today: Day) -> bool {
    let soon = |due: Day| due.checked_sub_days(chrono::Days::new(PENDING_DAYS)).is_none_or(|from| today >= from);
    convention.state == ConventionState::InForce && promise.done_on.is_none() && promise.due_on.is_some_and(soon)
}

/// The digest of what is signed: title, kind, dates, parties, obligations, text.
#[must_use]
pub fn digest(convention: &Convention, text: &str) -> String {
    let parties: Vec<_> = convention.parties.iter().map(|party| (party.id, party.who, &party.capacity, &party.component)).collect();
    let promises: Vec<_> = convention.obligations.iter().map(|o| (o.id, o.party, &o.words, o.due_on)).collect();
    let signed = serde_json::json!({
        "title": convention.title,
        "kind": convention.kind,
        "from": convention.starts_on,
        "to": convention.ends_on,
        "parties": parties,
        "obligations": promises,
        "text": text,
    });
    Sha256::digest(signed.to_string().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn parties(convention: &Convention, unmet: &mut Vec<Violation>) {
    if convention.parties.len() < 2 {
        unmet.push(Violation::new(
            "convention-parties",
            "Une convention lie deux parties au moins : ajoutez-les.",
            "A convention binds two parties at least: add them.",
        ));
    }
}

fn lockable(convention: &Convention, around: &Surroundings<'_>, today: Day, unmet: &mut Vec<Violation>) {
    parties(convention, unmet);
    if around.text.trim().is_empty() {
        unmet.push(Violation::new("convention-text", "Écrivez le texte de la convention.", "Write the text of the convention.").on("text"));
    }
    if convention.starts_on.is_none() {
        unmet.push(Violation::new("convention-start", "Donnez son premier jour.", "Give its first day.").on("starts_on"));
    }
    if convention.ends_on.is_some_and(|end| end < today) {
        unmet.push(Violation::new("convention-past", "Son dernier jour est déjà passé.", "Its last day has passed already.").on("ends_on"));
    }
    for party in &convention.parties {
        if around.ground(party.id).is_none() {
            unmet.push(no_ground(party));
        }
    }
    let Some(rule) = around.rule.filter(|rule| rule.kinds.iter().any(|kind| kind == convention.kind.code())) else { return };
    for component in &rule.parties {
        if !convention.parties.iter().any(|party| party.component == *component) {
            unmet.push(
                Violation::new(
                    "convention-party-missing",
                    format!("Le statut de l’instance demande la signature de la composante « {component} »."),
                    format!("The body’s statute asks for the signature of the component “{component}”."),
                )
                .sourced(&rule.clause.source),
            );
        }
    }
}

fn no_ground(party: &Party) -> Violation {
    let capacity = &party.capacity;
    if party.signatory.is_none() {
        return Violation::new(
            "signatory-missing",
            format!("Dites qui signe pour la partie « {capacity} »."),
            format!("Say who signs for the party “{capacity}”."),
        );
    }
    Violation::new(
        "signatory-without-mandate",
        format!("La personne qui signe pour la partie « {capacity} » n’a, ce jour-là, ni mandat, ni appartenance, ni délégation en cours."),
        format!("Whoever signs for the party “{capacity}” holds no active mandate, membership or delegation on that day."),
    )
}

fn signed_already() -> Violation {
    Violation::new(
        "convention-signed-already",
        "Quelqu’un a déjà signé ce texte : il ne change plus. Un avenant peut le modifier une fois en vigueur.",
        "Somebody has signed this text already: it does not change any more. It may be amended once in force.",
    )
}

fn out_of_turn() -> Violation {
    Violation::new(
        "out-of-turn",
        "Cela ne peut pas se faire dans l’état où se trouve la convention.",
        "This cannot be done in the state the convention is in.",
    )
}

#[cfg(test)]
mod tests;
