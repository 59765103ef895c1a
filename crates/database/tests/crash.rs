//! Killed in the middle of a write.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use bassin_database::{Database, journal};
use bassin_testkit::{clock, ids, on_each_engine};
use common::{count, migrations, value};

const ADDRESS: &str = "BASSIN_TEST_CRASH_STORE";

/// Not a test of its own: the process that the test below kills.
#[tokio::test]
#[ignore = "the victim of the other test"]
async fn victim() {
    let Ok(url) = std::env::var(ADDRESS) else { return };
    let database = Database::connect(&url, migrations(), clock(), ids()).await.unwrap();
    loop {
        println!("acknowledged {}", count(&database, "a").await.unwrap());
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_and_nothing_is_half_written() {
    on_each_engine(migrations, |store| async move {
        for _ in 0..3 {
            let acknowledged = kill_after(store.url(), 20);
            let database = store.again().await.unwrap();
            // A server may still be finishing the write of the process that died: the next one waits for it.
            let next = count(&database, "a").await.unwrap();
            assert!(next > acknowledged, "{next} after {acknowledged} was acknowledged");
            assert_eq!(value(database.read(), "a").await.unwrap(), Some(next));
            assert_eq!(i64::try_from(journal::verify(&database).await.unwrap().entries).unwrap(), next);
            database.close().await;
        }
    })
    .await;
}

/// Starts the victim, kills it after `writes` of its writes, and returns the last number it acknowledged.
fn kill_after(url: &str, writes: usize) -> i64 {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "victim", "--ignored", "--nocapture"])
        .env(ADDRESS, url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut numbers = lines.by_ref().filter_map(|line| line.rsplit_once("acknowledged ")?.1.parse().ok());
    let mut last = numbers.by_ref().nth(writes - 1).unwrap();
    victim.kill().unwrap();
    victim.wait().unwrap();
    // What it still said before it died was acknowledged too.
    if let Some(later) = numbers.last() {
        last = later;
    }
    last
}
