//! Rows, and what they become.

use bassin_kernel::{DateRange, Day, Timestamp, text};
use sea_orm::{ActiveModelTrait, DbErr, IntoActiveModel};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{Body, Closing, Evaluation, Mandate, Seat, Term, TermDecision, TermPeriod};

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

table!(#[sea_orm(table_name = "body")] body, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    slug: String,
    name: String,
    statute: String,
    statute_version: i64,
    subject_kind: String,
    subject: String,
    perimeter: String,
    mission: String,
    themes: String,
    source: String,
    content: String,
    same_as: Option<String>,
    closed_on: Option<String>,
    closed_because: String,
    folded: String,
    revision: i64,
});

table!(#[sea_orm(table_name = "body_parent")] parent, {
    #[sea_orm(primary_key, auto_increment = false)]
    body: String,
    #[sea_orm(primary_key, auto_increment = false)]
    parent: String,
});

table!(#[sea_orm(table_name = "body_term")] term, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    body: String,
    number: i64,
    starts_on: String,
    ends_on: String,
    longest: i64,
    state: String,
    act: String,
    revision: i64,
});

table!(#[sea_orm(table_name = "term_decision")] decision, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    term: String,
    parent: Option<String>,
    matter: String,
    favourable: i64,
    decided_on: String,
    act: String,
    reason: String,
    at: i64,
});

table!(#[sea_orm(table_name = "evaluation")] evaluation, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    term: String,
    functioning: String,
    results: String,
    recommendations: String,
    advises_renewal: Option<i64>,
    submitted_at: Option<i64>,
    validated_at: Option<i64>,
    validated_by: String,
    returned_because: String,
    revision: i64,
});

table!(#[sea_orm(table_name = "seat")] seat, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    body: String,
    component: String,
    voice: String,
    number: i64,
    title: String,
    organisation: Option<String>,
    substitute_of: Option<String>,
    abolished_on: Option<String>,
});

table!(#[sea_orm(table_name = "mandate")] mandate, {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    seat: String,
    person: String,
    organisation: Option<String>,
    function: String,
    starts_on: String,
    ends_on: String,
    ended_on: Option<String>,
    state: String,
    act: String,
    ended_because: String,
    revision: i64,
});

/// A row, every column of which is written.
pub(super) fn whole<M, A>(model: M) -> A
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    model.into_active_model().reset_all()
}

fn wrong(what: &str, value: &str) -> DbErr {
    DbErr::Type(format!("{what}: “{value}”"))
}

/// A word of a closed list, as kept.
fn word<T: Serialize>(value: &T) -> Result<String, DbErr> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(wrong("not a word", std::any::type_name::<T>())),
    }
}

fn meaning<T: DeserializeOwned>(word: &str) -> Result<T, DbErr> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| wrong(std::any::type_name::<T>(), word))
}

pub(super) fn id(text: &str) -> Result<Uuid, DbErr> {
    text.parse().map_err(|_| wrong("identifier", text))
}

fn ids(text: Option<&str>) -> Result<Option<Uuid>, DbErr> {
    text.map(id).transpose()
}

fn day(text: &str) -> Result<Day, DbErr> {
    text.parse().map_err(|_| wrong("day", text))
}

fn range(first: &str, last: &str) -> Result<DateRange, DbErr> {
    DateRange::new(day(first)?, day(last)?).map_err(|_| wrong("days", first))
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

fn instant(micros: i64) -> Timestamp {
    Timestamp::from_timestamp_micros(micros).unwrap_or_default()
}

/// What a search compares: name and subject.
fn folded(body: &Body) -> String {
    text::fold(&format!("{} {} {}", body.name, body.subject, body.mission))
}

impl body::Model {
    pub(super) fn of(body: &Body) -> Result<Self, DbErr> {
        Ok(Self {
            id: body.id.to_string(),
            slug: body.slug.clone(),
            name: body.name.clone(),
            statute: body.statute.clone(),
            statute_version: i64::from(body.statute_version),
            subject_kind: body.subject_kind.clone(),
            subject: body.subject.clone(),
            perimeter: body.perimeter.clone(),
            mission: body.mission.clone(),
            themes: serde_json::to_string(&body.themes).map_err(|error| wrong("themes", &error.to_string()))?,
            source: body.source.clone(),
            content: word(&body.content)?,
            same_as: body.same_as.map(|id| id.to_string()),
            closed_on: body.closed.as_ref().map(|closing| closing.on.to_string()),
            closed_because: body.closed.as_ref().map_or_else(String::new, |closing| closing.reason.clone()),
            folded: folded(body),
            revision: body.revision,
        })
    }

    pub(super) fn body(self, parents: Vec<Uuid>) -> Result<Body, DbErr> {
        let closed = self.closed_on.as_deref().map(day).transpose()?.map(|on| Closing { on, reason: self.closed_because });
        Ok(Body {
            id: id(&self.id)?,
            slug: self.slug,
            name: self.name,
            statute: self.statute,
            statute_version: small(self.statute_version),
            parents,
            subject_kind: self.subject_kind,
            subject: self.subject,
            perimeter: self.perimeter,
            mission: self.mission,
            themes: serde_json::from_str(&self.themes).map_err(|_| wrong("themes", &self.themes))?,
            source: self.source,
            content: meaning(&self.content)?,
            same_as: ids(self.same_as.as_deref())?,
            closed,
            revision: self.revision,
        })
    }
}

impl term::Model {
    pub(super) fn of(term: &Term) -> Result<Self, DbErr> {
        Ok(Self {
            id: term.id.to_string(),
            body: term.body.to_string(),
            number: i64::from(term.number),
            starts_on: term.period.first().to_string(),
            ends_on: term.period.last().to_string(),
            longest: i64::from(term.period.longest()),
            state: word(&term.state)?,
            act: term.act.clone(),
            revision: term.revision,
        })
    }

    pub(super) fn term(self) -> Result<Term, DbErr> {
        let period = TermPeriod::new(day(&self.starts_on)?, day(&self.ends_on)?, small(self.longest));
        Ok(Term {
            id: id(&self.id)?,
            body: id(&self.body)?,
            number: small(self.number),
            period: period.map_err(|error| wrong("term", &error.to_string()))?,
            state: meaning(&self.state)?,
            act: self.act,
            revision: self.revision,
        })
    }
}

impl decision::Model {
    pub(super) fn of(decision: &TermDecision) -> Result<Self, DbErr> {
        Ok(Self {
            id: decision.id.to_string(),
            term: decision.term.to_string(),
            parent: decision.parent.map(|id| id.to_string()),
            matter: word(&decision.matter)?,
            favourable: i64::from(decision.favourable),
            decided_on: decision.on.to_string(),
            act: decision.act.clone(),
            reason: decision.reason.clone(),
            at: decision.at.timestamp_micros(),
        })
    }

    pub(super) fn decision(self) -> Result<TermDecision, DbErr> {
        Ok(TermDecision {
            id: id(&self.id)?,
            term: id(&self.term)?,
            parent: ids(self.parent.as_deref())?,
            matter: meaning(&self.matter)?,
            favourable: self.favourable != 0,
            on: day(&self.decided_on)?,
            act: self.act,
            reason: self.reason,
            at: instant(self.at),
        })
    }
}

impl evaluation::Model {
    pub(super) fn of(evaluation: &Evaluation) -> Self {
        Self {
            id: evaluation.id.to_string(),
            term: evaluation.term.to_string(),
            functioning: evaluation.functioning.clone(),
            results: evaluation.results.clone(),
            recommendations: evaluation.recommendations.clone(),
            advises_renewal: evaluation.advises_renewal.map(i64::from),
            submitted_at: evaluation.submitted_at.map(|at| at.timestamp_micros()),
            validated_at: evaluation.validated_at.map(|at| at.timestamp_micros()),
            validated_by: evaluation.validated_by.clone(),
            returned_because: evaluation.returned_because.clone(),
            revision: evaluation.revision,
        }
    }

    pub(super) fn evaluation(self) -> Result<Evaluation, DbErr> {
        Ok(Evaluation {
            id: id(&self.id)?,
            term: id(&self.term)?,
            functioning: self.functioning,
            results: self.results,
            recommendations: self.recommendations,
            advises_renewal: self.advises_renewal.map(|advises| advises != 0),
            submitted_at: self.submitted_at.map(instant),
            validated_at: self.validated_at.map(instant),
            validated_by: self.validated_by,
            returned_because: self.returned_because,
            revision: self.revision,
        })
    }
}

impl seat::Model {
    pub(super) fn of(seat: &Seat) -> Result<Self, DbErr> {
        Ok(Self {
            id: seat.id.to_string(),
            body: seat.body.to_string(),
            component: seat.component.clone(),
            voice: word(&seat.voice)?,
            number: i64::from(seat.number),
            title: seat.title.clone(),
            organisation: seat.organisation.map(|id| id.to_string()),
            substitute_of: seat.substitute_of.map(|id| id.to_string()),
            abolished_on: seat.abolished_on.map(|on| on.to_string()),
        })
    }

    pub(super) fn seat(self) -> Result<Seat, DbErr> {
        Ok(Seat {
            id: id(&self.id)?,
            body: id(&self.body)?,
            component: self.component,
            voice: meaning(&self.voice)?,
            number: small(self.number),
            title: self.title,
            organisation: ids(self.organisation.as_deref())?,
            substitute_of: ids(self.substitute_of.as_deref())?,
            abolished_on: self.abolished_on.as_deref().map(day).transpose()?,
        })
    }
}

impl mandate::Model {
    pub(super) fn of(mandate: &Mandate) -> Result<Self, DbErr> {
        Ok(Self {
            id: mandate.id.to_string(),
            seat: mandate.seat.to_string(),
            person: mandate.person.to_string(),
            organisation: mandate.organisation.map(|id| id.to_string()),
            function: word(&mandate.function)?,
            starts_on: mandate.period.first().to_string(),
            ends_on: mandate.period.last().to_string(),
            ended_on: mandate.ended_on.map(|on| on.to_string()),
            state: word(&mandate.state)?,
            act: mandate.act.clone(),
            ended_because: mandate.ended_because.clone(),
            revision: mandate.revision,
        })
    }

    pub(super) fn mandate(self) -> Result<Mandate, DbErr> {
        Ok(Mandate {
            id: id(&self.id)?,
            seat: id(&self.seat)?,
            person: id(&self.person)?,
            organisation: ids(self.organisation.as_deref())?,
            function: meaning(&self.function)?,
            period: range(&self.starts_on, &self.ends_on)?,
            ended_on: self.ended_on.as_deref().map(day).transpose()?,
            state: meaning(&self.state)?,
            act: self.act,
            ended_because: self.ended_because,
            revision: self.revision,
        })
    }
}
