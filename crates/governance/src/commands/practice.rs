//! What is done with the inventory of practices: any member proposes, the chair or the secretary of the body that keeps it publishes.

use bassin_database::{Error, Record, Transaction, problem};
use bassin_kernel::{Kind, Problem, Scope, Viewer, Violation, text};
use serde_json::json;
use uuid::Uuid;

use crate::{Body, Content, Governance, PRACTICE_KINDS, Practice, PracticeDraft, PracticeSheet, policy, store};

/// Which practices a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PracticeFilter {
    /// Words they hold.
    pub words: String,
    /// `practice` or `tool`.
    pub kind: String,
    /// What they are about.
    pub theme: String,
}

impl Governance {
    /// The practices of a list that the viewer may read, the latest first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn practices(&self, viewer: &Viewer, filter: &PracticeFilter) -> Result<Vec<Practice>, Problem> {
        let mut found = store::practice::search(self.database.read(), &text::fold(&filter.words)).await.map_err(problem)?;
        let theme = text::fold(&filter.theme);
        found.retain(|practice| {
            may_read(viewer, practice)
                && (filter.kind.is_empty() || practice.sheet.kind == filter.kind)
                && (theme.is_empty() || text::fold(&practice.sheet.theme) == theme)
        });
        Ok(found)
    }

    /// A practice that the viewer may read.
    ///
    /// # Errors
    /// There is none, or none that they may read.
    pub async fn practice(&self, viewer: &Viewer, id: Uuid) -> Result<Practice, Problem> {
        let found = store::practice::by_id(self.database.read(), id).await.map_err(problem)?;
        found.filter(|practice| may_read(viewer, practice)).ok_or_else(no_practice)
    }

    /// The bodies for which the viewer may propose a practice.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn practice_bodies(&self, viewer: &Viewer) -> Result<Vec<Body>, Problem> {
        let bodies = store::body::all(self.database.read()).await.map_err(problem)?;
        let may = |body: &Body| viewer.may(&policy::PRACTICE_WRITE, &[Scope::Body(body.id)]);
        Ok(bodies.into_iter().filter(|body| body.closed.is_none() && may(body)).collect())
    }

    /// Proposes a practice, or changes it: its author while it is not published, whoever publishes at any time.
    ///
    /// # Errors
    /// The viewer may not, something is missing, or somebody else changed it meanwhile.
    pub async fn save_practice(&self, viewer: &Viewer, draft: PracticeDraft) -> Result<Practice, Problem> {
        let who = viewer.clone();
        self.database
            .write(viewer, |transaction| async move {
                let stored = store::practice::by_id(&transaction, draft.id).await?;
                match stored {
                    Some(practice) if draft.revision.is_none() => {
                        check_change(&who, &practice)?;
                        Ok((practice, None))
                    }
                    Some(practice) => change(&transaction, &who, practice, draft).await,
                    None => propose(&transaction, &who, draft).await,
                }
            })
            .await
    }

    /// Publishes a practice, or withdraws it from the public.
    ///
    /// # Errors
    /// The viewer may not.
    pub async fn publish_practice(&self, viewer: &Viewer, id: Uuid, published: bool) -> Result<Practice, Problem> {
        let who = viewer.clone();
        self.database
            .write(viewer, |transaction| async move {
                let mut practice = store::practice::by_id(&transaction, id).await?.ok_or_else(no_practice)?;
                who.check(&policy::PRACTICE_PUBLISH, &[Scope::Body(practice.body)])?;
                if practice.published == published {
                    return Ok((practice, None));
                }
                practice.published = published;
                practice.revision += 1;
                store::practice::update(&transaction, &practice).await?;
                let action = if published { "practice.publish" } else { "practice.withdraw" };
                let record = Record::new(action, "practice", id.to_string()).summary(&practice.sheet.title).after(json!(practice));
                Ok((practice, Some(record)))
            })
            .await
    }
}

/// Whether the viewer may read it: anybody once it is published, members of the body before.
fn may_read(viewer: &Viewer, practice: &Practice) -> bool {
    practice.published || viewer.may(&policy::PRACTICE_WRITE, &[Scope::Body(practice.body)])
}

/// Whether the viewer may change it.
pub(crate) fn may_change(viewer: &Viewer, practice: &Practice) -> bool {
    check_change(viewer, practice).is_ok()
}

fn check_change(viewer: &Viewer, practice: &Practice) -> Result<(), Problem> {
    let held = [Scope::Body(practice.body)];
    let author = practice.author.is_some() && viewer.person().map(|person| person.person) == practice.author;
    if author && !practice.published {
        return viewer.check(&policy::PRACTICE_WRITE, &held);
    }
    viewer.check(&policy::PRACTICE_PUBLISH, &held)
}

fn no_practice() -> Problem {
    Problem::not_found("Cette pratique n’existe pas, ou n’est pas publiée.", "There is no such practice, or it is not published.")
}

fn missing(sheet: &PracticeSheet) -> Vec<Violation> {
    let fields = [
        ("title", &sheet.title, "Donnez un titre.", "Give a title."),
        ("description", &sheet.description, "Décrivez la pratique ou l’outil.", "Describe the practice or the tool."),
        ("user", &sheet.user, "Dites quelle structure l’utilise.", "Say which organisation uses it."),
    ];
    let empty = fields.into_iter().filter(|(_, text, ..)| text.trim().is_empty());
    let mut missing: Vec<Violation> = empty.map(|(field, _, fr, en)| Violation::new("practice-field-missing", fr, en).on(field)).collect();
    if !PRACTICE_KINDS.contains(&sheet.kind.as_str()) {
        missing.push(
            Violation::new("practice-kind", "Dites s’il s’agit d’une pratique ou d’un outil.", "Say whether it is a practice or a tool.")
                .on("kind"),
        );
    }
    missing
}

async fn propose(transaction: &Transaction, who: &Viewer, draft: PracticeDraft) -> Result<(Practice, Option<Record>), Error> {
    let mut unmet = missing(&draft.sheet);
    let body = match draft.body {
        Some(id) => store::body::by_id(transaction, id).await?,
        None => None,
    };
    let Some(body) = body.filter(|body| body.closed.is_none()) else {
        unmet.push(
            Violation::new("practice-body", "Choisissez l’instance qui tient l’inventaire.", "Choose the body that keeps the inventory.")
                .on("body"),
        );
        return Err(Problem::new(Kind::Invalid, unmet).into());
    };
    who.check(&policy::PRACTICE_WRITE, &[Scope::Body(body.id)])?;
    if !unmet.is_empty() {
        return Err(Problem::new(Kind::Invalid, unmet).into());
    }
    let practice = Practice {
        id: draft.id,
        body: body.id,
        sheet: draft.sheet,
        project: draft.project,
        published: false,
        author: who.person().map(|person| person.person),
        content: Content::Own,
        created_at: transaction.now(),
        revision: 1,
    };
    store::practice::insert(transaction, &practice).await?;
    let record = Record::new("practice.write", "practice", practice.id.to_string()).summary(&practice.sheet.title).after(json!(practice));
    Ok((practice, Some(record)))
}

async fn change(
    transaction: &Transaction,
    who: &Viewer,
    mut practice: Practice,
    draft: PracticeDraft,
) -> Result<(Practice, Option<Record>), Error> {
    check_change(who, &practice)?;
    let unmet = missing(&draft.sheet);
    if !unmet.is_empty() {
        return Err(Problem::new(Kind::Invalid, unmet).into());
    }
    if draft.revision != Some(practice.revision) {
        return Err(Problem::one(
            Kind::Conflict,
            "practice-stale",
            "Quelqu’un d’autre a modifié cette fiche depuis que vous l’avez ouverte. Comparez, puis enregistrez de nouveau.",
            "Somebody else changed this sheet since you opened it. Compare, then save again.",
        )
        .into());
    }
    let before = json!(practice);
    practice.sheet = draft.sheet;
    practice.revision += 1;
    store::practice::update(transaction, &practice).await?;
    let record = Record::new("practice.write", "practice", practice.id.to_string())
        .summary(&practice.sheet.title)
        .before(before)
        .after(json!(practice));
    Ok((practice, Some(record)))
}
