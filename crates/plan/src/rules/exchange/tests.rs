//! Tables of a plan: what they change, and what they may not.

use bassin_kernel::Violation;
use uuid::Uuid;

use super::*;
use crate::{PlanState, Tree};

fn planted(text: &crate::written::Plan) -> Tree {
    crate::commands::planted(text, 0, Uuid::from_u128(1), bassin_kernel::Timestamp::default())
}

fn codes(wrong: &[Violation]) -> Vec<&str> {
    wrong.iter().map(|violation| violation.code.as_str()).collect()
}

fn fresh() -> impl FnMut() -> Uuid {
    let mut next = 0xF000;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

fn set(grids: &mut [Grid], kind: Kind, line: usize, key: &str, value: &str) {
    let grid = grids.iter_mut().find(|grid| grid.kind == kind).unwrap();
    let at = kind.columns().iter().position(|column| column.key == key).unwrap();
    grid.lines[line].cells[at] = value.to_owned();
}

fn each(mut check: impl FnMut(Tree)) {
    for text in crate::embedded().unwrap() {
        check(planted(&text));
    }
}

#[test]
fn what_was_not_touched_changes_nothing() {
    each(|tree| {
        let grids = tables(&tree);
        assert_eq!(compare(&grids, &tables(&tree)).unwrap(), []);
        assert!(steps(&tree, &grids, &[], false, fresh()).unwrap().is_empty());
    });
}

#[test]
fn a_plan_built_from_its_tables_is_the_same_plan() {
    each(|tree| {
        let built = build(&tables(&tree), fresh()).unwrap();
        assert_eq!(built.plan, crate::Plan { position: built.plan.position, ..tree.plan.clone() });
        assert_eq!(built.sheets, tree.sheets);
    });
}

#[test]
fn days_change_with_a_reason_only_and_first_promises_stay() {
    let tree = planted(&crate::embedded().unwrap()[0]);
    let mut given = tables(&tree);
    set(&mut given, Kind::Milestones, 4, "to", "31/12/2020");
    set(&mut given, Kind::Milestones, 5, "first-to", "2020-12-31");
    let wrong = compare(&tables(&tree), &given).unwrap_err();
    assert_eq!(codes(&wrong), ["exchange-fixed"]);
    assert!(wrong[0].message.fr.contains("Feuille « Étapes », ligne 7, colonne « Fin promise d’abord »"), "{}", wrong[0].message.fr);
    let mut given = tables(&tree);
    set(&mut given, Kind::Milestones, 4, "to", "31/12/2020");
    let changes = compare(&tables(&tree), &given).unwrap();
    assert_eq!(changes.len(), 1);
    let made = steps(&tree, &given, &changes, false, fresh()).unwrap();
    assert!(
        made.iter().any(|step| matches!(&step.act, crate::rules::act::Act::Replan(replan) if replan.reason.is_empty())),
        "the rule asks why"
    );
}

#[test]
fn every_wrong_cell_is_told_at_once() {
    let tree = planted(&crate::embedded().unwrap()[0]);
    let mut given = tables(&tree);
    set(&mut given, Kind::Milestones, 0, "to", "demain");
    set(&mut given, Kind::Milestones, 1, "weight", "beaucoup");
    set(&mut given, Kind::Parts, 0, "role", "chef");
    set(&mut given, Kind::Indicators, 0, "direction", "haut");
    let changes = compare(&tables(&tree), &given).unwrap();
    let wrong = steps(&tree, &given, &changes, false, fresh()).unwrap_err();
    let mut rows: Vec<(Option<u64>, Option<String>)> = wrong.iter().map(|one| (one.location.row, one.location.column.clone())).collect();
    rows.sort();
    let expected = [(2, "Fin prévue"), (2, "Rôle (pilote ou partenaire)"), (2, "Sens (up, down, keep)"), (3, "Poids")];
    assert_eq!(rows, expected.map(|(row, column)| (Some(row), Some(column.to_owned()))));
}

#[test]
fn the_text_of_a_plan_is_not_changed_by_a_file() {
    let tree = planted(&crate::embedded().unwrap()[0]);
    let mut given = tables(&tree);
    set(&mut given, Kind::Nodes, 0, "title-fr", "Autre titre");
    given.iter_mut().find(|grid| grid.kind == Kind::Nodes).unwrap().lines.pop();
    assert_eq!(codes(&compare(&tables(&tree), &given).unwrap_err()), ["exchange-fixed", "exchange-removed"]);
}

#[test]
fn a_file_tells_what_is_done_and_where_actions_stand() {
    use crate::rules::act::{Act, Mark, Report};
    let tree = planted(&crate::embedded().unwrap()[0]);
    let mut given = tables(&tree);
    set(&mut given, Kind::Milestones, 0, "done", "15/03/2018");
    set(&mut given, Kind::Milestones, 0, "evidence", "Compte rendu");
    set(&mut given, Kind::Milestones, 1, "evidence", "Sans date");
    set(&mut given, Kind::Nodes, 3, "status", "paused");
    set(&mut given, Kind::Nodes, 4, "reason", "Sans changer d’état");
    let changes = compare(&tables(&tree), &given).unwrap();
    let wrong = steps(&tree, &given, &changes, false, fresh()).unwrap_err();
    assert_eq!(codes(&wrong), ["exchange-cell", "exchange-reason"]);
    set(&mut given, Kind::Milestones, 1, "evidence", "");
    set(&mut given, Kind::Nodes, 4, "reason", "");
    let changes = compare(&tables(&tree), &given).unwrap();
    let made = steps(&tree, &given, &changes, false, fresh()).unwrap();
    let told: Vec<&Report> = made.iter().filter_map(|step| if let Act::Report(report) = &step.act { Some(report) } else { None }).collect();
    assert_eq!(told.len(), 2);
    assert_eq!(told[1].status, Some(crate::Status::Paused));
    let done = Mark::Done { on: "2018-03-15".parse().ok(), evidence: "Compte rendu".to_owned() };
    let first = tree.sheets.iter().find_map(|sheet| sheet.milestones.first()).unwrap().id;
    assert_eq!(told[0].milestones, [(first, done)]);
}

#[test]
fn amendments_travel_with_a_new_plan_and_are_not_changed_by_a_file() {
    let mut tree = planted(&crate::embedded().unwrap()[0]);
    let amendment = crate::Amendment {
        id: Uuid::from_u128(7),
        plan: tree.plan.id.clone(),
        version: 2,
        day: "2019-06-30".parse().unwrap(),
        what: "L’action 3.2.5 est recentrée.".to_owned(),
        why: "Bilan à mi-parcours".to_owned(),
        decided_by: "Comité du 12 juin 2019".to_owned(),
        decision: Some(Uuid::from_u128(8)),
    };
    tree.amendments.push(amendment.clone());
    let built = build(&tables(&tree), fresh()).unwrap().amendments;
    assert_eq!(built, [crate::Amendment { id: built[0].id, decision: None, ..amendment }]);
    let mut given = tables(&tree);
    set(&mut given, Kind::Amendments, 0, "why", "Autre motif");
    assert_eq!(codes(&compare(&tables(&tree), &given).unwrap_err()), ["exchange-fixed"]);
    given.iter_mut().find(|grid| grid.kind == Kind::Amendments).unwrap().lines.clear();
    assert_eq!(compare(&tables(&tree), &given).unwrap(), [], "an older file does not know the latest");
}

#[test]
fn a_copy_keeps_what_was_promised_and_nothing_of_what_became_of_it() {
    let mut tree = planted(&crate::embedded().unwrap()[0]);
    let milestone = &mut tree.sheets[2].milestones[0];
    milestone.done_on = milestone.current.to;
    tree.sheets[2].node.status = crate::Status::Done;
    let made = copy(&tree, "copie", bassin_kernel::LocalizedText::same("Copie"), PlanState::Template, fresh());
    assert_eq!((made.sheets.len(), made.plan.state, made.plan.version), (tree.sheets.len(), PlanState::Template, 1));
    assert!(made.sheets.iter().all(|sheet| sheet.node.status == crate::Status::Planned && sheet.figures.is_empty()));
    assert!(made.sheets.iter().flat_map(|sheet| &sheet.milestones).all(|milestone| milestone.done_on.is_none()));
    let ids = |tree: &Tree| tree.sheets.iter().map(|sheet| sheet.node.id).collect::<std::collections::BTreeSet<_>>();
    assert!(ids(&made).is_disjoint(&ids(&tree)), "a copy is another plan");
    let parent = made.sheets[1].node.parent.unwrap();
    assert_eq!(parent, made.sheets[0].node.id);
}
