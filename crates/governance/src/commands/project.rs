//! What is done with projects.

pub(super) mod act;

use bassin_database::{Error, Record, Transaction, problem};
use bassin_kernel::{Kind, Problem, Scope, Viewer, Violation};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Body, Content, Governance, Listed, Listing, Project, ProjectDraft, ProjectFile, ProjectState, Reach, policy, rules,
    statute::{ProjectRule, Statutes},
    store,
};

impl Governance {
    /// The projects that the viewer may read and that answer what is asked, of a body when one is given.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn projects(&self, viewer: &Viewer, body: Option<Uuid>, asked: &Listing) -> Result<Listed<ProjectFile>, Problem> {
        let reach = Reach::of(viewer, &policy::PROJECT_READ);
        store::project::listed(self.database.read(), body, &reach, asked).await.map_err(problem)
    }

    /// A project that the viewer may read.
    ///
    /// # Errors
    /// There is none, or none that they may read.
    pub async fn project(&self, viewer: &Viewer, id: Uuid) -> Result<ProjectFile, Problem> {
        let file = store::project::by_id(self.database.read(), id).await.map_err(problem)?;
        file.filter(|file| may_read(viewer, file)).ok_or_else(no_project)
    }

    /// The version that took over from a project, if one did.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn next_version(&self, id: Uuid) -> Result<Option<Uuid>, Problem> {
        store::project::next(self.database.read(), id).await.map_err(problem)
    }

    /// Bodies by their identifiers, for those who read about a project.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn bodies_of(&self, ids: &[Uuid]) -> Result<Vec<Body>, Problem> {
        store::body::by_ids(self.database.read(), ids).await.map_err(problem)
    }

    /// The poles for which the viewer may write projects: those whose statute says what projects must be.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn project_poles(&self, viewer: &Viewer) -> Result<Vec<Body>, Problem> {
        let bodies = store::body::all(self.database.read()).await.map_err(problem)?;
        let may = |body: &Body| viewer.may(&policy::PROJECT_WRITE, &[Scope::Body(body.id)]);
        Ok(bodies.into_iter().filter(|body| rule_of(&self.statutes, body).is_some() && body.closed.is_none() && may(body)).collect())
    }

    /// The poles that may join a project: every one whose statute says what projects must be.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn poles(&self) -> Result<Vec<Body>, Problem> {
        let bodies = store::body::all(self.database.read()).await.map_err(problem)?;
        Ok(bodies.into_iter().filter(|body| rule_of(&self.statutes, body).is_some() && body.closed.is_none()).collect())
    }

    /// What the statute of a pole says of projects, in the version the pole was created under.
    #[must_use]
    pub fn project_rule(&self, pole: &Body) -> Option<&ProjectRule> {
        rule_of(&self.statutes, pole)
    }

    /// An identifier for what a form will create.
    #[must_use]
    pub fn fresh(&self) -> Uuid {
        self.database.ids().next()
    }

    /// Writes a project, or changes it while it is a draft.
    ///
    /// # Errors
    /// The viewer may not, the sheet makes no sense, or somebody else changed it meanwhile.
    pub async fn save_project(&self, viewer: &Viewer, draft: ProjectDraft) -> Result<ProjectFile, Problem> {
        let statutes = self.statutes.clone();
        let (who, today) = (viewer.clone(), self.today());
        self.database
            .write(viewer, |transaction| async move {
                let stored = store::project::by_id(&transaction, draft.id).await?;
                let rule = check_poles(&transaction, &statutes, &who, &draft.poles, stored.as_ref()).await?;
                let wrong = rules::project::readable(&draft.sheet, &rule, today);
                if !wrong.is_empty() {
                    return Err(Problem::new(Kind::Invalid, wrong).into());
                }
                match stored {
                    None => create(&transaction, draft).await,
                    Some(stored) if draft.revision.is_none() => Ok((stored, None)),
                    Some(stored) => change(&transaction, stored, draft).await,
                }
            })
            .await
    }

    /// A new version of a project that was returned or refused: the same sheet, to be mended, adopted and submitted again.
    ///
    /// # Errors
    /// The viewer may not, or the project is not one to mend.
    pub async fn rework_project(&self, viewer: &Viewer, id: Uuid, new: Uuid) -> Result<ProjectFile, Problem> {
        let who = viewer.clone();
        self.database
            .write(viewer, |transaction| async move {
                let file = store::project::by_id(&transaction, id).await?.ok_or_else(no_project)?;
                who.check(&policy::PROJECT_WRITE, &scopes(&file.project))?;
                if let Some(existing) = store::project::next(&transaction, id).await? {
                    let existing = store::project::by_id(&transaction, existing).await?.ok_or_else(no_project)?;
                    return Ok((existing, None));
                }
                if !rules::project::may_be_reworked(rules::project::derive(&file)) {
                    return Err(Problem::invalid(
                        "project-not-reworkable",
                        "Seul un projet renvoyé ou refusé donne lieu à une nouvelle version.",
                        "Only a project sent back or refused leads to a new version.",
                    )
                    .into());
                }
                let project = Project {
                    id: new,
                    previous: Some(id),
                    version: file.project.version + 1,
                    concerned: Vec::new(),
                    created_at: transaction.now(),
                    revision: 1,
                    ..file.project
                };
                store::project::insert(&transaction, &project).await?;
                let record =
                    Record::new("project.rework", "project", project.id.to_string()).summary(&project.sheet.title).after(json!(project));
                Ok((ProjectFile { project, adoptions: Vec::new(), events: Vec::new() }, Some(record)))
            })
            .await
    }
}

fn rule_of<'a>(statutes: &'a Statutes, body: &Body) -> Option<&'a ProjectRule> {
    statutes.version(&body.statute, body.statute_version)?.projects.as_ref()
}

/// Whether the viewer may read a project.
fn may_read(viewer: &Viewer, file: &ProjectFile) -> bool {
    rules::project::is_public(file) || viewer.may(&policy::PROJECT_READ, &reading(&file.project))
}

/// Where the roles of those who write a project are held: its poles and the organisation that leads it.
pub(crate) fn scopes(project: &Project) -> Vec<Scope> {
    let lead = project.sheet.lead.organisation.map(Scope::Organisation);
    poles(project).into_iter().chain(lead).collect()
}

fn poles(project: &Project) -> Vec<Scope> {
    project.poles.iter().copied().map(Scope::Body).collect()
}

fn reading(project: &Project) -> Vec<Scope> {
    scopes(project).into_iter().chain(project.concerned.iter().copied().map(Scope::Body)).collect()
}

pub(crate) fn no_project() -> Problem {
    Problem::not_found("Ce projet n’existe pas, ou n’est pas public.", "There is no such project, or it is not public.")
}

/// The poles exist, may carry projects, and the viewer may write for one of them at least: for those of the stored project as for those typed.
async fn check_poles(
    transaction: &Transaction,
    statutes: &Statutes,
    viewer: &Viewer,
    wanted: &[Uuid],
    stored: Option<&ProjectFile>,
) -> Result<ProjectRule, Error> {
    let held: Vec<Scope> = wanted.iter().copied().map(Scope::Body).collect();
    match stored {
        Some(file) => viewer.check(&policy::PROJECT_WRITE, &scopes(&file.project))?,
        None => viewer.check(&policy::PROJECT_WRITE, &held)?,
    }
    let mut rule: Option<ProjectRule> = None;
    for pole in wanted {
        let body = store::body::by_id(transaction, *pole).await?;
        let found = body.filter(|body| body.closed.is_none()).and_then(|body| rule_of(statutes, &body).cloned());
        rule = Some(found.ok_or_else(|| {
            no_pole("Une des instances choisies ne porte pas de projets.", "One of the bodies chosen carries no projects.")
        })?);
    }
    Ok(rule.ok_or_else(|| no_pole("Choisissez le pôle qui porte le projet.", "Choose the pole that carries the project."))?)
}

fn no_pole(fr: &str, en: &str) -> Problem {
    Problem::new(Kind::Invalid, vec![Violation::new("project-pole", fr, en).on("poles")])
}

async fn create(transaction: &Transaction, draft: ProjectDraft) -> Result<(ProjectFile, Option<Record>), Error> {
    let project = Project {
        id: draft.id,
        previous: None,
        version: 1,
        sheet: draft.sheet,
        poles: draft.poles,
        concerned: Vec::new(),
        content: Content::Own,
        created_at: transaction.now(),
        revision: 1,
    };
    store::project::insert(transaction, &project).await?;
    let record = Record::new("project.write", "project", project.id.to_string()).summary(&project.sheet.title).after(json!(project));
    Ok((ProjectFile { project, adoptions: Vec::new(), events: Vec::new() }, Some(record)))
}

async fn change(transaction: &Transaction, mut file: ProjectFile, draft: ProjectDraft) -> Result<(ProjectFile, Option<Record>), Error> {
    if rules::project::derive(&file) != ProjectState::Draft {
        return Err(Problem::invalid(
            "project-fixed",
            "Le projet a été adopté tel qu’il est : une fois renvoyé ou refusé, il donne lieu à une nouvelle version.",
            "The project was adopted as it is: once sent back or refused, it leads to a new version.",
        )
        .into());
    }
    if draft.revision != Some(file.project.revision) {
        return Err(Problem::one(
            Kind::Conflict,
            "project-stale",
            "Quelqu’un d’autre a modifié ce projet depuis que vous l’avez ouvert. Comparez, puis enregistrez de nouveau.",
            "Somebody else changed this project since you opened it. Compare, then save again.",
        )
        .into());
    }
    let before = json!(file.project);
    file.project.sheet = draft.sheet;
    file.project.poles = draft.poles;
    file.project.revision += 1;
    store::project::update(transaction, &file.project).await?;
    let record = Record::new("project.write", "project", file.project.id.to_string())
        .summary(&file.project.sheet.title)
        .before(before)
        .after(json!(file.project));
    Ok((file, Some(record)))
}

#[cfg(test)]
mod tests;
