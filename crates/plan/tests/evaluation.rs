//! The evaluation of a plan on both engines: taken on, asked, worked on, published, recommended, followed up; and its pages.
#![expect(clippy::unwrap_used, reason = "what surrounds a test fails with it")]

use std::sync::Arc;

use axum::{body::Body, http::Request};
use bassin_directory::{Directory, PersonDraft, add_person};
use bassin_documents::{Document, Printer};
use bassin_governance::{BodyDraft, Founding, Governance};
use bassin_kernel::{Day, Kind, Person, Problem, Viewer};
use bassin_plan::{
    AwaitedKind, Draft, Plans, ProgrammeDraft, Shown,
    evaluation::{
        Criterion, ProgrammeSheet, PublicationSheet, Question, QuestionSheet, QuestionState, Recommendation, RecommendationSheet,
        RecommendationState, WorkKind, WorkSheet,
    },
    rules::evaluation::{QuestionAct, RecommendationAct, Stance},
};
use bassin_testkit::{Migrations, Store, on_each_engine};
use uuid::Uuid;

fn migrations() -> Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_mail::migrations());
    all.extend(bassin_directory::migrations());
    all.extend(bassin_observatory::migrations());
    all.extend(bassin_governance::migrations());
    all.extend(bassin_plan::migrations());
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

const PLAN: &str = "cprdfop-grand-est-2018-2022";
/// Keeps the programme, advises on methods, answers recommendations.
const ALIX: Uuid = Uuid::from_u128(0xA0);
const CHLOE: Uuid = Uuid::from_u128(0xA1);
const BRUNO: Uuid = Uuid::from_u128(0xA2);
const COMMITTEE: Uuid = Uuid::from_u128(1);
const COUNCIL: Uuid = Uuid::from_u128(2);
const OFFICE: Uuid = Uuid::from_u128(3);
const PROGRAMME: Uuid = Uuid::from_u128(0x10);
const QUESTION: Uuid = Uuid::from_u128(0x11);
const WORK: Uuid = Uuid::from_u128(0x12);
const PAPER: Uuid = Uuid::from_u128(0x13);
const ADVICE: Uuid = Uuid::from_u128(0x14);

struct World {
    plans: Plans,
    governance: Governance,
}

impl World {
    async fn new(store: &Store) -> Self {
        let data = store.directory().to_path_buf();
        let database = store.again().await.unwrap();
        let territory = bassin_territory::Territory::open(database.clone(), &data).await.unwrap();
        let directory = Directory::open(database.clone(), territory.clone(), &data);
        let governance = Governance::open(database.clone(), directory.clone(), territory.clone(), Arc::new(NoPrinter), &data).unwrap();
        let observatory = bassin_observatory::Observatory::open(database.clone(), territory.clone(), &data).await.unwrap();
        let plans = Plans::open(database.clone(), territory, directory, observatory, governance.clone()).unwrap();
        plans.take_texts().await.unwrap();
        for (id, name) in [(ALIX, "Alix"), (CHLOE, "Chloe"), (BRUNO, "Bruno")] {
            let draft = PersonDraft { email: format!("{name}@essai.example"), ..PersonDraft::named(id, name, "Essai") };
            let add = |transaction| async move {
                let person = add_person(&transaction, draft).await?;
                Ok((person, bassin_database::Record::new("person.add", "person", id.to_string())))
            };
            database.write(&Viewer::System, add).await.unwrap();
        }
        let world = Self { plans, governance };
        world.found(COMMITTEE, "comite-regional-evaluation", "Comité d’évaluation", ALIX).await;
        world.found(COUNCIL, "instance-bassin-efe", "Conseil des chercheurs", CHLOE).await;
        world.found(OFFICE, "crefop", "Bureau", BRUNO).await;
        world
    }

    async fn found(&self, id: Uuid, statute: &str, name: &str, secretary: Uuid) {
        let draft = BodyDraft {
            id,
            statute: statute.to_owned(),
            name: name.to_owned(),
            secretary: Some(Founding { person: secretary, organisation: None }),
            ..BodyDraft::default()
        };
        self.governance.create_body(&operator(), draft).await.unwrap();
    }

    async fn viewer(&self, person: Uuid) -> Viewer {
        let grants = self.governance.grants(person, day("2026-01-15")).await.unwrap();
        Viewer::Person(Arc::new(Person { account: person, person, name: "Essai".to_owned(), grants }))
    }

    /// The programme taken on by the committee, with one question and one work on it.
    async fn begun(store: &Store) -> Self {
        let world = Self::new(store).await;
        world.plans.save_programme(&operator(), programme(None)).await.unwrap();
        let alix = world.viewer(ALIX).await;
        world.plans.save_question(&alix, draft(QUESTION, None, asked())).await.unwrap();
        world.plans.save_work(&alix, draft(WORK, None, hearing())).await.unwrap();
        world
    }

    async fn question(&self) -> Question {
        let all = self.plans.evaluation(&operator(), PLAN).await.unwrap();
        all.questions.into_iter().find(|question| question.id == QUESTION).unwrap()
    }

    async fn advice(&self) -> Recommendation {
        let all = self.plans.evaluation(&operator(), PLAN).await.unwrap();
        all.recommendations.into_iter().find(|one| one.id == ADVICE).unwrap()
    }

    async fn act(&self, act: QuestionAct) -> Result<Question, Problem> {
        self.plans.act_on_question(&self.viewer(ALIX).await, QUESTION, self.question().await.revision, act).await
    }

    async fn follow(&self, person: Uuid, act: RecommendationAct) -> Result<Recommendation, Problem> {
        self.plans.act_on_recommendation(&self.viewer(person).await, ADVICE, self.advice().await.revision, act).await
    }

    /// The question led to its answer, and a recommendation drawn from it.
    async fn answered(&self) {
        let answer = QuestionAct::Answer { words: "Oui, en partie.".to_owned(), on: Some(day("2026-01-10")) };
        for act in [QuestionAct::Retain, QuestionAct::Start, answer] {
            self.act(act).await.unwrap();
        }
        self.plans.save_recommendation(&self.viewer(ALIX).await, draft(ADVICE, None, advised())).await.unwrap();
    }
}

fn advised_title() -> String {
    advised().title
}

fn operator() -> Viewer {
    Viewer::Operator("essai".to_owned())
}

fn draft<S>(id: Uuid, revision: Option<i64>, sheet: S) -> Draft<S> {
    Draft { id, revision, plan: PLAN.to_owned(), sheet }
}

fn programme(revision: Option<i64>) -> ProgrammeDraft {
    let sheet = ProgrammeSheet { field: "Le service public".to_owned(), ..ProgrammeSheet::default() };
    ProgrammeDraft { draft: draft(PROGRAMME, revision, sheet), body: Some(COMMITTEE), council: Some(COUNCIL) }
}

fn asked() -> QuestionSheet {
    QuestionSheet {
        title: "Quel recours au droit ?".to_owned(),
        asked_by: "Un atelier".to_owned(),
        source: "3.2.2, page 35".to_owned(),
        criteria: vec![Criterion::Impact],
        method: "Entretiens".to_owned(),
        data: "Entrées".to_owned(),
        ..QuestionSheet::default()
    }
}

fn hearing() -> WorkSheet {
    WorkSheet {
        kind: Some(WorkKind::Hearing),
        questions: vec![QUESTION],
        title: "Audition des missions locales".to_owned(),
        who: "Deux directrices".to_owned(),
        from: Some(day("2026-01-08")),
        notes: "Elles disent …".to_owned(),
        ..WorkSheet::default()
    }
}

fn paper() -> PublicationSheet {
    PublicationSheet {
        work: Some(WORK),
        title: "Rapport".to_owned(),
        authors: vec!["C. Essai".to_owned()],
        on: Some(day("2026-01-12")),
        presented_on: Some(day("2026-01-13")),
        address: "https://exemple.fr/rapport".to_owned(),
        ..PublicationSheet::default()
    }
}

fn advised() -> RecommendationSheet {
    RecommendationSheet {
        title: "Ouvrir un guichet".to_owned(),
        questions: vec![QUESTION],
        body: Some(OFFICE),
        answer_due: Some(day("2026-02-15")),
        ..RecommendationSheet::default()
    }
}

fn codes(problem: &Problem) -> Vec<&str> {
    problem.violations.iter().map(|violation| violation.code.as_str()).collect()
}

#[tokio::test]
async fn a_question_lives_from_its_proposal_to_its_closing() {
    on_each_engine(migrations, |store| async move {
        let world = World::begun(&store).await;
        let alix = world.viewer(ALIX).await;
        world.answered().await;
        let close = world.act(QuestionAct::Close).await.unwrap_err();
        assert_eq!(codes(&close), ["question-unpublished", "question-unsent"]);
        world.plans.save_publication(&alix, draft(PAPER, None, paper()), None).await.unwrap();
        assert_eq!(codes(&world.act(QuestionAct::Close).await.unwrap_err()), ["question-unpublished", "question-unsent"], "not public yet");
        world.plans.show_evaluated(&alix, Shown::Publication, PAPER, true).await.unwrap();
        world.follow(ALIX, RecommendationAct::Address).await.unwrap();
        assert_eq!(world.act(QuestionAct::Close).await.unwrap().state, QuestionState::Closed);
        let closed = world.plans.save_question(&alix, draft(QUESTION, Some(world.question().await.revision), asked())).await.unwrap_err();
        assert_eq!(codes(&closed), ["question-closed"]);
        let told: Vec<String> = world.plans.evaluation_events(QUESTION).await.unwrap().into_iter().map(|event| event.act).collect();
        assert_eq!(told, ["retain", "start", "answer", "close"], "what happened stays, in order");
    })
    .await;
}

#[tokio::test]
async fn a_recommendation_is_answered_by_its_body_only_and_its_lateness_shows() {
    on_each_engine(migrations, |store| async move {
        let world = World::begun(&store).await;
        world.answered().await;
        let accept = || RecommendationAct::Reply {
            stance: Some(Stance::Partly),
            words: "Un guichet sur deux".to_owned(),
            due: Some(day("2026-06-30")),
        };
        world.follow(ALIX, RecommendationAct::Address).await.unwrap();
        assert_eq!(world.follow(ALIX, accept()).await.unwrap_err().kind, Kind::Forbidden, "those who recommend do not answer");
        let awaiting = world.plans.recommendations_awaiting(&[OFFICE]).await.unwrap();
        assert_eq!(awaiting.len(), 1);
        world.follow(BRUNO, accept()).await.unwrap();
        let silent = RecommendationAct::Postpone { due: Some(day("2026-12-31")), reason: " ".to_owned() };
        assert_eq!(world.follow(BRUNO, silent).await.unwrap_err().violations[0].location.field.as_deref(), Some("reason"));
        let later = RecommendationAct::Postpone { due: Some(day("2026-12-31")), reason: "Recrutement".to_owned() };
        let reply = world.follow(BRUNO, later).await.unwrap().reply.unwrap();
        assert_eq!((reply.promised, reply.due, reply.slips), (Some(day("2026-06-30")), Some(day("2026-12-31")), 1));
        let done = RecommendationAct::Finish { words: "Ouvert".to_owned(), on: Some(day("2026-01-15")) };
        assert_eq!(world.follow(BRUNO, done).await.unwrap().state, RecommendationState::Done);
        assert!(world.plans.recommendations_awaiting(&[OFFICE]).await.unwrap().is_empty());
        let reopened = world.follow(ALIX, RecommendationAct::Reopen { reason: "Fermé depuis".to_owned() }).await.unwrap();
        assert_eq!(reopened.state, RecommendationState::Partly, "it is again what its body had answered");
    })
    .await;
}

#[tokio::test]
async fn forms_sent_twice_write_once_and_stale_ones_are_told() {
    on_each_engine(migrations, |store| async move {
        let world = World::begun(&store).await;
        let alix = world.viewer(ALIX).await;
        let again = world.plans.save_question(&alix, draft(QUESTION, None, asked())).await.unwrap();
        assert_eq!(again.revision, 1);
        assert_eq!(world.plans.evaluation(&alix, PLAN).await.unwrap().questions.len(), 1, "sent twice, written once");
        let other = QuestionSheet { details: "Précision".to_owned(), ..asked() };
        world.plans.save_question(&alix, draft(QUESTION, Some(1), other)).await.unwrap();
        let stale = world.plans.save_question(&alix, draft(QUESTION, Some(1), asked())).await.unwrap_err();
        assert_eq!(stale.kind, Kind::Conflict);
        assert_eq!(world.plans.act_on_question(&alix, QUESTION, 1, QuestionAct::Retain).await.unwrap_err().kind, Kind::Conflict);
        assert_eq!(world.question().await.sheet.details, "Précision", "nothing is lost");
        assert_eq!(world.plans.save_programme(&operator(), programme(Some(9))).await.unwrap_err().kind, Kind::Conflict);
        let rival = ProgrammeDraft { draft: Draft { id: Uuid::from_u128(0x99), ..programme(None).draft }, ..programme(None) };
        assert_eq!(world.plans.save_programme(&operator(), rival).await.unwrap_err().kind, Kind::Conflict, "a plan has one programme");
    })
    .await;
}

#[tokio::test]
async fn rights_follow_the_bodies_and_drafts_are_for_those_who_evaluate() {
    on_each_engine(migrations, |store| async move {
        let world = World::begun(&store).await;
        let (alix, chloe, bruno) = (world.viewer(ALIX).await, world.viewer(CHLOE).await, world.viewer(BRUNO).await);
        for stranger in [&chloe, &bruno, &Viewer::Anonymous] {
            let refused = world.plans.save_work(stranger, draft(Uuid::from_u128(0x50), None, hearing())).await.unwrap_err();
            assert_eq!(refused.kind, Kind::Forbidden);
        }
        assert_eq!(world.plans.save_programme(&chloe, programme(Some(1))).await.unwrap_err().kind, Kind::Forbidden);
        let seen = |viewer: Viewer| {
            let plans = world.plans.clone();
            async move { plans.evaluation(&viewer, PLAN).await.unwrap().questions.len() }
        };
        assert_eq!((seen(chloe.clone()).await, seen(bruno.clone()).await, seen(Viewer::Anonymous).await), (1, 0, 0));
        world.plans.show_evaluated(&alix, Shown::Question, QUESTION, true).await.unwrap();
        assert_eq!(seen(Viewer::Anonymous).await, 1);
        let revision = world.question().await.revision;
        assert_eq!(
            world.plans.advise_on_question(&alix, QUESTION, revision, "Bien".to_owned()).await.unwrap_err().kind,
            Kind::Forbidden,
            "only the council advises"
        );
        let advised = world.plans.advise_on_question(&chloe, QUESTION, revision, "Ajouter un témoin".to_owned()).await.unwrap();
        assert_eq!(advised.advice.unwrap().words, "Ajouter un témoin");
        world.answered().await;
        assert!(world.plans.evaluation(&bruno, PLAN).await.unwrap().recommendations.is_empty(), "a draft is not theirs yet");
        assert!(world.plans.awaiting(&bruno).await.unwrap().is_empty());
        world.follow(ALIX, RecommendationAct::Address).await.unwrap();
        assert_eq!(world.plans.evaluation(&bruno, PLAN).await.unwrap().recommendations.len(), 1, "sent, it is");
        let written = bassin_mail::letters(&store, &bassin_mail::Filter::default()).await.unwrap().letters;
        let told: Vec<(&str, &str)> = written.iter().map(|letter| (letter.to.as_str(), letter.subject.as_str())).collect();
        assert_eq!(
            told,
            [("Bruno@essai.example", format!("Recommandation à examiner : {}", advised_title()).as_str())],
            "who runs the body"
        );
        let awaited = world.plans.awaiting(&bruno).await.unwrap();
        assert_eq!((awaited.len(), awaited[0].kind, awaited[0].place.fr.as_str()), (1, AwaitedKind::Recommendation, "Bureau"));
        assert_eq!(awaited[0].due, Some(day("2026-02-15")));
        assert!(page(&portal(&world, bruno.clone()), &awaited[0].address).await.contains(&advised_title()), "the way leads to it");
        assert!(world.plans.awaiting(&world.viewer(ALIX).await).await.unwrap().is_empty());
        assert!(world.plans.evaluation(&Viewer::Anonymous, PLAN).await.unwrap().recommendations.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_the_contract_asks_is_loaded_once_with_its_page() {
    on_each_engine(migrations, |store| async move {
        let world = World::new(&store).await;
        assert_eq!(world.plans.load_evaluation(&Viewer::System).await.unwrap(), 0, "its bodies are not there");
        world.governance.load_demonstration(&Viewer::System).await.unwrap();
        assert_eq!(world.plans.load_evaluation(&Viewer::System).await.unwrap(), 7);
        assert_eq!(world.plans.load_evaluation(&Viewer::System).await.unwrap(), 0, "once");
        let public = world.plans.evaluation(&Viewer::Anonymous, PLAN).await.unwrap();
        let programme = public.programme.clone().unwrap();
        assert_eq!(public.bodies[&programme.body].name, "Comité régional d’évaluation Grand Est");
        assert_eq!(public.bodies[&programme.council.unwrap()].name, "Conseil scientifique du Comité régional d’évaluation");
        let titles: Vec<&str> = public.questions.iter().map(|question| question.sheet.title.as_str()).collect();
        assert_eq!(titles[0], "Les caractéristiques des usagers du service public et leur recours au droit", "in the order of the text");
        assert!(public.questions.iter().all(|one| one.state == QuestionState::Proposed && one.sheet.source.contains("page")));
        assert_eq!(world.plans.remove_evaluation(&Viewer::Anonymous).await.unwrap_err().kind, Kind::Forbidden);
        assert_eq!(world.plans.remove_evaluation(&operator()).await.unwrap(), 7);
        assert!(world.plans.evaluation(&operator(), PLAN).await.unwrap().programme.is_none());
    })
    .await;
}

fn portal(world: &World, viewer: Viewer) -> axum::Router {
    let rooms: [&[_]; 3] = [&bassin_directory::LOCALES, &bassin_governance::LOCALES, &bassin_plan::LOCALES];
    let mut shell = bassin_web::Shell::new(bassin_web::Catalogue::new(&rooms.concat()));
    shell.identify = Some(Arc::new(move |_| {
        let viewer = viewer.clone();
        Box::pin(async move { viewer })
    }));
    bassin_web::shell(bassin_plan::routes(world.plans.clone()), shell)
}

fn cookie() -> String {
    format!("{}=essai", bassin_web::SESSION)
}

/// What a page says, once no message is missing in it.
async fn page(portal: &axum::Router, address: &str) -> String {
    let request = Request::get(address).header("cookie", cookie()).body(Body::empty()).unwrap();
    let answer = bassin_testkit::send(portal, request).await;
    assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    let text = answer.text().to_owned();
    for prefix in ["evaluation-", "question-", "work-", "publication-", "recommendation-", "criterion-"] {
        let missing = text.split(['>', '<']).find(|part| part.trim().starts_with(prefix));
        assert_eq!(missing, None, "a message is missing at {address}");
    }
    text
}

async fn send(portal: &axum::Router, address: &str, fields: &str) -> bassin_testkit::Answer {
    let request = Request::post(address)
        .header("cookie", cookie())
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(fields.to_owned()))
        .unwrap();
    bassin_testkit::send(portal, request).await
}

#[tokio::test]
async fn pages_show_what_may_be_done_and_what_stands_in_the_way() {
    on_each_engine(migrations, |store| async move {
        let world = World::begun(&store).await;
        let (alix, visitor) = (portal(&world, world.viewer(ALIX).await), portal(&world, Viewer::Anonymous));
        let at = format!("/plan/{PLAN}/evaluation");
        let address = format!("{at}/questions/{QUESTION}");
        assert!(page(&alix, &at).await.contains("Proposer une question"));
        assert!(!page(&visitor, &at).await.contains("Proposer une question"));
        let hidden = Request::get(&address).body(Body::empty()).unwrap();
        assert_eq!(bassin_testkit::send(&visitor, hidden).await.status, 404, "a draft is not told of");

        let silent = send(&alix, &format!("{address}/acte/set-aside"), "set-aside-revision=1&set-aside-reason=").await;
        assert_eq!(silent.status, 422);
        assert!(silent.text().contains("Dites pourquoi."));
        let done = send(&alix, &format!("{address}/acte/retain"), "retain-revision=1").await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, format!("{address}?fait=evaluation-done").as_str()));
        let stale = send(&alix, &format!("{address}/acte/start"), "start-revision=1").await;
        assert_eq!(stale.status, 409);

        world.act(QuestionAct::Start).await.unwrap();
        world.act(QuestionAct::Answer { words: "Oui".to_owned(), on: Some(day("2026-01-10")) }).await.unwrap();
        let seen = page(&alix, &address).await;
        assert!(
            seen.contains("publiés et largement diffusés") && seen.contains("3.2.1, page 35"),
            "the rule that stands in the way, and its source"
        );

        let mistaken = send(
            &alix,
            &format!("{at}/travaux/nouveau"),
            "id=&kind=call&title=Appel&questions=&from=2026-03-01&to=2026-02-01&applications=A",
        )
        .await;
        assert_eq!(mistaken.status, 422);
        assert!(mistaken.text().contains("La fin précède le début."), "{}", mistaken.text());
        assert!(mistaken.text().contains("value=\"Appel\""), "what was typed comes back");
        for address in ["/programme", "/questions/nouvelle", "/travaux/nouveau", "/publications/nouvelle", "/recommandations/nouvelle"] {
            page(&alix, &format!("{at}{address}")).await;
        }
        let csv = page(&alix, &format!("{at}/questions.csv")).await;
        assert!(csv.contains("Quel recours au droit ?") && csv.contains("Répondue"));
    })
    .await;
}
