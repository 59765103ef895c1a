//! What each sheet must say.

use bassin_kernel::{Violation, text::fold};

use super::blank;
use crate::model::evaluation::{Application, ProgrammeSheet, PublicationSheet, QuestionSheet, RecommendationSheet, WorkKind, WorkSheet};

/// Letters of the longest text of a field.
const LONGEST: usize = 20_000;

fn long<'a>(fields: impl IntoIterator<Item = (&'static str, &'a str)>) -> Vec<Violation> {
    let long = fields.into_iter().filter(|(_, text)| text.chars().count() > LONGEST);
    let say = |(field, _)| {
        Violation::new(
            "evaluation-too-long",
            "Ce texte est trop long : 20 000 caractères au plus.",
            "This text is too long: 20,000 characters at most.",
        )
        .on(field)
    };
    long.map(say).collect()
}

fn title(title: &str) -> Vec<Violation> {
    let missing = blank("title", title, "Donnez un intitulé.", "Give a title.");
    let long = (title.chars().count() > 400).then(|| {
        Violation::new("evaluation-title-long", "L’intitulé tient en 400 caractères.", "The title is of 400 characters at most.")
            .on("title")
    });
    missing.into_iter().chain(long).collect()
}

/// What is wrong with the sheet of a programme.
#[must_use]
pub fn programme_sheet(sheet: &ProgrammeSheet) -> Vec<Violation> {
    let missing = blank("field", &sheet.field, "Dites ce qui est évalué.", "Say what is evaluated.");
    missing.into_iter().chain(long([("field", &*sheet.field), ("purpose", &sheet.purpose), ("method", &sheet.method)])).collect()
}

/// What is wrong with the sheet of a question.
#[must_use]
pub fn question_sheet(sheet: &QuestionSheet) -> Vec<Violation> {
    let mut wrong = title(&sheet.title);
    wrong.extend(blank("asked_by", &sheet.asked_by, "Dites qui pose la question.", "Say who asks the question."));
    wrong.extend(long([("details", &*sheet.details), ("method", &sheet.method), ("data", &sheet.data), ("source", &sheet.source)]));
    wrong
}

/// What is wrong with the sheet of a work.
#[must_use]
pub fn work_sheet(sheet: &WorkSheet) -> Vec<Violation> {
    let mut wrong = title(&sheet.title);
    let Some(kind) = sheet.kind else {
        wrong.push(Violation::new("work-kind", "Dites de quel travail il s’agit.", "Say what kind of work it is.").on("kind"));
        return wrong;
    };
    if sheet.questions.is_empty() {
        wrong.push(
            Violation::new("work-questions", "Dites à quelles questions il répond.", "Say which questions it answers.").on("questions"),
        );
    }
    if kind == WorkKind::Hearing {
        wrong.extend(blank("who", &sheet.who, "Dites qui est entendu.", "Say who is heard."));
        if sheet.from.is_none() {
            wrong.push(Violation::new("work-day", "Donnez le jour de l’audition.", "Give the day of the hearing.").on("from"));
        }
    }
    if kind == WorkKind::Call && (sheet.from.is_none() || sheet.to.is_none()) {
        wrong.push(
            Violation::new(
                "work-call",
                "Un appel à projets a une ouverture et une clôture.",
                "A call for projects has an opening and a closing day.",
            )
            .on("to"),
        );
    }
    if sheet.from.zip(sheet.to).is_some_and(|(from, to)| to < from) {
        wrong.push(Violation::new("work-reversed", "La fin précède le début.", "The end comes before the beginning.").on("to"));
    }
    if kind != WorkKind::Call && !sheet.applications.is_empty() {
        wrong.push(
            Violation::new(
                "work-applications",
                "Seul un appel à projets reçoit des candidatures.",
                "Only a call for projects receives applications.",
            )
            .on("applications"),
        );
    }
    wrong.extend(long([("who", &*sheet.who), ("notes", &sheet.notes)]));
    wrong
}

/// What is wrong with the sheet of a publication; `deposited` tells whether a document is kept here.
#[must_use]
pub fn publication_sheet(sheet: &PublicationSheet, deposited: bool) -> Vec<Violation> {
    let mut wrong = title(&sheet.title);
    if sheet.authors.iter().all(|author| author.trim().is_empty()) {
        wrong.push(Violation::new("publication-authors", "Nommez les auteurs.", "Name the authors.").on("authors"));
    }
    if sheet.on.is_none() {
        wrong.push(Violation::new("publication-day", "Donnez la date de parution.", "Give the day it came out.").on("published_on"));
    }
    let address = sheet.address.trim();
    if address.is_empty() && !deposited {
        wrong.push(
            Violation::new("publication-where", "Donnez une adresse, ou déposez le document.", "Give an address, or deposit the document.")
                .on("address"),
        );
    }
    if !(address.is_empty() || address.starts_with("https://") || address.starts_with("http://")) {
        wrong.push(
            Violation::new(
                "publication-address",
                "L’adresse commence par https:// ou http://.",
                "The address begins with https:// or http://.",
            )
            .on("address"),
        );
    }
    wrong.extend(long([("summary", &*sheet.summary), ("address", &sheet.address)]));
    wrong
}

/// What is wrong with the sheet of a recommendation.
#[must_use]
pub fn recommendation_sheet(sheet: &RecommendationSheet) -> Vec<Violation> {
    let mut wrong = title(&sheet.title);
    if sheet.questions.is_empty() {
        wrong.push(
            Violation::new("recommendation-questions", "Dites de quelles questions elle découle.", "Say which questions it follows from.")
                .on("questions"),
        );
    }
    wrong.extend(long([("text", &*sheet.text)]));
    wrong
}

/// Applications typed one a line: `who ; with what ; yes or no`, the last part left out until it is decided.
///
/// # Errors
/// The lines that cannot be read.
pub fn applications(typed: &str) -> Result<Vec<Application>, Vec<Violation>> {
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for (index, line) in typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let parts: Vec<&str> = line.split([';', '\t']).map(str::trim).collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
        let selected = match fold(part(2)).as_str() {
            "" => Ok(None),
            "oui" | "yes" | "retenue" | "retenu" | "selected" => Ok(Some(true)),
            "non" | "no" | "non retenue" | "non retenu" | "not selected" => Ok(Some(false)),
            _ => Err(()),
        };
        match selected {
            Ok(selected) if !part(0).is_empty() && parts.len() <= 3 => {
                good.push(Application { applicant: part(0).to_owned(), subject: part(1).to_owned(), selected });
            }
            _ => wrong.push(unread(index + 1)),
        }
    }
    if wrong.is_empty() { Ok(good) } else { Err(wrong) }
}

fn unread(line: usize) -> Violation {
    Violation::new(
        "work-application",
        format!("Ligne {line} : écrivez « candidat ; sujet ; oui ou non », la dernière partie restant vide tant que rien n’est décidé."),
        format!("Line {line}: write “applicant ; subject ; yes or no”, the last part left empty until it is decided."),
    )
    .on("applications")
}
