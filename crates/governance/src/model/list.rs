//! Lists of acts: what is asked of one, what is found.

use bassin_kernel::{Permission, Scope, Viewer};
use uuid::Uuid;

/// How many acts a page of a list shows.
pub const LIST_PAGE: u64 = 25;

/// In which order a list comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListOrder {
    /// The latest first.
    #[default]
    Latest,
    /// The oldest first.
    Oldest,
    /// By title.
    Title,
    /// By state, in the order acts go through them.
    State,
    /// By the date something is expected or ends, the earliest first; what has none comes last.
    Due,
}

/// What is asked of a list. A list leaves aside what it has no use for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Words that its acts hold.
    pub words: String,
    /// The code of a state; empty for any.
    pub state: String,
    /// A year, in four figures; empty for any.
    pub year: String,
    /// A code proper to the list: a kind of convention, the purpose of a transmission, an aspect of projects; empty for any.
    pub kind: String,
    /// For acts between two bodies, the side on which the body of the list stands; none for both.
    pub side: Option<ListSide>,
    /// In which order.
    pub order: ListOrder,
    /// A page, from 1; none for the whole list.
    pub page: Option<u64>,
}

/// The side of a body in an act between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListSide {
    /// It gives the opinion, it receives the transmission: it has to act.
    Acts,
    /// It asked for the opinion, it sent the transmission: it waits.
    Waits,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The acts, in order.
    pub items: Vec<T>,
    /// How many the whole list has.
    pub total: u64,
    /// The years of all that could be listed, the latest first: empty when there is nothing at all, whatever is asked.
    pub years: Vec<String>,
}

/// Where a viewer may read: what a list is narrowed to before anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everywhere.
    Everywhere,
    /// What concerns one of these bodies, organisations or people.
    Only(Vec<Uuid>),
}

impl Reach {
    /// Where the viewer holds one of the roles that allow something, and themselves.
    pub(crate) fn of(viewer: &Viewer, permission: &Permission) -> Self {
        let person = match viewer {
            Viewer::Operator(_) | Viewer::System => return Self::Everywhere,
            Viewer::Anonymous => return Self::Only(Vec::new()),
            Viewer::Person(person) => person,
        };
        let held = person.grants.iter().filter(|grant| permission.roles.contains(&grant.role)).filter_map(|grant| match grant.scope {
            Scope::Organisation(id) | Scope::Body(id) => Some(id),
            Scope::Platform | Scope::Person(_) => None,
        });
        Self::Only(held.chain([person.person]).collect())
    }
}
