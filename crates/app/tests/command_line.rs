//! The command line: its manual, its refusals, its results.

use std::path::Path;

use crate::support::{House, line, program, run, trial};

#[test]
fn the_manual_reads_well_in_both_languages() {
    let pages: [&[&str]; 18] = [
        &[],
        &["serve"],
        &["import"],
        &["portrait"],
        &["perimeter"],
        &["perimeter", "show"],
        &["perimeter", "save"],
        &["perimeter", "list"],
        &["perimeter", "delete"],
        &["statutes", "check"],
        &["statutes", "list"],
        &["demonstration", "load"],
        &["demonstration", "remove"],
        &["doctor"],
        &["backup"],
        &["restore"],
        &["journal", "verify"],
        &["journal", "list"],
    ];
    for language in ["fr", "en"] {
        let mut manual = String::new();
        for page in pages {
            let run = run(program().args(page).args(["--help", "--lang", language]));
            assert_eq!((run.code, run.err.as_str()), (0, ""), "{page:?}");
            manual.push_str(&format!("=== bassin {}\n{}\n", page.join(" "), run.out));
        }
        insta::assert_snapshot!(format!("manual_{language}"), manual);
    }
}

#[test]
fn the_version_is_said() {
    assert_eq!(run(program().arg("--version")).out, concat!("bassin ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_command_line_that_makes_no_sense_is_refused_in_one_sentence() {
    let refused: [(&[&str], &str, &str); 7] = [
        (&["portait"], "« portait » n’existe pas. Vouliez-vous dire « portrait »", "no command “portait”"),
        (&["import", "--chek", "x"], "« --chek » n’existe pas", "no option “--chek”"),
        (&["portrait"], "Il manque : <EXPR>", "Missing: <EXPR>"),
        (&["import"], "Il manque : <PATH>", "Missing: <PATH>"),
        (&["journal"], "Il manque la sous-commande", "The subcommand is missing"),
        (&["portrait", "region:44", "--format", "pdf"], "« pdf » ne convient pas pour --format", "“pdf” does not fit --format"),
        (&["journal", "list", "--limit", "0"], "« 0 » ne convient pas pour --limit", "“0” does not fit --limit"),
    ];
    for (arguments, fr, en) in refused {
        for (language, gist) in [("fr", fr), ("en", en)] {
            let run = run(program().args(arguments).args(["--lang", language]));
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
            assert!(run.sentence().replace('\u{202f}', " ").contains(gist), "{}", run.err);
            assert!(run.err.contains("bassin --help"), "{}", run.err);
        }
    }
}

#[test]
fn a_perimeter_that_cannot_be_read_is_refused_with_every_reason_and_what_would_do() {
    let house = House::new();
    for command in [&["portrait"][..], &["perimeter", "show"], &["perimeter", "save", "essai"]] {
        let run = house.bassin(&[command, &["departement:999 + commune:Strasbour + zone-imaginaire:4"]].concat());
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{command:?}");
        let reasons: Vec<&str> = run.err.lines().collect();
        assert_eq!(reasons.len(), 3, "{}", run.err);
        assert!(reasons[0].contains("999") && reasons[1].contains("Strasbour") && reasons[2].contains("zone-imaginaire"), "{}", run.err);
        assert!(reasons[1].contains("Essayez") && reasons[1].contains("67482"), "{}", run.err);
    }
    assert!(house.json(&["perimeter", "list", "--json"]).as_array().unwrap().is_empty());
}

#[test]
fn options_may_follow_the_expression() {
    let house = House::with_trial();
    let portrait = house.json(&["portrait", "departement:67", "-", "commune:FR-67482", "--format", "json"]);
    assert_eq!(portrait["perimeter"]["communes"], 513);
    let one = house.json(&["portrait", "departement:67 - commune:FR-67482", "--json", "--theme", "population"]);
    assert_eq!(line(&portrait, "essai-total"), line(&one, "essai-total"));
    assert_eq!(one["themes"].as_array().unwrap().len(), 1);
    let unknown = house.bassin(&["portrait", "departement:67", "--theme", "astrology"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.sentence().contains("astrology"));
}

/// The rows of a CSV as Bassin writes it, cut at semicolons.
fn csv(text: &str) -> Vec<Vec<&str>> {
    text.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect()).collect()
}

#[test]
fn a_portrait_is_the_same_as_a_table_as_json_as_csv_and_as_a_workbook() {
    let house = House::with_trial();
    let expression = "commune:FR-67482 + commune:FR-67180";
    let json = house.json(&["portrait", expression, "--json"]);
    assert_eq!(line(&json, "essai-total")["value"]["value"], 1200.0);
    assert_eq!(line(&json, "essai-total")["change"]["value"]["value"].as_f64().map(f64::round), Some(4.0), "from 1,150");
    let share = &line(&json, "essai-part")["value"];
    assert_eq!((share["status"].as_str(), share["masked"].as_u64()), (Some("interval"), Some(1)), "Haguenau is masked");

    let table = house.bassin(&["portrait", expression]);
    assert_eq!((table.code, table.err.as_str()), (0, ""));
    let row = table.out.lines().find(|line| line.contains("Total d’essai [unités d’essai]")).unwrap();
    assert!(row.contains("2020") && row.contains("1\u{202f}200") && row.contains("+4,3"), "{row}");
    assert!(table.out.contains("Chiffres inventés pour les essais de Bassin"), "the source is told");
    let english = house.bassin(&["portrait", expression, "--lang", "en"]);
    assert!(english.out.contains("Trial total [trial units]") && english.out.contains("1,200"), "{}", english.out);

    let file = house.bassin(&["portrait", expression, "--format", "csv"]);
    let rows = csv(&file.out);
    let total = rows.iter().find(|row| row[3] == "essai-total" && row[6] == "2020").unwrap();
    assert_eq!((total[7], total[8]), ("exact", "1200"));
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "every row has the columns of the header");

    let book = house.bassin(&["portrait", expression, "--format", "xlsx"]);
    assert!(book.bytes.starts_with(b"PK"));
    let mut sheets = zip::ZipArchive::new(std::io::Cursor::new(book.bytes)).unwrap();
    let mut names = String::new();
    std::io::Read::read_to_string(&mut sheets.by_name("xl/workbook.xml").unwrap(), &mut names).unwrap();
    assert!(names.matches("<sheet ").count() >= 2 && names.contains("Sources"), "{names}");
}

#[test]
fn a_workbook_of_bassin_can_be_read_back() {
    let house = House::with_trial();
    let book = house.bassin(&["portrait", "departement:67", "--format", "xlsx"]);
    let path = house.file("portrait.xlsx", &book.bytes);
    let sniffed = bassin_documents::sniff(&path).unwrap();
    assert!(sniffed.sheets.len() >= 2 && sniffed.headers.contains(&"indicateur".to_owned()), "{sniffed:?}");
}

#[test]
fn a_named_perimeter_keeps_its_versions() {
    let house = House::new();
    let save = |expression: &str| house.bassin(&["perimeter", "save", "Mon bassin", expression]);
    assert!(save("departement:67").sentence().contains("version 1"));
    let entries = house.entries();
    let same = save("departement:67");
    assert!(same.code == 0 && same.sentence().contains("inchangé, version 1"), "{}", same.err);
    assert_eq!(house.entries(), entries, "saving the same again writes nothing");
    assert!(save("departement:67 + departement:68").sentence().contains("version 2"));

    let list = house.json(&["perimeter", "list", "--json"]);
    assert_eq!(list[0]["slug"], "mon-bassin");
    assert_eq!((list[0]["versions"].as_u64(), list[0]["communes"].as_u64()), (Some(2), Some(514 + 366)));
    assert!(house.bassin(&["perimeter", "list"]).out.contains("perimetre:mon-bassin"));
    let shown = house.json(&["perimeter", "show", "perimetre:mon-bassin - departement:68", "--json"]);
    assert_eq!(shown["communes"].as_array().unwrap().len(), 514);
    assert_eq!(shown["expression"], "departement:67");

    assert_eq!(house.bassin(&["perimeter", "delete", "Mon bassin"]).code, 0);
    assert_eq!(house.bassin(&["perimeter", "show", "perimetre:mon-bassin"]).code, 1);
    let again = house.bassin(&["perimeter", "delete", "Mon bassin"]);
    assert_eq!(again.code, 1);
    assert!(again.sentence().contains("Mon bassin") || again.sentence().contains("mon-bassin"), "{}", again.err);
    let journal = house.json(&["journal", "list", "--json", "--limit", "3"]);
    let told: Vec<_> = journal.as_array().unwrap().iter().map(|entry| (&entry["actor"], &entry["object_id"])).collect();
    assert!(told.len() == 3 && told.iter().all(|(actor, object)| **actor == "claire" && **object == "mon-bassin"), "{told:?}");
}

#[test]
fn checking_writes_nothing_and_the_same_file_again_changes_nothing() {
    let house = House::new();
    house.describe_trial();
    let file = trial("jeu-essai.csv").display().to_string();
    let before = house.entries();
    let check = house.json(&["import", "--check", "--json", &file]);
    assert_eq!(check[0]["state"], "checked");
    assert_eq!(house.entries(), before);
    let region = house.json(&["portrait", "region:44", "--json"]);
    assert_eq!(line(&region, "cprdfop-population")["value"]["value"], 5_558_304.0, "what comes with Bassin is untouched");

    assert_eq!(house.json(&["import", "--json", &file])[0]["state"], "imported");
    assert_eq!(house.entries(), before + 1, "one import, one entry");
    assert_eq!(house.json(&["import", "--json", &file])[0]["state"], "unchanged");
    assert!(house.bassin(&["import", &file]).sentence().contains("déjà importé, rien à faire"));
    assert_eq!(house.entries(), before + 1);

    let newer = std::fs::read_to_string(&file).unwrap().replace(";1000;", ";1111;");
    let newer = house.file("jeu-essai-2.csv", newer);
    assert_eq!(house.json(&["import", "--json", &newer.display().to_string()])[0]["state"], "imported");
    let portrait = house.json(&["portrait", "commune:FR-67482", "--json"]);
    assert_eq!(line(&portrait, "essai-total")["value"]["value"], 1111.0, "the newest version is shown");
    let doctor = house.bassin(&["doctor"]);
    assert!(doctor.out.contains("jeu-essai v2"), "{}", doctor.out);
}

#[test]
fn a_path_that_is_not_there_or_holds_nothing_is_told() {
    let house = House::new();
    let absent = house.bassin(&["import", "absent.csv"]);
    assert_eq!(absent.code, 1);
    assert!(absent.sentence().contains("« absent.csv »"), "{}", absent.err);
    std::fs::create_dir(house.path("vide")).unwrap();
    let empty = house.bassin(&["import", &house.path("vide").display().to_string()]);
    assert_eq!(empty.code, 1);
    assert!(empty.sentence().contains("Aucun fichier"), "{}", empty.err);
}

#[test]
fn the_doctor_looks_at_everything_and_sees_a_damaged_block() {
    let house = House::with_trial();
    let checks = house.json(&["doctor", "--json"]);
    let looked_at: Vec<&str> = checks.as_array().unwrap().iter().map(|check| check["what"].as_str().unwrap()).collect();
    assert_eq!(looked_at, ["data", "store", "journal", "key", "reference", "zonings", "contours", "datasets", "cube"]);
    assert!(checks.as_array().unwrap().iter().all(|check| check["good"] == true), "{checks}");
    let block = largest(&house.data().join("cube"));
    let mut bytes = std::fs::read(&block).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    std::fs::write(&block, bytes).unwrap();
    let run = house.bassin(&["doctor"]);
    assert_ne!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("à corriger") || !run.err.is_empty(), "{} {}", run.out, run.err);
}

/// The largest file of a folder.
fn largest(folder: &Path) -> std::path::PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.max_by_key(|path| std::fs::metadata(path).unwrap().len()).unwrap()
}

#[test]
fn a_restored_backup_gives_the_same_portrait_and_the_same_journal() {
    let house = House::with_trial();
    house.bassin(&["perimeter", "save", "essai", "departement:67"]);
    let archive = house.path("sauvegarde.tar.gz").display().to_string();
    let backup = house.bassin(&["backup", &archive]);
    assert_eq!(backup.code, 0, "{}", backup.err);
    let twice = house.bassin(&["restore", &archive]);
    assert_ne!(twice.code, 0, "an installation in use is not overwritten");

    let other = House::new();
    assert_eq!(other.bassin(&["restore", &archive]).code, 0);
    for arguments in [&["portrait", "perimetre:essai", "--json"][..], &["journal", "list", "--json"], &["perimeter", "list", "--json"]] {
        assert_eq!(house.json(arguments), other.json(arguments), "{arguments:?}");
    }
    assert_eq!(other.json(&["doctor", "--json"]).as_array().unwrap().iter().filter(|check| check["good"] != true).count(), 0);

    let broken = House::new();
    let mut bytes = std::fs::read(&archive).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(house.path("moitié.tar.gz"), bytes).unwrap();
    let refused = broken.bassin(&["restore", &house.path("moitié.tar.gz").display().to_string()]);
    assert_ne!(refused.code, 0);
    refused.sentence();
}

#[tokio::test]
async fn a_journal_that_was_tampered_with_is_told() {
    use sea_orm::ConnectionTrait as _;
    let house = House::new();
    house.bassin(&["perimeter", "save", "essai", "departement:67"]);
    assert!(house.bassin(&["journal", "verify"]).out.contains("Le journal est intact"));
    let connection = sea_orm::Database::connect(format!("sqlite://{}", house.data().join("store.sqlite").display())).await.unwrap();
    let changed = connection.execute_unprepared("UPDATE journal SET actor = 'personne' WHERE seq = 2").await.unwrap();
    assert_eq!(changed.rows_affected(), 1);
    connection.close().await.unwrap();
    let verified = house.bassin(&["journal", "verify"]);
    assert_eq!((verified.code, verified.out.as_str()), (2, ""), "the store is at fault");
    assert!(verified.sentence().contains('2'), "{}", verified.err);
    let doctor = house.bassin(&["doctor", "--json"]);
    assert_eq!(doctor.code, 1);
    let checks = doctor.json();
    let journal = checks.as_array().unwrap().iter().find(|check| check["what"] == "journal").unwrap();
    assert_eq!(journal["good"], false);
}

#[test]
fn statutes_are_listed_and_ones_own_are_checked() {
    let house = House::new();
    let listed = house.bassin(&["statutes", "list", "--lang", "fr"]);
    assert_eq!((listed.code, listed.out.lines().count()), (0, 24), "{}", listed.err);
    assert!(listed.out.contains("pole-synergies") && listed.out.contains("Pôle de synergies"));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("commission.toml");
    let text = "id = \"commission\"\nversion = 1\njurisdiction = \"FR\"\nname = { fr = \"Commission\", en = \"Commission\" }\nparents = [\"crefop\"]\nrelation = \"commission\"\n\n[purpose]\nsource = \"Règlement intérieur, art. 1\"\nsentence = { fr = \"Elle étudie.\", en = \"It studies.\" }\n";
    std::fs::write(&file, text).unwrap();
    let good = house.bassin(&["statutes", "check", file.to_str().unwrap(), "--lang", "fr"]);
    assert_eq!(good.code, 0, "{}", good.err);
    assert!(good.err.contains("rien à corriger"), "{}", good.err);

    std::fs::write(
        &file,
        text.replace("crefop", "crefob").replace("relation = \"commission\"", "relation = \"comission\"") + "\n[term]\nmonths = 48\n",
    )
    .unwrap();
    let bad = house.bassin(&["statutes", "check", file.to_str().unwrap(), "--lang", "fr"]);
    assert_eq!((bad.code, bad.out.as_str()), (1, ""));
    assert!(bad.err.contains("ligne 6") && bad.err.contains("Essayez : commission"), "{}", bad.err);
    assert!(bad.err.contains("36 mois"), "{}", bad.err);
}

#[test]
fn a_broken_statute_of_ones_own_stops_the_start_and_says_why() {
    let house = House::new();
    std::fs::create_dir_all(house.data().join("statutes")).unwrap();
    std::fs::write(house.data().join("statutes/mine.toml"), "id = \"mine\"\n").unwrap();
    let run = house.bassin(&["doctor"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("mine.toml") && run.err.contains("version"), "{}", run.err);
}
