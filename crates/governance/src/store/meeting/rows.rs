//! Rows, and what they become.

use bassin_kernel::Timestamp;
use sea_orm::DbErr;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{AgendaItem, Attendance, Guest, Invitation, Meeting, MeetingDocument, MinutesApproval, MinutesVersion, Recusal, Subject};

macro_rules! table {
    (#[$table:meta] $module:ident, { $($(#[$attribute:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        pub(super) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[$table]
            pub struct Model {
                $($(#[$attribute])* pub $field: $kind),*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

table!(#[sea_orm(table_name = "meeting")] meeting, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    body: String,
    title: String,
    kind: String,
    starts_at: i64,
    ends_at: i64,
    place: String,
    link: String,
    is_public: i64,
    state: String,
    thresholds: Option<String>,
    convened_at: Option<i64>,
    urgency: String,
    sequence: i64,
    cancelled_because: String,
    opened_at: Option<i64>,
    opening: Option<String>,
    closed_at: Option<i64>,
    follows: Option<String>,
    submitted_at: Option<i64>,
    approved_at: Option<i64>,
    approved_in: Option<String>,
    published_at: Option<i64>,
    revision: i64,
});

table!(#[sea_orm(table_name = "meeting_item")] item, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    meeting: String,
    number: i64,
    title: String,
    purpose: String,
    subject_kind: Option<String>,
    subject_id: Option<String>,
    late: i64,
    admitted: i64,
    taken_at: Option<i64>,
    done_at: Option<i64>,
    outcome: Option<String>,
    notes: String,
    quorum: Option<String>,
});

table!(#[sea_orm(table_name = "meeting_document")] document, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    meeting: String,
    item: Option<String>,
    title: String,
    sha256: String,
    file_name: String,
    media_type: String,
    bytes: i64,
    link: String,
    is_public: i64,
});

table!(#[sea_orm(table_name = "meeting_invitation")] invitation, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    meeting: String,
    seat: Option<String>,
    person: String,
    capacity: String,
    token: String,
    answer: Option<String>,
    proxy_to: Option<String>,
    answered_at: Option<i64>,
});

table!(#[sea_orm(table_name = "meeting_guest")] guest, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    meeting: String,
    name: String,
    email: String,
    organisation: String,
    person: Option<String>,
});

table!(#[sea_orm(table_name = "meeting_attendance")] attendance, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    meeting: String,
    seat: Option<String>,
    mandate: Option<String>,
    person: Option<String>,
    name: String,
    capacity: String,
    presence: String,
    proxy_to: Option<String>,
    arrived_at: i64,
    left_at: Option<i64>,
});

table!(#[sea_orm(table_name = "meeting_recusal")] recusal, {
    #[sea_orm(primary_key, auto_increment = false)]
    item: String,
    #[sea_orm(primary_key, auto_increment = false)]
    seat: String,
    meeting: String,
    reason: String,
});

table!(#[sea_orm(table_name = "meeting_minutes")] minutes, {
    #[sea_orm(primary_key, auto_increment = false)]
    meeting: String,
    #[sea_orm(primary_key, auto_increment = false)]
    number: i64,
    body: String,
    at: i64,
    author: String,
    addendum: i64,
});

table!(#[sea_orm(table_name = "meeting_feed")] feed, {
    #[sea_orm(primary_key, auto_increment = false)]
    person: String,
    token_sha256: String,
    created_at: i64,
});

fn damaged(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("a meeting is damaged in the store: {error}"))
}

pub(super) fn id(text: &str) -> Result<Uuid, DbErr> {
    text.parse().map_err(damaged)
}

fn ids(text: Option<&str>) -> Result<Option<Uuid>, DbErr> {
    text.map(id).transpose()
}

/// The code of a value of a closed list.
fn word<T: Serialize>(value: &T) -> Result<String, DbErr> {
    match serde_json::to_value(value).map_err(damaged)? {
        serde_json::Value::String(word) => Ok(word),
        other => Err(damaged(other)),
    }
}

fn meaning<T: DeserializeOwned>(word: &str) -> Result<T, DbErr> {
    serde_json::from_value(word.into()).map_err(damaged)
}

fn json<T: Serialize>(value: Option<&T>) -> Result<Option<String>, DbErr> {
    value.map(|value| serde_json::to_string(value).map_err(damaged)).transpose()
}

fn from_json<T: DeserializeOwned>(text: Option<&str>) -> Result<Option<T>, DbErr> {
    text.map(|text| serde_json::from_str(text).map_err(damaged)).transpose()
}

fn instant(micros: i64) -> Timestamp {
    Timestamp::from_timestamp_micros(micros).unwrap_or_default()
}

fn micros(instant: Option<Timestamp>) -> Option<i64> {
    instant.map(|instant| instant.timestamp_micros())
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

impl meeting::Model {
    pub(super) fn of(meeting: &Meeting) -> Result<Self, DbErr> {
        Ok(Self {
            id: meeting.id.to_string(),
            body: meeting.body.to_string(),
            title: meeting.title.clone(),
            kind: word(&meeting.kind)?,
            starts_at: meeting.starts_at.timestamp_micros(),
            ends_at: meeting.ends_at.timestamp_micros(),
            place: meeting.place.clone(),
            link: meeting.link.clone(),
            is_public: meeting.public.into(),
            state: word(&meeting.state)?,
            thresholds: json(meeting.thresholds.as_ref())?,
            convened_at: micros(meeting.convened_at),
            urgency: meeting.urgency.clone(),
            sequence: meeting.sequence.into(),
            cancelled_because: meeting.cancelled_because.clone(),
            opened_at: micros(meeting.opened_at),
            opening: json(meeting.opening.as_ref())?,
            closed_at: micros(meeting.closed_at),
            follows: meeting.follows.map(|id| id.to_string()),
            submitted_at: micros(meeting.submitted_at),
            approved_at: micros(meeting.approval.as_ref().map(|approval| approval.at)),
            approved_in: meeting.approval.as_ref().and_then(|approval| approval.meeting).map(|id| id.to_string()),
            published_at: micros(meeting.published_at),
            revision: meeting.revision,
        })
    }

    pub(super) fn meeting(self) -> Result<Meeting, DbErr> {
        let approved_in = ids(self.approved_in.as_deref())?;
        Ok(Meeting {
            id: id(&self.id)?,
            body: id(&self.body)?,
            title: self.title,
            kind: meaning(&self.kind)?,
            starts_at: instant(self.starts_at),
            ends_at: instant(self.ends_at),
            place: self.place,
            link: self.link,
            public: self.is_public != 0,
            state: meaning(&self.state)?,
            thresholds: from_json(self.thresholds.as_deref())?,
            convened_at: self.convened_at.map(instant),
            urgency: self.urgency,
            sequence: small(self.sequence),
            cancelled_because: self.cancelled_because,
            opened_at: self.opened_at.map(instant),
            opening: from_json(self.opening.as_deref())?,
            closed_at: self.closed_at.map(instant),
            follows: ids(self.follows.as_deref())?,
            submitted_at: self.submitted_at.map(instant),
            approval: self.approved_at.map(|at| MinutesApproval { at: instant(at), meeting: approved_in }),
            published_at: self.published_at.map(instant),
            revision: self.revision,
        })
    }
}

impl item::Model {
    pub(super) fn of(meeting: Uuid, item: &AgendaItem) -> Result<Self, DbErr> {
        Ok(Self {
            id: item.id.to_string(),
            meeting: meeting.to_string(),
            number: item.number.into(),
            title: item.title.clone(),
            purpose: word(&item.purpose)?,
            subject_kind: item.subject.map(|subject| word(&subject.kind)).transpose()?,
            subject_id: item.subject.map(|subject| subject.id.to_string()),
            late: item.late.into(),
            admitted: item.admitted.into(),
            taken_at: micros(item.taken_at),
            done_at: micros(item.done_at),
            outcome: item.outcome.map(|outcome| word(&outcome)).transpose()?,
            notes: item.notes.clone(),
            quorum: json(item.quorum.as_ref())?,
        })
    }

    pub(super) fn item(self) -> Result<AgendaItem, DbErr> {
        let subject = match (self.subject_kind.as_deref(), self.subject_id.as_deref()) {
            (Some(kind), Some(subject)) => Some(Subject { kind: meaning(kind)?, id: id(subject)? }),
            _ => None,
        };
        Ok(AgendaItem {
            id: id(&self.id)?,
            number: small(self.number),
            title: self.title,
            purpose: meaning(&self.purpose)?,
            subject,
            late: self.late != 0,
            admitted: self.admitted != 0,
            taken_at: self.taken_at.map(instant),
            done_at: self.done_at.map(instant),
            outcome: self.outcome.as_deref().map(meaning).transpose()?,
            notes: self.notes,
            quorum: from_json(self.quorum.as_deref())?,
        })
    }
}

impl document::Model {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape as the other rows")]
    pub(super) fn of(meeting: Uuid, document: &MeetingDocument) -> Result<Self, DbErr> {
        Ok(Self {
            id: document.id.to_string(),
            meeting: meeting.to_string(),
            item: document.item.map(|id| id.to_string()),
            title: document.title.clone(),
            sha256: document.sha256.clone(),
            file_name: document.file_name.clone(),
            media_type: document.media_type.clone(),
            bytes: i64::try_from(document.bytes).unwrap_or(i64::MAX),
            link: document.link.clone(),
            is_public: document.public.into(),
        })
    }

    pub(super) fn document(self) -> Result<MeetingDocument, DbErr> {
        Ok(MeetingDocument {
            id: id(&self.id)?,
            item: ids(self.item.as_deref())?,
            title: self.title,
            sha256: self.sha256,
            file_name: self.file_name,
            media_type: self.media_type,
            bytes: u64::try_from(self.bytes).unwrap_or_default(),
            link: self.link,
            public: self.is_public != 0,
        })
    }
}

impl invitation::Model {
    pub(super) fn of(meeting: Uuid, invitation: &Invitation) -> Result<Self, DbErr> {
        Ok(Self {
            id: invitation.id.to_string(),
            meeting: meeting.to_string(),
            seat: invitation.seat.map(|id| id.to_string()),
            person: invitation.person.to_string(),
            capacity: word(&invitation.capacity)?,
            token: invitation.token.clone(),
            answer: invitation.answer.map(|answer| word(&answer)).transpose()?,
            proxy_to: invitation.proxy_to.map(|id| id.to_string()),
            answered_at: micros(invitation.answered_at),
        })
    }

    pub(super) fn invitation(self) -> Result<Invitation, DbErr> {
        Ok(Invitation {
            id: id(&self.id)?,
            seat: ids(self.seat.as_deref())?,
            person: id(&self.person)?,
            capacity: meaning(&self.capacity)?,
            token: self.token,
            answer: self.answer.as_deref().map(meaning).transpose()?,
            proxy_to: ids(self.proxy_to.as_deref())?,
            answered_at: self.answered_at.map(instant),
        })
    }
}

impl guest::Model {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape as the other rows")]
    pub(super) fn of(meeting: Uuid, guest: &Guest) -> Result<Self, DbErr> {
        Ok(Self {
            id: guest.id.to_string(),
            meeting: meeting.to_string(),
            name: guest.name.clone(),
            email: guest.email.clone(),
            organisation: guest.organisation.clone(),
            person: guest.person.map(|id| id.to_string()),
        })
    }

    pub(super) fn guest(self) -> Result<Guest, DbErr> {
        Ok(Guest {
            id: id(&self.id)?,
            name: self.name,
            email: self.email,
            organisation: self.organisation,
            person: ids(self.person.as_deref())?,
        })
    }
}

impl attendance::Model {
    pub(super) fn of(meeting: Uuid, line: &Attendance) -> Result<Self, DbErr> {
        Ok(Self {
            id: line.id.to_string(),
            meeting: meeting.to_string(),
            seat: line.seat.map(|id| id.to_string()),
            mandate: line.mandate.map(|id| id.to_string()),
            person: line.person.map(|id| id.to_string()),
            name: line.name.clone(),
            capacity: word(&line.capacity)?,
            presence: word(&line.presence)?,
            proxy_to: line.proxy_to.map(|id| id.to_string()),
            arrived_at: line.arrived_at.timestamp_micros(),
            left_at: micros(line.left_at),
        })
    }

    pub(super) fn attendance(self) -> Result<Attendance, DbErr> {
        Ok(Attendance {
            id: id(&self.id)?,
            seat: ids(self.seat.as_deref())?,
            mandate: ids(self.mandate.as_deref())?,
            person: ids(self.person.as_deref())?,
            name: self.name,
            capacity: meaning(&self.capacity)?,
            presence: meaning(&self.presence)?,
            proxy_to: ids(self.proxy_to.as_deref())?,
            arrived_at: instant(self.arrived_at),
            left_at: self.left_at.map(instant),
        })
    }
}

impl recusal::Model {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape as the other rows")]
    pub(super) fn of(meeting: Uuid, recusal: &Recusal) -> Result<Self, DbErr> {
        Ok(Self {
            item: recusal.item.to_string(),
            seat: recusal.seat.to_string(),
            meeting: meeting.to_string(),
            reason: recusal.reason.clone(),
        })
    }

    pub(super) fn recusal(self) -> Result<Recusal, DbErr> {
        Ok(Recusal { item: id(&self.item)?, seat: id(&self.seat)?, reason: self.reason })
    }
}

impl minutes::Model {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape as the other rows")]
    pub(super) fn of(meeting: Uuid, version: &MinutesVersion) -> Result<Self, DbErr> {
        Ok(Self {
            meeting: meeting.to_string(),
            number: version.number.into(),
            body: version.text.clone(),
            at: version.at.timestamp_micros(),
            author: version.author.clone(),
            addendum: version.addendum.into(),
        })
    }

    pub(super) fn version(self) -> MinutesVersion {
        MinutesVersion {
            number: small(self.number),
            text: self.body,
            at: instant(self.at),
            author: self.author,
            addendum: self.addendum != 0,
        }
    }
}
