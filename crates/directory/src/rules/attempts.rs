//! How long to wait after wrong attempts: the more there were, the longer.

use std::{collections::HashMap, time::Duration};

use bassin_kernel::Timestamp;

/// How many attempts are free for one account.
pub const FOR_AN_ACCOUNT: u32 = 5;
/// How many attempts are free for one address: an office shares one.
pub const FOR_AN_ADDRESS: u32 = 30;

/// The first wait, in seconds.
const FIRST: u64 = 5;
/// The longest wait, in seconds.
const LONGEST: u64 = 900;
/// After how long without an attempt they are forgotten.
const FORGOTTEN: Duration = Duration::from_hours(1);
/// How many keys are remembered before those that can be are forgotten.
const REMEMBERED: usize = 20_000;

/// The attempts made lately, by key.
#[derive(Debug, Default)]
pub struct Attempts(HashMap<String, Made>);

#[derive(Debug, Clone, Copy)]
struct Made {
    count: u32,
    last: Timestamp,
    until: Timestamp,
}

impl Attempts {
    /// Counts an attempt before it is made, so that attempts made at once all count.
    ///
    /// # Errors
    /// It is too early: how long to wait.
    pub fn begin(&mut self, key: &str, free: u32, now: Timestamp) -> Result<(), Duration> {
        if self.0.len() > REMEMBERED {
            self.0.retain(|_, made| now < made.last + FORGOTTEN);
        }
        let fresh = Made { count: 0, last: now, until: now };
        let made = self.0.entry(key.to_owned()).or_insert(fresh);
        if now >= made.last + FORGOTTEN {
            *made = fresh;
        }
        if now < made.until {
            return Err((made.until - now).to_std().unwrap_or_default());
        }
        made.count = made.count.saturating_add(1);
        made.last = now;
        made.until = now + wait(made.count.saturating_sub(free));
        Ok(())
    }

    /// Forgets the attempts of a key: one succeeded.
    pub fn succeed(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// Takes one attempt back: it succeeded, others with the same key may not.
    pub fn forgive(&mut self, key: &str, now: Timestamp) {
        if let Some(made) = self.0.get_mut(key) {
            made.count = made.count.saturating_sub(1);
            made.until = now;
        }
    }
}

/// How long to wait after `beyond` attempts beyond the free ones.
fn wait(beyond: u32) -> Duration {
    let seconds = if beyond == 0 { 0 } else { FIRST.saturating_mul(1 << (beyond - 1).min(16)).min(LONGEST) };
    Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start() -> Timestamp {
        Timestamp::from_timestamp(1_768_467_600, 0).unwrap()
    }

    #[test]
    fn the_wait_grows_and_ends() {
        let (mut attempts, mut now) = (Attempts::default(), start());
        for _ in 0..5 {
            assert_eq!(attempts.begin("a", 5, now), Ok(()));
        }
        let mut waits = Vec::new();
        for _ in 0..12 {
            assert_eq!(attempts.begin("b", 5, now).is_ok(), waits.len() < 12);
            attempts.begin("a", 5, now).unwrap();
            let wait = attempts.begin("a", 5, now).unwrap_err();
            waits.push(wait.as_secs());
            now += wait;
            attempts.succeed("b");
        }
        assert_eq!(waits[..4], [5, 10, 20, 40]);
        assert_eq!(waits.last(), Some(&LONGEST));
        assert_eq!(attempts.begin("a", 5, now + FORGOTTEN), Ok(()), "forgotten after a while");
        assert_eq!(attempts.begin("a", 5, now + FORGOTTEN), Ok(()));
    }

    proptest! {
        #[test]
        fn guessing_stays_slow_whatever_the_rhythm(pauses in proptest::collection::vec(0_u64..2_000, 1..400)) {
            let (mut attempts, mut now, mut let_through) = (Attempts::default(), start(), 0_u64);
            for pause in pauses {
                now += Duration::from_secs(pause);
                let_through += u64::from(attempts.begin("a", 5, now).is_ok());
            }
            let elapsed = (now - start()).to_std().unwrap().as_secs();
            // Free attempts, the growing waits, then at most one each longest wait.
            prop_assert!(let_through <= 14 + elapsed / LONGEST + 14 * (elapsed / FORGOTTEN.as_secs()), "{let_through} in {elapsed} s");
        }
    }
}
