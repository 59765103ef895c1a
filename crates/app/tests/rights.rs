//! Who may do what: one table, printed from the policies of the rooms, and proof that nothing is written outside it.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use axum::http::{Method, Request, StatusCode, header};
use bassin_kernel::{Permission, Role};
use bassin_testkit::send;

use crate::support::House;

/// Every row of the table, room by room.
fn table() -> Vec<(&'static str, &'static Permission)> {
    let rooms: [(&str, &[&'static Permission]); 5] = [
        ("territory", &bassin_territory::policy::ALL),
        ("directory", &bassin_directory::policy::ALL),
        ("observatory", &bassin_observatory::policy::ALL),
        ("governance", &bassin_governance::policy::ALL),
        ("plan", &bassin_plan::policy::ALL),
    ];
    rooms.into_iter().flat_map(|(room, rows)| rows.iter().map(move |row| (room, *row))).collect()
}

fn printed() -> String {
    let mut text = String::from(
        "# Rights\n\nWho may do what. Roles follow from current mandates, memberships and a few roles on the platform; each command checks its row again \
         on the stored object. A test prints this table from the policies of the rooms and fails when it differs.\n\n| room | action | held in |",
    );
    for role in Role::ALL {
        let _ = write!(text, " {} |", role.name());
    }
    let _ = write!(text, " oneself |\n|---|---|---|{}\n", "---|".repeat(Role::ALL.len() + 1));
    for (room, permission) in table() {
        let _ = write!(text, "| {room} | `{}` | {} |", permission.action, permission.held);
        for role in Role::ALL {
            text.push_str(if permission.roles.contains(&role) { " ● |" } else { "  |" });
        }
        text.push_str(if permission.own { " ● |\n" } else { "  |\n" });
    }
    text
}

#[test]
fn the_table_of_rights_is_the_one_that_is_published() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rights.md");
    let printed = printed();
    if std::env::var_os("BASSIN_UPDATE_RIGHTS").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        printed, published,
        "docs/rights.md is not the table in force: look at the difference, then run again with BASSIN_UPDATE_RIGHTS=1"
    );
}

#[test]
fn an_action_has_one_row_and_somebody_may_do_it() {
    let mut seen = BTreeSet::new();
    for (room, permission) in table() {
        assert!(seen.insert(permission.action), "{} has two rows", permission.action);
        assert!(permission.own || !permission.roles.is_empty(), "{room}: nobody may {}", permission.action);
        assert!(!permission.roles.contains(&Role::Visitor), "{} writes or reads what is not public: no visitor may", permission.action);
    }
}

/// The text of every Rust file of a room below `src/`, with its name.
fn sources(room: &str) -> Vec<(String, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(room).join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

/// What may be written without a row of the table, and why.
const EXEMPT: [(&str, &str); 5] = [
    ("keep_perimeter", "called by `save_perimeter` alone, which checks"),
    ("save", "called by the import alone, which checks"),
    ("rebuild_one", "called by the rebuild alone, which checks"),
    ("organisations", "makes the fictional people of a training set, loaded by the operator"),
    ("people", "makes the fictional people of a training set, loaded by the operator"),
];
/// How a command checks its row: itself, or by a function of its part that does nothing else.
const CHECKS: [&str; 12] = [
    ".check(",
    ".may(",
    "check_",
    "may_",
    "authorise",
    "managed(",
    ".speaker(",
    ".opened(",
    ".deposit(viewer",
    "deposits(viewer",
    "_right(",
    "Viewer::System",
];

#[test]
fn nothing_is_written_without_a_row_of_the_table() {
    let mut looked_at = 0;
    for room in ["territory", "directory", "observatory", "governance", "plan"] {
        for (file, text) in sources(room) {
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            for function in text
                .split("\n    pub async fn ")
                .flat_map(|part| part.split("\n    async fn "))
                .flat_map(|part| part.split("\npub"))
                .skip(1)
            {
                let name = function.split(['(', '<']).next().unwrap_or_default();
                let writes = [".write(viewer", ".write(&"].iter().any(|mark| function.contains(mark));
                if !writes || EXEMPT.iter().any(|(exempt, _)| *exempt == name) {
                    continue;
                }
                looked_at += 1;
                let checked = CHECKS.iter().any(|mark| function.contains(mark));
                assert!(checked, "{file}: `{name}` writes without checking a row of the table of rights");
            }
        }
    }
    assert!(looked_at > 60, "only {looked_at} functions that write were found");
}

/// Forms that a visitor may send: reading aids, and the doors through which one signs in.
const OPEN: [&str; 13] = [
    "/territoires/portrait",
    "/territoires/perimetre",
    "/connexion",
    "/connexion/code",
    "/deconnexion",
    "/premiere-visite/{token}",
    "/invitation/{token}",
    "/mot-de-passe",
    "/mot-de-passe/{token}",
    "/compte/adresse/{token}",
    "/convocations/{token}",
    "/connexion/{provider}",
    "/connexion/{provider}/retour",
];

/// The addresses written in `.route("…", …post(…)…)`.
fn forms() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for room in ["territory", "directory", "observatory", "governance", "plan", "app"] {
        for (_, text) in sources(room) {
            for part in text.split(".route(").skip(1) {
                let end = part.find(".route(").unwrap_or(part.len());
                let statement = part[..end].split(";\n").next().unwrap_or_default();
                let statement = statement.split("\n        .").next().unwrap_or_default();
                let Some(address) = statement.split('"').nth(1) else { continue };
                if statement.contains("post(") {
                    found.insert(address.to_owned());
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn no_form_is_open_to_visitors_but_those_that_say_so() {
    let house = House::new();
    let router = house.router().await;
    let forms = forms();
    assert!(forms.len() > 60, "only {} forms were found", forms.len());
    for address in forms.iter().filter(|address| !OPEN.contains(&address.as_str())) {
        let path = address.split('/').map(|part| if part.starts_with('{') { "0190a5c0-0000-7000-8000-000000000000" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        let request = Request::builder().method(Method::POST).uri(&path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = send(&router, request.body("".into()).unwrap()).await;
        let to_sign_in = answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/connexion");
        let refused = [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED, StatusCode::NOT_FOUND].contains(&answer.status);
        assert!(to_sign_in || refused, "a visitor who posts to {path} is answered {}", answer.status);
    }
}
