use bassin_kernel::Viewer;
use bassin_observatory::import::{Outcome, Severity, unwatched};
use bassin_observatory::migrations;
use bassin_statistics::RowSet;
use bassin_testkit::on_each_engine;

use super::{HEADER, House, POPULATION, operator};

fn good() -> String {
    // Paris and an arrondissement; a masked and a missing figure; blanks around.
    format!(
        "{HEADER}67482;280966,0; 275718 ;130000;20000\n67180;34000;s;15000;19000\n08105;46000;nd;19000;18000\n75056;2187526;2240621;1;1\n75101;16000;17000;1;1\n"
    )
}

#[tokio::test]
async fn a_file_becomes_figures_and_again_is_a_no_op() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        let path = house.file("population.csv", good());
        let outcome = house.import(&path).await.unwrap_or_else(|problem| panic!("{problem}"));
        let Outcome::Imported(version) = &outcome else { panic!("{outcome:?}") };
        assert_eq!(
            (version.number, version.rows, version.file_name.as_str(), version.imported_by.as_str()),
            (1, 5, "population.csv", "claire")
        );
        assert_eq!(house.kept("files"), std::slice::from_ref(&version.file_sha256));
        assert_eq!(house.kept("cube"), std::slice::from_ref(&version.blocks[0].file));

        let two = house.communes(&["FR-67482", "FR-67180"]);
        assert_eq!(house.sum("population", "communes", "population@2017", &two), (Some(314_966.0), Some(314_966.0), 0));
        assert_eq!(house.sum("population", "communes", "population@2012", &two), (Some(275_718.0), Some(275_722.0), 0));
        let three = house.communes(&["FR-67482", "FR-08105"]);
        assert_eq!(house.sum("population", "communes", "population@2012", &three), (Some(275_718.0), Some(275_718.0), 1));
        let paris = house.communes(&["FR-75056"]);
        assert_eq!(house.sum("population", "communes", "population@2017", &paris).0, Some(2_187_526.0));
        assert!(version.report.tallies.iter().any(|tally| tally.code == "arrondissement-left-out" && tally.severity == Severity::Info));

        let entries = store.generation().await.unwrap();
        assert!(matches!(house.import(&path).await.unwrap(), Outcome::Unchanged(same) if same.number == 1));
        assert_eq!(store.generation().await.unwrap(), entries);
        assert_eq!(house.kept("files").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_newer_file_is_a_new_version_and_another_process_sees_it() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        house.import(&house.file("population.csv", good())).await.unwrap();
        let other = House {
            datasets: bassin_observatory::import::Datasets::open(store.again().await.unwrap(), &house.folder, &[("p", POPULATION)])
                .unwrap(),
            ..House::new(&store, &[])
        };
        assert!(other.datasets.refresh(&other.atlas).await.unwrap());
        let readers_in_flight = other.datasets.cube();

        let renamed = house.file("chiffres.csv", good().replace("280966,0", "290000"));
        let outcome = house.import(&renamed).await.unwrap();
        assert_eq!(outcome.version().number, 2);
        assert!(outcome.version().report.tallies.iter().any(|tally| tally.code == "recognised-by-columns"));
        let one = house.communes(&["FR-67482"]);
        assert_eq!(house.sum("population", "communes", "population@2017", &one).0, Some(290_000.0));
        assert!(other.datasets.refresh(&other.atlas).await.unwrap());
        assert!(!other.datasets.refresh(&other.atlas).await.unwrap());
        assert_eq!(other.sum("population", "communes", "population@2017", &one).0, Some(290_000.0));
        assert_eq!(readers_in_flight.manifest().datasets[0].version, 1);
        let numbers: Vec<_> =
            house.datasets.versions("population").await.unwrap().iter().map(|version| (version.number, version.active)).collect();
        assert_eq!(numbers, [(2, true), (1, false)]);
        assert_eq!(house.kept("files").len(), 2);
        let verified = bassin_database::journal::verify(&store).await.unwrap();
        assert_eq!(verified.entries, 2);
    })
    .await;
}

#[tokio::test]
async fn a_refused_file_changes_nothing() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        house.import(&house.file("population.csv", good())).await.unwrap();
        let before = (house.kept("files"), house.kept("cube"), store.generation().await.unwrap());
        let bad = house.file("population_2.csv", good().replace("67180", "99999"));
        assert!(house.import(&bad).await.is_err());
        assert!(house.check(&bad).await.is_err());
        assert!(
            house.datasets.import(&Viewer::Anonymous, &house.atlas, &house.file("population_3.csv", good()), unwatched()).await.is_err()
        );
        assert_eq!((house.kept("files"), house.kept("cube"), store.generation().await.unwrap()), before);
    })
    .await;
}

#[tokio::test]
async fn checking_keeps_nothing() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        let checked = house.check(&house.file("population.csv", good())).await.unwrap();
        assert_eq!((checked.dataset.as_str(), checked.report.rows), ("population", 5));
        assert!(house.kept("files").is_empty() && house.kept("cube").is_empty());
        assert!(house.datasets.active().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_changed_descriptor_rebuilds_from_the_file_kept() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        house.import(&house.file("population.csv", good())).await.unwrap();
        let changed = POPULATION.replace("[0, 4]", "[1, 9]");
        let house = House::new(&store, &[("population.toml", &changed)]);
        let (rebuilt, failed) = house.datasets.rebuild(&operator(), &house.atlas).await.unwrap();
        assert_eq!((rebuilt, failed.len()), (vec!["population".to_owned()], 0));
        let one = house.communes(&["FR-67180"]);
        assert_eq!(house.sum("population", "communes", "population@2012", &one), (Some(1.0), Some(9.0), 0));
        assert_eq!(house.datasets.versions("population").await.unwrap().len(), 1);
        let again = house.datasets.rebuild(&operator(), &house.atlas).await.unwrap();
        assert!(again.0.is_empty() && again.1.is_empty());
    })
    .await;
}

#[tokio::test]
async fn embedded_files_are_imported_once() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        let content: &'static [u8] = Box::leak(good().into_bytes().into_boxed_slice());
        let embedded = [("population.csv", content)];
        let first = house.datasets.import_embedded(&house.atlas, &embedded).await.unwrap();
        assert!(matches!(first.as_slice(), [Outcome::Imported(version)] if version.imported_by == "bassin"));
        let second = house.datasets.import_embedded(&house.atlas, &embedded).await.unwrap();
        assert!(matches!(second.as_slice(), [Outcome::Unchanged(_)]));
        let everywhere = RowSet::full(house.atlas.len());
        assert_eq!(
            house.sum("population", "communes", "population@2017", &everywhere).0,
            Some(280_966.0 + 34_000.0 + 46_000.0 + 2_187_526.0)
        );
    })
    .await;
}
