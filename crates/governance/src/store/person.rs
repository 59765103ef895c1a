//! Where acts name people.

use std::collections::BTreeMap;

use bassin_database::Transaction;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use uuid::Uuid;

/// What sort of act a trace is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Mandate,
    Meeting,
    Decision,
    Position,
    Opinion,
    Transmission,
    Convention,
    Signature,
    Project,
    Practice,
    Evaluation,
}

/// Every table and column where a person may be named: by a column of its own, or within a sheet kept as JSON.
const TRACES: [(Act, &str, &str); 18] = [
    (Act::Mandate, "mandate", "person"),
    (Act::Meeting, "meeting_invitation", "person"),
    (Act::Meeting, "meeting_guest", "person"),
    (Act::Meeting, "meeting_attendance", "person"),
    (Act::Meeting, "meeting_minutes", "author"),
    (Act::Decision, "decision", "sheet"),
    (Act::Decision, "decision_text", "sheet"),
    (Act::Position, "decision_position", "sheet"),
    (Act::Decision, "decision_happening", "sheet"),
    (Act::Opinion, "opinion", "sheet"),
    (Act::Transmission, "transmission", "sheet"),
    (Act::Convention, "convention", "sheet"),
    (Act::Convention, "convention_text", "sheet"),
    (Act::Signature, "convention_signature", "person"),
    (Act::Project, "project", "value"),
    (Act::Project, "project_event", "value"),
    (Act::Practice, "practice", "value"),
    (Act::Evaluation, "evaluation", "validated_by"),
];

/// How many acts of each sort name these people.
pub(crate) async fn acts<C: ConnectionTrait>(connection: &C, people: &[Uuid]) -> Result<Vec<(Act, u64)>, DbErr> {
    let mut found: BTreeMap<Act, u64> = BTreeMap::new();
    for (act, table, column) in TRACES {
        // Identifiers hold neither quotes nor wildcards.
        let named: Vec<String> = people.iter().map(|person| format!("{column} LIKE '%{person}%'")).collect();
        let query = format!("SELECT COUNT(*) AS many FROM {table} WHERE {}", named.join(" OR "));
        let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), query)).await?;
        let many: i64 = row.map_or(Ok(0), |row| row.try_get("", "many"))?;
        if many > 0 {
            *found.entry(act).or_default() += many.unsigned_abs();
        }
    }
    Ok(found.into_iter().collect())
}

/// Takes away the calendar feeds of these people.
pub(crate) async fn forget(transaction: &Transaction, people: &[Uuid]) -> Result<(), DbErr> {
    for person in people {
        transaction.execute_unprepared(&format!("DELETE FROM meeting_feed WHERE person = '{person}'")).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use bassin_database::Engine;
    use bassin_testkit::on_each_engine;

    use super::*;

    /// Columns of these names may hold people.
    const TELLING: [&str; 7] = ["person", "author", "sheet", "value", "validated_by", "recorded_by", "signed_by"];
    /// Those that are not asked: a feed goes with its person, and a signature has its person in a column of its own.
    const LEFT: [(&str, &str); 2] = [("meeting_feed", "person"), ("convention_signature", "sheet")];

    #[tokio::test]
    async fn every_table_that_may_name_a_person_is_asked() {
        on_each_engine(super::super::migrations, |store| async move {
            let nobody = Uuid::from_u128(7);
            assert_eq!(acts(store.read(), &[nobody, Uuid::from_u128(8)]).await.unwrap(), [], "every trace can be asked");
            if store.engine() == Engine::Sqlite {
                let query =
                    "SELECT m.name AS one, p.name AS two FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'";
                let rows = store.read().query_all_raw(Statement::from_string(store.read().get_database_backend(), query)).await.unwrap();
                assert!(rows.len() > 100, "the tables of the room are there");
                for row in rows {
                    let (table, column): (String, String) = (row.try_get("", "one").unwrap(), row.try_get("", "two").unwrap());
                    let asked = TRACES.iter().any(|(_, asked, of)| (*asked, *of) == (table.as_str(), column.as_str()));
                    let left = LEFT.contains(&(table.as_str(), column.as_str()));
                    assert!(asked || left || !TELLING.contains(&column.as_str()), "{table}.{column} may name a person");
                }
            }
        })
        .await;
    }
}
