//! What tests of rules share: trees made in a line.

use bassin_kernel::LocalizedText;
use uuid::Uuid;

use crate::{Content, Dates, Indicator, Milestone, Node, Plan, PlanState, Sheet, Source, Status, Tree};

pub(crate) fn milestone(number: u128) -> Milestone {
    Milestone {
        id: Uuid::from_u128(number),
        node: Uuid::nil(),
        position: 1,
        text: format!("Étape {number}"),
        when: String::new(),
        baseline: Dates::default(),
        current: Dates::default(),
        weight: None,
        mandatory: false,
        started_on: None,
        done_on: None,
        evidence: String::new(),
        note: String::new(),
        replannings: Vec::new(),
    }
}

pub(crate) fn indicator(number: u128) -> Indicator {
    Indicator {
        id: Uuid::from_u128(number),
        node: Uuid::nil(),
        position: 1,
        title: LocalizedText::same(format!("Indicateur {number}")),
        follow: String::new(),
        unit: String::new(),
        decimals: 0,
        direction: None,
        baseline: None,
        low: None,
        high: None,
        source: Source::Typed,
        targets: Vec::new(),
    }
}

/// A plan of nodes by their numbers, each after the one above it: `1`, `1.1`, `1.2` …
pub(crate) fn tree(nodes: &[(&str, Vec<Milestone>)]) -> Tree {
    let mut sheets: Vec<Sheet> = Vec::new();
    for (place, (number, milestones)) in (1u32..).zip(nodes) {
        let above = number.rsplit_once('.').map(|(above, _)| above);
        let parent = sheets.iter().find(|sheet| Some(sheet.node.number.as_str()) == above).map(|sheet| sheet.node.id);
        let node = Node {
            id: Uuid::from_u128(u128::from(place) + 1_000),
            plan: "plan".into(),
            parent,
            level: u32::try_from(number.matches('.').count()).unwrap(),
            position: place,
            number: (*number).into(),
            title: LocalizedText::same(*number),
            content: Content::default(),
            parts: Vec::new(),
            body: None,
            starts: None,
            ends: None,
            status: Status::Planned,
            reason: String::new(),
            decision: None,
            ties: Vec::new(),
            budget: Vec::new(),
            revision: 1,
        };
        sheets.push(Sheet { node, milestones: milestones.clone(), indicators: Vec::new(), figures: Vec::new() });
    }
    let plan = Plan {
        id: "plan".into(),
        name: LocalizedText::same("Plan"),
        source: String::new(),
        levels: Vec::new(),
        from: "2018-01-01".parse().unwrap(),
        to: "2022-12-31".parse().unwrap(),
        version: 1,
        owner: None,
        state: PlanState::InForce,
        followed_since: None,
        position: 0,
        revision: 1,
    };
    Tree { plan, sheets, amendments: Vec::new(), events: Vec::new() }
}
