//! The commands other than `serve`.

mod account;
mod demonstration;
mod doctor;
mod import;
mod plan;
mod statutes;

use std::path::PathBuf;

use bassin_kernel::{Problem, text};
use bassin_observatory::{
    portrait::{Line, Portrait, Status},
    portrait_csv, portrait_xlsx, present,
};
use bassin_territory::SavedPerimeter;
use bassin_web::Reader;
use clap::ArgMatches;

pub use account::{account, account_link};
pub use demonstration::demonstration;
pub use doctor::doctor;
pub use import::import;
pub use plan::plan;
pub use statutes::statutes;

use crate::{
    DONE, cli,
    installation::{FOLDERS, Installation, KEY, Place, migrations, operator},
    terminal::Terminal,
};

/// The portrait of a perimeter, as a table, as JSON, CSV or XLSX.
pub async fn portrait(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    let perimeter = installation.territory.resolve(&cli::expression(options))?;
    let mut portrait = (*installation.observatory.portrait(&perimeter)).clone();
    if let Some(theme) = options.get_one::<String>("theme") {
        portrait.themes.retain(|section| section.theme.id() == theme);
        if portrait.themes.is_empty() {
            return Err(Problem::not_found(
                format!("Aucun chiffre pour le thème « {theme} ». Les thèmes : population, employment, labour-market, skill-needs…"),
                format!("No figure for the theme “{theme}”. The themes: population, employment, labour-market, skill-needs…"),
            ));
        }
    }
    let reader = Reader::new(crate::catalogue(), terminal.language);
    let format = if options.get_flag("json") { "json" } else { options.get_one::<String>("format").map_or("table", String::as_str) };
    match format {
        "json" => terminal.json(&portrait),
        "csv" => terminal.bytes(&portrait_csv(&portrait, &reader)),
        "xlsx" => terminal.bytes(&portrait_xlsx(&portrait, &reader, installation.database.clock().now())?),
        _ => table(&portrait, &reader, terminal),
    }
    Ok(DONE)
}

/// The portrait as tables for a terminal, one a theme.
fn table(portrait: &Portrait, reader: &Reader, terminal: &Terminal) {
    let perimeter = &portrait.perimeter;
    terminal.result(&format!("{}  ({}, {})", reader.text(&perimeter.label), perimeter.expression, communes(portrait, reader)));
    for note in &perimeter.notes {
        terminal.result(reader.text(note));
    }
    for section in &portrait.themes {
        let mut rows = vec![header(portrait, reader)];
        rows.extend(section.lines.iter().map(|line| row(line, reader)));
        terminal.result(&format!("\n{}", reader.t(&format!("theme-{}", section.theme.id()))));
        terminal.result(&aligned(&rows));
    }
    if !portrait.gaps.is_empty() {
        terminal.result(&format!("\n{}", terminal.t("cli-portrait-gaps")));
        for gap in &portrait.gaps {
            let names: Vec<&str> = gap.names.iter().map(|name| reader.text(name)).collect();
            terminal.result(&format!("  {} : {}", names.join(" · "), reader.text(&gap.text)));
        }
    }
    terminal.result(&format!("\n{}", terminal.t("cli-portrait-sources")));
    for source in &portrait.sources {
        terminal.result(&format!("  {} ({}, {})", reader.text(&source.citation), source.producer, source.licence));
    }
}

fn communes(portrait: &Portrait, reader: &Reader) -> String {
    let count = portrait.perimeter.communes;
    reader.t_with("portrait-communes", &[("count", count.into()), ("shown", reader.count(u64::from(count)).into())])
}

fn header(portrait: &Portrait, reader: &Reader) -> Vec<String> {
    let mut header =
        vec![reader.t("portrait-indicator"), reader.t("portrait-period"), reader.t("portrait-here"), reader.t("portrait-change")];
    header.extend(portrait.comparisons.iter().map(|comparison| reader.text(&comparison.label).to_owned()));
    header
}

fn row(line: &Line, reader: &Reader) -> Vec<String> {
    let shown = |value: &bassin_observatory::portrait::Observation| {
        let shown = present::value(reader, value, line.decimals);
        if value.missing > 0 && value.status != Status::Unknown { format!("({})", shown.text) } else { shown.text }
    };
    let mut row = vec![
        format!("{} [{}]", reader.text(&line.name), reader.text(&line.unit)),
        line.period.map(|period| period.label(reader.language)).unwrap_or_default(),
        shown(&line.value),
        present::change(reader, line).map(|change| change.text).unwrap_or_default(),
    ];
    row.extend(line.comparisons.iter().map(shown));
    row
}

/// Rows in columns: the first two on the left, figures on the right.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let padding = " ".repeat(width - cell.chars().count());
            if column < 2 { format!("{cell}{padding}") } else { format!("{padding}{cell}") }
        });
        format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Saved perimeters, and what an expression resolves to.
pub async fn perimeter(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    match options.subcommand() {
        Some(("show", options)) => show(&installation, options, terminal)?,
        Some(("save", options)) => save(&installation, options, terminal).await?,
        Some(("delete", options)) => {
            let name = name(options);
            installation.territory.delete_perimeter(&operator(), &text::slug(&name)).await?;
            terminal.say(&terminal.t_with("cli-perimeter-deleted", &[("name", name.into())]));
        }
        _ => list(&installation, options, terminal).await?,
    }
    Ok(DONE)
}

fn name(options: &ArgMatches) -> String {
    options.get_one::<String>("NAME").cloned().unwrap_or_default()
}

fn show(installation: &Installation, options: &ArgMatches, terminal: &Terminal) -> Result<(), Problem> {
    let perimeter = installation.territory.resolve(&cli::expression(options))?;
    let atlas = installation.territory.atlas();
    let communes = || perimeter.rows.iter().filter_map(|row| atlas.commune(row));
    if options.get_flag("json") {
        let keys: Vec<String> = communes().map(bassin_territory::Commune::key).collect();
        terminal.json(&serde_json::json!({"expression": perimeter.canonical, "label": perimeter.label, "communes": keys}));
        return Ok(());
    }
    terminal.result(perimeter.label.get(terminal.language));
    terminal.result(&perimeter.canonical);
    for note in perimeter.notes(&atlas) {
        terminal.say(note.get(terminal.language));
    }
    for commune in communes() {
        terminal.result(&format!("  {}  {}", commune.key(), commune.name));
    }
    Ok(())
}

async fn save(installation: &Installation, options: &ArgMatches, terminal: &Terminal) -> Result<(), Problem> {
    let name = name(options);
    let before = installation.territory.saved_perimeter(&text::slug(&name)).await?;
    let saved = installation.territory.save_perimeter(&operator(), &name, &cli::expression(options)).await?;
    let number = |perimeter: &SavedPerimeter| perimeter.versions.iter().map(|version| version.number).max();
    let same = before.is_some_and(|before| number(&before) == number(&saved));
    let version = number(&saved).unwrap_or(1).to_string();
    let arguments = [("name", saved.name.into()), ("version", version.into()), ("expression", saved.expression.into())];
    terminal.say(&terminal.t_with(if same { "cli-perimeter-same" } else { "cli-perimeter-saved" }, &arguments));
    Ok(())
}

async fn list(installation: &Installation, options: &ArgMatches, terminal: &Terminal) -> Result<(), Problem> {
    let (_, options) = options.subcommand().unwrap_or(("list", options));
    let saved = installation.territory.perimeters().await?;
    if options.get_flag("json") {
        let rows: Vec<_> = saved
            .iter()
            .map(|perimeter| serde_json::json!({"slug": perimeter.slug, "name": perimeter.name, "expression": perimeter.expression, "communes": perimeter.communes, "versions": perimeter.versions.len()}))
            .collect();
        terminal.json(&rows);
    } else if saved.is_empty() {
        terminal.say(&terminal.t("cli-perimeter-none"));
    }
    for perimeter in saved.iter().filter(|_| !options.get_flag("json")) {
        terminal.result(&format!("{}  perimetre:{}  {}", perimeter.name, perimeter.slug, perimeter.expression));
    }
    Ok(())
}

fn path(options: &ArgMatches, name: &str) -> PathBuf {
    options.get_one::<PathBuf>(name).cloned().unwrap_or_default()
}

/// Saves the whole installation into an archive.
pub async fn backup(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    let file = path(options, "FILE");
    let with_key = options.get_flag("with-key");
    let members: Vec<&str> = FOLDERS.into_iter().chain(with_key.then_some(KEY)).collect();
    bassin_database::backup(&installation.database, &place.data, &members, &file).await?;
    terminal.say(&terminal.t_with("cli-backup-done", &[("file", file.display().to_string().into())]));
    if installation.directory.key_is_a_file() {
        terminal.say(&terminal.t(if with_key { "cli-backup-key-within" } else { "cli-backup-key-apart" }));
    }
    Ok(DONE)
}

/// Restores an archive into an empty installation.
pub async fn restore(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let (clock, ids) = Installation::surroundings();
    bassin_database::restore(&path(options, "FILE"), &place.data, &place.url, migrations(), clock, ids).await?;
    #[cfg(unix)]
    if place.data.join(KEY).is_file() {
        use std::os::unix::fs::PermissionsExt as _;
        // An archive that holds the key is a secret; so is the file.
        let only_mine = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(place.data.join(KEY), only_mine).map_err(|error| unreadable_key(&error))?;
    }
    terminal.say(&terminal.t_with("cli-restore-done", &[("data", place.data.display().to_string().into())]));
    Ok(DONE)
}

#[cfg(unix)]
fn unreadable_key(error: &std::io::Error) -> Problem {
    Problem::unavailable(
        format!("La clé secret.key est rétablie, mais n’a pas pu être réservée à son propriétaire ({error})."),
        format!("The key secret.key is restored, but could not be kept to its owner ({error})."),
    )
}

/// Verifies or lists the journal.
pub async fn journal(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    match options.subcommand() {
        Some(("verify", options)) => {
            let verified = bassin_database::journal::verify(&installation.database).await?;
            if options.get_flag("json") {
                terminal.json(&verified);
            } else {
                let entries = verified.entries.to_string();
                terminal.result(&terminal.t_with("cli-journal-whole", &[("entries", entries.into()), ("last", verified.last.into())]));
            }
        }
        Some((_, options)) => {
            let limit = options.get_one::<u64>("limit").copied().unwrap_or(50);
            let page = bassin_database::journal::Page { limit, ..Default::default() };
            let entries = bassin_database::journal::list(&installation.database, &page).await?;
            if options.get_flag("json") {
                terminal.json(&entries);
            } else {
                for entry in entries {
                    let at = entry.at.format("%Y-%m-%d %H:%M:%S");
                    terminal.result(&format!("{:>6}  {at}  {:12}  {:24}  {}", entry.seq, entry.actor, entry.action, entry.summary));
                }
            }
        }
        None => {}
    }
    Ok(DONE)
}
