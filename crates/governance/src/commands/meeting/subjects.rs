//! What a point of an agenda is about, when that is kept here: a decision, a project, an opinion, a convention of the body.

use bassin_kernel::{Problem, Viewer};
use uuid::Uuid;

use crate::rules::{meeting::Event, project};
use crate::{Body, Dossier, Governance, Listing, ProjectState, Subject, SubjectKind};

/// Something of a body that a point may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tied {
    /// What it is.
    pub subject: Subject,
    /// Its title.
    pub title: String,
    /// Whether something is still to be done with it.
    pub open: bool,
}

/// The kinds a point may be about.
const KINDS: [SubjectKind; 4] = [SubjectKind::Decision, SubjectKind::Project, SubjectKind::Opinion, SubjectKind::Convention];

impl Governance {
    /// The things of a body that a point of its agendas may be about, as far as the viewer may read them.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn subjects_of(&self, viewer: &Viewer, body: &Body) -> Result<Vec<Tied>, Problem> {
        self.subjects_among(viewer, body, &KINDS).await
    }

    /// What the points of a meeting are about, as far as the viewer may read it.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn subjects_at(&self, viewer: &Viewer, body: &Body, dossier: &Dossier) -> Result<Vec<Tied>, Problem> {
        let wanted: Vec<Subject> = dossier.items.iter().filter_map(|item| item.subject).collect();
        let kinds: Vec<SubjectKind> = KINDS.into_iter().filter(|kind| wanted.iter().any(|subject| subject.kind == *kind)).collect();
        let mut found = self.subjects_among(viewer, body, &kinds).await?;
        found.retain(|tied| wanted.contains(&tied.subject));
        Ok(found)
    }

    async fn subjects_among(&self, viewer: &Viewer, body: &Body, kinds: &[SubjectKind]) -> Result<Vec<Tied>, Problem> {
        let every = Listing::default();
        let mut found = Vec::new();
        let mut add = |kind: SubjectKind, id: Uuid, title: &str, open: bool| {
            found.push(Tied { subject: Subject { kind, id }, title: title.to_owned(), open });
        };
        for kind in kinds {
            match kind {
                SubjectKind::Decision => {
                    let all = self.decisions(viewer, body, &every).await?.items;
                    all.iter().for_each(|one| add(*kind, one.id, &one.title, !one.state.is_final()));
                }
                SubjectKind::Project => {
                    for file in self.projects(viewer, Some(body.id), &every).await?.items {
                        let ended = [ProjectState::Refused, ProjectState::Abandoned, ProjectState::Evaluated];
                        add(*kind, file.project.id, &file.project.sheet.title, !ended.contains(&project::derive(&file)));
                    }
                }
                SubjectKind::Opinion => {
                    let all = self.opinions(viewer, body, &every).await?.items;
                    all.iter().for_each(|one| add(*kind, one.id, &one.object, one.state.is_awaited()));
                }
                SubjectKind::Convention => {
                    let all = self.conventions(viewer, body, &every).await?.items;
                    let open = |one: &crate::Convention| !one.state.has_bound() || one.state == crate::ConventionState::InForce;
                    all.iter().for_each(|one| add(*kind, one.id, &one.title, open(one)));
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// Refuses to tie a point to what is not of the body, or not for the viewer to read.
    pub(super) async fn check_subject(&self, viewer: &Viewer, body: &Body, event: &Event) -> Result<(), Problem> {
        let (Event::AddItem(item) | Event::EditItem(item)) = event else { return Ok(()) };
        let Some(subject) = item.subject else { return Ok(()) };
        let known = self.subjects_among(viewer, body, &[subject.kind]).await?;
        if known.iter().any(|tied| tied.subject == subject) {
            return Ok(());
        }
        Err(Problem::one(
            bassin_kernel::Kind::Invalid,
            "meeting-subject",
            "Cet objet n’est pas de cette instance, ou n’existe plus\u{202f}: choisissez-le dans la liste.",
            "This is not of this body, or no longer exists: choose it in the list.",
        ))
    }
}
