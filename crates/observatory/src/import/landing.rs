//! From source codes to the rows of today: blocks of the cube, one per support.

use std::{collections::BTreeSet, path::Path};

use bassin_kernel::{Problem, Violation};
use bassin_statistics::{BlockBuilder, Cell, Column};
use bassin_territory::Atlas;
use serde::{Deserialize, Serialize};

use super::{
    cells,
    gather::{Gathered, Harvest, Landing},
    plan::Plan,
    report::{Reporter, Severity},
};
use crate::descriptor::Absent;

/// A block that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// What its rows are.
    pub support: String,
    /// The checksum of its content.
    pub sha256: String,
    /// The name of its file in the cube’s folder.
    pub file: String,
}

/// The supports of a plan, in its order, each once.
fn supports(plan: &Plan) -> Vec<&str> {
    let mut supports: Vec<&str> = Vec::new();
    for route in &plan.routes {
        if !supports.contains(&route.support.as_str()) {
            supports.push(&route.support);
        }
    }
    supports
}

/// Writes the blocks in `folder`, each under the checksum of its content.
///
/// # Errors
/// The disk refuses, or a sum would not fit.
pub fn build(
    plan: &Plan,
    absent: Absent,
    harvest: &Harvest,
    atlas: &Atlas,
    reporter: &mut Reporter,
    folder: &Path,
    name: &str,
) -> Result<Vec<Built>, Problem> {
    let mut built = Vec::new();
    for support in supports(plan) {
        let rows = rows_of(atlas, support);
        let columns = columns_of(plan, harvest, support);
        if columns.is_empty() || rows == 0 {
            continue;
        }
        let block = Support { plan, absent, harvest, reporter, support, rows }.fill(&columns)?;
        let partial = folder.join(format!("{name}-{support}.partial"));
        let written = block.finish(&partial).map_err(|error| {
            tracing::error!(%error, "a block could not be written");
            error.problem()
        })?;
        let file = format!("{}.block", written.sha256);
        std::fs::rename(&partial, folder.join(&file)).map_err(|error| super::files::refused(folder, &error))?;
        built.push(Built { support: support.to_owned(), sha256: written.sha256, file });
    }
    Ok(built)
}

fn rows_of(atlas: &Atlas, support: &str) -> u32 {
    if support == "communes" {
        return atlas.len();
    }
    atlas.zoning(support).map_or(0, |zoning| u32::try_from(zoning.zones().len()).unwrap_or(u32::MAX))
}

/// The columns in which the support has a cell, by id.
fn columns_of<'a>(plan: &Plan, harvest: &'a Harvest, support: &str) -> Vec<&'a Gathered> {
    let mine: Vec<u32> =
        (0..).zip(&harvest.sources).filter(|(_, source)| plan.routes[source.route].support == support).map(|(at, _)| at).collect();
    let mut columns: Vec<&Gathered> =
        harvest.columns.iter().filter(|column| mine.iter().any(|&source| harvest.cells.get(source, column.cells).is_some())).collect();
    columns.sort_by(|a, b| a.id.cmp(&b.id));
    columns
}

struct Support<'a> {
    plan: &'a Plan,
    absent: Absent,
    harvest: &'a Harvest,
    reporter: &'a mut Reporter,
    support: &'a str,
    rows: u32,
}

impl Support<'_> {
    fn fill(mut self, columns: &[&Gathered]) -> Result<BlockBuilder, Problem> {
        let described =
            columns.iter().map(|column| Column { id: column.id.clone(), decimals: self.plan.columns[column.of].decimals }).collect();
        let mut block = BlockBuilder::new(self.rows, described);
        let mut landed: Vec<Option<Cell>> = vec![None; self.rows as usize];
        let told = self.told();
        let mut groups: Vec<(u32, Vec<u32>)> = Vec::new();
        for (number, column) in columns.iter().enumerate() {
            landed.fill(None);
            self.land(column, number == 0, &mut landed)?;
            for (row, cell) in (0..).zip(&landed) {
                let cell = match (cell, self.absent) {
                    (Some(cell), _) => *cell,
                    (None, Absent::Zero) if told.contains(&row) => Cell::Value(0),
                    (None, _) => continue,
                };
                block.set(row, number, cell).map_err(|error| unexpected(&error.to_string()))?;
            }
        }
        for source in &self.harvest.sources {
            if let Landing::Split(anchor, rows) = &source.landing
                && self.plan.routes[source.route].support == self.support
                && !groups.iter().any(|(known, _)| known == anchor)
            {
                groups.push((*anchor, rows.clone()));
            }
        }
        groups.into_iter().for_each(|(anchor, rows)| block.inseparable(anchor, rows));
        Ok(block)
    }

    /// The rows of which the file says something: what it leaves out elsewhere is not a zero.
    fn told(&self) -> BTreeSet<u32> {
        let mine = self.harvest.sources.iter().filter(|source| self.plan.routes[source.route].support == self.support);
        let row = |source: &super::gather::Source| match source.landing {
            Landing::Row(row) | Landing::Part(row) | Landing::Split(row, _) => Some(row),
            Landing::Nowhere => None,
        };
        mine.filter_map(row).collect()
    }

    /// Puts the cells of a column on their rows, adding up those of communes since merged. What is left out is said for the first one.
    fn land(&mut self, column: &Gathered, first: bool, landed: &mut [Option<Cell>]) -> Result<(), Problem> {
        let of = &self.plan.columns[column.of];
        let harvest = self.harvest;
        let mut parts: Vec<(u32, Cell)> = Vec::new();
        for (number, source) in (0..).zip(&harvest.sources) {
            if self.plan.routes[source.route].support != self.support {
                continue;
            }
            let Some(cell) = harvest.cells.get(number, column.cells) else { continue };
            match &source.landing {
                Landing::Row(row) => self.add(of.adds_up, &column.id, landed, *row, cell)?,
                Landing::Part(row) => parts.push((*row, cell)),
                Landing::Split(anchor, _) => {
                    let whole = if of.adds_up { cell } else { Cell::Missing };
                    self.add(of.adds_up, &column.id, landed, *anchor, whole)?;
                }
                Landing::Nowhere => {}
            }
        }
        // A commune's own row says more than those of its arrondissements, and adding both would count everybody twice.
        let own: Vec<bool> = parts.iter().map(|(row, _)| landed[*row as usize].is_some()).collect();
        for ((row, cell), has_own) in parts.into_iter().zip(own) {
            if !has_own {
                self.add(of.adds_up, &column.id, landed, row, cell)?;
            } else if first {
                self.reporter.note(Severity::Info, "arrondissement-left-out", arrondissement);
            }
        }
        Ok(())
    }

    fn add(&mut self, adds_up: bool, id: &str, landed: &mut [Option<Cell>], row: u32, cell: Cell) -> Result<(), Problem> {
        let Some(slot) = landed.get_mut(row as usize) else { return Err(unexpected("row outside the support")) };
        *slot = Some(match *slot {
            None => cell,
            Some(before) if adds_up => cells::sum(before, cell).ok_or_else(|| sum_too_large(id))?,
            Some(_) => {
                self.reporter.note(Severity::Info, "not-additive", || not_additive(id));
                Cell::Missing
            }
        });
        Ok(())
    }
}

fn arrondissement() -> Violation {
    Violation::new(
        "",
        "Le fichier donne la commune et ses arrondissements municipaux\u{202f}: la ligne de la commune compte, celles des arrondissements sont laissées.",
        "The file has the commune and its municipal arrondissements: the commune’s row counts, those of the arrondissements are left out.",
    )
}

fn not_additive(id: &str) -> Violation {
    Violation::new(
        "",
        format!("« {id} » ne s’additionne pas\u{202f}: pour des communes fusionnées depuis, la donnée est tenue pour non publiée."),
        format!("“{id}” does not add up: for communes merged since, the figure is held as not published."),
    )
}

fn sum_too_large(id: &str) -> Problem {
    Problem::invalid(
        "type-error",
        format!("La somme de « {id} » pour des communes fusionnées est trop grande pour être tenue. Vérifiez l’unité."),
        format!("The sum of “{id}” for merged communes is too large to be held. Check the unit."),
    )
}

fn unexpected(detail: &str) -> Problem {
    tracing::error!(detail, "a figure has no place in its block");
    Problem::unavailable(
        "Les chiffres n’ont pas pu être rangés. Rien n’a été enregistré.",
        "The figures could not be stored. Nothing was saved.",
    )
}
