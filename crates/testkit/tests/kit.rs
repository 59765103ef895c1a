//! The kit itself: servers that vanish, stores that are one's own, requests without a network.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use bassin_database::{Engine, Record};
use bassin_kernel::Viewer;
use bassin_testkit::{migrations, on_each_engine};

const VICTIM: &str = "BASSIN_TEST_KIT_VICTIM";

/// Not a test of its own: the process that the test below kills while its server runs.
#[tokio::test]
#[ignore = "the victim of the other test"]
async fn victim() {
    if std::env::var_os(VICTIM).is_none() {
        return;
    }
    on_each_engine(migrations, |store| async move {
        if store.engine() == Engine::Postgres {
            println!("files in {}\nserver at {}", store.directory().display(), store.url());
            std::process::abort();
        }
    })
    .await;
}

#[test]
fn a_killed_process_leaves_no_server() {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "victim", "--ignored", "--nocapture"])
        .env(VICTIM, "1")
        .env_remove("BASSIN_TEST_POSTGRES")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut output, mut errors) = (String::new(), String::new());
    victim.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    // The keeper of the server holds this end until everything is removed.
    victim.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    let status = victim.wait().unwrap();
    let Some((_, address)) = output.split_once("server at postgres://postgres@") else {
        assert!(errors.contains("store tests run on SQLite only"), "{output}{errors}");
        return;
    };
    assert!(!status.success());
    let (socket, _) = address.split_once('/').unwrap();
    let directory = socket.replace("%2F", "/");
    assert!(directory.contains("bassin-pg-"), "{directory}");
    assert!(!Path::new(&directory).exists(), "{directory} is still there");
    // Only the server has a keeper: the files of a killed test wait for the system to clean its temporary directory.
    let files = output.lines().find_map(|line| line.split_once("files in ")).unwrap().1;
    std::fs::remove_dir_all(files).unwrap();
}

#[tokio::test]
async fn every_test_has_an_empty_store() {
    for _ in 0..2 {
        on_each_engine(migrations, |store| async move {
            assert_eq!(store.generation().await.unwrap(), 0);
            store.write(&Viewer::System, |_| async { Ok(((), Record::new("test", "test", "1"))) }).await.unwrap();
            assert_eq!(store.again().await.unwrap().generation().await.unwrap(), 1);
            assert_eq!(store.ids().next().as_u128(), 1);
            assert_eq!(store.clock().now(), bassin_testkit::now());
        })
        .await;
    }
}

#[tokio::test]
async fn a_failure_on_either_engine_fails_the_test() {
    for wanted in [Engine::Sqlite, Engine::Postgres] {
        let seen = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let reached = std::sync::Arc::clone(&seen);
        let outcome = tokio::spawn(on_each_engine(migrations, move |store| {
            let reached = std::sync::Arc::clone(&reached);
            async move {
                if store.engine() == wanted {
                    reached.store(true, std::sync::atomic::Ordering::Relaxed);
                    panic!("on purpose");
                }
            }
        }))
        .await;
        assert_eq!(outcome.is_err(), seen.load(std::sync::atomic::Ordering::Relaxed));
        assert!(outcome.is_err() || wanted == Engine::Postgres);
    }
}

#[tokio::test]
async fn requests_reach_a_router() {
    let echo = |headers: HeaderMap, body: String| async move {
        (StatusCode::CREATED, headers["content-type"].to_str().unwrap().to_owned() + " " + &body)
    };
    let router = Router::new()
        .route("/page", get(|| async { "bonjour" }))
        .route("/echo", post(echo))
        .route("/json", get(|| async { ([("content-type", "application/json")], r#"{"value":1}"#) }));
    let page = bassin_testkit::get(&router, "/page").await;
    assert_eq!((page.status, page.text()), (StatusCode::OK, "bonjour"));
    let json = bassin_testkit::get(&router, "/json").await;
    assert_eq!((json.header("content-type"), json.header("etag")), ("application/json", ""));
    assert_eq!(json.json()["value"], 1);
    let form = bassin_testkit::post_form(&router, "/echo", "a=1").await;
    assert_eq!((form.status, form.text()), (StatusCode::CREATED, "application/x-www-form-urlencoded a=1"));
    let posted = bassin_testkit::post_json(&router, "/echo", &serde_json::json!({ "a": 1 })).await;
    assert_eq!(posted.text(), r#"application/json {"a":1}"#);
    assert_eq!(bassin_testkit::get(&router, "/absent").await.status, StatusCode::NOT_FOUND);
}
