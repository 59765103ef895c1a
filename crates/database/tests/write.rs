//! Writing: one transaction, one journal entry, or nothing.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use bassin_database::{Engine, Record, Transaction, journal};
use bassin_kernel::{Kind, Problem, Viewer};
use bassin_testkit::on_each_engine;
use common::{count, increment, migrations, value, viewer};
use sea_orm::{ConnectionTrait, DbErr};
use tokio::sync::oneshot;

#[tokio::test]
async fn a_command_and_its_entry_are_written_together() {
    on_each_engine(migrations, |store| async move {
        assert_eq!(store.generation().await.unwrap(), 0);
        assert_eq!(count(&store, "a").await.unwrap(), 1);
        assert_eq!(value(store.read(), "a").await.unwrap(), Some(1));
        assert_eq!(store.generation().await.unwrap(), 1);
        let entries = journal::list(&store, &journal::Page::default()).await.unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].actor.as_str(), entries[0].action.as_str(), entries[0].seq), ("camille", "counter.increment", 1));
        assert_eq!(entries[0].at, bassin_testkit::now());
        assert_eq!(entries[0].previous_hash, journal::GENESIS);
    })
    .await;
}

#[tokio::test]
async fn an_error_leaves_nothing() {
    on_each_engine(migrations, |store| async move {
        let outcome: Result<(), Problem> = store
            .write(&viewer(), |transaction| async move {
                increment(&transaction, "a").await?;
                Err::<((), Record), _>(Problem::invalid("rule", "Non.", "No.").into())
            })
            .await;
        assert_eq!(outcome.unwrap_err().violations[0].code, "rule");
        assert_eq!(value(store.read(), "a").await.unwrap(), None);
        assert_eq!(store.generation().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_visitor_writes_nothing() {
    on_each_engine(migrations, |store| async move {
        let outcome: Result<(), Problem> =
            store.write(&Viewer::Anonymous, |_| async { Ok(((), Record::new("counter.increment", "counter", "a"))) }).await;
        assert_eq!(outcome.unwrap_err().kind, Kind::Forbidden);
        assert_eq!(store.generation().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_command_without_a_record_leaves_nothing() {
    on_each_engine(migrations, |store| async move {
        let read = store.write(&viewer(), |transaction| async move { Ok((increment(&transaction, "a").await?, None)) }).await;
        assert_eq!(read.unwrap(), 1);
        assert_eq!(value(store.read(), "a").await.unwrap(), None);
        assert_eq!(store.generation().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_panic_or_a_dropped_future_leaves_nothing() {
    on_each_engine(migrations, |store| async move {
        let database = (*store).clone();
        let panicked = tokio::spawn(async move {
            let command = |transaction: Transaction| async move {
                increment(&transaction, "a").await?;
                assert_eq!(transaction.now().timestamp(), 0, "on purpose");
                Ok(((), Record::new("counter.increment", "counter", "a")))
            };
            database.write(&viewer(), command).await
        });
        assert!(panicked.await.unwrap_err().is_panic());

        let (started, starts) = oneshot::channel::<()>();
        let database = (*store).clone();
        let dropped = tokio::spawn(async move {
            let command = |transaction: Transaction| async move {
                increment(&transaction, "a").await?;
                started.send(()).unwrap();
                std::future::pending::<()>().await;
                Ok(((), Record::new("counter.increment", "counter", "a")))
            };
            database.write(&viewer(), command).await
        });
        starts.await.unwrap();
        dropped.abort();
        assert!(dropped.await.unwrap_err().is_cancelled());

        assert_eq!(count(&store, "a").await.unwrap(), 1);
        assert_eq!(journal::verify(&store).await.unwrap().entries, 1);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_cannot_outlive_its_command() {
    on_each_engine(migrations, |store| async move {
        let kept = store
            .write(&viewer(), |transaction| async move {
                increment(&transaction, "a").await?;
                Ok((transaction, Record::new("counter.increment", "counter", "a")))
            })
            .await;
        assert_eq!(kept.err().unwrap().kind, Kind::Unavailable);
        assert_eq!(store.generation().await.unwrap(), 0);
        assert_eq!(count(&store, "a").await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_writers_lose_nothing() {
    on_each_engine(migrations, |store| async move {
        let other = store.again().await.unwrap();
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..20 {
            let database = if number % 2 == 0 { (*store).clone() } else { other.clone() };
            writers.spawn(async move {
                for _ in 0..5 {
                    count(&database, "shared").await.unwrap();
                }
            });
        }
        writers.join_all().await;
        assert_eq!(value(store.read(), "shared").await.unwrap(), Some(100));
        assert_eq!(journal::verify(&store).await.unwrap().entries, 100);
        assert_eq!(other.generation().await.unwrap(), 100);
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn reading_connections_refuse_to_write() {
    on_each_engine(migrations, |store| async move {
        let refused = store.read().execute_unprepared("INSERT INTO counter (name, value) VALUES ('a', 1)").await;
        let problem = bassin_database::problem(refused.unwrap_err());
        assert_eq!(problem.violations[0].code, "store-read-only");
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_does_not_move() {
    on_each_engine(migrations, |store| async move {
        count(&store, "a").await.unwrap();
        let snapshot = store.snapshot().await.unwrap();
        assert_eq!(value(&snapshot, "a").await.unwrap(), Some(1));
        count(&store, "a").await.unwrap();
        assert_eq!(value(&snapshot, "a").await.unwrap(), Some(1));
        assert_eq!(value(store.read(), "a").await.unwrap(), Some(2));
    })
    .await;
}

#[tokio::test]
async fn a_taken_name_is_a_conflict() {
    on_each_engine(migrations, |store| async move {
        count(&store, "a").await.unwrap();
        let taken: Result<(), Problem> = store
            .write(&viewer(), |transaction| async move {
                transaction.execute_unprepared("INSERT INTO counter (name, value) VALUES ('a', 1)").await?;
                Ok(((), Record::new("counter.create", "counter", "a")))
            })
            .await;
        assert_eq!(taken.unwrap_err().kind, Kind::Conflict);
        assert_eq!(store.generation().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_leaves_nothing() {
    on_each_engine(migrations, |store| async move {
        if store.engine() != Engine::Sqlite {
            return;
        }
        let outcome: Result<(), Problem> = store
            .write(&viewer(), |transaction| async move {
                transaction.execute_unprepared("PRAGMA max_page_count = 20").await?;
                let text = "x".repeat(1 << 20);
                transaction.execute_unprepared(&format!("INSERT INTO counter (name, value) VALUES ('{text}', 1)")).await?;
                Ok(((), Record::new("counter.create", "counter", "long")))
            })
            .await;
        assert_eq!(outcome.unwrap_err().violations[0].code, "store-full");
        assert_eq!(count(&store, "a").await.unwrap(), 1);
        assert_eq!(journal::verify(&store).await.unwrap().entries, 1);
    })
    .await;
}

/// A handler of a web server needs futures that move between threads, and commands that borrow.
#[test]
fn the_future_of_a_write_is_send() {
    fn is_send<T: Send>(_: &T) {}
    async fn handler(database: bassin_database::Database, name: &str) -> Result<i64, Problem> {
        database
            .write(&Viewer::System, |transaction| async move {
                let after = rename(&transaction, name).await?;
                Ok((after, Record::new("counter.increment", "counter", name)))
            })
            .await
    }
    async fn rename(transaction: &sea_orm::DatabaseTransaction, name: &str) -> Result<i64, DbErr> {
        value(transaction, name).await.map(Option::unwrap_or_default)
    }
    fn check(database: bassin_database::Database) {
        is_send(&handler(database, "a"));
    }
    let _: fn(bassin_database::Database) = check;
}
