//! Reading accounts and what goes with them.

use bassin_kernel::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::table::{account, external, recovery, session, token};
use super::{Account, Purpose, Session, State, Token};
use crate::store::organisation::BATCH;

pub(super) fn instant(micros: i64) -> Timestamp {
    Timestamp::from_timestamp_micros(micros).unwrap_or_default()
}

fn uuid(text: &str) -> Uuid {
    text.parse().unwrap_or_default()
}

impl From<account::Model> for Account {
    fn from(row: account::Model) -> Self {
        Self {
            id: uuid(&row.id),
            person: uuid(&row.person),
            email: row.email,
            password: row.password,
            administrator: row.administrator == 1,
            statistician: row.statistician == 1,
            totp: row.totp,
            totp_pending: row.totp_pending,
            totp_step: row.totp_step,
            state: State::from_code(&row.state).unwrap_or(State::Closed),
            created_at: instant(row.created_at),
            signed_in_at: row.signed_in_at.map(instant),
            revision: row.revision,
        }
    }
}

impl From<session::Model> for Session {
    fn from(row: session::Model) -> Self {
        Self {
            id: uuid(&row.id),
            account: uuid(&row.account),
            whole: row.whole == 1,
            opened_at: instant(row.opened_at),
            seen_at: instant(row.seen_at),
            device: row.device,
            provider: row.provider,
            acr: row.acr,
            amr: row.amr,
            id_token: row.id_token,
        }
    }
}

/// An account.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Account>, DbErr> {
    Ok(account::Entity::find_by_id(id.to_string()).one(connection).await?.map(Account::from))
}

fn open() -> sea_orm::Select<account::Entity> {
    account::Entity::find().filter(account::Column::State.ne(State::Closed.code()))
}

/// The account, invited or active, that signs in with this address, in lower case.
pub(crate) async fn by_email<C: ConnectionTrait>(connection: &C, email: &str) -> Result<Option<Account>, DbErr> {
    Ok(open().filter(account::Column::Email.eq(email)).one(connection).await?.map(Account::from))
}

/// The account, invited or active, of a person known by any of these identifiers.
pub(crate) async fn by_person<C: ConnectionTrait>(connection: &C, people: &[Uuid]) -> Result<Option<Account>, DbErr> {
    let people = people.iter().map(Uuid::to_string);
    Ok(open().filter(account::Column::Person.is_in(people)).one(connection).await?.map(Account::from))
}

/// The accounts, invited or active, of these people.
pub(crate) async fn of_people<C: ConnectionTrait>(connection: &C, people: &[Uuid]) -> Result<Vec<Account>, DbErr> {
    let mut all = Vec::new();
    for people in people.chunks(BATCH) {
        let rows = open().filter(account::Column::Person.is_in(people.iter().map(Uuid::to_string))).all(connection).await?;
        all.extend(rows.into_iter().map(Account::from));
    }
    Ok(all)
}

/// An account that holds something encrypted, if there is one.
pub(crate) async fn any_sealed<C: ConnectionTrait>(connection: &C) -> Result<Option<Account>, DbErr> {
    Ok(account::Entity::find().filter(account::Column::Totp.ne("")).one(connection).await?.map(Account::from))
}

/// How many people run the platform.
pub(crate) async fn administrators<C: ConnectionTrait>(connection: &C) -> Result<u64, DbErr> {
    let active = account::Column::State.eq(State::Active.code());
    account::Entity::find().filter(active).filter(account::Column::Administrator.eq(1_i64)).count(connection).await
}

/// Accounts in a state, those of some people or whose address holds a word, newest first, and how many there are.
pub(crate) async fn find<C: ConnectionTrait>(
    connection: &C,
    state: Option<State>,
    words: &str,
    people: &[Uuid],
    page: u64,
    size: u64,
) -> Result<(Vec<Account>, u64), DbErr> {
    let query = account::Entity::find().apply_if(state, |query, state| query.filter(account::Column::State.eq(state.code()))).apply_if(
        (!words.is_empty()).then_some(words),
        |query, words| {
            let people = people.iter().map(Uuid::to_string);
            query.filter(
                Condition::any().add(account::Column::Email.contains(words.to_lowercase())).add(account::Column::Person.is_in(people)),
            )
        },
    );
    let total = query.clone().count(connection).await?;
    let rows = query
        .order_by_desc(account::Column::CreatedAt)
        .order_by_desc(account::Column::Id)
        .limit(size)
        .offset(page.saturating_sub(1) * size)
        .all(connection)
        .await?;
    Ok((rows.into_iter().map(Account::from).collect(), total))
}

/// The session whose token has this digest.
pub(crate) async fn session_by_digest<C: ConnectionTrait>(connection: &C, digest: &str) -> Result<Option<Session>, DbErr> {
    Ok(session::Entity::find_by_id(digest.to_owned()).one(connection).await?.map(Session::from))
}

/// The whole sessions of an account, the one used last first.
pub(crate) async fn sessions_of<C: ConnectionTrait>(connection: &C, account: Uuid) -> Result<Vec<Session>, DbErr> {
    let rows = session::Entity::find()
        .filter(session::Column::Account.eq(account.to_string()))
        .filter(session::Column::Whole.eq(1_i64))
        .order_by_desc(session::Column::SeenAt)
        .order_by_desc(session::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// The one-time link whose secret has this digest.
pub(crate) async fn token_by_digest<C: ConnectionTrait>(connection: &C, digest: &str) -> Result<Option<Token>, DbErr> {
    let row = token::Entity::find_by_id(digest.to_owned()).one(connection).await?;
    Ok(row.and_then(|row| {
        Some(Token {
            purpose: Purpose::ALL.into_iter().find(|purpose| purpose.code() == row.purpose)?,
            account: row.account.as_deref().map(uuid),
            email: row.email,
            expires_at: instant(row.expires_at),
            used_at: row.used_at.map(instant),
            digest: row.digest,
        })
    }))
}

/// How many recovery codes are left.
pub(crate) async fn recovery_left<C: ConnectionTrait>(connection: &C, account: Uuid) -> Result<u64, DbErr> {
    let of = recovery::Column::Account.eq(account.to_string());
    recovery::Entity::find().filter(of).filter(recovery::Column::UsedAt.is_null()).count(connection).await
}

/// The account that an identity held elsewhere signs in to.
pub(crate) async fn identity<C: ConnectionTrait>(connection: &C, issuer: &str, subject: &str) -> Result<Option<Uuid>, DbErr> {
    let key = (issuer.to_owned(), subject.to_owned());
    Ok(external::Entity::find_by_id(key).one(connection).await?.map(|row| uuid(&row.account)))
}

/// The issuers of the identities linked to an account.
pub(crate) async fn external_of<C: ConnectionTrait>(connection: &C, account: Uuid) -> Result<Vec<String>, DbErr> {
    let rows = external::Entity::find().filter(external::Column::Account.eq(account.to_string())).all(connection).await?;
    Ok(rows.into_iter().map(|row| row.issuer).collect())
}
