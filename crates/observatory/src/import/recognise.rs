//! Which dataset a file is of: by its name and its columns, never by a guess.

use std::{path::Path, sync::Arc};

use bassin_documents::{Limits, Sniffed, Table};
use bassin_kernel::{Kind, Problem, Violation};
use globset::Glob;

use super::plan;
use crate::descriptor::{Described, Descriptor, Descriptors};

/// A file recognised.
pub struct Recognised {
    /// The dataset.
    pub described: Arc<Described>,
    /// The table, opened.
    pub table: Table,
    /// Whether its name is not one of those expected: recognised by its columns alone.
    pub by_columns: bool,
}

/// How a file compares with a descriptor.
enum Match {
    Whole(Box<Table>),
    /// These columns are not there, among the headers found.
    Lacking(Vec<String>, Vec<String>),
    /// It cannot even be opened so.
    Unreadable(Problem),
}

/// Finds the dataset of the file at `path`, received under the name `name`.
///
/// # Errors
/// No dataset, or several: the candidates and what differs. What [`bassin_documents::sniff`] refuses.
pub fn recognise(descriptors: &Descriptors, path: &Path, name: &str) -> Result<Recognised, Problem> {
    let sniffed = bassin_documents::sniff(path)?;
    let mut whole: Vec<(bool, Arc<Described>, Table)> = Vec::new();
    let mut others: Vec<(bool, Arc<Described>, Match)> = Vec::new();
    for described in descriptors.iter() {
        let named = is_named(&described.descriptor, name);
        if !named && !may_be(&described.descriptor, &sniffed) {
            continue;
        }
        match compare(&described.descriptor, path) {
            Match::Whole(table) => whole.push((named, Arc::clone(described), *table)),
            other => others.push((named, Arc::clone(described), other)),
        }
    }
    if whole.iter().any(|(named, ..)| *named) {
        whole.retain(|(named, ..)| *named);
    }
    if whole.len() > 1 {
        let ids: Vec<&str> = whole.iter().map(|(_, described, _)| described.descriptor.id.as_str()).collect();
        return Err(several(name, &ids));
    }
    match whole.pop() {
        Some((named, described, table)) => Ok(Recognised { described, table, by_columns: !named }),
        None => Err(none(descriptors, name, &sniffed, others)),
    }
}

fn is_named(descriptor: &Descriptor, name: &str) -> bool {
    descriptor.file.patterns().filter_map(|pattern| Glob::new(pattern).ok()).any(|glob| glob.compile_matcher().is_match(name))
}

/// Whether it is worth opening the file with this descriptor, whatever its name.
fn may_be(descriptor: &Descriptor, sniffed: &Sniffed) -> bool {
    let dialect = descriptor.file.dialect();
    let same_sheet = dialect.sheet.as_ref().is_none_or(|sheet| sniffed.sheets.iter().any(|known| known.trim() == sheet.trim()));
    dialect.format == sniffed.format && (dialect.format == bassin_documents::Format::Csv || same_sheet)
}

fn compare(descriptor: &Descriptor, path: &Path) -> Match {
    let table = match Table::open(path, &descriptor.file.dialect(), &Limits::default()) {
        Ok(table) => table,
        Err(problem) => return Match::Unreadable(problem),
    };
    let lacking: Vec<String> =
        plan::required(descriptor).into_iter().filter(|name| !table.headers().iter().any(|header| header.trim() == name)).collect();
    if lacking.is_empty() { Match::Whole(Box::new(table)) } else { Match::Lacking(lacking, table.headers().to_vec()) }
}

fn several(name: &str, ids: &[&str]) -> Problem {
    let list = ids.join(", ");
    let mut problem = Problem::invalid(
        "schema-ambiguous",
        format!("Le fichier « {name} » a les colonnes de plusieurs jeux de données ({list}). Donnez-lui le nom attendu par l’un d’eux."),
        format!("The file “{name}” has the columns of several datasets ({list}). Give it the name that one of them expects."),
    );
    if let Some(violation) = problem.violations.first_mut() {
        violation.suggestions = ids.iter().map(|id| (*id).to_owned()).collect();
    }
    problem
}

fn none(descriptors: &Descriptors, name: &str, sniffed: &Sniffed, others: Vec<(bool, Arc<Described>, Match)>) -> Problem {
    let mut named: Vec<Violation> = Vec::new();
    let mut nearest: Vec<(usize, Violation)> = Vec::new();
    for (is_named, described, comparison) in others {
        let descriptor = &described.descriptor;
        match comparison {
            Match::Whole(_) => {}
            Match::Unreadable(problem) if is_named => named.extend(problem.violations),
            Match::Unreadable(_) => {}
            Match::Lacking(lacking, headers) => {
                if is_named {
                    if headers.len() <= 1 && descriptor.file.separator() != char::from(sniffed.separator) {
                        named.push(other_separator(descriptor, sniffed.separator));
                    }
                    named.extend(lacking.iter().map(|column| missing(descriptor, column, &headers)));
                } else if lacking.len() * 2 <= plan::required(descriptor).len() {
                    nearest.push((lacking.len(), near(descriptor, &lacking)));
                }
            }
        }
    }
    if !named.is_empty() {
        return Problem::new(Kind::Invalid, named);
    }
    nearest.sort_by_key(|(count, _)| *count);
    let mut violations = vec![unknown(descriptors, name, sniffed)];
    violations.extend(nearest.into_iter().take(3).map(|(_, violation)| violation));
    Problem::new(Kind::Invalid, violations)
}

fn unknown(descriptors: &Descriptors, name: &str, sniffed: &Sniffed) -> Violation {
    let found = sniffed.headers.iter().take(12).map(|header| header.trim()).collect::<Vec<_>>().join(", ");
    Violation::new(
        "schema-unknown",
        format!("Le fichier « {name} » n’est d’aucun jeu de données connu. Ses premières colonnes\u{202f}: {found}. Ajoutez un descripteur, ou vérifiez le fichier."),
        format!("The file “{name}” is of no known dataset. Its first columns: {found}. Add a descriptor, or check the file."),
    )
    .suggesting(descriptors.iter().map(|described| described.descriptor.id.clone()))
}

fn near(descriptor: &Descriptor, lacking: &[String]) -> Violation {
    let list = lacking.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
    let id = &descriptor.id;
    Violation::new(
        "missing-required-header",
        format!("Il ressemble à « {id} », mais n’a pas les colonnes\u{202f}: {list}."),
        format!("It resembles “{id}” but does not have the columns: {list}."),
    )
}

fn missing(descriptor: &Descriptor, column: &str, headers: &[String]) -> Violation {
    let id = &descriptor.id;
    let folded = bassin_kernel::text::fold(column);
    let alike: Vec<&str> =
        headers.iter().map(|header| header.trim()).filter(|header| bassin_kernel::text::fold(header) == folded).collect();
    let mut violation = Violation::new(
        "missing-required-header",
        format!("La colonne « {column} », attendue par « {id} », n’est pas dans le fichier. Rétablissez son nom exact."),
        format!("The column “{column}”, expected by “{id}”, is not in the file. Restore its exact name."),
    )
    .suggesting(alike);
    violation.location.column = Some(column.to_owned());
    violation
}

fn other_separator(descriptor: &Descriptor, found: u8) -> Violation {
    let show = |separator: char| if separator == '\t' { "tab".to_owned() } else { separator.to_string() };
    let (expected, found) = (show(descriptor.file.separator()), show(char::from(found)));
    Violation::new(
        "dialect-error",
        format!(
            "Les colonnes sont séparées par « {found} », alors que « {expected} » est attendu. Enregistrez le fichier avec ce séparateur."
        ),
        format!("Columns are separated by “{found}” whereas “{expected}” is expected. Save the file with that separator."),
    )
}
