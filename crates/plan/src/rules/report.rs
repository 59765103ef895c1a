//! Reports: open → collecting → consolidated → frozen → submitted → adopted → published; withdrawn before being adopted.

mod compare;
mod snapshot;

use bassin_kernel::{Day, Timestamp, Violation};
use uuid::Uuid;

use crate::report::{Adoption, Passage, Report, ReportState, Submission};

pub use compare::{Comparison, Measure, Moved, compare};
pub use snapshot::{Around, snapshot};

/// Something done to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Pilots are asked, by a campaign.
    Collect(Uuid),
    /// What they told is together.
    Consolidate,
    /// One goes back to asking.
    Resume {
        /// Why.
        reason: String,
    },
    /// What it shows is copied, under this digest.
    Freeze {
        /// The digest of the copy.
        digest: String,
    },
    /// A body is asked to adopt it.
    Submit(Submission),
    /// The body adopted it.
    Adopt(Adoption),
    /// Anybody may read it.
    Publish,
    /// It is set aside.
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl Step {
    /// Where it leads.
    #[must_use]
    pub const fn to(&self) -> ReportState {
        match self {
            Self::Collect(_) | Self::Resume { .. } => ReportState::Collecting,
            Self::Consolidate => ReportState::Consolidated,
            Self::Freeze { .. } => ReportState::Frozen,
            Self::Submit(_) => ReportState::Submitted,
            Self::Adopt(_) => ReportState::Adopted,
            Self::Publish => ReportState::Published,
            Self::Withdraw { .. } => ReportState::Withdrawn,
        }
    }

    /// Its name in the journal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Collect(_) => "report.collect",
            Self::Consolidate => "report.consolidate",
            Self::Resume { .. } => "report.resume",
            Self::Freeze { .. } => "report.freeze",
            Self::Submit(_) => "report.submit",
            Self::Adopt(_) => "report.adopt",
            Self::Publish => "report.publish",
            Self::Withdraw { .. } => "report.withdraw",
        }
    }
}

/// What is around a report when something is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// Today.
    pub today: Day,
    /// Now.
    pub now: Timestamp,
    /// The form it came from.
    pub form: Uuid,
    /// Who, when a person does it.
    pub by: Option<Uuid>,
    /// How many requests of its campaign are awaited, while it is open.
    pub awaited: usize,
}

/// Does `step` to a report.
///
/// # Errors
/// Every rule that stands in the way.
pub fn apply(report: &Report, step: &Step, context: &Context) -> Result<Report, Vec<Violation>> {
    let unmet = unmet(report, step, context);
    if !unmet.is_empty() {
        return Err(unmet);
    }
    let mut after = report.clone();
    let mut reason = String::new();
    match step {
        Step::Collect(campaign) => after.campaign = Some(*campaign),
        Step::Freeze { digest } => after.digest = Some(digest.clone()),
        Step::Submit(submission) => after.submission = Some(submission.clone()),
        Step::Adopt(adoption) => after.adoption = Some(adoption.clone()),
        Step::Publish => after.published_at = Some(context.now),
        Step::Resume { reason: why } | Step::Withdraw { reason: why } => why.trim().clone_into(&mut reason),
        Step::Consolidate => {}
    }
    after.state = step.to();
    after.history.push(Passage { form: context.form, to: after.state, reason, by: context.by, at: context.now });
    after.revision += 1;
    Ok(after)
}

/// Every rule that keeps `step` from being done.
#[must_use]
pub fn unmet(report: &Report, step: &Step, context: &Context) -> Vec<Violation> {
    let mut wrong: Vec<Violation> = out_of_order(report.state, step).into_iter().collect();
    match step {
        Step::Consolidate if context.awaited > 0 => wrong.push(Violation::new(
            "report-awaited",
            format!("{} réponses sont encore attendues : closez la collecte ou attendez-les.", context.awaited),
            format!("{} answers are still awaited: close the collection or wait for them.", context.awaited),
        )),
        Step::Freeze { .. } => {
            for (field, text, fr, en) in [
                ("introduction", &report.introduction, "Écrivez l’introduction.", "Write the introduction."),
                ("conclusion", &report.conclusion, "Écrivez la conclusion.", "Write the conclusion."),
            ] {
                if text.trim().is_empty() {
                    wrong.push(Violation::new(format!("report-{field}"), fr, en).on(field));
                }
            }
        }
        Step::Adopt(adoption) => wrong.extend(unmet_to_adopt(report, adoption, context.today)),
        Step::Resume { reason } | Step::Withdraw { reason } if reason.trim().is_empty() => {
            wrong.push(Violation::new("report-reason", "Dites pourquoi.", "Say why.").on("reason"));
        }
        _ => {}
    }
    wrong
}

fn out_of_order(state: ReportState, step: &Step) -> Option<Violation> {
    use ReportState::{Adopted, Collecting, Consolidated, Frozen, Open, Submitted};
    let from: &[ReportState] = match step {
        Step::Collect(_) => &[Open],
        Step::Consolidate => &[Collecting],
        Step::Resume { .. } | Step::Freeze { .. } => &[Consolidated],
        Step::Submit(_) => &[Frozen],
        Step::Adopt(_) => &[Submitted],
        Step::Publish => &[Adopted],
        Step::Withdraw { .. } => &[Open, Collecting, Consolidated, Frozen, Submitted],
    };
    if from.contains(&state) {
        return None;
    }
    let (fr, en) = match step {
        Step::Collect(_) => ("La collecte de ce bilan a déjà commencé.", "The collection of this report has already begun."),
        Step::Consolidate => ("Ce bilan n’est pas en cours de collecte.", "This report is not being collected."),
        Step::Resume { .. } => (
            "On ne reprend la collecte que d’un bilan consolidé, pas encore figé.",
            "Collecting resumes only for a report that is consolidated and not frozen yet.",
        ),
        Step::Freeze { .. } => (
            "Seul un bilan consolidé peut être figé ; un bilan figé ne change plus.",
            "Only a consolidated report can be frozen; a frozen one no longer changes.",
        ),
        Step::Submit(_) => ("Seul un bilan figé peut être soumis à une instance.", "Only a frozen report can be submitted to a body."),
        Step::Adopt(_) => ("Seul un bilan soumis à une instance peut être adopté.", "Only a report submitted to a body can be adopted."),
        Step::Publish => ("Seul un bilan adopté peut être publié.", "Only an adopted report can be published."),
        Step::Withdraw { .. } => (
            "Un bilan adopté ne se retire plus : un nouveau bilan le complète.",
            "An adopted report is no longer withdrawn: a new one completes it.",
        ),
    };
    Some(Violation::new("report-order", fr, en))
}

fn unmet_to_adopt(report: &Report, adoption: &Adoption, today: Day) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if adoption.decision.is_none() && adoption.reference.trim().is_empty() {
        wrong.push(
            Violation::new(
                "report-reference",
                "Choisissez la décision par laquelle l’instance l’a adopté, ou indiquez ce qui le prouve.",
                "Choose the decision by which the body adopted it, or say what proves it.",
            )
            .on("reference"),
        );
    }
    if adoption.on > today {
        wrong.push(
            Violation::new(
                "report-future",
                "Un bilan ne peut pas avoir été adopté à une date à venir.",
                "A report cannot have been adopted on a day to come.",
            )
            .on("on"),
        );
    }
    if report.submission.as_ref().is_some_and(|submission| adoption.on < submission.on) {
        wrong.push(
            Violation::new(
                "report-early",
                "L’instance ne peut pas l’avoir adopté avant qu’il lui soit soumis.",
                "The body cannot have adopted it before it was submitted.",
            )
            .on("on"),
        );
    }
    wrong
}

/// What keeps a report from being begun.
#[must_use]
pub fn unmet_to_begin(draft: &Report, others: &[Report]) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if draft.title.trim().is_empty() {
        wrong.push(Violation::new("report-title", "Donnez un titre au bilan.", "Give the report a title.").on("title"));
    }
    let same = |other: &&Report| other.id != draft.id && other.kind == draft.kind && other.period == draft.period;
    if others.iter().filter(same).any(|other| other.state != ReportState::Withdrawn) {
        wrong.push(
            Violation::new(
                "report-twice",
                "Un bilan de ce type existe déjà pour cette période.",
                "There already is a report of this kind for this period.",
            )
            .on("period"),
        );
    }
    if let Some(id) = draft.compares {
        let known = others.iter().find(|other| other.id == id);
        if known.is_none_or(|other| other.digest.is_none() || other.period > draft.period) {
            wrong.push(
                Violation::new(
                    "report-compare",
                    "Un bilan se compare à un bilan figé, d’une période qui ne lui est pas postérieure.",
                    "A report is compared with a frozen one, of a period that does not come after its own.",
                )
                .on("compares"),
            );
        }
    }
    wrong
}

#[cfg(test)]
mod tests;
