//! `bassin statutes`: what the texts say, and whether a file of one's own says it well.

use std::path::Path;

use bassin_governance::statute::{File, Statutes, check};
use bassin_kernel::Problem;
use clap::ArgMatches;

use crate::{DONE, cli, installation::Place, terminal::Terminal};

/// Checks files, or lists the statutes of the installation. Neither opens the store.
pub fn statutes(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let folder = place.data.join("statutes");
    match options.subcommand() {
        Some(("check", options)) => checked(options, &folder, terminal),
        Some((_, options)) => list(options, &Statutes::load(&folder)?, terminal),
        None => Ok(DONE),
    }
}

fn checked(options: &ArgMatches, folder: &Path, terminal: &Terminal) -> Result<u8, Problem> {
    let files = cli::paths(options, "FILE").iter().map(|path| read(path)).collect::<Result<Vec<File>, Problem>>()?;
    for statute in check(&files, folder)? {
        let name = statute.name.get(terminal.language).to_owned();
        let (id, version) = (statute.id.clone(), statute.version.to_string());
        let arguments = [("name", name.into()), ("id", id.into()), ("version", version.into())];
        terminal.say(&terminal.t_with("cli-statutes-good", &arguments));
    }
    Ok(DONE)
}

fn read(path: &Path) -> Result<File, Problem> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Problem::not_found(
            format!("Le fichier « {name} » ne peut pas être lu ({error}). Vérifiez son nom, vos droits et l’encodage, UTF-8."),
            format!("The file “{name}” cannot be read ({error}). Check its name, your rights and the encoding, UTF-8."),
        )
    })?;
    Ok(File { name, text })
}

fn list(options: &ArgMatches, statutes: &Statutes, terminal: &Terminal) -> Result<u8, Problem> {
    if options.get_flag("json") {
        terminal.json(&statutes.all().collect::<Vec<_>>());
        return Ok(DONE);
    }
    for statute in statutes.all() {
        terminal.result(&format!(
            "{:38} {:>2}  {:14}  {}",
            statute.id,
            statute.version,
            statute.jurisdiction,
            statute.name.get(terminal.language)
        ));
    }
    Ok(DONE)
}
