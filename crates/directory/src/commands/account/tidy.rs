//! What has passed its time is taken away: links that were used or have expired, sessions that have ended, files that nobody agreed to import.

use std::time::Duration;

use bassin_database::Error;
use bassin_kernel::Problem;

use super::identify::{ABSOLUTE, IDLE, SECOND_STEP};
use crate::{
    Directory,
    store::account::{self as store, Past},
};

/// How long a link that was used or has expired is kept, so that whoever opens it late is told why it does not work.
const LINKS: Duration = Duration::from_hours(30 * 24);

impl Directory {
    /// Takes away what has passed its time. The journal does not grow: nobody did anything. How much there was.
    ///
    /// # Errors
    /// The store or a folder does not answer.
    pub async fn tidy(&self) -> Result<u64, Problem> {
        let now = self.database.clock().now();
        let swept = self.sweep_files(now)?;
        let past = Past { links: now - LINKS, idle: now - IDLE, opened: now - ABSOLUTE, begun: now - SECOND_STEP };
        if !store::any_past(self.database.read(), past).await.map_err(Error::from)? {
            return Ok(swept);
        }
        let removed = self.database.note(|transaction| async move { Ok(store::remove_past(&transaction, past).await?) }).await?;
        Ok(swept + removed)
    }
}
