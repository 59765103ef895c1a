//! Bad input: each is answered clearly, and leaves nothing behind.

use std::{
    fmt::Write as _,
    io::{BufWriter, Cursor, Read as _, Write as _},
    path::Path,
    process::Stdio,
};

use axum::http::StatusCode;
use bassin_documents::write::{self, Sheet};
use bassin_testkit::{get, post_form, post_json};
use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::{House, line, run, trial};

const HEADER: &str = "CODGEO;LIBGEO;P20_ESSAI;P15_ESSAI;P20_PARTIE;P20_TAUX\n";

/// What a file is refused for: the codes, and the first sentence in French. The journal and the figures stay as they were.
fn refused(house: &House, path: &Path) -> (Vec<String>, String) {
    let entries = house.entries();
    let (code, told) = house.import(path);
    assert_eq!((code, told["state"].as_str()), (1, Some("refused")), "{told}");
    assert_eq!(house.entries(), entries, "nothing was written");
    let portrait = house.json(&["portrait", "departement:67", "--json"]);
    assert_eq!(line(&portrait, "essai-total")["value"]["value"], 1540.0, "the figures are those of before");
    let violations = told["problem"]["violations"].as_array().unwrap();
    let codes = violations.iter().map(|violation| violation["code"].as_str().unwrap().to_owned()).collect();
    let sentence = violations[0]["message"]["fr"].as_str().unwrap().replace('\u{202f}', " ");
    (codes, sentence)
}

fn row(text: &str) -> Vec<u8> {
    format!("{HEADER}67482;Strasbourg;1;1;1;1,0\n{text}\n").into_bytes()
}

#[test]
fn wrong_files_are_refused_whole_with_the_reason() {
    let house = House::with_trial();
    let kept = |folder: &str| std::fs::read_dir(house.data().join(folder)).unwrap().count();
    let before = (kept("files"), kept("cube"));
    let mut latin = HEADER.as_bytes().to_vec();
    latin.extend_from_slice(b"67482;H\xF4pital;1;1;1;1,0\n");
    let cases: [(&str, Vec<u8>, &str, &str); 10] = [
        ("jeu-essai-latin.csv", latin, "encoding-error", "encod"),
        ("jeu-essai-zéros.csv", row("1001;L’Abergement-Clémenciat;1;1;1;1,0"), "leading-zero-lost", "zéro"),
        ("jeu-essai-inconnue.csv", row("99999;Nulle-Part;1;1;1;1,0"), "geo-unknown-code", "99999"),
        ("jeu-essai-double.csv", row("67482;Strasbourg;2;2;2;2,0"), "primary-key", "67482"),
        ("jeu-essai-texte.csv", row("67180;Haguenau;beaucoup;1;1;1,0"), "type-error", "beaucoup"),
        ("jeu-essai-colonnes.csv", row("").iter().map(u8::to_ascii_lowercase).collect(), "missing-required-header", "CODGEO"),
        ("jeu-essai-image.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "format-error", "image"),
        ("jeu-essai-pdf.csv", b"%PDF-1.7\n%\xE2\xE3".to_vec(), "format-error", "PDF"),
        ("jeu-essai-vide.csv", Vec::new(), "empty-file", "vide"),
        ("inconnu.csv", b"a;b\n1;2\n".to_vec(), "schema-unknown", "a, b"),
    ];
    for (name, content, code, gist) in cases {
        let (codes, sentence) = refused(&house, &house.file(name, content));
        assert!(codes.iter().any(|found| found == code), "{name}: {codes:?} {sentence}");
        assert!(sentence.contains(gist), "{name}: {sentence}");
    }
    assert_eq!((kept("files"), kept("cube")), before, "no file is left behind");
}

#[test]
fn everything_wrong_with_a_file_is_told_at_once_by_row_and_column() {
    let house = House::with_trial();
    let path = house.file("jeu-essai-faux.csv", row("1001;;1;1;1;1,0\n99999;;1;1;1;1,0\n67180;;beaucoup;1;1;1,0\n67482;;1;1;1;1,0"));
    let run = house.bassin(&["import", &path.display().to_string()]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let told = run.err.replace('\u{202f}', " ");
    for (row, column) in [("ligne 3", "CODGEO"), ("ligne 4", "CODGEO"), ("ligne 5", "P20_ESSAI"), ("ligne 6", "CODGEO")] {
        let here = |line: &str| line.to_lowercase().contains(row) && line.contains(column);
        assert!(told.lines().any(here), "{row}, {column}: {told}");
    }
    assert!(told.contains("refusé, rien n’a été enregistré") && told.contains("Essayez : 01001"), "{told}");
}

#[test]
fn a_byte_order_mark_is_no_obstacle() {
    let house = House::with_trial();
    let marked = format!("\u{feff}{}", std::fs::read_to_string(trial("jeu-essai.csv")).unwrap());
    let path = house.file("jeu-essai-bom.csv", marked);
    assert_eq!(house.json(&["import", "--check", "--json", &path.display().to_string()])[0]["state"], "checked");
}

/// A descriptor of the same dataset as a workbook.
fn describe_workbook(house: &House) {
    let text = std::fs::read_to_string(trial("jeu-essai.toml")).unwrap();
    let text = text.replace("id = \"jeu-essai\"", "id = \"classeur-essai\"").replace(
        "pattern = \"jeu-essai*.csv\"\nseparator = \";\"\ndecimal = \",\"",
        "pattern = \"classeur*.xlsx\"\nformat = \"xlsx\"\nsheet = \"Essai\"",
    );
    std::fs::write(house.data().join("datasets/classeur-essai.toml"), text).unwrap();
}

fn workbook(rows: &[[&str; 6]]) -> Vec<u8> {
    let headers = HEADER.trim().split(';').map(str::to_owned).collect();
    let rows = rows.iter().map(|row| row.iter().map(|cell| write::Value::from(*cell)).collect()).collect();
    write::xlsx(&[Sheet { name: "Essai".to_owned(), headers, rows }], bassin_testkit::now()).unwrap()
}

#[test]
fn numbers_kept_as_text_in_a_workbook_are_read_and_words_refused() {
    let house = House::with_trial();
    describe_workbook(&house);
    let words = workbook(&[["67482", "Strasbourg", "mille", "900", "1", "1.5"]]);
    let (codes, sentence) = refused(&house, &house.file("classeur-mots.xlsx", words));
    assert!(codes.contains(&"type-error".to_owned()) && sentence.contains("mille"), "{codes:?} {sentence}");
    let text = workbook(&[["67482", "Strasbourg", "1000", "900", "1", "1.5"]]);
    let (code, told) = house.import(&house.file("classeur.xlsx", text));
    assert_eq!((code, told["state"].as_str()), (0, Some("imported")), "{told}");
}

#[test]
fn a_bomb_of_a_workbook_is_refused_before_it_is_inflated() {
    let house = House::with_trial();
    describe_workbook(&house);
    let honest = workbook(&[["67482", "Strasbourg", "1", "1", "1", "1"]]);
    let mut source = zip::ZipArchive::new(Cursor::new(honest)).unwrap();
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1)).large_file(true);
    for index in 0..source.len() {
        let mut member = source.by_index(index).unwrap();
        let name = member.name().unwrap().into_owned();
        bomb.start_file(name.as_str(), options).unwrap();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        bomb.write_all(&content).unwrap();
        if name.ends_with("sheet1.xml") {
            let blanks = vec![b' '; 1 << 20];
            for _ in 0..700 {
                bomb.write_all(&blanks).unwrap();
            }
        }
    }
    let bomb = bomb.finish().unwrap().into_inner();
    assert!(bomb.len() < 8 << 20, "{} bytes", bomb.len());
    let path = house.file("classeur-bombe.xlsx", bomb);
    let (codes, sentence) = refused(&house, &path);
    assert_eq!(codes, ["uncompressed-size"], "{sentence}");
    assert!(peak(&house, &path) < 400_000);
}

/// The most memory an import of `path` had, in kilobytes, whatever becomes of it. Where the system does not tell, 0.
fn peak(house: &House, path: &Path) -> u64 {
    let mut import = house.command().args(["import"]).arg(path).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", import.id());
    let mut most = 0;
    while import.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("VmHWM:"));
        most = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0).max(most);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    println!("{}: at most {most} kB", path.display());
    most
}

#[test]
fn two_million_rows_are_answered_in_bounded_memory() {
    let house = House::with_trial();
    let path = house.path("jeu-essai-long.csv");
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    file.write_all(HEADER.as_bytes()).unwrap();
    for number in 0..2_000_000 {
        writeln!(file, "67482;Strasbourg;{number};1;1;1,0").unwrap();
    }
    file.into_inner().unwrap();
    let entries = house.entries();
    let most = peak(&house, &path);
    assert!(most < 400_000, "{most} kB");
    assert_eq!(house.entries(), entries, "a commune repeated two million times is refused");
}

/// Codes of French communes, `length` characters of them, separated by spaces.
async fn codes(house: &House, length: usize) -> String {
    let installation = house.open().await;
    let atlas = installation.territory.atlas();
    let mut text = String::new();
    for commune in atlas.communes().iter().filter(|commune| commune.country == bassin_territory::Country::France) {
        if text.len() >= length {
            break;
        }
        write!(text, "{} ", commune.key()).unwrap();
    }
    text.truncate(length);
    text
}

#[tokio::test]
async fn a_perimeter_of_sixty_thousand_characters_is_drawn() {
    let house = House::new();
    // A whole number of codes of nine characters with their space.
    let text = codes(&house, 59_994).await;
    let router = house.router().await;
    let encoded = text.trim().replace(' ', "+");
    for path in ["/territoires/portrait?p=", "/territoires/perimetre?p=", "/api/v1/portrait?perimeter="] {
        let answer = get(&router, &format!("{path}{encoded}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }
    let posted = post_json(&router, "/api/v1/portrait", &json!({"perimeter": text})).await;
    assert_eq!(posted.json()["perimeter"]["communes"], 6_666);
    assert!(post_form(&router, "/territoires/portrait", &format!("p={encoded}")).await.text().contains("6\u{202f}666 communes"));
    assert!(post_form(&router, "/territoires/perimetre", &format!("p={encoded}")).await.text().contains("6\u{202f}666 communes"));
    let longer = get(&router, &format!("/territoires/portrait?p={encoded}{}", "+".repeat(4_000))).await;
    assert_eq!(longer.status, StatusCode::URI_TOO_LONG);
    assert!(longer.text().len() < 60_000, "what is too long is not repeated");
    let enormous = post_form(&router, "/territoires/portrait", &format!("p={}", "a".repeat(3 << 20))).await;
    assert_eq!(enormous.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn ten_thousand_parentheses_are_refused_politely() {
    let house = House::new();
    let text = format!("{}departement:67{}", "(".repeat(10_000), ")".repeat(10_000));
    let terminal = house.bassin(&["portrait", &text]);
    assert_eq!((terminal.code, terminal.out.as_str()), (1, ""));
    assert!(terminal.err.contains("parenthèses"), "{}", terminal.err);
    assert!(terminal.err.len() < 2_000, "the expression is not repeated");
    let router = house.router().await;
    let api = post_json(&router, "/api/v1/portrait", &json!({"perimeter": text})).await;
    assert_eq!(api.status, StatusCode::UNPROCESSABLE_ENTITY);
    for path in ["/territoires/portrait", "/territoires/perimetre"] {
        let page = post_form(&router, path, &format!("p={}", text.replace(':', "%3A"))).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.text().contains("parenthèses"), "{path}: {}", page.status);
    }
}

#[tokio::test]
async fn an_empty_perimeter_says_so_and_every_commune_is_drawn() {
    let house = House::with_trial();
    let empty = house.json(&["portrait", "departement:67 - departement:67", "--json"]);
    assert_eq!(empty["perimeter"]["communes"], 0);
    assert_eq!(empty["perimeter"]["label"]["fr"], "Aucune commune");
    for nothing in ["", "   "] {
        let run = house.bassin(&["portrait", nothing]);
        assert_eq!(run.code, 1, "{}", run.out);
        run.sentence();
    }
    let router = house.router().await;
    assert_eq!(get(&router, "/territoires/portrait?p=departement:67+-+departement:67").await.status, StatusCode::OK);
    assert_eq!(get(&router, "/api/v1/portrait?perimeter=").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(get(&router, "/territoires/portrait?p=").await.status.as_u16() < 500);

    let all = house.json(&["portrait", "pays:FR + pays:BE", "--json"]);
    assert_eq!(all["perimeter"]["communes"], 34_969 + 565);
    assert_eq!(line(&all, "essai-total")["value"]["value"], 2_100.0);
    assert_eq!(get(&router, "/territoires/portrait?p=pays:FR+%2B+pays:BE").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_name_is_never_a_formula_nor_markup() {
    let house = House::with_trial();
    let name = "=HYPERLINK(\"http://exemple.invalid\";\"<script>alert(1)</script>\")";
    let saved = house.bassin(&["perimeter", "save", name, "commune:FR-67482 + commune:FR-68066"]);
    assert_eq!(saved.code, 0, "{}", saved.err);
    let list: Value = house.json(&["perimeter", "list", "--json"]);
    let slug = list[0]["slug"].as_str().unwrap();
    let csv = run(house.command().args(["portrait", &format!("perimetre:{slug}"), "--format", "csv"]));
    for cell in csv.out.lines().skip(1).filter_map(|line| line.split(';').next()) {
        assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']), "{cell}");
    }
    let router = house.router().await;
    for path in [format!("/territoires/perimetres/{slug}"), format!("/territoires/portrait?p=perimetre:{slug}"), "/territoires".to_owned()]
    {
        let page = get(&router, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text().contains("<script>alert"), "{path}");
    }
}
