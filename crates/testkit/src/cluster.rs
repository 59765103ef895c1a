//! A private `PostgreSQL` server for one test process, on a socket in a temporary directory.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::tell;

/// Where test databases are created.
#[derive(Debug)]
pub struct Server {
    base: String,
    /// Whether the server is ours alone, so that template databases may be left in it.
    pub private: bool,
}

impl Server {
    /// The address of one of the server's databases.
    pub fn url(&self, database: &str) -> String {
        let (address, query) = self.base.split_once('?').unwrap_or((&self.base, ""));
        let scheme = address.find("://").map_or(0, |at| at + 3);
        let end = address[scheme..].find('/').map_or(address.len(), |at| scheme + at);
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}/{database}{separator}{query}", &address[..end])
    }
}

/// The server of this test process; `None`, once told, when there is none.
pub fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Result<Option<Server>, String>> = OnceLock::new();
    match SERVER.get_or_init(find) {
        Ok(server) => server.as_ref(),
        Err(reason) => panic!("the private PostgreSQL server did not start: {reason}"),
    }
}

fn find() -> Result<Option<Server>, String> {
    if let Ok(base) = std::env::var("BASSIN_TEST_POSTGRES") {
        return Ok(Some(Server { base, private: false }));
    }
    let Some(binaries) = binaries() else {
        tell("no PostgreSQL server is installed and BASSIN_TEST_POSTGRES is not set: store tests run on SQLite only");
        return Ok(None);
    };
    start(&binaries).map(Some)
}

/// The newest of Debian's versions, or whatever is in the path.
fn binaries() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, path)| path.join("initdb").is_file())
        .collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = || std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file());
    versions.pop().map(|(_, path)| path).or_else(in_path)
}

/// Starts the server and stays behind as its keeper: when the pipe to its input closes, because the test process ended
/// in whatever way, it stops the server and removes the directory; it keeps the error output open until then, so that
/// whoever reads that to its end knows that nothing is left. `PostgreSQL` refuses to run as root: there, the
/// account `postgres` takes over.
const KEEPER: &str = r#"
trap '' INT TERM HUP
dir=$1 bin=$2 as=
cd "$dir" || exit 1
if [ "$(id -u)" = 0 ]; then
    chown postgres: "$dir" || exit 1
    if command -v setpriv >/dev/null; then as='setpriv --reuid=postgres --regid=postgres --init-groups'; else as='runuser -u postgres --'; fi
fi
$as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 </dev/null &&
printf 'local all guarded scram-sha-256\nlocal all all trust\n' >"$dir/data/pg_hba.conf" &&
$as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/data/log" start -o "-k '$dir' -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=32MB -c autovacuum=off" >/dev/null 2>&1 </dev/null &&
echo ready || tail -q -n 3 "$dir/log" "$dir/data/log" | tr '\n' ' '
exec >/dev/null
cat
$as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop 2>&1 </dev/null
cd /
rm -rf "$dir"
"#;

fn start(binaries: &Path) -> Result<Server, String> {
    static KEPT: OnceLock<Child> = OnceLock::new();
    let directory = tempfile::Builder::new().prefix("bassin-pg-").tempdir().map_err(|error| error.to_string())?.keep();
    let mut keeper = Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .args([&directory, binaries])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut answer = String::new();
    if let Some(output) = keeper.stdout.take() {
        BufReader::new(output).read_line(&mut answer).map_err(|error| error.to_string())?;
    }
    // The keeper's input stays open as long as this process lives.
    drop(KEPT.set(keeper));
    if answer.trim() != "ready" {
        return Err(answer);
    }
    let socket = directory.display().to_string().replace('/', "%2F");
    Ok(Server { base: format!("postgres://postgres@{socket}/postgres"), private: true })
}
