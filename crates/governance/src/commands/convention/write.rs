//! Writing a convention, and leading it from draft to signature, then to its end.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Day, Kind, Problem, Scope, Viewer, Violation, day_of};
use serde_json::json;
use uuid::Uuid;

use super::file::{ConventionFile, no_convention};
use crate::{
    Convention, ConventionKind, ConventionState, Governance, Obligation, Party, PartyWho, Signatory, TextVersion, policy,
    rules::convention::{self, ConventionEvent},
    store,
};

/// What is typed of a convention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConventionDraft {
    /// The identifier made when the form was shown.
    pub id: Uuid,
    /// What kind.
    pub kind: ConventionKind,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Why the text changes, once it is negotiated.
    pub reason: String,
    /// First day.
    pub starts_on: Option<Day>,
    /// Last day.
    pub ends_on: Option<Day>,
    /// Whether anybody may read it once in force.
    pub public: bool,
    /// The convention it follows, and whether it renews it.
    pub follows: Option<(Uuid, bool)>,
}

/// A party to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The identifier made when the form was shown.
    pub id: Uuid,
    /// Who.
    pub who: Option<PartyWho>,
    /// In which capacity.
    pub capacity: String,
    /// The component it stands for.
    pub component: String,
    /// Who signs.
    pub signatory: Option<Signatory>,
}

/// Something promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The identifier made when the form was shown.
    pub id: Uuid,
    /// The party; none for all of them.
    pub party: Option<Uuid>,
    /// What.
    pub words: String,
    /// Until when.
    pub due_on: Option<Day>,
}

impl Governance {
    /// Writes a convention that a body carries. Sent twice, it is written once.
    ///
    /// # Errors
    /// The viewer may not, something is missing, or the store does not answer.
    pub async fn draft_convention(&self, viewer: &Viewer, body: Uuid, draft: ConventionDraft) -> Result<Convention, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::CONVENTION_RUN, &[Scope::Body(body)])?;
                if let Some(known) = store::convention::by_id(&transaction, draft.id).await? {
                    return Ok((known, None));
                }
                store::body::by_id(&transaction, body).await?.ok_or_else(no_convention)?;
                complete(&draft)?;
                let before = followed(&transaction, body, &draft).await?;
                let convention = Convention {
                    id: draft.id,
                    body,
                    kind: draft.kind,
                    title: draft.title.trim().to_owned(),
                    state: ConventionState::Draft,
                    version: 1,
                    starts_on: draft.starts_on,
                    ends_on: draft.ends_on,
                    public: draft.public,
                    sha256: String::new(),
                    parties: before.map(|before| before.parties).unwrap_or_default(),
                    obligations: Vec::new(),
                    follows: draft.follows.map(|(id, _)| id),
                    renews: draft.follows.is_some_and(|(_, renews)| renews),
                    followed_by: None,
                    reason: String::new(),
                    ended_on: None,
                    warned_on: None,
                    created_at: transaction.now(),
                    revision: 1,
                };
                store::convention::keep(&transaction, &convention).await?;
                keep_text(&transaction, &convention, draft.text, String::new()).await?;
                let record = Record::new("convention.draft", "convention", convention.id.to_string()).after(json!(convention));
                Ok((convention, Some(record.summary("a convention was drafted"))))
            })
            .await
    }

    /// Changes a convention that is being written; once it is negotiated, another text is another version.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, its text is locked, something is missing, or the store does not answer.
    pub async fn edit_convention(&self, viewer: &Viewer, revision: i64, draft: ConventionDraft) -> Result<Convention, Problem> {
        let id = draft.id;
        self.change_convention(viewer, id, revision, "edit", |file, transaction| {
            complete(&draft)?;
            let mut next = file.convention.clone();
            next.kind = draft.kind;
            next.title = draft.title.trim().to_owned();
            (next.starts_on, next.ends_on, next.public) = (draft.starts_on, draft.ends_on, draft.public);
            let mut text = None;
            if draft.text.trim() != file.text().trim() {
                let amends = next.state == ConventionState::Negotiated;
                next.version += u32::from(amends);
                let (of, number, at) = (next.id, next.version, transaction.now());
                let reason = if amends { draft.reason.clone() } else { String::new() };
                text = Some(TextVersion { of, number, text: draft.text.clone(), reason, at });
            }
            Ok((next, text))
        })
        .await
    }

    /// Adds a party, or replaces the one of this identifier.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, its text is locked, something is missing, or the store does not answer.
    pub async fn keep_party(&self, viewer: &Viewer, id: Uuid, revision: i64, side: Side) -> Result<Convention, Problem> {
        self.change_convention(viewer, id, revision, "party", |file, _| {
            let mut unmet = Vec::new();
            if side.who.is_none() {
                unmet.push(
                    Violation::new("party-who", "Choisissez une structure ou une instance.", "Choose an organisation or a body.").on("who"),
                );
            }
            if side.capacity.trim().is_empty() {
                unmet
                    .push(Violation::new("party-capacity", "Dites à quel titre elle est partie.", "Say in which capacity.").on("capacity"));
            }
            let Some(who) = side.who.filter(|_| unmet.is_empty()) else { return Err(Problem::new(Kind::Invalid, unmet)) };
            let party = Party {
                id: side.id,
                who,
                capacity: side.capacity.trim().to_owned(),
                component: side.component.clone(),
                signatory: side.signatory.clone(),
            };
            let mut next = file.convention.clone();
            match next.parties.iter_mut().find(|known| known.id == party.id) {
                Some(known) => *known = party,
                None => next.parties.push(party),
            }
            Ok((next, None))
        })
        .await
    }

    /// Takes a party out.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, its text is locked, or the store does not answer.
    pub async fn remove_party(&self, viewer: &Viewer, id: Uuid, revision: i64, party: Uuid) -> Result<Convention, Problem> {
        self.change_convention(viewer, id, revision, "party-remove", |file, _| {
            let mut next = file.convention.clone();
            next.parties.retain(|known| known.id != party);
            next.obligations.iter_mut().filter(|promise| promise.party == Some(party)).for_each(|promise| promise.party = None);
            Ok((next, None))
        })
        .await
    }

    /// Adds an obligation.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, its text is locked, something is missing, or the store does not answer.
    pub async fn add_obligation(&self, viewer: &Viewer, id: Uuid, revision: i64, promise: Promise) -> Result<Convention, Problem> {
        self.change_convention(viewer, id, revision, "obligation", |file, _| {
            if promise.words.trim().is_empty() {
                let (fr, en) = ("Dites à quoi la partie s’engage.", "Say what the party promises.");
                return Err(Problem::new(Kind::Invalid, vec![Violation::new("obligation-words", fr, en).on("words")]));
            }
            let mut next = file.convention.clone();
            if !next.obligations.iter().any(|known| known.id == promise.id) {
                let words = promise.words.trim().to_owned();
                next.obligations.push(Obligation {
                    id: promise.id,
                    party: promise.party,
                    words,
                    due_on: promise.due_on,
                    done_on: None,
                    reminded_on: None,
                });
            }
            Ok((next, None))
        })
        .await
    }

    /// Marks an obligation as done, or not done after all. It may be while the convention binds.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, there is no such obligation, or the store does not answer.
    pub async fn mark_obligation(&self, viewer: &Viewer, id: Uuid, revision: i64, obligation: Uuid) -> Result<Convention, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let file = self.opened(&transaction, viewer, id, revision).await?;
                let mut next = file.convention.clone();
                let found = next.obligations.iter_mut().find(|known| known.id == obligation);
                let Some(found) = found.filter(|_| file.convention.state.has_bound()) else {
                    return Err(Problem::new(Kind::Invalid, vec![locked()]).into());
                };
                found.done_on = if found.done_on.is_some() { None } else { Some(file.today) };
                kept(&transaction, &file.convention, next, "obligation-done").await
            })
            .await
    }

    /// Leads a convention one step further.
    ///
    /// # Errors
    /// The viewer may not, it has changed meanwhile, rules are not met (all of them are told), or the store does not answer.
    pub async fn step_convention(
        &self,
        viewer: &Viewer,
        id: Uuid,
        revision: i64,
        event: ConventionEvent,
        reason: String,
        previewed: bool,
    ) -> Result<Convention, Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let file = self.opened(&transaction, viewer, id, revision).await?;
                let rule = self.statute_of(&file.body)?.convention.clone();
                let mut unmet = said(event, &reason, previewed);
                let state = match convention::transition(&file.convention, event, &file.around(rule.as_ref()), file.today) {
                    Ok(state) => state,
                    Err(rules) => {
                        unmet.extend(rules);
                        file.convention.state
                    }
                };
                if !unmet.is_empty() {
                    return Err(Problem::new(Kind::Invalid, unmet).into());
                }
                let mut next = file.convention.clone();
                next.state = state;
                match event {
                    ConventionEvent::Lock => next.sha256 = convention::digest(&next, file.text()),
                    ConventionEvent::Unlock => (next.sha256, next.reason) = (String::new(), reason),
                    ConventionEvent::Terminate => (next.ended_on, next.reason) = (Some(file.today), reason),
                    ConventionEvent::Negotiate => {}
                }
                kept(&transaction, &file.convention, next, event.code()).await
            })
            .await
    }

    /// Changes what is written while it is.
    async fn change_convention<F>(&self, viewer: &Viewer, id: Uuid, revision: i64, action: &str, change: F) -> Result<Convention, Problem>
    where
        F: FnOnce(&ConventionFile, &Transaction) -> Result<(Convention, Option<TextVersion>), Problem>,
    {
        self.database
            .write(viewer, |transaction| async move {
                let file = self.opened(&transaction, viewer, id, revision).await?;
                if !file.convention.state.is_written() {
                    return Err(Problem::new(Kind::Invalid, vec![locked()]).into());
                }
                let (next, text) = change(&file, &transaction)?;
                if let Some(text) = text {
                    store::convention::keep_text(&transaction, &text).await?;
                }
                kept(&transaction, &file.convention, next, action).await
            })
            .await
    }

    /// The convention, for somebody who may write it and has seen its latest state.
    async fn opened(&self, transaction: &Transaction, viewer: &Viewer, id: Uuid, revision: i64) -> Result<ConventionFile, Error> {
        let file = self.convention_file(transaction, id, day_of(transaction.now())).await?;
        viewer.check(&policy::CONVENTION_RUN, &[Scope::Body(file.body.id)])?;
        if file.convention.revision != revision {
            return Err(Problem::one(
                Kind::Conflict,
                "changed-meanwhile",
                "Quelqu’un d’autre a modifié cette convention pendant que vous la lisiez : voyez où elle en est, puis recommencez.",
                "Somebody else has changed this convention while you were reading it: see where it stands, then try again.",
            )
            .into());
        }
        Ok(file)
    }
}

async fn kept(transaction: &Transaction, before: &Convention, mut next: Convention, action: &str) -> Result<(Convention, Record), Error> {
    next.revision += 1;
    store::convention::keep(transaction, &next).await?;
    let record = Record::new(format!("convention.{action}"), "convention", next.id.to_string());
    let summary = format!("a convention is now {}, version {}", next.state.code(), next.version);
    let record = record.before(json!(before)).after(json!(next)).summary(summary);
    Ok((next, record))
}

async fn keep_text(transaction: &Transaction, convention: &Convention, text: String, reason: String) -> Result<(), Error> {
    let version = TextVersion { of: convention.id, number: convention.version, text, reason, at: transaction.now() };
    Ok(store::convention::keep_text(transaction, &version).await?)
}

/// The convention that another follows: carried by the same body, and in force or just over.
async fn followed(transaction: &Transaction, body: Uuid, draft: &ConventionDraft) -> Result<Option<Convention>, Error> {
    let Some((id, _)) = draft.follows else { return Ok(None) };
    let found = store::convention::by_id(transaction, id).await?;
    let Some(found) = found.filter(|found| found.body == body && found.followed_by.is_none() && found.state.has_bound()) else {
        let (fr, en) = (
            "Seule une convention en vigueur ou échue, que rien n’a encore remplacée, se modifie par avenant ou se renouvelle.",
            "Only a convention in force or past, that nothing has taken the place of, is amended or renewed.",
        );
        return Err(Problem::new(Kind::Invalid, vec![Violation::new("convention-follows", fr, en)]).into());
    };
    Ok(Some(found))
}

fn complete(draft: &ConventionDraft) -> Result<(), Problem> {
    let mut unmet = Vec::new();
    if draft.title.trim().is_empty() {
        unmet.push(Violation::new("convention-title", "Donnez un titre.", "Give a title.").on("title"));
    }
    if draft.text.trim().is_empty() {
        unmet.push(Violation::new("convention-text", "Écrivez le texte.", "Write the text.").on("text"));
    }
    if let (Some(start), Some(end)) = (draft.starts_on, draft.ends_on)
        && end < start
    {
        let (fr, en) = ("Le dernier jour précède le premier.", "The last day comes before the first.");
        unmet.push(Violation::new("convention-reversed", fr, en).on("ends_on"));
    }
    if unmet.is_empty() { Ok(()) } else { Err(Problem::new(Kind::Invalid, unmet)) }
}

fn said(event: ConventionEvent, reason: &str, previewed: bool) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if matches!(event, ConventionEvent::Unlock | ConventionEvent::Terminate) && reason.trim().is_empty() {
        unmet.push(Violation::new("reason-missing", "Dites pourquoi.", "Say why.").on("reason"));
    }
    if event == ConventionEvent::Lock && !previewed {
        let (fr, en) = (
            "Relisez la convention telle qu’elle sera signée, puis cochez la case.",
            "Read the convention as it will be signed, then tick the box.",
        );
        unmet.push(Violation::new("convention-preview", fr, en).on("previewed"));
    }
    unmet
}

fn locked() -> Violation {
    Violation::new(
        "convention-locked",
        "Le texte est verrouillé : il ne se modifie plus que par un avenant.",
        "The text is locked: it is changed by an amendment only.",
    )
}
