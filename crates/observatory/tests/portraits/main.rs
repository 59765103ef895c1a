//! Portraits and explorations of a small invented dataset, described by a user without compiling anything.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod deposited;
mod explored;
mod shown;

use std::path::Path;

use bassin_kernel::Viewer;
use bassin_observatory::{
    Observatory, Portrait,
    import::unwatched,
    portrait::{Line, Status},
};
use bassin_territory::Territory;
use bassin_testkit::{Migrations, Store};

/// Four communes around Strasbourg, two years; one figure masked, one not published.
const COMMUNES: &str = "code;JOBS24;JOBS19;OPEN24;MEDIAN\n\
    67482;100;80;10;20000\n\
    67218;50;50;5;23000\n\
    67447;s;20;4;18000\n\
    67043;30;nd;3;nd\n";

const DESCRIPTOR: &str = r#"
id = "essai"
title = { fr = "Jeu d’essai", en = "Trial dataset" }
producer = "Personne"
source = { fr = "Chiffres inventés", en = "Invented figures" }
licence = "EUPL-1.2"
vintage = 2024
themes = ["employment"]
[file]
pattern = "essai*.csv"
separator = ";"
[[geography]]
support = "commune"
country = "FR"
column = "code"
[[measures]]
id = "jobs"
name = { fr = "Emplois", en = "Jobs" }
unit = { fr = "emplois", en = "jobs" }
kind = "count"
[[measures.columns]]
column = "JOBS24"
period = "2024"
[[measures.columns]]
column = "JOBS19"
period = "2019"
[[measures]]
id = "open"
name = { fr = "Postes ouverts", en = "Openings" }
unit = { fr = "postes", en = "openings" }
kind = "count"
column = "OPEN24"
period = "2024"
[[measures]]
id = "wage"
name = { fr = "Salaire médian", en = "Median wage" }
unit = { fr = "euros", en = "euros" }
kind = "median"
column = "MEDIAN"
period = "2024"
[markers]
"s" = { masked = [1, 4] }
"nd" = "missing"
"#;

const BY_DEPARTMENT: &str = r#"
id = "essai-departements"
title = { fr = "Jeu d’essai par département", en = "Trial dataset by département" }
producer = "Personne"
source = { fr = "Chiffres inventés", en = "Invented figures" }
licence = "EUPL-1.2"
vintage = 2024
themes = ["employment"]
[file]
pattern = "departements*.csv"
separator = ";"
[[geography]]
support = "departement"
country = "FR"
column = "dep"
[period]
fixed = "2024"
[[dimensions]]
id = "trade"
name = { fr = "Métier", en = "Trade" }
column = "metier"
label-column = "libelle"
[[measures]]
id = "projects"
name = { fr = "Projets", en = "Projects" }
unit = { fr = "projets", en = "projects" }
kind = "count"
column = "projets"
[markers]
"*" = { masked = [0, 4] }
"#;

const DEPARTMENTS: &str = "dep;metier;libelle;projets\n67;A;Soudeurs;40\n67;B;Menuisiers;*\n68;A;Soudeurs;60\n68;B;Menuisiers;5\n";

const INDICATORS: &str = r#"
theme = "employment"
[[indicators]]
id = "essai-jobs"
name = { fr = "Emplois d’essai", en = "Trial jobs" }
unit = { fr = "emplois", en = "jobs" }
direction = "higher"
formula = { sum = ["essai/jobs"] }
periods = ["2024", "2019"]
change = "relative"
definition = { fr = "Inventé.", en = "Invented." }
[[indicators]]
id = "essai-rate"
name = { fr = "Taux d’essai", en = "Trial rate" }
unit = { fr = "% des emplois", en = "% of jobs" }
decimals = 1
direction = "lower"
formula = { ratio = { of = ["essai/open"], to = ["essai/jobs"], per = 100 } }
periods = ["2024"]
definition = { fr = "Inventé.", en = "Invented." }
[[indicators]]
id = "essai-rate-2019"
name = { fr = "Taux d’essai sur 2019", en = "Trial rate over 2019" }
unit = { fr = "%", en = "%" }
decimals = 1
direction = "lower"
formula = { ratio = { of = ["essai/jobs"], to = ["essai/jobs"], per = 100 } }
periods = ["2019"]
definition = { fr = "Inventé.", en = "Invented." }
[[indicators]]
id = "essai-wage"
name = { fr = "Salaire d’essai", en = "Trial wage" }
unit = { fr = "euros", en = "euros" }
direction = "higher"
formula = { published = "essai/wage" }
periods = ["2024"]
definition = { fr = "Inventé.", en = "Invented." }
[[indicators]]
id = "essai-projects"
name = { fr = "Projets d’essai", en = "Trial projects" }
unit = { fr = "projets", en = "projects" }
direction = "neutral"
formula = { sum = ["essai-departements/projects"] }
periods = ["2024"]
by = "trade"
definition = { fr = "Inventé.", en = "Invented." }
"#;

fn migrations() -> Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_observatory::migrations());
    all
}

fn write(folder: &Path, name: &str, text: &str) -> std::path::PathBuf {
    std::fs::create_dir_all(folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// An observatory to which a user has added two datasets and five indicators, and imported their files.
async fn observatory(store: &Store) -> Observatory {
    let data = store.directory().join("data");
    for folder in ["files", "cube", "territory"] {
        std::fs::create_dir_all(data.join(folder)).unwrap();
    }
    write(&data.join("datasets"), "essai.toml", DESCRIPTOR);
    write(&data.join("datasets"), "essai-departements.toml", BY_DEPARTMENT);
    write(&data.join("indicators"), "essai.toml", INDICATORS);
    let territory = Territory::open((**store).clone(), &data).await.unwrap();
    let observatory = Observatory::open((**store).clone(), territory, &data).await.unwrap();
    let operator = Viewer::Operator("claire".to_owned());
    for (name, text) in [("essai.csv", COMMUNES), ("departements.csv", DEPARTMENTS)] {
        let file = write(store.directory(), name, text);
        observatory.import(&operator, &file, unwatched()).await.unwrap();
    }
    observatory
}

fn portrait(observatory: &Observatory, expression: &str) -> std::sync::Arc<Portrait> {
    let perimeter = observatory.territory().resolve(expression).unwrap();
    observatory.portrait(&perimeter)
}

fn line<'a>(portrait: &'a Portrait, indicator: &str) -> &'a Line {
    let mut lines = portrait.themes.iter().flat_map(|section| &section.lines);
    lines.find(|line| line.indicator == indicator).unwrap()
}

fn is_unknown(portrait: &Portrait, indicator: &str) -> bool {
    let mut lines = portrait.themes.iter().flat_map(|section| &section.lines);
    lines.find(|line| line.indicator == indicator).is_none_or(|line| line.value.status == Status::Unknown)
}
