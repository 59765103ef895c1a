//! A pole's life made up for training: invented bodies and people, labelled on every page, built by the very commands that people use, so that
//! every rule is met. Loading it again completes what is missing.

mod dealings;
mod meetings;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use bassin_database::{Record, problem};
use bassin_directory::{OrganisationDraft, PersonDraft, add_organisation, add_person, remove_fictional};
use bassin_kernel::{DateRange, Day, Kind, Problem, Scope, Viewer, Violation, day_of};
use chrono::Months;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use dealings::{ConventionWords, OpinionWords, PracticeWords, ProjectWords, RecommendationWords};
use meetings::{DecisionWords, MeetingWords};

use super::identifier;
use crate::{
    Body, BodyDraft, BodySheet, Content, Designation, EvaluationDraft, Founding, Function, Governance, SeatDraft, policy,
    rules::term::{Act, ActKind},
    store,
};

/// Where everything of the set comes from.
const SOURCE: &str = "Contenu fictif, pour s’exercer";
const TEXT: &str = include_str!("../../../../data/demonstration/fictional/pole.toml");

/// The words of the set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    themes: Vec<String>,
    organisations: Vec<OrganisationWords>,
    people: Vec<PersonWords>,
    instances: Vec<BodyWords>,
    pole: BodyWords,
    committee: BodyWords,
    incomplete: BodyWords,
    evaluation: EvaluationWords,
    meetings: Vec<MeetingWords>,
    decision: DecisionWords,
    opinion: OpinionWords,
    recommendation: RecommendationWords,
    convention: ConventionWords,
    project: ProjectWords,
    practice: PracticeWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationWords {
    key: String,
    name: String,
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonWords {
    key: String,
    /// The key of the organisation they sit for; empty for a resource person.
    #[serde(default)]
    organisation: String,
    given_name: String,
    family_name: String,
    expertise: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyWords {
    key: String,
    name: String,
    #[serde(default)]
    subject: String,
    mission: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvaluationWords {
    functioning: String,
    results: String,
    recommendations: String,
}

fn words() -> Result<Words, Problem> {
    toml::from_str(TEXT).map_err(|error| {
        let detail = error.message();
        Problem::new(Kind::Invalid, vec![Violation::new("demonstration-unreadable", detail, detail)])
    })
}

/// The identifier of something of the set.
fn id(key: &str) -> Uuid {
    identifier(&format!("fictional/{key}"))
}

impl Governance {
    /// Whether content made up for training is there: every page then says so.
    #[must_use]
    pub fn fictional(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.fictional)
    }

    /// Looks again whether content made up for training is there.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn refresh(&self) -> Result<(), Problem> {
        let bodies = store::body::all(self.database.read()).await.map_err(problem)?;
        self.fictional.store(bodies.iter().any(|body| body.content == Content::Fictional), Ordering::Relaxed);
        Ok(())
    }

    /// Loads a pole's life made up for training.
    ///
    /// # Errors
    /// The viewer may not, or the store does not answer.
    pub async fn load_fictional(&self, viewer: &Viewer) -> Result<u64, Problem> {
        viewer.check(&policy::BODY_FOUND, &[Scope::Platform])?;
        let training = Training::new(self, viewer)?;
        training.organisations().await?;
        training.people().await?;
        training.instances().await?;
        training.pole().await?;
        training.committee().await?;
        training.incomplete().await?;
        training.evaluation().await?;
        training.life().await?;
        self.refresh().await?;
        let bodies = store::body::all(self.database.read()).await.map_err(problem)?;
        let count = bodies.iter().filter(|body| body.content == Content::Fictional).count();
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// Removes it with all that was done in it, and says how many bodies there were.
    ///
    /// # Errors
    /// The viewer may not, a real body depends on one of these or has acts in common with them, or the store does not answer.
    pub async fn remove_fictional(&self, viewer: &Viewer) -> Result<u64, Problem> {
        viewer.check(&policy::BODY_FOUND, &[Scope::Platform])?;
        let words = words()?;
        let people: Vec<Uuid> = words.people.iter().map(|person| id(&person.key)).collect();
        let organisations: Vec<Uuid> = words.organisations.iter().map(|organisation| id(&organisation.key)).collect();
        let removed = self
            .database
            .write(viewer, |transaction| async move {
                let bodies = store::body::all(&transaction).await?;
                let ids: Vec<Uuid> = bodies.iter().filter(|body| body.content == Content::Fictional).map(|body| body.id).collect();
                let others = || bodies.iter().filter(|body| body.content != Content::Fictional);
                let mut hanging: Vec<Violation> =
                    others().filter(|body| body.parents.iter().any(|parent| ids.contains(parent))).map(super::hangs).collect();
                let tied = store::demonstration::tied(&transaction, &ids, &people).await?;
                hanging.extend(others().filter(|body| tied.contains(&body.id)).map(super::tied));
                if !hanging.is_empty() {
                    return Err(Problem::new(Kind::Conflict, hanging).into());
                }
                store::demonstration::delete_with_acts(&transaction, &ids).await?;
                remove_fictional(&transaction, &people, &organisations).await?;
                let removed = u64::try_from(ids.len()).unwrap_or(u64::MAX);
                let record = Record::new("demonstration.remove", super::KIND, "fictional").summary(format!("{removed} bodies"));
                Ok((removed, (removed > 0).then(|| record.before(json!(removed)))))
            })
            .await?;
        self.refresh().await?;
        Ok(removed)
    }
}

/// What is being built, and when.
struct Training<'a> {
    room: &'a Governance,
    viewer: &'a Viewer,
    words: Words,
    today: Day,
    /// The pole's term: it began thirty months ago, so that its evaluation is due.
    term: DateRange,
}

impl<'a> Training<'a> {
    fn new(room: &'a Governance, viewer: &'a Viewer) -> Result<Self, Problem> {
        let today = day_of(room.database.clock().now());
        let start = today.checked_sub_months(Months::new(30)).unwrap_or(today);
        Ok(Self { room, viewer, words: words()?, today, term: DateRange::months_from(start, 36) })
    }

    async fn organisations(&self) -> Result<(), Problem> {
        for words in &self.words.organisations {
            let key = id(&words.key);
            if self.room.directory.organisation(key).await?.is_some() {
                continue;
            }
            let (name, kind) = (words.name.clone(), words.kind.clone());
            let draft = OrganisationDraft { name, kind, source: SOURCE.to_owned(), ..OrganisationDraft::default() };
            self.room
                .database
                .write(self.viewer, |transaction| async move {
                    add_organisation(&transaction, key, &draft, Vec::new()).await?;
                    Ok(((), Record::new("organisation.add", "organisation", key.to_string())))
                })
                .await?;
        }
        Ok(())
    }

    async fn people(&self) -> Result<(), Problem> {
        for person in &self.words.people {
            let key = id(&person.key);
            if self.room.directory.person(key).await?.is_some() {
                continue;
            }
            let named = PersonDraft::named(key, person.given_name.clone(), person.family_name.clone());
            // A domain that cannot exist: those invited can be convened, and no letter leaves.
            let email = format!("{}@exemple.invalid", person.key);
            let draft = PersonDraft { email, expertise: person.expertise.clone(), fictional: true, ..named };
            self.room
                .database
                .write(self.viewer, |transaction| async move {
                    add_person(&transaction, draft).await?;
                    Ok(((), Record::new("person.add", "person", key.to_string())))
                })
                .await?;
        }
        Ok(())
    }

    fn draft(&self, words: &BodyWords, statute: &str, parents: &[&str]) -> BodyDraft {
        BodyDraft {
            id: id(&words.key),
            statute: statute.to_owned(),
            parents: parents.iter().map(|key| id(key)).collect(),
            name: words.name.clone(),
            subject_kind: if words.subject.is_empty() { String::new() } else { "sector".to_owned() },
            subject: words.subject.clone(),
            mission: words.mission.clone(),
            source: SOURCE.to_owned(),
            content: Some(Content::Fictional),
            secretary: Some(Founding { person: id("alix"), organisation: None }),
            seats: true,
            ..BodyDraft::default()
        }
    }

    async fn instances(&self) -> Result<(), Problem> {
        for instance in &self.words.instances {
            let body = self.room.create_body(self.viewer, self.draft(instance, "instance-bassin-efe", &[])).await?;
            if body.themes.is_empty() {
                let sheet = BodySheet {
                    name: body.name.clone(),
                    mission: body.mission.clone(),
                    source: body.source.clone(),
                    themes: self.words.themes.clone(),
                    ..BodySheet::default()
                };
                self.room.edit_body(self.viewer, body.id, body.revision, sheet).await?;
            }
        }
        Ok(())
    }

    /// The inter-basin pole: composed, recognised by both Instances, a member replaced on the way.
    async fn pole(&self) -> Result<(), Problem> {
        let draft = self.draft(&self.words.pole, "pole-synergies", &["nord", "sud"]);
        let term = (Some(self.term.first()), Some(self.term.last()));
        let pole = self.room.create_body(self.viewer, BodyDraft { term, ..draft }).await?;
        self.fill(&pole, "enterprise", "benoit", Function::Chair, self.term.first(), false).await?;
        self.fill(&pole, "training", "chloe", Function::Member, self.term.first(), false).await?;
        self.fill(&pole, "education", "driss", Function::Member, self.term.first(), false).await?;
        let second = SeatDraft {
            id: id("pole/second"),
            body: pole.id,
            component: "education".to_owned(),
            voice: None,
            title: String::new(),
            organisation: None,
            substitute_of: None,
            count: 1,
        };
        let second = self.room.add_seats(self.viewer, second).await?;
        if let Some(seat) = second.first() {
            self.designate(&pole, seat.id, "elise", Function::Member, self.term.first(), false).await?;
        }
        for instance in ["nord", "sud"] {
            self.decide(&pole, ActKind::Recognise, instance, self.term.first()).await?;
        }
        let replaced = self.today.checked_sub_months(Months::new(6)).unwrap_or(self.today);
        self.fill(&pole, "enterprise", "farid", Function::Chair, replaced, true).await
    }

    async fn committee(&self) -> Result<(), Problem> {
        let committee = self.room.create_body(self.viewer, self.draft(&self.words.committee, "comite-pilotage-pole", &["pole"])).await?;
        let holders = [
            ("employment", "farid", Function::Chair),
            ("training", "chloe", Function::Member),
            ("education", "driss", Function::Member),
            ("resource-persons", "gaelle", Function::Member),
        ];
        for (component, person, function) in holders {
            self.fill(&committee, component, person, function, self.term.first(), false).await?;
        }
        Ok(())
    }

    /// A pole that cannot be recognised: nobody sits for education.
    async fn incomplete(&self) -> Result<(), Problem> {
        let term = DateRange::months_from(self.today, 24);
        let draft = self.draft(&self.words.incomplete, "pole-synergies", &["nord"]);
        let pole = self.room.create_body(self.viewer, BodyDraft { term: (Some(term.first()), Some(term.last())), ..draft }).await?;
        self.fill(&pole, "enterprise", "benoit", Function::Member, self.term.first(), false).await?;
        self.fill(&pole, "training", "chloe", Function::Member, self.term.first(), false).await
    }

    /// The evaluation of the pole's term: submitted, validated by one Instance, awaited from the other.
    async fn evaluation(&self) -> Result<(), Problem> {
        let pole = self.room.body(&id("pole").to_string()).await?;
        let life = self.room.life(&pole).await?;
        let Some(term) = life.terms.first().filter(|term| life.evaluation(term.id).is_none()) else { return Ok(()) };
        let EvaluationWords { functioning, results, recommendations } = &self.words.evaluation;
        let draft = EvaluationDraft {
            id: id("evaluation"),
            term: term.id,
            functioning: functioning.clone(),
            results: results.clone(),
            recommendations: recommendations.clone(),
            advises_renewal: Some(true),
            revision: 0,
            submitted: true,
        };
        self.room.write_evaluation(self.viewer, draft).await?;
        self.decide(&pole, ActKind::Validate, "nord", self.today).await
    }

    /// What the pole does: it meets, decides, answers, promises, proposes.
    async fn life(&self) -> Result<(), Problem> {
        let pole = self.room.body(&id("pole").to_string()).await?;
        self.meetings(&pole).await?;
        self.letters(&pole).await?;
        self.opinion(&pole).await?;
        self.convention(&pole).await?;
        self.project().await?;
        self.practice(&pole).await
    }

    /// Puts somebody in the first seat of a component.
    async fn fill(&self, body: &Body, component: &str, person: &str, function: Function, from: Day, replaces: bool) -> Result<(), Problem> {
        let places = self.room.places(body, self.today).await?;
        let seat = places.iter().find(|place| place.seat.component == component && place.seat.substitute_of.is_none());
        let seat = seat.map(|place| place.seat.id).ok_or_else(|| Problem::not_found("Siège absent.", "No such seat."))?;
        self.designate(body, seat, person, function, from, replaces).await
    }

    async fn designate(&self, body: &Body, seat: Uuid, person: &str, function: Function, from: Day, replaces: bool) -> Result<(), Problem> {
        let designation = Designation {
            id: id(&format!("{}/{seat}/{person}", body.slug)),
            seat,
            person: Some(id(person)),
            organisation: self.organisation_of(person),
            function,
            starts_on: Some(from),
            ends_on: Some(self.term.last()),
            act: "Acte fictif, pour s’exercer".to_owned(),
            appointed: true,
        };
        self.room.designate(self.viewer, designation, replaces).await.map(drop)
    }

    fn organisation_of(&self, person: &str) -> Option<Uuid> {
        let known = self.words.people.iter().find(|words| words.key == person)?;
        (!known.organisation.is_empty()).then(|| id(&known.organisation))
    }

    async fn decide(&self, body: &Body, kind: ActKind, instance: &str, on: Day) -> Result<(), Problem> {
        let life = self.room.life(body).await?;
        let Some(term) = life.terms.first() else { return Ok(()) };
        let act = Act {
            id: id(&format!("{}/{kind:?}/{instance}", body.slug)),
            term: term.id,
            kind,
            by: Some(id(instance)),
            on,
            act: "Acte fictif, pour s’exercer".to_owned(),
            reason: String::new(),
        };
        self.room.decide_term(self.viewer, act, term.revision).await.map(drop)
    }
}
