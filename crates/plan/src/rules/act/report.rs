//! What a pilot tells: status, milestones, values, words.

use bassin_kernel::Violation;

use super::{Context, Mark, Measured, Report, Told, unknown};
use crate::{Fact, Figure, Milestone, Sheet, Status, rules};

pub(super) fn apply(sheet: &mut Sheet, report: &Report, context: &Context) -> Result<Vec<Fact>, Vec<Violation>> {
    let (mut facts, mut wrong) = (Vec::new(), Vec::new());
    for (id, mark) in &report.milestones {
        match sheet.milestones.iter_mut().find(|milestone| milestone.id == *id) {
            Some(milestone) => match mark_milestone(milestone, mark, context) {
                Ok(fact) => facts.extend(fact),
                Err(found) => wrong.extend(found),
            },
            None => wrong.push(unknown("milestones")),
        }
    }
    for measured in &report.figures {
        match measure(sheet, measured, report.confirmed, context) {
            Ok(fact) => facts.extend(fact),
            Err(found) => wrong.push(*found),
        }
    }
    if let Some(told) = report.told.as_ref().filter(|told| !is_silent(told)) {
        facts.push(tell(told));
    }
    // Beginning a milestone begins the node: nobody has to say it twice.
    let begun = sheet.milestones.iter().any(|milestone| milestone.started_on.is_some() || milestone.done_on.is_some());
    let implied = (sheet.node.status == Status::Planned && begun && !facts.is_empty()).then_some(Status::InProgress);
    let wanted = match report.status {
        Some(Status::Planned) | None => implied,
        told => told,
    };
    if let Some(to) = wanted.filter(|to| *to != sheet.node.status) {
        wrong.extend(rules::status::unmet(sheet, to, &report.reason, report.decision, &context.below, context.today));
        facts.push(become_status(sheet, to, report));
    } else if report.status == Some(Status::Planned) && sheet.node.status != Status::Planned {
        wrong.extend(rules::status::unmet(sheet, Status::Planned, &report.reason, None, &context.below, context.today));
    }
    if wrong.is_empty() { Ok(facts) } else { Err(wrong) }
}

fn become_status(sheet: &mut Sheet, to: Status, report: &Report) -> Fact {
    let from = std::mem::replace(&mut sheet.node.status, to);
    let reason = report.reason.trim().to_owned();
    let held = matches!(to, Status::Paused | Status::Blocked | Status::Abandoned);
    sheet.node.reason = if held { reason.clone() } else { String::new() };
    sheet.node.decision = report.decision.filter(|_| to == Status::Abandoned);
    Fact::Status { from, to, reason, decision: sheet.node.decision }
}

fn mark_milestone(milestone: &mut Milestone, mark: &Mark, context: &Context) -> Result<Option<Fact>, Vec<Violation>> {
    match mark {
        Mark::Done { on, evidence } => done(milestone, on.unwrap_or(context.today), evidence.trim(), context),
        Mark::Started { reason } | Mark::Waiting { reason } if milestone.done_on.is_some() => {
            if reason.trim().is_empty() {
                return Err(vec![
                    Violation::new(
                        "milestone-reopen",
                        format!("« {} » a été déclarée faite : dites pourquoi elle ne l’est plus.", milestone.text),
                        format!("“{}” was told as done: say why it no longer is.", milestone.text),
                    )
                    .on(format!("why-{}", milestone.id)),
                ]);
            }
            milestone.done_on = None;
            milestone.evidence = String::new();
            milestone.started_on = matches!(mark, Mark::Started { .. }).then_some(milestone.started_on.unwrap_or(context.today));
            Ok(Some(Fact::Reopened { milestone: milestone.id, reason: reason.trim().to_owned() }))
        }
        Mark::Started { .. } if milestone.started_on.is_none() => {
            milestone.started_on = Some(context.today);
            Ok(Some(Fact::Started { milestone: milestone.id }))
        }
        Mark::Waiting { .. } if milestone.started_on.is_some() => {
            milestone.started_on = None;
            Ok(Some(Fact::Reopened { milestone: milestone.id, reason: String::new() }))
        }
        Mark::Started { .. } | Mark::Waiting { .. } => Ok(None),
    }
}

fn done(milestone: &mut Milestone, on: bassin_kernel::Day, evidence: &str, context: &Context) -> Result<Option<Fact>, Vec<Violation>> {
    let told_on = if milestone.done_on.is_some() && on == context.today { milestone.done_on.unwrap_or(on) } else { on };
    if milestone.done_on == Some(told_on) && milestone.evidence == evidence {
        return Ok(None);
    }
    let mut wrong = Vec::new();
    if milestone.mandatory && evidence.is_empty() {
        wrong.push(
            Violation::new(
                "milestone-evidence",
                format!("« {} » est obligatoire : indiquez ce qui la prouve (lien, référence, compte rendu).", milestone.text),
                format!("“{}” is mandatory: say what proves it (link, reference, minutes).", milestone.text),
            )
            .on(format!("evidence-{}", milestone.id)),
        );
    }
    if told_on > context.today {
        wrong.push(
            Violation::new(
                "milestone-future",
                "Une étape ne peut pas être faite à une date à venir.",
                "A milestone cannot be done on a day to come.",
            )
            .on(format!("on-{}", milestone.id)),
        );
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    milestone.done_on = Some(told_on);
    milestone.started_on = milestone.started_on.or(Some(told_on));
    evidence.clone_into(&mut milestone.evidence);
    Ok(Some(Fact::Done { milestone: milestone.id, on: told_on, evidence: evidence.to_owned() }))
}

fn measure(sheet: &mut Sheet, told: &Measured, confirmed: bool, context: &Context) -> Result<Option<Fact>, Box<Violation>> {
    let field = format!("value-{}", told.indicator);
    let Some(indicator) = sheet.indicators.iter().find(|indicator| indicator.id == told.indicator) else {
        return Err(Box::new(unknown("indicators")));
    };
    let same = |figure: &Figure| figure.indicator == told.indicator && figure.period == told.period && figure.source == told.source;
    let stored = sheet.figures.iter().position(same);
    if let Some(figure) = stored.and_then(|at| sheet.figures.get(at)) {
        let comment_only = told.comment.trim().is_empty() || figure.comment == told.comment.trim();
        if (figure.value - told.value).abs() < f64::EPSILON && figure.provisional == told.provisional && comment_only {
            return Ok(None);
        }
        if !figure.provisional && told.comment.trim().is_empty() {
            return Err(Box::new(
                Violation::new(
                    "figure-final",
                    "Cette valeur était définitive : dites en commentaire pourquoi elle change.",
                    "This value was final: say in a comment why it changes.",
                )
                .on(field),
            ));
        }
    }
    if !confirmed && rules::indicator::implausible(indicator, told.value) {
        return Err(Box::new(
            Violation::new(
                "figure-implausible",
                "Cette valeur sort de ce qui est plausible pour cet indicateur. Vérifiez-la ; si elle est juste, cochez la confirmation.",
                "This value is outside what is plausible for this indicator. Check it; if it is right, tick the confirmation.",
            )
            .on(field),
        ));
    }
    let figure = Figure {
        indicator: told.indicator,
        period: told.period,
        source: told.source.clone(),
        value: told.value,
        provisional: told.provisional,
        comment: told.comment.trim().to_owned(),
        by: context.by,
        at: context.now,
    };
    match stored.and_then(|at| sheet.figures.get_mut(at)) {
        Some(place) => *place = figure,
        None => sheet.figures.push(figure),
    }
    sheet.figures.sort_by(|a, b| (a.indicator, a.period, &a.source).cmp(&(b.indicator, b.period, &b.source)));
    Ok(Some(Fact::Measured { indicator: told.indicator, period: told.period, source: told.source.clone(), value: told.value }))
}

fn is_silent(told: &Told) -> bool {
    [&told.done, &told.successes, &told.difficulties, &told.remedies].into_iter().all(|text| text.trim().is_empty())
}

fn tell(told: &Told) -> Fact {
    let kept = |text: &str| text.trim().to_owned();
    Fact::Told {
        period: told.period,
        done: kept(&told.done),
        successes: kept(&told.successes),
        difficulties: kept(&told.difficulties),
        remedies: kept(&told.remedies),
    }
}
