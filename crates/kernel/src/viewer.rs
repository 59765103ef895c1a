//! Who looks, who acts, and what they may do.
//!
//! Rights are never stored as such: they follow from active mandates, memberships and a few roles on the platform. Whoever finds out who the
//! viewer is hands over their [`Grant`]s; commands check a [`Permission`] against the scopes of the object they are about to change.

use std::sync::Arc;

use uuid::Uuid;

use crate::{Kind, Problem};

/// The person or process on whose behalf something is read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// A visitor who has not signed in: reads what is public, writes nothing.
    Anonymous,
    /// Somebody who has signed in.
    Person(Arc<Person>),
    /// The operator of this installation, at the command line, under the name of the operating system account.
    Operator(String),
    /// Bassin itself: first start, scheduled work.
    System,
}

/// Somebody who has signed in, with the rights they hold at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their account.
    pub account: Uuid,
    /// Themselves, in the directory.
    pub person: Uuid,
    /// Given and family name.
    pub name: String,
    /// What follows from their mandates, memberships and platform roles today.
    pub grants: Vec<Grant>,
}

/// A role held somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it is held.
    pub scope: Scope,
}

/// What somebody is, somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Anybody, even without an account.
    Visitor,
    /// Anybody who has signed in.
    Account,
    /// Runs the platform: accounts, settings, root bodies. Has no voice anywhere.
    Administrator,
    /// Loads and documents the figures of the observatory.
    Statistician,
    /// Belongs to an organisation.
    Member,
    /// Keeps an organisation's sheet and names its people.
    Referent,
    /// Holds an active mandate in a body, whatever its voice.
    Seat,
    /// Holds an active mandate with a voice that counts in a body's decisions.
    Deliberative,
    /// Chairs or co-chairs a body.
    Chair,
    /// Runs a body day by day: coordinator, rapporteur, administrative team.
    Secretary,
}

impl Role {
    /// Every role, in the order of the table of rights.
    pub const ALL: [Self; 10] = [
        Self::Visitor,
        Self::Account,
        Self::Administrator,
        Self::Statistician,
        Self::Member,
        Self::Referent,
        Self::Seat,
        Self::Deliberative,
        Self::Chair,
        Self::Secretary,
    ];

    /// Its name in the table of rights.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Account => "account",
            Self::Administrator => "administrator",
            Self::Statistician => "statistician",
            Self::Member => "member",
            Self::Referent => "referent",
            Self::Seat => "seat",
            Self::Deliberative => "deliberative",
            Self::Chair => "chair",
            Self::Secretary => "secretary",
        }
    }
}

/// Where a role is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// On the whole platform.
    Platform,
    /// In an organisation.
    Organisation(Uuid),
    /// In a body.
    Body(Uuid),
    /// About oneself: the owner of an account, of an objection, of a saved perimeter.
    Person(Uuid),
}

/// One row of the table of rights: an action on a kind of object, and the roles that allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// What is done, as in the journal: `body.recognise`.
    pub action: &'static str,
    /// In which scope the roles must be held: `the parent body`. For the people who read the table.
    pub held: &'static str,
    /// Any of these roles is enough.
    pub roles: &'static [Role],
    /// Whether the person that the object is about may do it too ([`Scope::Person`] among the scopes of the object).
    pub own: bool,
}

impl Viewer {
    /// The name told to people.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Person(person) => &person.name,
            Self::Operator(name) => name,
            Self::System => "bassin",
        }
    }

    /// The name kept in the journal, which is never erased: a person is known there by their identifier only.
    #[must_use]
    pub fn actor(&self) -> String {
        match self {
            Self::Person(person) => format!("person:{}", person.person),
            other => other.name().to_owned(),
        }
    }

    /// The person who has signed in.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }

    /// Whether the viewer is known at all: a necessary condition to write, never a sufficient one.
    #[must_use]
    pub const fn may_write(&self) -> bool {
        !matches!(self, Self::Anonymous)
    }

    /// Whether the viewer holds `role` in one of `scopes`. [`Role::Administrator`] and [`Role::Statistician`] are held on the platform.
    #[must_use]
    pub fn holds(&self, role: Role, scopes: &[Scope]) -> bool {
        match (role, self) {
            (Role::Visitor, _) | (_, Self::Operator(_) | Self::System) => true,
            (_, Self::Anonymous) => false,
            (Role::Account, Self::Person(_)) => true,
            (Role::Administrator | Role::Statistician, Self::Person(person)) => {
                person.grants.contains(&Grant { role, scope: Scope::Platform })
            }
            (_, Self::Person(person)) => scopes.iter().any(|scope| person.grants.contains(&Grant { role, scope: *scope })),
        }
    }

    /// Whether the viewer may do what `permission` is about, to an object of these scopes.
    #[must_use]
    pub fn may(&self, permission: &Permission, scopes: &[Scope]) -> bool {
        let own = permission.own && self.person().is_some_and(|person| scopes.contains(&Scope::Person(person.person)));
        own || permission.roles.iter().any(|role| self.holds(*role, scopes))
    }

    /// The same, as a problem to hand to the reader.
    ///
    /// # Errors
    /// The viewer may not: they have not signed in, or none of their roles allows it.
    pub fn check(&self, permission: &Permission, scopes: &[Scope]) -> Result<(), Problem> {
        if self.may(permission, scopes) {
            return Ok(());
        }
        Err(match self {
            Self::Anonymous => Problem::one(
                Kind::Forbidden,
                "sign-in-required",
                "Il faut être identifié pour faire cela. Connectez-vous, puis recommencez : ce que vous avez saisi n’a pas été enregistré.",
                "This requires being signed in. Sign in, then try again: what you typed was not saved.",
            ),
            _ => Problem::one(
                Kind::Forbidden,
                "right-missing",
                "Vos fonctions ne permettent pas de faire cela : les droits suivent les mandats et les appartenances en cours. Adressez-vous au secrétariat de l’instance ou à l’administrateur de la plateforme.",
                "Your functions do not allow this: rights follow current mandates and memberships. Ask the body’s secretariat or the administrator of the platform.",
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECOGNISE: Permission =
        Permission { action: "body.recognise", held: "the parent body", roles: &[Role::Chair, Role::Secretary], own: false };
    const LIFT: Permission = Permission { action: "objection.lift", held: "oneself", roles: &[], own: true };

    fn viewer(grants: Vec<Grant>) -> Viewer {
        let (account, person) = (Uuid::from_u128(1), Uuid::from_u128(2));
        Viewer::Person(Arc::new(Person { account, person, name: "A".to_owned(), grants }))
    }

    #[test]
    fn a_role_counts_where_it_is_held() {
        let (here, elsewhere) = (Scope::Body(Uuid::from_u128(10)), Scope::Body(Uuid::from_u128(11)));
        let chair = viewer(vec![Grant { role: Role::Chair, scope: here }]);
        assert!(chair.may(&RECOGNISE, &[here]));
        assert!(chair.may(&RECOGNISE, &[elsewhere, here]));
        assert!(!chair.may(&RECOGNISE, &[elsewhere]));
        assert!(!chair.may(&RECOGNISE, &[]));
        assert_eq!(chair.check(&RECOGNISE, &[elsewhere]).unwrap_err().violations[0].code, "right-missing");
        assert_eq!(Viewer::Anonymous.check(&RECOGNISE, &[here]).unwrap_err().violations[0].code, "sign-in-required");
    }

    #[test]
    fn what_is_ones_own_is_not_the_administrators() {
        let administrator = viewer(vec![Grant { role: Role::Administrator, scope: Scope::Platform }]);
        assert!(administrator.holds(Role::Administrator, &[]));
        assert!(administrator.may(&LIFT, &[Scope::Person(Uuid::from_u128(2))]));
        assert!(!administrator.may(&LIFT, &[Scope::Person(Uuid::from_u128(3))]));
        assert!(!Viewer::Anonymous.may(&LIFT, &[Scope::Person(Uuid::from_u128(2))]));
    }
}
