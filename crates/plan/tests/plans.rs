//! Plans as people run them, on both engines.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a failure must stop the test")]

#[path = "plans/entry.rs"]
mod entry;
#[path = "plans/reports.rs"]
mod reports;
#[path = "plans/ties.rs"]
mod ties;

use bassin_directory::Directory;
use bassin_documents::{Document, Printer};
use bassin_governance::Governance;
use bassin_kernel::{Day, Kind, Problem, Viewer};
use bassin_observatory::Observatory;
use bassin_plan::{
    Figure, PlanState, Plans, Settling, Sheet, Status,
    rules::{
        self,
        act::{Act, Mark, Measured, Replan, Report, Told},
        health::Health,
    },
};
use bassin_territory::Territory;
use bassin_testkit::{Migrations, Store, on_each_engine};

const CONTRACT: &str = "cprdfop-grand-est-2018-2022";

fn migrations() -> Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_mail::migrations());
    all.extend(bassin_directory::migrations());
    all.extend(bassin_observatory::migrations());
    all.extend(bassin_governance::migrations());
    all.extend(bassin_plan::migrations());
    all
}

struct NoPrinter;

impl Printer for NoPrinter {
    fn pdf(&self, _: &Document) -> Result<Vec<u8>, Problem> {
        Ok(Vec::new())
    }
}

async fn plans(store: &Store) -> Plans {
    plans_on(bassin_database::Database::clone(store), store.directory()).await
}

async fn governance_on(database: bassin_database::Database, data: &std::path::Path) -> Governance {
    let territory = Territory::open(database.clone(), data).await.unwrap();
    let directory = Directory::open(database.clone(), territory.clone(), data);
    Governance::open(database, directory, territory, std::sync::Arc::new(NoPrinter), data).unwrap()
}

async fn plans_on(database: bassin_database::Database, data: &std::path::Path) -> Plans {
    let territory = Territory::open(database.clone(), data).await.unwrap();
    let observatory = Observatory::open(database.clone(), territory.clone(), data).await.unwrap();
    let directory = Directory::open(database.clone(), territory.clone(), data);
    let governance = governance_on(database.clone(), data).await;
    Plans::open(database, territory, directory, observatory, governance).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The plans taken from their texts, the contract followed since the first day of 2025.
async fn followed(store: &Store) -> Plans {
    let room = plans(store).await;
    room.take_texts().await.unwrap();
    let settling = Settling { owner: None, followed_since: Some(day("2025-01-01")), state: PlanState::InForce };
    room.settle(&Viewer::System, CONTRACT, room.fresh(), 1, settling).await.unwrap();
    room
}

async fn action(room: &Plans, number: &str) -> Sheet {
    room.tree(CONTRACT).await.unwrap().numbered(number).unwrap().clone()
}

async fn health(room: &Plans, number: &str) -> Health {
    let tree = room.tree(CONTRACT).await.unwrap();
    rules::health::assess(&tree, room.today())[&tree.numbered(number).unwrap().node.id].health
}

#[tokio::test]
async fn a_plan_is_taken_from_its_text_once_and_whole() {
    on_each_engine(migrations, |store| async move {
        let room = plans(&store).await;
        let count = room.take_texts().await.unwrap();
        assert!(count >= 1);
        assert_eq!(room.take_texts().await.unwrap(), 0, "a second start takes nothing again");
        let tree = room.tree(CONTRACT).await.unwrap();
        let many = |level| tree.sheets.iter().filter(|sheet| sheet.node.level == level).count();
        assert_eq!((many(0), many(1), many(2), tree.actions().count()), (3, 12, 38, 38));
        let indicators: usize = tree.sheets.iter().map(|sheet| sheet.indicators.len()).sum();
        let milestones: usize = tree.actions().map(|sheet| sheet.milestones.len()).sum();
        assert_eq!((milestones, indicators), (156, 140));
        let open: Vec<&str> =
            tree.actions().filter(|sheet| sheet.node.pilots().next().is_none()).map(|sheet| sheet.node.number.as_str()).collect();
        assert_eq!(open, ["3.4.1", "3.4.2", "3.4.3", "3.4.4", "3.5.3"], "pilots that the text leaves open stay open");
        assert_eq!(health(&room, "1.1.1").await, Health::Unknown, "nobody follows the plan yet: nothing is known, nothing is late");
    })
    .await;
}

#[tokio::test]
async fn a_report_changes_the_sheet_once_and_a_stale_one_changes_nothing() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let sheet = action(&room, "1.1.1").await;
        let report = Report {
            milestones: vec![(
                sheet.milestones[0].id,
                Mark::Done { on: Some(day("2018-06-15")), evidence: "Feuille de route du 15 juin".into() },
            )],
            figures: vec![Measured {
                indicator: sheet.indicators[1].id,
                period: "2025".parse().unwrap(),
                source: Figure::DECLARED.into(),
                value: 4.0,
                provisional: false,
                comment: String::new(),
            }],
            told: Some(Told {
                period: "2025".parse().unwrap(),
                done: "Feuille de route adoptée".into(),
                successes: String::new(),
                difficulties: String::new(),
                remedies: String::new(),
            }),
            ..Report::default()
        };
        let form = room.fresh();
        let told = room.act(&Viewer::System, sheet.node.id, form, 1, Act::Report(report.clone())).await.unwrap();
        assert_eq!((told.node.status, told.node.revision), (Status::InProgress, 2), "doing a milestone begins the action");
        let again = room.act(&Viewer::System, sheet.node.id, form, 1, Act::Report(report.clone())).await.unwrap();
        assert_eq!(again, told, "sent twice, done once");
        let stored = action(&room, "1.1.1").await;
        assert_eq!(stored, told);
        assert_eq!(stored.figures.len(), 1);
        let stale = room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, Act::Report(report)).await.unwrap_err();
        assert_eq!(stale.kind, Kind::Conflict);
        let tree = room.tree(CONTRACT).await.unwrap();
        assert_eq!(tree.events_of(sheet.node.id).count(), 4, "done, measured, told, begun");
    })
    .await;
}

#[tokio::test]
async fn planning_again_keeps_what_was_promised_and_asks_why() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let sheet = action(&room, "1.1.1").await;
        let last = sheet.milestones.last().unwrap().clone();
        let dates = bassin_plan::Dates { from: last.current.from, to: Some(day("2027-03-31")) };
        let act = |reason: &str| Act::Replan(Replan { milestone: last.id, dates, reason: reason.into() });
        let refused = room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, act(" ")).await.unwrap_err();
        assert_eq!(refused.violations[0].location.field.as_deref(), Some("reason"));
        assert_eq!(action(&room, "1.1.1").await.node.revision, 1, "a refusal writes nothing");
        let sheet = room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, act("Réseau reconduit")).await.unwrap();
        let moved = sheet.milestones.last().unwrap();
        assert_eq!((moved.baseline, moved.current, moved.slips(), moved.slips_across_years()), (last.baseline, dates, 1, 1));
        assert!(moved.has_slipped());
    })
    .await;
}

#[tokio::test]
async fn nobody_writes_without_the_right_or_before_the_follow_up_is_open() {
    on_each_engine(migrations, |store| async move {
        let room = plans(&store).await;
        room.take_texts().await.unwrap();
        let sheet = action(&room, "2.1.2").await;
        let report = || Act::Report(Report { status: Some(Status::InProgress), ..Report::default() });
        let early = room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, report()).await.unwrap_err();
        assert_eq!(early.violations[0].code, "plan-not-followed");
        let stranger = Viewer::Person(std::sync::Arc::new(bassin_kernel::Person {
            account: room.fresh(),
            person: room.fresh(),
            name: "Quelqu’un".into(),
            grants: Vec::new(),
        }));
        for viewer in [Viewer::Anonymous, stranger] {
            let refused = room.act(&viewer, sheet.node.id, room.fresh(), 1, report()).await.unwrap_err();
            assert_eq!(refused.kind, Kind::Forbidden);
        }
    })
    .await;
}

/// The pages, as somebody sees them.
fn portal(room: &Plans, viewer: Viewer) -> axum::Router {
    let locales: Vec<_> = bassin_directory::LOCALES.iter().chain(&bassin_plan::LOCALES).copied().collect();
    let mut shell = bassin_web::Shell::new(bassin_web::Catalogue::new(&locales));
    shell.identify = Some(std::sync::Arc::new(move |_| {
        let viewer = viewer.clone();
        Box::pin(async move { viewer })
    }));
    bassin_web::shell(bassin_plan::routes(room.clone()), shell)
}

async fn ask(portal: &axum::Router, address: &str, form: Option<&[(&str, &str)]>) -> bassin_testkit::Answer {
    let request = axum::http::Request::builder().uri(address).header("cookie", format!("{}=essai", bassin_web::SESSION));
    let body = form.map(|pairs| bassin_kernel::address("", pairs).trim_start_matches('?').to_owned());
    let request = match &body {
        Some(_) => request.method("POST").header("content-type", "application/x-www-form-urlencoded"),
        None => request,
    };
    let answer = bassin_testkit::send(portal, request.body(body.unwrap_or_default().into()).unwrap()).await;
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let missing = text.split(['>', '<']).find(|part| part.trim().starts_with("plan-") && !part.contains(' '));
    assert_eq!(missing, None, "{address} shows a message that does not exist");
    answer
}

/// What Claire sends.
async fn send(portal: &axum::Router, fields: &[(String, String)]) -> bassin_testkit::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    ask(portal, &format!("{SHEET}/point"), Some(&fields)).await
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    page.split_once(&mark).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_else(|| panic!("no {name} in {page}")).to_owned()
}

async fn pilot(room: &Plans, store: &Store) -> Viewer {
    let territory = Territory::open(bassin_database::Database::clone(store), store.directory()).await.unwrap();
    let directory = Directory::open(bassin_database::Database::clone(store), territory, store.directory());
    let draft = bassin_directory::PersonDraft::named(room.fresh(), "Claire", "Martin");
    let person = directory.create_person(&Viewer::System, draft).await.unwrap();
    let viewer = bassin_kernel::Person { account: room.fresh(), person: person.id, name: person.name(), grants: Vec::new() };
    Viewer::Person(std::sync::Arc::new(viewer))
}

const SHEET: &str = "/plan/cprdfop-grand-est-2018-2022/1.1.1";

/// The office ties her to the action, gives an indicator a unit and targets.
async fn tie_her(room: &Plans, office: &axum::Router, claire: &Viewer) {
    let page = ask(office, &format!("{SHEET}/fiche"), None).await;
    let (id, revision) = (hidden(page.text(), "id"), hidden(page.text(), "revision"));
    let person = claire.person().unwrap().person.to_string();
    let fields = [
        ("id", id.as_str()),
        ("revision", &revision),
        ("label-0", "OREF"),
        ("role-0", "pilot"),
        ("person-0", &person),
        ("budget", "Animation ; Région ; 2025 ; 12 500 ; ; 9 000,50"),
        ("tie-kind-0", "public"),
        ("tie-label-0", "Observateurs"),
    ];
    let saved = ask(office, &format!("{SHEET}/fiche"), Some(&fields)).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let sheet = action(room, "1.1.1").await;
    let indicator = format!("{SHEET}/indicateurs/{}", sheet.indicators[1].id);
    let page = ask(office, &indicator, None).await;
    let (id, revision) = (hidden(page.text(), "id"), hidden(page.text(), "revision"));
    let fields = [
        ("id", id.as_str()),
        ("revision", &revision),
        ("title", "Réunions du réseau"),
        ("unit", "réunions"),
        ("direction", "up"),
        ("low", "0"),
        ("high", "50"),
        ("targets", "2021 ; 4\n2022 ; 6"),
        ("source", "typed"),
    ];
    assert_eq!(ask(office, &indicator, Some(&fields)).await.status, 303);
}

#[tokio::test]
async fn a_pilot_tells_how_an_action_goes_and_a_visitor_reads_it() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let claire = pilot(&room, &store).await;
        let (office, hers, street) =
            (portal(&room, Viewer::Operator("essai".into())), portal(&room, claire.clone()), portal(&room, Viewer::Anonymous));
        let refused = ask(&hers, &format!("{SHEET}/point"), None).await;
        assert_eq!(refused.status, 403, "she pilots nothing yet");
        tie_her(&room, &office, &claire).await;
        let sheet = action(&room, "1.1.1").await;
        // Claire tells: an unlikely value first, which comes back with all she typed.
        let page = ask(&hers, &format!("{SHEET}/point"), None).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("Réunions du réseau (réunions)"));
        let (id, revision) = (hidden(page.text(), "id"), hidden(page.text(), "revision"));
        let (mark, value) = (format!("mark-{}", sheet.milestones[0].id), format!("value-{}", sheet.indicators[1].id));
        let tell = |count: &str| {
            let pairs = [("id", id.as_str()), ("revision", &revision), ("periode", "2022"), ("status", "in_progress"), (&mark, "done")];
            let more = [(value.as_str(), count), ("done", "Le réseau s’est réuni.")];
            pairs.into_iter().chain(more).map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        let back = send(&hers, &tell("70")).await;
        assert_eq!(back.status, 422);
        assert!(back.text().contains("Le réseau s’est réuni.") && back.text().contains("name=\"confirmed\""), "nothing typed is lost");
        for _ in 0..2 {
            assert_eq!(send(&hers, &tell("7")).await.status, 303, "sent twice, told once");
        }
        let sheet = action(&room, "1.1.1").await;
        assert_eq!((sheet.node.status, sheet.figures.len(), sheet.figures[0].value), (Status::InProgress, 1, 7.0));
        // An older form is stale: what is stored now is shown beside what was typed.
        let mut late = tell("9");
        late[0].1 = room.fresh().to_string();
        let stale = send(&hers, &late).await;
        assert_eq!(stale.status, 409);
        assert!(stale.text().contains("Ce qui est enregistré maintenant") && stale.text().contains("value=\"9\""));
        // Anybody reads what was promised, done, spent and measured; nobody who has not signed in reads who told it.
        let read = ask(&street, SHEET, None).await;
        let text = read.text();
        for words in ["Le réseau s’est réuni.", "Cible atteinte", "Faite le 15 janvier 2026", "9\u{202f}000,50", "Observateurs"] {
            assert!(text.contains(words), "{words} is not on the page");
        }
        assert!(!text.contains("Claire") && !text.contains("Faire le point"));
        assert!(ask(&hers, SHEET, None).await.text().contains("Claire Martin"));
        assert!(ask(&hers, "/plan/mes-actions", None).await.text().contains("/1.1.1/point"));
        assert_eq!(ask(&street, "/plan/mes-actions", None).await.status, 403, "for those who have signed in");
    })
    .await;
}

#[tokio::test]
async fn every_view_of_a_plan_says_what_is_late_and_why() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let sheet = action(&room, "3.1.1").await;
        let street = portal(&room, Viewer::Anonymous);
        let dates = bassin_plan::Dates { from: None, to: Some(day("2025-12-01")) };
        let id = sheet.milestones[0].id;
        let act = Act::Replan(Replan { milestone: id, dates, reason: "Marché relancé".into() });
        room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, act).await.unwrap();
        assert_eq!(health(&room, "3.1.1").await, Health::Late);
        assert_eq!(health(&room, "3.1").await, Health::Late);
        let plan = "/plan/cprdfop-grand-est-2018-2022";
        for path in ["", "/tableau", "/tableau?tri=-sante", "/retards", "/calendrier", "/instances", "/territoires", "/3", "/3.1", "/3.1.1"]
        {
            let answer = ask(&street, &format!("{plan}{path}"), None).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        }
        let late = ask(&street, &format!("{plan}/retards"), None).await;
        assert!(late.text().contains("1er décembre 2025") && late.text().contains("1 report, dont 1 à une autre année"), "{}", late.text());
        let filtered = ask(&street, &format!("{plan}?sante=late"), None).await;
        assert!(filtered.text().contains("1 action ·") || filtered.text().contains("1 action <"), "one action is late");
        for path in
            ["/plan.csv", "/plan/cprdfop-grand-est-2018-2022/actions.csv?sante=late", "/plan/cprdfop-grand-est-2018-2022/retards.csv"]
        {
            let answer = ask(&street, path, None).await;
            assert!(answer.text().contains("était à faire pour le 1er décembre 2025"), "{path}: {}", answer.text());
        }
        assert_eq!(ask(&street, &format!("{plan}/9.9.9"), None).await.status, 404);
        assert_eq!(ask(&street, &format!("{plan}/3.1.1/point"), Some(&[("status", "done")])).await.status, 403, "a visitor tells nothing");
    })
    .await;
}

#[tokio::test]
async fn a_body_takes_a_plan_over_and_amends_it() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let (governance, body) = first_body(&store).await;
        let person = |role, scope| {
            let grants = vec![bassin_kernel::Grant { role, scope }];
            let person = bassin_kernel::Person { account: room.fresh(), person: room.fresh(), name: "Quelqu’un".into(), grants };
            Viewer::Person(std::sync::Arc::new(person))
        };
        let administrator = person(bassin_kernel::Role::Administrator, bassin_kernel::Scope::Platform);
        let chair = person(bassin_kernel::Role::Chair, bassin_kernel::Scope::Body(body));
        let settling = |owner| Settling { owner, followed_since: Some(day("2025-01-01")), state: PlanState::InForce };
        let unknown = room.settle(&administrator, CONTRACT, room.fresh(), 2, settling(Some(room.fresh()))).await.unwrap_err();
        assert_eq!(unknown.kind, Kind::NotFound, "there is no such body");
        assert_eq!(room.settle(&chair, CONTRACT, room.fresh(), 2, settling(None)).await.unwrap_err().kind, Kind::Forbidden);
        room.settle(&administrator, CONTRACT, room.fresh(), 2, settling(Some(body))).await.unwrap();
        let after = room.settle(&administrator, CONTRACT, room.fresh(), 3, settling(None)).await.unwrap_err();
        assert_eq!(after.kind, Kind::Forbidden, "once a body owns it, the administrator no longer runs it");
        let amendment = |id, why: &str| bassin_plan::Amendment {
            id,
            plan: CONTRACT.into(),
            version: 0,
            day: day("2026-01-10"),
            what: "Deux actions reportées".into(),
            why: why.into(),
            decided_by: "CREFOP plénier".into(),
            decision: None,
        };
        let silent = room.amend(&chair, 3, amendment(room.fresh(), "")).await.unwrap_err();
        assert_eq!(silent.violations[0].location.field.as_deref(), Some("why"));
        let id = room.fresh();
        for _ in 0..2 {
            let plan = room.amend(&chair, 3, amendment(id, "Revue à mi-parcours")).await.unwrap();
            assert_eq!(plan.version, 2, "sent twice, amended once");
        }
        assert_eq!(room.amend(&administrator, 4, amendment(room.fresh(), "Autre")).await.unwrap_err().kind, Kind::Forbidden);
        let tree = room.tree(CONTRACT).await.unwrap();
        assert_eq!((tree.amendments.len(), tree.amendments[0].version), (1, 2));
        let page = ask(&portal(&room, Viewer::Anonymous), "/plan/cprdfop-grand-est-2018-2022", None).await;
        assert!(page.text().contains("Revue à mi-parcours") && page.text().contains("CREFOP plénier"));
        drop(governance);
    })
    .await;
}

/// The bodies of the policy documents, and one of them.
async fn first_body(store: &Store) -> (Governance, uuid::Uuid) {
    let database = bassin_database::Database::clone(store);
    let territory = Territory::open(database.clone(), store.directory()).await.unwrap();
    let directory = Directory::open(database.clone(), territory.clone(), store.directory());
    let governance = Governance::open(database, directory, territory, std::sync::Arc::new(NoPrinter), store.directory()).unwrap();
    governance.load_demonstration(&Viewer::System).await.unwrap();
    let body = governance.bodies(day("2026-01-15")).await.unwrap()[0].body.id;
    (governance, body)
}

#[tokio::test]
async fn what_is_given_up_stops_with_all_that_depends_on_it() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let challenge = action(&room, "3.1").await;
        let give_up = |decision| {
            Act::Report(Report {
                status: Some(Status::Abandoned), reason: "Compétence transférée".into(), decision, ..Report::default()
            })
        };
        let refused = room.act(&Viewer::System, challenge.node.id, room.fresh(), 1, give_up(None)).await.unwrap_err();
        assert_eq!(refused.violations[0].code, "status-decision");
        assert!(refused.violations[0].message.fr.contains("3.1.1, 3.1.2"), "what would stop is named: {:?}", refused.violations);
        room.act(&Viewer::System, challenge.node.id, room.fresh(), 1, give_up(Some(room.fresh()))).await.unwrap();
        assert_eq!(health(&room, "3.1.1").await, Health::Abandoned);
        assert_eq!(action(&room, "3.1.1").await.node.status, Status::Planned, "nothing was written of what depends on it");
        let page = ask(&portal(&room, Viewer::Anonymous), "/plan/cprdfop-grand-est-2018-2022/3.1.1", None).await;
        assert!(page.text().contains("Ce dont elle dépend a été abandonné."));
    })
    .await;
}

#[tokio::test]
async fn those_of_a_merged_organisation_still_tell_of_what_it_pilots() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let territory = Territory::open(bassin_database::Database::clone(&store), store.directory()).await.unwrap();
        let directory = Directory::open(bassin_database::Database::clone(&store), territory, store.directory());
        let (kept, absorbed) = (room.fresh(), room.fresh());
        for (id, name) in [(kept, "Observatoire régional"), (absorbed, "Observatoire de l’emploi")] {
            let draft = bassin_directory::OrganisationDraft { name: name.into(), kind: "enterprise".into(), ..Default::default() };
            directory.create_organisation(&Viewer::System, id, &draft, None).await.unwrap();
        }
        let node = action(&room, "1.1.1").await.node;
        let pilot = bassin_plan::Part {
            role: bassin_plan::PartRole::Pilot,
            organisation: Some(absorbed),
            person: None,
            label: "Observatoire".into(),
        };
        let edit = rules::act::Edit {
            parts: vec![pilot],
            body: None,
            starts: node.starts,
            ends: node.ends,
            ties: node.ties.clone(),
            budget: node.budget.clone(),
        };
        room.act(&Viewer::System, node.id, room.fresh(), 1, Act::Edit(edit)).await.unwrap();
        let grants = vec![bassin_kernel::Grant { role: bassin_kernel::Role::Referent, scope: bassin_kernel::Scope::Organisation(kept) }];
        let person = bassin_kernel::Person { account: room.fresh(), person: room.fresh(), name: "Claire".into(), grants };
        let claire = Viewer::Person(std::sync::Arc::new(person));
        let report = || Act::Report(Report { status: Some(Status::InProgress), ..Report::default() });
        let before = room.act(&claire, node.id, room.fresh(), 2, report()).await.unwrap_err();
        assert_eq!(before.kind, Kind::Forbidden, "her organisation pilots nothing yet");
        let merged = room.fresh();
        directory.merge_organisations(&Viewer::System, merged, kept, absorbed).await.unwrap();
        let page = ask(&portal(&room, claire.clone()), &format!("{SHEET}/point"), None).await;
        assert_eq!(page.status, 200, "the page opens for those of the organisation that was kept");
        room.act(&claire, node.id, room.fresh(), 2, report()).await.unwrap();
        assert_eq!(action(&room, "1.1.1").await.node.status, Status::InProgress);
        // The sheet is edited while the merge is on: undone, it leaves the pilot the text named.
        let node = action(&room, "1.1.1").await.node;
        assert_eq!(node.parts[0].organisation, Some(kept));
        let ends = Some(day("2027-12-31"));
        let (parts, ties, budget) = (node.parts.clone(), node.ties.clone(), node.budget.clone());
        let edit = rules::act::Edit { parts, body: None, starts: node.starts, ends, ties, budget };
        room.act(&Viewer::System, node.id, room.fresh(), 3, Act::Edit(edit)).await.unwrap();
        directory.undo_merge(&Viewer::System, merged).await.unwrap();
        let node = action(&room, "1.1.1").await.node;
        assert_eq!((node.parts[0].organisation, node.ends), (Some(absorbed), ends));
    })
    .await;
}

#[tokio::test]
async fn the_drawing_of_a_plan_shows_what_its_table_lists() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let street = portal(&room, Viewer::Anonymous);
        let at = "/plan/cprdfop-grand-est-2018-2022/calendrier";
        let (all, year) = (ask(&street, at, None).await, ask(&street, &format!("{at}?annee=2018"), None).await);
        let count = |text: &str, mark: &str| text.matches(mark).count();
        let bars = |answer: &bassin_testkit::Answer| count(answer.text(), "height=\"8\"><title>");
        assert!(bars(&year) > 0 && bars(&year) < bars(&all), "{} of {}", bars(&year), bars(&all));
        assert_eq!(bars(&year), count(year.text(), "<th scope=\"row\" lang=\"fr\">"), "a bar for each line, all of that year being dated");
    })
    .await;
}
