//! The program `bassin`: command line, configuration, assembly of the rooms. The only crate that knows every room.

pub mod cli;
mod commands;
mod installation;
mod pages;
mod serve;
mod terminal;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use bassin_kernel::{Kind, Problem};
use clap::{ArgMatches, error::ErrorKind};

pub use installation::{Installation, Place, catalogue};
pub use serve::router;
use terminal::Terminal;

/// All went well.
pub const DONE: u8 = 0;
/// The request or a file breaks a rule; nothing was changed.
pub const REFUSED: u8 = 1;
/// The surroundings or the command line are at fault.
pub const UNABLE: u8 = 2;

/// Runs the program with its `arguments` (the program's name first).
pub fn run(arguments: Vec<String>) -> ExitCode {
    let language = cli::language(&arguments, &|name| std::env::var(name).ok());
    let terminal = Terminal::new(language);
    let words = |key: &str| terminal.t(key);
    let matches = match cli::command(&words).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return finish(write!(io::stdout(), "{error}"));
        }
        Err(error) => {
            terminal.fail(&cli::refusal(&error, language));
            return ExitCode::from(UNABLE);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            terminal.fail(&error.to_string());
            return ExitCode::from(UNABLE);
        }
    };
    match runtime.block_on(dispatch(&matches, &terminal)) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            terminal.problem(&problem);
            ExitCode::from(exit_code(&problem))
        }
    }
}

fn finish(written: io::Result<()>) -> ExitCode {
    // A reader that closed the pipe has read enough.
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(UNABLE),
        _ => ExitCode::from(DONE),
    }
}

async fn dispatch(matches: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let place = Place::of(matches);
    match matches.subcommand() {
        None => serve::run(&place, None, terminal).await,
        Some(("serve", options)) => serve::run(&place, Some(options), terminal).await,
        Some(("import", options)) => commands::import(&place, options, terminal).await,
        Some(("portrait", options)) => commands::portrait(&place, options, terminal).await,
        Some(("perimeter", options)) => commands::perimeter(&place, options, terminal).await,
        Some(("statutes", options)) => commands::statutes(&place, options, terminal),
        Some(("plan", options)) => commands::plan(&place, options, terminal).await,
        Some(("demonstration", options)) => commands::demonstration(&place, options, terminal).await,
        Some(("doctor", options)) => commands::doctor(&place, options, terminal).await,
        Some(("backup", options)) => commands::backup(&place, options, terminal).await,
        Some(("restore", options)) => commands::restore(&place, options, terminal).await,
        Some(("account", options)) => commands::account(&place, options, terminal).await,
        Some(("journal", options)) => commands::journal(&place, options, terminal).await,
        Some((name, _)) => Err(Problem::invalid("command", name, name)),
    }
}

/// The exit status of a problem: what the author of the request can mend is 1, the rest is 2.
#[must_use]
pub const fn exit_code(problem: &Problem) -> u8 {
    match problem.kind {
        Kind::Unavailable | Kind::Conflict => UNABLE,
        Kind::Invalid | Kind::NotFound | Kind::Forbidden | Kind::TooLarge => REFUSED,
    }
}
