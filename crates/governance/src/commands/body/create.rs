//! Founding a body that depends on none, and proposing one below others.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{DateRange, Day, Problem, Scope, Viewer, Violation, day_of, text};
use serde_json::json;
use uuid::Uuid;

use super::{mandate::no_person, required, unmet};
use crate::{
    Body, Content, Function, Governance, LONGEST_TERM, Mandate, MandateState, Seat, policy,
    rules::term::{self, Life},
    statute::{Statute, Voice},
    store,
};

/// The component of the seat of those who run a body, which no text counts.
pub(crate) const SECRETARIAT: &str = "secretariat";

/// What is typed to create a body.
#[derive(Debug, Clone, Default)]
pub struct BodyDraft {
    /// Its identifier, made when the form was shown.
    pub id: Uuid,
    /// Its statute.
    pub statute: String,
    /// The bodies it depends on.
    pub parents: Vec<Uuid>,
    /// Its name.
    pub name: String,
    /// What it is built around: a kind of the statute, and words.
    pub subject_kind: String,
    /// In words.
    pub subject: String,
    /// The perimeter, as an expression; empty for that of the bodies it depends on.
    pub perimeter: String,
    /// What it is for.
    pub mission: String,
    /// Where what is said of it comes from.
    pub source: String,
    /// Which set of content it belongs to.
    pub content: Option<Content>,
    /// First and last day of its first term.
    pub term: (Option<Day>, Option<Day>),
    /// Who runs it at first.
    pub secretary: Option<Founding>,
    /// Whether to create the seats its statute asks for.
    pub seats: bool,
}

/// Who runs a body at first.
#[derive(Debug, Clone, Copy)]
pub struct Founding {
    /// The person.
    pub person: Uuid,
    /// The organisation they belong to.
    pub organisation: Option<Uuid>,
}

/// What was found to be in order.
struct Checked {
    statute: Statute,
    parents: Vec<Body>,
    unmet: Vec<Violation>,
}

impl Governance {
    /// Creates a body: proposed below those it depends on, or founded when it depends on none. Sent twice, it is created once.
    ///
    /// # Errors
    /// The viewer may not; or every rule that is not met, with its article.
    pub async fn create_body(&self, viewer: &Viewer, draft: BodyDraft) -> Result<Body, Problem> {
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                if let Some(already) = store::body::by_id(&transaction, draft.id).await? {
                    return Ok((already, None));
                }
                let checked = room.checked(&transaction, &draft).await?;
                may_create(viewer, &checked)?;
                let body = room.add_body(&transaction, &draft, checked).await?;
                let action = if body.parents.is_empty() { "body.found" } else { "body.propose" };
                let record = Record::new(action, "body", body.id.to_string()).summary(&body.name).after(json!(body));
                Ok((body, Some(record)))
            })
            .await
    }

    async fn checked(&self, transaction: &Transaction, draft: &BodyDraft) -> Result<Checked, Error> {
        let Some(statute) = self.statutes.latest(&draft.statute).cloned() else {
            let violation = Violation::new("statute-unknown", "Choisissez le statut de l’instance.", "Choose the body’s statute.");
            return Err(unmet(vec![violation.on("statute")]).into());
        };
        let parents = store::body::by_ids(transaction, &draft.parents).await?;
        let mut unmet = dependence(&statute, draft, &parents);
        unmet.extend(required(&draft.name, "name", "Donnez un nom à l’instance.", "Give the body a name."));
        unmet.extend(subject(&statute, draft, &parents));
        unmet.extend(self.unreadable(&draft.perimeter));
        if let Some(secretary) = draft.secretary
            && bassin_directory::person_in(transaction, secretary.person).await?.is_none()
        {
            unmet.push(no_person("secretary"));
        }
        if parents.is_empty() && draft.secretary.is_none() {
            unmet.push(
                Violation::new(
                    "secretary-missing",
                    "Nommez qui tient le premier secrétariat : sans lui, personne ne pourrait composer ni réunir l’instance.",
                    "Name who runs the first secretariat: without them, nobody could compose or convene the body.",
                )
                .on("secretary"),
            );
        }
        Ok(Checked { statute, parents, unmet })
    }

    /// What is wrong with a perimeter, if it is given.
    pub(super) fn unreadable(&self, perimeter: &str) -> Vec<Violation> {
        if perimeter.trim().is_empty() {
            return Vec::new();
        }
        let wrong = self.territory.resolve(perimeter).err();
        wrong.into_iter().flat_map(|problem| problem.violations).map(|violation| violation.on("perimeter")).collect()
    }

    async fn add_body(&self, transaction: &Transaction, draft: &BodyDraft, checked: Checked) -> Result<Body, Error> {
        let Checked { statute, parents, unmet: mut wrong } = checked;
        let first = term_asked(&statute, draft, self.database.ids().next(), &mut wrong);
        if !wrong.is_empty() {
            return Err(unmet(wrong).into());
        }
        let body = Body {
            id: draft.id,
            slug: free_slug(transaction, &draft.name).await?,
            name: draft.name.trim().to_owned(),
            statute: statute.id.clone(),
            statute_version: statute.version,
            parents: parents.iter().map(|parent| parent.id).collect(),
            subject_kind: if draft.subject.trim().is_empty() { String::new() } else { draft.subject_kind.clone() },
            subject: draft.subject.trim().to_owned(),
            perimeter: draft.perimeter.trim().to_owned(),
            mission: draft.mission.trim().to_owned(),
            themes: Vec::new(),
            source: draft.source.trim().to_owned(),
            content: draft.content.unwrap_or(Content::Own),
            same_as: None,
            closed: None,
            revision: 1,
        };
        store::body::add(transaction, &body).await?;
        if let Some(term) = first {
            store::body::add_term(transaction, &term).await?;
        }
        if draft.seats {
            for seat in self.seats_asked(&statute, body.id, &[]) {
                store::body::add_seat(transaction, &seat).await?;
            }
        }
        if let Some(secretary) = draft.secretary {
            self.add_secretary(transaction, &statute, body.id, secretary).await?;
        }
        Ok(body)
    }

    async fn add_secretary(&self, transaction: &Transaction, statute: &Statute, body: Uuid, founding: Founding) -> Result<(), Error> {
        let seat = Seat {
            id: self.database.ids().next(),
            body,
            component: SECRETARIAT.to_owned(),
            voice: Voice::Observer,
            number: 1,
            title: String::new(),
            organisation: None,
            substitute_of: None,
            abolished_on: None,
        };
        let months = statute.mandate.as_ref().map_or(LONGEST_TERM, |rule| rule.months);
        let mandate = Mandate {
            id: self.database.ids().next(),
            seat: seat.id,
            person: founding.person,
            organisation: founding.organisation,
            function: Function::Secretary,
            period: DateRange::months_from(day_of(transaction.now()), months),
            ended_on: None,
            state: MandateState::Appointed,
            act: String::new(),
            ended_because: String::new(),
            revision: 1,
        };
        store::body::add_seat(transaction, &seat).await?;
        store::body::add_mandate(transaction, &mandate).await?;
        Ok(())
    }

    /// The seats that the statute asks for and that are not there yet: for each component, as many titular seats as its minimum, one at least.
    pub(super) fn seats_asked(&self, statute: &Statute, body: Uuid, there: &[Seat]) -> Vec<Seat> {
        let mut seats = Vec::new();
        for rule in &statute.composition {
            let same = || there.iter().filter(|seat| seat.component == rule.component);
            let existing = same().filter(|seat| seat.substitute_of.is_none() && seat.abolished_on.is_none()).count();
            let missing = usize::try_from(rule.min.max(1)).unwrap_or(1).saturating_sub(existing);
            let next = same().map(|seat| seat.number).max().unwrap_or_default() + 1;
            for number in (next..).take(missing) {
                seats.push(Seat {
                    id: self.database.ids().next(),
                    body,
                    component: rule.component.clone(),
                    voice: rule.voice,
                    number,
                    title: String::new(),
                    organisation: None,
                    substitute_of: None,
                    abolished_on: None,
                });
            }
        }
        seats
    }
}

/// Proposing asks for a seat in a body it would depend on. A body whose text sets no term is never recognised afterwards: those who decide in
/// every body it depends on create it.
fn may_create(viewer: &Viewer, checked: &Checked) -> Result<(), Problem> {
    if checked.parents.is_empty() {
        return viewer.check(&policy::BODY_FOUND, &[Scope::Platform]);
    }
    if checked.statute.term.is_none() {
        return checked.parents.iter().try_for_each(|parent| viewer.check(&policy::TERM_DECIDE, &[Scope::Body(parent.id)]));
    }
    let scopes: Vec<Scope> = checked.parents.iter().map(|parent| Scope::Body(parent.id)).collect();
    viewer.check(&policy::BODY_PROPOSE, &scopes)
}

fn dependence(statute: &Statute, draft: &BodyDraft, parents: &[Body]) -> Vec<Violation> {
    let mut unmet = Vec::new();
    let mut add = |code: &str, fr: String, en: String, source: &str| {
        unmet.push(Violation::new(code, fr, en).on("parents").sourced(source));
    };
    let purpose = statute.dependence.as_ref().unwrap_or(&statute.purpose);
    if parents.len() < draft.parents.len() {
        add(
            "parent-unknown",
            "Une des instances choisies n’existe plus.".into(),
            "One of the bodies chosen does not exist any more.".into(),
            &purpose.source,
        );
    }
    if draft.parents.is_empty() && !statute.parents.is_empty() {
        add(
            "parent-missing",
            format!("« {} » dépend d’une autre instance : choisissez laquelle.", statute.name.fr),
            format!("“{}” depends on another body: choose which.", statute.name.en),
            &purpose.source,
        );
    }
    for parent in parents.iter().filter(|parent| !statute.parents.contains(&parent.statute)) {
        add(
            "parent-kind",
            format!("« {} » ne dépend pas d’une instance comme « {} ».", statute.name.fr, parent.name),
            format!("“{}” does not depend on a body such as “{}”.", statute.name.en, parent.name),
            &purpose.source,
        );
    }
    for parent in parents.iter().filter(|parent| parent.closed.is_some()) {
        add("parent-closed", format!("« {} » est close.", parent.name), format!("“{}” is closed.", parent.name), &purpose.source);
    }
    if parents.len() > 1 && statute.several_parents.is_none() {
        add(
            "parent-several",
            format!("Le texte de « {} » ne prévoit qu’une instance de rattachement.", statute.name.fr),
            format!("The text of “{}” provides for one parent body only.", statute.name.en),
            &purpose.source,
        );
    }
    unmet
}

fn subject(statute: &Statute, draft: &BodyDraft, parents: &[Body]) -> Vec<Violation> {
    let Some(rule) = &statute.subject else { return Vec::new() };
    let mut unmet = Vec::new();
    let mut add = |code: &str, field: &str, fr: String, en: String| {
        unmet.push(Violation::new(code, fr, en).on(field).sourced(&rule.clause.source));
    };
    let sentence = &rule.clause.sentence;
    if !rule.kinds.contains(&draft.subject_kind) {
        add(
            "subject-kind",
            "subject_kind",
            format!("Dites autour de quoi elle se constitue. {}", sentence.fr),
            format!("Say what it is built around. {}", sentence.en),
        );
    }
    let wanted = text::fold(&draft.subject);
    if wanted.is_empty() {
        add(
            "subject-missing",
            "subject",
            format!("Nommez le secteur, la filière, le métier ou le thème. {}", sentence.fr),
            format!("Name the sector, branch, occupation or theme. {}", sentence.en),
        );
    } else if rule.common_theme && draft.subject_kind != "theme" {
        for parent in parents.iter().filter(|parent| parent.themes.iter().all(|theme| text::fold(theme) != wanted)) {
            add(
                "subject-not-common",
                "subject",
                format!(
                    "« {} » n’est pas parmi les thématiques communes de « {} » : elle les tient sur sa fiche. {}",
                    draft.subject.trim(),
                    parent.name,
                    sentence.fr
                ),
                format!(
                    "“{}” is not among the common themes of “{}”, which are kept on its sheet. {}",
                    draft.subject.trim(),
                    parent.name,
                    sentence.en
                ),
            );
        }
    }
    unmet
}

/// The first term, when the statute bounds the life of the body.
fn term_asked(statute: &Statute, draft: &BodyDraft, id: Uuid, wrong: &mut Vec<Violation>) -> Option<crate::Term> {
    let rule = statute.term.as_ref()?;
    let (Some(first), Some(last)) = draft.term else {
        wrong.push(
            Violation::new(
                "term-missing",
                format!("Donnez le premier et le dernier jour de la période. {}", rule.clause.sentence.fr),
                format!("Give the first and the last day of the term. {}", rule.clause.sentence.en),
            )
            .on("starts_on")
            .sourced(&rule.clause.source),
        );
        return None;
    };
    term::propose(&Life::default(), statute, id, draft.id, (first, last), &draft.source).map_err(|unmet| wrong.extend(unmet)).ok()
}

/// The name in addresses: that of the body, with a number when it is taken.
async fn free_slug(transaction: &Transaction, name: &str) -> Result<String, Error> {
    let wanted: String = text::slug(name).chars().take(80).collect();
    let wanted = if wanted.is_empty() { "instance".to_owned() } else { wanted };
    let mut slug = wanted.clone();
    let mut number = 2;
    while store::body::slug_taken(transaction, &slug).await? || slug.parse::<Uuid>().is_ok() || slug == "nouvelle" {
        slug = format!("{wanted}-{number}");
        number += 1;
    }
    Ok(slug)
}
