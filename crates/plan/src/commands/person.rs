//! What plans have to say before a person leaves the directory.

use std::sync::Arc;

use bassin_database::{Database, Error, Transaction, problem};
use bassin_directory::{Acts, Answer, counted};
use bassin_kernel::{LocalizedText, Problem};
use uuid::Uuid;

use crate::{Plans, store};

/// The acts of plans, as the directory asks for them.
struct Memory {
    database: Database,
}

impl Plans {
    /// What the directory asks before it deletes a person.
    #[must_use]
    pub fn memory(&self) -> Arc<dyn Acts> {
        Arc::new(Memory { database: self.database.clone() })
    }
}

impl Acts for Memory {
    fn hold<'a>(&'a self, people: &'a [Uuid]) -> Answer<'a, Result<Vec<LocalizedText>, Problem>> {
        Box::pin(async move { Ok(told(store::person::acts(self.database.read(), people).await.map_err(problem)?)) })
    }

    fn hold_in<'a>(&'a self, transaction: &'a Transaction, people: &'a [Uuid]) -> Answer<'a, Result<Vec<LocalizedText>, Error>> {
        Box::pin(async move { Ok(told(store::person::acts(transaction, people).await?)) })
    }

    fn forget<'a>(&'a self, _: &'a Transaction, _: &'a [Uuid]) -> Answer<'a, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }
}

fn told(count: u64) -> Vec<LocalizedText> {
    counted(count, ["acte dans un plan d’action", "actes dans des plans d’action"], ["act in an action plan", "acts in action plans"])
}
