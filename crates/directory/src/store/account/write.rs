//! Writing accounts and what goes with them.

use bassin_database::Transaction;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::table::{account, external, recovery, session, token};
use super::{Account, Purpose, Session, Token};

fn row(one: &Account) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(one.id.to_string()),
        person: Set(one.person.to_string()),
        email: Set(one.email.clone()),
        password: Set(one.password.clone()),
        administrator: Set(i64::from(one.administrator)),
        statistician: Set(i64::from(one.statistician)),
        totp: Set(one.totp.clone()),
        totp_pending: Set(one.totp_pending.clone()),
        totp_step: Set(one.totp_step),
        state: Set(one.state.code().to_owned()),
        created_at: Set(one.created_at.timestamp_micros()),
        signed_in_at: Set(one.signed_in_at.map(|at| at.timestamp_micros())),
        revision: Set(one.revision),
    }
}

/// Adds an account.
pub(crate) async fn insert(transaction: &Transaction, one: &Account) -> Result<(), DbErr> {
    account::Entity::insert(row(one)).exec_without_returning(transaction).await?;
    Ok(())
}

/// Keeps an account as it is now; its revision rises.
pub(crate) async fn update(transaction: &Transaction, one: &mut Account) -> Result<(), DbErr> {
    one.revision += 1;
    account::Entity::update(row(one)).exec(transaction).await?;
    Ok(())
}

/// Opens a session, whose token has this digest.
pub(crate) async fn insert_session(transaction: &Transaction, digest: &str, one: &Session) -> Result<(), DbErr> {
    let row = session::ActiveModel {
        digest: Set(digest.to_owned()),
        id: Set(one.id.to_string()),
        account: Set(one.account.to_string()),
        whole: Set(i64::from(one.whole)),
        opened_at: Set(one.opened_at.timestamp_micros()),
        seen_at: Set(one.seen_at.timestamp_micros()),
        device: Set(one.device.clone()),
        provider: Set(one.provider.clone()),
        acr: Set(one.acr.clone()),
        amr: Set(one.amr.clone()),
        id_token: Set(one.id_token.clone()),
    };
    session::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Notes that a session is being used.
pub(crate) async fn seen(transaction: &Transaction, id: Uuid) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(transaction.now().timestamp_micros()))
        .filter(session::Column::Id.eq(id.to_string()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Ends a session of an account. Whether there was one.
pub(crate) async fn end_session(transaction: &Transaction, account: Uuid, id: Uuid) -> Result<bool, DbErr> {
    let ended = session::Entity::delete_many()
        .filter(session::Column::Id.eq(id.to_string()))
        .filter(session::Column::Account.eq(account.to_string()))
        .exec(transaction)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Ends the sessions of an account, but for one.
pub(crate) async fn end_sessions(transaction: &Transaction, account: Uuid, but: Option<Uuid>) -> Result<u64, DbErr> {
    let ended = session::Entity::delete_many()
        .filter(session::Column::Account.eq(account.to_string()))
        .filter(session::Column::Id.ne(but.unwrap_or_default().to_string()))
        .exec(transaction)
        .await?;
    Ok(ended.rows_affected)
}

/// Makes a one-time link.
pub(crate) async fn insert_token(transaction: &Transaction, one: &Token) -> Result<(), DbErr> {
    let row = token::ActiveModel {
        digest: Set(one.digest.clone()),
        purpose: Set(one.purpose.code().to_owned()),
        account: Set(one.account.map(|id| id.to_string())),
        email: Set(one.email.clone()),
        expires_at: Set(one.expires_at.timestamp_micros()),
        used_at: Set(None),
    };
    token::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Uses up a one-time link.
pub(crate) async fn use_token(transaction: &Transaction, digest: &str) -> Result<(), DbErr> {
    token::Entity::update_many()
        .col_expr(token::Column::UsedAt, Expr::value(transaction.now().timestamp_micros()))
        .filter(token::Column::Digest.eq(digest))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Removes the links of a kind made for an account, or for nobody, that were not used.
pub(crate) async fn void_tokens(transaction: &Transaction, purpose: Purpose, account: Option<Uuid>) -> Result<(), DbErr> {
    let of = account.map_or_else(|| token::Column::Account.is_null(), |id| token::Column::Account.eq(id.to_string()));
    token::Entity::delete_many()
        .filter(of)
        .filter(token::Column::Purpose.eq(purpose.code()))
        .filter(token::Column::UsedAt.is_null())
        .exec(transaction)
        .await?;
    Ok(())
}

/// Replaces the recovery codes of an account.
pub(crate) async fn put_codes(transaction: &Transaction, account: Uuid, digests: &[String]) -> Result<(), DbErr> {
    recovery::Entity::delete_many().filter(recovery::Column::Account.eq(account.to_string())).exec(transaction).await?;
    for digest in digests {
        let row = recovery::ActiveModel { account: Set(account.to_string()), digest: Set(digest.clone()), used_at: Set(None) };
        recovery::Entity::insert(row).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Uses up a recovery code. Whether it was one, and had not served.
pub(crate) async fn use_code(transaction: &Transaction, account: Uuid, digest: &str) -> Result<bool, DbErr> {
    let used = recovery::Entity::update_many()
        .col_expr(recovery::Column::UsedAt, Expr::value(transaction.now().timestamp_micros()))
        .filter(recovery::Column::Account.eq(account.to_string()))
        .filter(recovery::Column::Digest.eq(digest))
        .filter(recovery::Column::UsedAt.is_null())
        .exec(transaction)
        .await?;
    Ok(used.rows_affected > 0)
}

/// Links an identity held elsewhere to an account.
pub(crate) async fn link(transaction: &Transaction, issuer: &str, subject: &str, account: Uuid) -> Result<(), DbErr> {
    let row = external::ActiveModel {
        issuer: Set(issuer.to_owned()),
        subject: Set(subject.to_owned()),
        account: Set(account.to_string()),
        linked_at: Set(transaction.now().timestamp_micros()),
    };
    external::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Unlinks every identity held elsewhere from an account.
pub(crate) async fn unlink(transaction: &Transaction, account: Uuid) -> Result<(), DbErr> {
    external::Entity::delete_many().filter(external::Column::Account.eq(account.to_string())).exec(transaction).await?;
    Ok(())
}

/// Deletes the accounts, closed, of some people, and what went with them.
pub(crate) async fn remove_of(transaction: &Transaction, people: &[Uuid]) -> Result<(), DbErr> {
    let of = account::Column::Person.is_in(people.iter().map(Uuid::to_string));
    let accounts = account::Entity::find().filter(of).all(transaction).await?;
    let ids: Vec<String> = accounts.into_iter().map(|one| one.id).collect();
    token::Entity::delete_many().filter(token::Column::Account.is_in(ids.clone())).exec(transaction).await?;
    session::Entity::delete_many().filter(session::Column::Account.is_in(ids.clone())).exec(transaction).await?;
    recovery::Entity::delete_many().filter(recovery::Column::Account.is_in(ids.clone())).exec(transaction).await?;
    external::Entity::delete_many().filter(external::Column::Account.is_in(ids.clone())).exec(transaction).await?;
    account::Entity::delete_many().filter(account::Column::Id.is_in(ids)).exec(transaction).await?;
    Ok(())
}
