//! A portal on a data directory of its own, stopped and started again at will.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// How long the program may take to say what is awaited from it.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often the letters are looked at while one is awaited.
const GLANCE: Duration = Duration::from_millis(50);

/// A portal that begins empty.
pub struct Estate {
    data: tempfile::TempDir,
    process: Child,
    base: String,
    first_visit: String,
}

impl Estate {
    /// Starts the portal for the first time, on a free port.
    pub fn found() -> Self {
        let data = tempfile::tempdir().unwrap();
        let (process, lines) = serve(data.path(), "127.0.0.1:0");
        let base = after(&lines, "http://").trim_end_matches('/').to_owned();
        let first_visit = after(&lines, &format!("http://{base}"));
        read_on(lines);
        Self { data, process, base, first_visit }
    }

    /// The path that the terminal gave for the first visit.
    pub fn first_visit(&self) -> &str {
        &self.first_visit
    }

    /// The address of a path.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.base)
    }

    /// Kills the portal, as a power cut would, and starts it again at the same address.
    pub fn cut_power(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let (process, lines) = serve(self.data.path(), &self.base);
        self.process = process;
        after(&lines, "http://");
        read_on(lines);
    }

    /// Runs another command of the program on the same data.
    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_bassin")).args(["--lang", "fr", "--data"]).arg(self.data.path()).args(arguments).output().unwrap()
    }

    /// The bytes at a path, fetched without the browser.
    pub fn fetch(&self, path: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.base).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {}\r\nAccept-Language: fr\r\n\r\n", self.base).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap_or_else(|| panic!("{path} gives no answer"));
        let head = String::from_utf8_lossy(&answer[..end]);
        assert!(head.starts_with("HTTP/1.0 200"), "{path}: {head}");
        answer.split_off(end + 4)
    }

    /// The letters left for `to`, oldest first, once one of them holds `words`.
    pub async fn letter(&self, to: &str, words: &str) -> String {
        let addressed = |letter: &String| letter.lines().any(|line| line.starts_with("To: ") && line.contains(to));
        let wanted = || self.letters().into_iter().rfind(|letter| addressed(letter) && letter.contains(words));
        let found = async {
            let mut glances = tokio::time::interval(GLANCE);
            loop {
                glances.tick().await;
                if let Some(letter) = wanted() {
                    return letter;
                }
            }
        };
        tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("no letter to {to} says {words}"))
    }

    fn letters(&self) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.data.path().join("mail")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "eml"));
        files.sort();
        files.iter().filter_map(|file| std::fs::read(file).ok()).map(|bytes| plain(&String::from_utf8_lossy(&bytes))).collect()
    }
}

impl Drop for Estate {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve(data: &std::path::Path, listen: &str) -> (Child, Receiver<String>) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_bassin"))
        .args(["serve", "--lang", "fr", "--listen", listen, "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let output = BufReader::new(process.stdout.take().unwrap());
    let (sender, lines) = channel();
    std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    (process, lines)
}

/// What follows `mark` on the first line that holds it, up to a space.
fn after(lines: &Receiver<String>, mark: &str) -> String {
    loop {
        let line = lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("the program never said {mark}"));
        if let Some((_, rest)) = line.split_once(mark) {
            return rest.split_whitespace().next().unwrap_or_default().to_owned();
        }
    }
}

/// The rest is read to the end, so that the process never waits for a reader.
fn read_on(lines: Receiver<String>) {
    std::thread::spawn(move || lines.into_iter().for_each(drop));
}

/// A letter with its long lines whole again.
fn plain(letter: &str) -> String {
    letter.replace("=\r\n", "").replace("=3D", "=")
}
