//! Organisations, sites, people, memberships, accounts: types, without store or clock.

use bassin_kernel::{Day, Language, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::rules::Identifier;

/// A school, an apprenticeship centre, a company, an operator, an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its identifier.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// A shorter name or acronym; empty without.
    pub short_name: String,
    /// What it is: a code of [`KINDS`].
    pub kind: String,
    /// Its legal identifiers, checked.
    pub identifiers: Vec<Identifier>,
    /// The sectors it works in, in its own words.
    pub sectors: Vec<String>,
    /// What it does, in a few sentences.
    pub description: String,
    /// How to reach it; each empty without.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Web site, `https://…`.
    pub website: String,
    /// Its sites.
    pub sites: Vec<Site>,
    /// Where what is said of it comes from, when it is not its own word.
    pub source: String,
    /// The sheet it was merged into.
    pub merged_into: Option<Uuid>,
    /// When the sheet last changed.
    pub updated_at: Timestamp,
    /// Rises by one at each change: a form that was opened on an older one is stale.
    pub revision: i64,
}

/// A place where an organisation works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its identifier.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// The key of its commune: `FR-57463`, `BE-53053`.
    pub commune: String,
    /// How it can be reached and entered: steps, lifts, public transport.
    pub accessibility: String,
    /// Telephone.
    pub phone: String,
}

/// The kinds of organisations, by code; their names are messages `organisation-kind-…`.
pub const KINDS: [&str; 30] = [
    "enterprise",
    "intercommunal-development",
    "employers-organisation",
    "trade-union",
    "sector-body",
    "chamber",
    "employment-operator",
    "training-operator",
    "integration-operator",
    "sector-fund",
    "apprenticeship-centre",
    "secondary-school",
    "adult-education",
    "special-education",
    "higher-education",
    "education-network",
    "education-authority",
    "state-service",
    "region",
    "province",
    "commune",
    "intermunicipality",
    "guidance-service",
    "local-mission",
    "youth-service",
    "health-social-service",
    "research",
    "association",
    "body-secretariat",
    "other",
];

/// Somebody. They need no account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their identifier.
    pub id: Uuid,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Where to write to them; empty without.
    pub email: String,
    /// Telephone; empty without.
    pub phone: String,
    /// The language they read.
    pub language: Language,
    /// What they are known for, when it matters to a body (expertise of a resource person); empty without.
    pub expertise: String,
    /// Whether they were invented for training.
    pub fictional: bool,
    /// The sheet it was merged into.
    pub merged_into: Option<Uuid>,
    /// Rises by one at each change.
    pub revision: i64,
}

impl Person {
    /// Given and family name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }
}

/// What ties a person to an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Its identifier.
    pub id: Uuid,
    /// The person.
    pub person: Uuid,
    /// The organisation.
    pub organisation: Uuid,
    /// What they do there.
    pub function: String,
    /// Whether they keep the organisation's sheet and name its people.
    pub referent: bool,
    /// From when.
    pub starts_on: Day,
    /// Until when, included; without, until further notice.
    pub ends_on: Option<Day>,
}
