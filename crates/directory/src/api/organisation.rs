//! JSON of the `organisation` part.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_kernel::{Problem, Timestamp};
use bassin_web::Failure;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{Directory, Order, Organisation, Search, component_of};

/// The most items of one answer.
const MOST: u64 = 100;

pub(super) fn routes() -> OpenApiRouter<Directory> {
    OpenApiRouter::new().routes(routes!(organisations)).routes(routes!(organisation))
}

#[derive(Deserialize, IntoParams)]
#[serde(default)]
#[derive(Default)]
struct Asked {
    /// Words of the name, or an identifier.
    #[param(example = "lycée")]
    q: String,
    /// A kind, by its code.
    #[param(example = "secondary-school")]
    kind: String,
    /// A component, by its code.
    #[param(example = "education")]
    component: String,
    /// Words of a sector.
    sector: String,
    /// A perimeter: any expression.
    #[param(example = "departement:29")]
    perimeter: String,
    /// The page, from 1: the `next` of the answer before.
    page: Option<u64>,
}

/// A legal identifier.
#[derive(Serialize, ToSchema)]
struct IdentifierBody {
    /// Its register: `siret`, `siren`, `uai`, `bce`.
    scheme: String,
    /// Its value, without spaces.
    value: String,
}

/// A place where an organisation works.
#[derive(Serialize, ToSchema)]
struct SiteBody {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// Its name.
    name: String,
    /// Street and number.
    address: String,
    /// Postcode.
    postcode: String,
    /// The key of its commune.
    commune: String,
    /// How it can be reached and entered.
    accessibility: String,
}

/// An organisation.
#[derive(Serialize, ToSchema)]
struct OrganisationBody {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// Its name.
    name: String,
    /// A shorter name.
    short_name: String,
    /// What it is.
    kind: String,
    /// The component it counts for, when it is plain.
    component: Option<String>,
    /// Its legal identifiers.
    identifiers: Vec<IdentifierBody>,
    /// The sectors it works in.
    sectors: Vec<String>,
    /// What it does.
    description: String,
    /// Its web site.
    website: String,
    /// Its sites.
    sites: Vec<SiteBody>,
    /// Where what is said comes from, when it is not its own word.
    source: String,
    /// When the sheet last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

fn body(sheet: Organisation) -> OrganisationBody {
    let site = |site: crate::Site| SiteBody {
        id: site.id,
        name: site.name,
        address: site.address,
        postcode: site.postcode,
        commune: site.commune,
        accessibility: site.accessibility,
    };
    let identifier = |one: crate::rules::Identifier| IdentifierBody { scheme: one.scheme.code().to_owned(), value: one.value };
    OrganisationBody {
        id: sheet.id,
        component: component_of(&sheet.kind).map(str::to_owned),
        name: sheet.name,
        short_name: sheet.short_name,
        kind: sheet.kind,
        identifiers: sheet.identifiers.into_iter().map(identifier).collect(),
        sectors: sheet.sectors,
        description: sheet.description,
        website: sheet.website,
        sites: sheet.sites.into_iter().map(site).collect(),
        source: sheet.source,
        updated_at: sheet.updated_at,
    }
}

/// A page of organisations.
#[derive(Serialize, ToSchema)]
struct OrganisationPage {
    /// The organisations, by name.
    organisations: Vec<OrganisationBody>,
    /// How many answer on all pages.
    total: u64,
    /// The page to ask for next; absent on the last.
    next: Option<u64>,
}

/// Organisations
///
/// Those that answer every condition given, by name.
#[utoipa::path(get, path = "/organisations", tag = "directory", params(Asked), responses((status = 200, body = OrganisationPage), (status = 422, description = "The perimeter cannot be read; every reason is listed.")))]
async fn organisations(State(directory): State<Directory>, Query(asked): Query<Asked>) -> Result<Json<OrganisationPage>, Failure> {
    let page = asked.page.unwrap_or(1).max(1);
    let search = Search {
        query: asked.q,
        kind: asked.kind,
        component: asked.component,
        sector: asked.sector,
        perimeter: asked.perimeter,
        page,
        size: MOST,
        sort: Order::Name,
    };
    let found = directory.search_organisations(&search).await?;
    let beyond = page > found.total.div_ceil(MOST).max(1);
    let organisations = if beyond { Vec::new() } else { found.items.into_iter().map(body).collect() };
    let next = (!beyond && page < found.total.div_ceil(MOST)).then_some(page + 1);
    Ok(Json(OrganisationPage { organisations, total: found.total, next }))
}

/// An organisation
///
/// By its identifier; the one its sheet was merged into, when it was.
#[utoipa::path(get, path = "/organisations/{id}", tag = "directory", params(("id" = String, Path, description = "The organisation's identifier.", example = "0190a5c0-0000-7000-8000-000000000000")), responses((status = 200, body = OrganisationBody), (status = 404, description = "No such organisation.")))]
async fn organisation(State(directory): State<Directory>, Path(id): Path<String>) -> Result<Json<OrganisationBody>, Failure> {
    let missing = || Problem::not_found("Cette structure n’est pas dans l’annuaire.", "This organisation is not in the directory.");
    let id: Uuid = id.parse().map_err(|_| missing())?;
    let sheet = directory.organisation(id).await?.ok_or_else(missing)?;
    Ok(Json(body(sheet)))
}
