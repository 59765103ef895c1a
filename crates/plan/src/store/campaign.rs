//! Tables of collection campaigns: `plan_campaign`, `plan_request`, `plan_key`.

use bassin_database::Transaction;
use bassin_kernel::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait};
use uuid::Uuid;

use crate::{
    campaign::{Campaign, Collection, Key, Request},
    store::codec::{read, sheet, table},
};

table!("plan_campaign" campaign {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    plan: String,
    opened_at: i64,
    closed: i64,
    value: String,
    revision: i64,
});

table!("plan_request" request {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    campaign: String,
    node: String,
    position: i64,
    value: String,
    revision: i64,
});

table!("plan_key" key {
    #[sea_orm(primary_key, auto_increment = false)]
    digest: String,
    request: String,
    at: i64,
});

pub(crate) struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "m20261122_220_campaign"
    }
}

#[async_trait]
impl MigrationTrait for Create {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in [
            "CREATE TABLE plan_campaign (id TEXT NOT NULL PRIMARY KEY, plan TEXT NOT NULL REFERENCES plan (id), opened_at BIGINT NOT NULL, \
             closed BIGINT NOT NULL CHECK (closed IN (0, 1)), value TEXT NOT NULL, revision BIGINT NOT NULL)",
            "CREATE INDEX plan_campaign_plan ON plan_campaign (plan, opened_at)",
            "CREATE TABLE plan_request (id TEXT NOT NULL PRIMARY KEY, campaign TEXT NOT NULL REFERENCES plan_campaign (id), \
             node TEXT NOT NULL REFERENCES plan_node (id), position BIGINT NOT NULL, value TEXT NOT NULL, revision BIGINT NOT NULL, \
             UNIQUE (campaign, node))",
            "CREATE TABLE plan_key (digest TEXT NOT NULL PRIMARY KEY, request TEXT NOT NULL REFERENCES plan_request (id), at BIGINT NOT NULL)",
            "CREATE INDEX plan_key_request ON plan_key (request)",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// The campaigns of a plan, the latest first.
pub(crate) async fn of_plan<C: ConnectionTrait>(connection: &C, plan: &str) -> Result<Vec<Campaign>, DbErr> {
    let rows = campaign::Entity::find().filter(campaign::Column::Plan.eq(plan)).order_by_desc(campaign::Column::OpenedAt);
    rows.all(connection).await?.iter().map(|row| read(&row.value)).collect()
}

/// The campaigns that are not closed.
pub(crate) async fn open<C: ConnectionTrait>(connection: &C) -> Result<Vec<Campaign>, DbErr> {
    let rows = campaign::Entity::find().filter(campaign::Column::Closed.eq(0)).order_by_asc(campaign::Column::Id);
    rows.all(connection).await?.iter().map(|row| read(&row.value)).collect()
}

/// A campaign.
pub(crate) async fn campaign<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Campaign>, DbErr> {
    let found = campaign::Entity::find_by_id(id.to_string()).one(connection).await?;
    found.map(|row| read(&row.value)).transpose()
}

/// A campaign with its requests, in the order of the plan.
pub(crate) async fn collection<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Collection>, DbErr> {
    let Some(campaign) = campaign(connection, id).await? else { return Ok(None) };
    let rows = request::Entity::find().filter(request::Column::Campaign.eq(id.to_string())).order_by_asc(request::Column::Position);
    let requests = rows.all(connection).await?.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?;
    Ok(Some(Collection { campaign, requests }))
}

/// A request.
pub(crate) async fn request<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Request>, DbErr> {
    let found = request::Entity::find_by_id(id.to_string()).one(connection).await?;
    found.map(|row| read(&row.value)).transpose()
}

/// The request that a secret of this digest opens.
pub(crate) async fn opened_by<C: ConnectionTrait>(connection: &C, digest: &str) -> Result<Option<Request>, DbErr> {
    let Some(found) = key::Entity::find_by_id(digest.to_owned()).one(connection).await? else { return Ok(None) };
    request(connection, found.request.parse().unwrap_or_default()).await
}

/// Adds a campaign and its requests.
pub(crate) async fn add(transaction: &Transaction, added: &Collection) -> Result<(), DbErr> {
    campaign::Entity::insert(of_campaign(&added.campaign)?).exec_without_returning(transaction).await?;
    for (position, request) in (1..).zip(&added.requests) {
        request::Entity::insert(of_request(request, Set(position))?).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Keeps a campaign as it is now.
pub(crate) async fn save(transaction: &Transaction, campaign: &Campaign) -> Result<(), DbErr> {
    campaign::Entity::update(of_campaign(campaign)?).exec(transaction).await.map(drop)
}

/// Keeps a request as it is now.
pub(crate) async fn save_request(transaction: &Transaction, changed: &Request) -> Result<(), DbErr> {
    let row = of_request(changed, sea_orm::ActiveValue::NotSet)?;
    request::Entity::update(row).exec(transaction).await.map(drop)
}

/// Keeps the digest of a secret.
pub(crate) async fn add_key(transaction: &Transaction, added: &Key) -> Result<(), DbErr> {
    let row = key::ActiveModel { digest: Set(added.digest.clone()), request: Set(added.request.to_string()), at: Set(micros(added.at)) };
    key::Entity::insert(row).exec_without_returning(transaction).await.map(drop)
}

/// Forgets the secrets of a request: none of them opens anything any more.
pub(crate) async fn forget_keys(transaction: &Transaction, request: Uuid) -> Result<(), DbErr> {
    key::Entity::delete_many().filter(key::Column::Request.eq(request.to_string())).exec(transaction).await.map(drop)
}

fn of_campaign(stored: &Campaign) -> Result<campaign::ActiveModel, DbErr> {
    Ok(campaign::ActiveModel {
        id: Set(stored.id.to_string()),
        plan: Set(stored.plan.clone()),
        opened_at: Set(micros(stored.opened_at)),
        closed: Set(i64::from(stored.closed_at.is_some())),
        value: Set(sheet(stored)?),
        revision: Set(stored.revision),
    })
}

fn of_request(stored: &Request, position: sea_orm::ActiveValue<i64>) -> Result<request::ActiveModel, DbErr> {
    Ok(request::ActiveModel {
        id: Set(stored.id.to_string()),
        campaign: Set(stored.campaign.to_string()),
        node: Set(stored.node.to_string()),
        position,
        value: Set(sheet(stored)?),
        revision: Set(stored.revision),
    })
}

fn micros(at: Timestamp) -> i64 {
    at.timestamp_micros()
}
