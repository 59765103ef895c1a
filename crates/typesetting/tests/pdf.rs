//! What a reader finds in a PDF, with the reader's own tools when they are installed.
#![expect(clippy::unwrap_used, reason = "a failure must stop the test")]

use std::{path::Path, process::Command};

use bassin_documents::{Bar, Bars, Block, Document, Drawing, Printer, Signature};
use bassin_kernel::Language;
use bassin_typesetting::Typesetter;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Compte rendu de la réunion du 12\u{a0}mars 2026".into(),
        language: Language::French,
        facts: vec![
            ("Instance".into(), "Pôle de synergies «\u{202f}Compétences de base\u{202f}»".into()),
            ("Date".into(), "12 mars 2026, 14\u{a0}h à 16\u{a0}h\u{a0}30".into()),
            ("État".into(), "Approuvé le 3 avril 2026".into()),
        ],
        blocks,
        foot: "Établi par Bassin le 22 novembre 2026".into(),
    }
}

/// Runs one of poppler's tools on a file; `None` where it is not installed.
fn poppler(tool: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(tool).args(arguments).output().ok()?;
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

fn text(pdf: &[u8]) -> Option<String> {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    poppler("pdftotext", &["-enc", "UTF-8", path(&file), "-"])
}

fn information(pdf: &[u8]) -> Option<String> {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    poppler("pdfinfo", &[path(&file)])
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn has(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// Minutes of three pages, as the rooms make them.
fn minutes() -> Document {
    let words = "La présidente ouvre la séance et rappelle l’ordre du jour : l’inventaire des pratiques innovantes, le partage des équipements entre \
                 opérateurs, la préparation de l’évaluation de la période en cours. Les membres constatent que les trois composantes sont représentées. ";
    let people = (1..=24).map(|seat| {
        let component = ["Entreprises et partenaires sociaux", "Emploi, formation, insertion", "Enseignement qualifiant"][seat % 3];
        vec![format!("{seat}"), component.into(), "Titulaire".into(), "Présent".into()]
    });
    let attendance = Block::Table {
        caption: "Présences".into(),
        header: ["Siège", "Composante", "Qualité", "Présence"].map(str::to_owned).to_vec(),
        rows: people.collect(),
    };
    let budget = Block::Table {
        caption: "Budget du projet".into(),
        header: ["Poste", "Financement", "Montant"].map(str::to_owned).to_vec(),
        rows: vec![
            vec!["Machine partagée".into(), "Crédits fléchés".into(), "12\u{202f}500,00\u{a0}€".into()],
            vec!["Animation".into(), "Fonds européens".into(), "5\u{202f}563\u{202f}378,00\u{a0}€".into()],
        ],
    };
    let mut blocks =
        vec![Block::Remark("Document de démonstration\u{202f}: son contenu vient des documents de politique publique.".into())];
    blocks.extend([Block::Heading(1, "Appel".into()), attendance]);
    for item in 1..=4 {
        blocks.push(Block::Heading(1, format!("{item}. Point de l’ordre du jour")));
        blocks.push(Block::Paragraph(words.repeat(2)));
        blocks.push(Block::Heading(2, "Échanges".into()));
        blocks.push(Block::List(vec!["Inventaire à compléter pour le 1er mai 2026.".into(), words.into()]));
        blocks.push(Block::Facts(vec![("Décision".into(), "Adoptée par consensus".into()), ("Réserves".into(), "Aucune".into())]));
    }
    blocks.push(budget);
    let bar = |label: &str, value: Option<f64>, figure: &str, subject| Bar { label: label.into(), value, figure: figure.into(), subject };
    blocks.push(Block::Bars(Bars {
        caption: "Avancement des axes".into(),
        sentence: "Les axes avancent inégalement.".into(),
        heads: ["Axe".into(), "Avancement".into()],
        whole: 100.0,
        bars: vec![
            bar("Axe des plateaux partagés", Some(25.0), "25\u{a0}%", true),
            bar("Le même, au bilan précédent", Some(10.0), "10\u{a0}%", false),
            bar("Axe sans mesure", None, "inconnu", true),
        ],
    }));
    blocks.push(Block::Signatures(vec![
        Signature {
            drawing: Drawing::new(200, 80, "M10 60C40 0 60 90 90 40S150 20 190 50"),
            ..Signature::blank("La présidente", "Instance Bassin")
        },
        Signature { note: "Signé le 3 avril 2026".into(), ..Signature::blank("Le secrétaire", "Secrétariat") },
    ]));
    document(blocks)
}

#[test]
fn minutes_are_tagged_and_say_what_was_said() {
    let pdf = Typesetter.pdf(&minutes()).unwrap();
    if let Ok(place) = std::env::var("BASSIN_PDF_SHOWN") {
        std::fs::write(Path::new(&place).join("minutes.pdf"), &pdf).unwrap();
    }
    assert!(has(&pdf, "pdfuaid:part"), "declared as PDF/UA");
    assert!(has(&pdf, "/Lang(fr-FR)") && has(&pdf, "/Outlines") && has(&pdf, "/StructTreeRoot"));
    if let Some(text) = text(&pdf) {
        for words in [
            "Compte rendu de la réunion",
            "Emploi, formation, insertion",
            "jour : l’inventaire",
            "5 563 378,00 €",
            "Axe des plateaux partagés",
            "25 %",
            "3/3",
        ] {
            assert!(text.contains(words), "{words} in {text}");
        }
        assert_eq!(text.matches("Établi par Bassin le 22 novembre 2026").count(), text.matches('\u{c}').count(), "the foot of every page");
    }
    if let Some(information) = information(&pdf) {
        assert!(information.contains("Title:           Compte rendu de la réunion du 12"), "{information}");
        assert!(information.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{information}");
    }
}

#[test]
fn a_long_table_repeats_its_heads_on_every_page() {
    let rows = (1..=500)
        .map(|row| vec![format!("Ligne {row}"), "Un libellé assez long pour occuper la cellule".into(), format!("{row}")])
        .collect();
    let table =
        Block::Table { caption: "Cinq cents lignes".into(), header: ["Objet", "Libellé", "Rang"].map(str::to_owned).to_vec(), rows };
    let Some(text) = text(&Typesetter.pdf(&document(vec![table])).unwrap()) else { return };
    let pages = text.matches('\u{c}').count();
    assert!(pages > 5 && text.contains("Ligne 1\n") && text.contains("Ligne 500\n"), "{pages} pages");
    assert_eq!(text.matches("Objet").count(), pages, "heads on each of the {pages} pages");
}

#[test]
fn nothing_that_is_typed_is_read_as_markup_or_prevents_the_document() {
    let long = "anticonstitutionnellement".repeat(20);
    let hostile = format!(
        "#let x = 1 #panic(\"no\") $a^2$ *gras* _x_ `code` <label> @ref \\ // rien /* */ = titre\n- liste\n+ 1\n\u{0}\u{1b}\t\u{feff}\u{e000} 🙂👩‍👩‍👧 \
         שלום مرحبا 漢字 e\u{301}\u{301}\u{301} \u{202e}abc {long}"
    );
    let blocks = vec![
        Block::Heading(3, hostile.clone()),
        Block::Heading(1, String::new()),
        Block::Paragraph(hostile.clone()),
        Block::Paragraph(String::new()),
        Block::Remark(hostile.clone()),
        Block::List(vec![hostile.clone(), String::new()]),
        Block::List(Vec::new()),
        Block::Facts(vec![(hostile.clone(), hostile.clone()), (String::new(), String::new())]),
        Block::Table {
            caption: hostile.clone(),
            header: vec![hostile.clone(), String::new()],
            rows: vec![vec![hostile.clone(); 3], Vec::new()],
        },
        Block::Table { caption: String::new(), header: Vec::new(), rows: Vec::new() },
        Block::Table { caption: String::new(), header: vec!["Seule".into()], rows: Vec::new() },
        Block::Bars(Bars {
            caption: hostile.clone(),
            sentence: hostile.clone(),
            heads: [hostile.clone(), String::new()],
            whole: 0.0,
            bars: vec![Bar { label: hostile.clone(), value: Some(f64::INFINITY), figure: hostile.clone(), subject: true }],
        }),
        Block::Signatures(vec![Signature::blank(hostile.clone(), hostile.clone())]),
        Block::Signatures(Vec::new()),
        Block::Break,
    ];
    let pdf = Typesetter.pdf(&Document { foot: hostile.clone(), ..document(blocks) }).unwrap();
    if let Ok(place) = std::env::var("BASSIN_PDF_SHOWN") {
        std::fs::write(Path::new(&place).join("hostile.pdf"), &pdf).unwrap();
    }
    if let Some(text) = text(&pdf) {
        for words in ["#let x = 1 #panic(\"no\")", "$a^2$", "*gras*", "`code`", "// rien /* */", "שלום"] {
            assert!(text.contains(words), "{words}");
        }
    }
    let empty = Document { title: " ".into(), language: Language::English, facts: Vec::new(), blocks: Vec::new(), foot: String::new() };
    assert!(Typesetter.pdf(&empty).is_ok(), "an empty document");
}
