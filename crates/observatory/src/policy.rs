//! The table of rights of the room.

use bassin_kernel::{Permission, Role};

/// Imports files of figures, and hands over their pieces.
pub const FILE_IMPORT: Permission = Permission { action: "file.import", held: "the platform", roles: &[Role::Statistician], own: false };

/// Every row, for the table.
pub const ALL: [&Permission; 1] = [&FILE_IMPORT];
