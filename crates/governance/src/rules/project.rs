//! Where a project stands and what may happen to it: read from what happened, never set by hand.

use bassin_kernel::{Day, Violation};
use uuid::Uuid;

use crate::{ProjectFact, ProjectFile, ProjectSheet, ProjectState, Ruling, statute::ProjectRule};

/// Where a project stands.
///
/// An Instance that refuses or returns settles it; otherwise all must have spoken. What an Instance said stays true after its own term ends.
#[must_use]
pub fn derive(file: &ProjectFile) -> ProjectState {
    let happened = |fact: &ProjectFact| file.events.iter().any(|event| event.fact == *fact);
    if happened(&ProjectFact::Evaluated) {
        ProjectState::Evaluated
    } else if happened(&ProjectFact::Abandoned) {
        ProjectState::Abandoned
    } else if happened(&ProjectFact::Completed) {
        ProjectState::Completed
    } else if happened(&ProjectFact::Started) {
        ProjectState::Running
    } else if happened(&ProjectFact::Submitted) {
        judged(file)
    } else if is_adopted(file) {
        ProjectState::Adopted
    } else {
        ProjectState::Draft
    }
}

fn judged(file: &ProjectFile) -> ProjectState {
    if file.events.iter().any(|event| matches!(event.fact, ProjectFact::Judged { verdict: Ruling::Refuse, .. })) {
        return ProjectState::Refused;
    }
    if file.events.iter().any(|event| matches!(event.fact, ProjectFact::Returned { .. })) {
        return ProjectState::Returned;
    }
    let verdicts: Vec<Option<Ruling>> = file.project.concerned.iter().map(|instance| verdict(file, *instance)).collect();
    if !verdicts.is_empty() && verdicts.iter().all(Option::is_some) {
        return if verdicts.contains(&Some(Ruling::Reservations)) { ProjectState::AgreedWithReservations } else { ProjectState::Agreed };
    }
    let all_admit = file.project.concerned.iter().all(|instance| is_admitted(file, *instance));
    if all_admit { ProjectState::Admissible } else { ProjectState::Submitted }
}

/// Whether every pole that carries it has adopted it.
#[must_use]
pub fn is_adopted(file: &ProjectFile) -> bool {
    !file.project.poles.is_empty() && file.project.poles.iter().all(|pole| file.adoptions.iter().any(|adoption| adoption.pole == *pole))
}

/// What an Instance said.
#[must_use]
pub fn verdict(file: &ProjectFile, instance: Uuid) -> Option<Ruling> {
    file.events.iter().find_map(|event| match event.fact {
        ProjectFact::Judged { instance: judge, verdict } if judge == instance => Some(verdict),
        _ => None,
    })
}

/// Whether an Instance found it complete.
#[must_use]
pub fn is_admitted(file: &ProjectFile, instance: Uuid) -> bool {
    file.events.iter().any(|event| event.fact == ProjectFact::Admitted { instance })
}

/// The Instances whose conditions are not lifted yet.
#[must_use]
pub fn conditions(file: &ProjectFile) -> Vec<Uuid> {
    let lifted = |instance: Uuid| file.events.iter().any(|event| event.fact == ProjectFact::Lifted { instance });
    let conditional = |instance: &Uuid| verdict(file, *instance) == Some(Ruling::Reservations) && !lifted(*instance);
    file.project.concerned.iter().copied().filter(conditional).collect()
}

/// Whether anybody may read it: once it was submitted.
#[must_use]
pub fn is_public(file: &ProjectFile) -> bool {
    file.events.iter().any(|event| event.fact == ProjectFact::Submitted)
}

/// Whether a new version may take over from this one.
#[must_use]
pub fn may_be_reworked(state: ProjectState) -> bool {
    matches!(state, ProjectState::Returned | ProjectState::Refused)
}

/// What stands between a project and an event: all of it. Guards that need more than the project itself are in [`submission`].
#[must_use]
pub fn unmet(file: &ProjectFile, fact: &ProjectFact, words: &str) -> Vec<Violation> {
    let state = derive(file);
    let mut unmet = order(file, state, fact);
    if needs_words(fact) && words.trim().is_empty() {
        unmet.push(
            Violation::new("project-words-missing", "Dites pourquoi, ou ce qu’il en est.", "Say why, or what came of it.").on("words"),
        );
    }
    unmet
}

/// Whether an event says nothing without words.
#[must_use]
pub const fn needs_words(fact: &ProjectFact) -> bool {
    matches!(
        fact,
        ProjectFact::Returned { .. }
            | ProjectFact::Judged { verdict: Ruling::Reservations | Ruling::Refuse, .. }
            | ProjectFact::Abandoned
            | ProjectFact::Evaluated
            | ProjectFact::Noted
    )
}

fn order(file: &ProjectFile, state: ProjectState, fact: &ProjectFact) -> Vec<Violation> {
    use ProjectState as S;
    let mut unmet = Vec::new();
    unmet.extend(fact.instance().and_then(|instance| concerns(file, instance)));
    match fact {
        ProjectFact::Submitted => match state {
            S::Draft => unmet.push(not_adopted()),
            S::Adopted => {}
            _ => unmet.push(wrong_moment("Ce projet a déjà été soumis.", "This project has already been submitted.")),
        },
        ProjectFact::Admitted { instance } => {
            let open = state == S::Submitted && !is_admitted(file, *instance);
            unmet.extend((!open).then(|| {
                wrong_moment(
                    "Seul un projet soumis, que l’instance n’a pas encore déclaré recevable, peut l’être.",
                    "Only a submitted project that the body has not declared admissible yet can be.",
                )
            }));
        }
        ProjectFact::Returned { instance } => {
            let open = matches!(state, S::Submitted | S::Admissible) && verdict(file, *instance).is_none();
            unmet.extend((!open).then(|| {
                wrong_moment(
                    "Seul un projet soumis, sur lequel l’instance ne s’est pas prononcée, peut être renvoyé à ses auteurs.",
                    "Only a submitted project on which the body has not decided can be sent back to its authors.",
                )
            }));
        }
        ProjectFact::Judged { instance, .. } => unmet.extend(judging(file, state, *instance)),
        ProjectFact::Lifted { instance } => {
            let pending = state == S::AgreedWithReservations && conditions(file).contains(instance);
            unmet.extend(
                (!pending).then(|| wrong_moment("Cette instance n’a pas de condition à lever.", "This body has no condition to lift.")),
            );
        }
        ProjectFact::Started => unmet.extend(starting(file, state)),
        ProjectFact::Completed => unmet.extend(
            (state != S::Running).then(|| wrong_moment("Seul un projet en cours s’achève.", "Only a project under way can be completed.")),
        ),
        ProjectFact::Abandoned => {
            let over = matches!(state, S::Returned | S::Refused | S::Completed | S::Abandoned | S::Evaluated);
            unmet.extend(
                over.then(|| wrong_moment("Ce projet ou cette version est déjà close.", "This project or this version is already closed.")),
            );
        }
        ProjectFact::Evaluated => {
            let began = file.events.iter().any(|event| event.fact == ProjectFact::Started);
            let over = matches!(state, S::Completed | S::Abandoned) && began;
            unmet.extend((!over).then(|| {
                wrong_moment(
                    "Un projet s’évalue une fois mené à bien, ou abandonné en cours de route.",
                    "A project is evaluated once completed, or abandoned on the way.",
                )
            }));
        }
        ProjectFact::Noted => {}
    }
    unmet
}

fn judging(file: &ProjectFile, state: ProjectState, instance: Uuid) -> Option<Violation> {
    if verdict(file, instance).is_some() {
        return Some(wrong_moment(
            "L’instance s’est déjà prononcée : revenir sur sa décision demande une nouvelle version du projet.",
            "The body has already decided: going back on it takes a new version of the project.",
        ));
    }
    let open = matches!(state, ProjectState::Submitted | ProjectState::Admissible) && is_admitted(file, instance);
    (!open).then(|| {
        wrong_moment(
            "L’instance se prononce sur un projet qu’elle a déclaré recevable et qui n’a été ni renvoyé ni refusé.",
            "The body decides on a project it has declared admissible, neither sent back nor refused.",
        )
    })
}

fn starting(file: &ProjectFile, state: ProjectState) -> Option<Violation> {
    match state {
        ProjectState::Agreed => None,
        ProjectState::AgreedWithReservations if conditions(file).is_empty() => None,
        ProjectState::AgreedWithReservations => Some(Violation::new(
            "project-conditions",
            "Des réserves restent à lever par les instances qui les ont faites.",
            "Reservations are still to be lifted by the bodies that made them.",
        )),
        _ => Some(wrong_moment(
            "Un projet commence quand chaque instance concernée a donné son accord.",
            "A project begins once every body concerned has agreed.",
        )),
    }
}

fn concerns(file: &ProjectFile, instance: Uuid) -> Option<Violation> {
    (!file.project.concerned.contains(&instance)).then(|| {
        Violation::new(
            "project-not-concerned",
            "Le projet n’a pas été soumis à cette instance.",
            "The project was not submitted to this body.",
        )
    })
}

/// The code of an act that does not come now.
pub const WRONG_MOMENT: &str = "project-wrong-moment";

fn wrong_moment(fr: &str, en: &str) -> Violation {
    Violation::new(WRONG_MOMENT, fr, en)
}

fn not_adopted() -> Violation {
    Violation::new(
        "project-not-adopted",
        "Chaque pôle qui porte le projet doit l’avoir adopté par consensus : ouvrez une décision à son sujet.",
        "Every pole that carries the project must have adopted it by consensus: open a decision about it.",
    )
}

/// What a submission needs beyond the adoption: the sheet complete, the poles' terms in force, an Instance to agree.
#[must_use]
pub fn submission(sheet: &ProjectSheet, rule: &ProjectRule, in_force: bool, concerned: usize) -> Vec<Violation> {
    let mut unmet = complete(sheet, rule);
    if !in_force {
        unmet.push(
            Violation::new(
                "project-term",
                "Un pôle qui porte le projet n’est pas dans une période en cours : il ne peut plus en soumettre.",
                "A pole that carries the project is not within a term in force: it can submit none.",
            )
            .sourced(&rule.clause.source),
        );
    }
    if concerned == 0 {
        unmet.push(
            Violation::new(
                "project-no-instance",
                "Aucune instance n’est concernée : vérifiez le territoire et les instances dont dépend le pôle.",
                "No body is concerned: check the territory and the bodies the pole depends on.",
            )
            .on("territory")
            .sourced(&rule.clause.source),
        );
    }
    unmet
}

/// What is missing from a sheet that would be submitted.
#[must_use]
pub fn complete(sheet: &ProjectSheet, rule: &ProjectRule) -> Vec<Violation> {
    let mut unmet: Vec<Violation> = [
        ("summary", &sheet.summary, "Résumez le projet.", "Summarise the project."),
        ("need", &sheet.need, "Dites à quel besoin le projet répond.", "Say which need the project answers."),
        ("lead", &sheet.lead.name, "Nommez la structure qui porte le projet.", "Name the organisation that leads the project."),
        ("territory", &sheet.territory, "Dites sur quel territoire le projet agit.", "Say on which territory the project works."),
        ("expected", &sheet.expected, "Dites ce qui est attendu du projet.", "Say what is expected of the project."),
    ]
    .into_iter()
    .filter(|(_, text, ..)| text.trim().is_empty())
    .map(|(field, _, fr, en)| Violation::new("project-field-missing", fr, en).on(field))
    .collect();
    if sheet.starts_on.is_none() || sheet.ends_on.is_none() {
        unmet.push(
            Violation::new("project-field-missing", "Donnez les dates de début et de fin.", "Give the first and the last day.")
                .on("starts"),
        );
    }
    unmet.extend(lawful(sheet, rule));
    unmet
}

/// What the statute asks of every project.
fn lawful(sheet: &ProjectSheet, rule: &ProjectRule) -> Vec<Violation> {
    let missing = [
        (
            sheet.link.trim().is_empty(),
            "link",
            "project-field",
            "Justifiez le lien avec le domaine du pôle.",
            "Justify the link with the pole’s field.",
        ),
        (
            sheet.aspects.is_empty(),
            "aspects",
            "project-no-aspect",
            "Le projet doit développer au moins un des aspects prévus.",
            "The project must develop at least one of the aspects provided for.",
        ),
        (
            !rule.natures.is_empty() && sheet.natures.is_empty(),
            "natures",
            "project-no-nature",
            "Le projet doit être additionnel, innovant ou émergent, et dire en quoi.",
            "The project must be additional, innovative or emergent, and say how.",
        ),
        (
            !rule.publics.is_empty() && sheet.publics.is_empty(),
            "publics",
            "project-no-public",
            "Le projet doit s’adresser à l’un au moins des publics prévus.",
            "The project must be for at least one of the publics provided for.",
        ),
    ];
    missing
        .into_iter()
        .filter(|(is_missing, ..)| *is_missing)
        .map(|(_, field, code, fr, en)| Violation::new(code, fr, en).on(field).sourced(&rule.clause.source))
        .collect()
}

/// What can never be saved, even in a draft.
#[must_use]
pub fn readable(sheet: &ProjectSheet, rule: &ProjectRule, today: Day) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if sheet.title.trim().is_empty() {
        wrong.push(Violation::new("project-title", "Donnez un titre au projet.", "Give the project a title.").on("title"));
    }
    if sheet.starts_on.zip(sheet.ends_on).is_some_and(|(first, last)| last < first) {
        wrong.push(Violation::new("project-dates", "La fin vient avant le début.", "The end comes before the beginning.").on("ends"));
    }
    if sheet.ends_on.is_some_and(|last| last > far(today)) {
        wrong.push(
            Violation::new("project-dates", "La fin est trop lointaine : vérifiez l’année.", "The end is too far: check the year.")
                .on("ends"),
        );
    }
    for nature in sheet.natures.iter().filter(|nature| nature.justification.trim().is_empty()) {
        let field = format!("nature-{}", nature.code);
        wrong.push(
            Violation::new("project-nature", "Dites en quoi le projet l’est.", "Say how the project is so.")
                .on(field)
                .sourced(&rule.clause.source),
        );
    }
    let lists = [
        ("aspects", &rule.aspects, sheet.aspects.clone()),
        ("natures", &rule.natures, sheet.natures.iter().map(|nature| nature.code.clone()).collect()),
        ("publics", &rule.publics, sheet.publics.clone()),
    ];
    for (field, items, codes) in lists {
        if codes.iter().any(|code| !items.iter().any(|item| item.code == *code)) {
            wrong.push(
                Violation::new(
                    "project-unknown-item",
                    "Un choix n’est pas de la liste du statut.",
                    "A choice is not in the statute’s list.",
                )
                .on(field),
            );
        }
    }
    if sheet.budget.iter().any(|line| line.cents < 0) {
        wrong.push(Violation::new("project-amount", "Un montant est négatif.", "An amount is negative.").on("budget"));
    }
    wrong
}

fn far(today: Day) -> Day {
    today.checked_add_months(chrono::Months::new(600)).unwrap_or(Day::MAX)
}

#[cfg(test)]
mod tests;
