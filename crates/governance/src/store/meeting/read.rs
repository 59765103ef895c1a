//! What is asked of the tables.

use std::collections::BTreeSet;

use bassin_kernel::{Day, Timestamp, day_of};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::rows::{attendance, document, feed, guest, id, invitation, item, meeting, minutes, recusal};
use crate::store::body;
use crate::{Dossier, Invitation, Meeting, MeetingDocument, MeetingState, Place, RollSeat, Sitter};

/// A meeting.
pub(crate) async fn by_id<C: ConnectionTrait>(connection: &C, wanted: Uuid) -> Result<Option<Meeting>, DbErr> {
    meeting::Entity::find_by_id(wanted.to_string()).one(connection).await?.map(meeting::Model::meeting).transpose()
}

/// The meetings of a body, oldest first.
pub(crate) async fn of_body<C: ConnectionTrait>(connection: &C, of: Uuid) -> Result<Vec<Meeting>, DbErr> {
    let rows = meeting::Entity::find()
        .filter(meeting::Column::Body.eq(of.to_string()))
        .order_by_asc(meeting::Column::StartsAt)
        .order_by_asc(meeting::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(meeting::Model::meeting).collect()
}

/// The days since `since` on which a body met.
pub(crate) async fn last_meetings<C: ConnectionTrait>(connection: &C, of: Uuid, since: Day) -> Result<Vec<Day>, DbErr> {
    let held = of_body(connection, of).await?.into_iter().filter(|meeting| meeting.opened_at.is_some());
    Ok(held.map(|meeting| day_of(meeting.starts_at)).filter(|day| *day >= since).collect())
}

/// The meetings a body held since `since`: the day of each, and how many people were there themselves.
pub(crate) async fn attended<C: ConnectionTrait>(connection: &C, of: Uuid, since: Day) -> Result<Vec<(Day, usize)>, DbErr> {
    let mut held = of_body(connection, of).await?;
    held.retain(|meeting| meeting.opened_at.is_some() && day_of(meeting.starts_at) >= since);
    let ids = held.iter().map(|meeting| meeting.id.to_string());
    let rows = attendance::Entity::find().filter(attendance::Column::Meeting.is_in(ids)).all(connection).await?;
    let mut there: BTreeSet<(String, Option<Uuid>, String)> = BTreeSet::new();
    for row in rows {
        let (meeting, one) = (row.meeting.clone(), row.attendance()?);
        if one.presence.is_there() {
            there.insert((meeting, one.person, one.name));
        }
    }
    let people = |id: Uuid| there.iter().filter(|(meeting, ..)| *meeting == id.to_string()).count();
    Ok(held.iter().map(|meeting| (day_of(meeting.starts_at), people(meeting.id))).collect())
}

/// The meetings a person was invited to, oldest first.
pub(crate) async fn of_person<C: ConnectionTrait>(connection: &C, person: Uuid) -> Result<Vec<Meeting>, DbErr> {
    let invited = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Meeting)
        .filter(invitation::Column::Person.eq(person.to_string()));
    let rows = meeting::Entity::find()
        .filter(meeting::Column::Id.in_subquery(invited.into_query()))
        .order_by_asc(meeting::Column::StartsAt)
        .order_by_asc(meeting::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(meeting::Model::meeting).collect()
}

/// A meeting with all that was recorded of it.
pub(crate) async fn dossier<C: ConnectionTrait>(connection: &C, wanted: Uuid) -> Result<Option<Dossier>, DbErr> {
    let Some(found) = by_id(connection, wanted).await? else { return Ok(None) };
    let of = wanted.to_string();
    let items = item::Entity::find().filter(item::Column::Meeting.eq(&of)).order_by_asc(item::Column::Number).all(connection).await?;
    let documents =
        document::Entity::find().filter(document::Column::Meeting.eq(&of)).order_by_asc(document::Column::Id).all(connection).await?;
    let invitations =
        invitation::Entity::find().filter(invitation::Column::Meeting.eq(&of)).order_by_asc(invitation::Column::Id).all(connection).await?;
    let guests = guest::Entity::find().filter(guest::Column::Meeting.eq(&of)).order_by_asc(guest::Column::Id).all(connection).await?;
    let attendances = attendance::Entity::find()
        .filter(attendance::Column::Meeting.eq(&of))
        .order_by_asc(attendance::Column::ArrivedAt)
        .order_by_asc(attendance::Column::Id)
        .all(connection)
        .await?;
    let recusals = recusal::Entity::find()
        .filter(recusal::Column::Meeting.eq(&of))
        .order_by_asc(recusal::Column::Item)
        .order_by_asc(recusal::Column::Seat)
        .all(connection)
        .await?;
    let minutes =
        minutes::Entity::find().filter(minutes::Column::Meeting.eq(&of)).order_by_asc(minutes::Column::Number).all(connection).await?;
    Ok(Some(Dossier {
        meeting: found,
        items: items.into_iter().map(item::Model::item).collect::<Result<_, _>>()?,
        documents: documents.into_iter().map(document::Model::document).collect::<Result<_, _>>()?,
        invitations: invitations.into_iter().map(invitation::Model::invitation).collect::<Result<_, _>>()?,
        guests: guests.into_iter().map(guest::Model::guest).collect::<Result<_, _>>()?,
        attendances: attendances.into_iter().map(attendance::Model::attendance).collect::<Result<_, _>>()?,
        recusals: recusals.into_iter().map(recusal::Model::recusal).collect::<Result<_, _>>()?,
        minutes: minutes.into_iter().map(minutes::Model::version).collect(),
    }))
}

/// The documents of meetings, each with its meeting.
pub(crate) async fn documents<C: ConnectionTrait>(connection: &C, of: &[Uuid]) -> Result<Vec<(Uuid, MeetingDocument)>, DbErr> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let of = of.iter().map(Uuid::to_string);
    let rows =
        document::Entity::find().filter(document::Column::Meeting.is_in(of)).order_by_asc(document::Column::Id).all(connection).await?;
    rows.into_iter().map(|row| Ok((id(&row.meeting)?, row.document()?))).collect()
}

/// The invitation a secret opens, with its meeting.
pub(crate) async fn invitation<C: ConnectionTrait>(connection: &C, token: &str) -> Result<Option<(Uuid, Invitation)>, DbErr> {
    let row = invitation::Entity::find().filter(invitation::Column::Token.eq(token)).one(connection).await?;
    row.map(|row| Ok((id(&row.meeting)?, row.invitation()?))).transpose()
}

/// Whose feed a secret opens.
pub(crate) async fn feed_of<C: ConnectionTrait>(connection: &C, token_sha256: &str) -> Result<Option<Uuid>, DbErr> {
    let row = feed::Entity::find().filter(feed::Column::TokenSha256.eq(token_sha256)).one(connection).await?;
    row.map(|row| id(&row.person)).transpose()
}

/// Since when a person has a feed.
pub(crate) async fn feed_since<C: ConnectionTrait>(connection: &C, person: Uuid) -> Result<Option<Timestamp>, DbErr> {
    let row = feed::Entity::find_by_id(person.to_string()).one(connection).await?;
    Ok(row.and_then(|row| Timestamp::from_timestamp_micros(row.created_at)))
}

/// The seats called at a meeting, with those who hold them that day and their substitutes; names are for the directory to tell.
pub(crate) async fn roll<C: ConnectionTrait>(connection: &C, meeting: &Meeting) -> Result<Vec<RollSeat>, DbErr> {
    let places = body::places(connection, meeting.body, day_of(meeting.starts_at)).await?;
    let substitutes = |seat: Uuid| places.iter().filter(move |place| place.seat.substitute_of == Some(seat)).filter_map(sitter).collect();
    let titular = places.iter().filter(|place| place.seat.substitute_of.is_none());
    Ok(titular
        .map(|place| RollSeat {
            seat: place.seat.id,
            number: place.seat.number,
            title: place.seat.title.clone(),
            component: place.seat.component.clone(),
            voice: place.seat.voice,
            titular: sitter(place),
            substitutes: substitutes(place.seat.id),
        })
        .collect())
}

fn sitter(place: &Place) -> Option<Sitter> {
    place.holder.as_ref().map(|mandate| Sitter {
        mandate: mandate.id,
        person: mandate.person,
        organisation: mandate.organisation,
        function: mandate.function,
        name: String::new(),
        email: String::new(),
    })
}

/// Whether anybody may read the agenda of a meeting.
pub(crate) const fn is_public(meeting: &Meeting) -> bool {
    let told = meeting.convened_at.is_some() && meeting.public;
    told || matches!(meeting.state, MeetingState::Published)
}
