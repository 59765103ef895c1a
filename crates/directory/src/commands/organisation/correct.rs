//! Corrections: anybody who has signed in proposes, whoever keeps the sheet decides, the proposer sees what came of it.

mod site;

use bassin_database::{Error, Record, Transaction, problem};
use bassin_kernel::{Kind, Problem, Scope, Timestamp, Viewer, Violation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub use site::SiteChange;

use super::write::{changed, filled, free, touched};
use crate::{
    Directory, Organisation, OrganisationDraft,
    commands::person::no_organisation,
    policy,
    rules::check_organisation,
    store::{organisation as store, organisation::correction},
};

/// The longest reason, and the longest answer.
const LONGEST: usize = 1_000;

/// Another text proposed for one field of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Its identifier.
    pub id: Uuid,
    /// The sheet.
    pub organisation: Uuid,
    /// Who proposed it.
    pub proposed_by: Uuid,
    /// When.
    pub proposed_at: Timestamp,
    /// The field: one of [`OrganisationDraft::FIELDS`], or `site`.
    pub field: String,
    /// What was stored when it was proposed.
    pub stored: String,
    /// What should be there.
    pub proposed: String,
    /// Why.
    pub reason: String,
    /// What came of it.
    pub state: CorrectionState,
    /// A word of whoever decided; empty without.
    pub answer: String,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// What came of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CorrectionState {
    /// Nobody has decided yet.
    Open,
    /// The sheet now says it.
    Accepted,
    /// The sheet stays as it is.
    Refused,
}

impl CorrectionState {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }

    pub(crate) fn from_code(code: &str) -> Self {
        [Self::Accepted, Self::Refused].into_iter().find(|state| state.code() == code).unwrap_or(Self::Open)
    }
}

impl Directory {
    /// Proposes another text for a field of a sheet. Sent twice, it is proposed once.
    ///
    /// # Errors
    /// The viewer has not signed in; there is no reason, nothing changes, or the sheet would not be right with it.
    pub async fn propose_correction(
        &self,
        viewer: &Viewer,
        id: Uuid,
        organisation: Uuid,
        (field, proposed): (&str, &str),
        reason: &str,
    ) -> Result<Correction, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::CORRECTION_PROPOSE, &[])?;
                if let Some(there) = correction::by_id(&transaction, id).await? {
                    return Ok((there, None));
                }
                let sheet = store::by_id(&transaction, organisation).await?.ok_or_else(no_organisation)?;
                worth_proposing(&transaction, &sheet, (field, proposed), reason).await?;
                let one = Correction {
                    id,
                    organisation: sheet.id,
                    proposed_by: viewer.person().map(|person| person.person).unwrap_or_default(),
                    proposed_at: transaction.now(),
                    field: field.to_owned(),
                    stored: sheet.draft().get(field).to_owned(),
                    proposed: proposed.trim().to_owned(),
                    reason: reason.trim().to_owned(),
                    state: CorrectionState::Open,
                    answer: String::new(),
                    decided_by: None,
                    decided_at: None,
                };
                correction::put(&transaction, &one, true).await?;
                let record = Record::new("correction.propose", "organisation", sheet.id.to_string()).summary(field).after(json!(one));
                Ok((one, Some(record)))
            })
            .await
    }

    /// Accepts a correction, which changes the sheet, or refuses it, with a word.
    ///
    /// # Errors
    /// The viewer does not keep the sheet, somebody decided already, or the sheet would not be right with it.
    pub async fn decide_correction(&self, viewer: &Viewer, id: Uuid, accepted: bool, answer: &str) -> Result<Correction, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let before = correction::by_id(&transaction, id).await?.ok_or_else(no_correction)?;
                let sheet = store::by_id(&transaction, before.organisation).await?.ok_or_else(no_organisation)?;
                viewer.check(&policy::CORRECTION_DECIDE, &[Scope::Organisation(sheet.id)])?;
                let wanted = if accepted { CorrectionState::Accepted } else { CorrectionState::Refused };
                if before.state == wanted {
                    return Ok((before, None));
                }
                open(&before)?;
                answered(accepted, answer)?;
                let after = Correction {
                    state: wanted,
                    answer: answer.trim().to_owned(),
                    decided_by: viewer.person().map(|person| person.person),
                    decided_at: Some(transaction.now()),
                    ..before.clone()
                };
                correction::put(&transaction, &after, false).await?;
                let record = if accepted {
                    let corrected = apply(&transaction, &sheet, &after).await?;
                    changed("correction.accept", &sheet, &corrected)
                } else {
                    Record::new("correction.refuse", "organisation", sheet.id.to_string()).before(json!(before)).after(json!(after))
                };
                Ok((after, Some(record)))
            })
            .await
    }

    /// The corrections proposed to an organisation, the latest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn corrections(&self, organisation: Uuid) -> Result<Vec<Correction>, Problem> {
        correction::of_organisation(self.database.read(), organisation).await.map_err(problem)
    }

    /// One correction.
    ///
    /// # Errors
    /// There is none, or the store does not answer.
    pub async fn correction(&self, id: Uuid) -> Result<Correction, Problem> {
        correction::by_id(self.database.read(), id).await.map_err(problem)?.ok_or_else(no_correction)
    }

    /// The corrections that somebody proposed, the latest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn corrections_by(&self, person: Uuid) -> Result<Vec<Correction>, Problem> {
        correction::by_person(self.database.read(), person).await.map_err(problem)
    }
}

async fn worth_proposing(
    transaction: &Transaction,
    sheet: &Organisation,
    (field, proposed): (&str, &str),
    reason: &str,
) -> Result<(), Error> {
    let mut violations = Vec::new();
    if !OrganisationDraft::FIELDS.contains(&field) {
        violations
            .push(Violation::new("correction-field", "Choisissez ce qui est à corriger.", "Choose what is to be corrected.").on("field"));
    } else if sheet.draft().get(field).trim() == proposed.trim() {
        violations.push(Violation::new("correction-same", "La fiche dit déjà cela.", "The sheet says this already.").on("proposed"));
    } else if let Err(problem) = with(transaction, sheet, field, proposed).await {
        let Error::Problem(problem) = problem else { return Err(problem) };
        violations.extend(problem.violations.into_iter().map(|violation| violation.on("proposed")));
    }
    violations.extend(reason_of(reason));
    if violations.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, violations).into()) }
}

/// What is wrong with the reason of a correction.
fn reason_of(reason: &str) -> Option<Violation> {
    let length = reason.trim().chars().count();
    (length == 0 || length > LONGEST).then(|| {
        Violation::new(
            "correction-reason",
            "Dites en une phrase d’où vient cette information\u{202f}: celui qui tient la fiche doit pouvoir la vérifier.",
            "Say in a sentence where this comes from: whoever keeps the sheet must be able to check it.",
        )
        .on("reason")
    })
}

/// The sheet with another text in a field.
async fn with(transaction: &Transaction, sheet: &Organisation, field: &str, text: &str) -> Result<Organisation, Error> {
    let mut draft = sheet.draft();
    draft.set(field, text);
    let sheet = filled(sheet.clone(), check_organisation(&draft)?);
    free(transaction, sheet.id, &sheet.identifiers).await?;
    Ok(sheet)
}

async fn apply(transaction: &Transaction, sheet: &Organisation, accepted: &Correction) -> Result<Organisation, Error> {
    let corrected = match accepted.site() {
        Some(change) => site::applied(transaction, sheet, change)?,
        None => touched(transaction, with(transaction, sheet, &accepted.field, &accepted.proposed).await?),
    };
    store::update(transaction, &corrected).await?;
    Ok(corrected)
}

fn open(correction: &Correction) -> Result<(), Problem> {
    if correction.state == CorrectionState::Open {
        return Ok(());
    }
    Err(Problem::one(
        Kind::Conflict,
        "correction-decided",
        "Cette correction a déjà reçu une réponse\u{202f}: relisez-la avant d’y revenir.",
        "This correction has been answered already: read the answer before coming back to it.",
    ))
}

fn answered(accepted: bool, answer: &str) -> Result<(), Problem> {
    let length = answer.trim().chars().count();
    if length <= LONGEST && (accepted || length > 0) {
        return Ok(());
    }
    Err(Problem::new(
        Kind::Invalid,
        vec![
            Violation::new(
                "correction-answer",
                "Dites en un mot pourquoi la fiche reste comme elle est\u{202f}: la personne qui a proposé la correction le lira.",
                "Say in a word why the sheet stays as it is: whoever proposed the correction will read it.",
            )
            .on("answer"),
        ],
    ))
}

fn no_correction() -> Problem {
    Problem::not_found("Cette correction n’existe pas.", "There is no such correction.")
}
