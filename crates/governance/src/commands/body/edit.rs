//! Changing the sheet of a body, and closing it.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Day, Problem, Scope, Viewer, Violation};
use serde_json::json;
use uuid::Uuid;

use super::{find::no_body, fresh, required, unmet};
use crate::{Body, Closing, Governance, policy, store};

/// What is typed on the sheet of a body.
#[derive(Debug, Clone, Default)]
pub struct BodySheet {
    /// Its name.
    pub name: String,
    /// The perimeter.
    pub perimeter: String,
    /// What it is for.
    pub mission: String,
    /// Where that comes from.
    pub source: String,
    /// The common themes it has identified.
    pub themes: Vec<String>,
    /// The other body that it legally is.
    pub same_as: Option<Uuid>,
}

impl Governance {
    /// Changes the sheet of a body. What it is built around never changes: another subject is another body.
    ///
    /// # Errors
    /// The viewer may not, the form is stale, or every rule that is not met.
    pub async fn edit_body(&self, viewer: &Viewer, id: Uuid, revision: i64, sheet: BodySheet) -> Result<Body, Problem> {
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                let before = stored(&transaction, id).await?;
                viewer.check(&policy::BODY_EDIT, &room.wide_scopes(&before))?;
                fresh(before.revision, revision)?;
                let mut wrong: Vec<Violation> =
                    required(&sheet.name, "name", "Donnez un nom à l’instance.", "Give the body a name.").into_iter().collect();
                wrong.extend(room.unreadable(&sheet.perimeter));
                if let Some(other) = sheet.same_as
                    && (other == id || store::body::by_id(&transaction, other).await?.is_none())
                {
                    let violation =
                        Violation::new("same-unknown", "Choisissez une autre instance de la liste.", "Choose another body of the list.");
                    wrong.push(violation.on("same_as"));
                }
                if !wrong.is_empty() {
                    return Err(unmet(wrong).into());
                }
                let after = Body {
                    name: sheet.name.trim().to_owned(),
                    perimeter: sheet.perimeter.trim().to_owned(),
                    mission: sheet.mission.trim().to_owned(),
                    source: sheet.source.trim().to_owned(),
                    themes: sheet.themes.iter().map(|theme| theme.trim().to_owned()).filter(|theme| !theme.is_empty()).collect(),
                    same_as: sheet.same_as,
                    revision: before.revision + 1,
                    ..before.clone()
                };
                store::body::update(&transaction, &after).await?;
                let record = Record::new("body.edit", "body", id.to_string()).summary(&after.name);
                Ok((after.clone(), record.before(json!(before)).after(json!(after))))
            })
            .await
    }

    /// Closes a body: `on` is its last day.
    ///
    /// # Errors
    /// The viewer may not, the form is stale, or every rule that is not met.
    pub async fn close_body(&self, viewer: &Viewer, id: Uuid, revision: i64, on: Option<Day>, reason: &str) -> Result<Body, Problem> {
        let (room, reason) = (self.clone(), reason.trim().to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let before = stored(&transaction, id).await?;
                room.decides(viewer, &before, &policy::BODY_CLOSE)?;
                fresh(before.revision, revision)?;
                let mut wrong: Vec<Violation> =
                    required(&reason, "reason", "Dites pourquoi elle prend fin.", "Say why it ends.").into_iter().collect();
                if on.is_none() {
                    wrong.push(Violation::new("on-missing", "Donnez son dernier jour.", "Give its last day.").on("on"));
                }
                if before.closed.is_some() {
                    wrong.push(Violation::new("body-closed", "Cette instance est déjà close.", "This body is already closed."));
                }
                let (Some(on), true) = (on, wrong.is_empty()) else { return Err(unmet(wrong).into()) };
                let after = Body { closed: Some(Closing { on, reason }), revision: before.revision + 1, ..before.clone() };
                store::body::update(&transaction, &after).await?;
                let record = Record::new("body.close", "body", id.to_string()).summary(&after.name);
                Ok((after.clone(), record.before(json!(before)).after(json!(after))))
            })
            .await
    }

    /// Where the roles of a body or of those it depends on are held.
    pub(crate) fn wide_scopes(&self, body: &Body) -> Vec<Scope> {
        let mut scopes = self.scopes(body);
        scopes.extend(body.parents.iter().map(|parent| Scope::Body(*parent)));
        scopes
    }

    /// Whether the viewer decides in a body that this one depends on; on the platform for a body that depends on none.
    pub(super) fn decides(&self, viewer: &Viewer, body: &Body, permission: &bassin_kernel::Permission) -> Result<(), Problem> {
        if body.parents.is_empty() {
            return viewer.check(&policy::BODY_FOUND, &[Scope::Platform]);
        }
        viewer.check(permission, &self.parent_scopes(body))
    }
}

/// The body as stored.
pub(super) async fn stored(transaction: &Transaction, id: Uuid) -> Result<Body, Error> {
    store::body::by_id(transaction, id).await?.ok_or_else(|| no_body(&id.to_string()).into())
}
