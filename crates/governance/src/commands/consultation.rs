//! What people can do: the `consultation` part.

mod opinion;
pub(crate) mod settle;
mod timer;
mod transmission;

pub use crate::rules::opinion::OpinionAct;
pub use opinion::OpinionRequest;
pub use transmission::TransmissionDraft;
