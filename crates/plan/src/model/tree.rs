//! A plan and its nodes: priorities, challenges, actions, or whatever its levels are called.

use std::collections::HashSet;

use bassin_kernel::{Day, LocalizedText, text::fold};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Amendment, Event, Figure, Indicator, Milestone};

/// A plan that is run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its name in addresses.
    pub id: String,
    /// Its name.
    pub name: LocalizedText,
    /// The document it is written in.
    pub source: String,
    /// What its levels are called, from the top.
    pub levels: Vec<LocalizedText>,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// 1 as signed; one more at each amendment.
    pub version: u32,
    /// The body that answers for it; none yet, the administrator of the platform does.
    pub owner: Option<Uuid>,
    /// Whether it is in force.
    pub state: PlanState,
    /// Since when it is followed here. What was due before is not known, rather than late, until somebody tells.
    pub followed_since: Option<Day>,
    /// Its place among the plans.
    pub position: u32,
    /// Rises by one at each change.
    pub revision: i64,
}

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanState {
    /// It is run.
    InForce,
    /// It is over, and kept as it was.
    Archived,
    /// It is only there to be copied.
    Template,
}

/// What its text says of a node beside its title; empty lists where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// Its key words.
    pub keywords: Vec<String>,
    /// What it is for.
    pub objectives: Vec<String>,
    /// The body in charge, as the text names it.
    pub body: String,
    /// Ways of follow-up.
    pub follow: Vec<String>,
    /// What the text says beside.
    pub notes: Vec<String>,
    /// What the text leaves open.
    pub open: Vec<String>,
    /// What helps.
    pub levers: Vec<String>,
    /// The other strategies it is tied to.
    pub links: Vec<String>,
    /// The page of the document.
    pub page: Option<u32>,
}

/// A node of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its identifier.
    pub id: Uuid,
    /// Its plan.
    pub plan: String,
    /// The node above.
    pub parent: Option<Uuid>,
    /// 0 at the top.
    pub level: u32,
    /// Its place among its siblings, from 1.
    pub position: u32,
    /// Its number in the plan: `3.2.5`.
    pub number: String,
    /// Its title.
    pub title: LocalizedText,
    /// What its text says.
    pub content: Content,
    /// Who pilots it and who takes part.
    pub parts: Vec<Part>,
    /// The body in charge.
    pub body: Option<Uuid>,
    /// When it begins, when that was decided.
    pub starts: Option<Day>,
    /// When it ends, when that was decided.
    pub ends: Option<Day>,
    /// How far people say it is. Its health is computed, never typed.
    pub status: Status,
    /// Why it is blocked, paused or abandoned; empty otherwise.
    pub reason: String,
    /// The decision by which it was abandoned.
    pub decision: Option<Uuid>,
    /// What it is tied to.
    pub ties: Vec<Tie>,
    /// Its budget, all of it excluding tax.
    pub budget: Vec<BudgetLine>,
    /// Rises by one at each change of the node, its milestones, its indicators or their values.
    pub revision: i64,
}

/// How far a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not begun.
    Planned,
    /// Begun.
    InProgress,
    /// Held for a while, with a reason.
    Paused,
    /// Kept from going on, with a reason.
    Blocked,
    /// Over, and done.
    Done,
    /// Given up, with a reason.
    Abandoned,
}

impl Status {
    /// Every status, in the order of a life.
    pub const ALL: [Self; 6] = [Self::Planned, Self::InProgress, Self::Paused, Self::Blocked, Self::Done, Self::Abandoned];

    /// Its code, in addresses and in the keys of messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::InProgress => "in_progress",
            Self::Paused => "paused",
            Self::Blocked => "blocked",
            Self::Done => "done",
            Self::Abandoned => "abandoned",
        }
    }

    /// The status of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// Somebody's part in a node: an organisation, a person, or the words of the text when the directory does not know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Pilot or partner.
    pub role: PartRole,
    /// The organisation, in the directory.
    pub organisation: Option<Uuid>,
    /// The person, in the directory.
    pub person: Option<Uuid>,
    /// How the text names them, or in what capacity they take part.
    pub label: String,
}

/// What somebody does in a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartRole {
    /// Answers for it.
    Pilot,
    /// Takes part.
    Partner,
}

/// What a node is tied to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// What kind of thing.
    pub kind: TieKind,
    /// Which one: an identifier, a perimeter, a code; empty when only words are known.
    pub reference: String,
    /// In words.
    pub label: String,
}

/// The kinds of things a node may be tied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TieKind {
    /// A need in skills.
    Need,
    /// A body, a pole.
    Body,
    /// A project.
    Project,
    /// A convention.
    Convention,
    /// A technical platform.
    Platform,
    /// A territory, as a perimeter.
    Territory,
    /// A public.
    Public,
}

impl TieKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [Self::Need, Self::Body, Self::Project, Self::Convention, Self::Platform, Self::Territory, Self::Public];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Body => "body",
            Self::Project => "project",
            Self::Convention => "convention",
            Self::Platform => "platform",
            Self::Territory => "territory",
            Self::Public => "public",
        }
    }

    /// The kind of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A line of budget. Amounts are in cents and all exclude tax, whoever pays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// What for.
    pub label: String,
    /// Who pays; empty when it is not known.
    pub funder: String,
    /// Which year; none for the whole plan.
    pub year: Option<u16>,
    /// Planned.
    pub planned: Option<i64>,
    /// Committed.
    pub committed: Option<i64>,
    /// Spent.
    pub spent: Option<i64>,
}

impl Node {
    /// Those who pilot it.
    pub fn pilots(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.role == PartRole::Pilot)
    }

    /// Those who take part.
    pub fn partners(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.role == PartRole::Partner)
    }

    /// What it is searched by, folded.
    #[must_use]
    pub fn folded(&self) -> String {
        let parts = self.parts.iter().map(|part| part.label.as_str());
        let lists = self.content.keywords.iter().chain(&self.content.objectives).map(String::as_str);
        let all: Vec<&str> = [self.number.as_str(), &self.title.fr, &self.title.en].into_iter().chain(parts).chain(lists).collect();
        fold(&all.join(" "))
    }
}

/// A node with all that is kept with it: what an act changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The node.
    pub node: Node,
    /// Its milestones, in order.
    pub milestones: Vec<Milestone>,
    /// Its indicators, in order.
    pub indicators: Vec<Indicator>,
    /// The values of its indicators, by period then by source.
    pub figures: Vec<Figure>,
}

impl Sheet {
    /// The values of one of its indicators.
    pub fn figures_of(&self, indicator: Uuid) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(move |figure| figure.indicator == indicator)
    }
}

/// A plan, whole.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The plan.
    pub plan: Plan,
    /// Its nodes in the order they are read: each before its children.
    pub sheets: Vec<Sheet>,
    /// How it was amended, the earliest first.
    pub amendments: Vec<Amendment>,
    /// What happened, the latest first.
    pub events: Vec<Event>,
}

impl Tree {
    /// The node of that number: `3.2.5`.
    #[must_use]
    pub fn numbered(&self, number: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.node.number == number)
    }

    /// A node.
    #[must_use]
    pub fn sheet(&self, id: Uuid) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.node.id == id)
    }

    /// The nodes right below another; the top ones below none.
    pub fn children(&self, parent: Option<Uuid>) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().filter(move |sheet| sheet.node.parent == parent)
    }

    /// The nodes above another, from the top.
    #[must_use]
    pub fn above(&self, sheet: &Sheet) -> Vec<&Sheet> {
        let mut found = Vec::new();
        let mut parent = sheet.node.parent;
        while let Some(above) = parent.and_then(|id| self.sheet(id)).filter(|_| found.len() < self.sheets.len()) {
            found.push(above);
            parent = above.node.parent;
        }
        found.reverse();
        found
    }

    /// The actions: the nodes that nothing is below.
    pub fn actions(&self) -> impl Iterator<Item = &Sheet> {
        let parents: HashSet<Uuid> = self.sheets.iter().filter_map(|sheet| sheet.node.parent).collect();
        self.sheets.iter().filter(move |sheet| !parents.contains(&sheet.node.id))
    }

    /// What happened to a node, the latest first.
    pub fn events_of(&self, node: Uuid) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.node == Some(node))
    }
}
