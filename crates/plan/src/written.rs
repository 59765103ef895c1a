//! Plans as their texts give them.

use bassin_kernel::{Day, LocalizedText, text::fold};
use serde::{Deserialize, Serialize};

/// A plan: what partners promised together, for some years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: LocalizedText,
    /// The document it is written in.
    pub source: String,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// What its levels are called, from the top.
    pub levels: Vec<LocalizedText>,
    /// Its top level, when it has priorities, challenges and actions.
    #[serde(default)]
    pub priorities: Vec<Priority>,
    /// Its nodes, when it has other levels: each before those below it, with its number in the whole plan (`2`, then `2.1`).
    #[serde(default)]
    pub nodes: Vec<Action>,
}

/// A priority of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: LocalizedText,
    /// What helps, for the priority as a whole.
    #[serde(default)]
    pub levers: Vec<String>,
    /// The other strategies it is tied to.
    #[serde(default)]
    pub links: Vec<String>,
    /// Its challenges.
    pub challenges: Vec<Challenge>,
}

/// A challenge of a priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    /// Its number within the priority.
    pub number: String,
    /// Its title.
    pub title: LocalizedText,
    /// The page of the document where it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The key steps of the challenge as a whole.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What helps.
    #[serde(default)]
    pub levers: Vec<String>,
    /// The other strategies it is tied to.
    #[serde(default)]
    pub links: Vec<String>,
    /// Its actions.
    pub actions: Vec<Action>,
}

/// An action: who does what, when, and how one will know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Its number within the challenge.
    pub number: String,
    /// Its title.
    pub title: LocalizedText,
    /// The page of the document where it is described, when the table of contents gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Its key words.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// What it is for.
    #[serde(default)]
    pub objectives: Vec<String>,
    /// Who pilots it; empty when the text leaves it open.
    pub pilots: Vec<String>,
    /// Who takes part.
    pub partners: Vec<String>,
    /// The body in charge, when the text names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What is to be done, and when.
    pub steps: Vec<Step>,
    /// How results will be known.
    pub indicators: Vec<Measure>,
    /// Other ways of follow-up.
    #[serde(default)]
    pub follow: Vec<String>,
    /// What the text says beside.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What the text leaves open.
    #[serde(default)]
    pub open: Vec<String>,
}

/// Something to be done, with its date as the text gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The date in words.
    pub when: String,
    /// From when, when the text says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// What.
    pub text: String,
}

/// A result indicator, and how it is followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What is looked at.
    pub text: String,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow: Option<String>,
}

/// An action with the place it has in its plan.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// The priority.
    pub priority: &'a Priority,
    /// The challenge.
    pub challenge: &'a Challenge,
    /// The action.
    pub action: &'a Action,
}

impl Located<'_> {
    /// Its number in the plan: `3.2.5`.
    #[must_use]
    pub fn number(&self) -> String {
        format!("{}.{}.{}", self.priority.number, self.challenge.number, self.action.number)
    }

    /// Whether `query`, folded, is in its title, its key words, its objectives or its pilots.
    #[must_use]
    pub fn speaks_of(&self, query: &str) -> bool {
        let action = self.action;
        let lists = [&action.keywords, &action.objectives, &action.pilots, &action.partners];
        let texts = [&action.title.fr, &action.title.en].into_iter().chain(lists.into_iter().flatten());
        texts.into_iter().any(|text| fold(text).contains(query))
    }
}

impl Plan {
    /// Every action, in the order of the plan.
    pub fn actions(&self) -> impl Iterator<Item = Located<'_>> {
        self.priorities.iter().flat_map(|priority| {
            priority
                .challenges
                .iter()
                .flat_map(move |challenge| challenge.actions.iter().map(move |action| Located { priority, challenge, action }))
        })
    }

    /// The action of that number, `3.2.5`.
    #[must_use]
    pub fn action(&self, number: &str) -> Option<Located<'_>> {
        self.actions().find(|action| action.number() == number)
    }

    /// How many challenges there are.
    #[must_use]
    pub fn challenges(&self) -> usize {
        self.priorities.iter().map(|priority| priority.challenges.len()).sum()
    }
}
