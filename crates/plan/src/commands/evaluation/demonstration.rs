//! What the contract itself says of its evaluation: its programme, and the questions it already asks.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Kind, Problem, Scope, Viewer};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::{gather, store};
use crate::{
    Plans,
    model::evaluation::{Programme, ProgrammeSheet, Question, QuestionSheet, QuestionState},
    policy,
};

const TEXT: &str = include_str!("../../../../../data/plans/evaluation/cprdfop-grand-est.toml");

/// What the file says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    plan: String,
    /// The body that evaluates, by its name in addresses.
    body: String,
    /// The body that watches over methods.
    council: String,
    programme: ProgrammeSheet,
    questions: Vec<QuestionSheet>,
}

fn file() -> Result<File, Problem> {
    toml::from_str(TEXT).map_err(|error| {
        let detail = error.message();
        Problem::invalid(
            "evaluation-unreadable",
            format!("L’évaluation embarquée ne peut pas être lue : {detail}"),
            format!("The embedded evaluation cannot be read: {detail}"),
        )
    })
}

/// The identifier of what the file says, the same at each loading.
fn identifier(plan: &str, key: &str) -> Uuid {
    let digest = Sha256::digest(format!("bassin evaluation {plan} {key}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// An identifier that sorts at its place: questions are listed in the order of the text.
fn placed(id: Uuid, place: usize) -> Uuid {
    let mut bytes = id.into_bytes();
    bytes[0] = u8::try_from(place).unwrap_or(u8::MAX);
    Uuid::from_bytes(bytes)
}

impl Plans {
    /// Loads what the contract says of its evaluation, when its bodies are there and nobody has taken the evaluation on; says how many sheets
    /// were added.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn load_evaluation(&self, viewer: &Viewer) -> Result<usize, Problem> {
        let file = file()?;
        let (body, council) = (self.body_named(&file.body).await?, self.body_named(&file.council).await?);
        let Some(body) = body else { return Ok(0) };
        let who = viewer.clone();
        self.database
            .write(viewer, |transaction| async move {
                who.check(&policy::PROGRAMME_FOUND, &[Scope::Platform])?;
                let known: Vec<Programme> = store::of_plan(&transaction, &file.plan).await?;
                if !known.is_empty() {
                    return Ok((0, None));
                }
                let added = 1 + file.questions.len();
                let record = Record::new("evaluation.load", "programme", &file.plan).summary(format!("{added} sheets")).after(json!(added));
                add(&transaction, file, body, council).await?;
                Ok((added, Some(record)))
            })
            .await
    }

    /// Removes what the contract says of its evaluation, when nobody has worked on it; says how many sheets there were.
    ///
    /// # Errors
    /// The viewer may not, or the store does not answer.
    pub async fn remove_evaluation(&self, viewer: &Viewer) -> Result<usize, Problem> {
        let (plan, today, who) = (file()?.plan, self.today(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                who.check(&policy::PROGRAMME_FOUND, &[Scope::Platform])?;
                let found = gather(&transaction, &plan, today).await?;
                let programme = found.programme.filter(|programme| programme.demonstration && programme.revision == 1);
                let untouched = found.questions.iter().all(|question| question.demonstration && question.revision == 1);
                let alone = found.works.is_empty() && found.publications.is_empty() && found.recommendations.is_empty();
                let Some(programme) = programme.filter(|_| untouched && alone) else { return Ok((0, None)) };
                let ids: Vec<Uuid> = found.questions.iter().map(|question| question.id).chain([programme.id]).collect();
                store::remove(&transaction, &ids).await?;
                let record = Record::new("evaluation.remove", "programme", &plan).summary(format!("{} sheets", ids.len()));
                Ok((ids.len(), Some(record.before(json!(ids.len())))))
            })
            .await
    }

    async fn body_named(&self, slug: &str) -> Result<Option<Uuid>, Problem> {
        match self.governance.body(slug).await {
            Ok(body) => Ok(Some(body.id)),
            Err(problem) if problem.kind == Kind::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}

async fn add(transaction: &Transaction, file: File, body: Uuid, council: Option<Uuid>) -> Result<(), Error> {
    let plan = file.plan;
    let id = identifier(&plan, "programme");
    let programme = Programme { id, plan: plan.clone(), body, council, sheet: file.programme, demonstration: true, revision: 1 };
    store::insert(transaction, &programme).await?;
    for (index, sheet) in file.questions.into_iter().enumerate() {
        let question = Question {
            id: placed(identifier(&plan, &format!("question {index}")), index),
            plan: plan.clone(),
            state: QuestionState::Proposed,
            sheet,
            advice: None,
            answer: None,
            reason: String::new(),
            published: true,
            demonstration: true,
            created_at: transaction.now(),
            revision: 1,
        };
        store::insert(transaction, &question).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_contract_asks_is_there_with_its_page() {
        let file = file().unwrap();
        assert_eq!(file.plan, "cprdfop-grand-est-2018-2022");
        assert_eq!(file.questions.iter().filter(|question| question.source.contains("3.2.2, page 35")).count(), 3);
        for question in &file.questions {
            assert!(question.source.contains("page"), "{} has its page", question.title);
            assert!(!question.asked_by.is_empty() && !question.title.is_empty());
        }
    }
}
