//! Reading people.

use std::collections::{BTreeSet, HashMap, HashSet};

use bassin_kernel::{Day, Language};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::table::{membership, person};
use crate::{
    model::{Found, Membership, Person},
    store::organisation::{BATCH, MERGES, patterns, uuid},
};

/// The person, or the one their sheet was merged into.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Person>, DbErr> {
    Ok(many(connection, &[id]).await?.remove(&id))
}

/// Several people, by the identifiers asked for, merges being followed.
pub(crate) async fn many<C: ConnectionTrait>(connection: &C, wanted: &[Uuid]) -> Result<HashMap<Uuid, Person>, DbErr> {
    let mut goes_to: HashMap<Uuid, Uuid> = wanted.iter().map(|id| (*id, *id)).collect();
    let mut found: HashMap<Uuid, Person> = HashMap::new();
    for _ in 0..MERGES {
        let missing: BTreeSet<Uuid> = goes_to.values().copied().filter(|id| !found.contains_key(id)).collect();
        if missing.is_empty() {
            break;
        }
        let loaded = load(connection, &missing.into_iter().collect::<Vec<_>>()).await?;
        let known: HashSet<Uuid> = loaded.iter().map(|one| one.id).collect();
        goes_to.retain(|_, id| found.contains_key(id) || known.contains(id));
        found.extend(loaded.into_iter().map(|one| (one.id, one)));
        for id in goes_to.values_mut() {
            if let Some(into) = found.get(id).and_then(|one| one.merged_into) {
                *id = into;
            }
        }
    }
    Ok(goes_to.into_iter().filter_map(|(id, into)| Some((id, found.get(&into)?.clone()))).collect())
}

/// The sheet itself, even when it was merged.
pub(crate) async fn exact<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Person>, DbErr> {
    Ok(load(connection, &[id]).await?.pop())
}

async fn load<C: ConnectionTrait>(connection: &C, ids: &[Uuid]) -> Result<Vec<Person>, DbErr> {
    let mut all = Vec::with_capacity(ids.len());
    for ids in ids.chunks(BATCH) {
        let rows = person::Entity::find().filter(person::Column::Id.is_in(ids.iter().map(Uuid::to_string))).all(connection).await?;
        all.extend(rows.into_iter().map(sheet));
    }
    Ok(all)
}

fn sheet(row: person::Model) -> Person {
    Person {
        id: uuid(&row.id),
        given_name: row.given_name,
        family_name: row.family_name,
        email: row.email,
        phone: row.phone,
        language: if row.language == Language::English.code() { Language::English } else { Language::French },
        expertise: row.expertise,
        fictional: row.fictional != 0,
        merged_into: row.merged_into.as_deref().map(uuid),
        revision: row.revision,
    }
}

/// The identifiers under which acts may know a person: their own, and those of the sheets merged into theirs.
pub(crate) async fn aliases<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let mut all = vec![id];
    let mut newest = vec![id];
    for _ in 0..MERGES {
        if newest.is_empty() {
            break;
        }
        let into = newest.iter().map(Uuid::to_string);
        let rows: Vec<String> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::MergedInto.is_in(into))
            .into_tuple()
            .all(connection)
            .await?;
        newest = rows.iter().map(|id| uuid(id)).filter(|id| !all.contains(id)).collect();
        all.extend(&newest);
    }
    Ok(all)
}

/// People whose names have words that begin as those of the query, by name; those whose name was erased are left out.
pub(crate) async fn find<C: ConnectionTrait>(connection: &C, query: &str, page: u64, size: u64) -> Result<Found<Person>, DbErr> {
    let mut wanted = Condition::all().add(person::Column::MergedInto.is_null()).add(person::Column::SortName.ne(""));
    for pattern in patterns(query) {
        wanted = wanted.add(person::Column::Searched.like(pattern));
    }
    let found = person::Entity::find().filter(wanted);
    let total = found.clone().count(connection).await?;
    let skipped = page.saturating_sub(1).saturating_mul(size).min(total);
    let rows =
        found.order_by_asc(person::Column::SortName).order_by_asc(person::Column::Id).offset(skipped).limit(size).all(connection).await?;
    Ok(Found { items: rows.into_iter().map(sheet).collect(), total })
}

/// Everything that ties a person to organisations, on a day or ever.
pub(crate) async fn memberships_of<C: ConnectionTrait>(connection: &C, person: Uuid, day: Option<Day>) -> Result<Vec<Membership>, DbErr> {
    ties(connection, membership::Column::Person.eq(person.to_string()), day).await
}

/// What ties these people to organisations on a day.
pub(crate) async fn memberships_among<C: ConnectionTrait>(connection: &C, people: &[Uuid], day: Day) -> Result<Vec<Membership>, DbErr> {
    let mut all = Vec::new();
    for people in people.chunks(BATCH) {
        all.extend(ties(connection, membership::Column::Person.is_in(people.iter().map(Uuid::to_string)), Some(day)).await?);
    }
    Ok(all)
}

/// Everybody tied to an organisation, on a day or ever.
pub(crate) async fn members_of<C: ConnectionTrait>(connection: &C, organisation: Uuid, day: Option<Day>) -> Result<Vec<Membership>, DbErr> {
    ties(connection, membership::Column::Organisation.eq(organisation.to_string()), day).await
}

async fn ties<C: ConnectionTrait>(connection: &C, of: sea_orm::sea_query::SimpleExpr, day: Option<Day>) -> Result<Vec<Membership>, DbErr> {
    let mut wanted = Condition::all().add(of);
    if let Some(day) = day {
        let day = day.to_string();
        let lasting = Condition::any().add(membership::Column::EndsOn.is_null()).add(membership::Column::EndsOn.gte(&day));
        wanted = wanted.add(membership::Column::StartsOn.lte(&day)).add(lasting);
    }
    let rows = membership::Entity::find().filter(wanted);
    let rows = rows.order_by_desc(membership::Column::StartsOn).order_by_asc(membership::Column::Id).all(connection).await?;
    Ok(rows.into_iter().map(tie).collect())
}

/// One membership.
pub(crate) async fn membership<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Membership>, DbErr> {
    Ok(membership::Entity::find_by_id(id.to_string()).one(connection).await?.map(tie))
}

fn tie(row: membership::Model) -> Membership {
    Membership {
        id: uuid(&row.id),
        person: uuid(&row.person),
        organisation: uuid(&row.organisation),
        function: row.function,
        referent: row.referent != 0,
        starts_on: row.starts_on.parse().unwrap_or_default(),
        ends_on: row.ends_on.and_then(|day| day.parse().ok()),
    }
}
