//! The journal: listed, and verified whatever is done to it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use bassin_database::{Database, Record, journal};
use bassin_kernel::Viewer;
use bassin_testkit::{Store, on_each_engine};
use common::{migrations, tamper, viewer};
use serde_json::json;

/// Five entries, by two actors, about two objects.
async fn fill(database: &Database) {
    for number in 1..=5 {
        let by = if number % 2 == 0 { Viewer::System } else { viewer() };
        let record = Record::new("counter.set", "counter", if number < 4 { "a" } else { "b" })
            .summary(format!("entry {number}"))
            .on_behalf("the office")
            .before(json!({ "value": number - 1 }))
            .after(json!({ "value": number }));
        database.write(&by, |_| async { Ok(((), record)) }).await.unwrap();
    }
}

/// The codes and English sentences of what `verify` finds after `statements`.
async fn faults(store: &Store, statements: &[&str]) -> Vec<(String, String)> {
    for statement in statements {
        tamper(store, store.url(), statement).await;
    }
    let problem = journal::verify(store).await.unwrap_err();
    problem.violations.into_iter().map(|violation| (violation.code, violation.message.en)).collect()
}

#[tokio::test]
async fn an_untouched_journal_is_whole() {
    on_each_engine(migrations, |store| async move {
        let empty = journal::verify(&store).await.unwrap();
        assert_eq!((empty.entries, empty.last.as_str()), (0, journal::GENESIS));
        fill(&store).await;
        let verified = journal::verify(&store).await.unwrap();
        let entries = journal::list(&store, &journal::Page::default()).await.unwrap();
        assert_eq!((verified.entries, &verified.last), (5, &entries[0].hash));
        assert_eq!(entries[0].before_sha256, entries[1].after_sha256);
        assert_eq!(entries[0].previous_hash, entries[1].hash);
    })
    .await;
}

/// The same instants, identifiers and commands give the same hashes on both engines and on every machine.
#[tokio::test]
async fn the_hash_is_the_documented_one() {
    on_each_engine(migrations, |store| async move {
        fill(&store).await;
        // Worked out apart, in a few lines of Python, from the documentation of the module.
        let expected = "d06dfd03de678cc7b0c1c10a4b11bdd4071698d67ceea702d055861884fb8094";
        assert_eq!(journal::verify(&store).await.unwrap().last, expected);
    })
    .await;
}

#[tokio::test]
async fn altering_any_column_shows() {
    on_each_engine(migrations, |store| async move {
        fill(&store).await;
        let text = [
            "actor",
            "on_behalf",
            "action",
            "object_kind",
            "object_id",
            "before_sha256",
            "after_sha256",
            "summary",
            "previous_hash",
            "hash",
        ];
        for column in text {
            let before = format!("UPDATE journal SET {column} = {column} || 'x' WHERE seq = 3");
            let found = faults(&store, &[&before]).await;
            assert_eq!(found[0], ("journal-altered".to_owned(), "Entry 3 was altered afterwards.".to_owned()), "{column}");
            tamper(&store, store.url(), &format!("UPDATE journal SET {column} = substr({column}, 1, length({column}) - 1) WHERE seq = 3"))
                .await;
        }
        assert_eq!(journal::verify(&store).await.unwrap().entries, 5);
        for column in ["on_behalf", "before_sha256", "after_sha256"] {
            let keep = format!("UPDATE journal SET summary = {column}, {column} = NULL WHERE seq = 2");
            let found = faults(&store, &[&keep]).await;
            assert_eq!(found, [("journal-altered".to_owned(), "Entry 2 was altered afterwards.".to_owned())], "{column}");
            tamper(&store, store.url(), &format!("UPDATE journal SET {column} = summary, summary = 'entry 2' WHERE seq = 2")).await;
        }
        let found = faults(&store, &["UPDATE journal SET at = at + 1 WHERE seq = 5"]).await;
        assert_eq!(found, [("journal-altered".to_owned(), "Entry 5 was altered afterwards.".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn removing_shows() {
    on_each_engine(migrations, |store| async move {
        fill(&store).await;
        let found = faults(&store, &["DELETE FROM journal WHERE seq = 1"]).await;
        assert_eq!(found[0].1, "Entry 1 is missing.");
    })
    .await;
    on_each_engine(migrations, |store| async move {
        fill(&store).await;
        let found = faults(&store, &["DELETE FROM journal WHERE seq IN (2, 3)"]).await;
        assert_eq!(found[0].1, "Entries 2 to 3 are missing.");
        assert_eq!(found[1].0, "journal-broken");
    })
    .await;
    on_each_engine(migrations, |store| async move {
        fill(&store).await;
        let found = faults(&store, &["DELETE FROM journal WHERE seq = 5"]).await;
        assert_eq!(found, [("journal-missing".to_owned(), "Entry 5 is missing.".to_owned())]);
        // Even when the head is made to agree with the number.
        let found = faults(&store, &["UPDATE journal_head SET entries = 4"]).await;
        assert_eq!(found[0].0, "journal-head");
    })
    .await;
}

#[tokio::test]
async fn reordering_and_inserting_show() {
    on_each_engine(migrations, |store| async move {
        fill(&store).await;
        let swap = [
            "UPDATE journal SET seq = 99 WHERE seq = 2",
            "UPDATE journal SET seq = 2 WHERE seq = 3",
            "UPDATE journal SET seq = 3 WHERE seq = 99",
        ];
        let found = faults(&store, &swap).await;
        assert_eq!(found[0].1, "Entry 2 was altered afterwards.");
        assert_eq!(found[1].1, "Entry 3 was altered afterwards.");
    })
    .await;
    on_each_engine(migrations, |store| async move {
        fill(&store).await;
        let columns = "at, actor, on_behalf, action, object_kind, object_id, before_sha256, after_sha256, summary";
        let insert = format!(
            "INSERT INTO journal (seq, {columns}, previous_hash, hash) SELECT 6, {columns}, hash, 'forged' FROM journal WHERE seq = 5"
        );
        let found = faults(&store, &[&insert]).await;
        assert_eq!(found[0].1, "Entry 6 was altered afterwards.");
        assert_eq!(found[1].0, "journal-head");
    })
    .await;
}

#[tokio::test]
async fn lists_by_page_object_and_actor() {
    on_each_engine(migrations, |store| async move {
        fill(&store).await;
        let list = async |page: journal::Page| -> Vec<u64> {
            journal::list(&store, &page).await.unwrap().into_iter().map(|entry| entry.seq).collect()
        };
        assert_eq!(list(journal::Page { limit: 2, ..Default::default() }).await, [5, 4]);
        assert_eq!(list(journal::Page { limit: 2, before: Some(4), ..Default::default() }).await, [3, 2]);
        assert_eq!(list(journal::Page { actor: Some("camille".to_owned()), ..Default::default() }).await, [5, 3, 1]);
        let object = journal::Page { object_kind: Some("counter".to_owned()), object_id: Some("b".to_owned()), ..Default::default() };
        assert_eq!(list(object.clone()).await, [5, 4]);
        assert_eq!(list(journal::Page { actor: Some("bassin".to_owned()), ..object }).await, [4]);
    })
    .await;
}
