//! Signing, and what follows from signatures and from the passing of time.

use bassin_database::{Error, Reading, Record, Transaction};
use bassin_kernel::{Day, Kind, Language, LocalizedText, Problem, Scope, Viewer, Violation, day_of, text};
use serde_json::json;
use uuid::Uuid;

use super::file::ConventionFile;
use crate::{
    Convention, ConventionState, Governance, Obligation, Signature, SigningManner, policy,
    rules::{
        convention::{self, Surroundings},
        opinion::due_soon,
    },
    store,
};

/// The longest drawing kept, in characters of its path.
const LONGEST: usize = 20_000;

/// How somebody signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The party signed for.
    pub party: Uuid,
    /// How.
    pub manner: SigningManner,
    /// The name typed, the strokes drawn, the digest of the file received.
    pub mark: String,
    /// Whether they ticked that they consent.
    pub consents: bool,
    /// The digest of what they read.
    pub sha256: String,
    /// The day of a signature on paper.
    pub on: Option<Day>,
}

impl Governance {
    /// Signs for a party: by its signatory, or by whoever carries the convention when it was signed on paper. Sent twice, it is signed once.
    ///
    /// # Errors
    /// The viewer may not, rules are not met (all of them are told), or the store does not answer.
    pub async fn sign_convention(&self, viewer: &Viewer, id: Uuid, mark: Mark) -> Result<Convention, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let file = self.convention_file(&transaction, id, day_of(transaction.now())).await?;
                let party = file.convention.parties.iter().find(|party| party.id == mark.party).ok_or_else(no_party)?;
                let signatory = party.signatory.as_ref().ok_or_else(no_party)?;
                let own = [Scope::Person(signatory.person)];
                let on_paper = mark.manner == SigningManner::Uploaded;
                if !(on_paper && viewer.may(&policy::CONVENTION_RUN, &[Scope::Body(file.body.id)])) {
                    viewer.check(&policy::CONVENTION_SIGN, &own)?;
                }
                if file.signature(party.id).is_some_and(|known| known.person == signatory.person && known.mark == mark.mark) {
                    return Ok((file.convention, None));
                }
                let on = if on_paper { mark.on.unwrap_or(file.today) } else { file.today };
                let mut unmet = meant(&mark, on, file.today);
                // Read again for the very day of the signature, whatever was true when the text was prepared.
                let grounds = self.grounds(&transaction, &file.convention, on).await?;
                let around = Surroundings { grounds, signatures: &file.signatures, rule: None, text: file.text() };
                let ground = match convention::sign(&file.convention, party, &mark.sha256, &around) {
                    Ok(ground) if unmet.is_empty() => ground,
                    outcome => {
                        unmet.extend(outcome.err().unwrap_or_default());
                        return Err(Problem::new(Kind::Invalid, unmet).into());
                    }
                };
                let signature = Signature {
                    convention: id,
                    party: party.id,
                    person: signatory.person,
                    capacity: signatory.capacity.clone(),
                    ground: ground.code().to_owned(),
                    on,
                    at: transaction.now(),
                    manner: mark.manner,
                    mark: mark.mark,
                    sha256: file.convention.sha256.clone(),
                };
                store::convention::add_signature(&transaction, &signature).await?;
                let signer = signature.person;
                let next = self.signed(&transaction, file, signature).await?;
                let mut record = Record::new("convention.sign", "convention", id.to_string()).after(json!(next));
                if viewer.person().is_none_or(|person| person.person != signer) {
                    record = record.on_behalf(format!("person:{signer}"));
                }
                Ok((next, Some(record.summary("a party signed a convention"))))
            })
            .await
    }

    /// The state that follows from one more signature. The sheet's revision does not rise: two people signing at once do not hinder each other.
    async fn signed(&self, transaction: &Transaction, file: ConventionFile, signature: Signature) -> Result<Convention, Error> {
        let mut signatures = file.signatures;
        signatures.push(signature);
        let mut next = file.convention;
        next.state = convention::state_on(&next, &signatures, file.today);
        store::convention::keep(transaction, &next).await?;
        succeed(transaction, &next).await?;
        Ok(next)
    }

    /// What the day does to a convention: it begins, ends, or is about to end.
    pub(crate) async fn time_convention(&self, transaction: &Transaction, mut convention: Convention, today: Day) -> Result<(), Error> {
        let signatures = store::convention::signatures(transaction, convention.id).await?;
        let state = convention::state_on(&convention, &signatures, today);
        if state == convention.state && convention.warned_on.is_none() && convention::ends_soon(&convention, today) {
            convention.warned_on = Some(today);
            self.warn_of_the_end(transaction, &convention, today).await?;
        }
        if state == convention.state && state == ConventionState::InForce {
            self.remind_of_promises(transaction, &mut convention, today).await?;
        }
        convention.state = state;
        convention.revision += 1;
        store::convention::keep(transaction, &convention).await?;
        succeed(transaction, &convention).await
    }
}

impl Governance {
    async fn warn_of_the_end(&self, transaction: &Transaction, convention: &Convention, today: Day) -> Result<(), Error> {
        let end = convention.ends_on.unwrap_or(today);
        let title = &convention.title;
        let subject = LocalizedText::new("Une convention arrive à échéance", "A convention is about to end");
        let words = LocalizedText::new(
            format!(
                "« {title} » prend fin le {}. Il est temps de la renouveler ou de la laisser prendre fin.",
                text::day(end, Language::French)
            ),
            format!("“{title}” ends on {}. It is time to renew it or to let it end.", text::day(end, Language::English)),
        );
        self.write_to(transaction, convention.body, (convention.id, "convention-end", end), &subject, &words, today).await
    }

    /// One letter for each obligation whose date comes near.
    async fn remind_of_promises(&self, transaction: &Transaction, convention: &mut Convention, today: Day) -> Result<(), Error> {
        let (body, title) = (convention.body, convention.title.clone());
        for promise in convention.obligations.iter_mut().filter(|promise| reminds(promise, today)) {
            let due = promise.due_on.unwrap_or(today);
            promise.reminded_on = Some(today);
            let subject = LocalizedText::new("Un engagement arrive à échéance", "An obligation falls due");
            let said = &promise.words;
            let words = LocalizedText::new(
                format!("« {title} » : « {said} » est attendu pour le {}.", text::day(due, Language::French)),
                format!("“{title}”: “{said}” is due by {}.", text::day(due, Language::English)),
            );
            self.write_to(transaction, body, (promise.id, "obligation-reminder", due), &subject, &words, today).await?;
        }
        Ok(())
    }
}

/// Whether the body is to be reminded of an obligation: once, as its date comes near.
fn reminds(promise: &Obligation, today: Day) -> bool {
    promise.done_on.is_none() && promise.reminded_on.is_none() && promise.due_on.is_some_and(|due| due_soon(due, today))
}

/// The conventions to which the day does something that was not done yet.
pub(crate) async fn reaching<C: Reading>(connection: &C, today: Day) -> Result<Vec<Convention>, Error> {
    let states = [ConventionState::ToSign, ConventionState::PartlySigned, ConventionState::InForce];
    let mut reaching = Vec::new();
    for convention in store::convention::in_states(connection, &states).await? {
        let signatures = store::convention::signatures(connection, convention.id).await?;
        let moves = convention::state_on(&convention, &signatures, today) != convention.state;
        let in_force = convention.state == ConventionState::InForce;
        let promised = in_force && convention.obligations.iter().any(|promise| reminds(promise, today));
        if moves || promised || (convention.warned_on.is_none() && convention::ends_soon(&convention, today)) {
            reaching.push(convention);
        }
    }
    Ok(reaching)
}

/// A convention that comes into force takes the place of the one it follows.
async fn succeed(transaction: &Transaction, convention: &Convention) -> Result<(), Error> {
    let Some(before) = convention.follows.filter(|_| convention.state == ConventionState::InForce) else { return Ok(()) };
    let Some(mut before) = store::convention::by_id(transaction, before).await? else { return Ok(()) };
    if before.followed_by.is_none() {
        before.followed_by = Some(convention.id);
        before.state = if convention.renews { ConventionState::Renewed } else { ConventionState::Amended };
        before.revision += 1;
        store::convention::keep(transaction, &before).await?;
    }
    Ok(())
}

/// What is missing for the mark to mean something.
fn meant(mark: &Mark, on: Day, today: Day) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if mark.manner != SigningManner::Uploaded && !mark.consents {
        let (fr, en) =
            ("Cochez la case pour dire que vous signez en connaissance du texte.", "Tick the box to say that you sign knowing the text.");
        unmet.push(Violation::new("signature-consent", fr, en).on("consents"));
    }
    if mark.mark.trim().is_empty() || mark.mark.len() > LONGEST {
        let (fr, en) = ("Tracez votre signature, ou écrivez vos nom et prénom.", "Draw your signature, or write your full name.");
        unmet.push(Violation::new("signature-mark", fr, en).on("name"));
    }
    let strokes = |letter: char| letter.is_ascii_digit() || "ML .-".contains(letter);
    if mark.manner == SigningManner::Drawn && !mark.mark.chars().all(strokes) {
        unmet.push(Violation::new("signature-drawing", "Le tracé n’est pas lisible.", "The drawing cannot be read.").on("name"));
    }
    if on > today {
        unmet
            .push(Violation::new("signature-future", "La date de signature est à venir.", "The day of the signature is to come.").on("on"));
    }
    unmet
}

fn no_party() -> Problem {
    Problem::not_found("Cette partie n’a personne pour signer.", "This party has nobody to sign.")
}
