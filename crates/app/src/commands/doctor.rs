//! `bassin doctor`: what is in good order, and what is not.

use bassin_directory::KeyState;
use bassin_kernel::Problem;
use clap::ArgMatches;
use serde::Serialize;

use crate::{
    DONE, REFUSED,
    installation::{Installation, Place},
    terminal::Terminal,
};

/// One thing looked at.
#[derive(Serialize)]
struct Check {
    what: &'static str,
    good: bool,
    detail: String,
}

/// Looks at the data directory, the store, the journal, the geography and the cube.
pub async fn doctor(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    let checks = look(&installation, terminal).await?;
    if options.get_flag("json") {
        terminal.json(&checks);
    } else {
        for check in &checks {
            let state = terminal.t(if check.good { "cli-doctor-ok" } else { "cli-doctor-bad" });
            terminal.result(&format!("{state:12} {} : {}", terminal.t(&format!("cli-doctor-{}", check.what)), check.detail));
        }
    }
    Ok(if checks.iter().all(|check| check.good) { DONE } else { REFUSED })
}

async fn look(installation: &Installation, terminal: &Terminal) -> Result<Vec<Check>, Problem> {
    let good = |what, detail: String| Check { what, good: true, detail };
    let atlas = installation.territory.atlas();
    let zonings: Vec<String> = atlas.zonings().map(|zoning| format!("{} ({})", zoning.id(), zoning.header().vintage)).collect();
    let active = installation.observatory.active().await?;
    let datasets: Vec<String> = active.iter().map(|version| format!("{} v{}", version.dataset, version.number)).collect();
    Ok(vec![
        good("data", installation.place.data.display().to_string()),
        good("store", installation.database.engine().name().to_owned()),
        journal(installation, terminal).await?,
        key(installation, terminal).await?,
        good("reference", atlas.communes().len().to_string()),
        good("zonings", zonings.join(", ")),
        good("contours", installation.territory.contours().rows().len().to_string()),
        good("datasets", datasets.join(", ")),
        cube(installation, terminal),
    ])
}

async fn journal(installation: &Installation, terminal: &Terminal) -> Result<Check, Problem> {
    Ok(match bassin_database::journal::verify(&installation.database).await {
        Ok(verified) => Check { what: "journal", good: true, detail: verified.entries.to_string() },
        // A broken chain is what the doctor is there to tell, with the rest; a store that does not answer stops it.
        Err(problem) if problem.violations.iter().any(|violation| violation.code.starts_with("journal-")) => {
            Check { what: "journal", good: false, detail: problem.text(terminal.language) }
        }
        Err(problem) => return Err(problem),
    })
}

/// Whether the key opens the second factors of the store: after a restore without it, nobody who has one could sign in.
async fn key(installation: &Installation, terminal: &Terminal) -> Result<Check, Problem> {
    let (good, told) = match installation.directory.key().await? {
        KeyState::Unused => (true, "cli-doctor-key-unused"),
        KeyState::Fits => (true, "cli-doctor-key-fits"),
        KeyState::Missing => (false, "cli-doctor-key-missing"),
        KeyState::Other => (false, "cli-doctor-key-other"),
    };
    Ok(Check { what: "key", good, detail: terminal.t(told) })
}

fn cube(installation: &Installation, terminal: &Terminal) -> Check {
    match installation.observatory.verify() {
        Ok(blocks) => Check { what: "cube", good: true, detail: blocks.to_string() },
        Err(problem) => Check { what: "cube", good: false, detail: problem.text(terminal.language) },
    }
}
