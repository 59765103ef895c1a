//! Accounts at the command line: the link of the first administrator, and that of one who is locked out.

use bassin_kernel::{Problem, Viewer};
use clap::ArgMatches;

use crate::{
    DONE, REFUSED,
    installation::{Installation, Place, operator},
    terminal::Terminal,
};

/// Prints a link with which an administrator comes in.
pub async fn account(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    if let Ok(address) = std::env::var("BASSIN_URL") {
        installation.directory.served_at(&address);
    }
    if let Some(("rescue", options)) = options.subcommand() {
        return rescue(&installation, options, terminal).await;
    }
    if account_link(&installation, &operator(), terminal).await? {
        return Ok(DONE);
    }
    terminal.fail(&terminal.t("cli-account-none"));
    Ok(REFUSED)
}

/// Prints the link with which an administrator who is locked out chooses another password.
async fn rescue(installation: &Installation, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let email = options.get_one::<String>("EMAIL").cloned().unwrap_or_default();
    let lifted = options.get_flag("second-factor");
    let path = installation.directory.rescue(&operator(), &email, lifted).await?;
    let key = if lifted { "cli-account-lifted" } else { "cli-account-rescued" };
    terminal.result(&terminal.t_with(key, &[("link", installation.directory.link(&path).into())]));
    Ok(DONE)
}

/// Prints a new link when nobody runs the platform yet. Whether it did.
pub async fn account_link(installation: &Installation, viewer: &Viewer, terminal: &Terminal) -> Result<bool, Problem> {
    let Some(path) = installation.directory.first_link(viewer).await? else { return Ok(false) };
    terminal.result(&terminal.t_with("cli-account-first", &[("link", installation.directory.link(&path).into())]));
    Ok(true)
}
