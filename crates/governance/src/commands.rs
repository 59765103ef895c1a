//! What people can do.

mod body;
mod consultation;
mod convention;
mod decision;
mod meeting;
mod practice;
mod project;

pub use body::{BodyDraft, BodySheet, Designation, Ending, EvaluationDraft, Founding, Overview, Roll, SeatDraft};
