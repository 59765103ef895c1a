//! Plans as people run them, on both engines.

use bassin_directory::Directory;
use bassin_documents::{Document, Printer};
use bassin_governance::Governance;
use bassin_kernel::{Day, Kind, Problem, Viewer};
use bassin_observatory::Observatory;
use bassin_plan::{
    Figure, PlanState, Plans, Settling, Sheet, Status,
    rules::{
        self,
        act::{Act, Mark, Measured, Replan, Report, Told},
        health::Health,
    },
};
use bassin_territory::Territory;
use bassin_testkit::{Migrations, Store, on_each_engine};

const CONTRACT: &str = "cprdfop-grand-est-2018-2022";

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
        Ok(Vec::new())
    }
}

async fn plans(store: &Store) -> Plans {
    let database = bassin_database::Database::clone(store);
    let territory = Territory::open(database.clone(), store.directory()).await.unwrap();
    let observatory = Observatory::open(database.clone(), territory.clone(), store.directory()).await.unwrap();
    let directory = Directory::open(database.clone(), territory.clone(), store.directory());
    let printer = std::sync::Arc::new(NoPrinter);
    let governance = Governance::open(database.clone(), directory.clone(), territory.clone(), printer, store.directory()).unwrap();
    Plans::open(database, territory, directory, observatory, governance).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The plans taken from their texts, the contract followed since the first day of 2025.
async fn followed(store: &Store) -> Plans {
    let room = plans(store).await;
    room.take_texts().await.unwrap();
    let settling = Settling { owner: None, followed_since: Some(day("2025-01-01")), state: PlanState::InForce };
    room.settle(&Viewer::System, CONTRACT, room.fresh(), 1, settling).await.unwrap();
    room
}

async fn action(room: &Plans, number: &str) -> Sheet {
    room.tree(CONTRACT).await.unwrap().numbered(number).unwrap().clone()
}

async fn health(room: &Plans, number: &str) -> Health {
    let tree = room.tree(CONTRACT).await.unwrap();
    rules::health::assess(&tree, room.today())[&tree.numbered(number).unwrap().node.id].health
}

#[tokio::test]
async fn a_plan_is_taken_from_its_text_once_and_whole() {
    on_each_engine(migrations, |store| async move {
        let room = plans(&store).await;
        let count = room.take_texts().await.unwrap();
        assert!(count >= 1);
        assert_eq!(room.take_texts().await.unwrap(), 0, "a second start takes nothing again");
        let tree = room.tree(CONTRACT).await.unwrap();
        let many = |level| tree.sheets.iter().filter(|sheet| sheet.node.level == level).count();
        assert_eq!((many(0), many(1), many(2), tree.actions().count()), (3, 12, 38, 38));
        let indicators: usize = tree.sheets.iter().map(|sheet| sheet.indicators.len()).sum();
        let milestones: usize = tree.actions().map(|sheet| sheet.milestones.len()).sum();
        assert_eq!((milestones, indicators), (145, 132));
        let open: Vec<&str> =
            tree.actions().filter(|sheet| sheet.node.pilots().next().is_none()).map(|sheet| sheet.node.number.as_str()).collect();
        assert_eq!(open, ["3.4.1", "3.4.2", "3.4.3", "3.4.4", "3.5.3"], "pilots that the text leaves open stay open");
        assert_eq!(health(&room, "1.1.1").await, Health::Unknown, "nobody follows the plan yet: nothing is known, nothing is late");
    })
    .await;
}

#[tokio::test]
async fn a_report_changes_the_sheet_once_and_a_stale_one_changes_nothing() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let sheet = action(&room, "1.1.1").await;
        let report = Report {
            milestones: vec![(
                sheet.milestones[0].id,
                Mark::Done { on: Some(day("2018-06-15")), evidence: "Feuille de route du 15 juin".into() },
            )],
            figures: vec![Measured {
                indicator: sheet.indicators[1].id,
                period: "2025".parse().unwrap(),
                source: Figure::DECLARED.into(),
                value: 4.0,
                provisional: false,
                comment: String::new(),
            }],
            told: Some(Told {
                period: "2025".parse().unwrap(),
                done: "Feuille de route adoptée".into(),
                difficulties: String::new(),
                remedies: String::new(),
            }),
            ..Report::default()
        };
        let form = room.fresh();
        let told = room.act(&Viewer::System, sheet.node.id, form, 1, Act::Report(report.clone())).await.unwrap();
        assert_eq!((told.node.status, told.node.revision), (Status::InProgress, 2), "doing a milestone begins the action");
        let again = room.act(&Viewer::System, sheet.node.id, form, 1, Act::Report(report.clone())).await.unwrap();
        assert_eq!(again, told, "sent twice, done once");
        let stored = action(&room, "1.1.1").await;
        assert_eq!(stored, told);
        assert_eq!(stored.figures.len(), 1);
        let stale = room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, Act::Report(report)).await.unwrap_err();
        assert_eq!(stale.kind, Kind::Conflict);
        let tree = room.tree(CONTRACT).await.unwrap();
        assert_eq!(tree.events_of(sheet.node.id).count(), 4, "done, measured, told, begun");
    })
    .await;
}

#[tokio::test]
async fn planning_again_keeps_what_was_promised_and_asks_why() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let sheet = action(&room, "1.1.1").await;
        let last = sheet.milestones.last().unwrap().clone();
        let dates = bassin_plan::Dates { from: last.current.from, to: Some(day("2027-03-31")) };
        let act = |reason: &str| Act::Replan(Replan { milestone: last.id, dates, reason: reason.into() });
        let refused = room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, act(" ")).await.unwrap_err();
        assert_eq!(refused.violations[0].location.field.as_deref(), Some("reason"));
        assert_eq!(action(&room, "1.1.1").await.node.revision, 1, "a refusal writes nothing");
        let sheet = room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, act("Réseau reconduit")).await.unwrap();
        let moved = sheet.milestones.last().unwrap();
        assert_eq!((moved.baseline, moved.current, moved.slips(), moved.slips_across_years()), (last.baseline, dates, 1, 1));
        assert!(moved.has_slipped());
    })
    .await;
}

#[tokio::test]
async fn nobody_writes_without_the_right_or_before_the_follow_up_is_open() {
    on_each_engine(migrations, |store| async move {
        let room = plans(&store).await;
        room.take_texts().await.unwrap();
        let sheet = action(&room, "2.1.2").await;
        let report = || Act::Report(Report { status: Some(Status::InProgress), ..Report::default() });
        let early = room.act(&Viewer::System, sheet.node.id, room.fresh(), 1, report()).await.unwrap_err();
        assert_eq!(early.violations[0].code, "plan-not-followed");
        let stranger = Viewer::Person(std::sync::Arc::new(bassin_kernel::Person {
            account: room.fresh(),
            person: room.fresh(),
            name: "Quelqu’un".into(),
            grants: Vec::new(),
        }));
        for viewer in [Viewer::Anonymous, stranger] {
            let refused = room.act(&viewer, sheet.node.id, room.fresh(), 1, report()).await.unwrap_err();
            assert_eq!(refused.kind, Kind::Forbidden);
        }
    })
    .await;
}
