//! Sending what is due.

use std::{path::Path, sync::Arc, time::Duration};

use bassin_database::{Database, Record};
use bassin_kernel::{Problem, Viewer};

use crate::{
    letter::delay,
    store::{self, Due},
    transport::{Refusal, Settings, Transport},
};

/// How many letters are taken at once.
const AT_ONCE: u64 = 20;
/// How long whoever took letters has to send them before somebody else may.
const LEASE: Duration = Duration::from_mins(10);

/// The post office: one in each portal.
#[derive(Clone)]
pub struct Mail {
    database: Database,
    transport: Arc<Transport>,
}

/// What one round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivery {
    /// Letters that left.
    pub sent: u64,
    /// Letters that will be tried again.
    pub put_off: u64,
    /// Letters that have failed.
    pub failed: u64,
}

impl Mail {
    /// The post office of a store and its data directory.
    ///
    /// # Errors
    /// The settings are wrong.
    pub fn open(database: Database, settings: &Settings, data: &Path) -> Result<Self, Problem> {
        Ok(Self { database, transport: Arc::new(Transport::new(settings, data)?) })
    }

    /// Sends what is due, a handful at most, and notes what became of it. Several portals may do so at once: each letter is taken by one.
    ///
    /// # Errors
    /// The store does not answer. A mail server that does not is no error: its letters wait.
    pub async fn deliver(&self) -> Result<Delivery, Problem> {
        if !store::any_due(&self.database, self.database.clock().now()).await? {
            return Ok(Delivery::default());
        }
        let mut outcomes = Vec::new();
        for due in self.claim().await? {
            let outcome = self.transport.send(&due.letter, self.database.clock().now()).await;
            if let Err(refusal) = &outcome {
                tracing::warn!(letter = %due.letter.id, attempts = due.attempts, reason = refusal.reason, "a letter did not leave");
            }
            outcomes.push((due, outcome));
        }
        if outcomes.is_empty() { Ok(Delivery::default()) } else { self.note(outcomes).await }
    }

    async fn claim(&self) -> Result<Vec<Due>, Problem> {
        self.database
            .write(&Viewer::System, |transaction| async move {
                let due = store::claim(&transaction, transaction.now() + LEASE, AT_ONCE).await?;
                let record = Record::new("letter.take", "letter", "").summary(format!("letters: {}", due.len()));
                let record = (!due.is_empty()).then_some(record);
                Ok((due, record))
            })
            .await
    }

    async fn note(&self, outcomes: Vec<(Due, Result<(), Refusal>)>) -> Result<Delivery, Problem> {
        self.database
            .write(&Viewer::System, |transaction| async move {
                let mut delivery = Delivery::default();
                for (due, outcome) in outcomes {
                    let id = due.letter.id;
                    match outcome {
                        Ok(()) => {
                            store::sent(&transaction, id).await?;
                            delivery.sent += 1;
                        }
                        Err(refusal) => {
                            let wait = delay(due.attempts).filter(|_| !refusal.for_good);
                            let next = wait.map(|minutes| transaction.now() + Duration::from_mins(minutes.unsigned_abs()));
                            store::not_sent(&transaction, id, &refusal.reason, next).await?;
                            if next.is_some() { delivery.put_off += 1 } else { delivery.failed += 1 }
                        }
                    }
                }
                let summary = format!("sent: {}, put off: {}, failed: {}", delivery.sent, delivery.put_off, delivery.failed);
                Ok((delivery, Record::new("letter.deliver", "letter", "").summary(summary)))
            })
            .await
    }
}
