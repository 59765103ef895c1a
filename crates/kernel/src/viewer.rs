//! Who looks, and who acts.

use serde::{Deserialize, Serialize};

/// The person or process on whose behalf something is read or written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Viewer {
    /// A visitor who has not signed in: reads what is public, writes nothing.
    Anonymous,
    /// The operator of this installation, at the command line, under the name of the operating system account.
    Operator(String),
    /// Bassin itself: first start, scheduled work.
    System,
}

impl Viewer {
    /// The name kept in the journal.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Operator(name) => name,
            Self::System => "bassin",
        }
    }

    /// Whether the viewer may change data files, zonings and saved perimeters.
    #[must_use]
    pub const fn may_write(&self) -> bool {
        matches!(self, Self::Operator(_) | Self::System)
    }
}
