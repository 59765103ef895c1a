//! The table of rights of the room.

use bassin_kernel::{Permission, Role};

/// Imports a zoning, the history of communes, contours.
pub const FILE_IMPORT: Permission =
    Permission { action: "territory.import", held: "the platform", roles: &[Role::Statistician], own: false };
/// Saves a perimeter under a name.
pub const PERIMETER_SAVE: Permission = Permission { action: "perimeter.save", held: "the platform", roles: &[Role::Account], own: false };
/// Renames, shares and deletes a saved perimeter. The administrator looks after those that are nobody's.
pub const PERIMETER_MANAGE: Permission =
    Permission { action: "perimeter.manage", held: "its owner", roles: &[Role::Administrator], own: true };

/// Every row, for the table.
pub const ALL: [&Permission; 3] = [&FILE_IMPORT, &PERIMETER_SAVE, &PERIMETER_MANAGE];
