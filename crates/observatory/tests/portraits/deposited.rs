//! Files handed over through the portal by statisticians.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use bassin_kernel::{Grant, Language, Person, Role, Scope, Viewer};
use bassin_observatory::Observatory;
use bassin_testkit::{Answer, Store, on_each_engine, send};
use bassin_web::{Catalogue, Identify, SESSION, Shell, shell};
use uuid::Uuid;

use super::{COMMUNES, migrations, observatory};

const DEPOSIT: &str = "018f0000-0000-7000-8000-000000000001";

/// The portal, where sessions are named after people: Anne and Léa are statisticians, Max is not.
fn portal(observatory: &Observatory) -> Router {
    let identify: Identify = Arc::new(|headers| {
        let cookie = headers["cookie"].to_str().unwrap().to_owned();
        Box::pin(async move {
            let (id, role) = match cookie.split('=').next_back().unwrap() {
                "anne" => (1, Some(Role::Statistician)),
                "lea" => (2, Some(Role::Statistician)),
                _ => (3, None),
            };
            let grants = role.map(|role| Grant { role, scope: Scope::Platform }).into_iter().collect();
            let id = Uuid::from_u128(id);
            Viewer::Person(Arc::new(Person { account: id, person: id, name: cookie, grants }))
        })
    });
    let nav = [(Language::French, "nav-territories = Territoires\n"), (Language::English, "nav-territories = Territories\n")];
    let catalogue = Catalogue::new(&[&bassin_observatory::LOCALES[..], &nav].concat());
    shell(bassin_observatory::routes(observatory.clone()), Shell { identify: Some(identify), accounts: true, ..Shell::new(catalogue) })
}

async fn ask(portal: &Router, who: &str, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !who.is_empty() {
        request = request.header("cookie", format!("{SESSION}={who}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(portal, request.body(body.into()).unwrap()).await
}

async fn begin(portal: &Router, who: &str, name: &str, size: usize) -> Answer {
    let form = format!("id={DEPOSIT}&name={name}&size={size}&modified=7");
    ask(
        portal,
        who,
        "POST",
        "/donnees/deposer/debut",
        &[("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")],
        form,
    )
    .await
}

async fn piece(portal: &Router, who: &str, offset: usize, piece: &str) -> Answer {
    let headers = [("content-type", "application/octet-stream"), ("accept", "application/json"), ("upload-offset", &offset.to_string())];
    ask(portal, who, "PATCH", &format!("/donnees/deposer/{DEPOSIT}"), &headers, piece.to_owned()).await
}

async fn page(portal: &Router, who: &str) -> Answer {
    ask(portal, who, "GET", &format!("/donnees/deposer/{DEPOSIT}"), &[], "").await
}

/// Hands over a file in one go, as a browser without JavaScript does.
async fn whole(portal: &Router, name: &str, content: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n{DEPOSIT}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; \
         filename=\"{name}\"\r\n\r\n{content}\r\n--x--\r\n"
    );
    ask(portal, "anne", "POST", "/donnees/deposer", &[("content-type", "multipart/form-data; boundary=x")], body).await
}

fn waiting(store: &Store) -> usize {
    std::fs::read_dir(store.directory().join("data/deposits")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_file_comes_in_pieces_goes_on_after_a_cut_and_is_imported_once_confirmed() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let portal = portal(&observatory);
        let file = COMMUNES.replace("67482;100", "67482;140");
        assert_eq!(begin(&portal, "anne", "essai-2.csv", file.len()).await.json()["received"], 0);
        assert_eq!(piece(&portal, "anne", 0, &file[..40]).await.json()["received"], 40);
        let misplaced = piece(&portal, "anne", 60, &file[60..]).await;
        assert_eq!((misplaced.status, misplaced.json()["violations"][0]["code"].as_str()), (StatusCode::CONFLICT, Some("piece-misplaced")));
        let resumed = page(&portal, "anne").await;
        assert!(resumed.text().contains("pas terminé") && resumed.text().contains("essai-2.csv"), "{}", resumed.text());
        assert_eq!(begin(&portal, "anne", "essai-2.csv", file.len()).await.json()["received"], 40, "begun again: goes on");
        assert_eq!(piece(&portal, "anne", 20, &file[20..]).await.json()["received"], file.len(), "a piece sent twice");
        let report = page(&portal, "anne").await;
        assert!(report.text().contains("Le fichier peut être importé") && report.text().contains("4 lignes"), "{}", report.text());
        assert_eq!(observatory.versions("essai").await.unwrap().len(), 1, "nothing is imported before it is confirmed");

        let others = ask(&portal, "lea", "POST", &format!("/donnees/deposer/{DEPOSIT}/importer"), &[], "").await;
        assert_eq!(others.status, StatusCode::NOT_FOUND);
        let imported = ask(&portal, "anne", "POST", &format!("/donnees/deposer/{DEPOSIT}/importer"), &[], "").await;
        assert_eq!((imported.status, imported.header("location")), (StatusCode::SEE_OTHER, "/donnees/essai?fait=file-imported"));
        let versions = observatory.versions("essai").await.unwrap();
        assert_eq!((versions.len(), versions[0].file_name.as_str()), (2, "essai-2.csv"));
        assert_eq!(versions[0].imported_by, format!("person:{}", Uuid::from_u128(1)));
        assert_eq!(waiting(&store), 0);

        let again = whole(&portal, "essai-2.csv", &file).await;
        assert_eq!(again.header("location"), format!("/donnees/deposer/{DEPOSIT}"));
        let same = ask(&portal, "anne", "POST", &format!("/donnees/deposer/{DEPOSIT}/importer"), &[], "").await;
        assert_eq!(same.header("location"), "/donnees/essai?fait=file-same");
        assert_eq!(observatory.versions("essai").await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_file_is_told_row_by_row_and_changes_nothing() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let portal = portal(&observatory);
        let wrong = COMMUNES.replace("67218;50", "99999;50").replace("67447;s", "67447;beaucoup");
        whole(&portal, "essai.csv", &wrong).await;
        let report = page(&portal, "anne").await;
        for part in ["Le fichier est refusé", "ligne 3", "99999", "ligne 4", "beaucoup"] {
            assert!(report.text().contains(part), "{part} in {}", report.text());
        }
        let forced = ask(&portal, "anne", "POST", &format!("/donnees/deposer/{DEPOSIT}/importer"), &[], "").await;
        assert_eq!(forced.header("location"), format!("/donnees/deposer/{DEPOSIT}"));
        assert_eq!(observatory.versions("essai").await.unwrap().len(), 1);
        let given_up = ask(&portal, "anne", "POST", &format!("/donnees/deposer/{DEPOSIT}/abandonner"), &[], "").await;
        assert_eq!((given_up.header("location"), waiting(&store)), ("/donnees/deposer?fait=deposit-removed", 0));
        let nothing = whole(&portal, "", "").await;
        assert!(
            nothing.status == StatusCode::UNPROCESSABLE_ENTITY && nothing.text().contains("Choisissez un fichier"),
            "{}",
            nothing.text()
        );
    })
    .await;
}

#[tokio::test]
async fn files_are_taken_from_statisticians_only() {
    on_each_engine(migrations, |store| async move {
        let portal = portal(&observatory(&store).await);
        let visitor = ask(&portal, "", "GET", "/donnees/deposer", &[], "").await;
        assert_eq!((visitor.status, visitor.header("location")), (StatusCode::SEE_OTHER, "/connexion?suite=%2Fdonnees%2Fdeposer"));
        assert_eq!(ask(&portal, "max", "GET", "/donnees/deposer", &[], "").await.status, StatusCode::FORBIDDEN);
        assert_eq!(begin(&portal, "max", "essai.csv", 10).await.status, StatusCode::FORBIDDEN);
        assert_eq!(begin(&portal, "", "essai.csv", 10).await.status, StatusCode::UNAUTHORIZED);
        for (name, size) in [("..", 10), ("", 10), ("essai.csv", 0)] {
            assert_eq!(begin(&portal, "anne", name, size).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {size}");
        }
        assert_eq!(begin(&portal, "anne", "essai.csv", 3 << 30).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(begin(&portal, "anne", "../../essai.csv", 4).await.status, StatusCode::OK);
        assert_eq!(piece(&portal, "lea", 0, "abcd").await.status, StatusCode::NOT_FOUND);
        assert_eq!(piece(&portal, "anne", 0, "abcde").await.status, StatusCode::CONFLICT, "beyond the end");
        assert!(store.directory().join("data/deposits").join(DEPOSIT).join("file/essai.csv").exists());
        let list = ask(&portal, "lea", "GET", "/donnees/deposer", &[], "").await;
        assert!(!list.text().contains("essai.csv"), "{}", list.text());
    })
    .await;
}
