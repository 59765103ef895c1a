//! Sending what is due.

use std::{path::Path, sync::Arc, time::Duration};

use bassin_database::{Database, Error, Record, Transaction};
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

/// How long what a letter that failed said is kept, so that somebody may send it again: no link of a letter lasts longer.
pub const FAILED_FOR: Duration = Duration::from_hours(7 * 24);
/// How long it is kept that a letter left or failed, with its address.
pub const KEPT_FOR: Duration = Duration::from_hours(90 * 24);

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
        self.database.note(|transaction| async move { store::claim(&transaction, transaction.now() + LEASE, AT_ONCE).await }).await
    }

    /// Notes what became of letters. The journal tells of those that left or have failed; of attempts that will be made again, it says nothing.
    async fn note(&self, outcomes: Vec<(Due, Result<(), Refusal>)>) -> Result<Delivery, Problem> {
        let again = |(due, outcome): &(Due, Result<(), Refusal>)| outcome.as_ref().is_err_and(|refusal| wait(due, refusal).is_some());
        if outcomes.iter().all(again) {
            return self.database.note(|transaction| async move { settle(&transaction, outcomes).await }).await;
        }
        self.database
            .write(&Viewer::System, |transaction| async move {
                let delivery = settle(&transaction, outcomes).await?;
                let summary = format!("sent: {}, put off: {}, failed: {}", delivery.sent, delivery.put_off, delivery.failed);
                Ok((delivery, Record::new("letter.deliver", "letter", "").summary(summary)))
            })
            .await
    }

    /// Forgets what letters of old held: what one that failed said, [`FAILED_FOR`] after it was queued; letters altogether, [`KEPT_FOR`] after,
    /// those put in a folder included. How many letters were touched.
    ///
    /// # Errors
    /// The store or the folder does not answer.
    pub async fn tidy(&self) -> Result<u64, Problem> {
        let now = self.database.clock().now();
        let left = self.transport.sweep(now - KEPT_FOR);
        if !store::any_old(&self.database, now - FAILED_FOR, now - KEPT_FOR).await? {
            return Ok(left);
        }
        let forgotten =
            self.database.note(|transaction| async move { store::forget_old(&transaction, now - FAILED_FOR, now - KEPT_FOR).await });
        Ok(left + forgotten.await?)
    }
}

/// How long to wait before another attempt, in minutes; none when there will be none.
fn wait(due: &Due, refusal: &Refusal) -> Option<i64> {
    delay(due.attempts).filter(|_| !refusal.for_good)
}

async fn settle(transaction: &Transaction, outcomes: Vec<(Due, Result<(), Refusal>)>) -> Result<Delivery, Error> {
    let mut delivery = Delivery::default();
    for (due, outcome) in outcomes {
        let id = due.letter.id;
        let Err(refusal) = outcome else {
            store::sent(transaction, id).await?;
            delivery.sent += 1;
            continue;
        };
        let next = wait(&due, &refusal).map(|minutes| transaction.now() + Duration::from_mins(minutes.unsigned_abs()));
        store::not_sent(transaction, id, &refusal.reason, next).await?;
        if next.is_some() { delivery.put_off += 1 } else { delivery.failed += 1 }
    }
    Ok(delivery)
}
