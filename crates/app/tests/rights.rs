//! Who may do what: one table, printed from the policies of the rooms, and proof that nothing is written outside it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

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

/// What is written without checking a row of the table inside the write, on what was just read: the end of the file's name, the function, and why.
const EXEMPT: [(&str, &str, &str); 23] = [
    ("territory/src/commands.rs", "import", "checks first: the row is held on the platform, whatever the file"),
    ("commands/perimeters.rs", "keep_perimeter", "called by `save_perimeter` alone, which checks"),
    ("account/invite.rs", "first_link", "checks first: the row is held on the platform"),
    ("account/invite.rs", "create_first", "the secret of the link, read inside, is the right"),
    ("account/invite.rs", "accept", "the secret of the link, read inside, is the right"),
    ("account/provider.rs", "enter", "what the provider answered is the right"),
    ("account/sign_in.rs", "open_session", "called once the password or the provider has answered"),
    ("account/sign_in.rs", "sign_out", "the session's own secret is the right"),
    ("account/second.rs", "second_step", "the half-open session and the code are the right"),
    ("account/reset.rs", "ask_reset", "anybody may ask: the letter goes to the account's own address"),
    ("account/reset.rs", "reset", "the secret of the link, read inside, is the right"),
    ("account/reset.rs", "confirm_email", "the secret of the link, read inside, is the right"),
    ("organisation/import.rs", "import_organisations", "checks first: the row is held on the platform"),
    ("observatory/src/import.rs", "save", "called by the import alone, which checks"),
    ("observatory/src/import.rs", "rebuild_one", "called by the rebuild alone, which checks"),
    ("commands/meeting/feed.rs", "set_feed", "one's own calendar: what is written is of the viewer alone"),
    ("consultation/timer.rs", "tick", "what the passing of time does is nobody's right: written under the name of the program"),
    ("governance/src/demonstration.rs", "load_demonstration", "checks first: the row is held on the platform"),
    ("governance/src/demonstration.rs", "remove_demonstration", "checks first: the row is held on the platform"),
    ("plan/src/commands/take.rs", "take", "takes the plans embedded in the program, at its start"),
    ("plan/src/commands/campaign.rs", "tick", "what the passing of time does is nobody's right: written under the name of the program"),
    ("demonstration/fictional.rs", "organisations", "makes the fictional people of a training set, loaded by the operator"),
    ("demonstration/fictional.rs", "people", "makes the fictional people of a training set, loaded by the operator"),
];
/// How a write begins.
const WRITES: [&str; 4] = [".write(viewer", ".write(&viewer", ".write(&Viewer", ".write(self.viewer"];
/// How a row of the table is checked.
const CHECKS: [&str; 3] = [".check(&policy::", ".check(&crate::policy::", ".check(permission"];

/// A function of a room: the file it is in, its name, its body.
struct Function {
    file: String,
    name: String,
    body: String,
}

/// The functions of a file, each with the text between its braces.
fn functions(file: &str, text: &str) -> Vec<Function> {
    let code = bare(text.split("#[cfg(test)]").next().unwrap_or_default());
    let mut found = Vec::new();
    for (start, _) in code.match_indices("fn ") {
        let rest = &code[start + 3..];
        let name: String = rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        // A declaration without a body ends with a semicolon before any brace; one within brackets belongs to a type.
        let mut nested = 0_i32;
        let open = rest.char_indices().find(|(_, letter)| {
            nested += i32::from(matches!(letter, '(' | '[')) - i32::from(matches!(letter, ')' | ']'));
            nested == 0 && matches!(letter, '{' | ';')
        });
        let Some((open, '{')) = open else { continue };
        let mut depth = 0_i32;
        let end = rest[open..].char_indices().find_map(|(at, letter)| {
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            (depth == 0).then_some(open + at)
        });
        if let Some(end) = end.filter(|_| !name.is_empty()) {
            found.push(Function { file: file.to_owned(), name, body: rest[open..end].to_owned() });
        }
    }
    found
}

/// Code without its comments, and without what its strings and letters say: braces in them are no blocks, words in them check nothing.
fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        code.push_str(line);
        code.push('\n');
    }
    let code = code.replace("\\\\", "").replace("\\\"", "").replace("'\"'", "").replace("'{'", "").replace("'}'", "");
    code.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

/// The names of what a text calls. What it calls by the path of another module is a query or a rule: those check nothing.
fn called(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('(').filter_map(|(at, _)| {
        let name = text[..at].rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_').next()?;
        let before = &text[..at - name.len()];
        let elsewhere = before.ends_with("::") && !["super::", "Self::"].iter().any(|path| before.ends_with(path));
        (!name.is_empty() && !elsewhere).then_some(name)
    })
}

/// The functions of a room, and where each name is.
struct Room {
    functions: Vec<Function>,
    named: BTreeMap<String, Vec<usize>>,
    /// Those that check a row.
    checking: BTreeSet<usize>,
}

impl Room {
    fn of(room: &str) -> Self {
        let sources = sources(room).into_iter().filter(|(file, _)| !file.ends_with("tests.rs"));
        let functions: Vec<Function> = sources.flat_map(|(file, text)| functions(&file, &text)).collect();
        let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, function) in functions.iter().enumerate() {
            named.entry(function.name.clone()).or_default().push(index);
        }
        let mut room = Self { functions, named, checking: BTreeSet::new() };
        loop {
            let unknown = (0..room.functions.len()).filter(|index| !room.checking.contains(index));
            let more: Vec<usize> = unknown.filter(|index| room.checks(&room.functions[*index], 0)).collect();
            if more.is_empty() {
                return room;
            }
            room.checking.extend(more);
        }
    }

    /// Whether a function checks a row from `begins` on, itself or by what it calls: a function of its file, or the only ones of the room that have
    /// this name.
    fn checks(&self, function: &Function, begins: usize) -> bool {
        let text = &function.body[begins..];
        let by_call = |name: &str| {
            let all = self.named.get(name).map(Vec::as_slice).unwrap_or_default();
            let near: Vec<usize> = all.iter().copied().filter(|index| self.functions[*index].file == function.file).collect();
            let meant = if near.is_empty() { all } else { &near };
            !meant.is_empty() && meant.iter().all(|index| self.checking.contains(index))
        };
        CHECKS.iter().any(|mark| text.contains(mark)) || called(text).any(by_call)
    }
}

/// Every function that writes must check a row of the table after it has begun to write, on what it reads there.
#[test]
fn nothing_is_written_without_a_row_of_the_table() {
    let (mut looked_at, mut exempt) = (0, BTreeSet::new());
    for room in ["territory", "directory", "observatory", "governance", "plan"] {
        let room = Room::of(room);
        for function in &room.functions {
            let Some(begins) = WRITES.iter().filter_map(|mark| function.body.find(mark)).min() else { continue };
            looked_at += 1;
            let listed = EXEMPT.iter().position(|(file, name, _)| function.file.ends_with(file) && function.name == *name);
            let inside = room.checks(function, begins);
            exempt.extend(listed.filter(|_| !inside));
            let said =
                format!("{}: `{}` writes without checking a row of the table of rights inside the write", function.file, function.name);
            assert!(inside || listed.is_some(), "{said}");
        }
    }
    assert!(looked_at > 80, "only {looked_at} functions that write were found");
    let idle: Vec<&str> = EXEMPT.iter().enumerate().filter(|(index, _)| !exempt.contains(index)).map(|(_, (_, name, _))| *name).collect();
    assert_eq!(idle, Vec::<&str>::new(), "these check by themselves, or are gone: take them out of the list");
}

/// Forms that a visitor may send: reading aids, and the doors through which one signs in.
const OPEN: [&str; 14] = [
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
    "/suivi/{secret}",
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
