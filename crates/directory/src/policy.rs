//! The table of rights of the room.

use bassin_kernel::{Permission, Role};

const fn permission(action: &'static str, held: &'static str, roles: &'static [Role]) -> Permission {
    Permission { action, held, roles, own: false }
}

/// Reads the names and functions of people beyond those that are public (members of bodies).
pub const PERSON_READ: Permission = permission("person.read", "the platform", &[Role::Account]);
/// Adds a person: anybody who designates, convenes or invites needs it.
pub const PERSON_ADD: Permission = permission("person.add", "the platform", &[Role::Account]);
/// Changes a person's sheet.
pub const PERSON_EDIT: Permission = Permission {
    action: "person.edit",
    held: "oneself, or an organisation of theirs",
    roles: &[Role::Administrator, Role::Referent],
    own: true,
};
/// Erases a person's name and what goes with it; their acts stay, under no name.
pub const PERSON_ERASE: Permission =
    Permission { action: "person.erase", held: "oneself, or the platform", roles: &[Role::Administrator], own: true };
/// Adds an organisation.
pub const ORGANISATION_ADD: Permission = permission("organisation.add", "the platform", &[Role::Account]);
/// Changes an organisation's sheet, its sites, its people.
pub const ORGANISATION_EDIT: Permission = permission("organisation.edit", "the organisation", &[Role::Administrator, Role::Referent]);
/// Proposes a correction to an organisation's sheet.
pub const CORRECTION_PROPOSE: Permission = permission("correction.propose", "the platform", &[Role::Account]);
/// Accepts or refuses a correction.
pub const CORRECTION_DECIDE: Permission = permission("correction.decide", "the organisation", &[Role::Administrator, Role::Referent]);
/// Imports organisations from a file, merges duplicates and undoes a merge.
pub const DIRECTORY_MANAGE: Permission = permission("directory.manage", "the platform", &[Role::Administrator]);
/// Invites people, gives platform roles, closes accounts.
pub const ACCOUNT_MANAGE: Permission = permission("account.manage", "the platform", &[Role::Administrator]);
/// Changes one's own password, second factor, sessions.
pub const ACCOUNT_OWN: Permission = Permission { action: "account.own", held: "oneself", roles: &[], own: true };
/// Sees the letters waiting to leave and sends them again.
pub const MAIL_MANAGE: Permission = permission("mail.manage", "the platform", &[Role::Administrator]);
/// Reads the journal.
pub const JOURNAL_READ: Permission = permission("journal.read", "the platform", &[Role::Administrator]);

/// Every row, for the table.
pub const ALL: [&Permission; 13] = [
    &PERSON_READ,
    &PERSON_ADD,
    &PERSON_EDIT,
    &PERSON_ERASE,
    &ORGANISATION_ADD,
    &ORGANISATION_EDIT,
    &CORRECTION_PROPOSE,
    &CORRECTION_DECIDE,
    &DIRECTORY_MANAGE,
    &ACCOUNT_MANAGE,
    &ACCOUNT_OWN,
    &MAIL_MANAGE,
    &JOURNAL_READ,
];
