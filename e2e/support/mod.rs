//! A portal with real data where there is some, and a browser.

mod estate;
mod walker;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

pub use self::{estate::Estate, walker::Walker};

/// A running portal, stopped when dropped.
pub struct Portal {
    process: Child,
    base: String,
    real: bool,
    _data: tempfile::TempDir,
}

impl Portal {
    /// Imports the real files when they are there, then serves on a free port.
    pub fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let bassin = env!("CARGO_BIN_EXE_bassin");
        let shared = bassin_testkit::shared_data();
        if let Some(shared) = &shared {
            let files = [
                "territory/communes-67-bas-rhin.geojson",
                "statistics/insee_rp_population2017_short.csv",
                "statistics/insee_rp_emploi2017_short.csv",
            ];
            let imported = Command::new(bassin)
                .arg("--data")
                .arg(data.path())
                .arg("import")
                .args(files.map(|file| shared.join(file)))
                .output()
                .unwrap();
            assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
        }
        let mut process = Command::new(bassin)
            .args(["serve", "--listen", "127.0.0.1:0", "--lang", "en", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let base = address_in(&mut process, "http://");
        Self { process, base, real: shared.is_some(), _data: data }
    }

    /// The address of a path.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.base)
    }

    /// The body at a path, fetched without the browser.
    pub fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.base).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.base).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.0 200"), "{}", answer.lines().next().unwrap_or_default());
        answer
    }

    /// Whether the real files are there.
    pub fn has_real_data(&self) -> bool {
        self.real
    }

    /// The pages that are looked at.
    pub fn pages(&self) -> &'static [&'static str] {
        if self.real { &PAGES } else { &PAGES[1..] }
    }
}

const PAGES: [&str; 24] = [
    "/explorer?i=census-unemployment-rate&z=communes&p=departement%3A67",
    "/",
    "/territoires",
    "/territoires/portrait?p=departement%3A67",
    "/territoires/portrait?p=region%3A44+%2B+province%3A80000",
    "/territoires/zonages/departement",
    "/territoires/zones/departement/67",
    "/territoires/communes/FR-67482",
    "/territoires/perimetre?p=departement%3A67+-+commune%3AFR-67482&ajout=Colmar",
    "/territoires/perimetre?p=departement%3A999",
    "/recherche?q=nancy",
    "/indicateurs",
    "/donnees",
    "/glossaire",
    "/territoires/perimetre",
    "/territoires/portrait?p=commune%3AFR-67482",
    "/territoires/portrait?p=departement%3A999",
    "/indicateurs/census-unemployment-rate",
    "/donnees/bmo-2024",
    "/mentions",
    "/territoires/communes/FR-99999",
    "/explorer",
    "/accessibilite",
    "/api",
];

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The first `host:port` that follows `mark` on the standard output of a process.
fn address_in(process: &mut Child, mark: &str) -> String {
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let rest = line.split_once(mark)?.1;
        Some(rest.chars().take_while(|c| c.is_ascii_digit() || ".:".contains(*c)).collect::<String>())
    });
    // The rest is read to the end, so that the process never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    address.expect("the process says where it listens")
}

/// How a page is looked at.
#[derive(Clone, Copy)]
pub struct Screen {
    pub width: u32,
    pub height: u32,
    pub scripts: bool,
}

/// A running driver, stopped when dropped.
pub struct Browser {
    driver: Child,
    port: String,
}

impl Browser {
    /// Debian's Chromium and its driver; `None`, said once, when they are not installed.
    pub fn find() -> Option<Self> {
        let found = in_path("chromedriver").is_some() && in_path("chromium").is_some();
        if !found {
            static SAID: OnceLock<()> = OnceLock::new();
            SAID.get_or_init(|| println!("browser tests skipped: install chromium and chromedriver"));
            return None;
        }
        let mut driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let port = address_in(&mut driver, "successfully on port ").trim_end_matches('.').to_owned();
        Some(Self { driver, port })
    }

    /// A new window.
    pub async fn open(&self, screen: Screen) -> Client {
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--force-prefers-reduced-motion",
        ];
        let metrics = json!({"width": screen.width, "height": screen.height, "pixelRatio": 1.0, "mobile": false, "touch": false});
        let mut options = json!({
            "args": arguments,
            "mobileEmulation": {"deviceMetrics": metrics},
            "prefs": {"intl.accept_languages": "fr"},
        });
        if !screen.scripts {
            options["prefs"]["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let address = format!("http://127.0.0.1:{}", self.port);
        ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&address).await.expect("the browser opens")
    }

    /// Shows the page of a window at another size, without loading it again; as it was opened when there is none.
    pub async fn resize(&self, client: &Client, size: (u32, u64)) {
        let session = client.session_id().await.unwrap().expect("the browser is open");
        let parameters = json!({"width": size.0, "height": size.1, "deviceScaleFactor": 1, "mobile": false});
        let body = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": parameters}).to_string();
        let answer = self.post(&format!("/session/{session}/goog/cdp/execute"), &body);
        assert!(answer.get("value").is_some_and(|value| value.get("error").is_none()), "{answer}");
    }

    /// The driver keeps its connections open: as much is read as it announces.
    fn post(&self, path: &str, body: &str) -> Value {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{}", self.port)).unwrap();
        let request = format!("POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(format!("{request}{body}").as_bytes()).unwrap();
        let mut answer = BufReader::new(stream);
        let head: Vec<String> = answer.by_ref().lines().map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
        let length = head.iter().filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length = length.and_then(|(_, length)| length.trim().parse().ok()).expect("the driver says how much it answers");
        let mut body = vec![0; length];
        answer.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

/// The words of a PDF, by poppler's `pdftotext`; `None`, said once, when it is not installed.
pub fn words(pdf: &[u8]) -> Option<String> {
    if in_path("pdftotext").is_none() {
        println!("the words of the printed portrait not read: install poppler-utils");
        return None;
    }
    let file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let output = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The text of axe-core, from its npm package; `None`, said once, when npm cannot give it.
pub fn axe() -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        std::fs::create_dir_all(&folder).unwrap();
        let installed = Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--silent", "--prefix"])
            .arg(&folder)
            .arg("axe-core@4")
            .output();
        if !installed.is_ok_and(|output| output.status.success()) {
            println!("axe-core not run: npm could not install it");
            return None;
        }
    }
    Some(std::fs::read_to_string(script).unwrap())
}
