//! Letters to people: queued in the transaction of the command that causes them, sent afterwards, retried, visible.
//!
//! Tables owned: `letter`.

mod letter;
mod store;

pub use letter::{Attachment, Letter};
pub use store::{migrations, queue};
