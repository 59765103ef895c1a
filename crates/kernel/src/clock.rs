//! Time, injected.

use chrono::{DateTime, SubsecRound, Utc};

/// An instant in UTC, truncated to the microsecond (what both stores keep).
pub type Timestamp = DateTime<Utc>;

/// Where the time comes from. Commands take it; nothing else reads a clock.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, truncated to the microsecond.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the ambient clock is read")]
    fn now(&self) -> Timestamp {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that always tells the same instant, for tests and for reproducible builds.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0.trunc_subsecs(6)
    }
}
