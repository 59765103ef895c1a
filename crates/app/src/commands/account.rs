//! Accounts at the command line: the link of the first administrator.

use bassin_kernel::{Problem, Viewer};

use crate::{
    DONE, REFUSED,
    installation::{Installation, Place, operator},
    terminal::Terminal,
};

/// Prints the link with which the first administrator comes in.
pub async fn account(place: &Place, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    if let Ok(address) = std::env::var("BASSIN_URL") {
        installation.directory.served_at(&address);
    }
    if account_link(&installation, &operator(), terminal).await? {
        return Ok(DONE);
    }
    terminal.fail(&terminal.t("cli-account-none"));
    Ok(REFUSED)
}

/// Prints a new link when nobody runs the platform yet. Whether it did.
pub async fn account_link(installation: &Installation, viewer: &Viewer, terminal: &Terminal) -> Result<bool, Problem> {
    let Some(path) = installation.directory.first_link(viewer).await? else { return Ok(false) };
    terminal.result(&terminal.t_with("cli-account-first", &[("link", installation.directory.link(&path).into())]));
    Ok(true)
}
