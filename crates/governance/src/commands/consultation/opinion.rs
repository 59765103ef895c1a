//! Asking for opinions, giving them, saying what was done with them.

use bassin_database::{Error, Reading, Record, Transaction, problem};
use bassin_kernel::{Day, Kind, Problem, Scope, Viewer, day_of};
use serde_json::json;
use uuid::Uuid;

use super::settle::{Settled, settle};
use crate::{
    Body, Governance, Listed, Listing, Opinion, OpinionState, Reach, Subject, TransmissionPurpose, policy,
    rules::opinion::{self, OpinionAct},
    store,
};

/// A request, or an opinion begun on own initiative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionRequest {
    /// The identifier made when the form was shown.
    pub id: Uuid,
    /// The body that gives it.
    pub body: Uuid,
    /// The body that asks; none on own initiative.
    pub asked_by: Option<Uuid>,
    /// To whom it is addressed, when it is no body kept here.
    pub addressee: String,
    /// What it is about, when that is kept here.
    pub subject: Option<Subject>,
    /// What it is about, in words.
    pub object: String,
    /// What is asked.
    pub question: String,
    /// The last day, when the text gives none.
    pub due_on: Option<Day>,
}

impl Governance {
    /// Asks a body for an opinion, or begins one on own initiative. Sent twice, it is asked once.
    ///
    /// # Errors
    /// The viewer may not, rules are not met (all of them are told), or the store does not answer.
    pub async fn ask_opinion(&self, viewer: &Viewer, request: OpinionRequest) -> Result<Opinion, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let received = store::consultation::transmission(&transaction, request.id).await?;
                let received = received.filter(|sent| sent.purpose == TransmissionPurpose::Opinion && sent.to == request.body);
                match (request.asked_by, &received) {
                    (Some(asking), None) => viewer.check(&policy::OPINION_ASK, &[Scope::Body(asking)])?,
                    _ => viewer.check(&policy::OPINION_GIVE, &[Scope::Body(request.body)])?,
                }
                if let Some(known) = store::consultation::opinion(&transaction, request.id).await? {
                    return Ok((known, None));
                }
                let body = store::body::by_id(&transaction, request.body).await?.ok_or_else(no_body)?;
                let rule = self.statute_of(&body)?.opinions.clone();
                let today = day_of(transaction.now());
                let asked_by = received.as_ref().map(|sent| sent.from).or(request.asked_by);
                let (due_on, deemed, source) = opinion::frozen(rule.as_ref(), today, request.due_on);
                let opinion = Opinion {
                    id: request.id,
                    body: body.id,
                    asked_by,
                    addressee: request.addressee,
                    subject: request.subject.or_else(|| received.as_ref().and_then(|sent| sent.subject)),
                    object: request.object,
                    question: request.question,
                    object_version: 1,
                    given_on_version: None,
                    requested_on: today,
                    due_on,
                    deemed,
                    source,
                    state: if asked_by.is_some() && received.is_none() { OpinionState::Requested } else { OpinionState::UnderExamination },
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
                    created_at: transaction.now(),
                    revision: 1,
                };
                opinion::request(&opinion, rule.as_ref()).map_err(|unmet| Problem::new(Kind::Invalid, unmet))?;
                store::consultation::keep_opinion(&transaction, &opinion).await?;
                if let Some(sent) = received {
                    settle(&transaction, sent, Settled::Acknowledged, today).await?;
                }
                let record = Record::new("opinion.ask", "opinion", opinion.id.to_string()).after(json!(opinion));
                Ok((opinion, Some(record.summary("an opinion was asked for or begun"))))
            })
            .await
    }

    /// Does something to an opinion.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, rules are not met (all of them are told), or the store does not answer.
    pub async fn act_on_opinion(&self, viewer: &Viewer, id: Uuid, revision: i64, act: OpinionAct) -> Result<Opinion, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let opinion = store::consultation::opinion(&transaction, id).await?.ok_or_else(no_opinion)?;
                check_act(viewer, &opinion, &act)?;
                if opinion.revision != revision {
                    return Err(stale().into());
                }
                if let OpinionAct::Give { decision: Some(decision), .. } = &act {
                    agreed(&transaction, &opinion, *decision).await?;
                }
                let code = act.code();
                let next = opinion::apply(&opinion, act, day_of(transaction.now())).map_err(|unmet| Problem::new(Kind::Invalid, unmet))?;
                store::consultation::keep_opinion(&transaction, &next).await?;
                answer(&transaction, &next, day_of(transaction.now())).await?;
                let record = Record::new(format!("opinion.{code}"), "opinion", id.to_string());
                let summary = format!("an opinion is now {}", next.state.code());
                let record = record.before(json!(opinion)).after(json!(next)).summary(summary);
                Ok((next, record))
            })
            .await
    }

    /// An opinion, for somebody who may read it: anybody once it is given, the bodies concerned before.
    ///
    /// # Errors
    /// There is none, the viewer may not read it, or the store does not answer.
    pub async fn opinion(&self, viewer: &Viewer, id: Uuid) -> Result<Opinion, Problem> {
        let found = store::consultation::opinion(self.database.read(), id).await.map_err(problem)?.ok_or_else(no_opinion)?;
        if !found.state.is_given() {
            viewer.check(&policy::DECISION_READ, &concerned(&found))?;
        }
        Ok(found)
    }

    /// The opinions a body gives or has asked for, that somebody may read and that answer what is asked.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn opinions(&self, viewer: &Viewer, body: &Body, asked: &Listing) -> Result<Listed<Opinion>, Problem> {
        let reach = Reach::of(viewer, &policy::DECISION_READ);
        store::consultation::opinions(self.database.read(), body.id, &reach, asked, self.today()).await.map_err(problem)
    }
}

/// Whether the viewer may do something to an opinion.
pub(crate) fn check_act(viewer: &Viewer, opinion: &Opinion, act: &OpinionAct) -> Result<(), Problem> {
    match (opinion.asked_by, act) {
        (Some(asking), OpinionAct::Follow { .. }) => viewer.check(&policy::OPINION_FOLLOW, &[Scope::Body(asking)]),
        (Some(asking), _) if !act.is_givers() => viewer.check(&policy::OPINION_ASK, &[Scope::Body(asking)]),
        // On own initiative, the body keeps the whole file.
        _ => viewer.check(&policy::OPINION_GIVE, &[Scope::Body(opinion.body)]),
    }
}

/// An opinion asked by a transmission answers it once it is given.
pub(super) async fn answer(transaction: &Transaction, opinion: &Opinion, today: Day) -> Result<(), Error> {
    let Some(sent) = store::consultation::transmission(transaction, opinion.id).await? else { return Ok(()) };
    match opinion.state {
        OpinionState::Requested | OpinionState::UnderExamination => Ok(()),
        OpinionState::Withdrawn | OpinionState::DeemedGiven => settle(transaction, sent, Settled::Closed, today).await,
        _ => settle(transaction, sent, Settled::Answered(opinion.grounds.clone()), today).await,
    }
}

fn concerned(opinion: &Opinion) -> Vec<Scope> {
    std::iter::once(opinion.body).chain(opinion.asked_by).map(Scope::Body).collect()
}

/// The grounds may come from a decision of the same body, once it is adopted.
async fn agreed<C: Reading>(connection: &C, opinion: &Opinion, decision: Uuid) -> Result<(), Error> {
    let found = store::decision::by_id(connection, decision).await?;
    if found.is_some_and(|decision| decision.body == opinion.body && decision.state.is_adopted()) {
        return Ok(());
    }
    let (fr, en) = (
        "Cette décision n’est pas une décision adoptée par l’instance qui donne l’avis.",
        "This is not a decision adopted by the body that gives the opinion.",
    );
    Err(Problem::new(Kind::Invalid, vec![bassin_kernel::Violation::new("opinion-decision", fr, en).on("decision")]).into())
}

fn no_body() -> Problem {
    Problem::not_found("Cette instance n’existe pas.", "There is no such body.")
}

fn no_opinion() -> Problem {
    Problem::not_found("Cet avis n’existe pas.", "There is no such opinion.")
}

pub(super) fn stale() -> Problem {
    Problem::one(
        Kind::Conflict,
        "changed-meanwhile",
        "Quelqu’un d’autre a modifié cette fiche pendant que vous la lisiez : voyez où elle en est, puis recommencez.",
        "Somebody else has changed this while you were reading it: see where it stands, then try again.",
    )
}
