//! What is particular to `PostgreSQL`.

mod copy;

use std::time::Duration;

use bassin_kernel::{Kind, Problem};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sea_orm::sqlx::{ConnectOptions, Connection};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, IsolationLevel, SqlxError, SqlxPostgresConnector,
    TransactionTrait,
};

pub(crate) use copy::{Pending, export, import};

use crate::dialect::{self, Connections};
use crate::error::{Error, Fault};

/// How long a writer waits for the others.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the first connection may take.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// The number of the advisory lock that writers hold until they commit: “bassin” in ASCII.
const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(108170688293230)";

pub(crate) const TABLES: &str = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename";

pub(crate) async fn open(url: &str) -> Result<Connections, Problem> {
    let options = options(url)?;
    probe(&options).await?;
    let pool = |size: u32| PgPoolOptions::new().max_connections(size).acquire_timeout(PATIENCE);
    let reader = pool(8).connect_lazy_with(options.clone().options([("default_transaction_read_only", "on")]));
    let writer = pool(1).connect_lazy_with(options.options([("lock_timeout", "30s")]));
    Ok(Connections {
        reader: SqlxPostgresConnector::from_sqlx_postgres_pool(reader),
        writer: SqlxPostgresConnector::from_sqlx_postgres_pool(writer),
    })
}

pub(crate) fn options(url: &str) -> Result<PgConnectOptions, Problem> {
    // The address holds a password: the error that quotes it is dropped.
    let options: PgConnectOptions = url.parse().map_err(|_: SqlxError| {
        Problem::invalid(
            "store-address",
            "L’adresse de la base PostgreSQL est mal formée\u{202f}: «\u{202f}postgres://compte:mot-de-passe@serveur:5432/base\u{202f}» est attendu.",
            "The address of the PostgreSQL store is malformed: “postgres://account:password@server:5432/database” is expected.",
        )
    })?;
    Ok(options.application_name("bassin").disable_statement_logging())
}

/// A pool would retry an absent server for its whole patience; one plain connection tells at once.
async fn probe(options: &PgConnectOptions) -> Result<(), Problem> {
    let connected = tokio::time::timeout(FIRST_ANSWER, PgConnection::connect_with(options)).await;
    match connected {
        Ok(Ok(connection)) => {
            // The server is there and lets us in; how it takes leave does not matter.
            drop(connection.close().await);
            Ok(())
        }
        Ok(Err(error)) => Err(cannot_open(options, dialect::fault(&error), &error.to_string())),
        Err(_) => Err(cannot_open(options, Fault::Unreachable, "no answer in time")),
    }
}

fn cannot_open(options: &PgConnectOptions, fault: Fault, detail: &str) -> Problem {
    tracing::debug!(detail, "the store cannot be reached");
    let server = format!("{}:{}", options.get_host(), options.get_port());
    let account = options.get_username();
    let database = options.get_database().unwrap_or(account);
    let unavailable = |code: &str, fr: String, en: String| Problem::one(Kind::Unavailable, code, fr, en);
    match fault {
        Fault::Refused => unavailable(
            "store-refused",
            format!(
                "Le serveur PostgreSQL {server} refuse le compte «\u{202f}{account}\u{202f}»\u{202f}: vérifiez le nom et le mot de passe."
            ),
            format!("The PostgreSQL server {server} refuses the account “{account}”: check the name and the password."),
        ),
        Fault::Absent => unavailable(
            "store-absent",
            format!(
                "Le serveur PostgreSQL {server} n’a pas de base «\u{202f}{database}\u{202f}»\u{202f}: créez-la, ou corrigez l’adresse."
            ),
            format!("The PostgreSQL server {server} has no database “{database}”: create it, or correct the address."),
        ),
        _ => unavailable(
            "store-unreachable",
            format!("Le serveur PostgreSQL {server} ne répond pas\u{202f}: vérifiez l’adresse et que le serveur est démarré."),
            format!("The PostgreSQL server {server} does not answer: check the address and that the server is running."),
        ),
    }
}

pub(crate) async fn begin(writer: &DatabaseConnection) -> Result<DatabaseTransaction, Error> {
    let transaction = writer.begin().await?;
    transaction.execute_unprepared(WRITER_LOCK).await?;
    Ok(transaction)
}

pub(crate) async fn snapshot(reader: &DatabaseConnection) -> Result<DatabaseTransaction, Error> {
    Ok(reader.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?)
}

/// See the table of `SQLSTATE` codes in `PostgreSQL`'s manual.
pub(crate) fn fault(code: &str) -> Fault {
    match code {
        "28000" | "28P01" => Fault::Refused,
        "3D000" => Fault::Absent,
        "25006" | "42501" => Fault::ReadOnly,
        "55P03" | "57014" | "40001" | "40P01" => Fault::Busy,
        "53100" => Fault::Full,
        "53300" | "57P01" | "57P02" | "57P03" => Fault::Unreachable,
        "XX001" | "XX002" => Fault::Damaged,
        _ => Fault::Other,
    }
}
