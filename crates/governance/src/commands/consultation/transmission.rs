//! What bodies send to one another.

use bassin_database::{Record, problem};
use bassin_kernel::{Day, Kind, Problem, Scope, Viewer, Violation, day_of};
use serde_json::json;
use uuid::Uuid;

use super::opinion::stale;
use crate::{Body, Governance, Listed, Listing, Subject, Transmission, TransmissionPurpose, policy, store};

/// Something to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransmissionDraft {
    /// The identifier made when the form was shown.
    pub id: Uuid,
    /// Who sends.
    pub from: Uuid,
    /// Who receives.
    pub to: Option<Uuid>,
    /// What is expected.
    pub purpose: TransmissionPurpose,
    /// What it is about, when that is kept here.
    pub subject: Option<Subject>,
    /// What it is about, in a few words.
    pub title: String,
    /// What is said.
    pub words: String,
    /// The last day; thirty days from now when not given.
    pub due_on: Option<Day>,
    /// What is being forwarded.
    pub forwards: Option<Uuid>,
}

impl Governance {
    /// Sends something to another body. Sent twice, it leaves once.
    ///
    /// # Errors
    /// The viewer may not, rules are not met (all of them are told), or the store does not answer.
    pub async fn send_transmission(&self, viewer: &Viewer, draft: TransmissionDraft) -> Result<Transmission, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::TRANSMISSION_SEND, &[Scope::Body(draft.from)])?;
                if let Some(known) = store::consultation::transmission(&transaction, draft.id).await? {
                    return Ok((known, None));
                }
                let today = day_of(transaction.now());
                let forwarded = match draft.forwards {
                    Some(id) => store::consultation::transmission(&transaction, id).await?,
                    None => None,
                };
                let to = match draft.to {
                    Some(to) => store::body::by_id(&transaction, to).await?,
                    None => None,
                };
                let unmet = sendable(&draft, to.as_ref(), forwarded.as_ref(), today);
                let Some(to) = to.filter(|_| unmet.is_empty()) else {
                    return Err(Problem::new(Kind::Invalid, unmet).into());
                };
                let default = today.checked_add_days(chrono::Days::new(30)).unwrap_or(today);
                let due_on = draft.due_on.unwrap_or(default);
                let title = draft.title.trim().to_owned();
                let sent = Transmission {
                    subject: draft.subject.or_else(|| forwarded.as_ref().and_then(|before| before.subject)),
                    words: draft.words,
                    origin: forwarded.map(|before| before.origin.unwrap_or(before.id)),
                    ..Transmission::new(draft.id, (draft.from, to.id), draft.purpose, title, due_on, transaction.now())
                };
                store::consultation::send(&transaction, &sent).await?;
                let record = Record::new("transmission.send", "transmission", sent.id.to_string()).after(json!(sent));
                Ok((sent, Some(record.summary("something was sent to another body"))))
            })
            .await
    }

    /// Acknowledges what was received, and answers it when words are given.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, it was answered already, or the store does not answer.
    pub async fn answer_transmission(&self, viewer: &Viewer, id: Uuid, revision: i64, answer: String) -> Result<Transmission, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let known = store::consultation::transmission(&transaction, id).await?.ok_or_else(no_transmission)?;
                viewer.check(&policy::TRANSMISSION_ANSWER, &[Scope::Body(known.to)])?;
                if known.revision != revision {
                    return Err(stale().into());
                }
                let today = day_of(transaction.now());
                let mut next = known.clone();
                next.revision += 1;
                next.acknowledged_on = known.acknowledged_on.or(Some(today));
                if !answer.trim().is_empty() {
                    let opinion = store::consultation::opinion(&transaction, id).await?;
                    let unmet = unanswerable(&known, opinion.is_some());
                    if !unmet.is_empty() {
                        return Err(Problem::new(Kind::Invalid, unmet).into());
                    }
                    (next.answered_on, next.answer) = (Some(today), answer.trim().to_owned());
                } else if known.acknowledged_on.is_some() {
                    return Err(Problem::new(Kind::Invalid, vec![no_answer()]).into());
                }
                store::consultation::keep_transmission(&transaction, &next).await?;
                let action = if next.answered_on.is_some() { "transmission.answer" } else { "transmission.acknowledge" };
                let record = Record::new(action, "transmission", id.to_string()).before(json!(known)).after(json!(next));
                Ok((next, record.summary("what was sent by another body was acknowledged or answered")))
            })
            .await
    }

    /// A transmission with those of its chain, for the bodies that send and receive it.
    ///
    /// # Errors
    /// There is none, the viewer may not read it, or the store does not answer.
    pub async fn transmission(&self, viewer: &Viewer, id: Uuid) -> Result<(Transmission, Vec<Transmission>), Problem> {
        let connection = self.database.read();
        let found = store::consultation::transmission(connection, id).await.map_err(problem)?.ok_or_else(no_transmission)?;
        let chain = store::consultation::chain(connection, found.origin.unwrap_or(found.id)).await.map_err(problem)?;
        // Whoever takes part in the chain follows it to its end.
        let scopes: Vec<Scope> = chain.iter().flat_map(|one| [Scope::Body(one.from), Scope::Body(one.to)]).collect();
        viewer.check(&policy::DECISION_READ, &scopes)?;
        Ok((found, chain))
    }

    /// What a body has sent and received that answers what is asked, with how much of it all is late: nothing for those who do not sit there.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn transmissions(&self, viewer: &Viewer, body: &Body, asked: &Listing) -> Result<(Listed<Transmission>, u64), Problem> {
        if !viewer.may(&policy::DECISION_READ, &[Scope::Body(body.id)]) {
            return Ok((Listed { items: Vec::new(), total: 0, years: Vec::new() }, 0));
        }
        let (connection, today) = (self.database.read(), self.today());
        let late = store::consultation::late(connection, body.id, today).await.map_err(problem)?;
        Ok((store::consultation::transmissions(connection, body.id, asked, today).await.map_err(problem)?, late))
    }
}

fn sendable(draft: &TransmissionDraft, to: Option<&Body>, forwarded: Option<&Transmission>, today: Day) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if to.is_none_or(|to| to.id == draft.from) {
        unmet.push(Violation::new("transmission-to", "Choisissez une autre instance.", "Choose another body.").on("to"));
    }
    if draft.title.trim().is_empty() {
        unmet.push(Violation::new("transmission-title", "Donnez un objet.", "Say what it is about.").on("title"));
    }
    if draft.due_on.is_some_and(|due| due < today) {
        unmet.push(
            Violation::new("transmission-due", "La date attendue est déjà passée.", "The day it is expected has passed.").on("due_on"),
        );
    }
    let receivable = forwarded.is_some_and(|before| before.to == draft.from && before.acknowledged_on.is_some());
    if draft.forwards.is_some() && !receivable {
        unmet.push(Violation::new(
            "transmission-forward",
            "Seule l’instance qui a reçu une transmission, et en a accusé réception, peut la porter plus haut.",
            "Only the body that received a transmission, and acknowledged it, can take it higher.",
        ));
    }
    unmet
}

fn no_transmission() -> Problem {
    Problem::not_found("Cette transmission n’existe pas.", "There is no such transmission.")
}

/// What stands in the way of an answer in words.
fn unanswerable(sent: &Transmission, opinion: bool) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if sent.is_done() {
        unmet.push(Violation::new(
            "transmission-answered",
            "Une réponse a déjà été donnée, ou n’est plus attendue : pour la compléter, envoyez une nouvelle transmission.",
            "It was answered already, or no answer is expected any more: to add to it, send something new.",
        ));
    }
    if sent.asks_to_judge() {
        unmet.push(Violation::new(
            "transmission-judge",
            "La réponse est ce que l’instance dit du projet : donnez l’accord, refusez ou renvoyez sur la page du projet.",
            "The answer is what the body says of the project: agree, refuse or return on the page of the project.",
        ));
    }
    if opinion {
        unmet.push(Violation::new(
            "transmission-opinion",
            "La réponse est l’avis en préparation : donnez-le, il répondra à cette demande.",
            "The answer is the opinion being prepared: give it, and it will answer this request.",
        ));
    }
    unmet
}

fn no_answer() -> Violation {
    Violation::new("transmission-answer", "Écrivez la réponse.", "Write the answer.").on("answer")
}
