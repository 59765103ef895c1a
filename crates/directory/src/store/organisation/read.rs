//! Reading sheets.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    BATCH, MERGES, patterns,
    table::{identifier, organisation, site},
    uuid,
};
use crate::{
    model::{COMPONENTS, Order, Organisation, Search, Site},
    rules::{Identifier, Scheme},
};

/// The sheet, or the one it was merged into.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Organisation>, DbErr> {
    Ok(many(connection, &[id]).await?.remove(&id))
}

/// Several sheets, by the identifiers asked for, merges being followed.
pub(crate) async fn many<C: ConnectionTrait>(connection: &C, wanted: &[Uuid]) -> Result<HashMap<Uuid, Organisation>, DbErr> {
    let mut goes_to: HashMap<Uuid, Uuid> = wanted.iter().map(|id| (*id, *id)).collect();
    let mut found: HashMap<Uuid, Organisation> = HashMap::new();
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
pub(crate) async fn exact<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Organisation>, DbErr> {
    Ok(load(connection, &[id]).await?.pop())
}

/// Sheets by identifier, in no order.
async fn load<C: ConnectionTrait>(connection: &C, ids: &[Uuid]) -> Result<Vec<Organisation>, DbErr> {
    let mut all = Vec::with_capacity(ids.len());
    for ids in ids.chunks(BATCH) {
        let keys: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(keys.clone())).all(connection).await?;
        let numbers = identifier::Entity::find()
            .filter(identifier::Column::Organisation.is_in(keys.clone()))
            .order_by_asc(identifier::Column::Position)
            .all(connection)
            .await?;
        let sites = site::Entity::find()
            .filter(site::Column::Organisation.is_in(keys))
            .order_by_asc(site::Column::Position)
            .order_by_asc(site::Column::Id)
            .all(connection)
            .await?;
        let mut places: HashMap<String, usize> = HashMap::new();
        for row in rows {
            places.insert(row.id.clone(), all.len());
            all.push(sheet(row));
        }
        for number in numbers {
            let scheme = Scheme::from_code(&number.scheme);
            if let (Some(one), Some(scheme)) = (places.get(&number.organisation).and_then(|place| all.get_mut(*place)), scheme) {
                one.identifiers.push(Identifier { scheme, value: number.value });
            }
        }
        for place in sites {
            if let Some(one) = places.get(&place.organisation).and_then(|position| all.get_mut(*position)) {
                one.sites.push(site_of(place));
            }
        }
    }
    Ok(all)
}

fn sheet(row: organisation::Model) -> Organisation {
    Organisation {
        id: uuid(&row.id),
        name: row.name,
        short_name: row.short_name,
        kind: row.kind,
        identifiers: Vec::new(),
        sectors: serde_json::from_str(&row.sectors).unwrap_or_default(),
        description: row.description,
        email: row.email,
        phone: row.phone,
        website: row.website,
        sites: Vec::new(),
        source: row.source,
        merged_into: row.merged_into.as_deref().map(uuid),
        updated_at: bassin_kernel::Timestamp::from_timestamp_micros(row.updated_at).unwrap_or_default(),
        revision: row.revision,
    }
}

fn site_of(row: site::Model) -> Site {
    Site {
        id: uuid(&row.id),
        name: row.name,
        address: row.address,
        postcode: row.postcode,
        commune: row.commune,
        accessibility: row.accessibility,
        phone: row.phone,
    }
}

/// The sheet that holds an identifier.
pub(crate) async fn holder<C: ConnectionTrait>(connection: &C, identifier: &Identifier) -> Result<Option<Uuid>, DbErr> {
    let key = (identifier.scheme.code().to_owned(), identifier.value.clone());
    Ok(identifier::Entity::find_by_id(key).one(connection).await?.map(|row| uuid(&row.organisation)))
}

/// The identifiers of the sheets that answer a search, in its order, the perimeter left aside.
pub(crate) async fn ids<C: ConnectionTrait>(connection: &C, search: &Search) -> Result<Vec<Uuid>, DbErr> {
    use organisation::Column;
    let mut wanted = Condition::all().add(Column::MergedInto.is_null());
    if !search.kind.is_empty() {
        wanted = wanted.add(Column::Kind.eq(&search.kind));
    }
    if !search.component.is_empty() {
        let kinds = COMPONENTS.iter().find(|(component, _)| *component == search.component).map_or(&[][..], |(_, kinds)| *kinds);
        wanted = wanted.add(Column::Kind.is_in(kinds.iter().copied()));
    }
    for pattern in patterns(&search.sector) {
        wanted = wanted.add(Column::SectorsSearched.like(pattern));
    }
    let query = organisation::Entity::find().select_only().column(Column::Id);
    let query = query.filter(wanted.add(answering(&search.query)));
    let query = match search.sort {
        Order::Name => query,
        Order::Kind => query.order_by_asc(Column::Kind),
        Order::Updated => query.order_by_desc(Column::UpdatedAt),
    };
    let rows: Vec<String> = query.order_by_asc(Column::SortName).order_by_asc(Column::Id).into_tuple().all(connection).await?;
    Ok(rows.iter().map(|id| uuid(id)).collect())
}

/// Sheets whose words begin as those of the query, or with an identifier that begins as it.
fn answering(query: &str) -> Condition {
    let mut words = Condition::all();
    for pattern in patterns(query) {
        words = words.add(organisation::Column::Searched.like(pattern));
    }
    let compact: String = query.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    if compact.len() < 4 || !compact.contains(|c: char| c.is_ascii_digit()) {
        return words;
    }
    let holders = identifier::Entity::find()
        .select_only()
        .column(identifier::Column::Organisation)
        .filter(identifier::Column::Value.starts_with(compact));
    Condition::any().add(words).add(organisation::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(holders)))
}

/// Which sheets have a site in which commune: pairs.
pub(crate) async fn of_commune<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Uuid, String)>, DbErr> {
    let query = site::Entity::find().select_only().columns([site::Column::Organisation, site::Column::Commune]);
    let rows: Vec<(String, String)> = query.into_tuple().all(connection).await?;
    Ok(rows.into_iter().map(|(organisation, commune)| (uuid(&organisation), commune)).collect())
}

/// The folded names of every sheet in force, to find likely duplicates.
pub(crate) async fn near_names<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Uuid, String)>, DbErr> {
    let query = organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::SortName])
        .filter(organisation::Column::MergedInto.is_null())
        .order_by_asc(organisation::Column::SortName)
        .order_by_asc(organisation::Column::Id);
    let rows: Vec<(String, String)> = query.into_tuple().all(connection).await?;
    Ok(rows.into_iter().map(|(id, name)| (uuid(&id), name)).collect())
}

/// The sheet of that folded name, in that commune or, without one, anywhere; nothing when there are several.
pub(crate) async fn named<C: ConnectionTrait>(connection: &C, folded: &str, commune: &str) -> Result<Option<Uuid>, DbErr> {
    let named = Condition::all().add(organisation::Column::SortName.eq(folded)).add(organisation::Column::MergedInto.is_null());
    let query = organisation::Entity::find().select_only().column(organisation::Column::Id).filter(named);
    let ids: Vec<String> = query.into_tuple().all(connection).await?;
    let sheets = load(connection, &ids.iter().map(|id| uuid(id)).collect::<Vec<_>>()).await?;
    let mut there = sheets.iter().filter(|sheet| commune.is_empty() || sheet.sites.iter().any(|site| site.commune == commune));
    Ok(there.next().filter(|_| there.next().is_none()).map(|sheet| sheet.id))
}
