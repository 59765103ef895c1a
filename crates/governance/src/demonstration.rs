//! The bodies that the policy documents describe, as data: loaded at a first start, labelled, removable.
//!
//! Nothing is invented. Seats are those the texts name, without anybody in them; a body whose text gives no day has no dated term; an
//! establishment the text does not name is told in words, not made into an organisation.

mod data;
mod fictional;

use bassin_database::{Error, Record, Transaction, journal, problem};
use bassin_kernel::{Kind, Problem, Scope, Viewer, Violation};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Body, Content, Governance, Seat, policy,
    statute::{Statute, Voice},
    store,
};

pub(crate) use data::{SeatSheet, Sheet, identifier, sheets};

/// What the journal calls a set of content.
const KIND: &str = "demonstration";

impl Governance {
    /// Loads the demonstration at the first start of an installation: when it was never loaded, and no body was created.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn first_start(&self) -> Result<u64, Problem> {
        let page = journal::Page { object_kind: Some(KIND.to_owned()), limit: 1, ..journal::Page::default() };
        let known = !journal::list(&self.database, &page).await?.is_empty();
        if known || !store::body::all(self.database.read()).await.map_err(problem)?.is_empty() {
            return Ok(0);
        }
        self.load_demonstration(&Viewer::System).await
    }

    /// Loads the bodies of the policy documents that are not there yet, and says how many.
    ///
    /// # Errors
    /// The viewer may not, or the store does not answer.
    pub async fn load_demonstration(&self, viewer: &Viewer) -> Result<u64, Problem> {
        viewer.check(&policy::BODY_FOUND, &[Scope::Platform])?;
        let room = self.clone();
        self.database
            .write(viewer, |transaction| async move {
                let mut added = 0;
                for sheet in sheets()? {
                    added += u64::from(room.add_sheet(&transaction, &sheet).await?);
                }
                let record = Record::new("demonstration.load", KIND, "documents").summary(format!("{added} bodies")).after(json!(added));
                Ok((added, (added > 0).then_some(record)))
            })
            .await
    }

    /// Removes the bodies of the policy documents with their seats, and says how many there were.
    ///
    /// # Errors
    /// The viewer may not; or people have worked in some of these bodies, or hung bodies of their own below them: which ones.
    pub async fn remove_demonstration(&self, viewer: &Viewer) -> Result<u64, Problem> {
        viewer.check(&policy::BODY_FOUND, &[Scope::Platform])?;
        self.database
            .write(viewer, |transaction| async move {
                let bodies = store::body::all(&transaction).await?;
                let set: Vec<&Body> = bodies.iter().filter(|body| body.content == Content::Demonstration).collect();
                let ids: Vec<Uuid> = set.iter().map(|body| body.id).collect();
                let used = store::demonstration::in_use(&transaction, &ids).await?;
                let mut kept: Vec<Violation> = set.iter().filter(|body| used.contains(&body.id)).map(|body| worked_in(body)).collect();
                let others = bodies.iter().filter(|body| body.content != Content::Demonstration);
                kept.extend(others.filter(|body| body.parents.iter().any(|parent| ids.contains(parent))).map(hangs));
                if !kept.is_empty() {
                    return Err(Problem::new(Kind::Conflict, kept).into());
                }
                store::demonstration::delete(&transaction, &ids).await?;
                let removed = u64::try_from(ids.len()).unwrap_or(u64::MAX);
                let record =
                    Record::new("demonstration.remove", KIND, "documents").summary(format!("{removed} bodies")).before(json!(removed));
                Ok((removed, (removed > 0).then_some(record)))
            })
            .await
    }

    async fn add_sheet(&self, transaction: &Transaction, sheet: &Sheet) -> Result<bool, Error> {
        let id = identifier(&sheet.key);
        let Some(statute) = self.statutes.latest(&sheet.statute) else { return Ok(false) };
        if store::body::by_id(transaction, id).await?.is_some() {
            return Ok(false);
        }
        let body = Body { slug: self.slug(transaction, &sheet.name).await?, ..sheet.body(id, statute) };
        store::body::add(transaction, &body).await?;
        for seat in self.seats_of(sheet, statute, id) {
            store::body::add_seat(transaction, &seat).await?;
        }
        Ok(true)
    }

    async fn slug(&self, transaction: &Transaction, name: &str) -> Result<String, Error> {
        let slug: String = bassin_kernel::text::slug(name).chars().take(80).collect();
        let taken = store::body::slug_taken(transaction, &slug).await?;
        Ok(if taken { format!("{slug}-{}", &self.database.ids().next().to_string()[..8]) } else { slug })
    }

    /// The seats the text names; when it names none, one for each component.
    fn seats_of(&self, sheet: &Sheet, statute: &Statute, body: Uuid) -> Vec<Seat> {
        let one_each = || statute.composition.iter().map(|rule| SeatSheet::of(&rule.component)).collect();
        let wanted: Vec<SeatSheet> = if sheet.seats.is_empty() { one_each() } else { sheet.seats.clone() };
        let mut seats: Vec<Seat> = Vec::new();
        for asked in wanted {
            let same: Vec<&Seat> = seats.iter().filter(|seat| seat.component == asked.component).collect();
            let titulars = same.iter().filter(|seat| seat.substitute_of.is_none());
            let substitutes = same.len() - titulars.clone().count();
            let substitute_of = if asked.substitute { titulars.clone().nth(substitutes).map(|seat| seat.id) } else { None };
            let voice =
                statute.composition.iter().find(|rule| rule.component == asked.component).map_or(Voice::Deliberative, |rule| rule.voice);
            let number = u32::try_from(same.len()).unwrap_or(u32::MAX).saturating_add(1);
            seats.push(Seat {
                id: self.database.ids().next(),
                body,
                component: asked.component,
                voice,
                number,
                title: asked.title,
                organisation: None,
                substitute_of,
                abolished_on: None,
            });
        }
        seats
    }
}

fn worked_in(body: &Body) -> Violation {
    Violation::new(
        "demonstration-used",
        format!(
            "On a travaillé dans « {} » depuis son chargement : mandats, périodes, réunions ou actes seraient perdus. Rien n’a été supprimé ; fermez plutôt cette instance, ou retirez ce qui y a été fait.",
            body.name
        ),
        format!(
            "People have worked in “{}” since it was loaded: mandates, terms, meetings or acts would be lost. Nothing was removed; close this body instead, or withdraw what was done there.",
            body.name
        ),
    )
}

fn hangs(body: &Body) -> Violation {
    Violation::new(
        "demonstration-parent",
        format!(
            "« {} » dépend d’une instance de démonstration. Rien n’a été supprimé : rattachez-la ailleurs ou fermez-la d’abord.",
            body.name
        ),
        format!("“{}” depends on a demonstration body. Nothing was removed: attach it elsewhere or close it first.", body.name),
    )
}

fn tied(body: &Body) -> Violation {
    Violation::new(
        "demonstration-tied",
        format!(
            "« {} » a des actes en commun avec le contenu fictif : mandat d’une personne fictive, transmission, avis, convention ou projet. Rien n’a été supprimé, car ces actes seraient perdus.",
            body.name
        ),
        format!(
            "“{}” has acts in common with made-up content: a mandate of a made-up person, a transmission, an opinion, a convention or a project. Nothing was removed, for they would be lost.",
            body.name
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bassin_directory::Directory;
    use bassin_documents::{Document, Printer};
    use bassin_kernel::{Day, Kind, Problem, Viewer, day_of};
    use bassin_testkit::{Migrations, Store, on_each_engine};

    use sea_orm::{ConnectionTrait, Statement};

    use super::*;
    use crate::{
        BodyDraft, Content, ConventionState, DecisionState, Founding, Governance, MeetingState, OpinionState, PracticeDraft, PracticeSheet,
        ProjectFact, ProjectState, Ruling, Stand, Term, TermPeriod, TermState, TransmissionDraft, TransmissionPurpose, TransmissionState,
        rules::{
            self,
            term::{Act, ActKind},
        },
        store,
    };

    fn migrations() -> Migrations {
        let mut all = bassin_territory::migrations();
        all.extend(bassin_directory::migrations());
        all.extend(bassin_mail::migrations());
        all.extend(crate::migrations());
        all
    }

    struct NoPrinter;

    impl Printer for NoPrinter {
        fn pdf(&self, _: &Document) -> Result<Vec<u8>, Problem> {
            Ok(Vec::new())
        }
    }

    async fn governance(store: &Store) -> Governance {
        let data = store.directory().to_path_buf();
        let database = store.again().await.unwrap();
        let territory = bassin_territory::Territory::open(database.clone(), &data).await.unwrap();
        let directory = Directory::open(database.clone(), territory.clone(), &data);
        Governance::open(database, directory, territory, Arc::new(NoPrinter), &data).unwrap()
    }

    fn operator() -> Viewer {
        Viewer::Operator("essai".to_owned())
    }

    #[tokio::test]
    async fn it_is_loaded_once_at_the_first_start_and_stays_away_once_removed() {
        on_each_engine(migrations, |store| async move {
            let room = governance(&store).await;
            assert_eq!(room.first_start().await.unwrap(), 62);
            assert_eq!(room.first_start().await.unwrap(), 0);
            assert_eq!(room.load_demonstration(&operator()).await.unwrap(), 0, "nothing is loaded twice");

            let pole = room.body("pole-de-synergies-competences-de-base").await.unwrap();
            assert_eq!((pole.content, pole.subject.as_str()), (Content::Demonstration, "Compétences de base"));
            assert_eq!(room.parents(&pole).await.unwrap()[0].name, "Instance Bassin EFE Hainaut-Centre");
            assert!(store::body::terms(room.database.read(), pole.id).await.unwrap().is_empty(), "the text gives no day");
            let today = day_of(room.database.clock().now());
            let places = room.places(&pole, today).await.unwrap();
            assert_eq!(
                places.iter().map(|place| place.seat.component.as_str()).collect::<Vec<_>>(),
                ["education", "enterprise", "training"]
            );
            assert!(places.iter().all(|place| place.holder.is_none()), "no text names anybody");
            let cprfp = room.places(&room.body(&identifier("cprfp").to_string()).await.unwrap(), today).await.unwrap();
            assert_eq!((cprfp.len(), cprfp.iter().filter(|place| place.seat.substitute_of.is_some()).count()), (9, 2));
            assert_eq!(room.governed_by("ctdc").await.unwrap().len(), 12);
            for body in store::body::all(room.database.read()).await.unwrap() {
                assert!(body.perimeter.is_empty() || room.territory.resolve(&body.perimeter).is_ok(), "{}: {}", body.name, body.perimeter);
            }

            assert_eq!(room.remove_demonstration(&operator()).await.unwrap(), 62);
            assert!(store::body::all(room.database.read()).await.unwrap().is_empty());
            assert_eq!(room.first_start().await.unwrap(), 0, "what was removed does not come back by itself");
            assert_eq!(room.load_demonstration(&operator()).await.unwrap(), 62);
            assert_eq!(room.remove_demonstration(&Viewer::Anonymous).await.unwrap_err().kind, Kind::Forbidden);
        })
        .await;
    }

    #[tokio::test]
    async fn what_people_did_is_never_removed_with_it() {
        on_each_engine(migrations, |store| async move {
            let room = governance(&store).await;
            room.load_demonstration(&operator()).await.unwrap();
            let pole = room.body("pole-de-synergies-competences-de-base").await.unwrap();
            let days: [Day; 2] = ["2026-01-01".parse().unwrap(), "2028-12-31".parse().unwrap()];
            let period = TermPeriod::new(days[0], days[1], 36).unwrap();
            let term = Term {
                id: identifier("essai"),
                body: pole.id,
                number: 1,
                period,
                state: TermState::Proposed,
                act: String::new(),
                revision: 1,
            };
            room.database
                .write(&operator(), |transaction| async move {
                    store::body::add_term(&transaction, &term).await?;
                    Ok(((), bassin_database::Record::new("term.propose", "term", term.id.to_string())))
                })
                .await
                .unwrap();
            let own = BodyDraft {
                id: identifier("own"),
                statute: "chambre-enseignement".to_owned(),
                parents: vec![identifier("instance-hainaut-centre")],
                name: "Chambre à nous".to_owned(),
                secretary: None::<Founding>,
                ..BodyDraft::default()
            };
            room.create_body(&operator(), own).await.unwrap();
            let sheet = PracticeSheet {
                title: "Calendrier".to_owned(),
                kind: "practice".to_owned(),
                description: "Partagé.".to_owned(),
                user: "Un centre".to_owned(),
                ..PracticeSheet::default()
            };
            let practice =
                PracticeDraft { id: identifier("practice"), revision: None, body: Some(identifier("cprfp")), project: None, sheet };
            room.save_practice(&operator(), practice).await.unwrap();
            let refused = room.remove_demonstration(&operator()).await.unwrap_err();
            assert_eq!(refused.kind, Kind::Conflict);
            let codes: Vec<&str> = refused.violations.iter().map(|violation| violation.code.as_str()).collect();
            assert_eq!(codes, ["demonstration-used", "demonstration-used", "demonstration-parent"]);
            assert_eq!(store::body::all(room.database.read()).await.unwrap().len(), 63, "nothing was removed");
        })
        .await;
    }

    #[tokio::test]
    async fn a_poles_life_made_up_for_training_follows_every_rule_and_goes_whole() {
        on_each_engine(migrations, |store| async move {
            let room = governance(&store).await;
            let today = day_of(room.database.clock().now());
            assert_eq!(room.load_fictional(&operator()).await.unwrap(), 5);
            assert_eq!(room.load_fictional(&operator()).await.unwrap(), 5, "loading again completes, and repeats nothing");
            assert!(room.fictional().load(std::sync::atomic::Ordering::Relaxed), "every page says so");

            let pole = room.body(&identifier("fictional/pole").to_string()).await.unwrap();
            assert_eq!((pole.content, pole.parents.len()), (Content::Fictional, 2));
            let life = room.life(&pole).await.unwrap();
            assert_eq!(life.terms[0].state, TermState::Recognised, "both Instances recognised it; one has yet to validate its evaluation");
            assert!(life.evaluations[0].submitted_at.is_some() && life.evaluations[0].validated_at.is_none());
            let held = room.places(&pole, today).await.unwrap();
            assert!(held.iter().filter(|place| place.seat.component != "secretariat").all(|place| place.holder.is_some()), "{held:?}");

            what_anybody_sees_of_it(&room, &pole).await;
            assert_eq!(
                bassin_mail::letters(&store, &bassin_mail::Filter::default()).await.unwrap().total,
                0,
                "nobody invented is written to"
            );

            let incomplete = room.body(&identifier("fictional/incomplet").to_string()).await.unwrap();
            let term = room.life(&incomplete).await.unwrap().terms.remove(0);
            let act = Act {
                id: identifier("try"),
                term: term.id,
                kind: ActKind::Recognise,
                by: Some(identifier("fictional/nord")),
                on: today,
                act: "Essai".to_owned(),
                reason: String::new(),
            };
            let refused = room.decide_term(&operator(), act, term.revision).await.unwrap_err();
            assert!(
                refused.violations.iter().any(|violation| violation.source.as_deref().is_some_and(|source| source.contains("art. 18")))
            );

            assert_eq!(room.remove_fictional(&operator()).await.unwrap(), 5);
            assert!(!room.fictional().load(std::sync::atomic::Ordering::Relaxed));
            assert!(room.directory.person(identifier("fictional/alix")).await.unwrap().is_none(), "nobody invented stays in the directory");
            for table in TABLES {
                assert_eq!(rows(&room, table).await, 0, "{table} keeps something");
            }
            assert_eq!(room.load_fictional(&operator()).await.unwrap(), 5);
        })
        .await;
    }

    const TABLES: [&str; 23] = [
        "body",
        "body_parent",
        "body_term",
        "term_decision",
        "evaluation",
        "seat",
        "mandate",
        "meeting",
        "meeting_item",
        "meeting_invitation",
        "meeting_attendance",
        "meeting_minutes",
        "decision",
        "decision_text",
        "decision_position",
        "decision_happening",
        "opinion",
        "transmission",
        "convention",
        "convention_signature",
        "project",
        "project_event",
        "practice",
    ];

    async fn rows(room: &Governance, table: &str) -> i64 {
        let connection = room.database.read();
        let statement = Statement::from_string(connection.get_database_backend(), format!("SELECT COUNT(*) AS n FROM {table}"));
        connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
    }

    /// The life of the pole, as somebody who has not signed in reads it, and its letters as those who sit there do.
    async fn what_anybody_sees_of_it(room: &Governance, pole: &Body) {
        let anybody = Viewer::Anonymous;
        let of = |key: &str| identifier(&format!("fictional/{key}"));
        for table in TABLES {
            assert!(rows(room, table).await > 0, "{table} holds nothing: its removal would not be tested");
        }
        let meetings = room.meetings(&anybody, pole).await.unwrap();
        let states: Vec<MeetingState> = meetings.iter().map(|meeting| meeting.state).collect();
        assert_eq!(states, [MeetingState::Published, MeetingState::MinutesSubmitted, MeetingState::Convened]);
        let quorum = meetings[0].opening.as_ref().unwrap();
        assert!(quorum.met && quorum.present == quorum.base && quorum.base == 4, "{quorum:?}");
        assert_eq!(meetings[0].approval.as_ref().unwrap().meeting, Some(meetings[1].id), "approved at the next meeting");

        let decided = room.decision(&anybody, of("cabine")).await.unwrap();
        assert_eq!((decided.decision.state, decided.decision.version), (DecisionState::Adopted, 2));
        let objected: Vec<u32> = decided.positions.iter().filter(|one| one.stand == Stand::Object).map(|one| one.version).collect();
        assert_eq!(objected, [1], "the text that was blocked stays, with who objected");
        assert_eq!(decided.sent.len(), 2);
        assert!(decided.sent.iter().all(|sent| sent.state(decided.today) == TransmissionState::Done), "both Instances acknowledged it");

        assert_eq!(room.opinion(&anybody, of("avis")).await.unwrap().state, OpinionState::FollowedUp);
        let sent = room.transmission(&operator(), of("recommandation")).await.unwrap().0;
        assert_eq!((sent.purpose, sent.state(decided.today)), (TransmissionPurpose::Recommendation, TransmissionState::Sent));
        let convention = room.convention(&anybody, of("convention")).await.unwrap();
        assert_eq!((convention.convention.state, convention.signatures.len()), (ConventionState::InForce, 2));
        let project = room.project(&anybody, of("projet")).await.unwrap();
        assert_eq!(project.project.concerned.len(), 2, "a joint project goes to both Instances, and to no other");
        assert_eq!(rules::project::derive(&project), ProjectState::Returned);
        assert_eq!(rules::project::verdict(&project, of("nord")), Some(Ruling::Agree));
        let returned = project.events.iter().find(|event| event.fact == ProjectFact::Returned { instance: of("sud") }).unwrap();
        assert!(returned.words.contains("transport"), "with reasons: {}", returned.words);
        assert!(room.practice(&anybody, of("pratique")).await.unwrap().published);
    }

    #[tokio::test]
    async fn a_made_up_life_does_not_take_away_what_a_real_body_has_with_it() {
        on_each_engine(migrations, |store| async move {
            let room = governance(&store).await;
            room.load_fictional(&operator()).await.unwrap();
            let own = BodyDraft {
                id: identifier("own"),
                statute: "instance-bassin-efe".to_owned(),
                name: "Instance à nous".to_owned(),
                secretary: Some(Founding { person: identifier("fictional/alix"), organisation: None }),
                ..BodyDraft::default()
            };
            room.create_body(&operator(), own).await.unwrap();
            room.load_demonstration(&operator()).await.unwrap();
            let letter = TransmissionDraft {
                id: identifier("letter"),
                from: identifier("instance-hainaut-centre"),
                to: Some(identifier("fictional/pole")),
                purpose: TransmissionPurpose::Information,
                subject: None,
                title: "Bienvenue".to_owned(),
                words: String::new(),
                due_on: None,
                forwards: None,
            };
            room.send_transmission(&operator(), letter).await.unwrap();
            let refused = room.remove_fictional(&operator()).await.unwrap_err();
            assert_eq!(refused.kind, Kind::Conflict);
            assert_eq!(refused.violations.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["demonstration-tied"; 2]);
            let said: String = refused.violations.iter().map(|one| one.message.fr.as_str()).collect();
            assert!(said.contains("Instance à nous") && said.contains("Hainaut-Centre"), "a mandate and a letter: {said}");
            assert!(room.project(&Viewer::Anonymous, identifier("fictional/projet")).await.is_ok(), "nothing was removed");
        })
        .await;
    }
}
