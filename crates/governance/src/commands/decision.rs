//! What people can do: the `decision` part.

mod case;
mod find;
mod position;
mod step;

pub use case::{Case, Chair};
pub use position::Said;
pub use step::{DecisionDraft, Step};
