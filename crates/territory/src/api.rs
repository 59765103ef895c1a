//! The API of territories: resolving perimeters, zonings, zones, communes, search.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_kernel::{LocalizedText, Problem};
use bassin_web::Failure;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Atlas, Commune, Perimeter, Territory, Zoning};

/// The most items of one answer.
const MOST: usize = 500;

/// The room's API.
pub fn routes(territory: Territory) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(perimeter, perimeter_posted))
        .routes(routes!(zonings))
        .routes(routes!(zones))
        .routes(routes!(commune))
        .routes(routes!(search))
        .with_state(territory)
}

/// A text in both languages.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes LocalizedText in the API's document")]
struct Texts {
    /// French.
    fr: String,
    /// English.
    en: String,
}

#[derive(Deserialize, IntoParams, ToSchema)]
struct PerimeterQuery {
    /// The expression, or a list of commune codes.
    #[param(example = "departement:08 + province:80000")]
    #[schema(example = "departement:08 + province:80000")]
    expression: String,
}

/// A resolved perimeter.
#[derive(Serialize, ToSchema)]
struct PerimeterBody {
    /// The canonical expression: the same text always gives the same communes at the same vintage.
    expression: String,
    /// Its name.
    #[schema(value_type = Texts)]
    label: LocalizedText,
    /// The keys of its communes, in hierarchical order.
    communes: Vec<String>,
}

/// Resolves a perimeter
///
/// Gives the canonical form of an expression and its communes. Every unknown or ambiguous item is reported at once, with suggestions.
#[utoipa::path(get, path = "/perimeters/resolve", tag = "territory", params(PerimeterQuery), responses((status = 200, body = PerimeterBody), (status = 422, description = "The expression cannot be read; every reason is listed.")))]
async fn perimeter(State(territory): State<Territory>, Query(query): Query<PerimeterQuery>) -> Result<Json<PerimeterBody>, Failure> {
    resolve(&territory, &query.expression)
}

/// Resolves a perimeter too long for an address
#[utoipa::path(post, path = "/perimeters/resolve", tag = "territory", request_body = PerimeterQuery, responses((status = 200, body = PerimeterBody), (status = 422, description = "The expression cannot be read; every reason is listed.")))]
async fn perimeter_posted(State(territory): State<Territory>, Json(query): Json<PerimeterQuery>) -> Result<Json<PerimeterBody>, Failure> {
    resolve(&territory, &query.expression)
}

fn resolve(territory: &Territory, expression: &str) -> Result<Json<PerimeterBody>, Failure> {
    let perimeter = territory.resolve(expression)?;
    Ok(Json(body(&territory.atlas(), perimeter)))
}

fn body(atlas: &Atlas, perimeter: Perimeter) -> PerimeterBody {
    let communes = perimeter.rows.iter().filter_map(|row| atlas.commune(row)).map(Commune::key).collect();
    PerimeterBody { communes, expression: perimeter.canonical, label: perimeter.label }
}

/// A division of communes into zones.
#[derive(Serialize, ToSchema)]
struct ZoningBody {
    /// Its identifier, as typed before the colon in expressions.
    id: String,
    /// Its name.
    #[schema(value_type = Texts)]
    name: LocalizedText,
    /// The year of the division.
    vintage: u16,
    /// How many zones it has.
    zones: usize,
    /// Its source.
    source: String,
    /// Its licence.
    licence: String,
    /// A warning shown wherever the zoning is.
    #[schema(value_type = Option<Texts>)]
    note: Option<LocalizedText>,
}

fn zoning_body(zoning: &Zoning) -> ZoningBody {
    let header = zoning.header();
    ZoningBody {
        id: zoning.id().to_owned(),
        name: header.name.clone(),
        vintage: header.vintage,
        zones: zoning.zones().len(),
        source: header.source.clone(),
        licence: header.licence.clone(),
        note: header.note.clone(),
    }
}

/// Every zoning
#[utoipa::path(get, path = "/zonings", tag = "territory", responses((status = 200, body = Vec<ZoningBody>)))]
async fn zonings(State(territory): State<Territory>) -> Json<Vec<ZoningBody>> {
    Json(territory.atlas().zonings().map(zoning_body).collect())
}

/// A zone.
#[derive(Serialize, ToSchema)]
struct ZoneBody {
    /// Its code in its zoning.
    code: String,
    /// Its name.
    #[schema(value_type = Texts)]
    name: LocalizedText,
    /// How many communes it holds.
    communes: u32,
}

/// A page of zones.
#[derive(Serialize, ToSchema)]
struct ZonePage {
    /// The zones, in the order of the zoning.
    zones: Vec<ZoneBody>,
    /// The cursor of the next page; absent on the last.
    next: Option<usize>,
}

#[derive(Deserialize, IntoParams)]
struct ZonesQuery {
    /// The cursor given by the page before.
    #[serde(default)]
    after: Option<usize>,
}

/// The zones of a zoning
#[utoipa::path(get, path = "/zonings/{id}/zones", tag = "territory", params(("id" = String, Path, description = "The zoning's identifier.", example = "departement"), ZonesQuery), responses((status = 200, body = ZonePage), (status = 404, description = "No such zoning.")))]
async fn zones(
    State(territory): State<Territory>,
    Path(id): Path<String>,
    Query(query): Query<ZonesQuery>,
) -> Result<Json<ZonePage>, Failure> {
    let atlas = territory.atlas();
    let missing = || Problem::not_found(format!("Aucun découpage ne s’appelle « {id} »."), format!("There is no zoning called “{id}”."));
    let zoning = atlas.zoning(&id).ok_or_else(missing)?;
    let start = query.after.unwrap_or(0).min(zoning.zones().len());
    let end = start.saturating_add(MOST).min(zoning.zones().len());
    let zone = |zone: &crate::Zone| ZoneBody { code: zone.code.clone(), name: zone.name.clone(), communes: zone.rows.len() };
    let zones = zoning.zones().iter().skip(start).take(MOST).map(zone).collect();
    Ok(Json(ZonePage { zones, next: (end < zoning.zones().len()).then_some(end) }))
}

/// A commune.
#[derive(Serialize, ToSchema)]
struct CommuneBody {
    /// Its key: country and national code.
    key: String,
    /// Its name.
    name: String,
    /// Its Dutch name, in Belgium.
    dutch: Option<String>,
    /// Its legal population; null when the reference does not give it.
    population: Option<u32>,
    /// Its postal codes.
    postal_codes: Vec<String>,
    /// The zones it lies in.
    zones: Vec<Belonging>,
}

/// A zone that holds a commune.
#[derive(Serialize, ToSchema)]
struct Belonging {
    /// The zoning.
    zoning: String,
    /// The zone's code.
    code: String,
    /// The zone's name.
    #[schema(value_type = Texts)]
    name: LocalizedText,
}

/// A commune
#[utoipa::path(get, path = "/communes/{key}", tag = "territory", params(("key" = String, Path, description = "Country and national code.", example = "FR-67482")), responses((status = 200, body = CommuneBody), (status = 404, description = "No such commune.")))]
async fn commune(State(territory): State<Territory>, Path(key): Path<String>) -> Result<Json<CommuneBody>, Failure> {
    let atlas = territory.atlas();
    let (row, commune) = atlas.known(&key)?;
    let zones = atlas.zonings().filter_map(|zoning| zoning.zone_of(row).map(|zone| (zoning, zone)));
    let belonging = |(zoning, zone): (&Zoning, &crate::Zone)| Belonging {
        zoning: zoning.id().to_owned(),
        code: zone.code.clone(),
        name: zone.name.clone(),
    };
    Ok(Json(CommuneBody {
        key: commune.key(),
        name: commune.name.to_owned(),
        dutch: commune.dutch.map(str::to_owned),
        population: commune.population,
        postal_codes: commune.postal_codes().map(str::to_owned).collect(),
        zones: zones.map(belonging).collect(),
    }))
}

#[derive(Deserialize, IntoParams)]
struct SearchQuery {
    /// A name, a code or a postal code; accents, case and small typing errors do not matter.
    #[param(example = "Strasbourg")]
    q: String,
}

/// A territory found.
#[derive(Serialize, ToSchema)]
struct HitBody {
    /// What to type in an expression to designate it.
    expression: String,
    /// Its name.
    #[schema(value_type = Texts)]
    name: LocalizedText,
    /// What tells it from its namesakes.
    #[schema(value_type = Texts)]
    context: LocalizedText,
}

/// Finds communes and zones
#[utoipa::path(get, path = "/territories/search", tag = "territory", params(SearchQuery), responses((status = 200, body = Vec<HitBody>)))]
async fn search(State(territory): State<Territory>, Query(query): Query<SearchQuery>) -> Json<Vec<HitBody>> {
    let hits = territory.atlas().search(&query.q, 20);
    Json(hits.into_iter().map(|hit| HitBody { expression: hit.reference, name: hit.name, context: hit.context }).collect())
}
