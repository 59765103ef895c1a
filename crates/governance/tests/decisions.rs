//! Decisions, opinions and transmissions on both engines, as people make them.
#![expect(clippy::unwrap_used, reason = "what surrounds a test fails with it")]

use std::{path::Path, sync::Arc};

use bassin_directory::{Directory, PersonDraft, add_person};
use bassin_documents::{Document, Printer};
use bassin_governance::{
    BodyDraft, DecisionDraft, DecisionState, Designation, Founding, Function, Governance, OpinionAct, OpinionRequest, OpinionState,
    Procedure, Said, Stand, Step, TransmissionDraft, TransmissionPurpose, Verdict,
    rules::{
        consensus::Event,
        term::{Act, ActKind},
    },
};
use bassin_kernel::{Day, Kind, Person, Problem, Timestamp, Viewer, day_of};
use bassin_testkit::{Migrations, Store, on_each_engine};
use uuid::Uuid;

fn migrations() -> Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_directory::migrations());
    all.extend(bassin_mail::migrations());
    all.extend(bassin_governance::migrations());
    all
}

struct NoPrinter;

impl Printer for NoPrinter {
    fn pdf(&self, _: &Document) -> Result<Vec<u8>, Problem> {
        Ok(b"%PDF-1.7".to_vec())
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The statute of a pole whose text lets it decide in writing, beside those of the program.
const WRITING: &str = r#"
written = true
written_days = 5
"#;

fn add_statute(data: &Path) {
    let pole = include_str!("../../../data/statutes/pole-synergies.toml");
    let own = pole
        .replace("id = \"pole-synergies\"", "id = \"pole-essai\"")
        .replace("mode = \"consensus\"", &format!("mode = \"consensus\"{WRITING}"))
        .replace("own_initiative = true", "own_initiative = true\ndays = 30\ndeemed = true")
        .replace("common_theme = true", "common_theme = false");
    // Any organisation may sit: who may is not what is tested here.
    let kept = |line: &&str| !(line.starts_with("local =") || (line.starts_with("kinds =") && !line.contains("sector")));
    let own: String = own.lines().filter(kept).map(|line| format!("{line}\n")).collect();
    std::fs::create_dir_all(data.join("statutes")).unwrap();
    std::fs::write(data.join("statutes/pole-essai.toml"), own).unwrap();
}

/// An Instance and its pole, recognised, with one holder in each component and a substitute for education.
struct World {
    governance: Governance,
    instance: Uuid,
    pole: Uuid,
    enterprise: Uuid,
    training: Uuid,
    education: Uuid,
}

const SECRETARY: Uuid = Uuid::from_u128(0xA0);
const CHAIR: Uuid = Uuid::from_u128(0xA1);
const TRAINER: Uuid = Uuid::from_u128(0xA2);
const TEACHER: Uuid = Uuid::from_u128(0xA3);
const DEPUTY: Uuid = Uuid::from_u128(0xA4);

impl World {
    async fn new(store: &Store) -> Self {
        let data = store.directory().to_path_buf();
        add_statute(&data);
        let database = store.again().await.unwrap();
        let territory = bassin_territory::Territory::open(database.clone(), &data).await.unwrap();
        let directory = Directory::open(database.clone(), territory.clone(), &data);
        let governance = Governance::open(database.clone(), directory, territory, Arc::new(NoPrinter), &data).unwrap();
        for (id, name) in [(SECRETARY, "Alix"), (CHAIR, "Benoît"), (TRAINER, "Chloé"), (TEACHER, "David"), (DEPUTY, "Emma")] {
            let mut draft = PersonDraft::named(id, name, "Essai");
            draft.email = format!("{}@exemple.test", bassin_kernel::text::fold(name));
            database
                .write(&Viewer::System, |transaction| async move {
                    let person = add_person(&transaction, draft).await?;
                    Ok((person, bassin_database::Record::new("person.add", "person", id.to_string())))
                })
                .await
                .unwrap();
        }
        let mut world = Self {
            governance,
            instance: Uuid::from_u128(1),
            pole: Uuid::from_u128(2),
            enterprise: Uuid::nil(),
            training: Uuid::nil(),
            education: Uuid::nil(),
        };
        world.found().await;
        world
    }

    async fn found(&mut self) {
        let operator = Viewer::Operator("essai".to_owned());
        let secretary = Some(Founding { person: SECRETARY, organisation: None });
        let instance = BodyDraft {
            id: self.instance,
            statute: "instance-bassin-efe".to_owned(),
            name: "Instance d’essai".to_owned(),
            secretary,
            ..BodyDraft::default()
        };
        self.governance.create_body(&operator, instance).await.unwrap();
        let pole = BodyDraft {
            id: self.pole,
            statute: "pole-essai".to_owned(),
            parents: vec![self.instance],
            name: "Pôle d’essai".to_owned(),
            subject_kind: "sector".to_owned(),
            subject: "Bois".to_owned(),
            term: (Some(day("2026-01-01")), Some(day("2028-12-31"))),
            secretary,
            seats: true,
            ..BodyDraft::default()
        };
        let pole = self.governance.create_body(&operator, pole).await.unwrap();
        let places = self.governance.places(&pole, day("2026-01-15")).await.unwrap();
        let seat = |component: &str| places.iter().find(|place| place.seat.component == component).unwrap().seat.id;
        (self.enterprise, self.training, self.education) = (seat("enterprise"), seat("training"), seat("education"));
        let holders = [
            (self.enterprise, CHAIR, Function::Chair),
            (self.training, TRAINER, Function::Member),
            (self.education, TEACHER, Function::Member),
        ];
        for (number, (seat, person, function)) in holders.into_iter().enumerate() {
            let designation = Designation {
                id: Uuid::from_u128(0x100 + number as u128),
                seat,
                person: Some(person),
                organisation: None,
                function,
                starts_on: Some(day("2026-01-01")),
                ends_on: Some(day("2028-12-31")),
                act: "Décision de l’Instance".to_owned(),
                appointed: true,
            };
            self.governance.designate(&operator, designation, false).await.unwrap();
        }
        let term = self.governance.life(&pole).await.unwrap().terms.remove(0);
        let act = Act {
            id: Uuid::from_u128(0x200),
            term: term.id,
            kind: ActKind::Recognise,
            by: Some(self.instance),
            on: day("2026-01-01"),
            act: "Décision de l’Instance".to_owned(),
            reason: String::new(),
        };
        self.governance.decide_term(&operator, act, term.revision).await.unwrap();
    }

    /// Somebody, with the rights that follow from their mandates today.
    async fn viewer(&self, person: Uuid) -> Viewer {
        let grants = self.governance.grants(person, day("2026-01-15")).await.unwrap();
        Viewer::Person(Arc::new(Person { account: person, person, name: "Essai".to_owned(), grants }))
    }

    async fn draft(&self, id: u128) -> Uuid {
        let draft = written(Uuid::from_u128(id));
        self.governance.draft_decision(&self.viewer(SECRETARY).await, self.pole, draft).await.unwrap().id
    }

    async fn step(&self, id: Uuid, event: Event, words: &str, text: &str) -> Result<bassin_governance::Decision, Problem> {
        let secretary = self.viewer(SECRETARY).await;
        let revision = self.governance.decision(&secretary, id).await?.decision.revision;
        self.governance.step_decision(&secretary, id, Step { event, revision, words: words.to_owned(), text: text.to_owned() }).await
    }

    async fn say(
        &self,
        person: Uuid,
        decision: Uuid,
        version: u32,
        seat: Uuid,
        stand: Stand,
    ) -> Result<bassin_governance::Position, Problem> {
        let words = if stand == Stand::Object { "Le coût n’est pas chiffré.".to_owned() } else { String::new() };
        self.governance.take_position(&self.viewer(person).await, Said { decision, version, seat, stand, words }).await
    }
}

fn written(id: Uuid) -> DecisionDraft {
    DecisionDraft {
        id,
        title: "Partager la cabine de vernissage".to_owned(),
        text: "Le pôle partage la cabine de vernissage.".to_owned(),
        subject: None,
        meeting: None,
        item: None,
        procedure: Procedure::Written,
        deadline: Some(day("2026-01-14")),
        notified_on: Some(day("2026-01-05")),
        notice: "Courriel du 5 janvier, accusés conservés".to_owned(),
        public: true,
    }
}

fn codes(problem: &Problem) -> Vec<&str> {
    problem.violations.iter().map(|violation| violation.code.as_str()).collect()
}

#[tokio::test]
async fn blocked_reworked_adopted_and_communicated() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let id = world.draft(0x500).await;
        assert_eq!(world.draft(0x500).await, id, "sent twice, written once");
        world.step(id, Event::Open, "", "").await.unwrap();
        world.say(CHAIR, id, 1, world.enterprise, Stand::Agree).await.unwrap();
        world.say(TRAINER, id, 1, world.training, Stand::Object).await.unwrap();
        world.step(id, Event::Call, "", "").await.unwrap();
        let refused = world.step(id, Event::Adopt, "", "").await.unwrap_err();
        assert_eq!(codes(&refused), ["objection-maintained", "component-silent"]);
        assert!(refused.violations.iter().all(|violation| violation.source.is_some()), "each rule with its article");

        // Neither the secretariat nor another seat lifts it, and no pen replaces it.
        for person in [SECRETARY, CHAIR] {
            let lifted = world.governance.lift_objection(&world.viewer(person).await, id, 1, world.training, String::new()).await;
            assert_eq!(lifted.unwrap_err().kind, Kind::Forbidden);
            assert!(world.say(person, id, 1, world.training, Stand::Agree).await.is_err());
        }

        world.step(id, Event::Block, "", "").await.unwrap();
        let unchanged = world.step(id, Event::Rework, "Chiffrage", "Le pôle partage la cabine de vernissage.").await.unwrap_err();
        assert_eq!(codes(&unchanged), ["text-unchanged"]);
        world.step(id, Event::Rework, "Chiffrage", "Le pôle partage la cabine de vernissage, à frais partagés.").await.unwrap();
        assert_eq!(world.say(CHAIR, id, 1, world.enterprise, Stand::Agree).await.unwrap_err().kind, Kind::Conflict, "an older text");
        world.say(CHAIR, id, 2, world.enterprise, Stand::Agree).await.unwrap();
        world.say(TEACHER, id, 2, world.education, Stand::Reservations).await.unwrap();
        world.step(id, Event::Call, "", "").await.unwrap();
        let refused = world.step(id, Event::Adopt, "", "").await.unwrap_err();
        assert_eq!(codes(&refused), ["objection-maintained", "component-silent"], "the author has not said that the new text answers");
        world.say(TRAINER, id, 2, world.training, Stand::Agree).await.unwrap();
        let adopted = world.step(id, Event::Adopt, "", "").await.unwrap();
        assert_eq!(adopted.state, DecisionState::AdoptedWithReservations);
        assert_eq!(adopted.number.map(|number| (number.year, number.rank)), Some((2026, 1)));

        let case = world.governance.decision(&Viewer::Anonymous, id).await.expect("an adopted public decision is read by anybody");
        assert_eq!(case.positions.iter().filter(|position| position.version == 1).count(), 2, "the positions of version 1 are kept");
        assert_eq!(case.texts.len(), 2);
        let [sent] = case.sent.as_slice() else { panic!("one transmission for each parent: {:?}", case.sent) };
        assert_eq!((sent.from, sent.to, sent.due_on), (world.pole, world.instance, day("2026-02-14")));
        assert!(world.step(id, Event::Withdraw, "Trop tard", "").await.is_err(), "nothing final is edited");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_public_is_not_read_and_rights_are_those_of_the_stored_object() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let id = world.draft(0x500).await;
        let outsider = world.viewer(DEPUTY).await;
        assert_eq!(world.governance.decision(&outsider, id).await.unwrap_err().kind, Kind::Forbidden);
        assert_eq!(world.governance.decision(&Viewer::Anonymous, id).await.unwrap_err().kind, Kind::Forbidden);
        assert!(world.governance.decision(&world.viewer(TEACHER).await, id).await.is_ok());
        let refused = world.governance.draft_decision(&world.viewer(TEACHER).await, world.pole, written(Uuid::from_u128(0x501))).await;
        assert_eq!(refused.unwrap_err().kind, Kind::Forbidden);
        world.step(id, Event::Open, "", "").await.unwrap();
        assert!(world.say(TEACHER, id, 1, world.training, Stand::Agree).await.is_err(), "nobody speaks for another seat");
    })
    .await;
}

#[tokio::test]
async fn two_people_at_once_lose_nothing() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let id = world.draft(0x500).await;
        world.step(id, Event::Open, "", "").await.unwrap();
        let (one, two, three) = tokio::join!(
            world.say(CHAIR, id, 1, world.enterprise, Stand::Agree),
            world.say(TRAINER, id, 1, world.training, Stand::StandAside),
            world.say(TEACHER, id, 1, world.education, Stand::Agree),
        );
        assert!(one.is_ok() && two.is_ok() && three.is_ok(), "{one:?} {two:?} {three:?}");
        let case = world.governance.decision(&world.viewer(CHAIR).await, id).await.unwrap();
        assert_eq!(case.positions.len(), 3);
        // Two steps asked on the same page: the second is told that the decision has changed.
        let secretary = world.viewer(SECRETARY).await;
        let step = Step { event: Event::Call, revision: case.decision.revision, words: String::new(), text: String::new() };
        world.governance.step_decision(&secretary, id, step.clone()).await.unwrap();
        assert_eq!(world.governance.step_decision(&secretary, id, step).await.unwrap_err().kind, Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn the_rules_of_the_day_it_was_opened_hold_and_an_objection_is_lifted_by_its_author() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let id = world.draft(0x500).await;
        let opened = world.step(id, Event::Open, "", "").await.unwrap();
        assert_eq!(opened.rule.as_ref().map(|rule| rule.statute.as_str()), Some("pole-essai"));
        for (person, seat) in [(CHAIR, world.enterprise), (TRAINER, world.training)] {
            world.say(person, id, 1, seat, Stand::Agree).await.unwrap();
        }
        world.say(TEACHER, id, 1, world.education, Stand::Object).await.unwrap();
        world.step(id, Event::Call, "", "").await.unwrap();
        world.step(id, Event::Block, "", "").await.unwrap();
        let teacher = world.viewer(TEACHER).await;
        world.governance.lift_objection(&teacher, id, 1, world.education, "Le budget est joint.".to_owned()).await.unwrap();
        let case = world.governance.decision(&teacher, id).await.unwrap();
        assert_eq!(case.decision.state, DecisionState::Call, "nobody maintains an objection any more");
        assert_eq!(case.position(world.education).map(|position| position.stand), Some(Stand::Object), "what was said stays");
        assert!(world.step(id, Event::Adopt, "", "").await.unwrap().state.is_adopted());
        assert_eq!(world.governance.decision(&teacher, id).await.unwrap().history.len(), 8);
    })
    .await;
}

/// The pages, as somebody sees them.
fn portal(world: &World, viewer: Viewer) -> axum::Router {
    let locales: Vec<_> = bassin_directory::LOCALES.iter().chain(&bassin_governance::LOCALES).copied().collect();
    let mut shell = bassin_web::Shell::new(bassin_web::Catalogue::new(&locales));
    shell.identify = Some(Arc::new(move |_| {
        let viewer = viewer.clone();
        Box::pin(async move { viewer })
    }));
    bassin_web::shell(bassin_governance::routes(world.governance.clone()), shell)
}

/// What a page says, once no message is missing in it.
async fn page(portal: &axum::Router, address: &str) -> String {
    let cookie = format!("{}=essai", bassin_web::SESSION);
    let request = axum::http::Request::get(address).header("cookie", cookie).body(axum::body::Body::empty()).unwrap();
    let answer = bassin_testkit::send(portal, request).await;
    assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    let text = answer.text().to_owned();
    for prefix in ["decision-", "consultation-", "transmission-", "convention-"] {
        let missing = text.split(['>', '<']).find(|part| part.trim().starts_with(prefix));
        assert_eq!(missing, None, "a message is missing at {address}");
    }
    text
}

#[tokio::test]
async fn pages_show_what_may_be_done_and_what_stands_in_the_way() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let id = world.draft(0x500).await;
        world.step(id, Event::Open, "", "").await.unwrap();
        world.say(TRAINER, id, 1, world.training, Stand::Object).await.unwrap();
        world.step(id, Event::Call, "", "").await.unwrap();
        let address = format!("/decisions/{id}");
        let (secretary, trainer) = (portal(&world, world.viewer(SECRETARY).await), portal(&world, world.viewer(TRAINER).await));
        let seen = page(&secretary, &address).await;
        assert!(seen.contains("Objection maintenue") && seen.contains("Le coût n’est pas chiffré."), "{seen}");
        assert!(seen.contains("Non exprimé") && seen.contains("Accord de coopération du 20 mars 2014"), "{seen}");
        assert!(!seen.contains("Lever mon objection") && page(&trainer, &address).await.contains("Lever mon objection"));
        let form = format!("position-version=1&position-seat={}&position-stand=object&position-words=", world.training);
        let request = axum::http::Request::post(format!("{address}/position"))
            .header("cookie", format!("{}=essai", bassin_web::SESSION))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(form));
        let refused = bassin_testkit::send(&trainer, request.unwrap()).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Une objection doit être motivée"));
        for other in [
            "/instances/pole-d-essai/decisions",
            "/instances/pole-d-essai/decisions/nouvelle",
            "/instances/pole-d-essai/avis",
            "/instances/pole-d-essai/avis/nouveau",
            "/instances/pole-d-essai/transmissions",
            "/instances/pole-d-essai/transmissions/nouvelle",
            "/instances/pole-d-essai/conventions",
            "/instances/pole-d-essai/conventions/nouvelle",
        ] {
            page(&secretary, other).await;
            assert!(page(&portal(&world, Viewer::System), &format!("{other}?lang=en")).await.contains("lang=\"en\""));
        }
    })
    .await;
}

fn later(days: i64) -> Timestamp {
    bassin_testkit::now() + chrono::Duration::days(days)
}

#[tokio::test]
async fn an_opinion_is_asked_reminded_of_once_and_deemed_given_where_the_text_says_so() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let secretary = world.viewer(SECRETARY).await;
        let request = OpinionRequest {
            id: Uuid::from_u128(0x600),
            body: world.pole,
            asked_by: Some(world.instance),
            addressee: String::new(),
            subject: None,
            object: "Projet de plateau technique".to_owned(),
            question: "Est-il opportun pour le bassin ?".to_owned(),
            due_on: Some(day("2026-12-31")),
        };
        let asked = world.governance.ask_opinion(&secretary, request.clone()).await.unwrap();
        assert_eq!(asked.due_on, Some(day("2026-02-14")), "the days of the text prevail");
        assert_eq!(world.governance.ask_opinion(&secretary, request).await.unwrap(), asked, "sent twice, asked once");
        assert_eq!(world.governance.tick(later(1)).await.unwrap(), 0);
        assert_eq!(world.governance.tick(later(23)).await.unwrap(), 1);
        assert_eq!(world.governance.tick(later(24)).await.unwrap(), 0, "reminded once");
        assert_eq!(bassin_mail::letters(&store, &bassin_mail::Filter::default()).await.unwrap().total, 2, "the chair and the secretary");
        assert_eq!(world.governance.tick(later(31)).await.unwrap(), 1);
        let deemed = world.governance.opinion(&Viewer::Anonymous, asked.id).await.unwrap();
        assert_eq!((deemed.state, deemed.verdict), (OpinionState::DeemedGiven, None));
        assert_eq!(day_of(later(31)), day("2026-02-15"));
    })
    .await;
}

#[tokio::test]
async fn an_opinion_of_opportunity_is_given_on_own_initiative_and_followed_up() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let secretary = world.viewer(SECRETARY).await;
        let request = OpinionRequest {
            id: Uuid::from_u128(0x600),
            body: world.pole,
            asked_by: None,
            addressee: "Pôle de compétitivité Wood.be".to_owned(),
            subject: None,
            object: "Projet de séchoir partagé".to_owned(),
            question: String::new(),
            due_on: None,
        };
        let begun = world.governance.ask_opinion(&secretary, request).await.unwrap();
        assert_eq!(begun.state, OpinionState::UnderExamination);
        assert_eq!(world.governance.opinion(&Viewer::Anonymous, begun.id).await.unwrap_err().kind, Kind::Forbidden);
        let give =
            OpinionAct::Give { verdict: Some(Verdict::Favourable), grounds: "Dix emplois.".to_owned(), decision: None, on_version: 1 };
        let given = world.governance.act_on_opinion(&secretary, begun.id, begun.revision, give.clone()).await.unwrap();
        assert_eq!(given.state, OpinionState::Given);
        assert_eq!(world.governance.act_on_opinion(&secretary, begun.id, begun.revision, give).await.unwrap_err().kind, Kind::Conflict);
        assert!(world.governance.opinion(&Viewer::Anonymous, begun.id).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn an_opinion_given_answers_the_request_that_was_sent() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let secretary = world.viewer(SECRETARY).await;
        let sent = TransmissionDraft {
            id: Uuid::from_u128(0x700),
            from: world.instance,
            to: Some(world.pole),
            purpose: TransmissionPurpose::Opinion,
            subject: None,
            title: "Projet de séchoir partagé".to_owned(),
            words: "Est-il opportun pour le bassin ?".to_owned(),
            due_on: None,
            forwards: None,
        };
        let sent = world.governance.send_transmission(&secretary, sent).await.unwrap();
        let portal = portal(&world, secretary.clone());
        assert!(page(&portal, &format!("/transmissions/{}", sent.id)).await.contains("Préparer l’avis demandé"));
        let form = page(&portal, &format!("/instances/pole-d-essai/avis/nouveau?demande={}", sent.id)).await;
        assert!(form.contains("Est-il opportun pour le bassin"), "{form}");
        let request = OpinionRequest {
            id: sent.id,
            body: world.pole,
            asked_by: None,
            addressee: String::new(),
            subject: None,
            object: sent.title.clone(),
            question: sent.words.clone(),
            due_on: None,
        };
        let begun = world.governance.ask_opinion(&secretary, request).await.unwrap();
        assert_eq!((begun.asked_by, begun.state), (Some(world.instance), OpinionState::UnderExamination));
        let known = world.governance.transmission(&secretary, sent.id).await.unwrap().0;
        assert!(known.acknowledged_on.is_some() && !known.is_done());
        let words = world.governance.answer_transmission(&secretary, sent.id, known.revision, "Oui".to_owned()).await.unwrap_err();
        assert_eq!(codes(&words), ["transmission-opinion"]);
        let give =
            OpinionAct::Give { verdict: Some(Verdict::Favourable), grounds: "Dix emplois.".to_owned(), decision: None, on_version: 1 };
        world.governance.act_on_opinion(&secretary, begun.id, begun.revision, give).await.unwrap();
        let answered = world.governance.transmission(&secretary, sent.id).await.unwrap().0;
        assert_eq!((answered.answered_on, answered.answer.as_str()), (Some(day("2026-01-15")), "Dix emplois."));
        assert_eq!(world.governance.tick(later(90)).await.unwrap(), 0, "nothing is late about it");
    })
    .await;
}

#[tokio::test]
async fn lists_come_by_pages_with_filters_in_the_address() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let secretary = world.viewer(SECRETARY).await;
        for number in 0..30_u128 {
            let draft = DecisionDraft { title: format!("Décision {number:02}"), ..written(Uuid::from_u128(0x500 + number)) };
            world.governance.draft_decision(&secretary, world.pole, draft).await.unwrap();
            let sent = TransmissionDraft {
                id: Uuid::from_u128(0x700 + number),
                from: world.pole,
                to: Some(world.instance),
                purpose: TransmissionPurpose::Information,
                subject: None,
                title: format!("Envoi {number:02}"),
                words: String::new(),
                due_on: Some(day("2026-01-20")),
                forwards: None,
            };
            world.governance.send_transmission(&secretary, sent).await.unwrap();
        }
        world.governance.answer_transmission(&secretary, Uuid::from_u128(0x700), 1, String::new()).await.unwrap();
        let portal = portal(&world, secretary);
        let base = "/instances/pole-d-essai";
        let second = page(&portal, &format!("{base}/decisions?tri=titre&page=2")).await;
        assert!(second.contains("Décision 29") && !second.contains("Décision 03") && second.contains("30 décisions"), "{second}");
        assert!(page(&portal, &format!("{base}/decisions?etat=adopted")).await.contains("Rien ne répond"));
        assert!(!page(&portal, &format!("{base}/decisions?texte=DECISION+07")).await.contains("Décision 08"));
        let csv = page(&portal, &format!("{base}/decisions.csv?texte=decision+2")).await;
        assert_eq!(csv.lines().count(), 1 + 12, "{csv}");
        for (asked, count) in [("etat=done", 1), ("etat=sent", 29), ("etat=late", 0), ("sens=agit", 0), ("sens=attend&texte=envoi", 30)] {
            let csv = page(&portal, &format!("{base}/transmissions.csv?{asked}&tri=echeance")).await;
            assert_eq!(csv.lines().count(), 1 + count, "{asked}: {csv}");
        }
        assert!(csv.contains("2026-01-15"), "a file tells days in figures: {csv}");
    })
    .await;
}

#[tokio::test]
async fn a_recommendation_goes_up_keeping_its_origin() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let secretary = world.viewer(SECRETARY).await;
        let draft = |id: u128, from: Uuid, to: Uuid, forwards: Option<Uuid>| TransmissionDraft {
            id: Uuid::from_u128(id),
            from,
            to: Some(to),
            purpose: TransmissionPurpose::Recommendation,
            subject: None,
            title: "Ouvrir une section d’apprentissage".to_owned(),
            words: "Le pôle recommande…".to_owned(),
            due_on: None,
            forwards,
        };
        let first = world.governance.send_transmission(&secretary, draft(0x700, world.pole, world.instance, None)).await.unwrap();
        let early =
            world.governance.send_transmission(&secretary, draft(0x701, world.instance, world.pole, Some(first.id))).await.unwrap_err();
        assert_eq!(codes(&early), ["transmission-forward"], "only what was acknowledged goes further");
        let refused = world.governance.answer_transmission(&world.viewer(TEACHER).await, first.id, 1, String::new()).await;
        assert_eq!(refused.unwrap_err().kind, Kind::Forbidden);
        let known = world.governance.answer_transmission(&secretary, first.id, 1, String::new()).await.unwrap();
        assert_eq!(known.acknowledged_on, Some(day("2026-01-15")));
        let up = world.governance.send_transmission(&secretary, draft(0x701, world.instance, world.pole, Some(first.id))).await.unwrap();
        assert_eq!(up.origin, Some(first.id));
        let (_, chain) = world.governance.transmission(&secretary, up.id).await.unwrap();
        assert_eq!(chain.len(), 2);
        assert_eq!(world.governance.tick(later(31)).await.unwrap(), 2, "both are marked as late");
        assert_eq!(world.governance.tick(later(31)).await.unwrap(), 0);
    })
    .await;
}
