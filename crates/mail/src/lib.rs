//! Letters to people: queued in the transaction of the command that causes them, sent afterwards, retried, visible.
//!
//! # Rules
//! - A letter is queued once under its identifier, and leaves once the command that caused it is committed.
//! - A letter that could not leave is tried again, later and later; after [`ATTEMPTS`] attempts, or when the server refuses it for good, it has failed
//!   and waits for somebody to look.
//! - What a letter says is forgotten once it has left: it may hold links that open a door. What one that failed says is forgotten after
//!   [`FAILED_FOR`], and letters altogether after [`KEPT_FOR`].
//!
//! Tables owned: `letter`.

mod deliver;
mod letter;
mod store;
mod transport;

pub use deliver::{Delivery, FAILED_FOR, KEPT_FOR, Mail};
pub use letter::{ATTEMPTS, Attachment, Letter, Queued, State, delay};
pub use store::{Filter, Letters, forget, letters, migrations, queue, retry};
pub use transport::{Settings, Transport, is_address};
