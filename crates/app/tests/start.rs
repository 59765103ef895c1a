//! Starting, stopping, being killed.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::{House, get, line, program};

/// What the program says when it cannot start: one sentence and status 2.
fn refused(command: &mut Command) -> String {
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    if !line.is_empty() {
        process.kill().unwrap();
    }
    let output = process.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap().trim_end().replace('\u{202f}', " ");
    assert_eq!((output.status.code(), line.as_str()), (Some(2), ""), "{said}");
    assert!(!said.is_empty() && !said.contains('\n'), "not one sentence: {said}");
    said
}

/// `serve` on a free port, or wherever `options` say.
fn serve(house: &House, options: &[&str]) -> Command {
    let mut command = house.command();
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(options);
    command
}

#[test]
fn a_taken_port_is_told_in_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let house = House::new();
    let said = refused(house.command().args(["serve", "--listen", &address]));
    assert!(said.contains(&address) && said.contains("déjà occupée") && said.contains("--listen"), "{said}");
    assert!(!house.data().exists(), "nothing is made when the portal cannot open");
    let metrics = refused(&mut serve(&house, &["--metrics", &address]));
    assert!(metrics.contains(&address), "{metrics}");
    let english = refused(house.command().args(["serve", "--lang", "en", "--listen", &address]));
    assert!(english.contains("another program already uses it"), "{english}");
}

#[test]
fn a_directory_that_cannot_be_written_is_told_in_one_sentence() {
    let house = House::new();
    // Below a regular file: not even the superuser can make a directory there.
    let file = house.file("fichier", "");
    let data = file.join("données").display().to_string();
    let said = refused(program().args(["--data", &data, "serve", "--listen", "127.0.0.1:0"]));
    assert!(said.contains(&data) && said.contains("--data"), "{said}");
}

#[test]
fn a_damaged_store_is_told_in_one_sentence() {
    let house = House::new();
    std::fs::create_dir_all(house.data()).unwrap();
    std::fs::write(house.data().join("store.sqlite"), "Ceci n’est pas une base. ".repeat(400)).unwrap();
    let said = refused(&mut serve(&house, &[]));
    assert!(said.contains("store.sqlite") || said.contains("base"), "{said}");
    assert_eq!(std::fs::read(house.data().join("store.sqlite")).unwrap()[..4], *b"Ceci", "the file is left as it is");

    let used = House::with_trial();
    for name in ["store.sqlite", "store.sqlite-wal"] {
        let file = used.data().join(name);
        if let Ok(mut bytes) = std::fs::read(&file) {
            let end = bytes.len().min(1 << 16);
            bytes[..end].fill(0xA5);
            std::fs::write(&file, bytes).unwrap();
        }
    }
    refused(&mut serve(&used, &[]));
}

#[test]
fn a_postgresql_that_does_not_answer_is_told_in_one_sentence() {
    // A port that was free a moment ago: nobody listens there.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let house = House::with_store(&format!("postgres://bassin:secret@{address}/bassin"));
    let said = refused(&mut serve(&house, &[]));
    assert!(said.contains("PostgreSQL") || said.contains("base"), "{said}");
    assert!(!said.contains("secret"), "a password is never repeated: {said}");
    let nonsense = House::with_store("mysql://localhost/bassin");
    let said = refused(nonsense.command().arg("doctor"));
    assert!(said.contains("postgres://"), "{said}");
}

#[test]
fn interrupting_stops_cleanly_and_starting_again_finds_everything() {
    let house = House::with_trial();
    house.bassin(&["perimeter", "save", "essai", "departement:67"]);
    for signal in ["INT", "TERM"] {
        let portal = house.serve(&[]);
        assert!(portal.line.starts_with("Bassin est ouvert") && portal.line.contains("Ctrl-C"), "{}", portal.line);
        let (status, body) = portal.get("/territoires/portrait.json?p=perimetre:essai");
        assert_eq!(status, 200);
        let portrait: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(line(&portrait, "essai-total")["value"]["value"], 1540.0);
        let (status, health) = portal.get("/healthz");
        assert_eq!((status, health.contains("\"ok\"")), (200, true));
        assert_eq!(portal.get("/metrics").0, 404, "no metrics unless asked for, never on the public listener");
        portal.signal(signal);
        let (code, said) = portal.wait();
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("Bassin est arrêté."), "{said}");
    }
    assert_eq!(house.json(&["doctor", "--json"]).as_array().unwrap().iter().filter(|check| check["good"] != true).count(), 0);
}

#[test]
fn metrics_have_their_own_listener() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let house = House::new();
    let portal = house.serve(&["--metrics", &free.to_string()]);
    assert_eq!(portal.get("/territoires").0, 200);
    let (status, metrics) = get(free, "/metrics").unwrap();
    assert_eq!(status, 200);
    assert!(metrics.contains("bassin_http_requests_total") && metrics.contains("route=\"/territoires\""), "{metrics}");
    assert_eq!(portal.get("/metrics").0, 404);
    assert_eq!(get(free, "/territoires").unwrap().0, 404, "the portal is not served there");
}

#[test]
fn an_open_portal_shows_what_another_process_imports() {
    let house = House::new();
    house.describe_trial();
    let portal = house.serve(&[]);
    let shown = || portal.get("/api/v1/portrait?perimeter=departement:67").1.contains("essai-total\",\"name");
    assert!(!shown());
    assert_eq!(house.import(&crate::support::trial("jeu-essai.csv")).0, 0);
    let deadline = Instant::now() + Duration::from_secs(60);
    while !shown() {
        assert!(Instant::now() < deadline, "the portal did not take the import in");
        std::thread::yield_now();
    }
}

/// A trial file of every commune, whose figures all are `value`.
fn every_commune(value: u32) -> String {
    let mut text = String::from("CODGEO;LIBGEO;P20_ESSAI;P15_ESSAI;P20_PARTIE;P20_TAUX\n");
    let atlas = bassin_territory::Atlas::reference();
    for commune in atlas.communes().iter().filter(|commune| commune.country == bassin_territory::Country::France) {
        writeln!(text, "{};;{value};{value};{value};1,0", commune.code).unwrap();
    }
    text
}

/// How many files a folder of the data directory holds.
fn kept(house: &House, folder: &str) -> usize {
    std::fs::read_dir(house.data().join(folder)).unwrap().count()
}

/// How many bytes the store has in its write-ahead log.
fn pending(house: &House) -> u64 {
    std::fs::metadata(house.data().join("store.sqlite-wal")).map_or(0, |log| log.len())
}

#[test]
fn a_killed_import_leaves_the_old_figures_or_the_new_ones() {
    let house = House::new();
    house.describe_trial();
    let total = || {
        let portrait = house.json(&["portrait", "departement:67", "--json"]);
        line(&portrait, "essai-total")["value"]["value"].as_f64().unwrap()
    };
    assert_eq!(house.import(&house.file("jeu-essai-0.csv", every_commune(1))).0, 0);
    let mut known = 1;
    assert_eq!(total(), 514.0);
    for round in 2..8 {
        let path = house.file("jeu-essai-n.csv", every_commune(round));
        let entries = house.entries();
        let before = (kept(&house, "cube"), kept(&house, "files"), pending(&house));
        let mut import = house.command().args(["import", "--json"]).arg(&path).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Killed as soon as a block is written, as soon as the received file is kept, or while the transaction is being written.
        let reached = || match round % 3 {
            0 => kept(&house, "cube") > before.0,
            1 => kept(&house, "files") > before.1,
            _ => pending(&house) > before.2,
        };
        while !reached() && import.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        import.kill().unwrap();
        import.wait().unwrap();

        let now = total();
        let done = house.entries() - entries;
        println!("round {round}: {}", if done == 1 { "killed after the end" } else { "killed before the end" });
        assert!(done <= 1, "one import is one entry");
        known = if done == 1 { round } else { known };
        assert_eq!(now, 514.0 * f64::from(known), "round {round}: the figures are those of the journal");
        let checks = house.json(&["doctor", "--json"]);
        assert!(checks.as_array().unwrap().iter().all(|check| check["good"] == true), "round {round}: {checks}");
    }
    assert_eq!(house.import(&house.file("jeu-essai-fin.csv", every_commune(9))).0, 0);
    assert_eq!(total(), 514.0 * 9.0);
}
