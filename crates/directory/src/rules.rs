//! The rules: pure functions.

mod identifier;
pub mod password;

pub use identifier::{Identifier, Scheme};
