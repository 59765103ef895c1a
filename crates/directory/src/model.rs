//! Organisations, sites, people, memberships, accounts: types, without store or clock.

use bassin_kernel::{Day, Language, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::rules::{Identifier, Scheme};

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

/// The components under which bodies seat organisations, with the kinds that count for each; their names are messages
/// `organisation-component-…`. A statute may say otherwise: it then names the kinds it accepts.
pub const COMPONENTS: [(&str, &[&str]); 3] = [
    (
        "economy",
        &["enterprise", "intercommunal-development", "employers-organisation", "trade-union", "sector-body", "chamber", "sector-fund"],
    ),
    (
        "employment-training",
        &["employment-operator", "training-operator", "integration-operator", "apprenticeship-centre", "local-mission"],
    ),
    ("education", &["secondary-school", "adult-education", "special-education", "higher-education", "education-network"]),
];

/// The component a kind of organisation counts for, when it is plain.
#[must_use]
pub fn component_of(kind: &str) -> Option<&'static str> {
    COMPONENTS.iter().find(|(_, kinds)| kinds.contains(&kind)).map(|(component, _)| *component)
}

/// What is typed of an organisation, field by field, not checked yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrganisationDraft {
    /// Its name.
    pub name: String,
    /// A shorter name or acronym.
    pub short_name: String,
    /// A code of [`KINDS`].
    pub kind: String,
    /// SIRET numbers, separated by commas or line ends.
    pub siret: String,
    /// SIREN numbers.
    pub siren: String,
    /// UAI numbers.
    pub uai: String,
    /// Belgian enterprise numbers.
    pub bce: String,
    /// Sectors, separated by semicolons or line ends.
    pub sectors: String,
    /// What it does.
    pub description: String,
    /// Electronic address.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Web site.
    pub website: String,
    /// Where what is said comes from, when it is not its own word.
    pub source: String,
}

impl OrganisationDraft {
    /// The fields, in the order of forms and files.
    pub const FIELDS: [&str; 13] =
        ["name", "short_name", "kind", "siret", "siren", "uai", "bce", "sectors", "description", "email", "phone", "website", "source"];

    /// What was typed in a field; empty for one that does not exist.
    #[must_use]
    pub fn get(&self, field: &str) -> &str {
        match field {
            "name" => &self.name,
            "short_name" => &self.short_name,
            "kind" => &self.kind,
            "siret" => &self.siret,
            "siren" => &self.siren,
            "uai" => &self.uai,
            "bce" => &self.bce,
            "sectors" => &self.sectors,
            "description" => &self.description,
            "email" => &self.email,
            "phone" => &self.phone,
            "website" => &self.website,
            "source" => &self.source,
            _ => "",
        }
    }

    /// Fills a field; one that does not exist is left out.
    pub fn set(&mut self, field: &str, text: impl Into<String>) {
        let place = match field {
            "name" => &mut self.name,
            "short_name" => &mut self.short_name,
            "kind" => &mut self.kind,
            "siret" => &mut self.siret,
            "siren" => &mut self.siren,
            "uai" => &mut self.uai,
            "bce" => &mut self.bce,
            "sectors" => &mut self.sectors,
            "description" => &mut self.description,
            "email" => &mut self.email,
            "phone" => &mut self.phone,
            "website" => &mut self.website,
            "source" => &mut self.source,
            _ => return,
        };
        *place = text.into();
    }
}

impl Organisation {
    /// Its name and its acronym: `Association … (AFPA)`.
    #[must_use]
    pub fn full_name(&self) -> String {
        if self.short_name.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.short_name) }
    }

    /// The sheet as somebody would type it.
    #[must_use]
    pub fn draft(&self) -> OrganisationDraft {
        let of = |scheme: Scheme| {
            let numbers: Vec<String> =
                self.identifiers.iter().filter(|identifier| identifier.scheme == scheme).map(Identifier::display).collect();
            numbers.join(", ")
        };
        OrganisationDraft {
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            kind: self.kind.clone(),
            siret: of(Scheme::Siret),
            siren: of(Scheme::Siren),
            uai: of(Scheme::Uai),
            bce: of(Scheme::Bce),
            sectors: self.sectors.join("\n"),
            description: self.description.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            website: self.website.clone(),
            source: self.source.clone(),
        }
    }
}

/// Which organisations are wanted. What is empty does not filter.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words of the name, the short name, or an identifier.
    pub query: String,
    /// A code of [`KINDS`].
    pub kind: String,
    /// A code of [`COMPONENTS`].
    pub component: String,
    /// Words of a sector.
    pub sector: String,
    /// A perimeter: a commune, a zone, any expression of `territory`.
    pub perimeter: String,
    /// The page, from 1.
    pub page: u64,
    /// How many a page; 0 for the usual number.
    pub size: u64,
    /// The order.
    pub sort: Order,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// By kind, then by name.
    Kind,
    /// Those changed last come first.
    Updated,
}

/// A page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: u64,
}

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

/// What stands for a name that was erased: *nomen nescio*.
pub const NOBODY: &str = "N. N.";

impl Person {
    /// Given and family name; `N. N.` (*nomen nescio*) once the name was erased.
    #[must_use]
    pub fn name(&self) -> String {
        if self.is_anonymous() {
            return NOBODY.to_owned();
        }
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    /// Whether the name was erased.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.given_name.is_empty() && self.family_name.is_empty()
    }
}

/// What is typed of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDraft {
    /// The identifier made when the form was shown: adding twice adds once.
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
    /// What they are known for; empty without.
    pub expertise: String,
    /// Whether they were invented for training.
    pub fictional: bool,
}

impl PersonDraft {
    /// A person known by their name.
    pub fn named(id: Uuid, given_name: impl Into<String>, family_name: impl Into<String>) -> Self {
        Self {
            id,
            given_name: given_name.into(),
            family_name: family_name.into(),
            email: String::new(),
            phone: String::new(),
            language: Language::French,
            expertise: String::new(),
            fictional: false,
        }
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

impl Membership {
    /// Whether it holds on a day.
    #[must_use]
    pub fn is_active(&self, day: Day) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|last| day <= last)
    }
}
