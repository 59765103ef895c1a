//! Projects on both engines: two Instances, each with its pole, and the people who run them.

use std::sync::Arc;

use bassin_database::Record;
use bassin_directory::Directory;
use bassin_documents::{Document, Printer};
use bassin_kernel::{Grant, Person, Role, Timestamp};
use bassin_testkit::{Migrations, Store, get, on_each_engine};
use bassin_web::{Catalogue, Shell, shell};

use super::*;
use crate::{
    Decision, DecisionNumber, DecisionState, ListOrder, Nature, Partner, PracticeDraft, PracticeFilter, PracticeSheet, Procedure,
    ProjectAct, ProjectFact, ProjectSheet, Ruling, Subject, SubjectKind, TaskKind, Term, TermPeriod, TermState, Transmission,
};

fn migrations() -> Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_directory::migrations());
    all.extend(bassin_mail::migrations());
    all.extend(crate::migrations());
    all
}

struct Paper;

impl Printer for Paper {
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, Problem> {
        Ok(format!("{document:?}").into_bytes())
    }
}

const WEST: Uuid = Uuid::from_u128(0x10);
const EAST: Uuid = Uuid::from_u128(0x20);
const WEST_POLE: Uuid = Uuid::from_u128(0x11);
const EAST_POLE: Uuid = Uuid::from_u128(0x21);
const PROJECT: Uuid = Uuid::from_u128(0x100);

fn secretary(body: Uuid) -> Viewer {
    let grants = vec![Grant { role: Role::Secretary, scope: Scope::Body(body) }, Grant { role: Role::Seat, scope: Scope::Body(body) }];
    Viewer::Person(Arc::new(Person { account: body, person: body, name: "Essai".into(), grants }))
}

fn body(id: Uuid, statute: &str, parents: Vec<Uuid>, perimeter: &str) -> Body {
    Body {
        id,
        slug: format!("instance-{}", id.as_u128()),
        name: format!("Instance {}", id.as_u128()),
        statute: statute.into(),
        statute_version: 1,
        parents,
        subject_kind: "sector".into(),
        subject: "Bois".into(),
        perimeter: perimeter.into(),
        mission: String::new(),
        source: String::new(),
        content: Content::Own,
        themes: Vec::new(),
        same_as: None,
        closed: None,
        revision: 1,
    }
}

fn term(of: Uuid, last: &str) -> Term {
    Term {
        id: Uuid::from_u128(of.as_u128() + 0x1000),
        body: of,
        number: 1,
        period: TermPeriod::new("2025-01-01".parse().unwrap(), last.parse().unwrap(), 36).unwrap(),
        state: TermState::Recognised,
        act: "Décision d’essai".into(),
        revision: 1,
    }
}

async fn world(store: &Store) -> Governance {
    let data = store.directory().to_path_buf();
    let database = store.again().await.unwrap();
    let territory = bassin_territory::Territory::open(database.clone(), &data).await.unwrap();
    let directory = Directory::open(database.clone(), territory.clone(), &data);
    let governance = Governance::open(database.clone(), directory, territory, Arc::new(Paper), &data).unwrap();
    let bodies = vec![
        body(WEST, "instance-bassin-efe", Vec::new(), "province:50000"),
        body(EAST, "instance-bassin-efe", Vec::new(), "province:80000"),
        body(WEST_POLE, "pole-synergies", vec![WEST], ""),
        body(EAST_POLE, "pole-synergies", vec![EAST], ""),
    ];
    database
        .write(&Viewer::System, |transaction| async move {
            for body in &bodies {
                store::body::add(&transaction, body).await?;
                store::body::add_term(&transaction, &term(body.id, "2027-12-31")).await?;
            }
            Ok(((), Record::new("body.add", "body", "world")))
        })
        .await
        .unwrap();
    governance
}

/// What the consensus of a pole leaves: an adopted decision about the project.
async fn adopt(governance: &Governance, pole: Uuid, project: Uuid, rank: u32) {
    let id = governance.fresh();
    let decision = Decision {
        id,
        body: pole,
        title: "Adoption".into(),
        subject: Some(Subject { kind: SubjectKind::Project, id: project }),
        meeting: None,
        item: None,
        procedure: Procedure::Meeting,
        state: DecisionState::Adopted,
        version: 1,
        rule: None,
        deadline: None,
        notified_on: None,
        notice: String::new(),
        public: true,
        number: Some(DecisionNumber { year: 2026, rank }),
        declaration: String::new(),
        closed_at: None,
        created_at: Timestamp::default(),
        revision: 1,
    };
    let write = |transaction: Transaction| async move {
        store::decision::insert(&transaction, &decision).await?;
        Ok(((), Record::new("decision.adopt", "decision", id.to_string())))
    };
    governance.database.write(&Viewer::System, write).await.unwrap();
}

fn sheet(title: &str) -> ProjectSheet {
    ProjectSheet {
        title: title.into(),
        summary: "Partager une machine".into(),
        need: "Un plateau trop peu occupé".into(),
        link: "Filière bois".into(),
        aspects: vec!["equipment".into()],
        natures: vec![Nature { code: "innovative".into(), justification: "Première mise en commun".into() }],
        publics: vec!["job-seekers".into()],
        lead: Partner { name: "Centre d’essai".into(), ..Partner::default() },
        territory: "province:50000".into(),
        starts_on: "2026-03-01".parse().ok(),
        ends_on: "2027-03-01".parse().ok(),
        expected: "Deux cents heures partagées".into(),
        ..ProjectSheet::default()
    }
}

fn draft(poles: &[Uuid], sheet: ProjectSheet) -> ProjectDraft {
    ProjectDraft { id: PROJECT, revision: None, poles: poles.to_vec(), sheet }
}

fn act(governance: &Governance, fact: ProjectFact) -> ProjectAct {
    ProjectAct { id: governance.fresh(), fact, on: None, act: "Délibération".into(), words: "Parce que".into() }
}

async fn happen(governance: &Governance, viewer: &Viewer, fact: ProjectFact) -> Result<ProjectState, Problem> {
    let file = governance.act_on_project(viewer, PROJECT, act(governance, fact)).await?;
    Ok(rules::project::derive(&file))
}

fn codes(problem: &Problem) -> Vec<&str> {
    problem.violations.iter().map(|violation| violation.code.as_str()).collect()
}

async fn submitted(governance: &Governance, poles: &[Uuid], sheet: ProjectSheet) {
    governance.save_project(&secretary(poles[0]), draft(poles, sheet)).await.unwrap();
    for (rank, pole) in (1..).zip(poles) {
        adopt(governance, *pole, PROJECT, rank).await;
    }
    assert_eq!(happen(governance, &secretary(poles[0]), ProjectFact::Submitted).await.unwrap(), ProjectState::Submitted);
}

async fn sent_to(governance: &Governance, body: Uuid) -> Vec<Transmission> {
    let body = governance.body(&body.to_string()).await.unwrap();
    governance.transmissions(&Viewer::System, &body, &Listing::default()).await.unwrap().0.items
}

/// What still awaits those who run a body, about a project.
async fn awaits(governance: &Governance, body: Uuid) -> Vec<(TaskKind, String)> {
    let Viewer::Person(person) = secretary(body) else { unreachable!("a secretary is somebody") };
    let tasks = governance.space(&person).await.unwrap().tasks.into_iter();
    tasks.filter(|task| task.kind != TaskKind::Alert).map(|task| (task.kind, task.address)).collect()
}

#[tokio::test]
async fn judging_a_project_answers_what_was_sent_and_nothing_more_awaits() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        submitted(&governance, &[WEST_POLE, EAST_POLE], sheet("Conjoint")).await;
        let (west, east) = (secretary(WEST), secretary(EAST));
        for instance in [WEST, EAST] {
            assert_eq!(awaits(&governance, instance).await, [(TaskKind::Approval, format!("/projets/{PROJECT}"))], "once, on the project");
        }
        let letter = sent_to(&governance, WEST).await.remove(0);
        let words = governance.answer_transmission(&west, letter.id, letter.revision, "Oui".into()).await.unwrap_err();
        assert_eq!(codes(&words), ["transmission-judge"], "the answer is what is said of the project");
        happen(&governance, &west, ProjectFact::Admitted { instance: WEST }).await.unwrap();
        let letter = sent_to(&governance, WEST).await.remove(0);
        assert!(letter.acknowledged_on.is_some() && !letter.is_done(), "admitted, it is acknowledged: {letter:?}");
        happen(&governance, &east, ProjectFact::Admitted { instance: EAST }).await.unwrap();
        happen(&governance, &west, ProjectFact::Judged { instance: WEST, verdict: Ruling::Agree }).await.unwrap();
        let letter = sent_to(&governance, WEST).await.remove(0);
        assert_eq!((letter.answered_on, letter.answer.as_str()), (Some(governance.today()), "Délibération\n\nParce que"));
        assert!(awaits(&governance, WEST).await.is_empty());
        assert_eq!(awaits(&governance, EAST).await.len(), 1, "the other has not judged yet");
        happen(&governance, &east, ProjectFact::Returned { instance: EAST }).await.unwrap();
        assert!(awaits(&governance, EAST).await.is_empty());
        let late = bassin_testkit::now() + chrono::Duration::days(400);
        assert_eq!(governance.tick(late).await.unwrap(), 0, "nothing becomes late afterwards");
    })
    .await;
}

#[tokio::test]
async fn a_project_settled_by_one_instance_is_not_expected_of_the_others() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        submitted(&governance, &[WEST_POLE, EAST_POLE], sheet("Conjoint")).await;
        happen(&governance, &secretary(EAST), ProjectFact::Returned { instance: EAST }).await.unwrap();
        let letter = sent_to(&governance, WEST).await.remove(0);
        assert_eq!((letter.closed_on, letter.answered_on), (Some(governance.today()), None), "it said nothing, and need not");
        assert!(awaits(&governance, WEST).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_list_comes_by_pages_to_those_who_may_read_it() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        let pole = secretary(WEST_POLE);
        submitted(&governance, &[WEST_POLE], sheet("Zinc")).await;
        for number in 0..27_u128 {
            let written =
                ProjectDraft { id: Uuid::from_u128(0x2000 + number), ..draft(&[WEST_POLE], sheet(&format!("Atelier {number:02}"))) };
            governance.save_project(&pole, written).await.unwrap();
        }
        let ask = |viewer: Viewer, body: Option<Uuid>, asked: Listing| {
            let governance = governance.clone();
            async move {
                let found = governance.projects(&viewer, body, &asked).await.unwrap();
                (found.total, found.items.into_iter().map(|file| file.project.sheet.title).collect::<Vec<_>>())
            }
        };
        let by_title = |page| Listing { order: ListOrder::Title, page, ..Listing::default() };
        let (total, titles) = ask(pole.clone(), None, by_title(Some(2))).await;
        assert_eq!((total, titles), (28, vec!["Atelier 25".to_owned(), "Atelier 26".to_owned(), "Zinc".to_owned()]));
        assert_eq!(ask(pole.clone(), None, by_title(Some(9))).await.1.len(), 3, "beyond the last page, the last");
        assert_eq!(ask(pole.clone(), None, by_title(None)).await.1.len(), 28, "a file holds them all");
        assert_eq!(ask(Viewer::Anonymous, None, by_title(None)).await, (1, vec!["Zinc".to_owned()]), "what was submitted");
        assert_eq!(ask(secretary(WEST), Some(WEST), by_title(None)).await.0, 1, "the Instance is concerned once it is asked");
        assert_eq!(ask(secretary(EAST_POLE), None, by_title(None)).await.0, 1);
        let state = Listing { state: "draft".into(), words: "ATELIER 1".into(), ..by_title(Some(1)) };
        assert_eq!(ask(pole.clone(), Some(WEST_POLE), state).await.0, 12, "01, 10 to 19 and 21: by words they hold");
        let states = Listing { order: ListOrder::State, ..by_title(None) };
        assert_eq!(ask(pole.clone(), None, states).await.1.last().map(String::as_str), Some("Zinc"), "submitted after drafts");
        let (this, other) = (Listing { year: "2026".into(), ..by_title(None) }, Listing { year: "2025".into(), ..by_title(None) });
        assert_eq!((ask(pole.clone(), None, this).await.0, ask(pole.clone(), None, other).await.0), (28, 0));
        let aspect = |kind: &str| Listing { kind: kind.into(), ..by_title(None) };
        assert_eq!((ask(pole.clone(), None, aspect("equipment")).await.0, ask(pole, None, aspect("languages")).await.0), (28, 0));
    })
    .await;
}

#[tokio::test]
async fn a_project_lives_from_its_draft_to_its_evaluation() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        let (pole, instance) = (secretary(WEST_POLE), secretary(WEST));
        let first = governance.save_project(&pole, draft(&[WEST_POLE], sheet("Machine"))).await.unwrap();
        let again = governance.save_project(&pole, draft(&[WEST_POLE], sheet("Autre titre"))).await.unwrap();
        assert_eq!(again, first, "sent twice, created once");
        assert_eq!(governance.project(&Viewer::Anonymous, PROJECT).await.unwrap_err().kind, Kind::NotFound, "a draft is not public");
        let refused = happen(&governance, &pole, ProjectFact::Submitted).await.unwrap_err();
        assert!(codes(&refused).contains(&"project-not-adopted"), "{refused}");
        adopt(&governance, WEST_POLE, PROJECT, 1).await;
        assert_eq!(happen(&governance, &pole, ProjectFact::Submitted).await.unwrap(), ProjectState::Submitted);
        let public = governance.project(&Viewer::Anonymous, PROJECT).await.unwrap();
        assert_eq!(public.project.concerned, [WEST]);
        let sent = sent_to(&governance, WEST).await;
        assert_eq!(sent.iter().map(|letter| letter.title.as_str()).collect::<Vec<_>>(), ["Machine"]);
        let wrong = happen(&governance, &pole, ProjectFact::Admitted { instance: WEST }).await.unwrap_err();
        assert_eq!(wrong.kind, Kind::Forbidden, "a pole does not judge its own project");
        happen(&governance, &instance, ProjectFact::Admitted { instance: WEST }).await.unwrap();
        let conditional = ProjectFact::Judged { instance: WEST, verdict: Ruling::Reservations };
        assert_eq!(happen(&governance, &instance, conditional).await.unwrap(), ProjectState::AgreedWithReservations);
        assert_eq!(codes(&happen(&governance, &pole, ProjectFact::Started).await.unwrap_err()), ["project-conditions"]);
        happen(&governance, &instance, ProjectFact::Lifted { instance: WEST }).await.unwrap();
        for (fact, state) in [
            (ProjectFact::Started, ProjectState::Running),
            (ProjectFact::Noted, ProjectState::Running),
            (ProjectFact::Completed, ProjectState::Completed),
            (ProjectFact::Evaluated, ProjectState::Evaluated),
        ] {
            assert_eq!(happen(&governance, &pole, fact).await.unwrap(), state);
        }
        assert_eq!(governance.project(&pole, PROJECT).await.unwrap().events.len(), 8, "all that happened is kept");
    })
    .await;
}

#[tokio::test]
async fn a_joint_project_on_two_basins_where_one_agrees_and_one_refuses_then_a_term_ends() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        submitted(&governance, &[WEST_POLE, EAST_POLE], sheet("Conjoint")).await;
        let (west, east) = (secretary(WEST), secretary(EAST));
        for (viewer, instance, verdict) in [(&west, WEST, Ruling::Agree), (&east, EAST, Ruling::Refuse)] {
            happen(&governance, viewer, ProjectFact::Admitted { instance }).await.unwrap();
            happen(&governance, viewer, ProjectFact::Judged { instance, verdict }).await.unwrap();
        }
        let file = governance.project(&Viewer::Anonymous, PROJECT).await.unwrap();
        assert_eq!(rules::project::derive(&file), ProjectState::Refused);
        end_term(&governance, WEST).await;
        let file = governance.project(&Viewer::Anonymous, PROJECT).await.unwrap();
        assert_eq!(rules::project::verdict(&file, WEST), Some(Ruling::Agree), "what it said before its term ended stays");
        let pole = secretary(WEST_POLE);
        let next = governance.rework_project(&pole, PROJECT, governance.fresh()).await.unwrap();
        let twice = governance.rework_project(&pole, PROJECT, governance.fresh()).await.unwrap();
        assert_eq!((next.project.id, next.project.version), (twice.project.id, 2), "asked twice, one new version");
        assert_eq!(next.project.previous, Some(PROJECT));
        assert_eq!(rules::project::derive(&next), ProjectState::Draft, "the new version is decided again");
    })
    .await;
}

async fn end_term(governance: &Governance, of: Uuid) {
    let write = |transaction: Transaction| async move {
        store::body::update_term(&transaction, &term(of, "2025-12-31")).await?;
        Ok(((), Record::new("term.end", "term", of.to_string())))
    };
    governance.database.write(&Viewer::System, write).await.unwrap();
}

#[tokio::test]
async fn a_territory_touched_concerns_its_instance_and_an_instance_out_of_term_says_nothing() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        let wide = ProjectSheet { territory: "province:50000 + province:80000".into(), ..sheet("Large") };
        submitted(&governance, &[WEST_POLE], wide).await;
        let file = governance.project(&Viewer::Anonymous, PROJECT).await.unwrap();
        assert_eq!(file.project.concerned.len(), 2, "the Instance of the pole and the one whose territory is touched");
        end_term(&governance, EAST).await;
        let refused = happen(&governance, &secretary(EAST), ProjectFact::Admitted { instance: EAST }).await.unwrap_err();
        assert_eq!(codes(&refused), ["project-instance-term"]);
    })
    .await;
}

#[tokio::test]
async fn a_submission_lists_every_unmet_rule_with_its_article_and_writes_nothing() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        let pole = secretary(WEST_POLE);
        let bare = ProjectSheet { title: "Nu".into(), ..ProjectSheet::default() };
        governance.save_project(&pole, draft(&[WEST_POLE], bare)).await.unwrap();
        adopt(&governance, WEST_POLE, PROJECT, 1).await;
        end_term(&governance, WEST_POLE).await;
        let refused = happen(&governance, &pole, ProjectFact::Submitted).await.unwrap_err();
        for code in ["project-field-missing", "project-no-aspect", "project-no-nature", "project-no-public", "project-term"] {
            assert!(codes(&refused).contains(&code), "{code} in {refused}");
        }
        let term = refused.violations.iter().find(|violation| violation.code == "project-term").unwrap();
        assert!(term.source.as_deref().is_some_and(|source| !source.is_empty()));
        assert!(governance.project(&pole, PROJECT).await.unwrap().events.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_stale_form_is_refused_and_a_stranger_writes_nothing() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        let pole = secretary(WEST_POLE);
        governance.save_project(&pole, draft(&[WEST_POLE], sheet("Machine"))).await.unwrap();
        let later = |title: &str, revision| ProjectDraft { revision: Some(revision), ..draft(&[WEST_POLE], sheet(title)) };
        governance.save_project(&pole, later("Nouveau titre", 1)).await.unwrap();
        assert_eq!(governance.save_project(&pole, later("Perdu", 1)).await.unwrap_err().kind, Kind::Conflict);
        assert_eq!(governance.project(&pole, PROJECT).await.unwrap().project.sheet.title, "Nouveau titre");
        assert_eq!(governance.save_project(&secretary(EAST_POLE), later("Autre", 2)).await.unwrap_err().kind, Kind::Forbidden);
        let wrong = governance.save_project(&pole, later("", 2)).await.unwrap_err();
        assert_eq!(wrong.violations[0].location.field.as_deref(), Some("title"));
        adopt(&governance, WEST_POLE, PROJECT, 1).await;
        assert_eq!(codes(&governance.save_project(&pole, later("Après", 2)).await.unwrap_err()), ["project-fixed"]);
    })
    .await;
}

#[tokio::test]
async fn a_practice_is_proposed_by_a_member_and_published_by_the_secretary() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        let id = governance.fresh();
        let sheet = PracticeSheet {
            title: "Parrainage d’entreprise".into(),
            kind: "practice".into(),
            description: "Un tuteur par classe".into(),
            user: "École d’essai".into(),
            theme: "Stages".into(),
            ..PracticeSheet::default()
        };
        let draft = |sheet, revision| PracticeDraft { id, revision, body: Some(WEST_POLE), project: None, sheet };
        let seat = Grant { role: Role::Seat, scope: Scope::Body(WEST_POLE) };
        let member = |person| Viewer::Person(Arc::new(Person { account: person, person, name: "Membre".into(), grants: vec![seat] }));
        let (author, other) = (member(Uuid::from_u128(1)), member(Uuid::from_u128(2)));
        let missing = governance.save_practice(&author, draft(PracticeSheet::default(), None)).await.unwrap_err();
        assert_eq!(missing.violations.len(), 4, "{missing}");
        governance.save_practice(&author, draft(sheet.clone(), None)).await.unwrap();
        assert_eq!(governance.save_practice(&other, draft(sheet.clone(), Some(1))).await.unwrap_err().kind, Kind::Forbidden);
        assert!(governance.practice(&Viewer::Anonymous, id).await.is_err());
        assert_eq!(governance.publish_practice(&author, id, true).await.unwrap_err().kind, Kind::Forbidden);
        governance.publish_practice(&secretary(WEST_POLE), id, true).await.unwrap();
        let filter = |words: &str, theme: &str| PracticeFilter { words: words.into(), theme: theme.into(), ..PracticeFilter::default() };
        let found = |filter| {
            let governance = governance.clone();
            async move { governance.practices(&Viewer::Anonymous, &filter).await.unwrap().len() }
        };
        assert_eq!(
            (found(filter("PARRAINAGE ecole", "")).await, found(filter("", "stages")).await, found(filter("rien", "")).await),
            (1, 1, 0)
        );
        assert_eq!(governance.save_practice(&author, draft(sheet, Some(2))).await.unwrap_err().kind, Kind::Forbidden, "once published");
    })
    .await;
}

#[tokio::test]
async fn pages_show_what_is_public_and_documents_say_the_same() {
    on_each_engine(migrations, |store| async move {
        let governance = world(&store).await;
        submitted(&governance, &[WEST_POLE], sheet("Machine <partagée>")).await;
        let pages = shell(crate::routes(governance.clone()), Shell::new(Catalogue::new(&crate::LOCALES)));
        let list = get(&pages, "/projets").await;
        assert!(list.text().contains("Machine &#60;partagée&#62;"), "{}", list.text());
        let address = format!("/projets/{PROJECT}");
        let page = get(&pages, &address).await;
        for words in ["Soumis", "Deux cents heures partagées", "Première mise en commun", "Instance 16", "Attendue"] {
            assert!(page.text().contains(words), "{words} in {}", page.text());
        }
        assert!(!page.text().contains("Ce que vous pouvez faire"), "a visitor does nothing");
        let pdf = get(&pages, &format!("{address}/fiche.pdf")).await;
        assert!(pdf.text().contains("Machine <partagée>") && pdf.header("content-disposition").contains("projet-machine-partagee.pdf"));
        assert!(get(&pages, &format!("{address}/fiche.docx")).await.body.starts_with(b"PK"));
        assert!(get(&pages, "/projets.csv?q=machine").await.text().contains("Machine <partagée>"));
        assert!(get(&pages, "/projets?etat=refused").await.text().contains("Rien ne répond à ces critères"));
        for (path, status) in [
            ("/pratiques", 200),
            ("/projets/nouveau", 403),
            ("/pratiques/nouvelle", 403),
            ("/projets/00000000-0000-0000-0000-000000000000", 404),
            ("/projets/x", 400),
        ] {
            assert_eq!(get(&pages, path).await.status.as_u16(), status, "{path}");
        }
    })
    .await;
}
