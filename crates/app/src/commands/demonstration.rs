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
    let installation = Installation::open(place).await?;
    let governance = &installation.governance;
    let fictional = options.subcommand().is_some_and(|(_, options)| options.get_flag("fictional"));
    let (key, count) = match (options.subcommand_name(), fictional) {
        (Some("load"), false) => ("cli-demonstration-loaded", governance.load_demonstration(&operator()).await?),
        (Some("load"), true) => ("cli-demonstration-made-up", governance.load_fictional(&operator()).await?),
        (_, false) => {
            let count = governance.remove_demonstration(&operator()).await?;
            installation.plans.remove_evaluation(&operator()).await?;
            ("cli-demonstration-removed", count)
        }
        (_, true) => ("cli-demonstration-removed", governance.remove_fictional(&operator()).await?),
    };
    terminal.say(&terminal.t_with(key, &[("count", count.into())]));
    Ok(DONE)
}
