//! What may be done with evaluative questions and recommendations, when, and why not. All that stands in the way is told at once.

mod question;
mod recommendation;
mod sheet;

use bassin_kernel::{Day, Violation};

pub use question::{QuestionAct, QuestionDeed, QuestionGround, question, question_bars};
pub use recommendation::{
    Lateness, RecommendationAct, RecommendationDeed, RecommendationGround, Stance, lateness, recommendation, recommendation_bars,
};
pub use sheet::{applications, programme_sheet, publication_sheet, question_sheet, recommendation_sheet, work_sheet};

/// Where the texts say that works are presented, published and widely spread.
const SPREAD: &str = "CPRDFOP Grand Est 2018-2022, 3.2.1, page 35";

fn blank(field: &'static str, value: &str, fr: &str, en: &str) -> Option<Violation> {
    value.trim().is_empty().then(|| Violation::new("evaluation-field-missing", fr, en).on(field))
}

fn unreasoned(reason: &str) -> Option<Violation> {
    blank("reason", reason, "Dites pourquoi.", "Say why.")
}

/// A day that must be given, and not be to come.
fn past(field: &'static str, day: Option<Day>, today: Day) -> Option<Violation> {
    match day {
        None => Some(Violation::new("evaluation-day-missing", "Donnez la date.", "Give the day.").on(field)),
        Some(day) if day > today => Some(
            Violation::new(
                "evaluation-day-to-come",
                "Cette date est à venir : on ne note que ce qui a eu lieu.",
                "This day is to come: only what took place is recorded.",
            )
            .on(field),
        ),
        Some(_) => None,
    }
}

fn moved() -> Violation {
    Violation::new(
        "evaluation-state",
        "Cela ne peut plus se faire : l’état a changé. Relisez la page.",
        "This can no longer be done: the state has changed. Read the page again.",
    )
}

#[cfg(test)]
mod tests;
