//! Files, good and bad, through the whole import.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod bad;
mod descriptors;
mod killed;
mod real;
mod versions;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bassin_kernel::{Problem, Viewer};
use bassin_observatory::import::{Checked, Datasets, Outcome, unwatched};
use bassin_statistics::RowSet;
use bassin_territory::Atlas;
use bassin_testkit::Store;

/// Population by commune, two years, with a subset and markers.
const POPULATION: &str = r#"
id = "population"
title = { fr = "Population", en = "Population" }
producer = "Insee"
source = { fr = "Insee, recensement", en = "Insee, census" }
licence = "Licence Ouverte 2.0"
vintage = 2024
themes = ["population"]
accept-unknown = ["976??"]
[file]
pattern = "population*.csv"
separator = ";"
decimal = ","
[[geography]]
support = "commune"
column = "CODGEO"
[[measures]]
id = "population"
name = { fr = "Population", en = "Population" }
unit = { fr = "habitants", en = "inhabitants" }
kind = "count"
decimals = 1
pattern = "P{yy}_POP"
periods = ["2017", "2012"]
[[measures]]
id = "active"
name = { fr = "Actifs", en = "Active population" }
unit = { fr = "habitants", en = "inhabitants" }
kind = "count"
decimals = 1
column = "P17_ACT"
period = "2017"
subset-of = "population"
[[measures]]
id = "income"
name = { fr = "Revenu médian", en = "Median income" }
unit = { fr = "euros", en = "euros" }
kind = "median"
column = "MED"
period = "2017"
[markers]
"s" = { masked = [0, 4] }
"nd" = "missing"
"" = "missing"
"#;

const HEADER: &str = "CODGEO;P17_POP;P12_POP;P17_ACT;MED\n";

fn operator() -> Viewer {
    Viewer::Operator("claire".to_owned())
}

/// An installation with one dataset.
struct House {
    datasets: Datasets,
    atlas: Arc<Atlas>,
    folder: PathBuf,
}

impl House {
    fn new(store: &Store, descriptors: &[(&str, &str)]) -> Self {
        let folder = store.directory().to_owned();
        let datasets = Datasets::open((**store).clone(), &folder, descriptors).unwrap();
        Self { datasets, atlas: Arc::new(Atlas::reference()), folder }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let folder = self.folder.join("incoming");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), content).unwrap();
        folder.join(name)
    }

    async fn import(&self, path: &Path) -> Result<Outcome, Problem> {
        self.datasets.import(&operator(), &self.atlas, path, unwatched()).await
    }

    async fn check(&self, path: &Path) -> Result<Checked, Problem> {
        self.datasets.check(&self.atlas, path, unwatched()).await
    }

    /// The sum of a column over rows, as bounds and number of missing cells.
    fn sum(&self, dataset: &str, support: &str, column: &str, rows: &RowSet) -> (Option<f64>, Option<f64>, u32) {
        let cube = self.datasets.cube();
        let block = cube.block(dataset, support).unwrap();
        let column = block.column(column).unwrap();
        let figure = block.sum_columns(rows, &[column]).remove(0).release();
        (figure.lower, figure.upper, figure.missing)
    }

    fn communes(&self, keys: &[&str]) -> RowSet {
        RowSet::from_rows(keys.iter().map(|key| self.atlas.row(key).unwrap()))
    }

    /// The names of the files kept, in a folder of the installation.
    fn kept(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.folder.join(folder)) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// The codes of a refusal, in order, each with its row.
fn codes(problem: &Problem) -> Vec<(String, Option<u64>)> {
    problem.violations.iter().map(|violation| (violation.code.clone(), violation.location.row)).collect()
}
