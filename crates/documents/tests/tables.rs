//! What people send, good and bad.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    io::{Cursor, Write},
    path::{Path, PathBuf},
};

use bassin_documents::{Dialect, Encoding, Format, Limits, Row, Table, sniff, write};
use bassin_kernel::{Kind, Language, Problem, Timestamp};
use proptest::prelude::*;
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

fn semicolons() -> Dialect {
    Dialect { separator: b';', ..Dialect::default() }
}

fn workbook(sheet: &str) -> Dialect {
    Dialect { format: Format::Xlsx, sheet: Some(sheet.to_owned()), ..Dialect::default() }
}

fn read(path: &Path, dialect: &Dialect) -> Result<(Vec<String>, Vec<Row>), Problem> {
    let mut table = Table::open(path, dialect, &Limits::default())?;
    let mut rows = Vec::new();
    let mut row = Row::default();
    while table.next(&mut row)? {
        rows.push(row.clone());
    }
    assert_eq!(table.position(), table.total_bytes());
    Ok((table.headers().to_vec(), rows))
}

fn texts(rows: &[Row]) -> Vec<(u64, Vec<&str>)> {
    rows.iter().map(|row| (row.number, row.cells.iter().map(String::as_str).collect())).collect()
}

fn code<T: std::fmt::Debug>(result: Result<T, Problem>) -> String {
    let problem = result.unwrap_err();
    assert!(problem.violations.iter().all(|violation| violation.message.fr.len() > 20 && violation.message.en.len() > 20), "{problem:?}");
    problem.violations[0].code.clone()
}

#[test]
fn reads_a_file_with_a_mark_blank_lines_and_line_feeds_in_quotes() {
    let folder = Folder::new();
    let path = folder.file("a.csv", "\u{feff}CODE;NOM\r\n\r\n01001;\"deux\nlignes\"\r\n01002;Été\r\n\n01004;fin");
    let (headers, rows) = read(&path, &semicolons()).unwrap();
    assert_eq!(headers, ["CODE", "NOM"]);
    assert_eq!(texts(&rows), [(3, vec!["01001", "deux\nlignes"]), (4, vec!["01002", "Été"]), (6, vec!["01004", "fin"])]);
    let found = sniff(&path).unwrap();
    assert_eq!((found.format, found.encoding, found.bom, found.separator), (Format::Csv, Encoding::Utf8, true, b';'));
    assert_eq!(found.headers, ["CODE", "NOM"]);
}

#[test]
fn finds_the_separator() {
    let folder = Folder::new();
    for (separator, text) in [
        (b',', "a,b;c\n1,2\n3,4\n"),
        (b';', "a;b\n1,5;2,5\n3,4;5,6\n"),
        (b'\t', "a\tb\n1\t2\n"),
        (b'|', "a|b\n1|2\n"),
        (b',', "seule\n1\n"),
    ] {
        assert_eq!(sniff(&folder.file("s.csv", text)).unwrap().separator, separator, "{text}");
    }
}

#[test]
fn reads_windows_1252_and_says_when_the_encoding_is_another() {
    let folder = Folder::new();
    let old = folder.file("old.csv", b"CODE;NOM\n01001;\xC9t\xE9 \x80 \x9C\n");
    let declared = Dialect { encoding: Encoding::Windows1252, ..semicolons() };
    let (_, rows) = read(&old, &declared).unwrap();
    assert_eq!(rows[0].cells[1], "Été € œ");
    assert_eq!(sniff(&old).unwrap().encoding, Encoding::Windows1252);
    assert_eq!(code(read(&old, &semicolons())), "encoding-error");

    let new = folder.file("new.csv", "CODE;NOM\n01001;Été\n");
    assert_eq!(code(read(&new, &declared)), "encoding-error");
    let plain = folder.file("plain.csv", "CODE;NOM\n01001;Ete\n");
    assert_eq!(read(&plain, &declared).unwrap().1.len(), 1);
}

#[test]
fn a_wrong_character_late_in_the_file_is_said_with_its_row() {
    let folder = Folder::new();
    let mut content = b"CODE;NOM\n".to_vec();
    for _ in 0..100_000 {
        content.extend_from_slice(b"01001;Abergement\n");
    }
    content.extend_from_slice(b"01002;\xC9t\xE9\n");
    let (_, rows) = read(&folder.file("late.csv", content), &semicolons()).unwrap();
    let last = rows.last().unwrap();
    assert_eq!((last.number, last.faults[0].code.as_str()), (100_002, "encoding-error"));
    assert!(rows[..100_000].iter().all(|row| row.faults.is_empty()));
}

#[test]
fn ragged_rows_are_said_by_number_and_the_others_still_read() {
    let folder = Folder::new();
    let (_, rows) = read(&folder.file("r.csv", "a;b;c\n1;2;3\n1;2\n1;2;3;\n1;2;3;4\n;;\n"), &semicolons()).unwrap();
    let faults: Vec<_> = rows.iter().map(|row| (row.number, row.faults.first().map(|fault| fault.code.as_str()))).collect();
    assert_eq!(faults, [(2, None), (3, Some("missing-cell")), (4, None), (5, Some("extra-cell")), (6, None)]);
    assert!(rows[4].is_blank());
    assert_eq!(rows[1].cells, ["1", "2", ""]);
}

#[test]
fn header_row_and_footer_rows_are_left_out() {
    let folder = Folder::new();
    let dialect = Dialect { header_row: 3, footer_rows: 2, ..semicolons() };
    let (headers, rows) = read(&folder.file("h.csv", "Titre\n\na;b\n1;2\n3;4\nSource ; Insee\nLu le 3 mai\n"), &dialect).unwrap();
    assert_eq!(headers, ["a", "b"]);
    assert_eq!(texts(&rows), [(4, vec!["1", "2"]), (5, vec!["3", "4"])]);
    let beyond = Dialect { header_row: 30, ..semicolons() };
    assert_eq!(code(read(&folder.file("h2.csv", "a;b\n1;2\n"), &beyond)), "blank-header");
}

#[test]
fn what_is_not_a_table_is_refused_whatever_its_name() {
    let folder = Folder::new();
    let wrong: [(&[u8], &str); 12] = [
        (b"", "empty-file"),
        (b"\xEF\xBB\xBF", "empty-file"),
        (b" \r\n\n", "empty-file"),
        (b"\x89PNG\r\n\x1a\n....", "format-error"),
        (b"\xFF\xD8\xFF\xE0..JFIF", "format-error"),
        (b"%PDF-1.7\n", "format-error"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", "format-error"),
        (b"\n <!DOCTYPE html><html><body>404</body></html>", "format-error"),
        (b"{\"error\": \"not found\"}", "format-error"),
        (b"CODE;NOM\n01001;\0\0\0", "format-error"),
        (b"\xFF\xFEC\0O\0", "encoding-error"),
        (b"PK\x03\x04 a truncated archive", "format-error"),
    ];
    for (content, expected) in wrong {
        let path = folder.file("donnees.csv", content);
        assert_eq!(code(sniff(&path)), expected, "{content:?}");
        assert_eq!(code(read(&path, &semicolons())), if content.starts_with(b"PK") { "format-error" } else { expected });
    }
    assert_eq!(sniff(Path::new("absent.csv")).unwrap_err().kind, Kind::NotFound);
}

#[test]
fn an_archive_that_is_no_workbook_is_said() {
    let folder = Folder::new();
    let path = folder.file("donnees.xlsx", archive(&[("donnees.csv", 10, b'a')]));
    let problem = sniff(&path).unwrap_err();
    assert!(problem.text(Language::French).contains("archive ZIP"), "{problem}");
}

#[test]
fn a_quote_never_closed_does_not_fill_the_memory() {
    let folder = Folder::new();
    let mut content = b"CODE;NOM\n01001;\"ouvert\n".to_vec();
    content.resize(12 << 20, b'x');
    let problem = read(&folder.file("q.csv", content), &semicolons()).unwrap_err();
    assert_eq!((problem.violations[0].code.as_str(), problem.violations[0].location.row), ("row-too-long", Some(2)));
}

#[test]
fn too_many_rows_or_columns_are_refused() {
    let folder = Folder::new();
    let limits = Limits { rows: 3, columns: 2, ..Limits::default() };
    let mut table = Table::open(&folder.file("r.csv", "a;b\n1;2\n1;2\n1;2\n"), &semicolons(), &limits).unwrap();
    let mut row = Row::default();
    assert!(table.next(&mut row).unwrap() && table.next(&mut row).unwrap());
    assert_eq!(table.next(&mut row).unwrap_err().kind, Kind::TooLarge);
    let wide = Table::open(&folder.file("c.csv", "a;b;c\n"), &semicolons(), &limits);
    assert_eq!(wide.err().unwrap().violations[0].code, "field-count");
}

fn archive(parts: &[(&str, usize, u8)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for &(name, size, byte) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        let block = vec![byte; 1 << 20];
        let mut left = size;
        while left > 0 {
            let count = left.min(block.len());
            archive.write_all(&block[..count]).unwrap();
            left -= count;
        }
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_is_refused_before_it_is_read() {
    let folder = Folder::new();
    let limits = Limits { uncompressed_bytes: 8 << 20, ..Limits::default() };
    let mut bytes = archive(&[("xl/workbook.xml", 10, b' '), ("xl/worksheets/sheet1.xml", 32 << 20, b' ')]);
    let honest = folder.file("bombe.xlsx", &bytes);
    assert!(bytes.len() < 1 << 20);
    let refused = |path: &Path| Table::open(path, &workbook("Feuil1"), &limits).err().unwrap();
    assert_eq!((refused(&honest).kind, refused(&honest).violations[0].code.as_str()), (Kind::TooLarge, "uncompressed-size"));

    // The same archive, lying about its sizes in both its headers.
    let size = u32::to_le_bytes(32 << 20);
    while let Some(at) = bytes.windows(4).position(|window| window == size) {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let problem = refused(&folder.file("menteuse.xlsx", bytes));
    assert!(["uncompressed-size", "format-error"].contains(&problem.violations[0].code.as_str()), "{problem:?}");
}

fn moment() -> Timestamp {
    "2026-05-01T10:00:00Z".parse().unwrap()
}

fn sample() -> write::Sheet {
    write::Sheet {
        name: "Données : 2024/[a]".to_owned(),
        headers: vec!["Commune".to_owned(), "Population".to_owned(), "Code".to_owned()],
        rows: vec![
            vec!["Strasbourg".into(), write::Value::Number { value: 290_576.5, decimals: 1 }, "067482".into()],
            vec!["=1+1".into(), write::Value::Number { value: -3.0, decimals: 0 }, write::Value::Empty],
            vec!["@x".into(), write::Value::Number { value: f64::NAN, decimals: 0 }, "a;b\"c".into()],
        ],
    }
}

#[test]
fn a_workbook_written_is_read_back() {
    let folder = Folder::new();
    let bytes = write::xlsx(
        &[sample(), write::sources_sheet(&[["RP".into(), "Insee".into(), "2017".into(), "LO 2.0".into()]], Language::French)],
        moment(),
    )
    .unwrap();
    assert_eq!(
        bytes,
        write::xlsx(
            &[sample(), write::sources_sheet(&[["RP".into(), "Insee".into(), "2017".into(), "LO 2.0".into()]], Language::French)],
            moment()
        )
        .unwrap()
    );
    let path = folder.file("sans-extension", &bytes);
    let found = sniff(&path).unwrap();
    assert_eq!(found.sheets, ["Données  2024a", "Sources"]);
    assert_eq!(found.headers, ["Commune", "Population", "Code"]);
    let (_, rows) = read(&path, &workbook("Données  2024a")).unwrap();
    assert_eq!(texts(&rows), [(2, vec!["Strasbourg", "290576.5", "067482"]), (3, vec!["'=1+1", "-3", ""]), (4, vec!["'@x", "", "a;b\"c"])]);
    let problem = read(&path, &workbook("Feuil1")).unwrap_err();
    assert_eq!(problem.violations[0].suggestions, ["Données  2024a", "Sources"]);
    assert_eq!(code(read(&path, &semicolons())), "format-error");
}

#[test]
fn a_workbook_with_dates_and_a_late_header_is_read() {
    let folder = Folder::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("COM").unwrap();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_string(0, 0, "Un titre").unwrap();
    sheet.write_string(5, 0, "CODGEO").unwrap();
    sheet.write_string(5, 1, "DATE").unwrap();
    sheet.write_string(6, 0, "01001").unwrap();
    sheet.write_with_format(6, 1, rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 1, 31).unwrap(), &date).unwrap();
    sheet.write_string(8, 0, "01002").unwrap();
    let path = folder.file("t.xlsx", book.save_to_buffer().unwrap());
    let (headers, rows) = read(&path, &Dialect { header_row: 6, ..workbook("COM") }).unwrap();
    assert_eq!(headers, ["CODGEO", "DATE"]);
    assert_eq!(texts(&rows), [(7, vec!["01001", "2024-01-31"]), (9, vec!["01002", ""])]);
}

#[test]
fn csv_follows_the_language_and_holds_no_formula() {
    let sheet = sample();
    let french = String::from_utf8(write::csv(&sheet.headers, &sheet.rows, Language::French)).unwrap();
    assert_eq!(french, "\u{feff}Commune;Population;Code\r\nStrasbourg;290576,5;067482\r\n'=1+1;-3;\r\n'@x;;\"a;b\"\"c\"\r\n");
    let english = String::from_utf8(write::csv(&sheet.headers, &sheet.rows, Language::English)).unwrap();
    assert!(english.contains("Strasbourg,290576.5,067482\r\n"), "{english}");
}

#[test]
fn reads_the_real_files() {
    let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if !data.exists() {
        println!("skipped: the folder of real files is absent");
        return;
    }
    let census = data.join("statistics/insee_rp_emploi2017_short.csv");
    let (headers, rows) = read(&census, &Dialect::default()).unwrap();
    assert_eq!((headers.len(), rows.len(), rows.last().unwrap().number), (13, 34_996, 34_997));
    let needs = data.join("needs/Base_open_data_BMO_2024.xlsx");
    let (headers, rows) = read(&needs, &workbook("BMO_2024_open_data")).unwrap();
    assert_eq!((headers.len(), rows.len()), (14, 53_443));
    assert_eq!(rows[0].cells[9..], ["101", "BASSIN BASSE-TERRE", "95", "31", "44"]);
    assert!(rows.iter().all(|row| row.faults.is_empty()));
    let old = sniff(&data.join("needs/dares_psm_fap225_rome.csv")).unwrap();
    assert_eq!((old.encoding, old.separator), (Encoding::Windows1252, b';'));
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(content in proptest::collection::vec(any::<u8>(), 0..400)) {
        let folder = Folder::new();
        let path = folder.file("x.csv", &content);
        if let Ok(found) = sniff(&path) {
            let dialect = Dialect { encoding: found.encoding, separator: found.separator, ..Dialect::default() };
            let _ = read(&path, &dialect);
        }
    }

    #[test]
    fn what_is_written_is_read(cells in proptest::collection::vec(("[a-zé0-9;,\"' \n]{1,12}", "[a-z0-9]{1,5}"), 1..20)) {
        let folder = Folder::new();
        let rows: Vec<Vec<write::Value>> = cells.iter().map(|(a, b)| vec![format!("x{a}").into(), b.clone().into()]).collect();
        let bytes = write::csv(&["a".to_owned(), "b".to_owned()], &rows, Language::French);
        let (_, read) = read(&folder.file("w.csv", bytes), &semicolons()).unwrap();
        let found: Vec<(String, String)> = read.into_iter().map(|row| (row.cells[0][1..].to_owned(), row.cells[1].clone())).collect();
        prop_assert_eq!(found, cells);
    }
}
