//! Taking plans from their texts: once, at the start that first knows them.

use bassin_database::{Record, problem};
use bassin_kernel::{Problem, Timestamp, Viewer};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::{
    Content, Dates, Event, Fact, Indicator, Milestone, Node, Part, PartRole, Plan, PlanState, Plans, Sheet, Source, Status, Tree, store,
    written::{self, Measure, Step},
};

impl Plans {
    /// Puts in the store the embedded plans that are not there yet, as their texts give them, and says how many.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn take_texts(&self) -> Result<usize, Problem> {
        let known = store::tree::plans(self.database.read()).await.map_err(problem)?;
        let mut taken = 0;
        for (position, text) in self.written.iter().enumerate() {
            if known.iter().any(|plan| plan.id == text.id) {
                continue;
            }
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            taken += usize::from(self.take(text, position).await?);
        }
        Ok(taken)
    }

    async fn take(&self, text: &written::Plan, position: u32) -> Result<bool, Problem> {
        let (text, event) = (text.clone(), self.fresh());
        self.database
            .write(&Viewer::System, |transaction| async move {
                if store::tree::plan(&transaction, &text.id).await?.is_some() {
                    return Ok((false, None));
                }
                let tree = planted(&text, position, event, transaction.now());
                store::tree::add(&transaction, &tree).await?;
                let actions = tree.actions().count();
                let record = Record::new("plan.take", "plan", &text.id)
                    .summary(format!("{} : {actions} actions", text.name.fr))
                    .after(json!({ "plan": tree.plan, "sheets": tree.sheets }));
                Ok((true, Some(record)))
            })
            .await
    }
}

/// The identifier of something of a text: the same on every installation.
pub(crate) fn identifier(plan: &str, place: &str) -> Uuid {
    let digest = Sha256::digest(format!("bassin plan {plan} {place}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// A text as a tree that nobody has told anything of.
pub(crate) fn planted(text: &written::Plan, position: u32, event: Uuid, at: Timestamp) -> Tree {
    let plan = Plan {
        id: text.id.clone(),
        name: text.name.clone(),
        source: text.source.clone(),
        levels: text.levels.clone(),
        from: text.from,
        to: text.to,
        version: 1,
        owner: None,
        state: PlanState::InForce,
        followed_since: None,
        position,
        revision: 1,
    };
    let mut sheets = Vec::new();
    for (place, priority) in (1..).zip(&text.priorities) {
        let mut top = Sheet::blank(&text.id, None, place, &priority.number, priority.title.clone());
        top.node.content = Content { levers: priority.levers.clone(), links: priority.links.clone(), ..Content::default() };
        let above = top.node.clone();
        sheets.push(top);
        for (place, challenge) in (1..).zip(&priority.challenges) {
            let number = format!("{}.{}", priority.number, challenge.number);
            let sheet = of_challenge(Sheet::blank(&text.id, Some(&above), place, &number, challenge.title.clone()), challenge);
            let above = sheet.node.clone();
            sheets.push(sheet);
            for (place, action) in (1..).zip(&challenge.actions) {
                let number = format!("{number}.{}", action.number);
                sheets.push(of_action(Sheet::blank(&text.id, Some(&above), place, &number, action.title.clone()), action));
            }
        }
    }
    for node in &text.nodes {
        let above = node.number.rsplit_once('.').and_then(|(above, _)| sheets.iter().find(|sheet: &&Sheet| sheet.node.number == above));
        let above = above.map(|sheet| sheet.node.clone());
        let parent = above.as_ref().map(|above| above.id);
        let place = 1 + sheets.iter().filter(|sheet| sheet.node.parent == parent).count();
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        sheets.push(of_action(Sheet::blank(&text.id, above.as_ref(), place, &node.number, node.title.clone()), node));
    }
    let taken = Event { id: event, form: event, plan: text.id.clone(), node: None, fact: Fact::Taken, by: None, at };
    Tree { plan, sheets, amendments: Vec::new(), events: vec![taken] }
}

impl Sheet {
    fn blank(plan: &str, parent: Option<&Node>, position: u32, number: &str, title: bassin_kernel::LocalizedText) -> Self {
        let node = Node {
            id: identifier(plan, number),
            plan: plan.to_owned(),
            parent: parent.map(|node| node.id),
            level: parent.map_or(0, |node| node.level + 1),
            position,
            number: number.to_owned(),
            title,
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
        Self { node, milestones: Vec::new(), indicators: Vec::new(), figures: Vec::new() }
    }
}

fn of_challenge(mut sheet: Sheet, challenge: &written::Challenge) -> Sheet {
    sheet.milestones = milestones(&sheet.node, &challenge.steps);
    sheet.node.content =
        Content { levers: challenge.levers.clone(), links: challenge.links.clone(), page: challenge.page, ..Content::default() };
    sheet
}

fn of_action(mut sheet: Sheet, action: &written::Action) -> Sheet {
    sheet.milestones = milestones(&sheet.node, &action.steps);
    sheet.indicators = indicators(&sheet.node, &action.indicators);
    let part = |role| move |label: &String| Part { role, organisation: None, person: None, label: label.clone() };
    let pilots = action.pilots.iter().map(part(PartRole::Pilot));
    sheet.node.parts = pilots.chain(action.partners.iter().map(part(PartRole::Partner))).collect();
    sheet.node.content = Content {
        keywords: action.keywords.clone(),
        objectives: action.objectives.clone(),
        body: action.body.clone().unwrap_or_default(),
        follow: action.follow.clone(),
        notes: action.notes.clone(),
        open: action.open.clone(),
        page: action.page,
        ..Content::default()
    };
    sheet
}

fn milestones(node: &Node, steps: &[Step]) -> Vec<Milestone> {
    let milestone = |(position, step): (u32, &Step)| {
        let dates = Dates { from: step.from, to: step.to };
        Milestone {
            id: identifier(&node.plan, &format!("{} milestone {position}", node.number)),
            node: node.id,
            position,
            text: step.text.clone(),
            when: step.when.clone(),
            baseline: dates,
            current: dates,
            weight: None,
            mandatory: false,
            started_on: None,
            done_on: None,
            evidence: String::new(),
            note: String::new(),
            replannings: Vec::new(),
        }
    };
    (1..).zip(steps).map(milestone).collect()
}

fn indicators(node: &Node, measures: &[Measure]) -> Vec<Indicator> {
    let indicator = |(position, measure): (u32, &Measure)| Indicator {
        id: identifier(&node.plan, &format!("{} indicator {position}", node.number)),
        node: node.id,
        position,
        title: bassin_kernel::LocalizedText::same(&measure.text),
        follow: measure.follow.clone().unwrap_or_default(),
        unit: String::new(),
        decimals: 0,
        direction: None,
        baseline: None,
        low: None,
        high: None,
        source: Source::Typed,
        targets: Vec::new(),
    };
    (1..).zip(measures).map(indicator).collect()
}
