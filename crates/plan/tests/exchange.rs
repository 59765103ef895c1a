//! A whole plan out and in, on both engines: what was not touched changes nothing, what is wrong changes nothing either.
#![expect(clippy::unwrap_used, reason = "what surrounds a test fails with it")]

use std::{path::Path, sync::Arc};

use bassin_directory::Directory;
use bassin_documents::{Document, Printer};
use bassin_governance::Governance;
use bassin_kernel::{Kind as ProblemKind, Language, LocalizedText, Problem, Viewer};
use bassin_plan::{
    PlanState, Plans, Settling, Status, json, read_plan,
    rules::exchange::{Grid, Kind, Line},
    workbook,
};
use bassin_testkit::{Migrations, Store, now, on_each_engine};

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

const PLAN: &str = "cprdfop-grand-est-2018-2022";

async fn room(store: &Store) -> Plans {
    let data = store.directory().to_path_buf();
    let database = store.again().await.unwrap();
    let territory = bassin_territory::Territory::open(database.clone(), &data).await.unwrap();
    let directory = Directory::open(database.clone(), territory.clone(), &data);
    let governance = Governance::open(database.clone(), directory.clone(), territory.clone(), Arc::new(NoPrinter), &data).unwrap();
    let observatory = bassin_observatory::Observatory::open(database.clone(), territory.clone(), &data).await.unwrap();
    let plans = Plans::open(database, territory, directory, observatory, governance).unwrap();
    plans.take_texts().await.unwrap();
    plans
}

fn operator() -> Viewer {
    Viewer::Operator("essai".to_owned())
}

fn written(folder: &Path, bytes: &[u8]) -> Vec<Grid> {
    let path = folder.join("plan-essai");
    std::fs::write(&path, bytes).unwrap();
    read_plan(&path).unwrap()
}

fn set(grids: &mut [Grid], kind: Kind, line: usize, key: &str, value: &str) {
    let at = kind.columns().iter().position(|column| column.key == key).unwrap();
    value.clone_into(&mut grids.iter_mut().find(|grid| grid.kind == kind).unwrap().lines[line].cells[at]);
}

fn blank(kind: Kind, cells: &[(&str, &str)]) -> Line {
    let value = |key: &str| cells.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value);
    Line { row: 9_000, cells: kind.columns().iter().map(|column| value(column.key).to_owned()).collect() }
}

#[tokio::test]
async fn a_file_that_was_not_touched_changes_nothing() {
    on_each_engine(migrations, |store| async move {
        let plans = room(&store).await;
        let before = plans.tree(PLAN).await.unwrap();
        for language in [Language::French, Language::English] {
            for bytes in [workbook(&before, language, now()).unwrap(), json(&before).unwrap()] {
                let grids = written(store.directory(), &bytes);
                let seen = plans.preview_plan(&operator(), &grids, false).await.unwrap();
                assert!(seen.is_empty(), "{:?}", seen.changes);
                plans.import_plan(&operator(), grids, false, Some(seen.digest)).await.unwrap();
            }
        }
        let after = plans.tree(PLAN).await.unwrap();
        assert_eq!((&before.plan, &before.sheets, before.events.len()), (&after.plan, &after.sheets, after.events.len()));
    })
    .await;
}

#[tokio::test]
async fn a_file_changes_a_plan_under_the_rules_of_its_pages_all_or_nothing() {
    on_each_engine(migrations, |store| async move {
        let plans = room(&store).await;
        let before = plans.tree(PLAN).await.unwrap();
        let mut grids = written(store.directory(), &workbook(&before, Language::French, now()).unwrap());
        set(&mut grids, Kind::Milestones, 4, "to", "31/12/2020");
        set(&mut grids, Kind::Parts, 0, "label", "=OREF & co");
        let number = before.sheets[2].node.number.clone();
        let line = blank(Kind::Budget, &[("node", &number), ("label", "Animation"), ("year", "2019"), ("planned", "12 500,50")]);
        grids.iter_mut().find(|grid| grid.kind == Kind::Budget).unwrap().lines.push(line);
        let refused = plans.preview_plan(&operator(), &grids, false).await.unwrap_err();
        assert_eq!(refused.violations.len(), 1, "{refused:?}");
        assert_eq!(refused.violations[0].location.row, Some(6), "a change of dates without its reason, at its row");
        assert_eq!(plans.import_plan(&operator(), grids.clone(), false, None).await.unwrap_err().kind, ProblemKind::Invalid);
        assert_eq!(plans.tree(PLAN).await.unwrap().sheets, before.sheets, "nothing was half-written");

        set(&mut grids, Kind::Milestones, 4, "why", "Report décidé en bureau");
        let seen = plans.preview_plan(&operator(), &grids, false).await.unwrap();
        assert_eq!(seen.changes.len(), 3);
        let moved = plans.import_plan(&operator(), grids.clone(), false, Some("0".to_owned())).await.unwrap_err();
        assert_eq!(moved.kind, ProblemKind::Conflict, "what would change is no longer what was agreed to");
        plans.import_plan(&operator(), grids.clone(), false, Some(seen.digest.clone())).await.unwrap();
        let again = plans.import_plan(&operator(), grids, false, Some(seen.digest)).await.unwrap();
        assert!(again.is_empty(), "sent twice, done once: {:?}", again.changes);
        let after = plans.tree(PLAN).await.unwrap();
        let milestones: Vec<_> = after.sheets.iter().flat_map(|sheet| &sheet.milestones).collect();
        let first: Vec<_> = before.sheets.iter().flat_map(|sheet| &sheet.milestones).collect();
        assert_eq!((milestones[4].baseline, milestones[4].replannings.len()), (first[4].baseline, 1), "the first promise stays");
        let sheet = after.numbered(&number).unwrap();
        assert_eq!(sheet.node.budget[0].planned, Some(1_250_050));
        let round = written(store.directory(), &workbook(&after, Language::French, now()).unwrap());
        let nothing = plans.preview_plan(&operator(), &round, false).await.unwrap();
        assert!(nothing.is_empty(), "what looks like a formula comes back as it was: {:?}", nothing.changes);
    })
    .await;
}

#[tokio::test]
async fn a_file_tells_what_is_done_under_the_rules_of_the_pilots() {
    on_each_engine(migrations, |store| async move {
        let plans = room(&store).await;
        let settling = Settling { owner: None, followed_since: Some("2025-01-01".parse().unwrap()), state: PlanState::InForce };
        plans.settle(&Viewer::System, PLAN, plans.fresh(), 1, settling).await.unwrap();
        let before = plans.tree(PLAN).await.unwrap();
        let (challenge, first, second) = (1, 2, 3);
        let place = |grids: &[Grid], number: &str| {
            let lines = &grids.iter().find(|grid| grid.kind == Kind::Milestones).unwrap().lines;
            lines.iter().position(|line| line.cells[1] == number).unwrap()
        };
        let mut grids = written(store.directory(), &workbook(&before, Language::French, now()).unwrap());
        let line = place(&grids, &before.sheets[first].node.number);
        set(&mut grids, Kind::Milestones, line, "done", "15/03/2018");
        set(&mut grids, Kind::Milestones, line, "evidence", "Compte rendu du comité");
        set(&mut grids, Kind::Nodes, first, "status", "done");
        set(&mut grids, Kind::Nodes, challenge, "status", "done");
        let refused = plans.preview_plan(&operator(), &grids, false).await.unwrap_err();
        let codes: Vec<&str> = refused.violations.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["done-below"], "the second action of the challenge goes on: {refused:?}");

        set(&mut grids, Kind::Nodes, second, "status", "done");
        plans.import_plan(&operator(), grids, false, None).await.unwrap();
        let after = plans.tree(PLAN).await.unwrap();
        for place in [challenge, first, second] {
            assert_eq!(after.sheets[place].node.status, Status::Done);
        }
        let milestone = &after.sheets[first].milestones[0];
        assert_eq!((milestone.done_on, milestone.evidence.as_str()), ("2018-03-15".parse().ok(), "Compte rendu du comité"));
        let round = written(store.directory(), &workbook(&after, Language::French, now()).unwrap());
        assert!(plans.preview_plan(&operator(), &round, false).await.unwrap().is_empty());

        let mut reopened = round.clone();
        let line = place(&reopened, &after.sheets[first].node.number);
        set(&mut reopened, Kind::Milestones, line, "done", "");
        set(&mut reopened, Kind::Milestones, line, "evidence", "");
        let refused = plans.preview_plan(&operator(), &reopened, false).await.unwrap_err();
        assert_eq!(refused.violations[0].code, "milestone-reopen", "what was told as done is not undone without a reason");
        set(&mut reopened, Kind::Milestones, line, "why", "Le compte rendu n’a pas été approuvé");
        plans.import_plan(&operator(), reopened, false, None).await.unwrap();
        assert_eq!(plans.tree(PLAN).await.unwrap().sheets[first].milestones[0].done_on, None);
    })
    .await;
}

#[tokio::test]
async fn a_plan_travels_and_is_copied_and_strangers_do_neither() {
    on_each_engine(migrations, |store| async move {
        let plans = room(&store).await;
        let tree = plans.tree("pole-competences-de-base-2019-2022").await.unwrap();
        let mut grids = written(store.directory(), &workbook(&tree, Language::French, now()).unwrap());
        assert_eq!(plans.preview_plan(&Viewer::Anonymous, &grids, false).await.unwrap_err().kind, ProblemKind::Forbidden);
        set(&mut grids, Kind::Plan, 0, "id", "un-autre-pole");
        let taken = plans.import_plan(&operator(), grids.clone(), false, None).await.unwrap_err();
        assert_eq!(taken.violations.len(), tree.sheets.len(), "each identifier of another plan is told");
        for kind in [Kind::Nodes, Kind::Milestones, Kind::Indicators] {
            let count = grids.iter().find(|grid| grid.kind == kind).unwrap().lines.len();
            (0..count).for_each(|line| set(&mut grids, kind, line, "id", ""));
        }
        let made = plans.import_plan(&operator(), grids, false, None).await.unwrap();
        assert!(made.new && made.counts[0] == tree.sheets.len());
        let other = plans.tree("un-autre-pole").await.unwrap();
        assert_eq!(
            other.sheets.iter().map(|sheet| sheet.node.title.clone()).collect::<Vec<_>>(),
            tree.sheets.iter().map(|sheet| sheet.node.title.clone()).collect::<Vec<_>>()
        );

        let name = || LocalizedText::same("Modèle");
        let refused = plans.duplicate_plan(&Viewer::Anonymous, PLAN, "modele", name(), PlanState::Template).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Forbidden);
        plans.duplicate_plan(&operator(), PLAN, "modele", name(), PlanState::Template).await.unwrap();
        let twice = plans.duplicate_plan(&operator(), PLAN, "modele", name(), PlanState::Template).await.unwrap_err();
        assert_eq!(twice.violations[0].location.field.as_deref(), Some("id"));
        let copy = plans.tree("modele").await.unwrap();
        assert_eq!(copy.sheets.len(), plans.tree(PLAN).await.unwrap().sheets.len());
    })
    .await;
}

#[tokio::test]
async fn what_is_no_plan_is_told() {
    let folder = bassin_testkit::directory();
    for bytes in [&b"{}"[..], b"{\"format\":\"x\"}", b"a;b\n1;2\n", b"PK\x03\x04 broken", b""] {
        let path = folder.path().join("faux");
        std::fs::write(&path, bytes).unwrap();
        let problem = read_plan(&path).unwrap_err();
        assert!(!problem.violations.is_empty() && !problem.violations[0].message.fr.is_empty());
    }
}
