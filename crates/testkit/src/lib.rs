//! What tests share: a store of their own on both engines, a clock and ids that never change, requests to a router.
//!
//! A test of the store is written once and runs on `SQLite` always, and on `PostgreSQL` whenever its server is
//! installed (a private server is started, and removed) or `BASSIN_TEST_POSTGRES` gives the address of one:
//!
//! ```ignore
//! #[tokio::test]
//! async fn a_perimeter_is_saved() {
//!     testkit::on_each_engine(territory::migrations, |store| async move {
//!         save(&store, "grand-est").await.unwrap();
//!         assert_eq!(store.generation().await.unwrap(), 1);
//!     })
//!     .await;
//! }
//! ```
#![expect(clippy::expect_used, clippy::panic, reason = "this crate is only used by tests, where a failure must stop the test")]

mod cluster;
mod engines;
mod http;

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Once};

use bassin_kernel::{Clock, FixedClock, Ids, SequentialIds, Timestamp};

pub use engines::{Migrations, Store, migrations, on_each_engine};
pub use http::{Answer, get, post_form, post_json, send};

/// The instant at which tests live: 15 January 2026, 09:00 UTC.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_timestamp(1_768_467_600, 0).expect("a valid instant")
}

/// A clock that always tells [`now`].
#[must_use]
pub fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock(now()))
}

/// Identifiers 1, 2, 3 …
#[must_use]
pub fn ids() -> Arc<dyn Ids> {
    Arc::new(SequentialIds::default())
}

/// A directory of one's own, removed at the end of the test.
#[must_use]
pub fn directory() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("bassin-test-").tempdir().expect("a temporary directory")
}

/// The real files that some tests read, in the folder `shared/data` beside the repository. When it is absent, the
/// output says once that those tests are skipped.
#[must_use]
pub fn shared_data() -> Option<PathBuf> {
    static TOLD: Once = Once::new();
    // Asked when the test runs: a build kept from another checkout would look beside that one.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let folder = PathBuf::from(here).join("../../../shared/data");
    let folder = folder.canonicalize().ok().filter(|folder| folder.is_dir());
    if folder.is_none() {
        TOLD.call_once(|| tell("the folder ../shared/data is absent: the tests on real files are skipped"));
    }
    folder
}

/// Writes one line to the terminal, past the capture of the test runner.
fn tell(line: &str) {
    // A closed output must not fail a test.
    drop(writeln!(std::io::stderr(), "testkit: {line}"));
}
