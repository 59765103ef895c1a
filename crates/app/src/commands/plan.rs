//! `bassin plan`: a whole plan out to a file, and in again.

use std::path::Path;

use bassin_kernel::Problem;
use bassin_plan::{Plans, Preview, json, read_plan, rules::exchange::What, workbook};
use clap::ArgMatches;

use crate::{
    DONE,
    installation::{Installation, Place, operator},
    terminal::Terminal,
};

/// Exports a plan, or imports one.
pub async fn plan(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    installation.plans.take_texts().await?;
    match options.subcommand() {
        Some(("export", options)) => export(&installation, options, terminal).await,
        Some((_, options)) => import(&installation.plans, options, terminal).await,
        None => Ok(DONE),
    }
}

fn path(options: &ArgMatches) -> &Path {
    options.get_one::<std::path::PathBuf>("FILE").map_or(Path::new(""), std::path::PathBuf::as_path)
}

async fn export(installation: &Installation, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let tree = installation.plans.tree(options.get_one::<String>("PLAN").map_or("", String::as_str)).await?;
    let path = path(options);
    let bytes = match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => json(&tree)?,
        _ => workbook(&tree, terminal.language, installation.database.clock().now())?,
    };
    let name = path.display().to_string();
    std::fs::write(path, bytes).map_err(|error| {
        Problem::unavailable(
            format!("Le fichier « {name} » ne peut pas être écrit ({error})."),
            format!("The file “{name}” cannot be written ({error})."),
        )
    })?;
    terminal.say(&terminal.t_with("cli-plan-exported", &[("name", name.into())]));
    Ok(DONE)
}

async fn import(plans: &Plans, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let (grids, confirmed) = (read_plan(path(options))?, options.get_flag("confirm"));
    if options.get_flag("preview") {
        let preview = plans.preview_plan(&operator(), &grids, confirmed).await?;
        list(&preview, terminal);
        terminal.say(&told("cli-plan-would", &preview, terminal));
        return Ok(DONE);
    }
    let done = plans.import_plan(&operator(), grids, confirmed, None).await?;
    list(&done, terminal);
    terminal.say(&told("cli-plan-imported", &done, terminal));
    Ok(DONE)
}

fn told(key: &str, preview: &Preview, terminal: &Terminal) -> String {
    let new = u64::from(preview.new);
    let arguments = [("name", preview.plan.clone().into()), ("count", preview.changes.len().into()), ("new", new.into())];
    terminal.t_with(key, &arguments)
}

/// One line for each change: where, then each column before and after.
fn list(preview: &Preview, terminal: &Terminal) {
    for change in &preview.changes {
        let columns = change.kind.columns();
        let cell = |cells: &[String], at: usize| cells.get(at).cloned().unwrap_or_default();
        let what = match &change.what {
            What::Added => "+".to_owned(),
            What::Removed => "-".to_owned(),
            What::Changed(places) => {
                let said = |at: &usize| {
                    let name = columns.get(*at).map_or("", |column| column.name(terminal.language));
                    format!("{name} : {} -> {}", cell(&change.before, *at), cell(&change.after, *at))
                };
                places.iter().map(said).collect::<Vec<_>>().join(" ; ")
            }
        };
        terminal.result(&format!("{} {} {what}", change.kind.name(terminal.language), change.row));
    }
}
