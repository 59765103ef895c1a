//! Meetings, from their plan to their published minutes, through the pages, on both engines.
#![expect(clippy::unwrap_used, reason = "what surrounds a test fails with it")]

#[path = "meetings/agenda.rs"]
mod agenda;
#[path = "meetings/overview.rs"]
mod overview;
#[path = "meetings/traps.rs"]
mod traps;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use bassin_database::{Database, Record};
use bassin_directory::Directory;
use bassin_documents::{Document, Printer};
use bassin_governance::Governance;
use bassin_kernel::{Clock, Day, Ids, Problem, TimeOrderedIds, Timestamp, Viewer, day_of};
use bassin_territory::Territory;
use bassin_testkit::{Answer, Migrations, Store, on_each_engine, send};
use bassin_web::{Catalogue, Shell, shell};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

fn migrations() -> Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_directory::migrations());
    all.extend(bassin_mail::migrations());
    all.extend(bassin_governance::migrations());
    all
}

/// A clock that tests move forward.
#[derive(Clone)]
struct Watch(Arc<Mutex<Timestamp>>);

impl Watch {
    fn at(text: &str) -> Self {
        Self(Arc::new(Mutex::new(text.parse().unwrap())))
    }

    fn set(&self, text: &str) {
        *self.0.lock().unwrap() = text.parse().unwrap();
    }
}

impl Clock for Watch {
    fn now(&self) -> Timestamp {
        let mut now = self.0.lock().unwrap();
        *now += chrono::Duration::milliseconds(1);
        *now
    }
}

struct Press;

impl Printer for Press {
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, Problem> {
        Ok(format!("%PDF {} {:?}", document.title, document.blocks).into_bytes())
    }
}

/// A body whose statute asks for ten days, half of the seats and one of each component.
const STATUTE: &str = r#"
id = "assembly-of-tests"
version = 1
jurisdiction = "FR"
name = { fr = "Assemblée", en = "Assembly" }
parents = []
[purpose]
source = "Texte, art. 1"
sentence = { fr = "Elle se réunit.", en = "It meets." }
[[composition]]
component = "enterprise"
name = { fr = "Entreprises", en = "Enterprises" }
min = 1
source = "Texte, art. 2"
sentence = { fr = "Des entreprises.", en = "Enterprises." }
[[composition]]
component = "education"
name = { fr = "Enseignement", en = "Education" }
min = 1
substitutes = true
source = "Texte, art. 2"
sentence = { fr = "Des écoles.", en = "Schools." }
[convocation]
days = 10
source = "Texte, art. 3"
sentence = { fr = "Dix jours avant.", en = "Ten days before." }
[quorum]
percent = 50
each_component = true
source = "Texte, art. 4"
sentence = { fr = "La moitié, et chaque composante.", en = "Half, and each component." }
[rhythm]
min = 3
max = 4
source = "Texte, art. 5"
sentence = { fr = "Trois à quatre fois par an.", en = "Three to four times a year." }
"#;

const BODY: u128 = 0x0b0d;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn seat(number: u128) -> Uuid {
    id(0x5ea7_0000 + number)
}

fn person(number: u128) -> Uuid {
    id(0x9e70_0000 + number)
}

/// A body with `seats` seats, half in each component, all held; the first by its chair, the second by its secretary; the last has no address. One more
/// person is the substitute of the second seat.
fn fixture(seats: u128) -> Vec<String> {
    let body = id(BODY);
    let mut all = vec![format!(
        "INSERT INTO body (id, slug, name, statute, statute_version, subject_kind, subject, perimeter, mission, themes, source, content, \
         closed_because, folded, revision) VALUES ('{body}', 'assemblee', 'Assemblée du bassin', 'assembly-of-tests', 1, '', '', '', '', '[]', '', \
         'own', '', 'assemblee', 1)"
    )];
    let mut sits = |number: u128, component: &str, rank: u128, function: &str, email: &str, stands_for: Option<u128>| {
        let (seat_id, person_id, mandate) = (seat(number), person(number), id(0x3a9d_0000 + number));
        let stands_for = stands_for.map_or("NULL".to_owned(), |number| format!("'{}'", seat(number)));
        all.push(format!(
            "INSERT INTO person (id, given_name, family_name, email, phone, language, expertise, fictional, sort_name, searched, revision) \
             VALUES ('{person_id}', 'Membre', 'Numéro{number}', '{email}', '', 'fr', '', 1, 'n{number}', '', 1)"
        ));
        all.push(format!(
            "INSERT INTO seat (id, body, component, voice, number, title, substitute_of) \
             VALUES ('{seat_id}', '{body}', '{component}', 'deliberative', {rank}, '', {stands_for})"
        ));
        all.push(format!(
            "INSERT INTO mandate (id, seat, person, function, starts_on, ends_on, state, act, ended_because, revision) \
             VALUES ('{mandate}', '{seat_id}', '{person_id}', '{function}', '2025-06-01', '2027-05-31', 'appointed', 'acte', '', 1)"
        ));
    };
    for number in 1..=seats {
        let component = if number <= seats / 2 { "enterprise" } else { "education" };
        let function = match number {
            1 => "chair",
            2 => "secretary",
            _ => "member",
        };
        sits(number, component, number, function, &format!("m{number}@example.org"), None);
    }
    sits(9000, "education", 9000, "member", "s@example.org", Some(seats));
    all
}

struct Portal {
    database: Database,
    governance: Governance,
    router: Router,
    watch: Watch,
}

impl Portal {
    async fn open(store: &Store, seats: u128) -> Self {
        let watch = Watch::at("2026-03-02T09:00:00Z");
        let folder = store.directory().join("statutes");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("assembly.toml"), STATUTE).unwrap();
        let database = Database::connect(store.url(), migrations(), Arc::new(watch.clone()), Arc::new(TimeOrderedIds)).await.unwrap();
        database
            .write(&Viewer::System, |tx| async move {
                for statement in fixture(seats) {
                    tx.execute_unprepared(&statement).await?;
                }
                Ok(((), Record::new("test.fixture", "test", "1")))
            })
            .await
            .unwrap();
        let (governance, router) = assemble(&database, store).await;
        Self { database, governance, router, watch }
    }

    /// The same store, opened again with the statutes as they are now.
    async fn reopen(&mut self, store: &Store) {
        (self.governance, self.router) = assemble(&self.database, store).await;
    }

    async fn request(&self, who: u128, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = if who == 0 { request } else { request.header(header::COOKIE, format!("{}={who}", bassin_web::SESSION)) };
        send(&self.router, request.body(body).unwrap()).await
    }

    async fn get(&self, who: u128, path: &str) -> Answer {
        self.request(who, Request::get(path), Body::empty()).await
    }

    async fn post(&self, who: u128, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = String::new();
        for (name, value) in fields {
            let encoded: String = value.bytes().fold(String::new(), |mut text, byte| {
                write!(text, "%{byte:02x}").unwrap();
                text
            });
            write!(form, "{name}={encoded}&").unwrap();
        }
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.request(who, request, Body::from(form)).await
    }

    /// Posts, and expects to be sent on.
    async fn must(&self, who: u128, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(who, path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path} {fields:?}: {}", answer.text());
        answer.header("location").to_owned()
    }

    /// A planned meeting on 20 March 2026 with one information and one decision.
    async fn planned(&self) -> Uuid {
        let meeting = id(0x3ee7);
        self.must(2, "/instances/assemblee/reunions/nouvelle", &plan(meeting)).await;
        for (number, purpose) in [(1, "information"), (2, "decision")] {
            let item = item(number).to_string();
            let title = format!("Point {number}");
            let fields = [("action", "ajouter"), ("id", item.as_str()), ("title", &title), ("purpose", purpose)];
            self.must(2, &format!("/reunions/{meeting}/ordre-du-jour"), &fields).await;
        }
        meeting
    }

    async fn letters(&self) -> Vec<(String, String)> {
        let rows = self
            .database
            .read()
            .query_all_raw(sea_orm::Statement::from_string(self.database.read().get_database_backend(), "SELECT * FROM letter ORDER BY id"))
            .await
            .unwrap();
        let text = |row: &sea_orm::QueryResult, column: &str| row.try_get::<String>("", column).unwrap();
        rows.iter().map(|row| (text(row, "recipient"), format!("{}{}", text(row, "body"), text(row, "attachments")))).collect()
    }
}

async fn assemble(database: &Database, store: &Store) -> (Governance, Router) {
    let territory = Territory::open(database.clone(), store.directory()).await.unwrap();
    let directory = Directory::open(database.clone(), territory.clone(), store.directory());
    let governance = Governance::open(database.clone(), directory, territory, Arc::new(Press), store.directory()).unwrap();
    let catalogue = Catalogue::new(&[bassin_directory::LOCALES.as_slice(), bassin_governance::LOCALES.as_slice()].concat());
    let room = governance.clone();
    let identify: bassin_web::Identify = Arc::new(move |headers| {
        let room = room.clone();
        Box::pin(async move {
            let cookie = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let number: u128 = cookie.rsplit('=').next().unwrap().parse().unwrap();
            viewer(&room, number).await
        })
    });
    let pages = bassin_governance::routes(governance.clone());
    let (api, _) = bassin_governance::api(governance.clone()).split_for_parts();
    let pages = pages.nest("/api/v1", api);
    (governance, shell(pages, Shell { identify: Some(identify), ..Shell::new(catalogue) }))
}

async fn viewer(room: &Governance, number: u128) -> Viewer {
    let person = person(number);
    let grants = room.grants(person, day()).await.unwrap();
    let name = format!("Membre Numéro{number}");
    Viewer::Person(Arc::new(bassin_kernel::Person { account: id(number), person, name, grants }))
}

fn day() -> Day {
    day_of("2026-03-02T09:00:00Z".parse().unwrap())
}

fn item(number: u128) -> Uuid {
    id(0x17e3_0000 + number)
}

fn plan(meeting: Uuid) -> Vec<(&'static str, &'static str)> {
    let meeting: &'static str = Box::leak(meeting.to_string().into_boxed_str());
    vec![
        ("id", meeting),
        ("title", "Séance plénière"),
        ("kind", "plenary"),
        ("date", "2026-03-20"),
        ("start", "14:00"),
        ("end", "16:30"),
        ("place", "Maison de l’emploi"),
        ("public", "1"),
    ]
}

/// The secret of an invitation, as its letter holds it: the store has its digest alone.
async fn token(portal: &Portal, number: u128) -> String {
    let to = format!("m{number}@example.org");
    let (_, letter) = portal.letters().await.into_iter().find(|(address, _)| *address == to).unwrap();
    let (_, rest) = letter.split_once("/convocations/").unwrap();
    let secret: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    let kept = sea_orm::Statement::from_string(
        portal.database.read().get_database_backend(),
        format!("SELECT COUNT(*) AS many FROM meeting_invitation WHERE token = '{secret}'"),
    );
    let kept: i64 = portal.database.read().query_one_raw(kept).await.unwrap().unwrap().try_get("", "many").unwrap();
    assert_eq!((secret.len(), kept), (64, 0));
    secret
}

async fn convened(portal: &Portal) -> Uuid {
    let meeting = portal.planned().await;
    portal.must(2, &format!("/reunions/{meeting}/convocation"), &[("urgency", "")]).await;
    portal.watch.set("2026-03-20T13:00:00Z");
    meeting
}

async fn call(portal: &Portal, meeting: Uuid, number: u128, choice: &str) -> Answer {
    let (line, seat) = (TimeOrderedIds.next().to_string(), seat(number).to_string());
    portal.post(2, &format!("/reunions/{meeting}/presences"), &[("id", &line), ("seat", &seat), ("choice", choice)]).await
}

#[tokio::test]
async fn a_meeting_lives_from_its_plan_to_its_published_minutes() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = portal.planned().await;
        let page = format!("/reunions/{meeting}");
        assert_eq!(portal.get(0, &page).await.status, StatusCode::NOT_FOUND, "nothing is public before the convocation");

        let preview = portal.get(2, &format!("{page}/convocation")).await;
        assert!(preview.text().contains("m4@example.org") && preview.text().contains("Point 2"), "{}", preview.text());
        portal.must(2, &format!("{page}/convocation"), &[("urgency", "")]).await;
        let letters = portal.letters().await;
        assert_eq!(letters.len(), 4);
        assert!(letters.iter().all(|(_, letter)| letter.contains("METHOD:REQUEST") && letter.contains("/convocations/")));
        let public = portal.get(0, &page).await;
        assert!(public.text().contains("Point 2") && !public.text().contains("Numéro"), "an agenda, no names");

        // An answer by the link of the letter, without an account.
        let answer = format!("/convocations/{}", token(&portal, 3).await);
        assert_eq!(portal.post(0, &answer, &[("answer", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        portal.must(0, &answer, &[("answer", "coming")]).await;
        assert_eq!(portal.get(0, "/convocations/00").await.status, StatusCode::NOT_FOUND);

        portal.watch.set("2026-03-20T13:00:00Z");
        let early = portal.post(2, &format!("{page}/ouvrir"), &[]).await;
        assert!(early.text().contains("appel"), "the roll first: {}", early.text());
        for (number, choice) in [(1, "room"), (2, "remote"), (3, "excused")] {
            assert_eq!(call(&portal, meeting, number, choice).await.status, StatusCode::SEE_OTHER);
        }
        let stands_in = format!("substitute:{}", person(9000));
        assert_eq!(call(&portal, meeting, 4, &stands_in).await.status, StatusCode::SEE_OTHER);
        portal.must(2, &format!("{page}/ouvrir"), &[]).await;
        for number in [1, 2] {
            let item = item(number).to_string();
            portal.must(2, &format!("{page}/conduite"), &[("item", &item), ("action", "traiter"), ("notes", "Accord <unanime>.")]).await;
        }
        portal.must(2, &format!("{page}/clore"), &[]).await;

        let minutes = format!("{page}/compte-rendu");
        let draft = portal.get(2, &minutes).await;
        for said in ["Membre Numéro9000", "Étaient excusés", "Membre Numéro3", "Accord &#60;unanime&#62;", "3 sièges étaient présents"]
        {
            assert!(draft.text().contains(said), "{said}: {}", draft.text());
        }
        portal.must(2, &minutes, &[("action", "rediger"), ("text", "## Suite\nTexte approuvé")]).await;
        portal.must(2, &minutes, &[("action", "soumettre")]).await;
        assert_eq!(portal.post(2, &minutes, &[("action", "approuver")]).await.status, StatusCode::FORBIDDEN, "the chair approves");
        portal.must(1, &minutes, &[("action", "approuver"), ("meeting", "")]).await;
        assert_eq!(portal.get(0, &minutes).await.status, StatusCode::FORBIDDEN);
        portal.must(2, &minutes, &[("action", "publier")]).await;
        portal.must(2, &minutes, &[("action", "completer"), ("text", "Lire quinze.")]).await;
        let read = portal.get(0, &minutes).await;
        assert!(read.text().contains("Texte approuvé") && read.text().contains("Lire quinze."));
        let late = portal.post(2, &minutes, &[("action", "rediger"), ("text", "Autre")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);

        let pdf = portal.get(0, &format!("{minutes}.pdf")).await;
        assert!(pdf.text().contains("Texte approuvé"));
        assert!(portal.get(2, &format!("{page}/emargement.docx")).await.body.starts_with(b"PK"));
        assert_eq!(portal.get(0, &format!("{page}/emargement.pdf")).await.status, StatusCode::FORBIDDEN);
        let json = portal.get(0, &format!("/api/v1/meetings/{meeting}")).await.json();
        assert_eq!((json["state"].as_str(), json["agenda_item"][1]["result"].as_str()), (Some("published"), Some("treated")));
        assert_eq!(portal.governance.last_meetings(id(BODY), day()).await.unwrap().len(), 1);
        let attended = portal.governance.attended(id(BODY), day()).await.unwrap();
        assert!(matches!(attended[..], [(_, 3)]), "three people were there: {attended:?}");
        assert!(bassin_database::journal::verify(&portal.database).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_refused_form_comes_back_filled_and_twice_is_once() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let new = "/instances/assemblee/reunions/nouvelle";
        assert_eq!(portal.get(3, new).await.status, StatusCode::FORBIDDEN, "a member does not convene");
        let mut wrong = plan(id(5));
        wrong[5] = ("end", "13:00");
        let refused = portal.post(2, new, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Séance plénière") && refused.text().contains("value=\"13:00\""));
        let first = portal.must(2, new, &plan(id(5))).await;
        assert_eq!(first, portal.must(2, new, &plan(id(5))).await);
        let list = portal.get(2, "/instances/assemblee/reunions").await;
        assert_eq!(list.text().matches("/reunions/00000000-0000-0000-0000-000000000005\"").count(), 1);
        assert!(list.text().contains("3–4"), "the rhythm its statute asks for");

        // Somebody else has changed it meanwhile: both are shown, nothing is lost.
        let edit = format!("/reunions/{}/modifier", id(5));
        let changed = |place, revision| {
            let mut fields = plan(id(5));
            fields[6] = ("place", place);
            fields.push(("revision", revision));
            fields
        };
        portal.must(2, &edit, &changed("Salle A", "1")).await;
        let stale = portal.post(1, &edit, &changed("Salle B", "1")).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.text().contains("Salle A") && stale.text().contains("Salle B"));
    })
    .await;
}

#[tokio::test]
async fn two_people_calling_the_roll_at_once_lose_nothing() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 20).await;
        let meeting = convened(&portal).await;
        let half = |from: u128, choice: &'static str| {
            let portal = &portal;
            async move {
                for number in (from..=20).step_by(2) {
                    assert_eq!(call(portal, meeting, number, choice).await.status, StatusCode::SEE_OTHER);
                }
            }
        };
        tokio::join!(half(1, "room"), half(2, "remote"));
        let sitting = portal.governance.sitting(&Viewer::System, meeting).await.unwrap();
        let quorum = sitting.quorum(None);
        assert_eq!((quorum.base, quorum.present), (20, 20));
        let remote = sitting.dossier.attendances.iter().filter(|line| line.presence == bassin_governance::Presence::Remote).count();
        assert_eq!((sitting.dossier.attendances.len(), remote), (20, 10));
        // The same seat at the same instant: one line stays.
        tokio::join!(call(&portal, meeting, 7, "excused"), call(&portal, meeting, 7, "remote"));
        let sitting = portal.governance.sitting(&Viewer::System, meeting).await.unwrap();
        assert_eq!(sitting.dossier.attendances.iter().filter(|line| line.seat == Some(seat(7)) && line.left_at.is_none()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_change_and_a_cancellation_are_told_to_calendars() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = portal.planned().await;
        portal.must(2, &format!("/reunions/{meeting}/convocation"), &[("urgency", "")]).await;
        let mut moved = plan(meeting);
        moved[3] = ("date", "2026-03-29");
        moved[4] = ("start", "09:00");
        moved[5] = ("end", "11:00");
        let revision = portal.governance.sitting(&Viewer::System, meeting).await.unwrap().dossier.meeting.revision.to_string();
        let revision: &'static str = Box::leak(revision.into_boxed_str());
        moved.push(("revision", revision));
        portal.must(2, &format!("/reunions/{meeting}/modifier"), &moved).await;
        // The day the clocks go forward: nine o'clock is seven in UTC.
        let feed = portal.get(0, "/instances/assemblee/reunions.ics").await;
        assert!(feed.text().contains("DTSTART:20260329T070000Z\r\n") && feed.text().contains("SEQUENCE:1\r\n"), "{}", feed.text());
        let empty = portal.post(2, &format!("/reunions/{meeting}/annuler"), &[("reason", "")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        portal.must(2, &format!("/reunions/{meeting}/annuler"), &[("reason", "Grève des transports")]).await;
        let letters = portal.letters().await;
        assert_eq!(letters.len(), 12);
        let holding = |text: &str| letters.iter().filter(|(_, letter)| letter.contains(text)).count();
        assert_eq!((holding("METHOD:CANCEL"), holding("SEQUENCE:2"), holding("SEQUENCE:1")), (4, 4, 4));
        let feed = portal.get(0, "/instances/assemblee/reunions.ics").await;
        assert!(feed.text().contains("STATUS:CANCELLED"));
        let page = portal.get(0, &format!("/reunions/{meeting}")).await;
        assert!(page.text().contains("Grève des transports"));
    })
    .await;
}

#[tokio::test]
async fn a_personal_calendar_opens_with_its_secret_until_it_is_revoked() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = convened(&portal).await;
        let opened = portal.post(3, "/mon-espace/agenda", &[("action", "ouvrir")]).await;
        let address =
            opened.text().split("/agenda/").find_map(|rest| rest.split_once(".ics").map(|(secret, _)| secret)).unwrap().to_owned();
        assert_eq!(address.len(), 64);
        let owner = portal.governance.feed_owner(&address).await.unwrap();
        let feed = portal.governance.personal_calendar(owner, "Agenda", &[]).await.unwrap();
        assert!(feed.contains(&format!("UID:{meeting}")), "{feed}");
        portal.must(3, "/mon-espace/agenda", &[("action", "fermer")]).await;
        assert_eq!(portal.governance.feed_owner(&address).await.unwrap_err().kind, bassin_kernel::Kind::NotFound);
    })
    .await;
}

fn multipart(fields: &[(&str, &str)], file: (&str, &[u8])) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\n", file.0).bytes());
    body.extend(file.1);
    body.extend(b"\r\n--b--\r\n");
    ("multipart/form-data; boundary=b".to_owned(), body)
}

#[tokio::test]
async fn documents_are_kept_by_their_content_and_foreign_files_are_refused_clearly() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = portal.planned().await;
        let send = |title: &'static str, name: &'static str, content: &'static [u8]| {
            let portal = &portal;
            async move {
                let document = TimeOrderedIds.next().to_string();
                let (kind, body) = multipart(&[("document", &document), ("document-title", title), ("public", "1")], (name, content));
                let request = Request::post(format!("/reunions/{meeting}/documents")).header(header::CONTENT_TYPE, kind);
                (document, portal.request(2, request, Body::from(body)).await)
            }
        };
        let (_, refused) = send("Note", "note.pdf", b"\x7fELF\x02\x01\x01").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("note.pdf") && refused.text().contains("value=\"Note\""), "{}", refused.text());
        let (_, untitled) = send("", "note.pdf", b"%PDF-1.7 note").await;
        assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (document, kept) = send("Note", "note.pdf", b"%PDF-1.7 note").await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
        let address = format!("/reunions/{meeting}/documents/{document}");
        assert_eq!(portal.get(0, &address).await.status, StatusCode::NOT_FOUND, "not before the convocation");
        portal.must(2, &format!("/reunions/{meeting}/convocation"), &[("urgency", "")]).await;
        let served = portal.get(0, &address).await;
        assert_eq!((served.text(), served.header("content-type")), ("%PDF-1.7 note", "application/pdf"));
    })
    .await;
}

#[tokio::test]
async fn five_hundred_seats_and_two_hundred_items_are_held() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 500).await;
        let meeting = portal.planned().await;
        let agenda = format!("/reunions/{meeting}/ordre-du-jour");
        portal
            .database
            .write(&Viewer::System, |tx| async move {
                for number in 3..=200 {
                    let item = item(number);
                    tx.execute_unprepared(&format!(
                        "INSERT INTO meeting_item (id, meeting, number, title, purpose, late, admitted, notes) \
                         VALUES ('{item}', '{meeting}', {number}, 'Point {number}', 'information', 0, 0, '')"
                    ))
                    .await?;
                }
                Ok(((), Record::new("test.agenda", "test", "1")))
            })
            .await
            .unwrap();
        let last = item(200).to_string();
        portal.must(2, &agenda, &[("action", "monter"), ("id", &last)]).await;
        let page = portal.get(2, &agenda).await;
        let (moved, before) = (page.text().find(&format!("item-{}", item(200))), page.text().find(&format!("item-{}", item(199))));
        assert!(moved < before && moved.is_some());
        portal.must(2, &format!("/reunions/{meeting}/convocation"), &[("urgency", "")]).await;
        portal.watch.set("2026-03-20T13:00:00Z");
        let roll = portal.get(2, &format!("/reunions/{meeting}/presences")).await;
        assert_eq!(roll.text().matches("<li id=\"siege-").count(), 500);
        for number in [1, 499] {
            assert_eq!(call(&portal, meeting, number, "room").await.status, StatusCode::SEE_OTHER);
        }
        portal.must(2, &format!("/reunions/{meeting}/presences"), &[("action", "rest")]).await;
        portal.must(2, &format!("/reunions/{meeting}/ouvrir"), &[]).await;
        let decision = item(2).to_string();
        let refused = portal
            .post(2, &format!("/reunions/{meeting}/conduite"), &[("item", &decision), ("action", "traiter"), ("notes", "Gardées")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Texte, art. 4") && refused.text().contains("Gardées"), "the article, and what was typed");
    })
    .await;
}

#[test]
fn both_languages_say_the_same_messages() {
    let mut keys: HashMap<bassin_kernel::Language, Vec<&str>> = HashMap::new();
    for (language, source) in bassin_governance::LOCALES {
        let found = source.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
        keys.entry(language).or_default().extend(found.filter(|key| key.starts_with("meeting-") || key.starts_with("done-meeting-")));
    }
    assert_eq!(keys[&bassin_kernel::Language::French], keys[&bassin_kernel::Language::English]);
}
