//! Acts on projects: one command, whatever the act; who may depends on it.

use bassin_database::{Error, Record, Transaction, problem};
use bassin_kernel::{Day, Kind, Permission, Problem, Scope, Timestamp, Viewer, Violation, day_of};
use serde_json::json;
use uuid::Uuid;

use super::{no_project, rule_of, scopes};
use crate::{
    Body, Governance, Project, ProjectAct, ProjectEvent, ProjectFact, ProjectFile, ProjectState, Subject, SubjectKind, Transmission,
    TransmissionPurpose,
    commands::consultation::settle::{Settled, settle},
    policy, rules,
    store::{self, project::Surroundings},
};

/// Days an Instance has to answer when its text gives none.
const DAYS: u64 = 60;

impl Governance {
    /// Records an act on a project, if the viewer may and nothing stands in the way. Sent twice, it happens once.
    ///
    /// # Errors
    /// The viewer may not, or everything that stands in the way.
    pub async fn act_on_project(&self, viewer: &Viewer, project: Uuid, act: ProjectAct) -> Result<ProjectFile, Problem> {
        let (room, who) = (self.clone(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                let mut file = store::project::by_id(&transaction, project).await?.ok_or_else(no_project)?;
                let (permission, held) = right(&file.project, &act.fact);
                who.check(permission, &held)?;
                if file.events.iter().any(|event| event.id == act.id) {
                    return Ok((file, None));
                }
                let before = json!(rules::project::derive(&file));
                let today = day_of(transaction.now());
                let around = store::project::surroundings(&transaction, &involved(&file.project, &act.fact), today).await?;
                let mut unmet = room.stands_in_the_way(&around, &mut file, &act.fact, &act.words, today);
                unmet.extend(day_given(&act, today));
                if !unmet.is_empty() {
                    return Err(Problem::new(Kind::Invalid, unmet).into());
                }
                if act.fact == ProjectFact::Submitted {
                    for to in &file.project.concerned {
                        let letter = letter(&file.project, *to, room.database.ids().next(), transaction.now());
                        store::consultation::send(&transaction, &letter).await?;
                    }
                }
                append(&transaction, &mut file, act.clone(), today, &who).await?;
                answer(&transaction, &file, &act, today).await?;
                let record = Record::new(permission.action, "project", project.to_string())
                    .summary(&file.project.sheet.title)
                    .before(before)
                    .after(json!(rules::project::derive(&file)));
                Ok((file, Some(record)))
            })
            .await
    }

    /// What stands between a project and an act today, words apart; nothing when it may be done.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn unmet_for_project(&self, file: &ProjectFile, fact: &ProjectFact) -> Result<Vec<Violation>, Problem> {
        let today = self.today();
        let around = store::project::surroundings(self.database.read(), &involved(&file.project, fact), today).await.map_err(problem)?;
        Ok(self.stands_in_the_way(&around, &mut file.clone(), fact, "–", today))
    }

    /// All the rules an act does not meet. For a submission, writes the Instances concerned into the project.
    fn stands_in_the_way(
        &self,
        around: &Surroundings,
        file: &mut ProjectFile,
        fact: &ProjectFact,
        words: &str,
        today: Day,
    ) -> Vec<Violation> {
        let mut unmet = rules::project::unmet(file, fact, words);
        if *fact == ProjectFact::Submitted {
            file.project.concerned = concerned(&around.bodies, &file.project, &self.territory);
            unmet.extend(self.submission(around, &file.project, today));
        }
        if let Some(instance) = fact.instance() {
            unmet.extend((!self.is_in_force(around, instance, today)).then(|| {
                Violation::new(
                    "project-instance-term",
                    "L’instance n’est pas dans une période en cours : elle ne peut pas se prononcer.",
                    "The body is not within a term in force: it cannot decide.",
                )
            }));
        }
        unmet
    }

    fn submission(&self, around: &Surroundings, project: &Project, today: Day) -> Vec<Violation> {
        let in_force = project.poles.iter().all(|pole| self.is_in_force(around, *pole, today));
        let bodies = project.poles.iter().filter_map(|pole| around.bodies.iter().find(|body| body.id == *pole));
        let mut unmet: Vec<Violation> = Vec::new();
        for rule in bodies.filter_map(|body| rule_of(&self.statutes, body)) {
            let new = rules::project::submission(&project.sheet, rule, in_force, project.concerned.len());
            let new: Vec<Violation> = new.into_iter().filter(|violation| !unmet.contains(violation)).collect();
            unmet.extend(new);
        }
        unmet
    }

    /// Whether a body is within a term in force: one whose own term is over decides nothing; what it decided before stays.
    fn is_in_force(&self, around: &Surroundings, body: Uuid, today: Day) -> bool {
        around.bodies.iter().find(|found| found.id == body).is_some_and(|body| {
            let statute = self.statutes.version(&body.statute, body.statute_version);
            let term = around.terms.get(&body.id);
            statute.is_some_and(|statute| rules::term::standing(statute, body, term, Vec::new(), Vec::new(), today).is_in_force())
        })
    }
}

/// The bodies whose terms an act depends on.
fn involved(project: &Project, fact: &ProjectFact) -> Vec<Uuid> {
    match fact.instance() {
        Some(instance) => vec![instance],
        None if *fact == ProjectFact::Submitted => project.poles.clone(),
        None => Vec::new(),
    }
}

/// What an act needs, and where.
pub(crate) fn right(project: &Project, fact: &ProjectFact) -> (&'static Permission, Vec<Scope>) {
    if let Some(instance) = fact.instance() {
        return (&policy::PROJECT_DECIDE, vec![Scope::Body(instance)]);
    }
    match fact {
        ProjectFact::Submitted => (&policy::PROJECT_SUBMIT, project.poles.iter().copied().map(Scope::Body).collect()),
        _ => (&policy::PROJECT_WRITE, scopes(project)),
    }
}

async fn append(transaction: &Transaction, file: &mut ProjectFile, act: ProjectAct, today: Day, who: &Viewer) -> Result<(), Error> {
    let event = ProjectEvent {
        id: act.id,
        project: file.project.id,
        fact: act.fact,
        on: act.on.unwrap_or(today),
        act: act.act,
        words: act.words,
        at: transaction.now(),
        by: who.person().map(|person| person.person),
    };
    file.project.revision += 1;
    store::project::update(transaction, &file.project).await?;
    store::project::append(transaction, file, &event).await?;
    file.events.push(event);
    Ok(())
}

fn day_given(act: &ProjectAct, today: Day) -> Option<Violation> {
    act.on.is_some_and(|on| on > today).then(|| {
        Violation::new("project-act-day", "Un acte ne se date pas d’un jour à venir.", "An act cannot be dated from a day to come.")
            .on("on")
    })
}

/// The Instances whose agreement a project needs: those its poles depend on, and those of the same kind whose territory it touches.
fn concerned(bodies: &[Body], project: &Project, territory: &bassin_territory::Territory) -> Vec<Uuid> {
    let of = |id: &Uuid| bodies.iter().find(|body| body.id == *id);
    let parents: Vec<&Body> = project.poles.iter().filter_map(of).flat_map(|pole| pole.parents.iter().filter_map(of)).collect();
    let touched = territory.resolve(&project.sheet.territory).map(|perimeter| perimeter.rows).unwrap_or_default();
    let touches = |body: &Body| {
        let alike = body.parents.is_empty() && body.closed.is_none() && parents.iter().any(|parent| parent.statute == body.statute);
        alike && !body.perimeter.is_empty() && territory.resolve(&body.perimeter).is_ok_and(|area| !area.rows.is_disjoint(&touched))
    };
    bodies.iter().filter(|body| parents.iter().any(|parent| parent.id == body.id) || touches(body)).map(|body| body.id).collect()
}

fn letter(project: &Project, to: Uuid, id: Uuid, now: Timestamp) -> Transmission {
    let from = project.poles.first().copied().unwrap_or_default();
    let due_on = day_of(now) + chrono::Days::new(DAYS);
    let sent = Transmission::new(id, (from, to), TransmissionPurpose::Approval, project.sheet.title.clone(), due_on, now);
    Transmission { subject: Some(about(project.id)), words: project.sheet.summary.clone(), ..sent }
}

const fn about(project: Uuid) -> Subject {
    Subject { kind: SubjectKind::Project, id: project }
}

/// What an Instance does with a project answers what was sent to it; once the project is settled, nothing more is expected of the others.
async fn answer(transaction: &Transaction, file: &ProjectFile, act: &ProjectAct, today: Day) -> Result<(), Error> {
    let settled = !matches!(rules::project::derive(file), ProjectState::Submitted | ProjectState::Admissible);
    for sent in store::consultation::transmissions_about(transaction, about(file.project.id)).await? {
        if !sent.asks_to_judge() {
            continue;
        }
        match act.fact {
            ProjectFact::Admitted { instance } if instance == sent.to => settle(transaction, sent, Settled::Acknowledged, today).await?,
            ProjectFact::Judged { instance, .. } | ProjectFact::Returned { instance } if instance == sent.to => {
                let said: Vec<&str> = [act.act.trim(), act.words.trim()].into_iter().filter(|said| !said.is_empty()).collect();
                settle(transaction, sent, Settled::Answered(said.join("\n\n")), today).await?;
            }
            _ if settled => settle(transaction, sent, Settled::Closed, today).await?,
            _ => {}
        }
    }
    Ok(())
}
