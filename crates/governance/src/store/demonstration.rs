//! Taking the demonstration away.

use bassin_database::Transaction;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use uuid::Uuid;

use crate::{Convention, ConventionState, PartyWho};

/// Where something done in a body leaves a trace: the query that gives the bodies. What is kept as JSON alone is read in [`in_use`].
const TRACES: [&str; 11] = [
    "SELECT body FROM body_term",
    "SELECT parent AS body FROM term_decision WHERE parent IS NOT NULL",
    "SELECT same_as AS body FROM body WHERE same_as IS NOT NULL AND content <> 'demonstration'",
    "SELECT body FROM meeting",
    "SELECT body FROM decision",
    "SELECT body FROM opinion",
    "SELECT asked_by AS body FROM opinion WHERE asked_by IS NOT NULL",
    "SELECT body FROM convention",
    "SELECT sender AS body FROM transmission",
    "SELECT receiver AS body FROM transmission",
    "SELECT seat.body AS body FROM seat INNER JOIN mandate ON mandate.seat = seat.id",
];

/// Which of these bodies people have worked in.
pub(crate) async fn in_use(transaction: &Transaction, bodies: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let mut used = Vec::new();
    for trace in TRACES {
        used.extend(found(transaction, trace.to_owned()).await?);
    }
    for project in super::project::every(transaction).await? {
        used.extend(project.poles.iter().chain(&project.concerned));
    }
    used.extend(super::practice::search(transaction, "").await?.into_iter().map(|practice| practice.body));
    for convention in super::convention::in_states(transaction, ConventionState::ALL).await? {
        used.extend(parties(&convention));
    }
    used.retain(|body| bodies.contains(body));
    Ok(used)
}

fn parties(convention: &Convention) -> impl Iterator<Item = Uuid> {
    convention.parties.iter().filter_map(|party| match party.who {
        PartyWho::Body(body) => Some(body),
        PartyWho::Organisation(_) => None,
    })
}

async fn found(transaction: &Transaction, query: String) -> Result<Vec<Uuid>, DbErr> {
    let rows = transaction.query_all_raw(Statement::from_string(transaction.get_database_backend(), query)).await?;
    let mut bodies = Vec::with_capacity(rows.len());
    for row in rows {
        bodies.extend(row.try_get::<String>("", "body")?.parse::<Uuid>().ok());
    }
    Ok(bodies)
}

/// Where an act of another body leans on those of a set `{}`: the query that gives the other body.
const TIES: [&str; 5] = [
    "SELECT id AS body FROM body WHERE same_as IN ({}) AND id NOT IN ({})",
    "SELECT sender AS body FROM transmission WHERE receiver IN ({}) AND sender NOT IN ({})",
    "SELECT receiver AS body FROM transmission WHERE sender IN ({}) AND receiver NOT IN ({})",
    "SELECT body FROM opinion WHERE asked_by IN ({}) AND body NOT IN ({})",
    "SELECT asked_by AS body FROM opinion WHERE body IN ({}) AND asked_by NOT IN ({})",
];

/// The bodies outside a set that have acts with bodies of the set, or in which its people sit.
pub(crate) async fn tied(transaction: &Transaction, bodies: &[Uuid], people: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    if bodies.is_empty() || people.is_empty() {
        return Ok(Vec::new());
    }
    let list = listed(bodies);
    let sits = format!("mandate.person IN ({}) AND seat.body NOT IN ({list})", listed(people));
    let query = format!("SELECT seat.body AS body FROM seat INNER JOIN mandate ON mandate.seat = seat.id WHERE {sits}");
    let mut tied = found(transaction, query).await?;
    for tie in TIES {
        tied.extend(found(transaction, tie.replace("{}", &list)).await?);
    }
    for project in super::project::every(transaction).await? {
        let all = || project.poles.iter().chain(&project.concerned).copied();
        if all().any(|body| bodies.contains(&body)) {
            tied.extend(all());
        }
    }
    for convention in super::convention::in_states(transaction, ConventionState::ALL).await? {
        if bodies.contains(&convention.body) || parties(&convention).any(|body| bodies.contains(&body)) {
            tied.extend(parties(&convention).chain([convention.body]));
        }
    }
    tied.retain(|body| !bodies.contains(body));
    Ok(tied)
}

fn listed(ids: &[Uuid]) -> String {
    ids.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ")
}

/// Where the acts of a body are kept, those that point at others first: the table, and which of its rows belong to the bodies `{}`.
const ACTS: [(&str, &str); 21] = [
    ("meeting_recusal", "meeting IN (SELECT id FROM meeting WHERE body IN ({}))"),
    ("meeting_guest", "meeting IN (SELECT id FROM meeting WHERE body IN ({}))"),
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
    let list = listed(bodies);
    for (table, rows) in ACTS {
        transaction.execute_unprepared(&format!("DELETE FROM {table} WHERE {}", rows.replace("{}", &list))).await?;
    }
    let projects = super::project::every(transaction).await?.into_iter();
    let projects: Vec<Uuid> =
        projects.filter(|project| project.poles.iter().any(|pole| bodies.contains(pole))).map(|project| project.id).collect();
    let practices = super::practice::search(transaction, "").await?;
    let practices: Vec<Uuid> = practices.iter().filter(|one| bodies.contains(&one.body)).map(|one| one.id).collect();
    for (table, column, ids) in [("practice", "id", &practices), ("project_event", "project", &projects), ("project", "id", &projects)] {
        if !ids.is_empty() {
            transaction.execute_unprepared(&format!("DELETE FROM {table} WHERE {column} IN ({})", listed(ids))).await?;
        }
    }
    delete(transaction, bodies).await
}

/// Deletes bodies in which nobody has worked, with their seats.
pub(crate) async fn delete(transaction: &Transaction, bodies: &[Uuid]) -> Result<(), DbErr> {
    if bodies.is_empty() {
        return Ok(());
    }
    let list = listed(bodies);
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
