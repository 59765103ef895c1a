//! The tables, and the constraints that both engines enforce whoever writes.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Create)]
}

struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_130_body"
    }
}

/// A term lasts no longer than its statute allowed when it was proposed: years and months first, then the days. The very rule of
/// `DateRange::is_within_months`, on dates kept as `YYYY-MM-DD`.
const WITHIN: &str = "\
    (CAST(substr(ends_on, 1, 4) AS INTEGER) * 12 + CAST(substr(ends_on, 6, 2) AS INTEGER)) \
    - (CAST(substr(starts_on, 1, 4) AS INTEGER) * 12 + CAST(substr(starts_on, 6, 2) AS INTEGER))";

fn statements() -> Vec<String> {
    let shorter = format!("({WITHIN} < longest OR ({WITHIN} = longest AND substr(ends_on, 9, 2) < substr(starts_on, 9, 2)))");
    vec![
        "CREATE TABLE body (id TEXT NOT NULL PRIMARY KEY, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL CHECK (name <> ''), \
         statute TEXT NOT NULL, statute_version BIGINT NOT NULL, subject_kind TEXT NOT NULL, subject TEXT NOT NULL, perimeter TEXT NOT NULL, \
         mission TEXT NOT NULL, themes TEXT NOT NULL, source TEXT NOT NULL, content TEXT NOT NULL CHECK (content IN ('own', 'demonstration', 'fictional')), \
         same_as TEXT REFERENCES body (id), closed_on TEXT, closed_because TEXT NOT NULL, folded TEXT NOT NULL, \
         revision BIGINT NOT NULL, CHECK (same_as <> id))"
            .to_owned(),
        "CREATE TABLE body_parent (body TEXT NOT NULL REFERENCES body (id), parent TEXT NOT NULL REFERENCES body (id), \
         PRIMARY KEY (body, parent), CHECK (body <> parent))"
            .to_owned(),
        "CREATE INDEX body_parent_parent ON body_parent (parent)".to_owned(),
        format!(
            "CREATE TABLE body_term (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL REFERENCES body (id), \
             number BIGINT NOT NULL CHECK (number >= 1), starts_on TEXT NOT NULL CHECK (length(starts_on) = 10), \
             ends_on TEXT NOT NULL CHECK (length(ends_on) = 10), longest BIGINT NOT NULL CHECK (longest BETWEEN 1 AND 36), \
             state TEXT NOT NULL, act TEXT NOT NULL, revision BIGINT NOT NULL, UNIQUE (body, number), \
             CONSTRAINT body_term_order CHECK (starts_on <= ends_on), CONSTRAINT body_term_longest CHECK ({shorter}))"
        ),
        "CREATE TABLE term_decision (id TEXT NOT NULL PRIMARY KEY, term TEXT NOT NULL REFERENCES body_term (id), \
         parent TEXT REFERENCES body (id), matter TEXT NOT NULL CHECK (matter IN ('recognition', 'evaluation', 'renewal')), \
         favourable BIGINT NOT NULL CHECK (favourable IN (0, 1)), decided_on TEXT NOT NULL, act TEXT NOT NULL, reason TEXT NOT NULL, \
         at BIGINT NOT NULL, CHECK (favourable = 1 OR reason <> ''))"
            .to_owned(),
        "CREATE INDEX term_decision_term ON term_decision (term)".to_owned(),
        "CREATE TABLE evaluation (id TEXT NOT NULL PRIMARY KEY, term TEXT NOT NULL UNIQUE REFERENCES body_term (id), \
         functioning TEXT NOT NULL, results TEXT NOT NULL, recommendations TEXT NOT NULL, \
         advises_renewal BIGINT CHECK (advises_renewal IN (0, 1)), submitted_at BIGINT, validated_at BIGINT, validated_by TEXT NOT NULL, \
         returned_because TEXT NOT NULL, revision BIGINT NOT NULL, CHECK (validated_at IS NULL OR submitted_at <= validated_at))"
            .to_owned(),
        "CREATE TABLE seat (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL REFERENCES body (id), component TEXT NOT NULL, \
         voice TEXT NOT NULL CHECK (voice IN ('deliberative', 'consultative', 'observer')), number BIGINT NOT NULL CHECK (number >= 1), \
         title TEXT NOT NULL, organisation TEXT, substitute_of TEXT REFERENCES seat (id), abolished_on TEXT, \
         UNIQUE (body, component, number), CHECK (substitute_of <> id))"
            .to_owned(),
        "CREATE TABLE mandate (id TEXT NOT NULL PRIMARY KEY, seat TEXT NOT NULL REFERENCES seat (id), person TEXT NOT NULL, \
         organisation TEXT, function TEXT NOT NULL, starts_on TEXT NOT NULL CHECK (length(starts_on) = 10), \
         ends_on TEXT NOT NULL CHECK (length(ends_on) = 10), ended_on TEXT, \
         state TEXT NOT NULL CHECK (state IN ('proposed', 'appointed', 'resigned', 'replaced', 'revoked')), act TEXT NOT NULL, \
         ended_because TEXT NOT NULL, revision BIGINT NOT NULL, CHECK (starts_on <= ends_on), CHECK (ended_on <= ends_on), \
         CHECK ((ended_on IS NULL) = (state IN ('proposed', 'appointed'))))"
            .to_owned(),
        // Two mandates of one seat never begin on the same day; that none overlap is checked where they are written.
        "CREATE UNIQUE INDEX mandate_seat_day ON mandate (seat, starts_on) WHERE state = 'appointed'".to_owned(),
        "CREATE INDEX mandate_seat ON mandate (seat)".to_owned(),
        "CREATE INDEX mandate_person ON mandate (person)".to_owned(),
    ]
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in statements() {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
