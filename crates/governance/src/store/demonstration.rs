//! Taking the demonstration away.

use bassin_database::Transaction;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use uuid::Uuid;

/// Where something done in a body leaves a trace: the table and the expression that gives the body.
const TRACES: [&str; 8] = [
    "SELECT body FROM body_term",
    "SELECT body FROM meeting",
    "SELECT body FROM decision",
    "SELECT body FROM opinion",
    "SELECT body FROM convention",
    "SELECT sender AS body FROM transmission",
    "SELECT receiver AS body FROM transmission",
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

/// Where the acts of a body are kept, those that point at others first: the table, and which of its rows belong to the bodies `{}`.
const ACTS: [(&str, &str); 20] = [
    ("meeting_recusal", "meeting IN (SELECT id FROM meeting WHERE body IN ({}))"),
    ("meeting_attendance", "meeting IN (SELECT id FROM meeting WHERE body IN ({}))"),
    ("meeting_invitation", "meeting IN (SELECT id FROM meeting WHERE body IN ({}))"),
    ("meeting_document", "meeting IN (SELECT id FROM meeting WHERE body IN ({}))"),
    ("meeting_minutes", "meeting IN (SELECT id FROM meeting WHERE body IN ({}))"),
    ("meeting_item", "meeting IN (SELECT id FROM meeting WHERE body IN ({}))"),
    ("meeting", "body IN ({})"),
    ("decision_position", "decision IN (SELECT id FROM decision WHERE body IN ({}))"),
    ("decision_happening", "decision IN (SELECT id FROM decision WHERE body IN ({}))"),
    ("decision_text", "decision IN (SELECT id FROM decision WHERE body IN ({}))"),
    ("decision", "body IN ({})"),
    ("opinion", "body IN ({})"),
    ("transmission", "sender IN ({}) OR receiver IN ({})"),
    ("convention_signature", "convention IN (SELECT id FROM convention WHERE body IN ({}))"),
    ("convention_text", "convention IN (SELECT id FROM convention WHERE body IN ({}))"),
    ("convention", "body IN ({})"),
    ("evaluation", "term IN (SELECT id FROM body_term WHERE body IN ({}))"),
    ("term_decision", "term IN (SELECT id FROM body_term WHERE body IN ({}))"),
    ("body_term", "body IN ({})"),
    ("mandate", "seat IN (SELECT id FROM seat WHERE body IN ({}))"),
];

/// Deletes bodies with all that was done in them.
pub(crate) async fn delete_with_acts(transaction: &Transaction, bodies: &[Uuid]) -> Result<(), DbErr> {
    if bodies.is_empty() {
        return Ok(());
    }
    let list = bodies.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    for (table, rows) in ACTS {
        transaction.execute_unprepared(&format!("DELETE FROM {table} WHERE {}", rows.replace("{}", &list))).await?;
    }
    delete(transaction, bodies).await
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
