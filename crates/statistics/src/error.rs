//! What can go wrong with a block.

use std::io;
use std::path::{Path, PathBuf};

use bassin_kernel::{Kind, Problem};

/// Why a block could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum BlockError {
    /// The file system refuses.
    #[error("{path}: {source}")]
    Io {
        /// The file concerned.
        path: PathBuf,
        /// What the system answers.
        source: io::Error,
    },
    /// The file is something else than a block.
    #[error("{0} is not a block of figures")]
    Foreign(PathBuf),
    /// The block was written in another version of the format.
    #[error("{path} has version {found} of the format of blocks; this program reads version {}", crate::layout::VERSION)]
    Version {
        /// The file concerned.
        path: PathBuf,
        /// The version it announces.
        found: u32,
    },
    /// The file is cut short, or its content is not what was written.
    #[error("{path} is damaged: {reason}")]
    Damaged {
        /// The file concerned.
        path: PathBuf,
        /// What shows it.
        reason: String,
    },
    /// The column table cannot be: the reason names the column.
    #[error("column {id}: {reason}")]
    Column {
        /// The column's identifier.
        id: String,
        /// Which rule it breaks.
        reason: &'static str,
    },
    /// A cell or a group cannot be.
    #[error("row {row}: {reason}")]
    Row {
        /// The row number.
        row: u32,
        /// Which rule it breaks.
        reason: &'static str,
    },
    /// The figures of a column are so large that their sum could not be held exactly.
    #[error(
        "column {id}: the sum of the figures, with their decimals, exceeds 9.2 × 10^18; give this column fewer decimals or a larger unit"
    )]
    Overflow {
        /// The column's identifier.
        id: String,
    },
}

impl BlockError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Io { path: path.to_owned(), source }
    }

    pub(crate) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.into() }
    }

    /// The problem as its reader should meet it: figures at fault can be mended by their author; files at fault cannot.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Overflow { id } => Problem::invalid(
                "sum-too-large",
                format!(
                    "La somme de la colonne « {id} » est trop grande pour être tenue exactement\u{202f}: donnez-lui moins de décimales ou une unité plus grande."
                ),
                format!("The sum of column “{id}” is too large to be held exactly: give it fewer decimals or a larger unit."),
            ),
            Self::Column { id, .. } => Problem::invalid(
                "column-invalid",
                format!("La colonne « {id} » n’est pas recevable\u{202f}: son identifiant est répété, ou elle a plus de 15 décimales."),
                format!("Column “{id}” cannot be accepted: its identifier is repeated, or it has more than 15 decimals."),
            ),
            Self::Row { row, .. } => Problem::invalid(
                "cell-invalid",
                format!("La ligne {row} du bloc porte une cellule hors du tableau, ou masquée avec un minimum supérieur au maximum."),
                format!("Row {row} of the block has a cell outside the table, or masked with a minimum above its maximum."),
            ),
            Self::Io { .. } | Self::Foreign(_) | Self::Version { .. } | Self::Damaged { .. } => Problem::one(
                Kind::Unavailable,
                "figures-unavailable",
                "Un fichier de données du portail est illisible ou endommagé. Lancez « bassin doctor », puis réimportez les fichiers qu’il désigne.",
                "One of the portal’s data files cannot be read or is damaged. Run “bassin doctor”, then import again the files it names.",
            ),
        }
    }
}
