//! What a body does with what was sent to it: the same act answers the transmission, so that there is one truth.

use bassin_database::{Error, Transaction};
use bassin_kernel::Day;

use crate::{Transmission, store};

/// What became of something sent.
pub(crate) enum Settled {
    /// The receiving body has taken it up.
    Acknowledged,
    /// The receiving body has done what was expected; with its words.
    Answered(String),
    /// Nothing more is expected of the receiving body.
    Closed,
}

/// Writes down what became of something sent; what is done already stays as it is.
pub(crate) async fn settle(transaction: &Transaction, mut sent: Transmission, settled: Settled, today: Day) -> Result<(), Error> {
    if sent.is_done() {
        return Ok(());
    }
    match settled {
        Settled::Closed => sent.closed_on = Some(today),
        Settled::Acknowledged => sent.acknowledged_on = sent.acknowledged_on.or(Some(today)),
        Settled::Answered(words) => {
            sent.acknowledged_on = sent.acknowledged_on.or(Some(today));
            (sent.answered_on, sent.answer) = (Some(today), words);
        }
    }
    sent.revision += 1;
    Ok(store::consultation::keep_transmission(transaction, &sent).await?)
}
