//! What is asked of the tables.

use std::collections::HashMap;

use bassin_kernel::Day;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::rows::{body, decision, evaluation, id, mandate, parent, seat, term};
use crate::{
    Body, Evaluation, Mandate, Place, Seat, Term, TermDecision,
    rules::term::{Life, current},
};

/// A body, by its identifier.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, wanted: Uuid) -> Result<Option<Body>, DbErr> {
    let row = body::Entity::find_by_id(wanted.to_string()).one(connection).await?;
    Ok(with_parents(connection, row.into_iter().collect()).await?.pop())
}

/// A body, by its name in addresses.
pub(crate) async fn by_slug<C: ConnectionTrait>(connection: &C, slug: &str) -> Result<Option<Body>, DbErr> {
    let row = body::Entity::find().filter(body::Column::Slug.eq(slug)).one(connection).await?;
    Ok(with_parents(connection, row.into_iter().collect()).await?.pop())
}

/// Several bodies, by name.
pub(crate) async fn by_ids<C: ConnectionTrait>(connection: &C, wanted: &[Uuid]) -> Result<Vec<Body>, DbErr> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = wanted.iter().map(Uuid::to_string);
    let rows = body::Entity::find().filter(body::Column::Id.is_in(wanted)).order_by_asc(body::Column::Name).all(connection).await?;
    with_parents(connection, rows).await
}

/// Every body, by name.
pub(crate) async fn all<C: ConnectionTrait>(connection: &C) -> Result<Vec<Body>, DbErr> {
    let rows = body::Entity::find().order_by_asc(body::Column::Folded).order_by_asc(body::Column::Id).all(connection).await?;
    with_parents(connection, rows).await
}

/// Whether a name in addresses is taken.
pub(crate) async fn slug_taken<C: ConnectionTrait>(connection: &C, slug: &str) -> Result<bool, DbErr> {
    Ok(body::Entity::find().filter(body::Column::Slug.eq(slug)).one(connection).await?.is_some())
}

/// The bodies it depends on, by name.
pub(crate) async fn parents<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<Body>, DbErr> {
    let rows = parent::Entity::find().filter(parent::Column::Body.eq(of.to_string())).all(connection).await?;
    let wanted: Vec<Uuid> = rows.iter().map(|row| id(&row.parent)).collect::<Result<_, _>>()?;
    by_ids(connection, &wanted).await
}

/// The bodies that depend on it, by name.
pub(crate) async fn children<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<Body>, DbErr> {
    let rows = parent::Entity::find().filter(parent::Column::Parent.eq(of.to_string())).all(connection).await?;
    let wanted: Vec<Uuid> = rows.iter().map(|row| id(&row.body)).collect::<Result<_, _>>()?;
    by_ids(connection, &wanted).await
}

async fn with_parents<C: ConnectionTrait>(connection: &C, rows: Vec<body::Model>) -> Result<Vec<Body>, DbErr> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = parent::Entity::find().order_by_asc(parent::Column::Parent);
    if let [only] = rows.as_slice() {
        query = query.filter(parent::Column::Body.eq(only.id.clone()));
    }
    let mut parents: HashMap<String, Vec<Uuid>> = HashMap::new();
    for link in query.all(connection).await? {
        parents.entry(link.body).or_default().push(id(&link.parent)?);
    }
    rows.into_iter()
        .map(|row| {
            let parents = parents.remove(&row.id).unwrap_or_default();
            row.body(parents)
        })
        .collect()
}

/// The seats of a body, abolished ones included, in the order of component codes and numbers.
pub(crate) async fn seats<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<Seat>, DbErr> {
    let rows = seat::Entity::find()
        .filter(seat::Column::Body.eq(of.to_string()))
        .order_by_asc(seat::Column::Component)
        .order_by_asc(seat::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter().map(seat::Model::seat).collect()
}

/// The seats and the mandates of every body, in the same orders.
pub(crate) async fn rolls<C: ConnectionTrait>(connection: &C) -> Result<HashMap<Uuid, (Vec<Seat>, Vec<Mandate>)>, DbErr> {
    let rows = seat::Entity::find().order_by_asc(seat::Column::Component).order_by_asc(seat::Column::Number).all(connection).await?;
    let mut found: HashMap<Uuid, (Vec<Seat>, Vec<Mandate>)> = HashMap::new();
    let mut bodies: HashMap<Uuid, Uuid> = HashMap::new();
    for row in rows {
        let seat = row.seat()?;
        bodies.insert(seat.id, seat.body);
        found.entry(seat.body).or_default().0.push(seat);
    }
    let rows = mandate::Entity::find().order_by_asc(mandate::Column::StartsOn).order_by_asc(mandate::Column::Id).all(connection).await?;
    for row in rows {
        let mandate = row.mandate()?;
        if let Some(body) = bodies.get(&mandate.seat) {
            found.entry(*body).or_default().1.push(mandate);
        }
    }
    Ok(found)
}

/// A seat.
pub(crate) async fn seat<C: ConnectionTrait>(connection: &C, wanted: Uuid) -> Result<Option<Seat>, DbErr> {
    seat::Entity::find_by_id(wanted.to_string()).one(connection).await?.map(seat::Model::seat).transpose()
}

/// A mandate.
pub(crate) async fn mandate<C: ConnectionTrait>(connection: &C, wanted: Uuid) -> Result<Option<Mandate>, DbErr> {
    mandate::Entity::find_by_id(wanted.to_string()).one(connection).await?.map(mandate::Model::mandate).transpose()
}

/// Every mandate of a body's seats, past and to come, oldest first.
pub(crate) async fn mandates<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<Mandate>, DbErr> {
    let seats = seat::Entity::find().select_only().column(seat::Column::Id).filter(seat::Column::Body.eq(of.to_string()));
    let rows = mandate::Entity::find()
        .filter(mandate::Column::Seat.in_subquery(seats.into_query()))
        .order_by_asc(mandate::Column::StartsOn)
        .order_by_asc(mandate::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(mandate::Model::mandate).collect()
}

/// Every mandate of a seat, oldest first.
pub(crate) async fn mandates_of_seat<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<Mandate>, DbErr> {
    let rows = mandate::Entity::find()
        .filter(mandate::Column::Seat.eq(of.to_string()))
        .order_by_asc(mandate::Column::StartsOn)
        .order_by_asc(mandate::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(mandate::Model::mandate).collect()
}

/// The mandates a person holds on `day`, in any body, with their seats.
pub(crate) async fn mandates_of_person<C: ConnectionTrait>(connection: &C, person: Uuid, day: Day) -> Result<Vec<(Seat, Mandate)>, DbErr> {
    let rows = mandate::Entity::find()
        .filter(mandate::Column::Person.eq(person.to_string()))
        .order_by_asc(mandate::Column::StartsOn)
        .order_by_asc(mandate::Column::Id)
        .all(connection)
        .await?;
    let held: Vec<Mandate> = rows.into_iter().map(mandate::Model::mandate).collect::<Result<_, _>>()?;
    let held: Vec<Mandate> = held.into_iter().filter(|mandate| mandate.is_active_on(day)).collect();
    let wanted: Vec<String> = held.iter().map(|mandate| mandate.seat.to_string()).collect();
    let rows = seat::Entity::find().filter(seat::Column::Id.is_in(wanted)).all(connection).await?;
    let seats: HashMap<Uuid, Seat> = rows.into_iter().map(|row| row.seat().map(|seat| (seat.id, seat))).collect::<Result<_, _>>()?;
    let pairs = held.into_iter().filter_map(|mandate| seats.get(&mandate.seat).map(|seat| (seat.clone(), mandate)));
    Ok(pairs.filter(|(seat, _)| seat.exists_on(day)).collect())
}

/// The seats that exist on `day`, with who holds them that day.
pub(crate) async fn places<C: ConnectionTrait>(connection: &C, of: Uuid, day: Day) -> Result<Vec<Place>, DbErr> {
    Ok(Place::on(&seats(connection, of).await?, &mandates(connection, of).await?, day))
}

/// The terms of a body, first one first.
pub(crate) async fn terms<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<Term>, DbErr> {
    let rows =
        term::Entity::find().filter(term::Column::Body.eq(of.to_string())).order_by_asc(term::Column::Number).all(connection).await?;
    rows.into_iter().map(term::Model::term).collect()
}

/// The terms of every body, first ones first.
pub(crate) async fn every_term<C: ConnectionTrait>(connection: &C) -> Result<HashMap<Uuid, Vec<Term>>, DbErr> {
    let mut found: HashMap<Uuid, Vec<Term>> = HashMap::new();
    for row in term::Entity::find().order_by_asc(term::Column::Number).all(connection).await? {
        let term = row.term()?;
        found.entry(term.body).or_default().push(term);
    }
    Ok(found)
}

/// A term.
pub(crate) async fn term<C: ConnectionTrait>(connection: &C, wanted: Uuid) -> Result<Option<Term>, DbErr> {
    term::Entity::find_by_id(wanted.to_string()).one(connection).await?.map(term::Model::term).transpose()
}

/// The term a body is in on `day`, or the latest one: see `rules::term::current`.
pub(crate) async fn current_term<C: ConnectionTrait>(connection: &C, of: Uuid, day: Day) -> Result<Option<Term>, DbErr> {
    Ok(current(&terms(connection, of).await?, day).cloned())
}

/// The terms of a body, what was decided about them, and their evaluations.
pub(crate) async fn life<C: ConnectionTrait>(connection: &C, of: &Body) -> Result<Life, DbErr> {
    Ok(Life {
        parents: of.parents.clone(),
        terms: terms(connection, of.id).await?,
        evaluations: evaluations(connection, of.id).await?,
        decisions: decisions(connection, of.id).await?,
    })
}

/// What was decided about the terms of a body, oldest first.
pub(crate) async fn decisions<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<TermDecision>, DbErr> {
    let terms = term::Entity::find().select_only().column(term::Column::Id).filter(term::Column::Body.eq(of.to_string()));
    let rows = decision::Entity::find()
        .filter(decision::Column::Term.in_subquery(terms.into_query()))
        .order_by_asc(decision::Column::At)
        .order_by_asc(decision::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(decision::Model::decision).collect()
}

/// The evaluations of a body's terms.
pub(crate) async fn evaluations<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<Evaluation>, DbErr> {
    let terms = term::Entity::find().select_only().column(term::Column::Id).filter(term::Column::Body.eq(of.to_string()));
    let rows = evaluation::Entity::find().filter(evaluation::Column::Term.in_subquery(terms.into_query())).all(connection).await?;
    rows.into_iter().map(evaluation::Model::evaluation).collect()
}
