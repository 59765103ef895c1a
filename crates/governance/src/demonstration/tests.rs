//! The demonstration on both engines: loaded once, removed whole, never at the cost of somebody's work.

use std::sync::Arc;

use bassin_directory::Directory;
use bassin_documents::{Document, Printer};
use bassin_kernel::{Day, Kind, Problem, Viewer, day_of};
use bassin_testkit::{Migrations, Store, on_each_engine};

use super::identifier;
use crate::{
    BodyDraft, Content, Founding, Governance, Term, TermPeriod, TermState,
    rules::term::{Act, ActKind},
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
        assert_eq!(places.iter().map(|place| place.seat.component.as_str()).collect::<Vec<_>>(), ["education", "enterprise", "training"]);
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
        let term =
            Term { id: identifier("essai"), body: pole.id, number: 1, period, state: TermState::Proposed, act: String::new(), revision: 1 };
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
        let refused = room.remove_demonstration(&operator()).await.unwrap_err();
        assert_eq!(refused.kind, Kind::Conflict);
        let codes: Vec<&str> = refused.violations.iter().map(|violation| violation.code.as_str()).collect();
        assert_eq!(codes, ["demonstration-used", "demonstration-parent"]);
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
        assert!(refused.violations.iter().any(|violation| violation.source.as_deref().is_some_and(|source| source.contains("art. 18"))));

        assert_eq!(room.remove_fictional(&operator()).await.unwrap(), 5);
        assert!(!room.fictional().load(std::sync::atomic::Ordering::Relaxed));
        assert!(room.directory.person(identifier("fictional/alix")).await.unwrap().is_none(), "nobody invented stays in the directory");
        assert_eq!(room.load_fictional(&operator()).await.unwrap(), 5);
    })
    .await;
}
