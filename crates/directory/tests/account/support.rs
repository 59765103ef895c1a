//! A directory with its pages, a clock that moves, secrets that are known, letters that can be read.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Request, header},
};
use bassin_database::Database;
use bassin_directory::{Directory, Invitation, PersonDraft, SESSION_COOKIE, Secrets, Settings, Visit};
use bassin_kernel::{Clock, Language, Problem, SequentialIds, Timestamp, Viewer};
use bassin_mail::Mail;
use bassin_territory::Territory;
use bassin_testkit::{Answer, Store, now, on_each_engine, send};
use bassin_web::{Catalogue, Shell, shell};
use sea_orm::{ConnectionTrait, Statement};
use sha2::{Digest as _, Sha256};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

/// The password of everybody.
pub const PASSWORD: &str = "tilleul pivot cuivre nuage";

/// The identity providers of every house, once a test has started one.
pub static PROVIDERS: OnceLock<String> = OnceLock::new();

/// A clock that a test moves.
#[derive(Clone)]
pub struct Moving(Arc<Mutex<Timestamp>>);

impl Moving {
    pub fn forward(&self, minutes: u64) {
        self.seconds(minutes * 60);
    }

    pub fn seconds(&self, seconds: u64) {
        *self.0.lock().unwrap() += Duration::from_secs(seconds);
    }

    pub fn unix(&self) -> u64 {
        u64::try_from(self.now().timestamp()).unwrap()
    }
}

impl Clock for Moving {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Secrets that are different each time and the same in each run.
#[derive(Default)]
struct Known(AtomicU64);

impl Secrets for Known {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Problem> {
        for part in bytes.chunks_mut(32) {
            let digest = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            part.copy_from_slice(&digest[..part.len()]);
        }
        Ok(())
    }
}

/// A directory, its pages and its post office.
pub struct House {
    pub directory: Directory,
    pub clock: Moving,
    router: Router,
    mail: Mail,
    database: Database,
    store: Store,
}

fn migrations() -> bassin_testkit::Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_mail::migrations());
    all.extend(bassin_directory::migrations());
    all
}

/// Runs `body` in a house of its own on each engine.
pub async fn on_each<F: Future<Output = ()> + Send + 'static>(body: fn(House) -> F) {
    on_each_engine(migrations, move |store| async move { body(House::open(store).await).await }).await;
}

impl House {
    async fn open(store: Store) -> Self {
        if let Some(providers) = PROVIDERS.get() {
            std::fs::write(store.directory().join("providers.toml"), providers).unwrap();
        }
        let clock = Moving(Arc::new(Mutex::new(now())));
        let ids = Arc::new(SequentialIds::default());
        let database = Database::connect(store.url(), migrations(), Arc::new(clock.clone()), ids).await.unwrap();
        let territory = Territory::open(database.clone(), store.directory()).await.unwrap();
        let settings = Settings { secrets: Arc::new(Known::default()), ..Settings::default() };
        let directory = Directory::open_with(database.clone(), territory, store.directory(), settings);
        directory.prepare().unwrap();
        directory.served_at("http://bassin.exemple/");
        let mail = Mail::open(database.clone(), &bassin_mail::Settings::default(), store.directory()).unwrap();
        let known = directory.clone();
        let shell_of = Shell {
            identify: Some(Arc::new(move |headers| {
                let known = known.clone();
                Box::pin(async move { known.identify(&headers).await })
            })),
            accounts: true,
            ..Shell::new(Catalogue::new(&bassin_directory::LOCALES))
        };
        let router = shell(bassin_directory::routes(directory.clone()), shell_of);
        Self { directory, clock, router, mail, database, store }
    }

    /// The same directory, as another start of the portal opens it.
    pub async fn again(&self) -> Directory {
        let territory = Territory::open(self.database.clone(), self.store.directory()).await.unwrap();
        Directory::open(self.database.clone(), territory, self.store.directory())
    }

    pub fn data(&self) -> PathBuf {
        self.store.directory().to_owned()
    }

    fn request(method: &str, path: &str, session: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::USER_AGENT, "Firefox/140.0 Linux");
        if session.is_empty() { request } else { request.header(header::COOKIE, format!("{SESSION_COOKIE}={session}")) }
    }

    /// Gets a page with these cookies.
    pub async fn get_with(&self, path: &str, cookies: &str) -> Answer {
        let request = Request::builder().uri(path).header(header::COOKIE, cookies).body(Body::empty()).unwrap();
        send(&self.router, request).await
    }

    pub async fn get(&self, path: &str, session: &str) -> Answer {
        send(&self.router, Self::request("GET", path, session).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, session: &str, fields: &[(&str, &str)]) -> Answer {
        let body = bassin_kernel::address("", fields).trim_start_matches('?').to_owned();
        let request = Self::request("POST", path, session).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        send(&self.router, request.body(Body::from(body)).unwrap()).await
    }

    /// Who the browser that holds this token is.
    pub async fn viewer(&self, session: &str) -> Viewer {
        self.directory.identify(&Self::headers(session)).await
    }

    fn headers(session: &str) -> HeaderMap {
        let value = HeaderValue::from_str(&format!("{SESSION_COOKIE}={session}")).unwrap();
        [(header::COOKIE, value)].into_iter().collect()
    }

    /// The identifier of a session.
    pub async fn session(&self, session: &str) -> Uuid {
        self.directory.current_session(&Self::headers(session)).await.unwrap().unwrap().id
    }

    /// Claire, who runs the platform, signed in.
    pub async fn administrator(&self) -> String {
        let link = self.directory.first_link(&Viewer::System).await.unwrap().unwrap();
        let typed = [("given_name", "Claire"), ("family_name", "Vauthier"), ("email", "claire@exemple.fr"), ("password", PASSWORD)];
        session(&self.post(&link, "", &typed).await)
    }

    /// Somebody with an account, signed in.
    pub async fn member(&self, number: u128, email: &str) -> String {
        let invitation = Invitation {
            id: Uuid::from_u128(number + 0x10_000),
            person: Uuid::from_u128(number + 0x20_000),
            given_name: "Léa".to_owned(),
            family_name: format!("Durand-{number}"),
            email: email.to_owned(),
            language: Language::French,
            administrator: false,
            statistician: false,
        };
        self.directory.invite(&Viewer::System, invitation).await.unwrap();
        let letter = self.letters().await.into_iter().find(|letter| letter.contains(email)).unwrap();
        let token = link(&letter).rsplit('/').next().unwrap().to_owned();
        self.directory.accept(&token, PASSWORD, &Visit::default()).await.unwrap().token
    }

    /// Somebody in the directory, without account.
    pub async fn person(&self, number: u128, given: &str, family: &str, email: &str) -> Uuid {
        let draft = PersonDraft { email: email.to_owned(), ..PersonDraft::named(Uuid::from_u128(number), given, family) };
        self.database
            .write(&Viewer::System, |transaction| async move {
                let person = bassin_directory::add_person(&transaction, draft).await?;
                Ok((person.id, bassin_database::Record::new("test.person", "person", "")))
            })
            .await
            .unwrap()
    }

    /// A new session of somebody, elsewhere.
    pub async fn sign_in(&self, email: &str) -> String {
        let visit = Visit { address: "192.0.2.9".to_owned(), device: "Firefox · Linux".to_owned(), token: None };
        self.directory.sign_in(email, PASSWORD, &visit).await.unwrap().token
    }

    /// Puts the second factor in place, as a person with a telephone would.
    pub async fn second_factor(&self, session: &str) -> (Totp, Vec<String>) {
        assert_eq!(self.post("/compte/double-verification/commencer", session, &[]).await.status, 303);
        let page = self.get("/compte/double-verification", session).await;
        assert!(page.text().contains("<svg") && page.header("cache-control").contains("no-store"), "{}", page.text());
        let secret = self.directory.pending_second_factor(&self.viewer(session).await).await.unwrap().unwrap().secret.replace(' ', "");
        assert!(!page.text().contains(&secret), "it is shown in groups of four");
        let totp =
            Builder::new().with_secret(Secret::try_from_base32(&secret).unwrap()).with_account_name("claire@exemple.fr").build().unwrap();
        let wrong = self.post("/compte/double-verification", session, &[("code", "000000")]).await;
        assert_eq!(wrong.status, 422);
        let code = totp.generate(self.clock.unix()).to_string();
        let done = self.post("/compte/double-verification", session, &[("code", &code)]).await;
        let codes: Vec<String> = done.text().split("<li><code>").skip(1).map(|part| part.split('<').next().unwrap().to_owned()).collect();
        (totp, codes)
    }

    /// The letters sent since last asked, in the order in which they were written.
    pub async fn letters(&self) -> Vec<String> {
        while self.mail.deliver().await.unwrap().sent > 0 {}
        let folder = self.data().join("mail");
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&folder).map(|all| all.map(|file| file.unwrap().path()).collect()).unwrap_or_default();
        files.sort();
        let letters = files.iter().map(|file| decoded(&std::fs::read_to_string(file).unwrap())).collect();
        files.iter().for_each(|file| std::fs::remove_file(file).unwrap());
        letters
    }

    /// How many entries the journal has.
    pub async fn entries(&self) -> u64 {
        self.database.generation().await.unwrap()
    }

    /// Everything the tables of accounts hold.
    pub async fn dump(&self) -> String {
        let mut text = String::new();
        for table in ["account", "session", "account_token", "recovery_code", "external_identity", "letter", "journal"] {
            let select = Statement::from_string(self.database.read().get_database_backend(), format!("SELECT * FROM {table}"));
            for row in self.database.read().query_all_raw(select).await.unwrap() {
                for column in row.column_names() {
                    text.push_str(&format!("{column}={:?} ", row.try_get::<Option<String>>("", &column).ok().flatten()));
                }
                text.push('\n');
            }
        }
        text
    }
}

/// A letter as people read it: its addresses, its subject, its text.
fn decoded(letter: &str) -> String {
    let (head, body) = letter.split_once("\r\n\r\n").unwrap();
    let unfolded = head.replace("\r\n ", " ");
    let kept = unfolded.lines().filter(|line| ["From:", "To:", "Subject:"].iter().any(|name| line.starts_with(name)));
    let head: Vec<String> = kept.map(words).collect();
    let body = if head.is_empty() || !unfolded.contains("base64") { quoted(body) } else { String::from_utf8(base64(body)).unwrap() };
    format!("{}\n\n{}", head.join("\n"), body.replace("\r\n", "\n"))
}

/// The encoded words of a header, read.
fn words(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    let mut between = false;
    while let Some(at) = rest.find("=?utf-8?b?") {
        let gap = &rest[..at];
        if !(between && gap.trim().is_empty()) {
            text.push_str(gap);
        }
        let (word, after) = rest[at + 10..].split_once("?=").unwrap();
        text.push_str(std::str::from_utf8(&base64(word)).unwrap());
        (rest, between) = (after, true);
    }
    text + rest
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values: Vec<u32> = text.bytes().filter_map(|byte| LETTERS.iter().position(|letter| *letter == byte)).map(|at| at as u32).collect();
    let mut bytes = Vec::new();
    for group in values.chunks(4) {
        let bits = group.iter().enumerate().fold(0, |bits, (place, value)| bits | value << (18 - 6 * place));
        bytes.extend(bits.to_be_bytes()[1..group.len()].iter());
    }
    bytes
}

fn quoted(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let pair = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The path of the link of a letter: the line that is an address, but for the platform's own.
pub fn link(letter: &str) -> String {
    let found = letter.lines().find_map(|line| line.trim().strip_prefix("http://bassin.exemple")).map(str::to_owned);
    found.unwrap_or_else(|| panic!("no link in {letter}"))
}

/// A letter without the secret of its link.
pub fn without_secret(letter: &str) -> String {
    let path = link(letter);
    letter.replace(path.rsplit('/').next().unwrap(), "SECRET")
}

/// The token of the session that an answer opens.
pub fn session(answer: &Answer) -> String {
    let cookie = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let found = cookie.into_iter().find_map(|cookie| cookie.strip_prefix("bassin-session=")?.split(';').next());
    found.unwrap_or_else(|| panic!("no session: {} {}", answer.status, answer.text())).to_owned()
}
