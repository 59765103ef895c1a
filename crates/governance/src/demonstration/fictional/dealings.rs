//! What the pole of the set has to do with others: what it sends, the opinion it gives, its convention, its joint project, a practice.

use std::sync::Arc;

use bassin_kernel::{Day, Person, Problem, Viewer};
use chrono::Months;
use serde::Deserialize;
use uuid::Uuid;

use super::{SOURCE, Training, id};
use crate::{
    Body, ConventionDraft, ConventionKind, ConventionState, FollowUp, Listing, Mark, Nature, OpinionRequest, OpinionState, Partner,
    PartyWho, PracticeDraft, PracticeSheet, ProjectAct, ProjectDraft, ProjectFact, ProjectFile, ProjectSheet, Promise, Ruling, Side,
    Signatory, SigningManner, Subject, SubjectKind, TransmissionDraft, TransmissionPurpose, Verdict,
    rules::{convention::ConventionEvent, opinion::OpinionAct},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpinionWords {
    object: String,
    question: String,
    grounds: String,
    follow: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecommendationWords {
    title: String,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConventionWords {
    title: String,
    text: String,
    obligation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectWords {
    title: String,
    summary: String,
    need: String,
    link: String,
    nature: String,
    territory: String,
    expected: String,
    agreed: String,
    returned: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PracticeWords {
    title: String,
    description: String,
    public: String,
    theme: String,
    user: String,
}

impl Training<'_> {
    fn in_months(&self, months: u32) -> Day {
        self.today.checked_add_months(Months::new(months)).unwrap_or(self.today)
    }

    /// What both Instances do with what the pole has sent about something: they acknowledge it, and answer when words are given.
    pub(super) async fn answer(&self, subject: Subject, to: &str, words: &str) -> Result<(), Problem> {
        let body = self.room.body(&id(to).to_string()).await?;
        for sent in self.room.transmissions(self.viewer, &body, &Listing::default()).await?.0.items {
            if sent.to == body.id && sent.subject == Some(subject) && sent.acknowledged_on.is_none() {
                self.room.answer_transmission(self.viewer, sent.id, sent.revision, words.to_owned()).await?;
            }
        }
        Ok(())
    }

    /// The adopted decisions acknowledged, a recommendation sent up to one Instance, which has not answered yet.
    pub(super) async fn letters(&self, pole: &Body) -> Result<(), Problem> {
        for decision in ["cabine", "adoption"] {
            for instance in ["nord", "sud"] {
                self.answer(Subject { kind: SubjectKind::Decision, id: id(decision) }, instance, "").await?;
            }
        }
        let draft = TransmissionDraft {
            id: id("recommandation"),
            from: pole.id,
            to: Some(id("nord")),
            purpose: TransmissionPurpose::Recommendation,
            subject: None,
            title: self.words.recommendation.title.clone(),
            words: self.words.recommendation.words.clone(),
            due_on: None,
            forwards: None,
        };
        self.room.send_transmission(self.viewer, draft).await.map(drop)
    }

    /// An opinion that one Instance asked for, given and followed up.
    pub(super) async fn opinion(&self, pole: &Body) -> Result<(), Problem> {
        let words = &self.words.opinion;
        let request = OpinionRequest {
            id: id("avis"),
            body: pole.id,
            asked_by: Some(id("nord")),
            addressee: String::new(),
            subject: None,
            object: words.object.clone(),
            question: words.question.clone(),
            due_on: Some(self.in_months(1)),
        };
        let mut opinion = self.room.ask_opinion(self.viewer, request).await?;
        loop {
            let act = match opinion.state {
                OpinionState::Requested => OpinionAct::TakeUp,
                OpinionState::UnderExamination => OpinionAct::Give {
                    verdict: Some(Verdict::FavourableWithReservations),
                    grounds: words.grounds.clone(),
                    decision: None,
                    on_version: opinion.object_version,
                },
                OpinionState::Given => OpinionAct::Follow { follow_up: Some(FollowUp::Partly), words: words.follow.clone() },
                _ => return Ok(()),
            };
            opinion = self.room.act_on_opinion(self.viewer, opinion.id, opinion.revision, act).await?;
        }
    }

    /// A convention between the pole and a training centre, signed by each and in force.
    pub(super) async fn convention(&self, pole: &Body) -> Result<(), Problem> {
        let words = &self.words.convention;
        let draft = ConventionDraft {
            id: id("convention"),
            kind: ConventionKind::Partnership,
            title: words.title.clone(),
            text: words.text.clone(),
            reason: String::new(),
            starts_on: Some(self.today),
            ends_on: Some(self.in_months(24)),
            public: true,
            follows: None,
        };
        let convention = self.room.draft_convention(self.viewer, pole.id, draft).await?;
        if convention.state == ConventionState::Draft {
            let mut revision = convention.revision;
            for side in
                [self.side("pole", PartyWho::Body(pole.id), "farid"), self.side("centre", PartyWho::Organisation(id("centre")), "chloe")]
            {
                revision = self.room.keep_party(self.viewer, convention.id, revision, side).await?.revision;
            }
            let promise = Promise {
                id: id("convention/calendrier"),
                party: Some(id("convention/centre")),
                words: words.obligation.clone(),
                due_on: Some(self.in_months(6)),
            };
            self.room.add_obligation(self.viewer, convention.id, revision, promise).await?;
        }
        for (from, event) in [(ConventionState::Draft, ConventionEvent::Negotiate), (ConventionState::Negotiated, ConventionEvent::Lock)] {
            let known = self.room.convention(self.viewer, convention.id).await?.convention;
            if known.state == from {
                self.room.step_convention(self.viewer, known.id, known.revision, event, String::new(), true).await?;
            }
        }
        self.sign(convention.id).await
    }

    fn side(&self, key: &str, who: PartyWho, person: &str) -> Side {
        let capacity = if matches!(who, PartyWho::Body(_)) { "pôle de synergies" } else { "centre de formation" };
        let delegated = !matches!(who, PartyWho::Body(_));
        let signatory = Signatory {
            person: id(person),
            capacity: if delegated { "direction".to_owned() } else { "présidence".to_owned() },
            delegation: if delegated { "Délégation fictive, pour s’exercer".to_owned() } else { String::new() },
            delegation_until: delegated.then(|| self.in_months(24)),
        };
        let component = String::new();
        Side { id: id(&format!("convention/{key}")), who: Some(who), capacity: capacity.to_owned(), component, signatory: Some(signatory) }
    }

    async fn sign(&self, convention: Uuid) -> Result<(), Problem> {
        let file = self.room.convention(self.viewer, convention).await?;
        for party in file.convention.parties.iter().filter(|party| file.signature(party.id).is_none()) {
            let Some(signer) =
                self.words.people.iter().find(|person| party.signatory.as_ref().is_some_and(|one| one.person == id(&person.key)))
            else {
                continue;
            };
            let (person, name) = (id(&signer.key), format!("{} {}", signer.given_name, signer.family_name));
            let mark = Mark {
                party: party.id,
                manner: SigningManner::Typed,
                mark: name.clone(),
                consents: true,
                sha256: file.convention.sha256.clone(),
                on: None,
            };
            let grants = self.room.grants(person, self.today).await?;
            let signer = Viewer::Person(Arc::new(Person { account: person, person, name, grants }));
            self.room.sign_convention(&signer, convention, mark).await?;
        }
        Ok(())
    }

    /// The joint project, as the pole writes it.
    pub(super) async fn project_draft(&self, pole: &Body) -> Result<ProjectFile, Problem> {
        let words = &self.words.project;
        let partner = |key: &str, role: &str| {
            let known = self.words.organisations.iter().find(|organisation| organisation.key == key);
            let name = known.map(|organisation| organisation.name.clone()).unwrap_or_default();
            Partner { organisation: Some(id(key)), name, role: role.to_owned() }
        };
        let sheet = ProjectSheet {
            title: words.title.clone(),
            summary: words.summary.clone(),
            need: words.need.clone(),
            link: words.link.clone(),
            aspects: vec!["equipment".to_owned(), "trainers".to_owned()],
            natures: vec![Nature { code: "innovative".to_owned(), justification: words.nature.clone() }],
            publics: vec!["pupils".to_owned(), "job-seekers".to_owned()],
            lead: partner("centre", "Porte le projet"),
            partners: vec![partner("ecole", "Accueille la machine")],
            territory: words.territory.clone(),
            starts_on: Some(self.in_months(2)),
            ends_on: Some(self.in_months(26)),
            expected: words.expected.clone(),
            ..ProjectSheet::default()
        };
        self.room.save_project(self.viewer, ProjectDraft { id: id("projet"), revision: None, poles: vec![pole.id], sheet }).await
    }

    /// The project submitted to both Instances: one agrees, the other sends it back.
    pub(super) async fn project(&self) -> Result<(), Problem> {
        let (north, south) = (id("nord"), id("sud"));
        let words = &self.words.project;
        let acts = [
            ("projet/soumis", ProjectFact::Submitted, ""),
            ("projet/recevable", ProjectFact::Admitted { instance: north }, ""),
            ("projet/accord", ProjectFact::Judged { instance: north, verdict: Ruling::Agree }, words.agreed.as_str()),
            ("projet/renvoi", ProjectFact::Returned { instance: south }, words.returned.as_str()),
        ];
        for (key, fact, said) in acts {
            let act = ProjectAct { id: id(key), fact, on: None, act: "Acte fictif, pour s’exercer".to_owned(), words: said.to_owned() };
            self.room.act_on_project(self.viewer, id("projet"), act).await?;
        }
        Ok(())
    }

    pub(super) async fn practice(&self, pole: &Body) -> Result<(), Problem> {
        let words = &self.words.practice;
        let sheet = PracticeSheet {
            title: words.title.clone(),
            kind: "practice".to_owned(),
            description: words.description.clone(),
            public: words.public.clone(),
            theme: words.theme.clone(),
            user: words.user.clone(),
            contact: String::new(),
            source: SOURCE.to_owned(),
        };
        let draft = PracticeDraft { id: id("pratique"), revision: None, body: Some(pole.id), project: Some(id("projet")), sheet };
        let practice = self.room.save_practice(self.viewer, draft).await?;
        self.room.publish_practice(self.viewer, practice.id, true).await.map(drop)
    }
}
