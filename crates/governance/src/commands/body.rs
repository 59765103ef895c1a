//! What people can do: the `body` part.

mod acts;
mod create;
mod edit;
mod find;
mod mandate;
mod seat;
mod term;

use bassin_kernel::{Kind, Problem, Violation};

pub use acts::Acts;
pub(crate) use create::SECRETARIAT;
pub use create::{BodyDraft, Founding};
pub use edit::BodySheet;
pub(crate) use find::ground;
pub use find::{Overview, Roll};
pub use mandate::{Designation, Ending};
pub use seat::SeatDraft;
pub use term::EvaluationDraft;

/// Rules that are not met, as a problem.
fn unmet(violations: Vec<Violation>) -> Problem {
    Problem::new(Kind::Invalid, violations)
}

/// A form that was opened before somebody else changed the same thing.
fn stale() -> Problem {
    Problem::one(
        Kind::Conflict,
        "stale-form",
        "Quelqu’un d’autre a modifié cet objet depuis que vous l’avez ouvert. Rien n’a été enregistré : comparez ce qui est enregistré avec ce que vous aviez saisi, puis renvoyez.",
        "Somebody else changed this since you opened it. Nothing was saved: compare what is stored with what you had typed, then send again.",
    )
}

fn fresh(stored: i64, sent: i64) -> Result<(), Problem> {
    if stored == sent { Ok(()) } else { Err(stale()) }
}

fn required(value: &str, field: &str, fr: &str, en: &str) -> Option<Violation> {
    value.trim().is_empty().then(|| Violation::new(format!("{field}-missing"), fr, en).on(field))
}
