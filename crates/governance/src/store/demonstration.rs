//! Taking the demonstration away.

use bassin_database::Transaction;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use uuid::Uuid;

/// Where something done in a body leaves a trace: the table and the expression that gives the body.
const TRACES: [&str; 3] = [
    "SELECT body FROM body_term",
    "SELECT body FROM meeting",
    "SELECT seat.body AS body FROM seat INNER JOIN mandate ON mandate.seat = seat.id",
];

/// Which of these bodies people have worked in.
pub(crate) async fn in_use(transaction: &Transaction, bodies: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let mut used = Vec::new();
    for trace in TRACES {
        let rows = transaction.query_all_raw(Statement::from_string(transaction.get_database_backend(), trace)).await?;
        for row in rows {
            let body: String = row.try_get("", "body")?;
            used.extend(body.parse::<Uuid>().ok().filter(|body| bodies.contains(body)));
        }
    }
    Ok(used)
}

/// Deletes bodies in which nobody has worked, with their seats.
pub(crate) async fn delete(transaction: &Transaction, bodies: &[Uuid]) -> Result<(), DbErr> {
    if bodies.is_empty() {
        return Ok(());
    }
    let list = bodies.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    for statement in [
        format!("DELETE FROM seat WHERE substitute_of IS NOT NULL AND body IN ({list})"),
        format!("DELETE FROM seat WHERE body IN ({list})"),
        format!("DELETE FROM body_parent WHERE body IN ({list})"),
        format!("DELETE FROM body WHERE id IN ({list})"),
    ] {
        transaction.execute_unprepared(&statement).await?;
    }
    Ok(())
}
