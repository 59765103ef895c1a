//! What the tests of the program share: an installation in a folder of its own, the program run on it, a portal it serves.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use axum::Router;
use bassin::{Installation, Place};
use serde_json::Value;
use tempfile::TempDir;

/// A data directory, removed at the end of the test, and the program run on it in French.
pub struct House {
    folder: TempDir,
    store: Option<String>,
}

impl House {
    /// An installation yet to be made, in a folder whose name is not plain.
    pub fn new() -> Self {
        Self { folder: tempfile::Builder::new().prefix("bassin d’essai ").tempdir().unwrap(), store: None }
    }

    /// The same, whose store is at this address.
    pub fn with_store(url: &str) -> Self {
        Self { store: Some(url.to_owned()), ..Self::new() }
    }

    /// An installation with the trial dataset of `fixtures`, imported.
    pub fn with_trial() -> Self {
        let house = Self::new();
        house.describe_trial();
        let run = house.bassin(&["import", &trial("jeu-essai.csv").display().to_string()]);
        assert_eq!(run.code, 0, "{}", run.err);
        house
    }

    /// Adds the descriptor and the indicators of the trial dataset.
    pub fn describe_trial(&self) {
        for (folder, name) in [("datasets", "jeu-essai.toml"), ("indicators", "essai.toml")] {
            let folder = self.data().join(folder);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::copy(trial(name), folder.join(name)).unwrap();
        }
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("données")
    }

    /// A path beside the data directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file beside the data directory.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    /// The program, ready to run on this installation.
    pub fn command(&self) -> Command {
        let mut command = program();
        command.arg("--data").arg(self.data());
        if let Some(url) = &self.store {
            command.args(["--database-url", url]);
        }
        command
    }

    /// Runs the program to its end.
    pub fn bassin(&self, arguments: &[&str]) -> Run {
        run(self.command().args(arguments))
    }

    /// Runs the program, which must succeed, and reads the JSON it writes.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let run = self.bassin(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        run.json()
    }

    /// Imports one file and says what became of it: its state and the codes of its problem.
    pub fn import(&self, path: &Path) -> (i32, Value) {
        let run = self.bassin(&["import", "--json", &path.display().to_string()]);
        (run.code, run.json()[0].clone())
    }

    /// How many entries the journal has, its chain being verified.
    pub fn entries(&self) -> u64 {
        self.json(&["journal", "verify", "--json"])["entries"].as_u64().unwrap()
    }

    /// The rooms, opened in this process.
    pub async fn open(&self) -> Installation {
        Installation::open(&Place::new(self.data(), self.store.clone())).await.unwrap()
    }

    /// The portal's routes, in this process.
    pub async fn router(&self) -> Router {
        bassin::router(&self.open().await)
    }

    /// The portal, served on a free port by a process of its own.
    pub fn serve(&self, options: &[&str]) -> Portal {
        let mut command = self.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(options).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split('/').next()?.parse().ok());
        let Some(address) = address else { panic!("no address in “{line}”") };
        Portal { process, address, line }
    }
}

/// A file of the trial dataset.
pub fn trial(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The program, in French, with nothing from the environment.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bassin"));
    let variables =
        ["BASSIN_DATA", "BASSIN_LANG", "BASSIN_LISTEN", "BASSIN_METRICS", "BASSIN_LOG", "DATABASE_URL", "LC_ALL", "LC_MESSAGES", "COLUMNS"];
    for variable in variables {
        command.env_remove(variable);
    }
    command.env("LANG", "fr_FR.UTF-8").env("USER", "claire").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        bytes: output.stdout.clone(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// What a run of the program gave.
pub struct Run {
    /// Its exit status; −1 when it was killed.
    pub code: i32,
    /// The standard output.
    pub bytes: Vec<u8>,
    /// The standard output, as text.
    pub out: String,
    /// The error output.
    pub err: String,
}

impl Run {
    /// The standard output, as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// The error output, which must be one line.
    pub fn sentence(&self) -> &str {
        let sentence = self.err.trim_end();
        assert!(!sentence.is_empty() && !sentence.contains('\n'), "not one sentence: {}", self.err);
        sentence
    }
}

/// A portal in a process of its own, killed when dropped.
pub struct Portal {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// The line it printed.
    pub line: String,
}

impl Portal {
    /// The status and the body at a path.
    pub fn get(&self, path: &str) -> (u16, String) {
        get(self.address, path).unwrap()
    }

    /// Sends a signal, by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end; the exit status and the error output.
    pub fn wait(mut self) -> (i32, String) {
        let mut said = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.process.wait().unwrap().code().unwrap_or(-1), said)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The status and the body of an address.
pub fn get(address: SocketAddr, path: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Ok((status, body.to_owned()))
}

/// The line of an indicator in a portrait.
pub fn line<'a>(portrait: &'a Value, indicator: &str) -> &'a Value {
    let lines = portrait["themes"].as_array().unwrap().iter().flat_map(|theme| theme["lines"].as_array().unwrap());
    lines.into_iter().find(|line| line["indicator"] == indicator).unwrap_or_else(|| panic!("no {indicator} in the portrait"))
}
