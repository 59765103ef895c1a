//! What can go wrong in the store, and how it is told to a reader: the detail goes to the log.

use bassin_kernel::{Kind, Problem};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

use crate::dialect;

/// What stops a command: rules that are not met, or the store. `?` turns either into this.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Rules that are not met.
    #[error("{0}")]
    Problem(#[from] Problem),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] DbErr),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Problem(problem) => problem,
            Error::Store(error) => problem(error),
        }
    }
}

impl From<SqlxError> for Error {
    fn from(error: SqlxError) -> Self {
        Self::Store(DbErr::Exec(RuntimeErr::SqlxError(error.into())))
    }
}

/// The few faults of a store that call for different answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Busy,
    Full,
    Damaged,
    Foreign,
    ReadOnly,
    CannotOpen,
    Unique,
    Unreachable,
    Refused,
    Absent,
    Other,
}

/// A failure of the store as a reader can understand it. The engine's own words go to the log.
#[must_use]
pub fn problem(error: DbErr) -> Problem {
    let fault = fault(&error);
    tracing::error!(%error, ?fault, "the store failed");
    match fault {
        Fault::Busy => Problem::one(
            Kind::Unavailable,
            "store-busy",
            "Une autre opération occupe la base. Rien n’a été enregistré\u{202f}: réessayez dans un instant.",
            "Another operation is using the store. Nothing was saved: try again in a moment.",
        ),
        Fault::Full => Problem::one(
            Kind::Unavailable,
            "store-full",
            "Le disque qui porte la base est plein. Rien n’a été enregistré\u{202f}: libérez de la place, puis réessayez.",
            "The disk that holds the store is full. Nothing was saved: free some space, then try again.",
        ),
        Fault::Unique => Problem::one(
            Kind::Conflict,
            "store-conflict",
            "Un autre enregistrement porte déjà ce nom ou ce code. Rien n’a été enregistré.",
            "Another record already has this name or code. Nothing was saved.",
        ),
        Fault::ReadOnly => Problem::one(
            Kind::Unavailable,
            "store-read-only",
            "La base n’accepte pas l’écriture. Rien n’a été enregistré\u{202f}: vérifiez les droits sur ses fichiers.",
            "The store does not accept writing. Nothing was saved: check the permissions on its files.",
        ),
        Fault::Damaged | Fault::Foreign => Problem::one(
            Kind::Unavailable,
            "store-damaged",
            "La base est endommagée. Arrêtez Bassin et restaurez une sauvegarde.",
            "The store is damaged. Stop Bassin and restore a backup.",
        ),
        Fault::CannotOpen | Fault::Unreachable | Fault::Refused | Fault::Absent => Problem::one(
            Kind::Unavailable,
            "store-unreachable",
            "La base ne répond pas. Réessayez dans un instant\u{202f}; si cela persiste, prévenez l’exploitant.",
            "The store does not answer. Try again in a moment; if it lasts, tell the operator.",
        ),
        Fault::Other => Problem::one(
            Kind::Unavailable,
            "store-failed",
            "La base a refusé l’opération. Rien n’a été enregistré\u{202f}; le détail est dans le journal technique.",
            "The store refused the operation. Nothing was saved; the detail is in the log.",
        ),
    }
}

fn fault(error: &DbErr) -> Fault {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Fault::Busy,
        DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => Fault::Unreachable,
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => dialect::fault(error),
        _ => Fault::Other,
    }
}
