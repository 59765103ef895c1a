//! What a node may become.

use bassin_kernel::{Day, Violation};
use uuid::Uuid;

use crate::{Sheet, Status};

/// Whether a status leads to another by itself; reopening what is over needs a reason.
#[must_use]
pub const fn leads(from: Status, to: Status) -> bool {
    use Status::{Abandoned, Blocked, Done, InProgress, Paused, Planned};
    matches!(
        (from, to),
        (Planned, InProgress | Done | Blocked | Abandoned)
            | (InProgress, Paused | Blocked | Done | Abandoned)
            | (Paused, Blocked | InProgress | Done | Abandoned)
            | (Blocked, Paused | InProgress | Done | Abandoned)
            | (Done | Abandoned, InProgress)
    )
}

/// Whether becoming so asks for a reason.
#[must_use]
pub const fn asks_reason(from: Status, to: Status) -> bool {
    matches!(to, Status::Paused | Status::Blocked | Status::Abandoned) || matches!(from, Status::Done | Status::Abandoned)
}

/// Everything that keeps a node from becoming `to`. `below` are the numbers of what is below it and goes on.
#[must_use]
pub fn unmet(sheet: &Sheet, to: Status, reason: &str, decision: Option<Uuid>, below: &[String], today: Day) -> Vec<Violation> {
    let from = sheet.node.status;
    let mut unmet = Vec::new();
    if from == to {
        return unmet;
    }
    if !leads(from, to) {
        unmet.push(
            Violation::new(
                "status-leap",
                "Cet état ne suit pas l’état actuel : passez d’abord par « en cours ».",
                "This status does not follow the present one: go through “in progress” first.",
            )
            .on("status"),
        );
    }
    if asks_reason(from, to) && reason.trim().is_empty() {
        unmet.push(
            Violation::new(
                "status-reason",
                "Dites pourquoi : le motif est public et reste au dossier.",
                "Say why: the reason is public and kept on file.",
            )
            .on("reason"),
        );
    }
    match to {
        Status::Abandoned if !below.is_empty() && decision.is_none() => unmet.push(
            Violation::new(
                "status-decision",
                format!("Abandonner arrêterait aussi ce qui en dépend ({}) : indiquez la décision qui l’a voulu.", below.join(", ")),
                format!("Giving it up would also stop what depends on it ({}): name the decision that wanted it.", below.join(", ")),
            )
            .on("decision"),
        ),
        Status::Done => unmet.extend(not_done(sheet, below, today)),
        _ => {}
    }
    unmet
}

/// What is lacking for a node to be done.
fn not_done(sheet: &Sheet, below: &[String], today: Day) -> Vec<Violation> {
    let mut unmet = Vec::new();
    for milestone in sheet.milestones.iter().filter(|milestone| milestone.mandatory) {
        if milestone.done_on.is_none() || milestone.evidence.trim().is_empty() {
            unmet.push(
                Violation::new(
                    "done-milestone",
                    format!("L’étape obligatoire « {} » doit être faite, avec sa preuve.", milestone.text),
                    format!("The mandatory milestone “{}” must be done, with its proof.", milestone.text),
                )
                .on("status"),
            );
        }
    }
    for indicator in &sheet.indicators {
        let awaited = indicator.targets.iter().any(|target| i32::from(target.period.start_year()) <= chrono::Datelike::year(&today));
        if awaited && sheet.figures_of(indicator.id).next().is_none() {
            unmet.push(
                Violation::new(
                    "done-indicator",
                    format!("L’indicateur « {} » a une cible : il lui faut au moins une valeur.", indicator.title.fr),
                    format!("The indicator “{}” has a target: it needs one value at least.", indicator.title.en),
                )
                .on("status"),
            );
        }
    }
    if !below.is_empty() {
        unmet.push(
            Violation::new(
                "done-below",
                format!("Ce qui en dépend n’est pas terminé : {}.", below.join(", ")),
                format!("What depends on it is not over: {}.", below.join(", ")),
            )
            .on("status"),
        );
    }
    unmet
}

#[cfg(test)]
mod tests;
