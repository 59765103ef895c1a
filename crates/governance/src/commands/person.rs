//! What the acts of bodies have to say before a person leaves the directory.

use std::sync::Arc;

use bassin_database::{Database, Error, Transaction, problem};
use bassin_directory::{Acts, Answer, counted};
use bassin_kernel::{LocalizedText, Problem};
use uuid::Uuid;

use crate::{
    Governance,
    store::person::{self as store, Act},
};

/// The acts of bodies, as the directory asks for them.
struct Memory {
    database: Database,
}

impl Governance {
    /// What the directory asks before it deletes a person.
    #[must_use]
    pub fn memory(&self) -> Arc<dyn Acts> {
        Arc::new(Memory { database: self.database.clone() })
    }
}

impl Acts for Memory {
    fn hold<'a>(&'a self, people: &'a [Uuid]) -> Answer<'a, Result<Vec<LocalizedText>, Problem>> {
        Box::pin(async move { Ok(told(store::acts(self.database.read(), people).await.map_err(problem)?)) })
    }

    fn hold_in<'a>(&'a self, transaction: &'a Transaction, people: &'a [Uuid]) -> Answer<'a, Result<Vec<LocalizedText>, Error>> {
        Box::pin(async move { Ok(told(store::acts(transaction, people).await?)) })
    }

    fn forget<'a>(&'a self, transaction: &'a Transaction, people: &'a [Uuid]) -> Answer<'a, Result<(), Error>> {
        Box::pin(async move { Ok(store::forget(transaction, people).await?) })
    }
}

fn told(found: Vec<(Act, u64)>) -> Vec<LocalizedText> {
    found
        .into_iter()
        .flat_map(|(act, count)| {
            let (french, english) = words(act);
            counted(count, french, english)
        })
        .collect()
}

/// One and many acts of a sort, in French and in English.
const fn words(act: Act) -> ([&'static str; 2], [&'static str; 2]) {
    match act {
        Act::Mandate => (["mandat", "mandats"], ["mandate", "mandates"]),
        Act::Meeting => {
            (["convocation ou présence", "convocations ou présences"], ["invitation or attendance", "invitations or attendances"])
        }
        Act::Decision => (["acte dans une décision", "actes dans des décisions"], ["act in a decision", "acts in decisions"]),
        Act::Position => (["position exprimée", "positions exprimées"], ["position expressed", "positions expressed"]),
        Act::Opinion => (["acte dans un avis", "actes dans des avis"], ["act in an opinion", "acts in opinions"]),
        Act::Transmission => (["communication", "communications"], ["transmission", "transmissions"]),
        Act::Convention => (["acte dans une convention", "actes dans des conventions"], ["act in a convention", "acts in conventions"]),
        Act::Signature => (["signature", "signatures"], ["signature", "signatures"]),
        Act::Project => (["acte dans un projet", "actes dans des projets"], ["act in a project", "acts in projects"]),
        Act::Practice => (["fiche de pratique", "fiches de pratiques"], ["practice sheet", "practice sheets"]),
        Act::Evaluation => (["évaluation validée", "évaluations validées"], ["evaluation validated", "evaluations validated"]),
    }
}
