//! What has passed its time.

use bassin_database::Transaction;
use bassin_kernel::Timestamp;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use super::table::{session, token};

/// Before which instants what is kept has passed its time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past {
    /// Links used or expired.
    pub links: Timestamp,
    /// Sessions last seen.
    pub idle: Timestamp,
    /// Sessions opened.
    pub opened: Timestamp,
    /// Sessions that wait for a second factor, begun.
    pub begun: Timestamp,
}

impl Past {
    fn links(self) -> Condition {
        let before = self.links.timestamp_micros();
        Condition::any().add(token::Column::UsedAt.lt(before)).add(token::Column::ExpiresAt.lt(before))
    }

    fn sessions(self) -> Condition {
        let begun = Condition::all().add(session::Column::Whole.eq(0_i64)).add(session::Column::OpenedAt.lt(self.begun.timestamp_micros()));
        let ended = Condition::any().add(session::Column::SeenAt.lt(self.idle.timestamp_micros()));
        ended.add(session::Column::OpenedAt.lt(self.opened.timestamp_micros())).add(begun)
    }
}

/// Whether something has passed its time.
pub(crate) async fn any_past<C: ConnectionTrait>(connection: &C, past: Past) -> Result<bool, DbErr> {
    let links = token::Entity::find().filter(past.links()).count(connection).await?;
    Ok(links > 0 || session::Entity::find().filter(past.sessions()).count(connection).await? > 0)
}

/// Takes it away. How much there was.
pub(crate) async fn remove_past(transaction: &Transaction, past: Past) -> Result<u64, DbErr> {
    let links = token::Entity::delete_many().filter(past.links()).exec(transaction).await?;
    let sessions = session::Entity::delete_many().filter(past.sessions()).exec(transaction).await?;
    Ok(links.rows_affected + sessions.rows_affected)
}
