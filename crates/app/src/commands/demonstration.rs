//! `bassin demonstration`: the bodies of the policy documents, loaded or removed.

use bassin_kernel::Problem;
use clap::ArgMatches;

use crate::{
    DONE,
    installation::{Installation, Place, operator},
    terminal::Terminal,
};

/// Loads or removes the demonstration.
pub async fn demonstration(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let governance = Installation::open(place).await?.governance;
    let (key, count) = match options.subcommand_name() {
        Some("load") => ("cli-demonstration-loaded", governance.load_demonstration(&operator()).await?),
        _ => ("cli-demonstration-removed", governance.remove_demonstration(&operator()).await?),
    };
    terminal.say(&terminal.t_with(key, &[("count", count.into())]));
    Ok(DONE)
}
