//! What people do to a node, and what stands in the way: every unmet rule at once.

mod plan;
mod report;

use bassin_kernel::{Day, LocalizedText, Period, Timestamp, Violation};
use uuid::Uuid;

use crate::{Amendment, BudgetLine, Dates, Direction, Fact, Part, Plan, Sheet, Source, Status, Target, Tie};

/// Something done to a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Its pilot tells how it goes.
    Report(Report),
    /// A milestone is planned for other days.
    Replan(Replan),
    /// Its people, dates, ties and budget are changed.
    Edit(Edit),
    /// A milestone is added or changed.
    Milestone(MilestoneDraft),
    /// A milestone is removed.
    RemoveMilestone(Uuid),
    /// An indicator is added or changed.
    Indicator(IndicatorDraft),
    /// An indicator is removed.
    RemoveIndicator(Uuid),
}

impl Act {
    /// Its name in the journal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Report(_) => "action.report",
            Self::Replan(_) => "action.replan",
            Self::Edit(_) => "action.edit",
            Self::Milestone(_) => "milestone.keep",
            Self::RemoveMilestone(_) => "milestone.remove",
            Self::Indicator(_) => "indicator.keep",
            Self::RemoveIndicator(_) => "indicator.remove",
        }
    }

    /// Whether those who pilot the node may do it; the rest is for those who manage the plan.
    #[must_use]
    pub const fn is_report(&self) -> bool {
        matches!(self, Self::Report(_) | Self::Replan(_))
    }
}

/// What a pilot tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The status it has now.
    pub status: Option<Status>,
    /// Why, when the status asks for a reason.
    pub reason: String,
    /// By which decision, when it is given up.
    pub decision: Option<Uuid>,
    /// What became of milestones.
    pub milestones: Vec<(Uuid, Mark)>,
    /// Values.
    pub figures: Vec<Measured>,
    /// Whether values outside what is plausible were confirmed.
    pub confirmed: bool,
    /// How it goes, in words.
    pub told: Option<Told>,
}

/// What became of a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// It is not begun.
    Waiting {
        /// Why, when it was told otherwise before.
        reason: String,
    },
    /// It is under way.
    Started {
        /// Why, when it was told as done before.
        reason: String,
    },
    /// It is done.
    Done {
        /// When; today when not told.
        on: Option<Day>,
        /// What proves it.
        evidence: String,
    },
}

/// A value told.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Of which indicator.
    pub indicator: Uuid,
    /// For which period.
    pub period: Period,
    /// From where.
    pub source: String,
    /// The value.
    pub value: f64,
    /// Whether it may still change.
    pub provisional: bool,
    /// A few words beside.
    pub comment: String,
}

/// How it goes, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The period.
    pub period: Period,
    /// What was done.
    pub done: String,
    /// What went well.
    pub successes: String,
    /// What was difficult.
    pub difficulties: String,
    /// What is done about it.
    pub remedies: String,
}

/// New days for a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replan {
    /// Which.
    pub milestone: Uuid,
    /// The new days.
    pub dates: Dates,
    /// Why.
    pub reason: String,
}

/// Who, when, with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Pilots and partners.
    pub parts: Vec<Part>,
    /// The body in charge.
    pub body: Option<Uuid>,
    /// When it begins.
    pub starts: Option<Day>,
    /// When it ends.
    pub ends: Option<Day>,
    /// What it is tied to.
    pub ties: Vec<Tie>,
    /// Its budget.
    pub budget: Vec<BudgetLine>,
}

/// A milestone as a form gives it. Its dates are those first promised; those in force are changed by [`Replan`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilestoneDraft {
    /// Made when the form was shown.
    pub id: Uuid,
    /// What.
    pub text: String,
    /// The date in words.
    pub when: String,
    /// For a new one, its dates.
    pub dates: Dates,
    /// How much it weighs.
    pub weight: Option<u32>,
    /// Whether the node cannot be done without it.
    pub mandatory: bool,
    /// A few words beside.
    pub note: String,
}

/// An indicator as a form gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorDraft {
    /// Made when the form was shown.
    pub id: Uuid,
    /// What is looked at.
    pub title: LocalizedText,
    /// How it is followed.
    pub follow: String,
    /// The unit.
    pub unit: String,
    /// Decimals.
    pub decimals: u8,
    /// Which way is better.
    pub direction: Option<Direction>,
    /// The value it starts from.
    pub baseline: Option<f64>,
    /// The least that is plausible.
    pub low: Option<f64>,
    /// The most that is plausible.
    pub high: Option<f64>,
    /// Where its values come from.
    pub source: Source,
    /// What is aimed at.
    pub targets: Vec<Target>,
}

/// When and by whom an act is done, and what is around the node.
#[derive(Debug, Clone)]
pub struct Context {
    /// Today.
    pub today: Day,
    /// Now.
    pub now: Timestamp,
    /// Who, when a person does it.
    pub by: Option<Uuid>,
    /// The numbers of what is below the node and goes on.
    pub below: Vec<String>,
}

/// Does `act` to `sheet` and says what happened; nothing happened when nothing changed.
///
/// # Errors
/// Every rule that stands in the way, each at its field. The sheet is then not to be kept.
pub fn apply(sheet: &mut Sheet, act: &Act, context: &Context) -> Result<Vec<Fact>, Vec<Violation>> {
    match act {
        Act::Report(told) => report::apply(sheet, told, context),
        Act::Replan(replan) => plan::replan(sheet, replan, context),
        Act::Edit(edit) => plan::edit(sheet, edit),
        Act::Milestone(draft) => plan::keep_milestone(sheet, draft),
        Act::RemoveMilestone(id) => plan::remove_milestone(sheet, *id),
        Act::Indicator(draft) => plan::keep_indicator(sheet, draft),
        Act::RemoveIndicator(id) => plan::remove_indicator(sheet, *id),
    }
}

/// Whether an amendment says all it must.
///
/// # Errors
/// What it lacks.
pub fn amendable(plan: &Plan, amendment: &Amendment) -> Result<(), Vec<Violation>> {
    let mut wrong = Vec::new();
    for (field, text) in [("what", &amendment.what), ("why", &amendment.why), ("decided_by", &amendment.decided_by)] {
        if text.trim().is_empty() {
            wrong.push(plan::missing(field));
        }
    }
    if amendment.day < plan.from {
        wrong.push(
            Violation::new("amendment-early", "Le plan n’avait pas commencé à cette date.", "The plan had not begun on that day.")
                .on("day"),
        );
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn unknown(field: &str) -> Violation {
    Violation::new(
        "plan-gone",
        "Cet élément n’existe plus : quelqu’un l’a retiré depuis l’ouverture de la page.",
        "This no longer exists: somebody removed it since the page was opened.",
    )
    .on(field)
}

#[cfg(test)]
mod tests;
