//! Where plans name people.

use sea_orm::{ConnectionTrait, DbErr, Statement};
use uuid::Uuid;

/// Every table whose sheets may name a person.
const TRACES: [&str; 11] = [
    "plan",
    "plan_node",
    "plan_milestone",
    "plan_indicator",
    "plan_figure",
    "plan_event",
    "plan_amendment",
    "plan_batch",
    "plan_campaign",
    "plan_request",
    "plan_report",
];

/// How many sheets name these people.
pub(crate) async fn acts<C: ConnectionTrait>(connection: &C, people: &[Uuid]) -> Result<u64, DbErr> {
    // Identifiers hold neither quotes nor wildcards.
    let named: Vec<String> = people.iter().map(|person| format!("value LIKE '%{person}%'")).collect();
    let mut found = 0;
    for table in TRACES {
        let query = format!("SELECT COUNT(*) AS many FROM {table} WHERE {}", named.join(" OR "));
        let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), query)).await?;
        let many: i64 = row.map_or(Ok(0), |row| row.try_get("", "many"))?;
        found += many.unsigned_abs();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use bassin_testkit::on_each_engine;

    use super::*;

    #[tokio::test]
    async fn every_trace_can_be_asked_for() {
        on_each_engine(super::super::migrations, |store| async move {
            let people = [Uuid::from_u128(7), Uuid::from_u128(8)];
            assert_eq!(acts(store.read(), &people).await.unwrap(), 0);
            let one = format!("INSERT INTO plan (id, position, value, revision) VALUES ('p', 1, '{{\"by\":\"{}\"}}', 0)", people[1]);
            store.note(|transaction| async move { Ok(transaction.execute_unprepared(&one).await.map(drop)?) }).await.unwrap();
            assert_eq!(acts(store.read(), &people).await.unwrap(), 1);
        })
        .await;
    }
}
