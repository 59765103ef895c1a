use std::path::{Path, PathBuf};

use bassin_documents::sniff;
use bassin_kernel::Problem;

use super::*;
use crate::{Atlas, Country, Located};

/// A file among the real ones, which are not part of the project; says so when it is absent.
fn real(path: &str) -> Option<PathBuf> {
    let file = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    if !file.exists() {
        println!("skipped: {} is absent", file.display());
        return None;
    }
    Some(file)
}

fn descriptor(id: &str) -> Descriptor {
    embedded().unwrap().into_iter().find(|descriptor| descriptor.zoning.id == id).unwrap()
}

fn with_history() -> Option<Atlas> {
    let path = real("territory/insee_historique_modifications_communes.csv")?;
    let sniffed = sniff(&path).unwrap();
    assert!(is_history(&sniffed));
    let changes = read_history(&path, &sniffed).unwrap();
    assert_eq!(changes.keys().next_back(), Some(&20_180_101));
    let history = crate::history::History::new(changes);
    Some(Atlas::reference().with_history(history, b"history"))
}

fn read(atlas: &Atlas, id: &str, path: &Path) -> Result<ZoningData, Problem> {
    let sniffed = sniff(path)?;
    let descriptor = descriptor(id);
    assert!(descriptor.file.fits(&sniffed), "{id}");
    read_zoning(atlas, path, &sniffed, &descriptor)
}

fn row(atlas: &Atlas, code: &str) -> u32 {
    atlas.row_of(Country::France, code).unwrap()
}

#[test]
fn known_changes_lead_where_they_should() {
    let Some(atlas) = with_history() else { return };
    let located = |code: &str, vintage| atlas.locate(Country::France, code, Some(vintage));
    // Fresne-sur-Loire went to Maine-et-Loire, under another code, to be part of Ingrandes-Le Fresne sur Loire, on the same day.
    assert_eq!(located("44060", 2015).row(), Some(row(&atlas, "49160")));
    // Gernicourt, in Aisne, joined Cormicy, in Marne.
    assert_eq!(located("02344", 2015).row(), Some(row(&atlas, "51171")));
    // Villiers-le-Bel was in Seine-et-Oise.
    assert_eq!(located("78680", 1962), Located::Merged { row: row(&atlas, "95680") });
    // Lavilleneuve-aux-Fresnes, associated since 1972, is in Colombey les Deux Églises.
    assert_eq!(located("52279", 2016).row(), Some(row(&atlas, "52140")));
    // Les Essarts-en-Bocage was divided in 2024.
    let Located::Split { anchor, rows } = located("85084", 2020) else { panic!("not split") };
    assert_eq!((anchor, rows.len()), (row(&atlas, "85084"), 3));
    assert_eq!(located("85084", 2024), Located::Current(row(&atlas, "85084")));
    // Evette-Salbert: Salbert never came back, so nothing is split.
    assert_eq!(located("90092", 1970).row(), Some(row(&atlas, "90042")));
    // Lebetain merged into Delle in 1972 and came back in 1980: its figure of 1968 is its own, that of Delle in 1975 covers both.
    assert_eq!(located("90063", 1968), Located::Current(row(&atlas, "90063")));
    assert!(
        matches!(located("90033", 1975), Located::Split { anchor, ref rows } if anchor == row(&atlas, "90033") && rows.contains(&row(&atlas, "90063")))
    );
    assert_eq!(located("99999", 2017), Located::Unknown { suggestions: vec![] });
    assert_eq!(located("1001", 2017), Located::Unknown { suggestions: vec!["01001".to_owned()] });
}

#[test]
fn every_commune_of_the_census_2017_is_located() {
    let (Some(atlas), Some(path)) = (with_history(), real("statistics/insee_rp_population2017_short.csv")) else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let codes = text.lines().skip(1).filter_map(|line| line.split(',').next());
    let mut counts = [0, 0, 0];
    let mut lost = Vec::new();
    for code in codes {
        match atlas.locate(Country::France, code.trim_matches('"'), Some(2020)) {
            Located::Current(_) => counts[0] += 1,
            Located::Split { .. } => counts[2] += 1,
            Located::Unknown { .. } => lost.push(code.to_owned()),
            _ => counts[1] += 1,
        }
    }
    println!("current {}, merged {}, split {}", counts[0], counts[1], counts[2]);
    assert_eq!(lost, Vec::<String>::new());
    assert_eq!(counts.iter().sum::<i32>(), 34_996);
}

#[test]
fn the_membership_workbook_gives_four_zonings() {
    let (Some(mut atlas), Some(path)) = (with_history(), real("territory/insee_table-appartenance-geo-communes-2024.xlsx")) else { return };
    for (id, zones) in [("zone-emploi", 306), ("bassin-vie", 1_707), ("aire-attraction", 699), ("unite-urbaine", 2_471)] {
        let data = read(&atlas, id, &path).unwrap();
        println!("{id}: {} zones, {} warnings", data.len(), data.warnings.len());
        assert_eq!(data.len(), zones, "{id}");
        let zoning = data.zoning(&atlas);
        atlas = atlas.with_zoning(zoning, id.as_bytes());
    }
    let strasbourg = row(&atlas, "67482");
    assert_eq!(atlas.zone_of(strasbourg, "zone-emploi").unwrap().name.fr, "Strasbourg");
    let perimeter = atlas.resolve("region:44 & zone-emploi:\"Strasbourg\"").unwrap();
    assert_eq!(perimeter.label.fr, "Strasbourg (zone d’emploi)");
    // 27 zones, 150 EPCI and 173 living basins in Grand Est: see the known sums of these files.
    let grand_est = atlas.zone("region", "44").unwrap().rows.clone();
    let inside = |id: &str| atlas.zoning(id).unwrap().covering(&grand_est).touched().len();
    assert!(inside("zone-emploi") >= 27 && inside("bassin-vie") >= 173, "{} {}", inside("zone-emploi"), inside("bassin-vie"));
    let everything = atlas.zoning("zone-emploi").unwrap().rows();
    let metropole = atlas.zone("pays", "FR").unwrap().rows.clone();
    assert!(metropole.difference(&everything).len() <= 98, "{}", metropole.difference(&everything).len());
}

#[test]
fn employment_basins_take_old_codes() {
    let (Some(atlas), Some(path)) = (with_history(), real("territory/communes_bassins_emploi_FT_2021_odis.csv")) else { return };
    let data = read(&atlas, "bassin-emploi", &path).unwrap_or_else(|problem| panic!("{problem}"));
    println!("{} zones, {} warnings", data.len(), data.warnings.len());
    let zoning = data.zoning(&atlas);
    assert_eq!(zoning.zone_of(row(&atlas, "01001")).map(|zone| zone.code.len()), Some(4));
    let grand_est = &atlas.zone("region", "44").unwrap().rows;
    assert_eq!(zoning.covering(grand_est).whole.len() + zoning.covering(grand_est).partly.len(), 43);
    assert!(grand_est.is_subset(&zoning.rows()));
}

#[test]
fn walloon_basins_are_kept_with_their_reliability_and_a_warning() {
    let Some(path) = real("territory/DERIVE_bassins_EFE_communes_2019.csv") else { return };
    let atlas = Atlas::reference();
    let data = read(&atlas, "bassin-efe", &path).unwrap();
    let zoning = data.zoning(&atlas);
    assert!(zoning.header().note.as_ref().unwrap().fr.contains("vérifier"));
    assert_eq!(zoning.zones().len(), 10);
    let luxembourg = zoning.zone("luxembourg").unwrap();
    // Bastogne is known by its name under its new code; nothing says where Bertogne went.
    assert_eq!(luxembourg.rows.len(), 43);
    assert_eq!(data.warnings.len(), 1);
    assert!(data.warnings[0].message.fr.contains("82005 (Bertogne)"));
    assert_eq!(zoning.zone("hainaut-centre").unwrap().reliability, ["à vérifier (5 communes attestées cuc.be)"]);
    let eupen = atlas.row_of(Country::Belgium, "63023").unwrap();
    assert_eq!(zoning.position_of(eupen), None);
}

#[test]
fn every_problem_of_a_file_is_reported_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bassins.csv");
    std::fs::write(
        &path,
        "reg,dep,codgeo,codbe,libbe\n84,1,1001,8201,BOURG\n84,1,,8201,BOURG\n84,1,1001,8202,OYONNAX\n84,1,99999,8201,BOURG\n",
    )
    .unwrap();
    let problem = read(&Atlas::reference(), "bassin-emploi", &path).unwrap_err();
    let found: Vec<_> = problem.violations.iter().map(|v| (v.code.as_str(), v.location.row, v.location.column.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("missing-cell", Some(3), Some("codgeo")),
            ("duplicate-commune", Some(4), Some("codgeo")),
            ("geo-unknown-code", Some(5), Some("codgeo")),
        ]
    );
    std::fs::write(&path, "EFF,MOD,DEPCOM,COMECH,DEPANC,C_LOFF,C_LANC,RANGCOM\n2017-01-01,331,01001,,,,,\nhier,310,01002,01001,,,,\n")
        .unwrap();
    let problem = read_history(&path, &sniff(&path).unwrap()).unwrap_err();
    let found: Vec<_> = problem.violations.iter().map(|v| (v.code.as_str(), v.location.row)).collect();
    assert_eq!(found, [("missing-cell", Some(2)), ("type-error", Some(3))]);
}

#[test]
fn a_zoning_kept_as_text_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bassins.csv");
    std::fs::write(&path, "codgeo;codbe;libbe\n1001;8201;BOURG\n67482;4206;STRASBOURG\n").unwrap();
    let atlas = Atlas::reference();
    let data = read(&atlas, "bassin-emploi", &path).unwrap();
    let again: ZoningData = serde_json::from_str(&serde_json::to_string(&data).unwrap()).unwrap();
    assert_eq!(again, data);
    let zoning = again.zoning(&atlas);
    assert_eq!(zoning.zone("8201").unwrap().rows.iter().collect::<Vec<_>>(), [row(&atlas, "01001")]);
    assert_eq!(zoning.zone("4206").unwrap().name.fr, "STRASBOURG");
}
