use std::process::Command;

use bassin_observatory::import::{Datasets, Outcome};
use bassin_observatory::migrations;
use bassin_testkit::on_each_engine;

use super::{HEADER, House, POPULATION, operator};

const STORE: &str = "BASSIN_TEST_KILLED_STORE";
const FOLDER: &str = "BASSIN_TEST_KILLED_FOLDER";
const AT: &str = "BASSIN_TEST_KILLED_AT";

/// Runs in a process of its own: imports a file, and dies without a word when the progress says so.
#[tokio::test]
async fn child_that_dies_in_the_middle() {
    let (Ok(url), Ok(folder), Ok(at)) = (std::env::var(STORE), std::env::var(FOLDER), std::env::var(AT)) else { return };
    let database = bassin_database::Database::connect(&url, migrations(), bassin_testkit::clock(), bassin_testkit::ids()).await.unwrap();
    let datasets = Datasets::open(database, folder.as_ref(), &[("population.toml", POPULATION)]).unwrap();
    let atlas = std::sync::Arc::new(bassin_territory::Atlas::reference());
    let at_end = at == "end";
    let progress = std::sync::Arc::new(move |done: u64, total: u64| {
        if (done == total) == at_end {
            std::process::abort();
        }
    });
    let path = std::path::Path::new(&folder).join("incoming/population.csv");
    let outcome = datasets.import(&operator(), &atlas, &path, progress).await;
    unreachable!("the process should be dead: {outcome:?}");
}

#[tokio::test]
async fn a_process_killed_in_the_middle_leaves_the_old_figures_and_a_store_that_works() {
    on_each_engine(migrations, |store| async move {
        let house = House::new(&store, &[("population.toml", POPULATION)]);
        house.import(&house.file("population.csv", format!("{HEADER}67482;1;1;1;1\n"))).await.unwrap();
        let mut content = HEADER.to_owned();
        for commune in house.atlas.communes().iter().filter(|commune| commune.key().starts_with("FR")) {
            content.push_str(commune.code);
            content.push_str(";2;2;2;2\n");
        }
        let path = house.file("population.csv", content);
        let one = house.communes(&["FR-67482"]);
        for at in ["middle", "end"] {
            let child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "killed::child_that_dies_in_the_middle"])
                .envs([(STORE, store.url()), (FOLDER, house.folder.to_str().unwrap()), (AT, at)])
                .output()
                .unwrap();
            assert!(!child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
            assert!(house.kept("files").iter().any(|name| name.ends_with(".partial")), "the process died while it read the file");
            let again = House::new(&store, &[("population.toml", POPULATION)]);
            again.datasets.refresh(&again.atlas).await.unwrap();
            assert_eq!(again.sum("population", "communes", "population@2017", &one).0, Some(1.0));
            assert_eq!(bassin_database::journal::verify(&store).await.unwrap().entries, 1);
        }
        assert!(matches!(house.import(&path).await.unwrap(), Outcome::Imported(version) if version.number == 2));
        assert_eq!(house.sum("population", "communes", "population@2017", &one).0, Some(2.0));
    })
    .await;
}
