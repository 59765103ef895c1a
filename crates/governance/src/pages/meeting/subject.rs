//! What the points of an agenda are about, as links and as choices.

use bassin_kernel::Problem;
use bassin_web::{Link, Reader};

use crate::commands::{Sitting, Tied};
use crate::{Governance, Subject, SubjectKind};

/// The kind and the title of something, in words.
fn words(r: &Reader, tied: &Tied) -> String {
    let kind = r.t(match tied.subject.kind {
        SubjectKind::Decision => "meeting-subject-decision",
        SubjectKind::Opinion => "meeting-subject-opinion",
        SubjectKind::Convention => "meeting-subject-convention",
        _ => "meeting-subject-project",
    });
    r.t_with("meeting-subject-words", &[("kind", kind.into()), ("title", tied.title.as_str().into())])
}

/// Where something is shown.
pub(crate) fn address(subject: Subject) -> String {
    let folder = match subject.kind {
        SubjectKind::Decision => "decisions",
        SubjectKind::Opinion => "avis",
        SubjectKind::Convention => "conventions",
        _ => "projets",
    };
    format!("/{folder}/{}", subject.id)
}

/// What the points of a meeting are about, as far as the reader may know.
pub(super) struct Subjects(Vec<(Subject, Link)>);

impl Subjects {
    pub(super) async fn at(governance: &Governance, r: &Reader, sitting: &Sitting) -> Result<Self, Problem> {
        let found = governance.subjects_at(&r.viewer, &sitting.body, &sitting.dossier).await?;
        Ok(Self(found.iter().map(|tied| (tied.subject, Link::new(words(r, tied), address(tied.subject)))).collect()))
    }

    /// The link of an item; none when it is about nothing kept here, or nothing the reader may know of.
    pub(super) fn of(&self, subject: Option<Subject>) -> Option<Link> {
        self.0.iter().find(|(known, _)| Some(*known) == subject).map(|(_, link)| link.clone())
    }
}

/// How a form sends a subject.
pub(super) fn code(subject: Subject) -> String {
    let kind = serde_json::to_value(subject.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
    format!("{kind}:{}", subject.id)
}

/// What a form sent.
pub(super) fn read(text: &str) -> Option<Subject> {
    let (kind, id) = text.split_once(':')?;
    Some(Subject { kind: serde_json::from_value(kind.into()).ok()?, id: id.parse().ok()? })
}

/// What may be chosen: what is still open in the body, and what items are about already. Code, words.
pub(super) async fn choices(governance: &Governance, r: &Reader, sitting: &Sitting) -> Result<Vec<(String, String)>, Problem> {
    let mut found = governance.subjects_of(&r.viewer, &sitting.body).await?;
    found.retain(|tied| tied.open || sitting.dossier.items.iter().any(|item| item.subject == Some(tied.subject)));
    Ok(found.iter().map(|tied| (code(tied.subject), words(r, tied))).collect())
}
