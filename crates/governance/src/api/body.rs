//! JSON of the `body` part: bodies as Popolo organisations, their seats as posts, who holds them as memberships.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_kernel::LocalizedText;
use bassin_web::Failure;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{Body, Governance, Overview, rules::term::Standing};

/// The most bodies of one answer.
const MOST: usize = 500;

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new().routes(routes!(bodies)).routes(routes!(body))
}

#[derive(Deserialize, IntoParams)]
struct BodiesQuery {
    /// Bodies after this one, by its `slug`, in the order of slugs.
    after: Option<String>,
    /// How many, 500 at most.
    limit: Option<usize>,
}

/// A body, as Popolo names an organisation.
#[derive(Serialize, ToSchema)]
struct BodyResource {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// Its name in addresses.
    slug: String,
    /// Its name.
    name: String,
    /// Its statute.
    classification: String,
    /// The version of the statute it is governed by.
    statute_version: u32,
    /// The identifiers of the bodies it depends on.
    #[schema(value_type = Vec<String>)]
    parents: Vec<Uuid>,
    /// What it is built around: `sector`, `branch`, `occupation`, `theme`, `territory`; empty without.
    subject_kind: String,
    /// In words.
    subject: String,
    /// Its perimeter, as an expression that `/perimeters/resolve` reads; empty when it has none of its own.
    perimeter: String,
    /// Its mission, in its own words.
    mission: String,
    /// Where what is said of it comes from.
    source: String,
    /// `own`, `demonstration` (from the policy documents) or `fictional` (made up for training).
    #[schema(value_type = String)]
    content: crate::Content,
    /// `proposed`, `refused`, `to-come`, `in-force`, `evaluation-due`, `evaluated`, `lapsed`, `closed`.
    #[schema(value_type = String)]
    state: crate::rules::term::BodyState,
    /// First day of its current or latest term; none without a term.
    founding_date: Option<String>,
    /// Last day of its current or latest term, or the day it was closed.
    dissolution_date: Option<String>,
}

/// Some bodies.
#[derive(Serialize, ToSchema)]
struct BodiesPage {
    /// The bodies.
    bodies: Vec<BodyResource>,
    /// What to send as `after` to have the following ones; none at the end.
    next: Option<String>,
}

/// A body with its composition today.
#[derive(Serialize, ToSchema)]
struct BodyDetail {
    /// The body.
    #[serde(flatten)]
    body: BodyResource,
    /// Its seats, substitutes included.
    posts: Vec<PostResource>,
    /// The components that fall short of what the statute asks for.
    defects: Vec<DefectResource>,
}

/// A seat, as Popolo names a post.
#[derive(Serialize, ToSchema)]
struct PostResource {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// Its component, a code of the statute.
    component: String,
    /// Its name; empty when its component says it all.
    label: String,
    /// `deliberative`, `consultative`, `observer`.
    #[schema(value_type = String)]
    voice: crate::statute::Voice,
    /// The seat it is the substitute of.
    #[schema(value_type = Option<String>)]
    substitute_of: Option<Uuid>,
    /// Who holds it; none when it is vacant.
    membership: Option<MembershipResource>,
}

/// Who holds a seat, as Popolo names a membership. Names and organisations only.
#[derive(Serialize, ToSchema)]
struct MembershipResource {
    /// The mandate's identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// The person's identifier: the same for all the seats of one person.
    #[schema(value_type = String)]
    person_id: Uuid,
    /// Their name.
    person: String,
    /// The organisation they sit for; empty without.
    on_behalf_of: String,
    /// `member`, `chair`, `co-chair`, `vice-chair`, `secretary`, `rapporteur`.
    #[schema(value_type = String)]
    role: crate::Function,
    /// First day.
    start_date: String,
    /// Last day.
    end_date: String,
}

/// A component that falls short.
#[derive(Serialize, ToSchema)]
struct DefectResource {
    /// The component.
    component: String,
    /// Seats filled.
    filled: u32,
    /// Seats required.
    required: u32,
    /// Since when; none when it never was complete.
    since: Option<String>,
    /// Until when it may be mended; none when the text gives no delay.
    cure_until: Option<String>,
    /// What the text says, in French.
    rule_fr: String,
    /// In English.
    rule_en: String,
    /// The text.
    source: String,
}

/// Lists bodies
///
/// Instances, poles, committees, commissions, with how they stand today.
#[utoipa::path(get, path = "/bodies", tag = "governance", params(BodiesQuery), responses((status = 200, body = BodiesPage)))]
async fn bodies(State(governance): State<Governance>, Query(query): Query<BodiesQuery>) -> Result<Json<BodiesPage>, Failure> {
    let mut found = governance.bodies(governance.today()).await?;
    found.sort_by(|a, b| a.body.slug.cmp(&b.body.slug));
    let limit = query.limit.unwrap_or(MOST).clamp(1, MOST);
    let mut after = found.into_iter().filter(|overview| query.after.as_ref().is_none_or(|after| overview.body.slug > *after));
    let bodies: Vec<BodyResource> = after.by_ref().take(limit).map(|Overview { body, standing, .. }| resource(body, &standing)).collect();
    let next = after.next().and_then(|_| bodies.last().map(|last| last.slug.clone()));
    Ok(Json(BodiesPage { bodies, next }))
}

fn resource(body: Body, standing: &Standing) -> BodyResource {
    let term = standing.term.as_ref();
    let ended = body.closed.as_ref().map(|closing| closing.on).or_else(|| term.map(|term| term.period.last()));
    BodyResource {
        id: body.id,
        slug: body.slug,
        name: body.name,
        classification: body.statute,
        statute_version: body.statute_version,
        parents: body.parents,
        subject_kind: body.subject_kind,
        subject: body.subject,
        perimeter: body.perimeter,
        mission: body.mission,
        source: body.source,
        content: body.content,
        state: standing.state,
        founding_date: term.map(|term| term.period.first().to_string()),
        dissolution_date: ended.map(|day| day.to_string()),
    }
}

/// Reads a body
///
/// With its composition today: seats, who holds them, and what the statute asks for that is missing.
#[utoipa::path(get, path = "/bodies/{slug}", tag = "governance", params(("slug" = String, Path, description = "The name in addresses, or the identifier.")), responses((status = 200, body = BodyDetail), (status = 404, description = "There is no such body.")))]
async fn body(State(governance): State<Governance>, Path(slug): Path<String>) -> Result<Json<BodyDetail>, Failure> {
    let body = governance.body(&slug).await?;
    let today = governance.today();
    let standing = governance.standing(&body, today).await?;
    let places = governance.places(&body, today).await?;
    let holders: Vec<&crate::Mandate> = places.iter().filter_map(|place| place.holder.as_ref()).collect();
    let people = governance.directory.people(&holders.iter().map(|holder| holder.person).collect::<Vec<_>>()).await?;
    let organisations: Vec<Uuid> = holders.iter().filter_map(|holder| holder.organisation).collect();
    let organisations = governance.directory.organisations(&organisations).await?;
    let membership = |holder: &crate::Mandate| MembershipResource {
        id: holder.id,
        person_id: holder.person,
        person: people.get(&holder.person).map(bassin_directory::Person::name).unwrap_or_default(),
        on_behalf_of: holder.organisation.and_then(|id| organisations.get(&id)).map(|found| found.name.clone()).unwrap_or_default(),
        role: holder.function,
        start_date: holder.period.first().to_string(),
        end_date: holder.held().map_or(holder.period.last(), bassin_kernel::DateRange::last).to_string(),
    };
    let posts = places.iter().map(|place| PostResource {
        id: place.seat.id,
        component: place.seat.component.clone(),
        label: place.seat.title.clone(),
        voice: place.seat.voice,
        substitute_of: place.seat.substitute_of,
        membership: place.holder.as_ref().map(membership),
    });
    let defects = standing.alarms().iter().map(|defect| {
        let LocalizedText { fr, en } = defect.component.clause.sentence.clone();
        DefectResource {
            component: defect.component.component.clone(),
            filled: defect.component.filled,
            required: defect.component.required,
            since: defect.since.map(|day| day.to_string()),
            cure_until: defect.cure_until.map(|day| day.to_string()),
            rule_fr: fr,
            rule_en: en,
            source: defect.component.clause.source.clone(),
        }
    });
    let (posts, defects) = (posts.collect(), defects.collect());
    Ok(Json(BodyDetail { body: resource(body, &standing), posts, defects }))
}
