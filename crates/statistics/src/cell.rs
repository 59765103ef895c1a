//! What one cell of a table says.

use serde::{Deserialize, Serialize};

/// A column of a block.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Column {
    /// Its identifier, unique in the block, such as `population@2017`.
    pub id: String,
    /// How many decimals the figures have: a figure v is held as the integer round(v × 10^decimals). At most 15.
    pub decimals: u8,
}

/// What the source says of one measure in one commune or zone. Figures are integers scaled by the column's decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// A published figure.
    Value(i64),
    /// A figure that the source hides, and the bounds it is known to be within, both included.
    Masked {
        /// The least it can be.
        lower: i64,
        /// The most it can be.
        upper: i64,
    },
    /// Not published: nothing is known of it.
    Missing,
    /// The measure has no meaning here, or the figure is counted with that of another row (see `BlockBuilder::inseparable`).
    NotApplicable,
}

/// How a cell is written in the plane of states.
pub(crate) mod state {
    /// Not published.
    pub(crate) const MISSING: u8 = 0;
    /// A published figure.
    pub(crate) const VALUE: u8 = 1;
    /// Known by its bounds only, which the planes of bounds tell.
    pub(crate) const MASKED: u8 = 2;
    /// Without meaning here.
    pub(crate) const NOT_APPLICABLE: u8 = 3;
    /// Counted with the anchor row of an inseparable group.
    pub(crate) const INCLUDED: u8 = 4;

    /// Known by the bounds that the header lists: this state plus the number of the pair, so that reading the state is enough.
    pub(crate) const BOUNDED: u8 = 5;

    /// Is it known by its bounds only?
    pub(crate) const fn is_masked(state: u8) -> bool {
        state == MASKED || state >= BOUNDED
    }

    /// Does the column say nothing at all of this row?
    pub(crate) const fn is_absent(state: u8) -> bool {
        state == MISSING || state == NOT_APPLICABLE
    }
}
