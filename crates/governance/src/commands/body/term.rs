//! Proposing a term, deciding about it, evaluating it.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Day, Kind, Problem, Scope, Viewer, day_of};
use serde_json::json;
use uuid::Uuid;

use super::{Roll, edit::stored, fresh, unmet};
use crate::{
    Body, Evaluation, Governance, Term, policy,
    rules::{
        composition,
        term::{self, Act, ActKind},
    },
    store,
};

/// What is typed to evaluate a term.
#[derive(Debug, Clone, Default)]
pub struct EvaluationDraft {
    /// The identifier of the evaluation, made when the form was first shown.
    pub id: Uuid,
    /// The term.
    pub term: Uuid,
    /// How the body worked.
    pub functioning: String,
    /// What came of it.
    pub results: String,
    /// What is recommended.
    pub recommendations: String,
    /// Whether a renewal is advised.
    pub advises_renewal: Option<bool>,
    /// The revision the form was opened on; 0 for a new one.
    pub revision: i64,
    /// Whether it is submitted to the bodies this one depends on, rather than kept as a draft.
    pub submitted: bool,
}

impl Governance {
    /// Proposes another term. Sent twice, it is proposed once.
    ///
    /// # Errors
    /// The viewer may not, or every rule that is not met.
    pub async fn propose_term(
        &self,
        viewer: &Viewer,
        body: Uuid,
        id: Uuid,
        days: (Option<Day>, Option<Day>),
        act: &str,
    ) -> Result<Term, Problem> {
        let (room, act) = (self.clone(), act.to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let body = stored(&transaction, body).await?;
                viewer.check(&policy::BODY_EDIT, &room.wide_scopes(&body))?;
                if let Some(already) = store::body::term(&transaction, id).await? {
                    return Ok((already, None));
                }
                let (Some(first), Some(last)) = days else {
                    let violation = bassin_kernel::Violation::new(
                        "term-missing",
                        "Donnez le premier et le dernier jour de la période.",
                        "Give the first and the last day of the term.",
                    );
                    return Err(unmet(vec![violation.on("starts_on")]).into());
                };
                let life = store::body::life(&transaction, &body).await?;
                let term = term::propose(&life, room.statute_of(&body)?, id, body.id, (first, last), &act).map_err(unmet)?;
                store::body::add_term(&transaction, &term).await?;
                let summary = format!("{} – {}", body.name, term.period.range());
                let record = Record::new("term.propose", "term", id.to_string()).summary(summary).after(json!(term));
                Ok((term, Some(record)))
            })
            .await
    }

    /// Recognises a term, refuses it, refuses that another follows; validates or returns its evaluation. Sent twice, it is done once.
    ///
    /// # Errors
    /// The viewer may not, the form is stale, or every rule that is not met.
    pub async fn decide_term(&self, viewer: &Viewer, act: Act, revision: i64) -> Result<Term, Problem> {
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                let (before, body) = term_and_body(&transaction, act.term).await?;
                may_decide(viewer, &act)?;
                let life = store::body::life(&transaction, &body).await?;
                if life.decisions.iter().any(|decision| decision.id == act.id) {
                    return Ok((before, None));
                }
                fresh(before.revision, revision)?;
                let defects = room.defects_in(&transaction, &body).await?;
                let change = term::transition(&life, &act, room.statute_of(&body)?, &defects, transaction.now()).map_err(unmet)?;
                store::body::add_decision(&transaction, &change.decision).await?;
                for term in &change.terms {
                    store::body::update_term(&transaction, term).await?;
                }
                if let Some(evaluation) = &change.evaluation {
                    store::body::update_evaluation(&transaction, evaluation).await?;
                }
                let after = change.terms.iter().find(|term| term.id == before.id).cloned().unwrap_or_else(|| before.clone());
                let summary = format!("{} – {}", body.name, after.period.range());
                let record = Record::new(action(act.kind), "term", after.id.to_string()).summary(summary);
                let record = record.before(json!(before)).after(json!([change.decision, change.terms, change.evaluation]));
                Ok((after, Some(record)))
            })
            .await
    }

    /// The components that fall short, as the transaction sees them.
    async fn defects_in(&self, transaction: &Transaction, body: &Body) -> Result<Vec<composition::Defect>, Error> {
        let roll =
            Roll { seats: store::body::seats(transaction, body.id).await?, mandates: store::body::mandates(transaction, body.id).await? };
        let sittings = self.sittings(body, roll.mandates.iter().filter_map(|mandate| mandate.organisation)).await?;
        Ok(composition::defects(self.statute_of(body)?, &roll.seats, &roll.mandates, &sittings, day_of(transaction.now())))
    }

    /// Writes the evaluation of a term, as a draft or to submit it.
    ///
    /// # Errors
    /// The viewer may not, the form is stale, or every rule that is not met.
    pub async fn write_evaluation(&self, viewer: &Viewer, draft: EvaluationDraft) -> Result<Evaluation, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let (term, body) = term_and_body(&transaction, draft.term).await?;
                viewer.check(&policy::EVALUATION_WRITE, &[Scope::Body(body.id)])?;
                let life = store::body::life(&transaction, &body).await?;
                let before = life.evaluation(term.id);
                fresh(before.map_or(0, |before| before.revision), draft.revision)?;
                let typed = Evaluation {
                    id: before.map_or(draft.id, |before| before.id),
                    term: term.id,
                    functioning: draft.functioning.trim().to_owned(),
                    results: draft.results.trim().to_owned(),
                    recommendations: draft.recommendations.trim().to_owned(),
                    advises_renewal: draft.advises_renewal,
                    submitted_at: before.and_then(|before| before.submitted_at),
                    validated_at: before.and_then(|before| before.validated_at),
                    validated_by: before.map(|before| before.validated_by.clone()).unwrap_or_default(),
                    returned_because: before.map(|before| before.returned_because.clone()).unwrap_or_default(),
                    revision: draft.revision,
                };
                let after = if draft.submitted {
                    term::submit(&term, &typed, transaction.now()).map_err(unmet)?
                } else {
                    let wrong = term::writable(&term, Some(&typed));
                    if !wrong.is_empty() {
                        return Err(unmet(wrong).into());
                    }
                    Evaluation { revision: draft.revision + 1, ..typed }
                };
                if before.is_some() {
                    store::body::update_evaluation(&transaction, &after).await?;
                } else {
                    store::body::add_evaluation(&transaction, &after).await?;
                }
                let action = if draft.submitted { "evaluation.submit" } else { "evaluation.write" };
                let summary = format!("{} – {}", body.name, term.period.range());
                let record = Record::new(action, "evaluation", after.id.to_string()).summary(summary);
                let record = record.before(before.map(|before| json!(before))).after(json!(after));
                Ok((after, record))
            })
            .await
    }
}

fn may_decide(viewer: &Viewer, act: &Act) -> Result<(), Problem> {
    let permission = match act.kind {
        ActKind::Validate | ActKind::Return => &policy::EVALUATION_VALIDATE,
        ActKind::Recognise | ActKind::Refuse | ActKind::NotRenew => &policy::TERM_DECIDE,
    };
    match act.by {
        Some(by) => viewer.check(permission, &[Scope::Body(by)]),
        None => viewer.check(&policy::BODY_FOUND, &[Scope::Platform]),
    }
}

const fn action(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Recognise => "term.recognise",
        ActKind::Refuse => "term.refuse",
        ActKind::NotRenew => "term.not-renew",
        ActKind::Validate => "evaluation.validate",
        ActKind::Return => "evaluation.return",
    }
}

async fn term_and_body(transaction: &Transaction, id: Uuid) -> Result<(Term, Body), Error> {
    let missing = || Problem::one(Kind::NotFound, "term-unknown", "Cette période n’existe pas.", "There is no such term.");
    let term = store::body::term(transaction, id).await?.ok_or_else(missing)?;
    let body = stored(transaction, term.body).await?;
    Ok((term, body))
}
