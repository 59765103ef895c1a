//! Conventions on both engines: written, locked, signed by those who may that day, in force, renewed.
#![expect(clippy::unwrap_used, reason = "what surrounds a test fails with it")]

use std::sync::Arc;

use bassin_directory::{Directory, PersonDraft, add_person};
use bassin_documents::{Document, Printer};
use bassin_governance::{
    BodyDraft, Convention, ConventionDraft, ConventionKind, ConventionState, Designation, Ending, Founding, Function, Governance, Mark,
    PartyWho, Promise, SeatDraft, Side, Signatory, SigningManner, TaskKind, rules::convention::ConventionEvent,
};
use bassin_kernel::{Day, Kind, Person, Problem, Viewer};
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

const SECRETARY: Uuid = Uuid::from_u128(0xA0);
const ANNE: Uuid = Uuid::from_u128(0xA1);
const BRUNO: Uuid = Uuid::from_u128(0xA2);
const ONE: Uuid = Uuid::from_u128(1);
const TWO: Uuid = Uuid::from_u128(2);
const CONVENTION: Uuid = Uuid::from_u128(0xC0);

/// Two Instances: Anne sits in the first, Bruno in the second.
struct World {
    governance: Governance,
    mandates: [Uuid; 2],
}

impl World {
    async fn new(store: &Store) -> Self {
        let data = store.directory().to_path_buf();
        let database = store.again().await.unwrap();
        let territory = bassin_territory::Territory::open(database.clone(), &data).await.unwrap();
        let directory = Directory::open(database.clone(), territory.clone(), &data);
        let governance = Governance::open(database.clone(), directory, territory, Arc::new(NoPrinter), &data).unwrap();
        for (id, name) in [(SECRETARY, "Alix"), (ANNE, "Anne"), (BRUNO, "Bruno")] {
            let draft = PersonDraft::named(id, name, "Essai");
            database
                .write(&Viewer::System, |transaction| async move {
                    let person = add_person(&transaction, draft).await?;
                    Ok((person, bassin_database::Record::new("person.add", "person", id.to_string())))
                })
                .await
                .unwrap();
        }
        let world = Self { governance, mandates: [Uuid::from_u128(0x101), Uuid::from_u128(0x102)] };
        world.found(ONE, "Instance une", ANNE, world.mandates[0]).await;
        world.found(TWO, "Instance deux", BRUNO, world.mandates[1]).await;
        world
    }

    async fn found(&self, id: Uuid, name: &str, chair: Uuid, mandate: Uuid) {
        let operator = Viewer::Operator("essai".to_owned());
        let draft = BodyDraft {
            id,
            statute: "instance-bassin-efe".to_owned(),
            name: name.to_owned(),
            secretary: Some(Founding { person: SECRETARY, organisation: None }),
            ..BodyDraft::default()
        };
        self.governance.create_body(&operator, draft).await.unwrap();
        let seat = SeatDraft {
            id: Uuid::from_u128(0x300 + id.as_u128()),
            body: id,
            component: "secretariat".to_owned(),
            voice: None,
            title: String::new(),
            organisation: None,
            substitute_of: None,
            count: 1,
        };
        let seat = self.governance.add_seats(&operator, seat).await.unwrap().remove(0);
        let designation = Designation {
            id: mandate,
            seat: seat.id,
            person: Some(chair),
            organisation: None,
            function: Function::Member,
            starts_on: Some(day("2025-01-01")),
            ends_on: Some(day("2026-12-31")),
            act: "Arrêté".to_owned(),
            appointed: true,
        };
        self.governance.designate(&operator, designation, false).await.unwrap();
    }

    async fn viewer(&self, person: Uuid) -> Viewer {
        let grants = self.governance.grants(person, day("2026-01-15")).await.unwrap();
        Viewer::Person(Arc::new(Person { account: person, person, name: "Essai".to_owned(), grants }))
    }

    async fn current(&self, id: Uuid) -> Convention {
        self.governance.convention(&self.viewer(SECRETARY).await, id).await.unwrap().convention
    }

    /// A convention between the two Instances, ready to be locked.
    async fn written(&self, id: Uuid, follows: Option<(Uuid, bool)>) {
        let secretary = self.viewer(SECRETARY).await;
        let made = self.governance.draft_convention(&secretary, ONE, draft(id, follows)).await.unwrap();
        assert_eq!(self.governance.draft_convention(&secretary, ONE, draft(id, follows)).await.unwrap(), made, "sent twice, written once");
        if follows.is_none() {
            for (number, body, person) in [(1u128, ONE, ANNE), (2, TWO, BRUNO)] {
                let signatory = Signatory { person, capacity: "présidence".to_owned(), delegation: String::new(), delegation_until: None };
                let side = Side {
                    id: Uuid::from_u128(0xD0 + number),
                    who: Some(PartyWho::Body(body)),
                    capacity: format!("Instance {number}"),
                    component: String::new(),
                    signatory: Some(signatory),
                };
                let revision = self.current(id).await.revision;
                self.governance.keep_party(&secretary, id, revision, side).await.unwrap();
            }
        }
    }

    async fn step(&self, id: Uuid, event: ConventionEvent) -> Result<Convention, Problem> {
        let revision = self.current(id).await.revision;
        self.governance.step_convention(&self.viewer(SECRETARY).await, id, revision, event, "Motif".to_owned(), true).await
    }

    async fn sign(&self, id: Uuid, person: Uuid, party: u128, sha256: &str) -> Result<Convention, Problem> {
        let mark = Mark {
            party: Uuid::from_u128(0xD0 + party),
            manner: SigningManner::Typed,
            mark: "Anne Essai".to_owned(),
            consents: true,
            sha256: sha256.to_owned(),
            on: None,
        };
        self.governance.sign_convention(&self.viewer(person).await, id, mark).await
    }
}

fn draft(id: Uuid, follows: Option<(Uuid, bool)>) -> ConventionDraft {
    ConventionDraft {
        id,
        kind: ConventionKind::Partnership,
        title: "Plateau technique partagé".to_owned(),
        text: "Les parties partagent le plateau.\n\nElles en tiennent le planning.".to_owned(),
        reason: String::new(),
        starts_on: Some(day("2026-01-01")),
        ends_on: Some(day("2026-12-31")),
        public: true,
        follows,
    }
}

fn codes(problem: &Problem) -> Vec<&str> {
    problem.violations.iter().map(|violation| violation.code.as_str()).collect()
}

#[tokio::test]
async fn written_locked_signed_by_both_and_read_by_anybody() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        world.written(CONVENTION, None).await;
        assert_eq!(world.governance.convention(&Viewer::Anonymous, CONVENTION).await.unwrap_err().kind, Kind::Forbidden);
        world.step(CONVENTION, ConventionEvent::Negotiate).await.unwrap();
        let secretary = world.viewer(SECRETARY).await;
        let revision = world.current(CONVENTION).await.revision;
        let promise =
            Promise { id: Uuid::from_u128(0xE0), party: None, words: "Tenir le planning".to_owned(), due_on: Some(day("2026-02-01")) };
        world.governance.add_obligation(&secretary, CONVENTION, revision, promise).await.unwrap();
        let amended = ConventionDraft { text: "Les parties partagent le plateau et ses frais.".to_owned(), ..draft(CONVENTION, None) };
        assert_eq!(
            world.governance.edit_convention(&secretary, revision, amended.clone()).await.unwrap_err().kind,
            Kind::Conflict,
            "somebody added an obligation meanwhile"
        );
        let amended = world.governance.edit_convention(&secretary, revision + 1, amended).await.unwrap();
        assert_eq!(amended.version, 2, "a negotiated text has versions");

        let unread =
            world.governance.step_convention(&secretary, CONVENTION, amended.revision, ConventionEvent::Lock, String::new(), false).await;
        assert_eq!(codes(&unread.unwrap_err()), ["convention-preview"]);
        let locked = world.step(CONVENTION, ConventionEvent::Lock).await.unwrap();
        assert_eq!((locked.state, locked.sha256.len()), (ConventionState::ToSign, 64));
        let late = world.governance.edit_convention(&secretary, locked.revision, draft(CONVENTION, None)).await.unwrap_err();
        assert_eq!(codes(&late), ["convention-locked"]);

        assert_eq!(world.sign(CONVENTION, BRUNO, 1, &locked.sha256).await.unwrap_err().kind, Kind::Forbidden, "nobody signs for another");
        assert_eq!(world.sign(CONVENTION, SECRETARY, 1, &locked.sha256).await.unwrap_err().kind, Kind::Forbidden);
        assert_eq!(codes(&world.sign(CONVENTION, ANNE, 1, "autre").await.unwrap_err()), ["convention-other-text"]);
        let (anne, bruno) = tokio::join!(world.sign(CONVENTION, ANNE, 1, &locked.sha256), world.sign(CONVENTION, BRUNO, 2, &locked.sha256));
        assert!(anne.is_ok() && bruno.is_ok(), "{anne:?} {bruno:?}");
        assert_eq!(
            world.sign(CONVENTION, ANNE, 1, &locked.sha256).await.unwrap().state,
            ConventionState::InForce,
            "signed twice, signed once"
        );
        let read = world.governance.convention(&Viewer::Anonymous, CONVENTION).await.unwrap();
        assert_eq!((read.signatures.len(), read.texts.len()), (2, 2));

        // What was promised is told in time, until it is done.
        let Viewer::Person(person) = &secretary else { unreachable!("a secretary is somebody") };
        let awaits = || async {
            let tasks = world.governance.space(person).await.unwrap().tasks;
            tasks.into_iter().any(|task| task.kind == TaskKind::Obligation && task.title == "Tenir le planning")
        };
        assert!(awaits().await);
        let at = |text: &str| bassin_kernel::instant(day(text).and_hms_opt(8, 0, 0).unwrap());
        assert_eq!(world.governance.tick(at("2026-01-24")).await.unwrap(), 0);
        assert_eq!(world.governance.tick(at("2026-01-26")).await.unwrap(), 1, "a week before");
        assert_eq!(world.governance.tick(at("2026-01-27")).await.unwrap(), 0, "once");
        let revision = world.current(CONVENTION).await.revision;
        world.governance.mark_obligation(&secretary, CONVENTION, revision, Uuid::from_u128(0xE0)).await.unwrap();
        assert!(!awaits().await);
    })
    .await;
}

#[tokio::test]
async fn a_mandate_that_ended_between_preparation_and_signature_does_not_sign() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        world.written(CONVENTION, None).await;
        world.step(CONVENTION, ConventionEvent::Negotiate).await.unwrap();
        let locked = world.step(CONVENTION, ConventionEvent::Lock).await.unwrap();
        let operator = Viewer::Operator("essai".to_owned());
        world.governance.end_mandate(&operator, world.mandates[0], 1, Ending::Revocation, Some(day("2026-01-14")), "Départ").await.unwrap();
        assert_eq!(codes(&world.sign(CONVENTION, ANNE, 1, &locked.sha256).await.unwrap_err()), ["signatory-without-mandate"]);
        world.sign(CONVENTION, BRUNO, 2, &locked.sha256).await.unwrap();
        assert_eq!(world.current(CONVENTION).await.state, ConventionState::PartlySigned);
        assert!(world.step(CONVENTION, ConventionEvent::Unlock).await.is_err(), "signed by one: the text does not change any more");
    })
    .await;
}

#[tokio::test]
async fn time_warns_once_ends_and_a_renewal_takes_the_place() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        let next = Uuid::from_u128(0xC1);
        for (id, follows) in [(CONVENTION, None), (next, Some((CONVENTION, true)))] {
            world.written(id, follows).await;
            world.step(id, ConventionEvent::Negotiate).await.unwrap();
            let locked = world.step(id, ConventionEvent::Lock).await.unwrap();
            world.sign(id, ANNE, 1, &locked.sha256).await.unwrap();
            world.sign(id, BRUNO, 2, &locked.sha256).await.unwrap();
        }
        let before = world.current(CONVENTION).await;
        assert_eq!((before.state, before.followed_by), (ConventionState::Renewed, Some(next)));
        let at = |text: &str| bassin_kernel::instant(day(text).and_hms_opt(8, 0, 0).unwrap());
        assert_eq!(world.governance.tick(at("2026-10-01")).await.unwrap(), 0);
        assert_eq!(world.governance.tick(at("2026-10-02")).await.unwrap(), 1, "ninety days before");
        assert_eq!(world.governance.tick(at("2026-10-03")).await.unwrap(), 0);
        assert_eq!(world.governance.tick(at("2027-01-01")).await.unwrap(), 1);
        assert_eq!(world.current(next).await.state, ConventionState::Expired);
    })
    .await;
}
