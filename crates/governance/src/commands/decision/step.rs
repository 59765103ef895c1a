//! Writing a decision, and leading it from draft to outcome.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Day, Kind, Problem, Viewer, Violation, day_of};
use chrono::Datelike;
use serde_json::json;
use uuid::Uuid;

use super::case::Case;
use crate::{
    Body, Decision, DecisionState, Governance, Happening, HappeningKind, Procedure, Subject, SubjectKind, TextVersion, Transmission,
    TransmissionPurpose, policy,
    rules::consensus::{self, Effect, Event},
    store,
};

/// The longest title.
const TITLE: usize = 300;

/// What is written of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionDraft {
    /// The identifier made when the form was shown.
    pub id: Uuid,
    /// What it is about, in a few words.
    pub title: String,
    /// The text.
    pub text: String,
    /// What it is about, when that is kept here.
    pub subject: Option<Subject>,
    /// The meeting.
    pub meeting: Option<Uuid>,
    /// The item of its agenda.
    pub item: Option<Uuid>,
    /// How the body is asked.
    pub procedure: Procedure,
    /// In writing: the last day.
    pub deadline: Option<Day>,
    /// In writing: when everybody was told.
    pub notified_on: Option<Day>,
    /// In writing: the proof.
    pub notice: String,
    /// Whether anybody may read it once adopted.
    pub public: bool,
}

/// A step, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which one.
    pub event: Event,
    /// The revision of the decision it was asked on.
    pub revision: i64,
    /// What the chair declares; the reason of a new version, of an escalation, of a withdrawal.
    pub words: String,
    /// The new text, for a new version.
    pub text: String,
}

impl Governance {
    /// Writes a decision down for a body. Sent twice, it is written once.
    ///
    /// # Errors
    /// The viewer may not, something is missing, or the store does not answer.
    pub async fn draft_decision(&self, viewer: &Viewer, body: Uuid, draft: DecisionDraft) -> Result<Decision, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let body = store::body::by_id(&transaction, body).await?.ok_or_else(super::case::no_decision)?;
                viewer.check(&policy::DECISION_RUN, &self.scopes(&body))?;
                if let Some(known) = store::decision::by_id(&transaction, draft.id).await? {
                    return Ok((known, None));
                }
                complete(&draft, true)?;
                let decision = fresh(&body, &draft, transaction.now());
                store::decision::insert(&transaction, &decision).await?;
                keep_text(&transaction, &decision, draft.text, String::new()).await?;
                let record = Record::new("decision.draft", "decision", decision.id.to_string()).after(json!(decision));
                Ok((decision, Some(record.summary("a decision was drafted"))))
            })
            .await
    }

    /// Changes the sheet of a decision that is not closed, and its text while it is a draft.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, something is missing, or the store does not answer.
    pub async fn edit_decision(&self, viewer: &Viewer, revision: i64, draft: DecisionDraft) -> Result<Decision, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let case = self.case(&transaction, draft.id, day_of(transaction.now())).await?;
                viewer.check(&policy::DECISION_RUN, &self.scopes(&case.body))?;
                fresh_enough(&case.decision, revision)?;
                let is_draft = case.decision.state == DecisionState::Draft;
                if case.decision.state.is_final() {
                    return Err(Problem::new(Kind::Invalid, vec![closed()]).into());
                }
                complete(&draft, is_draft)?;
                let before = json!(case.decision);
                let changed = edited(case.decision, &draft);
                store::decision::update(&transaction, &changed).await?;
                if is_draft {
                    keep_text(&transaction, &changed, draft.text, String::new()).await?;
                }
                let record = Record::new("decision.edit", "decision", changed.id.to_string()).before(before).after(json!(changed));
                Ok((changed, record.summary("the sheet of a decision was changed")))
            })
            .await
    }

    /// Leads a decision one step further.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, rules are not met (all of them are told), or the store does not answer.
    pub async fn step_decision(&self, viewer: &Viewer, id: Uuid, step: Step) -> Result<Decision, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let case = self.case(&transaction, id, day_of(transaction.now())).await?;
                viewer.check(&policy::DECISION_RUN, &self.scopes(&case.body))?;
                fresh_enough(&case.decision, step.revision)?;
                let mut unmet = said(&case, &step);
                let (state, effects) = match consensus::transition(case.decision.state, step.event, &case.context()) {
                    Ok(next) => next,
                    Err(rules) => {
                        unmet.extend(rules);
                        (case.decision.state, Vec::new())
                    }
                };
                if !unmet.is_empty() {
                    return Err(Problem::new(Kind::Invalid, unmet).into());
                }
                let before = json!(case.decision);
                let decision = self.carry(&transaction, viewer, &case, &step, state, &effects).await?;
                let record = Record::new(format!("decision.{}", step.event.code()), "decision", id.to_string());
                let summary = format!("a decision is now {}, version {}", decision.state.code(), decision.version);
                let record = record.before(before).after(json!(decision)).summary(summary);
                Ok((decision, record))
            })
            .await
    }

    /// Writes a step and what follows from it.
    async fn carry(
        &self,
        transaction: &Transaction,
        viewer: &Viewer,
        case: &Case,
        step: &Step,
        state: DecisionState,
        effects: &[Effect],
    ) -> Result<Decision, Error> {
        let mut decision = case.decision.clone();
        decision.state = state;
        decision.revision += 1;
        if step.event == Event::Open {
            decision.rule = Some(case.rule().clone());
        }
        if state.is_final() {
            decision.closed_at = Some(transaction.now());
            decision.declaration = declared(step, state);
        }
        if step.event == Event::Rework {
            decision.version += 1;
            keep_text(transaction, &decision, step.text.clone(), step.words.clone()).await?;
        }
        for effect in effects {
            match effect {
                Effect::Number => {
                    decision.number = Some(store::decision::next_number(transaction, decision.body, case.today.year()).await?);
                }
                Effect::Communicate { due } => self.transmit(transaction, case, &decision, TransmissionPurpose::Information, *due).await?,
                Effect::HandOver => {
                    let days = chrono::Days::new(u64::from(case.rule().communication_days()));
                    let due = case.today.checked_add_days(days).unwrap_or(case.today);
                    self.transmit(transaction, case, &decision, TransmissionPurpose::Approval, due).await?;
                }
            }
        }
        store::decision::update(transaction, &decision).await?;
        let person = viewer.person().map(|person| person.person);
        let words = if state.is_final() { decision.declaration.clone() } else { step.words.clone() };
        let line = Happening {
            id: self.database.ids().next(),
            decision: decision.id,
            version: decision.version,
            kind: kind_of(step.event),
            seat: None,
            person,
            stand: None,
            words,
            at: transaction.now(),
        };
        store::decision::happened(transaction, &line).await?;
        Ok(decision)
    }

    /// Sends a decision to every body its own depends on.
    async fn transmit(
        &self,
        transaction: &Transaction,
        case: &Case,
        decision: &Decision,
        purpose: TransmissionPurpose,
        due_on: Day,
    ) -> Result<(), Error> {
        for parent in &case.body.parents {
            let (id, way) = (self.database.ids().next(), (case.body.id, *parent));
            let sent = Transmission::new(id, way, purpose, decision.title.clone(), due_on, transaction.now());
            let subject = Some(Subject { kind: SubjectKind::Decision, id: decision.id });
            let sent = Transmission { subject, words: decision.declaration.clone(), ..sent };
            store::consultation::send(transaction, &sent).await?;
        }
        Ok(())
    }
}

fn fresh(body: &Body, draft: &DecisionDraft, now: bassin_kernel::Timestamp) -> Decision {
    Decision {
        id: draft.id,
        body: body.id,
        title: draft.title.trim().to_owned(),
        subject: draft.subject,
        meeting: draft.meeting,
        item: draft.item,
        procedure: draft.procedure,
        state: DecisionState::Draft,
        version: 1,
        rule: None,
        deadline: draft.deadline,
        notified_on: draft.notified_on,
        notice: draft.notice.clone(),
        public: draft.public,
        number: None,
        declaration: String::new(),
        closed_at: None,
        created_at: now,
        revision: 1,
    }
}

fn edited(decision: Decision, draft: &DecisionDraft) -> Decision {
    Decision {
        title: draft.title.trim().to_owned(),
        subject: draft.subject,
        meeting: draft.meeting,
        item: draft.item,
        // How the body is asked is part of what it was asked: it does not change once it is open.
        procedure: if decision.state == DecisionState::Draft { draft.procedure } else { decision.procedure },
        deadline: draft.deadline,
        notified_on: draft.notified_on,
        notice: draft.notice.clone(),
        public: draft.public,
        revision: decision.revision + 1,
        ..decision
    }
}

async fn keep_text(transaction: &Transaction, decision: &Decision, text: String, reason: String) -> Result<(), Error> {
    let version = TextVersion { of: decision.id, number: decision.version, text, reason, at: transaction.now() };
    Ok(store::decision::keep_text(transaction, &version).await?)
}

fn complete(draft: &DecisionDraft, with_text: bool) -> Result<(), Problem> {
    let mut unmet = Vec::new();
    let title = draft.title.trim();
    if title.is_empty() {
        unmet.push(Violation::new("decision-title", "Donnez un objet à la décision.", "Say what the decision is about.").on("title"));
    }
    if title.chars().count() > TITLE {
        let (fr, en) = (format!("L’objet tient en {TITLE} caractères."), format!("At most {TITLE} characters."));
        unmet.push(Violation::new("decision-title-long", fr, en).on("title"));
    }
    if with_text && draft.text.trim().is_empty() {
        unmet.push(no_text());
    }
    if draft.notified_on.is_some() && draft.notice.trim().is_empty() {
        let (fr, en) = ("Dites comment l’envoi peut être prouvé.", "Say how the notice can be proved.");
        unmet.push(Violation::new("notice-proof", fr, en).on("notice"));
    }
    if unmet.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, unmet)) }
}

fn no_text() -> Violation {
    Violation::new("decision-text", "Écrivez le texte soumis à l’instance.", "Write the text put to the body.").on("text")
}

/// What is missing in the words of a step.
fn said(case: &Case, step: &Step) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if matches!(step.event, Event::Rework | Event::Escalate | Event::Withdraw) && step.words.trim().is_empty() {
        unmet.push(Violation::new("reason-missing", "Dites pourquoi.", "Say why.").on("words"));
    }
    if step.event == Event::Rework {
        let current = case.texts.last().map(|version| version.text.trim());
        if step.text.trim().is_empty() {
            unmet.push(no_text());
        } else if current == Some(step.text.trim()) {
            let (fr, en) = (
                "Le texte n’a pas changé : modifiez-le pour répondre aux objections.",
                "The text has not changed: amend it to answer the objections.",
            );
            unmet.push(Violation::new("text-unchanged", fr, en).on("text"));
        }
    }
    unmet
}

fn declared(step: &Step, state: DecisionState) -> String {
    match step.words.trim() {
        "" if state.is_adopted() => "Personne ne maintient d’objection : la décision est adoptée.".to_owned(),
        words => words.to_owned(),
    }
}

const fn kind_of(event: Event) -> HappeningKind {
    match event {
        Event::Open => HappeningKind::Opened,
        Event::Call => HappeningKind::Called,
        Event::Adopt => HappeningKind::Adopted,
        Event::Block => HappeningKind::Blocked,
        Event::Rework => HappeningKind::Reworked,
        Event::Escalate => HappeningKind::Escalated,
        Event::Withdraw => HappeningKind::Withdrawn,
    }
}

/// Refuses what was asked on an older state of the decision.
fn fresh_enough(decision: &Decision, revision: i64) -> Result<(), Problem> {
    if decision.revision == revision {
        return Ok(());
    }
    Err(Problem::one(
        Kind::Conflict,
        "decision-changed",
        "La décision a changé pendant que vous la lisiez : voyez où elle en est, puis recommencez.",
        "The decision has changed while you were reading it: see where it stands, then try again.",
    ))
}

fn closed() -> Violation {
    Violation::new(
        "decision-closed",
        "Cette décision est close : elle ne se modifie plus. Une nouvelle décision peut la compléter ou la remplacer.",
        "This decision is closed: it is not changed any more. A new decision may complete or replace it.",
    )
}
