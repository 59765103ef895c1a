//! A document opened again as a word processor would: its parts are well-formed, and say what was said.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a failure must stop the test")]

use std::io::{Cursor, Read};

use bassin_documents::{Bar, Bars, Block, Document, Drawing, Signature, docx};
use bassin_kernel::Language;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Compte rendu <n° 3> & suites".into(),
        language: Language::French,
        facts: vec![("Instance".into(), "Pôle « Compétences de base »".into())],
        blocks,
        foot: "Établi le 22 novembre 2026".into(),
    }
}

/// Every part of the file, read to its end by an XML reader.
fn parts(file: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    (0..archive.len())
        .filter_map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut text = String::new();
            name.ends_with("xml").then(|| entry.read_to_string(&mut text).unwrap())?;
            read(&name, &text);
            Some((name, text))
        })
        .collect()
}

/// Reads a part: each element closed by its own name, no character that XML refuses.
fn read(name: &str, text: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in text.split('<').skip(1) {
        let (inside, after) = tag.split_once('>').unwrap_or_else(|| panic!("{name}: a tag is not closed"));
        assert!(!after.chars().any(|c| c.is_control() && c != '\n'), "{name}: a control character");
        let word = inside.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        match inside.as_bytes().first() {
            Some(b'?' | b'!') => {}
            Some(b'/') => assert_eq!(open.pop(), inside.get(1..), "{name}"),
            _ if inside.ends_with('/') => {}
            _ => open.push(word),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} left open");
}

fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    &parts.iter().find(|(found, _)| found == name).unwrap().1
}

#[test]
fn a_word_processor_finds_headings_heads_of_tables_language_and_title() {
    let rows = (1..=500).map(|row| vec![format!("Ligne {row}"), format!("{row},00\u{202f}€")]).collect();
    let table = Block::Table { caption: "Budget".into(), header: vec!["Objet".into(), "Montant".into()], rows };
    let file = docx(&document(vec![Block::Heading(1, "Décisions".into()), Block::Heading(3, "Suites".into()), table])).unwrap();
    let parts = parts(&file);
    let body = part(&parts, "word/document.xml");
    assert!(body.contains(r#"<w:pStyle w:val="Heading1""#) && body.contains(r#"<w:pStyle w:val="Heading2""#));
    assert_eq!(body.matches("<w:tblHeader/>").count(), 1, "only the heads of the table are repeated");
    assert!(body.contains("Ligne 500") && body.contains("Pôle « Compétences de base »"));
    assert!(part(&parts, "word/styles.xml").contains(r#"<w:lang w:val="fr-FR"/>"#));
    assert!(part(&parts, "docProps/core.xml").contains("<dc:title>Compte rendu &lt;n° 3&gt; &amp; suites</dc:title>"));
    let foot = part(&parts, "word/footer1.xml");
    assert!(foot.contains("Établi le 22 novembre 2026") && foot.contains("NUMPAGES"));
}

#[test]
fn bars_are_drawn_beneath_their_names_and_their_figures_are_written() {
    let bar = |label: &str, value: Option<f64>, figure: &str| Bar { label: label.into(), value, figure: figure.into(), subject: true };
    let bars = vec![bar("Priorité 1", Some(25.0), "25 %"), bar("Priorité 2", Some(100.0), "100 %"), bar("Priorité 3", None, "inconnu")];
    let chart = Bars { caption: "Avancement".into(), sentence: "En bref".into(), heads: ["Axe".into(), "Part".into()], whole: 100.0, bars };
    let file = docx(&document(vec![Block::Bars(chart)])).unwrap();
    let parts = parts(&file);
    let body = part(&parts, "word/document.xml");
    for words in ["Avancement", "En bref", "Axe", "25 %", "100 %", "inconnu"] {
        assert!(body.contains(words), "{words}");
    }
    assert_eq!(body.matches(r#"w:fill="1F4E79""#).count(), 2, "what is unknown has no bar");
    assert!(body.contains(r#"w:right="0""#) && body.contains(r#"w:right="5286""#), "a whole one, and a quarter of it");
}

#[test]
fn nothing_that_is_typed_breaks_the_file() {
    let hostile = "</w:t><w:cantSplit /> & \u{0}\u{1b}\u{ffff} ]]> \"'\nligne 🙂 \u{202e}abc\t".repeat(3);
    let signature = Signature { note: hostile.clone(), drawing: Drawing::new(10, 10, "M0 0L9 9"), ..Signature::blank(hostile.clone(), "") };
    let table = Block::Table {
        caption: hostile.clone(),
        header: vec![hostile.clone(); 2],
        rows: vec![vec![hostile.clone()], vec![hostile.clone(); 5]],
    };
    let blocks = vec![
        Block::Heading(2, hostile.clone()),
        Block::Heading(1, String::new()),
        Block::Paragraph(hostile.clone()),
        Block::Remark(hostile.clone()),
        Block::List(vec![hostile.clone(), String::new()]),
        Block::Facts(vec![(hostile.clone(), hostile.clone())]),
        table,
        Block::Bars(Bars {
            caption: hostile.clone(),
            sentence: hostile.clone(),
            heads: [hostile.clone(), hostile.clone()],
            whole: 0.0,
            bars: vec![Bar { label: hostile.clone(), value: Some(f64::NAN), figure: hostile.clone(), subject: false }],
        }),
        Block::Signatures(vec![signature]),
        Block::Break,
        Block::Table { caption: String::new(), header: Vec::new(), rows: Vec::new() },
    ];
    let file = docx(&Document { title: hostile, ..document(blocks) }).unwrap();
    let parts = parts(&file);
    assert_eq!(part(&parts, "word/document.xml").matches("<w:tblHeader/>").count(), 2);
}
